//! What is seen of the first hit, before anything is made of it: how surely it is the matter, and whether it holds what is
//! asked of it.

use super::state::Verdict;
use super::values;
use crate::search::index::record::{Passage, PassageKind, Record, hash, tokens};
use crate::search::index::terms::form::Form;
use crate::search::question::intent::{FactKind, Intent, intent};
use crate::search::question::lookup::Lookup;
use crate::search::question::plan::Plan;
use crate::search::question::query::Query;
use crate::search::ranking::passage::{RecordMatch, WordMatch};
use crate::text::lexicon::Lexicon;
use crate::text::{Forms, glue};

/// `bez karty` is another matter than `z kartą`: a word that is worth as much as a rare one.
const WITHOUT: &str = "bez";
const POLARITY: f32 = 5.0;

/// A heading says what its lines are about, not what they say.
const OF_HEADING: f32 = 0.7;

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
}

/// Which kinds of fact an entry of `unknown` and the question ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::search) enum Kinds {
    /// Neither names one.
    #[default]
    Neither,
    Same,
    Differ,
    OfEntry,
    OfQuestion,
}

impl Kinds {
    fn new(asked: Option<FactKind>, named: Option<FactKind>) -> Self {
        match (asked, named) {
            (None, None) => Kinds::Neither,
            (Some(asked), Some(named)) if asked == named => Kinds::Same,
            (Some(_), Some(_)) => Kinds::Differ,
            (None, Some(_)) => Kinds::OfEntry,
            (Some(_), None) => Kinds::OfQuestion,
        }
    }

    /// How far they leave it open that both ask for the same.
    fn worth(self) -> f32 {
        match self {
            Kinds::Same => 1.0,
            Kinds::Neither => 0.8,
            Kinds::OfQuestion => 0.7,
            Kinds::OfEntry => 0.5,
            Kinds::Differ => 0.3,
        }
    }
}

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
    /// What [`super::model::TOPIC`] weighs, in its order.
    pub fn features(&self) -> [(&'static str, f32); super::model::TOPIC.len()] {
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

impl Holding {
    /// What [`super::model::GAP`] weighs, in its order.
    pub fn features(&self, asked: Option<FactKind>) -> [(&'static str, f32); super::model::GAP.len()] {
        let truth = |is: bool| f32::from(u8::from(is));
        let met = self.entry.map_or(0.0, |_| self.met());
        let asks = truth(asked.is_some());
        let key = truth(self.key);
        [
            ("met_same", met * truth(self.kinds == Kinds::Same)),
            ("met_neither", met * truth(self.kinds == Kinds::Neither)),
            ("met_of_entry", met * truth(self.kinds == Kinds::OfEntry)),
            ("met_of_question", met * truth(self.kinds == Kinds::OfQuestion)),
            ("met_differ", met * truth(self.kinds == Kinds::Differ)),
            ("met_squared", met * met),
            ("value", self.value),
            ("named", self.named),
            ("internal", (self.internal - self.named).max(0.0)),
            ("kind", asks),
            ("no_value", asks * truth(self.line.is_none())),
            ("key", key),
            ("key_bare", key * truth(self.bare)),
            ("key_unnamed", key * truth(!self.bare) * (1.0 - self.named.max(self.of_key))),
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

/// Everything that was weighed and what came of it, by name, for `explain`.
pub(in crate::search) fn named(
    topic: &Topic,
    holding: &Holding,
    asked: Option<FactKind>,
    verdict: Verdict,
) -> Vec<(&'static str, f32)> {
    let sums = [("topic_log_odds", verdict.topic), ("gap_log_odds", verdict.gap)];
    topic.features().into_iter().chain(holding.features(asked)).chain(sums).collect()
}

/// How well what an entry is about meets what a question is about, each given as the share that the other names.
fn about(of_question: f32, of_itself: f32, question_is_bare: bool, both_are_bare: bool) -> f32 {
    match (question_is_bare, both_are_bare) {
        (_, true) => 1.0,
        // The entry is about something that the question does not name.
        (true, false) => 0.25 * of_itself,
        (false, false) if of_question + of_itself > 0.0 => {
            2.0 * of_question * of_itself / (of_question + of_itself)
        }
        (false, false) => 0.0,
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
    let title = lookup.analyzer.borrow_mut().analyze(title);
    let title: Vec<u32> = title.tokens.iter().map(|token| hash(&token.forms.lemma)).collect();
    let mut best_entry = 0.0;
    let mut best_line = 0.0;
    for (at, passage) in record.passages.iter().enumerate() {
        if passage.kind == PassageKind::Unknown {
            let entry = Entry::compare(lookup, query.intent, passage, &title, &found, &share)?;
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
        for line in lines(passage.text()) {
            let here =
                tokens(passage.tokens).filter(|token| line.start <= token.start && token.end <= line.end);
            let covered = bits(here.filter_map(|token| found(token.word)));
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
fn bits(found: impl Iterator<Item = WordMatch>) -> u64 {
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

/// An entry of `unknown` beside the question.
struct Entry {
    of_question: f32,
    of_itself: f32,
    kinds: Kinds,
    is_bare: bool,
}

impl Entry {
    fn compare(
        lookup: &Lookup<'_>,
        asked: Intent,
        passage: &Passage<'_>,
        title: &[u32],
        found: &dyn Fn(usize) -> Option<WordMatch>,
        share: &dyn Fn(u64) -> f32,
    ) -> tantivy::Result<Self> {
        let analysis = lookup.analyzer.borrow_mut().analyze(passage.text());
        let words: Vec<&Forms> = analysis.tokens.iter().map(|token| &*token.forms).collect();
        let named = intent(&words);
        let (mut all, mut met, mut covered) = (0.0, 0.0, 0);
        for (at, (word, token)) in words.iter().zip(tokens(passage.tokens)).enumerate() {
            let found = found(token.word);
            covered |= bits(found.into_iter());
            if word.folded.as_ref() == WITHOUT {
                all += POLARITY;
                met += if found.is_some() { POLARITY } else { 0.0 };
                continue;
            }
            if named.has(at)
                || glue::is_filler(&word.folded)
                || glue::is_asking(&word.folded)
                || title.contains(&hash(&word.lemma))
            {
                continue;
            }
            let worth = lookup.idf(lookup.df(Form::Lemma, &word.lemma)?.max(1));
            all += worth;
            if found.is_some() {
                met += worth;
            }
        }
        Ok(Self {
            of_question: share(covered),
            of_itself: if all > 0.0 { met / all } else { 1.0 },
            kinds: Kinds::new(asked.kind, named.kind),
            is_bare: all <= 0.0,
        })
    }

    /// How well it meets a question.
    fn score(&self, bare: bool) -> f32 {
        self.kinds.worth() * about(self.of_question, self.of_itself, bare, bare && self.is_bare)
    }
}
