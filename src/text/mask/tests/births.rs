//! Days and years of birth.

use super::{masked, untouched};

#[test]
fn a_day_of_birth_goes_before_its_word_and_behind_it() {
    for day in [
        "9.11.1957",
        "9.11.57",
        "9 XI 57",
        "9 listopada 1957",
        "9-go listopada 57",
        "1957/11/09",
        "091157",
        "9 11 57",
        "9 lis 57",
    ] {
        masked(&format!("ur. {day} w Bochni"), "ur. [data urodzenia] w Bochni");
        masked(&format!("data ur: {day}"), "data ur: [data urodzenia]");
    }
    masked("9 listopada 57 urodzona w Bochni", "[data urodzenia] urodzona w Bochni");
    masked("d.u. 9/11/57", "d.u. [data urodzenia]");
    masked("born on 9th of November 1957", "born on [data urodzenia]");
    masked("ur. w listopadzie 57", "ur. w [data urodzenia]");
}

#[test]
fn a_day_of_birth_in_words_goes() {
    masked("urodzona dziewiątego jedenastego pięćdziesiąt siedem", "urodzona [data urodzenia]");
    masked("dziewiątego listopada dwa tysiące dziewiętnastego rodzony", "[data urodzenia] rodzony");
    masked("urodziny ma dziewiątego w listopadzie", "urodziny ma [data urodzenia]");
}

#[test]
fn a_year_of_birth_goes_where_somebody_is_spoken_of() {
    masked("mama z 47 roku", "mama z [data urodzenia] roku");
    masked("jestem z czterdziestego siódmego", "jestem z [data urodzenia]");
    masked("mąż rocznik 47", "mąż rocznik [data urodzenia]");
    masked("47 rocznik, bez windy", "[data urodzenia] rocznik, bez windy");
    masked("mój tato '47", "mój tato '[data urodzenia]");
}

#[test]
fn a_childs_day_and_whoever_comes_of_age_go() {
    masked("dziewczynka z 8.02.2023", "dziewczynka z [data urodzenia]");
    masked("18 lat kończy 8 lutego", "18 lat kończy [data urodzenia]");
    masked("przyszła na świat 8 lutego", "przyszła na świat [data urodzenia]");
}

#[test]
fn days_of_acts_terms_feasts_and_years_of_things_stay() {
    for text in [
        "zarządzenie 77/2025 z 9 listopada 2025",
        "kamienica z 1911 roku",
        "samochód rocznik 2007 i strefa",
        "rekrutacja, rocznik 2021",
        "zameldowana od 9 listopada 1987",
        "drugi dzień świąt 26 grudnia",
        "ulga dla urodzonych przed 1962",
        "zgon 8.02.2026, ile mam dni",
        "akt małżeństwa z 1951 roku",
        "wizyta 8.02.2026",
        "pkt 3.05.54",
    ] {
        untouched(text);
    }
}

#[test]
fn how_old_a_certificate_is_stays() {
    untouched("odpis aktu urodzenia z 1911 roku");
    untouched("akt ślubu z 4 lipca 1977");
    masked("syn z rocznika 2017, szkoła muzyczna", "syn z rocznika [data urodzenia], szkoła muzyczna");
}
