//! The ground that a Baza Wiedzy stands on while it serves: its folders and disks, looked at every second by
//! [`super::watch`] and once more before anything is written.

use std::collections::HashMap;
use std::path::Path;
use std::sync::PoisonError;

use crate::article::ArticleId;
use crate::library::disk::NoRoom;
use crate::library::publishing::store;
use crate::library::publishing::store::StoreError;
use crate::library::readiness::{Cause, Trouble};
use crate::library::{Library, LibraryError, disk};

/// What a glance found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::library) struct Glance {
    /// A folder of `kb/` is gone, or another one than before.
    pub moved: bool,
    /// The index is.
    pub index_lost: bool,
}

impl Library {
    /// Looks whether everything stands where it stood, without reading an article.
    pub(in crate::library) fn glance(&self) -> Glance {
        self.look_at_disks();
        if let Err(error) = self.index_is_ours() {
            self.tell_of_the_index(true, &error);
        }
        let stands = self.ground.lock().unwrap_or_else(PoisonError::into_inner).stands(&self.folders.kb);
        Glance { moved: !stands, index_lost: self.engines().lost(&self.folders.index).is_some() }
    }

    /// Another number once a look has found a folder that was not there before: nobody watches that one yet.
    pub(in crate::library) fn exchanges(&self) -> u64 {
        self.ground.lock().unwrap_or_else(PoisonError::into_inner).exchanges
    }

    /// Whether what a change is about to be written to is what was last looked at.
    pub(in crate::library) fn stands(&self) -> bool {
        self.root_stands()
            && self.engines().lost(&self.folders.index).is_none()
            && self.index_is_ours().is_ok()
    }

    /// Whether no other server has taken the folder of the index. A folder that went is made again, and with it the lock,
    /// before anything is built in it.
    pub(in crate::library) fn index_is_ours(&self) -> Result<(), LibraryError> {
        let Some(lock) = &self.lock else { return Ok(()) };
        std::fs::create_dir_all(&self.folders.index)
            .map_err(|source| LibraryError::Index { index: self.folders.index.clone(), source })?;
        Ok(lock.keep()?)
    }

    fn root_stands(&self) -> bool {
        self.ground.lock().unwrap_or_else(PoisonError::into_inner).root_stands(&self.folders.kb)
    }

    /// Whether something stands that a further sync may find to be over.
    pub(in crate::library) fn is_troubled(&self) -> bool {
        let causes = [Cause::ArticlesLost, Cause::FolderLost, Cause::IndexLost, Cause::IndexDisk];
        causes.into_iter().any(|cause| self.readiness.has(cause))
    }

    /// Whether there is certainly no file at `path` below `kb/`.
    pub(in crate::library) fn lacks(&self, path: &str) -> bool {
        self.ground.lock().unwrap_or_else(PoisonError::into_inner).lacks(path)
    }

    /// Says of each disk that it takes nothing, as soon as it says so itself, and that this is over.
    fn look_at_disks(&self) {
        let disks = [
            (Cause::ArticlesDisk, &self.folders.kb),
            (Cause::DataDisk, &self.folders.data),
            (Cause::IndexDisk, &self.folders.index),
        ];
        for (cause, folder) in disks {
            let no_room = disk::no_room(folder).filter(|why| !self.is_meant(cause, *why));
            match no_room {
                Some(why) => self.readiness.raise(cause, remedy(why.words(), folder)),
                // A sync that succeeds says when the index can be written again.
                None if cause == Cause::IndexDisk => {}
                None if self.readiness.has(cause) && disk::try_writing(folder).is_ok() => {
                    self.readiness.clear(cause);
                }
                None => {}
            }
        }
    }

    fn is_meant(&self, cause: Cause, why: NoRoom) -> bool {
        cause == Cause::ArticlesDisk && why == NoRoom::ReadOnly && self.is_read_only
    }

    /// Takes note that a text could not be written because of the disk.
    pub(in crate::library) fn tell_of_the_disk(&self, error: &StoreError) {
        if let StoreError::Disk { file, source } = error
            && file.starts_with(&self.folders.kb)
            && disk::is_of_the_disk(source)
            && !self.is_read_only
        {
            self.readiness.raise(Cause::ArticlesDisk, remedy(&source.to_string(), &self.folders.kb));
        }
    }

    /// Takes note that the index could not be written; `lost` if it is gone, too.
    pub(in crate::library) fn tell_of_the_index(&self, lost: bool, error: &LibraryError) {
        let cause = if lost { Cause::IndexLost } else { Cause::IndexDisk };
        self.readiness.raise(cause, error.to_string());
    }

    /// The index has just been brought up to date.
    pub(in crate::library) fn index_is_well(&self) {
        self.readiness.clear(Cause::IndexLost);
        if disk::no_room(&self.folders.index).is_none() {
            self.readiness.clear(Cause::IndexDisk);
        }
    }
}

impl store::Overseer for Library {
    fn stands(&self) -> Result<(), Trouble> {
        if self.root_stands() && !self.readiness.has(Cause::ArticlesLost) {
            return Ok(());
        }
        let detail = format!(
            "folder artykułów {} zniknął albo stoi w jego miejscu inny; niczego nie zapisano, spróbuj ponownie za chwilę",
            self.folders.kb.display()
        );
        Err(Trouble { cause: Cause::ArticlesLost, detail })
    }

    fn paths(&self) -> HashMap<ArticleId, String> {
        Library::paths(self)
    }

    fn served(&self, id: &ArticleId) -> Option<String> {
        self.raw(id)
    }

    fn lacks(&self, path: &str) -> bool {
        Library::lacks(self, path)
    }

    fn kept(&self, id: &ArticleId, path: &str) -> Option<String> {
        let engines = self.engines();
        let card = engines.staff.card(id.as_str()).filter(|card| card.path == path)?;
        if self.lacks(path) { None } else { engines.staff.raw(card.id.as_str()) }
    }
}

fn remedy(what: &str, folder: &Path) -> String {
    format!(
        "w {} nie da się zapisywać: {what}; zwolnij miejsce albo sprawdź dysk, zapis wróci bez ponownego uruchamiania",
        folder.display()
    )
}
