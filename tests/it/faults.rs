//! What goes wrong in a server room, and that it costs nothing but the time of a rebuild.
//!
//! Each test breaks one thing the way it breaks in life, then asks what an operator would: does it start, does it
//! find everything, did it touch what people wrote, and did it say where and what to do?

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::harness::{TestApp, files_below};

#[test]
fn killed_while_indexing_it_starts_again_and_finds_everything() {
    let app = TestApp::generated(1_500);
    // Markers all over the order of paths, so that a half-written index would miss some of them.
    let markers = ["a-poczatek", "m-srodek", "z-koniec"];
    for (at, folder) in markers.iter().enumerate() {
        app.write(
            &format!("{folder}/znak.md"),
            format!("---\nid: znak-{at}\ntitle: Znacznik {folder}\n---\n\nTreść.\n"),
        );
    }
    let sources = app.sources();

    let mut cut_off = 0;
    for millis in [20, 120, 350, 700, 1_200, 2_000] {
        let mut child = app
            .command(&["index"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        thread::sleep(Duration::from_millis(millis));
        let ended_by_itself = child.try_wait().expect("its state").is_some();
        // SIGKILL: no handler runs, as when the power goes.
        child.kill().expect("a kill");
        child.wait().expect("its end");
        if ended_by_itself {
            break;
        }
        cut_off += 1;
    }
    assert!(cut_off > 0, "indexing was never cut off: give the test more articles");

    let server = app.serve();
    for (at, folder) in markers.iter().enumerate() {
        assert_eq!(server.found(&format!("znacznik {folder}")).first(), Some(&format!("znak-{at}")));
    }
    drop(server);
    assert!(app.sources() == sources, "kb/ belongs to people, and changed");
    let left = generations(&app.index());
    assert_eq!(left.len(), 1, "what a killed rebuild left behind is swept away: {left:?}");
}

#[test]
fn whichever_file_of_the_index_is_cut_short_the_index_is_rebuilt() {
    let app = TestApp::with_articles();
    app.run(&["index"]).succeeded();
    let files: Vec<PathBuf> = files_below(&app.index())
        .into_iter()
        .filter(|file| fs::metadata(file).is_ok_and(|meta| meta.len() > 0))
        .collect();
    assert!(files.len() > 3, "an index has files: {files:?}");
    for name in files.iter().map(|file| file.file_name().expect("a name").to_owned()) {
        // Names of segments change with every rebuild: take the file of the same kind.
        let kind = Path::new(&name).extension().map(ToOwned::to_owned);
        let Some(file) = files_below(&app.index()).into_iter().find(|file| {
            file.extension().map(ToOwned::to_owned) == kind && (kind.is_some() || file.ends_with(&name))
        }) else {
            continue;
        };
        let half = fs::metadata(&file).expect("its size").len() / 2;
        fs::OpenOptions::new().write(true).open(&file).expect("the file").set_len(half).expect("cut short");
        assert_eq!(app.found("wersalka"), ["gabaryty"], "after {} was cut to {half} bytes", file.display());
    }
}

#[test]
fn a_rebuild_says_that_it_happens_and_why() {
    let app = TestApp::with_articles();
    app.run(&["index"]).succeeded();
    fs::write(app.index().join("current"), "gen-999").expect("a pointer to nothing");
    app.run(&["index"]).succeeded().says(&["od nowa"]);
}

#[test]
fn an_index_of_another_version_is_rebuilt() {
    let app = TestApp::with_articles();
    app.run(&["index"]).succeeded();
    let mut altered = 0;
    for file in files_below(&app.index()).iter().filter(|file| file.ends_with("meta.json")) {
        let text = fs::read_to_string(file).expect("tantivy's record");
        let other = text
            .replace("\"payload\": \"", "\"payload\": \"obca ")
            .replace("\"payload\":\"", "\"payload\":\"obca ");
        altered += usize::from(other != text);
        fs::write(file, other).expect("the record of another version");
    }
    assert!(altered > 0, "the version stands somewhere else now: bring this test up to date");
    app.run(&["index"]).succeeded().says(&["od nowa", "wersja"]);
    assert_eq!(app.found("wersalka"), ["gabaryty"]);
}

#[test]
fn the_index_may_be_deleted_at_any_moment() {
    let app = TestApp::with_articles();
    app.run(&["index"]).succeeded();
    fs::remove_dir_all(app.index()).expect("no index");
    assert_eq!(app.found("wersalka"), ["gabaryty"]);
}

#[test]
fn an_article_broken_by_an_edit_keeps_its_last_good_version() {
    for (how, broken) in [
        ("front matter that is no YAML", &b"---\ntitle: [bez konca\n---\n\nNowe.\n"[..]),
        ("bytes that are no text", &b"---\ntitle: \xff\xfe\n---\n\nNowe.\n"[..]),
    ] {
        let app = TestApp::with_articles();
        app.run(&["index"]).succeeded();
        app.write("odpady/gabaryty.md", broken);
        app.run(&["index"]).ended(1).says(&["odpady/gabaryty.md:"]);
        assert_eq!(app.found("wersalka"), ["gabaryty"], "{how}");
        assert_eq!(app.found("legitymacja"), ["bilety"], "{how}: the others are not touched");

        // It must not live in the index alone, which may be deleted.
        fs::remove_dir_all(app.index()).expect("no index");
        assert_eq!(app.found("wersalka"), ["gabaryty"], "{how}, and the index was deleted");

        app.write("odpady/gabaryty.md", "---\nid: gabaryty\ntitle: Meble\n---\n\nTapczan odbiera MPO.\n");
        app.run(&["index"]).succeeded();
        assert_eq!(app.found("tapczan"), ["gabaryty"], "{how}, then mended");
        assert!(app.found("wersalka").is_empty(), "{how}: the old version is gone");
    }
}

#[test]
fn one_hopeless_file_stops_nothing_else() {
    let app = TestApp::with_articles();
    app.write("inne/zepsuty.md", b"---\ntitle: {{{\n---\n");
    app.run(&["index"]).ended(1).says(&["inne/zepsuty.md:"]);
    assert_eq!(app.found("wersalka"), ["gabaryty"]);
    let server = app.serve();
    assert_eq!(server.get("/readyz").status, 200);
}

#[test]
fn without_articles_the_message_names_the_folder() {
    let app = TestApp::new();
    fs::remove_dir(app.kb()).expect("no kb/");
    app.run(&["index"]).ended(1).says(&["kb"]);
}

#[test]
fn a_full_disk_is_told_and_forgiven() {
    let app = TestApp::generated(600);
    let disk = match SmallDisk::mount(&app.index()) {
        Ok(disk) => disk,
        Err(reason) => {
            eprintln!("skipped: no small disk to fill ({reason})");
            return;
        }
    };
    let sources = app.sources();
    let ran = app.run(&["index"]);
    assert!(
        matches!(ran.code, Some(1..=70)),
        "a full disk is a message and an exit code, no panic and no success\n{ran}"
    );
    ran.says(&["index", "miejsc"]);
    assert!(app.sources() == sources, "kb/ belongs to people, and changed");

    disk.grow();
    app.run(&["index"]).succeeded();
    assert!(!app.found("wniosek").is_empty());
}

fn generations(index: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(index) else { return Vec::new() };
    entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
}

/// A disk of two megabytes, in memory; goes away with its value.
pub struct SmallDisk {
    place: PathBuf,
}

impl SmallDisk {
    /// Only root may mount, and not in every container.
    pub fn mount(place: &Path) -> Result<Self, String> {
        fs::create_dir_all(place).map_err(|error| error.to_string())?;
        mount(&["-t", "tmpfs", "-o", "size=2m", "tmpfs"], place)?;
        Ok(Self { place: place.to_owned() })
    }

    pub fn grow(&self) {
        mount(&["-o", "remount,size=512m"], &self.place).expect("a larger disk");
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: whoever still has a file open must not keep the temporary folder from going.
        let _ = Command::new("umount").arg("-l").arg(&self.place).status();
    }
}

fn mount(options: &[&str], place: &Path) -> Result<(), String> {
    let output =
        Command::new("mount").args(options).arg(place).output().map_err(|error| error.to_string())?;
    if output.status.success() {
        Ok(())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).trim().to_owned())
    }
}
