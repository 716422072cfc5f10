//! Bringing the index up to date with `kb/`, or building it from nothing.
//!
//! Files are told apart by a hash of their bytes, which the index itself records, so that a start with nothing
//! changed parses nothing and a process that died leaves nothing to repair: what it committed is there, what it did
//! not is found to differ. A file that cannot be used keeps its last good version: in the index, and in `data/` for
//! the day when the index must be rebuilt.

use std::collections::HashSet;
use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use jiff::civil::Date;
use rayon::prelude::*;

use super::disk;
use super::generation::{Engines, Nascent};
use super::repairs::Repairs;
use super::residents::Scope;
use super::store::Found;
use super::survey::{self, Before, Draft, Drafts, Parsed, Survey, problem};
use super::{Folders, LibraryError, Progress, SyncReport};
use crate::article::dictionary::Dictionaries;
use crate::article::{self, Article, ArticleId, Problem, Status};
use crate::search::{Changes, Engine, EngineError, Indexer, Rendition, Size, Source};
use crate::text::ocr::Reader;

/// What a sync found, beside what it did.
pub(super) struct Synced {
    pub report: SyncReport,
    /// Every article that is not published.
    pub drafts: Drafts,
}

/// Brings `engines` up to date with the files. What differs from before is told to `notice` before it can be found.
pub(super) fn sync(
    folders: &Folders,
    engines: &Engines,
    dictionaries: &Dictionaries,
    (progress, notice): (&dyn Progress, &mut dyn FnMut(Vec<Found>)),
    drafts: &Drafts,
    today: Date,
) -> Result<Synced, LibraryError> {
    let before = Before { staff: Some(&engines.staff), drafts };
    let survey = Survey::take(folders, &before, dictionaries, progress, today);
    let Survey { report, changed, gone, drafts, found } = survey;
    notice(found);
    if !changed.is_empty() || !gone.is_empty() {
        progress.start(changed.len());
        let changed: Vec<&Parsed> = changed.iter().collect();
        let writing = Writing::of(&engines.staff, dictionaries, changed.len() + gone.len(), false)?;
        for id in &gone {
            writing.changes.remove(id);
        }
        writing.all(&changed, progress)?;
        progress.finish();
    }
    engines.public.reconcile(&engines.staff, dictionaries, today, Scope::All)?;
    Ok(Synced { report, drafts })
}

/// Fills a new generation with what the files say.
///
/// Most of a Baza Wiedzy is open to residents as it stands. That part is analysed and written once: residents' engine
/// begins as a copy of agents' engine at the moment when that holds nothing else. What follows goes its own ways.
pub(super) fn build(
    folders: &Folders,
    nascent: Nascent,
    dictionaries: &Dictionaries,
    progress: &dyn Progress,
    today: Date,
) -> Result<(Engines, Synced), LibraryError> {
    let before = Before { staff: None, drafts: &Drafts::new() };
    let Survey { report, changed, drafts, .. } =
        Survey::take(folders, &before, dictionaries, progress, today);
    // Whether an act is repealed, and from which day, the engines know once they are filled.
    let acts: HashSet<&str> =
        changed.iter().flat_map(|parsed| &parsed.article.repeals).map(String::as_str).collect();
    let is_open = |parsed: &&Parsed| {
        parsed.whole.is_some() && parsed.article.act_number().is_none_or(|act| !acts.contains(act))
    };
    let (open, rest): (Vec<&Parsed>, Vec<&Parsed>) = changed.iter().partition(is_open);
    progress.start(changed.len());
    Writing::of(&nascent.staff, dictionaries, open.len(), true)?.all(&open, progress)?;
    let engines = nascent.share()?;
    Writing::of(&engines.staff, dictionaries, rest.len(), true)?.all(&rest, progress)?;
    progress.finish();
    engines.public.reconcile(&engines.staff, dictionaries, today, Scope::All)?;
    Ok((engines, Synced { report, drafts }))
}

/// Indexes texts that have just been written, and takes out those that are not published (any more).
pub(super) fn index(
    folders: &Folders,
    engines: &Engines,
    dictionaries: &Dictionaries,
    texts: &[(&ArticleId, &str, &str)],
    today: Date,
) -> Result<Vec<Draft>, LibraryError> {
    let mut drafts = Vec::new();
    let before = repealed_by(texts, engines);
    let writing = Writing::of(&engines.staff, dictionaries, texts.len(), false)?;
    let mut desk = Desk::default();
    for &(id, path, text) in texts {
        let Some(article) = article::parse(path, text.as_bytes()).article else { continue };
        let hash = survey::hash(text, dictionaries);
        if article.status == Status::Published {
            writing.put(&mut desk, path, hash, Rendition::default(), &article)?;
        } else {
            writing.changes.remove(id.as_str());
            drafts.push(Draft::new(path, hash, &article));
        }
        survey::forget_last_good(&folders.data, path);
    }
    writing.changes.finish()?;
    // What a text repeals, or repealed before, goes or comes back without being touched.
    let mut acts = repealed_by(texts, engines);
    acts.extend(before);
    let mut scope: HashSet<String> = texts.iter().map(|(id, _, _)| id.to_string()).collect();
    if !acts.is_empty() {
        let cards = engines.staff.cards().into_iter();
        scope.extend(
            cards
                .filter(|card| card.act.as_ref().is_some_and(|act| acts.contains(act)))
                .map(|card| card.id.to_string()),
        );
    }
    engines.public.reconcile(&engines.staff, dictionaries, today, Scope::Of(&scope))?;
    Ok(drafts)
}

/// Numbers of the acts that these articles repeal as they are found now.
fn repealed_by(texts: &[(&ArticleId, &str, &str)], engines: &Engines) -> HashSet<String> {
    let cards = texts.iter().filter_map(|(id, _, _)| engines.staff.card(id.as_str()));
    cards.flat_map(|card| card.repeals.clone()).collect()
}

/// What one thread needs to analyse articles; it remembers words, so that it is worth keeping.
#[derive(Default)]
pub(super) struct Desk {
    indexer: Indexer,
    repairs: Repairs,
}

/// The desks of one batch, as many as threads work at once: a thread that takes up another share of the work finds one
/// that is warm.
#[derive(Default)]
pub(super) struct Desks(Mutex<Vec<Desk>>);

/// A desk that goes back when its share of the work is done.
pub(super) struct Lent<'a> {
    desk: Desk,
    desks: &'a Desks,
}

impl Desks {
    pub(super) fn take(&self) -> Lent<'_> {
        let desk = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        Lent { desk, desks: self }
    }
}

impl Deref for Lent<'_> {
    type Target = Desk;

    fn deref(&self) -> &Desk {
        &self.desk
    }
}

impl DerefMut for Lent<'_> {
    fn deref_mut(&mut self) -> &mut Desk {
        &mut self.desk
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let desk = std::mem::take(&mut self.desk);
        self.desks.0.lock().unwrap_or_else(PoisonError::into_inner).push(desk);
    }
}

/// What analysing and writing need, whichever engine is written.
pub(super) struct Writing<'a> {
    pub(super) changes: Changes<'a>,
    engine: &'a Engine,
    dictionaries: &'a Dictionaries,
    /// Nothing can be there yet, so nothing needs to be replaced.
    fresh: bool,
}

impl<'a> Writing<'a> {
    /// Begins to write about `count` changes to `engine`.
    pub(super) fn of(
        engine: &'a Engine,
        dictionaries: &'a Dictionaries,
        count: usize,
        fresh: bool,
    ) -> Result<Self, EngineError> {
        Ok(Self { changes: engine.changes(Size::from(count))?, engine, dictionaries, fresh })
    }

    /// `hash` names the file, `rendition` what residents have of it, where that is the question.
    pub(super) fn put(
        &self,
        Desk { indexer, repairs }: &mut Desk,
        path: &str,
        hash: [u8; 16],
        rendition: Rendition,
        article: &Article,
    ) -> Result<(), EngineError> {
        let reader = repairs.recognise(article);
        let indexable = indexer.prepare(
            self.engine,
            Source {
                article,
                path,
                hash,
                rendition,
                unit: article.unit.as_deref().and_then(|code| self.dictionaries.unit(code)),
                misread: reader == Reader::PolishBook,
                repairs: &mut |texts| repairs.of(texts, reader),
            },
        )?;
        if self.fresh { self.changes.add(indexable) } else { self.changes.upsert(indexable) }
    }

    /// Puts all of `articles`, on all processors, and shows them.
    fn all(self, articles: &[&Parsed], progress: &dyn Progress) -> Result<(), EngineError> {
        let desks = Desks::default();
        articles
            .par_iter()
            .map_init(
                || desks.take(),
                |desk, parsed| {
                    let rendition = parsed.whole.unwrap_or_default();
                    self.put(desk, &parsed.path, parsed.hash, rendition, &parsed.article)?;
                    progress.step();
                    Ok(())
                },
            )
            .collect::<Result<(), EngineError>>()?;
        self.changes.finish()
    }
}

/// The dictionaries as they are on disk; what is broken keeps what `before` had.
pub(super) fn read_dictionaries(kb: &Path, before: &Dictionaries) -> (Dictionaries, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut dictionaries = before.clone();
    let files = disk::dictionaries(kb, &mut |path, error| {
        problems.push(problem(
            "E904",
            &disk::below(kb, path),
            format!("nie można odczytać słownika: {error}"),
        ));
    });
    for (name, text) in files {
        problems.extend(dictionaries.read(&name, &text));
    }
    (dictionaries, problems)
}
