//! What went wrong, for the person at the terminal: one line, what to do about it, and an exit code.

use std::io;
use std::process::ExitCode;

use crate::config::ConfigError;
use crate::quality::QualityError;

/// Whose fault it is; each has its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// The input: an article, a file, a folder (1).
    Input,
    /// The command line or the settings (2).
    Usage,
    /// The program ([`INTERNAL`]).
    Internal,
}

/// The exit code of a fault of the program: `EX_SOFTWARE` of sysexits.
pub const INTERNAL: u8 = 70;

impl FaultKind {
    fn code(self) -> u8 {
        match self {
            Self::Input => 1,
            Self::Usage => 2,
            Self::Internal => INTERNAL,
        }
    }
}

/// A fault that knows whose it is and what to do about it. Errors of the layers below travel as themselves, or as
/// its source; without a `Fault` among them, an error is one of the input.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Fault {
    kind: FaultKind,
    message: String,
    help: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Fault {
    /// A fault of the input.
    pub fn input(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { kind: FaultKind::Input, message: message.into(), help: help.into(), source: None }
    }

    /// A fault of the command line or the settings.
    pub fn usage(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { kind: FaultKind::Usage, ..Self::input(message, help) }
    }

    /// A fault of the program.
    pub fn internal(message: impl Into<String>) -> Self {
        Self { kind: FaultKind::Internal, ..Self::input(message, REPORT) }
    }

    /// The same fault with its cause.
    pub fn because(mut self, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(cause.into());
        self
    }
}

const REPORT: &str =
    "to błąd programu; zgłoś go opiekunowi Drogowskazu razem z tym wierszem i wpisanym poleceniem";

/// The exit code of a command that ended in `error`.
pub fn exit_code(error: &anyhow::Error) -> ExitCode {
    if reader_left(error) { ExitCode::SUCCESS } else { ExitCode::from(kind(error).code()) }
}

/// Writes the chain of causes in one line, and the way out in another.
pub fn report(error: &anyhow::Error, to: &mut dyn io::Write) -> io::Result<()> {
    if reader_left(error) {
        return Ok(());
    }
    writeln!(to, "drogowskaz: {}", one_line(error))?;
    match help(error) {
        "" => Ok(()),
        help => writeln!(to, "  pomoc: {help}"),
    }
}

/// Writes where the program broke. Called while a thread panics: no more than one formatted line.
pub fn report_panic(panic: &std::panic::PanicHookInfo<'_>, to: &mut dyn io::Write) {
    let payload = panic.payload();
    let text = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let what = text.unwrap_or("nieznana przyczyna");
    let place = panic.location().map(|at| format!(" ({}:{})", at.file(), at.line())).unwrap_or_default();
    let _ = writeln!(to, "drogowskaz: błąd wewnętrzny: {what}{place}\n  pomoc: {REPORT}");
}

/// `drogowskaz search … | head`: whoever closes the pipe has read enough, which is no fault at all.
fn reader_left(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn kind(error: &anyhow::Error) -> FaultKind {
    for cause in error.chain() {
        if let Some(fault) = cause.downcast_ref::<Fault>() {
            return fault.kind;
        }
        if cause.is::<ConfigError>() {
            return FaultKind::Usage;
        }
    }
    FaultKind::Input
}

fn help(error: &anyhow::Error) -> &str {
    for cause in error.chain() {
        if let Some(fault) = cause.downcast_ref::<Fault>() {
            return &fault.help;
        }
        if cause.is::<ConfigError>() {
            return "wszystkie opcje z wartościami domyślnymi pokazuje drogowskaz.example.toml";
        }
        if let Some(error) = cause.downcast_ref::<QualityError>() {
            return help_to_measure(error);
        }
    }
    ""
}

fn help_to_measure(error: &QualityError) -> &'static str {
    match error {
        QualityError::Unreadable { .. } => "sprawdź ścieżkę",
        QualityError::BadLine { .. } => "postać pliku: drogowskaz eval --help",
        QualityError::Unanswered { .. } => "sprawdź, czy pytania i oceny należą do tego samego zbioru",
        QualityError::NoMeasurement { .. } | QualityError::NotMeasurement { .. } => {
            "wynik do porównań zapisuje drogowskaz eval --save PLIK"
        }
        QualityError::Unwritable { .. } => "sprawdź folder i miejsce na dysku",
    }
}

/// The chain as `a: b: c`. A cause that its parent already quotes is not said twice.
fn one_line(error: &anyhow::Error) -> String {
    let mut line = String::new();
    for cause in error.chain() {
        let cause = cause.to_string();
        let cause = cause.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.ends_with(&cause) {
            continue;
        }
        if !line.is_empty() {
            line.push_str(": ");
        }
        line.push_str(&cause);
    }
    line
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use anyhow::Context;

    fn written(error: &anyhow::Error) -> String {
        let mut text = Vec::new();
        report(error, &mut text).unwrap();
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn the_whole_chain_stands_in_one_line_with_the_way_out_below() {
        let cause = io::Error::new(io::ErrorKind::NotFound, "nie ma takiego pliku\n  ani folderu");
        let fault = Fault::input("nie można odczytać ocen qrels.tsv", "sprawdź ścieżkę").because(cause);
        let error = anyhow::Error::new(fault).context("eval");
        assert_eq!(
            written(&error),
            "drogowskaz: eval: nie można odczytać ocen qrels.tsv: nie ma takiego pliku ani folderu\n  \
             pomoc: sprawdź ścieżkę\n"
        );
    }

    #[test]
    fn a_file_that_cannot_be_measured_with_is_named_with_the_way_out() {
        let source = io::Error::new(io::ErrorKind::NotFound, "nie ma takiego pliku");
        let error = anyhow::Error::from(QualityError::NoMeasurement { path: "wynik.json".into(), source });
        assert_eq!(
            written(&error),
            "drogowskaz: nie można odczytać wyniku wynik.json: nie ma takiego pliku\n  \
             pomoc: wynik do porównań zapisuje drogowskaz eval --save PLIK\n"
        );
        assert_eq!(format!("{:?}", exit_code(&error)), format!("{:?}", ExitCode::from(1)));
    }

    #[test]
    fn a_cause_that_its_parent_quotes_is_said_once() {
        let error = anyhow::anyhow!("dysk pełny").context("nie zapisano: dysk pełny");
        assert_eq!(written(&error), "drogowskaz: nie zapisano: dysk pełny\n");
    }

    #[test]
    fn each_kind_of_fault_has_its_exit_code() {
        let code = |error: anyhow::Error| format!("{:?}", exit_code(&error));
        let expected = |code: u8| format!("{:?}", ExitCode::from(code));
        assert_eq!(code(anyhow::anyhow!("zły plik")), expected(1));
        assert_eq!(code(Fault::usage("zła opcja", "").into()), expected(2));
        assert_eq!(code(Fault::internal("wyjątek").into()), expected(70));
        let config =
            ConfigError::UnknownKey { path: "d.toml".into(), line: 1, key: "x".into(), nearest: None };
        assert_eq!(code(config.into()), expected(2));
    }

    #[test]
    fn a_reader_that_closed_the_pipe_is_no_fault() {
        let error = Err::<(), _>(io::Error::from(io::ErrorKind::BrokenPipe)).context("wynik").unwrap_err();
        assert_eq!(written(&error), "");
        assert_eq!(format!("{:?}", exit_code(&error)), format!("{:?}", ExitCode::SUCCESS));
    }
}
