//! The header as a form shows it and changes it: key by key, and not a letter more.
//!
//! Comments, order, spelling and unknown keys stay as their editor wrote them; a key that changes is written anew on
//! its own lines. The result is read back and compared before it is given out, so that a header of a shape nobody
//! thought of costs the form one key and never the text.

mod write;

pub(in crate::article) use write::list as list_lines;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::front_matter::{header_tree, parse};
use super::yaml::{MapEntry, Node, NodeKind};
use crate::article::{Article, Audience};

/// What a form has in one field. Empty removes the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// One line.
    Text(String),
    /// A list, an item a line.
    List(Vec<String>),
}

impl Value {
    fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            Self::List(items) => items.iter().all(|item| item.trim().is_empty()),
        }
    }

    /// Without white space at the ends, line breaks and empty items: what the header can hold.
    fn tidy(&self) -> Self {
        let line = |text: &String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        match self {
            Self::Text(text) => Self::Text(line(text)),
            Self::List(items) => Self::List(items.iter().map(line).filter(|item| !item.is_empty()).collect()),
        }
    }
}

/// Fields of a form by the name of their key; keys of a group are named with it: `facts.phone`.
pub type Fields = BTreeMap<String, Value>;

/// Every key a form may change, in the order of the manual.
pub const KEYS: &[&str] = &[
    "id",
    "title",
    "summary",
    "unit",
    "category",
    "kpum_area",
    "audience",
    "status",
    "valid_from",
    "valid_until",
    "verified",
    "review_by",
    "keywords",
    "questions",
    "facts.phone",
    "facts.email",
    "facts.address",
    "facts.hours",
    "facts.fee",
    "facts.deadline",
    "facts.documents",
    "facts.link",
    "source.title",
    "source.date",
    "source.url",
    "source.ocr",
    "repeals",
    "unknown",
];

/// Why a form cannot change a header; the text itself still can.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldError {
    /// The header cannot be read as it is.
    #[error("nagłówka nie da się teraz odczytać; popraw go w tekście, formularz poczeka")]
    Unreadable,
    /// There is no such key for forms.
    #[error("formularz nie zna pola „{0}”")]
    Unknown(String),
    /// The header has a shape that cannot be changed line by line.
    #[error("pole „{0}” jest zapisane w sposób, którego formularz nie umie zmienić; popraw je w tekście")]
    Shape(String),
}

/// What a form shows of a header. Keys that the header does not have are missing.
pub fn fields(text: &str) -> Result<Fields, FieldError> {
    if parse("", text.as_bytes()).article.is_none() {
        return Err(FieldError::Unreadable);
    }
    let Some(tree) = header_tree(text) else { return Ok(Fields::new()) };
    let found = KEYS.iter().filter_map(|key| Some(((*key).to_owned(), value(find(&tree, key)?)?)));
    Ok(found.filter(|(_, value)| !value.is_empty()).collect())
}

/// `text` with these fields in its header; a text without a header gets one.
///
/// # Errors
/// [`FieldError`]; the text then has to be changed by hand.
pub fn with_fields(text: &str, changes: &Fields) -> Result<String, FieldError> {
    let before = fields(text)?;
    let mut out = text.to_owned();
    for key in KEYS {
        let Some(wanted) = changes.get(*key).map(Value::tidy) else { continue };
        let same = before.get(*key).map(Value::tidy).is_some_and(|now| alike(&now, &wanted));
        if same || (wanted.is_empty() && !before.contains_key(*key)) {
            continue;
        }
        out = write::one(&out, key, &wanted).ok_or_else(|| FieldError::Shape((*key).to_owned()))?;
    }
    if let Some(unknown) = changes.keys().find(|key| !KEYS.contains(&key.as_str())) {
        return Err(FieldError::Unknown(unknown.clone()));
    }
    verify(text, &out, changes)?;
    Ok(out)
}

/// The form got what it asked for, and nothing else moved.
fn verify(before: &str, after: &str, changes: &Fields) -> Result<(), FieldError> {
    let now = fields(after)?;
    for (key, wanted) in changes {
        let (now, wanted) = (now.get(key).map(Value::tidy), wanted.tidy());
        let holds = match &now {
            Some(now) => alike(now, &wanted),
            None => wanted.is_empty(),
        };
        if !holds {
            return Err(FieldError::Shape(key.clone()));
        }
    }
    let shape = || FieldError::Shape(changes.keys().next().cloned().unwrap_or_default());
    let (Some(old), Some(new)) = (read(before), read(after)) else { return Err(shape()) };
    let rest = |text: &str| {
        let mut all = header_tree(text).map(|tree| leaves("", &tree)).unwrap_or_default();
        all.retain(|(key, _)| !changes.contains_key(key));
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all
    };
    let kept = old.body.trim_start_matches('\n') == new.body.trim_start_matches('\n');
    if kept && rest(before) == rest(after) { Ok(()) } else { Err(shape()) }
}

fn read(text: &str) -> Option<Article> {
    parse("", text.as_bytes()).article
}

/// One text is a list of one: `phone: 12 616 55 55` and a form's single line mean the same.
fn alike(a: &Value, b: &Value) -> bool {
    let list = |value: &Value| match value {
        Value::Text(text) if text.is_empty() => Vec::new(),
        Value::Text(text) => vec![text.clone()],
        Value::List(items) => items.clone(),
    };
    list(a) == list(b)
}

/// Every key with what it holds, groups taken apart.
fn leaves(above: &str, node: &Node) -> Vec<(String, serde_json::Value)> {
    let NodeKind::Map(entries) = &node.kind else { return Vec::new() };
    let mut all = Vec::new();
    for entry in entries {
        let name = format!("{above}{}", entry.key.trim().to_lowercase());
        match &entry.value.kind {
            NodeKind::Map(_) if above.is_empty() => all.extend(leaves(&format!("{name}."), &entry.value)),
            // An empty group says nothing.
            NodeKind::Null if above.is_empty() && matches!(name.as_str(), "facts" | "source") => {}
            _ => all.push((name, entry.value.to_json())),
        }
    }
    all
}

/// The entry of a key in a map, whatever its case.
fn entry<'n>(node: &'n Node, key: &str) -> Option<&'n MapEntry> {
    let NodeKind::Map(entries) = &node.kind else { return None };
    entries.iter().find(|entry| entry.key.trim().eq_ignore_ascii_case(key))
}

fn find<'n>(tree: &'n Node, key: &str) -> Option<&'n Node> {
    match key.split_once('.') {
        None => Some(&entry(tree, key)?.value),
        Some((group, inner)) => {
            let group = &entry(tree, group)?.value;
            match group.kind {
                // `source: Zarządzenie nr 1/2025` is its title.
                NodeKind::Scalar { .. } if key == "source.title" => Some(group),
                _ => Some(&entry(group, inner)?.value),
            }
        }
    }
}

fn value(node: &Node) -> Option<Value> {
    match &node.kind {
        NodeKind::Scalar { text, .. } => Some(Value::Text(text.clone())),
        NodeKind::List(items) => Some(Value::List(
            items
                .iter()
                .map(|item| match &item.kind {
                    NodeKind::Scalar { text, .. } => text.clone(),
                    NodeKind::Null => String::new(),
                    _ => item.to_json().to_string(),
                })
                .collect(),
        )),
        NodeKind::Null | NodeKind::Map(_) => None,
    }
}

impl Audience {
    /// As the header spells it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Internal => "internal",
        }
    }
}

#[cfg(test)]
mod tests;
