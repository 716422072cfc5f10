//! Calls: what an agent told a caller, and how it ended.

use std::borrow::Cow;

use rusqlite::named_params;

use super::once::{Record, Stamp, Written, once};
use crate::journal::{Journal, JournalError};
use crate::text::Masked;

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The caller was told what they wanted to know.
    Given,
    /// The caller was put through to a unit.
    HandedOver,
    /// A problem or an idea of the caller was written down.
    Submitted,
    /// There was no answer to be found.
    Nothing,
    /// The caller hung up, or the line broke.
    BrokenOff,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 5] =
        [Self::Given, Self::HandedOver, Self::Submitted, Self::Nothing, Self::BrokenOff];

    /// As the API and the database spell it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Given => "udzielono",
            Self::HandedOver => "przekazano",
            Self::Submitted => "zgloszono",
            Self::Nothing => "brak",
            Self::BrokenOff => "przerwano",
        }
    }
}

/// A call to be written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCall {
    /// As the call-centre application names it.
    pub call: Option<Masked>,
    /// The article that was read out.
    pub article: Option<String>,
    /// The question as asked.
    pub question: Masked,
    /// Code of the category.
    pub category: Option<String>,
    /// How it ended.
    pub outcome: Outcome,
    /// How long it took.
    pub seconds: u32,
    /// The search that found the article.
    pub query_id: Option<String>,
}

impl Record for NewCall {
    const TABLE: &'static str = "calls";

    fn content(&self) -> Vec<Option<Cow<'_, str>>> {
        vec![
            self.call.as_ref().map(|masked| masked.as_str().into()),
            self.article.as_deref().map(Into::into),
            Some(self.question.as_str().into()),
            self.category.as_deref().map(Into::into),
            Some(self.outcome.code().into()),
            Some(self.seconds.to_string().into()),
            self.query_id.as_deref().map(Into::into),
        ]
    }
}

impl Journal {
    /// Writes a call down.
    ///
    /// # Errors
    /// [`JournalError::Database`] if it cannot be written.
    pub fn record_call(&self, call: &NewCall, stamp: &Stamp) -> Result<Written, JournalError> {
        self.write(|transaction| {
            once(transaction, &self.seal, stamp, call, |transaction| {
                transaction.execute(
                    "INSERT INTO calls (at, who, call, article, question, category, outcome, seconds, query_id)
                     VALUES (:at, :who, :call, :article, :question, :category, :outcome, :seconds, :query_id)",
                    named_params! {
                        ":at": stamp.at, ":who": stamp.who, ":call": call.call.as_ref().map(Masked::as_str),
                        ":article": call.article, ":question": call.question.as_str(),
                        ":category": call.category, ":outcome": call.outcome.code(),
                        ":seconds": call.seconds, ":query_id": call.query_id,
                    },
                )
            })
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::text::mask;

    fn call(question: &str) -> NewCall {
        NewCall {
            call: None,
            article: Some("gabaryty".into()),
            question: mask(question),
            category: None,
            outcome: Outcome::Given,
            seconds: 90,
            query_id: None,
        }
    }

    fn stamp(who: &str, key: Option<&str>) -> Stamp {
        Stamp { who: who.into(), at: 1_000, key: key.map(super::super::once::Key::of) }
    }

    #[test]
    fn the_same_sent_again_under_its_key_is_written_once() {
        let journal = Journal::throw_away();
        let first = journal.record_call(&call("kanapa"), &stamp("Anna", Some("k1"))).unwrap();
        assert_eq!(first, Written::New(1));
        let again = Stamp { at: 9_000, ..stamp("Anna", Some("k1")) };
        assert_eq!(journal.record_call(&call("kanapa"), &again).unwrap(), Written::Before(1));
        assert_eq!(journal.record_call(&call("wanna"), &again).unwrap(), Written::OtherContent);
        assert_eq!(journal.record_call(&call("kanapa"), &stamp("Ewa", Some("k1"))).unwrap(), Written::New(2));
        assert_eq!(journal.record_call(&call("kanapa"), &stamp("Ewa", None)).unwrap(), Written::New(3));
        assert_eq!(journal.record_call(&call("kanapa"), &stamp("Ewa", None)).unwrap(), Written::New(4));
    }

    #[test]
    fn keys_are_forgotten_after_a_while() {
        use crate::journal::retention::KeptSince;
        let journal = Journal::throw_away();
        journal.record_call(&call("kanapa"), &stamp("Anna", Some("k1"))).unwrap();
        let at = |now| KeptSince { now, ..KeptSince::EVER };
        assert_eq!(journal.delete_old(&at(2_000)).unwrap(), []);
        assert_eq!(journal.delete_old(&at(1_001 + 3 * 24 * 60 * 60 * 1000)).unwrap(), [("once", 1)]);
    }
}
