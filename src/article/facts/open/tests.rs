#![allow(clippy::unwrap_used)]
use super::*;

const OFFICE: &str = "Mo-Fr 07:40-15:30";

#[track_caller]
fn says(hours: &str, moment: &str, standing: Standing, text: &str) {
    let now = at(hours, moment.parse().unwrap()).unwrap();
    assert_eq!((now.standing, now.text.replace(NBSP, " ").as_str()), (standing, text), "{hours} {moment}");
}

#[test]
fn an_open_door_says_until_when() {
    says(OFFICE, "2026-11-20T10:30", Standing::Open, "Czynne do 15:30");
    says("Mo-Fr 08:00-12:00,13:00-16:00", "2026-11-20T09:00", Standing::Open, "Czynne do 12:00");
    says("24/7", "2026-12-25T03:00", Standing::Open, "Czynne całą dobę");
    says("Mo-Su 10:00-24:00", "2026-11-20T22:00", Standing::Open, "Czynne do północy");
    says("Fr 22:00-02:00", "2026-11-20T23:00", Standing::Open, "Czynne do jutra, do 2:00");
}

#[test]
fn a_closed_door_says_when_it_opens() {
    says(OFFICE, "2026-11-19T06:00", Standing::Closed, "Zamknięte, otwarcie dziś o 7:40");
    says(OFFICE, "2026-11-19T15:30", Standing::Closed, "Zamknięte, otwarcie jutro o 7:40");
    says(OFFICE, "2026-11-20T18:00", Standing::Closed, "Zamknięte, otwarcie w poniedziałek o 7:40");
    says("Tu 08:00-12:00", "2026-11-19T10:00", Standing::Closed, "Zamknięte, otwarcie we wtorek o 8:00");
    says(
        "Apr-Sep 07:00-20:00",
        "2026-11-20T10:00",
        Standing::Closed,
        "Zamknięte, otwarcie 1 kwietnia o 7:00",
    );
}

#[test]
fn who_rests_on_sundays_rests_on_holidays() {
    // 11 November 2026 is a Wednesday; Christmas Eve is a holiday since 2025.
    says(OFFICE, "2026-11-11T10:00", Standing::Closed, "Zamknięte w święto, otwarcie jutro o 7:40");
    says(OFFICE, "2026-12-23T16:00", Standing::Closed, "Zamknięte, otwarcie w poniedziałek o 7:40");
    says(OFFICE, "2026-12-24T09:00", Standing::Closed, "Zamknięte w święto, otwarcie w poniedziałek o 7:40");
    says("Mo-Fr 08:00-16:00; PH 10:00-12:00", "2026-11-11T10:30", Standing::Open, "Czynne do 12:00");
}

#[test]
fn of_who_works_on_sundays_nothing_is_promised_on_a_holiday() {
    let text = "Dziś święto – godziny mogą być inne, sprawdź przed podaniem";
    says("Mo-Su 06:00-20:00", "2026-11-11T10:00", Standing::Unknown, text);
    says("06:00-20:00", "2026-11-11T10:00", Standing::Unknown, text);
    says(
        "Mo-Su 06:00-20:00; PH off",
        "2026-11-11T10:00",
        Standing::Closed,
        "Zamknięte w święto, otwarcie jutro o 6:00",
    );
}

#[test]
fn a_remark_of_the_editor_is_read_out_too() {
    says(
        "Mo-Fr 08:00-16:00 \"po umówieniu\"",
        "2026-11-20T10:00",
        Standing::Open,
        "Czynne do 16:00, po umówieniu",
    );
}

#[test]
fn hours_that_cannot_be_computed_with_say_nothing_about_now() {
    let now = "2026-11-20T10:00".parse().unwrap();
    for text in ["", "poniedziałek od 10 do 18", "week 1-10 Mo 08:00-12:00", "sunrise-sunset", "Mo-Fr"] {
        assert_eq!(at(text, now), None, "{text}");
    }
}

fn on_day(hours: &str, day: &str, clock: Option<u16>) -> (Standing, String) {
    let on = on(hours, day.parse().unwrap(), clock, Words::default()).unwrap();
    (on.standing, on.text.replace(NBSP, " "))
}

#[test]
fn a_day_is_told_with_its_name_and_why_the_door_is_closed() {
    for (hours, day, clock, standing, text) in [
        (OFFICE, "2026-12-24", None, Standing::Closed, "W czwartek 24 grudnia zamknięte: Wigilia"),
        (OFFICE, "2026-12-05", None, Standing::Closed, "W sobotę 5 grudnia zamknięte"),
        (OFFICE, "2026-12-01", None, Standing::Open, "We wtorek 1 grudnia czynne 7:40–15:30"),
        (
            OFFICE,
            "2026-12-01",
            Some(16 * 60),
            Standing::Open,
            "We wtorek 1 grudnia czynne 7:40–15:30; o 16:00 już zamknięte",
        ),
        (
            "Mo-Fr 08:00-12:00,13:00-16:00",
            "2026-12-01",
            Some(12 * 60 + 30),
            Standing::Open,
            "We wtorek 1 grudnia czynne 8:00–12:00 i 13:00–16:00; o 12:30 zamknięte",
        ),
        (
            "24/7",
            "2026-12-25",
            None,
            Standing::Open,
            "W piątek 25 grudnia (Boże Narodzenie) czynne całą dobę",
        ),
        (
            "Mo-Su 08:00-20:00",
            "2026-11-11",
            None,
            Standing::Unknown,
            "W środę 11 listopada (Święto Niepodległości) godziny mogą być inne, sprawdź przed podaniem",
        ),
        (
            "Mo-Fr 08:00-16:00; Nov 20-30 closed \"remont\"",
            "2026-11-27",
            None,
            Standing::Closed,
            "W piątek 27 listopada zamknięte: remont",
        ),
        (
            "Mo-Fr 08:00-16:00; Sa \"po umówieniu\"",
            "2026-11-28",
            None,
            Standing::Unknown,
            "W sobotę 28 listopada zadzwoń przed przyjściem, po umówieniu",
        ),
    ] {
        assert_eq!(on_day(hours, day, clock), (standing, text.to_owned()), "{hours} {day}");
    }
}

#[test]
fn hours_on_and_off_in_the_words_of_the_place() {
    let words = Words { open: "płatne", closed: "bezpłatne" };
    let hours = hours::computable("Mo-Sa 09:00-22:00").unwrap();
    let says = |moment: &str| now_of(&hours, moment.parse().unwrap(), words).text.replace(NBSP, " ");
    assert_eq!(says("2026-12-01T20:40"), "Płatne do 22:00");
    assert_eq!(says("2026-12-01T07:50"), "Bezpłatne, płatne dziś o 9:00");
    let on = on("Mo-Sa 09:00-22:00", "2027-01-01".parse().unwrap(), None, words).unwrap();
    assert_eq!(on.text.replace(NBSP, " "), "W piątek 1 stycznia bezpłatne: Nowy Rok");
}

/// What the reported cases, in other words and on other days, must say: state, when it changes, and whether the
/// text computes at all.
#[test]
fn states_and_changes_are_those_that_offices_mean() {
    use Standing::{Closed, Open, Unknown};
    for (hours, moment, standing, change) in [
        ("\"po umówieniu\"", "2026-11-27T10:00", Some(Unknown), "-"),
        ("Mo-Fr 08:00-16:00; \"przerwa 12-13\"", "2026-11-27T20:00", Some(Closed), "2026-11-30T08:00"),
        ("Mo-Fr 08:00-16:00; \"przerwa 12-13\"", "2026-11-27T10:00", Some(Open), "2026-11-27T16:00"),
        (
            "Mo-Fr 08:00-16:00; Nov 20-30 closed \"remont\"",
            "2026-11-27T10:00",
            Some(Closed),
            "2026-12-01T08:00",
        ),
        ("off \"remont do odwołania\"", "2026-11-27T10:00", Some(Closed), "-"),
        ("Mo-Fr 08:00-16:00; PH off \"święto\"", "2026-11-10T20:00", Some(Closed), "2026-11-12T08:00"),
        ("Mo-Fr 07:40-15:30; Dec 31 07:40-13:00", "2026-11-10T16:30", Some(Closed), "2026-11-12T07:40"),
        ("Mo-Fr 07:40-15:30; Dec 31 07:40-13:00", "2026-12-31T12:00", Some(Open), "2026-12-31T13:00"),
        ("Mo-Fr 07:40-15:30; Dec 31 07:40-13:00", "2026-12-31T14:00", Some(Closed), "2027-01-04T07:40"),
        ("Mo-Fr 07:40-15:30; Dec 31 07:40-13:00", "2026-12-23T16:00", Some(Closed), "2026-12-28T07:40"),
        ("Mo-Fr 08:00-16:00; Dec 24 08:00-12:00", "2026-12-24T09:00", Some(Open), "2026-12-24T12:00"),
        ("Mo-Fr 08:00-16:00; Dec 24", "2026-11-11T10:00", None, "-"),
        ("Mo-Fr 08:00-16:00; Feb 30 off", "2026-11-27T10:00", None, "-"),
        ("Mo-Fr 08:00-12:00; Mo-Fr 13:00-16:00", "2026-11-30T10:00", None, "-"),
        ("Mo-Fr", "2026-11-30T10:00", None, "-"),
        ("Mo-Fr 08:00+", "2026-11-27T10:00", Some(Open), "-"),
        ("Mo-Th 08:00-24:00; Fr 08:00+", "2026-11-26T10:00", Some(Open), "2026-11-27T00:00"),
        (
            "Jul-Aug Mo-Fr 08:00-15:00; Sep-Jun Mo-Fr 08:00-16:00",
            "2026-11-11T10:00",
            Some(Closed),
            "2026-11-12T08:00",
        ),
        ("24/7", "2026-12-25T03:00", Some(Open), "-"),
        // Of the same kinds.
        ("Mo-Fr 08:00-16:00; Mo-Fr 12:00-12:30 off", "2026-11-27T12:10", Some(Closed), "2026-11-27T12:30"),
        ("Mo-Fr 08:00-16:00; off \"awaria\"", "2026-11-27T10:00", Some(Closed), "-"),
        ("Fr 22:00-02:00", "2026-11-28T01:00", Some(Open), "2026-11-28T02:00"),
        ("Sa[1] 09:00-13:00", "2026-11-28T10:00", Some(Closed), "2026-12-05T09:00"),
        (
            "Mo-Fr 08:00-16:00; 2026 Dec 28-2027 Jan 05 off",
            "2026-12-23T18:00",
            Some(Closed),
            "2027-01-07T08:00",
        ),
        (
            "May-Sep Mo-Su 10:00-18:00; Oct-Apr Mo-Fr 10:00-16:00",
            "2026-11-11T12:00",
            Some(Closed),
            "2026-11-12T10:00",
        ),
        ("Mo-Su 06:00-20:00", "2026-11-10T21:00", Some(Closed), "-"),
        ("Mo-Fr open", "2026-11-27T23:00", Some(Open), "2026-11-28T00:00"),
    ] {
        let now = at(hours, moment.parse().unwrap());
        assert_eq!(now.as_ref().map(|now| now.standing), standing, "{hours} {moment}");
        let found = now.and_then(|now| now.until.or(now.opens));
        assert_eq!(found.map_or("-".to_owned(), say::local_minute), change, "{hours} {moment}");
    }
}
