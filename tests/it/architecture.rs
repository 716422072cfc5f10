//! The arrows of ARCHITECTURE.md, held by a test as separate crates would hold them by the compiler.
//!
//! Reads the source as text: what counts is which names stand in code, and a parser would see nothing more. Comments
//! and test modules are passed over; a test may look up the stairs.

use std::fs;
use std::path::Path;

use crate::harness::files_below;

/// Each room of `src/` and those it may name. Everything not listed is an edge that points up or sideways.
const MAY_USE: [(&str, &[&str]); 9] = [
    ("text", &[]),
    ("article", &["text"]),
    ("search", &["text", "article"]),
    ("journal", &["text", "article"]),
    ("library", &["text", "article", "search", "journal"]),
    ("config", &["library", "journal", "telemetry"]),
    ("telemetry", &[]),
    ("http", &["text", "article", "search", "library", "journal"]),
    ("cli", &["text", "article", "search", "library", "journal", "config", "telemetry", "http"]),
];

/// Libraries that one room alone may name, so that they can be exchanged there.
const AT_HOME_IN: [(&str, &str); 7] = [
    ("tantivy", "search"),
    ("tantivy_fst", "search"),
    ("axum", "http"),
    ("askama", "http"),
    ("pulldown_cmark", "article"),
    ("rusqlite", "journal"),
    ("clap", "cli"),
];

/// What only the outermost rooms may ask: below them "today" and every folder is an argument.
const AMBIENT: [&str; 5] = ["Zoned::now", "Timestamp::now", "SystemTime::now", "env::var", "current_dir()"];
const OUTERMOST: [&str; 4] = ["http", "cli", "config", "telemetry"];

#[test]
fn every_arrow_points_down() {
    let faults = faults_in(|room, code, line| {
        let allowed = MAY_USE.iter().find(|(name, _)| *name == room).map_or(&[][..], |(_, allowed)| *allowed);
        named_after("crate::", code)
            .into_iter()
            .filter(|name| MAY_USE.iter().any(|(room, _)| room == name))
            .filter(|name| *name != room && !allowed.contains(name))
            .map(|name| format!("{line}: {room} names {name}; allowed are {allowed:?}"))
            .collect()
    });
    assert!(
        faults.is_empty(),
        "an edge points up. Pass the value down instead, or move the code up:\n{}",
        faults.join("\n")
    );
}

#[test]
fn each_library_is_named_in_one_room() {
    let faults = faults_in(|room, code, line| {
        AT_HOME_IN
            .iter()
            .filter(|(library, home)| *home != room && names_library(code, library))
            .map(|(library, home)| format!("{line}: {library} is for src/{home} alone"))
            .collect()
    });
    assert!(faults.is_empty(), "give it a value of our own at the border:\n{}", faults.join("\n"));
}

#[test]
fn below_the_outermost_rooms_nobody_asks_for_the_time_or_the_surroundings() {
    let faults = faults_in(|room, code, line| {
        if OUTERMOST.contains(&room) {
            return Vec::new();
        }
        AMBIENT
            .iter()
            .filter(|name| code.contains(*name))
            .map(|name| format!("{line}: {name} in {room}; take it as an argument"))
            .collect()
    });
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_room_is_on_the_map() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let map = fs::read_to_string(src.join("../ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    for entry in fs::read_dir(src).expect("src/").flatten() {
        if !entry.file_type().expect("a kind").is_dir() {
            continue;
        }
        let room = entry.file_name().to_string_lossy().into_owned();
        assert!(MAY_USE.iter().any(|(name, _)| *name == room), "src/{room} has no arrows: add it to MAY_USE");
        assert!(map.contains(&format!("src/{room}")), "src/{room} is not in ARCHITECTURE.md");
    }
}

#[test]
fn the_checker_sees_what_it_should() {
    assert_eq!(
        named_after("crate::", "use crate::http::State; fn f(a: crate::text::Word) {}"),
        ["http", "text"]
    );
    assert!(named_after("crate::", "$crate_other").is_empty());
    assert!(names_library("use axum::Router;", "axum"));
    assert!(names_library("fn f(x: tantivy::Term) {}", "tantivy"));
    assert!(!names_library("use my_axum::Router;", "axum"));
    assert!(!names_library("let axum = 1;", "axum"));
    let code: Vec<_> =
        code_lines("a // use crate::http\n//! crate::http\nb\n#[cfg(test)]\nmod tests {\n  c\n}\n").collect();
    assert_eq!(code, [(1, "a "), (3, "b")]);
}

/// Runs `check` over every line of code of every room; it gets the room, the code and the place to name.
fn faults_in(check: impl Fn(&str, &str, &str) -> Vec<String>) -> Vec<String> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut faults = Vec::new();
    for file in files_below(&src) {
        let below = file.strip_prefix(&src).expect("below src/");
        let name = below.to_string_lossy().into_owned();
        if !name.ends_with(".rs") || name.ends_with("tests.rs") || name.ends_with("testkit.rs") {
            continue;
        }
        let room = name.split(['/', '.']).next().unwrap_or_default();
        if matches!(room, "lib" | "main") {
            continue;
        }
        let text = fs::read_to_string(&file).expect("a source file");
        for (number, code) in code_lines(&text) {
            faults.extend(check(room, code, &format!("src/{name}:{number}")));
        }
    }
    faults
}

/// Numbered lines without comments, up to the test module that closes a file.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .take_while(|(_, line)| line.trim_end() != "#[cfg(test)]")
        .map(|(at, line)| (at + 1, line.split("//").next().unwrap_or_default()))
        .filter(|(_, code)| !code.trim().is_empty())
}

/// The identifiers that follow `prefix`.
fn named_after<'a>(prefix: &str, code: &'a str) -> Vec<&'a str> {
    code.match_indices(prefix)
        .filter(|(at, _)| !code[..*at].ends_with(is_word))
        .map(|(at, _)| {
            let rest = &code[at + prefix.len()..];
            &rest[..rest.find(|c| !is_word(c)).unwrap_or(rest.len())]
        })
        .collect()
}

/// Whether `library` stands there as the root of a path.
fn names_library(code: &str, library: &str) -> bool {
    code.match_indices(library).any(|(at, _)| {
        let before = &code[..at];
        let after = &code[at + library.len()..];
        !before.ends_with(is_word)
            && !before.ends_with("crate::")
            && (after.starts_with("::") || (before.trim_end().ends_with("use") && after.starts_with(';')))
    })
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
