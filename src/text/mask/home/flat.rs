//! Flats that are told in other words than `5/12` and `mieszkanie 12`: by a hyphen (`44-7`), before the street (`m. 45
//! na Kalinowym 3`), as an ordinal (`mieszkanie siódme`), by the bell or by whom one lives above (`domofon 12`, `spod
//! dwójki`).

use super::door::door;
use super::flat_number::{FLAT, MEASURES, is_number_of_a_door, past_ending, past_list, past_number_word};
use super::street::{STREET, is_house, is_in_a_street, past_letter};
use crate::text::mask::birth::is_month;
use crate::text::mask::name::is_somebody;
use crate::text::mask::name::known::around::is_place;
use crate::text::mask::read::token::Tokens;
use crate::text::mask::{Label, Removal};

/// The flat that is told at `at` in one of these ways.
pub(in crate::text::mask) fn told(tokens: &Tokens<'_>, at: usize) -> Option<Removal> {
    if super::public::is_public(tokens, at) || super::public::is_counted(tokens, at) {
        return None;
    }
    let (start, end) = match tokens.is_word(at) {
        true => before_its_street(tokens, at)
            .or_else(|| in_order(tokens, at))
            .or_else(|| behind_a_staircase(tokens, at))
            .or_else(|| of_a_neighbour(tokens, at))
            .or_else(|| door(tokens, at)),
        false => {
            behind_a_hyphen(tokens, at).or_else(|| behind_a_letter(tokens, at)).or_else(|| door(tokens, at))
        }
    }?;
    Some(Removal { start, end, label: Label::Flat })
}

fn flat_number(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.digits(at).is_some_and(|digits| digits.len() <= 3)
        && !matches!(tokens.mark(at + 1), Some('/' | '%'))
}

/// `m. 45 na Kalinowym 3`, `pod numerem 12 na Złotej 7`, `domofon 12`.
fn before_its_street(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    const BELLS: &[&str] = &["domofon", "domofonu", "domofonem", "domofonie", "dzwonek", "dzwonka"];
    let word = tokens.folded(at);
    let bell = BELLS.contains(&word);
    let under = matches!(word, "pod" | "spod");
    if !bell && !under && (!FLAT.contains(&word) || word == "kw") {
        return None;
    }
    let flat = past_number_word(tokens, at + 1);
    if !flat_number(tokens, flat) {
        return None;
    }
    let end = past_ending(tokens, past_list(tokens, flat));
    let counted = tokens.folded(tokens.skip_space(end));
    if MEASURES.contains(&counted) && counted != "os" {
        return None;
    }
    // "spod 12", "sąsiad pod 12"
    let somebodys = word == "spod" || under && tokens.words_before(at, 2).any(is_somebody);
    (bell || somebodys || street_follows(tokens, end)).then_some((flat, end))
}

/// Whether `na Złotej 7`, `, ul. Długa 8` stands behind `at`.
fn street_follows(tokens: &Tokens<'_>, at: usize) -> bool {
    const WORDS: usize = 5;
    let comma = tokens.is_mark(at, ',') || tokens.is_mark(at, '(');
    let mut next = tokens.skip_space(at + usize::from(comma));
    let mut marked = false;
    for place in 0..WORDS {
        let word = tokens.folded(next);
        if place > 0 && marked && is_house(tokens, next) {
            return true;
        }
        let before = matches!(word, "na" | "przy" | "w" | "bloku" | "budynku" | "kamienicy");
        if word.is_empty() || place > 0 && before {
            return false;
        }
        marked = marked || STREET.contains(&word) || !before && tokens.is_capital(next) || word == "bloku";
        next += 1;
        next = tokens.skip_space(next + usize::from(matches!(tokens.mark(next), Some('.' | '-'))));
    }
    marked && is_house(tokens, next)
}

/// `mieszkanie siódme`, `lokal trzeci`, `m. siódme`, `mieszkanie nr czternaście`.
fn in_order(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let word = tokens.folded(at);
    if !FLAT.contains(&word) || matches!(word, "pod" | "kw") {
        return None;
    }
    let bare = tokens.skip_space(at + 1 + usize::from(tokens.is_mark(at + 1, '.')));
    let start = past_number_word(tokens, at + 1);
    let ordinal = |at: usize| {
        let folded = tokens.folded(at);
        crate::text::mask::birth::is_ordinal(folded) && folded.len() > 2
    };
    // "lokal jest jeden"
    let is_told = tokens.before(start).is_some_and(|before| matches!(tokens.folded(before), "jest" | "to"));
    if !ordinal(start) || is_told {
        return None;
    }
    let mut end = start + 1;
    let mut next = tokens.skip_space(end);
    if ordinal(next) {
        end = next + 1;
        next = tokens.skip_space(end);
    }
    let first = tokens.folded(start);
    let numbered = start > bare;
    let house = tokens
        .before(at)
        .map(|before| if tokens.is_mark(before, ',') { before.saturating_sub(1) } else { before })
        .is_some_and(|before| is_house(tokens, before) || tokens.letters(before) == 1);
    let place = tokens.skip_space(end + usize::from(tokens.is_mark(end, ',')));
    let alone = place >= tokens.len() || tokens.mark(end).is_some_and(|c| ".,;!?)".contains(c));
    // "mieszkanie trzy pokoje", "lokal drugi przetarg", "mieszkania dwa"
    let few = ["dwa", "dwie", "trzy", "trzec", "jeden", "jedno", "pierwsz", "drugi", "sto"]
        .iter()
        .any(|stem| first.starts_with(stem));
    let sure = numbered || house || !few || next < end + 2 && street_follows(tokens, end);
    let is_flat =
        sure && (numbered || house || alone || street_follows(tokens, end) || word.len() > 4 && !few);
    (is_flat && !MEASURES.contains(&tokens.folded(next))).then_some((start, end))
}

/// `kl. II m 9`, `klatka B m 4`: the staircase stands in the place of the house.
fn behind_a_staircase(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    if !matches!(tokens.folded(at), "m" | "mieszk" | "lok") {
        return None;
    }
    let flat = past_number_word(tokens, at + 1);
    let stairs = |word: &str| {
        ["klat", "wejsci", "pietr", "segment"].iter().any(|stem| word.starts_with(stem))
            || matches!(word, "kl" | "bl" | "blok" | "bud")
    };
    // Between them stand a number or a letter, and marks.
    let near = (at.saturating_sub(6)..at).any(|before| stairs(tokens.folded(before)));
    let end = past_letter(tokens, flat + 1);
    let counted = MEASURES.contains(&tokens.folded(tokens.skip_space(end)));
    (near && !counted && flat_number(tokens, flat) && flat > at + 1).then_some((flat, end))
}

/// `spod dwójki`, `sąsiad z szóstki`: a tram is left, but nobody lives under one.
fn of_a_neighbour(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let word = tokens.folded(at);
    let door = tokens.skip_space(at + 1);
    let folded = tokens.folded(door);
    let named = is_number_of_a_door(folded)
        || ["ki", "ce"].iter().any(|ending| {
            folded.strip_suffix(ending).is_some_and(|stem| is_number_of_a_door(&format!("{stem}ka")))
        });
    let lives = matches!(word, "spod" | "pod")
        // "z dwójki", but "z dwójką dzieci"
        || matches!(word, "z" | "ze" | "w") && !tokens.text(door).ends_with('ą') && tokens.words_before(at, 2).any(is_somebody);
    (named && lives && !super::public::is_of_a_tram(tokens, at)).then_some((door, door + 1))
}

/// `61 f / 22`: a blank before the letter of the house.
fn behind_a_letter(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    if !is_house(tokens, at) || !tokens.is_space(at + 1) {
        return None;
    }
    let letter = tokens.skip_space(at + 1);
    let slash = tokens.skip_space(letter + 1);
    let flat = tokens.skip_space(slash + 1);
    let house = tokens.letters(letter) == 1 && matches!(tokens.mark(slash), Some('/' | '\\' | '-'));
    let ends = !matches!(tokens.mark(flat + 1), Some('/' | '-')) && !tokens.is_word(flat + 1);
    (house && flat_number(tokens, flat) && ends && is_in_a_street(tokens, at)).then_some((slash, flat + 1))
}

/// Whether more than one house is spoken of: `budynki Kalwaryjska 9 - 15`, `remont Słomianej 4-16`.
fn is_of_a_row(tokens: &Tokens<'_>, house: usize, flat: usize) -> bool {
    const NEAR: usize = 14;
    #[rustfmt::skip]
    const ROWS: &[&str] = &[
        "budyn", "numery", "nume", "parzyst", "nieparzyst", "odcin", "remont", "zamkn", "blok", "domy", "domow", "posesj", "kamienic", "chodnik", "jezdni", "parking", "strona", "stronie", "awari", "latarn", "odsnie", "odbior", "smieci", "przebudow", "ruch", "wjazd", "urzad", "urzed", "wysokosc", "okolic", "nieruchomosci",
    ];
    (house.saturating_sub(NEAR)..flat + NEAR).any(|at| {
        let folded = tokens.folded(at);
        !folded.is_empty() && ROWS.iter().any(|stem| folded.starts_with(stem))
    })
}

/// `Królewska 44-7`, `48a-7`: no row of houses, of which the second number is a little greater.
fn behind_a_hyphen(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let house = tokens.digits(at).filter(|digits| digits.len() <= 3)?;
    let hangs = at > 1 && matches!(tokens.mark(at - 1), Some('-' | '/' | '.' | ',' | ':' | '–'));
    let after = past_letter(tokens, at + 1);
    let hyphen = tokens.skip_space(after);
    let flat = tokens.skip_space(hyphen + 1);
    let digits = tokens.digits(flat).filter(|digits| digits.len() <= 3)?;
    if hangs || !matches!(tokens.mark(hyphen), Some('-' | '–')) || !is_in_a_street(tokens, at) {
        return None;
    }
    let lettered = after > at + 1;
    // "Dworzec Główny 22-6 zamknięty"
    let thing = |word: &str| ["wiat", "slup", "latarni", "szafk"].iter().any(|stem| word.starts_with(stem));
    let place = |word: &str| is_place(word) && !STREET.contains(&word) || thing(word);
    if tokens.words_before(at, 3).any(place) {
        return None;
    }
    let street = tokens.before(at)?;
    let marked = tokens.words_before(at, 4).any(|word| STREET.contains(&word));
    let (from, to) = (house.parse::<u32>().ok()?, digits.parse::<u32>().ok()?);
    // "Cracovia 2-1", "cisza nocna 22-6", "Warszawa 02-495"
    let score =
        !marked && !lettered && (from < 10 && to < 10 || !tokens.is_capital(street) && to < 25 && from < 25);
    let postcode = house.len() == 2 && digits.len() == 3 && (!marked || house.starts_with('3'));
    // Where nothing but the two numbers is told, a row of houses is of neighbours: "Wszystkich Świętych 3-4".
    let row = to > from && !lettered && (to < from + 4 || to < from + 20 && is_of_a_row(tokens, at, flat));
    let past = past_letter(tokens, flat + 1);
    let unit = tokens.folded(tokens.skip_space(past));
    let counted = MEASURES.contains(&unit) && unit != "i"
        || is_month(unit)
        || matches!(tokens.mark(past), Some('-' | '/' | ':' | '%' | '.') if tokens.digits(past + 1).is_some());
    (!score && !postcode && !row && !counted).then_some((if lettered { after - 1 } else { flat }, past))
}
