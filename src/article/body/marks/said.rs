//! A text as its reader hears it: what is written in capitals, in bold letters or behind a lock stands apart, too.

use super::bare::bare;
use super::labels::{Place, Verdict, judge};
use super::things::{describes, is_name_behind_internal};
use super::words::{Weight, is_wewnetrzny, weigh, words_of};
use crate::article::body::marks::INTERNAL;

/// Pictures by which people say that something is locked.
const LOCKS: &str = "🔒🔐🔏🤫㊙";

/// A paragraph, an item, a cell or a heading, with what its author set off in it.
#[derive(Debug, Default, Clone)]
pub(in crate::article) struct Said {
    /// All of it, with an empty line where its author ended a line.
    text: String,
    /// What is set off at its beginning, in bold letters or slanted or small ones.
    lead: String,
    /// What is set off at its end.
    tail: String,
    /// Something stands in it that is not set off.
    plain: bool,
    /// Something stands in it that leads nowhere.
    unlinked: bool,
}

impl Said {
    /// A text of which nothing is set off.
    pub(in crate::article) fn of(text: &str) -> Self {
        Self { text: text.to_owned(), plain: true, unlinked: true, ..Self::default() }
    }

    /// Adds `text`, which may be set off, and may be a link.
    pub(in crate::article) fn push(&mut self, text: &str, set_off: bool, linked: bool) {
        if text.contains(|c: char| !c.is_whitespace()) {
            self.unlinked |= !linked;
            if set_off {
                if !self.plain {
                    self.lead.push_str(text);
                }
                self.tail.push_str(text);
            } else if text.contains(char::is_alphanumeric) {
                self.tail.clear();
            }
            self.plain |= !set_off;
        }
        self.text.push_str(text);
    }

    /// Adds what only parts.
    pub(in crate::article) fn part(&mut self, between: &str) {
        self.text.push_str(between);
    }

    pub(in crate::article) fn text(&self) -> &str {
        &self.text
    }

    /// What it says about who may read it, standing in `place`; `opposed` where the list or table around it names the
    /// opposite, so that the word names a kind.
    pub(super) fn verdict(&self, place: Place, opposed: bool) -> Verdict {
        let text = bare(&self.text);
        if text.trim().is_empty() {
            return Verdict::Silent;
        }
        let whole = !self.plain && !self.lead.is_empty();
        let kind = match place {
            Place::Paragraph if whole => Place::Title,
            place => place,
        };
        let mut verdict = judge(&text, kind).max(shouted(&self.text, place)).max(locked(&self.text, kind));
        if self.plain {
            for (words, leads) in [(&self.lead, true), (&self.tail, false)] {
                verdict = verdict.max(set_off(words, &text, leads));
            }
        }
        // A link's words name where it leads.
        if verdict == Verdict::Says && (opposed || (!self.unlinked && place != Place::Title)) {
            verdict = Verdict::Perhaps;
        }
        verdict
    }
}

/// What words say that are set off at the beginning or the end of `text`.
fn set_off(words: &str, text: &str, leads: bool) -> Verdict {
    let words = bare(words);
    let words = words.trim();
    if words.is_empty() {
        return Verdict::Silent;
    }
    let verdict = judge(words, Place::Title);
    let text = text.trim();
    let (before, after) = match leads {
        true => ("", text.strip_prefix(words).unwrap_or_default()),
        false => (text.trim_end_matches('.').strip_suffix(words).unwrap_or_default(), ""),
    };
    let described =
        describes(words, before, after) || (words_of(words).any(is_wewnetrzny) && text.contains("zewn"));
    if verdict == Verdict::Says && described { Verdict::Perhaps } else { verdict }
}

/// Whether a lock stands before or behind a text, or anywhere in a title.
fn locked(text: &str, place: Place) -> Verdict {
    let text = text.trim();
    let sign = |c: char| !c.is_alphanumeric();
    let begins = text.chars().take_while(|c| sign(*c)).any(|c| LOCKS.contains(c));
    let ends = text.chars().rev().take_while(|c| sign(*c)).any(|c| LOCKS.contains(c));
    match begins || ends || (place == Place::Title && text.contains(|c| LOCKS.contains(c))) {
        true => Verdict::Says,
        false => Verdict::Silent,
    }
}

/// What words in capitals say at the beginning or the end of a line, and `internal` there in any letters.
fn shouted(text: &str, place: Place) -> Verdict {
    // Remarks on hours stand in quotes.
    let parts = text.split(|c| c == '\n' || (c == '"' && place == Place::Fact));
    parts.map(|line| shouted_line(line, place)).max().unwrap_or(Verdict::Silent)
}

fn shouted_line(line: &str, place: Place) -> Verdict {
    const LONGEST: usize = 6;
    let words: Vec<&str> = line.split_whitespace().collect();
    if words.len() < 2 {
        return Verdict::Silent;
    }
    let mut verdict = Verdict::Silent;
    let capital = |word: &&&str| {
        word.chars().any(char::is_alphabetic)
            && !word.chars().any(char::is_lowercase)
            && !word.contains(['/', '@'])
    };
    let leading = words.iter().take_while(capital).count().min(LONGEST);
    let trailing = words.iter().rev().take_while(capital).count().min(LONGEST);
    let prefixes = (1..=leading).rev().map(|count| (count, true));
    let suffixes = (1..=trailing).rev().map(|count| (count, false));
    for (count, leads) in prefixes.chain(suffixes).filter(|(count, _)| *count < words.len()) {
        let (piece, rest) = match leads {
            true => words.split_at(count),
            false => {
                let (rest, piece) = words.split_at(words.len() - count);
                (piece, rest)
            }
        };
        let (piece, rest) = (bare(&piece.join(" ")), bare(&rest.join(" ")));
        let (before, after) = if leads { ("", rest.as_str()) } else { (rest.as_str(), "") };
        if is_loud(&piece) && !is_numbered(after) && !describes(&piece, before, after) {
            verdict = Verdict::Says;
        }
    }
    // „Internal” is no word of Polish, where it is no part of a name.
    let first = bare(words[0]);
    let next = bare(words[1]);
    if first.trim_end_matches(['.', ',']) == INTERNAL && !words_of(&next).any(is_name_behind_internal) {
        verdict = Verdict::Certain;
    }
    // „Wewnętrzne CAN” in a value of the header, which is no sentence.
    if place == Place::Fact && weigh(&first) == Weight::Adjective && is_label_form(&first) {
        let rest = bare(&words[1..].join(" "));
        if !is_numbered(&rest) && !describes(&first, "", &rest) && !rest.contains("zewn") {
            verdict = verdict.max(Verdict::Says);
        }
    }
    verdict
}

/// Whether words in capitals are a label: said of a text, and in a form that a label has.
fn is_loud(piece: &str) -> bool {
    match weigh(piece) {
        Weight::Certain | Weight::Limited | Weight::Address => true,
        Weight::Adjective => words_of(piece).all(|word| !is_inflected(word)),
        _ => false,
    }
}

/// „Spraw wewnętrznych” is the genitive of something.
fn is_inflected(word: &str) -> bool {
    ["ych", "ym", "ymi", "emu", "ni"].iter().any(|ending| word.ends_with(ending))
}

/// „Wewnętrzne”, „poufne”, „tajne”: it agrees with information, content and use.
fn is_label_form(word: &str) -> bool {
    let word = word.trim_end_matches(|c: char| !c.is_alphanumeric());
    word.ends_with("ne") || word == "sluzbowe" || word == INTERNAL
}

/// Whether a number stands behind: that of a telephone.
fn is_numbered(after: &str) -> bool {
    words_of(after).next().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests;
