//! What the files of `kb/` say now, beside what the index has of them: which changed, which went, which cannot be
//! used. Nothing is written here but the last good version of a file that broke.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use super::disk::{self, ArticleFile};
use super::store::Found;
use super::{Folders, Progress, SyncReport, residents};
use crate::article::dictionary::Dictionaries;
use crate::article::{self, Article, ArticleId, Problem, Severity, Status};
use crate::search::{Engine, Rendition};

/// Where last good versions of broken files are kept, below `data/`.
const LAST_GOOD: &str = "ostatnie-dobre";

/// One article on its way into the index.
pub(super) struct Parsed {
    pub path: String,
    pub hash: [u8; 16],
    pub article: Article,
    /// What residents have of it, if they may see the whole ([`residents::whole`]). Asked for a new index alone.
    pub whole: Option<Rendition>,
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
    /// The draft at `path`, whose file has this hash.
    pub(super) fn new(path: &str, hash: [u8; 16], article: &Article) -> Self {
        let article =
            Article { body: String::new(), raw: String::new(), sections: Vec::new(), ..article.clone() };
        Self { path: path.to_owned(), hash, article }
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

/// Files and index, compared.
pub(super) struct Survey {
    pub report: SyncReport,
    /// What the index must take in.
    pub changed: Vec<Parsed>,
    /// Ids that the index must let go of: their files went, or name another id now.
    pub gone: Vec<String>,
    /// Every article that is not published.
    pub drafts: Drafts,
    /// What differs from before, for those who keep revisions.
    pub found: Vec<Found>,
}

/// What files are compared with.
pub(super) struct Before<'a> {
    /// What the index has; `None` when it is built from nothing.
    pub staff: Option<&'a Engine>,
    pub drafts: &'a Drafts,
}

/// What looking at a file needs.
struct Looking<'a> {
    /// Hash of each file that is indexed, by path.
    known: HashMap<String, [u8; 16]>,
    units: Vec<u8>,
    data: &'a Path,
    dictionaries: &'a Dictionaries,
    fresh: bool,
    today: Date,
}

impl Survey {
    /// Looks at all files of `folders`.
    pub fn take(
        folders: &Folders,
        before: &Before<'_>,
        dictionaries: &Dictionaries,
        progress: &dyn Progress,
        today: Date,
    ) -> Self {
        let mut report = SyncReport::default();
        let mut unreadable = Vec::new();
        let files = disk::articles(&folders.kb, &mut |path, error| {
            unreadable.push(problem(
                "E900",
                &disk::below(&folders.kb, path),
                format!("nie można odczytać folderu: {error}"),
            ));
        });
        report.problems.append(&mut unreadable);
        report.seen = files.len();
        let cards = before.staff.map(Engine::cards).unwrap_or_default();
        let ids: HashMap<String, String> =
            cards.iter().map(|card| (card.path.clone(), card.id.to_string())).collect();
        let looking = Looking {
            known: cards.iter().map(|card| (card.path.clone(), card.hash)).collect(),
            units: units_digest(dictionaries),
            data: &folders.data,
            dictionaries,
            fresh: before.staff.is_none(),
            today,
        };
        progress.start(files.len());
        let outcomes: Vec<(Outcome, Vec<Problem>)> = files
            .par_iter()
            .map(|file| {
                let outcome = looking.at(file);
                progress.step();
                outcome
            })
            .collect();
        progress.finish();

        let raw = |id: &str| before.staff.and_then(|staff| staff.raw(id));
        let mut changed: Vec<Parsed> = Vec::new();
        let mut drafts = Drafts::new();
        let mut found = Vec::new();
        let mut gone: HashSet<&str> = ids.keys().map(String::as_str).collect();
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
                    let draft = Draft::new(&parsed.path, parsed.hash, &parsed.article);
                    let known = before.drafts.get(&draft.article.id);
                    if known.is_none_or(|known| known.hash != draft.hash || known.path != draft.path) {
                        found.push(Found::from(&*parsed));
                    }
                    drafts.insert(draft.article.id.clone(), Arc::new(draft));
                }
                Outcome::Rejected => {
                    report.rejected += 1;
                    gone.remove(file.path.as_str());
                    // While the index still has the last good version, put it where a rebuild will find it.
                    if let Some(raw) = ids.get(&file.path).and_then(|id| raw(id))
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
        let is_edited =
            |parsed: &&Parsed| raw(parsed.article.id.as_str()).as_ref() != Some(&parsed.article.raw);
        let stood: HashMap<&str, &str> = ids.iter().map(|(path, id)| (id.as_str(), path.as_str())).collect();
        let is_moved =
            |parsed: &&Parsed| stood.get(parsed.article.id.as_str()).is_some_and(|path| *path != parsed.path);
        if before.staff.is_some() {
            let news = changed.iter().filter(|parsed| is_edited(parsed) || is_moved(parsed));
            found.extend(news.map(Found::from));
        }
        let stands: HashSet<&ArticleId> = found.iter().map(|found| &found.id).collect();
        let lost = gone.iter().map(|(path, id)| (path.clone(), id.clone())).chain(
            before
                .drafts
                .iter()
                .filter(|(id, _)| !drafts.contains_key(*id))
                .map(|(id, draft)| (draft.path.clone(), id.to_string())),
        );
        let lost: Vec<Found> = lost
            .filter_map(|(path, id)| Some(Found { id: ArticleId::new(id)?, path, text: None }))
            .filter(|lost| !stands.contains(&lost.id) && !drafts.contains_key(&lost.id))
            .collect();
        found.extend(lost);
        // A file whose id changed leaves its old id behind.
        let kept: HashSet<&str> = changed.iter().map(|parsed| parsed.article.id.as_str()).collect();
        let renamed = changed.iter().filter_map(|parsed| ids.get(&parsed.path));
        let gone = gone.iter().map(|(_, id)| id).chain(renamed);
        let gone = gone.filter(|id| !kept.contains(id.as_str())).cloned().collect();
        Self { report, changed, gone, drafts, found }
    }
}

impl From<&Parsed> for Found {
    fn from(parsed: &Parsed) -> Self {
        let Article { id, raw, .. } = &parsed.article;
        Self { id: id.clone(), path: parsed.path.clone(), text: Some(raw.clone()) }
    }
}

impl Looking<'_> {
    /// Reads one file, and parses it if it is not the version that the index has.
    fn at(&self, file: &ArticleFile) -> (Outcome, Vec<Problem>) {
        let bytes = match fs::read(&file.file) {
            Ok(bytes) => bytes,
            Err(error) => {
                let hint = match error.kind() {
                    ErrorKind::PermissionDenied => "brak praw odczytu",
                    _ => "plik jest nieczytelny",
                };
                let problem =
                    problem("E901", &file.path, format!("{hint} ({error}); zostaje ostatnia dobra wersja"));
                return self.rejected(file, vec![problem]);
            }
        };
        let hash = disk::digest(&[&bytes, &self.units]);
        if self.known.get(&file.path) == Some(&hash) {
            return (Outcome::Unchanged, Vec::new());
        }
        let parsed = article::parse(&file.path, &bytes);
        match parsed.article {
            Some(article) if article.status == Status::Published => {
                forget_last_good(self.data, &file.path);
                let clean = self.fresh && parsed.problems.is_empty();
                let whole =
                    clean.then(|| residents::whole(&article, self.dictionaries, self.today)).flatten();
                let parsed_file = Parsed { path: file.path.clone(), hash, article, whole };
                (Outcome::Changed(Box::new(parsed_file)), parsed.problems)
            }
            Some(article) => {
                let parsed_file = Parsed { path: file.path.clone(), hash, article, whole: None };
                (Outcome::Unpublished(Box::new(parsed_file)), parsed.problems)
            }
            None => self.rejected(file, parsed.problems),
        }
    }

    /// A file that cannot be used: the index keeps what it has; an empty index takes the version kept in `data/`.
    fn rejected(&self, file: &ArticleFile, mut problems: Vec<Problem>) -> (Outcome, Vec<Problem>) {
        if self.fresh
            && let Ok(bytes) = fs::read(last_good(self.data, &file.path))
            && let Some(article) = article::parse(&file.path, &bytes).article
        {
            problems.push(problem("W902", &file.path, "podaję ostatnią dobrą wersję".to_owned()));
            let hash = disk::digest(&[&bytes, &self.units, b"last good"]);
            let parsed = Parsed { path: file.path.clone(), hash, article, whole: None };
            return (Outcome::Changed(Box::new(parsed)), problems);
        }
        (Outcome::Rejected, problems)
    }
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

/// Hash of a text as the index knows it.
pub(super) fn hash(text: &str, dictionaries: &Dictionaries) -> [u8; 16] {
    disk::digest(&[text.as_bytes(), &units_digest(dictionaries)])
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

/// Keeps `raw`, the last good version of a file that cannot be used any more, for a rebuild.
fn keep_last_good(data: &Path, path: &str, raw: &str) -> std::io::Result<()> {
    // Where a folder of data stood and stands no more, none is made: it is elsewhere, and comes back.
    crate::journal::standing(data, &[]).map_err(std::io::Error::other)?;
    crate::journal::private::write_below(data, &format!("{LAST_GOOD}/{path}"), raw)
}

/// Lets go of the last good version of a file that is good again.
pub(super) fn forget_last_good(data: &Path, path: &str) {
    let _ = fs::remove_file(last_good(data, path));
}

fn last_good(data: &Path, path: &str) -> PathBuf {
    data.join(LAST_GOOD).join(path)
}

/// A problem of a whole file.
pub(super) fn problem(code: article::Code, path: &str, message: String) -> Problem {
    let severity = if code.starts_with('W') { Severity::Warning } else { Severity::Error };
    Problem { severity, code, path: path.to_owned(), line: 0, message, help: String::new() }
}
