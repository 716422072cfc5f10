//! Articles on their way into an engine: analysed on any thread, shown all at once.

use std::sync::atomic::{self, AtomicU64};

use super::engine::{Engine, next_version};
use super::error::EngineError;
use super::index::card::{Card, Rendition};
use super::index::document::{DocumentBuilder, Prepared};
use super::index::store::{Batch, Size};
use crate::article::Article;
use crate::article::dictionary::Unit;
use crate::text::Replacement;

/// An article and what the index needs to know beside it.
pub struct ToIndex<'a> {
    /// The article.
    pub article: &'a Article,
    /// Its file below `kb/`.
    pub path: &'a str,
    /// Hash of the file's bytes.
    pub hash: [u8; 16],
    /// What residents have of it, where the index is theirs.
    pub rendition: Rendition,
    /// Its unit, if the dictionary knows it.
    pub unit: Option<&'a Unit>,
    /// Whether a machine read it so that repair mends little: then one misread letter is forgiven in a word.
    pub misread: bool,
    /// What a machine misread in each of the article's texts, seen together; empty for clean text.
    pub repairs: &'a mut dyn FnMut(&[&str]) -> Vec<Vec<Replacement>>,
}

/// An article analysed and ready to be written.
pub struct Indexable(Prepared);

/// Analyses articles for the index; one for each thread.
#[derive(Default)]
pub struct Indexer {
    builder: DocumentBuilder,
}

impl Indexer {
    /// Analyses one article.
    ///
    /// # Errors
    /// [`EngineError::Unusable`] if the article cannot be stored.
    pub fn prepare(&mut self, engine: &Engine, source: ToIndex<'_>) -> Result<Indexable, EngineError> {
        let ocr = source.article.source.as_ref().and_then(|source| source.ocr).unwrap_or(false);
        let mut card = Card::new(source.article, source.path, source.hash, ocr);
        card.misread = source.misread;
        card.rendition = source.rendition;
        self.builder
            .build(&engine.store.fields, source.article, source.unit, card, source.repairs)
            .map(Indexable)
            .map_err(|error| EngineError::Unusable {
                reason: format!("artykułu nie da się zapisać ({error})"),
            })
    }
}

impl Engine {
    /// Opens a batch of changes, which are about as many as `size` says.
    ///
    /// # Errors
    /// [`EngineError::Disk`] if the folder cannot be written or another process writes it.
    pub fn changes(&self, size: Size) -> Result<Changes<'_>, EngineError> {
        Ok(Changes { batch: self.store.batch(size)?, version: &self.version })
    }
}

/// Changes on their way into an engine. Dropped without [`Changes::finish`] they leave no trace.
pub struct Changes<'a> {
    batch: Batch<'a>,
    version: &'a AtomicU64,
}

impl Changes<'_> {
    /// Adds an article that the index does not hold.
    ///
    /// # Errors
    /// [`EngineError::Disk`].
    pub fn add(&self, article: Indexable) -> Result<(), EngineError> {
        self.batch.add(article.0)
    }

    /// Puts an article in place of its earlier version.
    ///
    /// # Errors
    /// [`EngineError::Disk`].
    pub fn upsert(&self, article: Indexable) -> Result<(), EngineError> {
        self.batch.upsert(article.0)
    }

    /// Removes an article.
    pub fn remove(&self, id: &str) {
        self.batch.remove(id);
    }

    /// Commits; when this returns, searches find the new state.
    ///
    /// # Errors
    /// [`EngineError::Disk`]; the index is then as it was before.
    pub fn finish(self) -> Result<(), EngineError> {
        let finished = self.batch.finish();
        // After the new state shows: an answer found before is then never taken for one found after. A commit that
        // failed half-way may show, too.
        self.version.store(next_version(), atomic::Ordering::Release);
        finished
    }
}
