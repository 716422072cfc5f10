//! Layer 3: the Baza Wiedzy as a whole: the files of `kb/`, the index that follows them, and the one door through
//! which the server and the command line ask for either.
//!
//! Files are the truth and the index follows: [`Library::sync`] finds what changed by content, indexes that, and
//! leaves the rest alone. An index that is missing, damaged or of another version is rebuilt beside and swapped in.
//!
//! [`publish::Publisher`] is the one way by which the product changes articles; [`store`] is what keeps them and their
//! revisions; [`watch`] follows what is changed by hand. What editors see before anybody else does ([`preview`],
//! [`rehearsal`], [`catalogue`], [`intake`]) stands beside and changes nothing.

pub mod desk;
mod disk;
mod error;
pub mod following;
pub mod intake;
pub mod progress;
pub mod publishing;
pub mod readiness;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Instant;

use jiff::civil::Date;

pub use disk::{LARGEST, read_at_most, write_whole};
pub use error::LibraryError;
pub use progress::Progress;

use crate::article;
use crate::article::body::markdown;
use crate::article::body::markdown::{Html, Reader};
use crate::article::dictionary::Dictionaries;
use crate::article::force::validity;
use crate::article::{Article, ArticleId, Problem};
use crate::journal::base::lock::FolderLock;
use crate::search::{Card, EngineError, SearchRequest, SearchResponse, Suggestion, Weights};
use following::absence::Memory;
use following::generation::{Engines, Nascent};
use following::pages::Pages;
use following::residents::Scope;
pub use following::survey::Draft;
use following::survey::{Before, Drafts, Ground, Remains};
use following::sync::{Noticing, Placed, Synced, Words};
use readiness::{Cause, Readiness};

/// Where a Baza Wiedzy lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    /// The articles and dictionaries, edited by people.
    pub kb: PathBuf,
    /// The index; may be deleted at any moment.
    pub index: PathBuf,
    /// What is neither: last good versions of broken articles. The folder to back up.
    pub data: PathBuf,
}

/// Who asks: each view has an engine of its own, so that what a reader may see is not a flag that can be forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Agents and editors: everything live.
    Staff,
    /// Residents: public articles in force, without their internal sections.
    Public,
}

impl View {
    /// As reports and counters name it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Public => "public",
        }
    }
}

/// What bringing the index up to date did.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SyncReport {
    /// Articles in kb/ that were looked at.
    pub seen: usize,
    /// Articles indexed anew.
    pub changed: usize,
    /// Articles taken out of the index.
    pub removed: usize,
    /// Files that could not be used (the last good version stays).
    pub rejected: usize,
    /// Why the whole index was rebuilt, if it was.
    pub rebuilt: Option<String>,
    /// What was wrong with articles and dictionaries.
    pub problems: Vec<Problem>,
    /// How long it took.
    pub took: std::time::Duration,
}

/// An article as it is served now.
#[derive(Debug, Clone)]
pub struct Served {
    /// The article; for residents, without what is not theirs.
    pub article: Article,
    /// In force, expired, repealed.
    pub state: validity::State,
    /// Strong entity tag of its content (lower-case hex, without quotes).
    pub etag: String,
    /// Its text as safe HTML for whoever asked, rendered once for each version.
    pub html: Arc<Html>,
}

/// The right to write; one holder at a time.
pub struct Turn<'a>(#[allow(dead_code, reason = "held, not read")] MutexGuard<'a, ()>);

/// An open Baza Wiedzy. Searching and syncing may run at the same time.
pub struct Library {
    folders: Folders,
    engines: RwLock<Arc<Engines>>,
    dictionaries: RwLock<Arc<Dictionaries>>,
    /// Articles that are not published: editors work on them, searches do not know them.
    drafts: RwLock<Drafts>,
    /// One writer at a time.
    syncing: Mutex<()>,
    /// Grows with every change that a reader could notice.
    version: AtomicU64,
    /// The day for which the public engine was last reconciled.
    public_day: Mutex<Date>,
    /// Agents' pages of late.
    pages: Pages<Html>,
    /// What stands against the whole of the work.
    readiness: Arc<Readiness>,
    /// Files that cannot be used as they are, by path.
    rejected: RwLock<BTreeMap<String, Rejected>>,
    /// What the last look at `kb/` stood on.
    ground: Mutex<Ground>,
    /// The files of the dictionaries in use.
    words: Mutex<BTreeSet<String>>,
    /// What is wrong with dictionaries and was told.
    told: Mutex<Vec<Problem>>,
    /// Whether `kb/` was read-only when it was opened: then that is how it is meant.
    is_read_only: bool,
    /// The right to the folder of the index, where a server holds it.
    lock: Option<Arc<FolderLock>>,
}

/// What is taken for granted when a Baza Wiedzy is opened.
#[derive(Debug, Clone, Default)]
pub struct Opening {
    /// Articles that were there once need not be there any more: `kb/` may be empty, or is made.
    pub begin_empty: bool,
    /// Articles that others remember, and where each stood: revisions know what a deleted index does not.
    pub known: HashMap<ArticleId, String>,
    /// The right to the folder of the index: while the library is open, no other server takes it.
    pub lock: Option<Arc<FolderLock>>,
}

/// A file that cannot be used as it is; if it ever could, its last good version is served.
#[derive(Debug, Clone, PartialEq)]
pub struct Rejected {
    /// What is wrong with it, and where.
    pub problem: Problem,
    /// The article whose last good version is served.
    pub serves: Option<ArticleId>,
}

impl Library {
    /// Opens the Baza Wiedzy and brings its index up to date: touching what changed, or rebuilding the whole when
    /// the index is missing, damaged or of another version (the report says which).
    ///
    /// # Errors
    /// [`LibraryError::Kb`] if there are no articles to read at all, [`LibraryError::Emptied`] if there were some and
    /// none is left; [`LibraryError::Index`] and [`LibraryError::Engine`] if the index cannot be written.
    pub fn open(
        folders: &Folders,
        progress: &dyn Progress,
        today: Date,
    ) -> Result<(Self, SyncReport), LibraryError> {
        Self::open_as(folders, &Opening::default(), progress, today)
    }

    /// The same, with more said about what may be there.
    ///
    /// # Errors
    /// As [`Library::open`].
    pub fn open_as(
        folders: &Folders,
        opening: &Opening,
        progress: &dyn Progress,
        today: Date,
    ) -> Result<(Self, SyncReport), LibraryError> {
        let started = Instant::now();
        let unreadable = |source| LibraryError::Kb { kb: folders.kb.clone(), source };
        if opening.begin_empty {
            std::fs::create_dir_all(&folders.kb).map_err(unreadable)?;
        }
        std::fs::read_dir(&folders.kb).map_err(unreadable)?;
        std::fs::create_dir_all(&folders.index)
            .map_err(|source| LibraryError::Index { index: folders.index.clone(), source })?;
        let words =
            following::sync::read_dictionaries(&folders.kb, &Dictionaries::default(), &BTreeSet::new());
        let (drafts, trusted) = (Drafts::new(), HashMap::new());
        let memory = Memory { trusted: &trusted, root: None, may_be_empty: opening.begin_empty };
        let before = Before { staff: None, drafts: &drafts, memory, places: &opening.known };
        let noticing: Noticing<'_> = (progress, &mut |_| {});
        let dictionaries = &words.dictionaries;
        let (engines, synced) = match Engines::open(&folders.index) {
            Ok(engines) => {
                let memory = Memory { root: engines.root(), ..memory };
                let before = Before { staff: Some(&engines.staff), memory, ..before };
                let synced =
                    following::sync::sync(folders, &engines, dictionaries, noticing, &before, today)?;
                (engines, synced)
            }
            Err(EngineError::Unusable { reason }) => {
                progress.say(&format!("Buduję indeks od nowa: {reason}."));
                let (engines, mut synced) = rebuild(folders, dictionaries, noticing, &before, today)?;
                synced.report.rebuilt = Some(reason);
                (engines, synced)
            }
            Err(error) => return Err(error.into()),
        };
        if let Some(Remains { known, left }) = synced.ground.lost {
            return Err(LibraryError::Emptied { kb: folders.kb.clone(), known, left });
        }
        engines.set_dictionaries(dictionaries);
        engines.rest();
        let library = Self {
            folders: folders.clone(),
            engines: RwLock::new(Arc::new(engines)),
            dictionaries: RwLock::default(),
            drafts: RwLock::default(),
            syncing: Mutex::new(()),
            version: AtomicU64::new(0),
            public_day: Mutex::new(today),
            readiness: Arc::default(),
            rejected: RwLock::new(synced.rejected.clone()),
            ground: Mutex::default(),
            words: Mutex::default(),
            told: Mutex::new(words.problems.clone()),
            is_read_only: disk::no_room(&folders.kb) == Some(disk::NoRoom::ReadOnly),
            pages: Pages::default(),
            lock: opening.lock.clone(),
        };
        let report = library.take_over(synced, words, started);
        Ok((library, report))
    }

    /// Brings the index up to date again; with `full`, rebuilds it beside the live one and swaps. Searches go on.
    ///
    /// # Errors
    /// As [`Library::open`]; the live index then stays as it was.
    pub fn sync(&self, full: bool, progress: &dyn Progress, today: Date) -> Result<SyncReport, LibraryError> {
        self.sync_noticing(full, progress, today, &mut |_| {})
    }

    /// The same, telling `notice` what differs from before, ahead of its being found. An index that went, or in whose
    /// place another one stands, is rebuilt in any case.
    ///
    /// # Errors
    /// As [`Library::sync`].
    pub fn sync_noticing(
        &self,
        full: bool,
        progress: &dyn Progress,
        today: Date,
        notice: &mut dyn FnMut(Vec<publishing::store::Found>),
    ) -> Result<SyncReport, LibraryError> {
        let started = Instant::now();
        let _turn = self.turn();
        self.index_is_ours().inspect_err(|error| self.tell_of_the_index(true, error))?;
        let files = self.words.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let words = following::sync::read_dictionaries(&self.folders.kb, &self.dictionaries(), &files);
        let engines = self.engines();
        let lost = engines.lost(&self.folders.index);
        if let Some(why) = &lost {
            tracing::error!(index = %self.folders.index.display(), "the index is lost, rebuilding it: {why}");
        }
        let trusted = self.ground.lock().unwrap_or_else(PoisonError::into_inner).trusted.clone();
        let before = Before {
            staff: Some(&engines.staff),
            drafts: &self.drafts(),
            memory: Memory { trusted: &trusted, root: None, may_be_empty: false },
            places: &HashMap::new(),
        };
        let noticing: Noticing<'_> = (progress, notice);
        let synced = if full || lost.is_some() {
            rebuild(&self.folders, &words.dictionaries, noticing, &before, today).map(|(engines, synced)| {
                engines.rest();
                *self.engines.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(engines);
                synced
            })
        } else {
            following::sync::sync(&self.folders, &engines, &words.dictionaries, noticing, &before, today)
                .inspect(|_| engines.rest())
        };
        let mut synced = synced.inspect_err(|error| self.tell_of_the_index(lost.is_some(), error))?;
        if let Some(why) = lost {
            tracing::info!(articles = self.len(), "the index is rebuilt");
            synced.report.rebuilt = Some(why);
        }
        self.index_is_well();
        self.set_public_day(today);
        self.engines().set_dictionaries(&words.dictionaries);
        let report = self.take_over(synced, words, started);
        self.version.fetch_add(1, Ordering::Release);
        Ok(report)
    }

    /// Makes what a sync found known to those who ask for it.
    fn take_over(&self, synced: Synced, words: Words, started: Instant) -> SyncReport {
        let Synced { mut report, drafts, rejected, causes, ground } = synced;
        let Words { dictionaries, files, problems, lost } = words;
        if let Some(root) = ground.root() {
            self.engines().note_root(root);
        }
        let is_lost = ground.lost.is_some();
        *self.drafts.write().unwrap_or_else(PoisonError::into_inner) = drafts;
        *self.dictionaries.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(dictionaries);
        *self.words.lock().unwrap_or_else(PoisonError::into_inner) = files;
        let mut before = self.ground.lock().unwrap_or_else(PoisonError::into_inner);
        *before = ground.after(&before);
        drop(before);
        for (cause, detail) in causes {
            self.readiness.set(cause, detail);
        }
        // With the folder of the articles the dictionaries went, too: that is said already, and nothing new.
        if !is_lost {
            self.readiness.set(Cause::DictionaryLost, lost);
            self.reject(rejected);
            let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
            for Problem { path, line, code, message, .. } in problems.iter().filter(|one| !told.contains(one))
            {
                tracing::warn!(code, "{path}:{}: {message}", (*line).max(1));
            }
            told.clone_from(&problems);
        }
        report.problems.splice(0..0, problems);
        report.took = started.elapsed();
        report
    }

    /// Takes over which files cannot be used, and says of each once that it is so, and that it is over.
    fn reject(&self, now: BTreeMap<String, Rejected>) {
        let mut rejected = self.rejected.write().unwrap_or_else(PoisonError::into_inner);
        for (path, one) in &now {
            if rejected.get(path).is_none_or(|known| known.problem != one.problem) {
                let Problem { line, code, message, .. } = &one.problem;
                tracing::warn!(
                    code,
                    "{path}:{}: rejected, its last good version is served: {message}",
                    (*line).max(1)
                );
            }
        }
        for path in rejected.keys().filter(|path| !now.contains_key(*path)) {
            tracing::info!("{path}: no longer rejected");
        }
        *rejected = now;
    }

    /// Waits for the right to write.
    pub(super) fn turn(&self) -> Turn<'_> {
        Turn(self.syncing.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Indexes articles that have just been written; when this returns, searches find them as they are now.
    pub(super) fn index(
        &self,
        texts: &[Placed<'_>],
        today: Date,
        _turn: &Turn<'_>,
    ) -> Result<(), LibraryError> {
        if texts.is_empty() {
            return Ok(());
        }
        let drafts =
            following::sync::index(&self.folders, &self.engines(), &self.dictionaries(), texts, today)
                .inspect_err(|error| self.tell_of_the_index(false, error))?;
        let mut rejected = self.rejected.write().unwrap_or_else(PoisonError::into_inner);
        texts.iter().for_each(|(path, _)| drop(rejected.remove(*path)));
        drop(rejected);
        let mut known = self.drafts.write().unwrap_or_else(PoisonError::into_inner);
        for (_, article) in texts {
            known.remove(&article.id);
        }
        known.extend(drafts.into_iter().map(|draft| (draft.article.id.clone(), Arc::new(draft))));
        self.version.fetch_add(1, Ordering::Release);
        Ok(())
    }

    /// Lets go of the memory that writing needs; for a quiet moment.
    pub fn rest(&self) {
        let _turn = self.turn();
        self.engines().rest();
    }

    /// Grows with every change of what readers can see: what was computed from an earlier version is out of date.
    pub fn version(&self) -> u64 {
        self.version.load(Ordering::Acquire)
    }

    /// The folders of this Baza Wiedzy.
    pub fn folders(&self) -> &Folders {
        &self.folders
    }

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

    /// The text of a published article as it is served now, which is the last good one of a file that broke.
    pub(super) fn raw(&self, id: &ArticleId) -> Option<String> {
        self.engines().staff.raw(id.as_str())
    }

    /// Searches. Blocking and CPU-bound: call it off the runtime's workers.
    pub fn search(&self, view: View, request: &SearchRequest) -> SearchResponse {
        let engines = self.engines_for(view, request.today);
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
                let html = self.pages.get(following::pages::key(&card), render)?;
                Some(Served { state, etag: publishing::store::etag(&article.raw), article, html })
            }
            View::Public => {
                let public = engines.public.article(id.as_str(), &state)?;
                let (article, html) = public.shown();
                // Of what this reader may see: a change of an internal section must not show in residents' tags.
                Some(Served {
                    state,
                    etag: publishing::store::etag(&article.raw),
                    article,
                    html: Arc::new(html.clone()),
                })
            }
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

    /// What stands against the whole of the work.
    pub fn readiness(&self) -> &Readiness {
        &self.readiness
    }

    /// Files that cannot be used as they are, by path below `kb/`.
    pub fn rejected(&self) -> BTreeMap<String, Rejected> {
        self.rejected.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether the index is open and searches can be answered. A library that opened is.
    pub fn ready(&self) -> bool {
        true
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

    fn set_public_day(&self, today: Date) {
        *self.public_day.lock().unwrap_or_else(PoisonError::into_inner) = today;
    }

    fn engines(&self) -> Arc<Engines> {
        Arc::clone(&self.engines.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Builds a new generation beside the live one and makes it current. A failure leaves the live one alone; so does a
/// `kb/` that was emptied, where nothing is left of which the new one could be made.
fn rebuild(
    folders: &Folders,
    dictionaries: &Dictionaries,
    noticing: Noticing<'_>,
    before: &Before<'_>,
    today: Date,
) -> Result<(Engines, Synced), LibraryError> {
    let folder = following::generation::next(&folders.index);
    let built = Nascent::create(folder.clone())
        .map_err(LibraryError::from)
        .and_then(|nascent| following::sync::build(folders, nascent, dictionaries, noticing, before, today))
        .and_then(|(engines, synced)| {
            if let (Some(Remains { known, left }), None) = (synced.ground.lost, before.staff) {
                return Err(LibraryError::Emptied { kb: folders.kb.clone(), known, left });
            }
            if let Some(root) = synced.ground.root() {
                engines.note_root(root);
            }
            engines.set_dictionaries(dictionaries);
            engines.rest();
            engines
                .make_current(&folders.index)
                .map_err(|source| LibraryError::Index { index: folders.index.clone(), source })?;
            Ok((engines, synced))
        });
    if built.is_err() {
        let _ = std::fs::remove_dir_all(folder);
    }
    built
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use jiff::civil::date;

    /// Folders of a Baza Wiedzy without an article.
    fn folders_in(place: &std::path::Path) -> Folders {
        let [kb, index, data] = ["kb", "index", "data"].map(|name| place.join(name));
        std::fs::create_dir(&kb).unwrap();
        Folders { kb, index, data }
    }

    #[test]
    fn an_index_that_another_server_has_taken_is_neither_built_nor_written_until_it_is_ours_again() {
        use crate::journal::base::lock::Holder;
        let folder = tempfile::tempdir().unwrap();
        let folders = folders_in(folder.path());
        std::fs::write(folders.kb.join("a.md"), "# Kiermasz\n\nStragany.\n").unwrap();
        let today = date(2026, 12, 1);
        let lock = || FolderLock::take(&folders.index, Holder { pid: 7, ..Holder::default() });
        let opening = Opening { lock: Some(Arc::new(lock().unwrap())), ..Opening::default() };
        let (library, _) = Library::open_as(&folders, &opening, &progress::Silent, today).unwrap();
        assert!(library.stands() && lock().is_err());
        std::fs::remove_dir_all(&folders.index).unwrap();
        let other = lock().unwrap();
        assert!(!library.stands());
        assert!(library.readiness().writable().is_ok());
        library.glance();
        assert!(library.readiness().has(Cause::IndexLost), "told at the next glance");
        let refused = library.sync(true, &progress::Silent, today).unwrap_err().to_string();
        assert!(refused.contains("proces 7") && refused.contains("zatrzymaj"), "{refused}");
        let left = std::fs::read_dir(&folders.index).unwrap().count();
        assert_eq!(left, 1, "nothing but the other's lock");
        drop(other);
        let report = library.sync(false, &progress::Silent, today).unwrap();
        assert!(report.rebuilt.is_some() && library.stands() && lock().is_err());
        assert!(!library.readiness().has(Cause::IndexLost));
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
