//! How long what is written down is kept. Every table has a purpose, a period and a deletion; `docs/data.md` is their
//! list for people, `TABLES` and `KEPT` the one for the program, and a test holds the two against the database.
//!
//! What is deleted is gone: `secure_delete` overwrites it in the database, and the log is cut off afterwards.

use super::people::sessions::{IDLE, LONGEST};
use super::register::once;
use super::{Journal, JournalError, Millis};

/// Rows deleted in one transaction: nobody who writes waits for longer than this takes.
const AT_ONCE: usize = 2_000;

/// For how many days each kind is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// What was asked.
    pub questions: u32,
    /// What agents told callers.
    pub calls: u32,
    /// Problems and ideas of callers.
    pub submissions: u32,
    /// What was said about articles.
    pub feedback: u32,
    /// Who did what; with it announcements that are over and tokens that open nothing.
    pub audit: u32,
}

impl Default for Retention {
    /// The reasons stand in `drogowskaz.example.toml`.
    fn default() -> Self {
        Self { questions: 400, calls: 400, submissions: 730, feedback: 400, audit: 1100 }
    }
}

/// From which moment on each kind is kept, and what time it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptSince {
    /// This moment.
    pub now: Millis,
    /// Questions.
    pub questions: Millis,
    /// Calls.
    pub calls: Millis,
    /// Submissions.
    pub submissions: Millis,
    /// Feedback.
    pub feedback: Millis,
    /// The audit trail.
    pub audit: Millis,
}

#[cfg(test)]
impl KeptSince {
    /// Everything is kept since the beginning of time.
    pub(super) const EVER: Self =
        Self { now: 0, questions: 0, calls: 0, submissions: 0, feedback: 0, audit: 0 };
}

/// A table of which old rows are deleted.
struct Table {
    name: &'static str,
    /// By which a row is known.
    key: &'static str,
    /// Which rows are over; `?1` and `?2` are what `over` gives.
    condition: &'static str,
    over: fn(&KeptSince) -> [Millis; 2],
}

const TABLES: [Table; 8] = [
    Table {
        name: "questions",
        key: "id",
        condition: "at < ?1 AND ?2 = ?2",
        over: |kept| [kept.questions; 2],
    },
    Table { name: "calls", key: "id", condition: "at < ?1 AND ?2 = ?2", over: |kept| [kept.calls; 2] },
    Table {
        name: "submissions",
        key: "id",
        condition: "at < ?1 AND ?2 = ?2",
        over: |kept| [kept.submissions; 2],
    },
    Table { name: "feedback", key: "id", condition: "at < ?1 AND ?2 = ?2", over: |kept| [kept.feedback; 2] },
    Table {
        name: "sessions",
        key: "hash",
        condition: "begun <= ?1 OR seen <= ?2",
        over: |kept| [kept.now.saturating_sub(LONGEST), kept.now.saturating_sub(IDLE)],
    },
    Table {
        name: "once",
        key: "(who, kind, key)",
        condition: "at < ?1 AND ?2 = ?2",
        over: |kept| [kept.now.saturating_sub(once::REMEMBERED); 2],
    },
    Table { name: "banners", key: "id", condition: "ends < ?1 AND ?2 = ?2", over: |kept| [kept.audit; 2] },
    Table {
        name: "tokens",
        key: "id",
        condition: "(revoked < ?1 OR expires < ?2) AND id NOT IN (SELECT token FROM sessions)",
        over: |kept| [kept.audit; 2],
    },
];

/// Tables of which nothing is deleted by time: every version of an article or a dictionary is kept as long as the installation, what
/// waits until somebody decides, and the rest is one row each.
#[cfg(test)]
const KEPT: [&str; 6] =
    ["revisions", "accounts", "dictionary_versions", "next_versions", "installation", "kept_since"];

impl Journal {
    /// Deletes what is over; gives how many rows of which table.
    ///
    /// # Errors
    /// [`JournalError`]; what was deleted before stays deleted, and the next time goes on.
    pub fn delete_old(&self, kept: &KeptSince) -> Result<Vec<(&'static str, usize)>, JournalError> {
        let mut deleted = Vec::new();
        for Table { name, key, condition, over } in TABLES {
            let columns = key.trim_matches(['(', ')']);
            let sql = format!(
                "DELETE FROM {name} WHERE {key} IN (SELECT {columns} FROM {name} WHERE {condition} LIMIT {AT_ONCE})"
            );
            deleted.push((name, self.delete_all(&sql, over(kept))?));
        }
        // The trail lets go of its end alone, and only after it was told up to where.
        self.write(|transaction| {
            transaction.execute("UPDATE kept_since SET audit = max(audit, ?1)", [kept.audit]).map(drop)
        })?;
        let sql = format!(
            "DELETE FROM audit WHERE seq IN (SELECT seq FROM audit WHERE at < ?1 AND ?2 = ?2 LIMIT {AT_ONCE})"
        );
        deleted.push(("audit", self.delete_all(&sql, [kept.audit; 2])?));
        deleted.retain(|(_, rows)| *rows > 0);
        // Also where nothing was: the time before, somebody may have been reading.
        self.cut_log()?;
        Ok(deleted)
    }

    fn delete_all(&self, sql: &str, over: [Millis; 2]) -> Result<usize, JournalError> {
        let mut all = 0;
        loop {
            let rows = self.write(|transaction| transaction.prepare_cached(sql)?.execute(over))?;
            all += rows;
            if rows < AT_ONCE {
                return Ok(all);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeSet;

    use super::super::people::audit::{Action, AuditEntry, By};
    use super::super::register::questions::Asked;
    use super::*;
    use crate::text::mask;

    const NEVER: KeptSince = KeptSince { now: 1_000_000_000_000, ..KeptSince::EVER };

    #[test]
    fn every_table_has_a_period_or_a_reason_to_be_kept_and_stands_in_the_list_for_people() {
        let journal = Journal::throw_away();
        let there: BTreeSet<String> = journal
            .read(|connection| {
                connection
                    .prepare(
                        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
                    )?
                    .query_map([], |row| row.get(0))?
                    .collect()
            })
            .unwrap();
        let told: BTreeSet<String> =
            TABLES.iter().map(|table| table.name).chain(KEPT).chain(["audit"]).map(str::to_owned).collect();
        assert_eq!(there, told);
        let list = include_str!("../../docs/data.md");
        for table in there {
            assert!(list.contains(&format!("| `{table}` |")), "docs/data.md says nothing of {table}");
        }
    }

    #[test]
    fn what_is_deleted_is_in_no_byte_of_the_database_any_more() {
        let journal = Journal::throw_away();
        let asked = |at, text: &str| Asked {
            at,
            view: "staff",
            text: mask(text),
            folded: text.to_owned(),
            total: 1,
            confident: true,
            state: "answer",
            gap: None,
            top: None,
            us: 1,
            query_id: String::new(),
        };
        let old: Vec<Asked> =
            (0..5_000).map(|at| asked(at, &format!("zielona kanapa w kropki {at}"))).collect();
        journal.record_questions(&old).unwrap();
        journal.record_questions(&[asked(9_000, "biala szafa")]).unwrap();
        let holds = |words: &str| {
            let file = journal.file();
            [file.to_owned(), file.with_extension("sqlite-wal")].iter().any(|file| {
                let bytes = std::fs::read(file).unwrap_or_default();
                bytes.windows(words.len()).any(|window| window == words.as_bytes())
            })
        };
        assert!(holds("zielona kanapa") && holds("biala szafa"));
        let deleted = journal.delete_old(&KeptSince { questions: 9_000, ..NEVER }).unwrap();
        assert_eq!(deleted, [("questions", 5_000)]);
        assert!(!holds("zielona kanapa"), "it still lies in a free page or in the log");
        assert!(holds("biala szafa"), "what is within its period stays");
        assert_eq!(journal.delete_old(&KeptSince { questions: 9_000, ..NEVER }).unwrap(), []);
    }

    #[test]
    fn the_audit_trail_loses_its_end_and_nothing_else() {
        let journal = Journal::throw_away();
        for at in [10, 20, 30] {
            let by = By { name: "Anna".into(), role: None, origin: String::new() };
            let entry =
                AuditEntry { at, by, action: Action::SignIn, object: at.to_string(), detail: String::new() };
            journal.audit(&entry).unwrap();
        }
        assert_eq!(journal.delete_old(&KeptSince { audit: 20, ..NEVER }).unwrap(), [("audit", 1)]);
        let left: Vec<_> = journal.audit_trail(0, 100).unwrap().into_iter().map(|line| line.at).collect();
        assert_eq!(left, [20, 30]);
        for tamper in ["DELETE FROM audit", "UPDATE kept_since SET audit = 0"] {
            assert!(journal.write(|transaction| transaction.execute_batch(tamper)).is_err(), "{tamper}");
        }
    }

    #[test]
    fn tokens_go_long_after_they_opened_anything_and_the_door_stays_shut() {
        use super::super::people::tokens::NewToken;
        use crate::journal::{Role, Secret};
        let journal = Journal::throw_away();
        let by = By { name: "operator".into(), role: None, origin: "terminal".into() };
        for name in ["Anna", "Ewa"] {
            let new = NewToken { name: name.into(), role: Role::Agent, expires: None };
            journal.create_token(&new, &Secret::draw().unwrap(), &by, 1).unwrap();
        }
        journal.revoke_token("Anna", &by, 50).unwrap();
        assert_eq!(journal.delete_old(&KeptSince { audit: 50, ..NEVER }).unwrap(), [("audit", 2)]);
        assert_eq!(
            journal.delete_old(&KeptSince { audit: 51, ..NEVER }).unwrap(),
            [("tokens", 1), ("audit", 1)]
        );
        journal.revoke_token("Ewa", &by, 60).unwrap();
        journal.delete_old(&KeptSince { audit: 70, ..NEVER }).unwrap();
        assert_eq!(journal.tokens().unwrap(), []);
        assert!(journal.has_tokens().unwrap(), "nobody enters unknown where there once were tokens");
    }
}
