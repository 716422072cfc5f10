//! The words of the city as checked values: units, categories, synonyms, abbreviations, and who deals with what the city
//! does not (`kb/slowniki/*.toml`).
//!
//! This is data that editors keep; what a word of Polish is belongs to `text`. Entries are read one by one, so that
//! a slip costs its entry and not the dictionary.

mod fields;
mod other_bodies;
mod read;

use super::Problem;

/// A unit of the city: who answers for a matter.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Unit {
    /// `DK-03`, `MPO`.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Wydział, referat, jednostka, spółka…
    pub kind: String,
    /// Code of the unit above it.
    pub parent: Option<String>,
    /// What it does, a line each.
    pub scope: Vec<String>,
    /// Telephone numbers.
    pub phones: Vec<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Where it sits.
    pub address: Option<String>,
    /// Opening hours in the OpenStreetMap syntax.
    pub hours: Option<String>,
    /// What callers call it.
    pub aliases: Vec<String>,
    /// What it, or what it took over from, was called before.
    pub formerly: Vec<String>,
    /// Where this is known from.
    pub source: Option<String>,
    /// What an agent should know before reading this out: how old it is, what to confirm.
    pub note: Option<String>,
    /// `aktualna` or `historyczna`.
    pub status: Option<String>,
    /// Of a former unit: until when.
    pub until: Option<String>,
    /// Of a former unit: codes of those that do its work now.
    pub now: Vec<String>,
}

impl Unit {
    /// Whether the unit is no more.
    pub fn is_former(&self) -> bool {
        self.status.as_deref() == Some(FORMER)
    }
}

/// What `status` says of a unit that is no more, and of one that is.
const FORMER: &str = "historyczna";
const CURRENT: &str = "aktualna";

/// A category of articles.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Category {
    /// `odpady`.
    pub code: String,
    /// What people read.
    pub name: String,
    /// What belongs here.
    pub opis: String,
}

/// Callers' words and what the articles call the same thing.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Synonym {
    /// What callers say; each entry may be several words long.
    pub mowia: Vec<String>,
    /// What it means.
    pub znaczy: Vec<String>,
    /// Whether the second also stands for the first.
    pub w_obie_strony: bool,
}

/// An abbreviation and its full form; always two-way.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Abbreviation {
    /// `MOPS`.
    pub skrot: String,
    /// `Miejski Ośrodek Pomocy Społecznej`.
    pub pelna: String,
}

/// Somebody who deals with what the city does not.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct OtherBody {
    /// `ZUS`; no unit of the city has it.
    pub code: String,
    /// Full name.
    pub name: String,
    /// What callers call it.
    pub aliases: Vec<String>,
    /// What callers want of it, in their words.
    pub matters: Vec<String>,
    /// The sentence to read out: who deals with it, and where to turn.
    pub sentence: String,
    /// Its telephones; none where none was confirmed.
    pub phone: Vec<String>,
    /// Where to read on, by http or https.
    pub link: Option<String>,
    /// Where this is known from.
    pub source: Option<String>,
    /// What an agent should know before reading this out.
    pub note: Option<String>,
}

/// All dictionaries of a Baza Wiedzy.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Dictionaries {
    /// From `jednostki.toml`.
    pub units: Vec<Unit>,
    /// From `kategorie.toml`.
    pub categories: Vec<Category>,
    /// From `synonimy.toml`, `[[synonim]]`.
    pub synonyms: Vec<Synonym>,
    /// From `synonimy.toml`, `[[skrot]]`.
    pub abbreviations: Vec<Abbreviation>,
    /// From `inne-podmioty.toml`.
    pub other_bodies: Vec<OtherBody>,
}

/// Where a file stands in the order in which dictionaries are read: what is checked against another comes behind it.
pub fn turn(name: &str) -> usize {
    read::FILES.iter().position(|(file, _)| *file == name).unwrap_or(read::FILES.len())
}

impl Dictionaries {
    /// The unit with this code, compared without case.
    pub fn unit(&self, code: &str) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.code.eq_ignore_ascii_case(code))
    }

    /// The category with this code, compared without case.
    pub fn category(&self, code: &str) -> Option<&Category> {
        self.categories.iter().find(|category| category.code.eq_ignore_ascii_case(code))
    }

    /// Reads one dictionary file into `self`: `name` is the file's name below `slowniki/` (`jednostki.toml`).
    /// A broken file leaves what was there before and is reported with its line; entries that cannot be used are
    /// left out one by one, each with a problem. Files are read in the order of [`turn`].
    pub fn read(&mut self, name: &str, text: &str) -> Vec<Problem> {
        read::read(self, name, text)
    }
}

#[cfg(test)]
mod tests;
