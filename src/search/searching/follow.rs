//! A follow-up is asked of the article that lies open ("a ile to trwa"), unless it names another matter.

use super::{Candidate, Found, Judged, Searching};
use crate::search::answer::asked_of::{AskedOf, asked_of};
use crate::search::answer::holding::holding;
use crate::search::answer::state::is_denied;
use crate::search::hit::{SearchRequest, SearchResponse, State};
use crate::search::index::record::Record;
use crate::search::ranking::rerank::Lift;
use crate::search::ranking::score::Scored;

/// With more of what a question names than this an article is asked on.
const STAYS: f32 = 0.35;
/// A question of which another article is known by so much more than the open one is about that other.
const KNOWN_BETTER: f32 = 0.5;
/// A question of which so much is the title of another article is about that.
const TITLED: f32 = 0.9;

impl Searching<'_> {
    /// The article that lies open, as the question finds it; `None` where there is no such article.
    pub(super) fn open(&self, found: &Found, request: &SearchRequest) -> tantivy::Result<Option<Candidate>> {
        let Some(id) = &request.context else { return Ok(None) };
        if let Some(known) = found.candidates.iter().find(|candidate| candidate.card.id == *id) {
            return Ok(Some(known.clone()));
        }
        let Some(address) = self.lookup.snapshot.find(id.as_str()) else { return Ok(None) };
        let Some(card) = self.lookup.snapshot.card(address).cloned() else { return Ok(None) };
        let stored = self.lookup.snapshot.record(address)?;
        let Some(record) = Record::decode(&stored) else { return Ok(None) };
        let matched = found.matcher.article(&record, card.misread);
        let lift = Lift::new(self.weights, &matched, &card, 0.0);
        let in_force = self.lookup.snapshot.in_force(&card, request.today());
        let scored = Scored { address, score: 0.0, mask: 0 };
        Ok(Some(Candidate { score: lift.of(0.0), scored, card, in_force, record: stored, matched, lift }))
    }

    /// The answer of the open article; `None` where the question is about something else.
    pub(super) fn follow_up(
        &self,
        mut open: Candidate,
        found: &mut Found,
        request: &SearchRequest,
    ) -> tantivy::Result<Option<SearchResponse>> {
        let stored = open.record.clone();
        let Some(record) = Record::decode(&stored) else { return Ok(None) };
        let (query, matched) = (&found.query, &open.matched);
        let asked = asked_of(&record, matched, &found.matcher, query, &mut self.lookup.analyzer.borrow_mut());
        if self.leaves(&asked, found, &open) {
            return Ok(None);
        }
        let holding = holding(&self.lookup, query, &found.plan, &open.card.title, &record, matched)?;
        let denied = is_denied(query, &holding);
        let state = match (open.in_force, asked.known && !denied) {
            (false, _) => State::Unsure,
            (true, true) => State::Answer,
            (true, false) => State::UnknownFact,
        };
        let entry = holding.entry.filter(|_| state == State::UnknownFact && holding.is_met());
        let unknown = entry.and_then(|at| record.passages.get(at)).map(|entry| entry.text().to_owned());
        found.judged = Judged { state, unknown, ..Judged::default() };
        open.matched.best = asked.passage.unwrap_or(open.matched.best);
        open.score = found.candidates.first().map_or(open.score, |first| first.score.max(open.score));
        match found.candidates.iter().position(|candidate| candidate.card.id == open.card.id) {
            Some(at) => drop(found.candidates.remove(at)),
            None => found.total += 1,
        }
        found.candidates.insert(0, open);
        let mut response = self.respond(found, None, request)?;
        let key = asked.asked.map(|kind| kind.key().unwrap_or("other"));
        response.asked.fact = key.or(response.asked.fact);
        if let (0, Some(hit)) = (request.offset, response.hits.first_mut()) {
            hit.answer.fact = key.filter(|key| hit.facts.has(key));
        }
        Ok(Some(response))
    }

    /// Whether the question names a matter that the open article has nothing of, or hardly anything, and another has.
    fn leaves(&self, asked: &AskedOf, found: &Found, open: &Candidate) -> bool {
        let Some(first) = found.candidates.first().filter(|first| first.card.id != open.card.id) else {
            return false;
        };
        let sure = found.judged.state == State::Answer;
        let known_better = || sure && found.known_by(first) - found.known_by(open) >= KNOWN_BETTER;
        asked
            .names
            .is_some_and(|names| names < STAYS && (sure || found.titled(first) >= TITLED) || known_better())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::article::ArticleId;
    use crate::search::testkit::{ask, city, engine, ids, request};
    use crate::search::{Engine, SearchRequest, SearchResponse, State};

    const PASSPORT: &str = "---\ntitle: Paszport\naudience: public\nquestions: [ile kosztuje paszport w Wigilię]\nfacts:\n  fee: 140 zł\n  phone: [\"12 616 55 55\"]\n---\nPaszport wydaje wojewoda.\n\n## Ile się czeka\n\nOd dwóch do czterech tygodni.\n\n## Gdzie złożyć wniosek\n\nPrzy ul. Przy Rondzie 6.\n\n## Co jeśli dziecko ma jednego opiekuna\n\nWystarczy zgoda tego opiekuna.\n\n## Co przygotować\n\n- zdjęcie,\n- dowód wpłaty.\n\n## Dla nas {.internal}\n\nNie mamy informacji o kolejce.\n";
    const SHELTER: &str = "---\ntitle: Schronisko dla zwierząt\naudience: public\nkeywords: [bezpański pies]\n---\nSchronisko przyjmuje zwierzęta.\n";

    fn office() -> Engine {
        engine(&[("paszport.md", PASSPORT), ("schronisko.md", SHELTER)])
    }

    fn follow(engine: &Engine, open: &str, question: &str) -> SearchResponse {
        engine.search(&SearchRequest { context: ArticleId::new(open.to_owned()), ..request(question) })
    }

    #[test]
    fn a_follow_up_is_asked_of_the_article_that_lies_open() {
        let engine = office();
        for (question, heading, fact) in [
            ("a ile to trwa", "Ile się czeka", None),
            ("jak długo", "Ile się czeka", None),
            ("gdzie to zanieść", "Gdzie złożyć wniosek", None),
            ("a jak opiekun jest jeden", "Co jeśli dziecko ma jednego opiekuna", None),
        ] {
            let response = follow(&engine, "paszport", question);
            let hit = &response.hits[0];
            assert_eq!(
                (hit.id.as_str(), &*hit.answer.heading, hit.answer.fact),
                ("paszport", heading, fact),
                "{question}"
            );
            assert_eq!(response.state, State::Answer, "{question}");
        }
        for (question, fact) in [("a telefon", "phone"), ("ile kosztuje", "fee")] {
            let response = follow(&engine, "paszport", question);
            assert_eq!(response.hits[0].answer.fact, Some(fact), "{question}");
            assert_eq!((response.state, response.asked.fact), (State::Answer, Some(fact)), "{question}");
        }
    }

    #[test]
    fn what_the_open_article_does_not_say_is_said_to_be_unknown() {
        let engine = office();
        // "Wigilia" stands in a caller's question and "kolejka" in a note to agents: neither is an answer.
        for question in ["a mail", "a jaka jest kolejka", "a w Wigilię"] {
            let response = follow(&engine, "paszport", question);
            assert_eq!(response.hits[0].id.as_str(), "paszport", "{question}");
            assert_eq!(response.state, State::UnknownFact, "{question}");
        }
        assert_eq!(follow(&engine, "schronisko", "a telefon").state, State::UnknownFact);
    }

    #[test]
    fn another_matter_leaves_the_open_article() {
        let response = follow(&office(), "paszport", "schronisko dla zwierząt");
        assert_eq!(response.hits[0].id.as_str(), "schronisko");
        let response = follow(city(), "gabaryty", "odpis aktu urodzenia");
        assert_ne!(response.hits[0].id.as_str(), "gabaryty");
    }

    #[test]
    fn another_matter_leaves_the_open_article_even_if_that_has_a_word_of_it() {
        const CARD: &str = "---\ntitle: Dowód osobisty\nquestions: [ile kosztuje dowód osobisty]\nfacts:\n  fee: bezpłatny\n---\nDowód osobisty jest bezpłatny.\n";
        let engine = engine(&[("paszport.md", PASSPORT), ("dowod.md", CARD), ("schronisko.md", SHELTER)]);
        let response = follow(&engine, "paszport", "ile kosztuje dowód osobisty");
        assert_eq!(response.hits[0].id.as_str(), "dowod");
        assert_eq!(follow(&engine, "paszport", "a ile to kosztuje").hits[0].id.as_str(), "paszport");
    }

    #[test]
    fn an_article_that_is_not_there_is_passed_over() {
        for question in ["a ile to trwa", "odpis aktu urodzenia"] {
            assert_eq!(follow(city(), "nie-ma-takiego", question), ask(city(), question), "{question}");
        }
        assert_eq!(ids(&follow(city(), "gabaryty", "")), [] as [&str; 0]);
    }
}
