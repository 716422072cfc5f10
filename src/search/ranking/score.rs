//! First stage of the ranking: BM25 over all forms at once, term by term.
//!
//! tantivy gives the postings; the scores are added up here, one array cell a document. That makes three things
//! cheap that a tree of queries makes hard: the best of several readings of a word instead of their sum (summing
//! them was measured to lose 0.045 nDCG@10), one mask of matched words a document, and weights that change without
//! touching the index. The cost is one pass over each posting list, which for tens of thousands of articles is
//! less than the bookkeeping of skipping.

use std::cell::RefCell;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, DocSet};

use crate::search::index::terms::form::Form;
use crate::search::question::lookup::Lookup;
use crate::search::question::plan::Probe;
use crate::search::weights::Weights;

/// A document with what matched.
#[derive(Debug, Clone, Copy)]
pub(in crate::search) struct Scored {
    pub address: DocAddress,
    pub score: f32,
    /// Bits of the words found.
    pub mask: u64,
}

/// A probe with its terms found in the index.
struct Resolved {
    form: Form,
    covers: u64,
    idf: f32,
    /// idf × weight × boost.
    weight: f32,
    /// By segment: the terms it has.
    by_segment: Vec<Vec<FoundTerm>>,
}

/// A term of a probe in one segment.
struct FoundTerm {
    info: TermInfo,
    worth: f32,
    /// Its place among the terms of the probe.
    place: u16,
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
pub(in crate::search) fn score_all(
    lookup: &Lookup<'_>,
    weights: &Weights,
    probes: &[Probe],
    mut visit: impl FnMut(Scored),
) -> tantivy::Result<()> {
    let snapshot = lookup.snapshot;
    let mut resolved = Vec::with_capacity(probes.len());
    for probe in probes {
        resolved.extend(resolve(lookup, weights, probe)?);
    }
    // One form after the other, so that its lengths are worked out once.
    resolved.sort_by_key(|probe| probe.form);
    SCRATCH.with_borrow_mut(|scratch| {
        for (ord, segment) in snapshot.searcher.segment_readers().iter().enumerate() {
            scratch.cells.clear();
            scratch.cells.resize(segment.max_doc() as usize, Cell::default());
            for probes in resolved.chunk_by(|a, b| a.form == b.form) {
                let Some(form) = probes.first().map(|probe| probe.form) else { continue };
                let of_form = OfForm::new(lookup, weights, form, ord)?;
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

/// Looks a probe's terms up; nothing where no article has any, or too many to tell them apart.
fn resolve(lookup: &Lookup<'_>, weights: &Weights, probe: &Probe) -> tantivy::Result<Option<Resolved>> {
    let snapshot = lookup.snapshot;
    let form_weight = weights.of(probe.form) * probe.boost;
    if form_weight <= 0.0 {
        return Ok(None);
    }
    let mut by_segment: Vec<Vec<FoundTerm>> = Vec::new();
    by_segment.resize_with(snapshot.searcher.segment_readers().len(), Vec::new);
    let mut df = 0u64;
    for (place, (term, worth)) in (0..).zip(&probe.terms) {
        lookup.looked_up(probe.form, term, |infos| {
            for (info, found) in infos.iter().zip(&mut by_segment) {
                if let Some(info) = info {
                    df += u64::from(info.doc_freq);
                    found.push(FoundTerm { info: info.clone(), worth: *worth, place });
                }
            }
        })?;
    }
    let commonplace = probe.form == Form::Gram && df as f32 > weights.gram_share * snapshot.docs as f32;
    Ok((df > 0 && !commonplace).then(|| {
        let idf = lookup.idf(df);
        Resolved { form: probe.form, covers: probe.covers, idf, weight: idf * form_weight, by_segment }
    }))
}

/// What one word of a question added to a document's score.
#[derive(Debug)]
pub(in crate::search) struct Part<'p> {
    pub form: Form,
    /// The reading that counted: the best of those the document has.
    pub term: &'p str,
    /// How rare the word is, over all its readings.
    pub idf: f32,
    /// What its form, its place in the question and this reading count for.
    pub weight: f32,
    /// How often it stands in the document, for how long that is.
    pub frequency: f32,
    /// What was added: the product of the three.
    pub gain: f32,
}

/// What the score of one document is the sum of, in the order in which it was added up.
///
/// # Errors
/// Only what tantivy reports of a damaged index.
pub(in crate::search) fn parts<'p>(
    lookup: &Lookup<'_>,
    weights: &Weights,
    probes: &'p [Probe],
    address: DocAddress,
) -> tantivy::Result<Vec<Part<'p>>> {
    let mut parts = Vec::new();
    let mut probes: Vec<&Probe> = probes.iter().collect();
    probes.sort_by_key(|probe| probe.form);
    for probe in probes {
        let Some(resolved) = resolve(lookup, weights, probe)? else { continue };
        let of_form = OfForm::new(lookup, weights, probe.form, address.segment_ord as usize)?;
        let mut best: Option<Part<'p>> = None;
        for term in resolved.by_segment.get(address.segment_ord as usize).into_iter().flatten() {
            let mut postings =
                of_form.inverted.read_postings_from_terminfo(&term.info, IndexRecordOption::WithFreqs)?;
            if postings.doc() < address.doc_id {
                postings.seek(address.doc_id);
            }
            if postings.doc() != address.doc_id {
                continue;
            }
            let gain = of_form.gain(&resolved, term, address.doc_id, postings.term_freq());
            if best.as_ref().is_none_or(|best| best.gain < gain) {
                let weight = resolved.weight / resolved.idf * term.worth;
                best = Some(Part {
                    form: probe.form,
                    term: probe.terms.get(usize::from(term.place)).map_or("", |(term, _)| term),
                    idf: resolved.idf,
                    weight,
                    frequency: gain / (resolved.idf * weight),
                    gain,
                });
            }
        }
        parts.extend(best);
    }
    Ok(parts)
}

/// What all probes of one form need of a segment.
struct OfForm<'a> {
    norms: FieldNormReader,
    inverted: &'a InvertedIndexReader,
    lengths: LengthFactors,
    saturation: f32,
}

impl<'a> OfForm<'a> {
    fn new(lookup: &Lookup<'a>, weights: &Weights, form: Form, ord: usize) -> tantivy::Result<Self> {
        let (snapshot, field) = (lookup.snapshot, form.field(lookup.fields));
        Ok(Self {
            norms: snapshot.searcher.segment_reader(ord as u32).get_fieldnorms_reader(field)?,
            inverted: snapshot.inverted(ord, form),
            lengths: LengthFactors::new(weights.k1, weights.b_of(form), snapshot.average(field)),
            saturation: 1.0 + weights.k1,
        })
    }

    fn gain(&self, probe: &Resolved, term: &FoundTerm, doc: DocId, freq: u32) -> f32 {
        let (weight, freq) = (probe.weight * term.worth * self.saturation, freq as f32);
        weight * freq / (freq + self.lengths.of(self.norms.fieldnorm_id(doc)))
    }

    fn add(&self, probe: &Resolved, ord: usize, scratch: &mut Scratch) -> tantivy::Result<()> {
        let Some(terms) = probe.by_segment.get(ord) else { return Ok(()) };
        let single = terms.len() == 1;
        for term in terms {
            let mut postings =
                self.inverted.read_block_postings_from_terminfo(&term.info, IndexRecordOption::WithFreqs)?;
            loop {
                let docs = postings.docs();
                if docs.is_empty() {
                    break;
                }
                for (&doc, &freq) in docs.iter().zip(postings.freqs()) {
                    let gain = self.gain(probe, term, doc, freq);
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
