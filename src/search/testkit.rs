//! For tests of the search: a small city whose articles read as those of a big one do, and what it takes to ask it.
//!
//! Twenty-odd articles share words as real ones do (two about an identity card, three about waste, two of one budget),
//! so that a test can tell a search that works from one that finds anything at all.
#![allow(clippy::unwrap_used)]

mod city;

use std::sync::LazyLock;

use jiff::civil::{Date, date};

use super::{
    Changes, Engine, Hit, Indexer, Interpretation, Rendition, SearchRequest, SearchResponse, Size, ToIndex,
    Weights, Why,
};
use crate::article::dictionary::{Abbreviation, Dictionaries, Synonym, Unit};
use crate::article::{self, Article};
use crate::text::Replacement;

pub(crate) use city::CITY;

/// The day of all tests that name no other.
pub(crate) const TODAY: Date = date(2026, 11, 20);

/// Units, synonyms and abbreviations of the small city.
pub(super) fn dictionaries() -> Dictionaries {
    let synonym = |mowia: &[&str], znaczy: &[&str], w_obie_strony| Synonym {
        mowia: mowia.iter().map(|&said| said.into()).collect(),
        znaczy: znaczy.iter().map(|&meant| meant.into()).collect(),
        w_obie_strony,
    };
    Dictionaries {
        units: vec![Unit {
            code: "MPO".into(),
            name: "Miejskie Przedsiębiorstwo Oczyszczania".into(),
            aliases: vec!["oczyszczarka".into()],
            formerly: vec!["Zakład Asenizacyjny".into()],
            ..Unit::default()
        }],
        synonyms: vec![
            synonym(&["prawko"], &["prawo jazdy"], false),
            synonym(&["dziura w drodze"], &["ubytek w nawierzchni jezdni"], false),
            synonym(&["metryka"], &["odpis aktu urodzenia"], false),
            synonym(&["lampa"], &["latarnia"], true),
        ],
        abbreviations: vec![Abbreviation {
            skrot: "MOPS".into(),
            pelna: "Miejski Ośrodek Pomocy Społecznej".into(),
        }],
        ..Dictionaries::default()
    }
}

/// The article that a file holds.
pub(super) fn article(path: &str, text: &str) -> Article {
    article::parse(path, text.as_bytes()).article.unwrap_or_else(|| panic!("{path} is no article"))
}

/// Puts articles into an engine, a batch at a time.
pub(super) fn put(engine: &Engine, articles: &[(&str, &str)]) {
    let changes = engine.changes(Size::Few).unwrap();
    for (path, text) in articles {
        add(engine, &changes, &article(path, text), path, &mut |texts| vec![Vec::new(); texts.len()], false);
    }
    changes.finish().unwrap();
}

/// Puts one article into a batch; `repairs` says what a machine misread of it.
pub(super) fn add(
    engine: &Engine,
    changes: &Changes<'_>,
    article: &Article,
    path: &str,
    repairs: &mut dyn FnMut(&[&str]) -> Vec<Vec<Replacement>>,
    misread: bool,
) {
    let dictionaries = dictionaries();
    let source = ToIndex {
        article,
        path,
        hash: [7; 16],
        rendition: Rendition::default(),
        unit: article.unit.as_deref().and_then(|code| dictionaries.unit(code)),
        misread,
        repairs,
    };
    changes.upsert(Indexer::default().prepare(engine, source).unwrap()).unwrap();
}

/// An engine that holds these articles and the dictionaries of the small city.
pub(super) fn engine(articles: &[(&str, &str)]) -> Engine {
    let engine = Engine::in_memory().unwrap();
    engine.set_dictionaries(&dictionaries());
    put(&engine, articles);
    engine
}

/// The small city, for tests that change nothing of it.
pub(super) fn city() -> &'static Engine {
    static CITY_ENGINE: LazyLock<Engine> = LazyLock::new(|| engine(CITY));
    &CITY_ENGINE
}

/// A question of [`TODAY`], without filters, that wants all there is.
pub(super) fn request(question: &str) -> SearchRequest {
    SearchRequest { facets: true, ..SearchRequest::new(question, TODAY) }
}

/// Asks `engine`.
pub(super) fn ask(engine: &Engine, question: &str) -> SearchResponse {
    engine.search(&request(question))
}

/// What answers, best first.
pub(super) fn ids(response: &SearchResponse) -> Vec<&str> {
    response.hits.iter().map(|hit| hit.id.as_str()).collect()
}

/// The article that answers first, or nothing.
pub(super) fn first(engine: &Engine, question: &str) -> String {
    ask(engine, question).hits.first().map(|hit| hit.id.to_string()).unwrap_or_default()
}

/// The hit of one article.
pub(super) fn hit<'a>(response: &'a SearchResponse, id: &str) -> &'a Hit {
    let found = response.hits.iter().find(|hit| hit.id.as_str() == id);
    found.unwrap_or_else(|| panic!("{id} is not among {:?}", ids(response)))
}

/// What was made of `word`, by this means.
pub(super) fn made<'a>(response: &'a SearchResponse, word: &str, why: Why) -> &'a Interpretation {
    let mut all = response.interpreted.iter();
    let found = all.find(|one| one.text == word && one.why == why);
    found.unwrap_or_else(|| panic!("„{word}” is not {why:?} in {:?}", response.interpreted))
}

/// An engine of these articles that ranks by other weights.
pub(super) fn weighing(articles: &[(&str, &str)], weights: Weights) -> Engine {
    let engine = engine(articles);
    engine.set_weights(weights);
    engine
}
