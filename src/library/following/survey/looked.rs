//! What a look leaves behind for those that follow it.

use std::collections::HashSet;
use std::path::Path;

use crate::library::disk::{Identity, Listing};
use crate::library::following::absence::Trusted;

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
