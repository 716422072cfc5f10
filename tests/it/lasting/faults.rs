//! What goes wrong in a server room, and that it costs nothing but the time of a rebuild.
//!
//! Each test breaks one thing the way it breaks in life, then asks what an operator would: does it start, does it
//! find everything, did it touch what people wrote, and did it say where and what to do?

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::harness::{TestApp, files_below, left_out};

/// Marks all over the order of paths: a half-written index would miss some of them.
const MARKS: [&str; 3] = ["a-poczatek", "m-srodek", "z-koniec"];

fn marked(count: usize) -> TestApp {
    let app = TestApp::generated(count);
    for (at, folder) in MARKS.iter().enumerate() {
        app.write(
            &format!("{folder}/znak.md"),
            format!("---\nid: znak-{at}\ntitle: Znacznik {folder}\n---\n\nTreść.\n"),
        );
    }
    app
}

/// Begins a build, kills it after each of these shares of the time that a build takes here, and hands over after each
/// what is left. Builds that were through before they were killed do not count.
fn kill_amid(app: &TestApp, arguments: &[&str], whole: Duration, mut after: impl FnMut()) -> usize {
    let mut cut_off = 0;
    for share in [0.1, 0.3, 0.5, 0.7, 0.9] {
        let mut child = app
            .command(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        thread::sleep(whole.mul_f64(share));
        let ended_by_itself = child.try_wait().expect("its state").is_some();
        // SIGKILL: no handler runs, as when the power goes.
        child.kill().expect("a kill");
        child.wait().expect("its end");
        cut_off += usize::from(!ended_by_itself);
        after();
    }
    cut_off
}

#[test]
fn killed_while_indexing_it_starts_again_and_finds_everything_and_what_stood_before_stands() {
    let app = marked(500);
    let sources = app.sources();
    let begun = Instant::now();
    app.run(&["index", "--index", "miara"]).succeeded();
    let whole = begun.elapsed();

    let cut_off = kill_amid(&app, &["index"], whole, || {});
    assert!(cut_off >= 3, "of five builds {cut_off} were cut off");
    let server = app.serve();
    for (at, folder) in MARKS.iter().enumerate() {
        assert_eq!(server.found(&format!("znacznik {folder}")).first(), Some(&format!("znak-{at}")));
    }
    drop(server);
    assert!(app.sources() == sources, "kb/ belongs to people, and changed");
    let left = generations(&app.index());
    assert_eq!(left.len(), 1, "what a killed rebuild left behind is swept away: {left:?}");

    // Now there is one, and another is built in its place.
    let mut beside = 0;
    let cut_off = kill_amid(&app, &["index", "--full"], whole, || {
        let live = fs::read_to_string(app.index().join("current")).expect("the name of the live index");
        let left = generations(&app.index());
        assert!(left.contains(&app.index().join(live.trim())), "{live} is not among {left:?}");
        beside += usize::from(left.len() > 1);
        let ran = app.run(&["search", "znacznik m-srodek", "--json"]).succeeded();
        assert!(!ran.stderr.contains("od nowa"), "what stood before is used as it stands\n{ran}");
        assert!(ran.stdout.contains("znak-1"), "{ran}");
    });
    assert!(cut_off >= 3, "of five rebuilds {cut_off} were cut off");
    assert!(beside >= 2, "a rebuild was seen beside the live index {beside} times");
    for (at, folder) in MARKS.iter().enumerate() {
        assert_eq!(app.found(&format!("znacznik {folder}")).first(), Some(&format!("znak-{at}")));
    }
    assert_eq!(generations(&app.index()).len(), 1);
    assert!(app.sources() == sources, "kb/ belongs to people, and changed");
}

/// What kind of a file of the index this is: whose engine, and its ending or its name.
fn kind_of(file: &Path) -> String {
    let name = file.file_name().expect("a name").to_string_lossy();
    let engine = file.parent().and_then(Path::file_name).expect("a folder").to_string_lossy();
    // Names of segments change with every rebuild.
    match name.split_once('.') {
        Some((segment, ending)) if segment.len() == 32 => format!("{engine} .{ending}"),
        _ => format!("{engine} {name}"),
    }
}

#[test]
fn whichever_file_of_the_index_is_cut_short_it_is_named_and_the_index_is_rebuilt() {
    let app = TestApp::with_articles();
    // Of its own, so that the engines of agents and of residents have no file together.
    app.write("wewnetrzny.md", "---\nid: wewnetrzny\ntitle: Wersalka od kuchni\n---\n\nDla nas.\n");
    app.run(&["index"]).succeeded();
    let written = |file: &PathBuf| fs::metadata(file).is_ok_and(|meta| meta.len() > 0);
    let kinds: BTreeSet<String> =
        files_below(&app.index()).iter().filter(|file| written(file)).map(|file| kind_of(file)).collect();
    for engine in ["staff", "public"] {
        for kind in [".term", ".idx", ".pos", ".store", ".fast", ".fieldnorm", "meta.json", ".managed.json"] {
            assert!(kinds.contains(&format!("{engine} {kind}")), "{engine} {kind} is not among {kinds:?}");
        }
    }
    for kind in &kinds {
        let files = files_below(&app.index());
        let file = files.iter().find(|file| kind_of(file) == *kind).expect("the rebuilt index has it, too");
        let whole = fs::read(file).expect("the file");
        fs::remove_file(file).expect("gone, should it have another name elsewhere");
        fs::write(file, &whole[..whole.len() / 2]).expect("its first half");
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        let ran = app.run(&["index"]).succeeded();
        // A note of which folder kb/ was; who cannot read it asks once more.
        if name == "kb" {
            assert!(!format!("{ran}").contains("od nowa"), "{ran}");
            assert_eq!(fs::read(file).expect("written anew"), whole);
            continue;
        }
        ran.says(&["od nowa", &name]);
        assert_eq!(app.found("wersalka"), ["wewnetrzny", "gabaryty"], "agents, after {kind} was cut");
        let public = app.run(&["search", "wersalka", "--public", "--json"]).succeeded();
        assert!(
            public.stdout.contains("gabaryty") && !public.stdout.contains("wewnetrzny"),
            "residents, after {kind} was cut\n{public}"
        );
    }
    assert!(kinds.len() > 16, "{kinds:?}");
}

#[test]
fn a_rebuild_says_that_it_happens_and_why() {
    let app = TestApp::with_articles();
    app.run(&["index"]).succeeded();
    let ran = app.run(&["index"]).succeeded();
    assert!(!format!("{ran}").contains("od nowa"), "nothing is rebuilt that is good\n{ran}");
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
    app.run(&["index"]).ended(1).says(&["inne/zepsuty.md:", "odrzucone 1"]);
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
        Err(reason) => return left_out("a full disk under the index", &reason),
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
        Self::of("2m", place)
    }

    /// One of another size, in the words of `mount`.
    pub fn of(size: &str, place: &Path) -> Result<Self, String> {
        fs::create_dir_all(place).map_err(|error| error.to_string())?;
        mount(&["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"], place)?;
        Ok(Self { place: place.to_owned() })
    }

    /// Why this machine does not let us, if it does not.
    pub fn possible() -> Result<(), String> {
        let folder = tempfile::tempdir().expect("a folder");
        Self::mount(folder.path()).map(drop)
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
