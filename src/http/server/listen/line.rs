//! One connection as the server sees it: whom it comes from, what it waits for, and since when.
//!
//! Everything here is noted by the connection's own task, between two polls of it; others only read it, to find which
//! connection can be spared.

use crate::http::state::settings::Patience;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

/// So long may the other end stand still before its connection counts as one that waits for it.
const STILL: Duration = Duration::from_millis(300);

/// What can be spared first, where there is no place left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Worth {
    /// It is being closed anyhow.
    Closing,
    /// Nobody we know, and nothing asked.
    Stranger,
    /// Nobody we know, who asked, and now neither sends nor reads on.
    StalledStranger,
    /// Somebody we know, or a proxy, who neither sends nor reads on.
    Stalled,
    /// Somebody we know, or a proxy, between two requests.
    Known,
}

/// Whose a connection is, for a fair choice: a person we know, or else everybody at one address.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Owner {
    Person(Arc<str>),
    Household(IpAddr),
}

/// One connection.
#[derive(Debug)]
pub(in crate::http) struct Connection {
    pub(super) number: u64,
    household: IpAddr,
    /// Whether a proxy that the operator named is at the other end: then anybody may be behind it.
    proxy: bool,
    patience: Patience,
    now: Mutex<Now>,
    /// Told when the connection is to end, its place being needed.
    pub(super) given_up: Notify,
}

#[derive(Debug)]
struct Now {
    phase: Phase,
    since: Instant,
    /// Who was let in on it last.
    person: Option<Arc<str>>,
    /// Since when the request's body has been waited for.
    body_awaited: Option<Instant>,
    /// An answer that the other end does not take as fast as it is there: since when, and how much it took.
    held_up: Option<(Instant, u64)>,
    given_up: bool,
    stops: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// The head of a request is on its way.
    Head,
    /// A request is being answered.
    Work,
    /// Answered, and kept for the next request.
    Idle,
    /// Everything is said; the other end is to close, too.
    Closing,
}

impl Connection {
    pub(super) fn new(number: u64, household: IpAddr, proxy: bool, patience: Patience) -> Self {
        let now = Now {
            phase: Phase::Head,
            since: Instant::now(),
            person: None,
            body_awaited: None,
            held_up: None,
            given_up: false,
            stops: false,
        };
        Self { number, household, proxy, patience, now: Mutex::new(now), given_up: Notify::new() }
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody we know was let in on it, or, with `None`, turned away.
    pub(in crate::http) fn known(&self, person: Option<&str>) {
        let mut now = self.now();
        if now.person.as_deref() != person {
            now.person = person.map(Into::into);
        }
    }

    /// The body of the request is waited for, or has come on.
    pub(in crate::http) fn awaits_body(&self, waits: bool) {
        let mut now = self.now();
        match (waits, now.body_awaited) {
            (true, None) => now.body_awaited = Some(Instant::now()),
            (false, Some(_)) => now.body_awaited = None,
            _ => {}
        }
    }

    /// Bytes came.
    pub(super) fn heard(&self) {
        let mut now = self.now();
        if now.phase == Phase::Idle {
            now.turn(Phase::Head);
        }
    }

    /// A request is there.
    pub(super) fn asked(&self) {
        self.now().turn(Phase::Work);
    }

    /// The answer is given out.
    pub(super) fn answered(&self) {
        let mut now = self.now();
        now.body_awaited = None;
        if now.phase == Phase::Work {
            now.turn(Phase::Idle);
        }
    }

    /// The other end takes nothing at the moment.
    pub(super) fn held_up(&self) {
        self.now().held_up.get_or_insert((Instant::now(), 0));
    }

    /// It took so many bytes.
    pub(super) fn took(&self, bytes: usize) {
        if let Some((_, taken)) = &mut self.now().held_up {
            *taken += bytes as u64;
        }
    }

    /// It took everything.
    pub(super) fn took_all(&self) {
        self.now().held_up = None;
    }

    /// Our end is closed.
    pub(super) fn closing(&self) {
        self.now().turn(Phase::Closing);
    }

    /// The server stops: nobody is waited for any more who has nothing asked.
    pub(super) fn stops(&self) {
        self.now().stops = true;
    }

    /// Until when this may go on as it is.
    pub(super) fn deadline(&self) -> Option<Instant> {
        let now = self.now();
        let phase = match now.phase {
            Phase::Head => Some(now.since + self.patience.head),
            Phase::Idle => Some(now.since + self.patience.idle),
            Phase::Closing if now.stops => Some(now.since),
            Phase::Closing => Some(now.since + self.patience.closing),
            Phase::Work => None,
        };
        let held_up = now.held_up.map(|(since, taken)| self.patience.overdue(since, taken));
        [phase, held_up].into_iter().flatten().min()
    }

    /// What it is worth, whose it is and since when it has waited; `None` while work is done for it.
    pub(super) fn spare(&self) -> Option<(Worth, Owner, Instant)> {
        let now = self.now();
        if now.given_up {
            return None;
        }
        let owner = now.person.clone().map_or(Owner::Household(self.household), Owner::Person);
        let friend = self.proxy || now.person.is_some();
        let stalled = [now.body_awaited, now.held_up.map(|(since, _)| since)].into_iter().flatten().min();
        match (now.phase, stalled.filter(|since| since.elapsed() >= STILL)) {
            (Phase::Closing, _) => Some((Worth::Closing, owner, now.since)),
            (_, Some(since)) if friend => Some((Worth::Stalled, owner, since)),
            (_, Some(since)) => Some((Worth::StalledStranger, owner, since)),
            (Phase::Work, None) => None,
            (Phase::Head | Phase::Idle, None) if friend => Some((Worth::Known, owner, now.since)),
            (Phase::Head | Phase::Idle, None) => Some((Worth::Stranger, owner, now.since)),
        }
    }

    /// Ends the connection; its place is free once its task has noticed.
    pub(super) fn give_up(&self) {
        self.now().given_up = true;
        self.given_up.notify_one();
    }

    pub(super) fn is_given_up(&self) -> bool {
        self.now().given_up
    }
}

impl Now {
    fn turn(&mut self, phase: Phase) {
        self.phase = phase;
        self.since = Instant::now();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn line() -> Connection {
        Connection::new(1, "192.0.2.1".parse().unwrap(), false, Patience::default())
    }

    fn worth(line: &Connection) -> Option<Worth> {
        line.spare().map(|(worth, ..)| worth)
    }

    /// Whether the line may go on for about this long.
    #[track_caller]
    fn has(line: &Connection, left: Duration) {
        let deadline = line.deadline().map(|deadline| deadline.duration_since(Instant::now()));
        let fits = deadline.is_some_and(|real| real <= left && real + Duration::from_secs(1) > left);
        assert!(fits, "{deadline:?} instead of {left:?}");
    }

    #[tokio::test]
    async fn a_head_has_its_time_from_the_first_byte_and_idling_another() {
        let Patience { head, idle, .. } = Patience::default();
        let line = line();
        has(&line, head);
        let first = line.deadline();
        tokio::time::sleep(Duration::from_millis(5)).await;
        line.heard();
        assert_eq!(line.deadline(), first, "a byte now and then wins no time");
        line.asked();
        assert_eq!(line.deadline(), None, "what the server does has deadlines of its own");
        line.answered();
        has(&line, idle);
        line.heard();
        has(&line, head);
        line.closing();
        has(&line, Patience::default().closing);
        line.stops();
        has(&line, Duration::ZERO);
    }

    #[tokio::test]
    async fn whoever_takes_an_answer_too_slowly_is_overdue_and_whoever_takes_it_is_not() {
        let (line, patience) = (line(), Patience::default());
        line.asked();
        line.held_up();
        has(&line, patience.transfer);
        line.took(patience.rate as usize * 5);
        line.held_up();
        has(&line, patience.transfer + Duration::from_secs(5));
        line.took_all();
        assert_eq!(line.deadline(), None);
    }

    #[tokio::test]
    async fn what_is_worked_on_is_not_spared_and_what_waits_is_ranked() {
        let line = line();
        assert_eq!(worth(&line), Some(Worth::Stranger));
        line.asked();
        assert_eq!(worth(&line), None);
        line.awaits_body(true);
        assert_eq!(worth(&line), None, "everybody's body takes a moment");
        tokio::time::sleep(STILL).await;
        assert_eq!(worth(&line), Some(Worth::StalledStranger));
        line.known(Some("Anna"));
        assert_eq!(worth(&line), Some(Worth::Stalled));
        line.awaits_body(false);
        assert_eq!(worth(&line), None);
        line.answered();
        assert_eq!(worth(&line), Some(Worth::Known));
        line.known(None);
        assert_eq!(worth(&line), Some(Worth::Stranger), "a token that opens no more makes a stranger");
        line.closing();
        assert_eq!(worth(&line), Some(Worth::Closing));
        line.give_up();
        assert_eq!(worth(&line), None, "it is going already");
    }
}
