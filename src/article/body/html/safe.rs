//! The last door of a page: what its HTML may hold.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use ammonia::{Builder, UrlRelative};

use super::{OURS, Reader, attribute, tag_end, tag_name};
use crate::article::body::address;

/// What a page may hold: text with structure, links that lead to pages, mail and telephones, pictures.
pub(super) fn sanitise(html: &str, reader: Reader) -> String {
    const TAGS: &[&str] = &[
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "code",
        "dd",
        "del",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "section",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
    ];
    let set = |names: &[&'static str]| names.iter().copied().collect::<HashSet<_>>();
    let mut attributes: HashMap<&str, HashSet<&str>> = HashMap::new();
    attributes.insert("a", set(&["href", "title"]));
    attributes.insert("img", set(&["src", "alt", "title", "width", "height"]));
    attributes.insert("td", set(&["colspan", "rowspan"]));
    attributes.insert("th", set(&["colspan", "rowspan", "scope"]));
    attributes.insert("ol", set(&["start"]));
    attributes.insert("abbr", set(&["title"]));
    let mut classes: HashMap<&str, HashSet<&str>> = HashMap::new();
    classes.insert("section", set(&["internal"]));
    classes.insert("div", set(&["footnote"]));
    Builder::new()
        .tags(set(TAGS))
        .clean_content_tags(set(&["script", "style", "template", "iframe", "object", "noscript", "title"]))
        .tag_attributes(attributes)
        .generic_attributes(set(&["id", "lang"]))
        .allowed_classes(classes)
        .url_schemes(set(&["http", "https", "mailto", "tel"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some("noopener"))
        .strip_comments(true)
        .attribute_filter(move |_, attribute, value| match attribute {
            "id" => value.strip_prefix(OURS).map(Cow::from),
            // What only agents can reach is no link for residents.
            "href" if reader == Reader::Public && address::is_inside(value) => None,
            "href" => address::leads(value).map(|_| value.into()),
            "src" => address::is_our_picture(value).then(|| value.into()),
            _ => Some(value.into()),
        })
        .clean(html)
        .to_string()
}

/// A picture that lost its address is the words that stand for it. `html` was written by the sanitiser, in one spelling.
pub(super) fn without_foreign_pictures(html: String) -> String {
    if !html.contains("<img") {
        return html;
    }
    let mut shown = String::with_capacity(html.len());
    let mut rest = html.as_str();
    // Tag by tag: what stands in an attribute is no tag.
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        let (tag, after) = from.split_at(tag_end(from));
        shown.push_str(before);
        if tag_name(tag) == "img" && !tag.contains(" src=\"") {
            let words = attribute(tag, "alt").unwrap_or_default();
            shown.push_str(&words.replace('<', "&lt;").replace('>', "&gt;"));
        } else {
            shown.push_str(tag);
        }
        rest = after;
    }
    shown.push_str(rest);
    shown
}
