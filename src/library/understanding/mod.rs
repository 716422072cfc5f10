//! What articles mean, by a sentence model that somebody names: read in the background, kept beside the index, asked when a
//! question is whole.
//!
//! ```text
//! index committed ──► windows of articles ──► vectors ([`kept`]: by hash of the text, a file for each model) ──► engines
//! question ──► its vector ([`questions`]: known, made in time, or none)                                      ──► a search
//! ```
//! Each engine is given what its own articles mean, read from itself: what residents may not read moves nothing of theirs.
//! Nothing waits: until all articles of an engine are read, and where a question's vector comes late, words decide alone.

mod kept;
mod questions;

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread;
use std::time::Duration;

use super::following::generation::Engines;
use super::{Library, LibraryError, Progress, background, disk};
use crate::article::ArticleId;
use crate::search::{Card, Compact, Meanings, Understood, Visit, Windows};
use crate::text::meaning::{E5, Part, SentenceModel};
use kept::{Kept, Key};
use questions::Questions;

/// Larger files are no model that could be used here.
const LARGEST_MODEL: u64 = 1 << 30;
/// Texts that are read before what came of them is written down.
const TOGETHER: usize = 16;
/// How often the background looks whether there is something new.
const LOOK: Duration = Duration::from_millis(500);
/// Added to the process's nice value: the background gives way to everybody.
const BEHIND: i32 = 19;
/// An agent waits so long for a question to be understood, and sees the words' answer otherwise.
pub const PATIENCE: Duration = Duration::from_millis(150);

/// A sentence model at work for one Baza Wiedzy.
pub struct Understanding {
    model: Arc<dyn SentenceModel>,
    kept: Mutex<Kept>,
    agents: Arc<Questions>,
    residents: Arc<Questions>,
    /// What the engines were given last.
    given: Mutex<Given>,
}

#[derive(Default)]
struct Given {
    to: Weak<Engines>,
    agents: HashMap<ArticleId, Understood>,
    residents: HashMap<ArticleId, Understood>,
}

/// An article on its way to being understood.
struct Article {
    card: Arc<Card>,
    read: Read,
}

enum Read {
    Already(Windows),
    /// These texts, by what names them.
    Now(Vec<Key>),
}

/// Shows an engine's articles with the texts to read.
type Shows<'a> = &'a dyn Fn(Visit<'_>);

impl Understanding {
    /// Reads the model in `file`. What it makes of texts is kept below `index`; a question waits for `patience`.
    ///
    /// # Errors
    /// [`LibraryError::Model`] if the file cannot be read or is no model.
    pub fn read(file: &Path, index: &Path, patience: Duration) -> Result<Arc<Self>, LibraryError> {
        let refuse =
            |why: Box<dyn std::error::Error + Send + Sync>| LibraryError::Model { file: file.into(), why };
        let bytes = disk::read_at_most(file, LARGEST_MODEL).map_err(|cause| refuse(cause.into()))?;
        let model = E5::read(&bytes).map_err(|cause| refuse(cause.into()))?;
        Ok(Self::with(Arc::new(model), disk::digest(&[&bytes]), index, patience))
    }

    /// The same with a model that is in memory, of the name `name`: vectors of another are others.
    pub fn with(
        model: Arc<dyn SentenceModel>,
        name: [u8; 16],
        index: &Path,
        patience: Duration,
    ) -> Arc<Self> {
        let questions = |behind, most| Arc::new(Questions::start(Arc::clone(&model), patience, behind, most));
        Arc::new(Self {
            kept: Mutex::new(Kept::open(index, name, model.width())),
            agents: questions(0, 4),
            // A flood from the portal does not wait for what it cannot have.
            residents: questions(BEHIND / 2, 0),
            given: Mutex::default(),
            model,
        })
    }

    /// Has every article of `library` read, and its engines told; until `over` says that nobody wants it any more.
    fn catch_up(&self, engines: &Arc<Engines>, progress: &dyn Progress, over: &(dyn Fn() -> bool + Sync)) {
        let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = !given.to.ptr_eq(&Arc::downgrade(engines));
        // Residents first: what they may read, agents may read as well.
        let shows: Shows<'_> = &|visit| engines.public.each_to_understand(visit);
        let Some((residents, changed)) = self.understood(shows, &given.residents, progress, over) else {
            return;
        };
        if changed || is_new {
            engines
                .public
                .set_meanings(Meanings { understands: self.residents.clone(), articles: residents.clone() });
            given.residents = residents;
        }
        let shows: Shows<'_> = &|visit| engines.staff.each_to_understand(visit);
        let Some((agents, changed)) = self.understood(shows, &given.agents, progress, over) else { return };
        if changed || is_new {
            engines
                .staff
                .set_meanings(Meanings { understands: self.agents.clone(), articles: agents.clone() });
            given.agents = agents;
        }
        given.to = Arc::downgrade(engines);
        let used: HashSet<*const Compact> = [&given.agents, &given.residents]
            .into_iter()
            .flat_map(HashMap::values)
            .flat_map(|article| article.windows.iter().map(Arc::as_ptr))
            .collect();
        self.kept().forget_all_but(&used);
    }

    /// What the articles of an engine mean, and whether that is something else than `before`; `None` where it was over first.
    fn understood(
        &self,
        shows: Shows<'_>,
        before: &HashMap<ArticleId, Understood>,
        progress: &dyn Progress,
        over: &(dyn Fn() -> bool + Sync),
    ) -> Option<(HashMap<ArticleId, Understood>, bool)> {
        let mut articles: Vec<Article> = Vec::new();
        let mut missing: Vec<(Key, String)> = Vec::new();
        let mut asked = HashSet::new();
        shows(&mut |card, texts| {
            let known = before.get(&card.id).filter(|known| known.is_of(card));
            let read = match known {
                Some(known) => Read::Already(Arc::clone(&known.windows)),
                None => {
                    let kept = self.kept();
                    let named = texts().into_iter().map(|text| {
                        let key = kept::key(&text);
                        if !kept.has(&key) && asked.insert(key) {
                            missing.push((key, text));
                        }
                        key
                    });
                    Read::Now(named.collect())
                }
            };
            articles.push(Article { card: Arc::clone(card), read });
        });
        self.read_missing(missing, progress, over)?;
        let kept = self.kept();
        let mut changed = articles.len() != before.len();
        let understood = articles.into_iter().map(|Article { card, read }| {
            let windows = match read {
                Read::Already(windows) => windows,
                Read::Now(keys) => {
                    changed = true;
                    // A text of which the model makes nothing is near to nothing.
                    keys.iter().filter_map(|key| kept.get(key)).collect()
                }
            };
            (card.id.clone(), Understood { card, windows })
        });
        let understood = understood.collect();
        Some((understood, changed))
    }

    /// Has the model read `texts` and writes down what it makes of them; `None` where it was over first.
    fn read_missing(
        &self,
        texts: Vec<(Key, String)>,
        progress: &dyn Progress,
        over: &(dyn Fn() -> bool + Sync),
    ) -> Option<()> {
        if texts.is_empty() {
            return Some(());
        }
        progress.start(texts.len());
        for texts in texts.chunks(TOGETHER) {
            if over() {
                return None;
            }
            let words: Vec<&str> = texts.iter().map(|(_, text)| text.as_str()).collect();
            let vectors = self.model.vectors(Part::Passage, &words);
            let read = texts.iter().zip(vectors);
            self.kept().add(read.filter_map(|((key, _), vector)| Some((*key, Compact::of(&vector?)))));
            texts.iter().for_each(|_| progress.step());
        }
        progress.finish();
        Some(())
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Library {
    /// Has all articles read by `understanding` now, and waits for it: for a measurement, or a single question.
    pub fn understand(&self, understanding: &Understanding, progress: &dyn Progress) {
        understanding.catch_up(&self.engines(), progress, &|| false);
    }

    /// Has articles read by `understanding` in the background, now and whenever they change, as long as the library is open.
    pub fn understand_on(self: &Arc<Self>, understanding: Arc<Understanding>) {
        let library = Arc::downgrade(self);
        let run = move || {
            background::step_back(BEHIND);
            let over = || library.strong_count() == 0;
            let mut seen = None;
            while let Some((version, engines)) =
                library.upgrade().map(|open| (open.version(), open.engines()))
            {
                if seen != Some(version) {
                    understanding.catch_up(&engines, &super::progress::Silent, &over);
                    seen = Some(version);
                }
                drop(engines);
                thread::sleep(LOOK);
            }
        };
        if let Err(error) = thread::Builder::new().name("understanding".to_owned()).spawn(run) {
            tracing::error!(%error, "no thread to read articles; the sentence model is not used");
        }
    }
}

#[cfg(test)]
mod tests;
