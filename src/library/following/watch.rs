//! Following `kb/` while the server runs: what somebody changes there by hand, or pulls with git, is found moments
//! later, and recorded as changed by hand.
//!
//! A burst of events (git writes hundreds of files) is waited out before one sync. Our own writes come back as
//! events, too; they are no news, since the index has those very texts in those very places, and cost one read.
//!
//! The system tells of changes in the folders that it was asked to watch, and of nothing that happens to these
//! themselves: that another one is mounted over `kb/`, that the link of that name points elsewhere now. So every second
//! there is a glance at the folders, the index and the disks (some dozens of system calls, no file is read). Where a
//! folder is another one, it is looked through and watched anew. Should all of this miss something, a look at everything
//! twice an hour does not.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::{Duration, Instant};

use notify::{Config, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::article::ArticleId;
use crate::library::progress::Silent;
use crate::library::publishing::door::{Moment, Publisher};

/// A burst is over when nothing happened for this long…
const QUIET: Duration = Duration::from_millis(200);

/// …but is not waited out for longer than this.
const LONGEST: Duration = Duration::from_secs(2);

/// How often there is a glance at the folders and disks.
const GLANCE: Duration = Duration::from_secs(1);

/// How often what could not be done, or could not be seen, is tried again.
const RETRY: Duration = Duration::from_secs(3);

/// Without events from the system, `kb/` is looked through this often…
const POLL: Duration = Duration::from_secs(30);

/// …and with them, all the same, this often.
const SAFETY: Duration = Duration::from_secs(30 * 60);

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
    // Before the watching begins: what comes to stand there afterwards is watched anew.
    let watched = publisher.library().exchanges();
    let mut watching = Watching::begin(publisher.kb());
    if let Some(error) = &watching.error {
        tracing::warn!(
            %error,
            kb = %publisher.kb().display(),
            "cannot watch the folder, looking through it every {POLL:?}; raise fs.inotify.max_user_watches"
        );
    }
    let publisher = Arc::downgrade(publisher);
    let run = move || run(&publisher, &surroundings, &mut watching, watched);
    if let Err(error) = thread::Builder::new().name("kb".to_owned()).spawn(run) {
        tracing::error!(%error, "kb/ is not followed; send SIGHUP after changing files");
    }
}

/// What the system tells of one folder and all in it. Dropping it ends the watching.
struct Watching {
    _watcher: Option<RecommendedWatcher>,
    /// The folder by the name that the product has for it.
    kb: PathBuf,
    /// Where it is: `kb/` may be a link, or stand behind one.
    place: PathBuf,
    told: mpsc::Receiver<notify::Result<notify::Event>>,
    /// Why the system tells nothing.
    error: Option<String>,
}

impl Watching {
    fn begin(kb: &Path) -> Self {
        let (tell, told) = mpsc::channel();
        let told_to = move |event| {
            // The receiver is gone once another folder is watched.
            let _ = tell.send(event);
        };
        // Links are passed over, as they are by the index: one could lead to the whole disk. `kb/` itself may be one, and
        // is watched where it leads: a watcher that passes over links watches the folders in it and not itself, and
        // would never be told of one that comes or goes.
        let place = kb.canonicalize().unwrap_or_else(|_| kb.to_owned());
        let watcher = RecommendedWatcher::new(told_to, Config::default().with_follow_symlinks(false));
        let watcher = watcher.and_then(|mut watcher| {
            watcher.watch(&place, RecursiveMode::Recursive)?;
            Ok(watcher)
        });
        let (watcher, error) = match watcher {
            Ok(watcher) => (Some(watcher), None),
            Err(error) => (None, Some(error.to_string())),
        };
        Self { _watcher: watcher, kb: kb.to_owned(), place, told, error }
    }

    /// The next event, if there is one within `wait`.
    fn next(&self, wait: Duration) -> Option<notify::Result<notify::Event>> {
        match self.told.recv_timeout(wait) {
            Ok(event) => Some(event.map(|event| self.named(event))),
            Err(RecvTimeoutError::Timeout) => None,
            // No watcher at all: nobody will ever send.
            Err(RecvTimeoutError::Disconnected) => {
                thread::sleep(wait);
                None
            }
        }
    }

    /// An event with the names that the index has for its files.
    fn named(&self, mut event: notify::Event) -> notify::Event {
        for path in &mut event.paths {
            if let Ok(below) = path.strip_prefix(&self.place) {
                *path = self.kb.join(below);
            }
        }
        event
    }
}

fn run(publisher: &Weak<Publisher>, surroundings: &Surroundings, watching: &mut Watching, mut watched: u64) {
    // What changed between the library's opening and the watching's beginning was told to nobody.
    if let Some(publisher) = publisher.upgrade() {
        look(&publisher, surroundings);
    }
    let mut looked = Instant::now();
    loop {
        let first = watching.next(GLANCE);
        let Some(publisher) = publisher.upgrade() else { return };
        let mut due = false;
        if let Some(event) = first {
            let mut paths = HashSet::new();
            let mut precise = note(event, &mut paths);
            let started = Instant::now();
            while started.elapsed() < LONGEST {
                let Some(event) = watching.next(QUIET) else { break };
                precise &= note(event, &mut paths);
            }
            due = !precise || publisher.library().has_news(&paths);
        } else {
            publisher.rest_if_idle(REST);
        }
        let library = publisher.library();
        let glance = library.glance();
        publisher.tend();
        if glance.moved {
            // Whoever exchanges a folder takes more than one step.
            thread::sleep(QUIET);
        }
        let exchanges = library.exchanges();
        if glance.moved || exchanges != watched {
            // Events come from the folder that was, and none from the one that is: found out by the glance, or by a look
            // that came before it.
            *watching = Watching::begin(publisher.kb());
            watched = exchanges;
            due = true;
        }
        let waited = looked.elapsed();
        let again = publisher.is_behind() || library.is_troubled();
        // What could not be rebuilt is tried again, but not every second.
        due |= glance.index_lost && !again;
        due |= again && waited >= RETRY;
        due |= waited >= if watching.error.is_some() { POLL } else { SAFETY };
        if due {
            look(&publisher, surroundings);
            looked = Instant::now();
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_editors_and_git_write_beside_articles_is_noise() {
        for noise in [
            "kb/.meble.md.swp",
            "kb/.meble.md.12.nowy",
            "kb/.git/index",
            "kb/.git/refs/heads/main",
            "kb/meble.md~",
            "kb/meble.swp",
            "kb/meble.tmp",
        ] {
            assert!(is_noise(Path::new(noise)), "{noise}");
        }
        for article in ["kb/meble.md", "kb/slowniki/synonimy.toml", "kb/git/a.md", "kb/odpady"] {
            assert!(!is_noise(Path::new(article)), "{article}");
        }
    }
}
