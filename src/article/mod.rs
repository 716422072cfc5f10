//! Layer 1: an article as a value, however it came to be.
//!
//! Everything here is pure: text in, values and [`Problem`]s out. No file is read, no clock is asked; "today" is
//! an argument. A broken article is a list of problems, never a panic, so that one file cannot stop the rest.

pub mod body;
mod bounds;
pub mod change;
pub mod check;
pub mod dictionary;
pub mod facts;
pub mod force;
pub mod header;
#[cfg(test)]
mod testkit;

use std::fmt;
use std::ops::Range;

use data_encoding::HEXLOWER;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use facts::places::Place;

pub use bounds::LARGEST;
pub use check::problem::{Code, Problem, Severity};
pub use header::edit::with_status;

/// The stable name of an article: `[a-z0-9-]+`, unique in a Baza Wiedzy.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ArticleId(String);

/// What is kept by id is found by text.
impl std::borrow::Borrow<str> for ArticleId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl ArticleId {
    /// Takes `id` if it is a slug already; an id never holds anything that could leave `kb/` as a path.
    pub fn new(id: impl Into<String>) -> Option<Self> {
        let id = id.into();
        let slug = !id.is_empty()
            && id.len() <= 200
            && id.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        slug.then_some(Self(id))
    }

    /// The id that any text stands for, such as the path of a file that names none: `odpady/gabaryty` →
    /// `odpady-gabaryty`. What has no Latin letters, or too many, is told apart by a hash of the whole text.
    pub fn from_text(text: &str) -> Self {
        const LONGEST: usize = 180;
        let mut slug = body::slug::slug(text);
        if slug.is_empty() || slug.len() > LONGEST {
            let mark = HEXLOWER.encode(&Sha256::digest(text)[..4]);
            slug.truncate(LONGEST);
            let stem = slug.trim_end_matches('-');
            slug = format!("{}-{mark}", if stem.is_empty() { "artykul" } else { stem });
        }
        Self(slug)
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Who may read an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// Residents too, through the KPUM widget and the public pages.
    Public,
    /// Staff of the infoline alone. The default: nothing leaks by forgetting a line.
    #[default]
    Internal,
}

/// Where an article stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Being written; nobody but editors finds it.
    Draft,
    /// Waiting for a second pair of eyes.
    Review,
    /// Live.
    #[default]
    Published,
    /// Kept for the record, found by nobody.
    Archived,
}

/// What an agent reads out first. Every key is optional; keys that the contract does not name are in
/// [`Article::unknown`] as `facts.…`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Facts {
    /// Telephone numbers, as the editor wrote them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phone: Vec<String>,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Postal address of the place to go to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Opening hours, in the OpenStreetMap `opening_hours` syntax where they parse.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<String>,
    /// What it costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<String>,
    /// Until when, or how long it takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<String>,
    /// What to bring.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<String>,
    /// Where to read on or to file the matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// Places with hours of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
}

impl Facts {
    /// Whether the fact with this key of the front matter is there.
    pub fn has(&self, key: &str) -> bool {
        !self.values(key).is_empty()
    }

    /// What stands at this key of the front matter.
    pub fn values(&self, key: &str) -> Vec<&str> {
        let single = match key {
            "phone" => return self.phone.iter().map(String::as_str).collect(),
            "hours" => {
                let of_places = self.places.iter().filter_map(|place| place.hours.as_deref());
                return self.hours.as_deref().into_iter().chain(of_places).collect();
            }
            "documents" => return self.documents.iter().map(String::as_str).collect(),
            "email" => &self.email,
            "address" => &self.address,
            "fee" => &self.fee,
            "deadline" => &self.deadline,
            "link" => &self.link,
            _ => &None,
        };
        single.as_deref().into_iter().collect()
    }
}

/// The act or page an article comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Source {
    /// "Zarządzenie nr 1231/2025".
    #[serde(default)]
    pub title: String,
    /// Date of the act or page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// Address of the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whether a machine read the text from a scan; `None` leaves the normaliser to decide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ocr: Option<bool>,
}

/// One heading with the text under it, small enough to be read out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The heading, or empty for the text before the first one.
    pub heading: String,
    /// Level 1–6 of the heading; 0 for the text before the first one.
    pub level: u8,
    /// Fragment of the article's page, without `#`; empty for the article's beginning.
    pub anchor: String,
    /// Plain text; list items, table rows and paragraphs end in a newline, table cells are set apart by ` | `.
    /// Never empty: a heading that nothing stands under is its own text.
    pub text: String,
    /// `{.internal}` on the heading (or on one above it): agents alone.
    pub internal: bool,
    /// Where the section stands in the Markdown body, in bytes. Pieces of one long paragraph share its span.
    pub span: Range<usize>,
}

/// An article: typed header, sections, and the Markdown it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    /// Its stable name.
    pub id: ArticleId,
    /// What the matter is called.
    pub title: String,
    /// One or two sentences to read out.
    pub summary: Option<String>,
    /// Code of the unit in charge (`kb/slowniki/jednostki.toml`).
    pub unit: Option<String>,
    /// Code of the category (`kb/slowniki/kategorie.toml`).
    pub category: Option<String>,
    /// Area of the KPUM portal: `uslugi`, `kck`, `branzowa` or `konto`.
    pub kpum_area: Option<String>,
    /// Who may read it.
    pub audience: Audience,
    /// Where it stands in its life.
    pub status: Status,
    /// First day in force.
    pub valid_from: Option<Date>,
    /// Last day in force.
    pub valid_until: Option<Date>,
    /// When an editor last checked the facts.
    pub verified: Option<Date>,
    /// Past this day it is stale.
    pub review_by: Option<Date>,
    /// Callers' words for the things the matter is about.
    pub keywords: Vec<String>,
    /// Whole questions as callers put them; searched, shown to editors only.
    pub questions: Vec<String>,
    /// What an agent reads out first.
    pub facts: Facts,
    /// The act or page it comes from.
    pub source: Option<Source>,
    /// Numbers of the acts that this one repeals, e.g. `3465/2024`.
    pub repeals: Vec<String>,
    /// What callers ask and the Baza Wiedzy does not hold, in their words.
    pub unknown: Vec<String>,
    /// Front-matter keys the contract does not name, kept as they were: key and JSON value. Those inside a group
    /// carry its name: `facts.fax`.
    pub other_keys: Vec<(String, serde_json::Value)>,
    /// The Markdown below the front matter, line ends normalised to `\n`, BOM removed.
    pub body: String,
    /// The whole file as text (front matter and body), line ends normalised.
    pub raw: String,
    /// The body cut into passages.
    pub sections: Vec<Section>,
}

impl Article {
    /// The line of the file on which byte `offset` of the body stands, from 1.
    pub fn line_of(&self, offset: usize) -> usize {
        let above = self.raw.len().saturating_sub(self.body.len());
        let end = (above + offset).min(self.raw.len());
        1 + self.raw.as_bytes()[..end].iter().filter(|&&byte| byte == b'\n').count()
    }

    /// Number of the act this article comes from (`1231/2025`), read from the source's title.
    pub fn act_number(&self) -> Option<&str> {
        let title = &self.source.as_ref()?.title;
        title
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')'))
            .map(|word| word.trim_end_matches(['.', ';', ':']))
            .find(|word| force::validity::is_act_number(word))
    }
}

/// What parsing a file gives: the article if anything could be made of it, and all that was wrong.
#[derive(Debug)]
pub struct Parsed {
    /// `None` only when the file cannot be an article at all (front matter that is no YAML, not UTF-8).
    pub article: Option<Article>,
    /// Errors and warnings, with lines.
    pub problems: Vec<Problem>,
    /// Whether the text names its article; otherwise the id follows from the path.
    pub names_itself: bool,
}

impl Parsed {
    /// The same text as the article `id` in the file at `path`, without reading it again.
    #[must_use]
    pub fn placed(mut self, id: &ArticleId, path: &str) -> Self {
        // Only an id that the path says again: whoever reads the file later knows no other.
        let says_so = header::front_matter::id_from(path) == *id;
        if let Some(article) = self.article.as_mut().filter(|_| !self.names_itself && says_so) {
            article.id = id.clone();
        }
        self.problems.iter_mut().for_each(|problem| problem.path = path.to_owned());
        self
    }
}

/// Reads one Markdown file. `path` is relative to `kb/` with `/` between its parts; it gives the default id and
/// names the place in problems. Never fails: what is wrong is in [`Parsed::problems`].
pub fn parse(path: &str, bytes: &[u8]) -> Parsed {
    header::front_matter::parse(path, bytes)
}

/// Whether a file below `kb/` is an article: Markdown, not a README, in no folder that starts with a dot.
pub fn is_article_path(path: &str) -> bool {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let lower = name.to_lowercase();
    lower.ends_with(".md")
        && lower != "readme.md"
        && !name.starts_with('.')
        && !folders.split('/').any(|folder| folder.starts_with('.'))
}
