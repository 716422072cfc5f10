//! Figures as people read them: percentiles, memory, and on which machine.

use std::collections::HashSet;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::time::Duration;

/// Times of many runs of one thing.
#[derive(Debug, Default)]
pub struct Times(Vec<Duration>);

impl Times {
    pub fn push(&mut self, took: Duration) {
        self.0.push(took);
    }

    /// The time that `percent` of the runs did not exceed, in milliseconds.
    pub fn percentile(&mut self, percent: f64) -> f64 {
        self.0.sort_unstable();
        let at = (self.0.len() as f64 * percent / 100.0).ceil() as usize;
        self.0.get(at.clamp(1, self.0.len().max(1)) - 1).map_or(f64::NAN, |took| took.as_secs_f64() * 1e3)
    }
}

/// The most memory this process ever held, in MiB; `None` where the system does not say.
pub fn peak_memory() -> Option<f64> {
    status_field("VmHWM:")
}

/// The memory this process holds now, in MiB.
pub fn memory() -> Option<f64> {
    status_field("VmRSS:")
}

fn status_field(name: &str) -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    line.split_whitespace().nth(1)?.parse::<f64>().ok().map(|kib| kib / 1024.0)
}

/// Processor and cores: the first thing to know about a figure.
pub fn machine() -> String {
    let model = fs::read_to_string("/proc/cpuinfo").ok().and_then(|info| {
        let line = info.lines().find(|line| line.starts_with("model name"))?;
        Some(line.split(':').nth(1)?.trim().to_owned())
    });
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    format!("{}, {cores} cores", model.as_deref().unwrap_or("unknown processor"))
}

/// Bytes that the files below a folder take; a file that stands there under two names takes its place once.
pub fn size(folder: &std::path::Path) -> u64 {
    fn add(folder: &std::path::Path, seen: &mut HashSet<(u64, u64)>) -> u64 {
        let Ok(entries) = fs::read_dir(folder) else { return 0 };
        entries
            .flatten()
            .map(|entry| match entry.metadata() {
                Ok(meta) if meta.is_dir() => add(&entry.path(), seen),
                Ok(meta) if seen.insert((meta.dev(), meta.ino())) => meta.len(),
                _ => 0,
            })
            .sum()
    }
    add(folder, &mut HashSet::new())
}
