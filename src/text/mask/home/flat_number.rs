//! The number of a flat behind the word or the mark that says so: `mieszkanie nr 12`, `m. 4`, `5/12`, `5/II/12`.

use super::street::{STREET, is_in_a_street, is_roman, past_letter};
use crate::text::mask::Label;
use crate::text::mask::read::token::{TokenKind, Tokens};

/// What stands before the number of a flat.
#[rustfmt::skip]
pub(in crate::text::mask) const FLAT: &[&str] = &[
    "m", "mk", "mkn", "miesz", "mieszk", "mieszkanie", "mieszkania", "mieszkaniu", "mieszkaniem", "lok", "lokal", "lokalu", "lokalem", "lokum",
    "apartament", "apartamencie", "apartamentu", "apt", "apartment", "flat", "ap", "app", "pod", "kw", "kwartyra", "kwartyry", "kwartyri", "miszkanie", "drzwi",
    "mieszkanko", "mieszkanku", "kawalerka", "kawalerce", "kawalerki", "kawalerke", "garsoniera", "garsonierze", "suterena", "suterenie", "suteryna", "poddasze", "poddaszu", "l", "unit",
];

/// Of these alone nobody knows that they are of a flat: the number of a house must stand before them.
const SHORT: &[&str] = &["m", "mk", "mkn", "l", "ap", "app", "unit", "kw", "pod"];

/// Behind a flat's word and a number these say that it is a measure: `mieszkanie 50 m`, `lokal 3 pokoje`.
#[rustfmt::skip]
pub(in crate::text::mask) const MEASURES: &[&str] = &[
    "cm", "m", "mm", "km", "mkw", "metr", "metry", "metra", "metrow", "metrowe", "kw", "pokoj", "pokoje", "pokoi",
    "pokojowe", "pokojowego", "pokojowy", "osob", "osoby", "osobowe", "lat", "lata", "rok", "rodzin", "pietro", "pietra",
    "pietrze", "tys", "tysiecy", "mln", "zl", "zlotych", "procent", "miesiecy", "miesiace", "dni", "sztuk", "razy", "x",
    "stycznia", "maja", "h", "os", "kondygnacje", "kondygnacji", "etap", "etapu", "edycja", "edycji", "liscie", "min", "minut", "godz", "godziny", "pokojowa", "proc",
];

/// `czternastka`, `szóstce`: how people call a flat.
pub(in crate::text::mask) fn is_number_of_a_door(folded: &str) -> bool {
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

/// From where to where the flat stands in `5/12`, `5/II/12`, `5/l2`.
pub(in crate::text::mask) fn flat_after_slash(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let slash = |at: usize| matches!(tokens.mark(at), Some('/' | '\\' | '|'));
    let house = tokens.digits(at).filter(|digits| digits.len() <= 4)?;
    let mut first = tokens.skip_space(past_letter(tokens, at + 1));
    if !slash(first) {
        return None;
    }
    first = tokens.skip_space(first + 1 + usize::from(slash(first + 1)));
    if let Some(past) = behind_its_word(tokens, first).or_else(|| in_roman(tokens, at, first)) {
        return Some((first, past));
    }
    // "l2": a letter that is read for a digit
    let flat = first
        + usize::from(
            matches!(tokens.text(first), "l" | "I" | "O" | "o") && tokens.digits(first + 1).is_some(),
        );
    // "5/II/12", "5/7/12"
    let staircase = (is_roman(tokens.folded(flat))
        || tokens.digits(flat).is_some_and(|digits| digits.len() <= 2))
        && slash(flat + 1)
        && tokens.digits(flat + 2).is_some_and(|digits| digits.len() <= 3);
    if staircase {
        let (stairs, last) = (value(tokens, flat), tokens.digits(flat + 2).map_or(0, str::len));
        // 1/2/26 is a day
        let day = stairs.is_some_and(|month| month <= 12)
            && last == 2
            && value(tokens, at).is_some_and(|day| day <= 31);
        let past = past_letter(tokens, flat + 3);
        let marked = !day
            || tokens.before(at).is_some_and(|street| tokens.is_capital(street))
            || tokens.words_before(at, 5).any(|word| STREET.contains(&word));
        return (marked && !slash(past) && !tokens.is_word(past)).then_some((first, past));
    }
    let digits = tokens.digits(flat).filter(|digits| digits.len() <= 3)?;
    // 2/3 of something, 24/7, 1/2/2026.
    let past = past_letter(tokens, flat + 1);
    let goes_on = slash(past) && tokens.digits(past + 1).is_some() || tokens.is_word(past);
    let always = house == "24" && digits == "7";
    let unit = tokens.folded(tokens.skip_space(past));
    let share = ["etat", "udzia", "czesc", "glos", "dob", "ceny", "kwot", "termin"]
        .iter()
        .any(|stem| unit.starts_with(stem));
    (!goes_on && !always && !share).then_some((first, past))
}

/// Past the flat of `27/m3`, `27/m. 3`.
fn behind_its_word(tokens: &Tokens<'_>, word: usize) -> Option<usize> {
    if !matches!(tokens.folded(word), "m" | "mieszk" | "miesz" | "lok") {
        return None;
    }
    let flat = past_number_word(tokens, word + 1);
    tokens.digits(flat).filter(|digits| digits.len() <= 3)?;
    let end = past_letter(tokens, flat + 1);
    (!tokens.is_word(end)).then_some(end)
}

/// Past the flat of `8/IV`, in the figures of old houses; `5/XI` with no street's capital before it may be a day.
fn in_roman(tokens: &Tokens<'_>, house: usize, flat: usize) -> Option<usize> {
    let street = tokens.before(house)?;
    let named = tokens.is_capital(street) && tokens.letters(street) > 3
        || tokens.words_before(house, 5).any(|word| STREET.contains(&word));
    let capitals = tokens.text(flat).chars().all(char::is_uppercase);
    let hangs = tokens.mark(flat + 1).is_some_and(|c| "/-.".contains(c))
        && !tokens.is_space(flat + 2)
        && flat + 2 < tokens.len();
    (named && capitals && is_roman(tokens.folded(flat)) && !hangs).then_some(flat + 1)
}

fn value(tokens: &Tokens<'_>, at: usize) -> Option<u32> {
    tokens.digits(at)?.parse().ok()
}

/// From where to where the flat stands in `mieszkanie nr 12`, `m. 4`, `mieszkania 12, 13 i 14`; at the word.
pub(in crate::text::mask) fn flat_named(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let word = tokens.folded(at);
    // In Latin letters it is a land register, in Cyrillic ones a flat.
    if !FLAT.contains(&word) || word == "kw" && !tokens.is_cyrillic(at) {
        return None;
    }
    let flat = past_number_word(tokens, at + 1);
    // "m. IV": old houses count so; a floor or a staircase would follow.
    if is_roman(tokens.folded(flat)) && tokens.is_capital(flat) && !tokens.is_word(flat + 1) {
        let sure = SHORT.contains(&word) && word != "pod" || house_before(tokens, at);
        let floor = tokens.folded(tokens.skip_space(flat + 1));
        return (sure && house_before(tokens, at) && floor != "p" && !floor.starts_with("pietr"))
            .then_some((flat, flat + 1));
    }
    let digits = tokens.digits(flat).filter(|digits| digits.len() <= 3)?;
    // m², m³, but not behind the letter of a house or a floor: "44a m3", "18 I p. m2".
    if flat == at + 1 && matches!(digits, "2" | "3") {
        let before =
            tokens.before(at).map(|before| before - usize::from(tokens.is_mark(before, '.') && before > 0));
        let parted = before.is_some_and(|before| tokens.letters(before) == 1 && tokens.is_word(before));
        return (word == "m" && parted && house_before(tokens, at))
            .then(|| (flat, past_letter(tokens, flat + 1)));
    }
    // "m" alone is a metre unless the number of a house stands before it: "5 m 12", "12 m. 4".
    // "120l 240l"
    if word == "l" && at > 0 && tokens.digits(at - 1).is_some() {
        return None;
    }
    if SHORT.contains(&word) && !house_before(tokens, at) && !floor_behind(tokens, flat + 1) {
        return None;
    }
    let past = past_list(tokens, flat);
    let dashed = tokens.is_mark(past, '-') && tokens.digits(past + 1).is_some()
        || tokens.is_mark(past, '-') && tokens.is_word(past + 1)
        || tokens.is_mark(past, '%')
        || tokens.is_mark(past, ',') && tokens.digits(past + 1).is_some();
    let unit = tokens.skip_space(past);
    // "lokal 61 os. Strusia" is an estate, "lokal 4 os." has people in it.
    let estate = tokens.folded(unit) == "os"
        && tokens.is_capital(tokens.skip_space(unit + 1 + usize::from(tokens.is_mark(unit + 1, '.'))));
    let unit = if estate { "" } else { tokens.folded(unit) };
    // "mieszkania 2 i 3 pokojowe"
    let second = tokens.skip_space(tokens.skip_space(past) + 1);
    let counted = matches!(unit, "i" | "lub" | "albo")
        && MEASURES.contains(&tokens.folded(tokens.skip_space(second + 1)));
    let listed =
        counted || unit == "na" && tokens.folded(tokens.skip_space(tokens.skip_space(past) + 1)) == "liscie";
    (!dashed && !listed && !MEASURES.contains(&unit)).then_some((flat, past))
}

/// Past `nr`, `numer to`, `.`, `:` and the like between a word and its number.
pub(in crate::text::mask) fn past_number_word(tokens: &Tokens<'_>, at: usize) -> usize {
    let mut next = at;
    for _ in 0..4 {
        let here = tokens.skip_space(next);
        next = match tokens.folded(here) {
            "nr" | "numer" | "numerze" | "numerem" | "numeru" | "mieszkalny" | "mieszkalnego"
            | "mieszkalnym" | "to" | "jest" | "no" | "u" | "m" | "ie" | "nie" | "kanie" | "kania"
            | "kaniu" | "kan" => here + 1,
            _ if matches!(tokens.mark(here), Some('.' | ':' | '#')) => here + 1,
            _ if tokens.is_mark(here, '-') && here == next => here + 1,
            _ => return here,
        };
    }
    tokens.skip_space(next)
}

/// Past `12a`, `12, 13 i 14`.
pub(in crate::text::mask) fn past_list(tokens: &Tokens<'_>, flat: usize) -> usize {
    const MOST: usize = 8;
    let mut end = past_letter(tokens, flat + 1);
    for _ in 0..MOST {
        let mut next = tokens.skip_space(end);
        let joined = tokens.is_mark(next, ',') || matches!(tokens.folded(next), "i" | "oraz");
        next = tokens.skip_space(next + 1);
        let more = tokens.digits(next).is_some_and(|digits| digits.len() <= 3);
        let past = past_letter(tokens, next + 1);
        let counted = tokens.skip_space(past);
        let other = tokens.mark(past).is_some_and(|c| "/-:–".contains(c))
            || MEASURES.contains(&tokens.folded(counted))
            || crate::text::mask::birth::is_month(tokens.folded(counted));
        if !joined || !more || other {
            break;
        }
        end = past;
    }
    end
}

/// Past `-ką` of `pod 17-ką`.
pub(in crate::text::mask) fn past_ending(tokens: &Tokens<'_>, end: usize) -> usize {
    let ending = tokens.is_mark(end, '-')
        && matches!(tokens.folded(end + 1), "ka" | "ke" | "ki" | "ce" | "tka" | "tke" | "tki" | "tce");
    if ending { end + 2 } else { end }
}

/// Whether the number of a house stands before `at`, with a staircase and a floor between them at most.
pub(super) fn house_before(tokens: &Tokens<'_>, at: usize) -> bool {
    const FAR: usize = 22;
    #[rustfmt::skip]
    const BETWEEN: &[&str] = &[
        "kl", "klatka", "klatce", "klatki", "p", "pietro", "pietrze", "pietra", "of", "ofic", "oficyna", "oficynie", "oficyny", "lewa", "prawa", "parter", "parterze", "segment", "wejscie", "nr", "numer",
        "pierwsze", "drugie", "trzecie", "czwarte", "schodowa", "na", "w", "poddasze", "front",
    ];
    let mut digits = 0;
    for before in (at.saturating_sub(FAR)..at).rev() {
        let year = |house: &str| house.len() == 4 && (house.starts_with("19") || house.starts_with("20"));
        if tokens.digits(before).is_some_and(|house| house.len() <= 4 && !year(house)) {
            digits += 1;
            let near = (before + 1..at)
                .all(|at| tokens.is_word(at) && tokens.letters(at) == 1 || tokens.mark(at).is_some());
            if near || is_in_a_street(tokens, before) {
                return true;
            }
            continue;
        }
        match tokens.kind(before) {
            Some(TokenKind::Placeholder) => return tokens.text(before) == Label::Address.placeholder(),
            Some(TokenKind::Mark(c)) if c.is_whitespace() && c != '\n' || ",;.-–(:".contains(c) => {}
            Some(TokenKind::Word) if tokens.letters(before) == 1 || is_roman(tokens.folded(before)) => {}
            Some(TokenKind::Word) if BETWEEN.contains(&tokens.folded(before)) => {}
            _ => break,
        }
        if digits > 2 {
            break;
        }
    }
    false
}

/// `12 II p.`, `12, drugie piętro`: behind the number of a flat stands its floor.
fn floor_behind(tokens: &Tokens<'_>, at: usize) -> bool {
    let floor = |at: usize| {
        let folded = tokens.folded(at);
        folded == "p"
            || folded == "kl"
            || ["pietr", "klatk", "parter"].iter().any(|stem| folded.starts_with(stem))
    };
    let first = tokens.skip_space(at + usize::from(tokens.is_mark(at, ',')));
    let second = tokens.skip_space(first + 1);
    floor(first) || is_roman(tokens.folded(first)) && floor(second)
}
