//! `data/` and its database: moved, exchanged, written over, locked, filled up and taken twice, while people write.
//!
//! What must hold each time: nothing is acknowledged that is not in the file that stands at the path; the answer is a
//! problem that says what to do; `/readyz` says why; searches go on; and what can come back does so without a restart.
#![allow(clippy::unwrap_used)]

mod starts;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::Ledger;
use crate::harness::{Answer, Server, TestApp, eventually, files_below, left_out};
use crate::lasting::faults::SmallDisk;

const DATABASE: &str = "dziennik.sqlite";
const JSON: (&str, &str) = ("Content-Type", "application/json");
const MARKDOWN: (&str, &str) = ("Content-Type", "text/markdown");

/// A server with a token, and everything by which somebody writes into it.
struct Desk {
    app: TestApp,
    server: Server,
    token: String,
    round: AtomicUsize,
}

impl Desk {
    fn open() -> Self {
        let app = TestApp::with_articles();
        let token = token(&app, "Anna");
        let server = app.serve();
        Self { app, server, token, round: AtomicUsize::new(0) }
    }

    fn database(&self) -> PathBuf {
        self.app.data().join(DATABASE)
    }

    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        let mut all = vec![("Authorization", bearer.as_str())];
        all.extend(headers);
        self.server.send(method, path, &all, body)
    }

    /// Everything that writes into the journal, each time something new.
    fn writes(&self) -> Vec<(&'static str, Answer)> {
        let round = self.round.fetch_add(1, Ordering::SeqCst);
        let new = [MARKDOWN, ("If-None-Match", "*")];
        let (article, token) =
            (format!("/api/v1/articles/nowy-{round}"), format!("token={}&dalej=/", self.token));
        let until = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(1);
        let banner = format!(r#"{{"text":"Awaria","reason":"telefon","until":"{until}"}}"#);
        // A program that read the article before; where the journal cannot even be read, any tag will do.
        let tag = self.ask("GET", "/api/v1/articles/bilety", &[], "").header("etag").to_owned();
        let tag = if tag.is_empty() { "\"x\"".to_owned() } else { tag };
        let change = format!("---\nid: bilety\ntitle: Bilety okresowe\n---\n\nWersja {round}.\n");
        let form = [("Content-Type", "application/x-www-form-urlencoded"), ("Sec-Fetch-Site", "same-origin")];
        vec![
            ("article", self.ask("PUT", &article, &new, "---\ntitle: Nowy\n---\n\nTreść.\n")),
            ("change", self.ask("PUT", "/api/v1/articles/bilety", &[MARKDOWN, ("If-Match", &tag)], &change)),
            (
                "call",
                self.ask(
                    "POST",
                    "/api/v1/calls",
                    &[JSON],
                    r#"{"question":"kanapa","outcome":"brak","seconds":5}"#,
                ),
            ),
            (
                "submission",
                self.ask("POST", "/api/v1/submissions", &[JSON], r#"{"kind":"idea","text":"ławka"}"#),
            ),
            (
                "feedback",
                self.ask(
                    "POST",
                    "/api/v1/feedback",
                    &[JSON],
                    r#"{"kind":"missing_article","question":"ławka"}"#,
                ),
            ),
            ("banner", self.ask("POST", "/api/v1/banners", &[JSON], &banner)),
            ("sign-in", self.server.send("POST", "/logowanie", &form, &token)),
        ]
    }

    /// Nothing is acknowledged, `/readyz` says `word`, searches go on, the log tells.
    fn refuses(&self, word: &str) -> Result<(), String> {
        self.refuses_writes(word)?;
        self.searches()
    }

    fn refuses_writes(&self, word: &str) -> Result<(), String> {
        let before = self.app.sources();
        for (what, answer) in self.writes() {
            unavailable(what, &answer)?;
        }
        let dictionary = [("Content-Type", "application/toml"), ("If-None-Match", "*")];
        let answer = self.ask(
            "PUT",
            "/api/v1/dictionaries/synonimy",
            &dictionary,
            "[[synonim]]\nslowa = [\"a\", \"b\"]\n",
        );
        unavailable("dictionary", &answer)?;
        if self.app.sources() != before {
            return Err("kb/ was changed and the change not recorded".into());
        }
        let ready = self.server.get("/readyz");
        if !matches!(ready.status, 503 | 507) || !ready.body.contains(word) {
            return Err(format!("/readyz does not say „{word}”: {} {}", ready.status, ready.body));
        }
        let told = || self.server.log().contains("the journal takes no writes");
        eventually(Duration::from_secs(5), "the log says so", told);
        Ok(())
    }

    fn searches(&self) -> Result<(), String> {
        let answer = self.ask("GET", "/api/v1/search?q=wersalka", &[], "");
        if answer.status == 200 { Ok(()) } else { Err(format!("search: {} {}", answer.status, answer.body)) }
    }

    /// Everything is taken again, and can be read back from the file at the path.
    fn accepts(&self) -> Result<(), String> {
        let calls = |database: &Path| -> i64 {
            let connection = Connection::open(database).unwrap();
            connection.query_row("SELECT count(*) FROM calls", [], |row| row.get(0)).unwrap()
        };
        let before = calls(&self.database());
        for (what, answer) in self.writes() {
            if !matches!(answer.status, 200 | 201 | 303) {
                return Err(format!("{what}: {} {}", answer.status, answer.body));
            }
        }
        let ready = self.server.get("/readyz");
        if ready.status != 200 {
            return Err(format!("/readyz: {} {}", ready.status, ready.body));
        }
        if calls(&self.database()) == before + 1 { Ok(()) } else { Err("the call is not in the file".into()) }
    }
}

fn token(app: &TestApp, name: &str) -> String {
    let made = app.run(&["token", "create", "--name", name, "--role", "admin"]).succeeded();
    made.stdout.trim().to_owned()
}

fn unavailable(what: &str, answer: &Answer) -> Result<(), String> {
    let told = answer.header("content-type").contains("problem+json");
    let again = answer.status != 503 || !answer.header("retry-after").is_empty();
    if matches!(answer.status, 503 | 507) && told && again && answer.body.contains("Niczego nie zapisano") {
        Ok(())
    } else {
        Err(format!("{what}: {}\n{}", answer.head, answer.body))
    }
}

/// A positive control, before anything is tried: all of it is taken.
#[track_caller]
fn works(desk: &Desk) {
    desk.accepts().unwrap();
}

#[test]
fn data_that_is_away_for_a_while_loses_nothing_and_returns_without_a_restart() {
    let desk = Desk::open();
    let mut ledger = Ledger::open("data away", desk.server.pid());
    works(&desk);
    let (data, away) = (desk.app.data(), desk.app.folder().join("gdzie-indziej"));

    fs::rename(&data, &away).unwrap();
    ledger.note("data/ moved away", desk.refuses("nie ma na swoim miejscu"));
    ledger.note(
        "nothing is made in its place",
        if data.exists() { Err("data/ is there".into()) } else { Ok(()) },
    );
    fs::create_dir(&data).unwrap();
    ledger.note("an empty folder in its place", desk.refuses("jest inny"));
    for file in fs::read_dir(&away).unwrap().flatten() {
        fs::copy(file.path(), data.join(file.file_name())).unwrap();
    }
    ledger.note("a copy in its place", desk.refuses("jest inny"));
    fs::remove_dir_all(&data).unwrap();
    fs::rename(&away, &data).unwrap();
    ledger.note("the same folder again", desk.accepts());

    let (file, aside) = (desk.database(), data.join("na-bok"));
    fs::rename(&file, &aside).unwrap();
    ledger.note("the database moved away", desk.refuses("nie ma na swoim miejscu"));
    fs::rename(&aside, &file).unwrap();
    ledger.note("the same database again", desk.accepts());

    // A link that is switched and switched back, as some backups do.
    fs::rename(&data, &away).unwrap();
    std::os::unix::fs::symlink(&away, &data).unwrap();
    ledger.note("a link to the same folder", desk.accepts());
    fs::remove_file(&data).unwrap();
    std::os::unix::fs::symlink(desk.app.kb(), &data).unwrap();
    ledger.note("a link to another folder", desk.refuses("jest inny"));
    fs::remove_file(&data).unwrap();
    fs::rename(&away, &data).unwrap();
    ledger.note("the folder itself again", desk.accepts());
    eventually(Duration::from_secs(5), "the log says that it works again", || {
        desk.server.log().contains("the journal takes writes again")
    });
    ledger.close();
}

#[test]
fn a_database_that_is_destroyed_or_restored_under_a_server_takes_no_more_writes() {
    for (attack, word) in [
        ("data/ deleted", "nie ma na swoim miejscu"),
        ("the database deleted", "nie ma na swoim miejscu"),
        ("a backup moved over it", "zastąpiono"),
        ("a backup copied over it", "nadpisano"),
        ("cut off to nothing", "nadpisano"),
        ("its log deleted", "-wal"),
        ("its log cut off", "obcięto"),
        ("its shared memory deleted", "-shm"),
    ] {
        let desk = Desk::open();
        let mut ledger = Ledger::open("database", desk.server.pid());
        let (file, backup) = (desk.database(), desk.app.folder().join("kopia"));
        Connection::open(&file).unwrap().execute("VACUUM INTO ?1", [backup.to_str().unwrap()]).unwrap();
        works(&desk);
        let beside = |end: &str| desk.app.data().join(format!("{DATABASE}{end}"));
        let cut = |file: &Path| fs::File::options().write(true).open(file).unwrap().set_len(0).unwrap();
        match attack {
            "data/ deleted" => fs::remove_dir_all(desk.app.data()).unwrap(),
            "the database deleted" => fs::remove_file(&file).unwrap(),
            "a backup moved over it" => fs::rename(&backup, &file).unwrap(),
            "a backup copied over it" => drop(fs::copy(&backup, &file).unwrap()),
            "cut off to nothing" => cut(&file),
            "its log deleted" => fs::remove_file(beside("-wal")).unwrap(),
            "its log cut off" => cut(&beside("-wal")),
            _ => fs::remove_file(beside("-shm")).unwrap(),
        }
        // Who may search stands in the database; where its very bytes are others, nobody can be known.
        let spoilt = matches!(word, "nadpisano" | "obcięto");
        ledger.note(attack, if spoilt { desk.refuses_writes(word) } else { desk.refuses(word) });
        let searching = desk.server.get("/readyz?for=searching");
        let (status, word) = if spoilt { (503, "searching: no") } else { (200, "searching: yes") };
        let told = searching.status == status && searching.body.contains(word);
        ledger.note(
            &format!("{attack}: what a balancer is told"),
            if told { Ok(()) } else { Err(searching.body) },
        );
        if attack == "its log deleted" {
            // What had been acknowledged was brought into the database; a kill must not lose it.
            let Desk { app, server, token, .. } = desk;
            server.kill();
            let server = app.serve();
            let after = Desk { app, server, token, round: AtomicUsize::new(100) };
            let report = after.ask("GET", "/api/v1/reports/calls?from=2020-01-01&to=2099-12-31", &[], "");
            let kept = report.status == 200 && report.body.contains("brak");
            ledger.note("what was acknowledged before", if kept { Ok(()) } else { Err(report.body) });
        }
        ledger.close();
    }
}

#[test]
fn a_locked_database_is_a_503_for_all_within_seconds_and_searches_go_on() {
    let desk = Desk::open();
    let mut ledger = Ledger::open("locked database", desk.server.pid());
    works(&desk);
    let holder = Connection::open(desk.database()).unwrap();
    holder.execute_batch("BEGIN EXCLUSIVE").unwrap();

    // A crowd writes while agents search.
    let over = AtomicBool::new(false);
    let slowest = thread::scope(|scope| {
        let searches = scope.spawn(|| {
            let mut slowest = Duration::ZERO;
            while !over.load(Ordering::SeqCst) {
                let started = Instant::now();
                desk.searches()?;
                slowest = slowest.max(started.elapsed());
            }
            Ok::<_, String>(slowest)
        });
        let crowd: Vec<_> = (0..24)
            .map(|_| {
                scope.spawn(|| {
                    let started = Instant::now();
                    let body = r#"{"question":"kanapa","outcome":"brak","seconds":5}"#;
                    let answer = desk.ask("POST", "/api/v1/calls", &[JSON], body);
                    unavailable("call", &answer)?;
                    let took = started.elapsed();
                    if took < Duration::from_secs(8) {
                        Ok(())
                    } else {
                        Err(format!("a call waited {took:?}"))
                    }
                })
            })
            .collect();
        for (number, one) in crowd.into_iter().enumerate() {
            ledger.note(&format!("call {number}"), one.join().unwrap());
        }
        over.store(true, Ordering::SeqCst);
        searches.join().unwrap()
    });
    ledger.note(
        "searches meanwhile",
        slowest.and_then(|slowest| {
            println!("the slowest search beside a locked database: {slowest:?}");
            if slowest < Duration::from_secs(3) { Ok(()) } else { Err(format!("one took {slowest:?}")) }
        }),
    );
    ledger.note("every route that writes", desk.refuses("zajęta"));
    for path in [
        "/api/v1/articles/gabaryty/history",
        "/api/v1/audit",
        "/api/v1/reports/calls?from=2020-01-01&to=2099-12-31",
        "/redakcja",
        "/redakcja/gabaryty/historia",
        "/api/v1/banners",
    ] {
        let answer = desk.ask("GET", path, &[], "");
        let fine = matches!(answer.status, 200 | 503);
        ledger.note(path, if fine { Ok(()) } else { Err(format!("{}\n{}", answer.head, answer.body)) });
    }
    holder.execute_batch("ROLLBACK").unwrap();
    drop(holder);
    eventually(Duration::from_secs(10), "the server tries again", || {
        desk.server.get("/readyz").status == 200
    });
    ledger.note("let go", desk.accepts());
    ledger.close();
}

#[test]
fn a_full_disk_turns_readiness_off_and_recovers_by_itself() {
    let app = TestApp::with_articles();
    let disk = match SmallDisk::of("1m", &app.data()) {
        Ok(disk) => disk,
        Err(reason) => return left_out("a full disk under data/", &reason),
    };
    let token = token(&app, "Anna");
    let server = app.serve();
    let desk = Desk { app, server, token, round: AtomicUsize::new(0) };
    let mut ledger = Ledger::open("full disk", desk.server.pid());
    works(&desk);
    let filler = desk.app.data().join("smieci");
    let _ = fs::write(&filler, vec![0_u8; 2 << 20]);
    let text = format!(
        "---\ntitle: Duży\n---\n\n{}\n",
        (0..20_000).map(|n| format!("słowo{n}\n")).collect::<String>()
    );
    let new = [MARKDOWN, ("If-None-Match", "*")];
    let answer = desk.ask("PUT", "/api/v1/articles/duzy", &new, &text);
    // Whoever looks at the disk by the clock may have seen it first: then the door says so before the journal does.
    let at_the_door = answer.status == 503 && answer.body.contains("data-disk");
    ledger.note("an article", if at_the_door { Ok(()) } else { unavailable("article", &answer) });
    let left = desk.app.kb().join("duzy.md").exists();
    ledger.note("its file goes again", if left { Err("it is in kb/".into()) } else { Ok(()) });
    let ready = desk.server.get("/readyz");
    let says = matches!(ready.status, 503 | 507)
        && ["miejsc", "data-disk"].iter().any(|word| ready.body.contains(word));
    ledger.note("/readyz", if says { Ok(()) } else { Err(format!("{} {}", ready.status, ready.body)) });
    ledger.note("searches", desk.searches());
    fs::remove_file(&filler).unwrap();
    eventually(Duration::from_secs(10), "/readyz comes back by itself", || {
        desk.server.get("/readyz").status == 200
    });
    ledger.note("room again", desk.accepts());
    ledger.close();
    drop(desk.server);
    drop(disk);
}
