//! Runs of letters and runs of digits, the stuff of words and codes.

use super::address;

/// A run in the cleaned text, before it is mapped to the source.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether it holds an ASCII digit.
    pub(super) digit: bool,
    /// Whether it is the address of a page or a mailbox, signs and all.
    pub(super) address: bool,
}

/// The runs of `text`. Linear.
pub(super) fn runs(text: &str) -> Vec<Run> {
    let mut whole = Vec::with_capacity(text.len() / 6);
    let mut run: Option<Run> = None;
    for (at, c) in text.char_indices() {
        // A combining mark that composed with nothing still belongs to the letter before it.
        let inside = is_alphanumeric(c)
            || (run.is_some() && !c.is_ascii() && unicode_normalization::char::is_combining_mark(c));
        if inside {
            let run = run.get_or_insert(Run { start: at, end: at, digit: false, address: false });
            run.digit |= c.is_ascii_digit();
        } else if let Some(run) = run.take() {
            whole.push(Run { end: at, ..run });
        }
    }
    if let Some(run) = run {
        whole.push(Run { end: text.len(), ..run });
    }
    let mut runs = Vec::with_capacity(whole.len());
    let mut at = 0;
    while let Some(run) = whole.get(at) {
        match address::find(text, &whole, at) {
            address::Found::Address { end, last } => {
                runs.push(Run { start: run.start, end, digit: false, address: true });
                at = last + 1;
            }
            address::Found::None { last } => {
                whole[at..=last].iter().for_each(|run| cut(text, run, &mut runs));
                at = last + 1;
            }
        }
    }
    runs
}

/// `char::is_alphanumeric`, without a look into its tables for the letters of Latin scripts.
fn is_alphanumeric(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        '\u{c0}'..='\u{24f}' => !matches!(c, '×' | '÷'),
        _ => c.is_alphanumeric(),
    }
}

/// Letters behind a number behind letters: the number of a house has one (`Wielopole17a`), a misread word (`wn1os`) more.
const LETTERS_BEHIND: usize = 1;

/// Parts letters from digits where people write both ways: `17zł`, `DK03`, `Wielopole17a`. What changes to and fro
/// (`a1b2`, `2x4`) is one thing, or was misread.
fn cut(text: &str, run: &Run, into: &mut Vec<Run>) {
    if !run.digit {
        into.push(*run);
        return;
    }
    let written = &text[run.start..run.end];
    let is_digit = |c: char| c.is_ascii_digit();
    let is_letter = |c: char| !c.is_ascii_digit();
    let first = written.find(is_digit).unwrap_or(0);
    let second = written[first..].find(is_letter).map_or(written.len(), |at| first + at);
    let behind = &written[second..];
    let plain = !behind.contains(is_digit) && (first == 0 || behind.chars().count() <= LETTERS_BEHIND);
    if !plain {
        into.push(*run);
        return;
    }
    for (from, to) in [(0, first), (first, second), (second, written.len())] {
        if from < to {
            into.push(Run {
                start: run.start + from,
                end: run.start + to,
                digit: from == first,
                address: false,
            });
        }
    }
}
