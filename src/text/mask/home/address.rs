//! Where somebody lives. A house may be told, because a hole in the road is in front of one; a flat is somebody's, and
//! so is a house of which somebody says that they live there.

use super::flat_number::{FLAT, MEASURES, flat_after_slash, flat_named, is_number_of_a_door, past_list};
use super::public::{is_counted, is_no_address, is_public};
use super::street::{STREET, is_house, is_in_a_street, is_street, is_street_word, past_letter};
use crate::text::mask::numbers::spoken::is_numeral;
use crate::text::mask::read::token::Tokens;
use crate::text::mask::{Label, Removal};

/// The flat of `Długa 5/12`, `os. Centrum B 7 m. 33`; the house stays.
pub(in crate::text::mask) fn flat(tokens: &Tokens<'_>, at: usize) -> Option<Removal> {
    if is_public(tokens, at) {
        return None;
    }
    if tokens.is_word(at) {
        if let Some((start, end)) = flat_said(tokens, at) {
            return Some(Removal { start, end, label: Label::Flat });
        }
        let (start, end) = flat_named(tokens, at)?;
        return Some(Removal { start, end, label: Label::Flat });
    }
    let (start, end) = flat_after_slash(tokens, at)?;
    if is_double_house(tokens, at, start) || is_no_address(tokens, at, start) || !is_in_a_street(tokens, at) {
        return None;
    }
    let end = if end == past_letter(tokens, start + 1) { past_list(tokens, start) } else { end };
    Some(Removal { start, end, label: Label::Flat })
}

/// `Rynek Główny 1/3`, `Grota-Roweckiego 5/7 skrzyżowanie`: a house that stands on two plots, where what is spoken of is
/// the street.
fn is_double_house(tokens: &Tokens<'_>, house: usize, flat: usize) -> bool {
    #[rustfmt::skip]
    const STREETS: &[&str] = &[
        "skrzyzowan", "naroznik", "rog", "remont", "budyn", "przystan", "parking", "chodnik", "jezdni", "rond", "kamienic", "glown", "szkol",
    ];
    let value = |at: usize| tokens.digits(at).and_then(|digits| digits.parse::<u32>().ok());
    let (Some(house_value), Some(flat_value)) = (value(house), value(flat)) else { return false };
    let is_one = |word: &str| STREETS.iter().any(|stem| word.starts_with(stem));
    flat_value == house_value + 2
        && (tokens.words_before(house, 3).any(is_one)
            || (flat + 1..flat + 6).any(|at| is_one(tokens.folded(at))))
}

/// The flat that is said: `trzydzieści dwa przez dziewięć`, `mieszkania pięć`; at the word before its number.
fn flat_said(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    const MOST: usize = 3;
    let word = tokens.folded(at);
    // "mieszka pod czternastką"
    let next = tokens.skip_space(at + 1);
    if word == "pod" && is_number_of_a_door(tokens.folded(next)) && !super::public::is_of_a_tram(tokens, next)
    {
        return Some((next, next + 1));
    }
    // "mieszkanie nr czternaście" may begin what is typed.
    let before = tokens.before(at).unwrap_or(usize::MAX);
    let house = |at: usize| is_numeral(tokens.folded(at)) || is_house(tokens, at);
    let through = matches!(word, "przez" | "lamane" | "lamana" | "kreska" | "ukosnik" | "slesz" | "slash");
    let named = FLAT.contains(&word) && !matches!(word, "pod" | "kw") && !is_counted(tokens, at);
    if !through && !named || (through || word.len() < 4) && !house(before) {
        return None;
    }
    let mut start = tokens.skip_space(at + 1 + usize::from(tokens.is_mark(at + 1, '.')));
    if matches!(tokens.folded(start), "przez" | "na" | "nr" | "numer") {
        start = tokens.skip_space(start + 1);
    }
    if through {
        // A street before the house, or half of something is divided.
        let from = if is_house(tokens, before) { before } else { at };
        let far = tokens.words_before(from, 6).find(|word| !is_numeral(word))?;
        let named =
            tokens.before(from).is_some_and(|before| tokens.is_word(before) && is_street(tokens, before));
        // Nothing but an address is divided by a stroke.
        let stroke = !matches!(word, "przez" | "kreska");
        let street = stroke
            || named
            || tokens.words_before(from, 8).any(|word| STREET.contains(&word))
            || is_street_word(far);
        if !street || tokens.digits(before).is_some_and(|digits| digits.len() > 3) {
            return None;
        }
        if is_house(tokens, start) {
            let end = past_letter(tokens, start + 1);
            return (!MEASURES.contains(&tokens.folded(tokens.skip_space(end)))).then_some((start, end));
        }
    }
    let (mut end, mut next) = (start, start);
    for _ in 0..MOST {
        if !is_numeral(tokens.folded(next)) {
            break;
        }
        end = next + 1;
        next = tokens.skip_space(end);
    }
    (end > start && !MEASURES.contains(&tokens.folded(next))).then_some((start, end))
}

/// Who says one of these says where they live.
#[rustfmt::skip]
const LIVES: &[&str] = &[
    "mieszkam", "mieszkamy", "mieszka", "mieszkaja", "mieszkajacy", "mieszkajaca", "mieszkajacego", "mieszkajacej",
    "zamieszkaly", "zamieszkala", "zamieszkalego", "zamieszkalej", "zamieszkuje", "zamieszkali", "zameldowany",
    "zameldowana", "zameldowani", "zameldowanego", "zameldowanej", "zamieszkania", "zameldowania", "zam", "korespondencyjny",
    "domowy",
];

/// What may stand between living and where.
const AT: &[&str] = &["na", "przy", "w", "pod", "jest", "to", "sie", "adresem"];

/// Before or after a number these count something that is no house.
#[rustfmt::skip]
const NO_HOUSE: &[&str] = &[
    "od", "do", "po", "przez", "za", "juz", "z", "ma", "mam", "okolo", "ponad", "prawie", "lat", "lata",
    "rok", "roku", "miesiecy", "miesiace", "dni", "osob", "osoby", "pokoje", "pokoi", "pietro", "pietrze",
    "metrow", "km", "dzieci", "tygodni", "godzin",
];

/// The longest address in words: `mieszkam na osiedlu Bohaterów Września 5`.
const WORDS: usize = 7;

/// The address after `mieszkam przy…`, whole.
pub(in crate::text::mask) fn home(tokens: &Tokens<'_>, at: usize) -> Option<Removal> {
    if !LIVES.contains(&tokens.folded(at)) {
        return None;
    }
    let mut next = tokens.skip_space(at + 1);
    if tokens.is_mark(next, ':') || tokens.is_mark(next, '.') {
        next = tokens.skip_space(next + 1);
    }
    while AT.contains(&tokens.folded(next)) {
        next = tokens.skip_space(next + 1);
    }
    let start = next;
    let mut last = "";
    for _ in 0..WORDS {
        if let Some(digits) = tokens.digits(next) {
            let end = house_end(tokens, next);
            let after = tokens.folded(tokens.skip_space(next + 1));
            let house =
                next > start && digits.len() <= 4 && !NO_HOUSE.contains(&last) && !NO_HOUSE.contains(&after);
            return house.then_some(Removal { start, end, label: Label::Address });
        }
        if !tokens.is_word(next) {
            return None;
        }
        last = tokens.folded(next);
        next += 1;
        if tokens.is_mark(next, '.') || tokens.is_mark(next, '-') || tokens.is_mark(next, ',') {
            next += 1;
        }
        next = tokens.skip_space(next);
    }
    None
}

/// The end of `5`, `17a`, `5/12`, `5 m. 12`, `5, mieszkanie 12`.
fn house_end(tokens: &Tokens<'_>, at: usize) -> usize {
    if let Some((_, end)) = flat_after_slash(tokens, at) {
        return end;
    }
    let end = past_letter(tokens, at + 1);
    let mut word = tokens.skip_space(end);
    if tokens.is_mark(word, ',') {
        word = tokens.skip_space(word + 1);
    }
    flat_named(tokens, word).map_or(end, |(_, end)| end)
}
