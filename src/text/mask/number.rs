//! Numbers that belong to one person: PESEL, telephone, account, card, identity card, passport.
//!
//! What a number is shows in how its digits are grouped, in its check digits and in the word before it. Dates, acts,
//! amounts and codes are grouped otherwise and are left alone.

use super::token::{Kind, Tokens, is_blank};
use super::{Found, Label};

/// Groups of digits that belong together by what stands between them.
struct Groups {
    /// Token and digits of each.
    groups: Vec<(usize, String)>,
}

/// Between two groups of one number stand at most so many marks: `(12) 616`, `12 - 616`.
const APART: usize = 3;

/// No number of interest has more groups.
const MOST: usize = 14;

impl Groups {
    /// The groups from `at` on, if a number may begin there.
    fn from(tokens: &Tokens<'_>, at: usize) -> Option<Self> {
        tokens.digits(at)?;
        // "dgw4…", "A1": the end of something else.
        let glued = at > 0 && tokens.kind(at - 1) == Some(Kind::Word) && tokens.folded(at - 1) != "pl";
        // 2026-501 678 116: what hangs on to a number by more than a blank is a part of it.
        let part = at > 1
            && tokens.kind(at - 2) == Some(Kind::Digits)
            && matches!(tokens.kind(at - 1), Some(Kind::Mark('-' | '/' | '.' | ',')));
        if glued || part {
            return None;
        }
        let mut groups = Vec::new();
        let mut next = at;
        while let Some(digits) = tokens.digits(next) {
            groups.push((next, digits));
            let Some(after) = past_separators(tokens, next + 1).filter(|_| groups.len() < MOST) else {
                break;
            };
            next = after;
        }
        Some(Self { groups })
    }

    fn sizes(&self, groups: usize) -> Vec<usize> {
        self.groups.iter().take(groups).map(|(_, digits)| digits.len()).collect()
    }

    fn joined(&self, groups: usize) -> String {
        self.groups.iter().take(groups).map(|(_, digits)| digits.as_str()).collect()
    }

    /// How many groups together have so many digits.
    fn with_total(&self, total: usize) -> Option<usize> {
        let mut sum = 0;
        for (place, (_, digits)) in self.groups.iter().enumerate() {
            sum += digits.len();
            if sum >= total {
                return (sum == total).then_some(place + 1);
            }
        }
        None
    }

    /// The token after the first groups.
    fn end(&self, groups: usize) -> usize {
        groups.checked_sub(1).and_then(|last| self.groups.get(last)).map_or(0, |(token, _)| token + 1)
    }

    /// Whether nothing hangs on to the first groups that would make them part of something longer.
    fn ends_there(&self, tokens: &Tokens<'_>, groups: usize) -> bool {
        let end = self.end(groups);
        let hangs_on = matches!(tokens.kind(end), Some(Kind::Mark('-' | '/')))
            && tokens.kind(end + 1) == Some(Kind::Digits);
        !hangs_on && tokens.kind(end) != Some(Kind::Word)
    }

    fn found(&self, groups: usize, label: Label) -> Found {
        Found { start: self.groups.first().map_or(0, |(token, _)| *token), end: self.end(groups), label }
    }
}

fn past_separators(tokens: &Tokens<'_>, from: usize) -> Option<usize> {
    let separates = |at| match tokens.kind(at) {
        Some(Kind::Mark('\n')) => false,
        Some(Kind::Mark(c)) => is_blank(c) || matches!(c, '-' | '–' | '.' | '/' | '(' | ')'),
        _ => false,
    };
    let past = (from..from + APART).find(|at| !separates(*at)).unwrap_or(from + APART);
    (past > from && tokens.kind(past) == Some(Kind::Digits)).then_some(past)
}

/// Whether one of `words` stands among the last few words before `at`.
fn after_word(tokens: &Tokens<'_>, at: usize, words: &[&str]) -> bool {
    tokens.words_before(at, 3).iter().any(|before| words.contains(&before.as_str()))
}

/// `12 1240 4533 1111 0010 1234 5678`, with or without `PL`: 26 digits. With a digit lost or doubled it still says
/// whose it is, and nothing else is as long.
pub(super) fn account(tokens: &Tokens<'_>, at: usize) -> Option<Found> {
    let (start, digits_at) = match tokens.folded(at).as_str() {
        "pl" => (at, tokens.skip_space(at + 1)),
        _ => (at, at),
    };
    let groups = Groups::from(tokens, digits_at)?;
    let fits = |total| groups.with_total(total).map(|groups| (groups, total));
    let (count, _) = fits(26).or_else(|| (20..=30).rev().find_map(fits))?;
    Some(Found { start, ..groups.found(count, Label::Account) })
}

/// A payment card: 16 digits with the right check digit.
pub(super) fn card(tokens: &Tokens<'_>, at: usize) -> Option<Found> {
    let groups = Groups::from(tokens, at)?;
    let count = groups.with_total(16)?;
    let known = luhn(&groups.joined(count)) || after_word(tokens, at, &["karta", "karty", "karte"]);
    known.then(|| groups.found(count, Label::Card))
}

/// An identity card (three letters, six digits) or a passport (two letters, seven digits).
pub(super) fn document(tokens: &Tokens<'_>, at: usize) -> Option<Found> {
    let letters = tokens.word(at).filter(|word| word.is_ascii())?;
    if at > 0 && tokens.kind(at - 1) == Some(Kind::Digits) {
        return None;
    }
    let digits_at = tokens.skip_space(at + 1);
    let glued = digits_at == at + 1;
    let groups = Groups { groups: vec![(digits_at, tokens.digits(digits_at)?)] };
    let digits = groups.joined(1);
    let shouted = tokens.is_shouted(at);
    if tokens.kind(digits_at + 1) == Some(Kind::Word) {
        return None;
    }
    let label = match (letters.len(), digits.len()) {
        (3, 6)
            if glued && shouted
                || id_card_checks(letters, &digits)
                || after_word(tokens, at, &["dowod", "dowodu", "dowodem", "dowodzie"]) =>
        {
            Label::IdCard
        }
        (2, 7) if glued && shouted || after_word(tokens, at, &["paszport", "paszportu", "paszportem"]) => {
            Label::Passport
        }
        _ => return None,
    };
    Some(Found { start: at, end: digits_at + 1, label })
}

/// Eleven digits with a right check digit or a day of birth in them; any number where the word itself stands before.
pub(super) fn pesel(tokens: &Tokens<'_>, at: usize) -> Option<Found> {
    let groups = Groups::from(tokens, at)?;
    if after_word(tokens, at, &["pesel", "peselu", "peselem"])
        && let Some(count) = [11, 10, 12, 9].iter().find_map(|total| groups.with_total(*total))
    {
        return Some(groups.found(count, Label::Pesel));
    }
    let count = groups.with_total(11)?;
    let digits = groups.joined(count);
    // In one piece a slip of the finger is forgiven; in several it could be something else.
    let is_one = match count {
        1 => pesel_checks(&digits) || is_born(&digits),
        _ => pesel_checks(&digits) && is_born(&digits),
    };
    (is_one && groups.ends_there(tokens, count)).then(|| groups.found(count, Label::Pesel))
}

/// How people group nine digits.
const PHONES: [&[usize]; 10] = [
    &[9],
    &[3, 3, 3],
    &[2, 3, 2, 2],
    &[2, 7],
    &[3, 6],
    &[2, 3, 4],
    &[3, 2, 2, 2],
    &[2, 2, 3, 2],
    &[2, 2, 2, 3],
    &[3, 2, 4],
];

/// What follows an amount, or what is counted.
const COUNTED: [&str; 10] =
    ["zl", "zlotych", "pln", "euro", "eur", "gr", "tys", "mln", "osob", "mieszkancow"];

/// A telephone number, Polish or foreign.
pub(super) fn phone(tokens: &Tokens<'_>, at: usize) -> Option<Found> {
    if tokens.is_mark(at, '+') {
        return international(tokens, at);
    }
    let groups = Groups::from(tokens, at)?;
    let count = local(tokens, at, &groups)?;
    let end = groups.end(count);
    let counted = COUNTED.contains(&tokens.folded(tokens.skip_space(end)).as_str());
    if counted || !groups.ends_there(tokens, count) {
        return None;
    }
    // "(12) 616 55 55": the bracket goes with its number.
    let opened = at > 0 && tokens.is_mark(at - 1, '(') && (at..end).any(|inside| tokens.is_mark(inside, ')'));
    Some(Found { start: if opened { at - 1 } else { at }, end, label: Label::Phone })
}

/// How many of the groups are a number without a plus sign.
fn local(tokens: &Tokens<'_>, at: usize, groups: &Groups) -> Option<usize> {
    let first = groups.groups.first().map_or("", |(_, digits)| digits.as_str());
    // The country's code as a group of its own, or glued to the number.
    let skipped = usize::from(matches!(first, "48" | "0048" | "0"));
    let fits = |skipped: usize| {
        let rest = groups.groups.get(skipped..)?;
        let sizes: Vec<usize> = rest.iter().map(|(_, digits)| digits.len()).collect();
        let shape = PHONES.iter().find(|shape| sizes.starts_with(shape))?;
        let starts = rest.first().is_some_and(|(_, digits)| !digits.starts_with('0'));
        starts.then_some(skipped + shape.len())
    };
    if let Some(count) = (skipped > 0).then(|| fits(skipped)).flatten().or_else(|| fits(0)) {
        return Some(count);
    }
    let glued =
        (first.len() == 11 && first.starts_with("48")) || (first.len() == 13 && first.starts_with("0048"));
    if glued {
        return Some(1);
    }
    // The city's numbers of old, without the code of the area.
    if groups.sizes(3) == [3, 2, 2] && !first.starts_with('0') {
        return Some(3);
    }
    const CALLED: [&str; 12] = [
        "tel",
        "telefon",
        "telefonu",
        "telefonem",
        "komorka",
        "komorki",
        "kom",
        "komorkowy",
        "dzwonic",
        "oddzwonic",
        "numerem",
        "oddzwonienie",
    ];
    if after_word(tokens, at, &CALLED) {
        return (7..=12).rev().find_map(|total| groups.with_total(total));
    }
    None
}

/// `+48 …` has nine more digits, another country up to thirteen.
fn international(tokens: &Tokens<'_>, at: usize) -> Option<Found> {
    let groups = Groups::from(tokens, at + 1)?;
    let polish = groups.joined(groups.groups.len()).starts_with("48");
    let count = match polish {
        true => groups.with_total(11),
        false => (8..=15).rev().find_map(|total| groups.with_total(total)),
    };
    let found = groups.found(count?, Label::Phone);
    Some(Found { start: at, ..found })
}

fn values(digits: &str) -> impl DoubleEndedIterator<Item = u32> + '_ {
    digits.bytes().map(|byte| u32::from(byte.wrapping_sub(b'0')))
}

fn pesel_checks(digits: &str) -> bool {
    const WEIGHTS: [u32; 11] = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1];
    digits.len() == 11
        && values(digits).zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum::<u32>() % 10 == 0
}

/// Whether the number begins with a day: the month carries the century (81–92, 01–12, 21–32, 41–52, 61–72).
fn is_born(digits: &str) -> bool {
    let two = |from: usize| digits.get(from..from + 2).and_then(|two| two.parse::<u32>().ok()).unwrap_or(99);
    let (month, day) = (two(2), two(4));
    month < 93 && (1..=12).contains(&(month % 20)) && (1..=31).contains(&day)
}

fn luhn(digits: &str) -> bool {
    let sum: u32 = values(digits)
        .rev()
        .enumerate()
        .map(|(place, digit)| match place % 2 {
            0 => digit,
            _ => digit * 2 / 10 + digit * 2 % 10,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Letters count from ten on; the first digit checks the rest.
fn id_card_checks(letters: &str, digits: &str) -> bool {
    const WEIGHTS: [u32; 9] = [7, 3, 1, 9, 7, 3, 1, 7, 3];
    let letters = letters.bytes().map(|byte| u32::from(byte.to_ascii_uppercase().wrapping_sub(b'A')) + 10);
    letters.chain(values(digits)).zip(WEIGHTS).map(|(value, weight)| value * weight).sum::<u32>() % 10 == 0
}
