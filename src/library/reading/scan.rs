//! Pictures of pages, read by Tesseract. PDFs are drawn by `pdftoppm` first.
//!
//! Both are programs of the system; they get files in a folder of their own below `data/`, which goes when they are
//! done, and no word of the document reaches their command line.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::{Document, Limits, Origin, ReadingError};

/// Dots per inch: what Tesseract's own manual asks for.
const DENSITY: &str = "300";

/// Numbers the folders of one process.
static FOLDERS: AtomicU64 = AtomicU64::new(0);

/// A folder that goes with its value.
struct Scratch(PathBuf);

impl Scratch {
    fn below(folder: &Path) -> Result<Self, ReadingError> {
        let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
        let own = folder.join(format!(".wczytywanie-{}-{number}", std::process::id()));
        fs::create_dir_all(&own).map_err(|error| ReadingError::Disk(error.to_string()))?;
        Ok(Self(own))
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, ReadingError> {
        let file = self.0.join(name);
        fs::write(&file, bytes).map_err(|error| ReadingError::Disk(error.to_string()))?;
        Ok(file)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            tracing::warn!(folder = %self.0.display(), %error, "a scratch folder stays behind");
        }
    }
}

/// Reads a PDF of pictures.
pub(super) fn pdf(
    bytes: &[u8],
    pages: usize,
    scratch: &Path,
    limits: &Limits,
) -> Result<Document, ReadingError> {
    let until = Instant::now() + limits.time;
    let language = language(&["tesseract", "pdftoppm"])?;
    let scratch = Scratch::below(scratch)?;
    let file = scratch.write("skan.pdf", bytes)?;
    let last = pages.min(limits.scanned);
    let mut texts = Vec::new();
    for page in 1..=last {
        let number = page.to_string();
        let picture = scratch.0.join("strona");
        let mut draw = Command::new("pdftoppm");
        draw.args(["-r", DENSITY, "-gray", "-png", "-singlefile", "-f", &number, "-l", &number])
            .arg(&file)
            .arg(&picture);
        run(draw, until)?;
        texts.push(recognise(&picture.with_extension("png"), language.code, until)?);
    }
    let mut remarks = language.remark();
    if last < pages {
        remarks.push(format!(
            "Odczytano {last} z {pages} stron skanu: więcej naraz się nie da. Resztę wczytaj osobno."
        ));
    }
    document(&texts, remarks)
}

/// Reads one picture.
pub(super) fn picture(bytes: &[u8], scratch: &Path, limits: &Limits) -> Result<Document, ReadingError> {
    let until = Instant::now() + limits.time;
    let language = language(&["tesseract"])?;
    let scratch = Scratch::below(scratch)?;
    let file = scratch.write("strona", bytes)?;
    document(&[recognise(&file, language.code, until)?], language.remark())
}

fn document(texts: &[String], remarks: Vec<String>) -> Result<Document, ReadingError> {
    let text = texts.join("\n\u{c}\n");
    if !text.contains(char::is_alphanumeric) {
        return Err(ReadingError::Scan("na obrazie nie widać tekstu".to_owned()));
    }
    Ok(Document { text, origin: Origin::Scan, pages: texts.len(), remarks })
}

/// What Tesseract is to read with.
struct Language {
    code: &'static str,
}

impl Language {
    fn remark(&self) -> Vec<String> {
        let missing = "Tesseract nie ma tu polskiego modelu (pakiet tesseract-ocr-pol): odczytał tekst bez polskich liter, a program je odtworzył. Przejrzyj słowa wątpliwe.";
        if self.code == "pol" { Vec::new() } else { vec![missing.to_owned()] }
    }
}

/// Asks the programs whether they are there, and which languages Tesseract has.
fn language(programs: &[&str]) -> Result<Language, ReadingError> {
    let asked = |program: &str, argument: &str| {
        Command::new(program).arg(argument).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()
    };
    let missing: Vec<&str> = programs
        .iter()
        .copied()
        .filter(|program| asked(program, if *program == "tesseract" { "--version" } else { "-v" }).is_none())
        .collect();
    if !missing.is_empty() {
        return Err(ReadingError::Missing(missing.join(", ")));
    }
    let listed = asked("tesseract", "--list-langs").map(|output| output.stdout).unwrap_or_default();
    let listed = String::from_utf8_lossy(&listed).into_owned();
    let has = |code: &str| listed.lines().any(|line| line.trim() == code);
    match (has("pol"), has("eng")) {
        (true, _) => Ok(Language { code: "pol" }),
        (_, true) => Ok(Language { code: "eng" }),
        _ => Err(ReadingError::Missing("model języka dla tesseract".to_owned())),
    }
}

fn recognise(picture: &Path, language: &str, until: Instant) -> Result<String, ReadingError> {
    let out = picture.with_extension("tekst");
    let mut read = Command::new("tesseract");
    // One thread: the machine also answers callers.
    read.env("OMP_THREAD_LIMIT", "1").arg(picture).arg(&out).args(["-l", language]);
    run(read, until)?;
    // Tesseract adds the ending itself.
    let text = fs::read(out.with_extension("tekst.txt"));
    let text = text.map_err(|error| ReadingError::Scan(error.to_string()))?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// Runs a program to its end, or ends it when the time is up.
fn run(mut command: Command, until: Instant) -> Result<(), ReadingError> {
    let name = command.get_program().to_string_lossy().into_owned();
    let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let mut child = child.map_err(|_| ReadingError::Missing(name.clone()))?;
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => return Err(ReadingError::Scan(format!("{name}: {status}"))),
            Ok(None) if Instant::now() < until => thread::sleep(Duration::from_millis(20)),
            Ok(None) => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(ReadingError::TooLong);
            }
            Err(error) => return Err(ReadingError::Scan(error.to_string())),
        }
    }
}
