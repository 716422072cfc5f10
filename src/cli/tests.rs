//! What can be typed, and what it means.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::config::Layer;

fn typed(line: &str) -> Result<Typed, clap::Error> {
    let words = std::iter::once("drogowskaz").chain(line.split_whitespace());
    definition().try_get_matches_from(words).and_then(|matches| Typed::from_arg_matches(&matches))
}

fn said(line: &str) -> Layer {
    typed(line).unwrap().said()
}

fn refusal(line: &str) -> String {
    let error = anyhow::Error::new(usage::fault(&typed(line).unwrap_err()));
    assert_eq!(format!("{:?}", exit_code(&error)), format!("{:?}", ExitCode::from(2)));
    let mut text = Vec::new();
    report(&error, &mut text).unwrap();
    String::from_utf8(text).unwrap()
}

fn help(line: &str) -> String {
    typed(line).unwrap_err().render().to_string()
}

#[test]
fn the_command_line_is_well_formed() {
    definition().debug_assert();
}

#[test]
fn no_command_means_serve_with_its_options() {
    assert!(typed("").unwrap().command.is_none());
    assert_eq!(said("--kb x --listen 127.0.0.1:1"), said("serve --kb x --listen 127.0.0.1:1"));
}

#[test]
fn what_was_not_typed_is_left_to_the_other_sources() {
    assert_eq!(said("search lodówka"), Layer::default());
    assert_eq!(said("eval --golden g.tsv"), Layer { golden: Some("g.tsv".into()), ..Layer::default() });
}

#[test]
fn every_command_of_the_contract_can_be_typed() {
    for line in [
        "serve --kb a --index b --data c --listen 127.0.0.1:9",
        "index --kb a --index b --full",
        "init --kb a --data c",
        "init --anew",
        "search lodówka --limit 3 --json --explain --public",
        "import a.md b.txt --out kb/x",
        "lint --kb a",
        "eval --queries q.jsonl --qrels r.tsv --kb a --json --baseline b.json",
        "token create --name Anna --role agent --expires 2027-01-31 --data c --json",
        "token list --data c",
        "token revoke Anna",
        "tune --set a:q.jsonl:r.tsv --set b:q.jsonl:r.tsv --golden kb:g.tsv:unit --folds 3 --every 5 --report r.md",
    ] {
        assert!(typed(line).is_ok(), "{line}: {}", typed(line).unwrap_err());
    }
}

#[test]
fn a_switch_can_be_turned_off_against_the_environment() {
    assert_eq!(said("search x --json").json, Some(true));
    assert_eq!(said("search x --json=false").json, Some(false));
    assert_eq!(said("search --json x").json, Some(true), "a switch does not swallow the question");
}

#[test]
fn a_question_needs_no_quotation_marks() {
    let Some(Command::Search(args)) = typed("search gdzie oddać lodówkę").unwrap().command else {
        panic!("not a search");
    };
    assert_eq!(args.query.join(" "), "gdzie oddać lodówkę");
}

#[test]
fn settings_common_to_all_commands_stand_before_or_after_the_command() {
    assert_eq!(said("--log debug search x"), said("search x --log debug"));
    assert_eq!(said("lint --today 2026-01-31").today, Some(jiff::civil::date(2026, 1, 31)));
}

#[test]
fn mistakes_are_named_in_polish_with_what_was_meant() {
    assert_eq!(
        refusal("search x --limti 3"),
        "drogowskaz: nieznana opcja „--limti”\n  \
         pomoc: może chodziło o „--limit”; wszystkie opcje: drogowskaz [POLECENIE] --help\n"
    );
    assert!(
        refusal("serch x")
            .starts_with("drogowskaz: nieznane polecenie „serch”\n  pomoc: może chodziło o „search”")
    );
    assert!(refusal("search").starts_with("drogowskaz: brakuje: <PYTANIE>"), "{}", refusal("search"));
    assert_eq!(
        refusal("--listen 8080").lines().next(),
        Some(
            "drogowskaz: opcja --listen: „8080” nie jest adresem z portem; oczekiwano na przykład 127.0.0.1:8080"
        )
    );
    assert!(refusal("search x --limit").starts_with("drogowskaz: opcja --limit: brakuje wartości"));
    assert!(refusal("search x --limit 1 --limit 2").starts_with("drogowskaz: opcja --limit podana dwa razy"));
    assert!(
        refusal("lint kb").starts_with("drogowskaz: niespodziewany argument „kb”"),
        "{}",
        refusal("lint kb")
    );
}

#[test]
fn the_help_is_polish_throughout() {
    for line in [
        "--help",
        "serve --help",
        "init --help",
        "index -h",
        "search --help",
        "lint --help",
        "eval --help",
        "tune --help",
        "token --help",
        "token create --help",
        "token list --help",
        "token revoke --help",
    ] {
        let help = help(line);
        assert!(help.contains("Użycie: drogowskaz"), "{line}:\n{help}");
        for english in ["Usage", "Options", "Commands", "Arguments", "Print", "default:", "possible values"] {
            assert!(!help.contains(english), "{line} says {english:?}:\n{help}");
        }
    }
}

#[test]
fn the_help_names_every_command() {
    let help = help("--help");
    for command in ["serve", "init", "index", "search", "hours", "import", "lint", "eval", "token", "tune"] {
        assert!(help.contains(&format!("  {command} ")), "no {command} in\n{help}");
    }
    for hidden in ["confined", "read-document"] {
        assert!(!help.contains(hidden), "{hidden} is for the program itself\n{help}");
    }
}

#[test]
fn every_option_of_a_command_is_an_option_of_the_settings() {
    // What a command works on, and may be given several of, is typed each time.
    let not_settings = [
        "config", "help", "version", "query", "files", "set", "write", "scan", "name", "role", "expires",
        "token", "anew", "hours", "at",
    ];
    // What is hidden is typed by the program itself.
    let commands =
        definition().get_subcommands().filter(|command| !command.is_hide_set()).cloned().collect::<Vec<_>>();
    let mut looked_at = 0;
    for command in std::iter::once(definition()).chain(commands) {
        for argument in command.get_arguments() {
            looked_at += 1;
            let name = argument.get_long().unwrap_or(argument.get_id().as_str());
            assert!(
                Layer::KEYS.contains(&name) || not_settings.contains(&name),
                "`{} --{name}` has no key in config.rs",
                command.get_name()
            );
        }
    }
    assert!(looked_at > Layer::KEYS.len(), "{looked_at} options");
}
