//! Every version of an article that went through the product or was found changed by hand, and which one waits.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::known;
use super::packing::{pack, unpack};
use crate::article::ArticleId;
use crate::journal::people::accounts::Account;
use crate::journal::people::audit::{Action, By};
use crate::journal::people::{accounts, audit};
use crate::journal::{Journal, JournalError, Millis, Role};

/// Number of a change. Numbers grow and are never used twice, so that "everything after N" can be asked.
pub type Seq = i64;

/// Where a version stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// It is the file in `kb/`.
    Current,
    /// It waits beside the file, which is served meanwhile.
    Next,
}

/// What was done to an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevisionKind {
    /// The text as it stood when the file was first seen.
    Baseline,
    /// A text was written.
    Put,
    /// A waiting text, or a draft, became the one that is served.
    Publish,
    /// Taken out of service.
    Archive,
    /// Put back into service.
    Restore,
    /// An earlier version was taken up again.
    RollBack,
    /// A waiting text was thrown away.
    Discard,
    /// The file was changed by hand, or by git.
    Hand,
    /// The file was removed by hand, or by git.
    Gone,
    /// The file was moved by hand, or by git: the same text at another path.
    Moved,
}

impl RevisionKind {
    const ALL: [Self; 10] = [
        Self::Baseline,
        Self::Put,
        Self::Publish,
        Self::Archive,
        Self::Restore,
        Self::RollBack,
        Self::Discard,
        Self::Hand,
        Self::Gone,
        Self::Moved,
    ];

    /// As the database and the API spell it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::Put => "put",
            Self::Publish => "publish",
            Self::Archive => "archive",
            Self::Restore => "restore",
            Self::RollBack => "rollback",
            Self::Discard => "discard",
            Self::Hand => "hand",
            Self::Gone => "gone",
            Self::Moved => "moved",
        }
    }

    /// Its line in the audit trail; changes made by hand have none, for nobody is known to have made them.
    fn action(self) -> Option<Action> {
        match self {
            Self::Put => Some(Action::ArticlePut),
            Self::Publish => Some(Action::ArticlePublish),
            Self::Archive => Some(Action::ArticleArchive),
            Self::Restore | Self::RollBack => Some(Action::ArticleRestore),
            Self::Discard => Some(Action::ArticleDiscard),
            Self::Baseline | Self::Hand | Self::Gone | Self::Moved => None,
        }
    }

    fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// One change, without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Its number.
    pub seq: Seq,
    /// The article.
    pub id: ArticleId,
    /// The article's file below `kb/`.
    pub path: String,
    /// When.
    pub at: Millis,
    /// Who.
    pub author: String,
    /// What was done.
    pub kind: RevisionKind,
    /// Where the text came to stand.
    pub place: Place,
    /// Entity tag of the text; empty where no text stands any more.
    pub etag: String,
    /// Why, in the author's words; may be empty.
    pub why: String,
    /// Who wrote the text and who approved it; `None` in revisions older than such accounts.
    pub account: Option<Account>,
}

/// A change about to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionEntry {
    /// The article.
    pub id: ArticleId,
    /// The article's file below `kb/`.
    pub path: String,
    /// When.
    pub at: Millis,
    /// Who.
    pub author: String,
    /// Their role; `None` for what was not done through the product, which leaves no line in the audit trail.
    pub role: Option<Role>,
    /// What was done.
    pub kind: RevisionKind,
    /// Where the text stands now.
    pub place: Place,
    /// Entity tag of the text.
    pub etag: String,
    /// Why.
    pub why: String,
    /// The whole text.
    pub text: String,
    /// Whether this ends the waiting of the version that waited.
    pub settles_next: bool,
    /// Who wrote the text and who approved it.
    pub account: Account,
}

impl Journal {
    /// Records changes in one transaction and gives them back with their numbers, in order.
    ///
    /// # Errors
    /// [`JournalError`]; then none is recorded.
    pub fn record(&self, entries: &[RevisionEntry]) -> Result<Vec<Revision>, JournalError> {
        self.write(|transaction| entries.iter().map(|entry| insert(transaction, entry)).collect())
    }

    /// Records changes in one transaction as they come, holding no more than one of their texts in memory; gives how
    /// many. Of an article that has revisions by then, none is recorded.
    ///
    /// # Errors
    /// [`JournalError`]; then none is recorded.
    pub fn record_first(&self, entries: impl Iterator<Item = RevisionEntry>) -> Result<usize, JournalError> {
        self.write(|transaction| {
            let mut count = 0;
            for entry in entries {
                let known = transaction
                    .prepare_cached("SELECT 1 FROM revisions WHERE id = ?1 AND place = 'current' LIMIT 1")?
                    .exists([entry.id.as_str()])?;
                if !known {
                    insert(transaction, &entry)?;
                    count += 1;
                }
            }
            Ok(count)
        })
    }

    /// What was done to an article, newest first.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn history(&self, id: &ArticleId) -> Result<Vec<Revision>, JournalError> {
        self.read(|connection| {
            let sql = format!("SELECT {COLUMNS} FROM {ACCOUNTED} WHERE id = ?1 ORDER BY seq DESC");
            connection.prepare_cached(&sql)?.query_map([id.as_str()], revision)?.collect()
        })
    }

    /// Changes after `seq`, oldest first, at most `limit` of them.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn since(&self, seq: Seq, limit: usize) -> Result<Vec<Revision>, JournalError> {
        self.read(|connection| {
            let sql = format!("SELECT {COLUMNS} FROM {ACCOUNTED} WHERE seq > ?1 ORDER BY seq LIMIT ?2");
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            connection.prepare_cached(&sql)?.query_map([seq, limit], revision)?.collect()
        })
    }

    /// Number of the newest change; 0 where there is none.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn last(&self) -> Result<Seq, JournalError> {
        self.read(|connection| {
            connection.query_row("SELECT coalesce(max(seq), 0) FROM revisions", [], |row| row.get(0))
        })
    }

    /// One change with its text.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn revision(&self, seq: Seq) -> Result<Option<(Revision, String)>, JournalError> {
        self.read(|connection| with_text(connection, "seq = ?1", seq))
    }

    /// The text last recorded of an article's file; `None` where there is none, or the file is gone.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn current_text(&self, id: &ArticleId) -> Result<Option<String>, JournalError> {
        let newest = "seq = (SELECT max(seq) FROM revisions WHERE place = 'current' AND id = ?1)";
        let found = self.read(|connection| with_text(connection, newest, id.as_str()))?;
        Ok(found.filter(|(revision, _)| !revision.etag.is_empty()).map(|(_, text)| text))
    }

    /// The version that waits beside an article's file.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn next(&self, id: &ArticleId) -> Result<Option<(Revision, String)>, JournalError> {
        self.read(|connection| {
            with_text(connection, "seq = (SELECT seq FROM next_versions WHERE id = ?1)", id.as_str())
        })
    }

    /// All versions that wait, with their texts.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn all_next(&self) -> Result<Vec<(Revision, String)>, JournalError> {
        self.read(|connection| {
            let sql = format!(
                "SELECT {COLUMNS}, text, packed FROM {ACCOUNTED} WHERE seq IN (SELECT seq FROM next_versions)"
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let rows = statement.query_map([], |row| Ok((revision(row)?, text(row)?)))?;
            rows.collect()
        })
    }

    /// The newest change of each article: for lists.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn newest(&self) -> Result<Vec<Revision>, JournalError> {
        self.read(|connection| {
            let sql = format!(
                "SELECT {COLUMNS} FROM {ACCOUNTED} WHERE seq IN (SELECT max(seq) FROM revisions GROUP BY id)"
            );
            connection.prepare_cached(&sql)?.query_map([], revision)?.collect()
        })
    }

    /// Entity tag of the newest recorded text in each article's file, with the path it was recorded at.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn current_tags(&self) -> Result<Vec<(ArticleId, String, String)>, JournalError> {
        self.read(|connection| {
            let sql = "SELECT id, path, etag FROM revisions WHERE seq IN
                       (SELECT max(seq) FROM revisions WHERE place = 'current' GROUP BY id)";
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map([], |row| {
                let id: String = row.get(0)?;
                Ok((ArticleId::new(id), row.get(1)?, row.get(2)?))
            })?;
            rows.map(|row| row.map(|(id, path, etag)| id.map(|id| (id, path, etag))))
                .filter_map(Result::transpose)
                .collect()
        })
    }
}

const COLUMNS: &str =
    "seq, id, path, at, author, kind, place, etag, why, content, served, authors, base, approved, despite";

/// Revisions with what each answers for.
const ACCOUNTED: &str = "revisions LEFT JOIN accounts USING (seq)";

fn insert(transaction: &Transaction<'_>, entry: &RevisionEntry) -> rusqlite::Result<Revision> {
    let place = match entry.place {
        Place::Current => "current",
        Place::Next => "next",
    };
    let (plain, packed) = pack(&entry.text);
    transaction
        .prepare_cached(
            "INSERT INTO revisions (id, path, at, author, kind, place, etag, why, text, packed)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            entry.id.as_str(),
            entry.path,
            entry.at,
            entry.author,
            entry.kind.code(),
            place,
            entry.etag,
            entry.why,
            plain,
            packed
        ])?;
    let seq = transaction.last_insert_rowid();
    if let (Some(role), Some(action)) = (entry.role, entry.kind.action()) {
        let by = By { name: entry.author.clone(), role: Some(role), origin: String::new() };
        let waits = if entry.place == Place::Next { " (czeka)" } else { "" };
        let mut detail = format!("wersja {seq}{waits}");
        if !entry.account.despite.is_empty() {
            detail.push_str(&format!(", mimo błędów {}", entry.account.despite.join(", ")));
        }
        audit::record(
            transaction,
            &audit::AuditEntry { at: entry.at, by, action, object: entry.id.to_string(), detail },
        )?;
    }
    accounts::insert(transaction, seq, &entry.account)?;
    if entry.settles_next {
        transaction
            .prepare_cached("DELETE FROM next_versions WHERE id = ?1")?
            .execute([entry.id.as_str()])?;
    } else if entry.place == Place::Next {
        transaction
            .prepare_cached("INSERT OR REPLACE INTO next_versions (id, seq) VALUES (?1, ?2)")?
            .execute(params![entry.id.as_str(), seq])?;
    }
    Ok(Revision {
        seq,
        id: entry.id.clone(),
        path: entry.path.clone(),
        at: entry.at,
        author: entry.author.clone(),
        kind: entry.kind,
        place: entry.place,
        etag: entry.etag.clone(),
        why: entry.why.clone(),
        account: Some(entry.account.clone()),
    })
}

fn with_text(
    connection: &Connection,
    condition: &str,
    key: impl rusqlite::ToSql,
) -> rusqlite::Result<Option<(Revision, String)>> {
    let sql = format!("SELECT {COLUMNS}, text, packed FROM {ACCOUNTED} WHERE {condition}");
    connection.prepare_cached(&sql)?.query_row([key], |row| Ok((revision(row)?, text(row)?))).optional()
}

fn text(row: &Row<'_>) -> rusqlite::Result<String> {
    unpack(row.get("text")?, row.get("packed")?)
}

fn revision(row: &Row<'_>) -> rusqlite::Result<Revision> {
    let id: String = row.get("id")?;
    let seq = row.get("seq")?;
    let place: String = row.get("place")?;
    Ok(Revision {
        seq,
        id: ArticleId::new(id).ok_or(rusqlite::Error::InvalidQuery)?,
        path: row.get("path")?,
        at: row.get("at")?,
        author: row.get("author")?,
        kind: known("revisions", seq, row.get("kind")?, RevisionKind::of)?,
        place: if place == "next" { Place::Next } else { Place::Current },
        etag: row.get("etag")?,
        why: row.get("why")?,
        account: accounts::account(row)?,
    })
}
