//! Written down once, however often it is sent: an agent whose connection broke does not know whether the first time
//! arrived, so the console sends the same key again and is given the same answer.

use rusqlite::{OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};

use super::Millis;

/// Keys are remembered for so long; nobody sends the same again after a weekend.
pub(super) const REMEMBERED: Millis = 3 * 24 * 60 * 60 * 1000;

/// Who writes something down, when, and under which key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The name of whoever is signed in.
    pub who: String,
    /// When.
    pub at: Millis,
    /// The key under which sending it again changes nothing.
    pub key: Option<Key>,
}

/// The key under which something is sent, as it is kept: a digest, because nobody says what stands in it. Whoever
/// makes a key of a caller's number leaves no number here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key(String);

impl Key {
    /// The key as it was sent.
    pub fn of(sent: &str) -> Self {
        use std::fmt::Write;
        let mut hex = String::with_capacity(PREFIX.len() + 64);
        hex.push_str(PREFIX);
        for byte in Sha256::digest(sent) {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
        }
        Self(hex)
    }
}

/// What a key begins with that is a digest.
const PREFIX: &str = "sha256:";

/// Makes digests of the keys that an earlier program kept as they were sent.
pub(super) fn hash_earlier_keys(journal: &rusqlite::Connection) -> rusqlite::Result<()> {
    let mut plain = journal.prepare("SELECT DISTINCT key FROM once WHERE key NOT LIKE 'sha256:%'")?;
    let plain: Vec<String> = plain.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    for sent in plain {
        journal.execute("UPDATE once SET key = ?2 WHERE key = ?1", params![sent, Key::of(&sent).0])?;
    }
    Ok(())
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It is on disk under this number.
    New(i64),
    /// It was already, under this number.
    Before(i64),
    /// Something else was sent under the same key; this was not written.
    OtherContent,
}

/// Runs `insert` unless the key was used before. `content` is everything that is stored, for comparison.
pub(super) fn once(
    transaction: &Transaction<'_>,
    kind: &'static str,
    stamp: &Stamp,
    content: &impl std::fmt::Debug,
    insert: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<usize>,
) -> rusqlite::Result<Written> {
    let Some(key) = &stamp.key else {
        insert(transaction)?;
        return Ok(Written::New(transaction.last_insert_rowid()));
    };
    let digest: [u8; 32] = Sha256::digest(format!("{content:?}")).into();
    let before: Option<(i64, [u8; 32])> = transaction
        .prepare_cached("SELECT row, digest FROM once WHERE who = ?1 AND kind = ?2 AND key = ?3")?
        .query_row(params![stamp.who, kind, key.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match before {
        Some((row, same)) if same == digest => Ok(Written::Before(row)),
        Some(_) => Ok(Written::OtherContent),
        None => {
            insert(transaction)?;
            let row = transaction.last_insert_rowid();
            transaction.execute(
                "INSERT INTO once (who, kind, key, row, digest, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![stamp.who, kind, key.0, row, digest, stamp.at],
            )?;
            Ok(Written::New(row))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::journal::Journal;

    #[test]
    fn a_key_is_kept_as_a_digest_and_earlier_ones_become_digests_when_the_journal_is_opened() {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::open(folder.path()).unwrap();
        journal
            .write(|transaction| {
                transaction.execute(
                    "INSERT INTO once (who, kind, key, row, digest, at) VALUES ('Anna', 'calls', '44051401359', 1, x'00', 1)",
                    [],
                )
            })
            .unwrap();
        drop(journal);
        let journal = Journal::open(folder.path()).unwrap();
        let keys = |key: &str| {
            let key = key.to_owned();
            journal.write(move |transaction| {
                transaction
                    .query_row("SELECT count(*) FROM once WHERE key = ?1", [key], |row| row.get::<_, i64>(0))
            })
        };
        assert_eq!(keys("44051401359").unwrap(), 0, "no number is left");
        assert_eq!(keys(&Key::of("44051401359").0).unwrap(), 1, "and what was sent under it is still known");
    }
}
