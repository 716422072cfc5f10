//! Sessions: a browser that was shown a token once, and from then on shows a cookie.
//!
//! Each sign-in draws a new id, so that nobody can prepare one for somebody else. It is not exchanged while the
//! session lasts: an answer that carries a new id can be lost on the way, and the agent would be out in mid-call.

use rusqlite::{Connection, OptionalExtension, params};

use super::audit::{Action, AuditEntry, By, record};
use super::tokens::{self, Admitted, Refusal};
use crate::journal::{Journal, JournalError, Millis, Secret};

const HOUR: Millis = 60 * 60 * 1000;

/// A session that nobody used for so long is over: longer than a shift, shorter than a night and a morning.
pub const IDLE: Millis = 12 * HOUR;

/// A session is over after so long, however busy.
pub const LONGEST: Millis = 7 * 24 * HOUR;

/// How often use is written down.
pub const MINUTE: Millis = 60 * 1000;

/// Somebody let in by a cookie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Who, by which token.
    pub admitted: Admitted,
    /// When the session was last written down as used.
    pub seen: Millis,
}

/// A token or session that was used and is to be written down as such.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Used {
    /// This token.
    Token(i64),
    /// The session with this cookie.
    Session(Secret),
}

impl Journal {
    /// Begins a session for whoever brought `token`; `cookie` opens it from now on.
    ///
    /// # Errors
    /// [`JournalError::Database`] if it cannot be written.
    pub fn begin_session(
        &self,
        token: &Secret,
        cookie: &Secret,
        origin: &str,
        now: Millis,
    ) -> Result<Result<Admitted, Refusal>, JournalError> {
        self.write(|transaction| {
            let admitted = match tokens::bearer(transaction, token, now)? {
                Ok(admitted) => admitted,
                Err(refusal) => return Ok(Err(refusal)),
            };
            transaction.execute(
                "INSERT INTO sessions (hash, token, begun, seen) VALUES (?1, ?2, ?3, ?3)",
                params![cookie.hash(), admitted.token, now],
            )?;
            mark(transaction, &Used::Token(admitted.token), now)?;
            let by = By::actor(&admitted.actor, origin);
            let (action, object) = (Action::SignIn, admitted.actor.name.clone());
            record(transaction, &AuditEntry { at: now, by, action, object, detail: String::new() })?;
            Ok(Ok(admitted))
        })
    }

    /// Whose cookie this is; `None` if the session is over or never was.
    ///
    /// # Errors
    /// [`JournalError::Database`] if it cannot be looked up.
    pub fn session(&self, cookie: &Secret, now: Millis) -> Result<Option<Session>, JournalError> {
        self.read(|connection| session(connection, cookie, now))
    }

    /// Ends the session with this cookie; gives who was signed in.
    ///
    /// # Errors
    /// [`JournalError::Database`] if it cannot be written; the session then goes on.
    pub fn end_session(
        &self,
        cookie: &Secret,
        origin: &str,
        now: Millis,
    ) -> Result<Option<Admitted>, JournalError> {
        self.write(|transaction| {
            let session = session(transaction, cookie, now)?;
            transaction.execute("DELETE FROM sessions WHERE hash = ?1", [cookie.hash()])?;
            let Some(Session { admitted, .. }) = session else { return Ok(None) };
            let by = By::actor(&admitted.actor, origin);
            let (action, object) = (Action::SignOut, admitted.actor.name.clone());
            record(transaction, &AuditEntry { at: now, by, action, object, detail: String::new() })?;
            Ok(Some(admitted))
        })
    }

    /// Writes down what was used.
    ///
    /// # Errors
    /// [`JournalError::Database`] if it cannot be written.
    pub fn mark_used(&self, used: &[Used], now: Millis) -> Result<(), JournalError> {
        self.write(|transaction| used.iter().try_for_each(|used| mark(transaction, used, now)))
    }
}

fn session(connection: &Connection, cookie: &Secret, now: Millis) -> rusqlite::Result<Option<Session>> {
    let row: Option<(i64, Millis, Millis)> = connection
        .prepare_cached("SELECT token, begun, seen FROM sessions WHERE hash = ?1")?
        .query_row([cookie.hash()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((token, begun, seen)) = row else { return Ok(None) };
    if now >= begun.saturating_add(LONGEST) || now >= seen.saturating_add(IDLE) {
        return Ok(None);
    }
    let token = tokens::find(connection, "id = ?1", [token])?;
    let admitted = token.and_then(|token| tokens::admit(token, now).ok());
    Ok(admitted.map(|admitted| Session { admitted, seen }))
}

fn mark(connection: &Connection, used: &Used, now: Millis) -> rusqlite::Result<()> {
    let done = match used {
        Used::Token(id) => connection
            .prepare_cached("UPDATE tokens SET last_used = max(?2, coalesce(last_used, 0)) WHERE id = ?1")?
            .execute(params![id, now])?,
        Used::Session(cookie) => connection
            .prepare_cached("UPDATE sessions SET seen = max(?2, seen) WHERE hash = ?1")?
            .execute(params![cookie.hash(), now])?,
    };
    // A session that was ended in the meantime stays ended.
    let _ = done;
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::tokens::NewToken;
    use super::*;
    use crate::journal::{Actor, Role};

    fn by() -> By {
        By { name: "operator".into(), role: None, origin: "terminal".into() }
    }

    fn signed_in(journal: &Journal, expires: Option<Millis>) -> Secret {
        let (token, cookie) = (Secret::draw().unwrap(), Secret::draw().unwrap());
        let new = NewToken { name: "Anna".into(), role: Role::Agent, expires };
        journal.create_token(&new, &token, &by(), 0).unwrap();
        let begun = journal.begin_session(&token, &cookie, "10.0.0.7", 0).unwrap();
        assert_eq!(begun.unwrap().actor, Actor { name: "Anna".into(), role: Role::Agent });
        cookie
    }

    fn opens(journal: &Journal, cookie: &Secret, now: Millis) -> bool {
        journal.session(cookie, now).unwrap().is_some()
    }

    #[test]
    fn a_session_ends_when_nobody_uses_it_and_in_any_case_after_a_week() {
        use crate::journal::retention::KeptSince;
        let journal = Journal::throw_away();
        let cookie = signed_in(&journal, None);
        assert!(opens(&journal, &cookie, IDLE - 1));
        assert!(!opens(&journal, &cookie, IDLE));
        let mut now = 0;
        while now < LONGEST {
            assert!(opens(&journal, &cookie, now));
            journal.mark_used(&[Used::Session(cookie.clone())], now).unwrap();
            now += HOUR;
        }
        assert!(!opens(&journal, &cookie, LONGEST));
        let kept = KeptSince { now: LONGEST, ..KeptSince::EVER };
        assert_eq!(journal.delete_old(&kept).unwrap(), [("sessions", 1)]);
    }

    #[test]
    fn revoking_or_outliving_the_token_ends_its_sessions() {
        let journal = Journal::throw_away();
        let cookie = signed_in(&journal, None);
        journal.revoke_token("Anna", &by(), 10).unwrap();
        assert!(!opens(&journal, &cookie, 11));

        let journal = Journal::throw_away();
        let cookie = signed_in(&journal, Some(HOUR));
        assert!(opens(&journal, &cookie, HOUR - 1));
        assert!(!opens(&journal, &cookie, HOUR));
    }

    #[test]
    fn signing_out_ends_one_session_and_is_recorded() {
        let journal = Journal::throw_away();
        let cookie = signed_in(&journal, None);
        assert!(journal.end_session(&cookie, "10.0.0.7", 10).unwrap().is_some());
        assert!(!opens(&journal, &cookie, 11));
        assert_eq!(journal.end_session(&cookie, "10.0.0.7", 12).unwrap(), None);
        let actions: Vec<_> =
            journal.audit_trail(0, 100).unwrap().into_iter().map(|line| line.action).collect();
        assert_eq!(actions, ["token.create", "session.begin", "session.end"]);
    }

    #[test]
    fn a_cookie_is_no_token_and_a_token_no_cookie() {
        let journal = Journal::throw_away();
        let cookie = signed_in(&journal, None);
        assert_eq!(journal.bearer(&cookie, 1).unwrap(), Err(Refusal::Unknown));
        let other = Secret::draw().unwrap();
        assert!(!opens(&journal, &other, 1));
    }

    #[test]
    fn last_use_never_goes_back() {
        let journal = Journal::throw_away();
        signed_in(&journal, None);
        journal.mark_used(&[Used::Token(1)], 5_000).unwrap();
        journal.mark_used(&[Used::Token(1)], 4_000).unwrap();
        assert_eq!(journal.tokens().unwrap()[0].last_used, Some(5_000));
    }
}
