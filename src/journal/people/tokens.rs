//! Tokens: what a program sends and a person signs in with.
//!
//! Every request asks the database, by the hash of what it brought: another process may have made or revoked a token
//! a moment ago, and the very next request knows. Once there were tokens the door never opens by itself again: revoking
//! the last one must not let everybody in, nor must deleting its row years later.

use rusqlite::{Connection, OptionalExtension, Row, named_params, params};

use super::audit::{Action, AuditEntry, By, record};
use crate::journal::{Actor, Journal, JournalError, Millis, Role, Secret};

/// The longest name of a token, in characters.
pub const LONGEST_NAME: usize = 80;

/// A token as its seal sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its number.
    pub id: i64,
    /// Whose it is, or what for.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// Its first characters.
    pub hint: String,
    /// When it was made.
    pub created: Millis,
    /// By whom.
    pub created_by: String,
    /// From when on it opens nothing.
    pub expires: Option<Millis>,
    /// When it was revoked.
    pub revoked: Option<Millis>,
    /// When it was last used, to the minute.
    pub last_used: Option<Millis>,
}

impl Token {
    /// Why it opens nothing at `now`; `None` while it does.
    pub fn refusal(&self, now: Millis) -> Option<Refusal> {
        if self.revoked.is_some() {
            Some(Refusal::Revoked { name: self.name.clone() })
        } else if self.expires.is_some_and(|end| now >= end) {
            Some(Refusal::Expired { name: self.name.clone() })
        } else {
            None
        }
    }
}

/// A token to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewToken {
    /// Whose it is, or what for.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// From when on it opens nothing.
    pub expires: Option<Millis>,
}

/// Why a token cannot be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NotCreated {
    /// A token that is not revoked has this name.
    #[error("jest już token o nazwie „{0}”")]
    NameTaken(String),
    /// It could not be told from a number, or not be read in a list.
    #[error(
        "„{0}” nie może być nazwą tokenu (od 1 do {LONGEST_NAME} znaków w jednym wierszu, nie same cyfry)"
    )]
    BadName(String),
    /// The database refused.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

/// What became of a wish to revoke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Revoked {
    /// It opens nothing any more, and so many sessions ended with it.
    Now(Token, usize),
    /// It was revoked before.
    Before(Token),
    /// There is none.
    NoSuchToken,
}

/// Why a secret opens nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Nobody knows it.
    Unknown,
    /// Its token was revoked.
    Revoked {
        /// The token.
        name: String,
    },
    /// Its token's time is over.
    Expired {
        /// The token.
        name: String,
    },
}

/// Somebody let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admitted {
    /// Who.
    pub actor: Actor,
    /// By which token.
    pub token: i64,
    /// When that token was last written down as used.
    pub last_used: Option<Millis>,
}

const COLUMNS: &str = "id, name, role, hint, created, created_by, expires, revoked, last_used";

impl Journal {
    /// Makes a token that `secret` opens.
    ///
    /// # Errors
    /// [`NotCreated`] says whether the name or the database is at fault.
    pub fn create_token(
        &self,
        new: &NewToken,
        secret: &Secret,
        by: &By,
        now: Millis,
    ) -> Result<Token, NotCreated> {
        let name = new.name.trim();
        let readable = !name.is_empty()
            && name.chars().count() <= LONGEST_NAME
            && !name.chars().any(char::is_control)
            && !name.bytes().all(|byte| byte.is_ascii_digit());
        if !readable {
            return Err(NotCreated::BadName(new.name.clone()));
        }
        let made = self.write(|transaction| {
            let taken = transaction
                .prepare("SELECT 1 FROM tokens WHERE name = ?1 AND revoked IS NULL")?
                .exists([name])?;
            if taken {
                return Ok(None);
            }
            transaction.execute(
                "INSERT INTO tokens (hash, hint, name, role, created, created_by, expires)
                 VALUES (:hash, :hint, :name, :role, :now, :by, :expires)",
                named_params! {
                    ":hash": secret.hash(), ":hint": secret.hint(), ":name": name, ":role": new.role.code(),
                    ":now": now, ":by": by.name, ":expires": new.expires,
                },
            )?;
            let id = transaction.last_insert_rowid();
            transaction.execute("UPDATE installation SET guarded = 1", [])?;
            let (action, detail) = (Action::TokenCreate, format!("rola {}, numer {id}", new.role));
            record(
                transaction,
                &AuditEntry { at: now, by: by.clone(), action, object: name.into(), detail },
            )?;
            find(transaction, "id = ?1", [id])
        })?;
        let made = made.ok_or_else(|| NotCreated::NameTaken(name.to_owned()))?;
        // After the token itself: a marker that knows of one where there is none would lock everybody out.
        self.markers.write(&self.markers.saying(self.id.clone(), true));
        Ok(made)
    }

    /// All tokens, also those that open nothing any more, oldest first.
    ///
    /// # Errors
    /// [`JournalError::Database`] if they cannot be read.
    pub fn tokens(&self) -> Result<Vec<Token>, JournalError> {
        self.read(|connection| {
            let mut all = connection.prepare(&format!("SELECT {COLUMNS} FROM tokens ORDER BY id"))?;
            all.query_map([], token)?.collect()
        })
    }

    /// Whether there ever was a token: then nobody gets in without one.
    ///
    /// # Errors
    /// [`JournalError::Database`] if they cannot be read.
    pub fn has_tokens(&self) -> Result<bool, JournalError> {
        self.read(|connection| {
            let sql = "SELECT 1 FROM installation WHERE guarded UNION ALL SELECT 1 FROM tokens LIMIT 1";
            connection.prepare_cached(sql)?.exists([])
        })
    }

    /// Ends the token of this name or number, and the sessions that began with it.
    ///
    /// # Errors
    /// [`JournalError::Database`] if it cannot be written; the token then still opens.
    pub fn revoke_token(&self, name_or_id: &str, by: &By, now: Millis) -> Result<Revoked, JournalError> {
        let wanted = name_or_id.trim();
        self.write(|transaction| {
            let found = match wanted.parse::<i64>() {
                Ok(id) => find(transaction, "id = ?1", [id])?,
                // Of several that had the name, the one that still opens, or else the newest.
                Err(_) => {
                    find(transaction, "name = ?1 ORDER BY revoked IS NULL DESC, id DESC LIMIT 1", [wanted])?
                }
            };
            let Some(token) = found else { return Ok(Revoked::NoSuchToken) };
            if token.revoked.is_some() {
                return Ok(Revoked::Before(token));
            }
            transaction.execute("UPDATE tokens SET revoked = ?2 WHERE id = ?1", params![token.id, now])?;
            let ended = transaction.execute("DELETE FROM sessions WHERE token = ?1", [token.id])?;
            let (action, object) = (Action::TokenRevoke, token.name.clone());
            let detail = format!("numer {}", token.id);
            record(transaction, &AuditEntry { at: now, by: by.clone(), action, object, detail })?;
            Ok(Revoked::Now(Token { revoked: Some(now), ..token }, ended))
        })
    }

    /// Who sends this token.
    ///
    /// # Errors
    /// [`JournalError::Database`] if it cannot be looked up.
    pub fn bearer(&self, secret: &Secret, now: Millis) -> Result<Result<Admitted, Refusal>, JournalError> {
        self.read(|connection| bearer(connection, secret, now))
    }
}

pub(in crate::journal) fn bearer(
    connection: &Connection,
    secret: &Secret,
    now: Millis,
) -> rusqlite::Result<Result<Admitted, Refusal>> {
    Ok(match find(connection, "hash = ?1", [secret.hash()])? {
        None => Err(Refusal::Unknown),
        Some(token) => admit(token, now),
    })
}

pub(in crate::journal) fn admit(token: Token, now: Millis) -> Result<Admitted, Refusal> {
    match token.refusal(now) {
        Some(refusal) => Err(refusal),
        None => Ok(Admitted {
            actor: Actor { name: token.name, role: token.role },
            token: token.id,
            last_used: token.last_used,
        }),
    }
}

pub(in crate::journal) fn find(
    connection: &Connection,
    condition: &'static str,
    parameters: impl rusqlite::Params,
) -> rusqlite::Result<Option<Token>> {
    let query = format!("SELECT {COLUMNS} FROM tokens WHERE {condition}");
    connection.prepare_cached(&query)?.query_row(parameters, token).optional()
}

fn token(row: &Row<'_>) -> rusqlite::Result<Token> {
    let role: String = row.get(2)?;
    let role = role.parse().map_err(|unknown: crate::journal::UnknownRole| {
        rusqlite::Error::FromSqlConversionFailure(2, rusqlite::types::Type::Text, unknown.into())
    })?;
    Ok(Token {
        id: row.get(0)?,
        name: row.get(1)?,
        role,
        hint: row.get(3)?,
        created: row.get(4)?,
        created_by: row.get(5)?,
        expires: row.get(6)?,
        revoked: row.get(7)?,
        last_used: row.get(8)?,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn by() -> By {
        By { name: "operator".into(), role: None, origin: "terminal".into() }
    }

    fn create(journal: &Journal, name: &str, role: Role, expires: Option<Millis>) -> Secret {
        let secret = Secret::draw().unwrap();
        journal.create_token(&NewToken { name: name.into(), role, expires }, &secret, &by(), 100).unwrap();
        secret
    }

    #[test]
    fn a_token_opens_for_its_role_until_it_is_revoked() {
        let journal = Journal::throw_away();
        let secret = create(&journal, "Anna", Role::Editor, None);
        let admitted = journal.bearer(&secret, 200).unwrap().unwrap();
        assert_eq!(admitted.actor, Actor { name: "Anna".into(), role: Role::Editor });
        assert!(matches!(journal.revoke_token("Anna", &by(), 300).unwrap(), Revoked::Now(..)));
        assert_eq!(journal.bearer(&secret, 301).unwrap(), Err(Refusal::Revoked { name: "Anna".into() }));
        assert!(matches!(journal.revoke_token("Anna", &by(), 400).unwrap(), Revoked::Before(_)));
        assert_eq!(journal.revoke_token("Ewa", &by(), 400).unwrap(), Revoked::NoSuchToken);
    }

    #[test]
    fn a_token_ends_at_the_moment_it_expires() {
        let journal = Journal::throw_away();
        let secret = create(&journal, "Anna", Role::Agent, Some(1_000));
        assert!(journal.bearer(&secret, 999).unwrap().is_ok());
        assert_eq!(journal.bearer(&secret, 1_000).unwrap(), Err(Refusal::Expired { name: "Anna".into() }));
    }

    #[test]
    fn the_database_holds_no_token() {
        let journal = Journal::throw_away();
        let secret = create(&journal, "Anna", Role::Admin, None);
        journal.write(|transaction| transaction.execute_batch("SELECT 1")).unwrap();
        let body = secret.reveal().trim_start_matches("dgw_").to_owned();
        let holds = |words: &str| {
            let files = [journal.file().to_owned(), journal.file().with_extension("sqlite-wal")];
            files.iter().any(|file| {
                let bytes = std::fs::read(file).unwrap_or_default();
                bytes.windows(words.len()).any(|window| window == words.as_bytes())
            })
        };
        assert!(holds("Anna"), "the token is there under its name, or this looks into the wrong files");
        assert!(body.len() > 20 && !holds(&body));
    }

    #[test]
    fn revoking_the_last_token_does_not_open_the_door() {
        let journal = Journal::throw_away();
        assert!(!journal.has_tokens().unwrap());
        create(&journal, "Anna", Role::Admin, None);
        journal.revoke_token("1", &by(), 300).unwrap();
        assert!(journal.has_tokens().unwrap());
    }

    #[test]
    fn two_tokens_that_open_cannot_have_one_name() {
        let journal = Journal::throw_away();
        create(&journal, "Anna", Role::Admin, None);
        let new = NewToken { name: " Anna ".into(), role: Role::Agent, expires: None };
        let refused = journal.create_token(&new, &Secret::draw().unwrap(), &by(), 1).unwrap_err();
        assert!(matches!(refused, NotCreated::NameTaken(name) if name == "Anna"));
        journal.revoke_token("Anna", &by(), 300).unwrap();
        create(&journal, "Anna", Role::Agent, None);
        assert!(
            matches!(journal.revoke_token("Anna", &by(), 400).unwrap(), Revoked::Now(token, 0) if token.id == 2)
        );
    }

    #[test]
    fn a_name_can_be_told_from_a_number_and_read_in_a_list() {
        let journal = Journal::throw_away();
        for name in ["", "  ", "17", "a\nb", &"x".repeat(81)] {
            let new = NewToken { name: name.into(), role: Role::Agent, expires: None };
            let refused = journal.create_token(&new, &Secret::draw().unwrap(), &by(), 1);
            assert!(matches!(refused, Err(NotCreated::BadName(_))), "{name:?}");
        }
    }

    #[test]
    fn making_and_revoking_leave_a_line_in_the_audit_trail() {
        let journal = Journal::throw_away();
        create(&journal, "Anna", Role::Editor, None);
        journal.revoke_token("Anna", &by(), 300).unwrap();
        let trail = journal.audit_trail(0, 1_000).unwrap();
        let told: Vec<_> = trail.iter().map(|line| (line.action.as_str(), line.object.as_str())).collect();
        assert_eq!(told, [("token.create", "Anna"), ("token.revoke", "Anna")]);
    }

    #[test]
    fn another_process_is_heard_at_once() {
        let data = tempfile::tempdir().unwrap();
        let (server, terminal) = (Journal::open(data.path()).unwrap(), Journal::open(data.path()).unwrap());
        let secret = create(&terminal, "Anna", Role::Agent, None);
        assert!(server.bearer(&secret, 200).unwrap().is_ok());
        terminal.revoke_token("Anna", &by(), 300).unwrap();
        assert!(server.bearer(&secret, 301).unwrap().is_err());
    }
}
