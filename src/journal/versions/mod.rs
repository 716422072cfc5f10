//! Every version of every article and dictionary, with its author and who approved it.

pub mod dictionaries;
pub(super) mod packing;
pub mod revisions;

/// A row says that something was done which this program does not know. Taken for anything else, it could make a text
/// look approved, or withdrawn, that is not.
#[derive(Debug, Clone, thiserror::Error)]
#[error("wiersz {seq} tabeli {table} mówi o zmianie „{kind}”, której ten program nie zna")]
pub(in crate::journal) struct UnknownKind {
    pub table: &'static str,
    pub seq: i64,
    pub kind: String,
}

/// What the row `seq` of `table` says was done.
fn known<K>(
    table: &'static str,
    seq: i64,
    kind: String,
    of: impl FnOnce(&str) -> Option<K>,
) -> rusqlite::Result<K> {
    of(&kind).ok_or_else(|| {
        let unknown = UnknownKind { table, seq, kind };
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(unknown))
    })
}
