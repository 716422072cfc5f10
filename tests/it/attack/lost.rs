//! What disappears under a running server, and before its start: folders, mounts, links, the index, dictionaries, disks.
//!
//! Each attack takes something away the way it goes in life, asks what an agent, an editor and an operator would see,
//! gives it back and asks again. Beside them stand the positive controls: what somebody really deleted is really gone.

#![allow(clippy::unwrap_used)]

mod files;
mod folders;
mod links;
mod starts;

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::Ledger;
use crate::harness::{Answer, Server, TestApp, eventually, files_below, left_out};
use crate::lasting::faults::SmallDisk;

/// Within this a change has to be noticed, on a machine that is busy with other tests.
const SOON: Duration = Duration::from_secs(20);

type Survived = Result<(), String>;

/// Twelve articles in two folders and at the root, and dictionaries: more than anybody deletes by mistake.
fn app() -> TestApp {
    let app = TestApp::new();
    for word in WORDS.iter().take(10) {
        app.write(
            &format!("zielen/{word}.md"),
            format!("---\nid: {word}\ntitle: Drzewo {word}\nunit: ZZM\naudience: public\n---\n\nPielęgnacja: {word}.\n"),
        );
    }
    app.write(
        "usc/odpis.md",
        "---\nid: odpis\ntitle: Odpis aktu\naudience: public\n---\n\nOdpis wydaje urząd.\n",
    );
    app.write("wstep.md", "---\nid: wstep\ntitle: Infolinia\naudience: public\n---\n\nPowitanie rozmówcy.\n");
    app.write(
        "slowniki/jednostki.toml",
        "[[jednostka]]\ncode = \"ZZM\"\nname = \"Zarząd Zieleni Miejskiej\"\n",
    );
    app.write("slowniki/synonimy.toml", "[[synonim]]\nmowia = [\"krzaczor\"]\nznaczy = [\"jarzębina\"]\n");
    app
}

const WORDS: [&str; 10] = [
    "jarzebina",
    "modrzew",
    "kasztanowiec",
    "leszczyna",
    "olcha",
    "topola",
    "wierzba",
    "jesion",
    "grab",
    "buk",
];

/// Asks until it holds.
fn within(what: &str, mut holds: impl FnMut() -> bool) -> Survived {
    let until = Instant::now() + SOON;
    while !holds() {
        if Instant::now() > until {
            return Err(format!("not within {SOON:?}: {what}"));
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

fn that(holds: bool, what: impl FnOnce() -> String) -> Survived {
    if holds { Ok(()) } else { Err(what()) }
}

fn put(server: &Server, id: &str) -> Answer {
    let text = format!("---\nid: {id}\ntitle: Nowy wpis {id}\naudience: public\n---\n\nTreść wpisu {id}.\n");
    let headers = [("Content-Type", "text/markdown"), ("If-None-Match", "*")];
    server.send("PUT", &format!("/api/v1/articles/{id}"), &headers, &text)
}

/// That the server answers from what it had, takes no change, and says why.
fn goes_on_without(server: &Server, place: &str) -> Survived {
    within("/readyz is off", || server.get("/readyz").status == 503)?;
    let ready = server.get("/readyz");
    that(ready.body.contains("writing: no, because") && ready.body.contains("kb/"), || ready.body.clone())?;
    that(place == "kb" || !ready.body.contains(place), || {
        format!("the folder is nobody's business: {}", ready.body)
    })?;
    that(server.get("/readyz?for=searching").status == 200, || "searching is told to be off".into())?;
    for word in ["modrzew", "buk", "powitanie"] {
        that(server.found(word).len() == 1, || format!("„{word}” is not found any more"))?;
    }
    for id in ["modrzew", "odpis"] {
        that(server.get(&format!("/api/v1/articles/{id}")).status == 200, || format!("{id} cannot be read"))?;
        let history = server.get(&format!("/api/v1/articles/{id}/history")).body;
        that(!history.contains("\"gone\""), || format!("taken for removed: {history}"))?;
    }
    let desk = server.get("/redakcja/modrzew");
    that(desk.status == 200 && desk.body.contains("Pielęgnacja"), || format!("the desk: {}", desk.status))?;
    let refused = put(server, "nie-teraz");
    that(refused.status == 503 && refused.body.contains("not-writable"), || refused.body.clone())?;
    that(!refused.header("retry-after").is_empty(), || "no Retry-After".into())?;
    that(refused.body.contains(place), || format!("the editor is told no place: {}", refused.body))?;
    that(server.log().lines().any(|line| line.contains("ERROR") && line.contains(place)), || {
        format!("the log says nothing of {place}")
    })
}

/// That all is as before, without a restart.
fn is_well_again(server: &Server, new: &str) -> Survived {
    within("/readyz is on", || server.get("/readyz").status == 200)?;
    let saved = put(server, new);
    that(saved.status == 201, || format!("{} {}", saved.status, saved.body))?;
    that(server.found(new).contains(&new.to_owned()), || format!("{new} is not found"))?;
    let metrics = server.get("/metrics").body;
    that(metrics.contains("drogowskaz_articles_rejected 0"), || "something counts as broken".into())
}

fn rejected(server: &Server) -> usize {
    let metrics = server.get("/metrics").body;
    let line = metrics.lines().find_map(|line| line.strip_prefix("drogowskaz_articles_rejected "));
    line.and_then(|count| count.parse().ok()).unwrap_or(usize::MAX)
}

/// Ends a thread that goes on until it is told, also when the test fails.
struct Over<'a>(&'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn an_index_that_is_lost_is_rebuilt_while_agents_search_and_editors_publish() {
    let app = app();
    let server = app.serve();
    let mut ledger = Ledger::open("lost index", server.pid());
    let (over, asked, failed) = (AtomicBool::new(false), AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        scope.spawn(|| {
            while !over.load(Ordering::Relaxed) {
                let answer = server.get("/api/v1/search?q=modrzew");
                asked.fetch_add(1, Ordering::Relaxed);
                let fine = answer.status == 200 && answer.body.contains("\"id\":\"modrzew\"");
                failed.fetch_add(usize::from(!fine), Ordering::Relaxed);
                thread::sleep(Duration::from_millis(5));
            }
        });
        let folder = |name: &str| app.folder().join(name);
        let whole = |server: &Server, id: &str| {
            let saved = put(server, id);
            that(saved.status == 201, || format!("{} {}", saved.status, saved.body))?;
            that(server.found(id).contains(&id.to_owned()), || format!("{id} is not found"))?;
            within("the index is there", || {
                fs::read_to_string(app.index().join("current"))
                    .is_ok_and(|name| app.index().join(name.trim()).join("staff/meta.json").exists())
            })?;
            within("/readyz is on", || server.get("/readyz").status == 200)
        };
        // The server may be writing there at this moment: whoever removes a folder in use tries until it is gone.
        let _over = Over(&over);
        eventually(SOON, "removed", || fs::remove_dir_all(app.index()).is_ok());
        ledger.note("removed, and published at once", whole(&server, "zaraz"));
        fs::rename(app.index(), folder("stary-indeks")).expect("moved away");
        ledger.note("moved away", within("it is rebuilt", || app.index().join("current").exists()));
        ledger.note("moved away, then published", whole(&server, "po-chwili"));
        fs::rename(app.index(), folder("drugi-indeks")).expect("moved away");
        fs::rename(folder("stary-indeks"), app.index()).expect("an older one in its place");
        ledger.note("an older one in its place", whole(&server, "po-wymianie"));
        for kind in ["term", "store", "json"] {
            let staff = files_below(&app.index()).into_iter().find(|file| {
                let name = file.file_name().expect("a name").to_string_lossy().into_owned();
                file.parent().is_some_and(|parent| parent.ends_with("staff"))
                    && name.ends_with(kind)
                    && !name.starts_with('.')
            });
            fs::remove_file(staff.expect("such a file")).expect("deleted");
            ledger.note(kind, whole(&server, &format!("po-pliku-{kind}")));
        }
    });
    let (asked, failed) = (asked.into_inner(), failed.into_inner());
    ledger.note(
        "searches meanwhile",
        that(asked > 20 && failed == 0, || format!("{failed} of {asked} failed")),
    );
    assert!(server.log().contains("the index is lost"), "{}", server.log());
    drop(server);
    ledger.close();
    let ran = app.run(&["index"]).succeeded();
    assert!(!ran.stdout.contains("od nowa"), "the rebuilt index is good\n{ran}");
    for id in ["zaraz", "po-chwili", "po-wymianie", "po-pliku-term"] {
        assert!(app.found(id).contains(&id.to_owned()), "{id}");
    }
}

/// Fills the disk at `place`; the file to be removed again.
fn fill(place: &Path) -> PathBuf {
    let file = place.join("pelny.bin");
    let mut size = 1 << 20;
    let mut bytes = Vec::new();
    // Ever smaller pieces, until not one block is left.
    while size >= 4096 {
        bytes.resize(bytes.len() + size, 7);
        if fs::write(&file, &bytes).is_err() {
            bytes.truncate(bytes.len() - size);
            size /= 2;
        }
    }
    let _ = fs::write(&file, &bytes);
    file
}

#[test]
fn a_full_disk_turns_writing_off_and_room_turns_it_on() {
    for name in ["kb", "data", "index"] {
        let app = app();
        let place = app.folder().join(name);
        let keep = app.folder().join("kopia");
        if name == "kb" {
            fs::rename(&place, &keep).expect("aside");
        }
        let disk = match SmallDisk::mount(&place) {
            Ok(disk) => disk,
            Err(reason) => return left_out(&format!("a full disk under {name}/"), &reason),
        };
        if name == "kb" {
            let copied = Command::new("cp").args(["-r"]).arg(keep.join(".")).arg(&place).status();
            assert!(copied.expect("cp").success());
        }
        let server = app.serve();
        let mut ledger = Ledger::open("full disks", server.pid());
        assert_eq!(server.get("/readyz").status, 200, "{name}: {}", server.get("/readyz").body);
        let file = fill(&place);
        let off = within("/readyz is off", || server.get("/readyz").status == 503)
            .and(that(server.get("/readyz").body.contains(&format!("{name}/")), || {
                server.get("/readyz").body
            }))
            .and(that(server.found("modrzew") == ["modrzew"], || "searching is off, too".into()));
        let refused = put(&server, "za-duzo");
        let off = off.and(that(refused.status == 503 && refused.body.contains("not-writable"), || {
            format!("{} {}", refused.status, refused.body)
        }));
        fs::remove_file(file).expect("room");
        disk.grow();
        let on = within("/readyz is on", || server.get("/readyz").status == 200)
            .and_then(|()| {
                that(put(&server, "znow-jest-miejsce").status == 201, || "it cannot be written".into())
            })
            .and_then(|()| {
                that(server.found("znow-jest-miejsce").contains(&"znow-jest-miejsce".to_owned()), || {
                    "what is written is not found".into()
                })
            });
        ledger.note(name, off.and(on));
        ledger.close();
    }
}
