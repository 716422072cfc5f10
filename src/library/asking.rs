//! Asking a Baza Wiedzy: searches, articles and lists, each as agents or as residents may see them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use jiff::civil::Date;

use super::following::generation::Engines;
use super::following::pages;
use super::following::residents::Scope;
use super::following::survey;
use super::publishing::store::etag;
use super::{Draft, Library, Rejected, Served, View, disk};
use crate::article::body::leading;
use crate::article::body::markdown::{self, Html, Reader};
use crate::article::dictionary::Dictionaries;
use crate::article::{self, ArticleId};
use crate::search::{Card, SearchRequest, SearchResponse, Suggestion, Weights};

impl Library {
    /// Articles that are not published, by id.
    pub fn drafts(&self) -> HashMap<ArticleId, Arc<Draft>> {
        self.drafts.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The cards of all published articles.
    pub fn cards(&self) -> Vec<Arc<Card>> {
        self.engines().staff.cards()
    }

    /// Where each article's file stands, below `kb/`.
    pub fn paths(&self) -> HashMap<ArticleId, String> {
        let published = self.cards().into_iter().map(|card| (card.id.clone(), card.path.clone()));
        let drafts = self.drafts().into_iter().map(|(id, draft)| (id, draft.path.clone()));
        published.chain(drafts).collect()
    }

    /// Whether any of the files `changed` is not what the library has of it. What somebody moved away and back is news
    /// where it went in between, though its text is the one that was last written there.
    pub(super) fn has_news(&self, changed: &HashSet<PathBuf>) -> bool {
        let (cards, drafts) = (self.cards(), self.drafts());
        let mut known: HashMap<&str, [u8; 16]> =
            cards.iter().map(|card| (card.path.as_str(), card.hash)).collect();
        known.extend(drafts.values().map(|draft| (draft.path.as_str(), draft.hash())));
        // A file that broke is told until it is looked at again: mended, it has the text that is served all the while.
        for path in self.rejected().keys() {
            known.remove(path.as_str());
        }
        let kb = &self.folders.kb;
        let dictionaries = self.dictionaries();
        changed.iter().any(|file| {
            let hash = file.strip_prefix(kb).ok().and_then(|path| known.get(path.to_str()?));
            let Some(hash) = hash else { return true };
            !disk::read_text(file, article::LARGEST)
                .is_ok_and(|text| survey::hash(&text, &dictionaries) == *hash)
        })
    }

    /// The text of a published article as it is served now, which is the last good one of a file that broke.
    pub(super) fn raw(&self, id: &ArticleId) -> Option<String> {
        self.engines().staff.raw(id.as_str())
    }

    /// Searches. Blocking and CPU-bound: call it off the runtime's workers.
    pub fn search(&self, view: View, request: &SearchRequest) -> SearchResponse {
        let engines = self.engines_for(view, request.today());
        match view {
            View::Staff => engines.staff.search(request),
            View::Public => engines.public.search(request),
        }
    }

    /// Ranks by other weights until the index is rebuilt: for tuning, which asks the same index many times.
    pub fn set_weights(&self, weights: Weights) {
        self.engines().set_weights(weights);
    }

    /// Completions of an unfinished question, best first.
    pub fn suggest(&self, view: View, query: &str, limit: usize, today: Date) -> Vec<Suggestion> {
        let engines = self.engines_for(view, today);
        match view {
            View::Staff => engines.staff.suggest(query, limit, today),
            View::Public => engines.public.suggest(query, limit, today),
        }
    }

    /// The article as `view` may see it; `None` if there is none or it is not theirs to see.
    pub fn get(&self, view: View, id: &ArticleId, today: Date) -> Option<Served> {
        let engines = self.engines_for(view, today);
        let card = engines.staff.card(id.as_str())?;
        let state = engines.staff.state(&card, today);
        match view {
            View::Staff => {
                let raw = engines.staff.raw(id.as_str())?;
                let article = article::parse(&card.path, raw.as_bytes()).article?;
                let title = Some(article.title.as_str());
                let render = || Some(markdown::render(&article.body, title, Reader::Agent));
                let html = self.led(&card.path, self.pages.get(pages::key(&card), render)?);
                Some(Served { state, etag: etag(&article.raw), article, html })
            }
            View::Public => {
                let public = engines.public.article(id.as_str(), &state)?;
                let (article, html) = public.shown();
                // Of what this reader may see: a change of an internal section must not show in residents' tags.
                let html = self.led(&card.path, Arc::new(html.clone()));
                Some(Served { state, etag: etag(&article.raw), article, html })
            }
        }
    }

    /// The page of the article in the file `path`, with its links to files leading to their articles. Which file is which
    /// article changes without the page, so this is no part of what is kept of it.
    pub fn led(&self, path: &str, page: Arc<Html>) -> Arc<Html> {
        if !page.html.contains(".md") {
            return page;
        }
        let at: HashMap<String, ArticleId> = self.paths().into_iter().map(|(id, path)| (path, id)).collect();
        match leading::to_articles(&page.html, path, |path| at.get(path).cloned()) {
            Some(html) => Arc::new(Html { html, toc: page.toc.clone() }),
            None => page,
        }
    }

    /// Whether `view` may see the article; what [`Library::get`] would say, without reading it.
    pub fn sees(&self, view: View, id: &ArticleId, today: Date) -> bool {
        let engines = self.engines_for(view, today);
        let Some(card) = engines.staff.card(id.as_str()) else { return false };
        match view {
            View::Staff => true,
            View::Public => {
                engines.public.has(id.as_str()) && engines.staff.state(&card, today).is_in_force()
            }
        }
    }

    /// Ids of all articles that `view` may see, by id, with the day each was last checked.
    pub fn listed(&self, view: View, today: Date) -> Vec<(ArticleId, Option<Date>)> {
        let cards = self.cards_for(view, today);
        let mut listed: Vec<_> = cards.iter().map(|card| (card.id.clone(), card.verified)).collect();
        listed.sort();
        listed
    }

    /// What is known of every article that `view` may see, in no order.
    pub fn cards_for(&self, view: View, today: Date) -> Vec<Arc<Card>> {
        let engines = self.engines_for(view, today);
        match view {
            View::Staff => engines.staff.cards(),
            View::Public => engines.public.cards(),
        }
    }

    /// A number that is another one whenever an answer to residents may be another one. What changes for agents alone
    /// leaves it as it is: a cache must not tell when an internal article was edited.
    pub fn public_version(&self) -> u64 {
        self.engines().public.version()
    }

    /// The dictionaries in use.
    pub fn dictionaries(&self) -> Arc<Dictionaries> {
        Arc::clone(&self.dictionaries.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// How many articles are indexed.
    pub fn len(&self) -> usize {
        self.engines().staff.len()
    }

    /// Every indexed article with its title, in no order.
    pub fn titles(&self) -> Vec<(ArticleId, String)> {
        let engines = self.engines();
        engines.staff.cards().iter().map(|card| (card.id.clone(), card.title.clone())).collect()
    }

    /// Whether nothing is indexed.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Files that cannot be used as they are, by path below `kb/`.
    pub fn rejected(&self) -> BTreeMap<String, Rejected> {
        self.rejected.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether searches are answered from the index: agents' and residents'.
    pub fn ready(&self) -> bool {
        let engines = self.engines();
        engines.staff.answers() && engines.public.answers()
    }

    /// The engines, the public one being right for `today`: what expired at midnight is gone with the first question
    /// of the day, what begins today is there. Agents see by the card and wait for nothing.
    fn engines_for(&self, view: View, today: Date) -> Arc<Engines> {
        let is_due = || *self.public_day.lock().unwrap_or_else(PoisonError::into_inner) != today;
        if view == View::Public && is_due() {
            let _one = self.syncing.lock().unwrap_or_else(PoisonError::into_inner);
            if is_due() {
                let engines = self.engines();
                match engines.public.reconcile(&engines.staff, &self.dictionaries(), today, Scope::All) {
                    Ok(_) => {
                        self.set_public_day(today);
                        self.version.fetch_add(1, Ordering::Release);
                    }
                    Err(error) => tracing::error!(%error, "the public index could not follow the calendar"),
                }
                engines.rest();
            }
        }
        self.engines()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::civil::date;

    use super::*;
    use crate::library::{Folders, progress};

    /// Folders of a Baza Wiedzy without an article.
    fn folders_in(place: &std::path::Path) -> Folders {
        let [kb, index, data] = ["kb", "index", "data"].map(|name| place.join(name));
        std::fs::create_dir(&kb).unwrap();
        Folders { kb, index, data }
    }

    #[test]
    fn residents_see_what_is_in_force_today_without_a_restart_at_midnight() {
        let folder = tempfile::tempdir().unwrap();
        let folders = folders_in(folder.path());
        let article = "---\ntitle: Kiermasz na Rynku\naudience: public\nvalid_from: 2026-12-02\nvalid_until: 2026-12-03\n---\nStragany.\n";
        std::fs::write(folders.kb.join("kiermasz.md"), article).unwrap();
        let (library, _) = Library::open(&folders, &progress::Silent, date(2026, 12, 1)).unwrap();
        let found = |day| {
            library.search(View::Public, &SearchRequest::new("kiermasz", date(2026, 12, day))).hits.len()
        };
        assert_eq!([found(1), found(2), found(3), found(4)], [0, 1, 1, 0]);
        let staff = library.search(View::Staff, &SearchRequest::new("kiermasz", date(2026, 12, 4)));
        assert!(!staff.hits[0].in_force, "agents still find it, flagged");
    }
}
