//! What can keep a Baza Wiedzy from opening.

use std::path::PathBuf;

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
