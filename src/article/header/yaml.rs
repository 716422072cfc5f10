//! YAML as a tree that remembers lines and spelling; the only module that names the YAML crate. How it is written is in [`write`].
//!
//! Deserialising straight into a struct would be shorter, but one wrong key would then cost the whole header, and
//! `fee: 17.50` or `id: no` would arrive as a number and a truth value. Here every scalar keeps its text as written
//! beside the value that YAML infers, and whoever reads a key decides what it wants of it.

pub(crate) mod write;

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_saphyr::Spanned;

/// A value and the line (from 1, in the text given to [`parse`]) on which it begins.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::article) struct Node {
    pub(in crate::article) line: usize,
    pub(in crate::article) kind: NodeKind,
}

/// What stands there.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::article) enum NodeKind {
    /// Nothing, `~` or `null`.
    Null,
    /// A scalar: its text as written (quotes and escapes resolved), and what YAML takes it for.
    Scalar { text: String, value: Value },
    /// A list.
    List(Vec<Node>),
    /// Keys with values, in the order of the file.
    Map(Vec<MapEntry>),
}

/// One key of a map.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::article) struct MapEntry {
    pub(in crate::article) key: String,
    pub(in crate::article) line: usize,
    pub(in crate::article) value: Node,
}

/// Why a text is no YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::article) struct YamlError {
    pub(in crate::article) line: usize,
    pub(in crate::article) message: String,
}

/// Reads one YAML document.
pub(in crate::article) fn parse(text: &str) -> Result<Node, YamlError> {
    let options = serde_saphyr::options! {
        // A header has no use for aliases of aliases; the default lets a small file keep us busy for seconds, and a long
        // text that is named a thousand times take a gigabyte.
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: 500, max_alias_expansions_per_anchor: 50 },
        // JSON has no infinity, and an editor who writes `.inf` means a word.
        non_finite_float_policy: serde_saphyr::options::NonFiniteFloatPolicy::AsString,
    };
    match serde_saphyr::from_str_with_options::<Option<Spanned<Raw>>>(text, options) {
        Ok(Some(raw)) => Ok(node(raw, text)),
        Ok(None) => Ok(Node { line: 1, kind: NodeKind::Null }),
        Err(error) => {
            let error = error.without_snippet();
            let line = error.location().map_or(1, |at| at.line() as usize);
            let message = error.to_string();
            // The place is in `line`, counted in the file; the crate's own suffix counts from the fence.
            let end = message.find(" at line ").unwrap_or(message.len());
            Err(YamlError { line: line.max(1), message: message[..end].to_owned() })
        }
    }
}

impl Node {
    /// The value as JSON, the way YAML infers it.
    pub(in crate::article) fn to_json(&self) -> Value {
        match &self.kind {
            NodeKind::Null => Value::Null,
            NodeKind::Scalar { value, .. } => value.clone(),
            NodeKind::List(items) => items.iter().map(Node::to_json).collect(),
            NodeKind::Map(entries) => {
                Value::Object(entries.iter().map(|e| (e.key.clone(), e.value.to_json())).collect())
            }
        }
    }
}

/// The tree before lines and spelling are taken from the spans.
enum Raw {
    Null,
    Text(String),
    /// A plain scalar that YAML takes for something else than text; its spelling is read from the source.
    Inferred(Value),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<String>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Raw, E> {
        Ok(Raw::Text(text))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Inferred(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Inferred(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
        Ok(Raw::Inferred(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
        Ok(Raw::Inferred(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Map(entries))
    }
}

fn node(raw: Spanned<Raw>, source: &str) -> Node {
    // For an alias the spelling stands where the anchor is, but the editor looks where the alias is.
    let line = raw.referenced.line() as usize;
    let kind = match raw.value {
        Raw::Null => NodeKind::Null,
        Raw::Text(text) => NodeKind::Scalar { value: Value::String(text.clone()), text },
        Raw::Inferred(value) => {
            let span = raw.defined.span();
            let written = span
                .byte_offset()
                .zip(span.byte_len())
                .and_then(|(start, len)| source.get(start as usize..(start + len) as usize));
            let text = match written.map(str::trim) {
                Some(text) if !text.is_empty() => text.to_owned(),
                _ => value.to_string(),
            };
            NodeKind::Scalar { text, value }
        }
        Raw::List(items) => NodeKind::List(items.into_iter().map(|item| node(item, source)).collect()),
        Raw::Map(entries) => NodeKind::Map(
            entries
                .into_iter()
                .map(|(key, value)| MapEntry {
                    line: key.referenced.line() as usize,
                    key: key.value,
                    value: node(value, source),
                })
                .collect(),
        ),
    };
    Node { line: line.max(1), kind }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn scalars(text: &str) -> Vec<(String, usize, String)> {
        let NodeKind::Map(entries) = parse(text).unwrap().kind else { panic!("not a map: {text}") };
        entries
            .into_iter()
            .filter_map(|entry| match entry.value.kind {
                NodeKind::Scalar { text, .. } => Some((entry.key, entry.value.line, text)),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn scalars_keep_the_spelling_that_yaml_would_lose() {
        let text = "id: 0123\nfee: 17.50\nunit: no\nphone: 126165555\nhex: 0x1F\nżółć: 1_000\ndate: 2026-01-01\nplus: +48\nbig: 123456789012345678901234567890\n";
        let expected = [
            ("id", "0123"),
            ("fee", "17.50"),
            ("unit", "no"),
            ("phone", "126165555"),
            ("hex", "0x1F"),
            ("żółć", "1_000"),
            ("date", "2026-01-01"),
            ("plus", "+48"),
            ("big", "123456789012345678901234567890"),
        ];
        let found = scalars(text);
        assert_eq!(found.len(), expected.len());
        for (line, ((key, at, value), (k, v))) in found.iter().zip(expected).enumerate() {
            assert_eq!((key.as_str(), value.as_str(), *at), (k, v, line + 1));
        }
    }

    #[test]
    fn an_alias_has_the_spelling_of_its_anchor_and_a_line_of_its_own() {
        assert_eq!(
            scalars("a: &x 007.0\nb: *x\nc: !!str 5\n"),
            [("a".into(), 1, "007.0".into()), ("b".into(), 2, "007.0".into()), ("c".into(), 3, "5".into())]
        );
    }

    #[test]
    fn an_error_names_its_line() {
        let error = parse("title: a\nsummary: b: c\n").unwrap_err();
        assert_eq!(error.line, 2, "{error:?}");
        assert!(!error.message.contains("line"), "{error:?}");
    }

    #[test]
    fn an_alias_bomb_is_an_error_not_a_crash() {
        let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for i in 1..12 {
            let previous = format!("*a{}", i - 1);
            let row = vec![previous; 10].join(", ");
            bomb.push_str(&format!("a{i}: &a{i} [{row}]\n"));
        }
        assert!(parse(&bomb).is_err());
    }
}
