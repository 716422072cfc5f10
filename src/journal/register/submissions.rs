//! Submissions: a problem or an idea of a caller, for the unit that can do something about it.

use std::borrow::Cow;

use rusqlite::named_params;

use super::once::{Record, Stamp, Written, once};
use crate::journal::{Journal, JournalError};
use crate::text::Masked;

/// What it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SubmissionKind {
    /// Something is broken, missing or in the way.
    Problem,
    /// Something could be better.
    Idea,
}

impl SubmissionKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Problem, Self::Idea];

    /// As the API and the database spell it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Problem => "problem",
            Self::Idea => "idea",
        }
    }
}

/// A submission to be written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSubmission {
    /// What it is.
    pub kind: SubmissionKind,
    /// In the caller's words.
    pub text: Masked,
    /// Code of the category.
    pub category: Option<String>,
    /// Where it is.
    pub place: Option<Masked>,
    /// Code of the unit that it is for.
    pub unit: Option<String>,
    /// The call it was made in, as the call-centre application names it.
    pub call: Option<Masked>,
}

impl Record for NewSubmission {
    const TABLE: &'static str = "submissions";

    fn content(&self) -> Vec<Option<Cow<'_, str>>> {
        vec![
            Some(self.kind.code().into()),
            Some(self.text.as_str().into()),
            self.category.as_deref().map(Into::into),
            self.place.as_ref().map(|masked| masked.as_str().into()),
            self.unit.as_deref().map(Into::into),
            self.call.as_ref().map(|masked| masked.as_str().into()),
        ]
    }
}

impl Journal {
    /// Writes a submission down.
    ///
    /// # Errors
    /// [`JournalError::Database`] if it cannot be written.
    pub fn record_submission(&self, new: &NewSubmission, stamp: &Stamp) -> Result<Written, JournalError> {
        self.write(|transaction| {
            once(transaction, &self.seal, stamp, new, |transaction| {
                transaction.execute(
                    "INSERT INTO submissions (at, who, kind, text, category, place, unit, call)
                     VALUES (:at, :who, :kind, :text, :category, :place, :unit, :call)",
                    named_params! {
                        ":at": stamp.at, ":who": stamp.who, ":kind": new.kind.code(),
                        ":text": new.text.as_str(), ":category": new.category,
                        ":place": new.place.as_ref().map(Masked::as_str), ":unit": new.unit,
                        ":call": new.call.as_ref().map(Masked::as_str),
                    },
                )
            })
        })
    }
}
