//! What becomes of a request whose journal fails it: never a fault of the program where the database, the disk or
//! another program is the cause, and always with what to do.

use super::{Kind, Problem};
use crate::journal::JournalError;

impl From<JournalError> for Problem {
    fn from(error: JournalError) -> Self {
        match error {
            JournalError::Locked { .. } => Self::new(Kind::JournalBusy),
            JournalError::Full { .. } => Self::new(Kind::DiskFull),
            JournalError::Gone { .. } | JournalError::Disk { .. } | JournalError::Damaged { .. } => {
                Self::saying(Kind::JournalUnavailable, format!("Niczego nie zapisano: {error}."))
            }
            other => Self::internal(&other),
        }
    }
}
