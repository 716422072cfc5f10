//! First stage of the ranking: BM25 over all forms at once, term by term.
//!
//! tantivy gives the postings; the scores are added up here, one array cell a document. That makes three things
//! cheap that a tree of queries makes hard: the best of several readings of a word instead of their sum (summing
//! them was measured to lose 0.045 nDCG@10), one mask of matched words a document, and weights that change without
//! touching the index. The cost is one pass over each posting list, which for tens of thousands of articles is
//! less than the bookkeeping of skipping.

use std::cell::RefCell;

use tantivy::DocAddress;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};

use super::rank::Weights;
use super::schema::Fields;
use super::searching::Searching;

/// By what a term is compared; one field of the index each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Form {
    Lemma,
    Root,
    Folded,
    Gram,
    Head,
    Pair,
    Code,
}

impl Form {
    /// Every form, in the order of its number.
    pub const ALL: [Form; 7] =
        [Form::Lemma, Form::Root, Form::Folded, Form::Gram, Form::Head, Form::Pair, Form::Code];

    pub fn field(self, fields: &Fields) -> Field {
        match self {
            Form::Lemma => fields.lemma,
            Form::Root => fields.root,
            Form::Folded => fields.folded,
            Form::Gram => fields.gram,
            Form::Head => fields.head,
            Form::Pair => fields.pair,
            Form::Code => fields.code,
        }
    }

    pub fn weight(self, weights: &Weights) -> f32 {
        match self {
            Form::Lemma => weights.lemma,
            Form::Root => weights.root,
            Form::Folded => weights.folded,
            Form::Gram => weights.gram,
            Form::Head => weights.head,
            Form::Pair => weights.head_pair,
            Form::Code => weights.code,
        }
    }

    /// A code stands once or it does not: length says nothing about it.
    fn b(self, weights: &Weights) -> f32 {
        match self {
            Form::Code | Form::Pair => 0.0,
            _ => weights.b,
        }
    }
}

/// Something to look for: the readings of a word in one form, of which a document's best counts.
#[derive(Debug, Clone)]
pub(super) struct Probe {
    pub form: Form,
    /// Terms with the worth of each reading, 1 for the word as it is.
    pub terms: Vec<(String, f32)>,
    /// Multiplies the form's weight.
    pub boost: f32,
    /// Bits of the words of the question that a match covers.
    pub covers: u64,
}

impl Probe {
    pub fn new(form: Form, term: impl Into<String>, boost: f32, covers: u64) -> Self {
        Self { form, terms: vec![(term.into(), 1.0)], boost, covers }
    }
}

/// A document with what matched.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scored {
    pub address: DocAddress,
    pub score: f32,
    /// Bits of the words found.
    pub mask: u64,
}

/// BM25's inverse document frequency, never negative.
pub(super) fn idf(docs: usize, df: u64) -> f32 {
    let (docs, df) = (docs as f32, (df as f32).min(docs as f32));
    (1.0 + (docs - df + 0.5) / (df + 0.5)).ln()
}

/// A probe with its terms found in the index.
struct Resolved {
    form: Form,
    covers: u64,
    /// idf × weight × boost.
    weight: f32,
    /// By segment: the terms it has, with the worth of each reading.
    by_segment: Vec<Vec<(TermInfo, f32)>>,
}

/// What a document has got so far.
#[derive(Clone, Copy, Default)]
struct Cell {
    score: f32,
    /// The best reading of the word that is being added.
    best: f32,
    mask: u64,
}

#[derive(Default)]
struct Scratch {
    cells: Vec<Cell>,
    touched: Vec<u32>,
}

thread_local! {
    /// Kept from one search to the next: a search allocates nothing that grows with the index.
    static SCRATCH: RefCell<Scratch> = const { RefCell::new(Scratch { cells: Vec::new(), touched: Vec::new() }) };
}

/// Scores every document that any probe finds and gives each to `visit`.
///
/// # Errors
/// Only what tantivy reports of a damaged index.
pub(super) fn score_all(
    searching: &Searching<'_>,
    probes: &[Probe],
    mut visit: impl FnMut(Scored),
) -> tantivy::Result<()> {
    let Searching { snapshot, fields, weights, .. } = *searching;
    let mut resolved = resolve(searching, probes)?;
    // One form after the other, so that its lengths are worked out once.
    resolved.sort_by_key(|probe| probe.form);
    SCRATCH.with_borrow_mut(|scratch| {
        for (ord, segment) in snapshot.searcher.segment_readers().iter().enumerate() {
            scratch.cells.clear();
            scratch.cells.resize(segment.max_doc() as usize, Cell::default());
            for probes in resolved.chunk_by(|a, b| a.form == b.form) {
                let Some(form) = probes.first().map(|probe| probe.form) else { continue };
                let field = form.field(fields);
                let of_form = OfForm {
                    norms: segment.get_fieldnorms_reader(field)?,
                    inverted: snapshot.inverted(ord, form),
                    lengths: LengthFactors::new(weights.k1, form.b(weights), snapshot.average(field)),
                    saturation: 1.0 + weights.k1,
                };
                for probe in probes {
                    of_form.add(probe, ord, scratch)?;
                }
            }
            for (doc, cell) in scratch.cells.iter().enumerate() {
                if cell.mask != 0 && !segment.is_deleted(doc as u32) {
                    let address = DocAddress::new(ord as u32, doc as u32);
                    visit(Scored { address, score: cell.score, mask: cell.mask });
                }
            }
        }
        Ok(())
    })
}

fn resolve(searching: &Searching<'_>, probes: &[Probe]) -> tantivy::Result<Vec<Resolved>> {
    let Searching { snapshot, weights, .. } = *searching;
    let mut all = Vec::with_capacity(probes.len());
    for probe in probes {
        let form_weight = probe.form.weight(weights) * probe.boost;
        if form_weight <= 0.0 {
            continue;
        }
        let mut by_segment = vec![Vec::new(); snapshot.searcher.segment_readers().len()];
        let mut df = 0u64;
        for (term, worth) in &probe.terms {
            searching.looked_up(probe.form, term, |infos| {
                for (info, found) in infos.iter().zip(&mut by_segment) {
                    if let Some(info) = info {
                        df += u64::from(info.doc_freq);
                        found.push((info.clone(), *worth));
                    }
                }
            })?;
        }
        let commonplace = probe.form == Form::Gram && df as f32 > weights.gram_share * snapshot.docs as f32;
        if df > 0 && !commonplace {
            let weight = idf(snapshot.docs, df) * form_weight;
            all.push(Resolved { form: probe.form, covers: probe.covers, weight, by_segment });
        }
    }
    Ok(all)
}

/// What all probes of one form need of a segment.
struct OfForm<'a> {
    norms: FieldNormReader,
    inverted: &'a InvertedIndexReader,
    lengths: LengthFactors,
    saturation: f32,
}

impl OfForm<'_> {
    fn add(&self, probe: &Resolved, ord: usize, scratch: &mut Scratch) -> tantivy::Result<()> {
        let Some(terms) = probe.by_segment.get(ord) else { return Ok(()) };
        let single = terms.len() == 1;
        for (info, worth) in terms {
            let weight = probe.weight * worth * self.saturation;
            let mut postings =
                self.inverted.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
            loop {
                let docs = postings.docs();
                if docs.is_empty() {
                    break;
                }
                for (&doc, &freq) in docs.iter().zip(postings.freqs()) {
                    let freq = freq as f32;
                    let gain = weight * freq / (freq + self.lengths.of(self.norms.fieldnorm_id(doc)));
                    let Some(cell) = scratch.cells.get_mut(doc as usize) else { continue };
                    if single {
                        cell.score += gain;
                        cell.mask |= probe.covers;
                    } else {
                        if cell.best == 0.0 {
                            scratch.touched.push(doc);
                        }
                        cell.best = cell.best.max(gain);
                    }
                }
                postings.advance();
            }
        }
        for doc in scratch.touched.drain(..) {
            let Some(cell) = scratch.cells.get_mut(doc as usize) else { continue };
            cell.score += std::mem::take(&mut cell.best);
            cell.mask |= probe.covers;
        }
        Ok(())
    }
}

/// `k1 * (1 - b + b * length / average)` for each of the 256 lengths that tantivy tells apart.
struct LengthFactors([f32; 256]);

impl LengthFactors {
    fn new(k1: f32, b: f32, average: f32) -> Self {
        let mut factors = [0.0; 256];
        for (id, factor) in factors.iter_mut().enumerate() {
            let length = FieldNormReader::id_to_fieldnorm(id as u8) as f32;
            *factor = k1 * (1.0 - b + b * length / average);
        }
        Self(factors)
    }

    fn of(&self, id: u8) -> f32 {
        self.0[id as usize]
    }
}

#[cfg(test)]
mod tests;
