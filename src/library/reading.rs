//! Documents that editors bring: plain text, Markdown, a PDF with its text or as a scan, a picture of a page.
//!
//! What a document is, its first bytes say, never its name. Files from outside are not trusted to be well made: a
//! PDF is read on a thread of its own, with a limit of pages and of time, and a panic there is a message here. Scans
//! go through Tesseract, where that is installed; where it is not, the message says what is missing.

mod charset;
mod pdf;
mod scan;

use std::path::Path;
use std::time::Duration;

/// How much is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Pages of a PDF that has text.
    pub pages: usize,
    /// Pages of a scan: each takes seconds.
    pub scanned: usize,
    /// For the whole document.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { pages: 300, scanned: 30, time: Duration::from_secs(150) }
    }
}

/// Where a text comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Text, or Markdown.
    Text,
    /// The text of a PDF.
    Pdf,
    /// Read from a picture by a machine.
    Scan,
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadingError {
    /// Neither text nor a kind of document that is known.
    #[error(
        "nie znam tego rodzaju pliku ({0}); wczytaj tekst, Markdown, PDF albo obraz strony (PNG, JPEG, TIFF)"
    )]
    Unknown(&'static str),
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
    /// It takes too long.
    #[error("odczyt trwał za długo i został przerwany; podziel dokument na mniejsze pliki")]
    TooLong,
    /// The disk refuses.
    #[error("nie można zapisać pliku roboczego: {0}; sprawdź wolne miejsce na serwerze")]
    Disk(String),
}

/// Reads a document. `scratch` is a folder for files that exist while a scan is being read.
///
/// # Errors
/// [`ReadingError`].
pub fn read(bytes: &[u8], scratch: &Path, limits: &Limits) -> Result<Document, ReadingError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadingError::Empty);
    }
    match kind(bytes) {
        Kind::Pdf => {
            let read = pdf::text(bytes, limits)?;
            if read.has_text() {
                return Ok(read.document());
            }
            scan::pdf(bytes, read.pages, scratch, limits)
        }
        Kind::Picture => scan::picture(bytes, scratch, limits),
        Kind::Other(name) => Err(ReadingError::Unknown(name)),
        Kind::Text => {
            let (text, remark) = charset::decode(bytes).ok_or(ReadingError::Unknown("dane binarne"))?;
            Ok(Document { text, origin: Origin::Text, pages: 1, remarks: remark.into_iter().collect() })
        }
    }
}

enum Kind {
    Pdf,
    Picture,
    Text,
    /// Something known that is not read.
    Other(&'static str),
}

fn kind(bytes: &[u8]) -> Kind {
    let head = &bytes[..bytes.len().min(1024)];
    let starts = |signs: &[&[u8]]| signs.iter().any(|sign| head.starts_with(sign));
    if head.windows(5).any(|window| window == b"%PDF-") {
        Kind::Pdf
    } else if starts(&[b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*"]) {
        Kind::Picture
    } else if starts(&[b"PK\x03\x04"]) {
        Kind::Other("dokument Word, Excel albo archiwum ZIP; zapisz go jako PDF")
    } else if starts(&[b"\xd0\xcf\x11\xe0"]) {
        Kind::Other("stary dokument Word albo Excel; zapisz go jako PDF")
    } else if starts(&[b"{\\rtf"]) {
        Kind::Other("RTF; zapisz go jako PDF albo tekst")
    } else {
        Kind::Text
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(bytes: &[u8]) -> Result<Document, ReadingError> {
        let scratch = tempfile::tempdir().unwrap();
        let read = super::read(bytes, scratch.path(), &Limits::default());
        assert_eq!(std::fs::read_dir(scratch.path()).unwrap().count(), 0, "nothing is left behind");
        read
    }

    /// A PDF of one page with this content stream.
    fn pdf(content: &str) -> Vec<u8> {
        let objects = [
            "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
            "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
                .to_owned(),
            format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
        ];
        let mut out = b"%PDF-1.4\n".to_vec();
        let mut at = Vec::new();
        for (number, object) in objects.iter().enumerate() {
            at.push(out.len());
            out.extend(format!("{} 0 obj{object}endobj\n", number + 1).bytes());
        }
        let table = out.len();
        out.extend(b"xref\n0 6\n0000000000 65535 f \n");
        for offset in at {
            out.extend(format!("{offset:010} 00000 n \n").bytes());
        }
        out.extend(format!("trailer<</Size 6/Root 1 0 R>>\nstartxref\n{table}\n%%EOF").bytes());
        out
    }

    #[test]
    fn the_text_of_a_pdf_is_read() {
        let document =
            read(&pdf("BT /F 12 Tf 72 700 Td (Zarzadzenie nr 7/2024 w sprawie zakresu dzialania) Tj ET"))
                .unwrap();
        assert_eq!((document.origin, document.pages), (Origin::Pdf, 1));
        assert!(document.text.contains("Zarzadzenie nr 7/2024"), "{:?}", document.text);
    }

    #[test]
    fn a_broken_pdf_is_a_message_and_never_a_crash() {
        let whole = pdf("BT /F 12 Tf 72 700 Td (Tekst) Tj ET");
        for end in (9..whole.len()).step_by(23) {
            let read = read(&whole[..end]);
            assert!(read.is_err() || read.is_ok_and(|document| document.text.len() < 100));
        }
        assert!(matches!(read(b"%PDF-1.7\n1 0 obj<</A 1 0 R>>"), Err(ReadingError::BrokenPdf(_))));
    }

    #[test]
    fn texts_of_old_machines_are_read_and_said_to_be() {
        let windows = read(b"Zarz\xb9dzenie w\xb3a\x9cciwe, \xbc\xf3\xb3w").unwrap();
        assert_eq!(windows.text, "Zarządzenie właściwe, Ľółw");
        assert_eq!(windows.remarks.len(), 1);
        assert_eq!(read(b"Zarz\xb1dzenie w\xb3a\xb6ciwe").unwrap().text, "Zarządzenie właściwe");
        assert_eq!(read(b"\xff\xfeZ\0a\0\x05\x01").unwrap().text, "Zaą");
        assert_eq!(read("\u{feff}żółw\r\n".as_bytes()).unwrap().text, "żółw\n");
    }

    #[test]
    fn what_is_no_document_is_named_with_what_to_do() {
        assert_eq!(read(b" \n"), Err(ReadingError::Empty));
        for (bytes, word) in
            [(&b"PK\x03\x04rest"[..], "Word"), (b"{\\rtf1}", "RTF"), (b"\x7fELF\0\0\0\0\x01", "binarne")]
        {
            let error = read(bytes).unwrap_err().to_string();
            assert!(error.contains(word) && error.contains("PDF"), "{error}");
        }
    }
}
