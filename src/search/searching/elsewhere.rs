//! A question that is not the city's: another body explains it better than any article.

use super::referrals::Explained;
use super::{Found, Searching};
use crate::search::hit::{Referral, SearchRequest, State};

/// Log-odds that a question is somebody else's, fitted by ten-fold cross-validation to five hundred wishes that callers
/// have of other bodies against residents' questions of kb/pytania that articles answer. Refit when what is called sure
/// changes.
mod model {
    pub const BIAS: f32 = -3.9;
    /// Share of the dictionary's entry that the question has.
    pub const ENTRY: f32 = 2.92;
    /// Share of the question that this entry has, and that all entries of the body have.
    pub const QUESTION: f32 = 3.06;
    pub const BODY: f32 = 4.09;
    /// Logarithm of the number of words of the entry that were found.
    pub const WORDS: f32 = 1.09;
    /// What the city's first article has of the question: in all lines by which it is known, in the one of them that is the
    /// question most nearly, in one line of any kind, and whether it is sure.
    pub const KNOWN_BY: f32 = -1.82;
    pub const OWN: f32 = -1.43;
    pub const LINE: f32 = -0.71;
    pub const SURE: f32 = -2.38;
    /// Set by hand after what is sure was fitted anew; the weights above were not.
    pub const THRESHOLD: f32 = -0.2;
    /// An article whose title, or whose own question, the question is, keeps it.
    pub const KEPT: f32 = 0.97;
}

impl Searching<'_> {
    /// Who deals with it, where the city does not. A search within a part of the articles is meant for the city.
    pub(super) fn elsewhere(&self, found: &Found, request: &SearchRequest) -> Option<Referral> {
        if request.is_narrowed() {
            return None;
        }
        let explained = self.referrals.explain(&found.query, &found.plan)?;
        is_elsewhere(&explained, found).then(|| Referral::clone(&explained.referral))
    }
}

fn is_elsewhere(explained: &Explained, found: &Found) -> bool {
    let words = (1.0 + explained.words as f32).ln();
    let theirs = model::BIAS
        + model::ENTRY * explained.entry
        + model::QUESTION * explained.question
        + model::BODY * explained.body
        + model::WORDS * words;
    let Some(first) = found.candidates.first() else { return theirs >= model::THRESHOLD };
    if first.matched.head.coverage >= model::KEPT {
        return false;
    }
    let sure = found.judged.state == State::Answer;
    let ours = model::KNOWN_BY * found.known_by(first)
        + model::OWN * first.matched.own
        + model::LINE * first.matched.line.coverage
        + if sure { model::SURE } else { 0.0 };
    theirs + ours >= model::THRESHOLD
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
}
