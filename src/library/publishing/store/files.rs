//! The store of one machine: current texts are files in `kb/`, everything else is in the journal.
//!
//! The order is the file (written beside, synced, renamed), then the revision. A process that dies between the two
//! leaves a file that differs from its newest revision; the next start records it as a change made by hand, which is
//! what it then looks like, and nobody was told that it had been saved.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use super::{
    BY_HAND, DictionaryVersion, Edit, FoundFile, Held, Overseer, Place, Revision, RevisionKind, Seq, Store,
    StoreError, Version, account, etag, outside, settles,
};
use crate::article::{self, Article, ArticleId};
use crate::journal::people::accounts::Account;
use crate::journal::versions::revisions::RevisionEntry;
use crate::journal::{Journal, Millis};
use crate::library::disk;

/// `kb/` and the journal.
pub struct Files {
    kb: PathBuf,
    journal: Arc<Journal>,
    /// Where each article's file stands.
    paths: RwLock<HashMap<ArticleId, String>>,
    /// One batch at a time: a precondition holds until the text is written.
    applying: Mutex<()>,
    /// Nothing is written to a folder that took the place of `kb/`, and what cannot be seen is not taken for removed.
    overseer: OnceLock<Arc<dyn Overseer>>,
    /// Whether something changed by hand could not be recorded: [`Store::catch_up`] makes up for it.
    behind: AtomicBool,
}

impl Files {
    /// A store over `kb`, with revisions in `journal`. It learns where articles stand from [`Store::begin`].
    pub fn new(kb: PathBuf, journal: Arc<Journal>) -> Self {
        Self {
            kb,
            journal,
            paths: RwLock::default(),
            applying: Mutex::new(()),
            overseer: OnceLock::new(),
            behind: AtomicBool::default(),
        }
    }

    fn overseer(&self) -> Option<&dyn Overseer> {
        self.overseer.get().map(|overseer| &**overseer)
    }

    /// Takes over where articles stand that were changed by hand.
    fn relearn(&self, found: &[FoundFile]) {
        let mut paths = self.paths.write().unwrap_or_else(PoisonError::into_inner);
        for found in found {
            match found.text {
                Some(_) => paths.insert(found.id.clone(), found.path.clone()),
                None => paths.remove(&found.id),
            };
        }
    }

    /// Records the text of every file that is seen for the first time, so that whoever overwrites or deletes it by hand
    /// can be undone; gives how many there were.
    fn record_first(&self, overseer: &dyn Overseer, at: Millis) -> Result<usize, StoreError> {
        let known: HashSet<ArticleId> =
            self.journal.current_tags()?.into_iter().map(|(id, _, _)| id).collect();
        let paths = self.paths.read().unwrap_or_else(PoisonError::into_inner).clone();
        let mut new: Vec<(ArticleId, String)> =
            paths.into_iter().filter(|(id, _)| !known.contains(id)).collect();
        if new.is_empty() {
            return Ok(0);
        }
        new.sort_by(|one, other| one.1.cmp(&other.1));
        let entries = new.into_iter().filter_map(|(id, path)| {
            // What cannot be read now is recorded as changed by hand once it can.
            let text = overseer.served(&id).or_else(|| self.read(&path).ok().flatten())?;
            Some(outside::baseline(id, path, text, at))
        });
        Ok(self.journal.record_first(entries)?)
    }

    fn path(&self, id: &ArticleId) -> Option<String> {
        self.paths.read().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
    }

    fn read(&self, path: &str) -> Result<Option<String>, StoreError> {
        let file = self.kb.join(path);
        match disk::read_at_most(&file, article::LARGEST) {
            // A file that is no text has a tag nobody can name: it can be replaced only knowingly.
            Ok(bytes) => Ok(Some(
                Article::text_of(&bytes).unwrap_or_else(|| String::from_utf8_lossy(&bytes).into_owned()),
            )),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(source) => Err(StoreError::Disk { file, source }),
        }
    }

    /// The text at `path`, or what is served of it while it cannot be seen.
    fn text(&self, id: &ArticleId, path: &str) -> Result<Option<String>, StoreError> {
        let read = self.read(path);
        if let Ok(Some(_)) = &read {
            return read;
        }
        let kept = self.overseer().and_then(|overseer| overseer.kept(id, path));
        kept.map_or(read, |text| Ok(Some(text)))
    }

    /// That `kb/` is the folder it was, and nothing else in its place.
    fn stands(&self) -> Result<(), StoreError> {
        self.overseer().map_or(Ok(()), |overseer| overseer.stands().map_err(StoreError::from))
    }

    /// Writes the file of one edit and gives what is to be recorded: the baseline first, where there is none yet.
    fn write(&self, edit: &Edit) -> Result<Written, StoreError> {
        let held = self.held(&edit.id)?;
        let settles_next = settles(edit, &held)?;
        let mut history = self.journal.history(&edit.id)?;
        // Where nothing stands (any more), the edit says where it is to stand.
        let stands = held.path.clone().filter(|_| held.current.is_some());
        let path = stands.unwrap_or_else(|| edit.path.clone());
        let file = self.kb.join(&path);
        let mut entries = Vec::with_capacity(2);
        if let Some(current) = held.current.as_ref().filter(|current| {
            // The text that stands was never recorded, or was changed since by hand and not noticed yet.
            current.revision.as_ref().is_none_or(|revision| revision.etag != current.etag)
        }) {
            let kind = if current.revision.is_none() { RevisionKind::Baseline } else { RevisionKind::Hand };
            let account = account::of_hand(&path, &current.text, &history);
            history.insert(0, unrecorded(edit, &path, kind, current, &account));
            let text = Some(current.text.clone());
            entries.push(outside::by_hand(edit.id.clone(), path.clone(), kind, text, edit.at, account));
        }
        let account = account::of_edit(edit, &held, &history)?;
        let mut before = None;
        if edit.comes_to_stand().is_some() {
            if held.current.is_none() && file.exists() {
                // Another article's file: the id and the place of a new one disagree.
                return Err(StoreError::Exists(Box::new(held)));
            }
            self.stands()?;
            disk::write_below(&self.kb, &path, edit.text().as_bytes())
                .map_err(|source| StoreError::Disk { file: file.clone(), source })?;
            // A folder that was exchanged meanwhile took the text along, or will hide it.
            self.stands()?;
            before = Some((file, held.current.map(|current| current.text)));
        }
        entries.push(RevisionEntry {
            id: edit.id.clone(),
            path,
            at: edit.at,
            author: edit.by.name.clone(),
            role: Some(edit.by.role),
            kind: edit.kind(),
            place: edit.place(),
            etag: etag(edit.text()),
            why: edit.why.clone(),
            text: edit.text().to_owned(),
            settles_next,
            account,
        });
        Ok(Written { entries, before })
    }
}

/// What stands and is about to be recorded before an edit, as the revision it will be.
fn unrecorded(edit: &Edit, path: &str, kind: RevisionKind, stands: &Version, account: &Account) -> Revision {
    Revision {
        seq: Seq::MAX,
        id: edit.id.clone(),
        path: path.to_owned(),
        at: edit.at,
        author: BY_HAND.to_owned(),
        kind,
        place: Place::Current,
        etag: stands.etag.clone(),
        why: String::new(),
        account: Some(account.clone()),
    }
}

/// An edit whose file is written and whose revision is not recorded yet.
struct Written {
    entries: Vec<RevisionEntry>,
    /// The file and what it held, to be put back if recording fails.
    before: Option<(PathBuf, Option<String>)>,
}

impl Written {
    fn undo(&self) {
        let Some((file, text)) = &self.before else { return };
        let undone = match text {
            Some(text) => disk::write_whole(file, text.as_bytes()),
            None => fs::remove_file(file),
        };
        if let Err(error) = undone {
            tracing::error!(file = %file.display(), %error, "cannot put the earlier text back");
        }
    }
}

impl Store for Files {
    fn begin(&self, overseer: Arc<dyn Overseer>, at: Millis) -> Result<usize, StoreError> {
        *self.paths.write().unwrap_or_else(PoisonError::into_inner) = overseer.paths();
        let first = self.record_first(&*overseer, at)?;
        // A store begins once.
        let _ = self.overseer.set(overseer);
        self.catch_up(at)?;
        Ok(first)
    }

    fn notice(&self, found: &[FoundFile], at: Millis) -> Result<Vec<Revision>, StoreError> {
        if found.is_empty() {
            return Ok(Vec::new());
        }
        self.relearn(found);
        self.behind.store(true, Ordering::Release);
        let _one = self.applying.lock().unwrap_or_else(PoisonError::into_inner);
        let mut entries = Vec::new();
        for found in found {
            let history = self.journal.history(&found.id)?;
            let recorded = |before: &Revision| Ok(self.journal.revision(before.seq)?.map(|(_, text)| text));
            entries.extend(outside::entries(found, at, &history, recorded)?);
        }
        let recorded = self.journal.record(&entries)?;
        self.behind.store(false, Ordering::Release);
        Ok(recorded)
    }

    /// Every article that has revisions is compared with its file. A file that is not there is gone only if the overseer
    /// says so.
    fn catch_up(&self, at: Millis) -> Result<Vec<Revision>, StoreError> {
        let paths = self.paths.read().unwrap_or_else(PoisonError::into_inner).clone();
        let others: HashSet<&String> = paths.values().collect();
        let lacks = |path: &str| self.overseer().is_some_and(|overseer| overseer.lacks(path));
        let mut found = Vec::new();
        for (id, before, tag) in self.journal.current_tags()? {
            let path = paths.get(&id).unwrap_or(&before).clone();
            // Where it stood stands another article now.
            let text = if !paths.contains_key(&id) && others.contains(&before) {
                None
            } else {
                match self.read(&path) {
                    Ok(Some(text)) => Some(text),
                    Ok(None) if lacks(&path) => None,
                    // It cannot be seen, which is no change.
                    Ok(None) | Err(StoreError::Disk { .. }) => continue,
                    Err(other) => return Err(other),
                }
            };
            if text.as_deref().map(etag).unwrap_or_default() != tag || (text.is_some() && path != before) {
                found.push(FoundFile { id, path, text });
            }
        }
        let noticed = self.notice(&found, at)?;
        self.behind.store(false, Ordering::Release);
        Ok(noticed)
    }

    fn is_behind(&self) -> bool {
        self.behind.load(Ordering::Acquire)
    }

    fn tend(&self) {
        self.journal.bear_witness();
    }

    fn is_free(&self, path: &str) -> bool {
        !self.kb.join(path).exists()
    }

    fn held(&self, id: &ArticleId) -> Result<Held, StoreError> {
        let path = self.path(id);
        let text = path.as_deref().map(|path| self.text(id, path)).transpose()?.flatten();
        let history = self.journal.history(id)?;
        // Where a file stood that is gone, it may stand again.
        let stood = || history.iter().find(|one| one.place == Place::Current).map(|one| one.path.clone());
        let path = path.or_else(stood);
        let current = text.map(|text| Version {
            etag: etag(&text),
            revision: history.iter().find(|one| one.place == Place::Current).cloned(),
            text,
        });
        let next = self.journal.next(id)?;
        let next = next.map(|(revision, text)| Version {
            text,
            etag: revision.etag.clone(),
            revision: Some(revision),
        });
        Ok(Held { path, current, next })
    }

    fn apply(&self, edits: &[Edit]) -> Vec<Result<Revision, StoreError>> {
        let _one = self.applying.lock().unwrap_or_else(PoisonError::into_inner);
        // Before any file is touched: what cannot be recorded is not written.
        if let Err(error) = self.journal.takes_writes() {
            return edits.iter().map(|_| Err(error.clone().into())).collect();
        }
        let written: Vec<Result<Written, StoreError>> = edits.iter().map(|edit| self.write(edit)).collect();
        let entries: Vec<RevisionEntry> =
            written.iter().flatten().flat_map(|written| written.entries.iter().cloned()).collect();
        match self.journal.record(&entries) {
            Ok(recorded) => {
                let mut recorded = recorded.into_iter();
                let mut paths = self.paths.write().unwrap_or_else(PoisonError::into_inner);
                written
                    .into_iter()
                    .map(|written| {
                        let written = written?;
                        let revision = recorded
                            .by_ref()
                            .take(written.entries.len())
                            .last()
                            .ok_or(StoreError::Missing)?;
                        if revision.place == Place::Current {
                            paths.insert(revision.id.clone(), revision.path.clone());
                        }
                        Ok(revision)
                    })
                    .collect()
            }
            Err(error) => {
                tracing::error!(%error, "revisions cannot be recorded; the files go back to what they were");
                written
                    .into_iter()
                    .map(|written| {
                        let written = written?;
                        written.undo();
                        Err(error.clone().into())
                    })
                    .collect()
            }
        }
    }

    fn history(&self, id: &ArticleId) -> Result<Vec<Revision>, StoreError> {
        Ok(self.journal.history(id)?)
    }

    fn revision(&self, seq: Seq) -> Result<Option<(Revision, String)>, StoreError> {
        Ok(self.journal.revision(seq)?)
    }

    fn since(&self, seq: Seq, limit: usize) -> Result<Vec<Revision>, StoreError> {
        Ok(self.journal.since(seq, limit)?)
    }

    fn last(&self) -> Result<Seq, StoreError> {
        Ok(self.journal.last()?)
    }

    fn waiting(&self) -> Result<Vec<(Revision, String)>, StoreError> {
        Ok(self.journal.all_next()?)
    }

    fn newest(&self) -> Result<Vec<Revision>, StoreError> {
        Ok(self.journal.newest()?)
    }

    fn dictionary_history(&self, name: &str) -> Result<Vec<DictionaryVersion>, StoreError> {
        Ok(self.journal.dictionary_history(name)?)
    }

    fn dictionary_text(&self, seq: Seq) -> Result<Option<String>, StoreError> {
        Ok(self.journal.dictionary_text(seq)?)
    }

    fn record_dictionary(
        &self,
        name: &str,
        version: &DictionaryVersion,
        text: &str,
    ) -> Result<DictionaryVersion, StoreError> {
        Ok(self.journal.record_dictionary(name, version, text)?)
    }
}
