//! How surely the first hit is what the question is about.

use super::model;
use crate::search::index::terms::form::Form;
use crate::search::question::lookup::Lookup;
use crate::search::question::plan::Plan;
use crate::search::question::query::Query;
use crate::search::ranking::passage::RecordMatch;
use crate::text::Forms;
use crate::text::lexicon::Lexicon;

/// What is seen of a candidate by both looks at it.
pub(in crate::search) struct Seen<'a> {
    /// In the end, and by the first stage alone.
    pub score: f32,
    pub first_stage: f32,
    pub in_force: bool,
    pub matched: &'a RecordMatch,
}

/// How surely the first hit is what the question is about.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::search) struct Topic {
    /// Neighbouring words of the question that are neighbours in the best line, as a share.
    pub order: f32,
    /// Lead over the second hit, as a share of the first's score.
    pub lead: f32,
    /// Logarithm of the number of telling words: one word may mean anything.
    pub words: f32,
    /// Logarithm of the first stage's score, for each unit of what the question is worth.
    pub about: f32,
    /// Share of telling words that the article does not have, not even by their root.
    pub missing: f32,
    /// How nearly the question is one of its titles, keywords or questions, and nothing more: 0..=1.
    pub own: f32,
    /// The same of the next hits' best.
    pub rival: f32,
    /// Share of the question that the best line has.
    pub line: f32,
    /// The same of the next hits' best.
    pub rival_line: f32,
    /// Share of the question's worth that the article has anywhere.
    pub coverage: f32,
    /// The same of the next hits' best.
    pub rival_coverage: f32,
    /// Lead of the first stage's score over the next hits' best, as a share of it.
    pub first_lead: f32,
    /// Of the telling words, each weighed by how rare it is in Polish, the share that the article does not have: `marzyć`
    /// may be missing, `granit` may not.
    pub missing_rare: f32,
    /// How rare the rarest missing word is, 0..=1.
    pub rarest: f32,
    /// A name is missing.
    pub missing_name: f32,
    /// Share of telling words that no article has.
    pub alien: f32,
    /// What became of the question's codes.
    pub codes: Codes,
}

/// Whether the numbers and symbols of a question stand anywhere.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::search) enum Codes {
    /// It has none, or words beside them that say as much.
    #[default]
    None,
    /// The question is a code, and the first hit has it.
    Found,
    /// One of them stands in no article: whatever was found is something else.
    Nowhere,
}

/// How surely the first of `candidates` is what the question is about; `None` where there is nothing to go by.
pub(in crate::search) fn topic<'a>(
    lookup: &Lookup<'_>,
    query: &Query,
    plan: &Plan,
    mut candidates: impl Iterator<Item = Seen<'a>>,
) -> tantivy::Result<Option<Topic>> {
    let Some(first) = candidates.next().filter(|first| first.in_force) else { return Ok(None) };
    let telling: Vec<usize> =
        query.content().enumerate().filter(|(_, (_, word))| !word.filler).map(|(at, _)| at).collect();
    let known: f32 = plan.worth.iter().sum();
    if telling.is_empty() || known <= 0.0 || first.score <= 0.0 || first.first_stage <= 0.0 {
        return Ok(None);
    }
    // A word by its root alone is half there: `motorówka` begins like `motorower`.
    let presence = |at: usize| {
        let found = first.matched.known.iter().flatten().filter(|found| usize::from(found.word) == at);
        found.map(|found| if found.is_certain() { 1.0 } else { 0.5 }).fold(0.0, f32::max)
    };
    let count = telling.len() as f32;
    let mut topic = Topic::default();
    let mut second = 0.0;
    let mut first_stage = 0.0_f32;
    for (at, candidate) in candidates.take(4).enumerate() {
        if at == 0 {
            second = candidate.score;
        }
        topic.rival = topic.rival.max(candidate.matched.own);
        topic.rival_line = topic.rival_line.max(candidate.matched.line.coverage);
        topic.rival_coverage = topic.rival_coverage.max(candidate.matched.coverage);
        first_stage = first_stage.max(candidate.first_stage);
    }
    let (mut all, mut lost, mut alien) = (0.0, 0.0, 0.0);
    for (number, (at, word)) in query.content().enumerate().filter(|(_, (_, word))| !word.filler) {
        let absence = 1.0 - presence(number);
        if absence >= 1.0 {
            topic.missing += 1.0 / count;
        }
        // What names the fact asked for may be said otherwise.
        if query.intent.has(at) {
            continue;
        }
        let (rarity, is_name) = rarity(&word.forms);
        all += rarity;
        lost += rarity * absence;
        topic.rarest = topic.rarest.max(rarity * absence);
        if absence >= 1.0 {
            if is_name {
                topic.missing_name = 1.0;
            }
            if lookup.df(Form::Lemma, &word.forms.lemma)? == 0
                && lookup.df(Form::Folded, &word.forms.folded)? == 0
            {
                alien += 1.0;
            }
        }
    }
    for code in &query.codes {
        if lookup.df(Form::Code, &code.term)? == 0 {
            topic.codes = Codes::Nowhere;
        }
    }
    // A code names one thing: found is found.
    if topic.codes == Codes::None
        && !query.codes.is_empty()
        && telling.len() <= 2
        && first.matched.coverage >= 0.99
    {
        topic.codes = Codes::Found;
    }
    topic.missing_rare = if all > 0.0 { lost / all } else { 0.0 };
    topic.alien = alien / count;
    topic.first_lead = (1.0 - first_stage / first.first_stage).clamp(-1.0, 1.0);
    topic.coverage = first.matched.coverage;
    Ok(Some(Topic {
        order: first.matched.line.order,
        lead: (1.0 - second / first.score).clamp(0.0, 1.0),
        words: (1.0 + count).ln(),
        about: (first.first_stage / known).ln(),
        own: first.matched.own,
        line: first.matched.line.coverage,
        ..topic
    }))
}

/// How rare a word is in Polish, 0..=1, and whether it is a name. What was typed without accents is taken for the commonest
/// word that it may be.
fn rarity(forms: &Forms) -> (f32, bool) {
    /// The commonest words of which the question says anything, and the rarest that are counted; natural logarithms.
    const COMMON: f32 = -7.0;
    const RARE: f32 = -17.0;
    let lexicon = Lexicon::polish();
    let form = lexicon
        .form(&forms.exact)
        .or_else(|| lexicon.accented(&forms.folded).and_then(|accented| lexicon.form(&accented)));
    match form {
        _ if forms.numeric => (0.5, false),
        Some(form) => (((COMMON - form.ln_freq) / (COMMON - RARE)).clamp(0.05, 1.0), form.proper),
        None => (1.0, true),
    }
}

impl Topic {
    /// What [`model::TOPIC`] weighs, in its order.
    pub fn features(&self) -> [(&'static str, f32); model::TOPIC.len()] {
        // A longer lead says no more.
        let lead = self.lead.min(0.5);
        // One word alone is a topic or a slip; a sentence is neither.
        let single = f32::from(u8::from(self.words < 0.75));
        [
            ("order", self.order),
            ("lead", lead),
            ("words", self.words),
            ("about", self.about),
            ("missing", self.missing),
            ("own", self.own),
            ("own_lead", self.own - self.rival),
            ("line", self.line),
            ("line_lead", self.line - self.rival_line),
            ("coverage", self.coverage),
            ("coverage_lead", self.coverage - self.rival_coverage),
            ("first_lead", self.first_lead.max(-0.5)),
            ("missing_rare", self.missing_rare),
            ("rarest", self.rarest),
            ("missing_name", self.missing_name),
            ("alien", self.alien),
            ("single", single),
            ("single_own", single * self.own),
            ("single_lead", single * lead),
            ("lead_own", lead * self.own),
        ]
    }
}
