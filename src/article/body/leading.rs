//! Where links lead: those to other files of `kb/`, as lint reads them, and addresses that stand in running text.

use percent_encoding::percent_decode_str;
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::address::{Leads, leads};
use crate::article::ArticleId;

/// The file that `target` names from the file `from`, both below `kb/`, and the fragment behind it; `None` where it
/// names no Markdown file.
pub fn file_named<'t>(from: &str, target: &'t str) -> Option<(String, &'t str)> {
    let (address, anchor) = target.split_once('#').unwrap_or((target, ""));
    let address = address.split('?').next().unwrap_or_default();
    let address = percent_decode_str(address).decode_utf8_lossy();
    (address.ends_with(".md") && !address.contains(':')).then(|| (resolve(from, &address), anchor))
}

/// A relative path from the folder of `from`, as one below `kb/`.
fn resolve(from: &str, target: &str) -> String {
    let mut parts: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => from.rsplit_once('/').map_or(Vec::new(), |(folder, _)| folder.split('/').collect()),
    };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// `html`, safe and of the article in the file `from`, with links to files leading to their articles; `None` where it has
/// none of those. `id_at` knows which article a file is.
pub fn to_articles(html: &str, from: &str, id_at: impl Fn(&str) -> Option<ArticleId>) -> Option<String> {
    const HREF: &str = " href=\"";
    if !html.contains(".md") {
        return None;
    }
    let mut led = String::with_capacity(html.len());
    let mut rest = html;
    // Only in a tag is it a link; in running text the quotes of `href="` are escaped.
    while let Some(at) = rest.find(HREF) {
        let (before, target) = rest.split_at(at + HREF.len());
        led.push_str(before);
        let (target, after) = target.split_at(target.find('"').unwrap_or(target.len()));
        let found = file_named(from, target).and_then(|(path, anchor)| Some((id_at(&path)?, anchor)));
        match found {
            Some((id, "")) => led.push_str(&format!("/artykul/{id}")),
            Some((id, anchor)) => led.push_str(&format!("/artykul/{id}#{anchor}")),
            None => led.push_str(target),
        }
        rest = after;
    }
    led.push_str(rest);
    (led != html).then_some(led)
}

/// Running text with its bare addresses as links: pages and mailboxes, nothing else.
pub(super) fn linked<'a>(text: &CowStr<'a>, out: &mut Vec<Event<'a>>) {
    if !text.contains("://") && !text.contains('@') && !text.contains("www.") {
        out.push(Event::Text(text.clone()));
        return;
    }
    let mut plain = String::new();
    for piece in text.split_inclusive(|c: char| c.is_whitespace() || "<>\"„”«»()[]{}|".contains(c)) {
        let (word, behind) = word_of(piece);
        match destination(word) {
            Some(dest_url) => {
                if !plain.is_empty() {
                    out.push(Event::Text(std::mem::take(&mut plain).into()));
                }
                let tag = Tag::Link {
                    link_type: LinkType::Autolink,
                    dest_url: dest_url.into(),
                    title: "".into(),
                    id: "".into(),
                };
                out.push(Event::Start(tag));
                out.push(Event::Text(word.to_owned().into()));
                out.push(Event::End(TagEnd::Link));
                plain.push_str(behind);
            }
            None => plain.push_str(piece),
        }
    }
    if !plain.is_empty() {
        out.push(Event::Text(plain.into()));
    }
}

/// A word without what ends it and the sentence.
fn word_of(piece: &str) -> (&str, &str) {
    let ends = |c: char| c.is_whitespace() || "<>\"„”«»()[]{}|.,;:!?…'’*_".contains(c);
    piece.split_at(piece.trim_end_matches(ends).len())
}

fn destination(word: &str) -> Option<String> {
    let lower = word.get(..8.min(word.len())).unwrap_or_default().to_ascii_lowercase();
    let address = if lower.starts_with("http://") || lower.starts_with("https://") {
        word.to_owned()
    } else if lower.starts_with("www.") && word.matches('.').count() > 1 {
        format!("https://{word}")
    } else {
        return is_mailbox(word).then(|| format!("mailto:{word}"));
    };
    (leads(&address) == Some(Leads::Web)).then_some(address)
}

fn is_mailbox(word: &str) -> bool {
    let Some((name, host)) = word.split_once('@') else { return false };
    let plain = |c: char| c.is_ascii_alphanumeric();
    !name.is_empty()
        && name.starts_with(plain)
        && name.chars().all(|c| plain(c) || "._+-".contains(c))
        && host.contains('.')
        && host.split('.').all(|label| !label.is_empty() && label.chars().all(|c| plain(c) || c == '-'))
        && host
            .rsplit('.')
            .next()
            .is_some_and(|top| top.len() > 1 && top.chars().all(|c| c.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::article::body::html::{Reader, render};

    fn html(body: &str) -> String {
        render(body, None, Reader::Public).html
    }

    #[test]
    fn links_to_files_lead_to_their_articles_from_wherever_they_stand() {
        let known = |path: &str| (path == "odpady/gabaryty.md").then(|| ArticleId::new("gabaryty").unwrap());
        let led = |target: &str| {
            let html = format!("<p>a <a href=\"{target}\" rel=\"noopener\">b</a></p>");
            to_articles(&html, "odpady/popiol.md", known).map(|led| led.split('"').nth(1).unwrap().to_owned())
        };
        assert_eq!(led("gabaryty.md").as_deref(), Some("/artykul/gabaryty"));
        assert_eq!(led("./gabaryty.md").as_deref(), Some("/artykul/gabaryty"));
        assert_eq!(led("../odpady/gabaryty.md#jak").as_deref(), Some("/artykul/gabaryty#jak"));
        assert_eq!(led("/odpady/gabaryty.md").as_deref(), Some("/artykul/gabaryty"));
        for other in
            ["gabaryty", "inny.md", "../gabaryty.md", "https://e.pl/odpady/gabaryty.md", "wniosek.pdf"]
        {
            assert_eq!(led(other), None, "{other}");
        }
    }

    #[test]
    fn bare_addresses_are_links_and_nothing_else_is() {
        let shown =
            html("Zob. https://www.krakow.pl/sprawa?a=1&b=2, www.bip.krakow.pl. Pisz: kontakt@um.krakow.pl!");
        for link in [
            "<a href=\"https://www.krakow.pl/sprawa?a=1&amp;b=2\" rel=\"noopener\">https://www.krakow.pl/sprawa?a=1&amp;b=2</a>,",
            "<a href=\"https://www.bip.krakow.pl\" rel=\"noopener\">www.bip.krakow.pl</a>.",
            "<a href=\"mailto:kontakt@um.krakow.pl\" rel=\"noopener\">kontakt@um.krakow.pl</a>!",
        ] {
            assert!(shown.contains(link), "{link} is not in {shown}");
        }
        for plain in [
            "javascript://x ftp://a.pl data:text/html,x",
            "https://krakow.pl@evil.example/ https:///x",
            "a@b @krakow kontakt@um",
            "`https://a.pl` i ceny www.",
        ] {
            assert!(!html(plain).contains("<a"), "{plain}: {}", html(plain));
        }
        for once in
            ["[https://a.pl](https://b.pl)", "<a href=\"https://b.pl\">https://a.pl</a>", "<https://a.pl>"]
        {
            assert_eq!(html(once).matches("<a ").count(), 1, "{once}: {}", html(once));
        }
    }
}
