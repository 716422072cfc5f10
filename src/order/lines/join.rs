//! Putting sentences together again that line ends, page breaks and hyphens cut.

use std::collections::HashSet;

use super::scan::ScanLine;
use crate::order::{Note, NoteKind};

/// How a piece of text ends, which tells whether the next line may begin something new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::order) enum Ending {
    /// Nothing stands there yet.
    Empty,
    /// In the middle of a sentence.
    Open,
    Comma,
    Colon,
    Semicolon,
    Stop,
}

/// Abbreviations whose full stop ends no sentence.
const ABBREVIATIONS: [&str; 29] = [
    "al", "art", "ds", "dot", "dz", "im", "in", "j", "lit", "m", "np", "nr", "os", "pkt", "pl", "pn", "poz",
    "późn", "r", "św", "t", "tj", "tzn", "tzw", "u", "ul", "ust", "ww", "zm",
];

/// Words after which a sentence goes on, so that `§ 3.` behind them is a reference.
const LEANING: [&str; 17] =
    ["w", "z", "o", "do", "od", "na", "i", "oraz", "lub", "albo", "a", "ze", "we", "ust", "pkt", "po", "nr"];

/// Abbreviations with a full stop that a number must follow.
const CITING: [&str; 5] = ["ust", "pkt", "nr", "art", "poz"];

/// How `text` ends.
pub(in crate::order) fn ending(text: &str) -> Ending {
    let text = text.trim_end();
    let Some(last) = text.chars().next_back() else { return Ending::Empty };
    match last {
        ',' => Ending::Comma,
        ':' => Ending::Colon,
        ';' => Ending::Semicolon,
        '.' | '!' | '?' => {
            let word = last_word(&text[..text.len() - 1]).to_lowercase();
            if ABBREVIATIONS.contains(&word.as_str()) { Ending::Open } else { Ending::Stop }
        }
        '”' | '"' | ')' if text.chars().nth_back(1) == Some('.') => Ending::Stop,
        _ => Ending::Open,
    }
}

/// Whether `text` ends in a word that needs what comes next ("o którym mowa w").
pub(in crate::order) fn leans_on_next(text: &str) -> bool {
    let text = text.trim_end();
    let word = last_word(text.trim_end_matches('.')).to_lowercase();
    let leaning = if text.ends_with('.') { &CITING[..] } else { &LEANING[..] };
    leaning.contains(&word.as_str())
}

/// Whether `text` ends within a word.
pub(in crate::order) fn is_broken(text: &str) -> bool {
    text.ends_with('\u{ad}')
        || (text.ends_with('-') && text.chars().nth_back(1).is_some_and(char::is_alphanumeric))
}

fn last_word(text: &str) -> &str {
    text.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default()
}

/// A hyphen at a line's end that was taken away without finding the whole word elsewhere in the document.
const CERTAINTY_JOINED: f32 = 0.9;
/// A hyphen kept only because the first half looks like that of a compound ("informacyjno-").
const CERTAINTY_COMPOUND: f32 = 0.8;
/// A hyphen decided by the same word elsewhere in the document.
const CERTAINTY_SEEN: f32 = 0.98;

/// Joins lines of one document, whose own words decide what a hyphen at a line's end means.
pub(in crate::order) struct Joiner {
    vocabulary: HashSet<String>,
    gaps: usize,
    first_gap: usize,
}

impl Joiner {
    /// Learns the document's words.
    pub fn new(lines: &[ScanLine]) -> Self {
        let word = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        // A line's last word may be the half that is to be joined, so it teaches nothing.
        let known = |line: &ScanLine| {
            let halved = line.text.ends_with(['-', '\u{ad}']);
            let words: Vec<_> = line.text.split_whitespace().map(word).collect();
            let keep = words.len() - usize::from(halved && !words.is_empty());
            words.into_iter().take(keep).collect::<Vec<_>>()
        };
        Self { vocabulary: lines.iter().flat_map(known).collect(), gaps: 0, first_gap: 0 }
    }

    /// Appends `more`, which begins on `line`, to `text`.
    pub fn join(&mut self, text: &mut String, line: &ScanLine, more: &str, notes: &mut Vec<Note>) {
        if matches!(ending(text), Ending::Open | Ending::Comma) {
            self.count_gap(line, text, more, notes);
        }
        if is_broken(text) && more.starts_with(char::is_alphanumeric) {
            self.mend_hyphen(text, line, more, notes);
            return;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(more);
    }

    fn count_gap(&mut self, line: &ScanLine, text: &str, more: &str, notes: &mut Vec<Note>) {
        if line.page_break || line.blanks > 1 {
            let read = format!("{} ⏎ {}", tail(text), head(more));
            let became = format!("{} {}", tail(text), head(more));
            let message = "zdanie przecięte końcem strony – połączono";
            notes.push(Note::mend(line.number, NoteKind::Break, read, became, CERTAINTY_SEEN, message));
        } else if line.blanks == 1 {
            self.gaps += 1;
            if self.first_gap == 0 {
                self.first_gap = line.number;
            }
        }
    }

    fn mend_hyphen(&self, text: &mut String, line: &ScanLine, more: &str, notes: &mut Vec<Note>) {
        let stem = text.trim_end_matches(['-', '\u{ad}']);
        let left = last_word(stem).to_owned();
        let right = more.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let lower = |parts: [&str; 3]| parts.concat().to_lowercase();
        let suspended = matches!(right, "i" | "oraz" | "lub" | "albo");
        let certain_hyphen = right.starts_with(|c: char| c.is_ascii_digit() || c.is_uppercase())
            || left.chars().count() == 1
            || self.vocabulary.contains(&lower([&left, "-", right]));
        let seen_joined = self.vocabulary.contains(&lower([&left, "", right]));
        let compound = left.chars().count() >= 5 && left.ends_with('o');
        let (between, certainty) = match () {
            () if suspended => ("- ", CERTAINTY_SEEN),
            () if text.ends_with('\u{ad}') => ("", CERTAINTY_SEEN),
            () if certain_hyphen => ("-", CERTAINTY_SEEN),
            () if seen_joined => ("", CERTAINTY_SEEN),
            () if compound => ("-", CERTAINTY_COMPOUND),
            () => ("", CERTAINTY_JOINED),
        };
        let (read, became) = (format!("{left}-⏎{right}"), format!("{left}{between}{right}"));
        let message = "wyraz przeniesiony do następnego wiersza – połączono";
        notes.push(Note::mend(line.number, NoteKind::Hyphen, read, became, certainty, message));
        text.truncate(stem.len());
        text.push_str(between);
        text.push_str(more);
    }

    /// One note for all empty lines inside sentences: in a double-spaced file there are hundreds.
    pub fn report(&self, notes: &mut Vec<Note>) {
        if self.gaps > 0 {
            let message = format!("puste wiersze w środku zdań – połączono (razem {})", self.gaps);
            notes.push(Note::remark(self.first_gap, NoteKind::Break, CERTAINTY_SEEN, message));
        }
    }
}

/// The last words of `text`, enough to find the place.
fn tail(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    words[words.len().saturating_sub(3)..].join(" ")
}

/// The first words of `text`, enough to find the place.
pub(in crate::order) fn head(text: &str) -> String {
    text.split_whitespace().take(4).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::scan::lines;
    use super::*;

    #[track_caller]
    fn check(source: &str, expected: &str) {
        let lines = lines(source);
        let mut joiner = Joiner::new(&lines);
        let (mut text, mut notes) = (String::new(), Vec::new());
        for line in &lines {
            joiner.join(&mut text, line, &line.text, &mut notes);
        }
        assert_eq!(text, expected, "notes: {notes:?}");
    }

    #[test]
    fn a_code_and_a_compound_keep_their_hyphen() {
        check("zgodnie z (XY-\n02), dalej", "zgodnie z (XY-02), dalej");
        check("platforma e-\nusług", "platforma e-usług");
        check("działania szkoleniowo-\nrekreacyjne", "działania szkoleniowo-rekreacyjne");
        check("sprawy kadrowo-\ni płacowo-rozliczeniowe", "sprawy kadrowo- i płacowo-rozliczeniowe");
    }

    #[test]
    fn a_word_cut_at_the_line_end_is_whole_again() {
        check("utrzymanie ziele-\nni miejskiej", "utrzymanie zieleni miejskiej");
        check("rowerowo, po rowero-\nwo", "rowerowo, po rowerowo");
        check("pół\u{ad}\nnocny", "północny");
    }

    #[test]
    fn abbreviations_end_no_sentence() {
        assert_eq!(ending("z dnia 4 maja 2020 r."), Ending::Open);
        assert_eq!(ending("przyjmowanie wniosków."), Ending::Stop);
        assert_eq!(ending("w tym:"), Ending::Colon);
        assert!(leans_on_next("o którym mowa w"));
    }
}
