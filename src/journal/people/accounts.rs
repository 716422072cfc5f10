//! What a version of a text answers for: who wrote it, who approved it, what it began from, and which errors it was
//! published despite.

use rusqlite::{Row, Transaction, params};

use super::person::Person;

/// What a version answers for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    /// Tag of the text apart from its status: what an approval is of.
    pub content: String,
    /// Whether agents found this text from then on.
    pub served: bool,
    /// Everybody who contributed since the last text that was served, as they write themselves.
    pub authors: Vec<String>,
    /// Tag of the standing version that a waiting text began from.
    pub base: Option<String>,
    /// Who approved this content.
    pub approved: Option<String>,
    /// Codes of the errors that it was published despite.
    pub despite: Vec<String>,
}

impl Account {
    /// Whether this person is among the authors, under whatever spelling of their name.
    pub fn is_by(&self, name: &str) -> bool {
        is_among(name, &self.authors)
    }

    /// Adds an author, once.
    pub fn add(&mut self, name: &str) {
        add(name, &mut self.authors);
    }
}

/// Whether one of `names` is this person's, or may be.
pub fn is_among(name: &str, names: &[String]) -> bool {
    let person = Person::of(name);
    names.iter().any(|one| Person::of(one).may_be(&person))
}

/// Adds a name that is not there under another spelling. Whoever only may be one of them stands beside: an initial
/// answers for more people than the name that it may stand for.
pub fn add(name: &str, names: &mut Vec<String>) {
    let person = Person::of(name);
    if !names.iter().any(|one| Person::of(one) == person) {
        names.push(name.to_owned());
    }
}

pub(in crate::journal) fn insert(
    transaction: &Transaction<'_>,
    seq: i64,
    account: &Account,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO accounts (seq, content, served, authors, base, approved, despite)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            seq,
            account.content,
            account.served,
            list(&account.authors),
            account.base,
            account.approved,
            list(&account.despite)
        ])
        .map(drop)
}

/// The account of a row that was joined with `accounts`; `None` where the revision is older than the table.
pub(in crate::journal) fn account(row: &Row<'_>) -> rusqlite::Result<Option<Account>> {
    let Some(content) = row.get::<_, Option<String>>("content")? else { return Ok(None) };
    Ok(Some(Account {
        content,
        served: row.get("served")?,
        authors: names(&row.get::<_, String>("authors")?),
        base: row.get("base")?,
        approved: row.get("approved")?,
        despite: names(&row.get::<_, String>("despite")?),
    }))
}

pub(in crate::journal) fn list(names: &[String]) -> String {
    serde_json::Value::from(names.to_vec()).to_string()
}

pub(in crate::journal) fn names(list: &str) -> Vec<String> {
    serde_json::from_str(list).unwrap_or_default()
}
