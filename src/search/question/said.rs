//! Words that readers can read, apart from those by which they only find.
//!
//! Callers' questions and keywords are no part of what residents are shown, yet help them find. So that such a word never
//! comes back to them as a correction, a completion or a meaning, the index keeps for each article the words that stand
//! in those lines alone (`index::terms::unsaid`), and whatever a residents' engine tells of its own accord is asked for
//! here first. It takes a living article that says the word, not the word's count: a count knows nothing of where a word
//! stands.

use tantivy::postings::SegmentPostings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED, Term};

use super::lookup::Lookup;
use crate::search::index::terms::form::Form;
use crate::search::index::terms::unsaid::{LEMMA, STEM};
use crate::text::Forms;

impl Lookup<'_> {
    /// Whether the word may be told: its readers can read it, or another form of it.
    pub fn tells(&self, forms: &Forms) -> tantivy::Result<bool> {
        Ok(!self.residents
            || self.says(&[(Form::Folded, &forms.folded)])?
            || (forms.known && self.says(&[(Form::Lemma, &forms.lemma)])?))
    }

    /// Whether a dictionary form may be told.
    pub fn tells_lemma(&self, lemma: &str) -> tantivy::Result<bool> {
        Ok(!self.residents || (!lemma.starts_with(STEM) && self.says(&[(Form::Lemma, lemma)])?))
    }

    /// Whether words may be told together, each given by its lemma and as it is written: one article says them all.
    pub fn tells_together<'t>(
        &self,
        words: impl Iterator<Item = (&'t str, &'t str)>,
    ) -> tantivy::Result<bool> {
        let terms: Vec<(Form, &str)> = words
            .map(
                |(lemma, folded)| {
                    if lemma.starts_with(STEM) { (Form::Folded, folded) } else { (Form::Lemma, lemma) }
                },
            )
            .collect();
        if self.residents {
            return self.says(&terms);
        }
        for (form, term) in terms {
            if self.df(form, term)? == 0 {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether there is a living article that has all of `terms` where it is read.
    fn says(&self, terms: &[(Form, &str)]) -> tantivy::Result<bool> {
        for (ord, segment) in self.snapshot.searcher.segment_readers().iter().enumerate() {
            let unsaid = segment.inverted_index(self.fields.unsaid)?;
            let mut words = Vec::with_capacity(terms.len());
            for (form, term) in terms {
                let Some((_, inverted)) = self.snapshot.of_form(*form).nth(ord) else { break };
                let found = Term::from_field_text(form.field(self.fields), term);
                let Some(found) = inverted.read_postings(&found, IndexRecordOption::Basic)? else { break };
                let hidden = match form {
                    Form::Lemma => format!("{LEMMA}{term}"),
                    _ => (*term).to_owned(),
                };
                let hidden = Term::from_field_text(self.fields.unsaid, &hidden);
                words.push((found, unsaid.read_postings(&hidden, IndexRecordOption::Basic)?));
            }
            let alive = |doc| segment.alive_bitset().is_none_or(|alive| alive.is_alive(doc));
            if words.len() == terms.len() && one_says_all(&mut words, alive) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Whether some document that is `alive` has all the words, and none of them hidden.
fn one_says_all(
    words: &mut [(SegmentPostings, Option<SegmentPostings>)],
    alive: impl Fn(u32) -> bool,
) -> bool {
    let at = |postings: &mut SegmentPostings, doc| {
        if postings.doc() < doc { postings.seek(doc) } else { postings.doc() }
    };
    let mut doc = 0;
    loop {
        let next = words.iter_mut().map(|(found, _)| at(found, doc)).max().unwrap_or(TERMINATED);
        if next == TERMINATED {
            return false;
        }
        if next > doc {
            doc = next;
            continue;
        }
        let hidden =
            words.iter_mut().filter_map(|(_, hidden)| hidden.as_mut()).any(|hidden| at(hidden, doc) == doc);
        if !hidden && alive(doc) {
            return true;
        }
        doc += 1;
    }
}
