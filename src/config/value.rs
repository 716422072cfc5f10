//! The types that options have, and how each is read from text.

use std::net::SocketAddr;
use std::path::PathBuf;

use jiff::civil::Date;

use crate::quality::golden::By;

/// A type that an option can have: read the same way from a flag, a variable and the file.
pub trait OptionValue: Sized {
    /// Reads the value, or says in Polish what was expected.
    fn read(text: &str) -> Result<Self, String>;

    /// Which TOML value spells it.
    const KIND: ValueKind = ValueKind::Text;
}

/// The TOML values that options are written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    /// In quotation marks.
    Text,
    /// A whole number.
    Number,
    /// `true` or `false`.
    Switch,
    /// A list of texts; with commas where there are no lists.
    List,
}

impl OptionValue for PathBuf {
    fn read(text: &str) -> Result<Self, String> {
        if text.is_empty() { Err("ścieżka jest pusta".into()) } else { Ok(Self::from(text)) }
    }
}

impl OptionValue for SocketAddr {
    fn read(text: &str) -> Result<Self, String> {
        // The one host name that needs no look-up, and the one that people write.
        let numeric = text.strip_prefix("localhost:").map(|port| format!("127.0.0.1:{port}"));
        numeric
            .as_deref()
            .unwrap_or(text)
            .parse()
            .map_err(|_| format!("„{text}” nie jest adresem z portem; oczekiwano na przykład 127.0.0.1:8080"))
    }
}

impl OptionValue for bool {
    const KIND: ValueKind = ValueKind::Switch;

    fn read(text: &str) -> Result<Self, String> {
        match text {
            "true" | "1" => Ok(true),
            "false" | "0" => Ok(false),
            _ => Err(format!("„{text}” nie jest wartością logiczną; oczekiwano true albo false")),
        }
    }
}

impl OptionValue for u64 {
    const KIND: ValueKind = ValueKind::Number;

    fn read(text: &str) -> Result<Self, String> {
        text.parse().map_err(|_| format!("„{text}” nie jest liczbą całkowitą od 0"))
    }
}

impl OptionValue for Date {
    fn read(text: &str) -> Result<Self, String> {
        text.parse().map_err(|_| format!("„{text}” nie jest datą w postaci RRRR-MM-DD"))
    }
}

/// How many hits to give: 1 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(pub usize);

impl OptionValue for Limit {
    const KIND: ValueKind = ValueKind::Number;

    fn read(text: &str) -> Result<Self, String> {
        match text.parse() {
            Ok(n @ 1..=100) => Ok(Self(n)),
            _ => Err(format!("„{text}” nie jest liczbą od 1 do 100")),
        }
    }
}

/// How many of something of which there must be one: 1 or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count(pub usize);

impl OptionValue for Count {
    const KIND: ValueKind = ValueKind::Number;

    fn read(text: &str) -> Result<Self, String> {
        match text.parse() {
            Ok(n @ 1..) => Ok(Self(n)),
            _ => Err(format!("„{text}” nie jest liczbą całkowitą od 1")),
        }
    }
}

/// A filter of the log, such as `info,tantivy=warn`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogFilter(pub String);

impl OptionValue for LogFilter {
    fn read(text: &str) -> Result<Self, String> {
        crate::telemetry::check_filter(text).map(|()| Self(text.to_owned())).map_err(|why| {
            format!("„{text}” nie jest filtrem dziennika ({why}); oczekiwano na przykład info")
        })
    }
}

impl OptionValue for By {
    fn read(text: &str) -> Result<Self, String> {
        match text {
            "id" => Ok(Self::Id),
            "unit" => Ok(Self::Unit),
            _ => Err(format!("„{text}”: oczekiwano id albo unit")),
        }
    }
}
