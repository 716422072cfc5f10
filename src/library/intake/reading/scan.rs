//! Pictures of pages, read by Tesseract. PDFs are drawn by `pdftoppm` first.
//!
//! Both are programs of the system, held within bounds as everything that reads documents; they work in the folder of
//! the one document, which goes when they are done, and no word of the document reaches their command line.

use std::ffi::{OsStr, OsString};
use std::time::{Duration, Instant};
use std::{fs, io};

use super::confined::{Bounds, Failure, Starter, Task};
use super::incoming::DOCUMENT;
use super::{Document, Incoming, LONGEST, Origin, ReadingError};

/// Pages of a scan that are read: each takes seconds.
pub(super) const PAGES: usize = 30;

/// For a whole scan.
const TIME: Duration = Duration::from_secs(150);

/// Drawing a page, which takes a second or two: whatever draws for so long was made to.
const DRAWING: u64 = 12;

/// One page. Tesseract takes eleven bytes for each dot.
const BOUNDS: Bounds = Bounds { memory: 400 << 20, processor: 60, file: 64 << 20 };

/// Dots per inch: what Tesseract's own manual asks for.
const DENSITY: &str = "300";

/// A page up to A3 is drawn with that density, in points; whatever is larger as if it were so large, in dots.
const A3: u32 = 1200;
const A3_DOTS: &str = "5000";

/// A page drawn.
const PICTURE: &str = "strona";

/// Reads a PDF of so many pages, of whose first the longer sides are known.
pub(super) fn pdf(
    starter: &Starter,
    incoming: &Incoming,
    pages: usize,
    sides: &[u32],
) -> Result<Document, ReadingError> {
    let tools = Tools { starter, incoming, until: Instant::now() + TIME };
    tools.has("pdftoppm", "-v")?;
    let language = tools.language()?;
    let mut texts = Vec::new();
    for (place, side) in sides.iter().enumerate().take(PAGES) {
        tools.draw(place + 1, *side)?;
        texts.push(tools.recognise(&format!("{PICTURE}.png"), language)?);
    }
    let mut remarks = language.remark();
    if texts.len() < pages {
        remarks.push(format!(
            "Odczytano {} z {pages} stron skanu: więcej naraz się nie da. Resztę wczytaj osobno.",
            texts.len()
        ));
    }
    let large: Vec<_> = sides.iter().enumerate().filter(|(_, side)| **side > A3).collect();
    if let Some((place, side)) = large.first() {
        let (count, page) = (large.len(), place + 1);
        let centimetres = f64::from(**side) * 2.54 / 72.0;
        remarks.push(format!(
            "Strony większe niż A3 ({count}, pierwsza: {page}, bok {centimetres:.0} cm) odczytano z mniejszą dokładnością. Drobny tekst mógł przepaść: sprawdź je."
        ));
    }
    document(&texts, remarks)
}

/// Reads one picture.
pub(super) fn picture(starter: &Starter, incoming: &Incoming) -> Result<Document, ReadingError> {
    let tools = Tools { starter, incoming, until: Instant::now() + TIME };
    let language = tools.language()?;
    document(&[tools.recognise(DOCUMENT, language)?], language.remark())
}

fn document(texts: &[String], remarks: Vec<String>) -> Result<Document, ReadingError> {
    let text = texts.join("\n\u{c}\n");
    if !text.contains(char::is_alphanumeric) {
        return Err(ReadingError::Scan("na obrazie nie widać tekstu".to_owned()));
    }
    Ok(Document { text, origin: Origin::Scan, pages: texts.len(), remarks })
}

/// What Tesseract reads with.
#[derive(Clone, Copy)]
enum Language {
    Polish,
    English,
}

impl Language {
    fn code(self) -> &'static str {
        match self {
            Self::Polish => "pol",
            Self::English => "eng",
        }
    }

    fn remark(self) -> Vec<String> {
        let missing = "Tesseract nie ma tu polskiego modelu (pakiet tesseract-ocr-pol): odczytał tekst bez polskich liter, a program je odtworzył. Przejrzyj słowa wątpliwe.";
        match self {
            Self::Polish => Vec::new(),
            Self::English => vec![missing.to_owned()],
        }
    }
}

/// The programs at work on one document.
struct Tools<'a> {
    starter: &'a Starter,
    incoming: &'a Incoming,
    until: Instant,
}

impl Tools<'_> {
    fn run(&self, program: &str, arguments: &[&str], output: usize) -> Result<Vec<u8>, Failure> {
        self.run_within(BOUNDS, program, arguments, output)
    }

    fn run_within(
        &self,
        bounds: Bounds,
        program: &str,
        arguments: &[&str],
        output: usize,
    ) -> Result<Vec<u8>, Failure> {
        self.starter.run(Task {
            program: OsStr::new(program),
            arguments: arguments.iter().map(OsString::from).collect(),
            input: None,
            folder: self.incoming.folder(),
            bounds,
            output,
            until: self.until,
        })
    }

    /// Whether a program is there. What it answers is its own matter: some end in an error when asked their version.
    fn has(&self, program: &str, version: &str) -> Result<(), ReadingError> {
        match self.run(program, &[version], LONGEST) {
            Err(Failure::Missing) => Err(ReadingError::Missing(program.to_owned())),
            Err(Failure::Start(error)) => Err(ReadingError::unavailable(&error)),
            _ => Ok(()),
        }
    }

    fn language(&self) -> Result<Language, ReadingError> {
        self.has("tesseract", "--version")?;
        let listed = self.run("tesseract", &["--list-langs"], LONGEST).unwrap_or_default();
        let listed = String::from_utf8_lossy(&listed).into_owned();
        let has = |language: Language| listed.lines().any(|line| line.trim() == language.code());
        let known = [Language::Polish, Language::English].into_iter().find(|language| has(*language));
        known.ok_or_else(|| ReadingError::Missing("model języka dla tesseract".to_owned()))
    }

    /// Draws a page into [`PICTURE`].
    fn draw(&self, page: usize, side: u32) -> Result<(), ReadingError> {
        // What another page left must not be taken for this one.
        match fs::remove_file(self.incoming.folder().join(format!("{PICTURE}.png"))) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(ReadingError::unavailable(&error));
            }
            _ => {}
        }
        let size = if side <= A3 { ["-r", DENSITY] } else { ["-scale-to", A3_DOTS] };
        let page = page.to_string();
        let which = ["-gray", "-png", "-singlefile", "-f", &page, "-l", &page, DOCUMENT, PICTURE];
        let arguments: Vec<&str> = size.into_iter().chain(which).collect();
        let bounds = Bounds { processor: DRAWING, ..BOUNDS };
        self.run_within(bounds, "pdftoppm", &arguments, LONGEST)
            .map_err(|failure| said("pdftoppm", &page, failure))
            .map(drop)
    }

    fn recognise(&self, picture: &str, language: Language) -> Result<String, ReadingError> {
        let text = self.run("tesseract", &[picture, "stdout", "-l", language.code()], LONGEST);
        let text = text.map_err(|failure| said("tesseract", "", failure))?;
        Ok(String::from_utf8_lossy(&text).into_owned())
    }
}

/// What a program's failure means to whoever brought the document.
fn said(program: &str, page: &str, failure: Failure) -> ReadingError {
    match failure {
        Failure::Missing => ReadingError::Missing(program.to_owned()),
        Failure::Start(error) => ReadingError::unavailable(&error),
        Failure::Time => ReadingError::TooLong,
        Failure::Memory => ReadingError::TooMuchMemory,
        Failure::Output => ReadingError::TooMuchOutput,
        Failure::Broke => ReadingError::Broke,
        Failure::Stopped => ReadingError::Unavailable,
        Failure::GaveUp(_) if page.is_empty() => {
            ReadingError::Scan("program, który czyta obrazy, nie rozpoznał tego pliku".to_owned())
        }
        Failure::GaveUp(_) => ReadingError::Scan(format!("nie dało się narysować strony {page}")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_program_that_the_system_does_not_have_is_named() {
        let scratch = tempfile::tempdir().unwrap();
        let incoming = Incoming::below(scratch.path(), &Arc::default()).unwrap();
        // In the place of our own program, which lays the bounds: a shell that finds none to run within them.
        fs::write(incoming.folder().join("confined"), "exit 127").unwrap();
        let starter =
            Starter { program: "/bin/sh".into(), environment: Vec::new(), stopped: AtomicBool::new(false) };
        let tools =
            Tools { starter: &starter, incoming: &incoming, until: Instant::now() + Duration::from_secs(60) };
        for program in ["pdftoppm", "tesseract"] {
            assert_eq!(tools.has(program, "-v"), Err(ReadingError::Missing(program.to_owned())));
        }
        let language = tools.language().map(Language::code);
        assert_eq!(language, Err(ReadingError::Missing("tesseract".to_owned())));
    }

    #[test]
    fn a_picture_that_is_not_recognised_has_no_page_and_a_page_that_is_not_drawn_has() {
        let told = |program, page| said(program, page, Failure::GaveUp(1)).to_string();
        assert!(told("pdftoppm", "3").contains("strony 3"), "{}", told("pdftoppm", "3"));
        let picture = told("tesseract", "");
        assert!(picture.contains("nie rozpoznał") && !picture.contains("strony"), "{picture}");
    }
}
