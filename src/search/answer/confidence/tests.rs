//! When the first hit may be read out, and what takes that from it.
#![allow(clippy::unwrap_used)]

use super::{Evidence, confident};
use crate::search::question::plan::Plan;
use crate::search::question::query::Query;
use crate::search::ranking::passage::{LineMatch, RecordMatch, WordMatch};
use crate::search::testkit::{CITY, ask, city, engine, put};
use crate::text::Analyzer;

/// A first hit that may be read out with little to spare: a test takes one thing from it.
#[derive(Clone)]
struct Case {
    question: &'static str,
    /// Words of the question that the article lacks, from the last.
    missing: usize,
    order: f32,
    coverage: f32,
    first_stage: f32,
    second: Option<f32>,
    in_force: bool,
}

const SURE: Case = Case {
    question: "wymiana starego pieca",
    missing: 0,
    order: 1.0,
    coverage: 0.9,
    first_stage: 20.0,
    second: Some(50.0),
    in_force: true,
};

impl Case {
    fn is_confident(&self) -> bool {
        let query = Query::parse(self.question, &mut Analyzer::default());
        let telling = query.content().count();
        // However many words there are, together they are worth ten.
        let plan =
            Plan { worth: vec![10.0 / query.words.len() as f32; query.words.len()], ..Plan::default() };
        let known =
            (0..telling - self.missing).map(|word| Some(WordMatch::for_certain(word as u8))).collect();
        let line = LineMatch { order: self.order, ..LineMatch::default() };
        let matched = RecordMatch { line, coverage: self.coverage, known, ..RecordMatch::default() };
        let nothing = RecordMatch::default();
        let first = Evidence {
            score: 100.0,
            first_stage: self.first_stage,
            in_force: self.in_force,
            matched: &matched,
        };
        let second =
            self.second.map(|score| Evidence { score, first_stage: 1.0, in_force: true, matched: &nothing });
        confident(&query, &plan, [first].into_iter().chain(second))
    }
}

#[test]
fn each_thing_that_was_seen_can_tip_the_judgement() {
    assert!(SURE.is_confident());
    for (taken, case) in [
        ("the order of the words", Case { order: 0.0, ..SURE }),
        ("the lead over the second", Case { second: Some(95.0), ..SURE }),
        ("telling words", Case { question: "piec", ..SURE }),
        ("what the article is about", Case { first_stage: 8.0, ..SURE }),
        ("a word of the question", Case { missing: 1, ..SURE }),
        ("being in force", Case { in_force: false, ..SURE }),
    ] {
        assert!(!case.is_confident(), "sure without {taken}");
    }
}

#[test]
fn what_is_weak_in_one_thing_may_be_strong_in_another() {
    let weak = Case { missing: 1, ..SURE };
    assert!(!weak.is_confident());
    assert!(Case { first_stage: 60.0, ..weak.clone() }.is_confident());
    assert!(Case { question: "wymiana starego pieca gazowego kotła bloku", ..weak }.is_confident());
    assert!(Case { second: None, ..SURE }.is_confident(), "the only hit leads");
}

#[test]
fn a_lead_says_no_more_when_it_grows_beyond_half() {
    let alone = Case { order: 0.0, second: None, ..SURE };
    assert!(!alone.is_confident(), "standing alone is not being right");
    assert!(!Case { second: Some(50.0), ..alone }.is_confident());
}

#[test]
fn words_of_manners_are_no_telling_words() {
    assert!(
        !Case { question: "chciałabym proszę piec", ..SURE }.is_confident(),
        "one word may mean anything"
    );
    assert!(!Case { question: "proszę bardzo pana", ..SURE }.is_confident(), "nothing was asked");
}

#[test]
fn what_scores_nothing_is_no_answer() {
    assert!(!Case { first_stage: 0.0, ..SURE }.is_confident());
    let query = Query::parse(SURE.question, &mut Analyzer::default());
    let plan = Plan { worth: vec![0.0; 3], ..Plan::default() };
    let matched = RecordMatch::default();
    let seen = || Evidence { score: 100.0, first_stage: 20.0, in_force: true, matched: &matched };
    assert!(!confident(&query, &plan, [seen()].into_iter()), "no word of the question is worth anything");
    assert!(!confident(&query, &plan, std::iter::empty()), "there is no hit");
}

#[test]
fn a_code_that_is_found_is_found() {
    let code =
        Case { question: "DK-03", order: 0.0, second: Some(95.0), first_stage: 10.0, coverage: 1.0, ..SURE };
    assert!(code.is_confident());
    assert!(!Case { coverage: 0.9, ..code.clone() }.is_confident(), "a part of the code is another code");
    assert!(
        !Case { question: "DK-03 kanały telefoniczne", ..code.clone() }.is_confident(),
        "that asks for more"
    );
    assert!(!Case { question: "dom", ..code }.is_confident(), "a word is no code");
}

#[test]
fn a_question_that_one_article_answers_is_answered_with_confidence() {
    for question in [
        "gdzie oddać starą lodówkę",
        "zgubiony dowód osobisty",
        "ile kosztuje odpis aktu urodzenia",
        "nie świeci lampa",
        "pojemnik na baterie",
        "12 616 55 55",
    ] {
        assert!(ask(city(), question).confident(), "{question}");
    }
}

#[test]
fn a_question_that_is_open_or_about_something_else_is_not() {
    for question in [
        "odpady",
        "dowód",
        "rejestracja samochodu do wyścigów konnych",
        "lodówka turystyczna na kemping",
        "tramwaj",
        "proszę pana",
        "",
    ] {
        assert!(!ask(city(), question).confident(), "{question}");
    }
}

#[test]
fn a_second_article_that_says_the_same_makes_the_first_unsure() {
    let engine = engine(CITY);
    let question = "gdzie oddać starą lodówkę";
    assert!(ask(&engine, question).confident());
    let (_, lodowka) = CITY.iter().find(|(path, _)| *path == "odpady/elektroodpady.md").unwrap();
    let other = lodowka.replace("id: elektroodpady", "id: elektroodpady-2");
    put(&engine, &[("odpady/elektroodpady-2.md", &other)]);
    let response = ask(&engine, question);
    assert_eq!(response.hits[0].id.as_str(), "elektroodpady");
    assert!(!response.confident(), "{:?}", response.hits.iter().map(|hit| hit.score).collect::<Vec<_>>());
}

#[test]
fn what_is_no_longer_in_force_is_read_out_to_nobody() {
    let current = engine(&[(
        "a.md",
        "---\ntitle: Zielony bilet na koncert\nvalid_from: 2026-01-01\n---\nKasa biletowa.",
    )]);
    assert!(ask(&current, "zielony bilet na koncert").confident());
    let lapsed = engine(&[(
        "a.md",
        "---\ntitle: Zielony bilet na koncert\nvalid_until: 2026-01-01\n---\nKasa biletowa.",
    )]);
    let response = ask(&lapsed, "zielony bilet na koncert");
    assert_eq!(response.hits.len(), 1);
    assert!(!response.confident());
}
