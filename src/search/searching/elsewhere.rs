//! A question that is not the city's: another body explains it better than any article.

use super::referrals::Explained;
use super::{Candidate, Found, Searching};
use crate::search::answer::model;
use crate::search::hit::{Referral, SearchRequest, State};
use crate::search::ranking::passage::RecordMatch;

/// Log-odds from which a question is somebody else's.
const THRESHOLD: f32 = 0.5;
/// An article whose title or own question the question is keeps it.
const KEPT: f32 = 0.97;
/// An article keeps a question, too, that stands whole in one of its headings and is so much of it: the rest is glue.
const HEADED: f32 = 0.4;
/// Log-odds of the matter below which it is plain that no article is meant.
const TOPIC_OF_NONE: f32 = -6.0;

/// Who may deal with it, and what tells that the city does not.
#[derive(Default)]
pub(super) struct Referring {
    pub refer: Option<Referral>,
    /// By how much it is more likely than it must be, in log-odds.
    pub margin: f32,
    /// Of the body that explains the question best, whether it is meant or not; empty where none does.
    pub evidence: Vec<(&'static str, f32)>,
}

impl Searching<'_> {
    /// Who deals with it, where the city does not. A search within a part of the articles is meant for the city.
    pub(super) fn elsewhere(&self, found: &Found, request: &SearchRequest) -> Referring {
        if request.is_narrowed() {
            return Referring::default();
        }
        let Some(explained) = self.referrals.explain(&found.query, &found.plan) else {
            return Referring::default();
        };
        let evidence = evidence(&explained, found);
        let log_odds = model::log_odds(&evidence, &model::ELSEWHERE, model::ELSEWHERE_BIAS);
        let is_ours = found.candidates.first().is_some_and(|Candidate { matched, .. }| {
            matched.head.coverage >= KEPT || matched.headed >= HEADED
        });
        Referring {
            refer: (!is_ours && log_odds >= THRESHOLD).then(|| Referral::clone(&explained.referral)),
            margin: log_odds - THRESHOLD,
            evidence: evidence.to_vec(),
        }
    }
}

fn evidence(explained: &Explained, found: &Found) -> [(&'static str, f32); model::ELSEWHERE.len()] {
    let first = found.candidates.first();
    let known = first.map_or_else(Vec::new, |first| found.known(first));
    // What of the question one of the two has, and the other has not.
    let (mut theirs, mut ours, mut all) = (0.0, 0.0, f32::EPSILON);
    for (at, (has, worth)) in explained.has.iter().zip(&explained.worth).enumerate() {
        let here = known.get(at).copied().unwrap_or_default();
        theirs += worth * (has - here).max(0.0);
        ours += worth * (here - has).max(0.0);
        all += worth;
    }
    let of_first = |value: fn(&RecordMatch) -> f32| first.map_or(0.0, |first| value(&first.matched));
    [
        // Share of the dictionary's entry that the question has, and of the question that all entries of the body have.
        ("else_entry", explained.entry),
        ("else_body", explained.body),
        ("else_both", explained.entry * explained.body),
        // How much of what the body deals with the question is.
        ("else_about", explained.about),
        // The share of the question that the body has and the lines by which the city's first article is known lack, and
        // the other way round.
        ("else_theirs", theirs / all),
        ("else_ours", ours / all),
        // Logarithm of the number of words of the entry that were found.
        ("else_words", (1.0 + explained.words as f32).ln()),
        // What the city's first article has of the question: in all lines by which it is known, in one line of any kind, in
        // what it is about; how surely it is the matter (log-odds), and whether it is read out.
        ("else_known", found.matcher.share(&known, |_| true)),
        ("else_line", of_first(|matched| matched.line.coverage)),
        ("else_profile", of_first(|matched| matched.profile)),
        (
            "else_topic",
            found.judged.verdict.map_or(TOPIC_OF_NONE, |verdict| verdict.topic.max(TOPIC_OF_NONE)),
        ),
        ("else_sure", f32::from(found.judged.state == State::Answer)),
    ]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::article::dictionary::{Dictionaries, OtherBody};
    use crate::search::testkit::{CITY, ask, dictionaries, engine, ids, request};
    use crate::search::{Engine, SearchRequest, State};

    fn city_with_bodies() -> Engine {
        let engine = engine(CITY);
        let body = |code: &str, aliases: &[&str], matters: &[&str]| OtherBody {
            code: code.into(),
            name: format!("Urząd {code}"),
            aliases: aliases.iter().map(|&alias| alias.into()).collect(),
            matters: matters.iter().map(|&matter| matter.into()).collect(),
            sentence: format!("Tym zajmuje się {code}."),
            phone: vec!["22 560 16 00".into()],
            link: Some("https://example.pl".into()),
            ..OtherBody::default()
        };
        let other_bodies = vec![
            body("ZUS", &["zus"], &["emerytura nie przyszła", "kiedy przyjdą pieniądze", "renta po mężu"]),
            body("NFZ", &["nfz"], &["zapis do lekarza rodzinnego", "sanatorium z NFZ"]),
            body("SĄD", &["sąd"], &["rozwód pozew", "księga wieczysta odpis", "odpis wyroku"]),
            body("GMINA", &["urząd gminy"], &["śmieci w Wieliczce", "dowód w Wieliczce"]),
        ];
        engine.set_dictionaries(&Dictionaries { other_bodies, ..dictionaries() });
        engine
    }

    #[test]
    fn what_another_body_deals_with_is_referred_to_it() {
        let engine = city_with_bodies();
        for (question, code) in [
            ("zus emerytura kiedy przyjda pieniadze", "ZUS"),
            ("emeryturę mi nie przysłali", "ZUS"),
            ("renty po mężu", "ZUS"),
            ("nfz lekarz rodzinny zapis", "NFZ"),
            ("sanatorjum", "NFZ"),
            ("pozew o rozwód", "SĄD"),
            ("odpis księgi wieczystej", "SĄD"),
        ] {
            let response = ask(&engine, question);
            let refer = response.refer.as_ref().map(|refer| &*refer.code);
            assert_eq!((response.state, refer), (State::Elsewhere, Some(code)), "{question}");
            assert!(!response.confident());
        }
        let refer = ask(&engine, "renta po mężu").refer.unwrap();
        assert_eq!(
            (&*refer.sentence, refer.link.as_deref()),
            ("Tym zajmuje się ZUS.", Some("https://example.pl"))
        );
    }

    #[test]
    fn what_an_article_answers_stays_with_the_city() {
        let engine = city_with_bodies();
        for question in
            ["odpis aktu urodzenia", "zgubiony dowód", "śmieci", "dowód osobisty", "prawo jazdy", "ławka", ""]
        {
            let response = ask(&engine, question);
            assert_eq!(response.refer, None, "{question}");
            assert_ne!(response.state, State::Elsewhere, "{question}");
        }
    }

    #[test]
    fn other_articles_stay_below_and_a_part_of_the_city_is_asked_for_the_city() {
        let engine = city_with_bodies();
        let response = ask(&engine, "odpis księgi wieczystej");
        assert!(ids(&response).iter().any(|id| id.contains("odpis")), "{:?}", ids(&response));
        let narrowed = SearchRequest { unit: Some("MPO".into()), ..request("emerytura nie przyszła") };
        assert_eq!(engine.search(&narrowed).refer, None);
    }

    #[test]
    fn another_dictionary_is_another_version_and_the_same_is_not() {
        let engine = city_with_bodies();
        let before = engine.version();
        engine.set_dictionaries(&dictionaries());
        let after = engine.version();
        assert_ne!(before, after);
        assert_eq!(ask(&engine, "emerytura nie przyszła").refer, None);
        engine.set_dictionaries(&dictionaries());
        assert_eq!(engine.version(), after);
    }

    #[test]
    fn the_models_weigh_evidence_in_the_order_in_which_it_is_told() {
        let asked = SearchRequest { explain: true, ..request("odpis księgi wieczystej i zgubiony dowód") };
        let response = city_with_bodies().search(&asked);
        let told: Vec<&str> = response.evidence.iter().map(|(name, _)| *name).collect();
        let told = format!(" {} ", told.join(" "));
        let fitted = include_str!("../answer/model.rs");
        let orders = ["TOPIC", "GAP", "TWO", "ELSEWHERE"].map(|model| {
            let line = fitted.lines().find_map(|line| line.strip_prefix(&format!("/// {model}: ")));
            format!(" {} ", line.unwrap())
        });
        for order in orders {
            assert!(told.contains(&order), "{order} in {told}");
        }
    }
}
