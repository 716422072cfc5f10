#![allow(clippy::unwrap_used)]
use super::*;
use crate::text::Analyzer;

/// A Tuesday.
const TUESDAY: &str = "2026-12-01T10:00";

fn read_at(question: &str, now: &str) -> When {
    let query = Query::parse(question, &mut Analyzer::default());
    read(&query, now.parse().unwrap())
}

#[track_caller]
fn says(rows: &[(&str, &str, &str)]) {
    let mut wrong = Vec::new();
    for (question, now, expected) in rows {
        let when = read_at(question, now);
        let dates: Vec<String> = when.dates.iter().map(|date| date.to_string()[5..].to_owned()).collect();
        let clock = when.clock.map(|clock| format!(" {}:{:02}", clock / 60, clock % 60)).unwrap_or_default();
        let found = format!("{}{clock}", dates.join(" "));
        if found != *expected {
            wrong.push(format!("{question}: {found}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn days_by_their_distance_and_weekdays_in_all_cases() {
    says(&[
        ("czy dziś czynne", TUESDAY, "12-01"),
        ("dzisiaj otwarte?", TUESDAY, "12-01"),
        ("czy jutro czynne", TUESDAY, "12-02"),
        ("jurto urząd otwarty", TUESDAY, "12-02"),
        ("pojutrze zdążę", TUESDAY, "12-03"),
        ("czy po jutrze działa kasa", TUESDAY, "12-03"),
        ("za tydzień czynne?", TUESDAY, "12-08"),
        ("za 3 dni otwarte", TUESDAY, "12-04"),
        ("czy za dwa tygodnie przyjmujecie", TUESDAY, "12-15"),
        ("w sobote lamusownia", TUESDAY, "12-05"),
        ("soboty czynne?", TUESDAY, "12-05"),
        ("w niedziele adopcja kota", TUESDAY, "12-06"),
        ("w poniedziałek do której", TUESDAY, "12-07"),
        ("we wtorek", TUESDAY, "12-01"),
        ("w środę", TUESDAY, "12-02"),
        ("w srode otwarte", TUESDAY, "12-02"),
        ("w czwartke urząd", TUESDAY, "12-03"),
        ("w piątek kasa", TUESDAY, "12-04"),
        ("w przyszły piątek", TUESDAY, "12-11"),
        ("w następny wtorek", TUESDAY, "12-08"),
        ("w najbliższą sobotę", TUESDAY, "12-05"),
        ("najblizsza sobota czynne", "2026-12-05T09:00", "12-12"),
        ("w piątek w przyszłym tygodniu", TUESDAY, "12-11"),
        ("w tym tygodniu przyjmują?", TUESDAY, "11-30 12-01 12-02 12-03 12-04 12-05 12-06"),
        ("w weekend czynne", TUESDAY, "12-05 12-06"),
        ("w weekend czynne", "2026-12-06T09:00", "12-06"),
        ("w przyszły weekend", TUESDAY, "12-12 12-13"),
        ("w niedzielę handlową czynne", "2026-11-29T10:00", "12-06"),
        ("w niedziele niehandlową otwarte", "2026-12-07T10:00", "12-27"),
    ]);
}

#[test]
fn dates_in_digits_and_words() {
    says(&[
        ("24 grudnia czynne?", TUESDAY, "12-24"),
        ("24.12 urząd", TUESDAY, "12-24"),
        ("czy 24.12. otwarte", TUESDAY, "12-24"),
        ("31.3.2027 czynne", TUESDAY, "03-31"),
        ("2026-12-31 urząd", TUESDAY, "12-31"),
        ("dwudziestego czwartego grudnia", TUESDAY, "12-24"),
        ("trzydziestego pierwszego grudnia otwarte", TUESDAY, "12-31"),
        ("trzeciego maja czynne", "2027-04-20T10:00", "05-03"),
        ("24-26 grudnia", TUESDAY, "12-24 12-25 12-26"),
        ("24 i 31 grudnia czynne", TUESDAY, "12-24 12-31"),
        ("od 28 do 30 grudnia", TUESDAY, "12-28 12-29 12-30"),
        ("od 21 do 23 grudnia czynne", TUESDAY, "12-21 12-22 12-23"),
        ("11 listopada 2026 r.", "2026-11-01T10:00", "11-11"),
        ("2 stycznia otwarte", TUESDAY, "01-02"),
        ("24 gurdnia czynne", TUESDAY, "12-24"),
        ("w lipcu czynne", "2027-07-05T12:00", "07-05"),
        ("w sierpniu urząd otwarty", TUESDAY, "08-02"),
    ]);
}

#[test]
fn feasts_and_what_lies_beside_them() {
    says(&[
        ("urzad w wigilie czynny", TUESDAY, "12-24"),
        ("w wigilię", TUESDAY, "12-24"),
        ("przed wigilią", TUESDAY, "12-23"),
        ("w boże narodzenie działa", TUESDAY, "12-25 12-26"),
        ("w boze narodzenie", "2026-12-25T09:00", "12-25"),
        ("drugi dzień świąt czynne", TUESDAY, "12-26"),
        ("w święta czynne?", TUESDAY, "12-24 12-25 12-26"),
        ("czy w swieta otwarte", "2027-03-20T10:00", "03-28 03-29"),
        ("w święto czynne", "2026-11-03T10:00", "11-11"),
        ("miedzy swietami pracuje", TUESDAY, "12-28 12-29 12-30 12-31"),
        ("między świętami a nowym rokiem", TUESDAY, "12-28 12-29 12-30 12-31"),
        ("po świętach od kiedy", TUESDAY, "12-28"),
        ("przed świętami czynne do kiedy", TUESDAY, "12-23"),
        ("w sylwestra", TUESDAY, "12-31"),
        ("slywestra czynne", TUESDAY, "12-31"),
        ("w nowy rok", TUESDAY, "01-01"),
        ("po nowym roku urząd", "2026-12-29T10:00", "01-04"),
        ("trzech króli otwarte", TUESDAY, "01-06"),
        ("tłusty czwartek", TUESDAY, "02-04"),
        ("wielki piątek czynne", TUESDAY, "03-26"),
        ("w wielką sobotę", TUESDAY, "03-27"),
        ("poniedziałek wielkanocny", TUESDAY, "03-29"),
        ("lany poniedziałek", TUESDAY, "03-29"),
        ("w majówkę działa", TUESDAY, "05-01 05-02 05-03"),
        ("w weekend majowy", TUESDAY, "05-01 05-02 05-03"),
        ("boże ciało czynne", TUESDAY, "05-27"),
        ("w piątek po bożym ciele urząd", "2027-05-24T09:05", "05-28"),
        ("dzień po bożym ciele", "2027-05-24T09:05", "05-28"),
        ("dzień przed wigilią otwarte", TUESDAY, "12-23"),
        ("wszystkich świętych cmentarz", TUESDAY, "11-01"),
        ("w zaduszki", TUESDAY, "11-02"),
        ("w długi weekend", "2027-05-20T10:00", "05-27 05-28 05-29 05-30"),
        ("w długi weekend listopadowy", "2027-10-20T10:00", "10-30 10-31 11-01"),
        ("w zielone świątki", TUESDAY, "05-16"),
    ]);
}

#[test]
fn hours_of_the_day() {
    says(&[
        ("po 16 przyjmują", TUESDAY, "12-01 16:00"),
        ("dziś po 16 rzecznik", TUESDAY, "12-01 16:00"),
        ("o 17 zdążę", TUESDAY, "12-01 17:00"),
        ("o 17-tej otwarte", TUESDAY, "12-01 17:00"),
        ("o siedemnastej czynne", TUESDAY, "12-01 17:00"),
        ("o dwudziestej drugiej płatne", TUESDAY, "12-01 22:00"),
        ("jutro rano", TUESDAY, "12-02 8:00"),
        ("w sobotę wieczorem otwarte", TUESDAY, "12-05 19:00"),
        ("jutro o 7 wieczorem", TUESDAY, "12-02 19:00"),
        ("dziś o 3 po południu", TUESDAY, "12-01 15:00"),
        ("o 6 rano sprzedadzą alkohol", "2026-12-05T05:50", "12-05 6:00"),
        ("o 5:30 rano rower", "2027-05-12T20:00", "05-13 5:30"),
        ("w lipcu o 19:30 cmentarz", "2027-07-05T12:00", "07-05 19:30"),
        ("godz. 17.30 jutro", TUESDAY, "12-02 17:30"),
        ("czynne do 18", TUESDAY, "12-01 18:00"),
        ("jutro przed 8 otwarte", TUESDAY, "12-02 8:00"),
    ]);
}

#[test]
fn what_is_a_name_a_number_or_a_story_is_no_day() {
    says(&[
        ("ul. 11 Listopada 5", TUESDAY, ""),
        ("remont alei 29 listopada", TUESDAY, ""),
        ("przystanek przy 3 maja", TUESDAY, ""),
        ("aleja 3 Maja", TUESDAY, ""),
        ("11 Listopada 14 awaria", TUESDAY, ""),
        ("os. 2 pułku lotniczego", TUESDAY, ""),
        ("osiedle Konstytucji 3 Maja", TUESDAY, ""),
        ("ustawa z 11 listopada 2020", TUESDAY, ""),
        ("uchwała z dnia 3 marca 2026", TUESDAY, ""),
        ("urząd na wszystkich świętych adres", TUESDAY, ""),
        ("ulica Bożego Ciała", TUESDAY, ""),
        ("po 65 roku życia", TUESDAY, ""),
        ("od 17 zł", TUESDAY, ""),
        ("dziecko do 3 lat", TUESDAY, ""),
        ("ile za 12.50 zł", TUESDAY, ""),
        ("opłata 5.10 zł", TUESDAY, ""),
        ("tel 12 616 55 55", TUESDAY, ""),
        ("12.616.55.55", TUESDAY, ""),
        ("Wielopole 17/5", TUESDAY, ""),
        ("zgubiłem dowód w sobotę", TUESDAY, ""),
        ("środki czystości", TUESDAY, ""),
        ("drugi koniec świata", TUESDAY, ""),
        ("sąsiad hałasuje o 2 w nocy", TUESDAY, ""),
        ("zapisy w nowym roku szkolnym", TUESDAY, ""),
        ("stary dom", TUESDAY, ""),
        ("urodzony 3 maja 1990", TUESDAY, ""),
        ("", TUESDAY, ""),
    ]);
}

#[test]
fn the_words_that_say_when_are_known_by_their_places() {
    let words = |question: &str| {
        let query = Query::parse(question, &mut Analyzer::default());
        let when = read(&query, TUESDAY.parse().unwrap());
        when.words.iter().map(|&at| query.words[at].text.clone()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(words("usc pojutrze po 17 zdążę"), "pojutrze po 17");
    assert_eq!(words("urzad w wigilie czynny"), "wigilie");
    assert_eq!(words("urzad w niedziele niehandlową czynny"), "niedziele niehandlową");
    assert_eq!(words("sylwester na rynku"), "", "what it is about");
}

proptest::proptest! {
    #[test]
    fn any_text_is_read(text in "(w |po |o |od |za |dziś |24|\\.|-|:|/|grudnia |3 |maja |świąt |wielki |piątek ){0,14}|\\PC{0,40}", days in -700_000i32..700_000) {
        use jiff::ToSpan;
        let now = jiff::civil::date(2026, 1, 1).checked_add(days.days()).unwrap().at(12, 0, 0, 0);
        let query = Query::parse(&text, &mut Analyzer::default());
        let when = read(&query, now);
        assert!(when.words.iter().all(|at| *at < query.words.len()));
    }
}
