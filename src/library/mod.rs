//! Layer 3: the Baza Wiedzy as a whole: the files of `kb/`, the index that follows them, and the one door through
//! which the server and the command line ask for either.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;

use crate::article::dictionary::Dictionaries;
use crate::article::{Article, ArticleId, Problem, validity};
use crate::search::{SearchRequest, SearchResponse, Suggestion};

/// Where a Baza Wiedzy lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    /// The articles and dictionaries, edited by people.
    pub kb: PathBuf,
    /// The index; may be deleted at any moment.
    pub index: PathBuf,
    /// What is neither: last good versions of broken articles. The folder to back up.
    pub data: PathBuf,
}

/// Who asks: what a reader may see is decided by the type of the view, not by a flag that can be forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Agents and editors: everything live.
    Staff,
    /// Residents: public articles in force, without their internal sections.
    Public,
}

/// What bringing the index up to date did.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SyncReport {
    /// Articles in kb/ that were looked at.
    pub seen: usize,
    /// Articles indexed anew.
    pub changed: usize,
    /// Articles taken out of the index.
    pub removed: usize,
    /// Files that could not be used (the last good version stays).
    pub rejected: usize,
    /// Why the whole index was rebuilt, if it was.
    pub rebuilt: Option<String>,
    /// What was wrong with articles and dictionaries.
    pub problems: Vec<Problem>,
    /// How long it took.
    pub took: std::time::Duration,
}

/// An open Baza Wiedzy. Cheap to share; searching and syncing may run at the same time.
pub struct Library {
    _folders: Folders,
}

/// An article as it is served now.
#[derive(Debug, Clone)]
pub struct Served {
    /// The article.
    pub article: Article,
    /// In force, expired, repealed.
    pub state: validity::State,
    /// Strong entity tag of its content (lower-case hex, without quotes).
    pub etag: String,
}

impl Library {
    /// Searches. Blocking and CPU-bound: call it off the runtime's workers.
    pub fn search(&self, _view: View, _request: &SearchRequest) -> SearchResponse {
        SearchResponse::default()
    }

    /// Completions of an unfinished question, best first.
    pub fn suggest(&self, _view: View, _query: &str, _limit: usize, _today: Date) -> Vec<Suggestion> {
        Vec::new()
    }

    /// The article as `view` may see it; `None` if there is none or it is not theirs to see.
    pub fn get(&self, _view: View, _id: &ArticleId, _today: Date) -> Option<Served> {
        None
    }

    /// The dictionaries in use.
    pub fn dictionaries(&self) -> Arc<Dictionaries> {
        Arc::new(Dictionaries::default())
    }

    /// How many articles are indexed.
    pub fn len(&self) -> usize {
        0
    }

    /// Whether nothing is indexed.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the index is open and searches can be answered.
    pub fn ready(&self) -> bool {
        false
    }
}
