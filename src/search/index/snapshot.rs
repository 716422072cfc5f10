//! One consistent state of the index: what every search of a moment looks at.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use tantivy::directory::OwnedBytes;
use tantivy::index::SegmentId;
use tantivy::schema::Field;
use tantivy::store::StoreReader;
use tantivy::{DocAddress, DocId, InvertedIndexReader, Searcher, SegmentReader};

use super::card::Card;
use super::schema::Fields;
use super::sieve::{self, Sieve};
use super::terms::form::Form;
use crate::article::ArticleId;

/// What is known of the articles of one segment. A segment never changes, except that articles of it are removed: it is
/// read once and shared by all snapshots that have it.
pub(in crate::search) struct SegmentCards {
    /// By document; `None` for what could not be read, and what was removed before the segment was.
    cards: Vec<Option<Arc<Card>>>,
    /// The last document of each article: an earlier one of the same segment was replaced by it.
    by_id: HashMap<ArticleId, DocId>,
    /// By document: positions of its unit and category in [`Snapshot::codes`], or [`NO_CODE`].
    facets: Vec<(u16, u16)>,
    /// Documents that may be out of force on some day: the others need not be asked.
    bounded: Vec<DocId>,
    /// Acts that repeal others.
    repealing: Vec<DocId>,
    /// The words of the segment without accents, those of removed articles too.
    folded: Sieve,
}

/// A searcher and all that is derived from it.
pub(in crate::search) struct Snapshot {
    pub searcher: Searcher,
    /// In the searcher's order.
    segments: Vec<Arc<SegmentCards>>,
    by_segment: HashMap<SegmentId, Arc<SegmentCards>>,
    /// By segment.
    stores: Vec<StoreReader>,
    /// By segment, then by the number of the form: asking tantivy each time takes a lock each time.
    inverted: Vec<[Arc<InvertedIndexReader>; Form::ALL.len()]>,
    /// Mean length of the fields that are scored, by the field's number.
    averages: Vec<f32>,
    /// Act number → the act that repeals it and the first day on which it does.
    repeals: HashMap<String, Vec<(String, Option<Date>)>>,
    /// Live documents.
    pub docs: usize,
    /// Codes of units and categories; documents name them by position. Only added to, so that segments can be shared.
    pub codes: Codes,
    /// Documents not in force, for the day that was asked for last: days change rarely, questions do not wait.
    lapsed: Mutex<Option<(Date, Arc<Lapsed>)>>,
}

/// Documents that are not in force, a bit each; asked for every match of a search.
#[derive(Default)]
pub(in crate::search) struct Lapsed {
    /// By segment; empty where all are in force.
    by_segment: Vec<Vec<u64>>,
}

impl Lapsed {
    fn add(&mut self, address: DocAddress, docs: u32) {
        let DocAddress { segment_ord, doc_id } = address;
        let segment = segment_ord as usize;
        if self.by_segment.len() <= segment {
            self.by_segment.resize_with(segment + 1, Vec::new);
        }
        let bits = &mut self.by_segment[segment];
        bits.resize((docs as usize).div_ceil(64), 0);
        if let Some(word) = bits.get_mut(doc_id as usize / 64) {
            *word |= 1 << (doc_id % 64);
        }
    }

    pub fn has(&self, address: DocAddress) -> bool {
        let DocAddress { segment_ord, doc_id } = address;
        let bits = self.by_segment.get(segment_ord as usize);
        bits.and_then(|bits| bits.get(doc_id as usize / 64))
            .is_some_and(|word| word & (1 << (doc_id % 64)) != 0)
    }
}

/// A document without a unit or category.
pub(in crate::search) const NO_CODE: u16 = u16::MAX;

/// Codes and their positions.
#[derive(Clone, Default)]
pub(in crate::search) struct Codes {
    codes: Vec<String>,
    places: HashMap<String, u16>,
}

impl Codes {
    /// In the order of their positions.
    pub fn iter(&self) -> impl Iterator<Item = &String> {
        self.codes.iter()
    }

    pub fn len(&self) -> usize {
        self.codes.len()
    }

    fn place(&mut self, code: Option<&String>) -> u16 {
        let Some(code) = code else { return NO_CODE };
        if let Some(&place) = self.places.get(code) {
            return place;
        }
        let place = u16::try_from(self.codes.len()).unwrap_or(NO_CODE);
        if place != NO_CODE {
            self.codes.push(code.clone());
            self.places.insert(code.clone(), place);
        }
        place
    }
}

impl Snapshot {
    /// Reads what is new since `before`: what is known of segments is shared.
    pub fn new(searcher: Searcher, fields: &Fields, before: Option<&Snapshot>) -> tantivy::Result<Self> {
        let mut codes = before.map(|before| before.codes.clone()).unwrap_or_default();
        let mut segments = Vec::with_capacity(searcher.segment_readers().len());
        let mut by_segment = HashMap::new();
        let mut repeals: HashMap<String, Vec<(String, Option<Date>)>> = HashMap::new();
        for segment in searcher.segment_readers() {
            let known = before.and_then(|before| before.by_segment.get(&segment.segment_id()));
            let of_segment = match known {
                Some(known) => Arc::clone(known),
                None => Arc::new(SegmentCards::read(segment, fields, &mut codes)?),
            };
            for &doc in of_segment.repealing.iter().filter(|&&doc| !segment.is_deleted(doc)) {
                let Some(card) = of_segment.card(doc) else { continue };
                let Some(act) = &card.act else { continue };
                let from = card.valid_from.or(card.source_date);
                for repealed in card.repeals.iter().filter(|&repealed| repealed != act) {
                    repeals.entry(repealed.clone()).or_default().push((act.clone(), from));
                }
            }
            by_segment.insert(segment.segment_id(), Arc::clone(&of_segment));
            segments.push(of_segment);
        }
        let docs = searcher.num_docs() as usize;
        // Nothing is packed, so there is nothing to keep unpacked.
        let stores = searcher.segment_readers().iter().map(|segment| segment.get_store_reader(0));
        let stores = stores.collect::<std::io::Result<Vec<_>>>()?;
        let averages = fields.schema.fields().map(|(field, _)| average_length(&searcher, field)).collect();
        let lapsed = Mutex::new(None);
        let mut inverted = Vec::with_capacity(segments.len());
        for segment in searcher.segment_readers() {
            let [a, b, c, d, e, f, g] = Form::ALL.map(|form| segment.inverted_index(form.field(fields)));
            inverted.push([a?, b?, c?, d?, e?, f?, g?]);
        }
        Ok(Self { inverted, searcher, segments, by_segment, stores, averages, repeals, docs, codes, lapsed })
    }

    /// The stored values of a document, of which its record is the last.
    pub fn record(&self, address: DocAddress) -> tantivy::Result<OwnedBytes> {
        match self.stores.get(address.segment_ord as usize) {
            Some(store) => store.get_document_bytes(address.doc_id),
            None => Ok(OwnedBytes::empty()),
        }
    }

    /// The dictionary and postings of a form in one segment, by the segment's place.
    pub fn inverted(&self, ord: usize, form: Form) -> &InvertedIndexReader {
        &self.inverted[ord][form as usize]
    }

    /// The same of all segments, in their order.
    pub fn of_form(&self, form: Form) -> impl Iterator<Item = (&SegmentReader, &InvertedIndexReader)> {
        let inverted = self.inverted.iter().map(move |forms| &*forms[form as usize]);
        self.searcher.segment_readers().iter().zip(inverted)
    }

    /// Whether any article may have this word without accents: never wrongly no, and answered without a dictionary.
    pub fn may_have_folded(&self, word: &str) -> bool {
        let hash = sieve::hash(word.as_bytes());
        self.segments.iter().any(|known| known.folded.may_have(hash))
    }

    /// Mean number of terms that documents have in `field`; 1 where there are none, so that nothing divides by zero.
    pub fn average(&self, field: Field) -> f32 {
        self.averages.get(field.field_id() as usize).copied().unwrap_or(1.0)
    }

    /// The card of a live document.
    pub fn card(&self, address: DocAddress) -> Option<&Arc<Card>> {
        self.segments.get(address.segment_ord as usize)?.card(address.doc_id)
    }

    /// Where an article stands.
    pub fn find(&self, id: &str) -> Option<DocAddress> {
        self.living().find_map(|(ord, segment, known)| {
            let doc = known.by_id.get(id).copied().filter(|&doc| !segment.is_deleted(doc))?;
            Some(DocAddress::new(ord, doc))
        })
    }

    /// The cards of all live articles.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Card>> {
        self.all_placed().map(|(_, card)| card)
    }

    /// The same with where each article stands.
    pub fn all_placed(&self) -> impl Iterator<Item = (DocAddress, &Arc<Card>)> {
        self.living().flat_map(|(ord, segment, known)| {
            let placed = move |doc| Some((DocAddress::new(ord, doc), known.card(doc)?));
            segment.doc_ids_alive().filter_map(placed)
        })
    }

    fn living(&self) -> impl Iterator<Item = (u32, &SegmentReader, &SegmentCards)> {
        let known = self.segments.iter().map(|known| &**known);
        self.searcher
            .segment_readers()
            .iter()
            .zip(known)
            .zip(0..)
            .map(|((segment, known), ord)| (ord, segment, known))
    }

    /// The act that repealed `card`'s act by `today`, if any did.
    pub fn repealed_by(&self, card: &Card, today: Date) -> Option<&str> {
        self.repeals
            .get(card.act.as_deref()?)?
            .iter()
            .find(|(_, from)| from.is_none_or(|from| from <= today))
            .map(|(by, _)| by.as_str())
    }

    /// Positions of a document's unit and category in [`Snapshot::codes`].
    pub fn facets(&self, address: DocAddress) -> (u16, u16) {
        let known = self.segments.get(address.segment_ord as usize);
        known
            .and_then(|known| known.facets.get(address.doc_id as usize))
            .copied()
            .unwrap_or((NO_CODE, NO_CODE))
    }

    /// The documents that are not in force on `today`.
    pub fn lapsed(&self, today: Date) -> Arc<Lapsed> {
        let mut cached = self.lapsed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((day, lapsed)) = &*cached
            && *day == today
        {
            return Arc::clone(lapsed);
        }
        let mut lapsed = Lapsed::default();
        for (ord, segment, known) in self.living() {
            for &doc in known.bounded.iter().filter(|&&doc| !segment.is_deleted(doc)) {
                if known.card(doc).is_some_and(|card| !self.in_force(card, today)) {
                    lapsed.add(DocAddress::new(ord, doc), segment.max_doc());
                }
            }
        }
        let lapsed = Arc::new(lapsed);
        *cached = Some((today, Arc::clone(&lapsed)));
        lapsed
    }

    /// Whether `card` is in force on `today`.
    pub fn in_force(&self, card: &Card, today: Date) -> bool {
        card.valid_from.is_none_or(|from| from <= today)
            && card.valid_until.is_none_or(|until| today <= until)
            && self.repealed_by(card, today).is_none()
    }
}

fn average_length(searcher: &Searcher, field: Field) -> f32 {
    let (mut tokens, mut docs) = (0u64, 0u64);
    for segment in searcher.segment_readers() {
        if segment.schema().get_field_entry(field).is_indexed()
            && let Ok(inverted) = segment.inverted_index(field)
        {
            tokens += inverted.total_num_tokens();
        }
        docs += u64::from(segment.max_doc());
    }
    if docs == 0 || tokens == 0 { 1.0 } else { tokens as f32 / docs as f32 }
}

/// The words of a field.
fn words(segment: &SegmentReader, field: Field) -> tantivy::Result<Sieve> {
    let inverted = segment.inverted_index(field)?;
    let mut sieve = Sieve::with_capacity(inverted.terms().num_terms());
    let mut stream = inverted.terms().stream()?;
    while stream.advance() {
        sieve.add(stream.key());
    }
    Ok(sieve)
}

impl SegmentCards {
    /// Decodes the card column: its dictionary once, in order, then one reference a document.
    fn read(segment: &SegmentReader, fields: &Fields, codes: &mut Codes) -> tantivy::Result<Self> {
        let name = segment.schema().get_field_name(fields.card).to_owned();
        let size = segment.max_doc() as usize;
        let mut read = Self {
            cards: vec![None; size],
            by_id: HashMap::with_capacity(size),
            facets: vec![(NO_CODE, NO_CODE); size],
            bounded: Vec::new(),
            repealing: Vec::new(),
            folded: words(segment, fields.folded)?,
        };
        let Some(column) = segment.fast_fields().bytes(&name)? else { return Ok(read) };
        let mut by_ord: Vec<Option<Arc<Card>>> = Vec::with_capacity(column.num_terms());
        let mut stream = column.dictionary().stream()?;
        while stream.advance() {
            // A card of another version reads as none; the fingerprint in the payload rebuilds such an index.
            by_ord.push(postcard::from_bytes(stream.key()).ok().map(Arc::new));
        }
        for doc in segment.doc_ids_alive() {
            let Some(ord) = column.term_ords(doc).next() else { continue };
            let Some(card) = by_ord.get(ord as usize).and_then(Option::as_ref) else { continue };
            read.facets[doc as usize] =
                (codes.place(card.unit.as_ref()), codes.place(card.category.as_ref()));
            if card.valid_from.is_some() || card.valid_until.is_some() || card.act.is_some() {
                read.bounded.push(doc);
            }
            if card.act.is_some() && !card.repeals.is_empty() {
                read.repealing.push(doc);
            }
            read.by_id.insert(card.id.clone(), doc);
            read.cards[doc as usize] = Some(Arc::clone(card));
        }
        Ok(read)
    }

    fn card(&self, doc: DocId) -> Option<&Arc<Card>> {
        self.cards.get(doc as usize)?.as_ref()
    }
}

#[cfg(test)]
mod tests;
