//! What every handler shares: the Baza Wiedzy, the clock, the limits, the counters.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::events::{Event, Events};
use super::metrics::Metrics;
use super::problem::{Kind, Problem};
use super::residents::{PublicSettings, PublicSide};
use crate::article::ArticleId;
use crate::article::dictionary::Dictionaries;
use crate::journal::{Journal, JournalError, Millis};
use crate::library::publish::{Moment, Publisher};
use crate::library::{Library, Served, View};
use crate::search::{SearchRequest, SearchResponse, Suggestion};

/// The Baza Wiedzy as the HTTP layer needs it.
///
/// [`Library`] is the one that serves; the seam is here because the library behind it may come to keep its
/// articles elsewhere, and so that pages can be tested against answers chosen by hand. All methods may block.
pub trait Knowledge: Send + Sync + 'static {
    /// Ranked answers to a question.
    fn search(&self, view: View, request: &SearchRequest) -> SearchResponse;
    /// Completions of an unfinished question.
    fn suggest(&self, view: View, query: &str, limit: usize, today: Date) -> Vec<Suggestion>;
    /// An article, if it is there and `view` may see it.
    fn get(&self, view: View, id: &ArticleId, today: Date) -> Option<Served>;
    /// Ids of all articles that `view` may see, with the day each was last checked.
    fn listed(&self, view: View, today: Date) -> Vec<(ArticleId, Option<Date>)>;
    /// Another number whenever an answer to residents may be another one.
    fn public_version(&self) -> u64;
    /// Units and categories.
    fn dictionaries(&self) -> Arc<Dictionaries>;
    /// How many articles are indexed.
    fn articles(&self) -> usize;
    /// Whether searches can be answered.
    fn ready(&self) -> bool;
}

impl Knowledge for Library {
    fn search(&self, view: View, request: &SearchRequest) -> SearchResponse {
        Library::search(self, view, request)
    }

    fn suggest(&self, view: View, query: &str, limit: usize, today: Date) -> Vec<Suggestion> {
        Library::suggest(self, view, query, limit, today)
    }

    fn get(&self, view: View, id: &ArticleId, today: Date) -> Option<Served> {
        Library::get(self, view, id, today)
    }

    fn listed(&self, view: View, today: Date) -> Vec<(ArticleId, Option<Date>)> {
        Library::listed(self, view, today)
    }

    fn public_version(&self) -> u64 {
        Library::public_version(self)
    }

    fn dictionaries(&self) -> Arc<Dictionaries> {
        Library::dictionaries(self)
    }

    fn articles(&self) -> usize {
        self.len()
    }

    fn ready(&self) -> bool {
        Library::ready(self)
    }
}

/// Where "now" and "today" come from; tests fix them.
pub trait Clock: Send + Sync + 'static {
    /// This moment.
    fn now(&self) -> Timestamp;
    /// Day and time on the city's clocks.
    fn local(&self) -> DateTime;
    /// The calendar day in the city.
    fn today(&self) -> Date {
        self.local().date()
    }
}

/// The calendar day in Poland, wherever the machine stands.
#[derive(Debug, Clone)]
pub struct CityClock {
    zone: TimeZone,
}

impl CityClock {
    /// Takes the rules of Europe/Warsaw from the system, or those of the European Union where the system has no
    /// time zones (a bare container).
    pub fn new() -> Self {
        let zone = TimeZone::get("Europe/Warsaw")
            .or_else(|_| TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3"))
            .unwrap_or(TimeZone::UTC);
        Self { zone }
    }
}

impl Default for CityClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for CityClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn local(&self) -> DateTime {
        self.now().to_zoned(self.zone.clone()).datetime()
    }
}

/// How much the server takes on at once, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Requests worked on at the same time; one more is told to come back (503).
    pub concurrent: usize,
    /// Searches running at the same time; further ones wait for their turn.
    pub searches: usize,
    /// Requests of residents worked on at the same time.
    pub public_concurrent: usize,
    /// Searches of residents running at the same time, beside those of agents and after them.
    pub public_searches: usize,
    /// After this a request is given up (503).
    pub deadline: Duration,
    /// Largest body of a request, in bytes.
    pub body: usize,
    /// How long requests under way may go on once the server was asked to stop.
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        // A search is pure computing: more of them than processors only makes each one slower.
        let processors = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            concurrent: 512,
            searches: processors,
            public_concurrent: 64,
            // Residents wait a little when there are many of them; a caller on the line does not.
            public_searches: (processors / 4).max(1),
            deadline: Duration::from_secs(10),
            body: 4 * 1024 * 1024,
            drain: Duration::from_secs(10),
        }
    }
}

/// Shared by all handlers; cheap to clone.
#[derive(Clone)]
pub struct State {
    knowledge: Arc<dyn Knowledge>,
    journal: Arc<Journal>,
    publisher: Option<Arc<Publisher>>,
    clock: Arc<dyn Clock>,
    limits: Limits,
    searches: Arc<Semaphore>,
    pub(super) requests: Arc<Semaphore>,
    pub(super) public: Arc<PublicSide>,
    pub(super) metrics: Arc<Metrics>,
    pub(super) events: Events,
}

impl State {
    /// The state of a server for `knowledge` and `journal`.
    pub fn new(
        knowledge: Arc<dyn Knowledge>,
        journal: Arc<Journal>,
        clock: Arc<dyn Clock>,
        limits: Limits,
    ) -> Self {
        Self {
            knowledge,
            journal,
            publisher: None,
            clock,
            limits,
            searches: Arc::new(Semaphore::new(limits.searches.max(1))),
            requests: Arc::new(Semaphore::new(limits.concurrent.max(1))),
            public: Arc::new(PublicSide::new(PublicSettings::default(), limits)),
            metrics: Arc::new(Metrics::new()),
            events: Events::new(),
        }
    }

    /// The same with a door for editors; without one, this server only reads.
    #[must_use]
    pub fn publishing(self, publisher: Arc<Publisher>) -> Self {
        Self { publisher: Some(publisher), ..self }
    }

    /// Tells open consoles that an article changed.
    pub fn published(&self, id: &ArticleId) {
        self.events.tell(Event::Published(id.to_string()));
    }

    /// Changes articles, or looks at their history, on a thread that may block.
    pub(super) async fn publish<T, E>(
        &self,
        work: impl FnOnce(&Publisher, Moment) -> Result<T, E> + Send + 'static,
    ) -> Result<T, Problem>
    where
        T: Send + 'static,
        E: Into<Problem> + Send + 'static,
    {
        let publisher = self.publisher.clone().ok_or_else(|| {
            Problem::saying(Kind::NotReady, "Ten serwer tylko czyta Bazę Wiedzy; zmiany przyjmuje inny.")
        })?;
        let moment = Moment { at: self.now(), today: self.today() };
        let span = tracing::Span::current();
        let done = tokio::task::spawn_blocking(move || span.in_scope(|| work(&publisher, moment)));
        done.await.map_err(|failed| Problem::internal(&failed))?.map_err(Into::into)
    }

    /// This moment, as the journal counts it.
    pub fn now(&self) -> Millis {
        self.clock.now().as_millisecond()
    }

    /// Day and time on the city's clocks.
    pub fn local(&self) -> DateTime {
        self.clock.local()
    }

    /// Reads or writes the journal on a thread that may block.
    pub(super) async fn journal<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Journal) -> Result<T, JournalError> + Send + 'static,
    ) -> Result<T, Problem> {
        let journal = Arc::clone(&self.journal);
        let span = tracing::Span::current();
        let done = tokio::task::spawn_blocking(move || span.in_scope(|| work(&journal)));
        done.await.map_err(|failed| Problem::internal(&failed))?.map_err(|error| Problem::internal(&error))
    }

    /// The same with settings for the side that residents reach.
    pub fn serving_residents(self, settings: PublicSettings) -> Self {
        Self { public: Arc::new(PublicSide::new(settings, self.limits)), ..self }
    }

    /// Today in the city.
    pub fn today(&self) -> Date {
        self.clock.today()
    }

    /// The limits in force.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Units and categories as they are now.
    pub fn dictionaries(&self) -> Arc<Dictionaries> {
        self.knowledge.dictionaries()
    }

    pub(super) fn public_version(&self) -> u64 {
        self.knowledge.public_version()
    }

    pub(super) fn ready(&self) -> bool {
        self.knowledge.ready()
    }

    pub(super) fn articles(&self) -> usize {
        self.knowledge.articles()
    }

    /// Asks the Baza Wiedzy on a thread that may block.
    ///
    /// A caller who hangs up while waiting for a turn leaves the queue; a search that has begun keeps its place
    /// until it ends, so that abandoned searches cannot pile up beyond the limit.
    pub(super) async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&dyn Knowledge) -> T + Send + 'static,
    ) -> Result<T, Problem> {
        if !self.knowledge.ready() {
            return Err(Problem::not_ready());
        }
        let turn = self.searches.clone().acquire_owned().await.map_err(|_| Problem::not_ready())?;
        self.run(turn, question).await
    }

    /// Asks for a resident: within the residents' own turns, and never ahead of an agent who waits.
    pub(super) async fn ask_for_resident<T: Send + 'static>(
        &self,
        question: impl FnOnce(&dyn Knowledge) -> T + Send + 'static,
    ) -> Result<T, Problem> {
        if !self.knowledge.ready() {
            return Err(Problem::not_ready());
        }
        let turn = self.public.searches.clone().acquire_owned().await.map_err(|_| Problem::not_ready())?;
        // Behind the agents in the queue, but without a place of theirs while it runs.
        drop(self.searches.acquire().await);
        self.run(turn, question).await
    }

    async fn run<T: Send + 'static>(
        &self,
        turn: OwnedSemaphorePermit,
        question: impl FnOnce(&dyn Knowledge) -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let knowledge = Arc::clone(&self.knowledge);
        let span = tracing::Span::current();
        let answer = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            span.in_scope(|| question(&*knowledge))
        });
        answer.await.map_err(|failed| Problem::internal(&failed))
    }
}
