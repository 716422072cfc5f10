//! What is asked of the publishing door, by whom and on which terms, and what it answers.

use jiff::civil::Date;

use crate::article::{Code, Problem, Status};
use crate::journal::{Actor, Millis};
use crate::library::desk::preview::Finding;
use crate::library::publishing::store::{Revision, Seq, StoreError};
use crate::library::readiness::Trouble;

/// When something is done, as the clock and the city's calendar have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Milliseconds since 1970, UTC.
    pub at: Millis,
    /// The day in the city.
    pub today: Date,
}

/// Rules of the house.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rules {
    /// A text goes live only when somebody other than its authors approves it.
    pub four_eyes: bool,
}

/// What to do with an article, beyond writing its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// The waiting text, or the draft, becomes the one that is served.
    Publish,
    /// The article is taken out of service.
    Archive,
    /// The article is put back into service.
    Restore,
    /// An earlier version is taken up again.
    RollBack(Seq),
    /// The waiting text is thrown away.
    Discard,
}

/// Who asks for a change, why, and on which terms.
#[derive(Debug, Clone, Copy)]
pub struct Deed<'a> {
    /// Who.
    pub by: &'a Actor,
    /// Why, for the history.
    pub why: &'a str,
    /// Codes of exactly the errors that a text is to be published despite.
    pub despite: &'a [Code],
    /// Tag of the standing version that the text takes into account; by default the one that it began from.
    pub base: Option<&'a str>,
}

impl<'a> Deed<'a> {
    /// A deed on the usual terms: no error is passed over.
    pub fn new(by: &'a Actor, why: &'a str) -> Self {
        Self { by, why, despite: &[], base: None }
    }
}

/// A change that is on disk and found by searches.
#[derive(Debug, Clone)]
pub struct Acknowledged {
    /// The change.
    pub revision: Revision,
    /// The status of the text.
    pub status: Status,
    /// What a check says of the text, as a preview of it would.
    pub problems: Vec<Finding>,
    /// Whether the article was created by it.
    pub created: bool,
}

/// Why a change was refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PublishError {
    /// The text cannot be read as it is meant; this must be mended first.
    #[error("artykuł ma błędy")]
    Invalid(Vec<Problem>),
    /// The text has errors that nobody has said to publish it despite, or others than were named.
    #[error("artykuł ma błędy, których publikacji nikt nie potwierdził")]
    Unconfirmed(Unconfirmed),
    /// Whoever takes an article out of service says why.
    #[error("wycofanie artykułu wymaga powodu")]
    NoReason,
    /// The article is not in a state in which this can be done.
    #[error("{0}")]
    State(&'static str),
    /// The store refused: a lost race, the rule of four eyes, a missing article, the disk.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Nothing can be written now: a folder is lost, a disk is full.
    #[error(transparent)]
    Unwritable(Trouble),
    /// Saved, but the index could not follow; it tries again within the minute, and at the next start.
    #[error("tekst jest zapisany, ale wyszukiwarka jeszcze go nie ma: {0}")]
    Index(String),
}

/// Errors of a text, and what was said about them.
#[derive(Debug, Clone, PartialEq)]
pub struct Unconfirmed {
    /// Everything that a check says of the text.
    pub problems: Vec<Finding>,
    /// Codes of errors that the text has and nobody named.
    pub missing: Vec<Code>,
    /// Codes that were named and that the text does not have.
    pub superfluous: Vec<Code>,
}
