//! Acknowledged is durable: the file, its folder and the database are on the disk before the answer goes out.
//!
//! Killing the server proves nothing here, for what it wrote lives on in the page cache. So the system calls of the
//! running program are looked at, by `strace`: `scripts/test` installs it, and where there is none, or the system lets
//! nobody trace, that is said aloud. What holds without it is tested beside the code (`library/disk/writing.rs`,
//! `journal/tests.rs`).
#![allow(clippy::unwrap_used)]

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::harness::{Server, TestApp, eventually, not_checked};

/// A system call that has come to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Call {
    /// A file or folder is on the disk.
    Synced(String),
    /// A file took another's name.
    Renamed(String),
    /// A folder was made.
    MadeFolder(String),
    /// A folder was taken away.
    RemovedFolder(String),
    /// An answer with this status went out.
    Answered(u16),
}

/// Of every thread, with the paths behind descriptors, what matters here; the file follows in which to write it down.
const TRACING: [&str; 7] = [
    "-f",
    "-y",
    "-s",
    "48",
    "-e",
    "trace=/^(fsync|fdatasync|rename.*|mkdir.*|rmdir|unlinkat|write|writev|sendto|sendmsg)$",
    "-o",
];

/// `strace` on the server; goes with it.
struct Trace {
    tracer: Child,
    written: PathBuf,
    folder: PathBuf,
}

impl Trace {
    /// Looks over the shoulder of `server` from now on; or why that cannot be.
    fn of(server: &Server, app: &TestApp) -> Result<Self, String> {
        let written = app.folder().join("strace.txt");
        let log = fs::File::create(app.folder().join("strace-mowi.txt")).unwrap();
        let tracer = Command::new("strace")
            .args(TRACING)
            .arg(&written)
            .args(["-p", &server.pid().to_string()])
            .stdin(Stdio::null())
            .stderr(log)
            .spawn()
            .map_err(|error| format!("no strace: {error}"))?;
        let folder = fs::canonicalize(app.folder()).unwrap();
        let mut trace = Self { tracer, written, folder };
        let said = || fs::read_to_string(app.folder().join("strace-mowi.txt")).unwrap_or_default();
        let mut left = None;
        eventually(Duration::from_secs(20), "strace holds every thread, or gives up", || {
            left = trace.tracer.try_wait().unwrap();
            left.is_some() || trace.holds_every_thread(server.pid())
        });
        if left.is_some() { Err(said()) } else { Ok(trace) }
    }

    fn holds_every_thread(&self, server: u32) -> bool {
        let traced = |task: fs::DirEntry| {
            let status = fs::read_to_string(task.path().join("status")).unwrap_or_default();
            status.lines().any(|line| {
                line.strip_prefix("TracerPid:").is_some_and(|pid| pid.trim() == self.tracer.id().to_string())
            })
        };
        fs::read_dir(format!("/proc/{server}/task")).unwrap().flatten().all(traced)
    }

    /// What was called so far, in order; paths are below the folder of the test.
    fn calls(&self) -> Vec<Call> {
        read_trace(&fs::read_to_string(&self.written).unwrap_or_default(), &self.folder)
    }
}

impl Drop for Trace {
    fn drop(&mut self) {
        let _ = self.tracer.kill();
        let _ = self.tracer.wait();
    }
}

/// What `strace -f -y` wrote. A call that others interrupted stands in two lines: what it asked, and how it ended; an
/// answer counts when it is sent, everything else when it is done.
fn read_trace(text: &str, folder: &Path) -> Vec<Call> {
    let mut asked: HashMap<&str, &str> = HashMap::new();
    let mut calls = Vec::new();
    for line in text.lines() {
        let Some((thread, rest)) = line.split_once(' ') else { continue };
        let rest = rest.trim_start();
        if let Some(begun) = rest.strip_suffix(" <unfinished ...>") {
            asked.insert(thread, begun);
            calls.extend(answer_in(begun));
        } else if rest.starts_with("<... ") {
            let begun = asked.remove(thread).unwrap_or_default();
            if rest.ends_with("= 0") {
                calls.extend(done_in(begun, folder));
            }
        } else {
            calls.extend(answer_in(rest));
            if rest.ends_with("= 0") {
                calls.extend(done_in(rest, folder));
            }
        }
    }
    calls
}

fn answer_in(call: &str) -> Option<Call> {
    let sent = ["write(", "writev(", "sendto(", "sendmsg("].iter().any(|name| call.starts_with(name));
    let (_, rest) = call.split_once("\"HTTP/1.").filter(|_| sent)?;
    rest.get(2..5)?.parse().ok().map(Call::Answered)
}

fn done_in(call: &str, folder: &Path) -> Option<Call> {
    let below = |path: &str| {
        let path = Path::new(path);
        path.strip_prefix(folder).unwrap_or(path).to_string_lossy().into_owned()
    };
    let (name, arguments) = call.split_once('(')?;
    match name {
        "fsync" | "fdatasync" => {
            let path = arguments.split_once('<')?.1;
            Some(Call::Synced(below(&path[..path.find('>')?])))
        }
        name if name.starts_with("rename") => Some(Call::Renamed(below(arguments.split('"').nth(3)?))),
        "rmdir" => Some(Call::RemovedFolder(below(arguments.split('"').nth(1)?))),
        "unlinkat" if arguments.contains("AT_REMOVEDIR") => {
            Some(Call::RemovedFolder(below(arguments.split('"').nth(1)?)))
        }
        name if name.starts_with("mkdir") => Some(Call::MadeFolder(below(arguments.split('"').nth(1)?))),
        _ => None,
    }
}

/// A step, and how it is known.
type Step<'a> = (&'static str, &'a dyn Fn(&Call) -> bool);

/// The first of `steps` that was not taken behind the one before; others may stand between.
fn out_of_place(calls: &[Call], steps: &[Step<'_>]) -> Option<&'static str> {
    let mut rest = calls.iter();
    steps.iter().find(|(_, is)| !rest.any(is)).map(|(what, _)| *what)
}

#[track_caller]
fn in_order(calls: &[Call], steps: &[Step<'_>]) {
    if let Some(what) = out_of_place(calls, steps) {
        panic!("not in its place: {what}\n{calls:#?}");
    }
}

fn is_new(path: &str) -> bool {
    path.ends_with(".nowy")
}

const LOG: &str = "data/dziennik.sqlite-wal";

#[test]
fn what_is_acknowledged_was_synced_file_folder_and_database_before_the_answer() {
    let app = TestApp::with_articles();
    app.write("slowniki/synonimy.toml", "");
    let server = app.serve();
    let tag = |path: &str| server.get(path).header("etag").to_owned();
    let (of_bilety, of_words) = (tag("/api/v1/articles/bilety"), tag("/api/v1/dictionaries/synonimy"));
    let trace = match Trace::of(&server, &app) {
        Ok(trace) => trace,
        Err(why) => return not_checked("that what is acknowledged was synced before", &why),
    };
    let markdown = ("Content-Type", "text/markdown");
    let toml = ("Content-Type", "application/toml");
    let json = ("Content-Type", "application/json");
    let text = |id: &str| format!("---\nid: {id}\ntitle: Kładka\n---\n\nKładka.\n");
    let call = r#"{"question":"kanapa","outcome":"brak","seconds":5}"#.to_owned();
    let words = "[[synonim]]\nmowia = [\"leżanka\"]\nznaczy = [\"wersalka\"]\n".to_owned();
    type Change<'a> = (&'a str, &'a str, Vec<(&'a str, &'a str)>, String, u16, Option<&'a str>);
    let changes: [Change<'_>; 5] = [
        (
            "PUT",
            "/api/v1/articles/kladka",
            vec![markdown, ("If-None-Match", "*")],
            text("kladka"),
            201,
            Some("kb/kladka.md"),
        ),
        (
            "PUT",
            "/api/v1/articles/bilety",
            vec![markdown, ("If-Match", &of_bilety)],
            text("bilety"),
            200,
            Some("kb/transport/bilety.md"),
        ),
        (
            "POST",
            "/api/v1/articles/odpis/archive?why=bo",
            vec![],
            String::new(),
            200,
            Some("kb/usc/odpis.md"),
        ),
        (
            "PUT",
            "/api/v1/dictionaries/synonimy",
            vec![toml, ("If-Match", &of_words)],
            words,
            200,
            Some("kb/slowniki/synonimy.toml"),
        ),
        ("POST", "/api/v1/calls", vec![json], call, 201, None),
    ];
    let mut looked_at = 0;
    for (method, path, headers, body, status, file) in changes {
        let before = trace.calls().len();
        server.send(method, path, &headers, &body).is(status);
        let answered = |call: &Call| *call == Call::Answered(status);
        eventually(Duration::from_secs(20), "strace has written the answer down", || {
            trace.calls()[before..].iter().any(answered)
        });
        let calls = trace.calls().split_off(before);
        let recorded = |call: &Call| *call == Call::Synced(LOG.into());
        match file {
            Some(file) => {
                let folder = file.rsplit_once('/').unwrap().0;
                in_order(
                    &calls,
                    &[
                        (
                            "the new text is on the disk",
                            &|call| matches!(call, Call::Synced(path) if is_new(path)),
                        ),
                        ("it takes the place of the old one", &|call| *call == Call::Renamed(file.into())),
                        ("its folder is on the disk", &|call| *call == Call::Synced(folder.into())),
                        ("the revision is on the disk", &recorded),
                        ("the answer", &answered),
                    ],
                );
            }
            None => in_order(&calls, &[("the record is on the disk", &recorded), ("the answer", &answered)]),
        }
        looked_at += 1;
    }
    assert_eq!(looked_at, 5);
}

#[test]
fn a_folder_that_is_made_for_an_article_is_itself_on_the_disk_before_the_answer() {
    let app = TestApp::with_articles();
    let server = app.serve();
    fs::remove_dir_all(app.kb().join("usc")).unwrap();
    eventually(Duration::from_secs(30), "the article is gone", || server.found("odpis aktu").is_empty());
    let trace = match Trace::of(&server, &app) {
        Ok(trace) => trace,
        Err(why) => return not_checked("that a new folder was synced", &why),
    };
    server.send("POST", "/api/v1/articles/odpis/restore", &[], "").is(200);
    let answered = |call: &Call| *call == Call::Answered(200);
    eventually(Duration::from_secs(20), "strace has written the answer down", || {
        trace.calls().iter().any(answered)
    });
    in_order(
        &trace.calls(),
        &[
            ("the folder is made", &|call| *call == Call::MadeFolder("kb/usc".into())),
            ("the folder above it is on the disk", &|call| *call == Call::Synced("kb".into())),
            ("the text takes its place", &|call| *call == Call::Renamed("kb/usc/odpis.md".into())),
            ("its folder is on the disk", &|call| *call == Call::Synced("kb/usc".into())),
            ("the answer", &answered),
        ],
    );
}

#[test]
fn an_index_is_on_the_disk_before_it_takes_the_place_of_the_one_before_and_that_one_goes_last() {
    let app = TestApp::with_articles();
    app.run(&["index"]).succeeded();
    let written = app.folder().join("strace.txt");
    let index = app.command(&["index", "--full"]);
    let mut strace = Command::new("strace");
    strace.args(TRACING).arg(&written).arg(index.get_program()).args(index.get_args());
    let ran = strace.current_dir(app.folder()).stdin(Stdio::null()).output();
    match ran {
        Ok(ran) if ran.status.success() => {}
        Ok(ran) => return not_checked("that an index is synced", &String::from_utf8_lossy(&ran.stderr)),
        Err(error) => return not_checked("that an index is synced", &format!("no strace: {error}")),
    }
    let folder = fs::canonicalize(app.folder()).unwrap();
    let calls = read_trace(&fs::read_to_string(&written).unwrap(), &folder);
    let renamed = |call: &Call, file: &str| *call == Call::Renamed(format!("index/{file}"));
    in_order(
        &calls,
        &[
            ("agents' index is whole", &|call| renamed(call, "gen-2/staff/meta.json")),
            (
                "the name of the new one is on the disk",
                &|call| matches!(call, Call::Synced(path) if path.starts_with("index/.current") && is_new(path)),
            ),
            ("it becomes the live one", &|call| renamed(call, "current")),
            ("its folder is on the disk", &|call| *call == Call::Synced("index".into())),
            ("the one before goes", &|call| *call == Call::RemovedFolder("index/gen-1".into())),
        ],
    );
}

#[test]
fn the_trace_is_read_as_strace_writes_it() {
    let text = "\
7 fsync(12</t/kb/.a.md.9.nowy> <unfinished ...>
8 write(3</t/x>, \"abc\", 3) = 3
7 <... fsync resumed>) = 0
7 rename(\"/t/kb/.a.md.9.nowy\", \"/t/kb/a.md\") = 0
7 fsync(13</t/kb>) = -1 EIO (Input/output error)
7 fdatasync(9</t/data/dziennik.sqlite-wal>) = 0
7 mkdir(\"/t/kb/nowy\", 0777) = 0
7 unlinkat(AT_FDCWD</t>, \"/t/index/gen-1\", AT_REMOVEDIR) = 0
8 writev(5<socket:[1]>, [{iov_base=\"HTTP/1.1 201 Created\\r\\n\", iov_len=22}], 1 <unfinished ...>
8 <... writev resumed>) = 22
";
    let synced = |path: &str| Call::Synced(path.into());
    let expected = [
        synced("kb/.a.md.9.nowy"),
        Call::Renamed("kb/a.md".into()),
        synced("data/dziennik.sqlite-wal"),
        Call::MadeFolder("kb/nowy".into()),
        Call::RemovedFolder("index/gen-1".into()),
        Call::Answered(201),
    ];
    assert_eq!(read_trace(text, Path::new("/t")), expected);
    let answer: Step<'_> = ("the answer", &|call| *call == Call::Answered(201));
    let sync: Step<'_> = ("a sync", &|call| matches!(call, Call::Synced(_)));
    assert_eq!(out_of_place(&expected, &[sync, answer]), None);
    assert_eq!(out_of_place(&expected, &[answer, sync]), Some("a sync"));
}
