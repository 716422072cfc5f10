//! The API's description is true: every operation is called on the real program and answers as it is described, and
//! an answer that is another one is noticed.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::description::{Description, Said, Verdict};
use crate::harness::{Answer, DESCRIPTION, Server, TestApp, send};

const JSON: (&str, &str) = ("Content-Type", "application/json");
const MARKDOWN: (&str, &str) = ("Content-Type", "text/markdown");
const TOML: (&str, &str) = ("Content-Type", "application/toml");

fn text(status: &str, words: &str) -> String {
    format!(
        "---\ntitle: Kładka na Kazimierz\naudience: public\nstatus: {status}\nsource: {{title: \"Uchwała 1/2026\", date: 2026-01-02}}\nfacts: {{phone: [\"12 616 55 55\"], fee: bezpłatnie, hours: \"Mo-Fr 08:00-16:00\", documents: [dowód]}}\nkeywords: [kładka]\nmoje: 1\n---\n\n{words}\n\n## Dla konsultanta {{.internal}}\n\nZapytaj o porę.\n"
    )
}

fn post(server: &Server, path: &str, body: &Value) -> Answer {
    server.send("POST", path, &[JSON], &body.to_string())
}

#[test]
fn every_operation_of_the_description_answers_as_it_is_described() {
    let app = TestApp::with_articles();
    app.write(
        "slowniki/jednostki.toml",
        "[[jednostka]]\ncode = \"KCK\"\nname = \"Infolinia miasta\"\nkind = \"infolinia\"\nphones = [\"12 616 55 55\"]\nhours = \"Mo-Fr 07:40-15:30\"\n",
    );
    app.write("slowniki/synonimy.toml", "[[synonim]]\nmowia = [\"kanapa\"]\nznaczy = [\"mebel\"]\n");
    let server = app.serve();
    let get = |path: &str| server.get(path);
    let before = DESCRIPTION.checked();

    for path in
        ["/healthz", "/readyz", "/metrics", "/api/v1/openapi.json", "/api/v1/units", "/api/v1/session"]
    {
        get(path).is(200);
    }
    server.send("GET", "/metrics", &[("Accept", "application/openmetrics-text")], "").is(200);

    // Editors.
    let put = |tag: (&str, &str), status: &str, words: &str| {
        server.send("PUT", "/api/v1/articles/kladka?why=otwarcie", &[MARKDOWN, tag], &text(status, words))
    };
    let created = put(("If-None-Match", "*"), "published", "Kładkę otwarto.").is(201);
    put(("If-None-Match", "*"), "published", "Kładkę otwarto.").is(412);
    put(("If-Match", "\"inny\""), "published", "Kładkę otwarto.").is(412);
    put(("Accept", "*/*"), "published", "Kładkę otwarto.").is(428);
    server.send("PUT", "/api/v1/articles/kladka", &[("If-None-Match", "*"), JSON], "{}").is(415);
    let article = get("/api/v1/articles/kladka").is(200);
    server.send("HEAD", "/api/v1/articles/kladka", &[], "").is(200);
    server.send("GET", "/api/v1/articles/kladka", &[("If-None-Match", article.header("etag"))], "").is(304);
    get("/public/v1/articles/kladka").is(200);
    get("/api/v1/articles/nie-ma").is(404);
    let waiting = put(("If-Match", created.header("etag")), "review", "Kładkę zamknięto.").is(200);
    get("/api/v1/articles/kladka/next").is(200);
    let act = |what: &str| server.send("POST", &format!("/api/v1/articles/kladka/{what}?why=bo"), &[], "");
    act("discard").is(200);
    act("publish").is(409);
    put(("If-Match", created.header("etag")), "review", "Kładkę zamknięto na zimę.");
    act("publish").is(200);
    act("archive").is(200);
    act("restore").is(200);
    let first = json!({ "revision": created.json()["revision"] });
    post(&server, "/api/v1/articles/kladka/restore", &first).is(200);
    post(&server, "/api/v1/articles/kladka/restore", &json!({ "wersja": 1 })).is(400);
    post(&server, "/api/v1/articles/kladka/restore", &json!([1])).is(400);
    server.send("POST", "/api/v1/articles/kladka/restore", &[("Content-Type", "text/plain")], "{}").is(415);
    get("/api/v1/articles/kladka/history").is(200);
    get(&format!("/api/v1/articles/kladka/history/{}", waiting.json()["revision"])).is(200);
    get("/api/v1/articles/kladka/history/999999").is(404);
    get("/api/v1/articles/kladka/history/pierwsza").is(400);
    let look = |text: &str| server.send("POST", "/api/v1/articles/preview?questions=true", &[MARKDOWN], text);
    look(&text("published", "Kładkę otwarto.\n\n[x](/artykul/nie-ma)")).is(200);
    look("---\ntitle: [\n---\n").is(200);

    // Searches.
    let asked = get("/api/v1/search?q=mebel&explain=true&in_force=true").is(200);
    get("/api/v1/search?q=").is(200);
    get("/api/v1/search?q=a&limit=0").is(400);
    get("/api/v1/suggest?q=odb").is(200);
    let public = get("/public/v1/search?q=mebel").is(200);
    server.send("GET", "/public/v1/search?q=mebel", &[("If-None-Match", public.header("etag"))], "").is(304);
    get("/public/v1/suggest?q=odb").is(200);
    get("/public/v1/suggest?q=odb&format=opensearch").is(200);
    get("/public/v1/infoline").is(200);

    // What agents write down, and what becomes of it.
    let call = json!({ "question": "gdzie kanapa", "outcome": "udzielono", "article": "gabaryty", "seconds": 5,
        "query_id": asked.json()["query_id"] });
    post(&server, "/api/v1/calls", &call).is(201);
    post(&server, "/api/v1/calls", &json!({})).is(400);
    post(&server, "/api/v1/submissions", &json!({ "kind": "idea", "text": "więcej ławek" })).is(201);
    post(&server, "/api/v1/feedback", &json!({ "kind": "missing_article", "question": "gołąb" })).is(201);
    for report in ["questions", "unanswered", "gaps", "articles", "calls", "submissions", "feedback"] {
        for format in ["json", "csv", "excel"] {
            get(&format!("/api/v1/reports/{report}?format={format}")).is(200);
        }
    }
    get("/api/v1/reports/tajny").is(404);
    get("/api/v1/audit").is(200);
    get("/api/v1/audit?format=csv").is(200);
    let until = json!({ "text": "Awaria", "reason": "wodociąg", "until": soon(), "article": "gabaryty" });
    let banner = post(&server, "/api/v1/banners", &until).is(201).json()["id"].clone();
    get("/api/v1/banners").is(200);
    server.send("DELETE", &format!("/api/v1/banners/{banner}"), &[], "").is(204);
    server.send("DELETE", &format!("/api/v1/banners/{banner}"), &[], "").is(404);

    // Dictionaries.
    let synonyms = get("/api/v1/dictionaries/synonimy").is(200);
    let write = |tag: &str, text: &str| {
        server.send("PUT", "/api/v1/dictionaries/synonimy", &[TOML, ("If-Match", tag)], text)
    };
    write("\"inny\"", &synonyms.body).is(412);
    write(synonyms.header("etag"), "[[").is(422);
    write(synonyms.header("etag"), &synonyms.body).is(200);

    // Under the rule of four eyes they wait for somebody else.
    get("/api/v1/dictionaries").is(200);
    let (anna, jan) = (app.token("Anna Nowak", "editor"), app.token("Jan Kos", "editor"));
    drop(server);
    let server = app.serve_with(&["--four-eyes"]).with_token(&anna);
    let at = |rest: &str| format!("/api/v1/dictionaries/synonimy{rest}");
    let wait = |words: &str| {
        let tag = server.get(&at("")).is(200).header("etag").to_owned();
        server.send("PUT", &at("?why=proba"), &[TOML, ("If-Match", &tag)], words).is(202)
    };
    server.get(&at("/next")).is(404);
    server.send("POST", &at("/publish"), &[], "").is(409);
    wait("# pierwszy\n");
    server.get(&at("/next")).is(200);
    server.send("POST", &at("/publish"), &[], "").is(403);
    server.send("POST", &at("/discard"), &[], "").is(204);
    let second = wait("# drugi\n").json()["etag"].as_str().expect("its tag").to_owned();
    let jan = format!("Bearer {jan}");
    let others = [("Authorization", jan.as_str()), ("If-Match", second.as_str())];
    send(server.address(), "POST", &at("/publish"), &others, "").expect("an answer").is(200);
    server.get(&at("/history")).is(200);

    // Nothing was left out, and all of it was looked at.
    let after = DESCRIPTION.checked();
    let looked_at: usize = after.values().sum::<usize>() - before.values().sum::<usize>();
    assert!(looked_at >= 70, "{looked_at} answers were held to the description");
    let fine: BTreeSet<&str> =
        after.keys().filter(|(_, status)| *status < 300).map(|(operation, _)| operation.as_str()).collect();
    let missing: Vec<String> =
        DESCRIPTION.operations().into_iter().filter(|operation| !fine.contains(operation.as_str())).collect();
    // Its answer does not end; `publish` reads the stream.
    assert_eq!(missing, ["follow_events"], "every operation was answered");
}

fn soon() -> String {
    let hour = jiff::SignedDuration::from_hours(1);
    (jiff::Timestamp::now() + hour).to_string()
}

/// What is changed in an answer that fits.
struct Changed {
    body: String,
    status: u16,
    headers: Vec<(String, String)>,
}

fn differs(change: impl FnOnce(&mut Changed)) -> Result<Verdict, String> {
    let body = json!({ "query": "a", "suggestions": [{ "text": "a", "id": "a", "title": "A" }] }).to_string();
    let headers = [("Content-Type", "application/json; charset=utf-8"), ("X-Request-Id", "1")];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let mut changed = Changed { body, status: 200, headers };
    change(&mut changed);
    let Changed { body, status, headers } = &changed;
    let said =
        Said { method: "GET", path: "/api/v1/suggest?q=a", status: *status, headers, body: Some(body) };
    Description::new(drogowskaz::http::description()).check(&said)
}

#[test]
fn an_answer_that_is_not_described_is_noticed() {
    assert_eq!(differs(|_| {}), Ok(Verdict::Fits("suggest".into())), "what fits is let through");
    let without = |member: &'static str| {
        move |answer: &mut Changed| answer.body = answer.body.replace(member, "\"inne\"")
    };
    let header =
        |name: &str, value: &str| -> Vec<(String, String)> { vec![(name.to_owned(), value.to_owned())] };
    let problem = |answer: &mut Changed| {
        answer.status = 503;
        answer.headers = header("content-type", "application/problem+json");
        answer.body = json!({ "type": "/problem/busy", "title": "Zajęte", "status": 503, "detail": "Spróbuj za chwilę.", "code": "1" })
            .to_string();
    };
    let fits = differs(|answer| {
        problem(answer);
        answer.headers.extend(header("retry-after", "1"));
    });
    assert_eq!(fits, Ok(Verdict::Fits("suggest".into())), "so is a problem that fits");
    // What is objected to must be this and nothing else.
    let noticed = [
        ("a member less, another more", differs(without("\"title\"")), "title"),
        (
            "a list that is none",
            differs(|answer| answer.body = json!({ "query": "a", "suggestions": 1 }).to_string()),
            "suggestions",
        ),
        (
            "one member more",
            differs(|answer| answer.body = json!({ "query": "a", "suggestions": [], "x": 1 }).to_string()),
            "'x'",
        ),
        ("no JSON", differs(|answer| answer.body.truncate(5)), "EOF"),
        ("another status", differs(|answer| answer.status = 202), "no such status"),
        ("another type", differs(|answer| answer.headers = header("content-type", "text/plain")), "its type"),
        ("no problem", differs(|answer| answer.status = 400), "its type"),
        ("one header more", differs(|answer| answer.headers.extend(header("x-new", "1"))), "x-new"),
        ("a header less", differs(problem), "Retry-After"),
    ];
    for (what, verdict, why) in noticed {
        assert!(verdict.as_ref().is_err_and(|fault| fault.contains(why)), "{what}: {verdict:?}");
    }
}

#[test]
fn where_nothing_is_described_only_a_refusal_is_an_answer() {
    let description = Description::new(drogowskaz::http::description());
    let body = json!({ "type": "/problem/not-found", "title": "Nie ma", "status": 404, "detail": "Sprawdź adres.", "code": "1" })
        .to_string();
    let check = |method, path, status, headers: &[(&str, &str)]| {
        let headers: Vec<(String, String)> =
            headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        description.check(&Said { method, path, status, headers: &headers, body: Some(&body) })
    };
    let problem = ("content-type", "application/problem+json; charset=utf-8");
    let (no_address, no_method) = ("/api/v1/nie-ma", "/api/v1/suggest");
    assert_eq!(check("GET", no_address, 404, &[problem]), Ok(Verdict::Refusal));
    assert_eq!(check("PUT", no_method, 405, &[problem, ("allow", "GET")]), Ok(Verdict::Refusal));
    assert_eq!(check("GET", "/redakcja", 200, &[]), Ok(Verdict::Undescribed), "a page");
    for (what, verdict) in [
        ("an answer of its own", check("GET", no_address, 200, &[problem])),
        ("no problem", check("GET", no_address, 404, &[("content-type", "text/html")])),
        ("a header that nobody described", check("GET", no_address, 404, &[problem, ("etag", "\"1\"")])),
        ("no word of what is allowed", check("PUT", no_method, 405, &[problem])),
    ] {
        assert!(verdict.is_err(), "{what}: {verdict:?}");
    }
}
