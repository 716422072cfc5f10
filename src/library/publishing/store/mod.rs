//! Where a Baza Wiedzy keeps its articles and everything that was done to them, as one trait.
//!
//! ```text
//! current   the version that stands: served if it is published, or a draft, or withdrawn
//! next      a draft or a text in review that waits beside a published one
//! ```
//! A store checks preconditions and makes a change durable in one step, so that two editors cannot both win; it gives
//! each change a number, so that a node with an index of its own can ask for what came after the last one it has.
//! [`Files`] keeps current texts in `kb/`, where git and any editor can work on them, and the rest in the journal.
//! The promises are written down as tests in `conformance`: whatever store comes next has to keep them.

mod account;
#[cfg(test)]
mod conformance;
mod files;
#[cfg(test)]
pub(crate) mod memory;
mod outside;

use std::path::PathBuf;
use std::sync::Arc;

pub use crate::journal::versions::dictionaries::Version as DictionaryVersion;
pub use crate::journal::versions::revisions::{Place, Revision, RevisionKind, Seq};
pub use account::{content, may_approve};
pub use files::Files;
pub use outside::{BY_HAND, FoundFile, Overseer};

use data_encoding::HEXLOWER;

use crate::article::{self, Article, ArticleId, Status};
use crate::journal::{Actor, JournalError, Millis};
use crate::library::disk;
use crate::library::readiness::Trouble;

/// Keeps articles, dictionaries' versions, and what was done to either. All methods block.
pub trait Store: Send + Sync {
    /// Whether nothing stands at `path`, so that a new article may.
    fn is_free(&self, path: &str) -> bool;

    /// What stands and what waits under `id`.
    ///
    /// # Errors
    /// [`StoreError`].
    fn held(&self, id: &ArticleId) -> Result<Held, StoreError>;

    /// Makes each edit durable, or says why not; one edit's failure is no other's. An id may come once in a batch.
    fn apply(&self, edits: &[Edit]) -> Vec<Result<Revision, StoreError>>;

    /// What was done to an article, newest first.
    ///
    /// # Errors
    /// [`StoreError`].
    fn history(&self, id: &ArticleId) -> Result<Vec<Revision>, StoreError>;

    /// One change with its text.
    ///
    /// # Errors
    /// [`StoreError`].
    fn revision(&self, seq: Seq) -> Result<Option<(Revision, String)>, StoreError>;

    /// Changes after `seq`, oldest first, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`].
    fn since(&self, seq: Seq, limit: usize) -> Result<Vec<Revision>, StoreError>;

    /// Number of the newest change; 0 before the first.
    ///
    /// # Errors
    /// [`StoreError`].
    fn last(&self) -> Result<Seq, StoreError>;

    /// All versions that wait, with their texts.
    ///
    /// # Errors
    /// [`StoreError`].
    fn waiting(&self) -> Result<Vec<(Revision, String)>, StoreError>;

    /// The newest change of each article that was ever changed.
    ///
    /// # Errors
    /// [`StoreError`].
    fn newest(&self) -> Result<Vec<Revision>, StoreError>;

    /// Takes over where articles stand, records those that are seen for the first time, and what was changed by hand
    /// while nobody was looking; gives how many were seen first. From then on `overseer` says what can be seen.
    ///
    /// # Errors
    /// [`StoreError`].
    fn begin(&self, overseer: Arc<dyn Overseer>, at: Millis) -> Result<usize, StoreError>;

    /// Takes over and records what was changed by hand: written, moved, removed.
    ///
    /// # Errors
    /// [`StoreError`]; where it stands is taken over all the same, and [`Store::is_behind`].
    fn notice(&self, found: &[FoundFile], at: Millis) -> Result<Vec<Revision>, StoreError>;

    /// Looks for what was changed by hand and is not recorded, and records it.
    ///
    /// # Errors
    /// [`StoreError`].
    fn catch_up(&self, at: Millis) -> Result<Vec<Revision>, StoreError>;

    /// Whether something changed by hand is not recorded yet: [`Store::catch_up`] makes up for it.
    fn is_behind(&self) -> bool;

    /// Puts back what of the store's own surroundings was removed; asked every second.
    fn tend(&self);

    /// What was done to a dictionary, newest first.
    ///
    /// # Errors
    /// [`StoreError`].
    fn dictionary_history(&self, name: &str) -> Result<Vec<DictionaryVersion>, StoreError>;

    /// The text of one version of a dictionary.
    ///
    /// # Errors
    /// [`StoreError`].
    fn dictionary_text(&self, seq: Seq) -> Result<Option<String>, StoreError>;

    /// Records a version of a dictionary and gives it back with its number.
    ///
    /// # Errors
    /// [`StoreError`].
    fn record_dictionary(
        &self,
        name: &str,
        version: &DictionaryVersion,
        text: &str,
    ) -> Result<DictionaryVersion, StoreError>;
}

/// A text with its tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The whole Markdown file.
    pub text: String,
    /// Its entity tag.
    pub etag: String,
    /// The change that put it here; `None` for a file that nobody touched since it was found.
    pub revision: Option<Revision>,
}

/// What a store has under an id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// The version that stands.
    pub current: Option<Version>,
    /// The version that waits beside it.
    pub next: Option<Version>,
    /// The article's file below `kb/`.
    pub path: Option<String>,
}

impl Held {
    /// The newest text: what an editor goes on from.
    pub fn newest(&self) -> Option<&Version> {
        self.next.as_ref().or(self.current.as_ref())
    }

    /// The text that waits for somebody: beside the one that is served, or as a draft that nothing is served of yet.
    pub fn waiting(&self) -> Option<&Version> {
        let is_waiting = |version: &&Version| {
            let article = article::parse("", version.text.as_bytes()).article;
            article.is_some_and(|article| matches!(article.status, Status::Draft | Status::Review))
        };
        self.next.as_ref().or_else(|| self.current.as_ref().filter(is_waiting))
    }
}

/// What an edit takes for granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expect {
    /// There is no such article yet.
    Absent,
    /// The version being changed has this tag.
    Tag(String),
}

/// A change asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// The article.
    pub id: ArticleId,
    /// Where its file is to stand if it is new, below `kb/`.
    pub path: String,
    /// What is to be done.
    pub change: Change,
    /// What it takes for granted.
    pub expect: Expect,
    /// Who.
    pub by: Actor,
    /// Why.
    pub why: String,
    /// When.
    pub at: Millis,
    /// On which terms.
    pub terms: Terms,
}

/// What is to be done. Whatever comes to stand or to wait was read at the door, once: nobody behind it can take the
/// same text for something else, or for no article at all.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// An article comes to stand, or to wait.
    Write {
        /// What is done by it.
        kind: RevisionKind,
        /// Where it goes.
        place: Place,
        /// The article, with its whole text.
        article: Box<Article>,
    },
    /// The version that waits is thrown away, whatever it holds.
    Discard {
        /// Its text.
        text: String,
    },
}

impl Edit {
    /// What is done, as the history says it.
    pub fn kind(&self) -> RevisionKind {
        match &self.change {
            Change::Write { kind, .. } => *kind,
            Change::Discard { .. } => RevisionKind::Discard,
        }
    }

    /// Where the text goes.
    pub fn place(&self) -> Place {
        match &self.change {
            Change::Write { place, .. } => *place,
            Change::Discard { .. } => Place::Next,
        }
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        match &self.change {
            Change::Write { article, .. } => &article.raw,
            Change::Discard { text } => text,
        }
    }

    /// The article that stands once this is done; `None` if what stands stays.
    pub fn comes_to_stand(&self) -> Option<&Article> {
        match &self.change {
            Change::Write { place: Place::Current, article, .. } => Some(article),
            _ => None,
        }
    }
}

/// On which terms a change is made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// Nobody serves a text that only its authors have seen.
    pub four_eyes: bool,
    /// Whoever acts does not say which version they read: they approve no text that was another while it waited.
    pub blind: bool,
    /// Tag of the standing version that a waiting text takes into account, where its editor says so.
    pub base: Option<String>,
    /// Codes of the errors that it is published despite.
    pub despite: Vec<String>,
}

/// Why a change was not made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Somebody else was first.
    #[error("artykuł zmienił się od czasu, gdy go odczytano")]
    Lost(Box<Held>),
    /// It was to be created, and is there.
    #[error("taki artykuł już jest")]
    Exists(Box<Held>),
    /// The text that stands is newer than the one that the waiting text began from.
    #[error("opublikowany tekst zmienił się, odkąd zaczęto tę wersję")]
    Behind(Box<Held>),
    /// Nobody but its authors has approved the text.
    #[error("tekstu nie zatwierdził nikt poza jego autorami")]
    Unapproved,
    /// The text was another while it waited, and whoever approves it does not say which one they read.
    #[error("wersja zmieniła się, odkąd czeka na zatwierdzenie")]
    WhichVersion,
    /// It is not there.
    #[error("nie ma takiego artykułu")]
    Missing,
    /// The file cannot be read or written; the earlier text stands.
    #[error("nie można zapisać {}: {source} (sprawdź wolne miejsce i prawa zapisu; poprzednia treść została)", file.display())]
    Disk {
        /// The file.
        file: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Nothing can be written now; the earlier text stands.
    #[error(transparent)]
    Unwritable(#[from] Trouble),
    /// The journal refused; the earlier text stands.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

/// Entity tag of a text: lower-case hex, the same on every node.
pub fn etag(text: impl AsRef<[u8]>) -> String {
    HEXLOWER.encode(&disk::digest(&[text.as_ref()]))
}

/// Whether `edit` could be made over `held` after `history`, as far as can be said before it is made.
///
/// # Errors
/// As [`Store::apply`].
pub fn foresee(edit: &Edit, held: &Held, history: &[Revision]) -> Result<(), StoreError> {
    settles(edit, held)?;
    account::of_edit(edit, held, history).map(drop)
}

/// Whether `edit` may be made over `held`, and if so whether it ends the waiting of the version that waits.
///
/// A text that is to wait must know the newest one. A text that is to stand must know either the one that stands
/// (then what waits goes on waiting), or the one that waits (then it takes its place). What waits under the same words as
/// come to stand waits for nothing any more: it would stand in the way of those that do.
fn settles(edit: &Edit, held: &Held) -> Result<bool, StoreError> {
    let is_the_same = |next: &Version| account::content(&next.text) == account::content(edit.text());
    let takes_up = edit.place() == Place::Current
        && matches!(edit.kind(), RevisionKind::Put | RevisionKind::Restore | RevisionKind::RollBack)
        && held.next.as_ref().is_some_and(is_the_same);
    let is = |version: &Option<Version>, tag: &str| version.as_ref().is_some_and(|one| one.etag == tag);
    match &edit.expect {
        Expect::Absent if held.current.is_none() && held.next.is_none() => Ok(false),
        // A file that was removed by hand comes back; what waited goes on waiting.
        Expect::Absent
            if held.current.is_none()
                && edit.place() == Place::Current
                && matches!(edit.kind(), RevisionKind::Restore | RevisionKind::RollBack) =>
        {
            Ok(takes_up)
        }
        Expect::Absent => Err(StoreError::Exists(Box::new(held.clone()))),
        Expect::Tag(_) if held.newest().is_none() => Err(StoreError::Missing),
        Expect::Tag(tag) => match (edit.kind(), edit.place()) {
            (RevisionKind::Discard, _) if is(&held.next, tag) => Ok(true),
            (_, Place::Next) if held.newest().is_some_and(|one| one.etag == *tag) => Ok(false),
            (_, Place::Current) if is(&held.next, tag) => Ok(true),
            (_, Place::Current) if is(&held.current, tag) => Ok(takes_up),
            _ => Err(StoreError::Lost(Box::new(held.clone()))),
        },
    }
}
