//! `tests/PROMISES.md` tells the truth: every test that it names is there, and it counts what it lists.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use crate::house::planted::all_tests;

const LIST: &str = include_str!("../../PROMISES.md");

/// The promises with the tests that hold them.
fn held() -> Vec<(String, Vec<String>)> {
    let rows = LIST.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| promise"));
    rows.map(|row| {
        // The tests stand in the last cell, a promise may have code of its own in the first.
        let (promise, tests) = row.trim_end_matches(" |").rsplit_once(" | ").unwrap();
        let tests = tests.split("<br>").map(|test| test.trim().trim_matches('`').to_owned()).collect();
        (promise.trim_start_matches("| ").to_owned(), tests)
    })
    .collect()
}

/// Titles of the browser's tests, by the name of their file.
fn in_the_browser(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/browser/{file}.test.js"));
    fs::read_to_string(path).unwrap_or_default()
}

#[test]
fn every_promise_names_tests_that_there_are() {
    let tests = all_tests();
    let mut missing = Vec::new();
    for (promise, named) in held() {
        for test in named {
            let there = match test.strip_prefix("browser ").and_then(|rest| rest.split_once(": ")) {
                Some((file, title)) => in_the_browser(file).contains(&format!("test(\"{title}\"")),
                None => tests.contains(&test),
            };
            if !there {
                missing.push(format!("{promise}: {test}"));
            }
        }
    }
    assert!(
        missing.is_empty(),
        "no such test; name the one that holds the promise now:\n{}",
        missing.join("\n")
    );
}

#[test]
fn the_list_counts_what_it_holds_and_what_nothing_holds() {
    let (_, below) = LIST.split_once("## Held by no test").unwrap();
    let nobody = below.lines().filter(|line| line.starts_with("- ")).count();
    let held = held().len();
    let counted =
        format!("**{} promises, of which {held} are held by a test and {nobody} by none.**", held + nobody);
    assert!(LIST.contains(&counted), "it should say: {counted}");
    assert!(held > 100, "{held} promises");
}
