//! Where links lead on the residents' side.
//!
//! Authors link to the pages that they know, those of the desk. A resident is led to the public page of the same
//! article; where there is none for him the words stay and the link goes, with the id in it.

use crate::article::ArticleId;
use crate::http::wire::address::encode;

/// The public page of an article.
pub(super) fn page(id: &str) -> String {
    format!("/p/{id}")
}

/// A page of a topic.
pub(super) fn topic(code: &str, number: usize) -> String {
    let page = if number > 1 { format!("?strona={number}") } else { String::new() };
    format!("/p/temat/{}{page}", encode(code))
}

/// `html` of an article, already safe, with links that residents can follow. `visible` says of an id whether they
/// may read its article.
pub(super) fn for_residents(html: &str, visible: impl Fn(&ArticleId) -> bool) -> String {
    const HREF: &str = " href=\"";
    let mut led = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(HREF) {
        let (before, from) = rest.split_at(at);
        led.push_str(before);
        let target = from.get(HREF.len()..).unwrap_or_default();
        let (target, after) = target.split_once('"').unwrap_or((target, ""));
        // Only in a tag is it a link; in running text `href="` is not written so, its quotes are escaped there.
        if let Some(target) = destination(target, &visible) {
            led.push_str(HREF);
            led.push_str(&target);
            led.push('"');
        }
        rest = after;
    }
    led.push_str(rest);
    led
}

fn destination(target: &str, visible: &impl Fn(&ArticleId) -> bool) -> Option<String> {
    if let Some(article) = target.strip_prefix("/artykul/") {
        let end = article.find(['#', '?', '/']).unwrap_or(article.len());
        let (id, rest) = article.split_at(end);
        let id = ArticleId::new(id)?;
        let anchor = rest.find('#').and_then(|at| rest.get(at..)).unwrap_or("");
        return visible(&id).then(|| format!("{}{anchor}", page(id.as_str())));
    }
    // Other paths are the desk's, or files beside the article in `kb/`.
    let outside = ["https://", "http://", "mailto:", "tel:", "#"];
    outside.iter().any(|start| target.starts_with(start)).then(|| target.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_public_pages_and_those_to_other_articles_become_words() {
        let html = "<p>Zob. <a href=\"/artykul/jawny#oplata\" rel=\"noopener\">opłaty</a>, <a href=\"/artykul/tajny\">tajne</a>, \
                    <a href=\"../odpady/x.md\">plik</a>, <a href=\"https://a.pl/?a=1&amp;b=2\">a</a>, <a href=\"tel:986\">986</a>, \
                    <a href=\"#nizej\">niżej</a>, <a href=\"/\">biurko</a>.</p>";
        let led = for_residents(html, |id| id.as_str() == "jawny");
        assert_eq!(
            led,
            "<p>Zob. <a href=\"/p/jawny#oplata\" rel=\"noopener\">opłaty</a>, <a>tajne</a>, <a>plik</a>, \
             <a href=\"https://a.pl/?a=1&amp;b=2\">a</a>, <a href=\"tel:986\">986</a>, <a href=\"#nizej\">niżej</a>, <a>biurko</a>.</p>"
        );
    }
}
