//! Labels: words that stand apart from a text and say whose it is, as `(internal)`, „Wewnętrzne: …” and „– tylko dla
//! agentów” do.
//!
//! A text is cut where brackets, colons, dashes and the ends of sentences part it. A piece that says that something is
//! internal, and nothing else, is a label; the same words within a sentence are not („numer wewnętrzny 12”). How
//! certain the words must be depends on what parts them: a window is „wewnętrzne”, too.

use super::words::{Weight, weigh};

/// What kind of text stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::article) enum Place {
    /// A heading, a title, a line in bold letters: it names what follows.
    Title,
    /// A paragraph.
    Paragraph,
    /// An item, a cell, a fact: of few words, and one of many.
    Piece,
    /// Words about something else: what a link's or a picture's title says.
    Aside,
}

/// What parts a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Edge,
    /// A line that goes on below, as texts are wrapped.
    Wrap,
    Stop,
    Colon,
    Dash,
    Comma,
    Open(char),
    Close,
}

struct Cut<'a> {
    before: Sign,
    piece: &'a str,
    after: Sign,
}

/// Whether `text`, which is [`bare`](super::bare::bare), holds a label.
pub(super) fn is_labelled(text: &str, place: Place) -> bool {
    let cuts = cut(text, place);
    let empty = |cut: &Cut<'_>| !cut.piece.contains(char::is_alphabetic);
    // What nothing but signs and numbers stands before begins the text.
    let first = cuts.iter().position(|cut| !empty(cut)).unwrap_or(cuts.len());
    let last = cuts.iter().rposition(|cut| !empty(cut)).unwrap_or(0);
    cuts.iter().enumerate().skip(first).any(|(at, cut)| {
        let weight = if empty(cut) { Weight::Nothing } else { weigh(cut.piece) };
        if weight == Weight::Nothing {
            return false;
        }
        let bracket = matches!(cut.before, Sign::Open(_));
        let before = if at == first && !bracket { Sign::Edge } else { cut.before };
        let after = if at == last && cut.after != Sign::Colon { Sign::Edge } else { cut.after };
        let ends = |sign: Sign| matches!(sign, Sign::Edge | Sign::Stop);
        // What stands outside of a bracket: nothing, a text's end, a sentence's end.
        let outside = || {
            let left = cuts[..at].iter().rev().find(|cut| !cut.piece.trim().is_empty() || ends(cut.before));
            let begins = at <= first || left.is_none_or(|cut| cut.piece.trim().is_empty());
            let right = cuts.get(at + 1);
            let closes = right.is_none_or(|cut| cut.piece.trim().is_empty() && cut.after != Sign::Comma);
            begins || closes
        };
        if weight < Weight::Certain && is_extension(cut.piece, &cuts[at + 1..]) {
            return false;
        }
        let alone = before == Sign::Edge && after == Sign::Edge;
        match weight {
            Weight::Nothing => false,
            Weight::Certain if place == Place::Aside && alone => cut.piece.trim().contains(' '),
            Weight::Certain => {
                after == Sign::Colon
                    || !(matches!(before, Sign::Comma | Sign::Wrap)
                        || (after == Sign::Comma && before != Sign::Edge && !bracket)
                        || (after == Sign::Wrap && before != Sign::Edge))
            }
            Weight::Name => place == Place::Title && bracket && cut.after == Sign::Close,
            Weight::Address | Weight::Adjective => {
                let led = ends(before) && after == Sign::Colon;
                let held = bracket
                    && match cut.after {
                        Sign::Close | Sign::Edge => place == Place::Title || outside(),
                        Sign::Colon | Sign::Dash => true,
                        _ => false,
                    };
                let parted = match (before, after) {
                    (Sign::Dash | Sign::Colon, Sign::Edge) => place == Place::Title,
                    (Sign::Edge, Sign::Dash) => matches!(place, Place::Title | Place::Paragraph),
                    (Sign::Edge, Sign::Edge) => {
                        weight == Weight::Adjective && matches!(place, Place::Title | Place::Paragraph)
                    }
                    _ => false,
                };
                led || held || parted
            }
        }
    })
}

/// „Wewnętrzny: 12”, „wewn. – 3 lub 4” is a telephone.
fn is_extension(piece: &str, rest: &[Cut<'_>]) -> bool {
    let number = |piece: &str| {
        piece.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(|word| {
            word.bytes().all(|byte| byte.is_ascii_digit()) || ["lub", "albo", "i", "do", "nr"].contains(&word)
        })
    };
    let digits = |cut: &Cut<'_>| cut.piece.contains(|c: char| c.is_ascii_digit());
    piece.trim_start().starts_with("wew")
        && rest.first().is_some_and(digits)
        && rest.iter().all(|cut| number(cut.piece))
}

/// Cuts `text` at its signs.
fn cut(text: &str, place: Place) -> Vec<Cut<'_>> {
    let mut cuts = Vec::new();
    let (mut from, mut before) = (0, Sign::Edge);
    let mut previous = '\n';
    let mut chars = text.char_indices().peekable();
    let mut quoted = false;
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or('\n', |(_, next)| *next);
        let spaced = previous.is_whitespace() && next.is_whitespace();
        let ends = next.is_whitespace() || matches!(next, '"' | '\'' | '*' | '_');
        let sign = match c {
            '(' | '[' | '{' | '<' => Some(Sign::Open(c)),
            ')' | ']' | '}' | '>' => Some(Sign::Close),
            '"' if place == Place::Title => {
                quoted = !quoted;
                Some(if quoted { Sign::Open(c) } else { Sign::Close })
            }
            ':' if ends || previous.is_whitespace() => Some(Sign::Colon),
            '–' | '—' | '―' | '‒' | '−' | '|' | '→' | '►' | '▶' | '⇒' => Some(Sign::Dash),
            '-' | '/' | '\\' | '=' | '~' | '+' | '•' if spaced => Some(Sign::Dash),
            ',' | ';' => Some(Sign::Comma),
            '!' | '?' | '…' if ends => Some(Sign::Stop),
            '.' if ends && !is_shortened(&text[from..at]) => Some(Sign::Stop),
            '\n' if previous == '\n' => Some(Sign::Stop),
            '\n' => Some(Sign::Wrap),
            _ => None,
        };
        if let Some(after) = sign {
            cuts.push(Cut { before, piece: &text[from..at], after });
            (from, before) = (at + c.len_utf8(), after);
        }
        previous = c;
    }
    cuts.push(Cut { before, piece: &text[from..], after: Sign::Edge });
    cuts
}

/// Whether the full stop behind `text` belongs to its last word, in the middle of what it says.
fn is_shortened(text: &str) -> bool {
    let word = text.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    ["wew", "wewn", "nr", "tel", "ul", "np", "tj", "art", "ust", "pkt", "dot", "ds", "godz"].contains(&word)
}

#[cfg(test)]
mod tests;
