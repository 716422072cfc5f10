//! Every number that shapes the ranking, named, with its reason.
//!
//! Values are tuned by cross-validation over several kinds of questions (`drogowskaz eval`), never on one set
//! alone; docs/relevance.md says what each technique is worth.

use super::index::terms::form::Form;

/// The constants of the ranking. One value is in use, [`Weights::DEFAULT`]; tuning tries others.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Weights {
    /// BM25's term saturation. Articles are short: a second mention says little.
    pub k1: f32,
    /// BM25's length normalisation.
    pub b: f32,
    /// The dictionary form: the yardstick of all other weights.
    pub lemma: f32,
    /// The first letters of the lemma: derived words meet.
    pub root: f32,
    /// The word without accents: verbatim quotes and names.
    pub folded: f32,
    /// Letter trigrams: typos and misreadings nobody corrected.
    pub gram: f32,
    /// Trigrams that a greater share of the articles has are not asked for: they say nothing, were most of the work, and
    /// were measured to harm (0.002 nDCG@10; between 0.1 and 0.2 it hardly matters).
    pub gram_share: f32,
    /// Two lemmas in a row.
    pub lemma_pair: f32,
    /// Two words in a row as they stand: quotes on bad print.
    pub folded_pair: f32,
    /// What a single pair of neighbouring words counts for; it may be chance.
    pub pair_alone: f32,
    /// What pairs gain when all pairs of the question stand: that is a quote.
    pub pair_quote: f32,
    /// The lemma in title, headings, keywords or questions.
    pub head: f32,
    /// Two lemmas in a row in title, headings, keywords or questions: tells the heading "Jak finansować opiekę" from the
    /// hundred articles that say both words often.
    pub head_pair: f32,
    /// A number, against a word: it has neither roots nor trigrams to add to it.
    pub number: f32,
    /// A code found as such.
    pub code: f32,
    /// A synonym or abbreviation, below the caller's own word.
    pub synonym: f32,
    /// A corrected word, below a word that was right.
    pub typo: f32,
    /// A word spelled nearly like one that is right but stands nowhere.
    pub hint: f32,
    /// A word that begins as the unfinished last one does.
    pub prefix: f32,
    /// A word that says little of the matter ("chciałbym", "proszę").
    pub filler: f32,
    /// Re-ranking: the best single line's share of the question.
    pub line: f32,
    /// Re-ranking: matched words in a row and in order within the best line.
    pub order: f32,
    /// Re-ranking: the share of the question found anywhere in the article.
    pub coverage: f32,
    /// Re-ranking: how nearly the question is the article's own title or one of its own questions.
    pub own: f32,
    /// Re-ranking: the share of a longer question's quotes that stand in the article.
    pub quote: f32,
    /// Re-ranking: the share of the names in the question (people, places, brands) that the article has, by their root at
    /// least. Two articles of one matter part by whom it is about.
    pub names: f32,
    /// Re-ranking: the question is what the article is called: its title, its id, a keyword. A bare "opłata skarbowa" asks
    /// for the article of that name and not for those that say it more often.
    pub called: f32,
    /// Re-ranking: the question is the heading of a section: who types it means that section, whatever else is about its words.
    pub headed: f32,
    /// Re-ranking: a duty in an act begins with the question, word for word. It beats another unit that has the words in
    /// several duties.
    pub duty: f32,
    /// Re-ranking: how much the article is about the question, and not only has its words. It tells the article of a matter
    /// from the many that mention it.
    pub profile: f32,
    /// Re-ranking of a question that is whole, where there is a sentence model: the cosine of the question and the nearest
    /// stretch of the article, against the root of the best score. Cosines of such models lie close together, so a great
    /// weight moves little.
    pub meaning: f32,
    /// Re-ranking: an internal article against one that may be read out to the caller.
    pub internal: f32,
    /// Re-ranking: words that stand as typed, accents and all.
    pub accents: f32,
    /// How much of what a share of the question counts for is left for articles that are misread beyond repair: what is
    /// missing there may stand in them all the same.
    pub misread_coverage: f32,
    /// A word that a machine misread, against one that stands.
    pub misread_word: f32,
    /// A word that only means the same, against the word itself.
    pub synonym_word: f32,
    /// A word that only shares its root, against the word itself.
    pub root_word: f32,
    /// A word of the heading in the passage under it.
    pub heading_word: f32,
    /// Which line is an article's best: order against coverage.
    pub line_order: f32,
    /// Which line is shown: how much of it the question is, against coverage.
    pub shown_density: f32,
    /// Which line is shown: what a word of the title counts for, against what is asked about the matter.
    pub shown_matter: f32,
    /// Which line is shown: the heading above it is the question.
    pub shown_headed: f32,
    /// Which line is shown: the summary is what is read out, so it wins ties.
    pub shown_summary: f32,
    /// Which line is shown: what may not be read out must say so much more.
    pub shown_internal: f32,
    /// The share of the question's worth that an article must have to be counted as matching.
    pub matching: f32,
    /// Corrections: a first letter is rarely mistyped (log-odds, as are the next two).
    pub typo_first_letter: f32,
    /// Corrections: another spelling of the same sound needs no slip of a finger.
    pub typo_same_sound: f32,
    /// Corrections: two edits against one.
    pub typo_second_edit: f32,
    /// Corrections: how common the form is, against how common its lemma is.
    pub typo_form: f32,
}

impl Weights {
    /// What searches use.
    pub const DEFAULT: Self = Self {
        k1: 1.0,
        b: 0.75,
        lemma: 1.0,
        root: 0.8,
        folded: 0.8,
        gram: 0.45,
        gram_share: 0.12,
        lemma_pair: 0.5,
        folded_pair: 0.5,
        pair_alone: 0.5,
        pair_quote: 1.5,
        head: 0.4,
        head_pair: 0.4,
        number: 2.0,
        code: 3.0,
        synonym: 0.5,
        typo: 0.8,
        hint: 0.6,
        prefix: 0.5,
        filler: 0.5,
        line: 0.2,
        order: 0.15,
        coverage: 0.9,
        own: 0.4,
        quote: 0.5,
        names: 1.4,
        called: 0.5,
        headed: 3.0,
        duty: 3.0,
        profile: 9.0,
        meaning: 110.0,
        internal: 0.92,
        accents: 0.02,
        misread_coverage: 0.3,
        misread_word: 0.8,
        synonym_word: 0.8,
        root_word: 0.6,
        heading_word: 0.8,
        line_order: 0.25,
        shown_density: 0.15,
        shown_matter: 0.3,
        shown_headed: 0.3,
        shown_summary: 0.05,
        shown_internal: 0.1,
        matching: 0.3,
        typo_first_letter: -1.5,
        typo_same_sound: 1.5,
        typo_second_edit: -3.0,
        typo_form: 0.5,
    };
}

impl Weights {
    /// What a form counts for.
    pub(super) fn of(&self, form: Form) -> f32 {
        match form {
            Form::Lemma => self.lemma,
            Form::Root => self.root,
            Form::Folded => self.folded,
            Form::Gram => self.gram,
            Form::Head => self.head,
            Form::Pair => self.head_pair,
            Form::Code => self.code,
        }
    }

    /// BM25's `b` of a form. A code or a pair stands once or it does not: length says nothing about it.
    pub(super) fn b_of(&self, form: Form) -> f32 {
        match form {
            Form::Code | Form::Pair => 0.0,
            _ => self.b,
        }
    }
}

impl Default for Weights {
    fn default() -> Self {
        Self::DEFAULT
    }
}
