//! The header: its keys and what each may hold, how it is found in a file, read, edited and written again.
//!
//! `front_matter` finds it and puts the article together, `yaml` makes a tree of it, and here the tree becomes typed
//! values, key by key: a value of the wrong kind is one finding with its line and leaves that key out. [`fields`] are
//! the same keys as a form has them, `edit` changes one and leaves the rest as it was written.

pub(super) mod edit;
pub mod fields;
pub(super) mod front_matter;
mod limits;
mod places;
mod reader;
pub(crate) mod yaml;

use jiff::civil::Date;

use super::{ArticleId, Audience, Facts, Problem, Source, Status};
use reader::{KeyReader, nearest};
use yaml::{MapEntry, Node, NodeKind};

pub(super) use reader::edits;

/// What a header says; a key that was left out or could not be read is `None` or empty.
#[derive(Debug, Default)]
pub(super) struct Header {
    pub(super) id: Option<ArticleId>,
    pub(super) title: Option<String>,
    pub(super) summary: Option<String>,
    pub(super) unit: Option<String>,
    pub(super) category: Option<String>,
    pub(super) kpum_area: Option<String>,
    pub(super) audience: Audience,
    pub(super) status: Status,
    pub(super) valid_from: Option<Date>,
    pub(super) valid_until: Option<Date>,
    pub(super) verified: Option<Date>,
    pub(super) review_by: Option<Date>,
    pub(super) keywords: Vec<String>,
    pub(super) questions: Vec<String>,
    pub(super) facts: Facts,
    pub(super) source: Option<Source>,
    pub(super) repeals: Vec<String>,
    pub(super) unknown: Vec<String>,
    pub(super) other_keys: Vec<(String, serde_json::Value)>,
}

/// Every key of a header, in the order of the manual.
const KEYS: &[&str] = &[
    "id",
    "title",
    "summary",
    "unit",
    "category",
    "kpum_area",
    "audience",
    "status",
    "valid_from",
    "valid_until",
    "verified",
    "review_by",
    "keywords",
    "questions",
    "facts",
    "source",
    "repeals",
    "unknown",
];
const FACTS: &[&str] =
    &["phone", "email", "address", "hours", "fee", "deadline", "documents", "link", "places"];
const SOURCE: &[&str] = &["title", "date", "url", "ocr"];
const AREAS: &[&str] = &["uslugi", "kck", "branzowa", "konto"];
const AUDIENCES: &[(&str, Audience)] = &[("public", Audience::Public), ("internal", Audience::Internal)];
const STATUSES: &[(&str, Status)] = &[
    ("draft", Status::Draft),
    ("review", Status::Review),
    ("published", Status::Published),
    ("archived", Status::Archived),
];

impl Header {
    /// Reads the tree of a header; without one, all defaults.
    pub(super) fn read(path: &str, header: Option<&Node>, problems: &mut Vec<Problem>) -> Self {
        let mut this = Self::default();
        let Some(Node { kind: NodeKind::Map(entries), .. }) = header else { return this };
        let mut read = KeyReader { path, problems, seen: Vec::new(), hide: false };
        for entry in entries {
            this.key(entry, &mut read);
        }
        if !read.seen.contains(&"status") {
            this.misspelt_status(entries);
        }
        if read.hide {
            this.audience = Audience::Internal;
        }
        this
    }

    fn key(&mut self, entry: &MapEntry, read: &mut KeyReader<'_>) {
        let Some(key) = read.known("", entry, KEYS) else {
            if limits::may_limit(entry) {
                read.limits(entry);
            }
            self.other_keys.push((entry.key.clone(), entry.value.to_json()));
            return;
        };
        match key {
            "id" => self.id = read.id(entry),
            "title" => self.title = read.text(entry),
            "summary" => self.summary = read.text(entry),
            "unit" => self.unit = read.text(entry),
            "category" => self.category = read.text(entry),
            "kpum_area" => {
                let areas: Vec<_> = AREAS.iter().map(|&area| (area, area)).collect();
                self.kpum_area = read.choice(entry, &areas, "").unwrap_or_default().map(str::to_owned);
            }
            "audience" => {
                let read = read.choice(entry, AUDIENCES, "; do poprawki artykuł jest wewnętrzny");
                self.audience = read.map_or(Audience::Internal, Option::unwrap_or_default);
            }
            "status" => {
                let read = read.choice(entry, STATUSES, "; do poprawki artykuł jest szkicem");
                self.status = read.map_or(Status::Draft, Option::unwrap_or_default);
            }
            "valid_from" => self.valid_from = read.limit(entry),
            "valid_until" => self.valid_until = read.limit(entry),
            "verified" => self.verified = read.date(entry, "").unwrap_or_default(),
            "review_by" => self.review_by = read.date(entry, "").unwrap_or_default(),
            "keywords" => self.keywords = read.list(entry),
            "questions" => self.questions = read.list(entry),
            "repeals" => self.repeals = read.list(entry),
            "unknown" => self.unknown = read.list(entry),
            "facts" => self.facts(entry, read),
            _ => self.source(entry, read),
        }
    }

    fn facts(&mut self, group: &MapEntry, read: &mut KeyReader<'_>) {
        for entry in read.group(group, "phone: [\"12 616 55 55\"]") {
            let Some(key) = read.known("facts.", entry, FACTS) else {
                self.other_keys.push((format!("facts.{}", entry.key), entry.value.to_json()));
                continue;
            };
            let facts = &mut self.facts;
            match key {
                "phone" => facts.phone = read.list(entry),
                "documents" => facts.documents = read.list(entry),
                "email" => facts.email = read.joined(entry),
                "address" => facts.address = read.joined(entry),
                "hours" => facts.hours = read.joined(entry),
                "fee" => facts.fee = read.joined(entry),
                "deadline" => facts.deadline = read.joined(entry),
                "places" => facts.places = read.places(entry),
                _ => facts.link = read.address(entry),
            }
        }
    }

    fn source(&mut self, group: &MapEntry, read: &mut KeyReader<'_>) {
        if let NodeKind::Scalar { .. } = group.value.kind {
            let title = read.text(group);
            self.source = title.map(|title| Source { title, ..Source::default() });
            return;
        }
        let mut source = Source::default();
        for entry in read.group(group, "title: \"Zarządzenie nr 1231/2025\"") {
            let Some(key) = read.known("source.", entry, SOURCE) else {
                self.other_keys.push((format!("source.{}", entry.key), entry.value.to_json()));
                continue;
            };
            match key {
                "title" => source.title = read.text(entry).unwrap_or_default(),
                "date" => source.date = read.date(entry, "").unwrap_or_default(),
                "url" => source.url = read.address(entry),
                _ => source.ocr = read.flag(entry),
            }
        }
        if source != Source::default() {
            self.source = Some(source);
        }
    }

    /// `stauts: draft` would otherwise publish what the editor meant to keep back.
    fn misspelt_status(&mut self, entries: &[MapEntry]) {
        for entry in entries {
            let NodeKind::Scalar { text, .. } = &entry.value.kind else { continue };
            let value = text.trim().to_lowercase();
            if let Some((_, status)) = STATUSES.iter().find(|(name, _)| *name == value)
                && nearest(&entry.key, &["status"]).is_some()
            {
                self.status = *status;
            }
        }
    }
}
