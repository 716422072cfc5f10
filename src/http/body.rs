//! The text of an article as HTML for a reader.

use crate::article::Article;
use crate::article::markdown::{Html, Reader, render};
use crate::library::View;

/// Safe HTML of the body as `view` may see it, with its table of contents.
pub(super) fn html(article: &Article, view: View) -> Html {
    let reader = match view {
        View::Staff => Reader::Agent,
        View::Public => Reader::Public,
    };
    render(&article.body, Some(&article.title), reader)
}
