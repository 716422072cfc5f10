//! `drogowskaz repair`: says which words of a machine-read file were misread, and writes the repaired text beside it.
//!
//! For editors who prepare a scan by hand; `import` repairs on its own.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::text::ocr::{Repair, Repairer, misread};
use anyhow::Context;

/// Repairs below this certainty are shown apart: a person should look at them.
const DOUBTFUL: f32 = 0.9;

// Plain comments below, not doc comments: clap would take those for the help.

// What was typed.
#[derive(Debug, clap::Args)]
pub(crate) struct RepairArgs {
    // Machine-read text files.
    #[arg(required = true, value_name = "PLIK", help = "Pliki tekstowe odczytane maszynowo (OCR)")]
    pub(crate) files: Vec<PathBuf>,

    // Leave the repaired text beside each.
    #[arg(long, help = "Zapisuje poprawiony tekst obok, w PLIK.poprawione.txt; sam PLIK zostaje bez zmian")]
    pub(crate) write: bool,

    // Trust the caller instead of looking.
    #[arg(long, help = "Traktuje pliki jako skany, nawet jeśli na to nie wyglądają")]
    pub(crate) scan: bool,
}

/// Runs the command; the report goes to `out`.
pub(crate) fn run(args: &RepairArgs, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let mut repairer = Repairer::new();
    let mut report = Report::default();
    for file in &args.files {
        let text = fs::read_to_string(file)
            .with_context(|| format!("nie mogę odczytać pliku {}", file.display()))?;
        let parts = misread(&text, args.scan);
        let repairs = repairer.repair_parts(&text, &parts);
        report.add(file, &text, parts.is_empty(), &repairs);
        if args.write && !parts.is_empty() {
            let beside = beside(file);
            fs::write(&beside, Repairer::apply(&text, &repairs))
                .with_context(|| format!("nie mogę zapisać pliku {}", beside.display()))?;
            report.written.push(beside);
        }
    }
    write!(out, "{report}")?;
    Ok(ExitCode::SUCCESS)
}

/// `zarzadzenie.txt` → `zarzadzenie.txt.poprawione.txt`: the whole name stays, so that the pair is told at a glance.
fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".poprawione.txt");
    PathBuf::from(name)
}

/// What was found in all files.
#[derive(Debug, Default)]
struct Report {
    certain: Vec<String>,
    doubtful: Vec<String>,
    clean: Vec<PathBuf>,
    written: Vec<PathBuf>,
    words: HashSet<String>,
    files: usize,
}

impl Report {
    fn add(&mut self, file: &Path, text: &str, is_clean: bool, repairs: &[Repair]) {
        self.files += 1;
        if is_clean {
            self.clean.push(file.to_owned());
        }
        let mut line = 1;
        let mut counted = 0;
        for repair in repairs {
            line += text.get(counted..repair.span.start).map_or(0, |between| between.matches('\n').count());
            counted = repair.span.start;
            let row = format!(
                "{}:{line}: „{}” → „{}” (pewność {} %)",
                file.display(),
                on_one_line(&repair.read),
                repair.repaired,
                (repair.certainty * 100.0).floor()
            );
            self.words.insert(repair.read.to_lowercase());
            if repair.certainty < DOUBTFUL { &mut self.doubtful } else { &mut self.certain }.push(row);
        }
    }
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut text = String::new();
        for row in &self.certain {
            writeln!(text, "{row}")?;
        }
        if !self.doubtful.is_empty() {
            writeln!(text, "\nDo sprawdzenia przez redaktora (pewność poniżej 90 %):")?;
            for row in &self.doubtful {
                writeln!(text, "{row}")?;
            }
        }
        for file in &self.clean {
            writeln!(text, "{}: nie wygląda na odczyt maszynowy, nic nie poprawiono", file.display())?;
        }
        for file in &self.written {
            writeln!(text, "Zapisano {}", file.display())?;
        }
        let all = self.certain.len() + self.doubtful.len();
        writeln!(
            text,
            "\nPliki: {}. Poprawione wyrazy: {all} (różnych: {}), w tym do sprawdzenia: {}.",
            self.files,
            self.words.len(),
            self.doubtful.len()
        )?;
        f.write_str(text.trim_start_matches('\n'))
    }
}

/// A word that a line end broke is shown with its break.
fn on_one_line(read: &str) -> String {
    read.replace("\r\n", "⏎").replace('\n', "⏎")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCAN: &str =
        "Do zakresu dziatania Wydziatu naleza\nsprawy finansowania $rodkami budzetu i obstuga mieszkancow.\n";

    fn report(text: &str) -> String {
        let parts = misread(text, false);
        let mut report = Report::default();
        let repairs = Repairer::new().repair_parts(text, &parts);
        report.add(Path::new("pismo.txt"), text, parts.is_empty(), &repairs);
        report.to_string()
    }

    #[test]
    fn every_repair_is_reported_with_its_line_and_certainty() {
        let report = report(SCAN);
        assert!(report.contains("pismo.txt:1: „Wydziatu” → „Wydziału” (pewność 9"), "{report}");
        assert!(report.contains("pismo.txt:2: „$rodkami” → „środkami” (pewność 9"), "{report}");
        assert!(report.ends_with(".\n"), "{report}");
    }

    #[test]
    fn a_clean_file_is_said_to_be_clean() {
        let report = report("Zażółć gęślą jaźń, a urząd przyjmuje wnioski od ósmej.");
        assert!(report.starts_with("pismo.txt: nie wygląda na odczyt maszynowy"), "{report}");
        assert!(report.contains("Poprawione wyrazy: 0"), "{report}");
    }

    #[test]
    fn the_repaired_text_is_written_beside_and_the_file_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("pismo.txt");
        fs::write(&file, SCAN).expect("written");
        let args = RepairArgs { files: vec![file.clone()], write: true, scan: false };
        run(&args, &mut Vec::new()).expect("repaired");
        let mended = fs::read_to_string(folder.path().join("pismo.txt.poprawione.txt")).expect("beside");
        assert!(mended.contains("Wydziału należą\nsprawy finansowania środkami"), "{mended}");
        assert_eq!(fs::read_to_string(&file).expect("still there"), SCAN);
    }

    #[test]
    fn a_missing_file_is_named() {
        let args = RepairArgs { files: vec!["brak.txt".into()], write: false, scan: false };
        let error = run(&args, &mut Vec::new()).expect_err("missing");
        assert!(error.to_string().contains("nie mogę odczytać pliku brak.txt"), "{error}");
    }
}
