//! What residents search: an engine that holds what the one constructor of [`PublicArticle`] lets through.
//!
//! There are two ways in: [`PublicEngine::reconcile`], which makes a rendition of each article, and
//! [`PublicEngine::copy`] for a new index, which takes articles of which that constructor keeps nothing back ([`whole`])
//! as they are. No method gives the engine away to be written otherwise, and of an article that is read from it residents
//! get what that constructor made, once when it was indexed or once when it was first asked for. What changes for agents alone changes nothing here, not even the version by which caches know
//! what is out of date.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;

use super::pages::{self, Pages};
use super::writing::Writing;
use crate::article::dictionary::Dictionaries;
use crate::article::force::validity;
use crate::article::force::validity::{Repeals, State};
use crate::article::force::visibility::{PublicArticle, is_whole};
use crate::article::{self, Article};
use crate::library::{LibraryError, disk};
use crate::search::{
    Card, Engine, EngineError, Meanings, Rendition, SearchRequest, SearchResponse, Suggestion, Visit, Weights,
};

/// The residents' engine.
pub(in crate::library) struct PublicEngine {
    engine: Engine,
    /// What was read of it lately: it is rendered once for each version that residents have.
    pages: Pages<PublicArticle>,
    /// Versions of articles that are other ones than were indexed here, but not in what residents are shown.
    same: Mutex<HashMap<String, Same>>,
}

/// Two versions of an article of which residents have the same, by what names them. What is known of it holds for these
/// two alone, whatever has become of either since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Same {
    /// The one that residents have.
    held: [u8; 16],
    /// The one that agents have.
    current: [u8; 16],
}

/// Of which articles to see whether residents are shown what they may be.
#[derive(Debug, Clone, Copy)]
pub(in crate::library) enum Scope<'a> {
    /// Of all: after a start, at midnight, when anything may have changed.
    All,
    /// Of these, and of no other anything has changed.
    Of(&'a HashSet<String>),
}

impl PublicEngine {
    pub fn open(dir: &Path) -> Result<Self, EngineError> {
        Engine::open(dir).map(Self::with)
    }

    /// Begins in the folder `dir` as a copy of `staff`, which holds nothing but articles that are [`whole`].
    pub fn copy(staff: &Engine, dir: &Path) -> Result<Self, EngineError> {
        staff.copy_to(dir)?;
        Self::open(dir)
    }

    fn with(engine: Engine) -> Self {
        Self { engine: engine.for_residents(), pages: Pages::default(), same: Mutex::default() }
    }

    pub fn search(&self, request: &SearchRequest) -> SearchResponse {
        self.engine.search(request)
    }

    pub fn suggest(&self, query: &str, limit: usize, today: Date) -> Vec<Suggestion> {
        self.engine.suggest(query, limit, today)
    }

    /// What residents have of the article of `card`, by the card or else by its file.
    fn rendition(&self, card: &Card) -> Rendition {
        let Rendition { words, page: known } = card.rendition;
        Rendition { words, page: known.or_else(|| self.read(card).as_deref().map(page)) }
    }

    /// The article of `card`. An index that began as a copy of agents' index has files; what came later is kept as
    /// residents are shown it.
    fn read(&self, card: &Card) -> Option<Arc<PublicArticle>> {
        self.pages.get(pages::key(card), || {
            let raw = self.engine.raw(card.id.as_str())?;
            if card.rendition.page.is_some() {
                return PublicArticle::kept(&raw);
            }
            let article = article::parse(&card.path, raw.as_bytes()).article?;
            PublicArticle::new(&article, &State::InForce)
        })
    }

    pub fn cards(&self) -> Vec<Arc<Card>> {
        self.engine.cards()
    }

    /// What residents may read of an article that is in the state `state`.
    pub fn article(&self, id: &str, state: &State) -> Option<Arc<PublicArticle>> {
        if !state.is_in_force() {
            return None;
        }
        self.read(&*self.engine.card(id)?)
    }

    /// Whether residents may read an article at all.
    pub fn has(&self, id: &str) -> bool {
        self.engine.card(id).is_some()
    }

    pub fn version(&self) -> u64 {
        self.engine.version()
    }

    pub fn answers(&self) -> bool {
        self.engine.answers()
    }

    pub fn set_dictionaries(&self, dictionaries: &Dictionaries) {
        self.engine.set_dictionaries(dictionaries);
    }

    pub fn set_weights(&self, weights: Weights) {
        self.engine.set_weights(weights);
    }

    /// Refines residents' questions by what a sentence model made of these articles.
    pub fn set_meanings(&self, meanings: Meanings) {
        self.engine.set_meanings(meanings);
    }

    /// Shows the texts that a sentence model is to read, which are residents' own.
    pub fn each_to_understand(&self, visit: Visit<'_>) {
        self.engine.each_to_understand(visit);
    }

    pub fn spoilt(&self) -> Option<PathBuf> {
        self.engine.spoilt()
    }

    pub fn rest(&self) {
        self.engine.rest();
    }

    /// Makes this engine what residents may see of `staff` on `today`: what begins, ends or is repealed by another act
    /// changes without being touched. Of an article it looks at in `scope` alone. Gives how many articles changed for
    /// residents.
    pub fn reconcile(
        &self,
        staff: &Engine,
        dictionaries: &Dictionaries,
        today: Date,
        scope: Scope<'_>,
    ) -> Result<usize, LibraryError> {
        let (held, candidates): (Vec<Arc<Card>>, Vec<Arc<Card>>) = match scope {
            Scope::All => (self.engine.cards(), staff.cards()),
            Scope::Of(ids) => (
                ids.iter().filter_map(|id| self.engine.card(id)).collect(),
                ids.iter().filter_map(|id| staff.card(id)).collect(),
            ),
        };
        let held: HashMap<&str, &Card> = held.iter().map(|card| (card.id.as_str(), &**card)).collect();
        let wanted: Vec<_> =
            candidates.into_iter().filter(|card| card.public && staff.in_force(card, today)).collect();
        let ids: HashSet<&str> = wanted.iter().map(|card| card.id.as_str()).collect();
        let hidden: Vec<&str> = held.keys().copied().filter(|id| !ids.contains(id)).collect();
        let touched: Vec<_> = {
            let same = self.same.lock().unwrap_or_else(PoisonError::into_inner);
            let is_known = |card: &Card| {
                let id = card.id.as_str();
                held.get(id).is_some_and(|held| {
                    let pair = Same { held: pages::key(held), current: pages::key(card) };
                    pair.held == pair.current || same.get(id) == Some(&pair)
                })
            };
            wanted.iter().filter(|card| !is_known(card)).collect()
        };
        if hidden.is_empty() && touched.is_empty() {
            return Ok(0);
        }
        let count = touched.len() + hidden.len();
        let writing = Writing::of(&self.engine, dictionaries, count, self.engine.is_empty())?;
        for id in &hidden {
            writing.changes.remove(id);
            self.same.lock().unwrap_or_else(PoisonError::into_inner).remove(*id);
        }
        let changed = AtomicUsize::new(hidden.len());
        writing.each(&touched, |desk, card| {
            let id = card.id.as_str();
            let Some(raw) = staff.raw(id) else { return Ok(()) };
            let Some(article) = article::parse(&card.path, raw.as_bytes()).article else {
                return Ok(());
            };
            let Some(public) = PublicArticle::new(&article, &staff.state(card, today)) else {
                writing.changes.remove(id);
                changed.fetch_add(1, Ordering::Relaxed);
                return Ok(());
            };
            let rendition = rendition(&public, dictionaries);
            if let Some(held) = held.get(id).filter(|held| self.rendition(held) == rendition) {
                let pair = Same { held: pages::key(held), current: pages::key(card) };
                self.same.lock().unwrap_or_else(PoisonError::into_inner).insert(id.to_owned(), pair);
                return Ok(());
            }
            changed.fetch_add(1, Ordering::Relaxed);
            writing.put(desk, &card.path, card.hash, rendition, public.article())
        })?;
        let changed = changed.into_inner();
        // Unfinished changes leave no trace: nothing is committed where nothing changed.
        if changed > 0 {
            writing.changes.finish()?;
        }
        Ok(changed)
    }
}

/// What residents have of `article`, if it is all of the article: nothing in its file is kept from them but callers'
/// words, by which they find it and which are in their index anyway. Whether another act repeals it is not asked.
pub(in crate::library) fn whole(
    article: &Article,
    dictionaries: &Dictionaries,
    today: Date,
) -> Option<Rendition> {
    let state = validity::state(article, &Repeals::default(), today);
    // An editor's remark in the header is no part of the article.
    let header = article.raw.strip_suffix(&article.body)?;
    let whole = is_whole(article, &state) && !header.contains('#');
    whole.then(|| Rendition { words: words(article, dictionaries), page: None })
}

/// What residents have of an article.
fn rendition(public: &PublicArticle, dictionaries: &Dictionaries) -> Rendition {
    Rendition { words: words(public.article(), dictionaries), page: Some(page(public)) }
}

/// Names what residents find an article by beside its text: callers' words, and the names of its unit.
fn words(article: &Article, dictionaries: &Dictionaries) -> [u8; 16] {
    let unit = article.unit.as_deref().and_then(|code| dictionaries.unit(code));
    let mut parts: Vec<&[u8]> = Vec::new();
    let lists = [&article.keywords, &article.questions];
    for list in lists.into_iter().chain(unit.into_iter().flat_map(|unit| [&unit.aliases, &unit.formerly])) {
        parts.push(b"|");
        parts.extend(list.iter().map(|text| text.as_bytes()));
    }
    if let Some(unit) = unit {
        parts.extend([unit.code.as_bytes(), unit.name.as_bytes()]);
    }
    disk::digest(&parts)
}

/// Names what residents are shown of an article.
fn page(public: &PublicArticle) -> [u8; 16] {
    disk::digest(&[public.article().raw.as_bytes()])
}

#[cfg(test)]
mod tests;
