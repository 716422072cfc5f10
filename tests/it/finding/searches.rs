//! What every search promises, asked of the real program on the city's own articles: filters, quotes, minus, pages,
//! typos, and when an answer may be read out.
//!
//! Expectations are relations between answers, so that they hold whatever editors write; where a question is named, its
//! answer is one that the golden questions name, too.
#![allow(clippy::unwrap_used)]

mod written;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use drogowskaz::text::{Analyzer, fold};
use serde_json::Value;

use crate::harness::{Server, TestApp, percent_encoded};

/// The day for which the golden questions were judged.
static SERVER: LazyLock<Server> =
    LazyLock::new(|| TestApp::of_krakow().serve_for_all(&["--today", "2026-11-20", "--public-rate", "0"]));

/// The two ways to ask, and where each reads an article.
const STAFF: &str = "/api/v1";
const PUBLIC: &str = "/public/v1";

fn ask(side: &str, question: &str, more: &str) -> Value {
    SERVER.get(&format!("{side}/search?q={}{more}", percent_encoded(question))).is(200).json()
}

fn hits(answer: &Value) -> Vec<&Value> {
    answer["hits"].as_array().unwrap().iter().collect()
}

fn ids(answer: &Value) -> Vec<String> {
    hits(answer).iter().map(|hit| hit["id"].as_str().unwrap().to_owned()).collect()
}

/// All that can be searched of an article, as its author wrote it: residents find by what they are not told, too.
fn text(id: &str) -> String {
    SERVER.get(&format!("/api/v1/articles/{id}")).is(200).json()["markdown"].as_str().unwrap().to_owned()
}

/// The lemmas of a text.
fn lemmas(text: &str) -> BTreeSet<String> {
    Analyzer::default().analyze(text).tokens.iter().map(|token| token.forms.lemma.to_string()).collect()
}

/// The words of a text, folded, one blank between.
fn folded(text: &str) -> String {
    let words: Vec<String> =
        Analyzer::default().analyze(text).tokens.iter().map(|token| token.forms.folded.to_string()).collect();
    format!(" {} ", words.join(" "))
}

#[test]
fn a_filter_by_unit_or_category_keeps_exactly_its_articles() {
    let question = "odbiór odpadów";
    let mut narrowed = 0;
    for side in [STAFF, PUBLIC] {
        let all = ask(side, question, "&limit=100&facets=true");
        assert!(hits(&all).len() < 100, "the whole list is needed here");
        for (name, facet) in [("unit", "unit"), ("category", "category")] {
            let counts = all["facets"][facet].as_array().unwrap();
            assert!(counts.len() >= 3, "several to choose from: {counts:?}");
            for count in counts.iter().take(4) {
                let code = count["code"].as_str().unwrap();
                let expected: Vec<&str> = hits(&all)
                    .into_iter()
                    .filter(|hit| hit[name] == code)
                    .map(|hit| hit["id"].as_str().unwrap())
                    .collect();
                let few = ask(side, question, &format!("&limit=100&{name}={}", percent_encoded(code)));
                let set = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<BTreeSet<_>>();
                let came = ids(&few);
                assert_eq!(
                    came.iter().cloned().collect::<BTreeSet<_>>(),
                    set(&expected),
                    "{side} {name}={code}"
                );
                // What was looked at closely without a filter stands in the order that it had.
                let first: Vec<String> =
                    ids(&all)[..30].iter().filter(|id| came.contains(id)).cloned().collect();
                let still: Vec<String> = came.iter().filter(|id| first.contains(id)).cloned().collect();
                assert_eq!(still, first, "{side} {name}={code}: another order");
                assert_eq!(few["total"], count["count"], "{side} {name}={code}: the facet counts what comes");
                assert!(expected.len() < hits(&all).len(), "{name}={code} leaves nothing out");
                narrowed += usize::from(!expected.is_empty());
            }
        }
        let none = ask(side, question, "&unit=NIE-MA");
        assert_eq!((ids(&none), &none["total"]), (vec![], &0.into()));
    }
    assert!(narrowed >= 12, "{narrowed} filters with something behind them");
}

#[test]
fn residents_filter_by_area_of_the_portal() {
    let all = ask(PUBLIC, "strona branżowa portalu", "&limit=100");
    let (mut together, mut areas) = (Vec::new(), 0);
    for area in ["uslugi", "kck", "branzowa", "konto"] {
        let few = ids(&ask(PUBLIC, "strona branżowa portalu", &format!("&limit=100&area={area}")));
        for id in &few {
            assert!(text(id).contains(&format!("kpum_area: {area}")), "{id} is of another area than {area}");
        }
        areas += usize::from(!few.is_empty());
        together.extend(few);
    }
    assert!(areas >= 2, "articles of several areas are found");
    let found: BTreeSet<String> = ids(&all).into_iter().collect();
    assert!(
        together.iter().all(|id| found.contains(id)),
        "a filter finds nothing that is not found without it"
    );
}

#[test]
fn what_stands_in_quotes_stands_in_every_hit_as_it_was_typed() {
    // Words that stand together in some articles and apart in others.
    for (phrase, quoted) in [
        ("stare meble", "\"stare meble\""),
        ("akt urodzenia", "„akt urodzenia”"),
        ("prawo jazdy", "«prawo jazdy»"),
    ] {
        let plain = ids(&ask(STAFF, phrase, "&limit=100"));
        let strict = ids(&ask(STAFF, quoted, "&limit=100"));
        let has = |id: &String| folded(&text(id)).contains(&format!(" {} ", fold(phrase)));
        assert!(!strict.is_empty(), "{quoted} is found nowhere");
        assert!(strict.iter().all(has), "{quoted}: {strict:?}");
        assert!(!plain.iter().all(has), "without quotes there are others: {plain:?}");
        assert!(strict.len() < plain.len(), "{quoted} leaves nothing out");
        let first = plain.iter().take(10).filter(|id| has(id)).collect::<Vec<_>>();
        assert!(first.iter().all(|id| strict.contains(id)), "{quoted} loses one of {first:?}");
        let residents = ids(&ask(PUBLIC, quoted, "&limit=100"));
        assert!(residents.iter().all(|id| strict.contains(id)), "{quoted}: {residents:?}");
    }
    assert_eq!(ask(STAFF, "\"meble stare urodzenia\"", "")["hits"].as_array().unwrap().len(), 0);
}

#[test]
fn a_word_behind_a_minus_stands_in_no_hit_in_any_of_its_forms() {
    for (question, word) in
        [("odbiór odpadów", "gruz"), ("odpis aktu", "małżeństwa"), ("wniosek o wydanie", "fotografia")]
    {
        let lemma = lemmas(word);
        let has = |id: &String| !lemmas(&text(id)).is_disjoint(&lemma);
        for side in [STAFF, PUBLIC] {
            // With its last word finished, as it is where another follows.
            let plain = ids(&ask(side, &format!("{question}."), "&limit=100"));
            let without = ids(&ask(side, &format!("{question} -{word}"), "&limit=100"));
            assert!(plain.iter().any(has), "{side} {question}: nothing to be kept out");
            assert!(
                !without.is_empty() && !without.iter().any(has),
                "{side} {question} -{word}: {without:?}"
            );
            let (kept, expected): (BTreeSet<_>, BTreeSet<_>) =
                (without.iter().collect(), plain.iter().filter(|id| !has(id)).collect());
            assert!(
                plain.len() == 100 || kept == expected,
                "{side} {question} -{word}: {kept:?} {expected:?}"
            );
        }
    }
}

#[test]
fn pages_follow_one_another_without_a_gap_and_without_a_repeat() {
    let mut pages = 0;
    for side in [STAFF, PUBLIC] {
        for question in ["opłata za odbiór", "wniosek", "telefon do urzędu"] {
            let whole = ask(side, question, "&limit=60");
            let whole_ids = ids(&whole);
            assert!(whole_ids.len() > 20, "{question} has several pages: {whole_ids:?}");
            let mut paged = Vec::new();
            for offset in (0..whole_ids.len()).step_by(7) {
                let page = ask(side, question, &format!("&limit=7&offset={offset}"));
                assert_eq!(page["total"], whole["total"], "{side} {question}: the total is of all pages");
                assert_eq!(page["confident"], whole["confident"], "{side} {question} from {offset}");
                paged.extend(ids(&page));
                pages += 1;
            }
            paged.truncate(whole_ids.len());
            assert_eq!(paged, whole_ids, "{side} {question}");
            assert_eq!(
                ids(&ask(side, question, "&offset=9000")),
                Vec::<String>::new(),
                "behind the last page"
            );
        }
    }
    assert!(pages >= 18, "{pages}");
}

#[test]
fn a_limit_is_kept_and_ten_are_given_without_one() {
    for side in [STAFF, PUBLIC] {
        let whole = ids(&ask(side, "wniosek", "&limit=100"));
        for limit in [1, 3, 25] {
            assert_eq!(
                ids(&ask(side, "wniosek", &format!("&limit={limit}"))),
                whole[..limit],
                "{side} {limit}"
            );
        }
        assert_eq!(ids(&ask(side, "wniosek", "")), whole[..10], "{side}");
    }
}

#[test]
fn in_force_parts_the_hits_in_two() {
    let app = TestApp::with_articles();
    for (id, more) in [
        ("meble-dzis", ""),
        ("meble-dawne", "valid_until: 2026-01-01\n"),
        ("meble-kiedys", "valid_from: 2027-01-01\n"),
    ] {
        app.write(
            &format!("{id}.md"),
            format!("---\nid: {id}\ntitle: Tapczan\n{more}---\n\nTapczan odbiera MPO.\n"),
        );
    }
    let server = app.serve_with(&["--today", "2026-11-20"]);
    let found = |more: &str| ids(&server.get(&format!("/api/v1/search?q=tapczan{more}")).is(200).json());
    let all = found("");
    assert_eq!(all[0], "meble-dzis", "what is not in force comes last: {all:?}");
    assert_eq!(all.len(), 3);
    assert_eq!(found("&in_force=true"), ["meble-dzis"]);
    assert_eq!(found("&in_force=false"), all[1..]);
}

#[test]
fn a_typo_finds_what_was_meant_and_says_so() {
    // A letter swapped, lost, added and changed, in words for which nothing else speaks.
    let mut told_to_residents = 0;
    for (typed, meant, id) in [
        ("wersalak", "wersalka", "gabaryty"),
        ("paszort", "paszport", "paszport"),
        ("tapaczan", "tapczan", "gabaryty"),
        ("wymeldwoanie", "wymeldowanie", "wymeldowanie"),
        ("odsniezanei", "odśnieżanie", "odsniezanie"),
        ("prohibicka", "prohibicja", "nocna-prohibicja"),
    ] {
        for side in [STAFF, PUBLIC] {
            let right = ask(side, meant, "");
            assert_eq!(ids(&right)[0], id, "{side} {meant}");
            assert_eq!(right["did_you_mean"], Value::Null, "{side} {meant} is no typo");
            let wrong = ask(side, typed, "");
            assert_eq!(ids(&wrong).first().map(String::as_str), Some(id), "{side} {typed}: {wrong}");
            let offered = wrong["did_you_mean"].as_str().unwrap_or_default();
            if side == PUBLIC && offered.is_empty() {
                // A word that residents cannot read finds and is not told.
                continue;
            }
            told_to_residents += usize::from(side == PUBLIC);
            assert_eq!(lemmas(offered), lemmas(meant), "{side} {typed}: „{offered}”");
            let told = &wrong["interpreted"][0];
            assert_eq!((&told["text"], &told["why"]), (&typed.into(), &"typo".into()), "{side} {typed}");
            assert!(
                hits(&wrong)[0]["why"].as_array().unwrap().contains(&"typo".into()),
                "{side} {typed}: {wrong}"
            );
        }
    }
    assert!(told_to_residents >= 3, "residents are told of {told_to_residents} words");
    let whole = ask(STAFF, "gdzie wyrzucić starą wersalkke", "");
    assert_eq!(
        whole["did_you_mean"], "gdzie wyrzucić starą wersalkę",
        "the rest of the question stays as it was"
    );
}

#[test]
fn what_is_answered_may_be_read_out_and_what_nothing_answers_may_not() {
    let answered = [
        ("gdzie wyrzucić starą wersalkę", "gabaryty"),
        ("ile kosztuje odpis aktu urodzenia", "odpis-aktu"),
        ("zgubiłem dowód osobisty", "dowod-zgubiony"),
        ("wymeldowanie z pobytu stałego", "wymeldowanie"),
        ("nocna prohibicja", "nocna-prohibicja"),
        ("karta parkingowa dla niepełnosprawnego", "karta-parkingowa"),
    ];
    let mut confident = 0;
    for (question, id) in answered {
        for side in [STAFF, PUBLIC] {
            let answer = ask(side, question, "");
            if answer["confident"] == true {
                confident += 1;
                assert_eq!(
                    ids(&answer)[0],
                    id,
                    "{side} {question}: said with confidence, and another article"
                );
            }
        }
    }
    assert!(confident >= 8, "{confident} of 12 plain questions are answered with confidence");
    for question in [
        "dowód twierdzenia Pitagorasa",
        "sukienka na wesele rozmiar 42",
        "xqvowity wqbcdf",
        "bilet lotniczy do Londynu",
    ] {
        for side in [STAFF, PUBLIC] {
            assert_eq!(ask(side, question, "")["confident"], false, "{side} {question}");
        }
    }
}

#[test]
fn what_was_made_of_each_word_is_told_and_by_which_means() {
    for (question, word, meant, why, id) in [
        ("wersalka", "wersalka", "wersalka", "exact", "gabaryty"),
        ("wersalki", "wersalki", "wersalka", "lemma", "gabaryty"),
        ("lodowka", "lodowka", "lodówka", "folded", "elektroodpady"),
        ("lodowki", "lodowki", "lodówka", "lemma", "elektroodpady"),
        ("wersal", "wersal", "wersalka", "prefix", "gabaryty"),
        ("paszort", "paszort", "paszport", "typo", "paszport"),
        ("spp", "spp", "strefa płatnego parkowania", "synonym", "parking-spp"),
        ("dk 03", "dk 03", "dk03", "code", "kck-baza-wiedzy"),
    ] {
        let answer = ask(STAFF, question, "");
        let told = answer["interpreted"].as_array().unwrap();
        let expected = serde_json::json!({ "text": word, "as": [meant], "why": why });
        assert!(told.contains(&expected), "{question}: no {expected} in {told:?}");
        assert_eq!(ids(&answer)[0], id, "{question}");
    }
}

#[test]
fn reasons_come_to_staff_who_ask_for_them() {
    let reasons = |more: &str| hits(&ask(STAFF, "stara wersalka", more))[0]["explain"].clone();
    assert!(reasons("&explain=true").as_array().is_some_and(|lines| lines.len() >= 2));
    assert_eq!(reasons(""), Value::Null);
    assert_eq!(hits(&ask(PUBLIC, "stara wersalka", "&explain=true"))[0]["explain"], Value::Null);
}
