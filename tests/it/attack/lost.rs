//! What disappears under a running server, and before its start: folders, mounts, links, the index, dictionaries, disks.
//!
//! Each attack takes something away the way it goes in life, asks what an agent, an editor and an operator would see,
//! gives it back and asks again. Beside them stand the positive controls: what somebody really deleted is really gone.

#![allow(clippy::unwrap_used)]

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
use crate::faults::SmallDisk;
use crate::harness::{Answer, Server, TestApp, eventually, files_below, left_out};

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

type Step = fn(&Path);

/// Takes away and gives back. The place is below the folder of the test.
struct Attack {
    name: &'static str,
    place: &'static str,
    take: Step,
    give: Step,
    /// Only root may.
    mounts: bool,
}

fn aside(place: &Path) -> PathBuf {
    place.with_file_name(".na-bok")
}

fn move_away(place: &Path) {
    // Out of kb/, on the same disk.
    let to = if place.ends_with("kb") {
        aside(place)
    } else {
        place.parent().expect("kb").with_file_name(".na-bok")
    };
    fs::rename(place, to).expect("moved away");
}

fn move_back(place: &Path) {
    let from = if place.ends_with("kb") {
        aside(place)
    } else {
        place.parent().expect("kb").with_file_name(".na-bok")
    };
    match fs::symlink_metadata(place) {
        Ok(what) if what.is_dir() => fs::remove_dir(place).expect("an empty folder"),
        Ok(_) => fs::remove_file(place).expect("what stood in its place"),
        Err(_) => {}
    }
    fs::rename(from, place).expect("moved back");
}

fn mount_over(place: &Path) {
    let done = Command::new("mount").args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"]).arg(place).status();
    assert!(done.expect("mount").success(), "a mount over {}", place.display());
}

fn umount(place: &Path) {
    assert!(Command::new("umount").arg("-l").arg(place).status().expect("umount").success());
}

const FOLDERS: &[Attack] = &[
    Attack { name: "kb/ moved away", place: "kb", take: move_away, give: move_back, mounts: false },
    Attack {
        name: "an empty folder in the place of kb/",
        place: "kb",
        take: |place| {
            move_away(place);
            fs::create_dir(place).expect("an empty folder");
        },
        give: move_back,
        mounts: false,
    },
    Attack {
        name: "a link to nowhere in the place of kb/",
        place: "kb",
        take: |place| {
            move_away(place);
            symlink("donikad", place).expect("a link");
        },
        give: move_back,
        mounts: false,
    },
    Attack {
        name: "a file in the place of kb/",
        place: "kb",
        take: |place| {
            move_away(place);
            fs::write(place, "plik").expect("a file");
        },
        give: move_back,
        mounts: false,
    },
    Attack {
        name: "an empty disk mounted over kb/",
        place: "kb",
        take: mount_over,
        give: umount,
        mounts: true,
    },
    Attack {
        name: "every file of kb/ gone at once",
        place: "kb",
        take: |place| {
            let to = aside(place);
            fs::create_dir(&to).expect("aside");
            for entry in fs::read_dir(place).expect("kb").flatten() {
                fs::rename(entry.path(), to.join(entry.file_name())).expect("moved");
            }
        },
        give: |place| {
            let from = aside(place);
            for entry in fs::read_dir(&from).expect("aside").flatten() {
                fs::rename(entry.path(), place.join(entry.file_name())).expect("moved back");
            }
            fs::remove_dir(from).expect("empty");
        },
        mounts: false,
    },
    Attack {
        name: "a link to nowhere in the place of a folder",
        place: "kb/zielen",
        take: |place| {
            move_away(place);
            symlink("donikad", place).expect("a link");
        },
        give: move_back,
        mounts: false,
    },
    Attack {
        name: "a link in a circle in the place of a folder",
        place: "kb/zielen",
        take: |place| {
            move_away(place);
            symlink(place, place).expect("a link");
        },
        give: move_back,
        mounts: false,
    },
    Attack {
        name: "a file in the place of a folder",
        place: "kb/zielen",
        take: |place| {
            move_away(place);
            fs::write(place, "plik").expect("a file");
        },
        give: move_back,
        mounts: false,
    },
    Attack {
        name: "an empty folder in the place of a folder",
        place: "kb/zielen",
        take: |place| {
            move_away(place);
            fs::create_dir(place).expect("an empty folder");
        },
        give: move_back,
        mounts: false,
    },
    Attack {
        name: "an empty disk mounted over a folder",
        place: "kb/zielen",
        take: mount_over,
        give: umount,
        mounts: true,
    },
];

#[test]
fn folders_that_disappear_cost_no_article_and_come_back_without_a_restart() {
    let app = app();
    let mut server = app.serve();
    let mut ledger = Ledger::open("lost folders", server.pid());
    let mounting = SmallDisk::possible();
    for (at, attack) in FOLDERS.iter().enumerate() {
        if attack.mounts
            && let Err(reason) = &mounting
        {
            left_out(attack.name, reason);
            continue;
        }
        let place = app.folder().join(attack.place);
        (attack.take)(&place);
        let went_on = goes_on_without(&server, attack.place);
        let made = fs::metadata(place.join("nie-teraz.md")).is_ok();
        (attack.give)(&place);
        let well = is_well_again(&server, &format!("potem-{at}"));
        let survived = went_on
            .and(that(!made, || "a refused text was written".into()))
            .and(well)
            .and(that(server.lives(), || "the server died".into()));
        ledger.note(attack.name, survived);
    }
    let told = server.log().matches("ERROR").count();
    assert!((1..=2 * FOLDERS.len()).contains(&told), "told once, not at every look:\n{}", server.log());
    ledger.close();

    // What somebody deletes by hand is gone all the same: a file, a folder of most of the articles.
    fs::remove_file(app.kb().join("usc/odpis.md")).expect("deleted");
    eventually(SOON, "a deleted file is gone", || server.found("odpis").is_empty());
    fs::remove_dir_all(app.kb().join("zielen")).expect("deleted");
    eventually(SOON, "a deleted folder is gone", || server.found("modrzew").is_empty());
    assert_eq!(server.get("/readyz").status, 200);
    assert_eq!(server.get("/api/v1/articles/odpis").status, 404);
    assert_eq!(server.found("powitanie"), ["wstep"]);
}

/// A server that may not read everything: root may, so it runs as nobody.
fn serve_as_nobody(app: &TestApp) -> Option<Server> {
    let program = env!("CARGO_BIN_EXE_drogowskaz");
    let is_root = fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0);
    if !is_root {
        return Some(app.serve());
    }
    let own = Command::new("chown").args(["-R", "65534:65534"]).arg(app.folder()).status();
    let as_nobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];
    let can =
        Command::new("setpriv").args(as_nobody).args([program, "--version"]).stdout(Stdio::null()).status();
    if !(own.is_ok_and(|own| own.success()) && can.is_ok_and(|can| can.success())) {
        return None;
    }
    let mut command = Command::new("setpriv");
    command.args(as_nobody).args([program, "serve", "--listen", "127.0.0.1:0"]);
    command.current_dir(app.folder()).stdin(Stdio::null());
    Some(app.start(command))
}

fn allow(place: &Path, mode: u32) {
    fs::set_permissions(place, fs::Permissions::from_mode(mode)).expect("its rights");
}

#[test]
fn what_may_not_be_read_keeps_its_last_good_version() {
    let app = app();
    let Some(server) = serve_as_nobody(&app) else {
        return left_out("folders that may not be read", "root reads everything, and setpriv does not work");
    };
    let mut ledger = Ledger::open("unreadable", server.pid());
    for (at, place) in ["kb", "kb/zielen"].into_iter().enumerate() {
        let folder = app.folder().join(place);
        allow(&folder, 0o000);
        let went_on = goes_on_without(&server, place);
        allow(&folder, 0o755);
        ledger.note(place, went_on.and(is_well_again(&server, &format!("znowu-{at}"))));
    }
    // One file is a matter of its own: it is told, and the others can be changed.
    let file = app.kb().join("zielen/modrzew.md");
    allow(&file, 0o000);
    let told = within("the gauge counts it", || rejected(&server) == 1)
        .and(that(server.found("modrzew") == ["modrzew"], || "not found any more".into()))
        .and(that(put(&server, "obok").status == 201, || "others cannot be changed".into()));
    let tag = server.get("/api/v1/articles/modrzew").header("etag").to_owned();
    let text = "---\nid: modrzew\ntitle: Inny\n---\n\nInny.\n";
    let refused = server.send("PUT", "/api/v1/articles/modrzew", &[("If-Match", &tag)], text);
    let told = told.and(that(refused.status == 503, || format!("{} {}", refused.status, refused.body)));
    allow(&file, 0o644);
    ledger.note("a file", told.and(within("the gauge is empty", || rejected(&server) == 0)));
    ledger.close();
}

fn rejected(server: &Server) -> usize {
    let metrics = server.get("/metrics").body;
    let line = metrics.lines().find_map(|line| line.strip_prefix("drogowskaz_articles_rejected "));
    line.and_then(|count| count.parse().ok()).unwrap_or(usize::MAX)
}

/// Runs a command that has to end by itself; one that serves is ended, and has no exit code then.
fn ended(mut command: Command) -> (Option<i32>, String) {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it starts");
    let until = Instant::now() + Duration::from_secs(60);
    while Instant::now() < until && child.try_wait().expect("its state").is_none() {
        thread::sleep(Duration::from_millis(50));
    }
    let _ = child.kill();
    let output = child.wait_with_output().expect("its end");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn an_empty_folder_at_the_start_is_a_refusal_that_names_the_remedy() {
    let app = app();
    app.run(&["index"]).succeeded();
    let away = app.folder().join("na-bok");
    fs::rename(app.kb(), &away).expect("moved away");
    for arguments in [&["index"][..], &["index", "--full"], &["search", "modrzew"]] {
        app.run(arguments).ended(1).says(&["kb"]);
    }
    fs::create_dir(app.kb()).expect("an empty mount point");
    for arguments in [&["index"][..], &["index", "--full"], &["search", "modrzew"]] {
        app.run(arguments).ended(1).says(&["pusty", "12", "--begin-empty"]);
    }
    let (code, said) = ended(app.command(&["serve", "--listen", "127.0.0.1:0"]));
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("--begin-empty"), "{said}");

    // Nothing was taken out meanwhile: with the folder back nothing has to be read again.
    fs::remove_dir(app.kb()).expect("still empty");
    fs::rename(&away, app.kb()).expect("moved back");
    app.run(&["index"]).succeeded().says(&["sprawdzone 12, zmienione 0, usunięte 0"]);

    // Who wants it empty says so, in any of the ways in which options are said.
    fs::rename(app.kb(), &away).expect("moved away");
    fs::create_dir(app.kb()).expect("empty");
    let mut by_variable = app.command(&["index"]);
    by_variable.env("DROGOWSKAZ_BEGIN_EMPTY", "true");
    assert_eq!(ended(by_variable).0, Some(0));
    fs::remove_dir(app.kb()).expect("still empty");
    fs::rename(&away, app.kb()).expect("moved back");
    app.run(&["index"]).succeeded().says(&["zmienione 12"]);
    fs::rename(app.kb(), &away).expect("moved away");
    app.run(&["index", "--begin-empty"]).succeeded().says(&["usunięte 12"]);
    assert!(app.kb().is_dir(), "begun: there is a folder to write to");
}

#[test]
fn a_start_with_a_few_of_many_articles_in_another_folder_is_a_refusal_and_in_the_same_one_is_not() {
    let app = app();
    app.run(&["index"]).succeeded();
    let away = app.folder().join("na-bok");
    fs::rename(app.kb(), &away).expect("moved away");
    // A copy that was cut off, a wrong disk: the articles that are there are no proof that the others are gone.
    app.write("usc/odpis.md", fs::read(away.join("usc/odpis.md")).expect("an article"));
    for arguments in [&["index"][..], &["index", "--full"], &["search", "modrzew"]] {
        app.run(arguments).ended(1).says(&["tylko 1", "12", "--begin-empty"]);
    }
    let (code, said) = ended(app.command(&["serve", "--listen", "127.0.0.1:0"]));
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("--begin-empty"), "{said}");

    fs::remove_dir_all(app.kb()).expect("the copy");
    fs::rename(&away, app.kb()).expect("moved back");
    app.run(&["index"]).succeeded().says(&["sprawdzone 12, zmienione 0, usunięte 0"]);
    // Somebody deletes most of them in the folder itself, while nothing runs.
    for word in &WORDS[..9] {
        fs::remove_file(app.kb().join(format!("zielen/{word}.md"))).expect("deleted");
    }
    app.run(&["index"]).succeeded().says(&["usunięte 9"]);
    assert!(app.found("modrzew").is_empty());

    // The same with an index that is gone: then nobody remembers the folder, and it has to be said.
    for word in WORDS {
        app.write(
            &format!("nowe/{word}.md"),
            format!("---\nid: {word}\ntitle: Drzewo {word}\naudience: public\n---\n\nPielęgnacja: {word}.\n"),
        );
    }
    drop(app.serve());
    fs::remove_dir_all(app.index()).expect("no index");
    fs::remove_dir_all(app.kb().join("nowe")).expect("deleted");
    fs::remove_dir_all(app.kb().join("zielen")).expect("deleted");
    let (code, said) = ended(app.command(&["serve", "--listen", "127.0.0.1:0"]));
    assert_eq!(code, Some(1), "revisions know them: {said}");
    let server = app.serve_with(&["--begin-empty"]);
    assert_eq!(server.found("odpis"), ["odpis"]);
    assert!(server.found("modrzew").is_empty());
}

#[test]
fn revisions_remember_articles_when_the_index_is_deleted_with_them() {
    let app = app();
    let server = app.serve();
    assert_eq!(put(&server, "zapamietany").status, 201);
    drop(server);
    fs::remove_dir_all(app.index()).expect("no index");
    fs::rename(app.kb(), app.folder().join("na-bok")).expect("moved away");
    fs::create_dir(app.kb()).expect("an empty mount point");
    let (code, said) = ended(app.command(&["serve", "--listen", "127.0.0.1:0"]));
    assert_eq!(code, Some(1), "{said}");
    fs::remove_dir(app.kb()).expect("still empty");
    fs::rename(app.folder().join("na-bok"), app.kb()).expect("moved back");
    let server = app.serve();
    let history = server.get("/api/v1/articles/zapamietany/history").is(200).body;
    assert!(history.contains("\"put\"") && !history.contains("\"gone\""), "{history}");
}

#[test]
fn a_folder_that_was_not_mounted_at_the_start_keeps_its_articles() {
    let app = app();
    app.run(&["index"]).succeeded();
    let (place, away) = (app.kb().join("zielen"), app.folder().join("na-bok"));
    fs::rename(&place, &away).expect("moved away");
    fs::create_dir(&place).expect("an empty mount point");
    let server = app.serve();
    assert_eq!(server.found("modrzew"), ["modrzew"]);
    assert_eq!(server.get("/readyz").status, 503);
    fs::remove_dir(&place).expect("the remedy that the log names");
    eventually(SOON, "the folder was deleted on purpose", || server.get("/readyz").status == 200);
    assert!(server.found("modrzew").is_empty());
    assert_eq!(server.found("odpis"), ["odpis"]);
}

/// Writes a release of the articles: one that is always there, and one of its own.
fn release(folder: &Path, name: &str) {
    fs::create_dir_all(folder.join("sprawy")).expect("a release");
    let article =
        |id: &str, text: &str| format!("---\nid: {id}\ntitle: {text}\naudience: public\n---\n\n{text}.\n");
    fs::write(folder.join("sprawy/stale.md"), article("stale", &format!("Stałe w wydaniu {name}")))
        .expect("an article");
    fs::write(folder.join(format!("sprawy/{name}.md")), article(name, &format!("Wydanie {name}")))
        .expect("an article");
}

#[test]
fn a_link_that_is_switched_and_a_folder_that_is_exchanged_are_followed_again_and_again() {
    let app = TestApp::new();
    fs::remove_dir(app.kb()).expect("no folder");
    let folder = app.folder();
    for name in ["wiosna", "lato", "jesien", "zima", "przedwiosnie"] {
        release(&folder.join(name), name);
    }
    symlink("wiosna", app.kb()).expect("a link");
    let server = app.serve();
    let mut ledger = Ledger::open("switched folders", server.pid());
    assert!(server.found("wiosna").contains(&"wiosna".to_owned()));
    let switch = |to: &str| {
        // `ln -sfn` removes and makes, `mv -T` replaces.
        symlink(to, folder.join("nowe-kb")).expect("a link");
        fs::rename(folder.join("nowe-kb"), app.kb()).expect("switched");
    };
    let exchange = |to: &str| {
        if app.kb().is_symlink() {
            fs::remove_file(app.kb()).expect("the link");
        } else {
            fs::rename(app.kb(), folder.join(format!("stare-{to}"))).expect("moved away");
        }
        fs::rename(folder.join(to), app.kb()).expect("put in its place");
    };
    let mut before = "wiosna";
    for (at, name) in ["lato", "jesien", "zima", "przedwiosnie"].into_iter().enumerate() {
        if at < 2 {
            switch(name)
        } else {
            exchange(name)
        }
        let followed = within("what is new is found", || server.found(name).contains(&name.to_owned()))
            .and(within("what was is gone", || !server.found(before).contains(&before.to_owned())));
        // Still followed afterwards: by hand, in the new place.
        let id = format!("dopisek-{at}");
        let text =
            format!("---\nid: {id}\ntitle: Dopisek {id}\naudience: public\n---\n\nDopisany ręcznie {id}.\n");
        fs::write(app.kb().join(format!("sprawy/{id}.md")), text).expect("an article");
        let still = within("a file written there is found", || server.found(&id).contains(&id))
            .and(that(put(&server, &format!("zapis-{at}")).status == 201, || {
                "it cannot be written to".into()
            }));
        ledger.note(name, followed.and(still));
        before = name;
    }
    ledger.close();
}

#[test]
fn folders_that_come_and_go_behind_a_link_are_followed_as_those_of_a_plain_folder() {
    let app = TestApp::new();
    fs::remove_dir(app.kb()).expect("no folder");
    let real = app.folder().join("wydanie");
    release(&real, "wiosna");
    symlink("wydanie", app.kb()).expect("a link");
    let server = app.serve();
    let mut ledger = Ledger::open("folders behind a link", server.pid());
    let article = |id: &str| {
        format!("---\nid: {id}\ntitle: Dopisek {id}\naudience: public\n---\n\nDopisany ręcznie {id}.\n")
    };
    let found = |id: &str| within(id, || server.found(id).contains(&id.to_owned()));
    let gone = |id: &str| within(id, || !server.found(id).contains(&id.to_owned()));

    fs::create_dir(real.join("nowy")).expect("a folder");
    fs::write(real.join("nowy/w-nowym.md"), article("w-nowym")).expect("an article");
    ledger.note("a new folder", found("w-nowym"));
    fs::write(real.join("nowy/pozniej.md"), article("pozniej")).expect("an article");
    ledger.note("a file in it, later", found("pozniej"));

    let prepared = app.folder().join("przygotowane");
    fs::create_dir(&prepared).expect("a folder");
    fs::write(prepared.join("wniesiony.md"), article("wniesiony")).expect("an article");
    fs::rename(&prepared, real.join("wniesione")).expect("moved in");
    ledger.note("a folder moved in", found("wniesiony"));

    for round in ["once", "again"] {
        fs::rename(real.join("wniesione"), &prepared).expect("moved away");
        let away = gone("wniesiony");
        fs::rename(&prepared, real.join("wniesione")).expect("moved back");
        ledger.note(round, away.and(found("wniesiony")));
    }
    ledger.close();
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

#[test]
fn dictionaries_that_vanish_or_break_stay_in_use_and_are_missed_aloud() {
    let app = app();
    let server = app.serve();
    let units = |server: &Server| server.get("/api/v1/units").body.contains("Zarząd Zieleni Miejskiej");
    let synonym = |server: &Server| server.found("krzaczor").contains(&"jarzebina".to_owned());
    assert!(units(&server) && synonym(&server));
    let (slowniki, away) = (app.kb().join("slowniki"), app.folder().join("na-bok"));

    fs::rename(&slowniki, &away).expect("moved away");
    eventually(SOON, "the log misses them", || server.log().contains("jednostki.toml"));
    assert!(units(&server) && synonym(&server), "the last good ones are in use");
    let ready = server.get("/readyz");
    assert!(ready.status == 200 && ready.body.contains("note:"), "{}", ready.body);
    assert_eq!(put(&server, "bez-slownika").status, 201, "articles can be written");
    let refused = server.send(
        "PUT",
        "/api/v1/dictionaries/kategorie",
        &[("Content-Type", "application/toml"), ("If-None-Match", "*")],
        "",
    );
    assert_eq!(refused.status, 503, "{}", refused.body);
    assert_eq!(server.get("/api/v1/dictionaries/synonimy").status, 503, "lost, not to be created");
    assert!(!slowniki.exists(), "nothing is made where it was");
    app.run(&["lint"]).says(&["slowniki", "W906"]);
    app.run(&["index", "--index", "inny-indeks"]).succeeded().says(&["slowniki", "W906"]);
    fs::rename(&away, &slowniki).expect("moved back");
    eventually(SOON, "it is over", || !server.get("/readyz").body.contains("note:"));
    assert_eq!(server.get("/api/v1/dictionaries/synonimy").status, 200);

    let good = fs::read(slowniki.join("jednostki.toml")).expect("a dictionary");
    fs::write(slowniki.join("jednostki.toml"), "[[jednostka\n").expect("broken");
    eventually(SOON, "the log names file and line", || server.log().contains("slowniki/jednostki.toml:1"));
    assert!(units(&server));
    fs::write(slowniki.join("jednostki.toml"), good).expect("mended");
}

#[test]
fn a_file_that_breaks_is_told_with_its_line_until_it_is_mended() {
    let app = app();
    let server = app.serve();
    let tab = |server: &Server| server.get("/redakcja?filtr=zepsute").body;
    assert_eq!(rejected(&server), 0);
    assert!(tab(&server).contains("Każdy plik w kb/ da się odczytać"));

    let good = fs::read(app.kb().join("zielen/modrzew.md")).expect("an article");
    for (how, text, line) in [
        ("YAML", &b"---\nid: modrzew\ntitle: [bez konca\n---\n\nNowe.\n"[..], 0),
        ("bytes", &b"---\nid: modrzew\ntitle: Modrzew\n---\n\nTre\xb6\xe6.\n"[..], 6),
    ] {
        app.write("zielen/modrzew.md", text);
        eventually(SOON, how, || rejected(&server) == 1);
        let place =
            if line > 0 { format!("zielen/modrzew.md:{line}") } else { "zielen/modrzew.md:".to_owned() };
        let told = |line: &&str| line.contains("WARN") && line.contains(&place);
        assert!(server.log().lines().any(|line| told(&line)), "{how}: no warning\n{}", server.log());
        assert_eq!(server.found("modrzew"), ["modrzew"], "{how}: the last good version is served");
        let page = tab(&server);
        assert!(page.contains("Drzewo modrzew") && page.contains("wiersz"), "{how}: {page}");
        assert_eq!(server.get("/readyz").status, 200, "{how}: one file stops nobody");
        app.write("zielen/modrzew.md", &good);
        eventually(SOON, "mended", || rejected(&server) == 0);
        assert!(!tab(&server).contains("Drzewo modrzew"));
    }

    // A file that never was good is listed by its path, and by no other filter.
    app.write("nowe/zepsuty.md", "---\ntitle: {{{\n---\n");
    eventually(SOON, "a new broken file", || rejected(&server) == 1);
    assert!(tab(&server).contains("nowe/zepsuty.md"));
    assert!(!server.get("/redakcja").body.contains("nowe/zepsuty.md"));
    fs::remove_file(app.kb().join("nowe/zepsuty.md")).expect("deleted");
    eventually(SOON, "deleted", || rejected(&server) == 0);

    // Two of one id: the one that was there stays, whatever its path, and however both are edited.
    let second = |word: &str| {
        format!("---\nid: wierzba\ntitle: Druga {word}\naudience: public\n---\n\nDruga {word}.\n")
    };
    for (path, word) in [("aaa.md", "pierwsza"), ("zzz.md", "ostatnia")] {
        app.write(path, second(word));
        eventually(SOON, "the second one is refused", || rejected(&server) == 1);
        assert!(server.log().contains(&format!("{path}:2")), "{}", server.log());
        app.write(path, second(&format!("{word} zmieniona")));
        app.write(
            "zielen/wierzba.md",
            format!(
                "---\nid: wierzba\ntitle: Drzewo wierzba\naudience: public\n---\n\nZmieniona przy {word}.\n"
            ),
        );
        eventually(SOON, "the first one is followed", || {
            server.get("/api/v1/articles/wierzba").body.contains(&format!("Zmieniona przy {word}"))
        });
        assert_eq!(rejected(&server), 1);
        fs::remove_file(app.kb().join(path)).expect("deleted");
        eventually(SOON, "one is left", || rejected(&server) == 0);
    }
    app.write("aaa.md", second("na stałe"));
    eventually(SOON, "refused", || rejected(&server) == 1);
    fs::remove_file(app.kb().join("zielen/wierzba.md")).expect("deleted");
    eventually(SOON, "the place is free", || {
        server.get("/api/v1/articles/wierzba").body.contains("Druga na stałe")
    });
}

#[test]
fn an_article_that_an_editor_wrote_and_somebody_moved_away_is_back_with_its_file() {
    let app = app();
    let server = app.serve();
    put(&server, "cis").is(201);
    let file = files_below(&app.kb()).into_iter().find(|file| file.ends_with("cis.md")).unwrap();
    let status = || server.get("/api/v1/articles/cis").status;
    let aside = app.folder().join("cis-obok.md");
    for _ in 0..2 {
        fs::rename(&file, &aside).unwrap();
        eventually(SOON, "what went is not served", || status() == 404);
        fs::rename(&aside, &file).unwrap();
        eventually(SOON, "what came back is served", || status() == 200);
    }
}

#[test]
fn of_two_files_with_one_id_the_same_is_served_whatever_came_first() {
    let text = |word: &str| format!("---\nid: olcha\ntitle: Olcha\naudience: public\n---\n\nOlcha {word}.\n");
    let app = app();
    let server = app.serve();
    let served = |word: &str| server.get("/api/v1/articles/olcha").body.contains(word);
    // A copy beside it changes nothing, though it comes first by path…
    app.write("a.md", text("skopiowana"));
    thread::sleep(Duration::from_secs(2));
    assert!(!served("skopiowana"));
    // …a file of that name nearer to the root is the article, though it came last…
    app.write("olcha.md", text("najbliższa"));
    eventually(SOON, "the nearer file is served", || served("najbliższa"));
    eventually(SOON, "both others are told", || rejected(&server) == 2);
    // …as it is for a server that knows nothing of what was before…
    let other = TestApp::new();
    for file in files_below(&app.kb()) {
        let path = file.strip_prefix(app.kb()).unwrap().to_str().unwrap().to_owned();
        other.write(&path, fs::read(&file).unwrap());
    }
    let begun = other.serve();
    assert!(begun.get("/api/v1/articles/olcha").body.contains("najbliższa"));
    // …and without it the next one is there at the next look.
    fs::remove_file(app.kb().join("olcha.md")).unwrap();
    eventually(SOON, "the file of that name in a folder is served", || served("Pielęgnacja"));
    assert_eq!(server.get("/public/v1/articles/olcha").status, 200);
    fs::write(app.kb().join("zielen/olcha.md"), "---\nid: [olcha\n---\n").unwrap();
    eventually(SOON, "what can be read goes before what cannot", || served("skopiowana"));
}

#[test]
fn what_is_no_article_in_kb_holds_nobody_up() {
    let app = app();
    let put_in = |place: &Path| {
        let pipe = |path: &str| {
            let made = Command::new("mkfifo").arg(place.join(path)).status().expect("mkfifo");
            assert!(made.success(), "{path}");
        };
        pipe("slowniki/rura.toml");
        pipe("zielen/rura.md");
        pipe("zielen/notatki");
        for large in ["usc/wielki.md", "slowniki/wielki.toml"] {
            fs::File::create(place.join(large)).expect("a file").set_len(64 << 30).expect("its size");
        }
        symlink("/", place.join("usc/wszystko")).expect("a link");
        symlink("/dev/zero", place.join("usc/bez-konca.md")).expect("a link");
        symlink("/nigdzie", place.join("usc/donikad.md")).expect("a link");
        fs::write(place.join("usc/DUZE.MD"), "# Duże litery\n").expect("a file");
        fs::write(place.join(OsStr::from_bytes(b"usc/b\xff.md")), "# Bajt\n").expect("a file");
        // Nobody takes these for articles.
        symlink("/nigdzie", place.join("usc/obraz.png")).expect("a link");
        fs::write(place.join("usc/notatka.txt"), "Notatka.\n").expect("a file");
    };
    let passed_over = [
        "zielen/rura.md",
        "usc/wszystko",
        "usc/bez-konca.md",
        "usc/donikad.md",
        "usc/DUZE.MD",
        "usc/b\u{fffd}.md",
    ];
    let takes_all = |server: &Server, id: &str| {
        let saved = put(server, id);
        that(saved.status == 201, || format!("{} {}", saved.status, saved.body))?;
        that(server.found(id).contains(&id.to_owned()), || format!("{id} is not found"))?;
        app.write(&format!("usc/{id}-obok.md"), format!("# Obok {id}\n\nDopisek obok.\n"));
        within("a file beside it is found", || !server.found(&format!("obok {id}")).is_empty())?;
        within("the large file is told", || {
            server.log().contains("usc/wielki.md") && server.log().contains("1024 KB")
        })?;
        within("what is passed over is told", || {
            let log = server.log();
            passed_over.iter().all(|path| log.contains(path))
        })?;
        let log = server.log();
        that(!log.contains("usc/obraz.png") && !log.contains("usc/notatka.txt"), || log)?;
        let broken = server.send("GET", "/redakcja?filtr=zepsute", &[("Accept", "text/html")], "").body;
        that(passed_over.iter().all(|path| broken.contains(path)), || broken)
    };
    let server = app.serve();
    let mut ledger = Ledger::open("no articles", server.pid());
    put_in(&app.kb());
    ledger.note("while it runs", takes_all(&server, "w-biegu"));
    for path in passed_over {
        let warns = |line: &str| line.contains("WARN") && line.contains(&format!("{path}:1: rejected: "));
        ledger.note(path, that(server.log().lines().any(warns), || server.log()));
    }
    let mut pid = Command::new("kill");
    assert!(pid.args(["-TERM", &server.pid().to_string()]).status().expect("kill").success());
    let mut server = server;
    ledger.note("it stops", within("it has ended", || !server.lives()));
    ledger.close();
    drop(server);
    let server = app.serve();
    let mut ledger = Ledger::open("no articles, at the start", server.pid());
    ledger.note("at the start", takes_all(&server, "po-starcie"));
    ledger.close();
    app.run(&["lint"]).says(&["usc/wielki.md", "1024 KB"]).says(&passed_over);
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
