//! One typed [`Config`] out of four sources: flag, then environment, then `drogowskaz.toml`, then default.
//!
//! What was said and what it means are two types. A [`Layer`] is what one source said, nothing added; [`Config`] is
//! what the program does, every default filled in. Every option has one name: `--dry-run` on the command line is
//! `DROGOWSKAZ_DRY_RUN` in the environment and `dry-run` in the file. This module neither parses the command line
//! (`cli` does) nor acts on anything.

mod access;
mod options;
mod public;
mod value;

use std::ffi::OsString;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

use crate::journal::retention::Retention;
use crate::library::Folders;
use crate::quality::golden::By;

pub use access::{AccessOptions, Days, Header, Roles};
pub use options::Layer;
pub use public::{BaseAddress, Name, Networks, Origins, Public, Rate};
pub use value::{Count, Limit, LogFilter, OptionValue, ValueKind};

/// The file that is read from the current folder when no other is named.
pub const DEFAULT_FILE: &str = "drogowskaz.toml";

/// The variable that names another file.
pub const FILE_VARIABLE: &str = "DROGOWSKAZ_CONFIG";

/// What was wrong with the settings, in words for the operator.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("nie można odczytać pliku konfiguracyjnego {}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is no TOML.
    #[error("{}:{line}: plik konfiguracyjny nie jest poprawnym TOML-em: {message}", path.display())]
    NotToml {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// The parser's words.
        message: String,
    },
    /// The file has a key that no option bears.
    #[error("{}:{line}: nieznany klucz „{key}”{}", path.display(), did_you_mean(*nearest))]
    UnknownKey {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// The key.
        key: String,
        /// The option that was probably meant.
        nearest: Option<&'static str>,
    },
    /// A value that the option cannot take.
    #[error("{origin}: {why}")]
    BadValue {
        /// Where it came from.
        origin: Origin,
        /// What is wrong with it.
        why: String,
    },
}

fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map(|key| format!(" (może chodziło o „{key}”?)")).unwrap_or_default()
}

/// Where a value came from; a message that does not say sends people to the wrong place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A variable of the environment.
    Variable(String),
    /// A line of the file.
    File {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// The key.
        key: String,
    },
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Variable(name) => write!(f, "zmienna {name}"),
            Self::File { path, line, key } => write!(f, "{}:{line}: klucz „{key}”", path.display()),
        }
    }
}

impl Layer {
    /// What the environment says; `lookup` gives a variable's value.
    pub fn from_environment(lookup: impl Fn(&str) -> Option<OsString>) -> Result<Self, ConfigError> {
        let mut layer = Self::default();
        for key in Self::KEYS {
            let name = format!("DROGOWSKAZ_{}", key.to_uppercase().replace('-', "_"));
            // Set but empty is how a compose file spells "not set".
            let Some(value) = lookup(&name).filter(|value| !value.is_empty()) else { continue };
            value
                .to_str()
                .ok_or_else(|| "wartość nie jest tekstem UTF-8".to_owned())
                .and_then(|text| layer.set(key, text))
                .map_err(|why| ConfigError::BadValue { origin: Origin::Variable(name), why })?;
        }
        Ok(layer)
    }

    /// What a file says; `text` is its content and `path` names it in messages. Relative paths in the file start
    /// from the file's own folder, so that it means the same wherever the program is started.
    pub fn from_toml(path: &Path, text: &str) -> Result<Self, ConfigError> {
        let line_at = |byte: usize| 1 + text.bytes().take(byte).filter(|b| *b == b'\n').count();
        let table = DeTable::parse(text).map_err(|error| ConfigError::NotToml {
            path: path.to_owned(),
            line: line_at(error.span().map_or(0, |span| span.start)),
            message: error.message().to_owned(),
        })?;
        let mut layer = Self::default();
        for (key, value) in table.get_ref() {
            let line = line_at(key.span().start);
            let key: &str = key.get_ref();
            let Some(kind) = Self::kind(key) else {
                let (path, key, nearest) = (path.to_owned(), key.to_owned(), nearest(key, Self::KEYS));
                return Err(ConfigError::UnknownKey { path, line, key, nearest });
            };
            written_as(kind, value.get_ref()).and_then(|text| layer.set(key, &text)).map_err(|why| {
                ConfigError::BadValue {
                    origin: Origin::File { path: path.to_owned(), line, key: key.to_owned() },
                    why,
                }
            })?;
        }
        layer.start_paths_from(path.parent().unwrap_or(Path::new("")));
        Ok(layer)
    }

    fn start_paths_from(&mut self, folder: &Path) {
        let paths = [
            &mut self.kb,
            &mut self.index,
            &mut self.data,
            &mut self.model,
            &mut self.out,
            &mut self.queries,
            &mut self.qrels,
            &mut self.golden,
            &mut self.calls,
            &mut self.baseline,
            &mut self.save,
            &mut self.report,
        ];
        for path in paths.into_iter().flatten() {
            // `join` leaves an absolute path as it is.
            *path = folder.join(&*path);
        }
    }
}

/// The TOML value as the text that a flag would have, if it is of the right kind.
fn written_as(kind: ValueKind, value: &DeValue<'_>) -> Result<String, String> {
    match (kind, value) {
        (ValueKind::Text, DeValue::String(text)) => Ok(text.to_string()),
        // A day may stand without quotation marks: TOML has dates of its own.
        (ValueKind::Text, DeValue::Datetime(date)) => Ok(date.to_string()),
        (ValueKind::Number, DeValue::Integer(number)) => Ok(number.to_string()),
        (ValueKind::Switch, DeValue::Boolean(switch)) => Ok(switch.to_string()),
        (ValueKind::List, DeValue::String(text)) => Ok(text.to_string()),
        (ValueKind::List, DeValue::Array(items)) => {
            let texts: Option<Vec<&str>> = items.iter().map(|item| item.get_ref().as_str()).collect();
            texts.map(|texts| texts.join(",")).ok_or_else(|| "oczekiwano listy tekstów w cudzysłowie".into())
        }
        (ValueKind::List, _) => Err("oczekiwano listy tekstów: [\"pierwszy\", \"drugi\"]".into()),
        (ValueKind::Text, _) => Err("oczekiwano tekstu w cudzysłowie".into()),
        (ValueKind::Number, _) => Err("oczekiwano liczby całkowitej, bez cudzysłowu".into()),
        (ValueKind::Switch, _) => Err("oczekiwano true albo false, bez cudzysłowu".into()),
    }
}

/// What the program does: every option with its meaning.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Where the Baza Wiedzy lives.
    pub folders: Folders,
    /// The file of a sentence model, if one is to be used.
    pub model: Option<PathBuf>,
    /// Whether `kb/` may be empty although articles are known.
    pub begin_empty: bool,
    /// Where the server listens.
    pub listen: SocketAddr,
    /// Whether a text goes live only when somebody else approves it.
    pub four_eyes: bool,
    /// The side that residents reach.
    pub residents: Public,
    /// Who is let in besides those with a token.
    pub access: AccessOptions,
    /// For how many days what is written down is kept.
    pub keep: Retention,
    /// The log's filter, if it is not the command's own.
    pub log: Option<String>,
    /// The day for which "in force" is meant, if it is not today.
    pub today: Option<Date>,
    /// Whether `index` builds everything anew.
    pub full: bool,
    /// How many hits `search` gives.
    pub limit: usize,
    /// Whether `search` and `eval` print JSON.
    pub json: bool,
    /// Whether `search` explains each hit.
    pub explain: bool,
    /// Whether `search` sees only what residents may see.
    pub public: bool,
    /// Where `import` writes.
    pub out: Option<PathBuf>,
    /// Whether `import` only says what it would write.
    pub dry_run: bool,
    /// What `eval` measures.
    pub eval: Eval,
    /// How `tune` searches.
    pub tune: Tune,
}

/// What `eval` measures.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Eval {
    /// Questions, JSON lines.
    pub queries: Option<PathBuf>,
    /// Judgements.
    pub qrels: Option<PathBuf>,
    /// Golden questions.
    pub golden: Option<PathBuf>,
    /// The folder of callers' questions.
    pub calls: Option<PathBuf>,
    /// What golden questions name.
    pub by: By,
    /// Figures to compare with.
    pub baseline: Option<PathBuf>,
    /// Where to write the figures.
    pub save: Option<PathBuf>,
    /// Seed of the typing errors to make in the questions.
    pub typos: Option<u64>,
    /// Whether the questions lose their diacritics.
    pub strip: bool,
}

/// How `tune` searches; what it searches on is repeated, and therefore typed, not set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tune {
    /// Parts that the questions are dealt into.
    pub folds: usize,
    /// How often each weight is tried.
    pub rounds: usize,
    /// One question in this many is asked.
    pub every: usize,
    /// Where to write the report.
    pub report: Option<PathBuf>,
}

impl Default for Config {
    fn default() -> Self {
        Self::from(Layer::default())
    }
}

impl From<Layer> for Config {
    /// Fills in the defaults. They stand here and, for people, in `drogowskaz.example.toml`; a test compares the two.
    fn from(said: Layer) -> Self {
        let default = Public::default();
        let keep = Retention::default();
        Self {
            folders: Folders {
                kb: said.kb.unwrap_or_else(|| "kb".into()),
                index: said.index.unwrap_or_else(|| "index".into()),
                data: said.data.unwrap_or_else(|| "data".into()),
            },
            model: said.model,
            begin_empty: said.begin_empty.unwrap_or(false),
            listen: said.listen.unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8080))),
            four_eyes: said.four_eyes.unwrap_or(false),
            residents: Public {
                address: said.public_address.map(|address| address.0),
                origins: said.allowed_origins.map_or_else(|| default.origins, |origins| origins.0),
                proxies: said.trusted_proxies.map_or_else(|| default.proxies, |networks| networks.0),
                rate: said.public_rate.map_or(default.rate, |rate| rate.0),
                infoline: said.infoline.map_or(default.infoline, |name| name.0),
                accessibility_email: said.accessibility_email.map(|email| email.0),
            },
            access: AccessOptions {
                user_header: said.user_header.map(|header| header.0),
                group_header: said.group_header.map(|header| header.0),
                roles: said.roles.unwrap_or_default().0,
                https: said.https.unwrap_or(false),
            },
            keep: Retention {
                questions: said.keep_questions.map_or(keep.questions, |days| days.0),
                calls: said.keep_calls.map_or(keep.calls, |days| days.0),
                submissions: said.keep_submissions.map_or(keep.submissions, |days| days.0),
                feedback: said.keep_feedback.map_or(keep.feedback, |days| days.0),
                audit: said.keep_audit.map_or(keep.audit, |days| days.0),
            },
            log: said.log.map(|filter| filter.0),
            today: said.today,
            full: said.full.unwrap_or(false),
            limit: said.limit.map_or(10, |limit| limit.0),
            json: said.json.unwrap_or(false),
            explain: said.explain.unwrap_or(false),
            public: said.public.unwrap_or(false),
            out: said.out,
            dry_run: said.dry_run.unwrap_or(false),
            eval: Eval {
                queries: said.queries,
                qrels: said.qrels,
                golden: said.golden,
                calls: said.calls,
                by: said.by.unwrap_or_default(),
                baseline: said.baseline,
                save: said.save,
                typos: said.typos,
                strip: said.strip.unwrap_or(false),
            },
            tune: Tune {
                folds: said.folds.map_or(4, |folds| folds.0),
                rounds: said.rounds.map_or(2, |rounds| rounds.0),
                every: said.every.map_or(1, |every| every.0),
                report: said.report,
            },
        }
    }
}

impl Config {
    /// Puts the sources together. `flags` is what was typed, `lookup` gives a variable of the environment, `file` is
    /// the file that was asked for by flag; without one, [`FILE_VARIABLE`] or [`DEFAULT_FILE`], if it is there.
    pub fn load(
        flags: Layer,
        lookup: impl Fn(&str) -> Option<OsString>,
        file: Option<&Path>,
    ) -> Result<Self, ConfigError> {
        let named = lookup(FILE_VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from);
        let file = match file.map(Path::to_owned).or(named) {
            Some(path) => read(path)?,
            None => read_if_there(DEFAULT_FILE.into())?,
        };
        Ok(flags.or(Layer::from_environment(lookup)?).or(file).into())
    }
}

fn read(path: PathBuf) -> Result<Layer, ConfigError> {
    match std::fs::read_to_string(&path) {
        Ok(text) => Layer::from_toml(&path, text.strip_prefix('\u{feff}').unwrap_or(&text)),
        Err(source) => Err(ConfigError::Unreadable { path, source }),
    }
}

fn read_if_there(path: PathBuf) -> Result<Layer, ConfigError> {
    match read(path) {
        Err(ConfigError::Unreadable { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
            Ok(Layer::default())
        }
        result => result,
    }
}

/// The known key that `typed` was probably meant to be: at most a third of its letters away.
fn nearest(typed: &str, known: &[&'static str]) -> Option<&'static str> {
    let typed = typed.to_lowercase().replace('_', "-");
    known
        .iter()
        .map(|key| (distance(&typed, key), *key))
        .filter(|(distance, key)| *distance <= key.len().div_ceil(3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, key)| key)
}

/// Levenshtein distance in characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
#[path = "config_tests.rs"]
mod tests;
