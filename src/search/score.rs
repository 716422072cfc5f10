//! First stage of the ranking: BM25 over all forms at once, term by term.
//!
//! tantivy gives the postings; the scores are added up here, one array cell a document. That makes three things
//! cheap that a tree of queries makes hard: the best of several readings of a word instead of their sum (summing
//! them was measured to lose 0.045 nDCG@10), one mask of matched words a document, and weights that change without
//! touching the index. The cost is one pass over each posting list, which for tens of thousands of articles is
//! less than the bookkeeping of skipping.

use std::cell::RefCell;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, SegmentReader, Term};

use super::rank::Weights;
use super::schema::Fields;
use super::snapshot::Snapshot;

/// By what a term is compared; one field of the index each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Form {
    Lemma,
    Root,
    Folded,
    Exact,
    Gram,
    Head,
    Code,
}

impl Form {
    pub fn field(self, fields: &Fields) -> Field {
        match self {
            Form::Lemma => fields.lemma,
            Form::Root => fields.root,
            Form::Folded => fields.folded,
            Form::Exact => fields.exact,
            Form::Gram => fields.gram,
            Form::Head => fields.head,
            Form::Code => fields.code,
        }
    }

    pub fn weight(self, weights: &Weights) -> f32 {
        match self {
            Form::Lemma => weights.lemma,
            Form::Root => weights.root,
            Form::Folded => weights.folded,
            Form::Exact => weights.exact,
            Form::Gram => weights.gram,
            Form::Head => weights.head,
            Form::Code => weights.code,
        }
    }

    /// A code stands once or it does not: length says nothing about it.
    fn b(self, weights: &Weights) -> f32 {
        match self {
            Form::Code | Form::Exact => 0.0,
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

/// Averages that BM25 needs, over all segments.
#[derive(Debug, Clone, Copy)]
pub(super) struct FieldStats {
    pub average: f32,
}

/// Field lengths' average; 1 for an empty index, so that nothing divides by zero.
pub(super) fn stats(snapshot: &Snapshot, field: Field) -> FieldStats {
    let mut tokens = 0u64;
    let mut docs = 0u64;
    for segment in snapshot.searcher.segment_readers() {
        if let Ok(inverted) = segment.inverted_index(field) {
            tokens += inverted.total_num_tokens();
        }
        docs += u64::from(segment.max_doc());
    }
    FieldStats { average: if docs == 0 || tokens == 0 { 1.0 } else { tokens as f32 / docs as f32 } }
}

/// BM25's inverse document frequency, never negative.
pub(super) fn idf(docs: usize, df: u64) -> f32 {
    let (docs, df) = (docs as f32, (df as f32).min(docs as f32));
    (1.0 + (docs - df + 0.5) / (df + 0.5)).ln()
}

/// A probe with its terms found in the index.
struct Resolved {
    field: Field,
    form: Form,
    covers: u64,
    /// idf × weight × boost.
    weight: f32,
    /// By segment: the terms it has, with the worth of each reading.
    by_segment: Vec<Vec<(TermInfo, f32)>>,
}

struct Scratch {
    scores: Vec<f32>,
    masks: Vec<u64>,
    best: Vec<f32>,
    touched: Vec<u32>,
}

thread_local! {
    /// Kept from one search to the next: a search allocates nothing that grows with the index.
    static SCRATCH: RefCell<Scratch> =
        const { RefCell::new(Scratch { scores: Vec::new(), masks: Vec::new(), best: Vec::new(), touched: Vec::new() }) };
}

/// Scores every document that any probe finds and gives each to `visit`.
///
/// # Errors
/// Only what tantivy reports of a damaged index.
pub(super) fn score_all(
    snapshot: &Snapshot,
    fields: &Fields,
    weights: &Weights,
    probes: &[Probe],
    mut visit: impl FnMut(Scored),
) -> tantivy::Result<()> {
    let resolved = resolve(snapshot, fields, weights, probes)?;
    SCRATCH.with_borrow_mut(|scratch| {
        for (ord, segment) in snapshot.searcher.segment_readers().iter().enumerate() {
            let docs = segment.max_doc() as usize;
            scratch.scores.clear();
            scratch.scores.resize(docs, 0.0);
            scratch.masks.clear();
            scratch.masks.resize(docs, 0);
            if scratch.best.len() < docs {
                scratch.best.resize(docs, 0.0);
            }
            for probe in &resolved {
                add(snapshot, segment, ord, weights, probe, scratch)?;
            }
            for (doc, (&score, &mask)) in scratch.scores.iter().zip(&scratch.masks).enumerate() {
                if mask != 0 && !segment.is_deleted(doc as u32) {
                    visit(Scored { address: DocAddress::new(ord as u32, doc as u32), score, mask });
                }
            }
        }
        Ok(())
    })
}

fn resolve(
    snapshot: &Snapshot,
    fields: &Fields,
    weights: &Weights,
    probes: &[Probe],
) -> tantivy::Result<Vec<Resolved>> {
    let mut all = Vec::with_capacity(probes.len());
    for probe in probes {
        let form_weight = probe.form.weight(weights) * probe.boost;
        if form_weight <= 0.0 {
            continue;
        }
        let field = probe.form.field(fields);
        let mut by_segment = Vec::new();
        let mut df = 0u64;
        for segment in snapshot.searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            let mut found = Vec::with_capacity(probe.terms.len());
            for (term, worth) in &probe.terms {
                if let Some(info) = inverted.get_term_info(&Term::from_field_text(field, term))? {
                    df += u64::from(info.doc_freq);
                    found.push((info, *worth));
                }
            }
            by_segment.push(found);
        }
        if df > 0 {
            let weight = idf(snapshot.docs, df) * form_weight;
            all.push(Resolved { field, form: probe.form, covers: probe.covers, weight, by_segment });
        }
    }
    Ok(all)
}

fn add(
    snapshot: &Snapshot,
    segment: &SegmentReader,
    ord: usize,
    weights: &Weights,
    probe: &Resolved,
    scratch: &mut Scratch,
) -> tantivy::Result<()> {
    let Some(terms) = probe.by_segment.get(ord).filter(|terms| !terms.is_empty()) else { return Ok(()) };
    let norms = segment.get_fieldnorms_reader(probe.field)?;
    let lengths = LengthFactors::new(weights.k1, probe.form.b(weights), stats(snapshot, probe.field).average);
    let inverted = segment.inverted_index(probe.field)?;
    let single = terms.len() == 1;
    for (info, worth) in terms {
        let weight = probe.weight * worth * (1.0 + weights.k1);
        let mut postings = inverted.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
        loop {
            let docs = postings.docs();
            if docs.is_empty() {
                break;
            }
            for (&doc, &freq) in docs.iter().zip(postings.freqs()) {
                let freq = freq as f32;
                let gain = weight * freq / (freq + lengths.of(norms.fieldnorm_id(doc)));
                let at = doc as usize;
                if single {
                    scratch.scores[at] += gain;
                    scratch.masks[at] |= probe.covers;
                } else {
                    if scratch.best[at] == 0.0 {
                        scratch.touched.push(doc);
                    }
                    scratch.best[at] = scratch.best[at].max(gain);
                }
            }
            postings.advance();
        }
    }
    for doc in scratch.touched.drain(..) {
        let at = doc as usize;
        scratch.scores[at] += std::mem::take(&mut scratch.best[at]);
        scratch.masks[at] |= probe.covers;
    }
    Ok(())
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
