//! Who did what, when, to what. Append-only: triggers of the database refuse to change or remove a row, also to code
//! that comes later.
//!
//! What changes something records itself in the same transaction (`record`), so that there is no change without its
//! line and no line without its change.

use rusqlite::{Row, Transaction, params};

use crate::journal::{Actor, Journal, JournalError, Millis, Role};

/// Declares the actions once: variant, code, words.
macro_rules! actions {
    ($($(#[doc = $doc:literal])* $name:ident = $code:literal, $words:literal;)*) => {
        /// What was done.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Action {
            $($(#[doc = $doc])* $name,)*
        }

        impl Action {
            /// Every action.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// As the database and exports spell it; never renamed.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// As people read it.
            pub fn words(self) -> &'static str {
                match self { $(Self::$name => $words,)* }
            }
        }
    };
}

actions! {
    /// A token was made.
    TokenCreate = "token.create", "utworzenie tokenu";
    /// A token and its sessions were ended.
    TokenRevoke = "token.revoke", "unieważnienie tokenu";
    /// A browser signed in.
    SignIn = "session.begin", "zalogowanie";
    /// A browser signed out.
    SignOut = "session.end", "wylogowanie";
    /// Somebody came with a token that opens nothing.
    SignInFailed = "session.refused", "nieudane logowanie";
    /// An article was written.
    ArticlePut = "article.put", "zapis artykułu";
    /// A version of an article went live.
    ArticlePublish = "article.publish", "publikacja artykułu";
    /// An article was taken out of use.
    ArticleArchive = "article.archive", "archiwizacja artykułu";
    /// An article came back, or an earlier version of it.
    ArticleRestore = "article.restore", "przywrócenie artykułu";
    /// The next version of an article was thrown away.
    ArticleDiscard = "article.discard", "odrzucenie wersji artykułu";
    /// A dictionary was written.
    DictionaryPut = "dictionary.put", "zapis słownika";
    /// A waiting text of a dictionary came into use.
    DictionaryPublish = "dictionary.publish", "zatwierdzenie słownika";
    /// A waiting text of a dictionary was thrown away.
    DictionaryDiscard = "dictionary.discard", "odrzucenie wersji słownika";
    /// A banner for all consoles was put up.
    EventBegin = "event.begin", "ogłoszenie komunikatu";
    /// A banner was taken down.
    EventEnd = "event.end", "zakończenie komunikatu";
}

/// Who did it, and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct By {
    /// The name on the token or of the person.
    pub name: String,
    /// Their role; none on the command line, or where nobody was signed in.
    pub role: Option<Role>,
    /// The address, or where the command was typed.
    pub origin: String,
}

impl By {
    /// Somebody signed in, at this address.
    pub fn actor(actor: &Actor, origin: impl Into<String>) -> Self {
        Self { name: actor.name.clone(), role: Some(actor.role), origin: origin.into() }
    }
}

/// One line of the trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// When.
    pub at: Millis,
    /// Who.
    pub by: By,
    /// Did what.
    pub action: Action,
    /// To what: the id of an article, the name of a token or dictionary.
    pub object: String,
    /// What else is worth knowing; may be empty. Never the text of an article nor anything of a caller.
    pub detail: String,
}

/// A line as it stands in the trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Its number; grows by one.
    pub seq: i64,
    /// When.
    pub at: Millis,
    /// Who.
    pub who: String,
    /// Their role, by its code.
    pub role: Option<String>,
    /// From where.
    pub origin: String,
    /// What, by its code.
    pub action: String,
    /// To what.
    pub object: String,
    /// What else.
    pub detail: String,
}

/// Adds a line within a transaction that also does what the line says.
///
/// # Errors
/// What SQLite says; the transaction then should not be committed.
pub(crate) fn record(transaction: &Transaction<'_>, entry: &AuditEntry) -> rusqlite::Result<()> {
    let AuditEntry { at, by, action, object, detail } = entry;
    let mut insert = transaction.prepare_cached(
        "INSERT INTO audit (at, who, role, origin, action, object, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    let role = by.role.map(Role::code);
    insert.execute(params![at, by.name, role, by.origin, action.code(), object, detail]).map(drop)
}

impl Journal {
    /// Adds a line about something that leaves no other trace in the database.
    ///
    /// # Errors
    /// [`JournalError::Database`] if it cannot be written.
    pub fn audit(&self, entry: &AuditEntry) -> Result<(), JournalError> {
        self.write(|transaction| record(transaction, entry))
    }

    /// The lines from `from` to before `until`, oldest first.
    ///
    /// # Errors
    /// [`JournalError::Database`] if they cannot be read.
    pub fn audit_trail(&self, from: Millis, until: Millis) -> Result<Vec<Recorded>, JournalError> {
        self.survey(|connection| {
            let mut lines = connection.prepare(
                "SELECT seq, at, who, role, origin, action, object, detail FROM audit
                 WHERE at >= ?1 AND at < ?2 ORDER BY seq",
            )?;
            lines.query_map([from, until], recorded)?.collect()
        })
    }
}

fn recorded(row: &Row<'_>) -> rusqlite::Result<Recorded> {
    Ok(Recorded {
        seq: row.get(0)?,
        at: row.get(1)?,
        who: row.get(2)?,
        role: row.get(3)?,
        origin: row.get(4)?,
        action: row.get(5)?,
        object: row.get(6)?,
        detail: row.get(7)?,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn entry(at: Millis, object: &str) -> AuditEntry {
        let by = By { name: "Anna".into(), role: Some(Role::Editor), origin: "10.0.0.7".into() };
        AuditEntry { at, by, action: Action::ArticlePut, object: object.into(), detail: String::new() }
    }

    #[test]
    fn the_trail_is_given_for_a_span_of_time_in_the_order_it_was_written() {
        let journal = Journal::throw_away();
        for (at, object) in [(10, "a"), (20, "b"), (30, "c")] {
            journal.audit(&entry(at, object)).unwrap();
        }
        let trail = journal.audit_trail(10, 30).unwrap();
        let told: Vec<_> = trail.iter().map(|line| (line.at, line.object.as_str())).collect();
        assert_eq!(told, [(10, "a"), (20, "b")], "from is inside, until is not");
        assert_eq!(trail[0].role.as_deref(), Some("editor"));
        assert_eq!(trail[0].action, "article.put");
    }

    #[test]
    fn a_line_once_written_can_be_neither_changed_nor_removed_nor_replaced() {
        let journal = Journal::throw_away();
        journal.audit(&entry(10, "a")).unwrap();
        for tamper in [
            "UPDATE audit SET who = 'nikt'",
            "DELETE FROM audit",
            "INSERT OR REPLACE INTO audit VALUES (1, 0, 'nikt', NULL, '', '', '', '')",
            "REPLACE INTO audit VALUES (1, 0, 'nikt', NULL, '', '', '', '')",
        ] {
            let done = journal.write(|transaction| transaction.execute_batch(tamper));
            assert!(done.unwrap_err().to_string().contains("append-only"), "{tamper}");
        }
        let trail = journal.audit_trail(0, i64::MAX).unwrap();
        assert_eq!(trail.len(), 1);
        assert_eq!(trail[0].who, "Anna");
    }

    #[test]
    fn what_fails_leaves_no_line() {
        let journal = Journal::throw_away();
        let failed: Result<(), _> = journal.write(|transaction| {
            record(transaction, &entry(10, "a"))?;
            Err(rusqlite::Error::QueryReturnedNoRows)
        });
        assert!(failed.is_err());
        assert_eq!(journal.audit_trail(0, i64::MAX).unwrap(), []);
    }

    #[test]
    fn actions_have_codes_and_words_of_their_own() {
        let codes: std::collections::HashSet<_> = Action::ALL.iter().map(|action| action.code()).collect();
        assert_eq!(codes.len(), Action::ALL.len());
        assert!(Action::ALL.iter().all(|action| !action.words().is_empty()));
    }
}
