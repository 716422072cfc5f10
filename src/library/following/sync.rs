//! Bringing the index up to date with `kb/`, or building it from nothing.
//!
//! Files are told apart by a hash of their bytes, which the index itself records, so that a start with nothing
//! changed parses nothing and a process that died leaves nothing to repair: what it committed is there, what it did
//! not is found to differ. A file that cannot be used keeps its last good version: in the index, and in `data/` for
//! the day when the index must be rebuilt.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::ErrorKind;
use std::path::Path;

use jiff::civil::Date;

use super::generation::{Engines, Nascent};
use super::residents::Scope;
use super::survey::{self, Before, Draft, Drafts, Ground, Parsed, Survey, problem};
use super::writing::{Workbench, Writing};
use crate::article::dictionary::Dictionaries;
use crate::article::{Article, Problem, Status};
use crate::library::publishing::store::FoundFile;
use crate::library::readiness::Cause;
use crate::library::{Folders, LibraryError, Progress, Rejected, SyncReport, disk};
use crate::search::{EngineError, Rendition};

/// What a sync found, beside what it did.
pub(in crate::library) struct Synced {
    pub report: SyncReport,
    /// Every article that is not published.
    pub drafts: Drafts,
    /// Files that cannot be used as they are.
    pub rejected: BTreeMap<String, Rejected>,
    /// What stood in the way of looking.
    pub causes: Vec<(Cause, Option<String>)>,
    /// The ground for the next look.
    pub ground: Ground,
}

/// Who listens: to how it goes on, and to what differs from before, ahead of its being found.
pub(in crate::library) type Noticing<'a> = (&'a dyn Progress, &'a mut dyn FnMut(Vec<FoundFile>));

/// A folder that is exchanged while it is looked through gives a picture of neither: it is looked at again, this often.
const LOOKS: usize = 3;

/// Looks through `kb/` until one look saw one folder alone.
fn survey(
    folders: &Folders,
    before: &Before<'_>,
    fresh: bool,
    dictionaries: &Dictionaries,
    progress: &dyn Progress,
    today: Date,
) -> Survey {
    let mut survey = Survey::take(folders, before, fresh, dictionaries, progress, today);
    for _ in 1..LOOKS {
        if survey.ground.root_stands(&folders.kb) {
            break;
        }
        survey = Survey::take(folders, before, fresh, dictionaries, progress, today);
    }
    survey
}

/// Brings `engines` up to date with the files. What differs from before is told to `notice` before it can be found.
pub(in crate::library) fn sync(
    folders: &Folders,
    engines: &Engines,
    dictionaries: &Dictionaries,
    (progress, notice): Noticing<'_>,
    before: &Before<'_>,
    today: Date,
) -> Result<Synced, LibraryError> {
    let survey = survey(folders, before, false, dictionaries, progress, today);
    let Survey { report, changed, gone, drafts, found, rejected, causes, ground } = survey;
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
    Ok(Synced { report, drafts, rejected, causes, ground })
}

/// Fills a new generation with what the files say; of those that cannot be looked at, with what was served of them.
///
/// Most of a Baza Wiedzy is open to residents as it stands. That part is analysed and written once: residents' engine
/// begins as a copy of agents' engine at the moment when that holds nothing else. What follows goes its own ways.
pub(in crate::library) fn build(
    folders: &Folders,
    nascent: Nascent,
    dictionaries: &Dictionaries,
    (progress, notice): Noticing<'_>,
    before: &Before<'_>,
    today: Date,
) -> Result<(Engines, Synced), LibraryError> {
    let survey = survey(folders, before, true, dictionaries, progress, today);
    let Survey { report, changed, drafts, found, rejected, causes, ground, .. } = survey;
    notice(found);
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
    Ok((engines, Synced { report, drafts, rejected, causes, ground }))
}

/// An article with the path of its file below `kb/`.
pub(in crate::library) type Placed<'a> = (&'a str, &'a Article);

/// Indexes articles that have just been written, and takes out those that are not published (any more).
pub(in crate::library) fn index(
    folders: &Folders,
    engines: &Engines,
    dictionaries: &Dictionaries,
    texts: &[Placed<'_>],
    today: Date,
) -> Result<Vec<Draft>, LibraryError> {
    let mut drafts = Vec::new();
    let before = repealed_by(texts, engines);
    let writing = Writing::of(&engines.staff, dictionaries, texts.len(), false)?;
    let mut bench = Workbench::default();
    for &(path, article) in texts {
        let hash = survey::hash(&article.raw, dictionaries);
        if article.status == Status::Published {
            writing.put(&mut bench, path, hash, Rendition::default(), article)?;
        } else {
            writing.changes.remove(article.id.as_str());
            drafts.push(Draft::new(path, hash, article));
        }
        survey::forget_last_good(&folders.data, path);
    }
    writing.changes.finish()?;
    // What a text repeals, or repealed before, goes or comes back without being touched.
    let mut acts = repealed_by(texts, engines);
    acts.extend(before);
    let mut scope: HashSet<String> = texts.iter().map(|(_, article)| article.id.to_string()).collect();
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
fn repealed_by(texts: &[Placed<'_>], engines: &Engines) -> HashSet<String> {
    let cards = texts.iter().filter_map(|(_, article)| engines.staff.card(article.id.as_str()));
    cards.flat_map(|card| card.repeals.clone()).collect()
}

/// Puts all of `articles` and shows them.
fn write(writing: Writing<'_>, articles: &[&Parsed], progress: &dyn Progress) -> Result<(), EngineError> {
    writing.each(articles, |bench, parsed| {
        let rendition = parsed.whole.unwrap_or_default();
        writing.put(bench, &parsed.path, parsed.hash, rendition, &parsed.article)?;
        progress.step();
        Ok(())
    })?;
    writing.changes.finish()
}

/// What was read of the dictionaries.
#[derive(Debug, Default)]
pub(in crate::library) struct Words {
    pub dictionaries: Dictionaries,
    /// Which files they come from.
    pub files: BTreeSet<String>,
    pub problems: Vec<Problem>,
    /// Those that went, or cannot be read: the version before is in use. What to say of it.
    pub lost: Option<String>,
}

/// The dictionaries as they are on disk; what is broken or missing keeps what `before` had.
pub(in crate::library) fn read_dictionaries(
    kb: &Path,
    before: &Dictionaries,
    files: &BTreeSet<String>,
) -> Words {
    let mut words = Words { dictionaries: before.clone(), ..Words::default() };
    let mut lost: Vec<String> = Vec::new();
    let read = disk::dictionaries(kb, &mut |path, error| {
        let path = disk::below(kb, path);
        lost.push(format!("{path} ({error})"));
        words.problems.push(problem("E904", &path, format!("nie można odczytać słownika: {error}")));
    });
    let folder = disk::DICTIONARIES;
    let found = match read {
        Ok(found) => found,
        Err(error) => {
            let message = if error.kind() == ErrorKind::NotFound {
                "nie ma folderu słowników: wyszukiwarka nie zna jednostek, kategorii ani synonimów".to_owned()
            } else {
                format!("nie można odczytać folderu słowników: {error}")
            };
            let help = "przywróć folder albo utwórz w nim jednostki.toml, kategorie.toml i synonimy.toml";
            words.problems.push(problem("W906", folder, message).help(help));
            Vec::new()
        }
    };
    let missing = files.iter().filter(|name| !found.iter().any(|(found, _)| found == *name));
    lost.extend(
        missing
            .filter(|name| !lost.iter().any(|said| said.contains(*name)))
            .map(|name| format!("{folder}/{name} (nie ma takiego pliku)"))
            .collect::<Vec<_>>(),
    );
    for (name, text) in found {
        words.problems.extend(words.dictionaries.read(&name, &text));
        words.files.insert(name);
    }
    // What is missing goes on being missed until it is back, or until the next start.
    words.files.extend(files.iter().cloned());
    lost.retain(|said| files.iter().any(|name| said.contains(name.as_str())));
    lost.sort();
    if !lost.is_empty() {
        words.lost = Some(format!(
            "w {} brakuje: {}; działają ostatnie dobre słowniki, a zapis słowników jest wstrzymany; przywróć plik albo \
             uruchom program ponownie, jeśli ma go nie być",
            kb.display(),
            lost.join(", ")
        ));
    }
    words
}
