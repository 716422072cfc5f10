//! Flats that are told by their door alone: as a noun (`z szesnastki cieknie`), by whom one speaks of (`u pani z 12`), by a
//! bare number behind the house (`Wielicka 30 nr 16`, `blok 6, ona pod 44`), by the staircase (`kl. 1 / 12`).

use super::flat_number::{MEASURES, is_number_of_a_door, past_ending, past_list, past_number_word};
use super::street::{NOT_STREETS, is_house, is_in_a_street, is_street, past_letter};
use crate::text::mask::birth::{is_month, is_ordinal};
use crate::text::mask::name::is_somebody;
use crate::text::mask::numbers::spoken::weight;
use crate::text::mask::read::token::Tokens;

/// The number of a flat that is told at the word or mark at `at`.
pub(in crate::text::mask) fn door(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    if tokens.digits(at).is_some() {
        return behind_its_house(tokens, at);
    }
    if tokens.is_word(at) {
        return as_noun(tokens, at)
            .or_else(|| in_order(tokens, at))
            .or_else(|| somebodys(tokens, at))
            .or_else(|| numbered(tokens, at))
            .or_else(|| behind_stairs(tokens, at))
            .or_else(|| said_behind_its_house(tokens, at));
    }
    bare(tokens, at)
}

fn begins(folded: &str, stems: &[&str]) -> bool {
    !folded.is_empty() && stems.iter().any(|stem| folded.starts_with(stem))
}

fn is_number(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.digits(at).is_some_and(|digits| digits.len() <= 3)
}

/// Whether what follows a number counts something, or is a day, an hour, a part of a longer number.
fn counts(tokens: &Tokens<'_>, end: usize) -> bool {
    let next = tokens.skip_space(end);
    let folded = tokens.folded(next);
    MEASURES.contains(&folded)
        || folded == "na" && matches!(tokens.folded(tokens.skip_space(next + 1)), "liscie" | "listy")
        || is_month(folded)
        || matches!(folded, "dzieci" | "dzieckiem" | "osobami" | "czy" | "letni" | "letnia" | "letnim")
        || tokens.mark(end).is_some_and(|c| "-/%:–".contains(c))
        || matches!(tokens.mark(end), Some('.' | ',')) && tokens.digits(end + 1).is_some()
}

/// What is told of a house and who lives in it.
fn is_of_a_house(folded: &str) -> bool {
    #[rustfmt::skip]
    const HOUSE: &[&str] = &[
        "blok", "klatk", "pietr", "parter", "mieszk", "lokator", "sasiad", "domofon", "zalew", "zalal", "ciek", "kapie", "halas", "krzyk", "imprez", "szczek", "winda", "windy", "kamienic", "wspolnot",
        "najemc", "drzwi", "piwnic", "balkon", "lazienk", "sufit", "goscie", "smrod", "smierdzi", "awantur", "lokal",
    ];
    begins(folded, HOUSE)
}

fn is_of_a_tram(folded: &str) -> bool {
    const TRAM: &[&str] = &[
        "tramwaj", "lini", "autobus", "jezdz", "jezdzi", "jedzie", "jech", "przystan", "odjezd", "kurs",
        "wsias", "wysias", "petl", "rozklad", "dzieci", "szkol", "przesiad", "objazd",
    ];
    begins(folded, TRAM)
}

/// `z szesnastki na parterze leci woda`, `na Długiej 5 w dwunastce`: the trams of the city are called so, too.
fn as_noun(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let folded = tokens.folded(at);
    let stem = ["ka", "ki", "ke", "ce", "ko"].iter().find_map(|ending| folded.strip_suffix(ending))?;
    // "w piątkę na dwudziestu metrach", "robimy osiemnastkę"
    let many = folded.ends_with("ke");
    if !is_number_of_a_door(&format!("{stem}ka")) || tokens.text(at).ends_with('ą') || many {
        return None;
    }
    const FAR: usize = 16;
    let near = at.saturating_sub(FAR)..at + FAR;
    let tram = near.clone().any(|at| is_of_a_tram(tokens.folded(at)));
    let house = near.clone().any(|other| {
        other != at
            && (is_of_a_house(tokens.folded(other))
                || is_number(tokens, other) && is_in_a_street(tokens, other))
    });
    (house && !tram).then_some((at, at + 1))
}

/// `spod szesnastego mieszkania`, `w czwartym lokalu`.
fn in_order(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let flat = tokens.skip_space(at + 1);
    let word = tokens.folded(flat);
    let before = tokens.before(at).map(|before| tokens.folded(before)).unwrap_or_default();
    let from = matches!(before, "spod" | "z" | "w" | "pod" | "do") || is_ordinal(before);
    let folded = tokens.folded(at);
    let first = begins(folded, &["pierwsz", "drug", "trzec", "jedn", "dwa", "trzy", "sto", "cztery"]);
    let named = matches!(word, "mieszkania" | "mieszkaniu" | "lokalu" | "mieszkanie" | "lokal");
    (is_ordinal(folded) && named && from && !first).then_some((at, at + 1))
}

/// `sąsiad z 12 hałasuje`, `u pani z 12 zalało`.
fn somebodys(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let word = tokens.folded(at);
    if !matches!(word, "z" | "ze" | "spod" | "pod") {
        return None;
    }
    let flat = past_number_word(tokens, at + 1);
    if !is_number(tokens, flat) {
        return None;
    }
    let end = past_ending(tokens, past_list(tokens, flat));
    // Nobody is "z 54 roku" here, and "pani z 500 plus" is of no flat.
    let counted = counts(tokens, end)
        || matches!(tokens.folded(tokens.skip_space(end)), "r" | "na" | "plus" | "do" | "rocznik");
    let who = || {
        tokens.words_before(at, 1).any(|word| {
            is_somebody(word) && !begins(word, &["dziec", "ksiadz", "urzedni", "policjan", "kierow"])
                || matches!(
                    word,
                    "ten" | "ta" | "tej" | "tego" | "ona" | "ja" | "on" | "ci" | "ktos" | "jestem"
                )
        })
    };
    // "blok na Bujaka 6, ona pod numerem 44"
    let house = || {
        matches!(word, "pod" | "spod")
            && (at.saturating_sub(14)..at).any(|other| {
                is_number(tokens, other) && is_in_a_street(tokens, other)
                    || begins(tokens.folded(other), &["blok", "klatk", "kamienic", "wiezow"])
            })
    };
    (!counted && (who() || house())).then_some((flat, end))
}

/// `Wielicka 30 nr 16`, `mieszkanie na drugim piętrze, numer 12`, `blok 19, drzwi nr 33`.
fn numbered(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    if !matches!(tokens.folded(at), "nr" | "numer" | "numerem") {
        return None;
    }
    let flat = past_number_word(tokens, at);
    let end = past_list(tokens, flat);
    if !is_number(tokens, flat)
        || counts(tokens, end)
        || tokens.is_word(tokens.skip_space(end)) && ends_otherwise(tokens, end)
    {
        return None;
    }
    let block = tokens.folded(tokens.skip_space(end)) == "w"
        && begins(
            tokens.folded(tokens.skip_space(tokens.skip_space(end) + 1)),
            &["blok", "budynk", "kamienic", "wiezowc"],
        );
    if block {
        return Some((flat, end));
    }
    let mut before = tokens.before(at)?;
    if tokens.is_mark(before, ',') || tokens.is_mark(before, '-') {
        before = tokens.before(before)?;
    }
    if tokens.letters(before) == 1 && tokens.is_word(before) {
        before = tokens.before(before)?;
    }
    // "os. Dywizjonu 303 nr 34"
    let squadron = tokens.words_before(before, 1).any(|word| matches!(word, "dywizjonu" | "pulku"));
    let behind_house = is_number(tokens, before) && !squadron && is_in_a_street(tokens, before);
    let flat_named = is_on_a_floor_of_a_house(tokens, at)
        || tokens
            .words_before(at, 6)
            .chain(far_before(tokens, at))
            .any(|word| begins(word, &["mieszkani", "lokal", "kawalerk", "garsonier"]) && word != "lokalny");
    let other = tokens.words_before(at, 2).any(|word| {
        begins(
            word,
            &[
                "pok", "sal", "stanow", "okien", "gabinet", "szkol", "przedszk", "zlob", "latarn", "lini",
                "komisj", "obwod", "wyborcz", "spraw", "uzytkow", "ksieg",
            ],
        )
    });
    ((behind_house || flat_named) && !other).then_some((flat, end))
}

/// `Kurkowa 14 piętro 3 nr 9`, `Ślusarska 9, II p., nr 31`: behind a house and one of its floors.
fn is_on_a_floor_of_a_house(tokens: &Tokens<'_>, at: usize) -> bool {
    const FAR: usize = 16;
    #[rustfmt::skip]
    const OFFICES: &[&str] = &[
        "pok", "sal", "stanow", "okien", "gabinet", "urzed", "urzad", "wydzial", "galeri", "centrum", "punkt", "boks", "sklep", "poradni", "przychodni", "lekarz", "sekretariat",
    ];
    let from = at.saturating_sub(FAR);
    let floor = (from..at).rev().find(|floor| {
        let folded = tokens.folded(*floor);
        begins(folded, &["pietr", "parter"]) || folded == "p" && tokens.is_mark(floor + 1, '.')
    });
    let Some(floor) = floor else { return false };
    let house = || (from..floor).any(|house| is_house(tokens, house) && is_in_a_street(tokens, house));
    let office = (from..at + FAR).any(|at| begins(tokens.folded(at), OFFICES));
    house() && !office
}

/// The words of `mieszkanie na drugim piętrze, numer 12` before the comma.
fn far_before<'t>(tokens: &'t Tokens<'_>, at: usize) -> impl Iterator<Item = &'t str> {
    let comma = tokens.before(at).filter(|before| tokens.is_mark(*before, ','));
    comma.into_iter().flat_map(|comma| tokens.words_before(comma, 5))
}

/// Behind the number something else is named by it.
fn ends_otherwise(tokens: &Tokens<'_>, end: usize) -> bool {
    begins(tokens.folded(tokens.skip_space(end)), &["obreb", "dzialk", "poz", "seri"])
}

/// `Słomiana cztery szesnaście`: two numerals that make no number together, and nothing behind them.
fn said_behind_its_house(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    const MOST: usize = 3;
    let said = weight(tokens.folded(at))?;
    let house = tokens.before(at)?;
    let mut street = tokens.before(house)?;
    let one = weight(tokens.folded(house))?;
    // "dwadzieścia cztery szesnaście": the house is of two words.
    if one == 1 && weight(tokens.folded(street)) == Some(20) {
        street = tokens.before(street)?;
    }
    let apart = said != 300 && (one < 3 || one == 20 && said != 1);
    let named = tokens.is_capital(street)
        && tokens.letters(street) > 3
        && is_street(tokens, street)
        && !NOT_STREETS.contains(&tokens.folded(street));
    let (mut end, mut next) = (at + 1, tokens.skip_space(at + 1));
    for _ in 1..MOST {
        if weight(tokens.folded(next)).is_none() {
            break;
        }
        end = next + 1;
        next = tokens.skip_space(end);
    }
    let closed = next >= tokens.len() || tokens.mark(next).is_some_and(|c| ",.;!?)\n".contains(c));
    (apart && named && closed).then_some((at, end))
}

/// `kl. 1 / 12`, `klatka B/12`: the staircase stands in the place of the house.
fn behind_stairs(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    if !matches!(tokens.folded(at), "kl" | "klatka" | "klatce" | "klatki") {
        return None;
    }
    let stairs = past_number_word(tokens, at + 1);
    let one = is_number(tokens, stairs)
        || tokens.letters(stairs) == 1
        || tokens.folded(stairs).bytes().all(|c| b"ivx".contains(&c));
    let slash = tokens.skip_space(stairs + 1);
    let flat = tokens.skip_space(slash + 1);
    let end = past_letter(tokens, flat + 1);
    (one && tokens.is_mark(slash, '/') && is_number(tokens, flat) && !counts(tokens, end))
        .then_some((flat, end))
}

/// `kluczborska 3 104`, `3 piętro, 31 po lewej`: nothing but blanks between the house and the flat, or where the door is.
fn behind_its_house(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    if !is_number(tokens, at) || at > 0 && !tokens.is_space(at - 1) {
        return None;
    }
    let end = past_letter(tokens, at + 1);
    let next = tokens.skip_space(end);
    let side = tokens.folded(next) == "po"
        && begins(tokens.folded(tokens.skip_space(next + 1)), &["lewej", "prawej"]);
    let floor = || {
        tokens
            .words_before(at, 6)
            .chain(far_before(tokens, at))
            .any(|word| begins(word, &["pietr", "parter", "klatk"]))
    };
    if side && floor() {
        return Some((at, end));
    }
    let last = next >= tokens.len()
        || tokens.mark(next).is_some_and(|c| ",;\n".contains(c)) && !tokens.is_space(end);
    let house = tokens.before(at)?;
    (last && is_house(tokens, house) && !tokens.settled[house] && is_in_a_street(tokens, house))
        .then_some((at, end))
}

/// `Wielicka 30 (16)`, `Wielicka 30 #12`, `Wielicka 30; m. 12`.
fn bare(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let open = tokens.mark(at)?;
    if !matches!(open, '(' | '#') || !is_number(tokens, at + 1) {
        return None;
    }
    let house = tokens.before(at)?;
    let house =
        if tokens.letters(house) == 1 && tokens.is_word(house) { tokens.before(house)? } else { house };
    let end = past_letter(tokens, at + 2);
    let closed = if open == '(' { tokens.is_mark(end, ')') } else { !counts(tokens, end) };
    (closed && is_house(tokens, house) && is_in_a_street(tokens, house)).then_some((at + 1, end))
}
