//! What is written down off the path of a request: that a token was used, what was asked.
//!
//! The console asks with every key. Of questions that one asker types one out of the other – `ka`, `kana`, `kanapa` –
//! only the one is written down that stood for a while; and nothing before it was masked.
//!
//! The same thread reads, now and then, what was asked often: see [`past`](super::past).
//!
//! One thread, one bounded queue, one batch a second. Whoever notes something never waits: if the disk is slow the
//! queue fills and lines are lost, as they are when the process is killed; no search is ever slower for it.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::clock::Clock;
use super::past::PastQuestions;
use crate::journal::people::sessions::Used;
use crate::journal::register::questions::Asked;
use crate::journal::retention::{KeptSince, Retention};
use crate::journal::{Journal, JournalError, Millis};
use crate::search::State as Worth;
use crate::text::{fold, mask};

/// So many lines wait at most: some seconds of a storm.
const WAITING: usize = 8_192;

/// How often a batch is written.
const PACE: Duration = Duration::from_secs(1);

/// How often what was asked often is read again.
const REREAD: Duration = Duration::from_secs(10 * 60);

/// A question that stood so long was meant so.
const SETTLED: Duration = Duration::from_secs(3);

/// From so many askers on, nobody is waited for.
const MANY: usize = 4_096;

/// A question as it was put, not yet masked.
#[derive(Debug, Clone)]
pub(in crate::http) struct Question {
    pub(in crate::http) at: Millis,
    pub(in crate::http) view: &'static str,
    pub(in crate::http) text: String,
    pub(in crate::http) total: usize,
    pub(in crate::http) worth: Worth,
    /// What the first article does not hold of what was asked, where that is what was answered.
    pub(in crate::http) gap: Option<String>,
    pub(in crate::http) top: Option<String>,
    pub(in crate::http) us: u64,
    pub(in crate::http) query_id: String,
}

/// Something to be written down.
pub(in crate::http) enum Jotting {
    /// A token or session was used.
    Used(Used),
    /// Somebody asked something.
    Question(u64, Question),
    /// Everything before this is to be written now.
    Now(oneshot::Sender<()>),
}

/// The near end of the queue.
pub(in crate::http) struct Scribe {
    queue: SyncSender<Jotting>,
    past: PastQuestions,
}

impl Scribe {
    /// Starts the thread; it ends when the last holder of the queue is gone.
    pub(in crate::http) fn start(journal: Arc<Journal>, clock: Arc<dyn Clock>, keep: Retention) -> Self {
        let (queue, lines) = sync_channel(WAITING);
        let past = PastQuestions::default();
        let backlog = Backlog {
            past: past.clone(),
            reread: None,
            journal,
            clock,
            keep,
            used: Vec::new(),
            typing: HashMap::new(),
            asked: Vec::new(),
            swept: None,
        };
        if let Err(cause) = thread::Builder::new().name("scribe".into()).spawn(move || backlog.work(&lines)) {
            tracing::error!(%cause, "no thread to write the log of questions");
        }
        Self { queue, past }
    }

    /// Has a line written soon; drops it where too many wait.
    pub(in crate::http) fn note(&self, line: Jotting) {
        if self.queue.try_send(line).is_err() {
            tracing::debug!("the log is behind: a line was dropped");
        }
    }

    /// What was asked often, as it was some minutes ago at most.
    pub(in crate::http) fn past(&self) -> &PastQuestions {
        &self.past
    }

    /// Waits until everything noted so far is on disk.
    pub(in crate::http) async fn written(&self) {
        let (done, wait) = oneshot::channel();
        self.note(Jotting::Now(done));
        // An error means that nobody writes any more; then there is nothing to wait for.
        let _ = wait.await;
    }
}

/// The far end: what has arrived and is not written yet.
struct Backlog {
    journal: Arc<Journal>,
    clock: Arc<dyn Clock>,
    keep: Retention,
    used: Vec<Used>,
    /// What each asker typed last, and when it came.
    typing: HashMap<u64, (Question, Instant)>,
    /// What is settled.
    asked: Vec<Asked>,
    past: PastQuestions,
    /// When past questions were last read.
    reread: Option<Instant>,
    /// The day on which old rows were last removed.
    swept: Option<jiff::civil::Date>,
}

impl Backlog {
    fn work(mut self, lines: &Receiver<Jotting>) {
        let mut last = Instant::now();
        loop {
            // Looked at first: in a storm the queue is never empty.
            if last.elapsed() >= PACE {
                self.settle(SETTLED);
                // Said in the log when it changes, although nobody may be writing anything.
                let _ = self.journal.stands();
                self.write();
                self.sweep();
                if self.reread.is_none_or(|since| since.elapsed() >= REREAD) {
                    self.reread();
                }
                last = Instant::now();
            }
            match lines.recv_timeout(PACE.saturating_sub(last.elapsed())) {
                Ok(Jotting::Used(used)) => self.used.push(used),
                Ok(Jotting::Question(asker, question)) => self.take(asker, question),
                Ok(Jotting::Now(done)) => {
                    self.settle(Duration::ZERO);
                    self.write();
                    self.reread();
                    // Whoever waited may have left.
                    let _ = done.send(());
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    self.settle(Duration::ZERO);
                    return self.write();
                }
            }
        }
    }

    fn take(&mut self, asker: u64, question: Question) {
        if self.keep.questions == 0 {
            return;
        }
        let text = question.text.clone();
        let before = self.typing.insert(asker, (question, Instant::now()));
        if let Some((before, _)) = before
            && !continues(&before.text, &text)
        {
            self.asked.push(masked(before));
        }
        if self.typing.len() > MANY {
            self.settle(Duration::ZERO);
        }
    }

    /// Takes what has stood for `while_` as meant so.
    fn settle(&mut self, while_: Duration) {
        let settled = self.typing.extract_if(|_, (_, since)| since.elapsed() >= while_);
        let mut settled: Vec<Question> = settled.map(|(_, (question, _))| question).collect();
        settled.sort_by_key(|question| question.at);
        self.asked.extend(settled.into_iter().map(masked));
    }

    /// What the journal does not take now waits for it to take writes again, as long as there is room.
    fn write(&mut self) {
        if !self.asked.is_empty() {
            match self.journal.record_questions(&self.asked) {
                Ok(()) => self.asked.clear(),
                Err(cause) if cause.passes() => self.asked.truncate(WAITING),
                Err(cause) => {
                    tracing::error!(%cause, "cannot write the log of questions");
                    self.asked.clear();
                }
            }
        }
        let used = std::mem::take(&mut self.used);
        if !used.is_empty() {
            complain(self.journal.mark_used(&used, self.clock.now().as_millisecond()));
        }
    }

    fn reread(&mut self) {
        self.past.refresh(&self.journal, self.clock.now().as_millisecond());
        self.reread = Some(Instant::now());
    }

    /// At the start, and then once a night: what is over is deleted. A night on which it failed is made up for.
    fn sweep(&mut self) {
        // By the clock and not by a day that somebody set for trying things out: what is deleted is gone.
        let today = self.clock.local_at(self.clock.now()).date();
        if self.swept == Some(today) {
            return;
        }
        match self.journal.delete_old(&self.kept_since(today)) {
            Ok(deleted) => {
                self.swept = Some(today);
                let rows: usize = deleted.iter().map(|(_, rows)| rows).sum();
                let tables =
                    deleted.iter().map(|(table, rows)| format!("{table} {rows}")).collect::<Vec<_>>();
                tracing::info!(rows, tables = tables.join(", "), "deleted what was kept long enough");
            }
            Err(cause) => tracing::debug!(%cause, "cannot delete what was kept long enough; trying again"),
        }
    }

    /// The moments from which on each kind is kept: whole days of the city.
    fn kept_since(&self, today: jiff::civil::Date) -> KeptSince {
        let now = self.clock.now().as_millisecond();
        let start = |days: u32| {
            let first = today.checked_sub(jiff::Span::new().days(days)).ok();
            let start = first.map(|first| self.clock.start_of(first).as_millisecond());
            // A day that the calendar cannot tell is no reason to delete.
            start.filter(|start| *start <= now).unwrap_or(Millis::MIN)
        };
        let Retention { questions, calls, submissions, feedback, audit } = self.keep;
        KeptSince {
            now,
            questions: start(questions),
            calls: start(calls),
            submissions: start(submissions),
            feedback: start(feedback),
            audit: start(audit),
        }
    }
}

/// Whether somebody who had typed the one has typed on, or back, to the other.
fn continues(one: &str, other: &str) -> bool {
    other.starts_with(one) || one.starts_with(other)
}

fn masked(question: Question) -> Asked {
    let text = mask(&question.text);
    Asked {
        at: question.at,
        view: question.view,
        folded: fold(text.as_str()).split_whitespace().collect::<Vec<_>>().join(" "),
        text,
        total: question.total,
        confident: question.worth == Worth::Answer,
        state: question.worth.code(),
        gap: question.gap.as_deref().map(mask),
        top: question.top,
        us: question.us,
        query_id: question.query_id,
    }
}

fn complain(done: Result<(), JournalError>) {
    if let Err(cause) = done {
        tracing::error!(%cause, "cannot write the log of questions");
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::atomic::{AtomicI64, Ordering};

    use jiff::Timestamp;
    use jiff::civil::DateTime;

    use super::*;
    use crate::journal::people::audit::{Action, AuditEntry, By};

    const DAY: Millis = 24 * 60 * 60 * 1000;
    /// Noon of a day in Kraków.
    const NOON: Millis = 1_795_172_400_000;

    /// A clock that is moved by hand.
    struct Hands(AtomicI64);

    impl Clock for Hands {
        fn now(&self) -> Timestamp {
            Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap()
        }

        fn local(&self) -> DateTime {
            self.local_at(self.now())
        }
    }

    fn audited(journal: &Journal) -> Vec<Millis> {
        journal.audit_trail(0, Millis::MAX).unwrap().into_iter().map(|line| line.at).collect()
    }

    #[track_caller]
    fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
        let until = Instant::now() + Duration::from_secs(20);
        while !holds() {
            assert!(Instant::now() < until, "{what}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    #[test]
    fn what_is_over_is_deleted_at_the_start_and_once_in_every_night_that_follows() {
        let journal = Arc::new(Journal::throw_away());
        let line = |at| {
            let by = By { name: "Anna".into(), role: None, origin: String::new() };
            journal.audit(&AuditEntry {
                at,
                by,
                action: Action::SignIn,
                object: String::new(),
                detail: String::new(),
            })
        };
        for days in [12, 10, 9] {
            line(NOON - days * DAY).unwrap();
        }
        let clock = Arc::new(Hands(AtomicI64::new(NOON)));
        let keep = Retention { audit: 10, ..Retention::default() };
        let _scribe = Scribe::start(Arc::clone(&journal), Arc::clone(&clock) as Arc<dyn Clock>, keep);
        eventually("deleted at the start", || audited(&journal) == [NOON - 10 * DAY, NOON - 9 * DAY]);

        clock.0.store(NOON + 11 * 60 * 60 * 1000, Ordering::SeqCst);
        line(NOON - 11 * DAY).unwrap();
        thread::sleep(PACE * 2);
        assert_eq!(audited(&journal).len(), 3, "not twice on one day");

        clock.0.store(NOON + 13 * 60 * 60 * 1000, Ordering::SeqCst);
        eventually("deleted in the night", || audited(&journal) == [NOON - 9 * DAY]);
    }
}
