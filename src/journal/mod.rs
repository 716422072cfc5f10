//! Beside the index, what cannot be rebuilt: revisions of articles, tokens, the audit trail, calls and submissions.
//!
//! The only module that names rusqlite. One file, `data/dziennik.sqlite`, in WAL mode with full synchronisation: what
//! a function here acknowledged survives the power going out, and lies in the file that stands at that path
//! (`base::ground`). Steps of `migrations` go forward only and are counted in `user_version`; a database that a newer
//! program wrote is refused, not guessed at, and one that is missing where one was is an error (`base::marker`). Each table
//! has a file of its own with the questions asked of it, and a period for which its rows are kept ([`retention`]).
//! Everything here blocks, for some seconds at most; callers are on threads that may.
//!
//! Times are milliseconds since 1970 in UTC ([`Millis`]); they come from the caller, who has the clock.

pub mod banners;
pub mod base;
mod error;
pub mod people;
pub mod register;
pub mod reports;
pub mod retention;
pub mod versions;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use base::ground::Ground;
use base::lock::FolderLock;
use base::marker::Markers;
pub use base::opening::{Standing, standing};
use base::turn::Seat;
pub use error::JournalError;
pub use people::person::Person;
pub use people::role::{Actor, Role, UnknownRole};
pub use people::secret::{NoRandomness, Secret};

/// Milliseconds since 1970, UTC.
pub type Millis = i64;

/// The database below `data/`.
const FILE: &str = "dziennik.sqlite";

/// How long a write waits for its turn, and then for another process (a `token create` beside a running server).
const PATIENCE: Duration = Duration::from_millis(2_500);

/// The same once another program was found to hold the database: somebody looks whether it still does, nobody waits.
const GLANCE: Duration = Duration::from_millis(100);

/// After so long without a write, being asked how the journal is means trying one.
const UNTRIED: Duration = Duration::from_secs(10);

/// In trouble it is tried again no more often than this.
const RETRY: Duration = Duration::from_millis(500);

/// From this size on, in bytes, the log is brought into the database and cut off.
const LOG: u64 = 4 << 20;

/// Readers that are at it may keep the log from being cut off; then it is left alone for so long.
const LOG_REST: Duration = Duration::from_secs(5);

/// Each connection is used by one thread at a time.
const READ_ONLY: OpenFlags = OpenFlags::SQLITE_OPEN_READ_ONLY.union(OpenFlags::SQLITE_OPEN_NO_MUTEX);

/// The open database.
///
/// Writes go one after another through one connection; reads have another, and in WAL mode neither waits for the
/// other.
pub struct Journal {
    file: PathBuf,
    markers: Markers,
    /// The installation whose database this is.
    id: String,
    reader: Seat<Connection>,
    /// After the reader, so that it is closed last: only who may write brings the log in and removes it.
    writer: Seat<Connection>,
    ground: Ground,
    seal: register::once::Seal,
    /// The right to the folder, where a server holds it.
    lock: OnceLock<FolderLock>,
    condition: Mutex<Condition>,
    /// The folder of a journal for one test, removed with it.
    #[cfg(test)]
    #[allow(dead_code)]
    folder: Option<tempfile::TempDir>,
}

/// How writing went last.
#[derive(Default)]
struct Condition {
    /// What kept the last write from being made.
    trouble: Option<JournalError>,
    /// When something was last tried.
    tried: Option<Instant>,
    /// When the log was last cut off, or could not be.
    cut: Option<Instant>,
    /// Whether what was acknowledged has been brought into the database after the files beside it went.
    rescued: bool,
}

impl std::fmt::Debug for Journal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Journal").field("file", &self.file).finish_non_exhaustive()
    }
}

impl Journal {
    /// A journal of its own for one test.
    #[cfg(test)]
    #[allow(clippy::expect_used)]
    pub(crate) fn throw_away() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let journal = Self::open(&folder.path().join("data")).expect("a fresh database");
        Self { folder: Some(folder), ..journal }
    }

    /// The database's file, for messages and backups.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// From now on writes need this lock of the folder, too: a second server must not have taken it.
    pub fn hold(&self, lock: FolderLock) {
        // A server holds one folder.
        let _ = self.lock.set(lock);
    }

    /// The lock of the folder, if a server holds it.
    pub fn lock(&self) -> Option<&FolderLock> {
        self.lock.get()
    }

    /// Puts back what tells this installation from a new one, where somebody removed it while the database stands: the
    /// markers (`index/` may be deleted at any moment, and the witness in it with it) and the lock of the folder. Some
    /// system calls, where nothing is missing.
    pub fn bear_witness(&self) {
        if self.on_ground().is_err() || !self.markers.is_missing() {
            return;
        }
        let guarded = self.read(|connection| {
            connection.query_row("SELECT guarded FROM installation", [], |row| row.get(0))
        });
        // Where even that cannot be read: a marker that says too much locks nobody out of a database that says less.
        let marker = self.markers.saying(self.id.clone(), guarded.unwrap_or(true));
        self.markers.complete(&marker);
    }

    /// Whether the journal can be written, which is tried where nobody has tried for a while: what stands at its path
    /// is what is open, the disk takes more, nobody else holds it.
    ///
    /// # Errors
    /// [`JournalError`] says what is wrong and what to do. It passes by itself once its cause has.
    pub fn health(&self) -> Result<(), JournalError> {
        self.stands()?;
        let (due, known) = {
            let condition = self.condition();
            // What stands there is right again.
            let returned = matches!(condition.trouble, Some(JournalError::Gone { .. }));
            let pause = if condition.trouble.is_some() { RETRY } else { UNTRIED };
            let due = returned || condition.tried.is_none_or(|tried| tried.elapsed() >= pause);
            (due, condition.trouble.clone())
        };
        if due {
            return self.probe();
        }
        known.map_or(Ok(()), Err)
    }

    /// Whether a write that is about to be made would be taken: for those who touch a file before they record it. What
    /// kept the last one from being made is looked at again.
    ///
    /// # Errors
    /// As [`Journal::health`].
    pub fn takes_writes(&self) -> Result<(), JournalError> {
        self.stands()?;
        if self.condition().trouble.is_some() { self.probe() } else { Ok(()) }
    }

    fn probe(&self) -> Result<(), JournalError> {
        self.write(|transaction| {
            transaction.execute("UPDATE installation SET pulse = pulse + 1", []).map(drop)
        })
    }

    /// Whether what stands at the journal's path is what is open, without writing anything.
    ///
    /// # Errors
    /// [`JournalError::Gone`].
    pub fn stands(&self) -> Result<(), JournalError> {
        self.on_ground().inspect_err(|error| self.note(Some(error)))
    }

    /// Runs `work` in one transaction: all of it is on disk when this returns, or none.
    pub(crate) fn write<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, JournalError> {
        let done = self.try_write(work);
        match &done {
            Ok(_) => self.note(None),
            Err(error) if error.is_trouble() => self.note(Some(error)),
            Err(_) => {}
        }
        done
    }

    fn try_write<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, JournalError> {
        self.on_ground()?;
        let is_locked = || matches!(self.condition().trouble, Some(JournalError::Locked { .. }));
        let Some(mut connection) = self.writer.turn(PATIENCE, is_locked) else {
            return Err(JournalError::Locked { file: self.file.clone() });
        };
        let patience = if is_locked() { GLANCE } else { PATIENCE };
        let done = connection.busy_timeout(patience).and_then(|()| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let result = work(&transaction)?;
            transaction.commit()?;
            Ok(result)
        });
        let done = done.map_err(|source| self.failed(source))?;
        // Between the first look and the commit somebody may have taken the file away: what went into one that no path
        // leads to is not acknowledged.
        let stands = self.ground.check().is_ok();
        if stands {
            self.cut_when_large(&connection);
        }
        drop(connection);
        if !stands {
            self.on_ground()?;
        }
        Ok(done)
    }

    /// Runs `work` on the reading connection.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, JournalError> {
        // A database that is elsewhere can still be read; one that was written over holds neither old nor new.
        if let Err(shift) = self.ground.check()
            && shift.spoilt
        {
            return Err(JournalError::Gone { what: shift.what });
        }
        let Some(connection) = self.reader.turn(PATIENCE, || false) else {
            return Err(JournalError::Locked { file: self.file.clone() });
        };
        work(&connection).map_err(|source| self.failed(source))
    }

    /// Runs `work` on a connection of its own: what reads months of rows must not hold up those who look up one.
    pub(crate) fn survey<T>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, JournalError> {
        // Opened by its path: it must be the one that is open.
        self.on_ground()?;
        let connection = Connection::open_with_flags(&self.file, READ_ONLY);
        let done = connection.and_then(|connection| {
            connection.busy_timeout(PATIENCE)?;
            work(&connection)
        });
        done.map_err(|source| self.failed(source))
    }

    /// Brings the log into the database and cuts it off: what was deleted is then in neither.
    ///
    /// # Errors
    /// [`JournalError::Locked`] while somebody reads what stands in the log alone.
    pub(crate) fn cut_log(&self) -> Result<(), JournalError> {
        self.on_ground()?;
        let locked = || JournalError::Locked { file: self.file.clone() };
        let connection = self.writer.turn(PATIENCE, || false).ok_or_else(locked)?;
        let done = self.cut(&connection).map_err(|source| self.failed(source))?;
        if done { Ok(()) } else { Err(locked()) }
    }

    /// The same when the log has grown large, unless it could not be done a moment ago.
    fn cut_when_large(&self, connection: &Connection) {
        let size = self.ground.log_size();
        let tried = self.condition().cut;
        if size < LOG || (size < 16 * LOG && tried.is_some_and(|cut| cut.elapsed() < LOG_REST)) {
            return;
        }
        self.condition().cut = Some(Instant::now());
        match self.cut(connection) {
            Ok(true) => {}
            Ok(false) => tracing::debug!("the log of the database is being read and is cut off later"),
            Err(error) => tracing::warn!(%error, "the log of the database cannot be cut off"),
        }
    }

    fn cut(&self, connection: &Connection) -> rusqlite::Result<bool> {
        connection.busy_timeout(GLANCE)?;
        checkpoint(connection, &self.ground, "TRUNCATE")
    }

    /// Whether what stands at the path is what is open, and the folder is ours.
    fn on_ground(&self) -> Result<(), JournalError> {
        if let Err(shift) = self.ground.check() {
            if shift.rescue {
                self.rescue();
            }
            return Err(JournalError::Gone { what: shift.what });
        }
        if let Some(lock) = self.lock.get()
            && let Err(error) = lock.keep()
        {
            return Err(JournalError::Gone {
                what: format!("{error}; zatrzymaj jeden z serwerów, a potem uruchom drugi ponownie"),
            });
        }
        Ok(())
    }

    /// The log was removed under us and is still open here: what was acknowledged goes into the database while it can.
    fn rescue(&self) {
        if std::mem::replace(&mut self.condition().rescued, true) {
            return;
        }
        let Some(connection) = self.writer.turn(PATIENCE, || false) else { return };
        match checkpoint(&connection, &self.ground, "PASSIVE") {
            Ok(_) => tracing::warn!(
                "files beside the database were removed; what was acknowledged is in the database"
            ),
            Err(error) => {
                tracing::error!(%error, "files beside the database were removed, and its last writes may be lost")
            }
        }
    }

    /// Notes how writing goes, and logs when that changes.
    fn note(&self, trouble: Option<&JournalError>) {
        let mut condition = self.condition();
        condition.tried = Some(Instant::now());
        match (&condition.trouble, trouble) {
            (None, None) => return,
            (Some(_), None) => tracing::info!("the journal takes writes again"),
            (Some(before), Some(now)) if before.to_string() == now.to_string() => return,
            (_, Some(now)) => tracing::error!(error = %now, "the journal takes no writes"),
        }
        condition.trouble = trouble.cloned();
        drop(condition);
        self.writer.wake();
    }

    fn condition(&self) -> std::sync::MutexGuard<'_, Condition> {
        self.condition.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn failed(&self, source: rusqlite::Error) -> JournalError {
        JournalError::of(self.file.clone(), source)
    }
}

/// Brings the log into the database's file, which changes nowhere else; never into one that somebody wrote over. Says
/// whether all of it was.
fn checkpoint(connection: &Connection, ground: &Ground, how: &str) -> rusqlite::Result<bool> {
    let work = || {
        let busy: i64 =
            connection.query_row(&format!("PRAGMA wal_checkpoint({how})"), [], |row| row.get(0))?;
        Ok(busy == 0)
    };
    ground.changing(work).unwrap_or(Ok(false))
}

#[cfg(test)]
mod tests;
