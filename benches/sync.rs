//! How long until a Baza Wiedzy can be searched: built from nothing, opened with nothing changed, after an edit?
//!
//! Corpus: made-up articles of `benches/support` (seed 2026, mean 4,700 characters), 10,000 and 17,000 of them, with
//! the repository's dictionaries. Each step runs in a process of its own, because the peak of memory is a process's:
//! what building needs must not be charged to a server that merely starts.
//!
//! Run: `cargo bench --bench sync`, or `cargo bench --bench sync -- 2000` for another size. Articles and index lie in
//! the temporary folder (`TMPDIR`); give it a real disk. Figures with machine and date: docs/figures.md.

#[path = "support/mod.rs"]
mod support;

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;

use drogowskaz::library::progress::Silent;
use drogowskaz::library::{Folders, Library};
use jiff::civil::date;

const SIZES: [usize; 2] = [10_000, 17_000];

fn main() -> Result<(), Box<dyn Error>> {
    // `cargo bench` adds `--bench`; the steps below are this program again, with a folder to work on.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [step, folder] = &arguments[..]
        && step == "--step"
    {
        return measure(Path::new(folder));
    }
    let sizes: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    println!("{}", support::measure::machine());
    println!("| articles | step | changed | time | peak memory | index |");
    println!("|---|---|---|---|---|---|");
    for size in if sizes.is_empty() { SIZES.to_vec() } else { sizes } {
        let folder = tempfile::tempdir()?;
        let kb = folder.path().join("kb");
        support::write_kb(&kb, &support::dictionaries(), size, support::CHARS, support::SEED)?;
        row(size, "build", folder.path())?;
        row(size, "nothing changed", folder.path())?;
        fs::write(kb.join("jeden.md"), "---\ntitle: Jeden nowy artykuł\n---\n\nDopisany przed chwilą.\n")?;
        row(size, "one new", folder.path())?;
    }
    Ok(())
}

fn row(size: usize, step: &str, folder: &Path) -> Result<(), Box<dyn Error>> {
    let output = Command::new(std::env::current_exe()?).arg("--step").arg(folder).output()?;
    if !output.status.success() {
        return Err(format!("{step}: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    println!("| {size} | {step} | {} |", String::from_utf8_lossy(&output.stdout).trim());
    Ok(())
}

fn measure(folder: &Path) -> Result<(), Box<dyn Error>> {
    let folders = folders(folder);
    let (library, report) = Library::open(&folders, &Silent, date(2026, 11, 20))?;
    if library.len() < report.seen - report.rejected {
        return Err(format!("{} of {} articles are in the index", library.len(), report.seen).into());
    }
    println!(
        "{} | {:.2} s | {:.0} MiB | {:.0} MB",
        report.changed,
        report.took.as_secs_f64(),
        support::measure::peak_memory().unwrap_or(f64::NAN),
        support::measure::size(&folders.index) as f64 / 1e6,
    );
    Ok(())
}

fn folders(folder: &Path) -> Folders {
    Folders { kb: folder.join("kb"), index: folder.join("index"), data: folder.join("data") }
}
