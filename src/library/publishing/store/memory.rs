//! A store that forgets everything when it goes: what publishing asks of a store and nothing else, so that nothing
//! above can come to rely on files or on a database.
#![allow(clippy::unwrap_used)]

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use super::{
    Change, DictionaryVersion, Edit, FoundFile, Held, Overseer, Place, Revision, Seq, Store, StoreError,
    Version, account, etag, outside, settles,
};
use crate::article::ArticleId;
use crate::journal::Millis;
use crate::journal::versions::revisions::RevisionEntry;

/// Articles, dictionaries' versions and their histories, for as long as the process remembers them.
#[derive(Default)]
pub(crate) struct Memory(Mutex<Inside>);

#[derive(Default)]
struct Inside {
    log: Vec<(Revision, String)>,
    current: HashMap<ArticleId, usize>,
    next: HashMap<ArticleId, usize>,
    words: Vec<(String, DictionaryVersion, String)>,
}

impl Inside {
    fn version(&self, at: Option<&usize>) -> Option<Version> {
        let (revision, text) = &self.log[*at?];
        let revision = revision.clone();
        Some(Version { text: text.clone(), etag: revision.etag.clone(), revision: Some(revision) })
    }

    fn held(&self, id: &ArticleId) -> Held {
        let current = self.version(self.current.get(id));
        let stood = self.log.iter().rev().map(|(one, _)| one);
        let mut stood = stood.filter(|one| one.id == *id && one.place == Place::Current);
        Held {
            current,
            next: self.version(self.next.get(id)),
            path: stood.next().map(|one| one.path.clone()),
        }
    }

    fn history(&self, id: &ArticleId) -> Vec<Revision> {
        self.log.iter().rev().map(|(one, _)| one).filter(|one| one.id == *id).cloned().collect()
    }

    fn push(&mut self, revision: Revision, text: String) -> (usize, Revision) {
        let at = self.log.len();
        let revision = Revision { seq: at as Seq + 1, ..revision };
        self.log.push((revision.clone(), text));
        (at, revision)
    }

    fn apply(&mut self, edit: &Edit) -> Result<Revision, StoreError> {
        let held = self.held(&edit.id);
        let settles_next = settles(edit, &held)?;
        let account = account::of_edit(edit, &held, &self.history(&edit.id))?;
        let stands = held.path.filter(|_| held.current.is_some());
        let revision = Revision {
            seq: 0,
            id: edit.id.clone(),
            path: stands.unwrap_or_else(|| edit.path.clone()),
            at: edit.at,
            author: edit.by.name.clone(),
            kind: edit.kind(),
            place: edit.place(),
            etag: etag(edit.text()),
            why: edit.why.clone(),
            account: Some(account),
        };
        let (at, revision) = self.push(revision, edit.text().to_owned());
        if settles_next {
            self.next.remove(&edit.id);
        }
        match &edit.change {
            Change::Discard { .. } => None,
            Change::Write { place: Place::Current, .. } => self.current.insert(edit.id.clone(), at),
            Change::Write { place: Place::Next, .. } => self.next.insert(edit.id.clone(), at),
        };
        Ok(revision)
    }

    /// Takes over what is found to have been done by hand.
    fn take(
        &mut self,
        RevisionEntry { id, path, at, author, kind, place, etag, why, text, account, .. }: RevisionEntry,
    ) -> Revision {
        let gone = etag.is_empty();
        let account = Some(account);
        let revision = Revision { seq: 0, id: id.clone(), path, at, author, kind, place, etag, why, account };
        let (at, revision) = self.push(revision, text);
        if gone {
            self.current.remove(&id)
        } else {
            self.current.insert(id, at)
        };
        revision
    }
}

impl Store for Memory {
    fn is_free(&self, path: &str) -> bool {
        let inside = self.0.lock().unwrap();
        inside.current.values().all(|at| inside.log[*at].0.path != path)
    }

    fn held(&self, id: &ArticleId) -> Result<Held, StoreError> {
        Ok(self.0.lock().unwrap().held(id))
    }

    fn apply(&self, edits: &[Edit]) -> Vec<Result<Revision, StoreError>> {
        let mut inside = self.0.lock().unwrap();
        edits.iter().map(|edit| inside.apply(edit)).collect()
    }

    fn history(&self, id: &ArticleId) -> Result<Vec<Revision>, StoreError> {
        Ok(self.0.lock().unwrap().history(id))
    }

    fn revision(&self, seq: Seq) -> Result<Option<(Revision, String)>, StoreError> {
        Ok(self.0.lock().unwrap().log.iter().find(|(one, _)| one.seq == seq).cloned())
    }

    fn since(&self, seq: Seq, limit: usize) -> Result<Vec<Revision>, StoreError> {
        let inside = self.0.lock().unwrap();
        let after = inside.log.iter().map(|(one, _)| one).filter(|one| one.seq > seq);
        Ok(after.take(limit).cloned().collect())
    }

    fn last(&self) -> Result<Seq, StoreError> {
        Ok(self.0.lock().unwrap().log.len() as Seq)
    }

    fn waiting(&self) -> Result<Vec<(Revision, String)>, StoreError> {
        let inside = self.0.lock().unwrap();
        Ok(inside.next.values().map(|at| inside.log[*at].clone()).collect())
    }

    fn newest(&self) -> Result<Vec<Revision>, StoreError> {
        let inside = self.0.lock().unwrap();
        let newest: HashMap<&ArticleId, &Revision> =
            inside.log.iter().map(|(revision, _)| (&revision.id, revision)).collect();
        Ok(newest.into_values().cloned().collect())
    }

    fn begin(&self, overseer: Arc<dyn Overseer>, at: Millis) -> Result<usize, StoreError> {
        let mut inside = self.0.lock().unwrap();
        let mut first = 0;
        for (id, path) in overseer.paths() {
            let text = overseer.served(&id).filter(|_| inside.history(&id).is_empty());
            if let Some(text) = text {
                inside.take(outside::baseline(id, path, text, at));
                first += 1;
            }
        }
        Ok(first)
    }

    fn notice(&self, found: &[FoundFile], at: Millis) -> Result<Vec<Revision>, StoreError> {
        let mut inside = self.0.lock().unwrap();
        let mut noticed = Vec::new();
        for found in found {
            let history = inside.history(&found.id);
            let text_of =
                |before: &Revision| Ok(inside.log.get(before.seq as usize - 1).map(|one| one.1.clone()));
            let entries = outside::entries(found, at, &history, text_of)?;
            noticed.extend(entries.into_iter().map(|entry| inside.take(entry)));
        }
        Ok(noticed)
    }

    /// There is nothing beside what it was told.
    fn catch_up(&self, _: Millis) -> Result<Vec<Revision>, StoreError> {
        Ok(Vec::new())
    }

    fn is_behind(&self) -> bool {
        false
    }

    fn tend(&self) {}

    fn dictionary_history(&self, name: &str) -> Result<Vec<DictionaryVersion>, StoreError> {
        let inside = self.0.lock().unwrap();
        let of_it = inside.words.iter().rev().filter(|(one, _, _)| one == name);
        Ok(of_it.map(|(_, version, _)| version.clone()).collect())
    }

    fn dictionary_text(&self, seq: Seq) -> Result<Option<String>, StoreError> {
        let inside = self.0.lock().unwrap();
        let found = inside.words.iter().find(|(_, version, _)| version.seq == seq);
        Ok(found.map(|(_, _, text)| text.clone()))
    }

    fn record_dictionary(
        &self,
        name: &str,
        version: &DictionaryVersion,
        text: &str,
    ) -> Result<DictionaryVersion, StoreError> {
        let mut inside = self.0.lock().unwrap();
        let version = DictionaryVersion { seq: inside.words.len() as Seq + 1, ..version.clone() };
        inside.words.push((name.to_owned(), version.clone(), text.to_owned()));
        Ok(version)
    }
}
