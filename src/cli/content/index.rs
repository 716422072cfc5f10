//! `drogowskaz index`: brings the index up to date with `kb/` and says what that took.

use std::io::Write;
use std::process::ExitCode;

use jiff::civil::Date;

use crate::cli::progress;
use crate::config::Config;
use crate::library::{Library, Opening, SyncReport};
use crate::text::say;

pub(in crate::cli) fn run(config: &Config, today: Date, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let progress = progress::for_stderr();
    let opening = Opening { begin_empty: config.begin_empty, ..Opening::default() };
    let (library, mut report) = Library::open_as(&config.folders, &opening, &*progress, today)?;
    // An index that opening had to build is as new as a full build makes it.
    if config.full && report.rebuilt.is_none() {
        report = library.sync(true, &*progress, today)?;
    }
    print_problems(&report, config);
    write!(out, "{}", summary(&report))?;
    Ok(if report.rejected > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// Compiler-style lines to standard error, each with the path that an editor can open.
pub(in crate::cli) fn print_problems(report: &SyncReport, config: &Config) {
    for problem in &report.problems {
        eprintln!("{}", config.folders.kb.join("").display().to_string() + &problem.to_string());
    }
}

/// What was done, in two lines.
pub(in crate::cli) fn summary(report: &SyncReport) -> String {
    let mut text = String::new();
    if let Some(why) = &report.rebuilt {
        text.push_str(&format!("indeks zbudowany od nowa: {why}\n"));
    }
    let SyncReport { seen, changed, removed, rejected, took, .. } = report;
    text.push_str(&format!(
        "artykuły: sprawdzone {seen}, zmienione {changed}, usunięte {removed}, odrzucone {rejected}\nczas: {}\n",
        say::duration(*took)
    ));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn the_summary_counts_what_was_seen_changed_removed_and_rejected() {
        let report = SyncReport {
            seen: 231,
            changed: 12,
            removed: 1,
            rejected: 2,
            rebuilt: Some("inna wersja schematu".into()),
            took: Duration::from_millis(840),
            ..SyncReport::default()
        };
        assert_eq!(
            summary(&report),
            "indeks zbudowany od nowa: inna wersja schematu\n\
             artykuły: sprawdzone 231, zmienione 12, usunięte 1, odrzucone 2\n\
             czas: 840,0 ms\n"
        );
    }
}
