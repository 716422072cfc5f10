//! What can keep a Baza Wiedzy from opening.

use std::path::PathBuf;

use super::readiness::Trouble;
use crate::journal::JournalError;
use crate::search::EngineError;

/// A failure of the library as a whole; a single broken file is a problem in the report, never this.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LibraryError {
    /// The folder of articles cannot be read.
    #[error("nie można odczytać folderu artykułów {}: {source} (sprawdź ścieżkę --kb i prawa odczytu)", kb.display())]
    Kb {
        /// The folder.
        kb: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The folder of articles is empty, and was not.
    #[error(
        "folder artykułów {} jest pusty, a znanych artykułów jest {known}; niczego nie usunięto (zamontuj właściwy dysk albo wskaż folder opcją --kb; jeśli Baza Wiedzy naprawdę ma być pusta, dodaj --begin-empty)",
        kb.display()
    )]
    Emptied {
        /// The folder.
        kb: PathBuf,
        /// How many articles the index, the last good versions and the revisions know.
        known: usize,
    },
    /// A dictionary cannot be written.
    #[error("nie można zapisać {}: {source} (sprawdź wolne miejsce i prawa zapisu; poprzednia treść została)", file.display())]
    Write {
        /// Its file.
        file: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Nothing can be written now.
    #[error(transparent)]
    Unwritable(#[from] Trouble),
    /// The index folder cannot be written.
    #[error("nie można zapisać folderu indeksu {}: {source} (sprawdź wolne miejsce i prawa zapisu)", index.display())]
    Index {
        /// The folder.
        index: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The index refused.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The journal refused.
    #[error(transparent)]
    Journal(#[from] JournalError),
}
