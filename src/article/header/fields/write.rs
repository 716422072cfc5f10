//! Writing one key into a header, line by line.

use std::ops::Range;

use super::{KEYS, Value, entry};
use crate::article::header::front_matter::header_tree;
use crate::article::header::yaml::write::{flow_list, flow_node, flow_scalar, scalar};
use crate::article::header::yaml::{Node, NodeKind};

/// Items together longer than this stand on lines of their own.
const FLOW: usize = 90;

/// A header's lines: where it is, and where each key's own lines are.
struct Header<'t> {
    lines: Vec<&'t str>,
    tree: Node,
    /// The line of the closing fence, from 0.
    close: usize,
}

/// `text` with `key` holding `value`, or without `key` where the value is empty. `None` where the header has a shape
/// that cannot be changed line by line.
pub(super) fn one(text: &str, key: &str, value: &Value) -> Option<String> {
    let Some(tree) = header_tree(text) else {
        let line = lines_of(key, value, "", false, None);
        let line = match key.split_once('.') {
            Some((group, inner)) => format!("{group}:\n{}", lines_of(inner, value, "  ", false, None)),
            None => line,
        };
        return Some(format!("---\n{line}---\n{}{text}", if text.starts_with('\n') { "" } else { "\n" }));
    };
    let header = Header::of(text, tree)?;
    match key.split_once('.') {
        None => header.top(key, value),
        Some((group, inner)) => header.within(group, inner, value),
    }
}

impl<'t> Header<'t> {
    fn of(text: &'t str, tree: Node) -> Option<Self> {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let open = lines.iter().position(|line| line.trim_end() == "---")?;
        let close =
            open + 1 + lines[open + 1..].iter().position(|line| matches!(line.trim_end(), "---" | "..."))?;
        let NodeKind::Map(entries) = &tree.kind else { return None };
        // Keys that share a line, or stand on none of the header's, are not for changing by lines.
        let mut last = open + 1;
        for entry in entries {
            if entry.line <= last || entry.line > close {
                return None;
            }
            last = entry.line;
        }
        Some(Self { lines, tree, close })
    }

    /// The lines of the entry at `at`: from its key to the next one, without comments and gaps that belong there.
    fn block(&self, node: &Node, at: usize, end: usize) -> Option<Range<usize>> {
        let NodeKind::Map(entries) = &node.kind else { return None };
        let from = entries.get(at)?.line - 1;
        let mut to = entries.get(at + 1).map_or(end, |next| next.line - 1);
        while to > from + 1 && self.lines.get(to - 1).is_some_and(|line| is_apart(line)) {
            to -= 1;
        }
        Some(from..to)
    }

    fn position(node: &Node, key: &str) -> Option<usize> {
        let NodeKind::Map(entries) = &node.kind else { return None };
        entries.iter().position(|entry| entry.key.trim().eq_ignore_ascii_case(key))
    }

    fn top(&self, key: &str, value: &Value) -> Option<String> {
        match Self::position(&self.tree, key) {
            Some(at) => {
                let block = self.block(&self.tree, at, self.close)?;
                let new = self.replacement(key, value, "", &block);
                Some(self.with(block, &new))
            }
            None => {
                let at = self.place(key)?;
                Some(self.with(at..at, &lines_of(key, value, "", false, None)))
            }
        }
    }

    fn within(&self, group: &str, key: &str, value: &Value) -> Option<String> {
        let Some(at) = Self::position(&self.tree, group) else {
            let place = self.place(group)?;
            return Some(
                self.with(place..place, &format!("{group}:\n{}", lines_of(key, value, "  ", false, None))),
            );
        };
        let block = self.block(&self.tree, at, self.close)?;
        let node = &entry(&self.tree, group)?.value;
        let first = self.lines.get(block.start)?;
        let rest = first.split_once(':').map(|(_, rest)| rest.trim()).unwrap_or_default();
        let written_below = rest.is_empty() || rest.starts_with('#');
        match &node.kind {
            NodeKind::Map(entries) if written_below => {
                let inner = entries.first()?.line - 1;
                let indent: String = self.lines.get(inner)?.chars().take_while(|c| *c == ' ').collect();
                if indent.is_empty() || entries.iter().any(|entry| entry.line - 1 <= block.start) {
                    return None;
                }
                match Self::position(node, key) {
                    Some(at) => {
                        let own = self.block(node, at, block.end)?;
                        let new = self.replacement(key, value, &indent, &own);
                        if new.is_empty() && entries.len() == 1 {
                            return Some(self.with(block, ""));
                        }
                        Some(self.with(own, &new))
                    }
                    None => {
                        Some(self.with(block.end..block.end, &lines_of(key, value, &indent, false, None)))
                    }
                }
            }
            // `facts: {phone: […]}` on one line, or nothing yet, or `source: title`.
            NodeKind::Map(_) | NodeKind::Null | NodeKind::Scalar { .. } => {
                let mut parts: Vec<(String, String)> = match &node.kind {
                    NodeKind::Map(entries) => entries
                        .iter()
                        .filter(|entry| !entry.key.trim().eq_ignore_ascii_case(key))
                        .map(|entry| (entry.key.clone(), flow_node(&entry.value)))
                        .collect(),
                    NodeKind::Scalar { text, .. } if group == "source" && key != "title" => {
                        vec![("title".to_owned(), flow_scalar(text))]
                    }
                    _ => Vec::new(),
                };
                if !is_empty(value) {
                    parts.push((key.to_owned(), on_one_line(value)));
                    let order = |name: &str| {
                        let name = format!("{group}.{}", name.trim().to_lowercase());
                        KEYS.iter().position(|key| *key == name).unwrap_or(KEYS.len())
                    };
                    parts.sort_by_key(|(name, _)| order(name));
                }
                let inside: Vec<String> =
                    parts.iter().map(|(key, value)| format!("{key}: {value}")).collect();
                let line = if inside.is_empty() {
                    String::new()
                } else {
                    format!("{group}: {{{}}}\n", inside.join(", "))
                };
                Some(self.with(block, &line))
            }
            NodeKind::List(_) => None,
        }
    }

    /// The line before which a new key stands: after the nearest of its elders that is there.
    fn place(&self, key: &str) -> Option<usize> {
        let elders = order_of(key);
        let NodeKind::Map(entries) = &self.tree.kind else { return None };
        let after = (0..entries.len())
            .filter(|at| order_of(&entries[*at].key.trim().to_lowercase()) < elders)
            .max_by_key(|at| order_of(&entries[*at].key.trim().to_lowercase()));
        match after {
            Some(at) => Some(self.block(&self.tree, at, self.close)?.end),
            None => Some(entries.first().map_or(self.close, |first| first.line - 1)),
        }
    }

    /// The new lines of a key, in the manner of the old ones.
    fn replacement(&self, key: &str, value: &Value, indent: &str, block: &Range<usize>) -> String {
        if is_empty(value) {
            return String::new();
        }
        let old = self.lines.get(block.start).copied().unwrap_or_default();
        let spelt = old.trim_start().split_once(':').map_or(key, |(name, _)| name);
        let flow = old.split_once(':').is_some_and(|(_, rest)| rest.trim_start().starts_with('['));
        let comment = if block.len() == 1 { comment_of(old) } else { None };
        lines_of(spelt, value, indent, flow, comment)
    }

    fn with(&self, block: Range<usize>, new: &str) -> String {
        let mut out: String = self.lines[..block.start].concat();
        out.push_str(new);
        out.push_str(&self.lines[block.end..].concat());
        out
    }
}

/// The lines of a key that holds `items`, for those who lay headers over each other.
pub(in crate::article) fn list(key: &str, items: &[String], indent: &str, flow: bool) -> String {
    if items.is_empty() {
        return format!("{indent}{key}: []\n");
    }
    lines_of(key, &Value::List(items.to_vec()), indent, flow, None)
}

/// A comment of its own or an empty line: they belong to what follows.
fn is_apart(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#')
}

/// The comment behind a value on one line.
fn comment_of(line: &str) -> Option<&str> {
    let (mut quote, mut before) = (None, ' ');
    for (at, c) in line.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') if !before.is_alphanumeric() => quote = Some(c),
            (Some(open), _) if c == open && before != '\\' => quote = None,
            (None, '#') if before.is_whitespace() => return line.get(at..).map(str::trim_end),
            _ => {}
        }
        before = c;
    }
    None
}

fn order_of(key: &str) -> usize {
    let of_group = |one: &&str| one.split('.').next() == Some(key);
    KEYS.iter().position(|one| *one == key || of_group(one)).unwrap_or(0)
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Text(text) => text.is_empty(),
        Value::List(items) => items.is_empty(),
    }
}

fn lines_of(key: &str, value: &Value, indent: &str, flow: bool, comment: Option<&str>) -> String {
    let comment = comment.map(|comment| format!(" {comment}")).unwrap_or_default();
    match value {
        _ if is_empty(value) => String::new(),
        Value::Text(text) => format!("{indent}{key}: {}{comment}\n", scalar(text)),
        Value::List(items) => {
            let short = items.iter().map(|item| item.chars().count() + 2).sum::<usize>() <= FLOW
                && !matches!(key, "questions" | "documents" | "unknown");
            if flow || short {
                return format!("{indent}{key}: {}{comment}\n", on_one_line(value));
            }
            let mut out = format!("{indent}{key}:{comment}\n");
            for item in items {
                out.push_str(&format!("{indent}  - {}\n", scalar(item)));
            }
            out
        }
    }
}

fn on_one_line(value: &Value) -> String {
    match value {
        Value::Text(text) => flow_scalar(text),
        Value::List(items) => flow_list(items.iter().map(|item| flow_scalar(item))),
    }
}
