//! What the files of `kb/` say now, beside what the index has of them: which changed, which went, which cannot be
//! used. Nothing is written here but the last good version of a file that broke.
//!
//! What is not there is judged in [`super::absence`]; two files that claim one id are settled in [`claims`].

mod claims;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use super::absence::{self, Memory, Trusted, Verdict};
use super::residents;
use crate::article::dictionary::Dictionaries;
use crate::article::{self, Article, ArticleId, Problem, Severity, Status};
use crate::library::disk::{ArticleFile, Identity, Listing, Mistaken};
use crate::library::publishing::store::FoundFile;
use crate::library::readiness::Cause;
use crate::library::{Folders, Progress, Rejected, SyncReport, disk};
use crate::search::{Card, Engine, Rendition};

/// Where last good versions of broken files are kept, below `data/`.
const LAST_GOOD: &str = "ostatnie-dobre";

/// One article on its way into the index.
pub(in crate::library) struct Parsed {
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
    pub(in crate::library) fn new(path: &str, hash: [u8; 16], article: &Article) -> Self {
        let article =
            Article { body: String::new(), raw: String::new(), sections: Vec::new(), ..article.clone() };
        Self { path: path.to_owned(), hash, article }
    }

    /// Hash of its file, as it was read.
    pub(in crate::library) fn hash(&self) -> [u8; 16] {
        self.hash
    }
}

/// Articles that are not published, by id.
pub(in crate::library) type Drafts = HashMap<ArticleId, Arc<Draft>>;

/// What became of one file.
enum Outcome {
    Unchanged,
    Changed(Box<Parsed>),
    /// Read, but not to be found: a draft, in review, archived.
    Unpublished(Box<Parsed>),
    /// It cannot be used as it is; why.
    Rejected(Problem),
    /// It went between being listed and being read: the next look will tell.
    Vanished,
}

/// Files and index, compared.
pub(in crate::library) struct Survey {
    pub report: SyncReport,
    /// What the index must take in.
    pub changed: Vec<Parsed>,
    /// Ids that the index must let go of: their files went, or name another id now.
    pub gone: Vec<String>,
    /// Every article that is not published.
    pub drafts: Drafts,
    /// What differs from before, for those who keep revisions.
    pub found: Vec<FoundFile>,
    /// Files that cannot be used as they are, by path.
    pub rejected: BTreeMap<String, Rejected>,
    /// What stood in the way of looking, and what does not any more.
    pub causes: Vec<(Cause, Option<String>)>,
    /// The ground for the next look.
    pub ground: Ground,
}

/// What a look leaves behind for those that follow it.
#[derive(Debug, Default)]
pub(in crate::library) struct Ground {
    /// The folders in which articles were last seen.
    pub trusted: Trusted,
    /// What was listed at the last look; `None` where `kb/` itself could not be.
    pub listing: Option<Listing>,
    /// Files that were not found at the last look, and are not known to be gone.
    pub kept: HashSet<String>,
    /// How often a folder was found that was not there before: a new one, another in its place, one that can be read again.
    pub exchanges: u64,
    /// Where nothing could be derived from that look: how much there is of what was known.
    pub lost: Option<Remains>,
}

/// What is left of what was known.
#[derive(Debug, Clone, Copy)]
pub(in crate::library) struct Remains {
    /// How many articles were known.
    pub known: usize,
    /// How many files there are.
    pub left: usize,
}

impl Ground {
    /// Which folder `kb/` was at the last look; `None` where that one is worth nothing.
    pub fn root(&self) -> Option<Identity> {
        let listing = self.listing.as_ref().filter(|_| self.lost.is_none());
        listing.and_then(|listing| listing.folders.get("").copied())
    }

    /// This ground after `before`.
    pub fn after(mut self, before: &Self) -> Self {
        let is_other = match (&before.listing, &self.listing) {
            (Some(before), Some(now)) => {
                now.folders.iter().any(|(folder, now)| before.folders.get(folder) != Some(now))
            }
            (before, now) => before.is_some() != now.is_some(),
        };
        self.exchanges = before.exchanges + u64::from(is_other);
        self
    }

    /// Whether the folder of the articles, and each in it, is the one that was last looked at.
    pub fn stands(&self, kb: &Path) -> bool {
        let folders = self.listing.as_ref().map(|listing| &listing.folders);
        match folders {
            None => Identity::of(kb).is_err(),
            Some(folders) => folders
                .iter()
                .all(|(folder, identity)| Identity::of(&kb.join(folder)).is_ok_and(|now| now == *identity)),
        }
    }

    /// The same for `kb/` alone.
    pub fn root_stands(&self, kb: &Path) -> bool {
        let root = self.listing.as_ref().and_then(|listing| listing.folders.get(""));
        root == Identity::of(kb).ok().as_ref()
    }

    /// Whether there is certainly no file at `path`, as of the last look.
    pub fn lacks(&self, path: &str) -> bool {
        self.lost.is_none()
            && !self.kept.contains(path)
            && self.listing.as_ref().is_some_and(|listing| listing.lacks(path))
    }
}

/// What files are compared with.
pub(in crate::library) struct Before<'a> {
    /// What was served so far; `None` at a start without a usable index.
    pub staff: Option<&'a Engine>,
    pub drafts: &'a Drafts,
    /// Where they stood.
    pub memory: Memory<'a>,
    /// Where each article stood by the word of others.
    pub places: &'a HashMap<ArticleId, String>,
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
    /// Looks at all files of `folders`. With `fresh`, an index is filled that holds nothing yet.
    pub fn take(
        folders: &Folders,
        before: &Before<'_>,
        fresh: bool,
        dictionaries: &Dictionaries,
        progress: &dyn Progress,
        today: Date,
    ) -> Self {
        let listing = disk::list(&folders.kb);
        let cards: Vec<Arc<Card>> = before.staff.map(Engine::cards).unwrap_or_default();
        let standing = Standing::of(&cards, before);
        // Without an index, what was put aside for a rebuild and what others remember are all that is known.
        let put_aside = if before.staff.is_none() { all_last_good(&folders.data) } else { Vec::new() };
        let mut known: HashSet<&str> = standing.published.iter().map(String::as_str).collect();
        known.extend(before.drafts.values().map(|draft| draft.path.as_str()));
        known.extend(put_aside.iter().map(String::as_str));
        if before.staff.is_none() {
            known.extend(before.places.values().map(String::as_str));
        }
        let verdict = absence::judge(&folders.kb, &listing, &known, before.memory);
        let causes = absence::causes(&verdict).into();
        let (listing, kept) = match (listing, verdict) {
            (Ok(listing), Verdict::Stands { kept, .. }) => (listing, kept),
            (listing, verdict) => {
                let (why, left) =
                    if let Verdict::Lost { why, left } = verdict { (why, left) } else { (String::new(), 0) };
                let lost = (Remains { known: known.len(), left }, why);
                let listing = listing.ok();
                return Self { causes, ..Self::lost(before, fresh, &standing, listing, lost) };
            }
        };
        let looking = Looking {
            known: if fresh {
                HashMap::new()
            } else {
                cards.iter().map(|card| (card.path.clone(), card.hash)).collect()
            },
            units: units_digest(dictionaries),
            data: &folders.data,
            dictionaries,
            fresh,
            today,
        };
        let mut report = SyncReport { seen: listing.articles.len(), ..SyncReport::default() };
        report.problems.extend(
            listing.unread.iter().map(|(folder, error)| {
                problem("E900", folder, format!("nie można odczytać folderu: {error}"))
            }),
        );
        progress.start(listing.articles.len());
        let looked: Vec<(Outcome, Vec<Problem>)> = listing
            .articles
            .par_iter()
            .map(|file| {
                let looked = looking.at(file);
                progress.step();
                looked
            })
            .collect();
        progress.finish();

        let raw = |id: &str| before.staff.and_then(|staff| staff.raw(id));
        // The text that is served for a file that cannot be used, for an index that does not have it.
        let last_good = |path: &str| {
            let served =
                standing.ids.get(path).filter(|_| standing.is_published(path)).and_then(|id| raw(id));
            served.or_else(|| disk::read_text(&last_good(&folders.data, path), article::LARGEST).ok())
        };
        let mut outcomes: Vec<(&str, Outcome)> = Vec::with_capacity(looked.len() + kept.len());
        for (file, (outcome, problems)) in listing.articles.iter().zip(looked) {
            report.problems.extend(problems);
            outcomes.push((&file.path, outcome));
        }
        for (path, mistaken) in &listing.mistaken {
            let problem = passed_over(path, *mistaken);
            report.problems.push(problem.clone());
            outcomes.push((path, Outcome::Rejected(problem)));
        }
        let (refusals, owners) = claims::settle(&mut outcomes, &standing, &kept, &|id| {
            before.staff.and_then(|staff| staff.raw(id))
        });
        report.problems.extend(refusals);
        // What a file was goes on being served where no other file has come to be that.
        let is_left = |path: &str| {
            let owner = standing.ids.get(path).and_then(|id| owners.get(id));
            owner.is_none_or(|owner| owner == path)
        };

        let mut changed: Vec<Parsed> = Vec::new();
        let mut drafts = Drafts::new();
        let mut found = Vec::new();
        let mut rejected = BTreeMap::new();
        // Paths of the index whose articles stay as they are, or get a new text.
        let mut stay: HashSet<&str> = HashSet::new();
        for (path, outcome) in outcomes {
            let keep_draft = |drafts: &mut Drafts| {
                if let Some((id, draft)) = standing.draft(path, before.drafts).filter(|_| is_left(path)) {
                    drafts.entry(id.clone()).or_insert_with(|| Arc::clone(draft));
                }
            };
            match outcome {
                Outcome::Unchanged => drop(stay.insert(path)),
                Outcome::Vanished => {
                    stay.insert(path);
                    keep_draft(&mut drafts);
                }
                Outcome::Changed(parsed) => {
                    stay.insert(path);
                    changed.push(*parsed);
                }
                Outcome::Unpublished(parsed) => {
                    let draft = Draft::new(&parsed.path, parsed.hash, &parsed.article);
                    let known = before.drafts.get(&draft.article.id);
                    if known.is_none_or(|known| known.hash != draft.hash || known.path != draft.path) {
                        found.push(FoundFile::from(&*parsed));
                    }
                    drafts.insert(draft.article.id.clone(), Arc::new(draft));
                }
                Outcome::Rejected(problem) => {
                    stay.insert(path);
                    keep_draft(&mut drafts);
                    let serves =
                        standing.ids.get(path).filter(|_| standing.is_published(path) && is_left(path));
                    // While the index still has the last good version, put it where a rebuild will find it.
                    if let Some(raw) = serves.and_then(|id| raw(id)) {
                        keep(&folders.data, path, &raw, &mut report);
                    }
                    let serves = serves.and_then(|id| ArticleId::new(id.clone()));
                    rejected.insert(path.to_owned(), Rejected { problem, serves });
                }
            }
        }
        for path in &kept {
            stay.insert(path);
            if let Some((id, draft)) = standing.draft(path, before.drafts) {
                drafts.entry(id.clone()).or_insert_with(|| Arc::clone(draft));
            }
            if let Some(text) = last_good(path) {
                keep(&folders.data, path, &text, &mut report);
            }
        }
        if fresh {
            // An index that begins with nothing takes what was served of the files that cannot be used.
            let mut taken: HashSet<ArticleId> =
                changed.iter().map(|parsed| parsed.article.id.clone()).collect();
            let unusable = rejected.keys().map(String::as_str).chain(kept.iter().map(String::as_str));
            let mut again: Vec<Parsed> = Vec::new();
            for path in unusable {
                let Some(parsed) = looking.parse_again(path, last_good(path)) else { continue };
                if taken.insert(parsed.article.id.clone()) {
                    let message = "podaję ostatnią dobrą wersję".to_owned();
                    report.problems.push(problem("W902", path, message));
                    again.push(*parsed);
                }
            }
            for parsed in &again {
                if let Some(rejected) = rejected.get_mut(&parsed.path) {
                    rejected.serves = Some(parsed.article.id.clone());
                }
            }
            changed.extend(again);
        }
        let gone: Vec<(String, String)> = cards
            .iter()
            .filter(|card| !stay.contains(card.path.as_str()))
            .map(|card| (card.path.clone(), card.id.to_string()))
            .collect();
        for (path, _) in &gone {
            forget_last_good(&folders.data, path);
        }
        report.rejected = rejected.len();
        report.changed = changed.len();
        report.removed = gone.len();
        // A change of the units' dictionary touches every article's entry and no article's text.
        let is_edited =
            |parsed: &&Parsed| raw(parsed.article.id.as_str()).as_ref() != Some(&parsed.article.raw);
        let stood: HashMap<&str, &str> =
            cards.iter().map(|card| (card.id.as_str(), card.path.as_str())).collect();
        let is_moved =
            |parsed: &&Parsed| stood.get(parsed.article.id.as_str()).is_some_and(|path| *path != parsed.path);
        if before.staff.is_some() {
            let news = changed.iter().filter(|parsed| is_edited(parsed) || is_moved(parsed));
            found.extend(news.map(FoundFile::from));
        }
        let stands: HashSet<&ArticleId> = found.iter().map(|found| &found.id).collect();
        let lost = gone.iter().map(|(path, id)| (path.clone(), id.clone())).chain(
            before
                .drafts
                .iter()
                .filter(|(id, _)| !drafts.contains_key(*id))
                .map(|(id, draft)| (draft.path.clone(), id.to_string())),
        );
        let renewed: HashSet<&ArticleId> = changed.iter().map(|parsed| &parsed.article.id).collect();
        let lost: Vec<FoundFile> = lost
            .filter_map(|(path, id)| Some(FoundFile { id: ArticleId::new(id)?, path, text: None }))
            .filter(|lost| {
                !stands.contains(&lost.id) && !renewed.contains(&lost.id) && !drafts.contains_key(&lost.id)
            })
            .collect();
        found.extend(lost);
        // A file whose id changed leaves its old id behind.
        let kept_ids: HashSet<&str> = changed.iter().map(|parsed| parsed.article.id.as_str()).collect();
        let renamed = changed.iter().filter_map(|parsed| standing.published(&parsed.path));
        let gone = gone.iter().map(|(_, id)| id).chain(renamed);
        let gone = gone.filter(|id| !kept_ids.contains(id.as_str())).cloned().collect();
        // Folders that are kept go on being trusted as they were; whatever was looked at is trusted from now on.
        let mut trusted = listing.folders.clone();
        for (folder, identity) in before.memory.trusted {
            if kept.iter().any(|path| absence::is_below(path, folder)) && !folder.is_empty() {
                trusted.insert(folder.clone(), *identity);
            }
        }
        let ground = Ground { trusted, listing: Some(listing), kept, ..Ground::default() };
        Self { report, changed, gone, drafts, found, rejected, causes, ground }
    }

    /// A look from which nothing is derived: everything stays as it was.
    fn lost(
        before: &Before<'_>,
        fresh: bool,
        standing: &Standing,
        listing: Option<Listing>,
        (remains, why): (Remains, String),
    ) -> Self {
        let report = SyncReport { problems: vec![problem("E900", "", why)], ..SyncReport::default() };
        let mut changed = Vec::new();
        if let Some(staff) = before.staff.filter(|_| fresh) {
            let served = standing.published.iter().filter_map(|path| {
                let text = staff.raw(standing.published(path)?)?;
                let article = article::parse(path, text.as_bytes()).article?;
                let hash = disk::digest(&[article.raw.as_bytes(), b"last good"]);
                Some(Parsed { path: path.clone(), hash, article, whole: None })
            });
            changed.extend(served);
            changed.sort_by(|a: &Parsed, b: &Parsed| a.path.cmp(&b.path));
        }
        Self {
            report,
            changed,
            gone: Vec::new(),
            drafts: before.drafts.clone(),
            found: Vec::new(),
            rejected: BTreeMap::new(),
            causes: Vec::new(),
            ground: Ground {
                trusted: before.memory.trusted.clone(),
                listing,
                lost: Some(remains),
                ..Ground::default()
            },
        }
    }
}

/// Which article each file was, as it was served or worked on so far.
struct Standing {
    /// Ids by path: of published articles, else of drafts, else by the word of others.
    ids: HashMap<String, String>,
    /// Paths of published articles.
    published: HashSet<String>,
}

impl Standing {
    fn of(cards: &[Arc<Card>], before: &Before<'_>) -> Self {
        let others = before.places.iter().map(|(id, path)| (path.clone(), id.to_string()));
        let drafts = before.drafts.iter().map(|(id, draft)| (draft.path.clone(), id.to_string()));
        let published: HashMap<String, String> =
            cards.iter().map(|card| (card.path.clone(), card.id.to_string())).collect();
        let paths = published.keys().cloned().collect();
        let mut ids: HashMap<String, String> = others.collect();
        ids.extend(drafts);
        ids.extend(published);
        Self { ids, published: paths }
    }

    fn is_published(&self, path: &str) -> bool {
        self.published.contains(path)
    }

    /// The id under which `path` is published.
    fn published(&self, path: &str) -> Option<&String> {
        self.ids.get(path).filter(|_| self.is_published(path))
    }

    /// The draft that stood at `path`.
    fn draft<'a>(&self, path: &str, drafts: &'a Drafts) -> Option<(&'a ArticleId, &'a Arc<Draft>)> {
        if self.is_published(path) {
            return None;
        }
        let id = ArticleId::new(self.ids.get(path)?.clone())?;
        drafts.get_key_value(&id).filter(|(_, draft)| draft.path == path)
    }
}

/// What in `kb` may be taken for articles and is passed over: nothing where `kb` cannot be read.
pub fn mistaken_for_articles(kb: &Path) -> Vec<Problem> {
    let mistaken = disk::list(kb).map(|listing| listing.mistaken).unwrap_or_default();
    mistaken.into_iter().map(|(path, mistaken)| passed_over(&path, mistaken)).collect()
}

fn passed_over(path: &str, mistaken: Mistaken) -> Problem {
    let (message, help) = mistaken.words();
    problem("E901", path, message.to_owned()).help(help)
}

/// Puts a last good version aside for a rebuild, or says that it cannot.
fn keep(data: &Path, path: &str, text: &str, report: &mut SyncReport) {
    if let Err(error) = keep_last_good(data, path, text) {
        let message = format!("nie można zachować ostatniej dobrej wersji w {}: {error}", data.display());
        report.problems.push(problem("W905", path, message));
    }
}

impl From<&Parsed> for FoundFile {
    fn from(parsed: &Parsed) -> Self {
        let Article { id, raw, .. } = &parsed.article;
        Self { id: id.clone(), path: parsed.path.clone(), text: Some(raw.clone()) }
    }
}

impl Looking<'_> {
    /// Reads one file, and parses it if it is not the version that the index has.
    fn at(&self, file: &ArticleFile) -> (Outcome, Vec<Problem>) {
        let bytes = match disk::read_at_most(&file.file, article::LARGEST) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return (Outcome::Vanished, Vec::new()),
            Err(error) if error.kind() == ErrorKind::FileTooLarge => {
                let message = format!("{error}; zostaje ostatnia dobra wersja");
                let problem = problem(article::check::codes::TOO_MUCH, &file.path, message)
                    .help("podziel artykuł na kilka");
                return (Outcome::Rejected(problem.clone()), vec![problem]);
            }
            Err(error) => {
                let hint = match error.kind() {
                    ErrorKind::PermissionDenied => "brak praw odczytu",
                    _ => "plik jest nieczytelny",
                };
                let problem =
                    problem("E901", &file.path, format!("{hint} ({error}); zostaje ostatnia dobra wersja"));
                return (Outcome::Rejected(problem.clone()), vec![problem]);
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
            None => {
                let first = parsed.problems.iter().find(|problem| problem.severity == Severity::Error);
                let first = first.or(parsed.problems.first()).cloned();
                let unknown = || problem("E901", &file.path, "plik nie jest artykułem".to_owned());
                (Outcome::Rejected(first.unwrap_or_else(unknown)), parsed.problems)
            }
        }
    }

    /// The last good text of a file, as an article. Its hash is no file's, so that the file is read again at the next look.
    fn parse_again(&self, path: &str, text: Option<String>) -> Option<Box<Parsed>> {
        let article = article::parse(path, text?.as_bytes()).article?;
        let hash = disk::digest(&[article.raw.as_bytes(), &self.units, b"last good"]);
        Some(Box::new(Parsed { path: path.to_owned(), hash, article, whole: None }))
    }
}

/// Hash of a text as the index knows it.
pub(in crate::library) fn hash(text: &str, dictionaries: &Dictionaries) -> [u8; 16] {
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
    let file = last_good(data, path);
    if disk::read_at_most(&file, article::LARGEST).is_ok_and(|kept| kept == raw.as_bytes()) {
        return Ok(());
    }
    // Where a folder of data stood and stands no more, none is made: it is elsewhere, and comes back.
    crate::journal::standing(data, &[]).map_err(std::io::Error::other)?;
    crate::journal::base::private::write_below(data, &format!("{LAST_GOOD}/{path}"), raw)
}

/// Files whose last good versions are kept below `data`.
fn all_last_good(data: &Path) -> Vec<String> {
    let kept = disk::list(&data.join(LAST_GOOD));
    kept.map(|kept| kept.articles.into_iter().map(|file| file.path).collect()).unwrap_or_default()
}

/// Lets go of the last good version of a file that is good again.
pub(in crate::library) fn forget_last_good(data: &Path, path: &str) {
    let _ = fs::remove_file(last_good(data, path));
}

fn last_good(data: &Path, path: &str) -> PathBuf {
    data.join(LAST_GOOD).join(path)
}

/// A problem of a whole file.
pub(in crate::library) fn problem(code: article::Code, path: &str, message: String) -> Problem {
    let severity = if code.starts_with('W') { Severity::Warning } else { Severity::Error };
    Problem { severity, code, path: path.to_owned(), line: 0, message, help: String::new() }
}
