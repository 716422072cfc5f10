//! What residents search: an engine that takes [`PublicArticle`] and nothing else.
//!
//! There is one way in, [`PublicEngine::reconcile`], and it goes through the one constructor of `PublicArticle`; no
//! method gives the engine away to be written otherwise. What changes for agents alone changes nothing here, not even
//! the version by which caches know what is out of date.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use rayon::prelude::*;

use super::LibraryError;
use super::disk;
use super::repairs::Repairs;
use super::sync::Writing;
use crate::article::dictionary::{Dictionaries, Unit};
use crate::article::visibility::PublicArticle;
use crate::article::{self, Article};
use crate::search::{
    Card, Engine, EngineError, Indexer, SearchRequest, SearchResponse, Size, Suggestion, Weights,
};

/// The residents' engine.
pub(super) struct PublicEngine {
    engine: Engine,
    /// Files that changed since they were indexed here, but not in what residents are shown: id and the file's hash.
    same: Mutex<HashMap<String, [u8; 16]>>,
}

/// Of which articles to see whether residents are shown what they may be.
#[derive(Debug, Clone, Copy)]
pub(super) enum Scope<'a> {
    /// Of all: after a start, at midnight, when anything may have changed.
    All,
    /// Of these, and of no other anything has changed.
    Of(&'a HashSet<String>),
}

impl PublicEngine {
    pub fn open(dir: &Path) -> Result<Self, EngineError> {
        Engine::open(dir).map(Self::with)
    }

    pub fn create(dir: &Path) -> Result<Self, EngineError> {
        Engine::create(dir).map(Self::with)
    }

    fn with(engine: Engine) -> Self {
        Self { engine, same: Mutex::default() }
    }

    pub fn search(&self, request: &SearchRequest) -> SearchResponse {
        self.engine.search(request)
    }

    pub fn suggest(&self, query: &str, limit: usize, today: Date) -> Vec<Suggestion> {
        self.engine.suggest(query, limit, today)
    }

    pub fn cards(&self) -> Vec<Arc<Card>> {
        self.engine.cards()
    }

    pub fn card(&self, id: &str) -> Option<Arc<Card>> {
        self.engine.card(id)
    }

    /// What residents may read of an article, as a file.
    pub fn raw(&self, id: &str) -> Option<String> {
        self.engine.raw(id)
    }

    pub fn version(&self) -> u64 {
        self.engine.version()
    }

    pub fn set_dictionaries(&self, dictionaries: &Dictionaries) {
        self.engine.set_dictionaries(dictionaries);
    }

    pub fn set_weights(&self, weights: Weights) {
        self.engine.set_weights(weights);
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
                held.get(id).is_some_and(|held| held.hash == card.hash) || same.get(id) == Some(&card.hash)
            };
            wanted.iter().filter(|card| !is_known(card)).collect()
        };
        if hidden.is_empty() && touched.is_empty() {
            return Ok(0);
        }
        let writing = Writing {
            changes: self.engine.changes(Size::from(touched.len() + hidden.len()))?,
            engine: &self.engine,
            dictionaries,
            fresh: self.engine.is_empty(),
        };
        for id in &hidden {
            writing.changes.remove(id);
        }
        let changed = AtomicUsize::new(hidden.len());
        touched
            .par_iter()
            .map_init(
                || (Indexer::default(), Repairs::default()),
                |(indexer, repairs), card| {
                    let id = card.id.as_str();
                    let Some(raw) = staff.raw(id) else { return Ok(()) };
                    let Some(article) = article::parse(&card.path, raw.as_bytes()).article else {
                        return Ok(());
                    };
                    let Some(public) = PublicArticle::new(&article, &staff.state(card, today), today) else {
                        writing.changes.remove(id);
                        changed.fetch_add(1, Ordering::Relaxed);
                        return Ok(());
                    };
                    let stored = public.to_article();
                    let unit = stored.unit.as_deref().and_then(|code| dictionaries.unit(code));
                    let shown = rendition(&stored, public.html(), unit);
                    let mut same = self.same.lock().unwrap_or_else(PoisonError::into_inner);
                    if held.get(id).is_some_and(|held| held.shown == shown) {
                        same.insert(id.to_owned(), card.hash);
                        return Ok(());
                    }
                    same.remove(id);
                    drop(same);
                    changed.fetch_add(1, Ordering::Relaxed);
                    writing.put((indexer, repairs), &card.path, card.hash, shown, &stored)
                },
            )
            .collect::<Result<(), EngineError>>()?;
        let changed = changed.into_inner();
        // Unfinished changes leave no trace: nothing is committed where nothing changed.
        if changed > 0 {
            writing.changes.finish()?;
        }
        Ok(changed)
    }
}

/// Names all of an article that residents are shown or can find it by. Of the text that is its HTML: a comment in the
/// Markdown, or the space where an internal section stood, is not shown.
fn rendition(article: &Article, html: &str, unit: Option<&Unit>) -> [u8; 16] {
    let header = article.raw.strip_suffix(&article.body).unwrap_or(&article.raw);
    let mut parts: Vec<&[u8]> = vec![header.as_bytes(), html.as_bytes()];
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::fs;

    use jiff::civil::date;

    use crate::library::progress::Silent;
    use crate::library::{Folders, Library, View};
    use crate::search::SearchRequest;

    #[test]
    fn what_changes_for_agents_alone_changes_nothing_for_residents() {
        let folder = tempfile::tempdir().unwrap();
        let folders = Folders {
            kb: folder.path().join("kb"),
            index: folder.path().join("index"),
            data: folder.path().join("data"),
        };
        fs::create_dir(&folders.kb).unwrap();
        let write = |name: &str, text: &str| fs::write(folders.kb.join(name), text).unwrap();
        let public = "---\ntitle: Kiermasz na Rynku\naudience: public\n---\nStragany.\n";
        write("kiermasz.md", public);
        write("koncert.md", "---\ntitle: Koncert na Rynku\naudience: public\n---\nMuzyka.\n");
        let today = date(2026, 12, 1);
        let (library, _) = Library::open(&folders, &Silent, today).unwrap();
        let found = || library.search(View::Public, &SearchRequest::new("rynek", today)).hits;
        let (before, version) = (found(), library.public_version());
        let sync = || library.sync(false, &Silent, today).unwrap();

        write("tajne.md", "---\ntitle: Rynek od kuchni\n---\nRynek.\n");
        sync();
        write("kiermasz.md", &format!("{public}\n## Dla nas {{.internal}}\n\nRynek zamykamy o 20.\n"));
        sync();
        sync();
        assert_eq!(library.public_version(), version, "a cache would tell that somebody edited");
        assert_eq!(found(), before, "and so would a score");

        write("kiermasz.md", "---\ntitle: Kiermasz na Rynku\naudience: public\n---\nStragany i choinka.\n");
        sync();
        assert_ne!(library.public_version(), version);
        assert!(found() != before);
    }
}
