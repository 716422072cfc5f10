//! A text as words, runs of digits, placeholders and single marks, as a reader sees it: in one spelling, without what
//! is invisible, digits of every script and look-alikes as digits; each with the way back to the bytes it came from.

use std::cell::Cell;

use unicode_normalization::char::is_combining_mark;

use super::digit::{digit, is_unseen, lookalike};
use super::script::{is_cyrillic, is_distant, latin};
use crate::text::chars::Clean;
use crate::text::fold;
use crate::text::mask::Label;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::text::mask) enum TokenKind {
    /// Letters, with the apostrophes between them.
    Word,
    /// Digits.
    Digits,
    /// Something taken out before.
    Placeholder,
    /// One character of another kind.
    Mark(char),
}

#[derive(Debug)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    /// In the cleaned text.
    pub(super) start: usize,
    pub(super) end: usize,
    /// A word folded and in Latin letters, a number in ASCII.
    pub(super) plain: String,
    pub(super) letters: usize,
    pub(super) capital: bool,
    shouted: bool,
    cyrillic: bool,
    distant: bool,
}

/// The tokens of one text. Positions beyond either end are answered with "nothing there".
pub(in crate::text::mask) struct Tokens<'a> {
    clean: Clean<'a>,
    source: &'a str,
    list: Vec<Token>,
    /// Whether the text is written in capitals, so that a capital says nothing.
    loud: bool,
    /// Up to where tokens were taken out in this round: what follows begins anew.
    pub(in crate::text::mask) taken: Cell<usize>,
    /// Which numbers name a matter and belong to nobody.
    pub(in crate::text::mask) settled: Vec<bool>,
    /// How much each word looks like a surname, once it was asked: many rules ask of the same words.
    pub(in crate::text::mask) likeness: Vec<Cell<Option<u8>>>,
}

impl<'a> Tokens<'a> {
    pub(in crate::text::mask) fn of(source: &'a str) -> Self {
        let clean = Clean::new(source);
        let list = super::spelt::whole(look_alike(clean.text(), cut(clean.text())), clean.text());
        let words = || list.iter().filter(|token| token.kind == TokenKind::Word && token.letters > 1);
        let loud = words().filter(|token| token.shouted).count() * 10 > words().count() * 7;
        let likeness = vec![Cell::new(None); list.len()];
        let mut tokens =
            Self { clean, source, list, loud, taken: Cell::new(0), settled: Vec::new(), likeness };
        tokens.settled = super::settled::settled(&tokens);
        tokens
    }

    pub(in crate::text::mask) fn len(&self) -> usize {
        self.list.len()
    }

    /// Where a token starts in the source.
    pub(in crate::text::mask) fn start(&self, at: usize) -> usize {
        self.list.get(at).map_or(self.source.len(), |token| self.clean.source(token.start, token.end).0)
    }

    /// Where a token ends in the source.
    pub(in crate::text::mask) fn end_of(&self, at: usize) -> usize {
        self.list.get(at).map_or(self.source.len(), |token| self.clean.source(token.start, token.end).1)
    }

    pub(in crate::text::mask) fn kind(&self, at: usize) -> Option<TokenKind> {
        self.list.get(at).map(|token| token.kind)
    }

    /// What stands there, as it was written.
    pub(in crate::text::mask) fn text(&self, at: usize) -> &str {
        self.list.get(at).map_or("", |token| &self.clean.text()[token.start..token.end])
    }

    pub(in crate::text::mask) fn mark(&self, at: usize) -> Option<char> {
        match self.kind(at) {
            Some(TokenKind::Mark(c)) => Some(c),
            _ => None,
        }
    }

    pub(in crate::text::mask) fn is_mark(&self, at: usize, mark: char) -> bool {
        self.kind(at) == Some(TokenKind::Mark(mark))
    }

    pub(in crate::text::mask) fn is_space(&self, at: usize) -> bool {
        self.mark(at).is_some_and(|c| c.is_whitespace() && c != '\n')
    }

    pub(in crate::text::mask) fn is_word(&self, at: usize) -> bool {
        self.kind(at) == Some(TokenKind::Word)
    }

    /// The word there in lower case, without accents, in Latin letters; empty for anything else.
    pub(in crate::text::mask) fn folded(&self, at: usize) -> &str {
        self.list.get(at).filter(|token| token.kind == TokenKind::Word).map_or("", |token| &token.plain)
    }

    /// The digits there, as ASCII.
    pub(in crate::text::mask) fn digits(&self, at: usize) -> Option<&str> {
        self.list.get(at).filter(|token| token.kind == TokenKind::Digits).map(|token| token.plain.as_str())
    }

    /// How many letters the word has.
    pub(in crate::text::mask) fn letters(&self, at: usize) -> usize {
        self.list.get(at).map_or(0, |token| token.letters)
    }

    /// Past the blanks.
    pub(in crate::text::mask) fn skip_space(&self, mut at: usize) -> usize {
        while self.is_space(at) {
            at += 1;
        }
        at
    }

    /// Before the blanks: the token that stands before `at`, if there is one.
    pub(in crate::text::mask) fn before(&self, at: usize) -> Option<usize> {
        let mut at = at.checked_sub(1)?;
        while self.is_space(at) {
            at = at.checked_sub(1)?;
        }
        Some(at)
    }

    /// The words before `at`, nearest first, up to a mark that ends a thought.
    pub(in crate::text::mask) fn words_before(&self, at: usize, most: usize) -> impl Iterator<Item = &str> {
        // So many marks may stand between and around them.
        let mut left = 3 * most + 3;
        let mut at = at;
        let words = std::iter::from_fn(move || {
            loop {
                at = at.checked_sub(1)?;
                left = left.checked_sub(1)?;
                match self.kind(at) {
                    Some(TokenKind::Word) => return Some(self.folded(at)),
                    Some(TokenKind::Mark(c)) if c.is_whitespace() || ".:-–_=#„”\"'()".contains(c) => {}
                    _ => return None,
                }
            }
        });
        words.take(most)
    }

    /// Whether one of `words` stands among the last few words before `at`.
    pub(in crate::text::mask) fn after(&self, at: usize, words: &[&str]) -> bool {
        self.words_before(at, 4).any(|before| words.contains(&before))
    }

    /// Whether the word begins with a capital that says something.
    pub(in crate::text::mask) fn is_capital(&self, at: usize) -> bool {
        !self.loud && self.list.get(at).is_some_and(|token| token.capital)
    }

    /// Whether the word is all capitals, two at least.
    pub(in crate::text::mask) fn is_shouted(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|token| token.shouted)
    }

    /// Whether the text is written in capitals.
    pub(in crate::text::mask) fn is_loud(&self) -> bool {
        self.loud
    }

    pub(in crate::text::mask) fn is_cyrillic(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|token| token.cyrillic)
    }

    /// Whether the word is of an alphabet that no Polish question is written in.
    pub(in crate::text::mask) fn is_distant(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|token| token.distant)
    }
}

fn cut(text: &str) -> Vec<Token> {
    let mut list: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let next = at + c.len_utf8();
        if let Some(length) = placeholder_at(&text[at..]) {
            list.push(token(TokenKind::Placeholder, at, at + length));
            at += length;
            continue;
        }
        if let Some((mark, length)) = super::markup::mark_at(text, at) {
            // However many blanks and tags stand in a row, they are one: rules look past them.
            match list.last_mut() {
                Some(last) if mark == ' ' && last.kind == TokenKind::Mark(' ') => last.end = at + length,
                _ => list.push(token(TokenKind::Mark(mark), at, at + length)),
            }
            at += length;
            continue;
        }
        let blank = |c: char| c.is_whitespace() && c != '\n';
        if blank(c)
            && let Some(last) = list.last_mut()
            && matches!(last.kind, TokenKind::Mark(mark) if blank(mark))
        {
            last.end = next;
            at = next;
            continue;
        }
        let last = list.last().map(|token| token.kind);
        if is_unseen(c) || is_combining_mark(c) && last != Some(TokenKind::Word) {
            at = next;
            continue;
        }
        let between_letters = matches!(c, '\'' | '’' | 'ʼ' | '`' | '´')
            && last == Some(TokenKind::Word)
            && list.last().is_some_and(|token| token.end == at)
            && text[next..].chars().next().is_some_and(char::is_alphabetic);
        let kind = if digit(c).is_some() {
            TokenKind::Digits
        } else if c.is_alphabetic() || is_combining_mark(c) || between_letters {
            TokenKind::Word
        } else {
            TokenKind::Mark(c)
        };
        match list.last_mut() {
            Some(last) if last.kind == kind && matches!(kind, TokenKind::Word | TokenKind::Digits) => {
                last.end = next
            }
            _ => list.push(token(kind, at, next)),
        }
        at = next;
    }
    for token in &mut list {
        read(token, text);
    }
    list
}

fn token(kind: TokenKind, start: usize, end: usize) -> Token {
    Token {
        kind,
        start,
        end,
        plain: String::new(),
        letters: 0,
        capital: false,
        shouted: false,
        cyrillic: false,
        distant: false,
    }
}

fn read(token: &mut Token, text: &str) {
    let text = &text[token.start..token.end];
    match token.kind {
        TokenKind::Word => {
            let letters = || text.chars().filter(|c| c.is_alphabetic());
            token.letters = letters().count();
            token.capital = letters().next().is_some_and(char::is_uppercase);
            token.shouted = token.letters > 1 && letters().all(char::is_uppercase);
            token.cyrillic = letters().any(is_cyrillic);
            token.distant = token.letters > 1 && letters().all(is_distant);
            token.plain = latin(fold(text));
            token.plain.retain(char::is_alphanumeric);
        }
        TokenKind::Digits => token.plain = text.chars().filter_map(digit).collect(),
        _ => {}
    }
}

/// No number of interest is in more pieces.
const LONGEST: usize = 40;

/// Joins what is one number with letters in the place of digits: `4405140135O`.
fn look_alike(text: &str, list: Vec<Token>) -> Vec<Token> {
    let looks = |token: &Token| {
        let written = &text[token.start..token.end];
        token.kind == TokenKind::Word && token.letters <= 3 && written.chars().all(|c| lookalike(c).is_some())
    };
    if !list.iter().any(looks) {
        return list;
    }
    // "69O 215 733": a letter where the number goes on behind a blank.
    let three = |token: &Token| token.kind == TokenKind::Digits && token.end - token.start == 3;
    let goes_on: Vec<usize> = list
        .windows(3)
        .filter(|next| next[1].kind == TokenKind::Mark(' ') && three(&next[2]))
        .map(|next| next[0].end)
        .collect();
    let mut out: Vec<Token> = Vec::with_capacity(list.len());
    let mut rest = list.into_iter().peekable();
    while let Some(first) = rest.next() {
        let mut run = vec![first];
        while run.len() < LONGEST
            && let Some(next) = rest.peek()
            && run.last().is_some_and(|last| last.end == next.start)
            && (next.kind == TokenKind::Digits || looks(next))
            && run.last().is_some_and(|last| last.kind == TokenKind::Digits || looks(last))
            && let Some(next) = rest.next()
        {
            run.push(next);
        }
        let count = |kind: TokenKind| -> usize {
            run.iter()
                .filter(|token| token.kind == kind)
                .map(|token| text[token.start..token.end].chars().count())
                .sum()
        };
        let (digits, letters) = (count(TokenKind::Digits), count(TokenKind::Word));
        let inside = run.len() > 2 && run.iter().rev().take(1).all(|token| token.kind == TokenKind::Digits);
        // 240l is a dustbin.
        let litres = run
            .last()
            .is_some_and(|last| last.kind == TokenKind::Word && text[last.start..last.end].ends_with('l'));
        let part = letters == 1
            && digits == 2
            && run.last().is_some_and(|last| goes_on.binary_search(&last.end).is_ok());
        let one = part || letters > 0 && digits > letters && (inside || digits >= if litres { 8 } else { 4 });
        if let (true, Some(first), Some(last)) = (one, run.first(), run.last()) {
            let (start, end) = (first.start, last.end);
            let mut joined = token(TokenKind::Digits, start, end);
            joined.plain =
                text[start..end].chars().filter_map(|c| digit(c).or_else(|| lookalike(c))).collect();
            out.push(joined);
        } else {
            out.extend(run);
        }
    }
    out
}

fn placeholder_at(text: &str) -> Option<usize> {
    if !text.starts_with('[') {
        return None;
    }
    Label::ALL.iter().map(|label| label.placeholder()).find(|word| text.starts_with(word)).map(str::len)
}
