//! `data/` and its database: moved, exchanged, written over, locked, filled up and taken twice, while people write.
//!
//! What must hold each time: nothing is acknowledged that is not in the file that stands at the path; the answer is a
//! problem that says what to do; `/readyz` says why; searches go on; and what can come back does so without a restart.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::Ledger;
use crate::faults::SmallDisk;
use crate::harness::{Answer, Server, TestApp, eventually, files_below, left_out};

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

#[test]
fn a_second_server_on_the_same_folders_refuses_to_start_and_says_who_holds_them() {
    let desk = Desk::open();
    let mut ledger = Ledger::open("two servers", desk.server.pid());
    let pid = desk.server.pid().to_string();
    let address = desk.server.address().to_owned();
    let second = |options: &[&str]| {
        let mut all = vec!["serve", "--listen", "127.0.0.1:0"];
        all.extend(options);
        let mut command = desk.app.command(&all);
        let started = Instant::now();
        let mut child = command.stderr(std::process::Stdio::piped()).spawn().unwrap();
        while child.try_wait().unwrap().is_none() {
            if started.elapsed() > Duration::from_secs(60) {
                let _ = child.kill();
                let _ = child.wait();
                return Err("it runs".to_owned());
            }
            thread::sleep(Duration::from_millis(50));
        }
        let done = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        let told = [pid.as_str(), "od 20", "używa już inny serwer"].iter().all(|word| said.contains(word));
        if done.status.code() == Some(1) && told { Ok(said) } else { Err(said) }
    };
    let told = second(&[]).and_then(|said| if said.contains(&address) { Ok(()) } else { Err(said) });
    ledger.note("the same data/", told);
    ledger.note("another data/, the same index/", second(&["--data", "inne"]).map(drop));
    let data = desk.app.data();
    fs::remove_file(data.join("serwer.lock")).unwrap();
    ledger.note("writing on after the lock's file was removed", desk.accepts());
    ledger.note("the same data/ after that", second(&[]).map(drop));
    ledger.note("a command beside it", {
        let made = desk.app.run(&["token", "create", "--name", "Ewa", "--role", "agent"]);
        if made.code == Some(0) { desk.accepts() } else { Err(made.to_string()) }
    });
    ledger.close();
    // Killed, it leaves no lock behind.
    let Desk { app, server, token, .. } = desk;
    server.kill();
    let server = app.serve();
    works(&Desk { app, server, token, round: AtomicUsize::new(100) });
}

#[test]
fn a_database_that_is_lost_while_no_server_runs_is_an_error_and_no_open_door() {
    for attack in ["file", "empty file", "folder", "folder and index", "another installation's"] {
        let app = TestApp::with_articles();
        token(&app, "Anna");
        drop(app.serve());
        let file = app.data().join(DATABASE);
        match attack {
            "file" => fs::remove_file(&file).unwrap(),
            "empty file" => fs::write(&file, "").unwrap(),
            "folder" => fs::remove_dir_all(app.data()).unwrap(),
            "folder and index" => {
                fs::remove_dir_all(app.data()).unwrap();
                fs::remove_dir_all(app.index()).unwrap();
            }
            _ => {
                app.run(&["init", "--data", "inne"]).succeeded();
                // As whoever restores is told to: the log of the other database goes.
                for end in ["-wal", "-shm"] {
                    let _ = fs::remove_file(app.data().join(format!("{DATABASE}{end}")));
                }
                fs::copy(app.folder().join("inne").join(DATABASE), &file).unwrap();
            }
        }
        for command in [&["serve", "--listen", "127.0.0.1:0"][..], &["token", "list"], &["init"]] {
            app.run(command).ended(1).says(&["tej instalacji", "przywróć", "init --anew"]);
        }
        app.run(&["token", "create", "--name", "Zły", "--role", "admin"]).ended(1);
        assert_eq!(
            app.data().exists(),
            !attack.starts_with("folder"),
            "{attack}: nothing is made in its place"
        );
        app.run(&["init", "--anew"]).succeeded().says(&["baz"]);
        let server = app.serve();
        assert_eq!(server.get("/readyz").status, 200, "{attack}");
        assert_eq!(server.get("/api/v1/search?q=wersalka").status, 200, "on purpose it begins anew");
    }
}

#[test]
fn what_is_removed_under_the_server_bears_witness_again_before_more_is_lost() {
    let app = TestApp::with_articles();
    token(&app, "Anna");
    let server = app.serve();
    let beside = app.folder().join("data.instalacja.toml");
    let (lock, marker) = (app.index().join("serwer.lock"), app.index().join("instalacja.toml"));
    let before = fs::read_to_string(&marker).unwrap();
    // The server may be writing there at this moment.
    eventually(Duration::from_secs(20), "removed", || fs::remove_dir_all(app.index()).is_ok());
    fs::remove_file(&beside).unwrap();
    eventually(Duration::from_secs(20), "all of it is back", || {
        [&lock, &marker, &beside, &app.index().join("current")].iter().all(|file| file.exists())
    });
    assert_eq!(fs::read_to_string(&marker).unwrap(), before, "of the same installation");
    let second = ["serve", "--listen", "127.0.0.1:0", "--data", "inne"];
    app.run(&second).ended(1).says(&["używa już inny serwer"]);
    drop(server);
    fs::remove_dir_all(app.data()).unwrap();
    fs::remove_file(&beside).unwrap();
    app.run(&["serve", "--listen", "127.0.0.1:0"]).ended(1).says(&["tej instalacji", "przywróć"]);
    assert!(!app.data().exists(), "nothing is made in its place");
}

#[test]
fn the_first_start_is_made_by_itself_on_this_machine_alone() {
    let app = TestApp::with_articles();
    for option in ["--https", "--public-address=https://wiedza.example", "--trusted-proxies=10.0.0.1"] {
        app.run(&["serve", "--listen", "127.0.0.1:0", option]).ended(2).says(&["drogowskaz init"]);
        assert!(!app.data().exists(), "{option}: nothing is made");
    }
    app.run(&["init"]).succeeded().says(&["Założono bazę", "token create"]);
    app.run(&["init"]).succeeded().says(&["już jest"]);
    let server = app.serve();
    assert_eq!(server.get("/api/v1/search?q=wersalka").status, 200);
    drop(server);
    let fresh = TestApp::with_articles();
    assert_eq!(fresh.serve().get("/readyz").status, 200, "on loopback nobody has to ask for it");
    let empty = TestApp::new();
    fs::remove_dir(empty.kb()).unwrap();
    empty.run(&["init"]).succeeded().says(&["kb"]);
    assert!(empty.kb().is_dir());
}

#[test]
fn nobody_but_the_owner_reads_what_is_in_data_whatever_the_umask() {
    for umask in ["000", "077", "777"] {
        let app = TestApp::with_articles();
        let mut command = Command::new("sh");
        let program = env!("CARGO_BIN_EXE_drogowskaz");
        // Bound to what `umask` makes of files of ours; the folder of the index is none of this test's business.
        fs::create_dir(app.index()).unwrap();
        let line = format!("umask {umask}; exec \"$0\" \"$@\"");
        command.args(["-c", &line, program, "serve", "--listen", "127.0.0.1:0"]).current_dir(app.folder());
        if umask == "777" && !is_root() {
            left_out("a umask of 777", "only root can write into what nobody may write");
            continue;
        }
        let server = app.start(command);
        // A file that breaks: its last good version is kept in data/, too.
        app.write("odpady/gabaryty.md", "---\ntitle: [bez konca\n---\n\nNowe.\n");
        let kept = app.data().join("ostatnie-dobre/odpady/gabaryty.md");
        eventually(Duration::from_secs(20), "the last good version is kept", || kept.exists());
        let body = r#"{"question":"kanapa","outcome":"brak","seconds":5}"#;
        server.send("POST", "/api/v1/calls", &[JSON], body).is(201);
        let files = files_below(&app.data());
        assert!(files.len() >= 6, "{files:?}");
        for file in files {
            let folder = file.parent().unwrap().to_owned();
            for (path, expected) in [(file, 0o600), (folder, 0o700)] {
                let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
                assert_eq!(mode, expected, "umask {umask}: {}", path.display());
            }
        }
    }
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|done| done.stdout == b"0\n")
}
