//! Where somebody lives. A house may be told, because a hole in the road is in front of one; a flat is somebody's, and
//! so is a house of which somebody says that they live there.

use super::token::{Kind, Tokens};
use super::{Found, Label};

/// What stands before the name of a street.
const STREET: [&str; 17] = [
    "ul", "ulica", "ulicy", "ulice", "al", "aleja", "alei", "aleje", "os", "osiedle", "osiedlu", "osiedla",
    "pl", "plac", "placu", "rynek", "rynku",
];

/// Before a number these say that it is one of something else.
const NOT_STREETS: [&str; 40] = [
    "nr",
    "numer",
    "zarzadzenie",
    "zarzadzenia",
    "zarzadzeniu",
    "uchwala",
    "uchwaly",
    "uchwale",
    "ustawa",
    "ustawy",
    "art",
    "artykul",
    "ust",
    "ustep",
    "pkt",
    "punkt",
    "poz",
    "pozycja",
    "par",
    "paragraf",
    "dz",
    "dziennik",
    "sprawa",
    "sprawy",
    "pismo",
    "pisma",
    "decyzja",
    "decyzji",
    "wniosek",
    "wniosku",
    "linia",
    "linii",
    "autobus",
    "tramwaj",
    "rok",
    "roku",
    "sezon",
    "tom",
    "str",
    "strona",
];

const FLAT: [&str; 8] = ["m", "mieszk", "mieszkanie", "mieszkania", "mieszkaniu", "lok", "lokal", "lokalu"];

/// The flat of `Długa 5/12`, `os. Centrum B 7 m. 33`; the house stays.
pub(super) fn flat(tokens: &Tokens<'_>, at: usize) -> Option<Found> {
    let flat = flat_after(tokens, at)?;
    let before = tokens.before(at)?;
    let street = tokens.word(before)?;
    let folded = tokens.folded(before);
    if NOT_STREETS.contains(&folded.as_str()) || street.chars().count() > 1 && tokens.is_shouted(before) {
        return None;
    }
    let marked = tokens.words_before(at, 5).iter().any(|word| STREET.contains(&word.as_str()));
    (marked || tokens.is_capitalised(before)).then_some(Found {
        start: flat,
        end: flat + 1,
        label: Label::Flat,
    })
}

/// The token of the flat's number, where the house's number stands at `at`.
fn flat_after(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let house = tokens.digits(at).filter(|digits| digits.len() <= 4)?;
    let after = past_letter(tokens, at + 1);
    if tokens.is_mark(after, '/') {
        let flat = after + 1;
        let digits = tokens.digits(flat).filter(|digits| digits.len() <= 3)?;
        // 2/3 of something, 24/7, 1/2/2026.
        let goes_on = tokens.is_mark(flat + 1, '/') || tokens.kind(flat + 1) == Some(Kind::Word);
        let always = house == "24" && digits == "7";
        return (!goes_on && !always).then_some(flat);
    }
    let word = tokens.skip_space(after);
    if !FLAT.contains(&tokens.folded(word).as_str()) {
        return None;
    }
    let dot = word + 1 + usize::from(tokens.is_mark(word + 1, '.'));
    let flat = tokens.skip_space(dot);
    tokens.digits(flat).filter(|digits| digits.len() <= 3)?;
    // 5 m 12 cm is a length.
    let unit = tokens.folded(tokens.skip_space(flat + 1));
    (!matches!(unit.as_str(), "cm" | "m" | "mm")).then_some(flat)
}

/// Past the letter of `17a`.
fn past_letter(tokens: &Tokens<'_>, at: usize) -> usize {
    let letter = tokens.word(at).is_some_and(|word| word.chars().count() == 1);
    at + usize::from(letter)
}

/// Who says one of these says where they live.
const LIVES: [&str; 14] = [
    "mieszkam",
    "mieszkamy",
    "mieszka",
    "mieszkajacy",
    "mieszkajaca",
    "zamieszkaly",
    "zamieszkala",
    "zamieszkalego",
    "zamieszkalej",
    "zamieszkuje",
    "zameldowany",
    "zameldowana",
    "zameldowani",
    "zamieszkania",
];

/// What may stand between living and where.
const AT: [&str; 5] = ["na", "przy", "w", "pod", "jest"];

/// Before or after a number these count something that is no house.
const NO_HOUSE: [&str; 27] = [
    "od", "do", "po", "przez", "za", "juz", "z", "ma", "mam", "okolo", "ponad", "prawie", "lat", "lata",
    "rok", "roku", "miesiecy", "miesiace", "dni", "osob", "osoby", "pokoje", "pokoi", "pietro", "pietrze",
    "metrow", "km",
];

/// The longest address in words: `mieszkam na osiedlu Bohaterów Września 5`.
const WORDS: usize = 7;

/// The address after `mieszkam przy…`, whole.
pub(super) fn home(tokens: &Tokens<'_>, at: usize) -> Option<Found> {
    if !LIVES.contains(&tokens.folded(at).as_str()) {
        return None;
    }
    let mut next = tokens.skip_space(at + 1);
    if tokens.is_mark(next, ':') {
        next = tokens.skip_space(next + 1);
    }
    while AT.contains(&tokens.folded(next).as_str()) {
        next = tokens.skip_space(next + 1);
    }
    let start = next;
    let mut last = String::new();
    for _ in 0..WORDS {
        if let Some(digits) = tokens.digits(next) {
            let after = tokens.folded(tokens.skip_space(next + 1));
            let house = next > start
                && digits.len() <= 4
                && !NO_HOUSE.contains(&last.as_str())
                && !NO_HOUSE.contains(&after.as_str());
            let end = flat_after(tokens, next).map_or_else(|| past_letter(tokens, next + 1), |flat| flat + 1);
            return house.then_some(Found { start, end, label: Label::Address });
        }
        tokens.word(next)?;
        last = tokens.folded(next);
        next += 1;
        if tokens.is_mark(next, '.') || tokens.is_mark(next, '-') {
            next += 1;
        }
        next = tokens.skip_space(next);
    }
    None
}
