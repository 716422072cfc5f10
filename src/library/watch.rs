//! Following `kb/` while the server runs: what somebody changes there by hand, or pulls with git, is found moments
//! later, and recorded as changed by hand.
//!
//! A burst of events (git writes hundreds of files) is waited out before one sync. Our own writes come back as
//! events, too; they are told apart by content, and cost one read.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::{Duration, Instant};

use notify::{EventKind, RecursiveMode, Watcher};

use super::progress::Silent;
use super::publish::{Moment, Publisher};
use crate::article::ArticleId;

/// A burst is over when nothing happened for this long…
const QUIET: Duration = Duration::from_millis(200);

/// …but is not waited out for longer than this.
const LONGEST: Duration = Duration::from_secs(2);

/// Without events from the system, `kb/` is looked through this often.
const POLL: Duration = Duration::from_secs(30);

/// After this much quiet the writer lets its memory go.
const REST: Duration = Duration::from_secs(20);

/// Is told of articles.
pub type Changed = Box<dyn Fn(&[ArticleId]) + Send>;

/// What the watcher asks of whoever starts it.
pub struct Surroundings {
    /// The clock.
    pub moment: Box<dyn Fn() -> Moment + Send>,
    /// Is told which articles changed by hand.
    pub changed: Changed,
}

/// Follows `kb/` on a thread of its own until the publisher is gone.
///
/// Where the system cannot watch the folder (no inotify watches left, a network drive), it is looked through twice a
/// minute; the log says so and how to mend it.
pub fn follow(publisher: &Arc<Publisher>, surroundings: Surroundings) {
    let kb = publisher.kb().to_owned();
    let (tell, told) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event| {
        // The receiver is gone only when the server is.
        let _ = tell.send(event);
    });
    let watching = watcher
        .as_mut()
        .map_err(|error| error.to_string())
        .and_then(|watcher| watcher.watch(&kb, RecursiveMode::Recursive).map_err(|error| error.to_string()));
    if let Err(error) = &watching {
        tracing::warn!(
            %error,
            kb = %kb.display(),
            "cannot watch the folder, looking through it every {POLL:?}; raise fs.inotify.max_user_watches"
        );
    }
    let publisher = Arc::downgrade(publisher);
    let wait = if watching.is_ok() { REST } else { POLL };
    let run = move || {
        // Kept here: dropping it ends the watching.
        let _watcher = watcher;
        run(&publisher, &surroundings, &told, wait, watching.is_err());
    };
    if let Err(error) = thread::Builder::new().name("kb".to_owned()).spawn(run) {
        tracing::error!(%error, "kb/ is not followed; send SIGHUP after changing files");
    }
}

type Told = mpsc::Receiver<notify::Result<notify::Event>>;

fn run(publisher: &Weak<Publisher>, surroundings: &Surroundings, told: &Told, wait: Duration, poll: bool) {
    // What changed between the library's opening and the watching's beginning was told to nobody.
    if let Some(publisher) = publisher.upgrade() {
        look(&publisher, surroundings);
    }
    loop {
        let first = told.recv_timeout(wait);
        let Some(publisher) = publisher.upgrade() else { return };
        let mut paths = HashSet::new();
        let mut everything = false;
        match first {
            Ok(event) => {
                everything |= !note(event, &mut paths);
                let started = Instant::now();
                while started.elapsed() < LONGEST {
                    match told.recv_timeout(QUIET) {
                        Ok(event) => everything |= !note(event, &mut paths),
                        Err(_) => break,
                    }
                }
            }
            Err(RecvTimeoutError::Timeout) => {
                publisher.rest_if_idle(REST);
                if !poll && !publisher.is_behind() {
                    continue;
                }
                everything = true;
            }
            // No watcher at all: nobody will ever send.
            Err(RecvTimeoutError::Disconnected) => {
                thread::sleep(POLL);
                everything = true;
            }
        }
        if !everything && paths.iter().all(|path| publisher.wrote(path)) {
            continue;
        }
        look(&publisher, surroundings);
    }
}

/// Looks through `kb/` for what changed.
fn look(publisher: &Publisher, surroundings: &Surroundings) {
    match publisher.follow(&Silent, (surroundings.moment)()) {
        Ok((report, changed)) => {
            for problem in &report.problems {
                tracing::debug!("{problem}");
            }
            let (changes, removed, rejected) = (report.changed, report.removed, report.rejected);
            if !changed.is_empty() || changes + removed > 0 {
                tracing::info!(changes, removed, rejected, took = ?report.took, "kb/ changed by hand");
            }
            if !changed.is_empty() {
                (surroundings.changed)(&changed);
            }
        }
        Err(error) => tracing::error!(%error, "cannot follow kb/; the index stays as it was"),
    }
}

/// Takes down the files of an event; `false` if it may mean more than those it names.
fn note(event: notify::Result<notify::Event>, paths: &mut HashSet<PathBuf>) -> bool {
    let Ok(event) = event else { return false };
    if matches!(event.kind, EventKind::Access(_)) {
        return true;
    }
    let mut precise = !event.need_rescan();
    for path in event.paths {
        if is_noise(&path) {
            continue;
        }
        precise &= path.is_file();
        paths.insert(path);
    }
    precise
}

/// Files beside which ours are written, editors' swap files, git's own.
fn is_noise(path: &Path) -> bool {
    let hidden = |part: &std::ffi::OsStr| part.to_string_lossy().starts_with('.');
    path.file_name().is_some_and(hidden)
        || path.components().any(|part| part.as_os_str() == ".git")
        || path.extension().is_some_and(|kind| kind == "swp" || kind == "tmp")
        || path.to_string_lossy().ends_with('~')
}
