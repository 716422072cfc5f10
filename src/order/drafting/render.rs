//! Paragraphs as Markdown, and the front matter of a draft.
//!
//! Numbers and letters of the order must survive: callers and other acts refer to "pkt 4 lit. b". CommonMark numbers
//! a list upwards from its first item whatever is written, so a list with gaps is written with bullets and its
//! numbers become text.

use std::fmt::Write as _;

use jiff::civil::Date;

use crate::article::header::yaml::write::{flow_list, quoted, scalar};
use crate::order::structure::paragraphs::{Level, Node};

/// The front matter of a draft; [`FrontMatter::yaml`] writes it in the contract's order of keys.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::order) struct FrontMatter {
    pub id: String,
    pub title: String,
    pub summary: String,
    pub unit: Option<String>,
    pub keywords: Vec<String>,
    pub valid_from: Option<Date>,
    /// The last day in force, and why that is proposed (a comment for the editor).
    pub valid_until: Option<(Date, String)>,
    pub source: String,
    pub date: Option<Date>,
    pub ocr: bool,
    pub repeals: Vec<String>,
}

impl FrontMatter {
    /// The block with its `---` lines.
    pub fn yaml(&self) -> String {
        let mut yaml = String::from("---\n");
        let mut line = |key: &str, value: String| {
            yaml.push_str(key);
            yaml.push_str(": ");
            yaml.push_str(&value);
            yaml.push('\n');
        };
        line("id", self.id.clone());
        line("title", quoted(&self.title));
        line("summary", quoted(&self.summary));
        if let Some(unit) = &self.unit {
            line("unit", scalar(unit));
        }
        line("category", "organizacja".to_owned());
        line("audience", "internal".to_owned());
        line("status", "published".to_owned());
        if let Some(date) = self.valid_from {
            line("valid_from", date.to_string());
        }
        if let Some((date, reason)) = &self.valid_until {
            line("valid_until", format!("{date} # {}", reason.replace(['\n', '\r'], " ")));
        }
        let list = |words: &[String]| flow_list(words.iter().map(|word| quoted(word)));
        if !self.keywords.is_empty() {
            line("keywords", list(&self.keywords));
        }
        let date = self.date.map(|date| format!(", date: {date}")).unwrap_or_default();
        let ocr = if self.ocr { ", ocr: true" } else { "" };
        line("source", format!("{{title: {}{date}{ocr}}}", quoted(&self.source)));
        if !self.repeals.is_empty() {
            line("repeals", list(&self.repeals));
        }
        yaml.push_str("---\n");
        yaml
    }
}

/// Writes clauses and lists. `markdown` says that the source was Markdown itself, whose links stay.
pub(in crate::order) struct Writer {
    pub markdown: bool,
}

impl Writer {
    /// `nodes` of the paragraph called `name` ("6"). With `positions`, clauses after the first get a heading of
    /// their own: the position within the unit that they are about.
    pub fn paragraph(&self, name: &str, nodes: &[Node], positions: bool) -> String {
        let mut text = String::new();
        let mut rest = nodes;
        let mut first = true;
        while let Some((head, tail)) = rest.split_first() {
            if head.level != Level::Clause {
                let end = rest.iter().position(|node| node.level == Level::Clause).unwrap_or(rest.len());
                self.list(&mut text, &rest[..end]);
                rest = &rest[end..];
                continue;
            }
            let named =
                position(&head.text).or_else(|| head.label.as_ref().map(|label| format!("Ustęp {label}")));
            if positions
                && !first
                && let Some(heading) = named
            {
                let _ = write!(text, "## {}\n\n", self.inline(&heading).replace('{', "\\{"));
            }
            let label = head.label.as_deref();
            let body = self.inline(&head.text);
            let _ = match (first || positions, label) {
                (true, Some(label)) => write!(text, "§ {name}. {label}. {body}\n\n"),
                (_, None) if first => write!(text, "§ {name}. {body}\n\n"),
                // "2." at the beginning of a line would open a list.
                (false, Some(label)) => write!(text, "{label}\\. {body}\n\n"),
                (_, None) => write!(text, "{}\n\n", self.block(&head.text)),
            };
            first = false;
            rest = tail;
        }
        text
    }

    fn list(&self, text: &mut String, nodes: &[Node]) {
        // Where the contents of the enclosing item, and of the item within it, begin.
        let mut margins: Vec<(Level, usize)> = Vec::new();
        let numbered = consecutive(nodes);
        for node in nodes {
            margins.retain(|(level, _)| *level < node.level);
            let indent = margins.last().map_or(0, |(_, margin)| *margin);
            let mark = match (node.level, &node.label) {
                (Level::Item, Some(label)) if numbered => format!("{label})"),
                (Level::Item, Some(label)) => format!("- {label}\\)"),
                (_, Some(label)) => format!("- {label})"),
                (_, None) => "-".to_owned(),
            };
            let margin = indent + if node.level == Level::Item && numbered { mark.len() + 1 } else { 2 };
            let body = if mark == "-" { self.block(&node.text) } else { self.inline(&node.text) };
            let _ = writeln!(text, "{:indent$}{mark} {body}", "");
            margins.push((node.level, margin));
        }
        text.push('\n');
    }

    /// Text on a line of its own, where a first sign could open a list, a heading or a quotation.
    pub fn block(&self, text: &str) -> String {
        let body = self.inline(text);
        let digits = body.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 && body[digits..].starts_with(['.', ')']) {
            return format!("{}\\{}", &body[..digits], &body[digits..]);
        }
        if body.starts_with(['#', '>', '+', '-', '=', '~', '|']) { format!("\\{body}") } else { body }
    }

    /// Text within a line: what Markdown would take for markup is escaped.
    pub fn inline(&self, text: &str) -> String {
        let mut escaped = String::with_capacity(text.len());
        let mut before = ' ';
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let inside_word =
                before.is_alphanumeric() && chars.peek().is_some_and(|next| next.is_alphanumeric());
            let markup = match c {
                '<' => true,
                '*' | '`' | '[' | ']' | '\\' => !self.markdown,
                '_' => !self.markdown && !inside_word,
                _ => false,
            };
            if markup {
                escaped.push('\\');
            }
            escaped.push(c);
            before = c;
        }
        escaped
    }
}

/// Whether the items' numbers follow one another, as an ordered list would number them.
fn consecutive(nodes: &[Node]) -> bool {
    let labels: Option<Vec<u32>> = nodes
        .iter()
        .filter(|node| node.level == Level::Item)
        .map(|node| node.label.as_ref()?.parse().ok())
        .collect();
    labels.is_some_and(|labels| labels.windows(2).all(|pair| pair[0] + 1 == pair[1]))
}

/// The position that a clause within a unit's scope is about: "W Referacie działa Stanowisko Drzew, do zakresu …".
fn position(clause: &str) -> Option<String> {
    use crate::order::lines::likeness::find;
    let verbs = ["funkcjonuj*", "działa", "działają", "wyodrębnia się", "tworzy się", "wchodzi", "istnieje"];
    let verb = verbs.iter().filter_map(|verb| find(clause, verb)).min_by_key(|found| found.start)?;
    let named = &clause[verb.end..];
    let end = find(named, "do zakresu").or_else(|| find(named, "do zadań")).map(|found| found.start);
    let end = end.or_else(|| named.find([',', ':', ';'])).unwrap_or(named.len());
    let name = named[..end].trim_matches(|c: char| matches!(c, ',' | ' ' | '.' | ':' | '-' | '–'));
    let short = (1..=20).contains(&name.split_whitespace().count());
    (short && name.starts_with(char::is_uppercase)).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::order::lines::scan;
    use crate::order::structure::paragraphs;

    #[track_caller]
    fn check(order: &str, positions: bool, expected: &str) {
        let document = paragraphs::read(scan::lines(order), &mut Vec::new());
        let paragraph = &document.paragraphs[0];
        let text = Writer { markdown: false }.paragraph(&paragraph.name(), &paragraph.nodes, positions);
        assert_eq!(text, expected);
    }

    #[test]
    fn items_letters_and_dashes_nest() {
        check(
            "§ 4. Sprawy:\n1) pierwsza, w tym:\na) jedna,\n- drobna;\nb) druga;\n2) kolejna.",
            false,
            "§ 4. Sprawy:\n\n1) pierwsza, w tym:\n   - a) jedna,\n     - drobna;\n   - b) druga;\n2) kolejna.\n\n",
        );
    }

    #[test]
    fn a_list_with_a_gap_keeps_its_numbers_as_text() {
        check(
            "§ 4. Sprawy:\n1) a;\n3) c;\n4) d.",
            false,
            "§ 4. Sprawy:\n\n- 1\\) a;\n- 3\\) c;\n- 4\\) d.\n\n",
        );
    }

    #[test]
    fn positions_within_a_unit_get_a_heading() {
        check(
            "§ 4. 1. Sprawy:\n1) a.\n2. W Referacie działa Stanowisko Drzew, do zakresu którego należy:\n1) b.",
            true,
            "§ 4. 1. Sprawy:\n\n1) a.\n\n## Stanowisko Drzew\n\n\
             § 4. 2. W Referacie działa Stanowisko Drzew, do zakresu którego należy:\n\n1) b.\n\n",
        );
    }

    #[test]
    fn text_cannot_become_markup() {
        let writer = Writer { markdown: false };
        assert_eq!(writer.inline("a*b_c <b> [x] _y_"), "a\\*b_c \\<b> \\[x\\] \\_y\\_");
        assert_eq!(writer.block("2. tekst"), "2\\. tekst");
        assert_eq!(writer.block("# tekst"), "\\# tekst");
    }

    #[test]
    fn front_matter_survives_a_yaml_reader_whatever_the_text() {
        let nasty = "„a”: \"b\" # c\\d\n---\n{e}";
        let front = FrontMatter {
            id: "x".into(),
            title: nasty.into(),
            summary: "- @ * & !".into(),
            unit: Some("NO".into()),
            keywords: vec!["yes".into(), "1231/2025".into()],
            valid_from: Some(jiff::civil::date(2024, 2, 3)),
            valid_until: Some((jiff::civil::date(2025, 1, 1), "powód: \"x\"\ny".into())),
            source: "Zarządzenie nr 1/2024".into(),
            date: None,
            ocr: true,
            repeals: vec!["2/2020".into()],
        };
        let yaml = front.yaml();
        let inner = yaml.trim_start_matches("---\n").trim_end_matches("---\n");
        let value: serde_json::Value = serde_saphyr::from_str(inner).unwrap();
        assert_eq!(value["title"], nasty);
        assert_eq!(value["unit"], "NO");
        assert_eq!(value["keywords"][0], "yes");
        assert_eq!(value["source"]["ocr"], true);
        assert_eq!(value["valid_until"], "2025-01-01");
    }
}
