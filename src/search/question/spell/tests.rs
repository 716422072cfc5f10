//! Slips of hands and ears, and what was meant.
#![allow(clippy::unwrap_used)]

use crate::search::testkit::{self, ask, city, engine, first, ids, made};
use crate::search::{Weights, Why};

#[test]
fn a_letter_changed_lost_added_or_swapped_is_mended_and_said() {
    for (typed, meant, article) in [
        ("telebizor", "telewizor", "elektroodpady"),
        ("telwizor", "telewizor", "elektroodpady"),
        ("telewiizor", "telewizor", "elektroodpady"),
        ("teleiwzor", "telewizor", "elektroodpady"),
        ("hramonogram", "harmonogram", "harmonogram"),
        ("abonmaent", "abonament", "abonament"),
        ("wersalkka", "wersalka", "gabaryty"),
    ] {
        let response = ask(city(), typed);
        assert_eq!(response.did_you_mean.as_deref(), Some(meant), "{typed}");
        assert_eq!(made(&response, typed, Why::Typo).looked_up[0], meant);
        assert_eq!(ids(&response)[0], article, "{typed}");
        assert!(response.hits[0].why.contains(&Why::Typo), "{typed}: {:?}", response.hits[0].why);
    }
}

#[test]
fn what_is_spelled_as_it_is_heard_is_mended() {
    for (typed, meant) in [
        ("odbiur", "odbiór"),
        ("chustawka", "huśtawka"),
        ("rzarówka", "żarówka"),
        ("hustafka", "huśtawka"),
        ("nawieszchnia", "nawierzchnia"),
    ] {
        assert_eq!(ask(city(), typed).did_you_mean.as_deref(), Some(meant), "{typed}");
    }
}

#[test]
fn what_sounds_alike_is_mended_where_more_than_a_letter_differs() {
    let engine = engine(&[
        ("a.md", "---\ntitle: Taksówka\n---\nPostój."),
        ("b.md", "---\ntitle: Skwer\n---\nFontanna."),
    ]);
    for (typed, meant) in [("taxówek", "taksówek"), ("taxówką", "taksówką")] {
        let response = ask(&engine, typed);
        assert_eq!(response.did_you_mean.as_deref(), Some(meant), "{typed}");
        assert_eq!(ids(&response), ["a"], "{typed}");
    }
    // Two letters differ here, too, but nobody says them alike.
    assert_eq!(ask(&engine, "tagówek").did_you_mean, None);
}

#[test]
fn names_that_no_dictionary_has_are_mended_by_the_articles_that_have_them() {
    let engine = engine(&[
        ("a.md", "---\ntitle: Ulica Zurdela\n---\nObjazd."),
        ("b.md", "---\ntitle: Skwer\n---\nFontanna."),
    ]);
    for typed in ["zurkela", "zudela", "zurdxela", "zurdeal", "uzrdela"] {
        let response = ask(&engine, typed);
        assert_eq!(ids(&response), ["a"], "{typed}");
        assert_eq!(made(&response, typed, Why::Typo).looked_up, ["zurdela"], "{typed}");
    }
}

#[test]
fn two_slips_are_mended_in_a_long_word_alone() {
    let long = ask(city(), "wielkogabartowwe");
    assert_eq!(long.did_you_mean.as_deref(), Some("wielkogabarytowe"));
    assert_eq!(ids(&long)[0], "gabaryty");
    // „pralka” has six letters: two slips may be anything.
    let short = ask(city(), "prlaak");
    assert_eq!(short.did_you_mean, None);
    assert!(short.interpreted.is_empty(), "{:?}", short.interpreted);
}

#[test]
fn only_the_wrong_word_is_mended_and_the_rest_stays_as_it_was_typed() {
    let response = ask(city(), "Gdzie oddać starą  lodówkke, proszę?");
    assert_eq!(response.did_you_mean.as_deref(), Some("Gdzie oddać starą lodówkę, proszę?"));
    assert_eq!(ids(&response)[0], "elektroodpady");
    let two = ask(city(), "wymiama prawa jadzy");
    assert_eq!(two.did_you_mean.as_deref(), Some("wymiana prawa jazdy"));
    assert_eq!(ids(&two)[0], "prawo-jazdy");
}

#[test]
fn a_word_of_polish_that_nobody_wrote_is_no_slip() {
    // „Planty” are a word, and so is „plany”; „plac” stands in an article.
    for typed in ["tramwaj", "wersalik", "place"] {
        let response = ask(city(), typed);
        assert_eq!(response.did_you_mean, None, "{typed}");
        assert!(!response.interpreted.iter().any(|made| made.why == Why::Typo), "{typed}");
    }
}

#[test]
fn a_word_that_stands_in_an_article_is_never_mended() {
    let engine = engine(&[
        ("a.md", "---\ntitle: Kopiec Krakusa\n---\nWstęp wolny."),
        ("b.md", "---\ntitle: Opłata za grakusa\n---\nNazwa własna, której nie zna słownik."),
    ]);
    let response = ask(&engine, "grakusa");
    assert_eq!(response.did_you_mean, None);
    assert_eq!(ids(&response), ["b"]);
    // The control: without that article it would be mended.
    let engine = testkit::engine(&[("a.md", "---\ntitle: Kopiec Krakusa\n---\nWstęp wolny.")]);
    assert_eq!(ids(&ask(&engine, "grakusa")), ["a"]);
}

#[test]
fn numbers_codes_and_short_words_are_never_mended() {
    // „22 zł”, „35 × 45 mm” and „MPO” stand in articles, one edit away.
    for typed in ["23", "36", "MPX", "DK-04", "l0dówka"] {
        let response = ask(city(), typed);
        assert_eq!(response.did_you_mean, None, "{typed}");
        assert!(!response.interpreted.iter().any(|made| made.why == Why::Typo), "{typed}");
    }
}

#[test]
fn of_two_words_that_are_as_near_the_commoner_was_meant() {
    let text = |title: &str| format!("---\ntitle: {title}\n---\nPytania do urzędu.\n");
    let (till, fine) = (text("Kasa miejska"), text("Kara umowna"));
    for (commoner, often, seldom) in [("kasa", &till, &fine), ("kara", &fine, &till)] {
        let engine = engine(&[("a.md", often), ("b.md", often), ("c.md", often), ("z.md", seldom)]);
        let response = ask(&engine, "kaxa");
        assert_eq!(response.did_you_mean.as_deref(), Some(commoner));
        assert_eq!(made(&response, "kaxa", Why::Typo).looked_up.len(), 2, "the other is searched for, too");
        assert_eq!(response.hits.len(), 4);
    }
}

#[test]
fn a_first_letter_is_seldom_the_slip() {
    // Names that no dictionary has, each one letter from what is typed.
    let engine = engine(&[
        ("a.md", "---\ntitle: Ulica Murdela\n---\nPytania do urzędu."),
        ("b.md", "---\ntitle: Ulica Zurbela\n---\nPytania do urzędu."),
    ]);
    let response = ask(&engine, "zurdela");
    assert_eq!(made(&response, "zurdela", Why::Typo).looked_up, ["zurbela", "murdela"]);
    assert_eq!(ids(&response), ["b", "a"]);
}

#[test]
fn a_word_of_removed_articles_alone_is_no_correction() {
    let engine = engine(&[
        ("a.md", "---\nid: a\ntitle: Termomodernizacja budynku\n---\nDotacja."),
        ("b.md", "---\nid: b\ntitle: Wymiana pieca\n---\nDotacja."),
    ]);
    assert_eq!(ask(&engine, "termomodernizacjaa").did_you_mean.as_deref(), Some("termomodernizacja"));
    let changes = engine.changes(crate::search::Size::Few).unwrap();
    changes.remove("a");
    changes.finish().unwrap();
    let response = ask(&engine, "termomodernizacjaa");
    assert_eq!(response.did_you_mean, None);
    assert!(response.hits.is_empty(), "{:?}", ids(&response));
}

#[test]
fn residents_are_told_no_word_by_which_an_article_is_only_found() {
    let articles = [("a.md", "---\ntitle: Stare meble\nkeywords: [wersalka]\n---\nOdbiera MPO.")];
    assert_eq!(ask(&engine(&articles), "wersalkka").did_you_mean.as_deref(), Some("wersalka"));
    let engine = engine(&articles).for_residents();
    let response = ask(&engine, "wersalkka");
    assert_eq!(response.did_you_mean, None);
    assert!(response.interpreted.is_empty(), "{:?}", response.interpreted);
    assert_eq!(ids(&response), ["a"], "it helps them find all the same");
    assert_eq!(ask(&engine, "meblle").did_you_mean.as_deref(), Some("meble"), "what they can read is told");
}

#[test]
fn a_mended_word_weighs_less_than_one_that_was_right() {
    let right = ask(city(), "telewizor");
    let wrong = ask(city(), "telwizor");
    assert_eq!(ids(&right)[0], ids(&wrong)[0]);
    assert!(wrong.hits[0].score < right.hits[0].score);
    let unweighed = testkit::weighing(testkit::CITY, Weights { typo: 0.0, ..Weights::DEFAULT });
    let without = ask(&unweighed, "telwizor").hits.first().map_or(0.0, |hit| hit.score);
    assert!(without < wrong.hits[0].score / 2.0, "{without}");
    assert_eq!(first(city(), "telwizor"), "elektroodpady");
}

#[test]
fn a_word_longer_than_people_write_is_corrected_by_nobody() {
    let longest = |letters: usize| format!("q{}", "ab".repeat(letters / 2))[..letters].to_owned();
    let (long, too_long) = (longest(super::LONGEST), longest(super::LONGEST + 10));
    let article = format!("---\ntitle: Napis\n---\n{long} i {too_long}.");
    let engine = engine(&[("a.md", &article), ("b.md", "---\ntitle: Skwer\n---\nFontanna.")]);
    let slip = |word: &str| format!("{}x{}", &word[..8], &word[9..]);
    assert_eq!(ask(&engine, &slip(&long)).did_you_mean, Some(long.clone()));
    assert_eq!(ask(&engine, &slip(&too_long)).did_you_mean, None);
    assert_eq!(ids(&ask(&engine, &too_long)), ["a"], "as it is it is found");
}

#[test]
fn what_sounds_as_it_was_typed_goes_before_a_commoner_word_that_does_not() {
    let ore = ["a.md", "b.md", "c.md"].map(|path| (path, "---\ntitle: Ruda\n---\nRuda żelaza."));
    let rose = ("d.md", "---\ntitle: Róża\n---\nKrzewy w parku.");
    let engine = engine(&[ore[0], ore[1], ore[2], rose]);
    assert_eq!(ask(&engine, "ruża").did_you_mean.as_deref(), Some("róża"));
}
