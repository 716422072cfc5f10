//! Announcements above everybody's results while something is going on: a flood, a failed water main, a changed
//! route. Each has an owner, a reason and an end; none lives for ever because somebody forgot it.

use rusqlite::{Row, Transaction, params};

use super::people::audit;
use super::people::audit::{Action, By};
use super::{Actor, Journal, JournalError, Millis};
use crate::article::ArticleId;

/// An announcement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Banner {
    /// Its number.
    pub id: i64,
    /// What agents read, and read out.
    pub text: String,
    /// The answer pinned to it.
    pub article: Option<ArticleId>,
    /// Why it is there; for editors.
    pub reason: String,
    /// Who put it up.
    pub owner: String,
    /// Shown from.
    pub starts: Millis,
    /// Shown until.
    pub ends: Millis,
    /// Who took it down before its end.
    pub ended_by: Option<String>,
}

impl Banner {
    /// Whether it is shown at this moment.
    pub fn is_shown(&self, now: Millis) -> bool {
        self.starts <= now && now < self.ends
    }
}

impl Journal {
    /// Puts an announcement up; its `id`, `owner` and `ended_by` are not looked at.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn put_up(&self, banner: &Banner, by: &Actor, now: Millis) -> Result<Banner, JournalError> {
        self.write(|transaction| {
            transaction.execute(
                "INSERT INTO banners (text, article, reason, owner, starts, ends) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![
                    banner.text,
                    banner.article.as_ref().map(ArticleId::as_str),
                    banner.reason,
                    by.name,
                    banner.starts,
                    banner.ends
                ],
            )?;
            let id = transaction.last_insert_rowid();
            note(transaction, Action::EventBegin, id, &banner.text, by, now)?;
            Ok(Banner { id, owner: by.name.clone(), ended_by: None, ..banner.clone() })
        })
    }

    /// Takes an announcement down now; `false` if it is not there or over already.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn take_down(&self, id: i64, by: &Actor, now: Millis) -> Result<bool, JournalError> {
        self.write(|transaction| {
            let done = transaction.execute(
                "UPDATE banners SET ends = ?3, ended_by = ?2 WHERE id = ?1 AND ends > ?3",
                params![id, by.name, now],
            )?;
            if done > 0 {
                note(transaction, Action::EventEnd, id, "", by, now)?;
            }
            Ok(done > 0)
        })
    }

    /// Announcements that are shown now or will be, the newest first.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn banners_from(&self, now: Millis) -> Result<Vec<Banner>, JournalError> {
        self.read(|connection| {
            connection
                .prepare_cached("SELECT * FROM banners WHERE ends > ?1 ORDER BY id DESC")?
                .query_map([now], banner)?
                .collect()
        })
    }

    /// The last `limit` announcements, whatever became of them, the newest first.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn banners(&self, limit: u32) -> Result<Vec<Banner>, JournalError> {
        self.read(|connection| {
            connection
                .prepare_cached("SELECT * FROM banners ORDER BY id DESC LIMIT ?1")?
                .query_map([limit], banner)?
                .collect()
        })
    }
}

fn note(
    transaction: &Transaction<'_>,
    action: Action,
    id: i64,
    detail: &str,
    by: &Actor,
    at: Millis,
) -> rusqlite::Result<()> {
    let by = By::actor(by, "");
    let entry = audit::AuditEntry { at, by, action, object: id.to_string(), detail: detail.to_owned() };
    audit::record(transaction, &entry)
}

fn banner(row: &Row<'_>) -> rusqlite::Result<Banner> {
    let article: Option<String> = row.get("article")?;
    Ok(Banner {
        id: row.get("id")?,
        text: row.get("text")?,
        article: article.and_then(ArticleId::new),
        reason: row.get("reason")?,
        owner: row.get("owner")?,
        starts: row.get("starts")?,
        ends: row.get("ends")?,
        ended_by: row.get("ended_by")?,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn ala() -> Actor {
        Actor { name: "Ala".into(), role: crate::journal::Role::Editor }
    }

    fn flood() -> Banner {
        Banner {
            id: 0,
            text: "Awaria wodociągu na Prądniku".into(),
            article: ArticleId::new("brak-wody"),
            reason: "dyspozytor MPWiK".into(),
            owner: "Ala".into(),
            starts: 1_000,
            ends: 9_000,
            ended_by: None,
        }
    }

    #[test]
    fn an_announcement_ends_by_itself() {
        let journal = Journal::throw_away();
        let up = journal.put_up(&flood(), &ala(), 900).unwrap();
        assert_eq!(journal.banners_from(500).unwrap(), std::slice::from_ref(&up));
        assert!(!up.is_shown(999) && up.is_shown(1_000) && up.is_shown(8_999) && !up.is_shown(9_000));
        assert_eq!(journal.banners_from(9_000).unwrap(), []);
        assert_eq!(journal.banners(10).unwrap(), [up]);
    }

    #[test]
    fn taking_one_down_is_remembered_and_done_once() {
        let journal = Journal::throw_away();
        let up = journal.put_up(&flood(), &ala(), 900).unwrap();
        assert!(journal.take_down(up.id, &ala(), 2_000).unwrap());
        assert!(!journal.take_down(up.id, &ala(), 3_000).unwrap());
        let down = journal.banners(10).unwrap().remove(0);
        assert_eq!((down.ends, down.ended_by.as_deref()), (2_000, Some("Ala")));
        assert!(journal.banners_from(2_000).unwrap().is_empty());
        let trail = journal.audit_trail(0, 10_000).unwrap();
        let ends = trail.iter().filter(|line| line.action == Action::EventEnd.code());
        assert_eq!(ends.map(|line| line.at).collect::<Vec<_>>(), [2_000]);
    }
}
