//! Flats.

use super::{masked, untouched};

#[test]
fn a_flat_goes_behind_whatever_word_or_mark_parts_it_from_its_house() {
    for parted in [
        "/",
        " / ",
        "\\",
        "|",
        " m. ",
        " m",
        "m.",
        " miesz. ",
        " mieszk ",
        " mk ",
        " lok ",
        " lokal nr ",
        " l. ",
        " nr ",
        " nr m. ",
        " pod ",
        " spod ",
        " drzwi ",
        " #",
        " przez ",
        " łamane na ",
        " łamane przez ",
        " kreska ",
        ", oficyna m. ",
        " III p. m ",
        " kl. 2 m. ",
        " - m. ",
        " apt ",
        " mieszkanie numer ",
    ] {
        masked(&format!("Miła 6{parted}41"), &format!("Miła 6{parted}[lokal]"));
    }
    masked("Miła 6/II/41", "Miła 6/[lokal]");
    masked("Miła 6/41, 42 i 43", "Miła 6/[lokal]");
    masked("Miła 6 (41)", "Miła 6 ([lokal])");
}

#[test]
fn estates_dates_and_rulers_give_their_names_to_streets() {
    for house in [
        "na skarpie 6",
        "oświecenia 6",
        "Jana Pawła II 6",
        "jana pawła 6",
        "29 listopada 60",
        "szeroka 6",
        "kazimierza wielkiego 6",
    ] {
        masked(&format!("{house}/41"), &format!("{house}/[lokal]"));
    }
}

#[test]
fn a_flat_goes_that_is_told_by_its_door_or_by_who_lives_there() {
    masked("z szesnastki na parterze leci woda", "z [lokal] na parterze leci woda");
    masked("sąsiad z 41 hałasuje", "sąsiad z [lokal] hałasuje");
    masked("blok na Miłej 6, ona pod numerem 41", "blok na Miłej 6, ona pod numerem [lokal]");
    masked("klatka B / 41", "klatka B / [lokal]");
    masked("spod szesnastego mieszkania", "spod [lokal] mieszkania");
    masked("numer lokalu to 41", "numer lokalu to [lokal]");
    masked("mieszka os. Urocze 6 m 41 i pyta", "mieszka [adres] i pyta");
}

#[test]
fn houses_rooms_trams_shares_and_measures_are_no_flats() {
    for text in [
        "Miła 6, 8 i 10 bez wody",
        "Wielicka 28a pokój 41",
        "lokal 80 m2",
        "mieszkanie 3 pokoje",
        "mieszkania 2 i 3 pokojowe",
        "szesnastka nie jeździ, jaka linia",
        "w piątkę na 30 metrach",
        "lokal jest jeden",
        "pod numerem 986 nikt nie odbiera",
        "pod 18 lat ulga",
        "pojemniki 120l 240l",
        "os. Dywizjonu 303 nr 34",
        "każdego 1/2 etatu",
        "działka 41/6",
        "30 m 2 kondygnacje",
        "mieszkanie nr 1 na liście",
    ] {
        untouched(text);
    }
}

#[test]
fn a_flat_in_roman_figures_or_behind_its_cut_word_goes() {
    for flat in ["/IX", " m. IX", " m IX", "/m9", "/m. 9", "b m3", " I p. m2", ", m-kanie 9", " m-nie nr 9"] {
        let masked = crate::text::mask(&format!("Pędzichów 14{flat}, piec")).to_string();
        assert!(masked.contains("[lokal]") && !masked.contains("IX") && !masked.contains('9'), "{masked}");
    }
    masked("os. Bohaterów Września 3A-71", "os. Bohaterów Września 3[lokal]");
    untouched("ogródek 44 m2 na balkonie");
}

#[test]
fn a_number_where_nobody_lives_stays() {
    untouched("lokal wyborczy nr 87, kto siedzi w komisji");
    untouched("pod szóstką autobus staje?");
    untouched("opona 195/65 R15 w lesie");
    untouched("noc 30/31 grudnia, czym wrócić");
    untouched("punkt obsługi w M1");
    masked("jestem z Miłej 6 lokal 41, gdzie głosuję", "jestem z Miłej 6 lokal [lokal], gdzie głosuję");
    masked("mieszkam pod szóstką, autobus budzi", "mieszkam pod [lokal], autobus budzi");
    masked("Miła 195/65, opony na klatce", "Miła 195/[lokal], opony na klatce");
}

#[test]
fn a_hyphen_parts_a_flat_from_its_house_where_a_street_is_named() {
    masked("ul. Miła 6-4, cieknie", "ul. Miła 6-[lokal], cieknie");
    untouched("Cracovia 2-1");
}

#[test]
fn a_flat_behind_a_stroke_goes_with_its_word_and_at_the_end_of_a_sentence() {
    masked("Miła 6/lok. 41", "Miła 6/[lokal]");
    masked("brak wody, Pędzichów 8/IV. Pilne", "brak wody, Pędzichów 8/[lokal]. Pilne");
}
