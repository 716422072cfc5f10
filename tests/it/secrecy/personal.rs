//! Personal data of callers, typed at every door in every form, and looked for afterwards in every byte that the
//! server wrote: `data/`, `index/`, the log at its most talkative, the counters, the reports.
//!
//! Beside each secret stands a harmless word that was typed at the same door: where it is not found, nothing was.

use std::fs;

use crate::harness::{Answer, Server, TestApp, files_below, percent_encoded};

/// What is typed, and the part of it that nobody may find again.
const SECRETS: [(&str, &[&str]); 16] = [
    ("pesel 44051401359", &["44051401359"]),
    ("440514*01359", &["*01359", "440514*", "44051401359"]),
    ("٤٤٠٥١٤٠١٣٥٩", &["٤٤٠٥", "44051401359"]),
    ("tel 501 678 116", &["678 116", "501678116"]),
    ("+380671234567", &["671234567"]),
    ("b.wrobelska@poczta.example", &["wrobelska"]),
    ("beata wrobelska małpa wp kropka pl", &["wrobelska"]),
    ("61 1090 1014 0000 0712 1981 2874", &["0712 1981", "071219812874"]),
    ("dowód ABA 300001", &["ABA 300001", "ABA300001", "ABA-300001"]),
    ("NIP 677-000-11-22", &["677-000", "6770001122"]),
    ("auto KR7PX23", &["7PX23"]),
    ("ur. 14.05.1944", &["14.05.1944"]),
    ("KR1P/00098765/4", &["00098765"]),
    ("nazywam się Zenobia Brzęczykowska", &["Brzęczykowska", "Brzeczykowska"]),
    ("sąsiad Przybyszewski", &["Przybyszewski"]),
    ("Шевчук Олександр", &["Шевчук"]),
];

const JSON: (&str, &str) = ("Content-Type", "application/json");

/// A harmless word for each door that stores; letters only, so that nothing takes it for a number.
const KEPT: [&str; 8] = [
    "kontrolapytanie",
    "kontrolamieszkaniec",
    "kontrolarozmowa",
    "kontrolaid",
    "kontrolazgloszenie",
    "kontrolamiejsce",
    "kontrolaopinia",
    "kontrolapowod",
];

fn post(server: &Server, path: &str, key: &str, body: &serde_json::Value) -> Answer {
    server.send("POST", path, &[JSON, ("Idempotency-Key", key)], &body.to_string())
}

/// Types a secret at every door there is.
fn type_everywhere(server: &Server, secret: &str, number: usize) {
    let ascii: String = secret.replace('ą', "a").replace('ę', "e").chars().filter(char::is_ascii).collect();
    let (q, word) = (percent_encoded(secret), |kept: &str| percent_encoded(&format!("{kept} {secret}")));
    // Questions, of agents and of residents, in addresses and in bodies.
    server.get(&format!("/api/v1/search?q={}", word(KEPT[0]))).is(200);
    server.get(&format!("/api/v1/search?q=wersalka&unit={q}&category={q}&context={q}&at={q}"));
    server.get(&format!("/api/v1/suggest?q={q}"));
    server.get(&format!("/?q={q}&fragment=1")).is(200);
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    server.send("POST", "/", &form, &format!("fragment=1&q={q}")).is(200);
    server.get(&format!("/public/v1/search?q={}", word(KEPT[1]))).is(200);
    server.get(&format!("/public/v1/suggest?q={q}"));
    // Pages go on to an address without it.
    for page in [
        format!("/?q={q}"),
        format!("/rozmowa?call={q}&q={q}"),
        format!("/artykul/gabaryty?q={q}"),
        format!("/p?q={q}"),
        format!("/logowanie?dalej={}", percent_encoded(&format!("/?q={q}"))),
    ] {
        let moved = server.get(&page).is(303);
        let to = moved.header("location");
        assert!(
            !to.is_empty() && !to.contains(&q) && !to.contains(&percent_encoded(&q)),
            "{page} goes to {to}"
        );
        assert!(to.contains("%5B") || to.contains("%255B"), "{page} goes to {to}, which masks nothing");
        let page = server.get(to);
        assert!(page.status == 200 || page.status == 303, "{to}: {}", page.head);
        assert!(!page.body.contains(secret), "{to} shows {secret}");
    }
    // What agents write down.
    let key = format!("{ascii}-{number}");
    let call = |question: String, id: String| serde_json::json!({"question": question, "call": id, "outcome": "brak", "seconds": 3, "category": secret});
    let id = format!("{} {ascii}", KEPT[3]).replace(['*', ','], "");
    post(server, "/api/v1/calls", &key, &call(format!("{} {secret}", KEPT[2]), id)).is(201);
    let digits: String = ascii.chars().filter(char::is_ascii_digit).collect();
    // Six digits and fewer are a number of anything.
    let digits = if digits.len() < 7 { "44051401359".to_owned() } else { digits };
    let told =
        serde_json::json!({"question": "wersalka", "article": digits, "outcome": "udzielono", "seconds": 3});
    post(server, "/api/v1/calls", &format!("{key}-b"), &told);
    let named = serde_json::json!({"question": "wersalka", "outcome": "brak", "seconds": 3, "query_id": digits, (ascii.clone()): 1});
    post(server, "/api/v1/calls", &format!("{key}-c"), &named).is(400);
    let found =
        serde_json::json!({"question": "wersalka", "outcome": "brak", "seconds": 3, "query_id": digits});
    post(server, "/api/v1/calls", &format!("{key}-d"), &found);
    let submission = serde_json::json!({
        "kind": "problem", "text": format!("{} {secret}", KEPT[4]), "place": format!("{} {secret}", KEPT[5]), "unit": secret,
    });
    post(server, "/api/v1/submissions", &key, &submission).is(201);
    let feedback = serde_json::json!({
        "kind": "missing_article", "question": secret, "text": format!("{} {secret}", KEPT[6]),
    });
    post(server, "/api/v1/feedback", &key, &feedback).is(201);
    let asks = serde_json::json!({"kind": "missing_fact", "article": "gabaryty", "fact": secret});
    post(server, "/api/v1/feedback", &format!("{key}-f"), &asks).is(201);
    // Why an article changes, and what an announcement is for.
    let text = format!("---\ntitle: Kładka {number}\n---\nKładka jest zamknięta.\n");
    let why = word(KEPT[7]);
    let markdown = [("Content-Type", "text/markdown"), ("If-None-Match", "*")];
    server.send("PUT", &format!("/api/v1/articles/kladka-{number}?why={why}"), &markdown, &text).is(201);
    server.send("POST", &format!("/api/v1/articles/kladka-{number}/archive?why={why}"), &[], "").is(200);
    let until = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(1);
    let banner = serde_json::json!({"text": "Awaria", "reason": secret, "until": until.to_string()});
    server.send("POST", "/api/v1/banners", &[JSON], &banner.to_string()).is(201);
    // Where nothing is stored, and much could be logged.
    let headers = [
        ("X-Request-Id", ascii.as_str()),
        ("Referer", &ascii),
        ("User-Agent", &ascii),
        ("X-Forwarded-Host", &ascii),
    ];
    server.send("GET", "/healthz", &headers, "");
    server.get(&format!("/artykul/{q}"));
    server.get(&format!("/nie/ma/{q}?q={q}"));
    let _ = server.try_send(&digits.replace(char::is_whitespace, ""), "/", &[], "");
    server.send("POST", "/api/v1/calls", &[JSON], &format!("{{\"question\": \"{ascii}"));
    server.send("PUT", &format!("/api/v1/dictionaries/{q}"), &[("Content-Type", "text/plain")], "");
}

#[test]
fn nothing_personal_that_is_typed_at_any_door_is_found_in_any_byte_the_server_wrote() {
    let app = TestApp::with_articles();
    let server = app.serve_with(&["--log", "trace"]);
    for (number, (secret, _)) in SECRETS.iter().enumerate() {
        type_everywhere(&server, secret, number);
    }
    // A report waits until everything that was asked is written down.
    let mut said = String::new();
    for report in ["questions", "unanswered", "gaps", "articles", "calls", "submissions", "feedback"] {
        for format in ["json", "csv"] {
            said += &server.get(&format!("/api/v1/reports/{report}?format={format}")).is(200).body;
        }
    }
    said += &server.get("/api/v1/audit").is(200).body;
    said += &server.get("/metrics").is(200).body;
    let log = server.log();
    drop(server);

    let written: Vec<(String, Vec<u8>)> = [app.data(), app.index()]
        .iter()
        .flat_map(|folder| files_below(folder))
        .map(|file| (file.display().to_string(), fs::read(&file).expect("a file of the server")))
        .chain([("the log".to_owned(), log.clone().into_bytes()), ("reports".to_owned(), said.into_bytes())])
        .collect();
    let places = |word: &str| -> Vec<&str> {
        let word = word.as_bytes();
        let holds = |bytes: &[u8]| bytes.windows(word.len()).any(|window| window == word);
        written.iter().filter(|(_, bytes)| holds(bytes)).map(|(name, _)| name.as_str()).collect()
    };
    for kept in KEPT {
        assert!(
            !places(kept).is_empty(),
            "„{kept}” was stored nowhere, so this test proves nothing of its door"
        );
    }
    assert!(log.contains("TRACE") && log.contains("/api/v1/search"), "the log is not at its most talkative");
    let mut found = Vec::new();
    for (typed, secrets) in SECRETS {
        for secret in secrets {
            for form in [(*secret).to_owned(), percent_encoded(secret), secret.replace(' ', "+")] {
                found
                    .extend(places(&form).into_iter().map(|place| format!("{form} (of {typed}) in {place}")));
            }
        }
    }
    assert!(found.is_empty(), "{} leaks:\n{}", found.len(), found.join("\n"));
    println!("personal data: {} secrets, 30 doors, {} files, 0 found", SECRETS.len(), written.len());
}

#[test]
fn a_question_without_anybody_in_it_stays_in_the_address_as_it_was_typed() {
    let app = TestApp::with_articles();
    let server = app.serve();
    for address in [
        "/?q=wersalka",
        "/rozmowa?call=KCK-2026-0007&q=wersalka+na+D%C5%82ugiej",
        "/p?q=wersalka",
        "/artykul/gabaryty?q=wersalka",
    ] {
        server.get(address).is(200);
    }
}

#[test]
fn what_stands_for_what_was_taken_out_is_not_looked_for() {
    let app = TestApp::with_articles();
    app.write(
        "usc/zmiana.md",
        "---\nid: zmiana\ntitle: Zmiana imienia i nazwiska\n---\n\nWniosek przyjmuje USC, podaj PESEL.\n",
    );
    let server = app.serve();
    assert_eq!(server.found("zmiana imienia i nazwiska").first().map(String::as_str), Some("zmiana"));
    let found = server.found("wersalka [imię i nazwisko] [PESEL]");
    assert_eq!(found, server.found("wersalka"), "placeholders are no words");
    assert!(!found.contains(&"zmiana".to_owned()));
}

#[test]
fn the_same_record_sent_again_under_a_key_with_a_number_in_it_is_written_down_once() {
    let app = TestApp::with_articles();
    let server = app.serve();
    let body = serde_json::json!({"question": "wersalka", "outcome": "brak", "seconds": 3});
    let first = post(&server, "/api/v1/calls", "44051401359", &body).is(201).json();
    assert_eq!(post(&server, "/api/v1/calls", "44051401359", &body).is(201).json(), first);
    assert_ne!(
        post(&server, "/api/v1/calls", "44051401360", &body).is(201).json(),
        first,
        "another key is another record"
    );
}

#[test]
fn an_announcement_with_a_pesel_is_refused_and_kept_nowhere() {
    let app = TestApp::with_articles();
    let server = app.serve();
    let until = (jiff::Timestamp::now() + jiff::SignedDuration::from_hours(1)).to_string();
    let announced = |text: &str| {
        let body = serde_json::json!({"text": text, "reason": "awaria", "until": until});
        server.send("POST", "/api/v1/banners", &[JSON], &body.to_string())
    };
    let refused = announced("Nie przyjmować wniosku: PESEL 44051401359").is(400).json();
    assert_eq!(refused["parameter"], "text", "{refused}");
    announced("Infolinia 12 616 55 55 nie działa do 18:00").is(201);
    let kept = server.get("/api/v1/banners").is(200).body;
    assert!(kept.contains("12 616 55 55") && !kept.contains("44051401359"), "{kept}");
}
