//! What in a city is „wewnętrzne”, „służbowe” or „prywatne” itself: roads, lifts, polls, kindergartens.
//!
//! „Winda (wewnętrzna)” describes a lift, „Procedura (wewnętrzna)” says whose the procedure is. The first is no label,
//! so an adjective beside the noun that it describes does not close an article. Only nouns of the lists are things for
//! the words that agents use of their own notes; a text is never one.

use super::words::{Weight, is_adjective, is_other_name, is_wewnetrzny, words_of};
use crate::text::lexicon::Lexicon;

/// What lies inside of something, by lemma.
const INSIDE: &str = "antena audyt balkon basen biuro bezpieczeństwo boisko brama choroba chodnik dom drabina droga drzwi \
    dziedziniec dział elewacja furtka gniazdko instalacja izolacja kabel kamera kanalizacja kanał klamka klatka kolejka \
    komunikacja kontrola korytarz kort lampa licznik linia lokal medycyna mur numer obwodnica ocieplenie ogrodzenie \
    ogrzewanie ogród okno oświetlenie parapet parking patio plac poczta podwórko podwórze pojemnik porządek przejazd \
    przejście przewód pucz rampa remont roleta ruch rynek sala schody schód sieć spacernik strona studzienka szatnia szyb \
    ściana ściek ścieżka światło telefon toaleta tor transport trasa tunel tynk ulica urządzenie wejście wentylacja \
    winda wodociąg wodomierz wyjście zbiornik złącze żaluzja ogrodzenie grzejnik rura komin ścianka dach taras hol \
    zlecenie gospodarka parter monitoring";

/// What is secret, or belongs to an office, by its nature.
const OFFICIAL: &str = "ankieta auto broń dane głos głosowanie hasło karta komplet kod lokal lot legitymacja mieszkanie \
    mundur narada paszport pies podróż pojazd posiedzenie samochód strój telefon wizyta wybory wybór wyjazd wóz zakład";

/// Nouns that name a text: whatever describes them says whose it is.
const TEXTS: &str = "akapit artykuł część dokument dopisek fragment informacja instrukcja komentarz materiał notatka \
    notka opis podpowiedź procedura punkt rozdział sekcja skrypt sposób sprawa tekst treść uwaga wersja wpis wskazówka \
    wytyczna zasada zalecenie";

/// Whether one of the adjectives of `piece`, of which a label would be made, describes the noun that stands before it
/// or one of those that follow.
pub(super) fn describes(piece: &str, before: &str, after: &str) -> bool {
    const NEAR: usize = 4;
    let Some(adjective) = words_of(piece).find(|word| is_adjective(word) || is_other_name(word)) else {
        return false;
    };
    if !words_of(piece)
        .all(|word| is_adjective(word) || is_other_name(word) || ["i", "oraz", "lub"].contains(&word))
    {
        return false;
    }
    words_of(before).last().is_some_and(|noun| is_thing(noun, adjective))
        || words_of(after).take(NEAR).any(|noun| is_thing(noun, adjective))
}

/// Whether `noun` can be what `adjective` says, and agrees with it.
fn is_thing(noun: &str, adjective: &str) -> bool {
    const SHORTEST: usize = 3;
    let Some(lemma) = Lexicon::polish().lemma(noun).filter(|_| noun.len() >= SHORTEST) else { return false };
    // „Winda” is one, „okna” are many.
    let many = noun.ends_with('a') && lemma.key != noun;
    if !agrees(noun, adjective) || (noun.ends_with('a') && many == adjective.ends_with('a')) {
        return false;
    }
    let lemma = lemma.display.as_ref();
    let is_in = |list: &str| list.split_whitespace().any(|one| one == lemma);
    if is_wewnetrzny(adjective) {
        is_in(INSIDE)
    } else if is_adjective(adjective) {
        is_in(OFFICIAL)
    } else {
        // „Prywatne” and „ukryte” are on everybody's lips, „private” is not.
        !is_in(TEXTS)
            && ["prywatn", "ukryt", "niepubl", "zastrzez"].iter().any(|stem| adjective.starts_with(stem))
    }
}

/// Whether the endings of a noun and an adjective go together, as far as endings tell.
fn agrees(noun: &str, adjective: &str) -> bool {
    let ends = |endings: &[&str]| endings.iter().any(|ending| adjective.ends_with(ending));
    match noun.chars().next_back() {
        Some('a') => ends(&["a", "e", "ej"]),
        Some('e' | 'o') => {
            ends(&["e", "ego", "ej", "emu", "a"]) && !(noun.ends_with("ie") && adjective.ends_with('a'))
        }
        Some('i' | 'y') => ends(&["e", "ej", "y", "ych"]),
        Some(_) => {
            ends(&["y", "ego", "ych", "ym", "ymi", "e", "a"]) && (!adjective.ends_with('a') || feminine(noun))
        }
        None => false,
    }
}

/// Nouns without an ending that are feminine: „sieć”, „broń”, „część”.
fn feminine(noun: &str) -> bool {
    ["siec", "bron", "podroz"].contains(&noun)
}

/// English words that make a name of „internal”.
pub(super) fn is_name_behind_internal(word: &str) -> bool {
    [
        "market",
        "audit",
        "auditor",
        "auditing",
        "medicine",
        "affairs",
        "revenue",
        "control",
        "controls",
        "combustion",
        "security",
        "rules",
    ]
    .contains(&word)
}

/// What a form asks of whoever fills it in.
pub(super) fn asks_of_a_form(after: &str) -> bool {
    const ASKED: [&str; 9] =
        ["zaznacz", "zaznaczasz", "wybierz", "wpisz", "odznacz", "skresl", "kliknij", "postaw", "wstaw"];
    words_of(after).next().is_some_and(|word| ASKED.contains(&word))
}

/// Terms of law: what they are about is secret, and they are not.
pub(super) fn is_term(words: &[&str]) -> bool {
    const DATA: [&str; 8] = [
        "informacje",
        "informacji",
        "informacjami",
        "dane",
        "danych",
        "dokumenty",
        "materialy",
        "materialow",
    ];
    let secret = |word: &&str| word.starts_with("niejawn") || word.starts_with("poufn");
    words.iter().any(|word| DATA.contains(word))
        && words.iter().any(secret)
        && words
            .iter()
            .all(|word| DATA.contains(word) || secret(word) || ["i", "oraz", "lub", "o"].contains(word))
}

/// Whether what stands behind „informacja poufna” shows that it is written about: „(RODO)”, „: czym jest”.
pub(super) fn is_topic(piece: &str, behind: &str) -> bool {
    const DATA: [&str; 4] = ["informacj", "dan", "dokument", "material"];
    const ABOUT: [&str; 19] = [
        "rodo",
        "mar",
        "ustaw",
        "art",
        "definicj",
        "czym",
        "co",
        "kto",
        "kiedy",
        "jak",
        "przepis",
        "prawo",
        "podstaw",
        "rozporzadz",
        "ochron",
        "zasad",
        "kodeks",
        "kpa",
        "uodo",
    ];
    let secret = |word: &str| word.starts_with("poufn") || word.starts_with("niejawn");
    let begins = |word: &str, stems: &[&str]| stems.iter().any(|stem| word.starts_with(stem));
    let of_data = words_of(piece).any(secret) && words_of(piece).any(|word| begins(word, &DATA));
    of_data && words_of(behind).next().is_some_and(|word| begins(word, &ABOUT))
}

/// Weight of nothing but what describes.
pub(super) fn is_describing(weight: Weight) -> bool {
    matches!(weight, Weight::Name | Weight::Hidden | Weight::Adjective)
}
