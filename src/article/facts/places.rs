//! Places of one matter, each with hours of its own: collection points, gates of a cemetery, points in galleries.

use serde::{Deserialize, Serialize};

use super::open::Words;

/// A place, or a line, with hours of its own.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Place {
    /// What callers know it by.
    pub name: String,
    /// Where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Opening hours, written as in `facts.hours`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<String>,
    /// Its telephones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phone: Vec<String>,
    /// How open is called where it is not `czynne`: `płatne`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<String>,
    /// How closed is called where it is not `zamknięte`: `bezpłatne`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<String>,
}

impl Place {
    /// How its states are called.
    pub fn words(&self) -> Words<'_> {
        let usual = Words::default();
        Words {
            open: self.open.as_deref().unwrap_or(usual.open),
            closed: self.closed.as_deref().unwrap_or(usual.closed),
        }
    }

    /// Every text of it that is shown.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let Self { name, address, hours, phone, open, closed } = self;
        let single = [address, hours, open, closed].into_iter().flatten();
        std::iter::once(name).chain(single).chain(phone).map(String::as_str)
    }
}
