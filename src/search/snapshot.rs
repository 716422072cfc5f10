//! One consistent state of the index: what every search of a moment looks at.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use tantivy::directory::OwnedBytes;
use tantivy::index::SegmentId;
use tantivy::schema::Field;
use tantivy::store::StoreReader;
use tantivy::{DocAddress, DocId, Searcher, SegmentReader};

use super::card::Card;
use super::schema::Fields;

/// The cards of one segment, by document.
pub(super) type SegmentCards = Arc<Vec<Option<Arc<Card>>>>;

/// A searcher and all that is derived from it.
pub(super) struct Snapshot {
    pub searcher: Searcher,
    /// Cards by segment, in the searcher's order; `None` for deleted documents.
    pub cards: Vec<SegmentCards>,
    by_segment: HashMap<SegmentId, SegmentCards>,
    /// By segment.
    stores: Vec<StoreReader>,
    /// Mean length of the fields that are scored, by the field's number.
    averages: Vec<f32>,
    by_id: HashMap<String, DocAddress>,
    /// Act number → the act that repeals it and the first day on which it does.
    repeals: HashMap<String, Vec<(String, Option<Date>)>>,
    /// Live documents.
    pub docs: usize,
    /// Codes of units and categories; documents name them by position.
    pub codes: Vec<String>,
    /// By segment and document: positions of its unit and category in `codes`, or [`NO_CODE`].
    facets: Vec<Vec<(u16, u16)>>,
    /// Documents not in force, for the day that was asked for last: days change rarely, questions do not wait.
    lapsed: Mutex<Option<(Date, Arc<HashSet<DocAddress>>)>>,
}

/// A document without a unit or category.
pub(super) const NO_CODE: u16 = u16::MAX;

impl Snapshot {
    /// Reads what is new since `before`: cards of segments already known are shared.
    pub fn new(searcher: Searcher, fields: &Fields, before: Option<&Snapshot>) -> tantivy::Result<Self> {
        let mut cards = Vec::with_capacity(searcher.segment_readers().len());
        let mut by_segment = HashMap::new();
        let mut by_id = HashMap::with_capacity(searcher.num_docs() as usize);
        let mut repeals: HashMap<String, Vec<(String, Option<Date>)>> = HashMap::new();
        let mut codes: Vec<String> = Vec::new();
        let mut places: HashMap<String, u16> = HashMap::new();
        let mut facets = Vec::with_capacity(cards.capacity());
        let mut place = |code: &Option<String>| match code {
            None => NO_CODE,
            Some(code) => *places.entry(code.clone()).or_insert_with(|| {
                codes.push(code.clone());
                u16::try_from(codes.len() - 1).unwrap_or(NO_CODE)
            }),
        };
        for (ord, segment) in searcher.segment_readers().iter().enumerate() {
            let known = before.and_then(|before| before.by_segment.get(&segment.segment_id()));
            let of_segment = match known {
                Some(cards) => Arc::clone(cards),
                None => Arc::new(read_cards(segment, fields.card)?),
            };
            let mut of_documents = vec![(NO_CODE, NO_CODE); segment.max_doc() as usize];
            for doc in segment.doc_ids_alive() {
                let Some(Some(card)) = of_segment.get(doc as usize) else { continue };
                if let Some(facet) = of_documents.get_mut(doc as usize) {
                    *facet = (place(&card.unit), place(&card.category));
                }
                by_id.insert(card.id.to_string(), DocAddress::new(ord as u32, doc));
                if let Some(act) = &card.act {
                    let from = card.valid_from.or(card.source_date);
                    for repealed in card.repeals.iter().filter(|&repealed| repealed != act) {
                        repeals.entry(repealed.clone()).or_default().push((act.clone(), from));
                    }
                }
            }
            facets.push(of_documents);
            by_segment.insert(segment.segment_id(), Arc::clone(&of_segment));
            cards.push(of_segment);
        }
        let docs = searcher.num_docs() as usize;
        let lapsed = Mutex::new(None);
        // Nothing is packed, so there is nothing to keep unpacked.
        let stores = searcher.segment_readers().iter().map(|segment| segment.get_store_reader(0));
        let stores = stores.collect::<std::io::Result<Vec<_>>>()?;
        let averages = fields.schema.fields().map(|(field, _)| average_length(&searcher, field)).collect();
        Ok(Self {
            searcher,
            cards,
            by_segment,
            stores,
            averages,
            by_id,
            repeals,
            docs,
            codes,
            facets,
            lapsed,
        })
    }

    /// The stored values of a document, of which its record is the last.
    pub fn record(&self, address: DocAddress) -> tantivy::Result<OwnedBytes> {
        match self.stores.get(address.segment_ord as usize) {
            Some(store) => store.get_document_bytes(address.doc_id),
            None => Ok(OwnedBytes::empty()),
        }
    }

    /// Mean number of terms that documents have in `field`; 1 where there are none, so that nothing divides by zero.
    pub fn average(&self, field: Field) -> f32 {
        self.averages.get(field.field_id() as usize).copied().unwrap_or(1.0)
    }

    /// The card of a live document.
    pub fn card(&self, address: DocAddress) -> Option<&Arc<Card>> {
        self.cards.get(address.segment_ord as usize)?.get(address.doc_id as usize)?.as_ref()
    }

    /// Where an article stands.
    pub fn find(&self, id: &str) -> Option<DocAddress> {
        self.by_id.get(id).copied()
    }

    /// The cards of all live articles.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Card>> {
        self.by_id.values().filter_map(|&address| self.card(address))
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
        let of_segment = self.facets.get(address.segment_ord as usize);
        of_segment
            .and_then(|facets| facets.get(address.doc_id as usize))
            .copied()
            .unwrap_or((NO_CODE, NO_CODE))
    }

    /// The documents that are not in force on `today`.
    pub fn lapsed(&self, today: Date) -> Arc<HashSet<DocAddress>> {
        let mut cached = self.lapsed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((day, lapsed)) = &*cached
            && *day == today
        {
            return Arc::clone(lapsed);
        }
        let lapsed: HashSet<DocAddress> = self
            .by_id
            .values()
            .copied()
            .filter(|&address| self.card(address).is_some_and(|card| !self.in_force(card, today)))
            .collect();
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

/// Decodes the card column: its dictionary once, in order, then one reference a document.
fn read_cards(segment: &SegmentReader, field: Field) -> tantivy::Result<Vec<Option<Arc<Card>>>> {
    let name = segment.schema().get_field_name(field).to_owned();
    let mut cards = vec![None; segment.max_doc() as usize];
    let Some(column) = segment.fast_fields().bytes(&name)? else { return Ok(cards) };
    let mut by_ord: Vec<Option<Arc<Card>>> = Vec::with_capacity(column.num_terms());
    let mut stream = column.dictionary().stream()?;
    while stream.advance() {
        // A card of another version reads as none; the fingerprint in the payload rebuilds such an index.
        by_ord.push(postcard::from_bytes(stream.key()).ok().map(Arc::new));
    }
    for doc in 0..segment.max_doc() as DocId {
        if segment.is_deleted(doc) {
            continue;
        }
        if let Some(ord) = column.term_ords(doc).next() {
            cards[doc as usize] = by_ord.get(ord as usize).cloned().flatten();
        }
    }
    Ok(cards)
}
