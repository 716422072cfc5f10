//! Opening the database, or founding one where there never was any.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use super::ground::Ground;
use super::marker::{Marker, Markers};
use super::private;
use super::turn::Seat;
use crate::journal::register::once;
use crate::journal::{Condition, FILE, Journal, JournalError, NoRandomness, PATIENCE, READ_ONLY, Secret};

/// Forward-only steps; the number of those done stands in `user_version`. Append, never edit.
pub(in crate::journal) const MIGRATIONS: &[&str] = &[
    include_str!("../migrations/0001_revisions.sql"),
    include_str!("../migrations/0002_access.sql"),
    include_str!("../migrations/0003_calls.sql"),
    include_str!("../migrations/0004_questions.sql"),
    INSTALLATION,
    include_str!("../migrations/0006_approvals.sql"),
    include_str!("../migrations/0007_gaps.sql"),
];

/// From this step on a database says which installation it belongs to, and overwrites what it deletes.
const INSTALLATION: &str = include_str!("../migrations/0005_installation.sql");

/// Whether a database at step `done` has taken that step.
fn knows_itself(done: i64) -> bool {
    let done = usize::try_from(done).unwrap_or(0);
    MIGRATIONS.iter().take(done).any(|step| *step == INSTALLATION)
}

/// What there is in a folder of data before anything is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing, and nothing says that there ever was: the first start.
    Nothing,
    /// A database.
    Database,
}

/// Looks, and changes nothing. `witnesses` are further folders in which a marker may lie.
///
/// # Errors
/// [`JournalError::Lost`] if there was a database and it is gone.
pub fn standing(data: &Path, witnesses: &[&Path]) -> Result<Standing, JournalError> {
    look(data, &Markers::of(data, witnesses))
}

fn look(data: &Path, markers: &Markers) -> Result<Standing, JournalError> {
    let file = data.join(FILE);
    let how = match fs::metadata(&file) {
        Ok(meta) if meta.len() > 0 => return Ok(Standing::Database),
        Ok(_) => "jej plik jest pusty",
        Err(_) if data.is_dir() => "jej pliku nie ma",
        Err(_) => "nie ma całego folderu",
    };
    let log = data.join(format!("{FILE}-wal"));
    // A log without its database: somebody took the one away and left the other.
    let orphan = fs::metadata(&log).is_ok_and(|meta| meta.len() > 0).then_some(log);
    match markers.any().map(|(file, _)| file).or(orphan) {
        Some(witness) => Err(JournalError::Lost { data: data.to_owned(), witness, how }),
        None => Ok(Standing::Nothing),
    }
}

impl Journal {
    /// Opens the database below `data`, bringing its tables up to date where needed. Where there is none, and nothing
    /// says that there ever was, it is founded.
    ///
    /// # Errors
    /// [`JournalError::Lost`] and [`JournalError::Exchanged`] if it is not the database that belongs here,
    /// [`JournalError::Folder`] if `data` cannot be made, [`JournalError::Newer`] if a newer program wrote it; the
    /// others if it is no database or the disk refuses.
    pub fn open(data: &Path) -> Result<Self, JournalError> {
        Self::open_with(data, &[])
    }

    /// The same with further folders in which a marker of the installation lies.
    ///
    /// # Errors
    /// As [`Journal::open`].
    pub fn open_with(data: &Path, witnesses: &[&Path]) -> Result<Self, JournalError> {
        let markers = Markers::of(data, witnesses);
        look(data, &markers)?;
        open(data, markers)
    }

    /// Begins anew with what is there now: markers of an earlier installation are forgotten, a database that lies there
    /// is taken for the right one, and where there is none one is founded.
    ///
    /// # Errors
    /// As [`Journal::open`], except that nothing counts as lost or exchanged.
    pub fn anew(data: &Path, witnesses: &[&Path]) -> Result<Self, JournalError> {
        let markers = Markers::of(data, witnesses);
        markers.forget();
        if fs::metadata(data.join(FILE)).map_or(true, |meta| meta.len() == 0) {
            // Left by the database that is gone; a new one must not read them.
            for end in ["-wal", "-shm"] {
                let left = data.join(format!("{FILE}{end}"));
                let _ = fs::rename(&left, data.join(format!("{FILE}{end}.po-utracie")));
            }
        }
        open(data, markers)
    }
}

fn open(data: &Path, markers: Markers) -> Result<Journal, JournalError> {
    let folder =
        |source: std::io::Error| JournalError::Folder { data: data.to_owned(), source: Arc::new(source) };
    private::make_folder(data).map_err(folder)?;
    let file = data.join(FILE);
    private::make_file(&file).map_err(folder)?;
    let wide = private::secure(data);
    if wide > 0 {
        tracing::warn!(
            data = %data.display(), files = wide,
            "others could look into the data; folders are 0700 and files 0600 again"
        );
    }
    let named = |source| JournalError::of(file.clone(), source);
    // A log that is left means that the last process died: what it left must fit the database.
    let died = fs::metadata(data.join(format!("{FILE}-wal"))).is_ok_and(|meta| meta.len() > 0);
    let mut writer = Connection::open(&file).map_err(named)?;
    prepare(&writer).map_err(named)?;
    if died {
        let said: String = writer.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(named)?;
        if said != "ok" {
            let source = Arc::new(rusqlite::Error::InvalidParameterName(said));
            return Err(JournalError::Damaged { file, source });
        }
    }
    let before = version(&writer).map_err(named)?;
    if before == 0
        && let Some((witness, _)) = markers.any()
    {
        let how = "baza, która tam leży, jest pusta";
        return Err(JournalError::Lost { data: data.to_owned(), witness, how });
    }
    migrate(&mut writer, &file)?;
    let seal = once::Seal::of(data).map_err(folder)?;
    seal.take_over(&writer).map_err(named)?;
    let marker = belongs(&writer, before, &file, data, &markers)?;
    if before > 0 && !knows_itself(before) {
        // What was deleted before deleting meant overwriting.
        writer.execute_batch("VACUUM").map_err(named)?;
        writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).map_err(named)?;
    }
    let reader = Connection::open_with_flags(&file, READ_ONLY).map_err(named)?;
    reader.busy_timeout(PATIENCE).map_err(named)?;
    // The reader has the log open from its first question on.
    version(&reader).map_err(named)?;
    let ground = Ground::of(&file).map_err(folder)?;
    markers.write(&marker);
    Ok(Journal {
        writer: Seat::new(writer),
        reader: Seat::new(reader),
        ground,
        seal,
        lock: OnceLock::new(),
        condition: Mutex::new(Condition::default()),
        id: marker.id,
        markers,
        file,
        #[cfg(test)]
        folder: None,
    })
}

fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

fn migrate(writer: &mut Connection, file: &Path) -> Result<(), JournalError> {
    let named = |source| JournalError::of(file.to_owned(), source);
    let done = version(writer).map_err(named)?;
    let known = MIGRATIONS.len() as i64;
    if done > known {
        return Err(JournalError::Newer { file: file.to_owned(), found: done, known });
    }
    for (number, step) in MIGRATIONS.iter().enumerate().skip(usize::try_from(done).unwrap_or(0)) {
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate).map_err(named)?;
        // Another process may have taken this step while we waited for its lock.
        if version(&transaction).map_err(named)? > number as i64 {
            continue;
        }
        transaction.execute_batch(step).map_err(named)?;
        transaction.pragma_update(None, "user_version", number as i64 + 1).map_err(named)?;
        transaction.commit().map_err(named)?;
    }
    Ok(())
}

/// Whether this database belongs here, by its own word and that of the markers; gives what both say from now on.
fn belongs(
    writer: &Connection,
    before: i64,
    file: &Path,
    data: &Path,
    markers: &Markers,
) -> Result<Marker, JournalError> {
    let named = |source| JournalError::of(file.to_owned(), source);
    let told: Option<Marker> = writer
        .query_row("SELECT id, guarded FROM installation", [], |row| {
            Ok(markers.saying(row.get(0)?, row.get(1)?))
        })
        .optional()
        .map_err(named)?;
    let near = markers.near();
    if let Some(told) = &told
        && let Some((witness, _)) = near.iter().find(|(_, marker)| marker.id != told.id)
    {
        return Err(JournalError::Exchanged { file: file.to_owned(), witness: witness.clone() });
    }
    // A backup from before databases knew to whom they belong is taken in; a newer one that does not say was emptied.
    if told.is_none()
        && knows_itself(before)
        && let Some((witness, _)) = markers.any()
    {
        let how = "z bazy, która tam leży, usunięto to, co mówi, czyja jest";
        return Err(JournalError::Lost { data: data.to_owned(), witness, how });
    }
    let had_tokens: bool = writer
        .query_row(
            "SELECT EXISTS (SELECT 1 FROM tokens)
             OR EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'tokens' AND seq > 0)",
            [],
            |row| row.get(0),
        )
        .map_err(named)?;
    let id = match (&told, near.first()) {
        (Some(told), _) => told.id.clone(),
        (None, Some((_, marker))) if !marker.id.is_empty() => marker.id.clone(),
        (None, _) => fresh().map_err(|error| JournalError::NoRandomness(error.to_string()))?,
    };
    let guarded = had_tokens
        || told.as_ref().is_some_and(|told| told.guarded)
        || near.iter().any(|(_, near)| near.guarded);
    let marker = markers.saying(id, guarded);
    if told.as_ref() != Some(&marker) {
        if told.is_some_and(|told| !told.guarded) {
            tracing::warn!(
                "there were tokens once that this database does not know; nobody enters without one"
            );
        }
        writer
            .execute(
                "INSERT INTO installation (one, id, guarded) VALUES (1, ?1, ?2)
                 ON CONFLICT (one) DO UPDATE SET id = ?1, guarded = ?2",
                rusqlite::params![marker.id, marker.guarded],
            )
            .map_err(named)?;
    }
    Ok(marker)
}

/// A name that no other installation has.
fn fresh() -> Result<String, NoRandomness> {
    Ok(Secret::draw()?.reveal().chars().skip(4).take(26).collect())
}

fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", "on")?;
    // What is deleted is overwritten: it is often about people.
    connection.pragma_update(None, "secure_delete", "on")?;
    // The database's own file changes when we say so, and never else: that is how a foreign hand is noticed.
    connection.pragma_update(None, "wal_autocheckpoint", 0)
}
