//! Machine-read text: recognised, and its misread words repaired.
//!
//! Scans come to the knowledge base through OCR, often through one that knows no Polish: `Wydziatu`, `si¢`,
//! `$rodkami`, `nadzo6r`. Nobody will search for those. This module says what each word was, how certain that is
//! and where it stands; it changes no text by itself, reads no file, and leaves it to callers what to do with a
//! doubt. It is a noisy channel: how often a letter is read as what (`confusions.tsv`), times how common the word
//! is (the lexicon, and the knowledge base's own words).
//!
//! ```
//! use drogowskaz::text::ocr::{Machine, Repairer, recognise};
//!
//! let text = "Do zakresu dziatania Wydziatu naleza sprawy finansowania $rodkami budzetu.";
//! assert_eq!(recognise(text), Machine::EnglishTesseract);
//! let repairs = Repairer::new().repair(text, Machine::EnglishTesseract);
//! assert_eq!(
//!     Repairer::apply(text, &repairs),
//!     "Do zakresu działania Wydziału należą sprawy finansowania środkami budżetu."
//! );
//! ```
//!
//! ```text
//! words       runs of letters and of signs that stand for letters
//!   │ decode  which words of the lexicon they may be, cheapest misreading first
//!   ▼ judge   the likeliest, against the chance that it is a name nobody listed    → remembered for each reading
//! lone        a single `1` or `0` that is a conjunction or a preposition: by its neighbours
//! joins       words that a line end or a stray space broke, or that ran together
//! ```
//! Numbers, codes, addresses of the web, acronyms and list markers are never touched, and text that
//! [`recognise`] finds clean yields no repairs at all.

mod agreement;
mod books;
mod certainty;
pub mod confusions;
mod decode;
mod joins;
mod judge;
mod lone;
mod recognise;
#[cfg(test)]
mod tests;
mod words;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::fold;
use super::lexicon::Lexicon;

pub use confusions::Confusions;
use judge::{Judge, Verdict, Vocabulary};
pub use recognise::{misread, recognise, recognise_declared};
use words::Run;

/// Readings that a repairer remembers; a thousand pages hold about a tenth of it.
const CACHE: usize = 1 << 18;
/// A sign at the end of a word is punctuation sooner than a letter: what it costs to take it for none.
const MARK_IS_MARK: f32 = -5.0;
/// The same if another mark follows it.
const TWO_MARKS: f32 = -10.0;
/// The same for signs that never end a word in print.
const ODD_MARK: f32 = -8.0;

/// What the likeliest word must have of all in a book; below that, two in three repairs would be wrong.
const BOOK_SHARE: f32 = 0.75;

/// Which machine read a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Machine {
    /// None: it was written, or read without fault.
    Clean,
    /// A Tesseract with its English model, which knows no Polish letter.
    EnglishTesseract,
    /// A Tesseract with its Polish model on a page of a book.
    PolishBook,
}

/// What kind of damage a repair mends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DamageKind {
    /// Only accents were lost: `moze`.
    Accents,
    /// Letters were read as other signs: `Wydziatu`, `0s6b`.
    Letters,
    /// A single sign that is a word: `Dialogu 1 Konsultacji`.
    Lone,
    /// A word in two pieces.
    Joined,
    /// Two words in one piece.
    Parted,
}

/// One repaired stretch.
#[derive(Debug, Clone, PartialEq)]
pub struct Repair {
    /// Bytes of the text as read.
    pub span: Range<usize>,
    /// What stands there.
    pub read: String,
    /// What was meant.
    pub repaired: String,
    /// How likely `repaired` is right to the letter, 0 to 1: of repairs at 0.9, nine in ten are.
    pub certainty: f32,
    /// What was damaged.
    pub kind: DamageKind,
}

/// Repairs texts. Remembers what it judged: keep one for each thread.
pub struct Repairer {
    lexicon: &'static Lexicon,
    vocabulary: Option<Vocabulary>,
    english: Confusions,
    books: Confusions,
    judged: HashMap<(Machine, Box<str>), Arc<Verdict>>,
}

impl std::fmt::Debug for Repairer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Repairer").field("judged", &self.judged.len()).finish_non_exhaustive()
    }
}

impl Default for Repairer {
    fn default() -> Self {
        Repairer {
            lexicon: Lexicon::polish(),
            vocabulary: None,
            english: Confusions::english_tesseract().clone(),
            books: Confusions::polish_book().clone(),
            judged: HashMap::new(),
        }
    }
}

impl Repairer {
    /// A repairer that knows the lexicon alone.
    pub fn new() -> Self {
        Self::default()
    }

    /// One that also knows the words of the knowledge base, counted on its clean articles: names of streets, units
    /// and people that no dictionary has.
    pub fn with_vocabulary(words: impl IntoIterator<Item = (String, u64)>) -> Self {
        Repairer { vocabulary: Vocabulary::new(words), ..Self::default() }
    }

    /// The same repairer with another confusion table for `reader`.
    pub fn with_confusions(mut self, reader: Machine, confusions: Confusions) -> Self {
        match reader {
            Machine::Clean => {}
            Machine::EnglishTesseract => self.english = confusions,
            Machine::PolishBook => self.books = confusions,
        }
        self.judged.clear();
        self
    }

    /// The repairs of `text`, in order, none overlapping. Total; linear in the text.
    pub fn repair(&mut self, text: &str, reader: Machine) -> Vec<Repair> {
        if reader == Machine::Clean {
            return Vec::new();
        }
        let runs = words::runs(text);
        let web = words::web(text);
        let lone = match reader {
            Machine::EnglishTesseract => lone::words(text, &runs, &mut |word| self.is_word(word, reader)),
            _ => HashMap::new(),
        };
        let mut repairs = Vec::new();
        // The word before, as repaired: accents agree with it.
        let mut left = String::new();
        let mut at = 0;
        while let Some(run) = runs.get(at) {
            if web.iter().any(|web| web.contains(&run.core.start)) {
                at += 1;
                continue;
            }
            if let Some(word) = lone.get(&at) {
                repairs.push(repair(
                    text,
                    run.core.clone(),
                    word.text.to_owned(),
                    word.certainty,
                    DamageKind::Lone,
                ));
                at += 1;
                continue;
            }
            if let Some(next) = runs.get(at + 1)
                && let Some(joined) = self.join(text, run, next, reader)
            {
                repairs.push(joined);
                at += 2;
                continue;
            }
            repairs.extend(self.repair_run(text, &runs, at, reader, &mut left));
            at += 1;
        }
        repairs
    }

    /// The repairs of those stretches of `text` that a machine read, as [`misread`] gives them.
    pub fn repair_parts(&mut self, text: &str, parts: &[(Range<usize>, Machine)]) -> Vec<Repair> {
        let mut repairs = Vec::new();
        for (part, machine) in parts {
            let found = self.repair(text.get(part.clone()).unwrap_or_default(), *machine);
            repairs.extend(found.into_iter().map(|repair| Repair {
                span: part.start + repair.span.start..part.start + repair.span.end,
                ..repair
            }));
        }
        repairs
    }

    /// `text` with `repairs` in place. Those that do not fit it are passed over.
    pub fn apply(text: &str, repairs: &[Repair]) -> String {
        let mut mended = String::with_capacity(text.len() + text.len() / 8);
        let mut at = 0;
        for repair in repairs {
            let fits = text.get(repair.span.clone()) == Some(repair.read.as_str());
            if let (true, Some(before)) = (fits, text.get(at..repair.span.start)) {
                mended.push_str(before);
                mended.push_str(&repair.repaired);
                at = repair.span.end;
            }
        }
        mended.push_str(text.get(at..).unwrap_or(""));
        mended
    }

    fn repair_run(
        &mut self,
        text: &str,
        runs: &[Run],
        at: usize,
        reader: Machine,
        left: &mut String,
    ) -> Option<Repair> {
        let run = runs.get(at)?;
        let core = text.get(run.core.clone())?;
        // Longer than any two words that lost the space between them: no reading is looked for, nor kept.
        if core.chars().nth(2 * decode::LONGEST).is_some() {
            left.clear();
            return None;
        }
        let before = std::mem::replace(left, core.to_lowercase());
        if words::is_left_alone(text, run) {
            return None;
        }
        let mut span = run.core.clone();
        let mut verdict = self.verdict(core, reader);
        if reader == Machine::PolishBook && self.is_right_in_a_book(core, &verdict) {
            return None;
        }
        if run.full != run.core {
            let full = text.get(run.full.clone())?;
            let mark = text.get(run.core.end..run.full.end)?;
            let with_mark = self.verdict(full, reader);
            let after = text.get(run.full.end..).and_then(|rest| rest.chars().next());
            let as_mark = mark_penalty(mark, after);
            if !with_mark.keep && with_mark.score > verdict.score + as_mark + 1.0 {
                verdict = with_mark;
                span = run.full.clone();
            }
        }
        let read = text.get(span.clone())?;
        let (mut word, mut share, mut keep) = (verdict.word.as_str(), verdict.share, verdict.keep);
        let chosen;
        if !verdict.accents.is_empty() && reader == Machine::EnglishTesseract {
            let next = runs.get(at + 1).filter(|next| is_blank(text, run.full.end, next.core.start));
            let next = next.and_then(|next| text.get(next.core.clone())).unwrap_or("");
            let right = if next.is_empty() { None } else { Some(self.verdict(next, reader)) };
            let previous = at.checked_sub(1).and_then(|before| runs.get(before));
            let gap = previous.and_then(|previous| text.get(previous.full.end..span.start)).unwrap_or("");
            let place = agreement::Place { left: &before, gap, right: next, right_verdict: right.as_deref() };
            chosen = agreement::choose(self.lexicon, &verdict, &place);
            (word, share) = (chosen.0.as_str(), chosen.1);
            keep = word == read.to_lowercase();
        }
        word.clone_into(left);
        if keep {
            return if verdict.known { None } else { self.part(text, run, reader, verdict.score) };
        }
        let repaired = words::in_case_of(read, word, verdict.proper);
        if repaired == read {
            return None;
        }
        let kind = if fold(read) == fold(&repaired) { DamageKind::Accents } else { DamageKind::Letters };
        Some(repair(text, span, repaired, share, kind))
    }

    /// A book's machine knows Polish, so that only words that are none are in question, and only clear cases.
    fn is_right_in_a_book(&self, core: &str, verdict: &Verdict) -> bool {
        verdict.known
            || verdict.share < BOOK_SHARE
            || books::is_old_spelling(&core.to_lowercase(), &|word| self.lexicon.form(word).is_some())
    }

    fn verdict(&mut self, read: &str, reader: Machine) -> Arc<Verdict> {
        if let Some(verdict) = self.judged.get(&(reader, Box::from(read))) {
            return Arc::clone(verdict);
        }
        let confusions = if reader == Machine::PolishBook { &self.books } else { &self.english };
        let judge = Judge { lexicon: self.lexicon, vocabulary: self.vocabulary.as_ref(), confusions };
        let verdict = Arc::new(judge.judge(read));
        if self.judged.len() >= CACHE {
            self.judged.clear();
        }
        self.judged.insert((reader, read.into()), Arc::clone(&verdict));
        verdict
    }
}

/// Whether nothing but space stands between two places.
fn is_blank(text: &str, from: usize, to: usize) -> bool {
    text.get(from..to).is_some_and(|gap| !gap.is_empty() && gap.chars().all(char::is_whitespace))
}

fn repair(text: &str, span: Range<usize>, repaired: String, share: f32, kind: DamageKind) -> Repair {
    let read = text.get(span.clone()).unwrap_or("").to_owned();
    Repair { span, read, repaired, certainty: certainty::of(share, kind), kind }
}

/// ln P that `mark` behind a word is punctuation.
fn mark_penalty(mark: &str, after: Option<char>) -> f32 {
    match mark {
        // No printer sets two marks there: `obywatelskie;.` is a word ending in j.
        ";" if after.is_some_and(|c| ".,;:)".contains(c)) => TWO_MARKS,
        ";" | "!" => MARK_IS_MARK,
        _ => ODD_MARK,
    }
}
