//! Bringing the index up to date with `kb/`: what changed, what went, what cannot be used.
//!
//! Files are told apart by a hash of their bytes, which the index itself records, so that a start with nothing
//! changed parses nothing and a process that died leaves nothing to repair: what it committed is there, what it did
//! not is found to differ. A file that cannot be used keeps its last good version: in the index, and in `data/` for
//! the day when the index must be rebuilt.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use super::disk::{self, ArticleFile};
use super::generation::Engines;
use super::repairs::Repairs;
use super::residents::Scope;
use super::store::Found;
use super::{Folders, LibraryError, Progress, SyncReport};
use crate::article::dictionary::Dictionaries;
use crate::article::{self, Article, ArticleId, Problem, Severity, Status};
use crate::search::{Changes, Engine, EngineError, Indexer, Size, Source};
use crate::text::ocr::Reader;

/// Where last good versions of broken files are kept, below `data/`.
const LAST_GOOD: &str = "ostatnie-dobre";

/// One article on its way into the index.
struct Parsed {
    path: String,
    hash: [u8; 16],
    article: Article,
}

/// An article that is not published: known to editors, not to searches.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Its file below `kb/`.
    pub path: String,
    /// The article, without its text.
    pub article: Article,
    hash: [u8; 16],
}

impl Draft {
    fn new(parsed: &Parsed) -> Self {
        let article = Article {
            body: String::new(),
            raw: String::new(),
            sections: Vec::new(),
            ..parsed.article.clone()
        };
        Self { path: parsed.path.clone(), hash: parsed.hash, article }
    }
}

/// Articles that are not published, by id.
pub(super) type Drafts = HashMap<ArticleId, Arc<Draft>>;

/// What became of one file.
enum Outcome {
    Unchanged,
    Changed(Box<Parsed>),
    /// Read, but not to be found: a draft, in review, archived.
    Unpublished(Box<Parsed>),
    Rejected,
}

/// What a sync found, beside what it did.
pub(super) struct Synced {
    pub report: SyncReport,
    /// Every article that is not published.
    pub drafts: Drafts,
}

/// Brings `engines` up to date with the files. With `fresh`, the engines are empty and everything is new. What
/// differs from before is told to `notice` before it can be found.
pub(super) fn sync(
    folders: &Folders,
    engines: &Engines,
    dictionaries: &Dictionaries,
    fresh: bool,
    (progress, notice): (&dyn Progress, &mut dyn FnMut(Vec<Found>)),
    drafts_before: &Drafts,
    today: Date,
) -> Result<Synced, LibraryError> {
    let mut report = SyncReport::default();
    let mut unreadable = Vec::new();
    let files = disk::articles(&folders.kb, &mut |path, error| {
        unreadable.push(problem(
            "E900",
            &below(&folders.kb, path),
            format!("nie można odczytać folderu: {error}"),
        ));
    });
    report.problems.append(&mut unreadable);
    report.seen = files.len();
    let units = units_digest(dictionaries);
    let known: HashMap<String, [u8; 16]> =
        engines.staff.cards().iter().map(|card| (card.path.clone(), card.hash)).collect();
    let ids: HashMap<String, String> =
        engines.staff.cards().iter().map(|card| (card.path.clone(), card.id.to_string())).collect();
    progress.start(files.len());
    let outcomes: Vec<(Outcome, Vec<Problem>)> = files
        .par_iter()
        .map(|file| {
            let outcome = look(file, &known, &units, &folders.data, fresh);
            progress.step();
            outcome
        })
        .collect();
    progress.finish();

    let mut changed: Vec<Parsed> = Vec::new();
    let mut drafts = Drafts::new();
    let mut found = Vec::new();
    let mut gone: HashSet<&str> = known.keys().map(String::as_str).collect();
    for (file, (outcome, problems)) in files.iter().zip(outcomes) {
        report.problems.extend(problems);
        match outcome {
            Outcome::Unchanged => {
                gone.remove(file.path.as_str());
            }
            Outcome::Changed(parsed) => {
                gone.remove(file.path.as_str());
                changed.push(*parsed);
            }
            Outcome::Unpublished(parsed) => {
                let draft = Draft::new(&parsed);
                let before = drafts_before.get(&draft.article.id);
                if before.is_none_or(|before| before.hash != draft.hash) {
                    found.push(Found {
                        id: parsed.article.id.clone(),
                        path: parsed.path.clone(),
                        text: Some(parsed.article.raw.clone()),
                    });
                }
                drafts.insert(draft.article.id.clone(), Arc::new(draft));
            }
            Outcome::Rejected => {
                report.rejected += 1;
                gone.remove(file.path.as_str());
                // While the index still has the last good version, put it where a rebuild will find it.
                if let Some(raw) = ids.get(&file.path).and_then(|id| engines.staff.raw(id))
                    && let Err(error) = keep_last_good(&folders.data, &file.path, &raw)
                {
                    report.problems.push(problem(
                        "W905",
                        &file.path,
                        format!(
                            "nie można zachować ostatniej dobrej wersji w {}: {error}",
                            folders.data.display()
                        ),
                    ));
                }
            }
        }
    }
    let gone: Vec<(String, String)> =
        gone.into_iter().filter_map(|path| Some((path.to_owned(), ids.get(path)?.clone()))).collect();
    refuse_duplicates(&mut changed, &ids, &gone, &mut report);
    report.changed = changed.len();
    report.removed = gone.len();
    // A change of the units' dictionary touches every article's entry and no article's text.
    let edited = changed.iter().filter(|parsed| {
        !fresh && engines.staff.raw(parsed.article.id.as_str()).as_ref() != Some(&parsed.article.raw)
    });
    found.extend(edited.map(|parsed| Found {
        id: parsed.article.id.clone(),
        path: parsed.path.clone(),
        text: Some(parsed.article.raw.clone()),
    }));
    let stands: HashSet<&ArticleId> = found.iter().map(|found| &found.id).collect();
    let lost = gone.iter().map(|(path, id)| (path.clone(), id.clone())).chain(
        drafts_before
            .iter()
            .filter(|(id, _)| !drafts.contains_key(*id))
            .map(|(id, draft)| (draft.path.clone(), id.to_string())),
    );
    let lost: Vec<Found> = lost
        .filter_map(|(path, id)| Some(Found { id: ArticleId::new(id)?, path, text: None }))
        .filter(|lost| !stands.contains(&lost.id) && !drafts.contains_key(&lost.id))
        .collect();
    found.extend(lost);
    if !fresh {
        notice(found);
    }
    if !changed.is_empty() || !gone.is_empty() {
        write(engines, dictionaries, &changed, &gone, &ids, fresh, progress)?;
    }
    engines.public.reconcile(&engines.staff, dictionaries, today, Scope::All)?;
    Ok(Synced { report, drafts })
}

/// Indexes texts that have just been written, and takes out those that are not published (any more).
pub(super) fn index(
    folders: &Folders,
    engines: &Engines,
    dictionaries: &Dictionaries,
    texts: &[(&ArticleId, &str, &str)],
    today: Date,
) -> Result<Vec<Draft>, LibraryError> {
    let units = units_digest(dictionaries);
    let mut drafts = Vec::new();
    let before = repealed_by(texts, engines);
    let changes = engines.staff.changes(Size::from(texts.len()))?;
    let writing = Writing { changes, engine: &engines.staff, dictionaries, fresh: false };
    let (mut indexer, mut repairs) = (Indexer::default(), Repairs::default());
    for &(id, path, text) in texts {
        let Some(article) = article::parse(path, text.as_bytes()).article else { continue };
        let parsed =
            Parsed { path: path.to_owned(), hash: disk::digest(&[text.as_bytes(), &units]), article };
        if parsed.article.status == Status::Published {
            writing.put((&mut indexer, &mut repairs), path, parsed.hash, [0; 16], &parsed.article)?;
        } else {
            writing.changes.remove(id.as_str());
            drafts.push(Draft::new(&parsed));
        }
        let _ = fs::remove_file(last_good(&folders.data, path));
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

/// Reads one file, and parses it if it is not the version that the index has.
fn look(
    file: &ArticleFile,
    known: &HashMap<String, [u8; 16]>,
    units: &[u8],
    data: &Path,
    fresh: bool,
) -> (Outcome, Vec<Problem>) {
    let bytes = match fs::read(&file.file) {
        Ok(bytes) => bytes,
        Err(error) => {
            let hint = match error.kind() {
                ErrorKind::PermissionDenied => "brak praw odczytu",
                _ => "plik jest nieczytelny",
            };
            let problem =
                problem("E901", &file.path, format!("{hint} ({error}); zostaje ostatnia dobra wersja"));
            return rejected(file, vec![problem], units, data, fresh);
        }
    };
    let hash = disk::digest(&[&bytes, units]);
    if known.get(&file.path) == Some(&hash) {
        return (Outcome::Unchanged, Vec::new());
    }
    let parsed = article::parse(&file.path, &bytes);
    match parsed.article {
        Some(article) if article.status == Status::Published => {
            let _ = fs::remove_file(last_good(data, &file.path));
            (Outcome::Changed(Box::new(Parsed { path: file.path.clone(), hash, article })), parsed.problems)
        }
        Some(article) => (
            Outcome::Unpublished(Box::new(Parsed { path: file.path.clone(), hash, article })),
            parsed.problems,
        ),
        None => rejected(file, parsed.problems, units, data, fresh),
    }
}

/// A file that cannot be used: the index keeps what it has; an empty index takes the version kept in `data/`.
fn rejected(
    file: &ArticleFile,
    mut problems: Vec<Problem>,
    units: &[u8],
    data: &Path,
    fresh: bool,
) -> (Outcome, Vec<Problem>) {
    if fresh
        && let Ok(bytes) = fs::read(last_good(data, &file.path))
        && let Some(article) = article::parse(&file.path, &bytes).article
    {
        problems.push(problem("W902", &file.path, "podaję ostatnią dobrą wersję".to_owned()));
        let hash = disk::digest(&[&bytes, units, b"last good"]);
        return (Outcome::Changed(Box::new(Parsed { path: file.path.clone(), hash, article })), problems);
    }
    (Outcome::Rejected, problems)
}

/// Keeps the first file of each id, by path; says where the other stands.
fn refuse_duplicates(
    changed: &mut Vec<Parsed>,
    ids: &HashMap<String, String>,
    gone: &[(String, String)],
    report: &mut SyncReport,
) {
    let changed_paths: HashSet<String> = changed.iter().map(|parsed| parsed.path.clone()).collect();
    let gone_paths: HashSet<&str> = gone.iter().map(|(path, _)| path.as_str()).collect();
    let mut owners: HashMap<ArticleId, String> = ids
        .iter()
        .filter(|(path, _)| !changed_paths.contains(*path) && !gone_paths.contains(path.as_str()))
        .filter_map(|(path, id)| Some((ArticleId::new(id.clone())?, path.clone())))
        .collect();
    changed.retain(|parsed| match owners.get(&parsed.article.id) {
        Some(owner) => {
            report.rejected += 1;
            report.problems.push(problem(
                "E903",
                &parsed.path,
                format!("identyfikator „{}” ma już artykuł {owner}; zmień jeden z nich", parsed.article.id),
            ));
            false
        }
        None => {
            owners.insert(parsed.article.id.clone(), parsed.path.clone());
            true
        }
    });
}

/// What analysing and writing need, whichever engine is written.
pub(super) struct Writing<'a> {
    pub(super) changes: Changes<'a>,
    pub(super) engine: &'a Engine,
    pub(super) dictionaries: &'a Dictionaries,
    /// Nothing can be there yet, so nothing needs to be replaced.
    pub(super) fresh: bool,
}

impl Writing<'_> {
    /// `hash` names the file, `shown` what of it residents are shown; zeros where that is not the question.
    pub(super) fn put(
        &self,
        (indexer, repairs): (&mut Indexer, &mut Repairs),
        path: &str,
        hash: [u8; 16],
        shown: [u8; 16],
        article: &Article,
    ) -> Result<(), EngineError> {
        let reader = repairs.recognise(article);
        let indexable = indexer.prepare(
            self.engine,
            Source {
                article,
                path,
                hash,
                shown,
                unit: article.unit.as_deref().and_then(|code| self.dictionaries.unit(code)),
                misread: reader == Reader::PolishBook,
                repairs: &mut |texts| repairs.of(texts, reader),
            },
        )?;
        if self.fresh { self.changes.add(indexable) } else { self.changes.upsert(indexable) }
    }
}

fn write(
    engines: &Engines,
    dictionaries: &Dictionaries,
    changed: &[Parsed],
    gone: &[(String, String)],
    ids: &HashMap<String, String>,
    fresh: bool,
    progress: &dyn Progress,
) -> Result<(), LibraryError> {
    let changes = engines.staff.changes(Size::from(changed.len() + gone.len()))?;
    let writing = Writing { changes, engine: &engines.staff, dictionaries, fresh };
    let kept: HashSet<&str> = changed.iter().map(|parsed| parsed.article.id.as_str()).collect();
    // A file whose id changed leaves its old id behind.
    let renamed = changed.iter().filter_map(|parsed| ids.get(&parsed.path));
    for id in gone.iter().map(|(_, id)| id).chain(renamed).filter(|id| !kept.contains(id.as_str())) {
        writing.changes.remove(id);
    }
    progress.start(changed.len());
    changed
        .par_iter()
        .map_init(
            || (Indexer::default(), Repairs::default()),
            |(indexer, repairs), parsed| {
                writing.put((indexer, repairs), &parsed.path, parsed.hash, [0; 16], &parsed.article)?;
                progress.step();
                Ok(())
            },
        )
        .collect::<Result<(), EngineError>>()?;
    progress.finish();
    writing.changes.finish()?;
    Ok(())
}

/// The dictionaries as they are on disk; what is broken keeps what `before` had.
pub(super) fn read_dictionaries(kb: &Path, before: &Dictionaries) -> (Dictionaries, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut dictionaries = before.clone();
    let files = disk::dictionaries(kb, &mut |path, error| {
        problems.push(problem("E904", &below(kb, path), format!("nie można odczytać słownika: {error}")));
    });
    for (name, text) in files {
        problems.extend(dictionaries.read(&name, &text));
    }
    (dictionaries, problems)
}

/// Keeps `raw`, the last good version of a file that cannot be used any more, for a rebuild.
fn keep_last_good(data: &Path, path: &str, raw: &str) -> std::io::Result<()> {
    disk::write_whole(&last_good(data, path), raw.as_bytes())
}

fn last_good(data: &Path, path: &str) -> PathBuf {
    data.join(LAST_GOOD).join(path)
}

/// What of the units stands in articles' index entries: a change of it means that they are analysed again.
fn units_digest(dictionaries: &Dictionaries) -> Vec<u8> {
    let mut parts: Vec<&[u8]> = Vec::new();
    for unit in &dictionaries.units {
        parts.extend([unit.code.as_bytes(), unit.name.as_bytes()]);
        parts.extend(unit.aliases.iter().chain(&unit.formerly).map(|name| name.as_bytes()));
    }
    disk::digest(&parts).to_vec()
}

fn below(kb: &Path, path: &Path) -> String {
    path.strip_prefix(kb).unwrap_or(path).to_string_lossy().into_owned()
}

fn problem(code: article::Code, path: &str, message: String) -> Problem {
    let severity = if code.starts_with('W') { Severity::Warning } else { Severity::Error };
    Problem { severity, code, path: path.to_owned(), line: 0, message, help: String::new() }
}
