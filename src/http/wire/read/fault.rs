//! Why a struct could not be read: which value, what it may be, and what to say of it.

use std::fmt;

use serde::de::{self, Expected, Unexpected};
use serde_path_to_error::{Error as At, Path, Segment};

use crate::http::wire::problem::{Problem, ProblemKind};
use crate::text::{mask, say};

/// What serde found amiss.
///
/// What was expected is asked for twice: `{}` is for programs ("1–100"), `{:#}` ends the sentence that the value's name
/// begins ("musi być liczbą całkowitą z zakresu 1–100"). Types that know nothing of it say the same both times.
#[derive(Debug)]
pub(super) enum Fault {
    /// A value that may be something else.
    Value { allowed: String, says: String },
    /// Something must be there; by its name, where serde knows it.
    Missing(&'static str),
    /// Something may be there once.
    Repeated(&'static str),
    /// Nobody asked for it.
    Unknown(String),
}

impl Fault {
    fn value(expected: &dyn Expected) -> Self {
        let (allowed, says) = (expected.to_string(), format!("{expected:#}"));
        let says = if says == allowed {
            "ma inny rodzaj wartości, niż opisuje /api/v1/openapi.json".to_owned()
        } else {
            says
        };
        Self::Value { allowed, says }
    }
}

impl de::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::Value { allowed: String::new(), says: format!("jest nie do odczytania: {message}") }
    }

    fn invalid_type(_: Unexpected, expected: &dyn Expected) -> Self {
        Self::value(expected)
    }

    fn invalid_value(_: Unexpected, expected: &dyn Expected) -> Self {
        Self::value(expected)
    }

    fn invalid_length(length: usize, expected: &dyn Expected) -> Self {
        let says = format!("ma {}, a {expected:#}", say::count(length, say::CHARACTER));
        Self::Value { allowed: expected.to_string(), says }
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        let allowed = expected.join(", ");
        Self::Value { says: format!("może być tylko jednym z: {allowed}"), allowed }
    }

    fn unknown_field(field: &str, _: &'static [&'static str]) -> Self {
        // It is told back, and kept by whoever writes down what we answer.
        Self::Unknown(mask(field).as_str().chars().take(100).collect())
    }

    fn missing_field(field: &'static str) -> Self {
        Self::Missing(field)
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::Repeated(field)
    }
}

impl std::error::Error for Fault {}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value { says, .. } => f.write_str(says),
            Self::Missing(name) => write!(f, "{name} is missing"),
            Self::Repeated(name) => write!(f, "{name} is there twice"),
            Self::Unknown(name) => write!(f, "nobody asked for {name}"),
        }
    }
}

/// The problem that a fault is; `called` says what the thing of this name is called.
pub(super) fn problem(at: At<Fault>, called: impl Fn(&str) -> String) -> Problem {
    let path = name(at.path());
    match at.into_inner() {
        Fault::Value { allowed, says } => {
            let detail = format!("{} {says}.", called(&path));
            Problem::invalid(path, allowed, detail)
        }
        Fault::Missing(field) => {
            let name = below(&path, field);
            let detail = format!("Brakuje pola „{name}”.");
            Problem::invalid(name, "required", detail)
        }
        Fault::Repeated(field) => {
            let name = below(&path, field);
            let detail = format!("{} można podać tylko raz.", called(&name));
            Problem::invalid(name, "once", detail)
        }
        Fault::Unknown(name) => {
            let detail = format!("Nieznane pole „{name}”. Pola opisuje /api/v1/openapi.json.");
            Problem::saying(ProblemKind::InvalidParameter, detail).with("parameter", name)
        }
    }
}

/// A field of what is at `path`; what serde does not name stands there itself.
fn below(path: &str, field: &str) -> String {
    match (path, field) {
        (path, "") => path.to_owned(),
        ("", field) => field.to_owned(),
        (path, field) => format!("{path}.{field}"),
    }
}

/// Where it is, as a program writes it: `repairs[2].start`; empty for the whole.
fn name(path: &Path) -> String {
    let known = path.iter().any(|segment| !matches!(segment, Segment::Unknown));
    if known { path.to_string() } else { String::new() }
}
