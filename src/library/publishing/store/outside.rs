//! What changes outside the product: files in `kb/` that people, git or a backup wrote, moved or removed.
//!
//! A store records such changes beside those that went through the door, so that whoever is overwritten can be undone
//! and nobody is taken for the author of what a hand put there.

use std::collections::HashMap;

use super::{Place, Revision, RevisionKind, StoreError, account, etag};
use crate::article::ArticleId;
use crate::journal::Millis;
use crate::journal::people::accounts::Account;
use crate::journal::versions::revisions::RevisionEntry;
use crate::library::readiness::Trouble;

/// Author of what was not changed through the product.
pub const BY_HAND: &str = "plik w kb/";

/// A file that was changed outside the product, as the library found it.
#[derive(Debug, Clone)]
pub struct FoundFile {
    /// The article; for a file that cannot be read as one, the id it had.
    pub id: ArticleId,
    /// Its file below `kb/`.
    pub path: String,
    /// Its text; `None` if the file is gone.
    pub text: Option<String>,
}

/// Watches over `kb/`: knows when it is not the folder that it was, and what stood in it.
pub trait Overseer: Send + Sync {
    /// Whether `kb/` is the folder that was last looked through.
    ///
    /// # Errors
    /// What stands there instead.
    fn stands(&self) -> Result<(), Trouble>;

    /// Where each article stands.
    fn paths(&self) -> HashMap<ArticleId, String>;

    /// The text of an article that readers find now; `None` where they find none.
    fn served(&self, id: &ArticleId) -> Option<String>;

    /// The text that is served of an article whose file at `path` cannot be seen; `None` where it is known to be gone.
    fn kept(&self, id: &ArticleId, path: &str) -> Option<String>;

    /// Whether there is certainly no file at `path`.
    fn lacks(&self, path: &str) -> bool;
}

/// What is to be recorded of a file that was found changed, after `history` (newest first): that it was moved, what was
/// written into it, or that it is gone. `recorded` gives the text of a revision.
///
/// # Errors
/// What `recorded` cannot give.
pub(super) fn entries(
    FoundFile { id, path, text }: &FoundFile,
    at: Millis,
    history: &[Revision],
    recorded: impl FnOnce(&Revision) -> Result<Option<String>, StoreError>,
) -> Result<Vec<RevisionEntry>, StoreError> {
    let entry = |kind, text, account| by_hand(id.clone(), path.clone(), kind, text, at, account);
    let tag = text.as_deref().map(etag).unwrap_or_default();
    let before =
        history.iter().find(|one| one.place == Place::Current).filter(|before| !before.etag.is_empty());
    let mut entries = Vec::new();
    if let (Some(before), Some(text)) = (before, text)
        && before.path != *path
    {
        // The move alone, with the text as it was; what was also written into it is a change of its own.
        let moved = if before.etag == tag { Some(text.clone()) } else { recorded(before)? };
        entries.push(entry(
            RevisionKind::Moved,
            moved.clone(),
            of_move(path, moved.as_deref(), before, history),
        ));
    }
    if before.map_or("", |before| before.etag.as_str()) != tag {
        let kind = if text.is_some() { RevisionKind::Hand } else { RevisionKind::Gone };
        let account = text.as_deref().map(|text| account::of_hand(path, text, history)).unwrap_or_default();
        entries.push(entry(kind, text.clone(), account));
    }
    Ok(entries)
}

/// That a file was moved changes nobody's part in its text, nor who approved it.
fn of_move(path: &str, text: Option<&str>, before: &Revision, history: &[Revision]) -> Account {
    let text = text.unwrap_or_default();
    match &before.account {
        Some(account) if account.content == account::content(text) => account.clone(),
        _ => account::of_hand(path, text, history),
    }
}

/// The first version of an article that was never recorded.
pub(super) fn baseline(id: ArticleId, path: String, text: String, at: Millis) -> RevisionEntry {
    let account = account::of_hand(&path, &text, &[]);
    by_hand(id, path, RevisionKind::Baseline, Some(text), at, account)
}

/// What is recorded of a change that was not made through the product.
pub(super) fn by_hand(
    id: ArticleId,
    path: String,
    kind: RevisionKind,
    text: Option<String>,
    at: Millis,
    account: Account,
) -> RevisionEntry {
    RevisionEntry {
        id,
        path,
        at,
        author: BY_HAND.to_owned(),
        role: None,
        kind,
        place: Place::Current,
        etag: text.as_deref().map(etag).unwrap_or_default(),
        why: String::new(),
        text: text.unwrap_or_default(),
        settles_next: false,
        account,
    }
}
