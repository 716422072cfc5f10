//! The text that a reader sees of a piece of HTML.
//!
//! Not a parser: authors' HTML in Markdown comes in pieces that no parser would call whole, and all that is asked of
//! them is which words stand there and which of them stand apart.

use ammonia::Builder;

/// Elements whose content nobody reads.
pub(in crate::article) const HIDDEN: &[&str] = &[
    "script", "style", "template", "title", "iframe", "object", "noscript", "svg", "math", "select",
    "textarea",
];

/// Elements that stand on lines of their own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "br",
    "caption",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "option",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
];

/// What a reader sees of a piece of HTML: text, the words for pictures, cells and lines kept apart.
pub(in crate::article) fn visible_text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        push_text(&mut text, &rest[..at]);
        rest = &rest[at..];
        let name = tag_name(rest);
        rest = if rest.starts_with("<!--") {
            rest.split_once("-->").map_or("", |(_, after)| after)
        } else if name.is_empty() && !rest.starts_with(['!', '?']) && !rest[1..].starts_with(['!', '?', '/'])
        {
            text.push('<');
            &rest[1..]
        } else {
            let (tag, after) = rest.split_at(tag_end(rest));
            if HIDDEN.contains(&name.as_str()) && !tag.starts_with("</") {
                skip_element(after, &name)
            } else {
                if name == "td" || name == "th" {
                    if tag.starts_with("</") {
                        text.push_str(" | ");
                    }
                } else if BLOCKS.contains(&name.as_str()) {
                    new_line(&mut text);
                } else if name == "img" {
                    push_text(&mut text, attribute(tag, "alt").unwrap_or_default());
                }
                after
            }
        };
    }
    push_text(&mut text, rest);
    new_line(&mut text);
    decode(text.trim())
}

/// Adds text with its white space closed up, as a browser shows it.
fn push_text(text: &mut String, piece: &str) {
    if piece.starts_with(char::is_whitespace) && !text.is_empty() && !text.ends_with([' ', '\n']) {
        text.push(' ');
    }
    for (at, word) in piece.split_whitespace().enumerate() {
        if at > 0 {
            text.push(' ');
        }
        text.push_str(word);
    }
    if piece.ends_with(char::is_whitespace) && !text.is_empty() && !text.ends_with([' ', '\n']) {
        text.push(' ');
    }
}

fn new_line(text: &mut String) {
    let len = text.trim_end_matches([' ', '|']).len();
    text.truncate(len);
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

pub(in crate::article) fn tag_name(tag: &str) -> String {
    let name = tag[1..].strip_prefix('/').unwrap_or(&tag[1..]);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return String::new();
    }
    name.chars().take_while(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Where a tag ends, quotes respected; the end of the text for one that never does.
pub(in crate::article) fn tag_end(tag: &str) -> usize {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    tag.len()
}

/// What stands after the end tag of `name`.
fn skip_element<'h>(html: &'h str, name: &str) -> &'h str {
    let mut from = 0;
    while let Some(at) = html[from..].find("</") {
        let tag = &html[from + at..];
        if tag.get(2..2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return &tag[tag_end(tag)..];
        }
        from += at + 2;
    }
    ""
}

pub(in crate::article) fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = tag;
    loop {
        let (before, after) = rest.split_once('=')?;
        let quote = after.trim_start().chars().next()?;
        let value = after.trim_start();
        let (value, next) = match quote {
            '"' | '\'' => value[1..].split_once(quote)?,
            _ => value.split_at(value.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(value.len())),
        };
        if before.trim_end().rsplit(char::is_whitespace).next()?.eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = next;
    }
}

/// Resolves character references. The HTML parser knows all two thousand of them, so it is asked.
pub(in crate::article) fn decode(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let escaped = text.replace('<', "&lt;").replace('>', "&gt;");
    let clean = Builder::empty().clean(&escaped).to_string();
    clean
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", "\u{a0}")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}
