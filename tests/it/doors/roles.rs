//! Each route's role: the API's description is walked with a token of each role and with none, over HTTP.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

use crate::harness::{Server, TestApp};

const ROLES: [&str; 4] = ["agent", "editor", "admin", "analyst"];

/// A server, and a token of each role.
fn house() -> (TestApp, Server, BTreeMap<&'static str, String>) {
    let app = TestApp::with_articles();
    app.write("slowniki/synonimy.toml", "");
    let tokens = ROLES.iter().map(|role| (*role, format!("Bearer {}", app.token(role, role)))).collect();
    let server = app.serve();
    (app, server, tokens)
}

/// The status of an answer whose body is not waited for: that of a stream does not end.
fn status(server: &Server, method: &str, path: &str, token: Option<&str>) -> u16 {
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let authorization = token.map(|token| format!("Authorization: {token}\r\n")).unwrap_or_default();
    let length = if method == "GET" { "" } else { "Content-Length: 0\r\n" };
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{authorization}{length}\r\n"
    )
    .unwrap();
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).unwrap();
    line.split(' ')
        .nth(1)
        .and_then(|code| code.parse().ok())
        .unwrap_or_else(|| panic!("{method} {path}: {line}"))
}

/// Who may call an operation, as the description says: `None` for everybody, also without being known.
fn described(operation: &Value) -> Option<BTreeSet<String>> {
    let ways = operation["security"].as_array().expect("every operation says who may call it");
    if ways.is_empty() || ways.contains(&serde_json::json!({})) {
        return None;
    }
    let roles = ways.iter().find_map(|way| way["token"].as_array()).expect("a token is one of the ways");
    Some(roles.iter().map(|role| role.as_str().unwrap().to_owned()).collect())
}

#[test]
fn every_route_lets_in_the_roles_that_the_description_names_and_nobody_else() {
    let (_app, server, tokens) = house();
    let document = server.get("/api/v1/openapi.json").is(200).json();
    let (mut let_in, mut refused, mut strangers) = (0, 0, 0);
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let method = method.to_uppercase();
            let at = path
                .replace("{id}", if path.contains("banners") { "1" } else { "odpis" })
                .replace("{revision}", "1")
                .replace("{name}", "synonimy")
                .replace("{report}", "questions");
            let may = described(operation);
            let unknown = status(&server, &method, &at, None);
            match &may {
                None => assert!(![401, 403].contains(&unknown), "{method} {path} is everybody's: {unknown}"),
                Some(_) => assert_eq!(unknown, 401, "{method} {path} is open to strangers"),
            }
            strangers += 1;
            for (role, token) in &tokens {
                let got = status(&server, &method, &at, Some(token));
                if may.as_ref().is_none_or(|may| may.contains(*role)) {
                    assert!(![401, 403, 405].contains(&got) && got < 500, "{role} at {method} {path}: {got}");
                    let_in += 1;
                } else {
                    assert_eq!(got, 403, "{role} at {method} {path}");
                    refused += 1;
                }
            }
        }
    }
    println!("roles: {strangers} operations; let in {let_in}, refused {refused}");
    assert!(strangers >= 38 && let_in >= 120 && refused >= 32, "{strangers} {let_in} {refused}");
}

#[test]
fn agents_and_analysts_change_no_article_and_editors_do() {
    let (app, server, tokens) = house();
    let before = app.sources();
    let text = |id: &str| format!("---\nid: {id}\ntitle: Kładka\n---\n\nKładkę otwarto.\n");
    let ask = |who: &str, method: &str, path: &str, condition: (&str, &str), body: &str| {
        let headers = [("Authorization", &*tokens[who]), ("Content-Type", "text/markdown"), condition];
        server.send(method, &format!("/api/v1/articles/{path}"), &headers, body)
    };
    let tag = ask("agent", "GET", "bilety", ("Accept", "*/*"), "").is(200).header("etag").to_owned();
    let (create, change) = (("If-None-Match", "*"), ("If-Match", &*tag));
    for who in ["agent", "analyst"] {
        ask(who, "PUT", "kladka", create, &text("kladka")).is(403);
        ask(who, "PUT", "bilety", change, &text("bilety")).is(403);
        for action in ["publish", "archive?why=bo", "restore", "discard"] {
            ask(who, "POST", &format!("bilety/{action}"), change, "").is(403);
        }
        ask(who, "POST", "preview", create, &text("kladka")).is(403);
        ask(who, "GET", "bilety/history", create, "").is(403);
        let page = |path: &str| server.send("GET", path, &[("Authorization", &*tokens[who])], "").status;
        assert_eq!(
            (page("/redakcja"), page("/redakcja/bilety"), page("/")),
            (403, 403, 200),
            "{who} at the desk"
        );
    }
    assert!(app.sources() == before, "refused, and written all the same");
    assert!(!server.get("/public/v1/search?q=kładka").is(200).body.contains("kladka"));
    ask("editor", "PUT", "kladka", create, &text("kladka")).is(201);
    ask("editor", "PUT", "bilety", change, &text("bilety")).is(200);
    ask("admin", "POST", "odpis/archive?why=bo", ("Accept", "*/*"), "").is(200);
    assert!(app.sources() != before, "whoever may changes what they mean to");
}
