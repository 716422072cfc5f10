//! Machine-read text on its way into the index: which reader it had, and what it misread.
//!
//! An article that says `ocr: true` was read by a machine; one that says `ocr: false` was not; where nothing is said,
//! the text itself decides.

use crate::article::Article;
use crate::text::Replacement;
use crate::text::ocr::{self, Machine, Repairer};

/// Parts the texts of a document, so that no word reaches from one into the next.
const BETWEEN: &str = "\n\n";

/// Repairs of one thread.
#[derive(Default)]
pub(in crate::library) struct Repairs {
    repairer: Repairer,
}

impl Repairs {
    /// Which machine read `article`, if any did.
    pub fn recognise(&mut self, article: &Article) -> Machine {
        match article.source.as_ref().and_then(|source| source.ocr) {
            Some(true) => ocr::recognise_declared(&article.body),
            Some(false) => Machine::Clean,
            None => ocr::recognise(&article.body),
        }
    }

    /// What `reader` misread in each of `texts`, which belong to one document and are judged together.
    pub fn of(&mut self, texts: &[&str], reader: Machine) -> Vec<Vec<Replacement>> {
        let mut found = vec![Vec::new(); texts.len()];
        if reader == Machine::Clean {
            return found;
        }
        let whole = texts.join(BETWEEN);
        let mut starts = Vec::with_capacity(texts.len());
        let mut at = 0;
        for text in texts {
            starts.push(at);
            at += text.len() + BETWEEN.len();
        }
        for repair in self.repairer.repair(&whole, reader) {
            let place = starts.partition_point(|&start| start <= repair.span.start).saturating_sub(1);
            let (Some(&start), Some(text), Some(of_text)) =
                (starts.get(place), texts.get(place), found.get_mut(place))
            else {
                continue;
            };
            // A repair that reaches over the end of a text mends what was never one word.
            if repair.span.end - start <= text.len() {
                let span = repair.span.start - start..repair.span.end - start;
                of_text.push(Replacement { span, text: repair.repaired });
            }
        }
        found
    }
}
