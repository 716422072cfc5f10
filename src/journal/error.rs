//! What can keep the journal from reading or writing.

use std::path::PathBuf;
use std::sync::Arc;

use super::versions::UnknownKind;

/// A failure of the database as a whole.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum JournalError {
    /// The folder cannot be made.
    #[error("nie można utworzyć folderu danych {}: {source} (sprawdź --data i prawa zapisu)", data.display())]
    Folder {
        /// The folder.
        data: PathBuf,
        /// What the system said.
        source: Arc<std::io::Error>,
    },
    /// There was a database here, and it is not there any more.
    #[error(
        "w folderze {} była baza tej instalacji (mówi o niej {}), a teraz {how}; przywróć folder albo kopię zapasową bazy; jeśli jej utrata jest zamierzona i wszystko ma zacząć się od nowa, wpisz: drogowskaz init --anew",
        data.display(), witness.display()
    )]
    Lost {
        /// The folder.
        data: PathBuf,
        /// The file that says so.
        witness: PathBuf,
        /// What stands there instead.
        how: &'static str,
    },
    /// The database belongs to another installation than its folder.
    #[error(
        "baza {} nie jest bazą tej instalacji (inny znak niż w {}); przywróć właściwą; jeśli ma służyć ta, która tam leży, wpisz: drogowskaz init --anew",
        file.display(), witness.display()
    )]
    Exchanged {
        /// The database.
        file: PathBuf,
        /// The file that says so.
        witness: PathBuf,
    },
    /// A newer program wrote the database.
    #[error(
        "bazę {} zapisała nowsza wersja programu (krok {found}, ten program zna {known}); uruchom nowszą wersję albo przywróć kopię z czasu tej",
        file.display()
    )]
    Newer {
        /// The database.
        file: PathBuf,
        /// Its step.
        found: i64,
        /// The last step this program knows.
        known: i64,
    },
    /// Another program holds it locked, or too many wait for it.
    #[error("baza {} jest zajęta przez inny program; niczego nie zapisano, spróbuj za chwilę", file.display())]
    Locked {
        /// The database.
        file: PathBuf,
    },
    /// What stands at its path is not what is open: what is written now would be lost.
    #[error("{what}")]
    Gone {
        /// What happened and what to do.
        what: String,
    },
    /// The disk takes no more.
    #[error("na dysku z bazą {} nie ma miejsca; zwolnij je, a zapis ruszy sam", file.display())]
    Full {
        /// The database.
        file: PathBuf,
    },
    /// The disk refuses, or lets nobody write.
    #[error("dysk nie przyjmuje zapisu do bazy {}: {source}; sprawdź dysk i prawa zapisu", file.display())]
    Disk {
        /// The database.
        file: PathBuf,
        /// What SQLite said.
        source: Arc<rusqlite::Error>,
    },
    /// What the database holds cannot be read.
    #[error("baza {} jest uszkodzona: {source}; zatrzymaj serwer i przywróć kopię zapasową", file.display())]
    Damaged {
        /// The database.
        file: PathBuf,
        /// What SQLite said.
        source: Arc<rusqlite::Error>,
    },
    /// A row says that something was done which this program does not know.
    #[error(
        "baza {}: wiersz {seq} tabeli {table} mówi o zmianie „{kind}”, której ten program nie zna; uruchom wersję programu, która ją zapisała, albo przywróć kopię bazy z czasu tej",
        file.display()
    )]
    UnknownKind {
        /// The database.
        file: PathBuf,
        /// The table.
        table: &'static str,
        /// Number of the row.
        seq: i64,
        /// What it says.
        kind: String,
    },
    /// The database refused.
    #[error("baza {}: {source} (sprawdź wolne miejsce i prawa zapisu; uszkodzoną bazę przywróć z kopii)", file.display())]
    Database {
        /// The database.
        file: PathBuf,
        /// What SQLite said.
        source: Arc<rusqlite::Error>,
    },
    /// The system gives no random numbers.
    #[error("{0}")]
    NoRandomness(String),
}

impl JournalError {
    /// What SQLite said about `file`, by what it means to those who use it.
    pub(super) fn of(file: PathBuf, source: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{
            CannotOpen, DatabaseBusy, DatabaseCorrupt, DatabaseLocked, DiskFull, NotADatabase,
            PermissionDenied, ReadOnly, SystemIoFailure,
        };
        if let rusqlite::Error::FromSqlConversionFailure(_, _, cause) = &source
            && let Some(UnknownKind { table, seq, kind }) = cause.downcast_ref()
        {
            return Self::UnknownKind { file, table, seq: *seq, kind: kind.clone() };
        }
        let code = source.sqlite_error_code();
        let source = Arc::new(source);
        match code {
            Some(DatabaseBusy | DatabaseLocked) => Self::Locked { file },
            Some(DiskFull) => Self::Full { file },
            Some(SystemIoFailure | ReadOnly | CannotOpen | PermissionDenied) => Self::Disk { file, source },
            Some(DatabaseCorrupt | NotADatabase) => Self::Damaged { file, source },
            _ => Self::Database { file, source },
        }
    }

    /// Whether it passes by itself, or once somebody put things right, and trying again makes sense.
    pub fn passes(&self) -> bool {
        matches!(self, Self::Locked { .. } | Self::Gone { .. } | Self::Full { .. } | Self::Disk { .. })
    }

    /// Whether the database as a whole is at fault, and not what was asked of it.
    pub(super) fn is_trouble(&self) -> bool {
        !matches!(self, Self::Database { .. } | Self::UnknownKind { .. })
    }
}
