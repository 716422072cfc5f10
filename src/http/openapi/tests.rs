//! What the description says of every operation, and whether it is true of who may call it.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use super::description;
use crate::http::testkit::{DESCRIPTION, FixedClock, Shelf, door, send_to};
use crate::http::{Limits, ProblemKind, State};
use crate::journal::people::audit::By;
use crate::journal::people::tokens::NewToken;
use crate::journal::{Journal, Role, Secret};

fn document() -> Value {
    serde_json::from_str(description()).unwrap()
}

/// Method, path and operation of everything that is described.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().unwrap();
    let each = paths.iter().flat_map(|(path, item)| {
        item.as_object()
            .unwrap()
            .iter()
            .map(move |(method, operation)| (method.to_uppercase(), path.clone(), operation.clone()))
    });
    each.collect()
}

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get("$ref").and_then(Value::as_str).map(str::to_owned));
            members.values().for_each(|inner| references(inner, found));
        }
        Value::Array(items) => items.iter().for_each(|inner| references(inner, found)),
        _ => {}
    }
}

#[test]
fn every_operation_has_a_name_of_its_own_a_tag_a_summary_and_says_who_may_call_it() {
    let document = document();
    let tags: Vec<&Value> = document["tags"].as_array().unwrap().iter().map(|tag| &tag["name"]).collect();
    let mut names = BTreeMap::new();
    for (method, path, operation) in operations(&document) {
        let place = format!("{method} {path}");
        let name = operation["operationId"].as_str().unwrap_or_default().to_owned();
        assert!(
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'),
            "{place}: {name:?}"
        );
        if let Some(other) = names.insert(name, place.clone()) {
            panic!("{place} and {other} have one name");
        }
        assert!(
            operation["tags"].as_array().is_some_and(|own| own.len() == 1 && tags.contains(&&own[0])),
            "{place}"
        );
        assert!(operation["summary"].as_str().is_some_and(|text| text.len() > 5), "{place}");
        let security =
            operation["security"].as_array().unwrap_or_else(|| panic!("{place} says nothing of security"));
        let open = security.is_empty() || security.contains(&json!({}));
        let is_open = ["/public/", "/healthz", "/readyz", "/metrics", "/api/v1/openapi.json"]
            .iter()
            .any(|prefix| path.starts_with(prefix));
        assert_eq!(open, is_open, "{place}");
        for way in security.iter().flat_map(|way| way.as_object().unwrap()) {
            assert!(!document["components"]["securitySchemes"][way.0].is_null(), "{place}: {}", way.0);
            let known = |role: &Value| role.as_str().unwrap().parse::<Role>().is_ok();
            assert!(
                way.1.as_array().is_some_and(|roles| !roles.is_empty() && roles.iter().all(known)),
                "{place}"
            );
        }
    }
}

#[test]
fn every_operation_says_how_it_fails_and_every_failure_is_a_problem() {
    let document = document();
    for (method, path, operation) in operations(&document) {
        let responses = operation["responses"].as_object().unwrap();
        let has = |status: &str| responses.contains_key(status);
        let place = format!("{method} {path}: {:?}", responses.keys().collect::<Vec<_>>());
        assert!(responses.keys().any(|status| status.starts_with('2')), "{place}");
        assert!(has("500") && has("503"), "{place}");
        if operation["security"].as_array().is_some_and(|ways| !ways.is_empty()) {
            assert!(has("401") && has("403") && has("421") && has("429"), "{place}");
        }
        if !operation["requestBody"].is_null() {
            assert!(has("400") && has("408") && has("413") && has("415"), "{place}");
        }
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        for (place_of, status) in [("query", "400"), ("path", "400"), ("path", "404")] {
            assert!(has(status) || parameters.iter().all(|one| one["in"] != place_of), "{place}");
        }
        assert!(has("412") || parameters.iter().all(|one| one["name"] != "If-Match"), "{place}");
        for (status, response) in responses {
            let response = match response["$ref"].as_str() {
                Some(to) => document.pointer(to.trim_start_matches('#')).unwrap(),
                None => response,
            };
            assert!(
                response["description"].as_str().is_some_and(|text| !text.is_empty()),
                "{status} of {place}"
            );
            if status.starts_with(['4', '5']) {
                let content = response["content"].as_object().unwrap();
                assert_eq!(
                    content.keys().collect::<Vec<_>>(),
                    ["application/problem+json"],
                    "{status} of {place}"
                );
                let schema = &content["application/problem+json"]["schema"]["$ref"];
                assert_eq!(schema, "#/components/schemas/Problem", "{status} of {place}");
            }
            if status == "429" || status == "503" {
                assert_eq!(response["headers"]["Retry-After"]["required"], true, "{status} of {place}");
            }
        }
    }
}

#[test]
fn every_kind_of_problem_is_named_and_every_reference_leads_somewhere() {
    let document = document();
    let named = &document["components"]["schemas"]["Problem"]["properties"]["type"]["enum"];
    assert_eq!(named, &json!(ProblemKind::ALL.map(|kind| format!("/problem/{}", kind.slug()))));
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 100, "{} references", found.len());
    for to in found {
        assert!(document.pointer(to.trim_start_matches('#')).is_some(), "{to} leads nowhere");
    }
    for (method, path, operation) in operations(&document) {
        let declared: BTreeSet<String> = operation["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|one| one["in"] == "path")
            .map(|one| one["name"].as_str().unwrap().to_owned())
            .collect();
        let wanted = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
        assert_eq!(declared, wanted.map(str::to_owned).collect(), "{method} {path}");
    }
}

/// Something that an operation can be asked about, whether or not it is there.
fn filled(path: &str) -> String {
    let parts = path.split('/').map(|part| match part {
        "{id}" if path.contains("/articles/") => "elektroodpady",
        "{name}" => "synonimy",
        "{report}" => "questions",
        part if part.starts_with('{') => "1",
        part => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn each_operation_lets_in_the_roles_that_its_description_names_and_no_others() {
    let journal = Arc::new(Journal::throw_away());
    let state = State::new(
        Arc::new(Shelf::demo()),
        door(),
        Arc::clone(&journal),
        Arc::new(FixedClock),
        Limits::default(),
    );
    let tokens = Role::ALL.map(|role| {
        let secret = Secret::draw().unwrap();
        let by = By { name: "test".into(), role: None, origin: "test".into() };
        let new = NewToken { name: format!("osoba z rolą {role}"), role, expires: None };
        journal.create_token(&new, &secret, &by, 0).unwrap();
        (role, format!("Bearer {}", secret.reveal()))
    });
    let (mut let_in, mut refused) = (0, 0);
    let held = || DESCRIPTION.checked().values().sum::<usize>();
    let before = held();
    for (method, path, operation) in operations(&document()) {
        if path == "/api/v1/events" {
            continue; // An answer that does not end; its role is the lowest.
        }
        let named = operation["security"].as_array().unwrap().iter().find_map(|way| way.get("token"));
        for (role, token) in &tokens {
            let request =
                Request::builder().method(method.as_str()).uri(filled(&path)).header("authorization", token);
            let got = send_to(&state, request.body(Body::empty()).unwrap()).await;
            let may = named.is_none_or(|roles| roles.as_array().unwrap().contains(&json!(role.code())));
            assert_eq!(got.status != 403, may, "{role} at {method} {path}: {} {}", got.status, got.text);
            if may { let_in += 1 } else { refused += 1 }
        }
        let closed =
            operation["security"].as_array().unwrap().iter().all(|way| way != &json!({})) && named.is_some();
        let nobody = Request::builder().method(method.as_str()).uri(filled(&path));
        let got = send_to(&state, nobody.body(Body::empty()).unwrap()).await;
        assert_eq!(got.status == 401, closed, "nobody at {method} {path}: {} {}", got.status, got.text);
    }
    assert!(let_in > 60 && refused > 25, "{let_in} let in, {refused} refused");
    assert!(held() - before >= let_in + refused, "each answer was held to the description");
}

/// What nobody would send on purpose, as it stands in an address.
const ODD: [&str; 14] = [
    "%FF",
    "%00",
    "%2F",
    "%2e%2e",
    "%",
    "%F0%9F%98%80",
    "%D9%A1%D9%A2",
    "-1",
    "+1",
    "1e9",
    "99999999999999999999999999",
    "0x10",
    "NaN",
    "%EF%BC%91",
];

/// Sends it, and holds the answer to the description; a fault of the server is no answer to what callers send.
async fn endure(state: &State, request: Request<Body>) -> u16 {
    let what = format!("{request:?}");
    let got = send_to(state, request).await;
    assert!(got.status != 500, "{what}: {}", got.text);
    got.status.as_u16()
}

#[tokio::test]
async fn whatever_stands_in_an_address_is_answered_as_it_is_described() {
    let state = crate::http::testkit::state(Shelf::demo(), Limits::default());
    let (mut sent, mut refused) = (0, 0);
    let long = "a".repeat(3_000);
    for (method, path, operation) in operations(&document()) {
        if path == "/api/v1/events" {
            continue;
        }
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        for odd in ODD.into_iter().chain([long.as_str()]) {
            let mut addresses = Vec::new();
            if path.contains('{') {
                let parts: Vec<&str> =
                    path.split('/').map(|part| if part.starts_with('{') { odd } else { part }).collect();
                addresses.push(parts.join("/"));
            }
            for one in parameters.iter().filter(|one| one["in"] == "query") {
                let name = one["name"].as_str().unwrap();
                addresses.push(format!("{}?{name}={odd}", filled(&path)));
                addresses.push(format!("{}?{name}=a&{name}={odd}", filled(&path)));
            }
            for address in addresses {
                let Ok(uri) = address.parse::<axum::http::Uri>() else { continue };
                let request = Request::builder().method(method.as_str()).uri(uri);
                let status = endure(&state, request.body(Body::empty()).unwrap()).await;
                sent += 1;
                refused += usize::from(status >= 400);
            }
        }
    }
    assert!(sent > 700 && refused > 300, "{sent} sent, {refused} refused");
}

#[tokio::test]
async fn whatever_is_sent_as_a_body_is_answered_as_it_is_described() {
    let state = crate::http::testkit::state(Shelf::demo(), Limits::default());
    let deep = "[".repeat(60_000);
    let bodies: [&[u8]; 12] = [
        b"",
        b"null",
        b"[]",
        b"\"\"",
        b"1e400",
        b"{\"kind\": 1e400}",
        b"{\"seconds\": 18446744073709551616, \"question\": \"a\", \"outcome\": \"brak\"}",
        b"{\"text\": \"\\ud800\"}",
        b"{\"text\": \"\xff\"}",
        b"---\ntitle: \xff\n---\n",
        b"\0",
        deep.as_bytes(),
    ];
    let kinds = [
        None,
        Some("application/json"),
        Some("text/markdown"),
        Some("application/toml"),
        Some(";"),
        Some("\u{e9}"),
    ];
    let mut sent = 0;
    for (method, path, operation) in operations(&document()) {
        if method == "GET" || operation["requestBody"].is_null() {
            continue;
        }
        for body in bodies {
            for kind in kinds {
                let mut request =
                    Request::builder().method(method.as_str()).uri(filled(&path)).header("if-match", "*");
                if let Some(kind) = kind {
                    request = request.header("content-type", kind.as_bytes());
                }
                let status = endure(&state, request.body(Body::from(body.to_vec())).unwrap()).await;
                // An empty dictionary is one, and of any text it can be said how it would read.
                let takes_any_text =
                    path.ends_with("/dictionaries/{name}") || path.ends_with("/articles/preview");
                assert!(status >= 400 || takes_any_text, "{method} {path} took {body:?}");
                sent += 1;
            }
        }
    }
    assert!(sent >= 500, "{sent} sent");
}
