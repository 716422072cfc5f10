//! One entry of a dictionary, its keys taken out one after the other, each fault with its line.

use std::collections::HashMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{CURRENT, FORMER, Unit};
use crate::article::body::marks::{self, Place};
use crate::article::check::{codes, hours, phone};
use crate::article::{Code, Problem};

/// Keys whose values residents are not told. All others are looked at, also those that somebody adds.
const NOT_TOLD: [&str; 4] = ["note", "scope", "source", "kind"];

/// Line numbers of byte offsets.
pub(super) struct Lines(Vec<usize>);

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        Self(text.match_indices('\n').map(|(at, _)| at).collect())
    }

    pub(super) fn line(&self, offset: usize) -> usize {
        1 + self.0.partition_point(|&newline| newline < offset)
    }
}

pub(super) struct TableReader<'a> {
    pub(super) path: &'a str,
    pub(super) lines: Lines,
    pub(super) problems: Vec<Problem>,
}

impl TableReader<'_> {
    pub(super) fn report(&mut self, code: Code, offset: usize, message: String, help: &str) {
        let line = self.lines.line(offset);
        self.problems.push(Problem::new(code, self.path, line, message).help(help));
    }

    /// Whether a code stands here for the first time.
    pub(super) fn is_new(&mut self, seen: &mut HashMap<String, usize>, code: &str, at: usize) -> bool {
        if let Some(&first) = seen.get(&code.to_lowercase()) {
            let message = format!("kod „{code}” ma już wpis w linii {}", self.lines.line(first));
            self.report(codes::DUPLICATE_CODE, at, message, "zmień kod albo połącz oba wpisy");
            return false;
        }
        seen.insert(code.to_lowercase(), at);
        true
    }

    pub(super) fn fields<'r, 'e, 't>(
        &'r mut self,
        entry: &'e Spanned<DeValue<'t>>,
    ) -> Option<Fields<'r, 'e, 't>>
    where
        Self: 'r,
    {
        let span = entry.span();
        let Some(table) = entry.get_ref().as_table() else {
            self.report(
                codes::DICTIONARY_KIND,
                span.start,
                "wpis ma się składać z kluczy".to_owned(),
                "klucz = \"wartość\"",
            );
            return None;
        };
        // The lifetime of the path is of no interest to the fields; they report through the pieces they need.
        Some(Fields {
            path: self.path.to_owned(),
            lines: &self.lines,
            problems: &mut self.problems,
            table,
            span,
            used: Vec::new(),
        })
    }
}

/// One entry, its keys taken out one after the other.
pub(super) struct Fields<'r, 'e, 't> {
    path: String,
    lines: &'r Lines,
    problems: &'r mut Vec<Problem>,
    table: &'e DeTable<'t>,
    span: Range<usize>,
    used: Vec<&'static str>,
}

impl<'e, 't> Fields<'_, 'e, 't> {
    pub(super) fn report(&mut self, code: Code, offset: usize, message: String, help: &str) {
        let line = self.lines.line(offset);
        self.problems.push(Problem::new(code, &self.path, line, message).help(help));
    }

    fn get(&mut self, key: &'static str) -> Option<&'e Spanned<DeValue<'t>>> {
        self.used.push(key);
        self.table.iter().find(|(name, _)| name.get_ref().as_ref() == key).map(|(_, value)| value)
    }

    /// Whether a text bears a mark of what is for agents alone, where residents would be told it. Nothing is hidden by
    /// a mark there, so the text is left out until somebody mends it.
    fn is_marked(&mut self, key: &'static str, text: &str, offset: usize) -> bool {
        let marked = !NOT_TOLD.contains(&key) && marks::told(text, Place::Fact);
        if marked {
            self.report(
                codes::STRAY_INTERNAL,
                offset,
                format!("„{key}” czytają mieszkańcy, a jest w nim dopisek, że to wewnętrzne"),
                "usuń dopisek albo przenieś treść do „note”",
            );
        }
        marked
    }

    pub(super) fn text(&mut self, key: &'static str) -> Option<String> {
        let value = self.get(key)?;
        match scalar(value.get_ref()) {
            Some(text) if self.is_marked(key, &text, value.span().start) => None,
            Some(text) => (!text.is_empty()).then_some(text),
            None => {
                self.report(
                    codes::DICTIONARY_KIND,
                    value.span().start,
                    format!("„{key}” ma być tekstem"),
                    "ujmij go w cudzysłów \"…\"",
                );
                None
            }
        }
    }

    pub(super) fn required(&mut self, key: &'static str) -> Option<String> {
        let found = self.problems.len();
        let text = self.text(key);
        if text.is_none() && self.problems.len() == found {
            self.missing(key);
        }
        text
    }

    pub(super) fn list(&mut self, key: &'static str) -> Vec<String> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let Some(items) = value.get_ref().as_array() else { return self.text(key).into_iter().collect() };
        let mut list: Vec<String> = Vec::new();
        for item in items.iter() {
            match scalar(item.get_ref()) {
                Some(text) if text.is_empty() => {
                    self.report(
                        codes::DICTIONARY_VALUE,
                        item.span().start,
                        format!("pusty tekst w „{key}”"),
                        "usuń go",
                    );
                }
                Some(text) if self.is_marked(key, &text, item.span().start) => {}
                Some(text) => list.push(text),
                None => self.report(
                    codes::DICTIONARY_KIND,
                    item.span().start,
                    format!("„{key}” ma być listą tekstów"),
                    "[\"pierwszy\", \"drugi\"]",
                ),
            }
        }
        list
    }

    pub(super) fn required_list(&mut self, key: &'static str) -> Vec<String> {
        let found = self.problems.len();
        let list = self.list(key);
        if list.is_empty() && self.problems.len() == found {
            self.missing(key);
        }
        list
    }

    pub(super) fn flag(&mut self, key: &'static str) -> bool {
        let Some(value) = self.get(key) else { return false };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.report(
                codes::DICTIONARY_KIND,
                value.span().start,
                format!("„{key}” ma być true albo false"),
                "bez cudzysłowu",
            );
            false
        })
    }

    fn missing(&mut self, key: &str) {
        let message = format!("wpisowi brakuje „{key}”; pomijam go");
        self.report(codes::DICTIONARY_INCOMPLETE, self.span.start, message, &format!("dopisz: {key} = …"));
    }

    /// Where the value of a key stands; the entry itself where it has no such key.
    pub(super) fn place(&self, key: &str) -> usize {
        self.table
            .iter()
            .find(|(name, _)| name.get_ref().as_ref() == key)
            .map_or(self.span.start, |(_, value)| value.span().start)
    }

    /// Numbers that are none, or are written otherwise than we write them.
    pub(super) fn check_phones(&mut self, key: &str, numbers: &[String]) {
        let at = self.place(key);
        for (code, message, help) in numbers.iter().filter_map(|number| phone::fault(number)) {
            self.report(code, at, message, &help);
        }
    }

    /// What a unit says and agents rely on.
    pub(super) fn check(&mut self, unit: &Unit) {
        let (hours_at, status) = (self.place("hours"), self.place("status"));
        self.check_phones("phones", &unit.phones);
        for (code, message, help) in unit.hours.as_deref().into_iter().flat_map(hours::faults) {
            self.report(code, hours_at, message, help);
        }
        if let Some(other) = unit.status.as_deref().filter(|status| ![CURRENT, FORMER].contains(status)) {
            self.report(
                codes::DICTIONARY_VALUE,
                status,
                format!("status „{other}” nic nie znaczy"),
                &format!("dozwolone: {CURRENT}, {FORMER}"),
            );
        }
    }

    /// Reports keys that nobody asked for.
    pub(super) fn finish(mut self) {
        let unknown: Vec<_> = self
            .table
            .iter()
            .filter(|(name, _)| !self.used.contains(&name.get_ref().as_ref()))
            .map(|(name, _)| (name.span().start, name.get_ref().to_string()))
            .collect();
        for (at, key) in unknown {
            let known = self.used.join(", ");
            self.report(
                codes::DICTIONARY_KEY,
                at,
                format!("nieznany klucz „{key}”"),
                &format!("znane klucze: {known}"),
            );
        }
    }
}

/// A scalar as one line of text; numbers and dates as they are written.
fn scalar(value: &DeValue<'_>) -> Option<String> {
    let text = match value {
        DeValue::String(text) => text.as_ref().to_owned(),
        DeValue::Integer(number) => number.as_str().to_owned(),
        DeValue::Float(number) => number.as_str().to_owned(),
        DeValue::Datetime(date) => date.to_string(),
        DeValue::Boolean(_) | DeValue::Array(_) | DeValue::Table(_) => return None,
    };
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}
