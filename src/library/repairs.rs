//! Machine-read text on its way into the index: which reader it had, and what it misread.
//!
//! An article that says `ocr: true` was read by a machine; one that says `ocr: false` was not; where nothing is said,
//! the text itself decides.

use crate::article::Article;
use crate::text::Replacement;
use crate::text::ocr::{self, Reader, Repairer};

/// Repairs of one thread.
#[derive(Default)]
pub(super) struct Repairs {
    repairer: Repairer,
}

impl Repairs {
    /// Which machine read `article`, if any did.
    pub fn recognise(&mut self, article: &Article) -> Reader {
        match article.source.as_ref().and_then(|source| source.ocr) {
            Some(true) => ocr::recognise_declared(&article.body),
            Some(false) => Reader::Clean,
            None => ocr::recognise(&article.body),
        }
    }

    /// What `reader` misread in `text`.
    pub fn of(&mut self, text: &str, reader: Reader) -> Vec<Replacement> {
        if reader == Reader::Clean {
            return Vec::new();
        }
        self.repairer
            .repair(text, reader)
            .into_iter()
            .map(|repair| Replacement { span: repair.span, text: repair.repaired })
            .collect()
    }
}
