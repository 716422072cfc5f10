//! The Baza Wiedzy as residents' handlers get it: there is no way from here to what is not theirs.
//!
//! Everything below `public/` and `widget/` is given [`Residents`] and never [`State`]: whatever it asks goes to the
//! public engine, waits in the residents' queue and counts against their share. The engine behind it was built from
//! `PublicArticle` alone; this type keeps a handler from picking the other one by a slip.

pub(in crate::http) mod lane;
pub(in crate::http) mod side;

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::FromRef;
use jiff::civil::{Date, DateTime};

use super::State;
use super::asking::Asking;
use super::knowledge::Knowledge;
use super::scribe::Question;
use crate::article::ArticleId;
use crate::article::dictionary::{Dictionaries, Unit};
use crate::http::peer::asker::Asker;
use crate::http::wire::cache::{Cache, Stamp};
use crate::http::wire::etag::Tagged;
use crate::http::wire::problem::Problem;
use crate::library::{Served, View};
use crate::search::{Card, SearchRequest, SearchResponse, State as Worth, Suggestion};
use side::PublicSettings;

/// The Baza Wiedzy as far as it is the residents'.
#[derive(Clone)]
pub(in crate::http) struct Residents(State);

impl FromRef<State> for Residents {
    fn from_ref(state: &State) -> Self {
        Self(state.clone())
    }
}

/// What can be asked on their behalf, on a thread that may block.
pub(in crate::http) struct PublicShelf<'a>(&'a dyn Knowledge);

impl PublicShelf<'_> {
    pub(in crate::http) fn search(&self, request: &SearchRequest) -> SearchResponse {
        self.0.search(View::Public, &crate::http::wire::kept::looked_for(request))
    }

    pub(in crate::http) fn suggest(&self, query: &str, limit: usize, today: Date) -> Vec<Suggestion> {
        self.0.suggest(View::Public, query, limit, today)
    }

    pub(in crate::http) fn get(&self, id: &ArticleId, today: Date) -> Option<Served> {
        self.0.get(View::Public, id, today)
    }

    /// Whether there is an article for them.
    pub(in crate::http) fn has(&self, id: &ArticleId, today: Date) -> bool {
        self.0.sees(View::Public, id, today)
    }

    /// What is known of every article without reading it, in no order.
    pub(in crate::http) fn cards(&self, today: Date) -> Vec<Arc<Card>> {
        self.0.cards(View::Public, today)
    }

    pub(in crate::http) fn listed(&self, today: Date) -> Vec<(ArticleId, Option<Date>)> {
        self.0.listed(View::Public, today)
    }
}

impl Residents {
    pub(in crate::http) fn today(&self) -> Date {
        self.0.today()
    }

    /// Day and time on the city's clocks.
    pub(in crate::http) fn local(&self) -> DateTime {
        self.0.local()
    }

    pub(in crate::http) fn settings(&self) -> &PublicSettings {
        &self.0.public.settings
    }

    pub(in crate::http) fn cache(&self) -> &Cache {
        &self.0.public.cache
    }

    /// What an answer found from now on is true for.
    pub(in crate::http) fn stamp(&self) -> Stamp {
        Stamp { version: self.0.public_version(), day: self.today() }
    }

    /// Units and categories. Their names, numbers and hours are everybody's; notes to agents are not to be shown.
    pub(in crate::http) fn dictionaries(&self) -> Arc<Dictionaries> {
        self.0.dictionaries()
    }

    /// The unit that residents call when they find nothing.
    pub(in crate::http) fn infoline(&self) -> Option<Unit> {
        let wanted = self.settings().infoline.to_lowercase();
        let dictionaries = self.dictionaries();
        let named = |unit: &&Unit| {
            let names = std::iter::once(&unit.code).chain([&unit.name]).chain(&unit.aliases);
            !unit.is_former() && names.map(|name| name.to_lowercase()).any(|name| name == wanted)
        };
        dictionaries.units.iter().find(named).cloned()
    }

    /// Asks the Baza Wiedzy in the residents' queue.
    pub(in crate::http) async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(PublicShelf<'_>) -> T + Send + 'static,
    ) -> Result<T, Problem> {
        self.0.ask_for_resident(move |knowledge| question(PublicShelf(knowledge))).await
    }

    /// Has a search written down for reports, without personal data.
    pub(in crate::http) fn note(&self, found: &Asking, asker: Asker) {
        found.note(&self.0, View::Public, asker);
    }

    /// The same for a search whose answer was still known.
    pub(in crate::http) fn note_again(&self, request: &SearchRequest, answer: &Tagged, asker: Asker) {
        #[derive(serde::Deserialize)]
        struct Known {
            state: Worth,
            asked: KnownAsked,
            total: usize,
            query_id: String,
            hits: Vec<KnownHit>,
        }
        #[derive(serde::Deserialize)]
        struct KnownAsked {
            fact: Option<String>,
        }
        #[derive(serde::Deserialize)]
        struct KnownHit {
            id: String,
            unknown: Option<String>,
        }
        if request.offset > 0 || request.query.is_empty() {
            return;
        }
        let Ok(known) = serde_json::from_slice::<Known>(answer.body()) else { return };
        let first = known.hits.into_iter().next();
        let gap = first.as_ref().and_then(|hit| hit.unknown.clone()).or(known.asked.fact);
        let question = Question {
            at: self.0.now(),
            view: View::Public.code(),
            text: request.query.clone(),
            total: known.total,
            worth: known.state,
            gap: gap.filter(|_| known.state == Worth::UnknownFact),
            top: first.map(|hit| hit.id),
            us: 0,
            query_id: known.query_id,
        };
        self.0.note_question(asker.0, question);
    }

    /// A search, counted; an empty question finds nothing and costs nothing.
    pub(in crate::http) async fn search(
        &self,
        request: SearchRequest,
    ) -> Result<(SearchRequest, SearchResponse, Duration), Problem> {
        if request.query.is_empty() {
            return Ok((request, SearchResponse::default(), Duration::ZERO));
        }
        let found = self
            .ask(move |shelf| {
                let started = Instant::now();
                let response = shelf.search(&request);
                (request, response, started.elapsed())
            })
            .await?;
        let (_, response, took) = &found;
        self.0.metrics.searched(View::Public, *took, response.total, response.confident());
        Ok(found)
    }
}
