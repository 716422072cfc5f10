//! How surely the first hit is what the question is about.

use super::model;
use crate::search::question::plan::Plan;
use crate::search::question::query::Query;
use crate::search::ranking::passage::RecordMatch;
use crate::text::Forms;
use crate::text::lexicon::{FormInfo, Lexicon};

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
    /// Whether no article has one of its telling words.
    pub unheard: bool,
    /// How nearly the question is one of its titles, keywords or questions, and nothing more: 0..=1.
    pub own: f32,
    /// The same of the next hits' best.
    pub rival: f32,
    /// How much it is about the question.
    pub profile: f32,
    /// A name is missing: another town, another firm.
    pub misses_name: bool,
    /// It asks of a place that the article does not name: `we Wrocławiu`.
    pub of_elsewhere: bool,
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
    query: &Query,
    plan: &Plan,
    mut candidates: impl Iterator<Item = Seen<'a>>,
) -> Option<Topic> {
    let first = candidates.next().filter(|first| first.in_force)?;
    let telling: Vec<usize> =
        query.content().enumerate().filter(|(_, (_, word))| !word.filler).map(|(at, _)| at).collect();
    let known: f32 = plan.worth.iter().sum();
    if telling.is_empty() || known <= 0.0 || first.score <= 0.0 || first.first_stage <= 0.0 {
        return None;
    }
    let is_there = |number: usize| {
        let mut found = first.matched.known.iter().flatten();
        found.any(|found| usize::from(found.word) == number)
    };
    let count = telling.len() as f32;
    let mut topic = Topic::default();
    let mut second = 0.0;
    for (at, candidate) in candidates.take(4).enumerate() {
        if at == 0 {
            second = candidate.score;
        }
        topic.rival = topic.rival.max(candidate.matched.own);
    }
    for (number, (at, word)) in query.content().enumerate().filter(|(_, (_, word))| !word.filler) {
        topic.unheard |= plan.unheard.get(at).copied().unwrap_or_default();
        if !is_there(number) {
            topic.missing += 1.0 / count;
            // What names the fact asked for may be said otherwise.
            topic.misses_name |= !query.intent.has(at) && is_name(&word.forms);
            let before = at.checked_sub(1).and_then(|before| query.words.get(before));
            topic.of_elsewhere |= before.is_some_and(|before| matches!(&*before.forms.folded, "w" | "we"))
                && form_of(&word.forms).is_some_and(|form| form.proper);
        }
    }
    if plan.names_nothing {
        topic.codes = Codes::Nowhere;
    }
    // A code names one thing: found is found.
    if topic.codes == Codes::None
        && !query.codes.is_empty()
        && telling.len() <= 2
        && first.matched.coverage >= 0.99
    {
        topic.codes = Codes::Found;
    }
    Some(Topic {
        order: first.matched.line.order,
        lead: (1.0 - second / first.score).clamp(0.0, 1.0),
        words: (1.0 + count).ln(),
        about: (first.first_stage / known).ln(),
        own: first.matched.own,
        profile: first.matched.profile,
        ..topic
    })
}

/// Whether a word is written with a capital in every reading, or is no word of Polish. What was typed without accents is taken
/// for the commonest word that it may be.
fn is_name(forms: &Forms) -> bool {
    !forms.numeric && form_of(forms).is_none_or(|form| form.proper)
}

/// What the dictionary knows of a word.
fn form_of(forms: &Forms) -> Option<FormInfo> {
    let lexicon = Lexicon::polish();
    let accented = || lexicon.accented(&forms.folded).and_then(|accented| lexicon.form(&accented));
    lexicon.form(&forms.exact).or_else(accented)
}

impl Topic {
    /// What [`model::TOPIC`] weighs, in its order.
    pub fn features(&self) -> [(&'static str, f32); model::TOPIC.len()] {
        // A longer lead says no more, nor does being about nothing else.
        let (lead, profile) = (self.lead.min(0.5), self.profile.min(0.4));
        // One word alone is a topic or a slip; a sentence is neither.
        let single = f32::from(u8::from(self.words < 0.75));
        let yes = |is: bool| f32::from(u8::from(is));
        [
            ("order", self.order),
            ("lead", lead),
            ("words", self.words),
            ("about", self.about),
            ("missing", self.missing),
            ("own", self.own),
            ("own_lead", self.own - self.rival),
            ("misses_name", yes(self.misses_name)),
            ("unheard", yes(self.unheard)),
            ("profile", profile),
            ("single", single),
            ("lead_own", lead * self.own),
            ("profile_own", (profile * self.own).sqrt()),
            ("profile_single", profile * single),
        ]
    }
}
