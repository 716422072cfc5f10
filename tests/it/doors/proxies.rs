//! Sign-on by a proxy, whose word about an address counts, and how much one address may ask.
#![allow(clippy::unwrap_used)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Instant;

use crate::harness::{Answer, Server, TestApp};

const SIGN_ON: [&str; 3] =
    ["--user-header=X-Remote-User", "--group-header=X-Remote-Groups", "--roles=dk-03=editor,dk-02=agent"];

fn guarded() -> TestApp {
    let app = TestApp::with_articles();
    app.token("Szef", "admin");
    app
}

fn session(server: &Server, headers: &[(&str, &str)]) -> Answer {
    server.send("GET", "/api/v1/session", headers, "")
}

#[test]
fn whom_a_trusted_proxy_has_signed_in_is_let_in_under_their_name_and_in_the_role_of_their_group() {
    let app = guarded();
    let server = app.serve_with(&[&["--trusted-proxies=127.0.0.1"], &SIGN_ON[..]].concat());
    let anna = ("X-Remote-User", "Anna Nowak");
    let known = session(&server, &[anna, ("X-Remote-Groups", "inni, dk-03")]).is(200).json();
    assert_eq!(
        (&known["name"], &known["role"], &known["via"]),
        (&"Anna Nowak".into(), &"editor".into(), &"proxy".into())
    );
    assert_eq!(session(&server, &[anna, ("X-Remote-Groups", "dk-02")]).is(200).json()["role"], "agent");
    session(&server, &[anna, ("X-Remote-Groups", "inni")]).is(403);
    session(&server, &[anna]).is(403);
    session(&server, &[("X-Remote-Groups", "dk-03")]).is(401);
    session(&server, &[]).is(401);
    // An identity that comes twice is nobody's.
    session(&server, &[anna, ("X-Remote-User", "Szef"), ("X-Remote-Groups", "dk-03")]).is(401);
    session(&server, &[("X-Remote-User", "Szef, Anna"), ("X-Remote-Groups", "dk-03")]).is(401);
    session(&server, &[anna, ("X-Remote-Groups", "dk-03"), ("X-Remote-Groups", "dk-02")]).is(401);
    // The other names of the same thing mean nothing.
    session(&server, &[("X-User", "Anna"), ("Remote-User", "Anna"), ("X-Remote-Groups", "dk-03")]).is(401);
    // What such a person does bears their name.
    let text = "---\nid: kladka\ntitle: Kładka\n---\n\nKładka.\n";
    let headers =
        [anna, ("X-Remote-Groups", "dk-03"), ("If-None-Match", "*"), ("Content-Type", "text/markdown")];
    server.send("PUT", "/api/v1/articles/kladka", &headers, text).is(201);
    let history = server.send("GET", "/api/v1/articles/kladka/history", &headers[..2], "").is(200).json();
    assert_eq!(history[0]["author"], "Anna Nowak");
}

#[test]
fn whoever_is_no_trusted_proxy_signs_nobody_in_and_speaks_for_no_other_address() {
    let app = guarded();
    let token = app.token("Ewa", "admin");
    let server = app.serve_with(&[&["--trusted-proxies=203.0.113.0/24"], &SIGN_ON[..]].concat());
    session(&server, &[("X-Remote-User", "Anna"), ("X-Remote-Groups", "dk-03")]).is(401);
    // Who comes with a wrong token is written down with the address they came from.
    let origin = |server: &Server| {
        let wrong = [("Authorization", "Bearer dgw_zly"), ("X-Forwarded-For", "198.51.100.7")];
        session(server, &wrong).is(401);
        let authorization = format!("Bearer {token}");
        let trail =
            server.send("GET", "/api/v1/audit", &[("Authorization", &authorization)], "").is(200).json();
        let refused =
            trail["rows"].as_array().unwrap().iter().rfind(|line| line["action"] == "session.refused");
        refused.unwrap()["origin"].as_str().unwrap().to_owned()
    };
    assert_eq!(origin(&server), "127.0.0.1", "hearsay is not written down");
    drop(server);
    let server = app.serve_with(&["--trusted-proxies=127.0.0.0/8"]);
    assert_eq!(origin(&server), "198.51.100.7", "the word of a proxy that is trusted is");
    session(&server, &[("X-Remote-User", "Anna"), ("X-Remote-Groups", "dk-03")]).is(401);
}

/// Asks the public side over one connection until it is told to wait, at most `most` times; how often it was let in.
fn let_in(server: &Server, most: usize, header: &str) -> (usize, Option<String>) {
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream.set_nodelay(true).unwrap();
    let mut answers = BufReader::new(stream.try_clone().unwrap());
    let request = format!("GET /public/v1/suggest?q= HTTP/1.1\r\nHost: localhost\r\n{header}\r\n");
    for count in 0..most {
        stream.write_all(request.as_bytes()).unwrap();
        let (mut head, mut length) = (String::new(), 0);
        loop {
            let mut line = String::new();
            answers.read_line(&mut line).unwrap();
            if let Some(told) = line.to_lowercase().strip_prefix("content-length:") {
                length = told.trim().parse().unwrap();
            }
            if line == "\r\n" {
                break;
            }
            head.push_str(&line);
        }
        answers.read_exact(&mut vec![0; length]).unwrap();
        if head.starts_with("HTTP/1.1 429") {
            return (count, Some(head));
        }
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    }
    (most, None)
}

#[test]
fn by_default_an_address_may_ask_the_public_side_six_hundred_times_a_minute() {
    let app = TestApp::with_articles();
    let server = app.serve();
    let begun = Instant::now();
    let (count, refused) = let_in(&server, 5_000, "");
    let refused = refused.expect("the default limit is a limit");
    // A minute's worth at once, and what has come back since.
    let came_back = begun.elapsed().as_secs() as usize * 10 + 10;
    assert!((600..=600 + came_back).contains(&count), "{count} in {:?}", begun.elapsed());
    assert!(refused.to_lowercase().contains("retry-after: "), "{refused}");
    assert_eq!(server.get("/api/v1/search?q=wersalka").status, 200, "agents are not counted");
    assert_eq!(server.get("/healthz").status, 200);
    drop(server);
    let server = app.serve_with(&["--public-rate=0"]);
    assert_eq!(let_in(&server, 1_300, ""), (1_300, None), "0 is no limit");
}

#[test]
fn everything_that_is_for_residents_is_counted_and_nothing_else() {
    let app = TestApp::with_articles();
    let server = app.serve_with(&["--public-rate=1"]);
    assert_eq!(let_in(&server, 1, ""), (1, None));
    let pages = ["/p", "/p/odpis", "/sitemap.xml", "/deklaracja-dostepnosci"];
    let api = [
        "/public/v1/search?q=odpis",
        "/public/v1/suggest?q=o",
        "/public/v1/articles/odpis",
        "/public/v1/infoline",
    ];
    for path in pages.into_iter().chain(api) {
        assert_eq!(server.get(path).status, 429, "{path}");
    }
    for path in ["/", "/healthz", "/readyz", "/api/v1/search?q=odpis", "/api/v1/openapi.json", "/metrics"] {
        assert_eq!(server.get(path).status, 200, "{path}");
    }
}

#[test]
fn behind_a_trusted_proxy_each_resident_is_counted_by_their_own_address_and_nobody_by_a_lie() {
    let app = guarded();
    let server = app.serve_with(&["--trusted-proxies=127.0.0.1", "--public-rate=5"]);
    for address in ["198.51.100.7", "198.51.100.8", "2001:db8:1:2::1"] {
        let (count, refused) = let_in(&server, 20, &format!("X-Forwarded-For: {address}\r\n"));
        assert!((5..=7).contains(&count) && refused.is_some(), "{address}: {count}");
    }
    let (count, _) = let_in(&server, 20, "X-Forwarded-For: 2001:db8:1:2:ffff::9\r\n");
    assert!(count <= 2, "a household has many addresses and one share: {count}");
    let (count, _) = let_in(&server, 20, "X-Forwarded-For: 192.0.2.200, 198.51.100.7\r\n");
    assert!(count <= 2, "what stands further left is hearsay: {count}");
    drop(server);
    let server = app.serve_with(&["--public-rate=5"]);
    let counts = ["198.51.100.7", "198.51.100.8"]
        .map(|address| let_in(&server, 20, &format!("X-Forwarded-For: {address}\r\n")).0);
    assert!(
        (5..=7).contains(&counts[0]) && counts[1] <= 2,
        "nobody is trusted, so both are one address: {counts:?}"
    );
}
