//! A text as words, runs of digits, placeholders and single marks.

use super::Label;
use crate::text::fold;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters.
    Word,
    /// Digits.
    Digits,
    /// Something taken out before.
    Placeholder,
    /// One character of another kind.
    Mark(char),
}

#[derive(Debug, Clone, Copy)]
struct Token {
    kind: Kind,
    start: usize,
    end: usize,
}

/// The tokens of one text. Positions beyond either end are answered with "nothing there".
pub(super) struct Tokens<'a> {
    text: &'a str,
    list: Vec<Token>,
}

impl<'a> Tokens<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut list: Vec<Token> = Vec::new();
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let (kind, end) = match placeholder_at(&text[at..]) {
                Some(length) => (Kind::Placeholder, at + length),
                None => (kind_of(c), at + c.len_utf8()),
            };
            match list.last_mut() {
                Some(last) if last.kind == kind && matches!(kind, Kind::Word | Kind::Digits) => {
                    last.end = end
                }
                _ => list.push(Token { kind, start: at, end }),
            }
            at = end;
        }
        Self { text, list }
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// Where a token starts in the text.
    pub(super) fn start(&self, at: usize) -> usize {
        self.list.get(at).map_or(self.text.len(), |token| token.start)
    }

    /// Where a token ends in the text.
    pub(super) fn end_of(&self, at: usize) -> usize {
        self.list.get(at).map_or(self.text.len(), |token| token.end)
    }

    pub(super) fn kind(&self, at: usize) -> Option<Kind> {
        self.list.get(at).map(|token| token.kind)
    }

    /// What stands there.
    pub(super) fn text(&self, at: usize) -> &'a str {
        self.list.get(at).map_or("", |token| &self.text[token.start..token.end])
    }

    pub(super) fn is_mark(&self, at: usize, mark: char) -> bool {
        self.kind(at) == Some(Kind::Mark(mark))
    }

    pub(super) fn is_space(&self, at: usize) -> bool {
        matches!(self.kind(at), Some(Kind::Mark(c)) if is_blank(c) && c != '\n')
    }

    /// The word there.
    pub(super) fn word(&self, at: usize) -> Option<&'a str> {
        (self.kind(at) == Some(Kind::Word)).then(|| self.text(at))
    }

    /// The word there in lower case without accents; empty for anything else.
    pub(super) fn folded(&self, at: usize) -> String {
        self.word(at).map(fold).unwrap_or_default()
    }

    /// The digits there, as ASCII.
    pub(super) fn digits(&self, at: usize) -> Option<String> {
        if self.kind(at) != Some(Kind::Digits) {
            return None;
        }
        Some(self.text(at).chars().filter_map(digit).map(|digit| char::from(b'0' + digit)).collect())
    }

    /// Past the blanks.
    pub(super) fn skip_space(&self, mut at: usize) -> usize {
        while self.is_space(at) {
            at += 1;
        }
        at
    }

    /// Before the blanks: the token that stands before `at`, if there is one.
    pub(super) fn before(&self, at: usize) -> Option<usize> {
        let mut at = at.checked_sub(1)?;
        while self.is_space(at) {
            at = at.checked_sub(1)?;
        }
        Some(at)
    }

    /// The words before `at`, nearest first, up to a mark that ends a thought.
    pub(super) fn words_before(&self, at: usize, most: usize) -> Vec<String> {
        let mut words = Vec::new();
        let mut at = at;
        while words.len() < most {
            let Some(before) = at.checked_sub(1) else { break };
            at = before;
            match self.kind(at) {
                Some(Kind::Word) => words.push(self.folded(at)),
                Some(Kind::Mark(c))
                    if is_blank(c) && c != '\n' || matches!(c, '.' | ':' | '-' | '„' | '"') => {}
                _ => break,
            }
        }
        words
    }

    /// Whether the word begins with a capital.
    pub(super) fn is_capitalised(&self, at: usize) -> bool {
        self.word(at).and_then(|word| word.chars().next()).is_some_and(char::is_uppercase)
    }

    /// Whether the word is all capitals, two at least.
    pub(super) fn is_shouted(&self, at: usize) -> bool {
        self.word(at)
            .is_some_and(|word| word.chars().nth(1).is_some() && word.chars().all(char::is_uppercase))
    }
}

/// Blanks, and what is as good as nothing between two digits.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

fn kind_of(c: char) -> Kind {
    if digit(c).is_some() {
        Kind::Digits
    } else if c.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&c) {
        Kind::Word
    } else {
        Kind::Mark(c)
    }
}

/// Digits, also those of full width.
fn digit(c: char) -> Option<u8> {
    match c {
        '0'..='9' => Some(c as u8 - b'0'),
        '\u{ff10}'..='\u{ff19}' => u8::try_from(c as u32 - 0xff10).ok(),
        _ => None,
    }
}

fn placeholder_at(text: &str) -> Option<usize> {
    if !text.starts_with('[') {
        return None;
    }
    Label::ALL.iter().map(|label| label.placeholder()).find(|word| text.starts_with(word)).map(str::len)
}
