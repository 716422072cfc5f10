//! The engine: one index and its dictionaries, to be written, asked and looked things up in.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{self, AtomicBool, AtomicU64};
use std::sync::{Arc, PoisonError, RwLock};

use jiff::civil::Date;
use tantivy::schema::OwnedValue;
use tantivy::schema::document::{DeserializeError, DocumentDeserialize, DocumentDeserializer};

use super::error::EngineError;
use super::hit::{SearchRequest, SearchResponse, Suggestion};
use super::index::card::Card;
use super::index::record::Record;
use super::index::store::Store;
use super::question::lookup::Lookup;
use super::question::thesaurus::Thesaurus;
use super::ranking::meaning::{self, Meanings};
use super::searching::Searching;
use super::searching::referrals::Referrals;
use super::weights::Weights;
use crate::article::dictionary::Dictionaries;
use crate::article::force::validity::State;
use crate::text::Analyzer;

/// Is shown an article and a way to the texts of it that a sentence model is to read.
pub type Visit<'a> = &'a mut dyn FnMut(&Arc<Card>, &dyn Fn() -> Vec<String>);

/// One index and the dictionaries that its questions are read with.
pub struct Engine {
    pub(super) store: Store,
    /// See [`Engine::version`].
    pub(super) version: AtomicU64,
    thesaurus: RwLock<Arc<Thesaurus>>,
    /// Opening hours of units, by their code in small letters.
    unit_hours: RwLock<Arc<HashMap<String, String>>>,
    referrals: RwLock<Arc<Referrals>>,
    weights: RwLock<Weights>,
    meanings: RwLock<Option<Arc<Meanings>>>,
    residents: bool,
    /// Whether the last question failed to be answered: the index could not be read.
    unread: AtomicBool,
}

/// Never the same twice in one process, so that a rebuilt index is not taken for the one before it.
pub(super) fn next_version() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    LAST.fetch_add(1, atomic::Ordering::Relaxed) + 1
}

/// Puts `new` in place of what was there; whether that is something else.
fn replace<T: PartialEq>(current: &RwLock<Arc<T>>, new: T) -> bool {
    let mut current = current.write().unwrap_or_else(PoisonError::into_inner);
    let changed = **current != new;
    if changed {
        *current = Arc::new(new);
    }
    changed
}

thread_local! {
    static ANALYZER: RefCell<Analyzer> = RefCell::new(Analyzer::default());
}

impl Engine {
    /// Opens the index in `dir`.
    ///
    /// # Errors
    /// [`EngineError::Unusable`] if it must be rebuilt first.
    pub fn open(dir: &Path) -> Result<Self, EngineError> {
        Store::open(dir).map(Self::with)
    }

    /// Creates an empty index in the empty folder `dir`.
    ///
    /// # Errors
    /// [`EngineError::Disk`].
    pub fn create(dir: &Path) -> Result<Self, EngineError> {
        Store::create(dir).map(Self::with)
    }

    /// Creates an empty index in memory: for trying out a text that nobody may find yet.
    ///
    /// # Errors
    /// [`EngineError::Disk`].
    pub fn in_memory() -> Result<Self, EngineError> {
        Store::in_memory().map(Self::with)
    }

    fn with(store: Store) -> Self {
        Self {
            store,
            version: AtomicU64::new(next_version()),
            thesaurus: RwLock::default(),
            unit_hours: RwLock::default(),
            referrals: RwLock::default(),
            weights: RwLock::new(Weights::DEFAULT),
            meanings: RwLock::default(),
            residents: false,
            unread: AtomicBool::new(false),
        }
    }

    /// The same for residents: what it tells of its own accord (corrections, completions, meanings) is made of words
    /// that an article says, never of those by which articles are only found.
    #[must_use]
    pub fn for_residents(self) -> Self {
        Self { residents: true, ..self }
    }

    /// A number that is another one whenever an answer may be another one: what a cache of answers asks.
    pub fn version(&self) -> u64 {
        self.version.load(atomic::Ordering::Acquire)
    }

    /// Reads questions with these dictionaries from now on; no article is touched.
    pub fn set_dictionaries(&self, dictionaries: &Dictionaries) {
        let thesaurus = replace(&self.thesaurus, Thesaurus::new(dictionaries));
        let referrals = replace(&self.referrals, Referrals::new(dictionaries));
        if thesaurus || referrals {
            self.version.store(next_version(), atomic::Ordering::Release);
        }
        let hours = dictionaries.units.iter().filter(|unit| !unit.is_former());
        let hours = hours.filter_map(|unit| Some((unit.code.to_lowercase(), unit.hours.clone()?)));
        let hours: Arc<HashMap<String, String>> = Arc::new(hours.collect());
        let mut current = self.unit_hours.write().unwrap_or_else(PoisonError::into_inner);
        if *current != hours {
            *current = hours;
            self.version.store(next_version(), atomic::Ordering::Release);
        }
    }

    /// Ranks by other weights from now on: for tuning. Searches under way keep theirs.
    pub fn set_weights(&self, weights: Weights) {
        *self.weights.write().unwrap_or_else(PoisonError::into_inner) = weights;
        self.version.store(next_version(), atomic::Ordering::Release);
    }

    /// Refines by what a sentence model made of the articles from now on.
    pub fn set_meanings(&self, meanings: Meanings) {
        *self.meanings.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(meanings));
        self.version.store(next_version(), atomic::Ordering::Release);
    }

    /// Shows `visit` every article with the texts of it that a sentence model is to read, which are made when asked for:
    /// all of one state of the index.
    pub fn each_to_understand(&self, visit: Visit<'_>) {
        let snapshot = self.store.snapshot();
        for (address, card) in snapshot.all_placed() {
            visit(card, &|| {
                let stored = snapshot.record(address).ok();
                let record = stored.as_ref().and_then(|stored| Record::decode(stored));
                record.map(|record| meaning::windows(&card.title, &record)).unwrap_or_default()
            });
        }
    }

    /// Copies what this engine holds into the folder `dir`, to be opened there as an engine of its own.
    ///
    /// # Errors
    /// [`EngineError::Disk`].
    pub fn copy_to(&self, dir: &Path) -> Result<(), EngineError> {
        self.store.copy_to(dir)
    }

    /// A file of this index that is gone from its folder or is not what was written there; searching goes on, the next
    /// change would fail.
    pub fn spoilt(&self) -> Option<PathBuf> {
        self.store.spoilt()
    }

    /// Lets go of what writing needs, until the next change.
    pub fn rest(&self) {
        self.store.rest();
    }

    /// The cards of all articles.
    pub fn cards(&self) -> Vec<Arc<Card>> {
        self.store.snapshot().all().cloned().collect()
    }

    /// The card of one article.
    pub fn card(&self, id: &str) -> Option<Arc<Card>> {
        let snapshot = self.store.snapshot();
        snapshot.card(snapshot.find(id)?).cloned()
    }

    /// The act that repealed `card`'s act by `today`.
    pub fn repealed_by(&self, card: &Card, today: Date) -> Option<String> {
        self.store.snapshot().repealed_by(card, today).map(str::to_owned)
    }

    /// Whether `card`'s article is in force on `today`.
    pub fn in_force(&self, card: &Card, today: Date) -> bool {
        self.store.snapshot().in_force(card, today)
    }

    /// Whether and why `card`'s article is, or is not, in force on `today`.
    pub fn state(&self, card: &Card, today: Date) -> State {
        if let Some(by) = self.repealed_by(card, today) {
            State::Repealed { by }
        } else if card.valid_from.is_some_and(|from| today < from) {
            State::NotYet
        } else if card.valid_until.is_some_and(|until| until < today) {
            State::Expired
        } else {
            State::InForce
        }
    }

    /// The file of an article as it was indexed.
    pub fn raw(&self, id: &str) -> Option<String> {
        let snapshot = self.store.snapshot();
        let FirstStored(raw) = snapshot.searcher.doc(snapshot.find(id)?).ok()?;
        raw
    }

    /// How many articles it holds.
    pub fn len(&self) -> usize {
        self.store.snapshot().docs
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Answers a question. Any text is a question; an index that cannot be read answers with nothing and is logged.
    pub fn search(&self, request: &SearchRequest) -> SearchResponse {
        let answer = self.with_searching(|searching| searching.search(request));
        if self.unread.load(atomic::Ordering::Relaxed) != answer.is_err() {
            self.unread.store(answer.is_err(), atomic::Ordering::Relaxed);
        }
        answer.unwrap_or_else(|error| {
            tracing::error!(%error, "the index could not be read");
            SearchResponse::default()
        })
    }

    /// Whether questions are answered: the last one was, or one that is asked now is.
    pub fn answers(&self) -> bool {
        let is_unread = || self.unread.load(atomic::Ordering::Relaxed);
        if is_unread() {
            self.search(&SearchRequest::new("a", Date::MIN));
        }
        !is_unread()
    }

    /// Completions of an unfinished question.
    pub fn suggest(&self, query: &str, limit: usize, today: Date) -> Vec<Suggestion> {
        let request = SearchRequest { limit: limit.saturating_mul(2), ..SearchRequest::new(query, today) };
        self.with_searching(|searching| searching.suggest(&request, limit)).unwrap_or_default()
    }

    fn with_searching<T>(
        &self,
        act: impl FnOnce(&Searching<'_>) -> tantivy::Result<T>,
    ) -> tantivy::Result<T> {
        let snapshot = self.store.snapshot();
        let thesaurus = Arc::clone(&self.thesaurus.read().unwrap_or_else(PoisonError::into_inner));
        let unit_hours = Arc::clone(&self.unit_hours.read().unwrap_or_else(PoisonError::into_inner));
        let referrals = Arc::clone(&self.referrals.read().unwrap_or_else(PoisonError::into_inner));
        let meanings = self.meanings.read().unwrap_or_else(PoisonError::into_inner).clone();
        let weights = *self.weights.read().unwrap_or_else(PoisonError::into_inner);
        ANALYZER.with(|analyzer| {
            act(&Searching {
                lookup: Lookup::new(&snapshot, &self.store.fields, analyzer, self.residents),
                thesaurus: &thesaurus,
                unit_hours: &unit_hours,
                referrals: &referrals,
                weights: &weights,
                meanings: meanings.as_deref(),
            })
        })
    }
}

/// The file of an article, without the record stored behind it.
struct FirstStored(Option<String>);

impl DocumentDeserialize for FirstStored {
    fn deserialize<'de, D: DocumentDeserializer<'de>>(mut deserializer: D) -> Result<Self, DeserializeError> {
        let first = deserializer.next_field::<OwnedValue>()?;
        Ok(Self(match first {
            Some((_, OwnedValue::Str(text))) => Some(text),
            _ => None,
        }))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::search::testkit::{TODAY, city};

    #[test]
    fn an_engine_is_empty_until_it_holds_an_article() {
        assert!(Engine::in_memory().unwrap().is_empty());
        assert!(!city().is_empty());
    }

    #[test]
    fn an_index_that_can_be_read_again_answers_again() {
        let engine = Engine::in_memory().unwrap();
        engine.unread.store(true, atomic::Ordering::Relaxed);
        engine.search(&SearchRequest::new("gruz", TODAY));
        assert!(!engine.unread.load(atomic::Ordering::Relaxed) && engine.answers());
    }
}
