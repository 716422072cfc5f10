//! Where somebody lives. A house may be told, because a hole in the road is in front of one; a flat is somebody's, and
//! so is a house of which somebody says that they live there.

use super::spoken::is_numeral;
use super::token::{Kind, Tokens};
use super::{Found, Label};
use crate::text::lexicon::Lexicon;

/// What stands before the name of a street.
pub(super) const STREET: &[&str] = &[
    "ul", "ulica", "ulicy", "ulice", "al", "aleja", "alei", "aleje", "os", "osiedle", "osiedlu", "osiedla",
    "pl", "plac", "placu", "rynek", "rynku",
];

/// Before a number these say that it is one of something else.
#[rustfmt::skip]
pub(super) const NOT_STREETS: &[&str] = &[
    "nr", "numer", "zarzadzenie", "zarzadzenia", "zarzadzeniu", "uchwala", "uchwaly", "uchwale", "ustawa", "ustawy",
    "art", "artykul", "ust", "ustep", "pkt", "punkt", "poz", "pozycja", "par", "paragraf", "dz", "dziennik", "sprawa",
    "sprawy", "pismo", "pisma", "decyzja", "decyzji", "wniosek", "wniosku", "linia", "linii", "autobus", "tramwaj",
    "rok", "roku", "sezon", "tom", "str", "strona", "od", "do", "po", "o", "na", "w", "za", "ponad", "okolo", "zmiana",
    "czesc", "etap", "wariant", "kadencja", "druk", "wzor", "formularz", "rata", "ubytek", "rozdzial",
];

pub(super) const FLAT: &[&str] = &[
    "m",
    "mieszk",
    "mieszkanie",
    "mieszkania",
    "mieszkaniu",
    "mieszkaniem",
    "lok",
    "lokal",
    "lokalu",
    "lokalem",
    "apartament",
    "apartamencie",
    "apartamentu",
    "pod",
    "kw",
    "kwartyra",
    "drzwi",
    "mieszkanko",
    "mieszkanku",
    "kawalerka",
    "kawalerce",
    "kawalerki",
    "kwartyry",
    "kwartyri",
    "miszkanie",
];

/// Behind a flat's word and a number these say that it is a measure: `mieszkanie 50 m`, `lokal 3 pokoje`.
#[rustfmt::skip]
pub(super) const MEASURES: &[&str] = &[
    "cm", "m", "mm", "km", "mkw", "metr", "metry", "metra", "metrow", "metrowe", "kw", "pokoj", "pokoje", "pokoi",
    "pokojowe", "pokojowego", "pokojowy", "osob", "osoby", "osobowe", "lat", "lata", "rok", "rodzin", "pietro", "pietra",
    "pietrze", "tys", "tysiecy", "mln", "zl", "zlotych", "procent", "miesiecy", "miesiace", "dni", "sztuk", "razy", "x",
    "i", "stycznia", "maja", "h", "os",
];

/// The flat of `Długa 5/12`, `os. Centrum B 7 m. 33`; the house stays.
pub(super) fn flat(tokens: &Tokens<'_>, at: usize) -> Option<Found> {
    if tokens.is_word(at) {
        if let Some((start, end)) = flat_said(tokens, at) {
            return Some(Found { start, end, label: Label::Flat });
        }
        return flat_named(tokens, at).map(|flat| Found {
            start: flat,
            end: past_letter(tokens, flat + 1),
            label: Label::Flat,
        });
    }
    let flat = flat_after_slash(tokens, at)?;
    let before = tokens.before(at)?;
    let folded = Some(tokens.folded(before)).filter(|word| !word.is_empty())?;
    if NOT_STREETS.contains(&folded)
        || tokens.letters(before) > 1 && tokens.is_shouted(before) && !tokens.is_loud()
    {
        return None;
    }
    let marked = tokens.words_before(at, 5).any(|word| STREET.contains(&word));
    if is_double_house(tokens, at, flat) {
        return None;
    }
    (marked || is_street(tokens, before)).then_some(Found {
        start: flat,
        end: past_letter(tokens, flat + 1),
        label: Label::Flat,
    })
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
    if word == "pod" && is_number_of_a_door(tokens.folded(next)) {
        return Some((next, next + 1));
    }
    // "mieszkanie nr czternaście" may begin what is typed.
    let before = tokens.before(at).unwrap_or(usize::MAX);
    let house = |at: usize| is_numeral(tokens.folded(at)) || is_house(tokens, at);
    let through = matches!(word, "przez" | "lamane" | "lamana" | "kreska" | "ukosnik" | "slesz" | "slash");
    let named = FLAT.contains(&word) && !matches!(word, "pod" | "kw");
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
        let street =
            named || tokens.words_before(from, 8).any(|word| STREET.contains(&word)) || is_street_word(far);
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

/// `czternastka`, `szóstce`: how people call a flat.
pub(super) fn is_number_of_a_door(folded: &str) -> bool {
    const STEMS: &[&str] = &[
        "jedynk",
        "dwojk",
        "trojk",
        "czwork",
        "piatk",
        "szostk",
        "siodemk",
        "osemk",
        "dziewiatk",
        "dziesiatk",
    ];
    let ending = folded.ends_with("ka") || folded.ends_with("ke");
    ending
        && (STEMS.iter().any(|stem| folded.starts_with(stem))
            || folded.contains("nastk")
            || folded.contains("dziestk")
            || folded.contains("siatk") && folded.len() > 9)
}

/// Whether a word ends like a street, or is a name of the lexicon.
fn is_street_word(folded: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "ska", "skiej", "cka", "ckiej", "skiego", "ckiego", "owa", "owej", "na", "nej", "dzka", "dzkiej",
        "ego", "ow",
    ];
    folded.len() > 4 && ENDINGS.iter().any(|ending| folded.ends_with(ending))
        || Lexicon::polish().lemma(folded).is_some_and(|lemma| lemma.display.starts_with(char::is_uppercase))
}

/// Whether the word before a number can be the name of a street: it has a capital, or looks like one.
pub(super) fn is_street(tokens: &Tokens<'_>, at: usize) -> bool {
    const ENDINGS: &[&str] =
        &["ska", "skiej", "cka", "ckiej", "skiego", "ckiego", "owa", "owej", "na", "nej", "dzka", "dzkiej"];
    let folded = tokens.folded(at);
    let proper =
        || Lexicon::polish().lemma(folded).is_some_and(|lemma| lemma.display.starts_with(char::is_uppercase));
    tokens.is_capital(at)
        || folded.len() > 4 && ENDINGS.iter().any(|ending| folded.ends_with(ending))
        || proper()
}

/// The token of the flat's number in `5/12`.
fn flat_after_slash(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let house = tokens.digits(at).filter(|digits| digits.len() <= 4)?;
    let after = past_letter(tokens, at + 1);
    let slash = tokens.skip_space(after);
    let flat = tokens.skip_space(slash + 1);
    if !matches!(tokens.mark(slash), Some('/' | '\\')) {
        return None;
    }
    let digits = tokens.digits(flat).filter(|digits| digits.len() <= 3)?;
    // 2/3 of something, 24/7, 1/2/2026.
    let past = past_letter(tokens, flat + 1);
    let goes_on = tokens.is_mark(past, '/') || tokens.is_word(past);
    let always = house == "24" && digits == "7";
    (!goes_on && !always).then_some(flat)
}

/// The token of the flat's number in `mieszkanie nr 12`, `m. 4`; at the word.
fn flat_named(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let word = tokens.folded(at);
    // In Latin letters it is a land register, in Cyrillic ones a flat.
    if !FLAT.contains(&word) || word == "kw" && !tokens.is_cyrillic(at) {
        return None;
    }
    let mut next = at + 1 + usize::from(tokens.is_mark(at + 1, '.'));
    for _ in 0..2 {
        next = tokens.skip_space(next);
        match tokens.folded(next) {
            "nr" | "numer" | "numerze" | "numerem" | "mieszkalny" | "mieszkalnego" | "mieszkalnym" => {
                next += 1
            }
            _ if tokens.is_mark(next, '.') || tokens.is_mark(next, ':') => next += 1,
            _ => break,
        }
    }
    let flat = tokens.skip_space(next);
    let digits = tokens.digits(flat).filter(|digits| digits.len() <= 3)?;
    // m², m³
    if flat == at + 1 && matches!(digits, "2" | "3") {
        return None;
    }
    // "m" alone is a metre unless the number of a house stands before it: "5 m 12", "12 m. 4".
    if word.len() <= 3 && word != "lok" {
        let mut house = tokens.before(at)?;
        if tokens.is_mark(house, ',') || tokens.is_mark(house, '(') {
            house = tokens.before(house)?;
        }
        let house = if tokens.digits(house).is_none() && tokens.letters(house) == 1 {
            house.checked_sub(1)?
        } else {
            house
        };
        tokens.digits(house).filter(|digits| digits.len() <= 4)?;
    }
    let past = past_letter(tokens, flat + 1);
    let dashed = tokens.is_mark(past, '-')
        || tokens.is_mark(past, '%')
        || tokens.is_mark(past, ',') && tokens.digits(past + 1).is_some();
    let unit = tokens.skip_space(past);
    // "lokal 61 os. Strusia" is an estate, "lokal 4 os." has people in it.
    let estate = tokens.folded(unit) == "os"
        && tokens.is_capital(tokens.skip_space(unit + 1 + usize::from(tokens.is_mark(unit + 1, '.'))));
    let unit = if estate { "" } else { tokens.folded(unit) };
    (!dashed && !MEASURES.contains(&unit)).then_some(flat)
}

/// Past the letter of `17a`.
pub(super) fn past_letter(tokens: &Tokens<'_>, at: usize) -> usize {
    at + usize::from(tokens.is_word(at) && tokens.letters(at) == 1)
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
pub(super) fn home(tokens: &Tokens<'_>, at: usize) -> Option<Found> {
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
            return house.then_some(Found { start, end, label: Label::Address });
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
    if let Some(flat) = flat_after_slash(tokens, at) {
        return past_letter(tokens, flat + 1);
    }
    let end = past_letter(tokens, at + 1);
    let mut word = tokens.skip_space(end);
    if tokens.is_mark(word, ',') {
        word = tokens.skip_space(word + 1);
    }
    flat_named(tokens, word).map_or(end, |flat| past_letter(tokens, flat + 1))
}

/// Whether the number at `at` is of a house whose street stands before it.
pub(super) fn is_house(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.kind(at) == Some(Kind::Digits) && tokens.digits(at).is_some_and(|digits| digits.len() <= 3)
}
