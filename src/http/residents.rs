//! The Baza Wiedzy as residents' handlers get it: there is no way from here to what is not theirs.
//!
//! Everything below `public/` and `widget/` is given [`Residents`] and never [`State`]: whatever it asks goes to the
//! public engine, waits in the residents' queue and counts against their share. The engine behind it was built from
//! `PublicArticle` alone; this type keeps a handler from picking the other one by a slip.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::FromRef;
use jiff::civil::{Date, DateTime};
use tokio::sync::Semaphore;

use super::api::search::{Found, named};
use super::cache::{Cache, Stamp};
use super::knowledge::Knowledge;
use super::lane::Lane;
use super::problem::Problem;
use super::rate::Limiter;
use super::scribe::Question;
use super::tagged::Tagged;
use super::{Limits, State};
use crate::article::ArticleId;
use crate::article::dictionary::{Dictionaries, Unit};
use crate::library::{Served, View};
use crate::search::{Card, SearchRequest, SearchResponse, Suggestion};

/// How residents reach the server.
#[derive(Debug, Clone, PartialEq)]
pub struct PublicSettings {
    /// The address under which residents know the server, without a slash at its end.
    pub address: Option<String>,
    /// Origins whose pages may read the public API.
    pub origins: Vec<String>,
    /// Requests a minute that one address may make; 0 for no limit.
    pub rate: u32,
    /// Code or name of the unit to call when nothing is found.
    pub infoline: String,
    /// Where to write about accessibility, for the statement that the law asks for.
    pub accessibility_email: Option<String>,
}

impl Default for PublicSettings {
    fn default() -> Self {
        Self {
            address: None,
            origins: Vec::new(),
            rate: 0,
            infoline: "KCK".to_owned(),
            accessibility_email: None,
        }
    }
}

/// What the residents' side keeps between requests.
pub(super) struct PublicSide {
    pub(super) settings: PublicSettings,
    pub(super) limiter: Option<Limiter>,
    pub(super) cache: Cache,
    pub(super) requests: Semaphore,
    pub(super) searches: Arc<Semaphore>,
    pub(super) lane: Lane,
}

impl PublicSide {
    pub(super) fn new(settings: PublicSettings, limits: Limits) -> Self {
        Self {
            limiter: Limiter::new(settings.rate),
            settings,
            cache: Cache::default(),
            requests: Semaphore::new(limits.public_concurrent.max(1)),
            searches: Arc::new(Semaphore::new(limits.public_searches.max(1))),
            lane: Lane::start(limits.public_searches),
        }
    }
}

/// The Baza Wiedzy as far as it is the residents'.
#[derive(Clone)]
pub(super) struct Residents(State);

impl FromRef<State> for Residents {
    fn from_ref(state: &State) -> Self {
        Self(state.clone())
    }
}

/// What can be asked on their behalf, on a thread that may block.
pub(super) struct PublicShelf<'a>(&'a dyn Knowledge);

impl PublicShelf<'_> {
    pub(super) fn search(&self, request: &SearchRequest) -> SearchResponse {
        self.0.search(View::Public, &super::kept::looked_for(request))
    }

    pub(super) fn suggest(&self, query: &str, limit: usize, today: Date) -> Vec<Suggestion> {
        self.0.suggest(View::Public, query, limit, today)
    }

    pub(super) fn get(&self, id: &ArticleId, today: Date) -> Option<Served> {
        self.0.get(View::Public, id, today)
    }

    /// Whether there is an article for them.
    pub(super) fn has(&self, id: &ArticleId, today: Date) -> bool {
        self.0.sees(View::Public, id, today)
    }

    /// What is known of every article without reading it, in no order.
    pub(super) fn cards(&self, today: Date) -> Vec<Arc<Card>> {
        self.0.cards(View::Public, today)
    }

    pub(super) fn listed(&self, today: Date) -> Vec<(ArticleId, Option<Date>)> {
        self.0.listed(View::Public, today)
    }
}

impl Residents {
    pub(super) fn today(&self) -> Date {
        self.0.today()
    }

    /// Day and time on the city's clocks.
    pub(super) fn local(&self) -> DateTime {
        self.0.local()
    }

    pub(super) fn settings(&self) -> &PublicSettings {
        &self.0.public.settings
    }

    pub(super) fn cache(&self) -> &Cache {
        &self.0.public.cache
    }

    /// What an answer found from now on is true for.
    pub(super) fn stamp(&self) -> Stamp {
        Stamp { version: self.0.public_version(), day: self.today() }
    }

    /// Units and categories. Their names, numbers and hours are everybody's; notes to agents are not to be shown.
    pub(super) fn dictionaries(&self) -> Arc<Dictionaries> {
        self.0.dictionaries()
    }

    /// The unit that residents call when they find nothing.
    pub(super) fn infoline(&self) -> Option<Unit> {
        let wanted = self.settings().infoline.to_lowercase();
        let dictionaries = self.dictionaries();
        let named = |unit: &&Unit| {
            let names = std::iter::once(&unit.code).chain([&unit.name]).chain(&unit.aliases);
            !unit.is_former() && names.map(|name| name.to_lowercase()).any(|name| name == wanted)
        };
        dictionaries.units.iter().find(named).cloned()
    }

    /// Asks the Baza Wiedzy in the residents' queue.
    pub(super) async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(PublicShelf<'_>) -> T + Send + 'static,
    ) -> Result<T, Problem> {
        self.0.ask_for_resident(move |knowledge| question(PublicShelf(knowledge))).await
    }

    /// Has a search written down for reports, without personal data.
    pub(super) fn note(&self, found: &Found, asker: u64) {
        found.note(&self.0, View::Public, asker);
    }

    /// The same for a search whose answer was still known.
    pub(super) fn note_again(&self, request: &SearchRequest, answer: &Tagged, asker: u64) {
        #[derive(serde::Deserialize)]
        struct Known {
            confident: bool,
            total: usize,
            query_id: String,
            hits: Vec<KnownHit>,
        }
        #[derive(serde::Deserialize)]
        struct KnownHit {
            id: String,
        }
        if request.offset > 0 || request.query.is_empty() {
            return;
        }
        let Ok(known) = serde_json::from_slice::<Known>(answer.body()) else { return };
        let question = Question {
            at: self.0.now(),
            view: named(View::Public),
            text: request.query.clone(),
            total: known.total,
            confident: known.confident,
            top: known.hits.into_iter().next().map(|hit| hit.id),
            us: 0,
            query_id: known.query_id,
        };
        self.0.note_question(asker, question);
    }

    /// A search, counted; an empty question finds nothing and costs nothing.
    pub(super) async fn search(
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
        self.0.metrics.searched(View::Public, *took, response.total, response.confident);
        Ok(found)
    }
}
