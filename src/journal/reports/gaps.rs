//! What was asked for and is not in the Baza Wiedzy: facts that articles lack, and matters without an article.

use std::collections::HashMap;

use rusqlite::{Connection, params};

use super::Span;
use crate::journal::register::feedback::FeedbackKind;
use crate::journal::{Journal, JournalError, Millis};
use crate::text::glue::{is_asking, is_filler};
use crate::text::{Analyzer, without_placeholders};

/// What is missing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matter {
    /// A fact that an article lacks: an entry of its `unknown`, or a key of `facts`.
    Fact {
        /// The article.
        article: String,
        /// The fact; `None` where nobody named it.
        fact: Option<String>,
    },
    /// A matter that no article is surely about, by the words that its questions share, in their dictionary form.
    Words(String),
}

/// Something missing, and who missed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// What.
    pub matter: Matter,
    /// How many questions asked for it.
    pub asked: i64,
    /// How often somebody asked for it to be added.
    pub requested: i64,
    /// When last.
    pub last: Millis,
    /// A question that asked for it, the last one; masked.
    pub example: Option<String>,
    /// Of a matter without an article, the one that stood first for it last.
    pub nearest: Option<String>,
}

/// By which what is missing is known as the same.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    /// Article and fact.
    Fact(String, Option<String>),
    /// Lemmas, sorted.
    Words(Vec<Box<str>>),
}

/// Gaps by what is missing.
#[derive(Default)]
struct Gaps {
    analyzer: Analyzer,
    found: HashMap<Key, Gap>,
}

impl Journal {
    /// What is missing, what was missed most first.
    ///
    /// # Errors
    /// [`JournalError::Database`] if it cannot be read.
    pub fn gaps(
        &self,
        span: Span,
        view: Option<&'static str>,
        limit: usize,
    ) -> Result<Vec<Gap>, JournalError> {
        let mut gaps = Gaps::default();
        self.survey(|connection| {
            gaps.take_facts(connection, span, view)?;
            gaps.take_matters(connection, span, view)?;
            // Feedback is of agents alone.
            if view != Some("public") {
                gaps.take_requests(connection, span)?;
            }
            Ok(())
        })?;
        let mut found: Vec<Gap> = gaps.found.into_values().collect();
        found.sort_by(|a, b| {
            let missed = |gap: &Gap| (gap.asked + gap.requested, gap.last);
            missed(b).cmp(&missed(a)).then_with(|| a.matter.cmp(&b.matter))
        });
        found.truncate(limit);
        Ok(found)
    }
}

impl Gaps {
    fn take_facts(
        &mut self,
        connection: &Connection,
        span: Span,
        view: Option<&str>,
    ) -> rusqlite::Result<()> {
        // SQLite gives the bare columns of the row that has max(id).
        let mut statement = connection.prepare(
            "SELECT top, gap, count(*), at, text, max(id) FROM questions
             WHERE at >= ?1 AND at < ?2 AND (?3 IS NULL OR view = ?3) AND state = 'unknown_fact' AND top IS NOT NULL
             GROUP BY top, gap",
        )?;
        let mut rows = statement.query(params![span.from, span.until, view])?;
        while let Some(row) = rows.next()? {
            self.count_fact((row.get(0)?, row.get(1)?), (row.get(2)?, 0), row.get(3)?, row.get(4)?);
        }
        Ok(())
    }

    fn take_matters(
        &mut self,
        connection: &Connection,
        span: Span,
        view: Option<&str>,
    ) -> rusqlite::Result<()> {
        let mut statement = connection.prepare(
            "SELECT text, count(*), at, top, max(id) FROM questions
             WHERE at >= ?1 AND at < ?2 AND (?3 IS NULL OR view = ?3) AND state IN ('nothing', 'unsure')
             GROUP BY folded ORDER BY max(id)",
        )?;
        let mut rows = statement.query(params![span.from, span.until, view])?;
        while let Some(row) = rows.next()? {
            self.count_words(row.get(0)?, (row.get(1)?, 0), row.get(2)?, row.get(3)?);
        }
        Ok(())
    }

    fn take_requests(&mut self, connection: &Connection, span: Span) -> rusqlite::Result<()> {
        let mut statement = connection.prepare(
            "SELECT kind, article, fact, coalesce(question, text), at FROM feedback
             WHERE at >= ?1 AND at < ?2 AND kind IN (?3, ?4) ORDER BY id",
        )?;
        let kinds = [FeedbackKind::MissingFact.code(), FeedbackKind::MissingArticle.code()];
        let mut rows = statement.query(params![span.from, span.until, kinds[0], kinds[1]])?;
        while let Some(row) = rows.next()? {
            let (article, fact): (Option<String>, Option<String>) = (row.get(1)?, row.get(2)?);
            let (question, at): (Option<String>, Millis) = (row.get(3)?, row.get(4)?);
            let kind: String = row.get(0)?;
            match (article, question) {
                (Some(article), question) if kind == FeedbackKind::MissingFact.code() => {
                    self.count_fact((article, fact), (0, 1), at, question);
                }
                (_, Some(question)) => self.count_words(question, (0, 1), at, None),
                _ => {}
            }
        }
        Ok(())
    }

    fn count_fact(
        &mut self,
        (article, fact): (String, Option<String>),
        counts: (i64, i64),
        at: Millis,
        example: Option<String>,
    ) {
        let matter = Matter::Fact { article: article.clone(), fact: fact.clone() };
        self.count(Key::Fact(article, fact), matter, counts, at, example);
    }

    /// Counts a question without an article: whatever the order and the forms of its words, it is one matter.
    fn count_words(&mut self, question: String, counts: (i64, i64), at: Millis, nearest: Option<String>) {
        let analysis = self.analyzer.analyze(&without_placeholders(&question));
        let says = analysis.tokens.iter().map(|token| &token.forms);
        let says = says
            .filter(|forms| !is_asking(&forms.folded) && !is_filler(&forms.folded) && forms.folded.len() > 1);
        let mut shown: Vec<&str> = Vec::new();
        let mut lemmas: Vec<Box<str>> = Vec::new();
        for forms in says {
            if !lemmas.contains(&forms.lemma) {
                lemmas.push(forms.lemma.clone());
                shown.push(&forms.display);
            }
        }
        // What says nothing of a matter is none.
        if lemmas.is_empty() {
            return;
        }
        lemmas.sort_unstable();
        let words = shown.join(" ");
        let gap = self.count(Key::Words(lemmas), Matter::Words(words), counts, at, Some(question));
        gap.nearest = nearest.or(gap.nearest.take());
    }

    fn count(
        &mut self,
        key: Key,
        matter: Matter,
        (asked, requested): (i64, i64),
        at: Millis,
        example: Option<String>,
    ) -> &mut Gap {
        let gap = self.found.entry(key).or_insert(Gap {
            matter,
            asked: 0,
            requested: 0,
            last: Millis::MIN,
            example: None,
            nearest: None,
        });
        gap.asked += asked;
        gap.requested += requested;
        // A question is what callers say; a request repeats it.
        if example.is_some() && (gap.example.is_none() || (at >= gap.last && asked > 0)) {
            gap.example = example;
        }
        gap.last = gap.last.max(at);
        gap
    }
}
