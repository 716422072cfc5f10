//! What becomes of a request whose journal fails it: never a fault of the program where the database, the disk or
//! another program is the cause, and always with what to do.

use super::{Problem, ProblemKind};
use crate::journal::JournalError;

impl From<JournalError> for Problem {
    fn from(error: JournalError) -> Self {
        match error {
            JournalError::Locked { .. } => Self::new(ProblemKind::JournalBusy),
            JournalError::Full { .. } => Self::new(ProblemKind::DiskFull),
            JournalError::Gone { .. } | JournalError::Disk { .. } | JournalError::Damaged { .. } => {
                Self::saying(ProblemKind::JournalUnavailable, format!("Niczego nie zapisano: {error}."))
            }
            other => Self::internal(&other),
        }
    }
}
