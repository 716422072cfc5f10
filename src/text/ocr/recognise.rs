//! Which machine read a text, told by the text alone.
//!
//! An English Tesseract writes no `ąćęłńśźż` at all (it does write `ó`, from Spanish), where Polish has one in
//! twenty letters. So does whoever types without accents; but typing leaves words that are words once accents are
//! forgotten, and a machine leaves `Wydziatu` and `si¢`, which only the confusion table turns into words.

use std::collections::HashSet;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::text::fold;
use crate::text::lexicon::Lexicon;

use super::Machine;
use super::confusions::Confusions;
use super::judge::{Judge, impossible};
use super::words;

/// Polish letters among all letters: a hundredth of clean texts have less than 0.026, no misread one any.
const MOST_ACCENTS: f32 = 0.005;
/// Words that the table resolves, among all words looked at. Misread text has about one in seven.
const LEAST_RESOLVED: f32 = 0.025;
/// One such word may be a slip of the pen.
const LEAST_WORDS: usize = 2;
/// Words of Polish among all words: below that it is another language.
const LEAST_POLISH: f32 = 0.4;
/// How likely a resolved word must be to count.
const DECIDED: f32 = 0.9;
/// The head of a long text tells as much as the whole.
const WORDS_LOOKED_AT: usize = 400;

/// Which machine read `text`. Says [`Machine::Clean`] in doubt, and never [`Machine::PolishBook`]: old print and
/// its misreadings look alike, so that a book must be declared (see [`recognise_declared`]).
pub fn recognise(text: &str) -> Machine {
    if accents(text) >= MOST_ACCENTS {
        return Machine::Clean;
    }
    let evidence = Evidence::of(text);
    if evidence.resolved >= LEAST_WORDS
        && evidence.share(evidence.resolved) >= LEAST_RESOLVED
        && evidence.share(evidence.polish) >= LEAST_POLISH
    {
        Machine::EnglishTesseract
    } else {
        Machine::Clean
    }
}

/// Which machine read a `text` of which its owner says that a machine did: without accents the English one if it
/// is Polish at all, with accents the Polish one.
pub fn recognise_declared(text: &str) -> Machine {
    if accents(text) >= MOST_ACCENTS {
        return Machine::PolishBook;
    }
    let evidence = Evidence::of(text);
    if evidence.share(evidence.polish) >= LEAST_POLISH { Machine::EnglishTesseract } else { Machine::Clean }
}

/// Words that the table must resolve in a stretch of a text whose rest is clean: less is what a foreign name or a list of
/// codes gives.
const LEAST_WORDS_OF_PART: usize = 3;
/// The same among all words of the stretch.
const LEAST_RESOLVED_OF_PART: f32 = 0.08;

/// Which stretches of `text` a machine read, and which machine: all of it or nothing where one hand wrote it all, else the
/// paragraphs that look like it. An editor who puts a summary above a scan must not make a clean text of the whole. With
/// `declared`, its owner says that a machine read it.
pub fn misread(text: &str, declared: bool) -> Vec<(Range<usize>, Machine)> {
    if recognise(text) != Machine::Clean {
        return vec![(0..text.len(), Machine::EnglishTesseract)];
    }
    let parts: Vec<_> = stretches(text)
        .into_iter()
        .filter(|part| text.get(part.clone()).is_some_and(is_misread_part))
        .map(|part| (part, Machine::EnglishTesseract))
        .collect();
    if !parts.is_empty() || !declared {
        return parts;
    }
    match recognise_declared(text) {
        Machine::Clean => Vec::new(),
        machine => vec![(0..text.len(), machine)],
    }
}

fn is_misread_part(text: &str) -> bool {
    let evidence = Evidence::of(text);
    evidence.resolved >= LEAST_WORDS_OF_PART
        && evidence.share(evidence.resolved) >= LEAST_RESOLVED_OF_PART
        && evidence.share(evidence.polish) >= LEAST_POLISH
}

/// Paragraphs without Polish letters, those that follow one another as one.
fn stretches(text: &str) -> Vec<Range<usize>> {
    let mut stretches: Vec<Range<usize>> = Vec::new();
    // Whether the paragraph before was one of them.
    let mut goes_on = false;
    let mut close = |paragraph: Range<usize>| {
        let words = text.get(paragraph.clone()).unwrap_or_default();
        if words.trim().is_empty() {
            return;
        }
        let bare = accents(words) < MOST_ACCENTS;
        match stretches.last_mut().filter(|_| bare && goes_on) {
            Some(last) => last.end = paragraph.end,
            None if bare => stretches.push(paragraph),
            None => {}
        }
        goes_on = bare;
    };
    let (mut begin, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            close(begin..at);
            begin = at + line.len();
        }
        at += line.len();
    }
    close(begin..at);
    stretches
}

/// What the words of a text without accents tell.
#[derive(Default)]
struct Evidence {
    looked: usize,
    /// Words of Polish, accents forgotten.
    polish: usize,
    /// Different words that are none, until the confusion table resolves them.
    resolved: usize,
}

impl Evidence {
    fn of(text: &str) -> Evidence {
        let lexicon = Lexicon::polish();
        let judge = Judge { lexicon, vocabulary: None, confusions: Confusions::english_tesseract() };
        let mut evidence = Evidence::default();
        let mut seen = HashSet::new();
        for run in words::runs(text) {
            let Some(read) = text.get(run.core.clone()) else { continue };
            if words::is_left_alone(text, &run) {
                continue;
            }
            evidence.looked += 1;
            if lexicon.knows_folded(&fold(read)) {
                evidence.polish += 1;
            } else if seen.insert(read) {
                let verdict = judge.judge(read);
                let misread = fold(&verdict.word) != fold(read);
                // A foreign word that happens to be near a Polish one is near more than one.
                if !verdict.keep && misread && (impossible(read) || verdict.share > DECIDED) {
                    evidence.resolved += 1;
                    evidence.polish += 1;
                }
            }
            if evidence.looked >= WORDS_LOOKED_AT {
                break;
            }
        }
        evidence
    }

    fn share(&self, part: usize) -> f32 {
        part as f32 / self.looked.max(1) as f32
    }
}

/// The share of Polish letters among letters, without `ó`.
fn accents(text: &str) -> f32 {
    let (mut letters, mut accented) = (0u32, 0u32);
    let mut count = |c: char| match c {
        'a'..='z' | 'A'..='Z' => letters += 1,
        'ą' | 'ć' | 'ę' | 'ł' | 'ń' | 'ś' | 'ź' | 'ż' | 'Ą' | 'Ć' | 'Ę' | 'Ł' | 'Ń' | 'Ś' | 'Ź' | 'Ż' =>
        {
            letters += 1;
            accented += 1;
        }
        _ => letters += u32::from(!c.is_ascii() && c.is_alphabetic()),
    };
    // Only with marks of their own can accents hide; nearly all text is composed already.
    if text.chars().any(|c| !c.is_ascii() && is_combining_mark(c)) {
        text.nfc().for_each(&mut count);
    } else {
        text.chars().for_each(count);
    }
    if letters == 0 { 0.0 } else { accented as f32 / letters as f32 }
}
