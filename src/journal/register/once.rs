//! Written down once, however often it is sent: an agent whose connection broke does not know whether the first time
//! arrived, so the console sends the same key again and is given the same answer.

use std::borrow::Cow;
use std::path::Path;
use std::{fs, io};

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use rusqlite::{OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};

use crate::journal::base::private;
use crate::journal::{Millis, Secret};

/// Keys are remembered for so long; nobody sends the same again after a weekend.
pub(in crate::journal) const REMEMBERED: Millis = 3 * 24 * 60 * 60 * 1000;

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

/// The key under which something is sent. Nobody says what stands in it, so it is sealed before it is kept;
/// this is the digest on the way there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key([u8; 32]);

impl Key {
    /// The key as it was sent.
    pub fn of(sent: &str) -> Self {
        Self(Sha256::digest(sent).into())
    }
}

/// Makes of a key what is kept of it: an HMAC (RFC 2104) under a secret that lies beside the database, in a file of
/// its own. There are so few telephone numbers that whoever has a plain digest of one finds it by trying them all;
/// without the secret there is nothing to try against, and the secret is in no copy of the database.
pub(in crate::journal) struct Seal(Hmac<Sha256>);

/// The secret's file, in `data/`.
const FILE: &str = "once.secret";

impl Seal {
    /// The secret of this installation, drawn where there is none yet. One that was lost costs no more than that what
    /// was sent before is not known again.
    pub(in crate::journal) fn of(data: &Path) -> io::Result<Self> {
        let file = data.join(FILE);
        if let Some(secret) = fs::read_to_string(&file).ok().and_then(|text| Secret::read(&text)) {
            return Ok(Self::under(&secret));
        }
        let secret = Secret::draw().map_err(io::Error::other)?;
        private::write(&file, secret.reveal())?;
        Ok(Self::under(&secret))
    }

    fn under(secret: &Secret) -> Self {
        // A secret shorter than a block of the hash is filled up with zeros (RFC 2104, 2).
        let mut block = [0; 64];
        block[..32].copy_from_slice(&secret.hash());
        Self(Hmac::new(&block.into()))
    }

    fn of_key(&self, key: &Key) -> String {
        let mut mac = self.0.clone();
        mac.update(&key.0);
        PREFIX.to_owned() + &HEXLOWER.encode(&mac.finalize().into_bytes())
    }

    /// Keeps, in the way of today, the keys that earlier programs kept as they were sent or as plain digests.
    pub(in crate::journal) fn take_over(&self, journal: &rusqlite::Connection) -> rusqlite::Result<()> {
        let mut earlier = journal.prepare("SELECT DISTINCT key FROM once WHERE key NOT LIKE 'hmac:%'")?;
        let earlier: Vec<String> =
            earlier.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        for before in earlier {
            let digest = before.strip_prefix("sha256:").and_then(|hex| HEXLOWER.decode(hex.as_bytes()).ok());
            let digest = digest.and_then(|digest| digest.try_into().ok());
            let key = digest.map_or_else(|| Key::of(&before), Key);
            journal.execute("UPDATE once SET key = ?2 WHERE key = ?1", params![before, self.of_key(&key)])?;
        }
        Ok(())
    }
}

/// What a key begins with that is kept in the way of today.
const PREFIX: &str = "hmac:";

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

/// What is written down once.
pub(in crate::journal) trait Record {
    /// Its table.
    const TABLE: &'static str;

    /// Everything that is stored of it, in an order that stays: what is sent again under its key is the same where
    /// these are.
    fn content(&self) -> Vec<Option<Cow<'_, str>>>;
}

/// Told apart from everything else that could be written down: each field with its length, so that no two contents run
/// into the same bytes.
fn digest(record: &impl Record) -> [u8; 32] {
    let mut digest = Sha256::new();
    for field in record.content() {
        match field {
            None => digest.update([0]),
            Some(text) => {
                digest.update([1]);
                digest.update((text.len() as u64).to_be_bytes());
                digest.update(text.as_bytes());
            }
        }
    }
    digest.finalize().into()
}

/// Runs `insert` unless the record's key was used before.
pub(in crate::journal) fn once<R: Record>(
    transaction: &Transaction<'_>,
    seal: &Seal,
    stamp: &Stamp,
    record: &R,
    insert: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<usize>,
) -> rusqlite::Result<Written> {
    let Some(key) = &stamp.key else {
        insert(transaction)?;
        return Ok(Written::New(transaction.last_insert_rowid()));
    };
    let (key, digest) = (seal.of_key(key), digest(record));
    let before: Option<(i64, [u8; 32])> = transaction
        .prepare_cached("SELECT row, digest FROM once WHERE who = ?1 AND kind = ?2 AND key = ?3")?
        .query_row(params![stamp.who, R::TABLE, key], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match before {
        Some((row, same)) if same == digest => Ok(Written::Before(row)),
        Some(_) => Ok(Written::OtherContent),
        None => {
            insert(transaction)?;
            let row = transaction.last_insert_rowid();
            transaction.execute(
                "INSERT INTO once (who, kind, key, row, digest, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![stamp.who, R::TABLE, key, row, digest, stamp.at],
            )?;
            Ok(Written::New(row))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::calls::{NewCall, Outcome};
    use super::*;
    use crate::journal::Journal;

    const PESEL: &str = "44051401359";

    fn keys(journal: &Journal) -> Vec<String> {
        let all = journal.write(|transaction| {
            transaction.prepare("SELECT key FROM once")?.query_map([], |row| row.get(0))?.collect()
        });
        all.unwrap()
    }

    fn call() -> NewCall {
        NewCall {
            call: None,
            article: None,
            question: crate::text::mask("kanapa"),
            category: None,
            outcome: Outcome::Given,
            seconds: 7,
            query_id: None,
        }
    }

    fn stamp() -> Stamp {
        Stamp { who: "Anna".into(), at: 1, key: Some(Key::of(PESEL)) }
    }

    #[test]
    fn of_a_key_nothing_is_kept_that_can_be_tried_without_the_secret_of_the_installation() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let kept = |folder: &tempfile::TempDir| {
            let journal = Journal::open(folder.path()).unwrap();
            journal.record_call(&call(), &stamp()).unwrap();
            keys(&journal)
        };
        let (kept_here, kept_there) = (kept(&one), kept(&other));
        assert_ne!(kept_here, kept_there, "no table of numbers fits two installations");
        assert!(!kept_here[0].contains(PESEL));
        assert_ne!(
            kept_here[0],
            format!("{PREFIX}{}", HEXLOWER.encode(&Key::of(PESEL).0)),
            "nor a plain digest"
        );

        let journal = Journal::open(one.path()).unwrap();
        assert_eq!(
            journal.record_call(&call(), &stamp()).unwrap(),
            Written::Before(1),
            "known after a restart"
        );
    }

    #[test]
    fn a_lost_secret_is_drawn_anew_and_costs_no_more_than_what_was_sent_before() {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::open(folder.path()).unwrap();
        journal.record_call(&call(), &stamp()).unwrap();
        drop(journal);
        for damage in [None, Some("half a sec"), Some("")] {
            let file = folder.path().join(FILE);
            damage.map_or_else(|| fs::remove_file(&file), |text| fs::write(&file, text)).unwrap();
            let journal = Journal::open(folder.path()).unwrap();
            assert!(matches!(journal.record_call(&call(), &stamp()).unwrap(), Written::New(_)), "{damage:?}");
            assert!(
                matches!(journal.record_call(&call(), &stamp()).unwrap(), Written::Before(_)),
                "{damage:?}"
            );
        }
    }

    #[test]
    fn keys_that_earlier_programs_kept_are_taken_over_when_the_journal_is_opened() {
        let plain_digest = format!("sha256:{}", HEXLOWER.encode(&Key::of(PESEL).0));
        for before in [PESEL.to_owned(), plain_digest] {
            let folder = tempfile::tempdir().unwrap();
            let journal = Journal::open(folder.path()).unwrap();
            let insert =
                "INSERT INTO once (who, kind, key, row, digest, at) VALUES ('Anna', 'calls', ?1, 1, ?2, 1)";
            journal
                .write(|transaction| transaction.execute(insert, params![before, digest(&call())]))
                .unwrap();
            drop(journal);
            let journal = Journal::open(folder.path()).unwrap();
            assert!(!keys(&journal).contains(&before), "{before}");
            assert_eq!(
                journal.record_call(&call(), &stamp()).unwrap(),
                Written::Before(1),
                "what was sent under it is still known: {before}"
            );
        }
    }

    #[test]
    fn what_is_stored_tells_records_apart_and_nothing_else_does() {
        let named = |article: Option<&str>, category: Option<&str>| NewCall {
            article: article.map(Into::into),
            category: category.map(Into::into),
            ..call()
        };
        let contents = [
            named(None, None),
            named(Some(""), None),
            named(None, Some("")),
            named(Some("a"), Some("bc")),
            named(Some("ab"), Some("c")),
            NewCall { seconds: 8, ..call() },
            NewCall { outcome: Outcome::Nothing, ..call() },
        ];
        let digests: std::collections::HashSet<_> = contents.iter().map(digest).collect();
        assert_eq!(digests.len(), contents.len());
        assert_eq!(digest(&call()), digest(&call().clone()));
    }
}
