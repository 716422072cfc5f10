//! Whether an article holds on a given day: its own dates, and the acts that repeal the one it comes from.
//!
//! Nothing here asks a clock; "today" is an argument, so that yesterday's answer can be explained.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::article::{Article, Status};

/// Whether an article is the law today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Yes.
    InForce,
    /// Its `valid_from` is yet to come.
    NotYet,
    /// Its `valid_until` has passed.
    Expired,
    /// An act in force repealed it.
    Repealed {
        /// Number of that act.
        by: String,
    },
}

impl State {
    /// Whether the article may be given as an answer without a warning.
    pub fn is_in_force(&self) -> bool {
        matches!(self, State::InForce)
    }
}

/// What `article` is on the day `today`.
///
/// A repeal is named before a date that passed, because it also says where to look instead.
pub fn state(article: &Article, repeals: &Repeals, today: Date) -> State {
    if let Some(by) = repeals.by(article, today) {
        return State::Repealed { by: by.to_owned() };
    }
    if article.valid_from.is_some_and(|first| today < first) {
        return State::NotYet;
    }
    if article.valid_until.is_some_and(|last| last < today) {
        return State::Expired;
    }
    State::InForce
}

/// Whether its review is overdue: the day in `review_by` has passed.
pub fn is_stale(article: &Article, today: Date) -> bool {
    article.review_by.is_some_and(|day| day < today)
}

/// Whether no editor has confirmed its facts.
pub fn is_unverified(article: &Article) -> bool {
    article.verified.is_none()
}

/// Whether a word is the number of an act: `1231/2025`, or a resolution's `XLIV/1234/24`.
pub fn is_act_number(word: &str) -> bool {
    let mut parts: Vec<&str> = word.split('/').collect();
    if parts.len() == 3 {
        let session = parts.remove(0);
        if session.is_empty()
            || !session.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L' | b'C' | b'D' | b'M'))
        {
            return false;
        }
        return is_number(parts[0], 1..=5) && is_number(parts[1], 2..=4);
    }
    let [number, year] = parts[..] else { return false };
    is_number(number, 1..=5)
        && year.len() == 4
        && is_number(year, 4..=4)
        && (year.starts_with("19") || year.starts_with("20"))
}

fn is_number(text: &str, digits: std::ops::RangeInclusive<usize>) -> bool {
    digits.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// The number in what an editor wrote for an act: `Zarządzenie nr 3465 / 2024` → `3465/2024`. What holds no number
/// stands for itself.
fn act_key(text: &str) -> String {
    let joined = text.replace(" /", "/").replace("/ ", "/");
    joined
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | ';'))
        .map(|word| word.trim_end_matches(['.', ':']))
        .find(|word| is_act_number(word))
        .map_or_else(|| text.trim().to_owned(), str::to_owned)
}

/// Which acts are repealed by which, from what day: built from all articles of a Baza Wiedzy at once.
///
/// ```
/// use drogowskaz::article::{parse, force::validity::{Repeals, State, state}};
/// let old = parse("stary.md", "---\nsource: Zarządzenie nr 3465/2024\n---\n# Stary".as_bytes()).article.unwrap();
/// let new = parse(
///     "nowy.md",
///     "---\nvalid_from: 2025-06-01\nsource: Zarządzenie nr 1231/2025\nrepeals: 3465/2024\n---\n# Nowy".as_bytes(),
/// ).article.unwrap();
/// let repeals = Repeals::of([&old, &new]);
/// assert_eq!(state(&old, &repeals, "2025-05-31".parse().unwrap()), State::InForce);
/// assert_eq!(state(&old, &repeals, "2025-06-01".parse().unwrap()), State::Repealed { by: "1231/2025".into() });
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Repeals {
    /// Number of a repealed act → who repealed it, earliest first.
    by: HashMap<String, Vec<Repeal>>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Repeal {
    from: Date,
    by: String,
}

impl Repeals {
    /// Reads `repeals` of every article that is or was live; drafts repeal nothing.
    pub fn of<'a>(articles: impl IntoIterator<Item = &'a Article>) -> Self {
        let mut begins: HashMap<String, Date> = HashMap::new();
        let mut claims: Vec<(String, Repeal)> = Vec::new();
        for article in articles {
            if matches!(article.status, Status::Draft | Status::Review) {
                continue;
            }
            let number = article.act_number().map(act_key);
            if let (Some(number), Some(day)) = (&number, begin(article)) {
                let first = begins.entry(number.clone()).or_insert(day);
                *first = day.min(*first);
            }
            let by = number.unwrap_or_else(|| article.title.clone());
            // An act without a date repeals at once: that is what its editor says by naming it.
            let from = begin(article).unwrap_or(Date::MIN);
            claims.extend(article.repeals.iter().map(|act| (act_key(act), Repeal { from, by: by.clone() })));
        }
        let mut repeals = Self::default();
        for (act, repeal) in claims {
            // No act repeals itself, nor one that only began when it stood already: such a line is a slip, and two
            // acts that name each other would otherwise both be gone.
            let later =
                begins.get(&act).is_some_and(|&begin| begin >= repeal.from && repeal.from != Date::MIN);
            if act != repeal.by && !later {
                repeals.by.entry(act).or_default().push(repeal);
            }
        }
        for list in repeals.by.values_mut() {
            list.sort();
            list.dedup();
        }
        repeals
    }

    /// The number of the act that has repealed the one `article` comes from, if one has by `today`.
    pub fn by(&self, article: &Article, today: Date) -> Option<&str> {
        let act = article.act_number().map(act_key)?;
        let first = self.by.get(&act)?.first()?;
        (first.from <= today).then_some(first.by.as_str())
    }
}

/// The day from which an article's act holds.
fn begin(article: &Article) -> Option<Date> {
    article.valid_from.or_else(|| article.source.as_ref().and_then(|source| source.date))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn article(header: &str) -> Article {
        crate::article::parse("a.md", format!("---\n{header}\n---\n# A\n\nTreść.\n").as_bytes())
            .article
            .unwrap()
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn an_article_holds_from_its_first_day_through_its_last() {
        let article = article("valid_from: 2026-01-01\nvalid_until: 2026-12-31");
        let on = |today| state(&article, &Repeals::default(), day(today));
        assert_eq!(on("2025-12-31"), State::NotYet);
        assert_eq!(on("2026-01-01"), State::InForce);
        assert_eq!(on("2026-12-31"), State::InForce);
        assert_eq!(on("2027-01-01"), State::Expired);
    }

    #[test]
    fn an_article_is_stale_the_day_after_its_review_date() {
        let article = article("review_by: 2027-04-01");
        assert!(!is_stale(&article, day("2027-04-01")));
        assert!(is_stale(&article, day("2027-04-02")));
        assert!(is_unverified(&article));
    }

    #[test]
    fn act_numbers_are_told_from_other_fractions() {
        for number in ["1231/2025", "7/1999", "XLIV/1234/24"] {
            assert!(is_act_number(number), "{number} is an act");
        }
        for other in ["1/2", "12/345", "1231/25", "24/7", "a/2025", "1231/2025/1", "/2025", "31/3/2025"] {
            assert!(!is_act_number(other), "{other} is none");
        }
    }

    #[test]
    fn an_act_is_recognised_however_its_number_is_written() {
        let old = article("source: {title: 'Zarządzenie nr 3465/2024.', date: 2024-12-01}");
        for written in ["3465/2024", "Zarządzenie nr 3465/2024", "nr 3465 / 2024"] {
            let new = article(&format!("source: 'Zarządzenie 1231/2025'\nrepeals: '{written}'"));
            let repealed = State::Repealed { by: "1231/2025".into() };
            assert_eq!(
                state(&old, &Repeals::of([&new]), day("2026-01-01")),
                repealed,
                "written as {written}"
            );
        }
    }

    #[test]
    fn a_repeal_begins_with_the_acts_date_where_it_names_no_other() {
        let old = article("source: Zarządzenie 10/2021");
        let new = article("source: {title: Zarządzenie 20/2024, date: 2024-03-01}\nrepeals: [10/2021]");
        let repeals = Repeals::of([&old, &new]);
        assert_eq!(state(&old, &repeals, day("2024-02-29")), State::InForce);
        assert_eq!(state(&old, &repeals, day("2024-03-01")), State::Repealed { by: "20/2024".into() });
        assert_eq!(state(&new, &repeals, day("2024-03-01")), State::InForce);
    }

    #[test]
    fn acts_that_repeal_themselves_or_each_other_stay() {
        let own = article("source: Zarządzenie 5/2024\nvalid_from: 2024-01-01\nrepeals: [5/2024]");
        assert_eq!(state(&own, &Repeals::of([&own]), day("2026-01-01")), State::InForce);
        let old = article("source: Zarządzenie 1/2021\nvalid_from: 2021-01-01\nrepeals: [2/2024]");
        let new = article("source: Zarządzenie 2/2024\nvalid_from: 2024-01-01\nrepeals: [1/2021]");
        let repeals = Repeals::of([&old, &new]);
        assert_eq!(state(&old, &repeals, day("2026-01-01")), State::Repealed { by: "2/2024".into() });
        assert_eq!(
            state(&new, &repeals, day("2026-01-01")),
            State::InForce,
            "the earlier act cannot repeal the later"
        );
    }

    #[test]
    fn a_draft_repeals_nothing() {
        let old = article("source: Zarządzenie 1/2021");
        let draft = article("status: draft\nsource: Zarządzenie 2/2024\nrepeals: [1/2021]");
        assert_eq!(state(&old, &Repeals::of([&draft]), day("2026-01-01")), State::InForce);
    }
}
