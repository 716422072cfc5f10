//! Bringing the index up to date with `kb/`, or building it from nothing.
//!
//! Files are told apart by a hash of their bytes, which the index itself records, so that a start with nothing
//! changed parses nothing and a process that died leaves nothing to repair: what it committed is there, what it did
//! not is found to differ. A file that cannot be used keeps its last good version: in the index, and in `data/` for
//! the day when the index must be rebuilt.

use std::collections::HashSet;
use std::path::Path;

use jiff::civil::Date;

use super::disk;
use super::generation::{Engines, Nascent};
use super::residents::Scope;
use super::store::Found;
use super::survey::{self, Before, Draft, Drafts, Parsed, Survey, problem};
use super::writing::{Desk, Writing};
use super::{Folders, LibraryError, Progress, SyncReport};
use crate::article::dictionary::Dictionaries;
use crate::article::{self, ArticleId, Problem, Status};
use crate::search::{EngineError, Rendition};

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
        write(writing, &changed, progress)?;
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
    write(Writing::of(&nascent.staff, dictionaries, open.len(), true)?, &open, progress)?;
    let engines = nascent.share()?;
    write(Writing::of(&engines.staff, dictionaries, rest.len(), true)?, &rest, progress)?;
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

/// Puts all of `articles` and shows them.
fn write(writing: Writing<'_>, articles: &[&Parsed], progress: &dyn Progress) -> Result<(), EngineError> {
    writing.each(articles, |desk, parsed| {
        let rendition = parsed.whole.unwrap_or_default();
        writing.put(desk, &parsed.path, parsed.hash, rendition, &parsed.article)?;
        progress.step();
        Ok(())
    })?;
    writing.changes.finish()
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
