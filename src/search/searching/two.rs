//! Two matters in one question ("zgubiłam dowód i prawo jazdy"): both sides of a cut are searched, and where each has an
//! article of its own, both are answered.

use super::{Candidate, Found, Searching};
use crate::article::ArticleId;
use crate::search::answer::model;
use crate::search::hit::{Part, SearchRequest, State};
use crate::search::question::cuts::{self, Joint, cuts};

/// Of either side, the articles that may be its own: more do not come near.
const LOOKED_AT: usize = 5;
/// Ids told of each part.
const TOLD: usize = 5;
/// What an article's place among those for the whole question counts, against its place for one side: the whole says for
/// whom and where, which one side may lack.
const WHOLE: f32 = 0.5;

/// Log-odds from which a question is cut. Whose two matters are taken for one is told of one alone; whose one matter is cut still
/// finds its article, beside another.
const THRESHOLD: f32 = -0.5;
/// A question that is so nearly a line by which an article or its section is known is not cut.
const KEPT: f32 = 0.95;

/// What tells that a question is of two matters.
type Evidence = [(&'static str, f32); model::TWO.len()];

/// The most likely cut of a question, and whether it is one.
#[derive(Default)]
pub(super) struct Cutting {
    pub halves: Option<Halves>,
    /// By how much it is more likely than it must be, in log-odds.
    pub margin: f32,
    /// Of the most likely cut, made or not; empty where there is none.
    pub evidence: Vec<(&'static str, f32)>,
}

/// A question cut in two, with an article for each side.
pub(super) struct Halves {
    pub left: Half,
    pub right: Half,
}

/// One side of a cut.
pub(super) struct Half {
    pub found: Found,
    /// Its words as typed, and where they stand in the question.
    text: String,
    span: std::ops::Range<usize>,
    /// Place of its article.
    article: usize,
}

impl Half {
    /// The article that answers it.
    pub fn candidate(&self) -> &Candidate {
        &self.found.candidates[self.article]
    }

    fn part(&self) -> Part {
        let first = self.candidate().card.id.clone();
        let others = self.found.candidates.iter().map(|candidate| candidate.card.id.clone());
        let others: Vec<ArticleId> = others.filter(|id| *id != first).take(TOLD - 1).collect();
        Part {
            text: self.text.clone(),
            span: self.span.clone(),
            // What was chosen for the sake of the whole is no sure answer to the half.
            state: if self.article == 0 { self.found.judged.state } else { State::Unsure },
            hits: std::iter::once(first).chain(others).collect(),
        }
    }
}

impl Halves {
    /// The two, in order.
    pub fn parts(&self) -> Vec<Part> {
        vec![self.left.part(), self.right.part()]
    }
}

/// What the answer to a question of two matters is worth: it is read out where both are.
pub(super) fn state(parts: &[Part]) -> State {
    if parts.iter().all(|part| part.state == State::Answer) { State::Answer } else { State::Unsure }
}

impl Searching<'_> {
    /// The question cut in two, where it is of two matters.
    pub(super) fn two_matters(&self, whole: &Found, request: &SearchRequest) -> tantivy::Result<Cutting> {
        // What is a title, a keyword, a question or a heading of an article as it stands is about that: "żłobki i przedszkola".
        let is_whole = |first: &Candidate| first.matched.own.max(first.matched.headed) >= KEPT;
        if request.is_narrowed() || whole.candidates.first().is_none_or(is_whole) {
            return Ok(Cutting::default());
        }
        let mut best: Option<(f32, Evidence, Halves)> = None;
        for cut in cuts(&whole.query) {
            let (text, span) = cuts::text(&whole.query, &cut.left);
            let Some(left) = self.find(text, request)? else { continue };
            let left = Half { found: left, text: text.to_owned(), span, article: 0 };
            let (text, span) = cuts::text(&whole.query, &cut.right);
            let mut likely: Option<(f32, Evidence, usize, Half)> = None;
            for reading in cuts::readings(&whole.query, &cut) {
                let Some(right) = self.find(&reading, request)? else { continue };
                let right = Half { found: right, text: text.to_owned(), span: span.clone(), article: 0 };
                let Some((a, b)) = pair(whole, &left.found, &right.found) else { continue };
                let evidence = evidence(whole, (&left.found, a), (&right.found, b), cut.joint);
                let log_odds = model::log_odds(&evidence, &model::TWO, model::TWO_BIAS);
                if likely.as_ref().is_none_or(|(best, ..)| log_odds > *best) {
                    likely = Some((log_odds, evidence, a, Half { article: b, ..right }));
                }
                // As it stands before as it may be meant.
                if log_odds >= THRESHOLD {
                    break;
                }
            }
            if let Some((log_odds, evidence, a, right)) = likely
                && best.as_ref().is_none_or(|(best, ..)| log_odds > *best)
            {
                best = Some((log_odds, evidence, Halves { left: Half { article: a, ..left }, right }));
            }
        }
        let Some((log_odds, evidence, halves)) = best else { return Ok(Cutting::default()) };
        Ok(Cutting {
            halves: (log_odds >= THRESHOLD).then_some(halves),
            margin: log_odds - THRESHOLD,
            evidence: evidence.to_vec(),
        })
    }
}

fn evidence(whole: &Found, left: (&Found, usize), right: (&Found, usize), joint: Joint) -> Evidence {
    let article = |(found, at): (&Found, usize)| found.candidates[at].card.id.clone();
    let (a, b) = (article(left), article(right));
    let about = |(found, at): (&Found, usize)| {
        let known: f32 = found.plan.worth.iter().sum();
        found.candidates[at].scored.score / known.max(f32::EPSILON)
    };
    let own = |(found, at): (&Found, usize)| found.candidates[at].matched.own;
    let profile = |(found, at): (&Found, usize)| found.candidates[at].matched.profile;
    let sure = [left.0, right.0].iter().filter(|found| found.judged.state == State::Answer).count() as f32;
    [
        // How well each side's article stands for the other side too: then it may be one matter after all.
        ("two_cross", standing(left.0, &b) + standing(right.0, &a)),
        // How well the worse of the two stands for the whole: of two matters the whole finds both.
        ("two_whole", standing(whole, &a).min(standing(whole, &b))),
        ("two_sure", sure),
        // How much of the whole the lines have by which its first article is known: it is about all of it.
        ("two_known", whole.candidates.first().map_or(0.0, |first| whole.known_by(first))),
        // What the first stage gave the worse article, for each unit of what its side is worth.
        ("two_about", about(left).min(about(right))),
        // How nearly the worse side is a line by which its article is known, and what the article is about.
        ("two_own", own(left).min(own(right))),
        ("two_profile", profile(left).min(profile(right))),
        // A comma joins clauses more often than matters; who counts ("jedno …, drugie …") has two.
        ("two_comma", f32::from(joint == Joint::Comma)),
        ("two_count", f32::from(joint == Joint::Count)),
    ]
}

/// Score of an article against the best of `found`, 0 where it is not there.
fn standing(found: &Found, id: &ArticleId) -> f32 {
    let best = found.candidates.first().map_or(0.0, |first| first.score);
    let here = found.candidates.iter().find(|candidate| candidate.card.id == *id);
    here.map_or(0.0, |here| here.score / best.max(f32::EPSILON))
}

/// Two different articles, one for each side, that stand best for them and for the whole.
fn pair(whole: &Found, left: &Found, right: &Found) -> Option<(usize, usize)> {
    let values = |side: &Found| -> Vec<f32> {
        let near = side.candidates.iter().take(LOOKED_AT).filter(|candidate| candidate.in_force);
        near.map(|candidate| {
            let id = &candidate.card.id;
            standing(side, id) + WHOLE * standing(whole, id)
        })
        .collect()
    };
    let (of_left, of_right) = (values(left), values(right));
    let mut best: Option<(f32, (usize, usize))> = None;
    for (a, value) in of_left.iter().enumerate() {
        for (b, other) in of_right.iter().enumerate() {
            let value = value + other;
            if left.candidates[a].card.id != right.candidates[b].card.id
                && best.is_none_or(|(best, _)| value > best)
            {
                best = Some((value, (a, b)));
            }
        }
    }
    best.map(|(_, pair)| pair)
}

#[cfg(test)]
mod tests {
    use crate::search::testkit::{ask, city, ids, request};
    use crate::search::{SearchRequest, State};

    #[test]
    fn two_matters_are_both_answered_and_both_stand_first() {
        for (question, first, second) in [
            ("zgubiony dowód i prawo jazdy", "dowod-zgubiony", "prawo-jazdy"),
            ("stara kanapa i nie świeci latarnia", "gabaryty", "oswietlenie"),
        ] {
            let response = ask(city(), question);
            let tops: Vec<&str> = response.parts.iter().map(|part| part.hits[0].as_str()).collect();
            assert_eq!(tops, [first, second], "{question}");
            assert_eq!(ids(&response)[..2], [first, second], "{question}");
            for part in &response.parts {
                assert_eq!(&question[part.span.clone()], part.text, "{question}");
            }
            let scores: Vec<f32> = response.hits.iter().map(|hit| hit.score).collect();
            assert!(scores.windows(2).all(|pair| pair[0] >= pair[1]), "{scores:?}");
            let both = response.parts.iter().all(|part| part.state == State::Answer);
            assert_eq!(response.confident(), both, "{question}");
        }
    }

    #[test]
    fn pages_of_two_matters_follow_one_another() {
        let whole = ask(city(), "zgubiony dowód i prawo jazdy");
        let paged: Vec<String> = (0..3)
            .flat_map(|offset| {
                let asked = SearchRequest { offset, limit: 1, ..request("zgubiony dowód i prawo jazdy") };
                city().search(&asked).hits.into_iter().map(|hit| hit.id.to_string())
            })
            .collect();
        assert_eq!(paged, ids(&whole)[..3]);
    }

    #[test]
    fn one_matter_stays_whole() {
        for question in [
            "odpis aktu urodzenia i małżeństwa",
            "rodzina wielodzietna zasiłek i karta",
            "stara lodówka i pralka",
            "dowód osobisty i ile to kosztuje",
            "dowód",
        ] {
            assert_eq!(ask(city(), question).parts, [], "{question}");
        }
    }
}
