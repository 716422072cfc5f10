//! Generations of the index: a rebuild stands beside the live index until it is whole, then takes its place.
//!
//! ```text
//! index/current        the name of the live generation, replaced atomically
//! index/gen-7/staff    what agents search
//! index/gen-7/public   what residents search, built from public articles alone
//! index/gen-7/kb       which folder `kb/` was when this was last brought up to date
//! ```
//! Where the disk can, both begin with the same files under two names: what a segment holds never changes, and a
//! segment of articles that are open to residents as a whole is the same in both.
//!
//! Whatever is not named in `current` is left over from a rebuild that was cut off, and is swept away.

use std::path::{Path, PathBuf};
use std::{fs, io};

use super::residents::PublicEngine;
use crate::article::dictionary::Dictionaries;
use crate::library::disk;
use crate::library::disk::Identity;
use crate::search::{Engine, EngineError, Weights};

const CURRENT: &str = "current";
const PREFIX: &str = "gen-";
const STAFF: &str = "staff";
const PUBLIC: &str = "public";
const ROOT: &str = "kb";

/// A generation that begins: agents' engine alone, empty. Nobody sees it before [`Engines::make_current`].
pub(in crate::library) struct Nascent {
    pub staff: Engine,
    folder: PathBuf,
}

impl Nascent {
    /// Begins in `folder`, one of [`next`].
    ///
    /// # Errors
    /// [`EngineError::Disk`].
    pub fn create(folder: PathBuf) -> Result<Self, EngineError> {
        Ok(Self { staff: Engine::create(&folder.join(STAFF))?, folder })
    }

    /// Begins residents' engine as a copy of agents' engine, which must hold nothing yet but what residents may see.
    ///
    /// # Errors
    /// [`EngineError::Disk`].
    pub fn share(self) -> Result<Engines, EngineError> {
        let Self { staff, folder } = self;
        let public = PublicEngine::copy(&staff, &folder.join(PUBLIC))?;
        Ok(Engines::of(staff, public, folder))
    }
}

/// The folder for the next generation.
pub(in crate::library) fn next(index: &Path) -> PathBuf {
    let taken = generations(index).into_iter().filter_map(|folder| number(&folder)).max().unwrap_or(0);
    index.join(format!("{PREFIX}{}", taken + 1))
}

/// The two engines of one generation.
pub(in crate::library) struct Engines {
    pub staff: Engine,
    pub public: PublicEngine,
    folder: PathBuf,
    /// Which folders hold the two: others may come to stand in their places.
    opened: [Option<Identity>; 2],
}

impl Engines {
    fn of(staff: Engine, public: PublicEngine, folder: PathBuf) -> Self {
        let opened = identities(&folder);
        Self { staff, public, folder, opened }
    }

    /// Opens the live generation.
    ///
    /// # Errors
    /// [`EngineError::Unusable`] with the reason for which it must be rebuilt.
    pub fn open(index: &Path) -> Result<Self, EngineError> {
        let name = fs::read_to_string(index.join(CURRENT))
            .map_err(|_| EngineError::Unusable { reason: "nie ma jeszcze indeksu".into() })?;
        let name = name.trim();
        if !name.starts_with(PREFIX) || name.contains(['/', '\\', '.']) {
            return Err(EngineError::Unusable {
                reason: format!("plik {CURRENT} nie nazywa żadnego indeksu"),
            });
        }
        let folder = index.join(name);
        let staff = Engine::open(&folder.join(STAFF))?;
        let engines = Self::of(staff, PublicEngine::open(&folder.join(PUBLIC))?, folder);
        sweep(index, Some(&engines.folder));
        Ok(engines)
    }

    /// Makes this generation the live one and sweeps the others away.
    ///
    /// # Errors
    /// What the system says; the earlier generation then stays live.
    pub fn make_current(&self, index: &Path) -> io::Result<()> {
        let name = self.folder.file_name().unwrap_or_default().to_string_lossy();
        disk::write_whole(&index.join(CURRENT), name.as_bytes())?;
        // On Linux, a folder may go while a search still reads its files.
        sweep(index, Some(&self.folder));
        Ok(())
    }

    /// Why what lies in `index` is not what these engines hold open any more: it was removed, exchanged, or a file of it
    /// is missing or damaged. They answer all the same; writing to them would fail, or spoil what somebody put there.
    pub fn lost(&self, index: &Path) -> Option<String> {
        let name = self.folder.file_name().unwrap_or_default().to_string_lossy();
        let current = fs::read_to_string(index.join(CURRENT)).unwrap_or_default();
        if current.trim() != name {
            return Some(format!("plik {CURRENT} zniknął albo nazywa inny indeks"));
        }
        if identities(&self.folder) != self.opened {
            return Some(format!("folder {name} zniknął albo jest inny niż ten, który otwarto"));
        }
        let spoilt = self.staff.spoilt().or_else(|| self.public.spoilt())?;
        let what = if spoilt.exists() { "uszkodzony jest plik" } else { "brakuje pliku" };
        Some(format!("{what} {}", spoilt.display()))
    }

    /// Which folder `kb/` was when this index was last brought up to date, if that was noted here.
    pub fn root(&self) -> Option<Identity> {
        fs::read_to_string(self.folder.join(ROOT)).ok()?.parse().ok()
    }

    /// Notes which folder `kb/` is. What cannot be noted costs a question at the next start.
    pub fn note_root(&self, root: Identity) {
        if self.root() == Some(root) {
            return;
        }
        if let Err(error) = disk::write_whole(&self.folder.join(ROOT), root.to_string().as_bytes()) {
            tracing::warn!(%error, "cannot note in the index which folder the articles are in");
        }
    }

    /// Reads questions with these dictionaries from now on.
    pub fn set_dictionaries(&self, dictionaries: &Dictionaries) {
        self.staff.set_dictionaries(dictionaries);
        self.public.set_dictionaries(dictionaries);
    }

    /// Ranks by these weights from now on.
    pub fn set_weights(&self, weights: Weights) {
        self.staff.set_weights(weights);
        self.public.set_weights(weights);
    }

    /// Lets go of what writing needs, until the next change.
    pub fn rest(&self) {
        self.staff.rest();
        self.public.rest();
    }
}

fn identities(folder: &Path) -> [Option<Identity>; 2] {
    [STAFF, PUBLIC].map(|engine| Identity::of(&folder.join(engine)).ok())
}

fn generations(index: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(index) else { return Vec::new() };
    entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir() && number(path).is_some())
        .collect()
}

fn number(folder: &Path) -> Option<u64> {
    folder.file_name()?.to_str()?.strip_prefix(PREFIX)?.parse().ok()
}

fn sweep(index: &Path, keep: Option<&Path>) {
    for folder in generations(index) {
        if keep != Some(folder.as_path()) {
            let _ = fs::remove_dir_all(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn of_all_generations_one_is_kept_and_what_is_none_is_left() {
        let index = tempfile::tempdir().unwrap();
        let place = |name: &str| index.path().join(name);
        for name in ["gen-1", "gen-2", "gen-12", "gen-x", "inne"] {
            fs::create_dir(place(name)).unwrap();
        }
        sweep(index.path(), Some(&place("gen-2")));
        let mut left: Vec<_> =
            fs::read_dir(index.path()).unwrap().map(|one| one.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, ["gen-2", "gen-x", "inne"]);
    }
}
