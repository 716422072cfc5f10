//! The text of an article as HTML for a reader.

use crate::article::Article;
use crate::library::View;

/// Safe HTML of the body as `view` may see it, headings with the anchors of the sections.
pub(super) fn html(article: &Article, view: View) -> String {
    let mut html = String::new();
    for section in article.sections.iter().filter(|section| view == View::Staff || !section.internal) {
        if section.internal {
            html.push_str("<section class=\"internal\">");
        }
        if section.level > 0 {
            html.push_str(&format!(
                "<h2 id=\"{}\">{}</h2>",
                ammonia::clean_text(&section.anchor),
                ammonia::clean_text(&section.heading)
            ));
        }
        for line in section.text.lines() {
            html.push_str(&format!("<p>{}</p>", line.replace('<', "&lt;")));
        }
        if section.internal {
            html.push_str("</section>");
        }
    }
    html
}
