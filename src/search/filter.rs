//! Which articles may be hits at all: filters of the request, excluded words, quoted phrases.

use std::collections::HashSet;

use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

use super::card::Card;
use super::hit::SearchRequest;
use super::query::{Query, QueryWord};
use super::record::{Record, hash, tokens, words};
use super::score::Form;
use super::searching::Searching;

/// Decides on one article at a time.
pub(super) struct Filter {
    unit: Option<String>,
    category: Option<String>,
    area: Option<String>,
    excluded: HashSet<DocAddress>,
    /// Articles that have every word of every quoted phrase; whether in a row, the closer look tells.
    quoted: Option<HashSet<DocAddress>>,
}

impl Filter {
    pub fn new(searching: &Searching<'_>, query: &Query, request: &SearchRequest) -> tantivy::Result<Self> {
        let mut excluded = HashSet::new();
        for forms in &query.excluded {
            excluded.extend(having(searching, Form::Lemma, &forms.lemma)?);
        }
        let mut quoted: Option<HashSet<DocAddress>> = None;
        for phrase in &query.phrases {
            for word in phrase {
                let having = having(searching, Form::Folded, &word.forms.folded)?;
                let having: HashSet<DocAddress> = having.into_iter().collect();
                quoted = Some(match quoted {
                    Some(so_far) => so_far.intersection(&having).copied().collect(),
                    None => having,
                });
            }
        }
        let lower = |code: &Option<String>| code.as_ref().map(|code| code.to_lowercase());
        Ok(Self {
            unit: lower(&request.unit),
            category: lower(&request.category),
            area: lower(&request.area),
            excluded,
            quoted,
        })
    }

    /// Whether it could keep any article out.
    pub fn is_set(&self) -> bool {
        self.unit.is_some()
            || self.category.is_some()
            || self.area.is_some()
            || !self.excluded.is_empty()
            || self.quoted.is_some()
    }

    pub fn admits(&self, address: DocAddress, card: &Card) -> bool {
        let is = |wanted: &Option<String>, code: &Option<String>| match wanted {
            Some(wanted) => code.as_ref().is_some_and(|code| code.to_lowercase() == *wanted),
            None => true,
        };
        is(&self.unit, &card.unit)
            && is(&self.category, &card.category)
            && is(&self.area, &card.area)
            && !self.excluded.contains(&address)
            && self.quoted.as_ref().is_none_or(|quoted| quoted.contains(&address))
    }
}

/// Whether the words of `phrase` stand in a row in one line of the article.
pub(super) fn holds_phrase(record: &Record<'_>, phrase: &[QueryWord]) -> bool {
    let wanted: Vec<u32> = phrase.iter().map(|word| hash(&word.forms.folded)).collect();
    let folded: Vec<u32> = words(record.words).map(|word| word.folded).collect();
    record.passages.iter().flat_map(|passage| [passage.tokens, passage.heading_tokens]).any(|line| {
        let line: Vec<u32> = tokens(line).filter_map(|token| folded.get(token.word).copied()).collect();
        line.windows(wanted.len().max(1)).any(|window| window == wanted)
    })
}

fn having(searching: &Searching<'_>, form: Form, term: &str) -> tantivy::Result<Vec<DocAddress>> {
    let field = form.field(searching.fields);
    let mut all = Vec::new();
    for (ord, (_, inverted)) in (0..).zip(searching.snapshot.of_form(form)) {
        let term = Term::from_field_text(field, term);
        let Some(mut postings) = inverted.read_block_postings(&term, IndexRecordOption::Basic)? else {
            continue;
        };
        while !postings.docs().is_empty() {
            all.extend(postings.docs().iter().map(|&doc| DocAddress::new(ord, doc)));
            postings.advance();
        }
    }
    Ok(all)
}
