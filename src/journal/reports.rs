//! The questions that analysts ask of what was written down. Each report is a list of rows for a span of time, from a
//! moment to before another; what a day is in the city, the caller knows.
//!
//! Counts alone are put together here; nothing of a single agent is in any of them.

mod gaps;

use std::collections::HashMap;

use rusqlite::{Connection, Row, params};

use super::{Journal, JournalError, Millis};
pub use gaps::{Gap, Matter};

/// A span of time: from the first to before the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Inside.
    pub from: Millis,
    /// Outside.
    pub until: Millis,
}

/// Which questions are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Only those that found nothing, or nothing sure.
    pub unanswered: bool,
    /// Only those of `staff` or of `public`.
    pub view: Option<&'static str>,
}

/// A question, counted in all its spellings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionCount {
    /// As it was last typed.
    pub question: String,
    /// How often it was asked.
    pub asked: i64,
    /// How often the first hit deserved to be read out.
    pub confident: i64,
    /// How often nothing was found.
    pub nothing: i64,
    /// What stood first, most recently.
    pub top: Option<String>,
    /// When it was last asked.
    pub last: Millis,
}

/// What an article was good for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ArticleCount {
    /// The article.
    pub article: String,
    /// How often it stood first.
    pub first: i64,
    /// How often it stood first and deserved to be read out.
    pub confident: i64,
    /// In how many calls it was read out.
    pub calls: i64,
    /// How often it was said to have helped.
    pub helpful: i64,
    /// How often it was said not to have helped.
    pub not_helpful: i64,
    /// How often an error in it was reported.
    pub errors: i64,
}

/// Calls of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallCount {
    /// Code of the category; none where the agent gave none.
    pub category: Option<String>,
    /// How they ended.
    pub outcome: String,
    /// How many.
    pub calls: i64,
    /// How long all took.
    pub seconds: i64,
    /// The longest.
    pub longest: i64,
}

/// A submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// Its number.
    pub id: i64,
    /// When.
    pub at: Millis,
    /// `problem` or `idea`.
    pub kind: String,
    /// Code of the category.
    pub category: Option<String>,
    /// Code of the unit.
    pub unit: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// What.
    pub text: String,
}

/// Feedback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feedback {
    /// Its number.
    pub id: i64,
    /// When.
    pub at: Millis,
    /// What it says.
    pub kind: String,
    /// About which article.
    pub article: Option<String>,
    /// Which fact of it is missing.
    pub fact: Option<String>,
    /// About the answer to which question.
    pub question: Option<String>,
    /// In whose words.
    pub text: Option<String>,
}

impl Journal {
    /// The questions asked most often, or those that at least once found nothing sure, by how often.
    ///
    /// # Errors
    /// [`JournalError::Database`] if they cannot be read.
    pub fn top_questions(
        &self,
        span: Span,
        wanted: Wanted,
        limit: usize,
    ) -> Result<Vec<QuestionCount>, JournalError> {
        // SQLite gives the bare columns of the row that has max(id).
        const COUNTS: &str =
            "SELECT text, count(*), sum(confident), sum(total = 0), top, at, max(id) FROM questions
             WHERE at >= ?1 AND at < ?2 AND (?4 IS NULL OR view = ?4) GROUP BY folded";
        let query = match wanted.unanswered {
            false => format!("{COUNTS} ORDER BY count(*) DESC, folded LIMIT ?3"),
            true => format!(
                "{COUNTS} HAVING sum(confident) < count(*)
                 ORDER BY count(*) - sum(confident) DESC, folded LIMIT ?3"
            ),
        };
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.survey(|connection| {
            let mut counts = connection.prepare(&query)?;
            let rows = counts.query_map(params![span.from, span.until, limit, wanted.view], |row| {
                Ok(QuestionCount {
                    question: row.get(0)?,
                    asked: row.get(1)?,
                    confident: row.get(2)?,
                    nothing: row.get(3)?,
                    top: row.get(4)?,
                    last: row.get(5)?,
                })
            })?;
            rows.collect()
        })
    }

    /// What each article that stood first, was read out or was commented on was good for; in no order.
    ///
    /// # Errors
    /// [`JournalError::Database`] if it cannot be read.
    pub fn article_counts(&self, span: Span) -> Result<Vec<ArticleCount>, JournalError> {
        self.survey(|connection| {
            let mut counts: HashMap<String, ArticleCount> = HashMap::new();
            tally(
                connection,
                span,
                "SELECT top, count(*), sum(confident) FROM questions
                 WHERE at >= ?1 AND at < ?2 AND top IS NOT NULL GROUP BY top",
                &mut counts,
                |count, row| {
                    (count.first, count.confident) = (row.get(1)?, row.get(2)?);
                    Ok(())
                },
            )?;
            tally(
                connection,
                span,
                "SELECT article, count(*) FROM calls
                 WHERE at >= ?1 AND at < ?2 AND article IS NOT NULL GROUP BY article",
                &mut counts,
                |count, row| {
                    count.calls = row.get(1)?;
                    Ok(())
                },
            )?;
            tally(
                connection,
                span,
                "SELECT article, sum(kind = 'helpful'), sum(kind = 'not_helpful'), sum(kind = 'error')
                 FROM feedback WHERE at >= ?1 AND at < ?2 AND article IS NOT NULL GROUP BY article",
                &mut counts,
                |count, row| {
                    (count.helpful, count.not_helpful, count.errors) =
                        (row.get(1)?, row.get(2)?, row.get(3)?);
                    Ok(())
                },
            )?;
            Ok(counts.into_values().collect())
        })
    }

    /// Calls by category and outcome, most first.
    ///
    /// # Errors
    /// [`JournalError::Database`] if they cannot be read.
    pub fn call_counts(&self, span: Span) -> Result<Vec<CallCount>, JournalError> {
        const QUERY: &str = "SELECT category, outcome, count(*), sum(seconds), max(seconds) FROM calls
             WHERE at >= ?1 AND at < ?2 GROUP BY category, outcome
             ORDER BY count(*) DESC, category, outcome LIMIT ?3";
        self.rows(QUERY, span, usize::MAX, |row| {
            Ok(CallCount {
                category: row.get(0)?,
                outcome: row.get(1)?,
                calls: row.get(2)?,
                seconds: row.get(3)?,
                longest: row.get(4)?,
            })
        })
    }

    /// Submissions, newest first.
    ///
    /// # Errors
    /// [`JournalError::Database`] if they cannot be read.
    pub fn submissions(&self, span: Span, limit: usize) -> Result<Vec<Submission>, JournalError> {
        const QUERY: &str = "SELECT id, at, kind, category, unit, place, text FROM submissions
             WHERE at >= ?1 AND at < ?2 ORDER BY id DESC LIMIT ?3";
        self.rows(QUERY, span, limit, |row| {
            Ok(Submission {
                id: row.get(0)?,
                at: row.get(1)?,
                kind: row.get(2)?,
                category: row.get(3)?,
                unit: row.get(4)?,
                place: row.get(5)?,
                text: row.get(6)?,
            })
        })
    }

    /// Feedback, newest first.
    ///
    /// # Errors
    /// [`JournalError::Database`] if it cannot be read.
    pub fn feedback(&self, span: Span, limit: usize) -> Result<Vec<Feedback>, JournalError> {
        const QUERY: &str = "SELECT id, at, kind, article, fact, question, text FROM feedback
             WHERE at >= ?1 AND at < ?2 ORDER BY id DESC LIMIT ?3";
        self.rows(QUERY, span, limit, |row| {
            Ok(Feedback {
                id: row.get(0)?,
                at: row.get(1)?,
                kind: row.get(2)?,
                article: row.get(3)?,
                fact: row.get(4)?,
                question: row.get(5)?,
                text: row.get(6)?,
            })
        })
    }

    fn rows<T>(
        &self,
        query: &str,
        span: Span,
        limit: usize,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, JournalError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.survey(|connection| {
            connection.prepare(query)?.query_map([span.from, span.until, limit], &read)?.collect()
        })
    }
}

fn tally(
    connection: &Connection,
    span: Span,
    query: &str,
    counts: &mut HashMap<String, ArticleCount>,
    add: impl Fn(&mut ArticleCount, &Row<'_>) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare(query)?;
    let mut rows = statement.query([span.from, span.until])?;
    while let Some(row) = rows.next()? {
        let article: String = row.get(0)?;
        let count = counts
            .entry(article.clone())
            .or_insert_with(|| ArticleCount { article, ..ArticleCount::default() });
        add(count, row)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
