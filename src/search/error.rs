//! What can go wrong with an index, as its callers can act upon it.

use std::path::PathBuf;

/// A failure of the index. Questions never fail: any text is a valid query.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError {
    /// There is no index, or it cannot be used as it is; a rebuild from kb/ mends it.
    #[error("{reason}")]
    Unusable {
        /// Why, in Polish, for the operator.
        reason: String,
    },
    /// The disk refused: full, read-only or failing. Nothing acknowledged is lost.
    #[error("nie można zapisać indeksu w {}: {source} (sprawdź wolne miejsce i prawa zapisu)", dir.display())]
    Disk {
        /// The index folder.
        dir: PathBuf,
        /// What the system said.
        source: tantivy::TantivyError,
    },
}
