//! What can keep the journal from reading or writing.

use std::path::PathBuf;

/// A failure of the database as a whole.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JournalError {
    /// The folder cannot be made.
    #[error("nie można utworzyć folderu danych {}: {source} (sprawdź --data i prawa zapisu)", data.display())]
    Folder {
        /// The folder.
        data: PathBuf,
        /// What the system said.
        source: std::io::Error,
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
    /// The database refused.
    #[error("baza {}: {source} (sprawdź wolne miejsce i prawa zapisu; uszkodzoną bazę przywróć z kopii)", file.display())]
    Database {
        /// The database.
        file: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
}
