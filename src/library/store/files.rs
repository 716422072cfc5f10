//! The store of one machine: current texts are files in `kb/`, everything else is in the journal.
//!
//! The order is the file (written beside, synced, renamed), then the revision. A process that dies between the two
//! leaves a file that differs from its newest revision; the next start records it as a change made by hand, which is
//! what it then looks like, and nobody was told that it had been saved.

use std::collections::HashMap;
use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use super::account;
use super::{Edit, Held, Kind, Place, Revision, Seq, Store, StoreError, Version, etag, settles};
use crate::article::{Article, ArticleId};
use crate::journal::accounts::Account;
use crate::journal::revisions::Entry;
use crate::journal::{Journal, Millis};
use crate::library::disk;

/// Author of what was not changed through the product.
pub const BY_HAND: &str = "plik w kb/";

/// A file that was changed outside the product, as the library found it.
#[derive(Debug, Clone)]
pub struct Found {
    /// The article; for a file that cannot be read as one, the id it had.
    pub id: ArticleId,
    /// Its file below `kb/`.
    pub path: String,
    /// Its text; `None` if the file is gone.
    pub text: Option<String>,
}

/// `kb/` and the journal.
pub struct Files {
    kb: PathBuf,
    journal: Arc<Journal>,
    /// Where each article's file stands.
    paths: RwLock<HashMap<ArticleId, String>>,
    /// Tags of the texts written here, by path: the system reports our own writes as it does everybody's.
    written: Mutex<HashMap<String, String>>,
    /// One batch at a time: a precondition holds until the text is written.
    applying: Mutex<()>,
}

impl Files {
    /// A store over `kb`, with revisions in `journal`. It learns where articles stand from [`Files::learn`].
    pub fn new(kb: PathBuf, journal: Arc<Journal>) -> Self {
        Self { kb, journal, paths: RwLock::default(), written: Mutex::default(), applying: Mutex::new(()) }
    }

    /// Takes over where articles stand now.
    pub fn learn(&self, paths: HashMap<ArticleId, String>) {
        *self.paths.write().unwrap_or_else(PoisonError::into_inner) = paths;
    }

    /// Takes over where articles stand that were changed by hand.
    pub fn relearn(&self, found: &[Found]) {
        let mut paths = self.paths.write().unwrap_or_else(PoisonError::into_inner);
        for found in found {
            match found.text {
                Some(_) => paths.insert(found.id.clone(), found.path.clone()),
                None => paths.remove(&found.id),
            };
        }
    }

    /// Records what was changed by hand while nobody was looking: every article that has revisions is compared with
    /// its file.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn notice_known(&self, at: Millis) -> Result<Vec<Revision>, StoreError> {
        let mut found = Vec::new();
        for (id, path, tag) in self.journal.current_tags()? {
            let path = self.path(&id).unwrap_or(path);
            let text = self.read(&path)?;
            if text.is_some() || !tag.is_empty() {
                found.push(Found { id, path, text });
            }
        }
        self.notice(&found, true, at)
    }

    /// Records what was changed by hand. With `first`, nothing was known before: then only articles that have
    /// revisions already are compared with them.
    ///
    /// # Errors
    /// [`StoreError::Journal`].
    pub fn notice(&self, found: &[Found], first: bool, at: Millis) -> Result<Vec<Revision>, StoreError> {
        if found.is_empty() {
            return Ok(Vec::new());
        }
        let _one = self.applying.lock().unwrap_or_else(PoisonError::into_inner);
        let known: HashMap<ArticleId, String> =
            self.journal.current_tags()?.into_iter().map(|(id, _, tag)| (id, tag)).collect();
        let changed = found.iter().filter_map(|found| {
            let tag = found.text.as_deref().map(etag).unwrap_or_default();
            let changed = match known.get(&found.id) {
                Some(before) => *before != tag,
                None => !first && found.text.is_some(),
            };
            changed.then_some((found, tag))
        });
        let entries: Vec<Entry> = changed
            .map(|(found, tag)| {
                let account = match &found.text {
                    Some(text) => account::of_hand(&found.path, text, &self.journal.history(&found.id)?),
                    None => Account::default(),
                };
                Ok(Entry {
                    id: found.id.clone(),
                    path: found.path.clone(),
                    at,
                    author: BY_HAND.to_owned(),
                    role: None,
                    kind: if found.text.is_some() { Kind::Hand } else { Kind::Gone },
                    place: Place::Current,
                    etag: tag,
                    why: String::new(),
                    text: found.text.clone().unwrap_or_default(),
                    settles_next: false,
                    account,
                })
            })
            .collect::<Result<_, StoreError>>()?;
        Ok(self.journal.record(&entries)?)
    }

    /// Whether the file at `path` holds what was last written to it here.
    pub fn wrote(&self, path: &str) -> bool {
        let written = self.written.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned();
        let Some(written) = written else { return false };
        matches!(self.read(path), Ok(Some(text)) if etag(&text) == written)
    }

    fn path(&self, id: &ArticleId) -> Option<String> {
        self.paths.read().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
    }

    fn read(&self, path: &str) -> Result<Option<String>, StoreError> {
        let file = self.kb.join(path);
        match fs::read(&file) {
            // A file that is no text has a tag nobody can name: it can be replaced only knowingly.
            Ok(bytes) => Ok(Some(
                Article::text_of(&bytes).unwrap_or_else(|| String::from_utf8_lossy(&bytes).into_owned()),
            )),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(source) => Err(StoreError::Disk { file, source }),
        }
    }

    /// Writes the file of one edit and gives what is to be recorded: the baseline first, where there is none yet.
    fn write(&self, edit: &Edit) -> Result<Written, StoreError> {
        let held = self.held(&edit.id)?;
        let settles_next = settles(edit, &held)?;
        let mut history = self.journal.history(&edit.id)?;
        let path = held.path.clone().unwrap_or_else(|| edit.path.clone());
        let file = self.kb.join(&path);
        let mut entries = Vec::with_capacity(2);
        if let Some(current) = held.current.as_ref().filter(|current| {
            // The text that stands was never recorded, or was changed since by hand and not noticed yet.
            current.revision.as_ref().is_none_or(|revision| revision.etag != current.etag)
        }) {
            let kind = if current.revision.is_none() { Kind::Baseline } else { Kind::Hand };
            let account = account::of_hand(&path, &current.text, &history);
            history.insert(0, unrecorded(edit, &path, kind, current, &account));
            entries.push(Entry {
                id: edit.id.clone(),
                path: path.clone(),
                at: edit.at,
                author: BY_HAND.to_owned(),
                role: None,
                kind,
                place: Place::Current,
                etag: current.etag.clone(),
                why: String::new(),
                text: current.text.clone(),
                settles_next: false,
                account,
            });
        }
        let account = account::of_edit(edit, &held, &history)?;
        let mut before = None;
        if edit.place == Place::Current && edit.kind != Kind::Discard {
            if held.current.is_none() && file.exists() {
                // Another article's file: the id and the place of a new one disagree.
                return Err(StoreError::Exists(Box::new(held)));
            }
            self.written
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(path.clone(), etag(&edit.text));
            disk::write_whole(&file, edit.text.as_bytes())
                .map_err(|source| StoreError::Disk { file: file.clone(), source })?;
            before = Some((file, held.current.map(|current| current.text)));
        }
        entries.push(Entry {
            id: edit.id.clone(),
            path,
            at: edit.at,
            author: edit.by.name.clone(),
            role: Some(edit.by.role),
            kind: edit.kind,
            place: edit.place,
            etag: etag(&edit.text),
            why: edit.why.clone(),
            text: edit.text.clone(),
            settles_next,
            account,
        });
        Ok(Written { entries, before })
    }
}

/// What stands and is about to be recorded before an edit, as the revision it will be.
fn unrecorded(edit: &Edit, path: &str, kind: Kind, stands: &Version, account: &Account) -> Revision {
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
    entries: Vec<Entry>,
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
    fn held(&self, id: &ArticleId) -> Result<Held, StoreError> {
        let path = self.path(id);
        let text = path.as_deref().map(|path| self.read(path)).transpose()?.flatten();
        let history = self.journal.history(id)?;
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
        let written: Vec<Result<Written, StoreError>> = edits.iter().map(|edit| self.write(edit)).collect();
        let entries: Vec<Entry> =
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
                let text = error.to_string();
                written
                    .into_iter()
                    .map(|written| {
                        let written = written?;
                        written.undo();
                        Err(StoreError::Disk {
                            file: self.journal.file().to_owned(),
                            source: std::io::Error::other(text.clone()),
                        })
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
}
