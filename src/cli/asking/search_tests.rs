//! What a person and a program read of one answer.
#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};

use super::*;
use crate::article::ArticleId;
use crate::search::{Answer, FacetCount, Interpretation, State, Why};

const TOOK: Duration = Duration::from_micros(840);

fn fridge() -> Hit {
    let text = "Starą lodówkę odbiera MPO.\nZadzwoń i umów termin.";
    let at = text.find("lodówkę").unwrap();
    Hit {
        id: ArticleId::new("elektroodpady").unwrap(),
        title: "Elektroodpady".into(),
        summary: None,
        score: 12.5,
        unit: Some("MPO".into()),
        category: Some("odpady".into()),
        source: Some("Zarządzenie nr 1/2025".into()),
        in_force: true,
        repealed_by: None,
        flags: vec![Flag::Stale],
        answer: Answer {
            heading: "Odbiór".into(),
            text: text.into(),
            marks: vec![(at, at + "lodówkę".len())],
            anchor: "#odbior".into(),
            fact: Some("fee"),
            internal: false,
        },
        facts: Facts {
            phone: vec!["12 000 00 00".into()],
            fee: Some("bezpłatnie".into()),
            ..Facts::default()
        },
        verified: Some(jiff::civil::date(2026, 10, 1)),
        open: None,
        hours_on: Vec::new(),
        unknown: None,
        why: vec![Why::Lemma],
        explanation: vec!["„lodówkę” w tytule".into()],
    }
}

fn response(hits: Vec<Hit>) -> SearchResponse {
    SearchResponse {
        interpreted: vec![Interpretation {
            text: "lodówki".into(),
            looked_up: vec!["lodówka".into()],
            why: Why::Lemma,
        }],
        did_you_mean: None,
        state: State::Answer,
        total: hits.len(),
        units: vec![FacetCount { code: "MPO".into(), count: hits.len() }],
        hits,
        ..SearchResponse::default()
    }
}

fn plain(width: usize, hit: Hit) -> String {
    Page { width, bold: false }.render(&response(vec![hit]), TOOK)
}

#[test]
fn a_hit_shows_title_unit_flags_passage_the_fact_asked_for_and_phones() {
    let expected = "\
1 artykuł; pierwszy odpowiada na pytanie (840 µs).

1. Elektroodpady  [MPO]
   ! po terminie przeglądu
   Odbiór:
   Starą lodówkę odbiera MPO.
   Zadzwoń i umów termin.
   Opłata: bezpłatnie
   Telefon: 12 000 00 00
   elektroodpady · Zarządzenie nr 1/2025 · sprawdzono 2026-10-01
     – „lodówkę” w tytule
";
    assert_eq!(plain(80, fridge()), expected);
}

#[test]
fn passages_are_wrapped_to_the_width_of_the_terminal() {
    let mut hit = fridge();
    hit.answer.text = "słowo ".repeat(40);
    hit.answer.marks.clear();
    let page = plain(40, hit);
    let longest = page.lines().filter(|line| line.contains("słowo")).map(|line| line.chars().count()).max();
    assert_eq!(longest, Some(38), "{page}");
}

#[test]
fn matched_words_are_bold_on_a_terminal_and_untouched_elsewhere() {
    let page = Page { width: 80, bold: true }.render(&response(vec![fridge()]), TOOK);
    assert!(page.contains("Starą \x1b[1mlodówkę\x1b[0m odbiera"), "{page:?}");
    assert!(!plain(80, fridge()).contains('\x1b'));
}

#[test]
fn a_mark_over_part_of_a_word_or_over_several_words_stays_in_its_place() {
    let mut hit = fridge();
    hit.answer.text = "(lodówka) i pralka".into();
    hit.answer.marks = vec![(1, 9), (13, 19)];
    let page = Page { width: 80, bold: true }.render(&response(vec![hit.clone()]), TOOK);
    assert!(page.contains("(\x1b[1mlodówka\x1b[0m) i \x1b[1mpralka\x1b[0m"), "{page:?}");
    hit.answer.marks = vec![(1, 13), (2, 500)];
    Page { width: 80, bold: true }.render(&response(vec![hit]), TOOK);
}

#[test]
fn an_article_cannot_steer_the_terminal() {
    let mut hit = fridge();
    hit.title = "Tytuł\x1b[2J".into();
    hit.answer.text = "tekst\x07 \x1b]0;x".into();
    hit.answer.marks.clear();
    let page = plain(80, hit);
    assert!(page.contains("Tytuł") && page.contains("tekst"), "{page:?}");
    assert!(page.chars().all(|c| c == '\n' || !c.is_control()), "{page:?}");
}

#[test]
fn doubt_and_corrections_are_said_first() {
    let mut guess = response(vec![fridge()]);
    guess.state = State::Unsure;
    guess.did_you_mean = Some("lodówka".into());
    let page = Page { width: 80, bold: false }.render(&guess, TOOK);
    assert!(page.starts_with(
        "1 artykuł; żaden nie odpowiada na pewno, poniżej przypuszczenia (840 µs). Czy chodziło o: lodówka?\n"
    ));
    let nothing = Page { width: 80, bold: false }.render(&response(Vec::new()), TOOK);
    assert_eq!(nothing, "Nic nie znaleziono (840 µs).\n");
}

#[test]
fn json_has_the_shape_of_the_api() {
    let request = SearchRequest::new("gdzie oddać lodówkę", jiff::civil::date(2026, 11, 1));
    let answer = SearchAnswer::new(request, response(vec![fridge()]), TOOK, "cli".into());
    let json = serde_json::to_value(answer).unwrap();
    assert_eq!(json["interpreted"][0], json!({"text": "lodówki", "as": ["lodówka"], "why": "lemma"}));
    assert_eq!(json["took_us"], 840);
    assert_eq!(json["did_you_mean"], Value::Null);
    assert_eq!(json["facets"], json!({"unit": [{"code": "MPO", "count": 1}], "category": []}));
    let hit = &json["hits"][0];
    assert_eq!(hit["url"], "/artykul/elektroodpady");
    assert_eq!(hit["flags"], json!(["stale"]));
    assert_eq!(hit["answer"]["fact"], "fee");
    assert!(hit["answer"]["html"].as_str().unwrap().contains("<mark>lodówkę</mark>"));
    assert_eq!(hit["answer"]["marks"], json!([[7, 16]]), "in bytes");
    assert_eq!(hit["facts"], json!({"phone": ["12 000 00 00"], "fee": "bezpłatnie"}));
    assert_eq!(hit["verified"], "2026-10-01");
    assert_eq!(hit.get("explain"), None, "only when asked for");
}
