//! What a machine reads for a letter, and how likely: the channel of the noisy channel.
//!
//! A table is a text file, so that a linguist can read it and a new scanner can be taught: see `confusions.tsv`.

use std::collections::HashMap;
use std::sync::OnceLock;

const ENGLISH: &str = include_str!("data/confusions.tsv");
const BOOKS: &str = include_str!("data/books.tsv");

/// One way in which letters are read.
#[derive(Debug, Clone)]
pub(super) struct Operation {
    /// Signs as read; empty if the letter was not read at all.
    pub(super) read: Box<[char]>,
    /// True letters; empty if the signs stand for nothing.
    pub(super) truth: Box<str>,
    /// −ln P(read | truth).
    pub(super) cost: f32,
}

/// A confusion table, ready for search.
#[derive(Debug, Clone, Default)]
pub struct Confusions {
    by_first: HashMap<char, Vec<Operation>>,
    unread: Vec<Operation>,
    exact: HashMap<char, f32>,
}

impl Confusions {
    /// The table of a Tesseract with its English model, which has no Polish letter.
    pub fn english_tesseract() -> &'static Confusions {
        static TABLE: OnceLock<Confusions> = OnceLock::new();
        TABLE.get_or_init(|| Confusions::parse(ENGLISH))
    }

    /// The table of a Tesseract that knows Polish and reads old print.
    pub fn polish_book() -> &'static Confusions {
        static TABLE: OnceLock<Confusions> = OnceLock::new();
        TABLE.get_or_init(|| Confusions::parse(BOOKS))
    }

    /// Reads rows of `true⇥read⇥count`. The share of a row among all rows of the same true letters is its
    /// probability; rows of equal letters say how often they were read right. Lines that begin with `#` and lines
    /// that are no row are passed over.
    pub fn parse(table: &str) -> Confusions {
        let rows: Vec<(&str, &str, f32)> = table.lines().filter_map(row).collect();
        let mut totals: HashMap<&str, f32> = HashMap::new();
        for (truth, _, count) in &rows {
            *totals.entry(truth).or_default() += count;
        }
        // Signs that stand for nothing may come after any letter.
        let letters: f32 =
            totals.iter().filter(|(truth, _)| truth.chars().count() == 1).map(|(_, total)| total).sum();
        totals.insert("", letters.max(1.0));
        let mut confusions = Confusions::default();
        for (truth, read, count) in rows {
            let total = totals.get(truth).copied().unwrap_or(1.0).max(1.0);
            let cost = -(count / total).ln();
            if truth == read {
                if let (Some(letter), 1) = (truth.chars().next(), truth.chars().count()) {
                    confusions.exact.insert(letter, cost);
                }
                continue;
            }
            confusions.add(Operation { read: read.chars().collect(), truth: truth.into(), cost });
        }
        confusions
    }

    fn add(&mut self, operation: Operation) {
        match operation.read.first() {
            Some(&first) => self.by_first.entry(first).or_default().push(operation),
            None => self.unread.push(operation),
        }
    }

    /// Operations whose reading begins with `sign`.
    pub(super) fn reading(&self, sign: char) -> &[Operation] {
        self.by_first.get(&sign).map_or(&[], Vec::as_slice)
    }

    /// Letters that are sometimes not read at all.
    pub(super) fn unread(&self) -> &[Operation] {
        &self.unread
    }

    /// What it costs that `letter` was read as it is; letters that the table does not know are read right.
    pub(super) fn exact(&self, letter: char) -> f32 {
        self.exact.get(&letter).copied().unwrap_or(0.0)
    }

    /// How many rows say that something is read as something else.
    pub fn len(&self) -> usize {
        self.unread.len() + self.by_first.values().map(Vec::len).sum::<usize>()
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

fn row(line: &str) -> Option<(&str, &str, f32)> {
    if line.starts_with('#') {
        return None;
    }
    let mut fields = line.split('\t');
    let (truth, read, count) = (fields.next()?, fields.next()?, fields.next()?);
    let count: f32 = count.trim().parse().ok()?;
    (count > 0.0 && !(truth.is_empty() && read.is_empty())).then_some((truth, read, count))
}
