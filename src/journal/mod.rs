//! Beside the index, what cannot be rebuilt: revisions of articles, tokens, the audit trail, calls and submissions.
//!
//! The only module that names rusqlite. One file, `data/dziennik.sqlite`, in WAL mode with full synchronisation: what
//! a function here acknowledged survives the power going out. Steps of `migrations` go forward only and
//! are counted in `user_version`; a database that a newer program wrote is refused, not guessed at. Each table has a
//! file of its own with the questions asked of it. Everything here blocks; callers are on threads that may.
//!
//! Times are milliseconds since 1970 in UTC ([`Millis`]); they come from the caller, who has the clock.

pub mod accounts;
pub mod audit;
pub mod banners;
pub mod calls;
pub mod dictionaries;
mod error;
pub mod feedback;
pub mod once;
mod person;
pub mod questions;
pub mod reports;
pub mod revisions;
mod role;
mod secret;
pub mod sessions;
pub mod submissions;
pub mod tokens;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

pub use error::JournalError;
pub use person::Person;
pub use role::{Actor, Role, UnknownRole};
pub use secret::{NoRandomness, Secret};

/// Milliseconds since 1970, UTC.
pub type Millis = i64;

/// The database below `data/`.
const FILE: &str = "dziennik.sqlite";

/// Forward-only steps; the number of those done stands in `user_version`. Append, never edit.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_revisions.sql"),
    include_str!("migrations/0002_access.sql"),
    include_str!("migrations/0003_calls.sql"),
    include_str!("migrations/0004_questions.sql"),
    include_str!("migrations/0010_approvals.sql"),
];

/// How long a writer waits for another process (a `token create` beside a running server) before it gives up.
const BUSY: Duration = Duration::from_secs(5);

/// Each connection is used by one thread at a time.
const READ_ONLY: OpenFlags = OpenFlags::SQLITE_OPEN_READ_ONLY.union(OpenFlags::SQLITE_OPEN_NO_MUTEX);

/// The open database.
///
/// Writes go one after another through one connection; reads have another, and in WAL mode neither waits for the
/// other.
pub struct Journal {
    file: PathBuf,
    writer: Mutex<Connection>,
    reader: Mutex<Connection>,
    /// The folder of a journal for one test, removed with it.
    #[cfg(test)]
    #[allow(dead_code)]
    folder: Option<tempfile::TempDir>,
}

impl std::fmt::Debug for Journal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Journal").field("file", &self.file).finish_non_exhaustive()
    }
}

impl Journal {
    /// Opens the database below `data`, creating it and bringing its tables up to date where needed.
    ///
    /// # Errors
    /// [`JournalError::Folder`] if `data` cannot be made, [`JournalError::Newer`] if a newer program wrote it,
    /// [`JournalError::Database`] if it is no database or the disk refuses.
    pub fn open(data: &Path) -> Result<Self, JournalError> {
        std::fs::create_dir_all(data)
            .map_err(|source| JournalError::Folder { data: data.to_owned(), source })?;
        let file = data.join(FILE);
        let named = |source| JournalError::Database { file: file.clone(), source };
        let mut writer = Connection::open(&file).map_err(named)?;
        prepare(&writer).map_err(named)?;
        let done: i64 = writer.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(named)?;
        let known = MIGRATIONS.len() as i64;
        if done > known {
            return Err(JournalError::Newer { file, found: done, known });
        }
        for (number, step) in MIGRATIONS.iter().enumerate().skip(usize::try_from(done).unwrap_or(0)) {
            let transaction =
                writer.transaction_with_behavior(TransactionBehavior::Immediate).map_err(named)?;
            // Another process may have taken this step while we waited for its lock.
            let now: i64 =
                transaction.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(named)?;
            if now > number as i64 {
                continue;
            }
            transaction.execute_batch(step).map_err(named)?;
            transaction.pragma_update(None, "user_version", number as i64 + 1).map_err(named)?;
            transaction.commit().map_err(named)?;
        }
        let reader = Connection::open_with_flags(&file, READ_ONLY).map_err(named)?;
        reader.busy_timeout(BUSY).map_err(named)?;
        Ok(Self {
            writer: Mutex::new(writer),
            reader: Mutex::new(reader),
            file,
            #[cfg(test)]
            folder: None,
        })
    }

    /// A journal of its own for one test.
    #[cfg(test)]
    #[allow(clippy::expect_used)]
    pub(crate) fn throw_away() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let journal = Self::open(folder.path()).expect("a fresh database");
        Self { folder: Some(folder), ..journal }
    }

    /// The database's file, for messages and backups.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Runs `work` in one transaction: all of it is on disk when this returns, or none.
    pub(crate) fn write<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, JournalError> {
        let mut connection = lock(&self.writer);
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let done = transaction.and_then(|transaction| {
            let result = work(&transaction)?;
            transaction.commit()?;
            Ok(result)
        });
        done.map_err(|source| self.failed(source))
    }

    /// Runs `work` on the reading connection.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, JournalError> {
        work(&lock(&self.reader)).map_err(|source| self.failed(source))
    }

    /// Runs `work` on a connection of its own: what reads months of rows must not hold up those who look up one.
    pub(crate) fn survey<T>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, JournalError> {
        let connection = Connection::open_with_flags(&self.file, READ_ONLY);
        let done = connection.and_then(|connection| {
            connection.busy_timeout(BUSY)?;
            work(&connection)
        });
        done.map_err(|source| self.failed(source))
    }

    fn failed(&self, source: rusqlite::Error) -> JournalError {
        JournalError::Database { file: self.file.clone(), source }
    }
}

/// A panic while the lock was held left no half-done transaction: dropping one rolls it back.
fn lock(connection: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    connection.lock().unwrap_or_else(PoisonError::into_inner)
}

fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", "on")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn opening_twice_takes_every_step_once() {
        let data = tempfile::tempdir().unwrap();
        for _ in 0..2 {
            let journal = Journal::open(data.path()).unwrap();
            let version: i64 = journal
                .read(|connection| connection.query_row("PRAGMA user_version", [], |row| row.get(0)))
                .unwrap();
            assert_eq!(version, MIGRATIONS.len() as i64);
        }
    }

    #[test]
    fn a_database_of_a_newer_program_is_refused_and_left_alone() {
        let data = tempfile::tempdir().unwrap();
        drop(Journal::open(data.path()).unwrap());
        let connection = Connection::open(data.path().join(FILE)).unwrap();
        connection.pragma_update(None, "user_version", 999).unwrap();
        drop(connection);
        let refused = Journal::open(data.path()).unwrap_err();
        assert!(matches!(refused, JournalError::Newer { found: 999, .. }), "{refused}");
    }

    #[test]
    fn a_file_that_is_no_database_is_named() {
        let data = tempfile::tempdir().unwrap();
        std::fs::write(data.path().join(FILE), "to nie jest baza".repeat(100)).unwrap();
        let refused = Journal::open(data.path()).unwrap_err();
        assert!(refused.to_string().contains(FILE), "{refused}");
    }

    #[test]
    fn work_that_fails_leaves_no_trace() {
        let data = tempfile::tempdir().unwrap();
        let journal = Journal::open(data.path()).unwrap();
        let failed: Result<(), _> = journal.write(|transaction| {
            transaction.execute_batch("CREATE TABLE slad (x); INSERT INTO slad VALUES (1)")?;
            Err(rusqlite::Error::QueryReturnedNoRows)
        });
        assert!(failed.is_err());
        let tables: i64 = journal
            .read(|connection| {
                connection
                    .query_row("SELECT count(*) FROM sqlite_master WHERE name = 'slad'", [], |row| row.get(0))
            })
            .unwrap();
        assert_eq!(tables, 0);
    }
}
