//! Callers' words and the office's words for the same thing, looked up at the moment of the question.
//!
//! Kept as sequences of lemmas, so that a synonym is found however it is inflected ("prawka", "w mops-ie") and a
//! change of the dictionary touches no index.

use std::collections::HashMap;

use super::query::Query;
use crate::article::dictionary::Dictionaries;
use crate::text::{Analyzer, glue};

/// What a stretch of the question also means.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::search) struct Expansion {
    /// Positions in [`Query::words`].
    pub words: std::ops::Range<usize>,
    /// As people write it.
    pub text: String,
    /// Lemmas and folded words, in order.
    pub terms: Vec<Term>,
}

/// A word of an expansion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::search) struct Term {
    pub lemma: Box<str>,
    pub folded: Box<str>,
}

/// Synonyms and abbreviations, ready to be looked up.
#[derive(Debug, Default, PartialEq)]
pub struct Thesaurus {
    /// First lemma of an entry → entries.
    entries: HashMap<Box<str>, Vec<SynonymEntry>>,
}

#[derive(Debug, PartialEq)]
struct SynonymEntry {
    lemmas: Vec<Box<str>>,
    means: Vec<(String, Vec<Term>)>,
}

/// Expansions that one question may have; a dictionary that wants more is not a dictionary of synonyms.
const MAX_EXPANSIONS: usize = 16;

impl Thesaurus {
    /// Builds it from the dictionaries: synonyms one way or both, abbreviations and names of units both ways.
    pub fn new(dictionaries: &Dictionaries) -> Self {
        let mut thesaurus = Self::default();
        let mut analyzer = Analyzer::default();
        for synonym in &dictionaries.synonyms {
            thesaurus.add(&synonym.mowia, &synonym.znaczy, &mut analyzer);
            if synonym.w_obie_strony {
                thesaurus.add(&synonym.znaczy, &synonym.mowia, &mut analyzer);
            }
        }
        for abbreviation in &dictionaries.abbreviations {
            let (short, full) = (vec![abbreviation.skrot.clone()], vec![abbreviation.pelna.clone()]);
            thesaurus.add(&short, &full, &mut analyzer);
            thesaurus.add(&full, &short, &mut analyzer);
        }
        thesaurus
    }

    fn add(&mut self, from: &[String], to: &[String], analyzer: &mut Analyzer) {
        for said in from {
            let lemmas: Vec<Box<str>> =
                analyzer.analyze(said).tokens.iter().map(|token| token.forms.lemma.clone()).collect();
            let Some(first) = lemmas.first().cloned() else { continue };
            let means = to
                .iter()
                .map(|meant| (meant.clone(), terms(meant, analyzer)))
                .filter(|(_, terms)| !terms.is_empty() && !same(terms, &lemmas))
                .collect::<Vec<_>>();
            if !means.is_empty() {
                self.entries.entry(first).or_default().push(SynonymEntry { lemmas, means });
            }
        }
    }

    /// Everything that stretches of `query` also mean. Where a longer entry begins, the shorter ones within it are
    /// silent: "prawo jazdy" is not about `prawo`.
    pub(in crate::search) fn expand(&self, query: &Query) -> Vec<Expansion> {
        let lemmas: Vec<&str> = query.words.iter().map(|word| &*word.forms.lemma).collect();
        let mut expansions = Vec::new();
        let mut at = 0;
        while at < lemmas.len() {
            let longest = self
                .entries
                .get(lemmas[at])
                .into_iter()
                .flatten()
                .filter(|entry| {
                    lemmas[at..].len() >= entry.lemmas.len()
                        && entry.lemmas.iter().zip(&lemmas[at..]).all(|(entry, word)| &**entry == *word)
                })
                .map(|entry| entry.lemmas.len())
                .max();
            let Some(length) = longest else {
                at += 1;
                continue;
            };
            let stretch = &lemmas[at..at + length];
            for entry in self.entries.get(lemmas[at]).into_iter().flatten() {
                let matches = entry.lemmas.len() == length
                    && entry.lemmas.iter().zip(stretch).all(|(entry, word)| &**entry == *word);
                if !matches {
                    continue;
                }
                for (text, terms) in &entry.means {
                    if expansions.len() < MAX_EXPANSIONS {
                        expansions.push(Expansion {
                            words: at..at + length,
                            text: text.clone(),
                            terms: terms.clone(),
                        });
                    }
                }
            }
            at += length;
        }
        expansions
    }
}

fn terms(text: &str, analyzer: &mut Analyzer) -> Vec<Term> {
    analyzer
        .analyze(text)
        .tokens
        .into_iter()
        .filter(|token| !glue::is_filler(&token.forms.folded))
        .map(|token| Term { lemma: token.forms.lemma.clone(), folded: token.forms.folded.clone() })
        .collect()
}

fn same(terms: &[Term], lemmas: &[Box<str>]) -> bool {
    terms.len() == lemmas.len() && terms.iter().zip(lemmas).all(|(term, lemma)| term.lemma == *lemma)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::dictionary::{Abbreviation, Synonym};

    fn expand(question: &str) -> Vec<String> {
        let dictionaries = Dictionaries {
            synonyms: vec![Synonym {
                mowia: vec!["prawko".into()],
                znaczy: vec!["prawo jazdy".into()],
                w_obie_strony: false,
            }],
            abbreviations: vec![Abbreviation {
                skrot: "MOPS".into(),
                pelna: "Miejski Ośrodek Pomocy Społecznej".into(),
            }],
            ..Dictionaries::default()
        };
        let query = Query::parse(question, &mut Analyzer::default());
        Thesaurus::new(&dictionaries).expand(&query).into_iter().map(|expansion| expansion.text).collect()
    }

    #[test]
    fn an_inflected_synonym_is_understood_one_way_only() {
        assert_eq!(expand("zgubiłem prawka"), ["prawo jazdy"]);
        assert!(expand("prawo jazdy").is_empty());
    }

    #[test]
    fn abbreviations_work_both_ways_and_inflected() {
        assert_eq!(expand("telefon do MOPS-u"), ["Miejski Ośrodek Pomocy Społecznej"]);
        assert_eq!(expand("do miejskiego ośrodka pomocy społecznej"), ["MOPS"]);
    }

    fn of(synonyms: &[(&[&str], &[&str], bool)], question: &str) -> Vec<(String, std::ops::Range<usize>)> {
        let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        let synonyms = synonyms.iter().map(|(mowia, znaczy, both)| Synonym {
            mowia: words(mowia),
            znaczy: words(znaczy),
            w_obie_strony: *both,
        });
        let dictionaries = Dictionaries { synonyms: synonyms.collect(), ..Dictionaries::default() };
        let query = Query::parse(question, &mut Analyzer::default());
        let expansions = Thesaurus::new(&dictionaries).expand(&query);
        expansions.into_iter().map(|expansion| (expansion.text, expansion.words)).collect()
    }

    #[test]
    fn each_side_stands_for_the_other_where_the_entry_says_so() {
        let both: &[(&[&str], &[&str], bool)] = &[(&["taxi", "taryfa"], &["taksówka"], true)];
        assert_eq!(of(both, "zamówić taxi"), [("taksówka".into(), 1..2)]);
        assert_eq!(of(both, "taksówki"), [("taxi".into(), 0..1), ("taryfa".into(), 0..1)]);
        let one: &[(&[&str], &[&str], bool)] = &[(&["taxi"], &["taksówka"], false)];
        assert!(of(one, "taksówki").is_empty());
    }

    #[test]
    fn the_longest_entry_speaks_and_those_within_it_are_silent() {
        let entries: &[(&[&str], &[&str], bool)] = &[
            (&["dziura"], &["otwór"], false),
            (&["dziura w drodze"], &["ubytek nawierzchni"], false),
            (&["droga"], &["trakt"], false),
        ];
        assert_eq!(of(entries, "dziury w drogach"), [("ubytek nawierzchni".into(), 0..3)]);
        assert_eq!(of(entries, "dziura w moście"), [("otwór".into(), 0..1)]);
        assert_eq!(of(entries, "dziura i droga"), [("otwór".into(), 0..1), ("trakt".into(), 2..3)]);
        assert!(of(entries, "w drogerii").is_empty());
        assert_eq!(of(entries, "ta dziura w"), [("otwór".into(), 1..2)], "half of a longer entry is not it");
    }

    #[test]
    fn an_entry_that_says_what_was_said_adds_nothing() {
        let same: &[(&[&str], &[&str], bool)] =
            &[(&["lodówka", "chłodziarka"], &["lodówki", "na i do"], false)];
        assert!(of(same, "lodówkę").is_empty());
        assert_eq!(of(same, "chłodziarkę"), [("lodówki".into(), 0..1)]);
    }

    #[test]
    fn a_question_is_expanded_so_often_and_no_more() {
        let meanings: Vec<String> = ('a'..='z').map(|letter| format!("znaczenie {letter}{letter}")).collect();
        let meanings: Vec<&str> = meanings.iter().map(String::as_str).collect();
        assert_eq!(of(&[(&["wszystko"], &meanings, false)], "wszystko").len(), MAX_EXPANSIONS);
    }
}
