//! A text's own questions, tried before anybody can find it.
//!
//! The live index does not know the text, and must not. So the text is put into a small index in memory, together
//! with the articles that answer its questions now; who comes first there is who would come first, near enough: the
//! rarity of words is that of a few dozen articles instead of all.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::article::{self, Article, ArticleId};
use crate::library::following::repairs::Repairs;
use crate::library::{Library, LibraryError, View};
use crate::search::{Engine, Indexer, Rendition, SearchRequest, Size, ToIndex};

/// Own questions tried at most.
const QUESTIONS: usize = 40;

/// Rivals for each question.
const RIVALS: usize = 5;

/// Rivals in all.
const MOST_RIVALS: usize = 60;

/// One of a text's own questions, and what would answer it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// The question.
    pub question: String,
    /// The text's own place among the first ten, from 1.
    pub rank: Option<usize>,
    /// What comes first instead: id and title.
    pub first: Option<(ArticleId, String)>,
}

impl Library {
    /// Tries the questions of `article`, read from `path`, against its rivals.
    ///
    /// # Errors
    /// [`LibraryError::Engine`] if there is no memory for the small index.
    pub fn rehearse(&self, article: &Article, path: &str, today: Date) -> Result<Vec<Tried>, LibraryError> {
        let questions: Vec<&String> = article.questions.iter().take(QUESTIONS).collect();
        if questions.is_empty() {
            return Ok(Vec::new());
        }
        let mut rivals: BTreeSet<ArticleId> = BTreeSet::new();
        for question in &questions {
            let request = SearchRequest { limit: RIVALS, ..SearchRequest::new(question.as_str(), today) };
            let hits = self.search(View::Staff, &request).hits;
            rivals.extend(hits.into_iter().map(|hit| hit.id).filter(|id| *id != article.id));
        }
        let live = self.engines();
        let dictionaries = self.dictionaries();
        let engine = Engine::in_memory()?;
        engine.set_dictionaries(&dictionaries);
        let (mut indexer, mut repairs) = (Indexer::default(), Repairs::default());
        let changes = engine.changes(Size::Few)?;
        let mut add = |article: &Article, path: &str| {
            let reader = repairs.recognise(article);
            let source = ToIndex {
                article,
                path,
                hash: [0; 16],
                rendition: Rendition::default(),
                unit: article.unit.as_deref().and_then(|code| dictionaries.unit(code)),
                misread: false,
                repairs: &mut |texts| repairs.of(texts, reader),
            };
            changes.add(indexer.prepare(&engine, source)?)
        };
        add(article, path)?;
        for id in rivals.iter().take(MOST_RIVALS) {
            let Some(card) = live.staff.card(id.as_str()) else { continue };
            let Some(raw) = live.staff.raw(id.as_str()) else { continue };
            if let Some(rival) = article::parse(&card.path, raw.as_bytes()).article {
                add(&rival, &card.path)?;
            }
        }
        changes.finish()?;
        Ok(questions
            .into_iter()
            .map(|question| {
                let hits = engine.search(&SearchRequest::new(question.as_str(), today)).hits;
                let rank = hits.iter().position(|hit| hit.id == article.id).map(|at| at + 1);
                let first = hits.into_iter().next().filter(|hit| hit.id != article.id);
                Tried { question: question.clone(), rank, first: first.map(|hit| (hit.id, hit.title)) }
            })
            .collect())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::civil::date;

    use super::*;
    use crate::library::{Folders, progress};

    #[test]
    fn a_question_that_another_article_answers_better_is_told_before_publishing() {
        let folder = tempfile::tempdir().unwrap();
        let below = |name: &str| folder.path().join(name);
        let folders = Folders { kb: below("kb"), index: below("index"), data: below("data") };
        std::fs::create_dir(&folders.kb).unwrap();
        std::fs::write(
            folders.kb.join("bilety.md"),
            "---\nid: bilety\ntitle: Bilet miesięczny na tramwaj\nquestions: [ile kosztuje bilet miesięczny]\n---\nBilet miesięczny na tramwaj kosztuje 80 zł.\n",
        )
        .unwrap();
        let today = date(2026, 11, 20);
        let (library, _) = Library::open(&folders, &progress::Silent, today).unwrap();
        let text = "---\nid: parking\ntitle: Abonament parkingowy\nquestions: [gdzie kupić abonament na parkowanie, ile kosztuje bilet miesięczny na tramwaj]\n---\nAbonament parkingowy kupisz w ZDMK.\n";
        let article = article::parse("parking.md", text.as_bytes()).article.unwrap();
        let tried = library.rehearse(&article, "parking.md", today).unwrap();
        assert_eq!(tried[0].rank, Some(1));
        assert!(
            library.search(View::Staff, &SearchRequest::new("abonament parkingowy", today)).hits.is_empty(),
            "nobody finds it yet"
        );
        assert!(tried[1].first.is_none() || tried[1].first.as_ref().unwrap().0.as_str() == "bilety");
    }
}
