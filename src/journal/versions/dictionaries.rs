//! Every version of a dictionary that went through the product, and which one waits for somebody else's approval.

use rusqlite::{OptionalExtension, Row, params};

use super::known;
use crate::journal::people::accounts::{list, names};
use crate::journal::{Journal, JournalError, Millis};

/// What was done to a dictionary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VersionKind {
    /// A text was written.
    Put,
    /// A waiting text came into use.
    Publish,
    /// A waiting text was thrown away.
    Discard,
    /// The file was changed by hand, or stood before the first change through the product.
    Hand,
}

impl VersionKind {
    const ALL: [Self; 4] = [Self::Put, Self::Publish, Self::Discard, Self::Hand];

    /// As the database and the API spell it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Put => "put",
            Self::Publish => "publish",
            Self::Discard => "discard",
            Self::Hand => "hand",
        }
    }

    fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// One version of a dictionary, without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its number; grows over all dictionaries.
    pub seq: i64,
    /// When.
    pub at: Millis,
    /// Who.
    pub author: String,
    /// What was done.
    pub kind: VersionKind,
    /// Whether the text waits beside the file, which is in use meanwhile.
    pub waits: bool,
    /// Entity tag of the text.
    pub etag: String,
    /// Why, in the author's words; may be empty.
    pub why: String,
    /// Everybody who contributed since the last text that was in use.
    pub authors: Vec<String>,
    /// Tag of the file that a waiting text began from.
    pub base: Option<String>,
    /// Who approved it.
    pub approved: Option<String>,
}

const COLUMNS: &str = "seq, at, author, kind, waits, etag, why, authors, base, approved";

impl Journal {
    /// Records a version of the dictionary `name`; `version.seq` is given out here.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn record_dictionary(
        &self,
        name: &str,
        version: &Version,
        text: &str,
    ) -> Result<Version, JournalError> {
        self.write(|transaction| {
            transaction
                .prepare_cached(
                    "INSERT INTO dictionary_versions
                     (name, at, author, kind, waits, etag, why, text, authors, base, approved)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                )?
                .execute(params![
                    name,
                    version.at,
                    version.author,
                    version.kind.code(),
                    version.waits,
                    version.etag,
                    version.why,
                    text,
                    list(&version.authors),
                    version.base,
                    version.approved
                ])?;
            Ok(Version { seq: transaction.last_insert_rowid(), ..version.clone() })
        })
    }

    /// What was done to a dictionary, newest first.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn dictionary_history(&self, name: &str) -> Result<Vec<Version>, JournalError> {
        self.read(|connection| {
            let sql = format!("SELECT {COLUMNS} FROM dictionary_versions WHERE name = ?1 ORDER BY seq DESC");
            connection.prepare_cached(&sql)?.query_map([name], version)?.collect()
        })
    }

    /// The text of one version.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn dictionary_text(&self, seq: i64) -> Result<Option<String>, JournalError> {
        self.read(|connection| {
            let mut texts =
                connection.prepare_cached("SELECT text FROM dictionary_versions WHERE seq = ?1")?;
            texts.query_row([seq], |row| row.get(0)).optional()
        })
    }
}

fn version(row: &Row<'_>) -> rusqlite::Result<Version> {
    let seq = row.get("seq")?;
    Ok(Version {
        seq,
        at: row.get("at")?,
        author: row.get("author")?,
        kind: known("dictionary_versions", seq, row.get("kind")?, VersionKind::of)?,
        waits: row.get("waits")?,
        etag: row.get("etag")?,
        why: row.get("why")?,
        authors: names(&row.get::<_, String>("authors")?),
        base: row.get("base")?,
        approved: row.get("approved")?,
    })
}
