//! The questions that analysts ask of what was written down. Each report is a list of rows for a span of time, from a
//! moment to before another; what a day is in the city, the caller knows.
//!
//! Counts alone are put together here; nothing of a single agent is in any of them.

use std::collections::HashMap;

use rusqlite::{Connection, Row, params};

use super::{Journal, JournalError, Millis};

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
        const QUERY: &str = "SELECT id, at, kind, article, question, text FROM feedback
             WHERE at >= ?1 AND at < ?2 ORDER BY id DESC LIMIT ?3";
        self.rows(QUERY, span, limit, |row| {
            Ok(Feedback {
                id: row.get(0)?,
                at: row.get(1)?,
                kind: row.get(2)?,
                article: row.get(3)?,
                question: row.get(4)?,
                text: row.get(5)?,
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
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::register::calls::{NewCall, Outcome};
    use super::super::register::feedback::{FeedbackKind, NewFeedback};
    use super::super::register::once::Stamp;
    use super::super::register::questions::Asked;
    use super::*;
    use crate::text::mask;

    const ALL: Span = Span { from: 0, until: i64::MAX };

    fn asked(at: Millis, text: &str, total: usize, confident: bool, top: Option<&str>) -> Asked {
        Asked {
            at,
            view: "staff",
            text: mask(text),
            folded: text.to_lowercase(),
            total,
            confident,
            top: top.map(str::to_owned),
            us: 800,
            query_id: "0".into(),
        }
    }

    fn stamp(at: Millis) -> Stamp {
        Stamp { who: "Anna".into(), at, key: None }
    }

    fn call(at: Millis, category: Option<&str>, outcome: Outcome, seconds: u32) -> (NewCall, Stamp) {
        let call = NewCall {
            call: None,
            article: Some("gabaryty".into()),
            question: mask("kanapa"),
            category: category.map(str::to_owned),
            outcome,
            seconds,
            query_id: None,
        };
        (call, stamp(at))
    }

    #[test]
    fn spellings_of_one_question_count_as_one_and_the_last_is_shown() {
        let journal = Journal::throw_away();
        journal
            .record_questions(&[
                asked(1, "Stara kanapa", 3, true, Some("gabaryty")),
                asked(2, "stara KANAPA", 3, false, Some("meble")),
                asked(3, "żłobek", 0, false, None),
                asked(99, "spoza okresu", 1, true, None),
            ])
            .unwrap();
        let top = journal.top_questions(Span { from: 1, until: 99 }, Wanted::default(), 10).unwrap();
        assert_eq!(top.len(), 2);
        let first = &top[0];
        assert_eq!((first.question.as_str(), first.asked, first.confident), ("stara KANAPA", 2, 1));
        assert_eq!((first.top.as_deref(), first.last), (Some("meble"), 2));
        assert_eq!(journal.top_questions(ALL, Wanted::default(), 1).unwrap().len(), 1);
    }

    #[test]
    fn unanswered_is_what_found_nothing_or_nothing_sure() {
        let journal = Journal::throw_away();
        journal
            .record_questions(&[
                asked(1, "pewne", 3, true, Some("a")),
                asked(2, "nic", 0, false, None),
                asked(3, "nic", 0, false, None),
                asked(4, "niepewne", 5, false, Some("b")),
            ])
            .unwrap();
        let wanted = Wanted { unanswered: true, view: Some("staff") };
        let rows = journal.top_questions(ALL, wanted, 10).unwrap();
        let told: Vec<_> = rows.iter().map(|row| (row.question.as_str(), row.nothing)).collect();
        assert_eq!(told, [("nic", 2), ("niepewne", 0)]);
        let residents = Wanted { view: Some("public"), ..wanted };
        assert_eq!(journal.top_questions(ALL, residents, 10).unwrap(), []);
    }

    #[test]
    fn an_article_is_counted_by_searches_calls_and_feedback() {
        let journal = Journal::throw_away();
        journal.record_questions(&[asked(1, "kanapa", 3, true, Some("gabaryty"))]).unwrap();
        let (new, at) = call(2, None, Outcome::Given, 60);
        journal.record_call(&new, &at).unwrap();
        let feedback = NewFeedback {
            kind: FeedbackKind::Error,
            article: Some("odpis".into()),
            question: None,
            text: Some(mask("zła opłata")),
            query_id: None,
        };
        journal.record_feedback(&feedback, &stamp(3)).unwrap();
        let mut counts = journal.article_counts(ALL).unwrap();
        counts.sort_by(|a, b| a.article.cmp(&b.article));
        assert_eq!(
            counts,
            [
                ArticleCount {
                    article: "gabaryty".into(),
                    first: 1,
                    confident: 1,
                    calls: 1,
                    ..Default::default()
                },
                ArticleCount { article: "odpis".into(), errors: 1, ..Default::default() },
            ]
        );
        assert_eq!(journal.feedback(ALL, 10).unwrap()[0].text.as_deref(), Some("zła opłata"));
    }

    #[test]
    fn calls_are_counted_by_category_and_outcome_with_their_seconds() {
        let journal = Journal::throw_away();
        for (at, category, outcome, seconds) in [
            (1, Some("odpady"), Outcome::Given, 60),
            (2, Some("odpady"), Outcome::Given, 100),
            (3, None, Outcome::Nothing, 30),
        ] {
            let (new, stamp) = call(at, category, outcome, seconds);
            journal.record_call(&new, &stamp).unwrap();
        }
        let counts = journal.call_counts(ALL).unwrap();
        assert_eq!(counts.len(), 2);
        assert_eq!((counts[0].calls, counts[0].seconds, counts[0].longest), (2, 160, 100));
        assert_eq!((counts[1].category.as_deref(), counts[1].outcome.as_str()), (None, "brak"));
    }

    #[test]
    fn old_questions_are_swept() {
        use crate::journal::retention::KeptSince;
        let journal = Journal::throw_away();
        journal.record_questions(&[asked(1, "a", 1, true, None), asked(50, "b", 1, true, None)]).unwrap();
        let kept = KeptSince { questions: 50, ..KeptSince::EVER };
        assert_eq!(journal.delete_old(&kept).unwrap(), [("questions", 1)]);
        assert_eq!(journal.top_questions(ALL, Wanted::default(), 10).unwrap()[0].question, "b");
    }
}
