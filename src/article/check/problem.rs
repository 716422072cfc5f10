//! What is wrong with an article or a dictionary, as a value: code, place, words for the editor.

use std::fmt;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Should be mended; the article is served all the same.
    Warning,
    /// The file (or the line) is not used until it is mended.
    Error,
}

/// A stable code such as `E001` or `W012`, to look up and to silence; the list stands in [`super::codes`].
pub type Code = &'static str;

/// One finding with its place.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Problem {
    /// Error or warning.
    pub severity: Severity,
    /// Stable code.
    pub code: Code,
    /// Path below `kb/`.
    pub path: String,
    /// Line in the file, from 1; 0 when the finding is about the whole file.
    pub line: usize,
    /// What is wrong, in Polish, for an editor.
    pub message: String,
    /// What to do about it, in Polish; may be empty.
    pub help: String,
}

impl Problem {
    /// A finding; its severity is the first letter of its code.
    pub fn new(code: Code, path: &str, line: usize, message: impl Into<String>) -> Self {
        let severity = if code.starts_with('E') { Severity::Error } else { Severity::Warning };
        Self { severity, code, path: path.to_owned(), line, message: message.into(), help: String::new() }
    }

    /// The same finding with a remedy.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }
}

impl fmt::Display for Problem {
    /// `plik:linia: error[E001]: treść`, the form that editors' tools understand.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        write!(f, "{}:{}: {severity}[{}]: {}", self.path, self.line.max(1), self.code, self.message)?;
        if !self.help.is_empty() {
            write!(f, "\n  = pomoc: {}", self.help)?;
        }
        Ok(())
    }
}
