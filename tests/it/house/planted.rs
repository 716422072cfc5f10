//! The faults of `tests/planted` stay plantable: each patch applies to the tree as it is, and names tests that there are.
//! Whether the tests turn red is the matter of `scripts/planted`, which builds a program for each.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::harness::files_below;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn patches() -> Vec<PathBuf> {
    let mut patches = files_below(&root().join("tests/planted"));
    patches.retain(|file| file.extension().is_some_and(|kind| kind == "patch"));
    patches.sort();
    patches
}

/// What a patch says of itself: the promise that it breaks, and the tests that notice.
fn header(patch: &Path) -> (String, Vec<String>) {
    let text = fs::read_to_string(patch).unwrap();
    let lines: Vec<&str> = text.lines().map_while(|line| line.strip_prefix("# ")).collect();
    let (tests, said): (Vec<&str>, Vec<&str>) =
        lines.into_iter().partition(|line| line.starts_with("test: "));
    (said.join("\n"), tests.iter().map(|line| line["test: ".len()..].to_owned()).collect())
}

/// Every test of the project by its full name, as the runner of tests lists it: `it signals::…`, `lib search::…`.
///
/// Read from the sources: a module is its file's path, and what is inside it `mod` by `mod`.
pub fn all_tests() -> BTreeSet<String> {
    let mut tests = BTreeSet::new();
    for (kind, folder) in [("it", "tests/it"), ("lib", "src")] {
        let folder = root().join(folder);
        for file in files_below(&folder) {
            let below = file.strip_prefix(&folder).unwrap().to_string_lossy().into_owned();
            let Some(path) = below.strip_suffix(".rs") else { continue };
            // A file that another takes in as its tests (`#[path = "config_tests.rs"] mod tests`).
            let path = path.replace("_tests", "/tests").replace("/mod", "");
            let module =
                if path == "main" { String::new() } else { format!("{}::", path.replace('/', "::")) };
            let text = fs::read_to_string(&file).unwrap();
            let (mut inner, mut is_test) = (Vec::<String>::new(), false);
            for line in text.lines() {
                let code = line.trim_start();
                if code.starts_with('}') {
                    inner.truncate((line.len() - code.len()) / 4);
                }
                if let Some(name) = code.strip_prefix("mod ").and_then(|rest| rest.strip_suffix(" {")) {
                    inner.push(format!("{name}::"));
                }
                if code.starts_with("#[test]") || code.starts_with("#[tokio::test") {
                    is_test = true;
                } else if let Some(rest) = code.strip_prefix("async ").unwrap_or(code).strip_prefix("fn ")
                    && std::mem::take(&mut is_test)
                {
                    let name = rest.split('(').next().unwrap();
                    tests.insert(format!("{kind} {module}{}{name}", inner.concat()));
                }
            }
        }
    }
    tests
}

#[test]
fn every_planted_fault_applies_to_the_tree_as_it_is() {
    let patches = patches();
    assert!(patches.len() >= 16, "{} faults", patches.len());
    for patch in patches {
        // Nothing is changed, and whether the tree is clean does not matter.
        let checked = Command::new("git")
            .args(["apply", "--check"])
            .arg(&patch)
            .current_dir(root())
            .output()
            .expect("git, which a clone was made with");
        assert!(
            checked.status.success(),
            "{} no longer applies: make it anew, so that it breaks the same promise in today's code\n{}",
            patch.display(),
            String::from_utf8_lossy(&checked.stderr)
        );
    }
}

#[test]
fn every_planted_fault_says_what_it_breaks_and_names_tests_that_there_are() {
    let tests = all_tests();
    assert!(tests.len() > 600, "{} tests were found in the sources", tests.len());
    for patch in patches() {
        let (said, named) = header(&patch);
        assert!(said.contains("\nHere "), "{}: a promise, and what breaks it here", patch.display());
        assert!(!named.is_empty(), "{} names no test", patch.display());
        for test in named {
            assert!(tests.contains(&test), "{} names „{test}”, and there is no such test", patch.display());
        }
    }
}
