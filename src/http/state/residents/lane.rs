//! Threads of their own for residents' searches, which the system runs behind everything else.
//!
//! Turns alone do not keep agents fast where processors are few: a resident's search that has begun holds one for a
//! millisecond or two, and an agent's request, which changes threads several times, waits each time. A higher nice value
//! lets whatever is the agent's push it aside at once. It can be raised by anybody and lowered by root alone, which is
//! why these threads are not those of the runtime's pool.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tokio::sync::oneshot;

use crate::library::background::step_back;

/// Added to the process's own: about a tenth of the processor where both want it.
const NICE: i32 = 10;

type Job = Box<dyn FnOnce() + Send>;

/// The threads; they end with the last holder.
#[derive(Debug, Clone)]
pub(in crate::http) struct Lane {
    jobs: Sender<Job>,
}

/// The job did not end: it panicked, or there is no thread to do it.
#[derive(Debug, thiserror::Error)]
#[error("a search on the residents' threads did not end")]
pub(in crate::http) struct Broken;

impl Lane {
    /// Starts `threads` of them.
    pub(in crate::http) fn start(threads: usize) -> Self {
        let (jobs, waiting) = channel::<Job>();
        let waiting = Arc::new(Mutex::new(waiting));
        for number in 0..threads.max(1) {
            let waiting = Arc::clone(&waiting);
            let thread = thread::Builder::new().name(format!("resident-{number}"));
            if let Err(cause) = thread.spawn(move || work(&waiting)) {
                tracing::error!(%cause, "no thread for residents' searches");
            }
        }
        Self { jobs }
    }

    /// Does `job` there.
    ///
    /// # Errors
    /// [`Broken`].
    pub(in crate::http) async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Broken> {
        let (done, answer) = oneshot::channel();
        let job = Box::new(move || {
            // Whoever asked may have left.
            let _ = done.send(job());
        });
        self.jobs.send(job).map_err(|_| Broken)?;
        answer.await.map_err(|_| Broken)
    }
}

fn work(waiting: &Mutex<Receiver<Job>>) {
    step_back(NICE);
    loop {
        let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = next else { return };
        // The panic hook has said what there is to say; whoever waits is told by the closed channel.
        let _ = catch_unwind(AssertUnwindSafe(job));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[cfg(target_os = "linux")]
    fn nice() -> i32 {
        rustix::process::getpriority_process(Some(rustix::thread::gettid())).unwrap()
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn what_runs_there_is_behind_what_runs_here() {
        let lane = Lane::start(1);
        assert_eq!(lane.run(nice).await.unwrap(), (nice() + NICE).min(19));
    }

    #[tokio::test]
    async fn a_panic_is_told_to_its_asker_and_costs_no_thread() {
        let lane = Lane::start(1);
        assert!(lane.run(|| panic!("for a test")).await.is_err());
        assert_eq!(lane.run(|| 7).await.unwrap(), 7);
    }
}
