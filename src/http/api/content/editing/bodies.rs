//! What is sent and answered when an article is changed.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::article;
use crate::http::api::content::preview::Noted;
use crate::http::wire::etag::revision;
use crate::http::wire::read::value::text;
use crate::http::wire::vocabulary;
use crate::library::publishing::store::{Place, Revision};
use crate::text::mask;

/// A change that is on disk and found.
#[derive(Debug, Serialize, ToSchema)]
pub struct Saved {
    /// The article.
    pub id: String,
    /// Number of the change.
    pub revision: i64,
    /// Tag of the text, for the next `If-Match`; also in the `ETag` header.
    pub etag: String,
    /// Where the text stands in its life.
    #[schema(schema_with = vocabulary::status)]
    pub status: &'static str,
    /// Whether the text is what agents find now. A draft or a text in review waits.
    pub live: bool,
    /// Whether it waits beside a published version.
    pub waiting: bool,
    /// The article's page.
    pub url: String,
    /// What a check says of the text beside the whole Baza Wiedzy, as a preview of it does.
    pub problems: Vec<Noted>,
    /// Who approved the text, where it went live under the rule of four eyes or by another than its authors.
    #[schema(required)]
    pub approved_by: Option<String>,
}

/// Something that a check found in a text.
#[derive(Debug, Serialize, ToSchema)]
pub struct Finding {
    /// How bad it is.
    #[schema(schema_with = vocabulary::severity)]
    pub severity: &'static str,
    /// Stable code, such as `W006`.
    pub code: &'static str,
    /// Line of the text, from 1; 0 for the whole.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it; may be empty.
    pub help: String,
}

impl From<&article::Problem> for Finding {
    fn from(problem: &article::Problem) -> Self {
        Self {
            severity: match problem.severity {
                article::Severity::Error => "error",
                article::Severity::Warning => "warning",
            },
            code: problem.code,
            line: problem.line,
            message: problem.message.clone(),
            help: problem.help.clone(),
        }
    }
}

/// One entry of an article's history.
#[derive(Debug, Serialize, ToSchema)]
pub struct Change {
    /// Number of the change; grows over all articles.
    pub revision: i64,
    /// When, in UTC.
    #[schema(format = DateTime)]
    pub at: String,
    /// Who.
    pub author: String,
    /// What was done: `put`, `publish`, `archive`, `restore`, `rollback`, `discard`; to the file outside the product:
    /// `hand` (written), `moved`, `gone`; `baseline` is the text with which it was first seen.
    pub kind: &'static str,
    /// The article's file below `kb/`.
    pub path: String,
    /// Where the file stood before it was moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved_from: Option<String>,
    /// Whether the text waits beside a published one.
    pub waiting: bool,
    /// Tag of the text.
    pub etag: String,
    /// Why.
    pub why: String,
    /// Everybody who contributed since the last text that was served; empty in changes older than such records.
    pub authors: Vec<String>,
    /// Who approved it, if anybody did.
    #[schema(required)]
    pub approved_by: Option<String>,
    /// Codes of the errors that it was published despite.
    pub despite: Vec<String>,
}

impl From<&Revision> for Change {
    fn from(revision: &Revision) -> Self {
        let account = revision.account.clone().unwrap_or_default();
        Self {
            revision: revision.seq,
            at: jiff::Timestamp::from_millisecond(revision.at).unwrap_or_default().to_string(),
            author: revision.author.clone(),
            kind: revision.kind.code(),
            path: revision.path.clone(),
            moved_from: None,
            waiting: revision.place == Place::Next,
            etag: revision.etag.clone(),
            why: revision.why.clone(),
            authors: account.authors,
            approved_by: account.approved,
            despite: account.despite,
        }
    }
}

/// What goes with a change.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Reason {
    /// Why the change is made; for the history.
    #[serde(default, deserialize_with = "masked")]
    pub why: String,
}

/// Editors write what a caller told them, too.
pub(in crate::http::api) fn masked<'de, D: serde::Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    String::deserialize(from).map(|why| mask(&why).to_string())
}

/// What goes with a change that may put a text into service.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Conditions {
    /// Why the change is made; for the history.
    #[serde(default, deserialize_with = "masked")]
    pub why: String,
    /// Codes of exactly the errors that the text is to be published despite, such as `E011,E013`.
    #[serde(default)]
    pub despite: String,
    /// Tag of the published version that the text takes into account, after a merge; without it, the one that the
    /// waiting version began from.
    #[serde(default, deserialize_with = "text")]
    pub base: Option<String>,
}

impl Conditions {
    pub(super) fn base(&self) -> Option<&str> {
        self.base.as_deref().map(revision).filter(|tag| !tag.is_empty())
    }
}

/// Which version to restore.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Restoring {
    /// Number of a change in the article's history; without it, an archived article is put back into service.
    pub revision: Option<i64>,
}
