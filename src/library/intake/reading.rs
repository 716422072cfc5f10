//! Documents that editors bring: plain text, Markdown, a PDF with its text or as a scan, a picture of a page.
//!
//! What a document is, its first bytes say, never its name. Files from outside are made by anybody, and a reader of
//! them can be led to take all memory, to run for ever or to break; so no byte of one is looked at by the process that
//! answers callers. A [`DocumentReader`] puts a document into a folder of its own and starts this program again for it
//! ([`look`]), within bounds (`confined`). What has no text goes through `pdftoppm` and Tesseract in the same way, where
//! they are installed; where they are not, the message says what is missing. How many documents are read at once is
//! bounded, too, so that the memory of the whole is.

mod charset;
mod confined;
mod incoming;
mod pdf;
mod picture;
mod reader;
mod scan;
mod turns;

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

pub use confined::{Bounds, enter};
pub use incoming::Incoming;
pub use reader::DocumentReader;

/// The longest document that is taken in, in bytes.
pub const LARGEST: usize = 40 << 20;

/// The longest text that is taken on, in bytes: a thousand pages.
pub const LONGEST: usize = 3 << 20;

/// Pages of a PDF that are read.
const PAGES: usize = 300;

/// Where a text comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// Text, or Markdown.
    Text,
    /// The text of a PDF.
    Pdf,
    /// Read from a picture by a machine.
    Scan,
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The text; pages are parted by a form feed.
    pub text: String,
    /// Where it comes from.
    pub origin: Origin,
    /// Pages read; 1 for a text.
    pub pages: usize,
    /// What its reader should know, in Polish.
    pub remarks: Vec<String>,
}

/// Why a document cannot be read; each message says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[non_exhaustive]
pub enum ReadingError {
    /// Neither text nor a kind of document that is known.
    #[error(
        "nie znam tego rodzaju pliku ({0}); wczytaj tekst, Markdown, PDF albo obraz strony (PNG, JPEG, TIFF)"
    )]
    Unknown(String),
    /// There is nothing in it.
    #[error("plik jest pusty; wybierz inny albo wklej tekst")]
    Empty,
    /// The PDF cannot be read.
    #[error("tego PDF-u nie da się odczytać ({0}); otwórz go i wklej tekst albo zapisz go na nowo jako PDF")]
    BrokenPdf(String),
    /// The PDF asks for a password.
    #[error("ten PDF jest zabezpieczony hasłem; zapisz go bez hasła i wczytaj jeszcze raz")]
    Locked,
    /// A scan, and nothing to read it with.
    #[error(
        "to skan bez warstwy tekstowej, a na serwerze brakuje programu: {0}; poproś administratora o instalację (pakiety tesseract-ocr, tesseract-ocr-pol, poppler-utils) albo wklej tekst odczytany gdzie indziej"
    )]
    Missing(String),
    /// A program that reads scans failed.
    #[error("skanu nie udało się odczytać ({0}); spróbuj z wyraźniejszym skanem albo wklej tekst")]
    Scan(String),
    /// A picture of more dots than are taken on.
    #[error(
        "obraz ma {width} × {height} punktów, a odczytać można najwyżej {} mln (strona A4 skanowana z gęstością 600 dpi); zmniejsz go i wczytaj jeszcze raz",
        picture::MOST_DOTS / 1_000_000
    )]
    PictureTooLarge {
        /// Dots from left to right.
        width: u64,
        /// Dots from top to bottom.
        height: u64,
    },
    /// A picture in a PDF of more dots than are drawn.
    #[error(
        "w tym PDF-ie jest obraz o {width} × {height} punktach, a narysować można najwyżej {} mln (strona A3 skanowana z gęstością 800 dpi); zeskanuj stronę z gęstością 300 dpi i wczytaj jeszcze raz",
        pdf::MOST_DRAWN / 1_000_000
    )]
    PageTooLarge {
        /// Dots from left to right.
        width: u64,
        /// Dots from top to bottom.
        height: u64,
    },
    /// More text than is taken on.
    #[error("dokument ma ponad trzy miliony znaków; podziel go na mniejsze i wczytaj po kolei")]
    TooMuchText,
    /// It takes too long.
    #[error(
        "odczyt trwał za długo i został przerwany; podziel dokument na mniejsze pliki albo zapisz go na nowo jako PDF"
    )]
    TooLong,
    /// It takes more memory than there is for one document.
    #[error(
        "odczyt tego pliku zająłby za dużo pamięci i został przerwany; zapisz go na nowo jako PDF o zwykłym formacie strony albo podziel na mniejsze pliki"
    )]
    TooMuchMemory,
    /// What came out of it filled more than there is room for.
    #[error(
        "odczyt tego pliku dawał za dużo danych i został przerwany; podziel dokument na mniejsze pliki albo zmniejsz format strony"
    )]
    TooMuchOutput,
    /// The program that read it broke.
    #[error(
        "ten plik jest uszkodzony tak, że jego odczyt się załamał; nic się przez to nie stało z serwerem. Zapisz dokument na nowo jako PDF albo wklej tekst"
    )]
    Broke,
    /// As many documents are being read as may be.
    #[error("czytane są teraz inne dokumenty; spróbuj jeszcze raz za minutę")]
    Busy,
    /// The file is larger than documents may be.
    #[error("plik ma ponad {} MB; podziel go na mniejsze i wczytaj po kolei", LARGEST >> 20)]
    TooLarge,
    /// The disk refuses, or no process can be started; the cause is in the log.
    #[error(
        "serwer nie mógł zapisać pliku roboczego albo uruchomić odczytu; poproś administratora, żeby sprawdził wolne miejsce i dziennik serwera"
    )]
    Unavailable,
}

impl ReadingError {
    /// A fault of the machine: its words are for whoever runs it.
    fn unavailable(error: &dyn std::fmt::Display) -> Self {
        tracing::error!(%error, "a document cannot be read here");
        Self::Unavailable
    }
}

/// What is in a document, as far as one process can tell without drawing anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Contents {
    /// A text.
    Read(Document),
    /// Pages without text: how many there are, and how long the longer side of each of the first is, in points.
    Scan { pages: usize, sides: Vec<u32> },
    /// A picture of a page.
    Picture,
}

/// What `drogowskaz read-document` does: reads the document that comes in at `input`, and writes what is in it, or why
/// that cannot be told, to `output`. Only for a process that runs within bounds.
///
/// # Errors
/// Those of reading and writing.
pub fn look(input: &mut dyn Read, output: &mut dyn Write) -> io::Result<()> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let told = contents(&bytes);
    output.write_all(&postcard::to_allocvec(&told).map_err(io::Error::other)?)?;
    output.flush()
}

fn contents(bytes: &[u8]) -> Result<Contents, ReadingError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadingError::Empty);
    }
    match kind(bytes) {
        DocumentKind::Pdf => pdf::contents(bytes),
        DocumentKind::Picture => picture::check(bytes).map(|()| Contents::Picture),
        DocumentKind::Other(name) => Err(ReadingError::Unknown(name.to_owned())),
        DocumentKind::Text => text(bytes).map(Contents::Read),
    }
}

fn text(bytes: &[u8]) -> Result<Document, ReadingError> {
    // Of two bytes a letter at the most: what is longer is too long in any spelling, and need not be decoded.
    if bytes.len() > 2 * LONGEST {
        return Err(ReadingError::TooMuchText);
    }
    let decoded = charset::decode(bytes).ok_or_else(|| ReadingError::Unknown("dane binarne".to_owned()));
    let (text, remark) = decoded?;
    if text.len() > LONGEST {
        return Err(ReadingError::TooMuchText);
    }
    Ok(Document { text, origin: Origin::Text, pages: 1, remarks: remark.into_iter().collect() })
}

enum DocumentKind {
    Pdf,
    Picture,
    Text,
    /// Something known that is not read.
    Other(&'static str),
}

fn kind(bytes: &[u8]) -> DocumentKind {
    let head = &bytes[..bytes.len().min(1024)];
    let starts = |signs: &[&[u8]]| signs.iter().any(|sign| head.starts_with(sign));
    if head.windows(5).any(|window| window == b"%PDF-") {
        DocumentKind::Pdf
    } else if picture::is_picture(head) {
        DocumentKind::Picture
    } else if starts(&[b"PK\x03\x04"]) {
        DocumentKind::Other("dokument Word, Excel albo archiwum ZIP; zapisz go jako PDF")
    } else if starts(&[b"\xd0\xcf\x11\xe0"]) {
        DocumentKind::Other("stary dokument Word albo Excel; zapisz go jako PDF")
    } else if starts(&[b"{\\rtf"]) {
        DocumentKind::Other("RTF; zapisz go jako PDF albo tekst")
    } else {
        DocumentKind::Text
    }
}

#[cfg(test)]
#[path = "reading/tests.rs"]
mod tests;
