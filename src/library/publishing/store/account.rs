//! The rule of four eyes, and what a draft began from: what every version answers for, computed in the one place where
//! a change is made durable.
//!
//! An approval is of a content: a text apart from its status. Whoever makes a content live approves it, unless they
//! are among its authors. Authors are all who contributed since the last text that was served: by writing a version,
//! or by taking an earlier one up again. An approval holds until another content is served; until then the article can
//! be withdrawn and put back by anybody.
//!
//! What is changed by hand in `kb/` is nobody's: it is recorded as such, and whoever wrote a draft that a hand then
//! put into service still is its author.

use super::{BY_HAND, Edit, Expect, Held, Place, Revision, RevisionKind, StoreError, Version, etag};
use crate::article::{self, Status};
use crate::journal::people::accounts::{Account, is_among};

/// What an approval is of: the text as it is served, whatever its status says now.
pub fn content(text: &str) -> String {
    etag(article::with_status(text, Status::Published))
}

/// The account of an edit, or why it may not be made.
///
/// # Errors
/// [`StoreError::Unapproved`] if it would be served and nobody but its authors has approved it;
/// [`StoreError::WhichVersion`] if it would be approved by somebody who may have read another text;
/// [`StoreError::Behind`] if it was begun from another text than stands.
pub(super) fn of_edit(edit: &Edit, held: &Held, history: &[Revision]) -> Result<Account, StoreError> {
    let past = Past { history };
    let content = content(edit.text());
    let origin = origin(edit, held);
    let path = held.path.as_deref().unwrap_or(&edit.path);
    let served = edit.comes_to_stand().is_some_and(|article| article.status == Status::Published);
    let approves = matches!(edit.kind(), RevisionKind::Publish | RevisionKind::Restore);
    if edit.terms.four_eyes
        && edit.terms.blind
        && approves
        && origin.is_some_and(|origin| past.was_another(origin, &edit.by.name))
    {
        return Err(StoreError::WhichVersion);
    }
    let base = base(edit, held, &past, served)?;
    let mut account =
        Account { content, served, base, despite: edit.terms.despite.clone(), ..Account::default() };

    match origin {
        // The same words, looked at by somebody else: their authors are who they were.
        Some(origin) if self::content(&origin.text) == account.content => {
            past.authors_of(path, origin).iter().for_each(|name| account.add(name));
        }
        Some(origin) if edit.kind() != RevisionKind::RollBack && !past.was_served(path, origin) => {
            past.authors_of(path, origin).iter().for_each(|name| account.add(name));
            account.add(&edit.by.name);
        }
        _ => account.add(&edit.by.name),
    }
    // Whoever brought these words before, and saw them thrown away or overwritten, is an author of them still.
    past.authors_unserved(&account.content).iter().for_each(|name| account.add(name));

    if served {
        account.approved = if account.is_by(&edit.by.name) {
            past.standing_approval(&account)
        } else {
            Some(edit.by.name.clone())
        };
        if edit.terms.four_eyes && account.approved.is_none() {
            return Err(StoreError::Unapproved);
        }
    }
    Ok(account)
}

/// The account of what was found changed by hand, after `history`.
pub(super) fn of_hand(path: &str, text: &str, history: &[Revision]) -> Account {
    let past = Past { history };
    let mut account = Account { content: content(text), served: is_served(path, text), ..Account::default() };
    let before = history.iter().find(|revision| revision.place == Place::Current);
    if let Some(before) = before
        && !past.row_was_served(before)
    {
        past.authors_of_row(before).iter().for_each(|name| account.add(name));
    }
    past.authors_unserved(&account.content).iter().for_each(|name| account.add(name));
    account.add(BY_HAND);
    account
}

/// Whether `by` could publish what waits, or the draft: the rule does not stand against it.
pub fn may_approve(held: &Held, history: &[Revision], by: &str) -> bool {
    let Some(newest) = held.newest() else { return true };
    let past = Past { history };
    let path = held.path.as_deref().unwrap_or_default();
    let mut account = Account { content: content(&newest.text), ..Account::default() };
    past.authors_of(path, newest).iter().for_each(|name| account.add(name));
    past.authors_unserved(&account.content).iter().for_each(|name| account.add(name));
    !account.is_by(by) || past.standing_approval(&account).is_some()
}

/// Whether agents find a text that stands at `path`.
pub(super) fn is_served(path: &str, text: &str) -> bool {
    article::parse(path, text.as_bytes()).article.is_some_and(|article| article.status == Status::Published)
}

fn is_withdrawn(path: &str, text: &str) -> bool {
    article::parse(path, text.as_bytes()).article.is_some_and(|article| article.status == Status::Archived)
}

/// The version that an edit changes.
fn origin<'h>(edit: &Edit, held: &'h Held) -> Option<&'h Version> {
    match &edit.expect {
        Expect::Absent => None,
        Expect::Tag(tag) => {
            [&held.next, &held.current].into_iter().flatten().find(|version| version.etag == *tag)
        }
    }
}

/// What a waiting text begins from; a waiting text that takes its place must have begun from what stands.
fn base(edit: &Edit, held: &Held, past: &Past<'_>, served: bool) -> Result<Option<String>, StoreError> {
    let behind = || StoreError::Behind(Box::new(held.clone()));
    let from_next = held.next.as_ref().filter(|next| edit.expect == Expect::Tag(next.etag.clone()));
    let kept = from_next.and_then(|next| past.base_of(next));
    let Some(current) = &held.current else {
        // The file that the waiting text began from was removed: somebody took the article out of service.
        return if served && kept.is_some() { Err(behind()) } else { Ok(None) };
    };
    if edit.kind() == RevisionKind::Discard {
        return Ok(kept);
    }
    if let Some(named) = &edit.terms.base
        && *named != current.etag
    {
        return Err(behind());
    }
    let base = edit.terms.base.clone().or(kept);
    match edit.place() {
        Place::Next if edit.kind() == RevisionKind::RollBack => Ok(Some(current.etag.clone())),
        Place::Next => Ok(Some(base.unwrap_or_else(|| current.etag.clone()))),
        Place::Current if !served || from_next.is_none() => Ok(None),
        Place::Current => match base {
            Some(base) if base != current.etag => {
                // The same words may stand under another tag: withdrawn and put back. What waited may stand already: taken
                // up again, or put there by hand. Withdrawn alone they are news.
                let stands = content(&current.text);
                let is_known =
                    past.content_of(&base).as_ref() == Some(&stands) || content(edit.text()) == stands;
                if is_known && !is_withdrawn(&edit.path, &current.text) { Ok(None) } else { Err(behind()) }
            }
            _ => Ok(None),
        },
    }
}

/// What was done to the article, newest first.
struct Past<'h> {
    history: &'h [Revision],
}

impl Past<'_> {
    /// Whether a version that is held is what agents find, or found last.
    fn was_served(&self, path: &str, version: &Version) -> bool {
        let stands = version.revision.as_ref().is_none_or(|revision| revision.place == Place::Current);
        stands && (is_served(path, &version.text) || self.is_last_served(&content(&version.text)))
    }

    /// The newest text that agents found.
    fn last_served(&self) -> Option<&Account> {
        self.history.iter().filter_map(|revision| revision.account.as_ref()).find(|account| account.served)
    }

    fn is_last_served(&self, content: &str) -> bool {
        self.last_served().is_some_and(|served| served.content == content)
    }

    fn row_was_served(&self, row: &Revision) -> bool {
        match &row.account {
            Some(account) => account.served || self.is_last_served(&account.content),
            None => matches!(
                row.kind,
                RevisionKind::Publish
                    | RevisionKind::Restore
                    | RevisionKind::Archive
                    | RevisionKind::Baseline
            ),
        }
    }

    /// Who contributed to a version that is held.
    fn authors_of(&self, path: &str, version: &Version) -> Vec<String> {
        match &version.revision {
            // Changed by hand since, and not noticed yet.
            Some(revision) if revision.etag != version.etag => {
                of_hand(path, &version.text, self.history).authors
            }
            Some(revision) => self.authors_of_row(revision),
            None => vec![BY_HAND.to_owned()],
        }
    }

    fn authors_of_row(&self, row: &Revision) -> Vec<String> {
        match &row.account {
            Some(account) => account.authors.clone(),
            // From before accounts: everybody since what was last put into service.
            None => self
                .history
                .iter()
                .skip_while(|one| one.seq != row.seq)
                .take_while(|one| one.seq == row.seq || !self.row_was_served(one))
                .map(|one| one.author.clone())
                .collect(),
        }
    }

    /// Who brought this content since it was last served.
    fn authors_unserved(&self, content: &str) -> Vec<String> {
        let rows = self.history.iter().filter_map(|row| Some((row, row.account.as_ref()?)));
        rows.filter(|(_, account)| account.content == content)
            .take_while(|(_, account)| !account.served)
            .filter(|(row, _)| {
                matches!(row.kind, RevisionKind::Put | RevisionKind::RollBack | RevisionKind::Hand)
            })
            .flat_map(|(_, account)| account.authors.iter().cloned())
            .collect()
    }

    /// Whether what waits for a second pair of eyes was another text since it began to wait: then whoever approves it
    /// may have read the other one. Its authors approve none of them anyway.
    fn was_another(&self, version: &Version, by: &str) -> bool {
        let Some(stands) = self.history.iter().find(|one| one.etag == version.etag) else { return false };
        let Some(account) = stands.account.as_ref().filter(|account| !account.is_by(by)) else {
            return false;
        };
        let waited = self.history.iter().filter(|one| {
            let text = !matches!(one.kind, RevisionKind::Gone | RevisionKind::Moved | RevisionKind::Discard);
            text && (one.place == stands.place || one.kind == RevisionKind::Publish)
        });
        let mut waited = waited.map_while(|one| one.account.as_ref().filter(|account| !account.served));
        // Another status alone is no other text.
        waited.any(|earlier| earlier.content != account.content)
    }

    /// Who approved this content, if nothing else was served since.
    fn standing_approval(&self, account: &Account) -> Option<String> {
        let served = self.last_served()?;
        let approved = served.approved.as_ref().filter(|_| served.content == account.content)?;
        (!is_among(approved, &account.authors)).then(|| approved.clone())
    }

    /// What a waiting version began from; before such was recorded, what stood when it was written.
    fn base_of(&self, next: &Version) -> Option<String> {
        let revision = next.revision.as_ref()?;
        match &revision.account {
            Some(account) => account.base.clone(),
            None => {
                let stood = |one: &&Revision| one.seq < revision.seq && one.place == Place::Current;
                self.history.iter().find(stood).map(|one| one.etag.clone())
            }
        }
    }

    fn content_of(&self, tag: &str) -> Option<String> {
        let row = self.history.iter().find(|revision| revision.etag == tag)?;
        Some(row.account.as_ref()?.content.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agents_find_what_is_published_and_neither_a_draft_nor_what_was_withdrawn() {
        let served =
            |header: &str| is_served("a.md", &format!("---\ntitle: Bilet\n{header}---\nNa tramwaj.\n"));
        assert!(served("") && served("status: published\n"));
        assert!(!served("status: draft\n") && !served("status: archived\n"));
    }
}
