//! What an address promises of what is found, held by an engine that ranks for itself.

use axum::body::Body;
use axum::http::Request;
use serde_json::Value;

use crate::http::State;
use crate::http::testkit::{Got, of_the_city, send_to};

/// A question as part of an address.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

async fn get(state: &State, uri: &str) -> Got {
    let got = send_to(state, Request::get(uri).body(Body::empty()).unwrap()).await;
    assert_eq!(got.status, 200, "{uri}: {}", got.text);
    got
}

/// The answer to `question`; `rest` are further parameters.
async fn search(state: &State, question: &str, rest: &str) -> Value {
    get(state, &format!("/api/v1/search?facets=true&q={}{rest}", encoded(question))).await.json()
}

async fn public(state: &State, question: &str, rest: &str) -> Value {
    get(state, &format!("/public/v1/search?facets=true&q={}{rest}", encoded(question))).await.json()
}

fn ids(answer: &Value) -> Vec<String> {
    let hits = answer["hits"].as_array().unwrap();
    hits.iter().map(|hit| hit["id"].as_str().unwrap().to_owned()).collect()
}

fn units(answer: &Value) -> Vec<(String, u64)> {
    let counted = answer["facets"]["unit"].as_array().unwrap().iter();
    counted
        .map(|facet| (facet["code"].as_str().unwrap().to_owned(), facet["count"].as_u64().unwrap()))
        .collect()
}

#[tokio::test]
async fn filters_of_an_address_narrow_what_is_found_and_counted() {
    let state = of_the_city();
    let whole = search(&state, "odpady projekt", "").await;
    let of = |member: &str, code: &str| -> Vec<String> {
        let hits = whole["hits"].as_array().unwrap().iter();
        hits.filter(|hit| hit[member] == code).map(|hit| hit["id"].as_str().unwrap().to_owned()).collect()
    };
    for (rest, member, code) in [
        ("&unit=MPO", "unit", "MPO"),
        ("&unit=mpo", "unit", "MPO"),
        ("&unit=DK-03", "unit", "DK-03"),
        ("&category=odpady", "category", "odpady"),
        ("&category=udzial", "category", "udzial"),
    ] {
        let expected = of(member, code);
        assert!(expected.len() > 1 && expected.len() < ids(&whole).len(), "{rest} tells nothing apart");
        let narrowed = search(&state, "odpady projekt", rest).await;
        assert_eq!(ids(&narrowed), expected, "{rest}");
        assert!(narrowed["total"].as_u64() < whole["total"].as_u64(), "{rest}");
    }
    let narrowed = search(&state, "odpady projekt", "&unit=MPO").await;
    let count = units(&whole).into_iter().find(|(code, _)| code == "MPO").unwrap().1;
    assert_eq!(units(&narrowed), [("MPO".to_owned(), count)]);
    assert_eq!(narrowed["total"], count);
    assert_eq!(ids(&search(&state, "odpady projekt", "&unit=MPO&category=udzial").await), [""; 0]);
}

#[tokio::test]
async fn what_is_in_force_is_parted_from_what_is_not_and_stands_before_it() {
    let state = of_the_city();
    let whole = search(&state, "budżet obywatelski", "").await;
    assert_eq!(ids(&whole), ["budzet-2026", "budzet-2025"]);
    assert_eq!(whole["hits"][1]["in_force"], false);
    assert_eq!(whole["hits"][1]["flags"][0], "not_in_force");
    assert_eq!(ids(&search(&state, "budżet obywatelski", "&in_force=true").await), ["budzet-2026"]);
    assert_eq!(ids(&search(&state, "budżet obywatelski", "&in_force=false").await), ["budzet-2025"]);
}

#[tokio::test]
async fn pages_hold_every_hit_once_for_agents_and_residents() {
    let state = of_the_city();
    for api in ["/api/v1/search", "/public/v1/search"] {
        let question = encoded("wniosek odpady urząd");
        let whole = get(&state, &format!("{api}?q={question}&limit=100")).await.json();
        assert!(ids(&whole).len() > 8, "{:?}", ids(&whole));
        let mut paged = Vec::new();
        for offset in (0..ids(&whole).len() + 3).step_by(3) {
            let page = get(&state, &format!("{api}?q={question}&limit=3&offset={offset}")).await.json();
            assert_eq!(page["total"], whole["total"], "{api} at {offset}");
            assert!(ids(&page).len() <= 3);
            paged.extend(ids(&page));
        }
        assert_eq!(paged, ids(&whole), "{api}");
    }
}

#[tokio::test]
async fn quotes_demand_and_a_minus_keeps_out() {
    let state = of_the_city();
    let loose = search(&state, "punkt zbiórki", "").await;
    assert!(ids(&loose).len() > 1, "{:?}", ids(&loose));
    assert_eq!(ids(&search(&state, "„punkt zbiórki”", "").await), ["gruz"]);
    let odpady = ids(&search(&state, "odpady", "").await);
    assert!(odpady.contains(&"gruz".to_owned()));
    let without = ids(&search(&state, "odpady -gruz", "").await);
    assert!(!without.is_empty() && !without.contains(&"gruz".to_owned()), "{without:?}");
}

#[tokio::test]
async fn what_was_made_of_each_word_is_told() {
    let state = of_the_city();
    for (question, word, why, as_what, first) in [
        ("lodowka", "lodowka", "folded", "lodówka", "elektroodpady"),
        ("lodówki", "lodówki", "lemma", "lodówka", "elektroodpady"),
        ("telwizor", "telwizor", "typo", "telewizor", "elektroodpady"),
        ("zgłoś huśt", "huśt", "prefix", "hustawka", "plac-zabaw"),
        ("metryka", "metryka", "synonym", "odpis aktu urodzenia", "odpis-aktu"),
        ("126165555", "126165555", "code", "126165555", "odpis-aktu"),
    ] {
        let answer = search(&state, question, "").await;
        assert_eq!(ids(&answer)[0], first, "{question}");
        let made = answer["interpreted"].as_array().unwrap();
        let made = made.iter().find(|made| made["text"] == word && made["why"] == why);
        let made = made.unwrap_or_else(|| panic!("{question}: {}", answer["interpreted"]));
        assert_eq!(made["as"][0], as_what, "{question}");
    }
    assert_eq!(search(&state, "stary telwizor", "").await["did_you_mean"], "stary telewizor");
    assert_eq!(search(&state, "stary telewizor", "").await["did_you_mean"], Value::Null);
}

#[tokio::test]
async fn an_answer_is_vouched_for_or_not_as_the_engine_judges() {
    let state = of_the_city();
    for sure in ["gdzie oddać starą lodówkę", "ile kosztuje odpis aktu urodzenia", "zgubiony dowód osobisty"]
    {
        assert_eq!(search(&state, sure, "").await["confident"], true, "{sure}");
    }
    for unsure in ["odpady", "dowód", "kurs tańca w plenerze"] {
        assert_eq!(search(&state, unsure, "").await["confident"], false, "{unsure}");
    }
    let page = |question: &str| format!("/?q={}", encoded(question));
    let lead = "class=\"card lead\"";
    assert!(get(&state, &page("gdzie oddać starą lodówkę")).await.text.contains(lead));
    let unsure = get(&state, &page("dowód")).await.text;
    assert!(!unsure.contains(lead) && unsure.contains("dowod-osobisty"), "{unsure}");
}

#[tokio::test]
async fn the_console_shows_what_the_api_finds_in_its_order() {
    let state = of_the_city();
    for rest in ["", "&unit=MPO", "&category=udzial", "&offset=2"] {
        let found = ids(&search(&state, "odpady projekt", rest).await);
        assert!(!found.is_empty(), "{rest}");
        let page = get(&state, &format!("/?q={}{rest}", encoded("odpady projekt"))).await.text;
        let places: Vec<usize> = found
            .iter()
            .map(|id| {
                page.find(&format!("/artykul/{id}")).unwrap_or_else(|| panic!("{id} is not shown: {rest}"))
            })
            .collect();
        assert!(places.is_sorted(), "{rest}: {found:?}");
        assert!(rest.is_empty() || !page.contains("/artykul/dowod-osobisty\""), "{rest}");
    }
    let mistyped = get(&state, &format!("/?q={}", encoded("telwizorr"))).await.text;
    assert!(mistyped.contains(&format!("q={}", "telewizor")), "the correction is offered: {mistyped}");
}

#[tokio::test]
async fn residents_find_neither_internal_articles_nor_what_is_internal_in_others() {
    let state = of_the_city();
    for (question, internal) in [("przełączanie rozmów", "przelaczanie"), ("hasło szafranowy", "zlobek")]
    {
        assert_eq!(ids(&search(&state, question, "").await)[0], internal, "agents find it");
        let found = public(&state, question, "").await;
        assert!(!ids(&found).contains(&internal.to_owned()), "{question}: {found}");
    }
    let found = public(&state, "zapisy do żłobka", "&explain=true").await;
    assert_eq!(ids(&found)[0], "zlobek", "what is public in it is found");
    let text = found.to_string();
    assert!(!text.contains("szafranowy") && !text.contains("rezerwowa"), "{text}");
    assert!(!text.contains("explain"), "{text}");
    let staff = search(&state, "zapisy do żłobka", "&explain=true").await;
    assert!(!staff["hits"][0]["explain"].as_array().unwrap().is_empty(), "agents are told why");
    assert_eq!(search(&state, "zapisy do żłobka", "").await["hits"][0].get("explain"), None);
}

#[tokio::test]
async fn residents_are_told_no_word_that_they_cannot_read() {
    let state = of_the_city();
    let told = |answer: &Value| (answer["did_you_mean"].clone(), answer["interpreted"].to_string());
    let staff = told(&search(&state, "przedszkolaczekk", "").await);
    assert_eq!(staff.0, "przedszkolaczek", "agents are told the keyword");
    let answer = public(&state, "przedszkolaczekk", "").await;
    assert_eq!(ids(&answer)[0], "zlobek", "it is found by it");
    let residents = told(&answer);
    assert_eq!(residents.0, Value::Null);
    assert!(!residents.1.contains("przedszkolaczek\""), "{}", residents.1);
}

#[tokio::test]
async fn an_unfinished_question_is_completed_with_titles_of_articles_that_the_asker_may_read() {
    let state = of_the_city();
    let suggest = async |api: &str, question: &str, rest: &str| {
        let got = get(&state, &format!("{api}/suggest?q={}{rest}", encoded(question))).await.json();
        let all = got["suggestions"].as_array().unwrap().clone();
        all.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(suggest("/api/v1", "lodów", "").await, ["elektroodpady"]);
    assert_eq!(suggest("/public/v1", "lodów", "").await, ["elektroodpady"]);
    assert_eq!(suggest("/api/v1", "przełącz", "").await[0], "przelaczanie");
    assert!(!suggest("/public/v1", "przełącz", "").await.contains(&"przelaczanie".to_owned()));
    let many = suggest("/api/v1", "wniosek", "").await;
    assert!(many.len() > 2, "{many:?}");
    assert_eq!(suggest("/api/v1", "wniosek", "&limit=2").await, many[..2]);
}

#[tokio::test]
async fn the_moment_an_agent_names_decides_what_is_in_force_and_which_day_is_meant() {
    let state = of_the_city();
    let on = |day: &str| format!("&at={day}T10:00");
    let in_force = |answer: &Value| answer["hits"][0]["in_force"].clone();
    let late = search(&state, "budżet obywatelski jutro", &on("2031-01-07")).await;
    assert_eq!(late["asked"]["dates"], serde_json::json!(["2031-01-08"]));
    assert_eq!(late["hits"][0]["hours_on"][0]["date"], "2031-01-08");
    assert_eq!(in_force(&search(&state, "budżet obywatelski", "").await), true);
    let public = public(&state, "budżet obywatelski jutro", &on("2031-01-07")).await;
    assert_ne!(public["asked"]["dates"], late["asked"]["dates"], "residents have the city's clock");
    for nonsense in ["jutro", "2026-13-01T10:00", "2026-12-24", "2026-12-24T10:00Z"] {
        let uri = format!("/api/v1/search?q=a&at={nonsense}");
        let got = send_to(&state, Request::get(uri).body(Body::empty()).unwrap()).await;
        assert_eq!((got.status.as_u16(), &got.json()["parameter"]), (400, &"at".into()), "{}", got.text);
    }
}
