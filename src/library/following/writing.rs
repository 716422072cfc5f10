//! Articles on their way into either engine: analysed on all processors, each thread at a bench of its own.

use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::repairs::Repairs;
use crate::article::Article;
use crate::article::dictionary::Dictionaries;
use crate::search::{Changes, Engine, EngineError, Indexer, Rendition, Size, ToIndex};
use crate::text::ocr::Machine;

/// What one thread needs to analyse articles; it remembers words, so that it is worth keeping.
#[derive(Default)]
pub(in crate::library) struct Workbench {
    indexer: Indexer,
    repairs: Repairs,
}

/// The benches of one batch, as many as threads work at once: a thread that takes up another share of the work finds one
/// that is warm.
#[derive(Default)]
struct Workbenches(Mutex<Vec<Workbench>>);

/// A bench that goes back when its share of the work is done.
struct Lent<'a> {
    bench: Workbench,
    benches: &'a Workbenches,
}

impl Workbenches {
    fn take(&self) -> Lent<'_> {
        let bench = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        Lent { bench, benches: self }
    }
}

impl Deref for Lent<'_> {
    type Target = Workbench;

    fn deref(&self) -> &Workbench {
        &self.bench
    }
}

impl DerefMut for Lent<'_> {
    fn deref_mut(&mut self) -> &mut Workbench {
        &mut self.bench
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let bench = std::mem::take(&mut self.bench);
        self.benches.0.lock().unwrap_or_else(PoisonError::into_inner).push(bench);
    }
}

/// What analysing and writing need, whichever engine is written.
pub(in crate::library) struct Writing<'a> {
    pub(in crate::library) changes: Changes<'a>,
    engine: &'a Engine,
    dictionaries: &'a Dictionaries,
    /// Nothing can be there yet, so nothing needs to be replaced.
    fresh: bool,
}

impl<'a> Writing<'a> {
    /// Begins to write about `count` changes to `engine`.
    pub(in crate::library) fn of(
        engine: &'a Engine,
        dictionaries: &'a Dictionaries,
        count: usize,
        fresh: bool,
    ) -> Result<Self, EngineError> {
        Ok(Self { changes: engine.changes(Size::from(count))?, engine, dictionaries, fresh })
    }

    /// `hash` names the file, `rendition` what residents have of it, where that is the question.
    pub(in crate::library) fn put(
        &self,
        Workbench { indexer, repairs }: &mut Workbench,
        path: &str,
        hash: [u8; 16],
        rendition: Rendition,
        article: &Article,
    ) -> Result<(), EngineError> {
        let reader = repairs.recognise(article);
        let indexable = indexer.prepare(
            self.engine,
            ToIndex {
                article,
                path,
                hash,
                rendition,
                unit: article.unit.as_deref().and_then(|code| self.dictionaries.unit(code)),
                misread: reader == Machine::PolishBook,
                repairs: &mut |texts| repairs.of(texts, reader),
            },
        )?;
        if self.fresh { self.changes.add(indexable) } else { self.changes.upsert(indexable) }
    }

    /// Does `work` for each of `items`, on all processors; it may put what it likes.
    pub(in crate::library) fn each<T: Sync>(
        &self,
        items: &[T],
        work: impl Fn(&mut Workbench, &T) -> Result<(), EngineError> + Sync,
    ) -> Result<(), EngineError> {
        let benches = Workbenches::default();
        items.par_iter().map_init(|| benches.take(), |bench, item| work(bench, item)).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::civil::date;

    use crate::library::progress::Silent;
    use crate::library::{Folders, Library, View};
    use crate::search::SearchRequest;

    #[test]
    fn a_text_that_people_wrote_is_trusted_with_its_names() {
        let folder = tempfile::tempdir().unwrap();
        let [kb, index, data] = ["kb", "index", "data"].map(|name| folder.path().join(name));
        std::fs::create_dir(&kb).unwrap();
        let text = "---\ntitle: Remont\n---\nUlica Zurdela jest zamknięta.\n";
        std::fs::write(kb.join("remont.md"), text).unwrap();
        let today = date(2026, 12, 1);
        let (library, _) = Library::open(&Folders { kb, index, data }, &Silent, today).unwrap();
        let request = SearchRequest { explain: true, ..SearchRequest::new("remont Zurdela", today) };
        let lines = library.search(View::Staff, &request).hits[0].explanation.join("\n");
        assert!(lines.contains("nazwy ") && !lines.contains("nazwy 0.000"), "{lines}");
    }
}
