//! Whether an article holds what is asked of it: line by line, and by what it says that it does not hold.

use super::entry::{Entry, Kinds, about};
use super::{model, values};
use crate::search::index::document::head;
use crate::search::index::record::{PassageKind, Record, hash, tokens};
use crate::search::question::intent::FactKind;
use crate::search::question::lookup::Lookup;
use crate::search::question::plan::Plan;
use crate::search::question::query::Query;
use crate::search::ranking::passage::{RecordMatch, WordMatch};

/// A heading says what its lines are about, not what they say.
const OF_HEADING: f32 = 0.7;

/// Whether the article holds what is asked.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::search) struct Holding {
    /// The entry of `unknown` that meets the question best, by its passage.
    pub entry: Option<usize>,
    /// Share of what is asked about, beyond the matter itself, that the entry names.
    pub entry_of_question: f32,
    /// Share of what the entry is about that the question names.
    pub entry_of_itself: f32,
    /// Which kinds of fact entry and question ask for.
    pub kinds: Kinds,
    /// Neither names anything beyond the matter.
    pub plain: bool,
    /// The question names nothing beyond the matter.
    pub bare: bool,
    /// The best line for the kind of fact asked for, by its passage: the one that holds such a value and most of what is
    /// asked about.
    pub line: Option<usize>,
    /// Share of what is asked about that this line names.
    pub value: f32,
    /// The same of any line, with a value or without.
    pub named: f32,
    /// The same of lines for agents alone.
    pub internal: f32,
    /// `facts` has the key.
    pub key: bool,
    /// Share of what is asked about that its value names.
    pub of_key: f32,
}

impl Holding {
    /// What [`model::GAP`] weighs, in its order.
    pub fn features(&self, asked: Option<FactKind>) -> [(&'static str, f32); model::GAP.len()] {
        let truth = |is: bool| f32::from(u8::from(is));
        let met = self.entry.map_or(0.0, |_| self.met());
        let asks = truth(asked.is_some());
        let key = truth(self.key);
        [
            ("met_same", met * truth(self.kinds == Kinds::Same)),
            ("met_neither", met * truth(self.kinds == Kinds::Neither)),
            ("met_of_entry", met * truth(self.kinds == Kinds::OfEntry)),
            ("met_of_question", met * truth(self.kinds == Kinds::OfQuestion)),
            ("met_squared", met * met),
            ("value", self.value),
            ("named", self.named),
            ("internal", (self.internal - self.named).max(0.0)),
            ("kind", asks),
            ("no_value", asks * truth(self.line.is_none())),
            ("key", key),
            ("key_named", key * truth(!self.bare) * self.of_key),
            ("bare", truth(self.bare)),
        ]
    }

    /// Whether the entry is what is asked, and can be named.
    pub fn is_met(&self) -> bool {
        self.entry.is_some() && self.kinds != Kinds::Differ && self.met() >= 0.4
    }

    /// How well the entry meets the question, whatever kind of fact either asks for.
    fn met(&self) -> f32 {
        about(self.entry_of_question, self.entry_of_itself, self.bare, self.plain)
    }
}

/// A word of the question, as far as it is asked about.
struct Wanted {
    worth: f32,
    /// Neither glue, nor what names the kind of fact, nor the matter itself.
    is_specific: bool,
}

/// Whether `record` holds what `query` asks.
pub(in crate::search) fn holding(
    lookup: &Lookup<'_>,
    query: &Query,
    plan: &Plan,
    title: &str,
    record: &Record<'_>,
    matched: &RecordMatch,
) -> tantivy::Result<Holding> {
    let found = |word: usize| matched.known.get(word).copied().flatten();
    let of_title = record.passages.iter().filter(|passage| passage.kind == PassageKind::Title);
    let in_title =
        bits(of_title.flat_map(|title| tokens(title.tokens)).filter_map(|token| found(token.word)));
    let wanted: Vec<Wanted> = query
        .content()
        .enumerate()
        .map(|(number, (at, word))| Wanted {
            worth: plan.worth.get(at).copied().unwrap_or(0.0),
            is_specific: !word.filler && !query.intent.has(at) && in_title & (1 << number.min(63)) == 0,
        })
        .collect();
    let specific: f32 = wanted.iter().filter(|word| word.is_specific).map(|word| word.worth).sum();
    let share = |covered: u64| {
        if specific <= 0.0 {
            return 1.0;
        }
        let named = wanted
            .iter()
            .enumerate()
            .filter(|(at, word)| word.is_specific && covered & (1 << at.min(&63)) != 0);
        named.map(|(_, word)| word.worth).sum::<f32>() / specific
    };
    let mut holding = Holding { bare: specific <= 0.0, ..Holding::default() };
    let facts = record.facts();
    if let Some(key) = query.intent.fact().filter(|key| facts.has(key)) {
        holding.key = true;
        let values = facts.values(key).join("\n");
        let values = lookup.analyzer.borrow_mut().analyze(&values);
        let is_word = |at: usize| {
            plan.readings.get(at).is_some_and(|readings| {
                let mut forms = values.tokens.iter().map(|token| &token.forms);
                forms.any(|forms| {
                    readings.lemmas.iter().any(|(lemma, _)| *lemma == forms.lemma)
                        || readings.folded.iter().any(|(folded, _)| *folded == forms.folded)
                })
            })
        };
        let named = query.content().enumerate().filter(|(_, (at, _))| is_word(*at));
        holding.of_key = share(named.fold(0, |bits, (number, _)| bits | 1 << number.min(63)));
    }
    let title = lookup.analyzer.borrow_mut().analyze(head(title));
    let matter: Vec<u32> = title.tokens.iter().map(|token| hash(&token.forms.lemma)).collect();
    let mut best_entry = 0.0;
    let mut best_line = 0.0;
    for (at, passage) in record.passages.iter().enumerate() {
        if passage.kind == PassageKind::Unknown {
            let entry = Entry::compare(lookup, query.intent, passage, &matter, &found, &share)?;
            if entry.score(holding.bare) > best_entry {
                best_entry = entry.score(holding.bare);
                holding.entry = Some(at);
                holding.entry_of_question = entry.of_question;
                holding.entry_of_itself = entry.of_itself;
                holding.kinds = entry.kinds;
                holding.plain = holding.bare && entry.is_bare;
            }
            continue;
        }
        if !matches!(passage.kind, PassageKind::Body | PassageKind::Summary) {
            continue;
        }
        let heading = bits(tokens(passage.heading_tokens).filter_map(|token| found(token.word)));
        // Lines and tokens are both in reading order, so each token is looked at once, however many lines there are.
        let mut left = tokens(passage.tokens).peekable();
        for line in lines(passage.text()) {
            let here = std::iter::from_fn(|| left.next_if(|token| token.start < line.end));
            let whole = here.filter(|token| line.start <= token.start && token.end <= line.end);
            let covered = bits(whole.filter_map(|token| found(token.word)));
            let of_line = share(covered);
            let with_heading = share(covered | heading);
            let named = of_line + OF_HEADING * (with_heading - of_line).max(0.0);
            if passage.internal {
                holding.internal = holding.internal.max(named);
                continue;
            }
            holding.named = holding.named.max(named);
            let text = passage.text().get(line).unwrap_or_default();
            let holds = match query.intent.kind {
                Some(kind) => values::holds(kind, text),
                None => true,
            };
            if holds && (named > best_line || holding.line.is_none()) {
                best_line = named;
                holding.line = Some(at);
                holding.value = named;
            }
        }
    }
    Ok(holding)
}

/// Bits of the words of the question that were found for certain, or by their root.
pub(super) fn bits(found: impl Iterator<Item = WordMatch>) -> u64 {
    found.fold(0, |bits, found| bits | 1 << found.word.min(63))
}

/// The lines and sentences of a text.
fn lines(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        if from >= text.len() {
            return None;
        }
        let rest = &text[from..];
        let end = rest.find('\n').map_or(rest.len(), |at| at + 1);
        let end = rest[..end].find(". ").map_or(end, |at| at + 2);
        let line = from..from + end;
        from = line.end;
        Some(line)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::search::SearchRequest;
    use crate::search::testkit::{engine, request};

    /// What is seen of the first hit's lines.
    fn seen(text: &str, question: &str, what: &str) -> f32 {
        let engine = engine(&[("a.md", text), ("b.md", "---\ntitle: Skwer\n---\nFontanna.\n")]);
        let response = engine.search(&SearchRequest { explain: true, ..request(question) });
        let found = response.evidence.iter().find(|(name, _)| *name == what);
        found.unwrap_or_else(|| panic!("no {what} in {:?}", response.evidence)).1
    }

    #[test]
    fn the_first_word_of_a_line_is_a_word_of_that_line() {
        let text = "---\ntitle: Basen miejski\n---\nOtwarte codziennie.\nKarnet 100 zł.\n";
        assert!(seen(text, "ile kosztuje karnet na basen", "value") > 0.99);
    }

    #[test]
    fn what_names_the_kind_of_fact_is_nothing_beyond_the_matter() {
        let text = "---\ntitle: Basen miejski\n---\nBilet normalny 20 zł.\n";
        assert_eq!(seen(text, "ile kosztuje basen", "bare"), 1.0);
        assert_eq!(seen(text, "ile kosztuje karnet na basen", "bare"), 0.0);
    }
}
