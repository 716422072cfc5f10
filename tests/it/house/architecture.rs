//! The arrows of ARCHITECTURE.md, held by a test as separate crates would hold them by the compiler.
//!
//! What counts is which names stand in code, so the source is read as the compiler's own tokens: every file to its
//! end, with what comments, strings and attributes say left out, and paths put together from the trees of `use`. An
//! item under `#[cfg(test)]` is passed over, and it alone; a test may look up the stairs.

mod reader;

pub use reader::code_of;
use reader::{Name, Reader};

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::harness::files_below;

/// Each room of `src/` and those it may name. Everything not listed is an edge that points up or sideways.
const MAY_USE: [(&str, &[&str]); 11] = [
    ("text", &[]),
    ("article", &["text"]),
    ("order", &["text", "article"]),
    ("search", &["text", "article"]),
    ("journal", &["text", "article"]),
    ("library", &["text", "article", "order", "search", "journal"]),
    ("quality", &["text", "article", "search", "library"]),
    ("config", &["library", "journal", "quality", "telemetry"]),
    ("telemetry", &[]),
    ("http", &["text", "article", "order", "search", "library", "journal", "quality"]),
    (
        "cli",
        &[
            "text",
            "article",
            "order",
            "search",
            "library",
            "journal",
            "quality",
            "config",
            "telemetry",
            "http",
        ],
    ),
];

/// What each folder may name.
type Arrows = &'static [(&'static str, &'static [&'static str])];

/// The same within the two largest rooms, folder by folder; a file at a room's root goes by its own name. Their `mod.rs`
/// puts them together and may name all.
const WITHIN: [(&str, Arrows); 2] = [
    (
        "search",
        &[
            ("error", &[]),
            ("index", &["error"]),
            ("hit", &[]),
            ("weights", &["index"]),
            ("question", &["hit", "index", "weights"]),
            ("ranking", &["hit", "index", "question", "weights"]),
            ("answer", &["hit", "index", "question", "ranking"]),
            ("searching", &["answer", "hit", "index", "question", "ranking", "weights"]),
            ("engine", &["error", "hit", "index", "question", "ranking", "searching", "weights"]),
            ("writing", &["engine", "error", "index"]),
        ],
    ),
    (
        "http",
        &[
            ("wire", &[]),
            ("peer", &["wire"]),
            ("state", &["peer", "wire"]),
            ("server", &["peer", "state", "wire"]),
            ("gate", &["peer", "server", "state", "wire"]),
            ("shown", &["state", "wire"]),
            ("api", &["gate", "peer", "shown", "state", "wire"]),
            ("console", &["gate", "peer", "shown", "state", "wire"]),
            ("desk", &["api", "gate", "shown", "state", "wire"]),
            ("public", &["api", "gate", "peer", "server", "shown", "state", "wire"]),
            ("widget", &["public", "state", "wire"]),
            ("openapi", &["api", "gate", "public", "server", "state", "wire"]),
            ("errors", &["console", "public", "wire"]),
        ],
    ),
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

/// What only the outermost rooms may ask, by the end of its path: below them "today" and every folder is an argument.
const AMBIENT: [&[&str]; 8] = [
    &["Zoned", "now"],
    &["Timestamp", "now"],
    &["SystemTime", "now"],
    &["env", "var"],
    &["env", "var_os"],
    &["env", "vars"],
    &["env", "args"],
    &["env", "current_dir"],
];
const OUTERMOST: [&str; 4] = ["http", "cli", "config", "telemetry"];

#[test]
fn every_arrow_points_down() {
    let mut used = BTreeSet::new();
    let faults = faults_in(|room, name| {
        let ["crate", to, ..] = name.parts().as_slice()[..] else {
            let renamed = name.parts() == ["crate"] && name.renamed;
            return renamed
                .then(|| "the root has another name here, behind which no arrow is seen".to_owned());
        };
        if to == room || MAY_USE.iter().all(|(known, _)| *known != to) {
            return None;
        }
        used.insert((room.to_owned(), to.to_owned()));
        let allowed = MAY_USE.iter().find(|(name, _)| *name == room).map_or(&[][..], |(_, allowed)| *allowed);
        (!allowed.contains(&to)).then(|| format!("{room} names {to}; allowed are {allowed:?}"))
    });
    assert!(
        faults.is_empty(),
        "an edge points up. Pass the value down instead, or move the code up:\n{}",
        faults.join("\n")
    );
    let allowed =
        MAY_USE.iter().flat_map(|(from, all)| all.iter().map(|to| ((*from).to_owned(), (*to).to_owned())));
    let unused: Vec<_> = allowed.filter(|arrow| !used.contains(arrow)).collect();
    assert!(unused.is_empty(), "nobody goes there, or nobody is seen going there: {unused:?}");
}

#[test]
fn every_arrow_within_a_room_points_down() {
    for (room, folders) in WITHIN {
        let mut used = BTreeSet::new();
        let (read, _) = files();
        let at = source().join(room);
        let told_by: BTreeMap<String, String> = read
            .iter()
            .filter(|(file, _)| *file == at.join("mod.rs"))
            .flat_map(|(_, names)| names)
            .filter_map(|name| match name.parts().as_slice() {
                // `State` of the room is what its folder `state` tells.
                [folder, .., last] if name.used && folders.iter().any(|(known, _)| known == folder) => {
                    Some(((*last).to_owned(), (*folder).to_owned()))
                }
                _ => None,
            })
            .collect();
        let mut faults = Vec::new();
        for (file, names) in &read {
            let Ok(below) = file.strip_prefix(&at) else { continue };
            let from = below.iter().next().expect("a file").to_string_lossy();
            let from = from.trim_end_matches(".rs");
            // What is for tests may look up the stairs, and what stands below a module for tests is for tests.
            if matches!(from, "mod" | "testkit" | "tests") {
                continue;
            }
            let Some((_, allowed)) = folders.iter().find(|(name, _)| *name == from) else {
                faults.push(format!("src/{room}/{from} has no arrows: add it to WITHIN"));
                continue;
            };
            for name in names {
                let ["crate", of, to, ..] = name.parts().as_slice()[..] else { continue };
                if of != room {
                    continue;
                }
                let to = told_by.get(to).map_or(to, String::as_str);
                if to == from || folders.iter().all(|(known, _)| *known != to) {
                    continue;
                }
                used.insert((from.to_owned(), to.to_owned()));
                if !allowed.contains(&to) {
                    faults.push(format!("src/{room}/{}:{}: {from} names {to}", below.display(), name.line));
                }
            }
        }
        assert!(
            faults.is_empty(),
            "an edge within src/{room} points up. Pass the value down instead, or move the code up:\n{}",
            faults.join("\n")
        );
        let allowed = folders.iter().flat_map(|(from, all)| all.iter().map(move |to| (*from, *to)));
        let unused: Vec<_> =
            allowed.filter(|(from, to)| !used.contains(&((*from).to_owned(), (*to).to_owned()))).collect();
        assert!(
            unused.is_empty(),
            "src/{room}: nobody goes there, or nobody is seen going there: {unused:?}"
        );
        // Nothing that comes first may name what comes behind it.
        for (place, (from, allowed)) in folders.iter().enumerate() {
            for to in *allowed {
                let below = folders.iter().position(|(name, _)| name == to).expect("a folder of the room");
                assert!(below < place, "src/{room}: {from} stands before {to} and names it");
            }
        }
    }
}

#[test]
fn each_library_is_named_in_one_room() {
    let mut at_home = BTreeSet::new();
    let faults = faults_in(|room, name| {
        let root = name.parts()[0];
        let (library, home) = AT_HOME_IN.iter().find(|(library, _)| *library == root && name.is_path())?;
        if *home == room {
            at_home.insert(*library);
        }
        (*home != room).then(|| format!("{library} is for src/{home} alone"))
    });
    assert!(faults.is_empty(), "give it a value of our own at the border:\n{}", faults.join("\n"));
    let seen: Vec<_> = at_home.into_iter().collect();
    let mut all = AT_HOME_IN.map(|(library, _)| library);
    all.sort_unstable();
    assert_eq!(seen, all, "each is seen where it is at home");
}

#[test]
fn below_the_outermost_rooms_nobody_asks_for_the_time_or_the_surroundings() {
    let mut asked = 0;
    let faults = faults_in(|room, name| {
        let parts = name.parts();
        AMBIENT.iter().find(|ambient| parts.windows(ambient.len()).any(|part| part == **ambient))?;
        asked += 1;
        (!OUTERMOST.contains(&room)).then(|| format!("{} in {room}; take it as an argument", name.path()))
    });
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(asked >= 3, "the outermost rooms ask, and are seen asking: {asked}");
}

#[test]
fn every_room_is_on_the_map() {
    let map = fs::read_to_string(source().join("../ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let mut rooms = 0;
    for entry in fs::read_dir(source()).expect("src/").flatten() {
        if !entry.file_type().expect("a kind").is_dir() {
            continue;
        }
        let room = entry.file_name().to_string_lossy().into_owned();
        assert!(MAY_USE.iter().any(|(name, _)| *name == room), "src/{room} has no arrows: add it to MAY_USE");
        assert!(map.contains(&format!("src/{room}")), "src/{room} is not in ARCHITECTURE.md");
        rooms += 1;
    }
    assert!(rooms >= 7, "{rooms} rooms");
}

#[test]
fn nothing_of_a_file_is_passed_over_but_what_is_for_tests() {
    let (files, tests) = files();
    assert!(files.len() > 150 && tests.len() > 15, "{} files, {} of tests", files.len(), tests.len());
    for file in &tests {
        let name = file.file_name().expect("a name").to_string_lossy();
        let speaks =
            file.parent().is_some_and(|folder| folder.ends_with("tests") || folder.ends_with("testkit"))
                || ["tests.rs", "testkit.rs", "conformance.rs", "measure.rs", "memory.rs"]
                    .iter()
                    .any(|end| name.ends_with(end));
        assert!(speaks, "{} is for tests by its declaration, and its name does not say so", file.display());
    }
}

#[test]
fn the_reader_sees_every_way_of_naming_something() {
    let names = |text: &str| -> Vec<String> {
        let mut reader = Reader::new(vec!["search".into(), "plan".into()], Path::new("src/search/plan.rs"));
        reader.read(text.parse().expect("code"));
        reader.names.iter().map(Name::path).collect()
    };
    let sees = |text: &str, path: &str| {
        let names = names(text);
        assert!(names.iter().any(|name| name == path), "{path} is not seen in {text}: {names:?}");
    };
    sees("use crate::http::State;", "crate::http::State");
    sees("use crate::{text::Word, http};", "crate::http");
    sees("use crate::{article::{self, marks::{outline, Mark}}, cli};", "crate::article::marks::Mark");
    sees("use {std::fs, crate::http::State};", "crate::http::State");
    sees("fn f(a: crate::text::Word) {}", "crate::text::Word");
    sees("fn f() { tracing::info!(a = %crate::http::name()); }", "crate::http::name");
    sees("macro_rules! m { () => { $crate::http::name() } }", "crate::http::name");
    sees("use super::super::http::State;", "crate::http::State");
    sees("mod inner { use super::super::super::http::State; }", "crate::http::State");
    sees("use super::rank;", "crate::search::rank");
    sees("use tantivy;", "tantivy");
    sees("fn f(x: ::tantivy::Term) {}", "tantivy::Term");
    sees("extern crate tantivy;", "tantivy");
    sees("use crate as root;", "crate");
    // What comes behind an item for tests is code like any other.
    let behind =
        "#[cfg(test)]\nuse a::{b, c};\n#[cfg(test)]\nmod tests { use crate::cli; }\nuse crate::http;";
    sees(behind, "crate::http");
    assert!(!names(behind).contains(&"crate::cli".to_owned()), "an item for tests is passed over");
    sees("S { #[cfg(test)] folder: a::b, other: crate::http::X }", "crate::http::X");
    sees("#[cfg(not(test))] use crate::http;", "crate::http");
    for silent in [
        "// use crate::http",
        "//! crate::http",
        "/// crate::http\nfn f() {}",
        "const A: &str = \"crate::http\";",
        "let axum = 1;",
        "a.axum();",
        "my::axum::Router",
        "#[cfg(test)] fn f() { crate::http::name() }",
    ] {
        let named = names(silent);
        let named = named.iter().any(|name| name.starts_with("crate::http") || name.starts_with("axum::"));
        assert!(!named, "{silent}");
    }
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Runs `check` over everything that code of every room names; it gets the room and the name.
fn faults_in(mut check: impl FnMut(&str, &Name) -> Option<String>) -> Vec<String> {
    let src = source();
    let mut faults = Vec::new();
    for (file, names) in files().0 {
        let below = file.strip_prefix(&src).expect("below src/").to_string_lossy().into_owned();
        let room = below.split(['/', '.']).next().unwrap_or_default();
        if matches!(room, "lib" | "main") {
            continue;
        }
        let told = names.iter().filter_map(|name| Some((name.line, check(room, name)?)));
        faults.extend(told.map(|(line, fault)| format!("src/{below}:{line}: {fault}")));
    }
    faults
}

/// Every file of `src/` with what it names, and apart from them those which a `#[cfg(test)] mod` declares.
fn files() -> (Vec<(PathBuf, Vec<Name>)>, BTreeSet<PathBuf>) {
    let src = source();
    let (mut read, mut tests) = (Vec::new(), BTreeSet::new());
    for file in files_below(&src).into_iter().filter(|file| file.extension().is_some_and(|kind| kind == "rs"))
    {
        let text = fs::read_to_string(&file).expect("a source file");
        let below = file.strip_prefix(&src).expect("below src/").with_extension("");
        let mut module: Vec<String> = below.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        if module.last().is_some_and(|last| matches!(last.as_str(), "mod" | "lib" | "main")) {
            module.pop();
        }
        let mut reader = Reader::new(module, &file);
        reader.read(text.parse().unwrap_or_else(|cause| panic!("{}: {cause}", file.display())));
        tests.extend(reader.tests);
        read.push((file, reader.names));
    }
    let missing: Vec<_> = tests.iter().filter(|file| !file.is_file()).collect();
    assert!(missing.is_empty(), "modules for tests that are not where they are looked for: {missing:?}");
    read.retain(|(file, _)| !tests.contains(file));
    (read, tests)
}
