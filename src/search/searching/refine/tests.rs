//! A model of which every test says itself what it means.
#![allow(clippy::unwrap_used)]

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use super::*;
use crate::search::question::query::Query;
use crate::search::testkit::{CITY, TODAY, city, engine, ids};
use crate::search::{Compact, Engine, Meanings, SearchResponse, Understands, Understood, Weights};

/// Says of every question the same, and remembers what it was asked.
#[derive(Default)]
struct Says(Mutex<Vec<String>>);

impl Understands for Says {
    fn question(&self, text: &str) -> Option<Arc<[f32]>> {
        self.0.lock().unwrap().push(text.to_owned());
        Some(Arc::from([1.0, 0.0]))
    }
}

/// Tells an engine how near each of its articles is to any question.
fn means(engine: &Engine, near: impl Fn(&str) -> f32) -> Arc<Says> {
    let mut articles = HashMap::new();
    engine.each_to_understand(&mut |card, texts| {
        assert!(texts().iter().all(|text| text.starts_with(&card.title)), "a window tells what it is of");
        let near: f32 = near(card.id.as_str());
        let window = Compact::of(&[near, (1.0 - near * near).sqrt()]);
        let windows = [Arc::new(window)].into();
        articles.insert(card.id.clone(), Understood { card: Arc::clone(card), windows });
    });
    let says = Arc::<Says>::default();
    engine.set_meanings(Meanings { understands: says.clone(), articles });
    says
}

fn ask(engine: &Engine, question: &str, settled: bool) -> SearchResponse {
    engine.search(&SearchRequest { settled, explain: true, limit: 50, ..SearchRequest::new(question, TODAY) })
}

const QUESTIONS: [&str; 12] = [
    "gdzie wyrzucić starą lodówkę",
    "ile kosztuje zameldowanie",
    "stare meble",
    "wniosek",
    "odpis aktu",
    "opłata",
    "gruz po remoncie",
    "rejestracja samochodu",
    "dowód osobisty zdjęcie",
    "harmonogram wywozu",
    "budżet obywatelski",
    "telefon do wydziału",
];

#[test]
fn without_a_model_and_while_a_question_is_typed_words_alone_decide() {
    let refined = engine(CITY);
    let says = means(&refined, |id| if id.len() % 2 == 0 { 0.95 } else { 0.05 });
    let mut moved = 0;
    for question in QUESTIONS {
        let plain = ask(city(), question, true);
        let typed = ask(&refined, question, false);
        assert_eq!(SearchResponse { unrefined: false, ..typed }, plain, "{question}");
        assert!(!plain.unrefined, "{question}");
        moved += usize::from(ids(&ask(&refined, question, true)) != ids(&plain));
    }
    assert!(moved >= 2, "{moved}");
    assert!(says.0.lock().unwrap().len() >= moved, "and it was asked only then");
}

#[test]
fn no_answer_is_surer_with_a_model_and_a_sure_one_stays_first() {
    let plain = engine(CITY);
    let (mut changed, mut kept) = (0, 0);
    for liked in 0..7 {
        let refined = engine(CITY);
        means(&refined, |id| if id.len() % 7 == liked { 0.9 } else { 0.1 });
        for question in QUESTIONS {
            let (before, after) = (ask(&plain, question, true), ask(&refined, question, true));
            let claims = |response: &SearchResponse| surety(response.state);
            assert!(claims(&after) <= claims(&before), "{question}: {:?} of {:?}", after.state, before.state);
            let same = before.hits.first().map(|hit| &hit.id) == after.hits.first().map(|hit| &hit.id);
            if same {
                assert_eq!(after.state, before.state, "{question}");
                kept += 1;
            } else {
                assert_ne!(before.state, State::Answer, "{question}");
                changed += 1;
            }
            let scores: Vec<f32> = after.hits.iter().map(|hit| hit.score).collect();
            let in_force = after.hits.iter().take_while(|hit| hit.in_force).count();
            assert!(scores[..in_force].is_sorted_by(|a, b| a >= b), "{question}: {scores:?}");
        }
    }
    assert!(changed > 3 && kept > 10, "{changed} and {kept}");
}

#[test]
fn an_article_that_is_not_read_as_it_is_now_leaves_all_to_the_words() {
    let refined = engine(CITY);
    means(&refined, |id| if id.len() % 2 == 0 { 0.95 } else { 0.05 });
    let question = "stare meble";
    assert_ne!(ids(&ask(&refined, question, true)), ids(&ask(city(), question, true)));
    crate::search::testkit::put(
        &refined,
        &[("nowy.md", "---\nid: nowy\ntitle: Stare meble do wzięcia\n---\nStare meble.\n")],
    );
    let (settled, typed) = (ask(&refined, question, true), ask(&refined, question, false));
    assert!(settled.hits.iter().any(|hit| hit.id.as_str() == "nowy"));
    assert_eq!(settled, typed);
}

#[test]
fn an_explanation_tells_what_the_model_added() {
    let refined = engine(CITY);
    means(&refined, |_| 0.5);
    let answer = ask(&refined, "stare meble", true);
    let plain = ask(city(), "stare meble", true);
    let mut told = 0;
    for hit in &answer.hits {
        let line = hit.explanation.iter().find(|line| line.starts_with("model zdań")).unwrap();
        let added: f32 = line.rsplit(' ').next().unwrap().parse().unwrap();
        let before = plain.hits.iter().find(|other| other.id == hit.id).unwrap().score;
        assert!((hit.score - before - added).abs() < 0.01, "{line}: {before} and {}", hit.score);
        told += 1;
    }
    assert!(told > 1 && Weights::DEFAULT.meaning > 0.0, "{told}");
    assert!(!plain.hits[0].explanation.iter().any(|line| line.starts_with("model zdań")));
}

#[test]
fn a_question_without_accents_is_understood_with_them() {
    let says = means(&engine(CITY), |_| 0.5);
    let meant = |question: &str| {
        let mut analyzer = crate::text::Analyzer::default();
        as_meant(&Query::parse(question, &mut analyzer), &Plan::default())
    };
    assert_eq!(meant("Gdzie oddac lodowke w Krakowie?"), "Gdzie oddać lodówkę w Krakowie?");
    assert_eq!(meant("gdzie oddać lodowke"), "gdzie oddać lodowke", "who types accents types them all");
    assert_eq!(meant("ile lat ma sad"), "ile lat ma sad", "nothing tells that they were left out");
    assert_eq!(meant("xqzw  17a, 24h"), "xqzw 17a, 24h");
    assert!(says.0.lock().unwrap().is_empty());
}
