//! What would run if a browser read it.

use super::*;

/// A page that a browser may open: its headers forbid what its text does not have.
#[track_caller]
pub(super) fn harmless(answer: &Answer, place: &str, payload: &str) {
    assert!(answer.status < 500, "{place}: {}\n{payload}", answer.head);
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{place}: {policy}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{place}");
    if answer.header("content-type").contains("html") {
        nothing_runs(&answer.body, place, payload);
    }
}

/// Hands every text that a page would take for HTML to `check`.
pub(super) fn every_html(value: &serde_json::Value, check: &mut dyn FnMut(&str)) {
    match value {
        serde_json::Value::Object(members) => {
            for (name, value) in members {
                match value {
                    serde_json::Value::String(html) if name == "html" => check(html),
                    value => every_html(value, check),
                }
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| every_html(item, check)),
        _ => {}
    }
}

#[track_caller]
pub(super) fn nothing_runs(html: &str, place: &str, payload: &str) {
    for Tag { name, attributes } in tags(html) {
        let value = |wanted: &str| {
            attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
        };
        let told = || format!("{place}: <{name} {attributes:?}>\nfrom: {payload}");
        let foreign = [
            "iframe", "frame", "object", "embed", "applet", "base", "style", "svg", "math", "portal", "xmp",
            "noembed",
        ];
        // The console keeps units' cards in templates of its own; one that an author wrote would bear other marks.
        if name == "template" {
            let own = matches!(attributes.as_slice(), [(mark, _)] if mark == "data-card");
            assert!(own, "{}", told());
        }
        assert!(!foreign.contains(&name.as_str()), "{}", told());
        if name == "script" {
            let own = value("src").is_some_and(|src| src.starts_with("/static/"));
            assert!(own, "{}", told());
        }
        if name == "link" {
            assert!(value("href").is_some_and(|href| href.starts_with("/static/")), "{}", told());
        }
        if name == "meta" {
            assert!(value("http-equiv").is_none(), "{}", told());
        }
        for (attribute, value) in &attributes {
            assert!(!attribute.starts_with("on"), "{}", told());
            assert!(
                !["style", "srcdoc", "srcset", "background", "ping", "formaction"]
                    .contains(&attribute.as_str()),
                "{}",
                told()
            );
            if ["href", "src", "action", "cite", "xlink:href", "poster", "data"].contains(&attribute.as_str())
            {
                // As a browser reads it: controls and white space before the scheme do not count.
                let bare: String = value.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
                let scheme = bare.split([':', '/', '?', '#']).next().unwrap_or_default().to_lowercase();
                // Anything but these before a colon makes it a path, as in `a%20b:c`.
                let spelt = scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '.' | '-'));
                let has_scheme = spelt && bare.as_bytes().get(scheme.len()) == Some(&b':');
                let allowed = ["http", "https", "mailto", "tel"].contains(&scheme.as_str());
                assert!(!has_scheme || allowed, "{}", told());
            }
        }
    }
}

struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

/// The start tags of a page, as the tokenizer of the HTML standard sees them.
fn tags(html: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        rest = &rest[open + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let end =
            rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).unwrap_or(rest.len());
        let name = rest[..end].to_ascii_lowercase();
        let (attributes, after) = attributes(&rest[end..]);
        rest = after;
        // Their content is text until their end tag.
        if ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"]
            .contains(&name.as_str())
        {
            let close = format!("</{name}");
            let lower = rest.to_ascii_lowercase();
            rest = lower.find(&close).map_or("", |at| &rest[at..]);
        }
        found.push(Tag { name, attributes });
    }
    found
}

fn attributes(mut rest: &str) -> (Vec<(String, String)>, &str) {
    let mut found = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return (found, "");
        }
        if let Some(after) = rest.strip_prefix('>') {
            return (found, after);
        }
        // The first sign may be anything, an equals sign too.
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let end = rest[first..]
            .find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '='))
            .map_or(rest.len(), |at| at + first);
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start_matches(|c: char| c.is_ascii_whitespace());
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            rest = after.trim_start_matches(|c: char| c.is_ascii_whitespace());
            (value, rest) = match rest.chars().next() {
                Some(quote @ ('"' | '\'')) => rest[1..].split_once(quote).unwrap_or((&rest[1..], "")),
                _ => rest
                    .split_at(rest.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(rest.len())),
            };
        }
        found.push((name, references(value)));
    }
}

/// Character references that could hide a scheme.
fn references(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').map_or(rest.len(), |end| end + 1);
        let named = rest[1..end].trim_end_matches(';');
        let number = named.strip_prefix('#').and_then(|digits| match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => digits.parse().ok(),
        });
        let letter = match (named, number.and_then(char::from_u32)) {
            (_, Some(letter)) => letter,
            ("colon", _) => ':',
            ("Tab", _) => '\t',
            ("NewLine", _) => '\n',
            ("amp", _) => '&',
            ("lt", _) => '<',
            ("gt", _) => '>',
            ("quot", _) => '"',
            _ => {
                out.push('&');
                rest = &rest[1..];
                continue;
            }
        };
        out.push(letter);
        rest = &rest[end..];
    }
    out + rest
}

#[test]
fn the_check_sees_what_runs() {
    let seen = |html: &str| std::panic::catch_unwind(|| nothing_runs(html, "", "")).is_err();
    for bad in [
        "<script>x</script>",
        "<SCRIPT SRC=https://cdn.example/x.js></SCRIPT>",
        "<p oNclick = x>",
        "<a href=\"jav&#x09;ascript:x\">",
        "<a href='&#106avascript:x'>".replace("&#106a", "&#106;a").as_str(),
        "<img/src='x'/onerror=x>",
        "<a title='>' onclick=x>",
        "<p style=x>",
        "<iframe src=/x>",
        "<svg>",
        "<a href=data:text/html,x>",
    ] {
        assert!(seen(bad), "{bad}");
    }
    for good in [
        "<a href='/x?y:z'>",
        "<p title='onclick=x <script>'>",
        "&lt;script&gt;",
        "<textarea><script></textarea>",
        "< script>",
        "<a href=\"https://a.example/javascript:x\">",
    ] {
        assert!(!seen(good), "{good}");
    }
}
