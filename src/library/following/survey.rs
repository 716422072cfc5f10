//! What the files of `kb/` say now, beside what the index has of them: which changed, which went, which cannot be
//! used. Nothing is written here but the last good version of a file that broke.
//!
//! What is not there is judged in [`super::absence`]; two files that claim one id are settled in [`claims`].

mod claims;
mod last_good;
mod looked;
mod looking;
mod standing;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use last_good::keep;
use looking::{Looking, Outcome, units_digest};
use standing::Standing;

pub(in crate::library) use last_good::forget as forget_last_good;
pub(in crate::library) use looked::{Ground, Remains};
pub(in crate::library) use looking::hash;

use super::absence::{self, Memory, Verdict};
use crate::article::dictionary::Dictionaries;
use crate::article::{self, Article, ArticleId, Problem, Severity};
use crate::library::disk::{Listing, Mistaken};
use crate::library::publishing::store::FoundFile;
use crate::library::readiness::Cause;
use crate::library::{Folders, Progress, Rejected, SyncReport, disk};
use crate::search::{Card, Engine, Rendition};

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
        let put_aside = if before.staff.is_none() { last_good::all(&folders.data) } else { Vec::new() };
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
            served.or_else(|| disk::read_text(&last_good::of(&folders.data, path), article::LARGEST).ok())
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

/// What in `kb` may be taken for articles and is passed over: nothing where `kb` cannot be read.
pub fn mistaken_for_articles(kb: &Path) -> Vec<Problem> {
    let mistaken = disk::list(kb).map(|listing| listing.mistaken).unwrap_or_default();
    mistaken.into_iter().map(|(path, mistaken)| passed_over(&path, mistaken)).collect()
}

fn passed_over(path: &str, mistaken: Mistaken) -> Problem {
    let (message, help) = mistaken.words();
    problem("E901", path, message.to_owned()).help(help)
}

impl From<&Parsed> for FoundFile {
    fn from(parsed: &Parsed) -> Self {
        let Article { id, raw, .. } = &parsed.article;
        Self { id: id.clone(), path: parsed.path.clone(), text: Some(raw.clone()) }
    }
}

/// A problem of a whole file.
pub(in crate::library) fn problem(code: article::Code, path: &str, message: String) -> Problem {
    let severity = if code.starts_with('W') { Severity::Warning } else { Severity::Error };
    Problem { severity, code, path: path.to_owned(), line: 0, message, help: String::new() }
}
