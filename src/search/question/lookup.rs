//! What the index says of a term: in how many articles it stands, what begins as it does, and how a word is read.

use std::cell::RefCell;

use foldhash::{HashMap, HashMapExt};
use tantivy::postings::TermInfo;
use tantivy::schema::IndexRecordOption;
use tantivy::{InvertedIndexReader, SegmentReader};

use crate::search::index::schema::Fields;
use crate::search::index::snapshot::Snapshot;
use crate::search::index::terms::form::Form;
use crate::text::Analyzer;

/// One state of the index as one search looks things up in it.
pub(in crate::search) struct Lookup<'a> {
    pub snapshot: &'a Snapshot,
    pub fields: &'a Fields,
    pub analyzer: &'a RefCell<Analyzer>,
    /// Whether residents ask: they are told only words that they can read.
    pub residents: bool,
    /// What was looked up already: planning and scoring ask for the same terms.
    known: Known,
}

/// Terms of one search in the dictionaries of all segments, by the number of their form.
#[derive(Default)]
struct Known([RefCell<HashMap<Box<str>, BySegment>>; Form::ALL.len()]);

/// What the dictionary of each segment says of a term.
type BySegment = Box<[Option<TermInfo>]>;

/// In how many articles of a segment a term stands, as far as it matters: exactly where removed ones could be all of
/// them, otherwise with those that await a merge.
fn living(segment: &SegmentReader, inverted: &InvertedIndexReader, info: &TermInfo) -> tantivy::Result<u64> {
    let (Some(alive), true) = (segment.alive_bitset(), info.doc_freq <= segment.num_deleted_docs()) else {
        return Ok(u64::from(info.doc_freq));
    };
    let postings = inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
    Ok(u64::from(postings.doc_freq_given_deletes(alive)))
}

impl<'a> Lookup<'a> {
    pub fn new(
        snapshot: &'a Snapshot,
        fields: &'a Fields,
        analyzer: &'a RefCell<Analyzer>,
        residents: bool,
    ) -> Self {
        Self { snapshot, fields, analyzer, residents, known: Known::default() }
    }

    /// In how many articles a term stands.
    ///
    /// A word of removed articles alone stands in none: until a merge clears it away the dictionary still has it, and
    /// a correction or completion must not bring it back.
    pub fn df(&self, form: Form, term: &str) -> tantivy::Result<u64> {
        self.looked_up(form, term, |infos| {
            let mut df = 0;
            for ((segment, inverted), info) in self.snapshot.of_form(form).zip(infos) {
                if let Some(info) = info {
                    df += living(segment, inverted, info)?;
                }
            }
            Ok(df)
        })?
    }

    /// Hands `look` what each segment's dictionary says of a term.
    pub fn looked_up<R>(
        &self,
        form: Form,
        term: &str,
        look: impl FnOnce(&[Option<TermInfo>]) -> R,
    ) -> tantivy::Result<R> {
        let known = &self.known.0[form as usize];
        if let Some(infos) = known.borrow().get(term) {
            return Ok(look(infos));
        }
        let infos = self.snapshot.of_form(form).map(|(_, inverted)| inverted.terms().get(term));
        let infos = infos.collect::<std::io::Result<BySegment>>()?;
        let result = look(&infos);
        known.borrow_mut().insert(term.into(), infos);
        Ok(result)
    }

    /// Words of the index that begin with `prefix`, with the number of articles they stand in; at most `limit`,
    /// the commonest of those looked at.
    pub fn starting_with(&self, prefix: &str, limit: usize) -> tantivy::Result<Vec<(String, u64)>> {
        /// Words looked at: a prefix that more begin with says too little to choose by.
        const LOOKED_AT: usize = 2_000;
        let mut found: HashMap<String, u64> = HashMap::new();
        for (segment, inverted) in self.snapshot.of_form(Form::Folded) {
            let mut stream = inverted.terms().range().ge(prefix.as_bytes()).into_stream()?;
            let mut looked = 0;
            while looked < LOOKED_AT && stream.advance() {
                let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
                if !term.starts_with(prefix) {
                    break;
                }
                looked += 1;
                let living = living(segment, inverted, stream.value())?;
                if living > 0 {
                    match found.get_mut(term) {
                        Some(df) => *df += living,
                        None => {
                            found.insert(term.to_owned(), living);
                        }
                    }
                }
            }
        }
        let mut found: Vec<(String, u64)> = found.into_iter().collect();
        found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        found.truncate(limit);
        Ok(found)
    }

    /// How much a term that stands in `df` articles tells them apart.
    pub fn idf(&self, df: u64) -> f32 {
        idf(self.snapshot.docs, df)
    }
}

/// BM25's inverse document frequency, never negative.
pub(in crate::search) fn idf(docs: usize, df: u64) -> f32 {
    let (docs, df) = (docs as f32, (df as f32).min(docs as f32));
    (1.0 + (docs - df + 0.5) / (df + 0.5)).ln()
}
