//! What is known of an article, as it is sent: facts, and what to beware of.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{article, search};

/// What to read out first. A key is missing where nothing is known.
#[derive(Debug, Serialize, ToSchema)]
pub struct Facts {
    /// Telephone numbers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(example = json!(["12 616 55 55"]))]
    pub phone: Vec<String>,
    /// E-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub email: Option<String>,
    /// Where to go.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub address: Option<String>,
    /// Opening hours, in the OpenStreetMap `opening_hours` syntax where the editor used it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Mo-Fr 07:40-15:30")]
    pub hours: Option<String>,
    /// What it costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "17 zł")]
    pub fee: Option<String>,
    /// Until when, or how long it takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub deadline: Option<String>,
    /// What to bring.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<String>,
    /// Where to read on or to file the matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub link: Option<String>,
    /// Places with hours of their own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
}

/// A place, or a line, with hours of its own.
#[derive(Debug, Serialize, ToSchema)]
pub struct Place {
    /// What callers know it by.
    pub name: String,
    /// Where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub address: Option<String>,
    /// Opening hours, written as in `facts.hours`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Mo-Fr 10:00-18:00; Sa 07:30-15:30")]
    pub hours: Option<String>,
    /// Its telephones.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub phone: Vec<String>,
    /// How open is called where it is not `czynne`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "płatne")]
    pub open: Option<String>,
    /// How closed is called where it is not `zamknięte`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "bezpłatne")]
    pub closed: Option<String>,
}

impl From<article::facts::places::Place> for Place {
    fn from(place: article::facts::places::Place) -> Self {
        let article::facts::places::Place { name, address, hours, phone, open, closed } = place;
        Self { name, address, hours, phone, open, closed }
    }
}

impl From<article::Facts> for Facts {
    fn from(facts: article::Facts) -> Self {
        let article::Facts { phone, email, address, hours, fee, deadline, documents, link, places } = facts;
        let places = places.into_iter().map(Place::from).collect();
        Self { phone, email, address, hours, fee, deadline, documents, link, places }
    }
}

/// A value to read, and where a click on it leads.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Line {
    /// Formatted for people: numbers grouped as they are read out, hours in Polish.
    #[schema(example = "12 616 55 55")]
    pub text: String,
    /// Address of a link that dials, writes or leads there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "tel:+48126165555")]
    pub href: Option<String>,
}

/// What to beware of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// Not in force today.
    NotInForce,
    /// An act that is in force repealed it.
    Repealed,
    /// The day by which it was to be checked again has passed.
    Stale,
    /// No editor ever confirmed its facts.
    Unverified,
    /// Read by a machine from a scan.
    Ocr,
    /// For agents alone.
    Internal,
}

impl From<search::Flag> for Flag {
    fn from(flag: search::Flag) -> Self {
        match flag {
            search::Flag::NotInForce => Flag::NotInForce,
            search::Flag::Repealed => Flag::Repealed,
            search::Flag::Stale => Flag::Stale,
            search::Flag::Unverified => Flag::Unverified,
            search::Flag::Ocr => Flag::Ocr,
            search::Flag::Internal => Flag::Internal,
        }
    }
}

/// What a key of `facts` is called in the middle of a Polish sentence: "Baza tego nie podaje: opłata".
pub(in crate::http) fn name(key: &str) -> Option<&'static str> {
    Some(match key {
        "fee" => "opłata",
        "deadline" => "termin",
        "phone" => "telefon",
        "hours" => "godziny",
        "address" => "adres",
        "documents" => "dokumenty",
        "email" => "adres e-mail",
        "link" => "strona internetowa",
        _ => return None,
    })
}
