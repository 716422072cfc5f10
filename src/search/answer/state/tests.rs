//! When the first hit may be read out, when it is said not to hold what is asked, and what takes either from it.
#![allow(clippy::unwrap_used)]

use super::judge;
use crate::search::State;
use crate::search::answer::entry::Kinds;
use crate::search::answer::holding::Holding;
use crate::search::answer::topic::{Codes, Topic};
use crate::search::question::query::Query;
use crate::search::testkit::{CITY, ask, city, engine, put};
use crate::text::Analyzer;

/// What a plain question sees of the article that answers it: three words that stand together in its title.
const CLEAR: Topic = Topic {
    order: 1.0,
    lead: 0.5,
    words: 1.39,
    about: 1.6,
    missing: 0.0,
    own: 0.7,
    rival: 0.2,
    profile: 0.4,
    unheard: false,
    misses_name: false,
    of_elsewhere: false,
    codes: Codes::None,
};

/// The line that holds the value asked for names all that is asked about.
const HELD: Holding = Holding {
    entry: None,
    entry_of_question: 0.0,
    entry_of_itself: 0.0,
    kinds: Kinds::Neither,
    plain: false,
    bare: false,
    line: Some(3),
    value: 1.0,
    named: 1.0,
    internal: 0.0,
    key: true,
    of_key: 1.0,
};

/// An entry of `unknown` names all that is asked about, and the same kind of fact; no line does.
const DENIED: Holding = Holding {
    entry: Some(5),
    entry_of_question: 1.0,
    entry_of_itself: 1.0,
    kinds: Kinds::Same,
    line: None,
    value: 0.0,
    named: 0.0,
    key: false,
    of_key: 0.0,
    ..HELD
};

fn state(question: &str, topic: Topic, holding: Holding) -> State {
    judge(&Query::parse(question, &mut Analyzer::default()), &topic, &holding).state
}

#[test]
fn what_is_the_matter_and_holds_the_fact_is_read_out() {
    assert_eq!(state("ile kosztuje zielony bilet", CLEAR, HELD), State::Answer);
    assert_eq!(
        state("zielony bilet", CLEAR, Holding { line: None, ..HELD }),
        State::Answer,
        "a topic asks for no fact"
    );
}

#[test]
fn what_may_be_another_matter_is_not() {
    for (what, topic) in [
        ("the second says as much", Topic { lead: 0.0, own: 0.3, rival: 0.9, profile: 0.1, ..CLEAR }),
        (
            "half of its words are missing",
            Topic { missing: 0.6, misses_name: true, about: 0.4, own: 0.2, ..CLEAR },
        ),
        (
            "one word, and another's title",
            Topic { words: 0.69, own: 0.2, rival: 1.0, lead: 0.02, profile: 0.1, ..CLEAR },
        ),
    ] {
        assert_ne!(state("ile kosztuje zielony bilet", topic, HELD), State::Answer, "{what}");
    }
}

#[test]
fn what_is_asked_of_a_place_that_the_article_does_not_name_is_not_read_out() {
    assert_ne!(state("zielony bilet", Topic { of_elsewhere: true, ..CLEAR }, HELD), State::Answer);
    let ticket =
        "---\ntitle: Zielony bilet na tramwaj\n---\n## Ceny\n\nZielony bilet na tramwaj kosztuje 5 zł.";
    let engine = engine(&[("a.md", ticket)]);
    assert!(ask(&engine, "ile kosztuje zielony bilet na tramwaj").confident());
    for question in ["ile kosztuje zielony bilet na tramwaj we Wrocławiu", "zielony bilet na tramwaj w gdyni"]
    {
        assert!(!ask(&engine, question).confident(), "{question}");
    }
}

#[test]
fn an_entry_that_names_what_is_asked_says_that_it_is_not_known() {
    assert_eq!(state("ile kosztuje zielony bilet", CLEAR, DENIED), State::UnknownFact);
    let other = Holding { kinds: Kinds::Differ, ..HELD };
    let other = Holding { entry: Some(5), entry_of_question: 0.0, entry_of_itself: 0.0, ..other };
    assert_eq!(
        state("ile kosztuje zielony bilet", CLEAR, other),
        State::Answer,
        "an entry about another fact"
    );
}

#[test]
fn what_is_not_known_is_said_of_the_matter_alone() {
    let elsewhere =
        Topic { missing: 0.7, about: 0.2, lead: 0.0, own: 0.0, profile: 0.0, order: 0.0, ..CLEAR };
    assert_eq!(state("ile kosztuje zielony bilet", elsewhere, DENIED), State::Unsure);
}

#[test]
fn a_code_that_is_found_is_found_and_one_that_stands_nowhere_is_never_sure() {
    let weak = Topic { lead: 0.0, order: 0.0, own: 0.0, profile: 0.0, words: 0.69, about: 0.2, ..CLEAR };
    assert_ne!(state("DK-03", weak, HELD), State::Answer);
    assert_eq!(state("DK-03", Topic { codes: Codes::Found, ..weak }, HELD), State::Answer);
    assert_eq!(state("zielony bilet SC-12", Topic { codes: Codes::Nowhere, ..CLEAR }, HELD), State::Unsure);
}

/// An article of which little is known, and it says so.
const POOL: (&str, &str) = (
    "a.md",
    "---
title: Basen miejski
summary: Basen miejski działa przy ulicy Wodnej i jest czynny codziennie.
facts:
  fee: bilet normalny 20 zł
unknown: [cena karnetu, telefon do kasy, czy można wejść z niemowlęciem]
---
## Ile kosztuje wejście

Bilet normalny kosztuje 20 zł, a ulgowy 12 zł.

## Gdzie jest basen

Przy ulicy Wodnej 3.
",
);

#[test]
fn callers_are_told_what_the_base_does_not_hold_in_the_words_of_the_article() {
    let engine = engine(&[POOL]);
    for (question, entry) in [
        ("ile kosztuje karnet na basen", "cena karnetu"),
        ("telefon do kasy basenu", "telefon do kasy"),
        ("czy z niemowleciem wejde na basen", "czy można wejść z niemowlęciem"),
    ] {
        let response = ask(&engine, question);
        assert_eq!(response.state, State::UnknownFact, "{question}: {:?}", response.hits[0].unknown);
        assert_eq!(response.hits[0].unknown.as_deref(), Some(entry), "{question}");
        assert!(!response.confident());
    }
    for question in ["ile kosztuje bilet ulgowy na basen", "gdzie jest basen miejski"] {
        let response = ask(&engine, question);
        assert_ne!(response.state, State::UnknownFact, "{question}: {:?}", response.hits[0].unknown);
        assert_eq!(response.hits[0].unknown, None, "{question}");
    }
}

#[test]
fn a_fact_that_no_key_section_or_sentence_gives_is_missing_without_an_entry() {
    let engine = engine(&[(
        POOL.0,
        &POOL.1.replace("unknown: [cena karnetu, telefon do kasy, czy można wejść z niemowlęciem]\n", ""),
    )]);
    let response = ask(&engine, "numer telefonu na basen miejski");
    assert_eq!((response.state, response.hits[0].unknown.as_deref()), (State::UnknownFact, None));
    assert_eq!(response.asked.fact, Some("phone"));
}

#[test]
fn the_line_that_holds_the_value_is_shown() {
    let engine = engine(&[POOL]);
    let answer = ask(&engine, "ile kosztuje bilet ulgowy na basen").hits[0].answer.clone();
    assert!(answer.text.contains("12 zł"), "{}", answer.text);
    assert_eq!(answer.fact, Some("fee"));
}

#[test]
fn an_entry_of_what_is_not_known_is_never_the_passage_shown() {
    let engine = engine(&[POOL]);
    for question in ["karnet", "niemowlę", "cena karnetu"] {
        let hit = &ask(&engine, question).hits[0];
        assert!(
            !hit.answer.text.contains("karnet") && !hit.answer.text.contains("niemowl"),
            "{}",
            hit.answer.text
        );
    }
}

#[test]
fn a_question_that_one_article_answers_is_answered() {
    for question in [
        "gdzie oddać starą lodówkę",
        "zgubiony dowód osobisty",
        "ile kosztuje odpis aktu urodzenia",
        "nie świeci lampa",
    ] {
        assert_eq!(ask(city(), question).state, State::Answer, "{question}");
    }
}

#[test]
fn a_question_about_something_else_is_not() {
    for question in [
        "rejestracja samochodu do wyścigów konnych",
        "lodówka turystyczna na kemping",
        "tramwaj",
        "proszę pana",
        "",
    ] {
        let state = ask(city(), question).state;
        assert!(matches!(state, State::Unsure | State::Nothing), "{question}: {state:?}");
    }
}

#[test]
fn a_second_article_that_says_the_same_makes_the_first_unsure() {
    let engine = engine(CITY);
    let question = "gdzie oddać starą lodówkę";
    assert!(ask(&engine, question).confident());
    let (_, fridge) = CITY.iter().find(|(path, _)| *path == "odpady/elektroodpady.md").unwrap();
    let other = fridge.replace("id: elektroodpady", "id: elektroodpady-2");
    put(&engine, &[("odpady/elektroodpady-2.md", &other)]);
    let response = ask(&engine, question);
    assert_eq!(response.hits[0].id.as_str(), "elektroodpady");
    assert!(!response.confident(), "{:?}", response.hits.iter().map(|hit| hit.score).collect::<Vec<_>>());
}

#[test]
fn what_is_no_longer_in_force_is_read_out_to_nobody() {
    let ticket = |until: &str| {
        format!(
            "---\ntitle: Zielony bilet na koncert\n{until}: 2026-01-01\n---\n## Kasa\n\nZielony bilet na koncert kosztuje 5 zł."
        )
    };
    let current = engine(&[("a.md", &ticket("valid_from"))]);
    assert!(ask(&current, "ile kosztuje zielony bilet na koncert").confident());
    let lapsed = engine(&[("a.md", &ticket("valid_until"))]);
    let response = ask(&lapsed, "ile kosztuje zielony bilet na koncert");
    assert_eq!((response.hits.len(), response.state), (1, State::Unsure));
}
