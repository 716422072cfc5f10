//! Machine-read text on its way into the index: which reader it had, and what it misread.

use crate::article::Article;
use crate::text::Replacement;

/// Repairs of one thread.
#[derive(Default)]
pub(super) struct Repairs {}

/// Being written.
#[derive(Clone, Copy)]
pub(super) struct Reader;

impl Repairs {
    pub fn recognise(&mut self, _article: &Article) -> Reader {
        Reader
    }

    pub fn of(&mut self, _text: &str, _reader: Reader) -> Vec<Replacement> {
        Vec::new()
    }
}
