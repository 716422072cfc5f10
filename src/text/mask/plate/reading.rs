//! What stands on a plate, letter by letter, however it is written or said.

use super::is_district;
use crate::text::lexicon::Lexicon;
use crate::text::mask::numbers::spoken;
use crate::text::mask::read::token::Tokens;

/// No plate has more letters and digits.
const LONGEST: usize = 9;

/// So many tokens one plate has at most, said or written.
const TOKENS: usize = 26;

/// One letter, digit or what hides one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Letter(u8),
    Digit,
    Hidden,
}

/// What was read up to a token.
#[derive(Clone, Copy, Default)]
pub(super) struct Piece {
    pub(super) signs: usize,
    /// The token behind.
    pub(super) end: usize,
    /// Letters and digits that stand together, as one sees them.
    pub(super) groups: usize,
    /// A letter stands there in small.
    pub(super) small: bool,
    /// Something was said or spelt, not written.
    pub(super) said: bool,
    /// Its last group is four digits that may be a year.
    pub(super) year: bool,
}

/// What was read from a token on.
#[derive(Default)]
pub(super) struct Reading {
    pub(super) signs: Vec<Sign>,
    now: Piece,
    pub(super) pieces: Vec<Piece>,
}

/// `ka`, `iks`, `karol`, `kilo`: the letter that is said.
pub(super) fn letter_said(folded: &str) -> Option<u8> {
    let named = match folded {
        "ha" => b'h',
        "jot" => b'j',
        "wu" | "we" => b'w',
        "iks" => b'x',
        "igrek" => b'y',
        "er" | "es" | "el" | "em" | "en" | "ef" => *folded.as_bytes().get(1)?,
        _ if spoken::is_letter(folded) => *folded.as_bytes().first()?,
        _ => return None,
    };
    Some(named)
}

fn english_digit(folded: &str) -> bool {
    matches!(folded, "one" | "two" | "three" | "four" | "five" | "six" | "seven" | "eight" | "nine")
}

impl Reading {
    /// Reads as far as letters and digits go.
    pub(super) fn of(tokens: &Tokens<'_>, at: usize) -> Self {
        let mut reading = Self::default();
        let (mut next, mut apart) = (at, true);
        while next < at + TOKENS && reading.signs.len() < LONGEST {
            let Some(end) = reading.piece(tokens, next, apart) else { break };
            let now = &mut reading.now;
            now.groups += usize::from(apart);
            (now.signs, now.end) = (reading.signs.len(), end);
            reading.pieces.push(*now);
            next = past_joint(tokens, at, end, now.said);
            apart = next > end;
        }
        reading
    }

    /// Reads what stands at `at`; past it, or nothing if it is no part of a plate.
    fn piece(&mut self, tokens: &Tokens<'_>, at: usize, apart: bool) -> Option<usize> {
        let word = tokens.folded(at);
        if let Some(digits) = tokens.digits(at) {
            self.signs.extend(digits.bytes().map(|_| Sign::Digit));
            self.now.year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
            return Some(at + 1);
        }
        self.now.year = false;
        if matches!(tokens.mark(at), Some('*' | '?')) && !self.signs.is_empty() {
            self.signs.push(Sign::Hidden);
            return Some(at + 1);
        }
        if spoken::is_numeral(word) && !(tokens.letters(at) < 4 && tokens.is_shouted(at)) {
            let (digits, end) = spoken::figures(tokens, at);
            self.signs.extend(std::iter::repeat_n(Sign::Digit, digits.min(LONGEST)));
            self.now.said = true;
            return Some(end);
        }
        if english_digit(word) {
            self.signs.push(Sign::Digit);
            self.now.said = true;
            return Some(at + 1);
        }
        if tokens.is_word(at) && word.is_ascii() { self.word(tokens, at, apart) } else { None }
    }

    /// Reads a word as letters; past it, or nothing if it is a word and no letters.
    fn word(&mut self, tokens: &Tokens<'_>, at: usize, apart: bool) -> Option<usize> {
        let (word, letters) = (tokens.folded(at), tokens.letters(at));
        let first = *word.as_bytes().first()?;
        let shouted = tokens.text(at).chars().all(char::is_uppercase);
        let next = tokens.skip_space(at + 1);
        let figures = tokens.digits(next).is_some() || spoken::is_numeral(tokens.folded(next));
        let begins = self.signs.is_empty();
        // "k jak karol"
        if letters == 1 && tokens.folded(next) == "jak" {
            self.signs.push(Sign::Letter(first));
            self.now.said = true;
            return Some(tokens.skip_space(next + 1) + 1);
        }
        // "x-ray"; a letter of Cyrillic that is written with two
        if word == "ray" && self.signs.last() == Some(&Sign::Letter(b'x')) {
            return Some(at + 1);
        }
        if letters == 1 && word == "ch" {
            self.signs.push(Sign::Letter(b'x'));
            return Some(at + 1);
        }
        let district = begins && is_district(word) && figures;
        if let Some(letter) = letter_said(word).filter(|_| !shouted && !district && letters > 1) {
            self.signs.push(Sign::Letter(letter));
            (self.now.said, self.now.small) = (true, true);
            return Some(at + 1);
        }
        if begins && word == "krakow" && figures {
            self.signs.extend(word.bytes().take(2).map(Sign::Letter));
            self.now.said = true;
            return Some(at + 1);
        }
        // "kr 12345 w strefie", "od 8 do 16": words, and no letters.
        let spelt = || {
            letter_said(tokens.folded(next)).is_some() || tokens.letters(next) == 1 && tokens.is_word(next)
        };
        let is_word = !shouted
            && apart
            && !begins
            && match letters {
                1 => {
                    let letters = self.signs.len() > 1
                        && !self.now.said
                        && matches!(self.signs.last(), Some(Sign::Letter(_)));
                    matches!(word, "w" | "z" | "i" | "o" | "u" | "a") && (letters || !figures) && !spelt()
                }
                _ => Lexicon::polish().knows_folded(word) && (word.len() > 2 || is_preposition(word)),
            };
        if letters > 3 || is_word {
            return None;
        }
        self.now.small |= !shouted;
        // "k r a 1 a 2 3"
        self.now.said |= letters == 1 && apart && matches!(self.signs.as_slice(), [Sign::Letter(_)]);
        self.signs.extend(word.bytes().map(Sign::Letter));
        Some(at + 1)
    }
}

fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "do" | "od"
            | "na"
            | "po"
            | "za"
            | "ze"
            | "we"
            | "to"
            | "tu"
            | "co"
            | "no"
            | "i"
            | "ma"
            | "czy"
            | "bo"
            | "je"
            | "mi"
            | "go"
    )
}

/// Past what may stand between two pieces.
fn past_joint(tokens: &Tokens<'_>, from: usize, end: usize, said: bool) -> usize {
    let goes_on = |at: usize| tokens.is_word(at) || tokens.digits(at).is_some();
    match tokens.mark(end) {
        Some(' ') if tokens.is_mark(end + 1, '-') && tokens.is_space(end + 2) => end + 3,
        Some(' ') => end + 1,
        Some('-' | '–') if goes_on(end + 1) => end + 1,
        // "KR.4X567", but no "2.1"
        Some('.' | '_' | '/' | ':') if end == from + 1 && goes_on(end + 1) => end + 1,
        Some('-' | '.' | ',') if tokens.is_space(end + 1) && said => end + 2,
        _ => end,
    }
}
