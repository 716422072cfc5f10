//! Accents by agreement: which of two words that look the same without accents fits its neighbours.
//!
//! A machine without Polish letters reads `nowa` for *nowa* and *nową*, and frequency cannot tell them apart. Polish
//! grammar often can: no nominative follows a preposition, and what stands by `nową` ends in *-ę* or *-ą*. These
//! are the few rules that were seen to pay; they weigh readings against each other and never bring in a new one.

use crate::text::fold;
use crate::text::lexicon::Lexicon;

use super::judge::Verdict;

/// Prepositions that take the accusative or the instrumental: a feminine nominative in *-a* after them is *-ą*.
const PREPOSITIONS: [&str; 16] = [
    "z",
    "ze",
    "nad",
    "pod",
    "przed",
    "między",
    "pomiędzy",
    "za",
    "na",
    "o",
    "w",
    "we",
    "po",
    "przez",
    "poza",
    "ponad",
];
/// Words that agree with a noun like adjectives, though their lemmas do not end like those of adjectives.
const PRONOUNS: [&str; 10] =
    ["jeden", "ten", "tamten", "sam", "moj", "twoj", "swoj", "nasz", "wasz", "wszystek"];

/// A reading that grammar rules out here, in nats; not more, for sentences break off and lists have no grammar.
const RULED_OUT: f32 = -4.0;
/// A reading that its neighbour all but demands.
const DEMANDED: f32 = 3.0;
/// What official prose prefers against the films and forums that words were counted in.
const REGISTER: f32 = 2.0;

/// Where a word stands.
pub(super) struct Place<'a> {
    /// The word before, repaired, in lower case; empty at the beginning.
    pub(super) left: &'a str,
    /// What stands between it and the word.
    pub(super) gap: &'a str,
    /// The word after as read, if only space parts it; else empty.
    pub(super) right: &'a str,
    /// What the word after may be.
    pub(super) right_verdict: Option<&'a Verdict>,
}

/// The reading of `verdict` that fits its place best, and its share.
pub(super) fn choose(lexicon: &Lexicon, verdict: &Verdict, place: &Place) -> (String, f32) {
    let weigh = |word: &str, score: f32| score + bonus(lexicon, word, verdict, place);
    let Some((best, top)) = verdict
        .accents
        .iter()
        .map(|(word, score)| (word, weigh(word, *score)))
        .max_by(|a, b| a.1.total_cmp(&b.1).then_with(|| b.0.cmp(a.0)))
    else {
        return (verdict.word.clone(), verdict.share);
    };
    let sum = |weighed: bool| -> f32 {
        verdict
            .accents
            .iter()
            .map(|(word, score)| ((if weighed { weigh(word, *score) } else { *score }) - top).exp())
            .sum()
    };
    // What words with other letters take of the whole is not for agreement to change.
    let own = verdict.accents.iter().find(|(word, _)| *word == verdict.word).map_or(top, |(_, score)| *score);
    let same_letters = (verdict.share * sum(false) / (own - top).exp()).clamp(0.0, 1.0);
    (best.clone(), same_letters / sum(true))
}

fn bonus(lexicon: &Lexicon, word: &str, verdict: &Verdict, place: &Place) -> f32 {
    let close = !place.gap.is_empty() && place.gap.chars().all(char::is_whitespace);
    let has = |ending: &str| {
        let stem = &word[..word.char_indices().next_back().map_or(0, |(at, _)| at)];
        verdict.accents.iter().any(|(other, _)| other.strip_prefix(stem) == Some(ending))
    };
    match word {
        "ze" if place.right.starts_with("wzgl") => return 3.0 * DEMANDED,
        "że" if place.gap.trim_end().ends_with(',') => return DEMANDED,
        "ze" if close && before_sibilant(place.right) => return 2.0 * DEMANDED,
        // No sentence begins with *że*.
        "ze" if place.left.is_empty() || place.gap.contains(['.', ':']) => return 2.0 * DEMANDED,
        "ją" => return REGISTER,
        // `3 maja`: a date.
        "maja" if close && place.left.bytes().all(|b| b.is_ascii_digit()) => return 2.0 * DEMANDED,
        _ => {}
    }
    let mut bonus = 0.0;
    let after_preposition = close && PREPOSITIONS.contains(&place.left);
    let after_accusative = close && place.left.ends_with('ę') && place.left != "się";
    let after_instrumental = close && place.left.ends_with('ą');
    let after_adjective = after_instrumental && is_adjective(lexicon, place.left);
    if word.ends_with('a')
        && has("ą")
        && (after_preposition || after_adjective)
        && is_nominative(lexicon, word)
    {
        bonus += RULED_OUT;
    }
    if word.ends_with('a') && has("ą") && after_accusative && is_adjective(lexicon, word) {
        // `Gminę Miejska`
        bonus += RULED_OUT;
    }
    let feminine = |word: &str| lexicon.lemma(&fold(word)).is_some_and(|lemma| lemma.key.ends_with('a'));
    // `z realizacjg`, `przez Gming`: a *g* is read for both, and these two prepositions take one each.
    if close && word.ends_with('ę') && has("ą") && matches!(place.left, "z" | "ze") {
        bonus += RULED_OUT;
    }
    if close && word.ends_with('ą') && has("ę") && place.left == "przez" && feminine(word) {
        bonus += RULED_OUT;
    }
    if word.ends_with('ę') && has("e") && after_adjective {
        bonus += DEMANDED;
    }
    if word.ends_with('ą') && has("a") && is_adjective(lexicon, word) {
        // `nowa prace`: only *nową pracę* agrees.
        let accusative = place.right_verdict.is_some_and(|right| {
            right.word.ends_with('ę') || right.accents.iter().any(|(word, _)| word.ends_with('ę'))
        });
        if accusative && place.right.ends_with(['e', '¢']) {
            bonus += DEMANDED;
        }
    }
    bonus
}

/// Feminine nominatives: nouns that are their own lemma, and adjectives.
fn is_nominative(lexicon: &Lexicon, word: &str) -> bool {
    let folded = fold(word);
    lexicon.lemma(&folded).is_some_and(|lemma| lemma.key == folded) || is_adjective(lexicon, word)
}

fn is_adjective(lexicon: &Lexicon, word: &str) -> bool {
    lexicon
        .lemma(&fold(word))
        .is_some_and(|lemma| lemma.key.ends_with(['y', 'i']) || PRONOUNS.contains(&lemma.key.as_ref()))
}

/// Whether *z* before this word is said *ze*.
fn before_sibilant(word: &str) -> bool {
    let mut letters = word.chars().flat_map(char::to_lowercase);
    let (first, second) = (letters.next().unwrap_or(' '), letters.next().unwrap_or(' '));
    let vowel = |c: char| "aeiouyąęóé".contains(c);
    match first {
        's' | 'z' | 'ś' | 'ź' | 'ż' | '$' => !vowel(second) || matches!(second, 'i'),
        'w' => !vowel(second),
        _ => false,
    }
}
