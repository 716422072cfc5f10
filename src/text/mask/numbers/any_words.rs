//! Numbers behind the word that says whose they are, in whatever words they come: as ordinals (`pesel osiemdziesiąty
//! drugi…`), in English or Ukrainian, with words between the groups (`8203, podkreślam, 1402`), part in figures and part
//! in words (`602 sto czternaście 378`), or with letters typed between the digits (`602xxx114378`).

use super::dictated::{AND, NEXT, is_mobile, is_telephone};
use super::number::{CALLED, is_born};
use super::spoken::{weight, written};
use crate::text::mask::read::digit::lookalike;
use crate::text::mask::read::token::{TokenKind, Tokens};
use crate::text::mask::{Label, Removal};

/// No number is told in more pieces, words between them included.
const LONGEST: usize = 60;

/// So many digits a telephone has, and a PESEL.
const PHONE: usize = 9;
const PESEL: usize = 11;

/// So many words at most stand between two pieces.
const APART: usize = 4;

/// Between two pieces, where it is known whose the number is.
#[rustfmt::skip]
const BETWEEN: &[&str] = &[
    "podkreslam", "podkreslnik", "powtarzam", "uwaga", "stop", "teraz", "czyli", "znaczy", "mowie", "tak", "dobrze", "pierwsze", "poczatek", "poczatku", "srodkowe", "dwukrotnie", "podwojne", "then", "and", "double", "dash", "dot", "the", "is", "rest",
    "potim", "tire", "krapka", "druhe", "dziewczynki", "chlopca", "nastepny", "konczy", "zaczyna",
];

/// How an ordinal begins, and how many digits it writes; see [`weight`].
#[rustfmt::skip]
const ORDINALS: &[(&str, usize)] = &[
    ("dziewietnast", 2), ("osiemnast", 2), ("siedemnast", 2), ("szesnast", 2), ("pietnast", 2), ("czternast", 2), ("trzynast", 2), ("dwunast", 2), ("jedenast", 2),
    ("dwudziest", 20), ("trzydziest", 20), ("czterdziest", 20), ("piecdziesiat", 20), ("szescdziesiat", 20), ("siedemdziesiat", 20), ("osiemdziesiat", 20), ("dziewiecdziesiat", 20),
    ("dziesiat", 2), ("pierwsz", 1), ("drug", 1), ("trzeci", 1), ("czwart", 1), ("piat", 1), ("szost", 1), ("siodm", 1), ("osm", 1), ("dziewiat", 1),
    ("jedynk", 1), ("dwojk", 1), ("trojk", 1), ("czwork", 1), ("siodemk", 1), ("osemk", 1), ("zer", 1),
];

/// Numerals of English; `ten` is a word of Polish.
fn english(folded: &str) -> Option<usize> {
    Some(match folded {
        "zero" | "nought" | "one" | "two" | "three" | "four" | "five" | "six" | "seven" | "eight"
        | "nine" => 1,
        "eleven" | "twelve" | "thirteen" | "fourteen" | "fifteen" | "sixteen" | "seventeen" | "eighteen"
        | "nineteen" => 2,
        "twenty" | "thirty" | "forty" | "fourty" | "fifty" | "sixty" | "seventy" | "eighty" | "ninety" => 20,
        _ => return None,
    })
}

/// Numerals of Ukrainian and Russian, in the Latin letters of [`script`](crate::text::mask::read).
fn eastern(folded: &str) -> Option<usize> {
    let ends = |endings: &[&str]| endings.iter().any(|ending| folded.ends_with(ending));
    Some(match folded {
        "nul" | "nol" | "odyn" | "odna" | "odne" | "dwa" | "dwi" | "dwe" | "try" | "czotyry" | "czetyre"
        | "pjat" | "szist" | "szest" | "sim" | "sem" | "wisim" | "wosem" | "dewjat" => 1,
        "desjat" => 2,
        "sorok" | "dewjanosto" => 20,
        "sto" | "dwisti" | "dwesty" => 300,
        _ if ends(&["nadcjat", "nadcat"]) => 2,
        _ if ends(&["dcjat", "dcat", "desjat"]) => 20,
        _ if ends(&["sot", "sta"]) && folded.len() > 4 => 300,
        _ => return None,
    })
}

/// A language in which nobody here says anything but a number of their own.
fn foreign(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let folded = tokens.folded(at);
    if tokens.is_cyrillic(at) { eastern(folded) } else { english(folded) }
}

/// How many digits the word at `at` writes, in whatever language and kind.
fn any_weight(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let folded = tokens.folded(at);
    if folded.is_empty() {
        return None;
    }
    let weekday = ["piatek", "piatk", "czwartek", "czwartk"].iter().any(|day| folded.starts_with(day));
    let ordinal =
        || ORDINALS.iter().find(|(stem, _)| folded.starts_with(stem) && folded.len() <= stem.len() + 3);
    weight(folded)
        .or_else(|| foreign(tokens, at))
        .or_else(|| ordinal().filter(|_| !weekday).map(|(_, weight)| *weight))
}

/// What was gone through.
struct Told {
    end: usize,
    digits: usize,
    /// Numerals.
    words: usize,
    /// Groups of figures.
    groups: usize,
    /// Whether a word stood between two pieces.
    linked: bool,
    /// Whether all numerals are of another language.
    foreign: bool,
}

/// The pieces of a number from `at` on, of `most` digits at most.
fn told(tokens: &Tokens<'_>, at: usize, most: usize) -> Told {
    let mut told = Told { end: at, digits: 0, words: 0, groups: 0, linked: false, foreign: true };
    let mut run: Vec<usize> = Vec::new();
    let (mut next, mut apart, mut linked) = (at, 0, false);
    let mut figures = 0;
    for _ in 0..LONGEST {
        if let Some(weight) = any_weight(tokens, next) {
            run.push(weight);
            told.words += 1;
            told.foreign &= foreign(tokens, next).is_some();
        } else if let Some(digits) = tokens.digits(next).filter(|piece| {
            // "7811, podkreślam, 2009": within a number it is no year.
            !tokens.settled[next] || most > PHONE && told.digits > 0 && piece.len() == 4
        }) {
            // A numeral begins anew behind figures.
            figures += digits.len() + written(&run);
            run.clear();
            told.groups += 1;
        } else {
            let folded = tokens.folded(next);
            let word = NEXT.contains(&folded) || AND.contains(&folded) || BETWEEN.contains(&folded);
            let mark = tokens
                .mark(next)
                .is_some_and(|c| c.is_whitespace() && c != '\n' || ",.;:-–—/…()".contains(c));
            if mark {
                next += 1;
                continue;
            }
            if !word || apart == APART {
                break;
            }
            (apart, linked) = (apart + 1, true);
            next += 1;
            continue;
        }
        let digits = figures + written(&run);
        if digits > most {
            // What goes on is a part of it, and no tail of a number may be left.
            if !linked {
                told.digits = 0;
            }
            break;
        }
        told.linked |= linked && told.digits > 0;
        (told.digits, told.end, apart, linked) = (digits, next + 1, 0, false);
        next += 1;
    }
    told
}

/// The number that begins at `at`.
pub(in crate::text::mask) fn number(tokens: &Tokens<'_>, at: usize) -> Option<Removal> {
    if let Some(end) = noisy(tokens, at) {
        return Some(Removal { start: at, end, label: Label::Phone });
    }
    let begins = any_weight(tokens, at).is_some() || tokens.digits(at).is_some() && !tokens.settled[at];
    let piece = |at: usize| any_weight(tokens, at).is_some() || tokens.digits(at).is_some();
    let inside = tokens.before(at).is_some_and(|before| before >= tokens.taken.get() && piece(before));
    if !begins || inside || at > 0 && tokens.is_word(at) && tokens.digits(at - 1).is_some() {
        return None;
    }
    const FAR: usize = 6;
    let pesel = tokens.words_before(at, FAR).any(|word| word.starts_with("pesel"));
    let called = || {
        tokens.words_before(at, 4).any(|word| {
            is_telephone(word) || CALLED.contains(&word) || matches!(word, "phone" | "nomer" | "mobile")
        })
    };
    if pesel {
        let told = told(tokens, at, PESEL);
        // Figures alone are somebody else's to find, unless words part them.
        let one = told.words >= 3 && told.digits >= 4
            || told.digits >= 7 && (told.words > 0 || told.linked && told.groups > 1);
        return one.then_some(Removal { start: at, end: told.end, label: Label::Pesel });
    }
    let told = told(tokens, at, PHONE);
    let mixed = told.groups > 0 && told.words > 0;
    let counted = || {
        let unit = tokens.folded(tokens.skip_space(told.end));
        ["zl", "pln", "euro", "metr", "osob", "tys", "mln"].iter().any(|stem| unit.starts_with(stem))
    };
    let mobile = || tokens.digits(at).is_some_and(is_mobile);
    let one = told.words > 0 && told.foreign && told.digits >= 7
        || mixed && told.digits == PHONE && !told.linked && (mobile() || called()) && !counted()
        || told.words > 0 && told.digits >= 7 && (told.words > 2 || mixed) && called() && !counted()
        || told.foreign && told.words >= 4 && called();
    one.then_some(Removal { start: at, end: told.end, label: Label::Phone })
}

/// Where a number ends between whose digits letters were typed: `602xxx114378`, `6 0 2 o 1 4 3 7 8`.
fn noisy(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    const PIECES: usize = 24;
    const NOISE: usize = 4;
    let glued =
        at > tokens.taken.get() && matches!(tokens.kind(at - 1), Some(TokenKind::Word | TokenKind::Digits));
    let first = tokens.digits(at).filter(|_| !glued)?;
    let one_by_one = first.len() == 1 && tokens.is_space(at + 1);
    let inside = |at: usize| {
        tokens
            .before(at)
            .is_some_and(|before| before >= tokens.taken.get() && tokens.digits(before).is_some())
    };
    if one_by_one && inside(at) {
        return None;
    }
    let (mut digits, mut noise, mut end, mut next) = (first.to_owned(), 0, at + 1, at + 1);
    for _ in 0..PIECES {
        if one_by_one {
            next = tokens.skip_space(next);
        }
        let noisy = tokens.is_word(next) && tokens.letters(next) <= NOISE;
        if let Some(more) = tokens.digits(next).filter(|more| !one_by_one || more.len() == 1) {
            digits.push_str(more);
            end = next + 1;
        } else if one_by_one && noisy && tokens.letters(next) == 1 {
            let digit = tokens.text(next).chars().next().and_then(lookalike)?;
            digits.push(digit);
            noise += 2;
        } else if !one_by_one && noisy && tokens.digits(next + 1).is_some() {
            noise += tokens.letters(next);
        } else {
            break;
        }
        next += 1;
    }
    let whole = match digits.len() {
        9 => is_mobile(&digits),
        11 => digits.starts_with("48") || digits.get(..6).is_some_and(is_born),
        _ => false,
    };
    // "600x400x500": one sign between is a measure's.
    let typed = one_by_one || noise > 2 || !measures(tokens, at, end);
    (whole && noise > 1 && typed && !tokens.is_word(end)).then_some(end)
}

/// Whether single letters part three sides of a thing.
fn measures(tokens: &Tokens<'_>, start: usize, end: usize) -> bool {
    (start..end).filter(|at| tokens.is_word(*at)).all(|at| tokens.folded(at) == "x")
}
