//! Documents that mean harm, at the desk and on the command line: what they do, they do to a process of their own.
//!
//! None lies here as a file: each is made by a few lines that say what is wrong with it. After each the server must
//! live, answer at once and read a good document, and nothing of the bad one may be left.

#![allow(clippy::unwrap_used)]

mod made;

use made::{
    A4, LARGE_WORDS, TEXT, content_of_zeros, encrypted_with_nothing, endless_map, endless_widths,
    form_that_draws_itself, forms_that_draw_two, good_pdf, huge_predictor, jpeg, nested,
    object_stream_of_zeros, one_page, picture_in_a_page, png, same_page, xref_in_a_circle,
    xref_stream_of_zeros,
};

use std::fmt::Write as _;
use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::Ledger;
use crate::harness::{Answer, Server, TestApp, eventually, files_below, left_out, send_bytes};

/// A document, what it is, and what the answer to it must say; `None` where both an answer and a refusal will do.
struct Attack {
    name: &'static str,
    bytes: Vec<u8>,
    said: Option<(u16, &'static str)>,
}

const CRASH: Option<(u16, &str)> = Some((422, "odczyt się załamał"));
const MEMORY: Option<(u16, &str)> = Some((422, "za dużo pamięci"));
const TIME: Option<(u16, &str)> = Some((422, "trwał za długo"));
const BROKEN: Option<(u16, &str)> = Some((422, "nie da się odczytać"));

fn attacks() -> Vec<Attack> {
    let attack = |name, bytes, said| Attack { name, bytes, said };
    vec![
        attack("a form that draws itself", form_that_draws_itself(), CRASH),
        attack("pages whose parents go in a circle", one_page("", A4, "", "/Parent 3 0 R"), BROKEN),
        attack("content that inflates to half a gibibyte", content_of_zeros(1), MEMORY),
        attack("content deflated twice", content_of_zeros(2), MEMORY),
        attack("an object stream that inflates", object_stream_of_zeros(), None),
        attack("an xref stream that inflates", xref_stream_of_zeros(), None),
        attack("forms that draw two forms each, forty deep", forms_that_draw_two(), TIME),
        attack("a predictor of two thousand million columns", huge_predictor(), None),
        attack("an xref table before itself", xref_in_a_circle(), None),
        attack("arrays a million deep", nested(b"[", b"]", 1_000_000), None),
        attack("dictionaries a million deep", nested(b"<</A", b">>", 1_000_000), None),
        attack("content of arrays a million deep", one_page(&"[".repeat(1_000_000), A4, "", ""), None),
        attack("a font of four thousand million widths", endless_widths(), None),
        attack("a map of four thousand million letters", endless_map(), None),
        attack("a million pages", same_page(1_000_000, TEXT), None),
        attack("a key of nothing", encrypted_with_nothing(), None),
        attack(
            "a page of 9000 points",
            one_page(LARGE_WORDS, "/MediaBox[0 0 9000 9000]", "", ""),
            Some((200, "A3")),
        ),
        attack(
            "a page as long as numbers go",
            one_page("", "/MediaBox[0 0 99999999999999999999.0 99999999999999999999.0]", "", ""),
            None,
        ),
        attack("a picture of 400 million dots in a page", picture_in_a_page(20_000), None),
        attack("a PNG of 60000 by 60000", png(60_000, 60_000, 100), Some((422, "60000 × 60000"))),
        attack("a PNG as large as may be", png(6_000, 6_000, 6_000 * 6_001), Some((422, "nie widać tekstu"))),
        attack("a PNG that lies about its size", png(100, 100, 1 << 29), None),
        attack("a JPEG of 65535 by 65535", jpeg(), Some((422, "65535 × 65535"))),
        attack(
            "more text than three million letters",
            same_page(5, &TEXT.repeat(16_000)),
            Some((413, "trzy miliony")),
        ),
        attack("a text of forty megabytes", vec![b'a'; 40 << 20], Some((413, "trzy miliony"))),
        attack("a PDF cut off in its middle", good_pdf()[..300].to_vec(), BROKEN),
    ]
}

/// Uploads as the desk's page does.
fn upload(address: &str, bytes: &[u8]) -> std::io::Result<Answer> {
    let kind = [("Content-Type", "application/octet-stream")];
    send_bytes(address, "POST", "/redakcja/wczytaj?nazwa=atak.pdf", &kind, bytes, Duration::from_secs(300))
}

/// A good document is read at once.
fn reads_a_good_document(server: &Server) -> Result<(), String> {
    let begun = Instant::now();
    let read = upload(server.address(), &good_pdf()).map_err(|error| error.to_string())?;
    if read.status != 200 || !read.body.contains("zakresu dzialania Wydzialu Zab") {
        return Err(format!("a good document: {} {}", read.status, read.body));
    }
    in_time("a good document", begun, Duration::from_secs(10))
}

/// Health and answers come as ever.
fn serves(server: &mut Server) -> Result<(), String> {
    if !server.lives() {
        return Err("the server is dead".to_owned());
    }
    let begun = Instant::now();
    for (path, word) in [("/healthz", ""), ("/api/v1/search?q=wersalka", "gabaryty")] {
        let answer = server.try_send("GET", path, &[], "").map_err(|error| format!("{path}: {error}"))?;
        if answer.status != 200 || !answer.body.contains(word) {
            return Err(format!("{path}: {} {}", answer.status, answer.body));
        }
    }
    in_time("health and search", begun, Duration::from_secs(2))
}

fn in_time(what: &str, begun: Instant, most: Duration) -> Result<(), String> {
    let took = begun.elapsed();
    if took < most { Ok(()) } else { Err(format!("{what} took {took:?}")) }
}

/// Neither where anything lies nor how the program is made is an editor's business.
fn tells_no_secrets(app: &TestApp, said: &str) -> Result<(), String> {
    let folder = app.folder().to_string_lossy().into_owned();
    let secrets =
        [".rs:", "panick", "memory allocation", "overflowed", "signal", "/proc", "/tmp", "os error", &folder];
    match secrets.into_iter().find(|secret| said.contains(secret)) {
        Some(secret) => Err(format!("„{secret}” in {said}")),
        None => Ok(()),
    }
}

fn nothing_left(folder: &std::path::Path) -> Result<(), String> {
    let left: Vec<_> = files_below(folder)
        .into_iter()
        .filter(|file| file.to_string_lossy().contains(".wczytywanie-"))
        .collect();
    if left.is_empty() { Ok(()) } else { Err(format!("left behind: {left:?}")) }
}

fn answered(app: &TestApp, attack: &Attack, answer: &Answer) -> Result<(), String> {
    let Answer { status, body, .. } = answer;
    let (expected, words) = attack.said.unwrap_or((*status, ""));
    if *status >= 500 || *status != expected || !body.contains(words) {
        return Err(format!("{status} {}, expected {expected} „{words}”", &body[..body.len().min(600)]));
    }
    tells_no_secrets(app, body)
}

#[test]
fn no_document_costs_the_server_more_than_its_own_process() {
    let app = TestApp::with_articles();
    let mut server = app.serve();
    serves(&mut server).unwrap();
    reads_a_good_document(&server).unwrap();
    let mut ledger = Ledger::open("documents at the desk", server.pid());
    for attack in attacks() {
        let begun = Instant::now();
        let survived = upload(server.address(), &attack.bytes)
            .map_err(|error| format!("no answer: {error}"))
            .and_then(|answer| answered(&app, &attack, &answer))
            .and_then(|()| serves(&mut server))
            .and_then(|()| reads_a_good_document(&server))
            .and_then(|()| nothing_left(&app.data()));
        println!("{:?}\t{}\t{survived:?}", begun.elapsed(), attack.name);
        ledger.note(attack.name, survived);
    }
    ledger.close();
    let secret = tells_no_secrets(&app, &format!("panicked at {}", app.folder().display()));
    assert!(secret.is_err(), "what it must not tell is seen when it is told");
}

#[test]
fn the_same_documents_end_no_import_and_are_refused_in_words() {
    let app = TestApp::new();
    let attacks = attacks();
    let order = "ZARZADZENIE NR 7/2024\\nPREZYDENTA MIASTA KRAKOWA\\nZ DNIA 2 stycznia 2024 r.\\nw sprawie zakresu dzialania Wydzialu Zab\\n";
    let paragraphs =
        "§ 1. Wydzialem Zab kieruje Naczelnik.\n§ 2. Zarzadzenie wchodzi w zycie z dniem podpisania.\n";
    fs::write(app.folder().join("dobry.txt"), order.replace("\\n", "\n") + paragraphs).unwrap();
    for (number, attack) in attacks.iter().enumerate() {
        fs::write(app.folder().join(format!("{number}.pdf")), &attack.bytes).unwrap();
    }
    // One process for all, so that their memory is watched together.
    let script = format!(
        "for n in $(seq 0 {}); do \"$0\" import $n.pdf dobry.txt --out kb --dry-run >$n.out 2>$n.err; echo $? >$n.code; done",
        attacks.len() - 1
    );
    let mut shell = std::process::Command::new("sh");
    shell
        .args(["-c", &script, env!("CARGO_BIN_EXE_drogowskaz")])
        .current_dir(app.folder())
        .stdin(Stdio::null());
    shell.env("TMPDIR", app.folder().join("tmp"));
    let mut running = shell.spawn().unwrap();
    let mut ledger = Ledger::open("documents on the command line", running.id());
    assert!(running.wait().unwrap().success());
    for (number, attack) in attacks.iter().enumerate() {
        let said = |kind: &str| fs::read_to_string(app.folder().join(format!("{number}.{kind}"))).unwrap();
        let (code, out, err) = (said("code"), said("out"), said("err"));
        let refused = err.starts_with(&format!("{number}.pdf: błąd: ")) && code.trim() == "1";
        let words = attack.said.filter(|(status, _)| *status != 200).map(|(_, words)| words);
        let survived = if !refused && (words.is_some() || code.trim() != "0") {
            Err(format!("exit code {}: {err}", code.trim()))
        } else if !out.contains("dobry.txt") {
            Err(format!("the good document was not imported: {out}{err}"))
        } else if words.is_some_and(|words| !err.contains(words)) {
            Err(format!("„{words:?}” is not in {err}"))
        } else {
            tells_no_secrets(&app, &err)
        };
        ledger.note(attack.name, survived);
    }
    ledger.note("scratch folders", nothing_left(app.folder()));
    ledger.close();
}

#[test]
fn while_documents_are_read_others_are_too_and_a_crowd_is_told_to_come_back() {
    const CROWD: usize = 12;
    let app = TestApp::with_articles();
    let draws = "case $1 in -v) exit 0;; esac\nexec sleep 600";
    let mut server = serve_with_tools(&app, &[("pdftoppm", draws), ("tesseract", "echo pol")]);
    let mut ledger = Ledger::open("a crowd of documents", server.pid());
    let (tell, told) = std::sync::mpsc::channel();
    let bring = |document: Vec<u8>| {
        let (address, tell) = (server.address().to_owned(), tell.clone());
        std::thread::spawn(move || tell.send(upload(&address, &document)));
    };
    bring(forms_that_draw_two());
    let reader = server.pid();
    eventually(Duration::from_secs(30), "a process reads it", || super::tree(reader).len() > 1);
    ledger.note("a good document beside one that burns", reads_a_good_document(&server));
    (0..CROWD).for_each(|_| bring(one_page("", A4, "", "")));
    let first = told.recv_timeout(Duration::from_secs(60)).unwrap().unwrap();
    let is_told = first.status == 503
        && first.header("retry-after") == "60"
        && first.body.contains("spróbuj jeszcze raz za minutę");
    let told_so = if is_told { Ok(()) } else { Err(format!("{}\n{}", first.head, first.body)) };
    ledger.note("who comes last is told to come back", told_so);
    ledger.note("answers amid a crowd", serves(&mut server));
    ledger.close();
}

/// A server that finds these programs before those of the system.
fn serve_with_tools(app: &TestApp, tools: &[(&str, &str)]) -> Server {
    let folder = app.folder().join("programy");
    fs::create_dir_all(&folder).unwrap();
    for (name, script) in tools {
        let file = folder.join(name);
        fs::write(&file, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let mut command = app.command(&["serve", "--listen", "127.0.0.1:0"]);
    command.env("PATH", format!("{}:/usr/bin:/bin", folder.display()));
    app.start(command)
}

/// Processes whose command line has this word.
fn processes_that_say(word: &str) -> usize {
    let lines = fs::read_dir("/proc").unwrap().flatten().map(|entry| entry.path().join("cmdline"));
    lines
        .filter_map(|file| fs::read(file).ok())
        .filter(|line| String::from_utf8_lossy(line).contains(word))
        .count()
}

#[test]
fn programs_that_read_scans_are_held_within_the_same_bounds() {
    const TESSERACT: (&str, &str) = ("tesseract", "case $1 in --*) echo pol;; *) echo Uchwala;; esac");
    let drawn = |what: &str| format!("case $1 in -v) exit 0;; esac\n{what}");
    let cases = [
        ("takes all memory", "exec tail /dev/zero", "za dużo pamięci"),
        ("writes without end", "exec yes", "za dużo danych"),
        ("fills the disk", "exec dd if=/dev/zero of=strona.png bs=1M", "za dużo danych"),
        ("complains without end", "exec yes >&2", "za dużo danych"),
        ("breaks", "kill -SEGV $$", "się załamał"),
        ("gives up", "exit 3", "strony 1"),
        ("burns the processor", "while :; do :; done", "trwał za długo"),
        ("leaves a child behind", "sleep 31337 & exit 0", ""),
    ];
    let mut tried = Vec::new();
    for (name, what, said) in cases {
        let app = TestApp::with_articles();
        let mut server = serve_with_tools(&app, &[("pdftoppm", &drawn(what)), TESSERACT]);
        let mut ledger = Ledger::open("a program for scans", server.pid());
        let answer = upload(server.address(), &one_page("", A4, "", "")).unwrap();
        let survived = if answer.body.contains(said) && answer.status < 500 {
            tells_no_secrets(&app, &answer.body)
                .and_then(|()| serves(&mut server))
                .and_then(|()| reads_a_good_document(&server))
                .and_then(|()| nothing_left(&app.data()))
        } else {
            Err(format!("{} {}", answer.status, answer.body))
        };
        ledger.note(name, survived);
        tried.push(ledger);
        assert_eq!(processes_that_say("\x0031337"), 0, "{name}");
    }
    tried.into_iter().for_each(Ledger::close);
}

#[test]
fn a_server_that_is_killed_takes_what_reads_its_documents_along_and_the_next_one_cleans_up() {
    let app = TestApp::with_articles();
    let draws = "case $1 in -v) exit 0;; esac\nexec sleep 41414";
    let server = serve_with_tools(&app, &[("pdftoppm", draws), ("tesseract", "echo pol")]);
    let address = server.address().to_owned();
    let waiting = std::thread::spawn(move || upload(&address, &one_page("", A4, "", "")));
    eventually(Duration::from_secs(20), "it draws", || processes_that_say("\x0041414") == 1);
    server.kill();
    assert!(waiting.join().unwrap().is_err());
    eventually(Duration::from_secs(5), "no orphan", || processes_that_say("\x0041414") == 0);
    assert!(
        nothing_left(&app.data()).is_err(),
        "the folder of a killed server is there, or this test sees nothing"
    );
    let server = app.serve();
    assert_eq!(nothing_left(&app.data()), Ok(()));
    reads_a_good_document(&server).unwrap();
}

#[test]
fn a_program_that_reads_scans_reaches_no_network() {
    let app = TestApp::with_articles();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let call = format!("bash -c 'exec 3<>/dev/tcp/127.0.0.1/{}'", listener.local_addr().unwrap().port());
    // Where nobody but root may part with the network, there is nothing to be shown.
    let parts = std::process::Command::new("unshare").args(["-Un", "true"]).status();
    if !parts.is_ok_and(|status| status.success()) {
        return left_out("a reader of scans that calls somebody", "nobody may part with the network here");
    }
    let reached = || listener.accept().is_ok();
    std::process::Command::new("sh").args(["-c", &call]).status().unwrap();
    eventually(Duration::from_secs(5), "from here it is reached", reached);
    let draws = format!("case $1 in -v) exit 0;; esac\n{call} && exit 0; exit 7");
    let server = serve_with_tools(&app, &[("pdftoppm", &draws), ("tesseract", "echo pol")]);
    let answer = upload(server.address(), &one_page("", A4, "", "")).unwrap();
    assert!(answer.body.contains("narysować strony 1"), "it could not call: {}", answer.body);
    assert!(!reached());
}

#[test]
fn a_document_in_an_old_spelling_and_a_scan_are_imported_as_at_the_desk() {
    let app = TestApp::new();
    let order = "ZARZ\u{104}DZENIE NR 7/2024\nZ DNIA 2 stycznia 2024 r.\nw sprawie zakresu dzia\u{142}ania Wydzia\u{142}u \u{17b}ab\n\
        Na podstawie art. 1 zarz\u{105}dza si\u{119}, co nast\u{119}puje:\n§ 1. Wydzia\u{142}em kieruje Naczelnik.\n\
        § 2. Zarz\u{105}dzenie wchodzi w \u{17c}ycie z dniem podpisania.\n";
    let old: Vec<u8> = order
        .chars()
        .map(|c| match c {
            'Ą' => 0xa5,
            'ł' => 0xb3,
            'ą' => 0xb9,
            'ę' => 0xea,
            'Ż' => 0xaf,
            'ż' => 0xbf,
            '§' => 0xa7,
            c => u8::try_from(c).unwrap(),
        })
        .collect();
    fs::write(app.folder().join("stary.txt"), old).unwrap();
    app.run(&["import", "stary.txt", "--out", "kb"]).succeeded().says(&["Windows-1250", "Wydziału Żab"]);
    let server = app.serve();
    let read = upload(server.address(), &fs::read(app.folder().join("stary.txt")).unwrap()).unwrap();
    assert!(read.status == 200 && read.body.contains("Windows-1250"), "{}", read.body);
    // What neither of them reads, both refuse in the same words.
    for (name, document) in [("pismo.docx", &b"PK\x03\x04word"[..]), ("pismo.doc", b"\xd0\xcf\x11\xe0 Word")]
    {
        fs::write(app.folder().join(name), document).unwrap();
        let why = "nie znam tego rodzaju pliku";
        app.run(&["import", name, "--out", "kb"]).ended(1).says(&[why, "Word", "zapisz go jako PDF"]);
        let refused = upload(server.address(), document).unwrap();
        let said = refused.body.to_lowercase();
        assert!(said.contains(why) && said.contains("zapisz go jako pdf"), "{}", refused.body);
    }
}
