//! Options are wired: each, said as a flag, as a variable and in the file, is seen by what it does and not by how it is
//! read; and what it does is not there where nobody said it.
//!
//! The program's own list of options (`Layer::KEYS`) is gone through: a new one without an effect here fails. Options of
//! one command are said together and looked at apart, so that a way needs one server and not one for each option.
#![allow(clippy::unwrap_used)]

mod commands;
mod serve;

pub use commands::ORDER;
use commands::{EVAL, IMPORT, INDEX, SEARCH, TUNE, meble};
use serve::{SERVE, text_of};

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;
use std::time::Duration;

use drogowskaz::config::Layer;
use rusqlite::{Connection, OpenFlags};
use serde_json::Value;

use crate::harness::{Answer, Ran, Server, TestApp, eventually, percent_encoded};

/// How an option is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Flag,
    Variable,
    File,
}

const WAYS: [Way; 3] = [Way::Flag, Way::Variable, Way::File];

/// Options with what is said of them.
type Options<'a> = &'a [(&'a str, &'a str)];

/// What was seen of each option.
type Seen = BTreeMap<&'static str, String>;

/// A command with `options` said in one way, or in none.
fn said(app: &TestApp, way: Option<Way>, words: &[&str], options: Options<'_>) -> Command {
    let file = app.folder().join("drogowskaz.toml");
    let _ = fs::remove_file(&file);
    let options = if way.is_some() { options } else { &[] };
    let flags: Vec<String> = match way {
        Some(Way::Flag) => options.iter().map(|(key, value)| format!("--{key}={value}")).collect(),
        _ => Vec::new(),
    };
    let words: Vec<&str> = words.iter().copied().chain(flags.iter().map(String::as_str)).collect();
    let mut command = app.command(&words);
    match way {
        Some(Way::Variable) => {
            for (key, value) in options {
                command.env(format!("DROGOWSKAZ_{}", key.to_uppercase().replace('-', "_")), value);
            }
        }
        Some(Way::File) => {
            let bare = |value: &str| matches!(value, "true" | "false") || value.parse::<u64>().is_ok();
            let line = |(key, value): &(&str, &str)| {
                if bare(value) { format!("{key} = {value}\n") } else { format!("{key} = {value:?}\n") }
            };
            fs::write(&file, options.iter().map(line).collect::<String>()).unwrap();
        }
        _ => {}
    }
    command
}

fn run(app: &TestApp, way: Option<Way>, words: &[&str], options: Options<'_>) -> Ran {
    let output = said(app, way, words, options).output().unwrap();
    Ran {
        code: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

fn yes(holds: bool) -> String {
    if holds { "yes" } else { "no" }.to_owned()
}

/// The options of one command.
struct Scene {
    /// What is said.
    options: Options<'static>,
    /// What is to be seen of each option where it was said, and where it was not.
    expected: &'static [(&'static str, &'static str, &'static str)],
    look: fn(Option<Way>, Options<'_>) -> Seen,
}

const SCENES: [Scene; 6] = [SERVE, SEARCH, INDEX, IMPORT, EVAL, TUNE];

impl Scene {
    /// Plays the scene in each way and in none.
    fn play(&self) {
        for way in WAYS.map(Some).into_iter().chain([None]) {
            // Where a command breaks off before anything can be looked at, this stands above its message.
            println!("{:?} said as {way:?}", self.options);
            let seen = (self.look)(way, self.options);
            let mut wrong = Vec::new();
            for (key, with, without) in self.expected {
                let expected = if way.is_some() { with } else { without };
                let got = seen.get(key).map_or("nothing", String::as_str);
                if got != *expected {
                    wrong.push(format!("{key}: expected {expected}, seen {got}"));
                }
            }
            match way {
                Some(way) => {
                    assert!(wrong.is_empty(), "said as {way:?}, without effect:\n{}", wrong.join("\n"))
                }
                None => {
                    assert!(wrong.is_empty(), "said by nobody, and there all the same:\n{}", wrong.join("\n"))
                }
            }
        }
    }
}

#[test]
fn every_option_has_an_effect_that_is_looked_at() {
    let looked_at: Vec<&str> = SCENES
        .iter()
        .flat_map(|scene| scene.expected)
        .map(|(key, with, without)| {
            assert_ne!(with, without, "{key}: the effect of what is said must differ from that of silence");
            *key
        })
        .collect();
    let once: BTreeSet<&str> = looked_at.iter().copied().collect();
    assert_eq!(once.len(), looked_at.len(), "an option stands in two scenes: {looked_at:?}");
    let all: BTreeSet<&str> = Layer::KEYS.iter().copied().collect();
    assert_eq!(once, all, "an option without an effect here, or an effect without an option");
    for scene in SCENES {
        let said: BTreeSet<&str> = scene.options.iter().map(|(key, _)| *key).collect();
        let expected: BTreeSet<&str> = scene.expected.iter().map(|(key, _, _)| *key).collect();
        assert_eq!(said, expected, "what is said in a scene is what is looked at in it");
    }
}

#[test]
fn options_of_serve_reach_the_server_from_flag_variable_and_file() {
    SERVE.play();
}

#[test]
fn options_of_search_reach_the_answer_from_flag_variable_and_file() {
    SEARCH.play();
}

#[test]
fn options_of_index_reach_the_index_from_flag_variable_and_file() {
    INDEX.play();
}

#[test]
fn options_of_import_reach_the_disk_from_flag_variable_and_file() {
    IMPORT.play();
}

#[test]
fn options_of_eval_reach_the_figures_from_flag_variable_and_file() {
    EVAL.play();
}

#[test]
fn options_of_tune_reach_the_report_from_flag_variable_and_file() {
    TUNE.play();
}

#[test]
fn a_flag_is_stronger_than_a_variable_which_is_stronger_than_the_file() {
    let app = meble();
    let hits = |ran: Ran| ran.succeeded().stdout.lines().filter(|line| line.contains("\"score\"")).count();
    let words = ["search", "mebel", "--json"];
    fs::write(app.folder().join("drogowskaz.toml"), "limit = 3\n").unwrap();
    let with = |limit: &[&str], variable: bool| {
        let mut command = app.command(&[&words[..], limit].concat());
        if variable {
            command.env("DROGOWSKAZ_LIMIT", "2");
        }
        let output = command.output().unwrap();
        hits(Ran {
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        })
    };
    assert_eq!((with(&["--limit=1"], true), with(&[], true), with(&[], false)), (1, 2, 3));
    // The file can be another one, named by flag or variable.
    fs::write(app.folder().join("inny.toml"), "limit = 4\n").unwrap();
    assert_eq!(with(&["--config=inny.toml"], false), 4);
    let output = app.command(&words).env("DROGOWSKAZ_CONFIG", "inny.toml").output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout).matches("\"score\"").count(), 4);
}

#[test]
fn what_several_commands_take_reaches_each_of_them() {
    let app = TestApp::with_articles();
    let kulig =
        "---\nid: kulig\ntitle: Kulig\nvalid_from: 2026-01-10\nvalid_until: 2026-01-20\n---\n\nKulig.\n";
    app.write("../inne/kulig.md", kulig);
    let there = |path: &str| app.folder().join(path).exists();
    app.run(&["init", "--kb=puste", "--data=d1"]).succeeded();
    assert!(there("puste") && there("d1/dziennik.sqlite") && !there("data"), "init");
    app.run(&["index", "--kb=inne", "--index=i1", "--data=d1"]).succeeded().says(&["sprawdzone 1"]);
    assert!(there("i1/current") && !there("index"), "index");
    let search = |more: &[&str]| {
        let words = ["search", "kulig", "--json", "--kb=inne", "--index=i2", "--data=d1"];
        let ran = app.run(&[&words[..], more].concat()).succeeded();
        let answer: Value = serde_json::from_str(&ran.stdout).unwrap();
        (text_of(&answer["hits"][0]["id"]), answer["hits"][0]["in_force"].clone())
    };
    assert_eq!(search(&["--today=2026-01-15"]), ("kulig".to_owned(), true.into()));
    assert_eq!(search(&["--today=2026-02-15"]), ("kulig".to_owned(), false.into()));
    assert!(there("i2/current") && !there("index"), "search");
    let debug = app.run(&["search", "kulig", "--kb=inne", "--index=i3", "--log=debug"]).succeeded();
    let quiet = app.run(&["search", "kulig", "--kb=inne", "--index=i3"]).succeeded();
    assert!(debug.stderr.len() > quiet.stderr.len(), "the log says more when it is asked to");
    app.write("../inne/zly.md", "---\ntitle: [bez końca\n---\n");
    app.run(&["lint", "--kb=inne"]).ended(1).says(&["zly.md:"]);
    let other = app.run(&["lint"]).succeeded().says(&["kb/usc/odpis.md:"]);
    assert!(!other.stdout.contains("zly.md"), "{other}");
    app.write("../wzorcowe.tsv", "kulig\tkulig\tkod\n");
    let eval =
        app.run(&["eval", "--json", "--golden=wzorcowe.tsv", "--kb=inne", "--today=2026-01-15"]).succeeded();
    let figures: Value = serde_json::from_str(&eval.stdout).unwrap();
    assert_eq!(
        (&figures["settings"]["articles"], &figures["settings"]["today"]),
        (&1.into(), &"2026-01-15".into())
    );
    let token =
        app.run(&["token", "create", "--name=Anna", "--role=agent", "--data=d1", "--json"]).succeeded();
    assert_eq!(serde_json::from_str::<Value>(&token.stdout).unwrap()["name"], "Anna");
    let listed = app.run(&["token", "list", "--data=d1", "--json"]).succeeded();
    assert!(serde_json::from_str::<Value>(&listed.stdout).unwrap().to_string().contains("Anna"));
    app.run(&["token", "revoke", "Anna", "--data=d1"]).succeeded();
    app.run(&["widget", "--public-address=https://wiedza.example/baza"])
        .succeeded()
        .says(&["https://wiedza.example/baza/widget.js"]);
}
