//! Questions as they were asked, masked: what reports are made of.

use std::collections::HashSet;

use rusqlite::params;

use crate::journal::{Journal, JournalError, Millis};
use crate::text::Masked;

/// A question and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// When.
    pub at: Millis,
    /// `staff` or `public`.
    pub view: &'static str,
    /// The question.
    pub text: Masked,
    /// The same without case, accents and needless space, by which it is counted.
    pub folded: String,
    /// How many articles were found.
    pub total: usize,
    /// Whether the first deserved to be read out.
    pub confident: bool,
    /// What the answer was worth, as the API spells it.
    pub state: &'static str,
    /// What the first does not hold of what was asked, where that is what the answer said.
    pub gap: Option<Masked>,
    /// The first.
    pub top: Option<String>,
    /// Time in the engine, in microseconds.
    pub us: u64,
    /// The search, as the answer names it.
    pub query_id: String,
}

/// A question that was asked often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OftenAsked {
    /// As it was last put, masked.
    pub text: String,
    /// The article that came first then.
    pub top: String,
}

impl Journal {
    /// Writes a batch of questions down.
    ///
    /// # Errors
    /// [`JournalError::Database`] if it cannot be written.
    pub fn record_questions(&self, asked: &[Asked]) -> Result<(), JournalError> {
        self.write(|transaction| {
            let mut insert = transaction.prepare_cached(
                "INSERT INTO questions (at, view, text, folded, total, confident, top, us, query_id, state, gap)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?;
            for asked in asked {
                insert.execute(params![
                    asked.at,
                    asked.view,
                    asked.text.as_str(),
                    asked.folded,
                    i64::try_from(asked.total).unwrap_or(i64::MAX),
                    asked.confident,
                    asked.top,
                    i64::try_from(asked.us).unwrap_or(i64::MAX),
                    asked.query_id,
                    asked.state,
                    asked.gap.as_ref().map(Masked::as_str),
                ])?;
            }
            Ok(())
        })
    }

    /// Ids of the articles that came first for any question still remembered; `None` before the first question.
    ///
    /// # Errors
    /// [`JournalError::Database`] if they cannot be read.
    pub fn found_first(&self) -> Result<Option<HashSet<String>>, JournalError> {
        self.survey(|connection| {
            let mut statement = connection.prepare_cached("SELECT DISTINCT top FROM questions")?;
            let rows = statement.query_map([], |row| row.get::<_, Option<String>>(0))?;
            let tops: Vec<Option<String>> = rows.collect::<Result<_, _>>()?;
            Ok((!tops.is_empty()).then(|| tops.into_iter().flatten().collect()))
        })
    }

    /// The questions of a view since `since` that found a sure answer at least `least` times, the commonest first, each
    /// as it was last put.
    ///
    /// # Errors
    /// [`JournalError::Database`] if they cannot be read.
    pub fn asked_often(
        &self,
        view: &str,
        since: Millis,
        least: usize,
        most: usize,
    ) -> Result<Vec<OftenAsked>, JournalError> {
        self.survey(|connection| {
            // SQLite takes the other columns from the row that has the maximum.
            let mut statement = connection.prepare_cached(
                "SELECT text, top, MAX(id) FROM questions
                 WHERE view = ?1 AND at >= ?2 AND confident AND top IS NOT NULL
                 GROUP BY folded HAVING COUNT(*) >= ?3 ORDER BY COUNT(*) DESC, folded LIMIT ?4",
            )?;
            let rows = statement.query_map(params![view, since, least as i64, most as i64], |row| {
                Ok(OftenAsked { text: row.get(0)?, top: row.get(1)? })
            })?;
            rows.collect()
        })
    }
}
