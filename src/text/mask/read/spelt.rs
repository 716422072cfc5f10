//! Words that are typed in pieces or with a digit in them: `p e s e l`, `N.I.P.`, `K0walski`. Rules ask for whole words.

use super::token::{Token, TokenKind};

/// Names of numbers, which people spell to be heard.
const NUMBERS: [&str; 6] = ["pesel", "regon", "dowod", "telefon", "nip", "tel"];

/// No such word is in more tokens, with the marks between.
const LONGEST: usize = 14;

/// The same tokens, where words in pieces are one.
pub(super) fn whole(list: Vec<Token>, text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(list.len());
    let mut rest = std::collections::VecDeque::from(list);
    while let Some(mut first) = rest.pop_front() {
        if first.kind != TokenKind::Word {
            out.push(first);
            continue;
        }
        let glued = out.last().is_some_and(|last| {
            last.end == first.start && matches!(last.kind, TokenKind::Word | TokenKind::Digits)
        });
        let pieces = || std::iter::once(&first).chain(rest.iter().take(LONGEST));
        if !glued && let Some((word, count)) = in_pieces(pieces()) {
            first.plain = word.to_owned();
            first.letters = word.len();
            let behind = rest.drain(..count - 1).next_back();
            first.end = behind.map_or(first.end, |last| last.end);
        } else if !glued && let Some(word) = with_a_digit(&first, rest.iter(), text) {
            first.letters = word.chars().count();
            first.plain = word;
            let behind = rest.drain(..2).next_back();
            first.end = behind.map_or(first.end, |last| last.end);
        }
        out.push(first);
    }
    out
}

/// The word of [`NUMBERS`] that the tokens spell, and how many they are; single letters, but for the one that is long
/// enough to be known in two halves.
fn in_pieces<'t>(tokens: impl Iterator<Item = &'t Token> + Clone) -> Option<(&'static str, usize)> {
    NUMBERS.iter().find_map(|word| {
        let mut left = *word;
        let mut parted = true;
        for (place, token) in tokens.clone().enumerate() {
            match token.kind {
                TokenKind::Mark(' ' | '.' | '-' | '_') if !parted => parted = true,
                TokenKind::Word
                    if parted && (token.letters == 1 || *word == "pesel" && token.letters < 4) =>
                {
                    left = left.strip_prefix(token.plain.as_str())?;
                    parted = false;
                }
                _ => return None,
            }
            if left.is_empty() {
                return (place > 0).then_some((*word, place + 1));
            }
        }
        None
    })
}

/// `K0walski`: a digit that looks like the vowel, amid a word with a capital.
fn with_a_digit<'t>(first: &Token, mut rest: impl Iterator<Item = &'t Token>, text: &str) -> Option<String> {
    let (digit, tail) = (rest.next()?, rest.next()?);
    let vowel = match digit.plain.as_str() {
        "0" => "o",
        "1" => "i",
        "3" => "e",
        "4" => "a",
        _ => return None,
    };
    let together = digit.kind == TokenKind::Digits
        && tail.kind == TokenKind::Word
        && first.end == digit.start
        && digit.end == tail.start;
    let small = text.get(tail.start..tail.end)?.chars().all(char::is_lowercase);
    (together && small && first.capital && tail.letters > 3)
        .then(|| format!("{}{vowel}{}", first.plain, tail.plain))
}
