//! Options are wired: each, said as a flag, as a variable and in the file, is seen by what it does and not by how it is
//! read; and what it does is not there where nobody said it.
//!
//! The program's own list of options (`Layer::KEYS`) is gone through: a new one without an effect here fails. Options of
//! one command are said together and looked at apart, so that a way needs one server and not one for each option.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;
use std::time::Duration;

use drogowskaz::config::Layer;
use rusqlite::{Connection, OpenFlags};
use serde_json::Value;

use crate::harness::{Answer, Ran, Server, TestApp, eventually, percent_encoded};

/// How an option is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Flag,
    Variable,
    File,
}

const WAYS: [Way; 3] = [Way::Flag, Way::Variable, Way::File];

/// Options with what is said of them.
type Options<'a> = &'a [(&'a str, &'a str)];

/// What was seen of each option.
type Seen = BTreeMap<&'static str, String>;

/// A command with `options` said in one way, or in none.
fn said(app: &TestApp, way: Option<Way>, words: &[&str], options: Options<'_>) -> Command {
    let file = app.folder().join("drogowskaz.toml");
    let _ = fs::remove_file(&file);
    let options = if way.is_some() { options } else { &[] };
    let flags: Vec<String> = match way {
        Some(Way::Flag) => options.iter().map(|(key, value)| format!("--{key}={value}")).collect(),
        _ => Vec::new(),
    };
    let words: Vec<&str> = words.iter().copied().chain(flags.iter().map(String::as_str)).collect();
    let mut command = app.command(&words);
    match way {
        Some(Way::Variable) => {
            for (key, value) in options {
                command.env(format!("DROGOWSKAZ_{}", key.to_uppercase().replace('-', "_")), value);
            }
        }
        Some(Way::File) => {
            let bare = |value: &str| matches!(value, "true" | "false") || value.parse::<u64>().is_ok();
            let line = |(key, value): &(&str, &str)| {
                if bare(value) { format!("{key} = {value}\n") } else { format!("{key} = {value:?}\n") }
            };
            fs::write(&file, options.iter().map(line).collect::<String>()).unwrap();
        }
        _ => {}
    }
    command
}

fn run(app: &TestApp, way: Option<Way>, words: &[&str], options: Options<'_>) -> Ran {
    let output = said(app, way, words, options).output().unwrap();
    Ran {
        code: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

fn yes(holds: bool) -> String {
    if holds { "yes" } else { "no" }.to_owned()
}

/// The options of one command.
struct Scene {
    /// What is said.
    options: Options<'static>,
    /// What is to be seen of each option where it was said, and where it was not.
    expected: &'static [(&'static str, &'static str, &'static str)],
    look: fn(Option<Way>, Options<'_>) -> Seen,
}

const SCENES: [Scene; 6] = [SERVE, SEARCH, INDEX, IMPORT, EVAL, TUNE];

impl Scene {
    /// Plays the scene in each way and in none.
    fn play(&self) {
        for way in WAYS.map(Some).into_iter().chain([None]) {
            // Where a command breaks off before anything can be looked at, this stands above its message.
            println!("{:?} said as {way:?}", self.options);
            let seen = (self.look)(way, self.options);
            let mut wrong = Vec::new();
            for (key, with, without) in self.expected {
                let expected = if way.is_some() { with } else { without };
                let got = seen.get(key).map_or("nothing", String::as_str);
                if got != *expected {
                    wrong.push(format!("{key}: expected {expected}, seen {got}"));
                }
            }
            match way {
                Some(way) => {
                    assert!(wrong.is_empty(), "said as {way:?}, without effect:\n{}", wrong.join("\n"))
                }
                None => {
                    assert!(wrong.is_empty(), "said by nobody, and there all the same:\n{}", wrong.join("\n"))
                }
            }
        }
    }
}

#[test]
fn every_option_has_an_effect_that_is_looked_at() {
    let looked_at: Vec<&str> = SCENES
        .iter()
        .flat_map(|scene| scene.expected)
        .map(|(key, with, without)| {
            assert_ne!(with, without, "{key}: the effect of what is said must differ from that of silence");
            *key
        })
        .collect();
    let once: BTreeSet<&str> = looked_at.iter().copied().collect();
    assert_eq!(once.len(), looked_at.len(), "an option stands in two scenes: {looked_at:?}");
    let all: BTreeSet<&str> = Layer::KEYS.iter().copied().collect();
    assert_eq!(once, all, "an option without an effect here, or an effect without an option");
    for scene in SCENES {
        let said: BTreeSet<&str> = scene.options.iter().map(|(key, _)| *key).collect();
        let expected: BTreeSet<&str> = scene.expected.iter().map(|(key, _, _)| *key).collect();
        assert_eq!(said, expected, "what is said in a scene is what is looked at in it");
    }
}

#[test]
fn options_of_serve_reach_the_server_from_flag_variable_and_file() {
    SERVE.play();
}

#[test]
fn options_of_search_reach_the_answer_from_flag_variable_and_file() {
    SEARCH.play();
}

#[test]
fn options_of_index_reach_the_index_from_flag_variable_and_file() {
    INDEX.play();
}

#[test]
fn options_of_import_reach_the_disk_from_flag_variable_and_file() {
    IMPORT.play();
}

#[test]
fn options_of_eval_reach_the_figures_from_flag_variable_and_file() {
    EVAL.play();
}

#[test]
fn options_of_tune_reach_the_report_from_flag_variable_and_file() {
    TUNE.play();
}

#[test]
fn a_flag_is_stronger_than_a_variable_which_is_stronger_than_the_file() {
    let app = meble();
    let hits = |ran: Ran| ran.succeeded().stdout.lines().filter(|line| line.contains("\"score\"")).count();
    let words = ["search", "mebel", "--json"];
    fs::write(app.folder().join("drogowskaz.toml"), "limit = 3\n").unwrap();
    let with = |limit: &[&str], variable: bool| {
        let mut command = app.command(&[&words[..], limit].concat());
        if variable {
            command.env("DROGOWSKAZ_LIMIT", "2");
        }
        let output = command.output().unwrap();
        hits(Ran {
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        })
    };
    assert_eq!((with(&["--limit=1"], true), with(&[], true), with(&[], false)), (1, 2, 3));
    // The file can be another one, named by flag or variable.
    fs::write(app.folder().join("inny.toml"), "limit = 4\n").unwrap();
    assert_eq!(with(&["--config=inny.toml"], false), 4);
    let output = app.command(&words).env("DROGOWSKAZ_CONFIG", "inny.toml").output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout).matches("\"score\"").count(), 4);
}

#[test]
fn what_several_commands_take_reaches_each_of_them() {
    let app = TestApp::with_articles();
    let kulig =
        "---\nid: kulig\ntitle: Kulig\nvalid_from: 2026-01-10\nvalid_until: 2026-01-20\n---\n\nKulig.\n";
    app.write("../inne/kulig.md", kulig);
    let there = |path: &str| app.folder().join(path).exists();
    app.run(&["init", "--kb=puste", "--data=d1"]).succeeded();
    assert!(there("puste") && there("d1/dziennik.sqlite") && !there("data"), "init");
    app.run(&["index", "--kb=inne", "--index=i1", "--data=d1"]).succeeded().says(&["sprawdzone 1"]);
    assert!(there("i1/current") && !there("index"), "index");
    let search = |more: &[&str]| {
        let words = ["search", "kulig", "--json", "--kb=inne", "--index=i2", "--data=d1"];
        let ran = app.run(&[&words[..], more].concat()).succeeded();
        let answer: Value = serde_json::from_str(&ran.stdout).unwrap();
        (text_of(&answer["hits"][0]["id"]), answer["hits"][0]["in_force"].clone())
    };
    assert_eq!(search(&["--today=2026-01-15"]), ("kulig".to_owned(), true.into()));
    assert_eq!(search(&["--today=2026-02-15"]), ("kulig".to_owned(), false.into()));
    assert!(there("i2/current") && !there("index"), "search");
    let debug = app.run(&["search", "kulig", "--kb=inne", "--index=i3", "--log=debug"]).succeeded();
    let quiet = app.run(&["search", "kulig", "--kb=inne", "--index=i3"]).succeeded();
    assert!(debug.stderr.len() > quiet.stderr.len(), "the log says more when it is asked to");
    app.write("../inne/zly.md", "---\ntitle: [bez końca\n---\n");
    app.run(&["lint", "--kb=inne"]).ended(1).says(&["zly.md:"]);
    let other = app.run(&["lint"]).succeeded().says(&["kb/usc/odpis.md:"]);
    assert!(!other.stdout.contains("zly.md"), "{other}");
    app.write("../wzorcowe.tsv", "kulig\tkulig\tkod\n");
    let eval =
        app.run(&["eval", "--json", "--golden=wzorcowe.tsv", "--kb=inne", "--today=2026-01-15"]).succeeded();
    let figures: Value = serde_json::from_str(&eval.stdout).unwrap();
    assert_eq!(
        (&figures["settings"]["articles"], &figures["settings"]["today"]),
        (&1.into(), &"2026-01-15".into())
    );
    let token =
        app.run(&["token", "create", "--name=Anna", "--role=agent", "--data=d1", "--json"]).succeeded();
    assert_eq!(serde_json::from_str::<Value>(&token.stdout).unwrap()["name"], "Anna");
    let listed = app.run(&["token", "list", "--data=d1", "--json"]).succeeded();
    assert!(serde_json::from_str::<Value>(&listed.stdout).unwrap().to_string().contains("Anna"));
    app.run(&["token", "revoke", "Anna", "--data=d1"]).succeeded();
    app.run(&["widget", "--public-address=https://wiedza.example/baza"])
        .succeeded()
        .says(&["https://wiedza.example/baza/widget.js"]);
}

// --- serve

const SERVE: Scene = Scene {
    options: &[
        ("kb", "baza"),
        ("index", "inny-indeks"),
        ("data", "inne-dane"),
        ("listen", "127.0.0.2:0"),
        ("four-eyes", "true"),
        ("public-address", "https://wiedza.example/baza"),
        ("allowed-origins", "https://kpum.example"),
        ("trusted-proxies", "127.0.0.0/8"),
        ("public-rate", "4"),
        ("infoline", "MPO"),
        ("accessibility-email", "dostepnosc@miasto.example"),
        ("https", "true"),
        ("user-header", "X-Kto"),
        ("group-header", "X-Grupy"),
        ("roles", "dk-03=editor,dk-05=analyst"),
        ("keep-questions", "11"),
        ("keep-calls", "12"),
        ("keep-submissions", "13"),
        ("keep-feedback", "14"),
        ("keep-audit", "15"),
        ("log", "info,drogowskaz::http::gate::auth=debug"),
        ("today", "2026-01-15"),
    ],
    expected: &[
        ("kb", "mokradlo", ""),
        ("index", "inny-indeks", "index"),
        ("data", "inne-dane", "data"),
        ("listen", "127.0.0.2", "127.0.0.1"),
        ("four-eyes", "403", "201"),
        ("public-address", "https://wiedza.example/baza", "this machine"),
        ("allowed-origins", "https://kpum.example", ""),
        ("trusted-proxies", "198.51.100.9", "127.0.0.1"),
        ("public-rate", "4", "12"),
        ("infoline", "Oczyszczanie", "Infolinia"),
        ("accessibility-email", "yes", "no"),
        ("https", "max-age=31536000", ""),
        ("user-header", "Anna Nowak", "401"),
        ("group-header", "analyst", "401"),
        ("roles", "editor", "401"),
        ("keep-questions", "10", "10 20"),
        ("keep-calls", "10", "10 20"),
        ("keep-submissions", "10", "10 20"),
        ("keep-feedback", "10", "10 20"),
        ("keep-audit", "10", "10 20"),
        ("log", "yes", "no"),
        ("today", "1", "0"),
    ],
    look: serve,
};

const TABLES: [(&str, &str, &str); 5] = [
    (
        "keep-questions",
        "questions",
        "view, text, folded, total, confident, us, query_id) VALUES ('staff', '{}', '', 0, 0, 0, ''",
    ),
    ("keep-calls", "calls", "who, question, outcome, seconds) VALUES ('A', '{}', 'brak', 1"),
    ("keep-submissions", "submissions", "who, kind, text) VALUES ('A', 'idea', '{}'"),
    ("keep-feedback", "feedback", "who, kind, text) VALUES ('A', 'error', '{}'"),
    ("keep-audit", "audit", "who, origin, action, object, detail) VALUES ('A', '', 'x', '{}', ''"),
];

/// A server, and whoever asks it.
struct House {
    app: TestApp,
    server: Server,
    admin: String,
}

impl House {
    /// As an administrator whose request came by way of somebody else.
    fn ask(&self, method: &str, path: &str, more: &[(&str, &str)], body: &str) -> Answer {
        let known = [("Authorization", self.admin.as_str()), ("X-Forwarded-For", "198.51.100.9")];
        self.server.send(method, path, &[&known, more].concat(), body)
    }

    /// As a resident at an address of their own, so that one question does not use up another's share.
    fn public(&self, resident: u8, path: &str) -> Answer {
        let address = format!("203.0.113.{resident}");
        let headers = [("X-Forwarded-For", &*address), ("Origin", "https://kpum.example")];
        self.server.send("GET", path, &headers, "")
    }

    fn publish(&self, id: &str) -> Answer {
        let text = format!("---\nid: {id}\ntitle: Kładka\n---\n\nKładka.\n");
        let headers = [("Content-Type", "text/markdown"), ("If-None-Match", "*")];
        self.ask("PUT", &format!("/api/v1/articles/{id}"), &headers, &text)
    }

    /// Who somebody is whom a proxy has signed in, or the status of the refusal.
    fn signed_in(&self, group: &str, member: &str) -> String {
        let headers = [("X-Kto", "Anna Nowak"), ("X-Grupy", group)];
        let answer = self.server.send("GET", "/api/v1/session", &headers, "");
        if answer.status == 200 { text_of(&answer.json()[member]) } else { answer.status.to_string() }
    }
}

fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn serve(way: Option<Way>, options: Options<'_>) -> Seen {
    let app = TestApp::with_articles();
    let units = "[[jednostka]]\ncode = \"KCK\"\nname = \"Infolinia\"\nemail = \"kck@miasto.example\"\n\n[[jednostka]]\ncode = \"MPO\"\nname = \"Oczyszczanie\"\n";
    app.write("slowniki/jednostki.toml", units);
    app.write("kulig.md", "---\nid: kulig\ntitle: Kulig\naudience: public\nvalid_from: 2026-01-10\nvalid_until: 2026-01-20\n---\n\nKulig.\n");
    for (file, bytes) in app.sources() {
        let below = file.strip_prefix(app.kb()).unwrap().to_string_lossy().into_owned();
        app.write(&format!("../baza/{below}"), bytes);
    }
    app.write("../baza/mokradlo.md", "---\nid: mokradlo\ntitle: Mokradło\n---\n\nMokradło.\n");
    let [kb, index, data] =
        if way.is_some() { ["baza", "inny-indeks", "inne-dane"] } else { ["kb", "index", "data"] };
    app.run(&["init", "--kb", kb, "--index", index, "--data", data]).succeeded();
    let token =
        app.run(&["token", "create", "--name", "Szef", "--role", "admin", "--data", data]).succeeded();
    let database = app.folder().join(data).join("dziennik.sqlite");
    write_down(&database);

    let mut command = said(&app, way, &["serve"], options);
    if way.is_none() {
        // The one option that a test cannot leave to its default: the port may be another's.
        command.args(["--listen", "127.0.0.1:0"]);
    }
    let server = app.start(command);
    let house = House { app, server, admin: format!("Bearer {}", token.stdout.trim()) };
    let mut seen = Seen::new();
    let mut see = |key: &'static str, what: String| drop(seen.insert(key, what));
    // The far too old goes whatever is said: once it is gone, so is everything else that had to go.
    eventually(Duration::from_secs(30), "what is too old is deleted", || {
        TABLES.iter().all(|(_, table, _)| !kept(&database, table).contains(&5_000))
    });
    for (key, table, _) in TABLES {
        let days: Vec<String> = kept(&database, table).iter().map(i64::to_string).collect();
        see(key, days.join(" "));
    }
    let found = house
        .ask("GET", &format!("/api/v1/search?q={}", percent_encoded("mokradło")), &[], "")
        .is(200)
        .json();
    see("kb", found["hits"].as_array().unwrap().iter().map(|hit| text_of(&hit["id"])).collect());
    let there = |names: [&str; 2], file: &str| {
        let there = names.into_iter().filter(|name| house.app.folder().join(name).join(file).exists());
        there.collect::<Vec<_>>().join(" ")
    };
    see("index", there(["index", "inny-indeks"], "current"));
    see("data", there(["data", "inne-dane"], "dziennik.sqlite"));
    see("listen", house.server.address().split(':').next().unwrap().to_owned());
    see("four-eyes", house.publish("kladka").status.to_string());
    // Who comes with a wrong token is written down with the address they came from.
    let wrong = [("Authorization", "Bearer dgw_zly"), ("X-Forwarded-For", "198.51.100.9")];
    house.server.send("GET", "/api/v1/session", &wrong, "").is(401);
    // The day that is set is no day of the trail: what was done was done when it was done.
    let trail = house.ask("GET", "/api/v1/audit?from=2026-01-01&to=2099-12-31", &[], "").is(200).json();
    let line =
        trail["rows"].as_array().unwrap().iter().find(|line| line["action"] == "session.refused").cloned();
    see("trusted-proxies", text_of(&line.unwrap()["origin"]));
    let robots = house.public(1, "/robots.txt").is(200).body;
    let sitemap =
        robots.split("Sitemap: ").nth(1).unwrap().trim().trim_end_matches("/sitemap.xml").to_owned();
    see(
        "public-address",
        if sitemap.starts_with("http://127.0.0.") { "this machine".into() } else { sitemap },
    );
    let answer = house.public(2, "/public/v1/search?q=kulig").is(200);
    see("allowed-origins", answer.header("access-control-allow-origin").to_owned());
    see("today", answer.json()["total"].to_string());
    see("infoline", text_of(&house.public(3, "/public/v1/infoline").is(200).json()["name"]));
    let statement = house.public(4, "/deklaracja-dostepnosci").is(200).body;
    see("accessibility-email", yes(statement.contains("dostepnosc@miasto.example")));
    let asked = (0..12).map(|_| house.public(5, "/public/v1/suggest?q=").status);
    see("public-rate", asked.filter(|status| *status == 200).count().to_string());
    see("https", house.server.get("/healthz").header("strict-transport-security").to_owned());
    see("user-header", house.signed_in("dk-03", "name"));
    see("group-header", house.signed_in("dk-05", "role"));
    see("roles", house.signed_in("inni, dk-03", "role"));
    see("log", yes(house.server.log().contains("let in")));
    seen
}

const DAY: i64 = 24 * 60 * 60 * 1000;

/// One row of each kind: within every period that is said, beyond it and within the default, and beyond that.
fn write_down(database: &std::path::Path) {
    let connection = Connection::open(database).unwrap();
    let now = jiff::Timestamp::now().as_millisecond();
    for (_, table, rest) in TABLES {
        for days in [10, 20, 5_000] {
            let (columns, values) = rest.split_once(") VALUES (").unwrap();
            let sql = format!(
                "INSERT INTO {table} ({columns}, at) VALUES ({}, {})",
                values.replace("{}", &format!("dni-{days}")),
                now - days * DAY
            );
            connection.execute_batch(&sql).unwrap();
        }
    }
}

/// How many days old the rows are that this test wrote down and that are still there.
fn kept(database: &std::path::Path, table: &str) -> Vec<i64> {
    let connection = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let now = jiff::Timestamp::now().as_millisecond();
    let column = if table == "audit" {
        "object"
    } else if table == "calls" {
        "question"
    } else {
        "text"
    };
    let sql = format!("SELECT at FROM {table} WHERE {column} LIKE 'dni-%' ORDER BY at DESC");
    let mut rows = connection.prepare(&sql).unwrap();
    let ages = rows.query_map([], |row| row.get::<_, i64>(0)).unwrap();
    ages.map(|at| (now - at.unwrap()) / DAY).collect()
}

// --- search

/// Five articles about the same, one of them for agents alone.
fn meble() -> TestApp {
    let app = TestApp::new();
    for (number, audience) in ["public", "public", "public", "public", "internal"].iter().enumerate() {
        app.write(
            &format!("meble-{number}.md"),
            format!("---\ntitle: Mebel numer {number}\naudience: {audience}\n---\n\nMebel odbiera MPO.\n"),
        );
    }
    app
}

const SEARCH: Scene = Scene {
    options: &[("limit", "2"), ("json", "true"), ("explain", "true"), ("public", "true")],
    expected: &[("limit", "2", "5"), ("json", "yes", "no"), ("explain", "yes", "no"), ("public", "4", "5")],
    look: |way, options| {
        let app = meble();
        let json = |ran: &Ran| serde_json::from_str::<Value>(&ran.stdout).ok();
        let ran = run(&app, way, &["search", "mebel"], options).succeeded();
        let mut seen = Seen::from([("json", yes(json(&ran).is_some()))]);
        // The others are looked at in JSON, also where nobody asked for it.
        let asked = || {
            if way.is_none() { json(&run(&app, way, &["search", "mebel", "--json"], options)) } else { None }
        };
        let Some(answer) = json(&ran).or_else(asked) else { return seen };
        let hits = answer["hits"].as_array().unwrap();
        seen.insert("limit", hits.len().to_string());
        seen.insert("explain", yes(hits[0]["explain"].as_array().is_some_and(|lines| !lines.is_empty())));
        seen.insert("public", answer["total"].to_string());
        seen
    },
};

// --- index

const INDEX: Scene = Scene {
    options: &[("full", "true"), ("begin-empty", "true")],
    expected: &[("full", "gen-2", "gen-1"), ("begin-empty", "0", "1")],
    look: |way, options| {
        let app = TestApp::with_articles();
        app.run(&["index"]).succeeded();
        run(&app, way, &["index"], &options[..1]).succeeded();
        let current = fs::read_to_string(app.index().join("current")).unwrap();
        for (file, _) in app.sources() {
            fs::remove_file(file).unwrap();
        }
        let emptied = run(&app, way, &["index"], &options[1..]);
        Seen::from([
            ("full", current.trim().to_owned()),
            ("begin-empty", emptied.code.map(|code| code.to_string()).unwrap_or_default()),
        ])
    },
};

// --- import

const ORDER: &str = "ZARZĄDZENIE NR 7/2024\nZ DNIA 2 stycznia 2024 r.\nw sprawie zakresu działania Wydziału Żab\n\
    Na podstawie art. 1 zarządza się, co następuje:\n§ 1. Wydziałem Żab kieruje Naczelnik.\n\
    § 2. Zarządzenie wchodzi w życie z dniem podpisania.\n";

const IMPORT: Scene = Scene {
    options: &[("out", "nowe"), ("dry-run", "true")],
    expected: &[("out", "0 yes", "2 no"), ("dry-run", "no", "yes")],
    look: |way, options| {
        let app = TestApp::new();
        app.write("../zarzadzenie.txt", ORDER);
        let written = || app.folder().join("nowe/zarzadzenia/7-2024-kierownictwo.md").exists();
        run(&app, way, &["import", "zarzadzenie.txt", "--out=nowe"], &options[1..]).succeeded();
        let mut seen = Seen::from([("dry-run", yes(written()))]);
        let _ = fs::remove_dir_all(app.folder().join("nowe"));
        let ran = run(&app, way, &["import", "zarzadzenie.txt"], &options[..1]);
        seen.insert("out", format!("{} {}", ran.code.unwrap(), yes(written())));
        seen
    },
};

// --- eval

const EVAL: Scene = Scene {
    options: &[
        ("queries", "pytania.jsonl"),
        ("qrels", "oceny.tsv"),
        ("golden", "wzorcowe.tsv"),
        ("calls", "."),
        ("by", "unit"),
        ("baseline", "przedtem.json"),
        ("save", "teraz.json"),
        ("typos", "7"),
        ("strip", "true"),
    ],
    expected: &[
        ("queries", "2", "null"),
        ("qrels", "1.0", "null"),
        ("golden", "2", "null"),
        ("calls", "2", "null"),
        ("by", "1.0", "0.0"),
        ("baseline", "yes", "no"),
        ("save", "yes", "no"),
        ("typos", "yes", "no"),
        ("strip", "yes", "no"),
    ],
    look: eval,
};

fn eval(way: Option<Way>, options: Options<'_>) -> Seen {
    let app = TestApp::new();
    app.write("gabaryty.md", "---\nid: gabaryty\ntitle: Wersalka\nunit: MPO\n---\n\nWersalkę odbiera MPO.\n");
    app.write("odpis.md", "---\nid: odpis\ntitle: Odpis aktu\nunit: USC\n---\n\nOdpis wydaje urząd.\n");
    app.write(
        "../pytania.jsonl",
        "{\"id\":\"a\",\"text\":\"gdzie oddać wersalkę\"}\n{\"id\":\"b\",\"text\":\"skąd wziąć odpis\"}\n",
    );
    app.write("../oceny.tsv", "a\tgabaryty\t1\nb\todpis\t1\n");
    app.write("../telefony.tsv", "wersalka\tgabaryty\tkod\t-\nodpis aktu\todpis\tkod\t-\n");
    app.write("../wzorcowe.tsv", "wersalka\tMPO\tkod\nodpis aktu\tUSC\tkod\n");
    let judged = ["--queries=pytania.jsonl", "--qrels=oceny.tsv"];
    app.run(&[&["eval", "--save=przedtem.json"], &judged[..]].concat()).succeeded();
    let only = |names: &[&str]| -> Vec<(&str, &str)> {
        options.iter().filter(|(key, _)| names.contains(key)).copied().collect()
    };
    let read = |name: &str| -> Value {
        let text = fs::read_to_string(app.folder().join(name)).unwrap_or("null".into());
        serde_json::from_str(&text).unwrap()
    };
    let json = |ran: Ran| serde_json::from_str::<Value>(&ran.succeeded().stdout).unwrap();
    let mut seen = Seen::new();
    // Where nothing is said, there must still be something to measure.
    let judging =
        json(run(&app, way, &["eval", "--json", "--golden=wzorcowe.tsv"], &only(&["queries", "qrels"])));
    seen.insert("queries", judging["judged"]["queries"].to_string());
    seen.insert("qrels", judging["judged"]["success@1"].to_string());
    let words = [&["eval", "--json"], &judged[..]].concat();
    let golden = json(run(&app, way, &words, &only(&["golden"])));
    seen.insert("golden", golden["golden"]["all"]["questions"].to_string());
    let calls = json(run(&app, way, &words, &only(&["calls"])));
    seen.insert("calls", calls["calls"][0]["of"].to_string());
    let by = json(run(&app, way, &["eval", "--json", "--golden=wzorcowe.tsv"], &only(&["by"])));
    seen.insert("by", by["golden"]["all"]["success@1"].to_string());
    let compared = json(run(&app, way, &words, &only(&["baseline", "save"])));
    seen.insert("baseline", yes(!compared["comparison"].is_null()));
    seen.insert("save", yes(!read("teraz.json").is_null()));
    let words = [&["eval", "--save=jak-pytano.json"], &judged[..]].concat();
    for (key, right) in [("strip", "gdzie oddac wersalke"), ("typos", "gdzie oddać wersalkę")] {
        run(&app, way, &words, &only(&[key])).succeeded();
        let asked = text_of(&read("jak-pytano.json")["outcomes"][0]["text"]);
        seen.insert(key, yes(if key == "strip" { asked == right } else { asked != right }));
    }
    seen
}

// --- tune

const TUNE: Scene = Scene {
    options: &[("folds", "2"), ("rounds", "1"), ("every", "2"), ("report", "raport.md")],
    expected: &[("folds", "2", "4"), ("rounds", "1", "2"), ("every", "6", "12"), ("report", "yes", "no")],
    look: |way, options| {
        let app = TestApp::with_articles();
        let questions: String = (0..12)
            .map(|number| {
                let (word, id) =
                    [("wersalka", "gabaryty"), ("odpis", "odpis"), ("bilety", "bilety")][number % 3];
                format!("{word} numer {number}\t{id}\tkod\n")
            })
            .collect();
        app.write("../wzorcowe.tsv", questions);
        let tune = ["tune", "--golden=kb:wzorcowe.tsv"];
        let ran = run(&app, way, &tune, options);
        let mut seen = Seen::from([("report", yes(app.folder().join("raport.md").exists()))]);
        if way.is_none() {
            ran.ended(2).says(&["--report"]);
            run(&app, way, &[&tune[..], &["--report=raport.md"]].concat(), options).succeeded();
        } else {
            ran.succeeded();
        }
        let report = fs::read_to_string(app.folder().join("raport.md")).unwrap();
        let number = |before: &str, after: &str| {
            let (head, _) = report.split_once(after).unwrap_or_else(|| panic!("no „{after}” in\n{report}"));
            head.rsplit(before).next().unwrap().trim().to_owned()
        };
        seen.insert("rounds", number("at most ", " round(s)"));
        // By what was done: a row for each part, and the questions that were asked.
        let parts = report.lines().filter(|line| {
            let mut cells = line.split('|').map(str::trim).skip(1);
            cells.next().is_some_and(|first| first.parse::<usize>().is_ok())
        });
        seen.insert("folds", parts.count().to_string());
        seen.insert("every", number("| kb | ", " | S@1"));
        seen
    },
};
