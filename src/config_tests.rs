//! Which source wins, and what each says when it is wrong.
#![allow(clippy::unwrap_used)]

use super::*;

const EXAMPLE: &str = include_str!("../drogowskaz.example.toml");

fn environment(variables: &'static [(&str, &str)]) -> impl Fn(&str) -> Option<OsString> {
    move |name| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into())
}

fn refusal(text: &str) -> String {
    Layer::from_toml(Path::new("drogowskaz.toml"), text).unwrap_err().to_string()
}

#[test]
fn a_flag_beats_the_environment_which_beats_the_file_which_beats_the_default() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("d.toml");
    std::fs::write(&file, "kb = '/file'\nindex = '/file'\ndata = '/file'\nlimit = 7\n").unwrap();
    let flags = Layer { kb: Some("/flag".into()), ..Layer::default() };
    let variables = environment(&[("DROGOWSKAZ_KB", "/env"), ("DROGOWSKAZ_INDEX", "/env")]);
    let config = Config::load(flags, variables, Some(&file)).unwrap();
    assert_eq!(config.folders.kb, Path::new("/flag"));
    assert_eq!(config.folders.index, Path::new("/env"));
    assert_eq!(config.folders.data, Path::new("/file"));
    assert_eq!(config.limit, 7);
    assert_eq!(config.listen, Config::default().listen);
}

#[test]
fn a_flag_can_switch_off_what_the_environment_switched_on() {
    let flags = Layer { json: Some(false), ..Layer::default() };
    let config = Config::load(flags, environment(&[("DROGOWSKAZ_JSON", "1")]), None).unwrap();
    assert!(!config.json);
}

#[test]
fn every_option_has_a_variable_with_dashes_turned_into_underscores() {
    let layer = Layer::from_environment(environment(&[("DROGOWSKAZ_DRY_RUN", "true")])).unwrap();
    assert_eq!(layer.dry_run, Some(true));
}

#[test]
fn a_variable_that_is_set_but_empty_says_nothing() {
    let layer = Layer::from_environment(environment(&[("DROGOWSKAZ_LISTEN", "")])).unwrap();
    assert_eq!(layer, Layer::default());
}

#[test]
fn an_unknown_key_is_named_with_its_line_and_the_key_that_was_meant() {
    assert_eq!(
        refusal("# adres\nlisen = '127.0.0.1:80'\n"),
        "drogowskaz.toml:2: nieznany klucz „lisen” (może chodziło o „listen”?)"
    );
    assert_eq!(
        refusal("dry_run = true"),
        "drogowskaz.toml:1: nieznany klucz „dry_run” (może chodziło o „dry-run”?)"
    );
    assert_eq!(refusal("kolor = 'zielony'"), "drogowskaz.toml:1: nieznany klucz „kolor”");
    assert!(refusal("\n[server]\nport = 1\n").starts_with("drogowskaz.toml:2: nieznany klucz „server”"));
}

#[test]
fn a_bad_value_names_where_it_came_from() {
    assert_eq!(
        refusal("kb = 'kb'\nlisten = '8080'\n"),
        "drogowskaz.toml:2: klucz „listen”: „8080” nie jest adresem z portem; oczekiwano na przykład 127.0.0.1:8080"
    );
    assert_eq!(refusal("limit = 0"), "drogowskaz.toml:1: klucz „limit”: „0” nie jest liczbą od 1 do 100");
    let error = Layer::from_environment(environment(&[("DROGOWSKAZ_TODAY", "jutro")])).unwrap_err();
    assert_eq!(error.to_string(), "zmienna DROGOWSKAZ_TODAY: „jutro” nie jest datą w postaci RRRR-MM-DD");
}

#[test]
fn a_value_of_the_wrong_kind_is_refused_rather_than_guessed() {
    assert!(refusal("limit = '10'").ends_with("oczekiwano liczby całkowitej, bez cudzysłowu"));
    assert!(refusal("json = 'true'").ends_with("oczekiwano true albo false, bez cudzysłowu"));
    assert!(refusal("kb = 3").ends_with("oczekiwano tekstu w cudzysłowie"));
}

#[test]
fn broken_toml_is_reported_with_its_line() {
    assert!(refusal("kb = 'kb'\nlimit = \n").starts_with("drogowskaz.toml:2: plik konfiguracyjny"));
}

#[test]
fn relative_paths_of_a_file_start_from_its_own_folder() {
    let layer =
        Layer::from_toml(Path::new("/etc/drogowskaz/d.toml"), "kb = 'kb'\ndata = '/srv/data'").unwrap();
    assert_eq!(layer.kb.as_deref(), Some(Path::new("/etc/drogowskaz/kb")));
    assert_eq!(layer.data.as_deref(), Some(Path::new("/srv/data")));
}

#[test]
fn a_file_that_was_asked_for_must_be_there() {
    let error = Config::load(Layer::default(), |_| None, Some(Path::new("/nie/ma.toml"))).unwrap_err();
    assert!(matches!(error, ConfigError::Unreadable { .. }), "{error}");
}

#[test]
fn localhost_is_an_address() {
    assert_eq!(SocketAddr::read("localhost:80"), Ok(SocketAddr::from(([127, 0, 0, 1], 80))));
    assert_eq!(SocketAddr::read("[::1]:8080").map(|address| address.port()), Ok(8080));
}

#[test]
fn the_example_file_holds_the_defaults() {
    let layer = Layer::from_toml(Path::new("drogowskaz.example.toml"), EXAMPLE).unwrap();
    assert_eq!(Config::from(layer), Config::default(), "drogowskaz.example.toml and config.rs disagree");
}

/// The example with its commented-out options (`# key = value`) switched on.
fn example_with_everything_on() -> String {
    let option = |line: &str| {
        line.split_once(" = ").is_some_and(|(key, _)| key.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
    };
    let switch_on = |line: &'static str| line.strip_prefix("# ").filter(|rest| option(rest)).unwrap_or(line);
    EXAMPLE.lines().map(switch_on).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_example_file_shows_every_option_once() {
    let example = example_with_everything_on();
    Layer::from_toml(Path::new("drogowskaz.example.toml"), &example).unwrap();
    for key in Layer::KEYS {
        let shown = example.lines().filter(|line| line.starts_with(&format!("{key} = "))).count();
        assert_eq!(
            shown, 1,
            "option {key} must stand once in drogowskaz.example.toml, with or without `# ` before it"
        );
    }
}
