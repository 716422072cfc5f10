//! The text of a PDF, as far as it has any.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use pdf_extract::{Document as Pdf, PlainTextOutput, output_doc_page};

use super::{Document, Limits, Origin, ReadingError};

/// A page with fewer letters has no text layer, only a stamp or a number.
const LETTERS: usize = 20;

/// Its own stack: documents nest as deep as their makers please.
const STACK: usize = 64 << 20;

/// Threads that were given up on and may still be running; with so many, no more are begun.
static GIVEN_UP: AtomicUsize = AtomicUsize::new(0);
const MOST_GIVEN_UP: usize = 2;

/// Time for a text layer: those who have one are quick.
const TIME: Duration = Duration::from_secs(30);

/// What was read.
pub(super) struct Read {
    texts: Vec<String>,
    /// Pages in all.
    pub pages: usize,
}

impl Read {
    /// Whether there is a text layer worth having.
    pub fn has_text(&self) -> bool {
        let letters: usize =
            self.texts.iter().map(|text| text.chars().filter(|c| c.is_alphabetic()).count()).sum();
        letters >= LETTERS.max(self.texts.len() * LETTERS / 2)
    }

    pub fn document(self) -> Document {
        let mut remarks = Vec::new();
        if self.texts.len() < self.pages {
            remarks.push(format!(
                "Odczytano {} z {} stron: więcej naraz się nie da. Resztę wczytaj osobno.",
                self.texts.len(),
                self.pages
            ));
        }
        let pages = self.texts.len();
        let text = self.texts.iter().map(|text| tidy(text)).collect::<Vec<_>>().join("\n\u{c}\n");
        Document { text, origin: Origin::Pdf, pages, remarks }
    }
}

/// Reads the text of a PDF.
pub(super) fn text(bytes: &[u8], limits: &Limits) -> Result<Read, ReadingError> {
    if GIVEN_UP.load(Ordering::Acquire) >= MOST_GIVEN_UP {
        return Err(ReadingError::TooLong);
    }
    let (send, receive) = mpsc::channel();
    let bytes: Arc<[u8]> = bytes.into();
    let most = limits.pages;
    let time = limits.time.min(TIME);
    let until = Instant::now() + time;
    let given_up = Arc::new(AtomicUsize::new(0));
    let told = Arc::clone(&given_up);
    let started = std::thread::Builder::new().name("pdf".to_owned()).stack_size(STACK).spawn(move || {
        let read = catch_unwind(AssertUnwindSafe(|| pages(&bytes, most, until)));
        let read = read.unwrap_or_else(|_| Err(ReadingError::BrokenPdf("plik jest uszkodzony".to_owned())));
        let _ = send.send(read);
        if told.swap(2, Ordering::AcqRel) == 1 {
            GIVEN_UP.fetch_sub(1, Ordering::AcqRel);
        }
    });
    started.map_err(|error| ReadingError::Disk(error.to_string()))?;
    receive.recv_timeout(time + Duration::from_secs(1)).unwrap_or_else(|_| {
        if given_up.swap(1, Ordering::AcqRel) == 0 {
            GIVEN_UP.fetch_add(1, Ordering::AcqRel);
        }
        Err(ReadingError::TooLong)
    })
}

fn pages(bytes: &[u8], most: usize, until: Instant) -> Result<Read, ReadingError> {
    let broken = |error: &dyn std::fmt::Display| {
        tracing::info!(%error, "a PDF cannot be read");
        ReadingError::BrokenPdf("plik jest uszkodzony".to_owned())
    };
    let mut pdf = Pdf::load_mem(bytes).map_err(|error| broken(&error))?;
    if pdf.is_encrypted() && pdf.decrypt("").is_err() {
        return Err(ReadingError::Locked);
    }
    let numbers: Vec<u32> = pdf.get_pages().into_keys().collect();
    if numbers.is_empty() {
        return Err(ReadingError::BrokenPdf("nie ma w nim żadnej strony".to_owned()));
    }
    let mut texts = Vec::new();
    for number in numbers.iter().take(most) {
        if Instant::now() > until {
            return Err(ReadingError::TooLong);
        }
        let mut text = String::new();
        // A page that cannot be read is an empty one: its neighbours can.
        let page = catch_unwind(AssertUnwindSafe(|| {
            output_doc_page(&pdf, &mut PlainTextOutput::new(&mut text), *number).is_ok()
        }));
        texts.push(if page.is_ok() { text } else { String::new() });
    }
    Ok(Read { pages: numbers.len(), texts })
}

/// Lines without the padding of the page; of several empty lines one stays.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines() {
        let line = line.replace(['\u{a0}', '\t'], " ");
        let line = line.trim_end();
        empty = if line.trim().is_empty() { empty + 1 } else { 0 };
        if empty < 2 && !(out.is_empty() && empty > 0) {
            out.push_str(line.trim_start_matches('\u{c}'));
            out.push('\n');
        }
    }
    out
}
