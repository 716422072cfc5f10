//! The service under attack: what ends it, or makes it forget, is tried here on the running program.
//!
//! ```sh
//! cargo test --release --test it attack -- --nocapture     # prints: survived / tried, and the peak of memory
//! ```
//!
//! Each file is one kind of attack. A test opens a [`Ledger`], tries its attacks one after another and asks after each
//! whether the service still does its work; the ledger counts, watches the memory of the whole tree of processes, and
//! fails at its end if anything was not survived.

mod connections;
mod damaged;
mod documents;
mod hostile;
mod journal;
mod lost;
mod rendering;
mod words;

use std::collections::HashMap;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

/// No attack may make the server and all of its children together hold more than this, in bytes.
pub const MEMORY: u64 = 1 << 30;

/// What was tried on one server, and what came of it.
pub struct Ledger {
    kind: &'static str,
    tried: usize,
    lost: Vec<String>,
    peak: Arc<AtomicU64>,
    over: Arc<AtomicBool>,
    watch: Option<thread::JoinHandle<()>>,
}

impl Ledger {
    /// Begins to watch the process `root` and all that descends from it.
    pub fn open(kind: &'static str, root: u32) -> Self {
        let (peak, over) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
        let (seen, ended) = (Arc::clone(&peak), Arc::clone(&over));
        let watch = thread::spawn(move || {
            while !ended.load(Ordering::Relaxed) {
                seen.fetch_max(memory_of_tree(root), Ordering::Relaxed);
                thread::sleep(Duration::from_millis(20));
            }
        });
        Self { kind, tried: 0, lost: Vec::new(), peak, over, watch: Some(watch) }
    }

    /// Notes one attack; `survived` says whether the service went on as it must, or what went wrong.
    pub fn note(&mut self, attack: &str, survived: Result<(), String>) {
        self.tried += 1;
        if let Err(what) = survived {
            self.lost.push(format!("{attack}: {what}"));
        }
    }

    /// Prints the figures and fails if anything was not survived.
    pub fn close(mut self) {
        self.over.store(true, Ordering::Relaxed);
        let _ = self.watch.take().map(thread::JoinHandle::join);
        let peak = self.peak.load(Ordering::Relaxed);
        println!(
            "attack {}: survived {} / {}, memory of the tree of processes at most {} MiB",
            self.kind,
            self.tried - self.lost.len(),
            self.tried,
            peak >> 20
        );
        assert!(self.tried > 0, "nothing was tried");
        assert!(peak > 0, "the memory of the processes was never seen");
        assert!(self.lost.is_empty(), "not survived:\n{}", self.lost.join("\n"));
        assert!(peak < MEMORY, "{} MiB held by the tree of processes", peak >> 20);
    }
}

/// Resident memory of a process and of all its descendants, in bytes. Zero where there is no `/proc`.
fn memory_of_tree(root: u32) -> u64 {
    tree(root).into_iter().map(resident).sum()
}

/// A process and all its descendants.
fn tree(root: u32) -> Vec<u32> {
    let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        // "pid (name) state parent …"; the name may hold anything, so count from its last parenthesis.
        let stat = fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        let parent = stat.rsplit_once(')').and_then(|(_, rest)| rest.split_whitespace().nth(1)?.parse().ok());
        if let Some(parent) = parent {
            children.entry(parent).or_default().push(pid);
        }
    }
    let (mut found, mut left) = (Vec::new(), vec![root]);
    while let Some(pid) = left.pop() {
        found.push(pid);
        left.extend(children.remove(&pid).unwrap_or_default());
    }
    found
}

fn resident(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib: u64 = line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0);
    kib << 10
}
