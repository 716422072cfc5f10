//! What every handler shares: the Baza Wiedzy, the clock, the limits, the counters.

pub(super) mod asking;
pub(super) mod clock;
pub(super) mod events;
pub(super) mod knowledge;
pub(super) mod metrics;
pub(super) mod past;
pub(super) mod residents;
pub(super) mod scribe;
pub(super) mod settings;
pub(super) mod streams;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::peer::Access;
use super::peer::attempts::Attempts;
use super::wire::problem::{Problem, ProblemKind};
use crate::article::ArticleId;
use crate::article::dictionary::Dictionaries;
use crate::journal::people::sessions::Used;
use crate::journal::{Journal, JournalError, Millis};
use crate::library::intake::reading::DocumentReader;
use crate::library::publishing::door::{Moment, Publisher};
use crate::library::readiness::Trouble;
use crate::quality::golden::LastRun;
use clock::{Clock, city_zone};
use events::{Event, Events};
use knowledge::Knowledge;
use metrics::Metrics;
use past::PastQuestions;
use residents::side::{PublicSettings, PublicSide};
use scribe::{Jotting, Question, Scribe};
use settings::{Limits, Settings};
use streams::Streams;

/// Shared by all handlers; cheap to clone.
#[derive(Clone)]
pub struct State {
    knowledge: Arc<dyn Knowledge>,
    journal: Arc<Journal>,
    publisher: Arc<Publisher>,
    reader: Option<Arc<DocumentReader>>,
    clock: Arc<dyn Clock>,
    limits: Limits,
    access: Arc<Access>,
    attempts: Arc<Attempts>,
    /// Whether there are tokens; once true, always true.
    guarded: Arc<AtomicBool>,
    scribe: Arc<Scribe>,
    searches: Arc<Semaphore>,
    pub(super) requests: Arc<Semaphore>,
    pub(super) public: Arc<PublicSide>,
    pub(super) metrics: Arc<Metrics>,
    /// What golden questions found last.
    pub(super) golden: Arc<LastRun>,
    pub(super) events: Events,
    pub(super) streams: Streams,
}

impl State {
    /// The state of a server for `knowledge` and `journal`, whose editors go through `publisher`.
    pub fn new(
        knowledge: Arc<dyn Knowledge>,
        publisher: Arc<Publisher>,
        journal: Arc<Journal>,
        clock: Arc<dyn Clock>,
        limits: Limits,
    ) -> Self {
        Self::configured(knowledge, publisher, journal, clock, Settings { limits, ..Settings::default() })
    }

    /// The same with what the operator decided.
    pub fn configured(
        knowledge: Arc<dyn Knowledge>,
        publisher: Arc<Publisher>,
        journal: Arc<Journal>,
        clock: Arc<dyn Clock>,
        Settings { limits, access, keep }: Settings,
    ) -> Self {
        let scribe = Scribe::start(Arc::clone(&journal), Arc::clone(&clock), keep);
        let guarded = journal.has_tokens();
        Self {
            knowledge,
            journal,
            publisher,
            reader: None,
            clock,
            limits,
            access: Arc::new(access),
            attempts: Arc::new(Attempts::new()),
            // A journal that cannot be read is asked again by the first request.
            guarded: Arc::new(AtomicBool::new(guarded.unwrap_or(false))),
            scribe: Arc::new(scribe),
            searches: Arc::new(Semaphore::new(limits.searches.max(1))),
            requests: Arc::new(Semaphore::new(limits.concurrent.max(1))),
            public: Arc::new(PublicSide::new(PublicSettings::default(), limits)),
            metrics: Arc::new(Metrics::new()),
            golden: Arc::default(),
            events: Events::new(),
            streams: Streams::new(),
        }
    }

    /// Keeps event streams and residents from taking more than so many connections each.
    pub(super) fn share_places(&self, most: usize) {
        self.streams.allow(most);
        let residents = self.limits.public_concurrent.max(1);
        self.public.requests.forget_permits(residents.saturating_sub(most.max(1)));
    }

    /// The same with somebody who reads the documents that editors bring.
    #[must_use]
    pub fn reading(self, reader: Arc<DocumentReader>) -> Self {
        Self { reader: Some(reader), ..self }
    }

    /// Has something done about a document on a thread that may block.
    pub(super) async fn read<T, E>(
        &self,
        work: impl FnOnce(&DocumentReader) -> Result<T, E> + Send + 'static,
    ) -> Result<T, Problem>
    where
        T: Send + 'static,
        E: Into<Problem> + Send + 'static,
    {
        let reader = self.reader.clone().ok_or_else(|| {
            Problem::saying(
                ProblemKind::NotReady,
                "Ten serwer nie czyta dokumentów. Wklej tekst do nowego artykułu.",
            )
        })?;
        let span = tracing::Span::current();
        let done = tokio::task::spawn_blocking(move || span.in_scope(|| work(&reader)));
        done.await.map_err(|failed| Problem::internal(&failed))?.map_err(Into::into)
    }

    /// Where the journal lies, as its messages name it.
    pub(super) fn journal_folder(&self) -> String {
        self.journal.file().parent().unwrap_or(self.journal.file()).display().to_string()
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
        let publisher = Arc::clone(&self.publisher);
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

    /// The moment at which a day begins in the city, as the journal counts it.
    pub(super) fn start_of(&self, day: Date) -> Millis {
        self.clock.start_of(day).as_millisecond()
    }

    /// A moment as it is written in the city: `2026-11-20T10:30:00+01:00`.
    pub(super) fn written_time(&self, moment: Timestamp) -> String {
        let zoned = moment.to_zoned(city_zone());
        zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }

    /// Looks into the files of the Baza Wiedzy on a thread that may block. Takes no turn of the searches.
    pub(super) async fn look<T: Send + 'static>(
        &self,
        look: impl FnOnce(&dyn Knowledge) -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let knowledge = Arc::clone(&self.knowledge);
        let span = tracing::Span::current();
        let done = tokio::task::spawn_blocking(move || span.in_scope(|| look(&*knowledge)));
        done.await.map_err(|failed| Problem::internal(&failed))
    }

    /// Has a question written down soon, once it is settled.
    pub(super) fn note_question(&self, asker: u64, question: Question) {
        self.scribe.note(Jotting::Question(asker, question));
    }

    /// What colleagues asked often.
    pub(super) fn past_questions(&self) -> &PastQuestions {
        self.scribe.past()
    }

    /// Reads or writes the journal on a thread that may block.
    pub(super) async fn journal<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Journal) -> Result<T, JournalError> + Send + 'static,
    ) -> Result<T, Problem> {
        let journal = Arc::clone(&self.journal);
        let span = tracing::Span::current();
        let done = tokio::task::spawn_blocking(move || span.in_scope(|| work(&journal)));
        done.await.map_err(|failed| Problem::internal(&failed))?.map_err(Problem::from)
    }

    /// The same with settings for the side that residents reach.
    pub fn serving_residents(self, settings: PublicSettings) -> Self {
        Self { public: Arc::new(PublicSide::new(settings, self.limits)), ..self }
    }

    /// Who is let in besides those with a token.
    pub(super) fn access(&self) -> &Access {
        &self.access
    }

    /// The wrong tokens of the last while.
    pub(super) fn attempts(&self) -> &Attempts {
        &self.attempts
    }

    /// Whether people have to be known: from the first token on, whichever process made it, and always where a proxy
    /// signs people in.
    pub(super) async fn is_guarded(&self) -> Result<bool, Problem> {
        if self.access.header.is_some() || self.guarded.load(Ordering::Relaxed) {
            return Ok(true);
        }
        let guarded = self.journal(Journal::has_tokens).await?;
        self.guarded.store(guarded, Ordering::Relaxed);
        Ok(guarded)
    }

    /// Has it written down soon that a token or session was used.
    pub(super) fn note_used(&self, used: Used) {
        self.scribe.note(Jotting::Used(used));
    }

    /// Waits until everything noted so far is on disk.
    pub(super) async fn written(&self) {
        self.scribe.written().await;
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

    /// What stands against doing the whole work, whoever met it.
    pub(super) fn troubles(&self) -> Vec<Trouble> {
        self.knowledge.troubles()
    }

    pub(super) fn articles(&self) -> usize {
        self.knowledge.articles()
    }

    pub(super) fn rejected(&self) -> usize {
        self.knowledge.rejected()
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

    /// Asks for a resident: within the residents' own turns, and after the agents.
    pub(super) async fn ask_for_resident<T: Send + 'static>(
        &self,
        question: impl FnOnce(&dyn Knowledge) -> T + Send + 'static,
    ) -> Result<T, Problem> {
        if !self.knowledge.ready() {
            return Err(Problem::not_ready());
        }
        let turn = self.public.searches.clone().acquire_owned().await.map_err(|_| Problem::not_ready())?;
        self.let_agents_go_first().await;
        let knowledge = Arc::clone(&self.knowledge);
        let span = tracing::Span::current();
        let answer = self.public.lane.run(move || {
            let _turn = turn;
            span.in_scope(|| question(&*knowledge))
        });
        answer.await.map_err(|failed| Problem::internal(&failed))
    }

    /// Waits while agents' searches take half of the processors or more, on a small machine while there is any: what
    /// runs beside them slows them down. Patience ends, so that residents are never left out for good.
    async fn let_agents_go_first(&self) {
        const PATIENCE: Duration = Duration::from_millis(100);
        let places = self.limits.searches.max(1);
        let crowded = || self.searches.available_permits() * 2 <= places;
        let until = Instant::now() + PATIENCE;
        while crowded() && Instant::now() < until {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
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
