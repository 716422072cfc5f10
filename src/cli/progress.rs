//! How far the indexing is: a bar on a terminal, a few plain lines in a log, nothing where it would be in the way.
//!
//! Everything goes to standard error; standard output holds answers only.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicUsize, Ordering};

use indicatif::{ProgressBar, ProgressStyle};

use crate::library::Progress;
use crate::text::say::ARTICLE;

/// The kind that fits where standard error goes.
pub(super) fn for_stderr() -> Box<dyn Progress> {
    if std::io::stderr().is_terminal() { Box::new(Bar::new()) } else { Box::new(Lines::default()) }
}

/// For commands whose answer is what counts: a bar on a terminal, otherwise only what the library has to say.
pub(super) fn unobtrusive() -> Box<dyn Progress> {
    if std::io::stderr().is_terminal() { Box::new(Bar::new()) } else { Box::new(Quiet) }
}

/// A bar that vanishes when it is full.
struct Bar(ProgressBar);

impl Bar {
    fn new() -> Self {
        let bar = ProgressBar::hidden();
        // A template that indicatif cannot read is no reason to index without a bar.
        if let Ok(style) =
            ProgressStyle::with_template("indeksowanie {wide_bar} {pos}/{len} artykułów, jeszcze {eta}")
        {
            bar.set_style(style);
        }
        Self(bar)
    }
}

impl Progress for Bar {
    fn start(&self, total: usize) {
        // Shown only now: with nothing to do there is nothing to show.
        if total > 0 {
            self.0.set_length(total as u64);
            self.0.set_draw_target(indicatif::ProgressDrawTarget::stderr());
        }
    }

    fn step(&self) {
        self.0.inc(1);
    }

    fn finish(&self) {
        self.0.finish_and_clear();
    }

    fn say(&self, line: &str) {
        self.0.suspend(|| eprintln!("{line}"));
    }
}

/// A line at the start and at every tenth of the way.
#[derive(Default)]
struct Lines {
    total: AtomicUsize,
    done: AtomicUsize,
}

/// Below this many articles the start and the end say enough.
const WORTH_TENTHS: usize = 500;

impl Progress for Lines {
    fn start(&self, total: usize) {
        self.total.store(total, Ordering::Relaxed);
        self.done.store(0, Ordering::Relaxed);
        if total > 0 {
            eprintln!("indeksowanie: {}", ARTICLE.counted(total));
        }
    }

    fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(percent) = tenth_reached(done, self.total.load(Ordering::Relaxed)) {
            eprintln!("indeksowanie: {percent}%");
        }
    }

    fn finish(&self) {}

    fn say(&self, line: &str) {
        eprintln!("{line}");
    }
}

/// The tenth of the way that the `done`-th step completes, in percent.
fn tenth_reached(done: usize, total: usize) -> Option<usize> {
    if total < WORTH_TENTHS {
        return None;
    }
    let tenth = done * 10 / total;
    (tenth > (done - 1) * 10 / total).then_some(tenth * 10)
}

struct Quiet;

impl Progress for Quiet {
    fn start(&self, _total: usize) {}
    fn step(&self) {}
    fn finish(&self) {}
    fn say(&self, line: &str) {
        eprintln!("{line}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_work_reports_each_tenth_once() {
        let reached: Vec<usize> = (1..=1_237).filter_map(|done| tenth_reached(done, 1_237)).collect();
        assert_eq!(reached, [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
    }

    #[test]
    fn short_work_is_not_worth_tenths() {
        assert!((1..=20).all(|done| tenth_reached(done, 20).is_none()));
    }
}
