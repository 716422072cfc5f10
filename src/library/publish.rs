//! Publishing: what an editor asks for becomes durable and findable before they are told so.
//!
//! ```text
//! check → file written, synced, renamed → revision recorded → index committed, reloaded → answer
//! ```
//! Edits that arrive while one batch is being committed wait together and share the next commit (group commit), so
//! that a hundred edits in a second are a handful of commits, and none is answered before its own.

mod queue;

use std::collections::HashSet;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::civil::Date;

use queue::Wish;

use super::disk;
use super::readiness::Trouble;
use super::store::{
    Edit, Expect, Files, Held, Kind, Overseer, Place, Revision, Seq, Store, StoreError, Version,
};
use super::{Library, LibraryError, Progress, SyncReport};
use crate::article::{self, Article, ArticleId, Problem, Severity, Status};
use crate::journal::{Actor, Journal, Millis};

/// When something is done, as the clock and the city's calendar have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Milliseconds since 1970, UTC.
    pub at: Millis,
    /// The day in the city.
    pub today: Date,
}

/// Rules of the house.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rules {
    /// A text goes live only when somebody other than its authors approves it.
    pub four_eyes: bool,
}

/// What to do with an article, beyond writing its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// The waiting text, or the draft, becomes the one that is served.
    Publish,
    /// The article is taken out of service.
    Archive,
    /// The article is put back into service.
    Restore,
    /// An earlier version is taken up again.
    RollBack(Seq),
    /// The waiting text is thrown away.
    Discard,
}

/// A change that is on disk and found by searches.
#[derive(Debug, Clone)]
pub struct Acknowledged {
    /// The change.
    pub revision: Revision,
    /// The status of the text.
    pub status: Status,
    /// Warnings about the text; errors would have kept it from being published.
    pub problems: Vec<Problem>,
    /// Whether the article was created by it.
    pub created: bool,
}

/// Why a change was refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PublishError {
    /// The text has faults that must be mended first.
    #[error("artykuł ma błędy")]
    Invalid(Vec<Problem>),
    /// The rule of four eyes.
    #[error("autor nie może zatwierdzić własnego tekstu")]
    OwnText,
    /// The article is not in a state in which this can be done.
    #[error("{0}")]
    State(&'static str),
    /// The store refused: a lost race, a missing article, the disk.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Nothing can be written now: a folder is lost, a disk is full.
    #[error(transparent)]
    Unwritable(Trouble),
    /// Saved, but the index could not follow; it tries again within the minute, and at the next start.
    #[error("tekst jest zapisany, ale wyszukiwarka jeszcze go nie ma: {0}")]
    Index(String),
}

/// The one door through which the product changes articles.
pub struct Publisher {
    library: Arc<Library>,
    store: Arc<Files>,
    rules: Rules,
    queue: Mutex<Vec<Wish>>,
    /// When something was last committed, if the writer has not rested since.
    busy: Mutex<Option<Instant>>,
    /// Whether something is saved that the index could not take.
    behind: AtomicBool,
}

impl Publisher {
    /// A publisher for an open library. Records what was changed by hand while nobody was looking.
    ///
    /// # Errors
    /// [`PublishError::Store`] if the journal cannot be read or written.
    pub fn new(
        library: Arc<Library>,
        journal: Arc<Journal>,
        rules: Rules,
        at: Millis,
    ) -> Result<Self, PublishError> {
        disk::sweep_unfinished(&library.folders().kb);
        let overseer: Arc<dyn Overseer> = Arc::clone(&library) as Arc<dyn Overseer>;
        let store = Arc::new(Files::new(library.folders().kb.clone(), journal).under(overseer));
        store.learn(library.paths());
        let started = Instant::now();
        let first = store.first_seen(&|id| library.raw(id), at)?;
        if first > 0 {
            tracing::info!(files = first, took = ?started.elapsed(), "kept the first version of files not seen before");
        }
        store.notice_known(at, &|path| library.lacks(path))?;
        Ok(Self {
            library,
            store,
            rules,
            queue: Mutex::default(),
            busy: Mutex::default(),
            behind: AtomicBool::default(),
        })
    }

    /// What is kept, and what was done to it.
    pub fn store(&self) -> &dyn Store {
        &*self.store
    }

    /// The library that follows.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// The rules in force.
    pub fn rules(&self) -> Rules {
        self.rules
    }

    /// Follows changes made by hand in `kb/`: records and indexes them.
    ///
    /// # Errors
    /// As [`Library::sync`].
    pub fn follow(
        &self,
        progress: &dyn Progress,
        moment: Moment,
    ) -> Result<(SyncReport, Vec<ArticleId>), LibraryError> {
        let store = Arc::clone(&self.store);
        let mut changed = Vec::new();
        // Before the look: what fails to be indexed during it has to be made up for by another.
        let was_behind = self.behind.swap(false, Ordering::AcqRel);
        let report = self.library.sync_noticing(false, progress, moment.today, &mut |found| {
            changed.extend(found.iter().map(|found| found.id.clone()));
            // While nobody else writes: what is published a moment later must not be forgotten again.
            store.relearn(&found);
            if let Err(error) = store.notice(&found, moment.at) {
                tracing::error!(%error, "changes made by hand are indexed but could not be recorded yet");
            }
        });
        if store.is_behind()
            && let Err(error) = store.notice_known(moment.at, &|path| self.library.lacks(path))
        {
            tracing::debug!(%error, "changes made by hand still wait to be recorded");
        }
        if report.is_err() {
            self.behind.fetch_or(was_behind, Ordering::AcqRel);
        }
        Ok((report?, changed))
    }

    /// That changes can be taken at this moment: everything stands where it stood, or has just been looked at anew.
    ///
    /// # Errors
    /// [`PublishError::Unwritable`] with the place and the remedy.
    pub(super) fn ready_to_write(&self, moment: Moment) -> Result<(), PublishError> {
        if !self.library.stands()
            && let Err(error) = self.follow(&super::progress::Silent, moment)
        {
            tracing::error!(%error, "cannot follow kb/; the index stays as it was");
        }
        self.library.readiness().writable().map_err(PublishError::Unwritable)
    }

    /// Whether something is saved that the index could not take, or changed by hand and not recorded:
    /// [`Publisher::follow`] makes up for it.
    pub(super) fn is_behind(&self) -> bool {
        self.behind.load(Ordering::Acquire) || self.store.is_behind()
    }

    /// The folder of the articles.
    pub(super) fn kb(&self) -> &Path {
        &self.library.folders().kb
    }

    /// Whether `file` holds what was last written to it here, so that its change is no news.
    pub(super) fn wrote(&self, file: &Path) -> bool {
        let path = file.strip_prefix(self.kb()).ok().and_then(Path::to_str);
        path.is_some_and(|path| self.store.wrote(path))
    }

    /// Lets the writer's memory go once nothing was committed for `quiet`.
    pub(super) fn rest_if_idle(&self, quiet: Duration) {
        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        if busy.is_some_and(|since| since.elapsed() >= quiet) {
            *busy = None;
            drop(busy);
            self.library.rest();
        }
    }

    /// Writes the text of an article.
    ///
    /// Published text is live when this returns; a draft or a text in review waits beside a published article, or
    /// is the article's file where nothing is published.
    ///
    /// # Errors
    /// [`PublishError`], each with what it means for the text.
    pub fn put(
        &self,
        id: &ArticleId,
        text: &str,
        expect: Expect,
        by: &Actor,
        why: &str,
        moment: Moment,
    ) -> Result<Acknowledged, PublishError> {
        self.ready_to_write(moment)?;
        let held = self.store.held(id)?;
        let path = self.path_of(id, &held, text);
        let checked = self.check(id, &path, text, moment.today)?;
        let status = checked.article.status;
        if status == Status::Published && self.rules.four_eyes {
            return Err(PublishError::OwnText);
        }
        let place = match status {
            Status::Draft | Status::Review if is_published(&held, &path) => Place::Next,
            _ => Place::Current,
        };
        let created = held.current.is_none();
        let edit = Edit {
            id: id.clone(),
            path,
            kind: Kind::Put,
            place,
            text: checked.article.raw,
            expect,
            by: by.clone(),
            why: why.to_owned(),
            at: moment.at,
        };
        let revision = self.submit(edit, moment.today)?;
        Ok(Acknowledged { revision, status, problems: checked.problems, created })
    }

    /// Publishes, archives, restores, rolls back or discards. `expect` is the version the editor looked at, where
    /// they say so.
    ///
    /// # Errors
    /// [`PublishError`].
    pub fn act(
        &self,
        id: &ArticleId,
        action: Action,
        expect: Option<String>,
        by: &Actor,
        why: &str,
        moment: Moment,
    ) -> Result<Acknowledged, PublishError> {
        self.ready_to_write(moment)?;
        let held = self.store.held(id)?;
        let Some(path) = held.path.clone() else { return Err(StoreError::Missing.into()) };
        let standing = |version: &Option<Version>| {
            let text = version.as_ref().map(|version| version.text.as_str())?;
            Some(article::parse(&path, text.as_bytes()).article?.status)
        };
        let (kind, place, from, status) = match action {
            Action::Publish => {
                let from = match (&held.next, standing(&held.current)) {
                    (Some(next), _) => next,
                    (None, Some(Status::Draft | Status::Review)) => {
                        held.current.as_ref().ok_or(StoreError::Missing)?
                    }
                    (None, Some(Status::Published)) => {
                        return Err(PublishError::State(
                            "Ten artykuł jest już opublikowany i żadna wersja nie czeka.",
                        ));
                    }
                    (None, _) => {
                        return Err(PublishError::State("Artykuł jest wycofany. Najpierw go przywróć."));
                    }
                };
                if self.rules.four_eyes && self.authors(id, &held)?.contains(&by.name) {
                    return Err(PublishError::OwnText);
                }
                (Kind::Publish, Place::Current, from.clone(), Status::Published)
            }
            Action::Archive => {
                if standing(&held.current) == Some(Status::Archived) {
                    return Err(PublishError::State("Ten artykuł jest już wycofany."));
                }
                let current = held.current.clone().ok_or(StoreError::Missing)?;
                (Kind::Archive, Place::Current, current, Status::Archived)
            }
            Action::Restore if held.current.is_none() => {
                let gone = self.last_text(id)?.ok_or(StoreError::Missing)?;
                let status =
                    if self.rules.four_eyes { Some(Status::Review) } else { standing(&Some(gone.clone())) };
                (Kind::Restore, Place::Current, gone, status.unwrap_or(Status::Published))
            }
            Action::Restore => {
                if standing(&held.current) != Some(Status::Archived) {
                    return Err(PublishError::State("Ten artykuł nie jest wycofany."));
                }
                let current = held.current.clone().ok_or(StoreError::Missing)?;
                (Kind::Restore, Place::Current, current, Status::Published)
            }
            Action::Discard => {
                let next = held
                    .next
                    .clone()
                    .ok_or(PublishError::State("Przy tym artykule nie czeka żadna wersja."))?;
                let status = article::parse(&path, next.text.as_bytes())
                    .article
                    .map_or(Status::Draft, |article| article.status);
                (Kind::Discard, Place::Next, next, status)
            }
            Action::RollBack(seq) => {
                let found = self.store.revision(seq)?.filter(|(revision, _)| revision.id == *id);
                let (revision, text) =
                    found.ok_or(PublishError::State("Ten artykuł nie ma takiej wersji w historii."))?;
                let version = Version { etag: revision.etag.clone(), revision: Some(revision), text };
                let live = standing(&held.current) == Some(Status::Published);
                if self.rules.four_eyes {
                    let place = if live { Place::Next } else { Place::Current };
                    (Kind::RollBack, place, version, Status::Review)
                } else {
                    // Of a file that is gone, the version comes back as it was.
                    let status = standing(&held.current).or_else(|| standing(&Some(version.clone())));
                    (Kind::RollBack, Place::Current, version, status.unwrap_or(Status::Published))
                }
            }
        };
        let text = match kind {
            Kind::Discard => from.text.clone(),
            _ => article::with_status(&from.text, status),
        };
        let checked = match kind {
            // What is taken away need not be faultless.
            Kind::Discard | Kind::Archive => None,
            _ => Some(self.check(id, &path, &text, moment.today)?),
        };
        // The newest version stands for "whatever I see": an action without a tag must still not race a change.
        let expect = match (expect, kind) {
            (Some(tag), _) => tag,
            (None, Kind::Publish | Kind::Discard) => from.etag.clone(),
            (None, _) if place == Place::Next => {
                held.newest().map(|one| one.etag.clone()).unwrap_or_default()
            }
            (None, _) => held.current.as_ref().map(|one| one.etag.clone()).unwrap_or_default(),
        };
        let comes_back = held.current.is_none() && matches!(kind, Kind::Restore | Kind::RollBack);
        let expect = if comes_back { Expect::Absent } else { Expect::Tag(expect) };
        let path = if comes_back { self.path_of(id, &held, &text) } else { path };
        let why = match (action, why) {
            (Action::RollBack(seq), "") => format!("powrót do wersji {seq}"),
            (_, why) => why.to_owned(),
        };
        let edit =
            Edit { id: id.clone(), path, kind, place, text, expect, by: by.clone(), why, at: moment.at };
        let revision = self.submit(edit, moment.today)?;
        let problems = checked.map(|checked| checked.problems).unwrap_or_default();
        Ok(Acknowledged { revision, status, problems, created: false })
    }

    /// Whether `by` may publish what waits: the rule of four eyes does not stand against it.
    ///
    /// # Errors
    /// [`PublishError::Store`].
    pub fn may_approve(&self, id: &ArticleId, held: &Held, by: &Actor) -> Result<bool, PublishError> {
        Ok(!self.rules.four_eyes || !self.authors(id, held)?.contains(&by.name))
    }

    /// Who wrote the text that would be published: everybody since the last version that was.
    fn authors(&self, id: &ArticleId, held: &Held) -> Result<HashSet<String>, PublishError> {
        let waiting = held.next.is_some();
        let history = self.store.history(id)?;
        let since = history.iter().take_while(|revision| {
            if waiting {
                revision.place == Place::Next && revision.kind != Kind::Discard
            } else {
                !matches!(revision.kind, Kind::Publish | Kind::Restore | Kind::Archive)
            }
        });
        Ok(since.map(|revision| revision.author.clone()).collect())
    }

    /// Reads `text` as the article `id`. What cannot be read keeps it from being published; a draft may have it.
    fn check(&self, id: &ArticleId, path: &str, text: &str, today: Date) -> Result<Checked, PublishError> {
        let parsed = article::parse(path, text.as_bytes());
        let Some(article) = parsed.article.clone() else {
            return Err(PublishError::Invalid(parsed.problems));
        };
        if article.id != *id {
            let problem = Problem::new(
                article::codes::WRONG_ID,
                path,
                1,
                format!("tekst jest artykułem „{}”, a zapisywany jest jako „{id}”", article.id),
            )
            .help(format!("wpisz w nagłówku: id: {id}"));
            return Err(PublishError::Invalid(vec![problem]));
        }
        // What cannot be read as written must be mended; what merely points at nothing (a unit, a link) is told.
        let misread = parsed.problems.iter().any(|problem| problem.severity == Severity::Error);
        let mut problems =
            article::lint::lint(&[(path.to_owned(), parsed)], &self.library.dictionaries(), today);
        // Linted alone, an article knows none of those it links to.
        problems.retain(|problem| {
            ![article::codes::DEAD_LINK, article::codes::LINK_NOT_PUBLIC].contains(&problem.code)
        });
        if misread && article.status == Status::Published {
            return Err(PublishError::Invalid(problems));
        }
        Ok(Checked { article, problems })
    }

    /// Where an article's file is to stand: where it stands, or stood and nothing else stands now, or a new place.
    fn path_of(&self, id: &ArticleId, held: &Held, text: &str) -> String {
        let is_free =
            |path: &String| held.current.is_some() || !self.library.folders().kb.join(path).exists();
        held.path.clone().filter(is_free).unwrap_or_else(|| self.new_path(id, text))
    }

    /// The newest text that stood under an id: what a file that was removed by hand held.
    fn last_text(&self, id: &ArticleId) -> Result<Option<Version>, PublishError> {
        let history = self.store.history(id)?;
        let last = history.iter().find(|one| one.place == Place::Current && !one.etag.is_empty());
        let found = last.map(|one| self.store.revision(one.seq)).transpose()?.flatten();
        Ok(found.map(|(revision, text)| Version {
            text,
            etag: revision.etag.clone(),
            revision: Some(revision),
        }))
    }

    /// Where a new article's file stands: with its category's others if it names its id, else where its id follows
    /// from the path.
    fn new_path(&self, id: &ArticleId, text: &str) -> String {
        let plain = format!("{id}.md");
        let Some(article) = article::parse(&plain, text.as_bytes()).article else { return plain };
        let folder = article.category.and_then(ArticleId::new).map(|category| category.to_string());
        let Some(folder) = folder else { return plain };
        let is_folder = std::fs::symlink_metadata(self.library.folders().kb.join(&folder))
            .is_ok_and(|found| found.is_dir());
        let beside = format!("{folder}/{id}.md");
        // The id must not come from the path there.
        let named = article::parse(&beside, text.as_bytes()).article.is_some_and(|article| article.id == *id);
        if is_folder && named { beside } else { plain }
    }
}

/// A text that can be kept.
struct Checked {
    article: Article,
    problems: Vec<Problem>,
}

fn is_published(held: &Held, path: &str) -> bool {
    let text = held.current.as_ref().map(|current| current.text.as_str());
    text.and_then(|text| article::parse(path, text.as_bytes()).article)
        .is_some_and(|article| article.status == Status::Published)
}

#[cfg(test)]
mod tests;
