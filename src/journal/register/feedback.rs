//! Feedback on articles and answers: what is missing, what is wrong, what helped.

use std::borrow::Cow;

use rusqlite::named_params;

use super::once::{Record, Stamp, Written, once};
use crate::journal::{Journal, JournalError};
use crate::text::Masked;

/// What it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FeedbackKind {
    /// Nothing answers the question.
    MissingArticle,
    /// The article does not hold a fact that it should.
    MissingFact,
    /// Something in the article is not right.
    Error,
    /// It helped.
    Helpful,
    /// It did not.
    NotHelpful,
}

impl FeedbackKind {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::MissingArticle, Self::MissingFact, Self::Error, Self::Helpful, Self::NotHelpful];

    /// As the API and the database spell it.
    pub fn code(self) -> &'static str {
        match self {
            Self::MissingArticle => "missing_article",
            Self::MissingFact => "missing_fact",
            Self::Error => "error",
            Self::Helpful => "helpful",
            Self::NotHelpful => "not_helpful",
        }
    }
}

/// Feedback to be written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFeedback {
    /// What it says.
    pub kind: FeedbackKind,
    /// About which article.
    pub article: Option<String>,
    /// Which fact is missing: an entry of the article's `unknown`, or a key of `facts`.
    pub fact: Option<Masked>,
    /// About the answer to which question.
    pub question: Option<Masked>,
    /// In whoever's words.
    pub text: Option<Masked>,
    /// The search that it is about.
    pub query_id: Option<String>,
}

impl Record for NewFeedback {
    const TABLE: &'static str = "feedback";

    fn content(&self) -> Vec<Option<Cow<'_, str>>> {
        let mut content = vec![
            Some(self.kind.code().into()),
            self.article.as_deref().map(Into::into),
            self.question.as_ref().map(|masked| masked.as_str().into()),
            self.text.as_ref().map(|masked| masked.as_str().into()),
            self.query_id.as_deref().map(Into::into),
        ];
        // What was sent before there was this member and is sent again is still the same.
        content.extend(self.fact.as_ref().map(|masked| Some(masked.as_str().into())));
        content
    }
}

impl Journal {
    /// Writes feedback down.
    ///
    /// # Errors
    /// [`JournalError::Database`] if it cannot be written.
    pub fn record_feedback(&self, new: &NewFeedback, stamp: &Stamp) -> Result<Written, JournalError> {
        self.write(|transaction| {
            once(transaction, &self.seal, stamp, new, |transaction| {
                transaction.execute(
                    "INSERT INTO feedback (at, who, kind, article, fact, question, text, query_id)
                     VALUES (:at, :who, :kind, :article, :fact, :question, :text, :query_id)",
                    named_params! {
                        ":at": stamp.at, ":who": stamp.who, ":kind": new.kind.code(),
                        ":article": new.article, ":fact": new.fact.as_ref().map(Masked::as_str),
                        ":question": new.question.as_ref().map(Masked::as_str),
                        ":text": new.text.as_ref().map(Masked::as_str), ":query_id": new.query_id,
                    },
                )
            })
        })
    }
}
