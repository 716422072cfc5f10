//! An entry of an article's `unknown` beside the question: do both ask for the same?

use super::holding::bits;
use crate::search::index::record::{Passage, hash, tokens};
use crate::search::index::terms::form::Form;
use crate::search::question::intent::{FactKind, Intent, intent};
use crate::search::question::lookup::Lookup;
use crate::search::ranking::passage::WordMatch;
use crate::text::{Forms, glue};

/// `bez karty` is another matter than `z kartą`: a word that is worth as much as a rare one.
const WITHOUT: &str = "bez";
const POLARITY: f32 = 5.0;

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

/// An entry of `unknown` beside the question.
pub(super) struct Entry {
    pub of_question: f32,
    pub of_itself: f32,
    pub kinds: Kinds,
    pub is_bare: bool,
}

impl Entry {
    pub fn compare(
        lookup: &Lookup<'_>,
        asked: Intent,
        passage: &Passage<'_>,
        matter: &[u32],
        found: &dyn Fn(usize) -> Option<WordMatch>,
        share: &dyn Fn(u64) -> f32,
    ) -> tantivy::Result<Self> {
        let analysis = lookup.analyzer.borrow_mut().analyze(passage.text());
        let words: Vec<&Forms> = analysis.tokens.iter().map(|token| &*token.forms).collect();
        let named = intent(&words);
        let (mut all, mut covered) = (0.0, 0);
        let mut wordings = Wordings::default();
        let mut from = 0;
        for (at, (word, token)) in words.iter().zip(tokens(passage.tokens)).enumerate() {
            wordings.step(passage.text().get(from..token.start).unwrap_or_default());
            from = token.end;
            let found = found(token.word);
            covered |= bits(found.into_iter());
            let worth = if word.folded.as_ref() == WITHOUT {
                POLARITY
            } else if named.has(at)
                || glue::is_filler(&word.folded)
                || glue::is_asking(&word.folded)
                || matter.contains(&hash(&word.lemma))
            {
                continue;
            } else {
                lookup.idf(lookup.df(Form::Lemma, &word.lemma)?.max(1))
            };
            all += worth;
            wordings.add(worth, found.is_some());
        }
        Ok(Self {
            of_question: share(covered),
            of_itself: wordings.best(),
            kinds: Kinds::new(asked.kind, named.kind),
            is_bare: all <= 0.0,
        })
    }

    /// How well it meets a question.
    pub fn score(&self, bare: bool) -> f32 {
        self.kinds.worth() * about(self.of_question, self.of_itself, bare, bare && self.is_bare)
    }
}

/// The wordings of one entry: `co jest gabarytem (wanna, drzwi)` is a head with two more of them, each of which says the
/// entry by itself or with the head.
#[derive(Default)]
struct Wordings {
    /// Worth of each wording's words, and of those that the question names. The first is the head.
    parts: Vec<(f32, f32)>,
    in_brackets: bool,
    bracketed: u64,
}

impl Wordings {
    /// Reads what stands between two words.
    fn step(&mut self, between: &str) {
        for sign in between.chars() {
            match sign {
                '(' => self.in_brackets = true,
                ')' => self.in_brackets = false,
                ',' | ';' => {}
                _ => continue,
            }
            self.begin();
        }
    }

    fn begin(&mut self) {
        self.parts.push((0.0, 0.0));
        let at = self.parts.len() - 1;
        if self.in_brackets {
            self.bracketed |= 1 << at.min(63);
        }
    }

    fn add(&mut self, worth: f32, named: bool) {
        if self.parts.is_empty() {
            self.begin();
        }
        if let Some((all, met)) = self.parts.last_mut() {
            *all += worth;
            *met += if named { worth } else { 0.0 };
        }
    }

    /// The share that the question names of the wording that it names best.
    fn best(&self) -> f32 {
        let share = |(all, met): (f32, f32)| if all > 0.0 { met / all } else { 0.0 };
        let sum = |parts: &mut dyn Iterator<Item = &(f32, f32)>| {
            parts.fold((0.0, 0.0), |(all, met), (more, named)| (all + more, met + named))
        };
        let whole = sum(&mut self.parts.iter());
        if whole.0 <= 0.0 {
            return 1.0;
        }
        let head = self.parts.first().copied().unwrap_or_default();
        let mut best = share(whole).max(share(head));
        for (at, part) in self.parts.iter().enumerate().skip(1) {
            let with_head = self.bracketed & (1 << at.min(63)) != 0;
            best = best.max(share(if with_head { (head.0 + part.0, head.1 + part.1) } else { *part }));
        }
        best
    }
}

/// How well what an entry is about meets what a question is about, each given as the share that the other names.
pub(super) fn about(of_question: f32, of_itself: f32, question_is_bare: bool, both_are_bare: bool) -> f32 {
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
