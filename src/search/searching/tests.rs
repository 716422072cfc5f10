//! Pages of hits, and what stands on the first whatever its size.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use crate::quality::measure::Dice;
use crate::search::testkit::{ask, city, engine, first, hit, ids, request};
use crate::search::{Engine, Flag, SearchRequest, SearchResponse};

/// Articles about a street each; how much they say of the question, and where, is drawn by lot.
fn streets(count: usize) -> Engine {
    let said = [
        "Remont chodnika",
        "Remont",
        "Chodnik",
        "Naprawa chodnika po remoncie",
        "Znak",
        "Przystanek tramwajowy",
    ];
    let mut dice = Dice::new(13);
    let articles: Vec<(String, String)> = (0..count)
        .map(|at| {
            let mut text = String::new();
            for _ in 0..1 + dice.below(9) {
                text.push_str(&format!("{}. ", said[dice.below(said.len())]));
                text.push_str(&"Ulica jest zamknięta od rana. ".repeat(dice.below(5)));
                if dice.below(3) == 0 {
                    text.push_str("\n\n## Dalej\n\n");
                }
            }
            let title = ["Ulica", "Remont ulicy", "Chodnik przy ulicy"][dice.below(3)];
            (format!("ulica-{at}.md"), format!("---\ntitle: {title} {at}\n---\n{text}\n"))
        })
        .collect();
    engine(&articles.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>())
}

fn page(engine: &Engine, question: &str, offset: usize, limit: usize) -> SearchResponse {
    engine.search(&SearchRequest { offset, limit, ..request(question) })
}

#[test]
fn pages_together_hold_every_hit_once() {
    let engine = streets(90);
    for question in ["remont chodnika", "„remont chodnika”"] {
        let whole = page(&engine, question, 0, 100);
        let whole_ids = ids(&whole);
        assert!(whole_ids.len() > 35, "{} hits are no matter for pages", whole_ids.len());
        for size in [1, 7, 10, 33] {
            let mut paged = Vec::new();
            for offset in (0..whole_ids.len() + size).step_by(size) {
                let page = page(&engine, question, offset, size);
                assert_eq!(page.total, whole.total, "the same question has as many answers on every page");
                assert_eq!(page.confident(), whole.confident());
                assert!(page.hits.len() <= size);
                paged.extend(page.hits.iter().map(|hit| hit.id.to_string()));
            }
            let different: BTreeSet<&String> = paged.iter().collect();
            assert_eq!(different.len(), paged.len(), "{question}: a page of {size} repeats a hit of another");
            assert_eq!(paged, whole_ids, "{question}: pages of {size}");
        }
    }
}

#[test]
fn scores_fall_from_page_to_page() {
    let engine = streets(90);
    let whole = page(&engine, "remont chodnika", 0, 100);
    let scores: Vec<f32> = whole.hits.iter().map(|hit| hit.score).collect();
    assert!(scores.windows(2).all(|pair| pair[0] >= pair[1]), "{scores:?}");
    assert!(scores[0] > *scores.last().unwrap());
}

#[test]
fn a_page_behind_the_last_is_empty_and_says_how_many_there_are() {
    let response = page(city(), "odpady", 50, 10);
    assert!(response.hits.is_empty());
    assert_eq!(response.total, ask(city(), "odpady").total);
    assert!(response.total > 1);
    assert!(
        page(city(), "odpady", usize::MAX, usize::MAX).hits.is_empty(),
        "the greatest numbers are numbers"
    );
}

#[test]
fn a_page_of_none_still_counts() {
    let response = page(city(), "odpady", 0, 0);
    assert!(response.hits.is_empty());
    assert_eq!(response.total, ask(city(), "odpady").total);
}

#[test]
fn what_is_not_in_force_stands_last_however_well_it_answers() {
    let response = ask(city(), "projekty budżetu obywatelskiego");
    assert_eq!(ids(&response), ["budzet-2026", "budzet-2025"]);
    assert!(response.hits[1].score > response.hits[0].score, "by its words it would be first");
    assert_eq!(hit(&response, "budzet-2025").flags, [Flag::NotInForce, Flag::Unverified]);
    assert!(!hit(&response, "budzet-2026").flags.contains(&Flag::NotInForce));
}

#[test]
fn a_hit_says_what_an_agent_must_beware_of() {
    let response = ask(city(), "zgubiony dowód osobisty");
    assert_eq!(hit(&response, "dowod-zgubiony").flags, []);
    assert_eq!(hit(&response, "dowod-osobisty").flags, [Flag::Stale], "to be reviewed by 1 November");
    let response = ask(city(), "regulamin targowisk");
    let repealed = hit(&response, "regulamin-2021");
    assert_eq!(repealed.flags, [Flag::NotInForce, Flag::Repealed, Flag::Unverified]);
    assert_eq!(repealed.repealed_by.as_deref(), Some("3465/2024"));
    assert_eq!(hit(&response, "regulamin-2024").repealed_by, None);
    assert_eq!(
        hit(&ask(city(), "przełączanie rozmów"), "przelaczanie").flags,
        [Flag::Unverified, Flag::Internal]
    );
}

#[test]
fn a_hit_carries_its_facts_and_the_one_that_is_asked_for() {
    let response = ask(city(), "ile kosztuje odpis aktu urodzenia");
    let found = hit(&response, "odpis-aktu");
    assert_eq!(found.answer.fact, Some("fee"));
    assert_eq!(found.facts.fee.as_deref(), Some("odpis skrócony 22 zł, zupełny 33 zł"));
    assert_eq!(found.summary.as_deref(), Some("Odpis aktu wyda każdy urząd stanu cywilnego."));
    assert_eq!(hit(&ask(city(), "odpis aktu urodzenia telefon"), "odpis-aktu").answer.fact, Some("phone"));
    assert_eq!(hit(&ask(city(), "odpis aktu urodzenia"), "odpis-aktu").answer.fact, None);
    let fee = ask(city(), "ile kosztuje ślub cywilny");
    assert_eq!(hit(&fee, "slub-cywilny").answer.fact, None, "it is asked for, and not there");
}

#[test]
fn a_question_without_words_finds_nothing_and_one_of_strange_signs_does_no_harm() {
    for nothing in ["", "   ", "?!", "—", "\u{0}", "😀"] {
        let response = ask(city(), nothing);
        assert_eq!(response, SearchResponse::default(), "{nothing:?}");
    }
    assert_eq!(first(city(), "??? lodówka !!!"), "elektroodpady");
}

#[test]
fn suggestions_are_titles_in_force_and_no_more_than_asked_for() {
    let today = crate::search::testkit::TODAY;
    let suggestions = city().suggest("budżet obyw", 5, today);
    let titles: Vec<&str> = suggestions.iter().map(|suggestion| suggestion.title.as_str()).collect();
    assert_eq!(titles, ["Budżet obywatelski – zgłaszanie projektów"], "the one of last year is over");
    assert_eq!(suggestions[0].id.as_str(), "budzet-2026");
    assert_eq!(city().suggest("odpady", 2, today).len(), 2);
    assert!(city().suggest("odpady", 20, today).len() > 2);
    assert!(city().suggest("odpady", 0, today).is_empty());
}

#[test]
fn as_many_suggestions_come_as_are_asked_for_however_many_that_is() {
    let texts: Vec<(String, String)> = (0..30)
        .map(|number| (format!("a{number}.md"), format!("---\ntitle: Basen numer {number}\n---\nBasen.\n")))
        .collect();
    let articles: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (&**path, &**text)).collect();
    let engine = engine(&articles);
    assert_eq!(engine.suggest("basen", 25, crate::search::testkit::TODAY).len(), 25);
}
