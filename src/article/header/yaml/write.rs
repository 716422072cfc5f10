//! Writing YAML: the one place that knows which text may stand bare and how the rest is quoted.

use super::{Node, NodeKind};

/// A text as YAML: bare where nobody could take it for anything else, quoted otherwise.
pub(crate) fn scalar(text: &str) -> String {
    if is_day(text) || is_flag(text) || is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// [`scalar`] within a list or a group on one line.
pub(in crate::article) fn flow_scalar(text: &str) -> String {
    let bare = scalar(text);
    if bare.contains([',', '[', ']', '{', '}']) && !bare.starts_with('"') { quoted(text) } else { bare }
}

/// Values that are YAML already, as a list on one line.
pub(crate) fn flow_list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

/// What was read, on one line.
pub(in crate::article) fn flow_node(node: &Node) -> String {
    match &node.kind {
        NodeKind::Null => "null".to_owned(),
        NodeKind::Scalar { text, value } if value.is_string() => flow_scalar(text),
        NodeKind::Scalar { text, .. } => text.clone(),
        NodeKind::List(items) => flow_list(items.iter().map(flow_node)),
        NodeKind::Map(entries) => {
            let inside: Vec<String> =
                entries.iter().map(|entry| format!("{}: {}", entry.key, flow_node(&entry.value))).collect();
            format!("{{{}}}", inside.join(", "))
        }
    }
}

/// Double quotes, good for any text: what a reader could take for a line's end, or could not see, is escaped.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                quoted.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn is_day(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

fn is_flag(text: &str) -> bool {
    matches!(text, "true" | "false")
}

fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    text.starts_with(char::is_alphabetic)
        && !text.ends_with(':')
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains(['"', '\'', '\\', '`', '\u{85}', '\u{a0}', '\u{2028}', '\u{2029}', '\u{feff}'])
        && !text.chars().any(char::is_control)
        && !WORDS.contains(&text.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::article::header::yaml::parse;

    #[test]
    fn whatever_is_written_is_read_back_as_the_same_text() {
        for text in [
            "Odbiór mebli",
            "2026-11-27",
            "yes",
            "NO",
            "12",
            "1.50",
            "~",
            "- @ * & !",
            "a: b # c",
            "„a” \"b\" c\\d\n---\n{e}, [f]\t'g'",
            "\u{7f}\u{85}\u{2028}\u{feff}",
            "",
        ] {
            for written in [scalar(text), quoted(text), flow_list([flow_scalar(text)].into_iter())] {
                let node = parse(&format!("key: {written}")).unwrap();
                let NodeKind::Map(entries) = &node.kind else { panic!("{written}") };
                let value = match &entries[0].value.kind {
                    NodeKind::List(items) => &items[0].kind,
                    kind => kind,
                };
                let NodeKind::Scalar { text: read, .. } = value else { panic!("{written}: {value:?}") };
                assert_eq!(read, text, "{written}");
            }
        }
    }
}
