//! The text of a PDF, as far as it has any. Runs within bounds alone: the libraries below follow what a file says, and a
//! file can lead them in a circle, into the depth or to the end of memory.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use pdf_extract::{Dictionary, Document as Pdf, Object, ObjectId, PlainTextOutput, output_doc_page};

use super::{Contents, Document, LONGEST, Origin, PAGES, ReadingError, scan};

/// A page with fewer letters has no text layer, only a stamp or a number.
const LETTERS: usize = 20;

/// The most dots of one picture that is drawn: A3 at 800 dpi.
pub(super) const MOST_DRAWN: u64 = 130_000_000;

/// How far up a page's place in the tree is followed.
const DEEPEST: usize = 64;

/// What is in a PDF.
pub(super) fn contents(bytes: &[u8]) -> Result<Contents, ReadingError> {
    let read = catch_unwind(AssertUnwindSafe(|| pages(bytes)));
    read.unwrap_or_else(|_| Err(broken("plik jest uszkodzony")))
}

fn broken(why: &str) -> ReadingError {
    ReadingError::BrokenPdf(why.to_owned())
}

fn pages(bytes: &[u8]) -> Result<Contents, ReadingError> {
    let mut pdf = Pdf::load_mem(bytes).map_err(|error| {
        tracing::info!(%error, "a PDF cannot be read");
        broken("plik jest uszkodzony")
    })?;
    if pdf.is_encrypted() && pdf.decrypt("").is_err() {
        return Err(ReadingError::Locked);
    }
    let pages = pdf.get_pages();
    if pages.is_empty() {
        return Err(broken("nie ma w nim żadnej strony"));
    }
    let mut sides = Vec::new();
    for page in pages.values().take(PAGES) {
        let size = inherited(&pdf, *page, b"MediaBox").ok_or_else(|| broken("układ stron się zapętla"))?;
        if sides.len() < scan::PAGES {
            sides.push(longer_side(&pdf, size));
        }
    }
    let mut texts = Vec::new();
    let mut left = LONGEST;
    for number in pages.keys().take(PAGES) {
        let mut text = Bounded { bytes: Vec::new(), left };
        let out: &mut dyn io::Write = &mut text;
        // A page that cannot be read is an empty one: its neighbours can.
        let page = catch_unwind(AssertUnwindSafe(|| {
            output_doc_page(&pdf, &mut PlainTextOutput::new(out), *number).is_ok()
        }));
        if text.left == 0 {
            return Err(ReadingError::TooMuchText);
        }
        left = text.left;
        let text = String::from_utf8_lossy(&text.bytes).into_owned();
        texts.push(if page.is_ok() { text } else { String::new() });
    }
    if !has_text(&texts) {
        // Only what is drawn takes as long as its pictures are large.
        if let Some((width, height)) = too_large(&pdf) {
            return Err(ReadingError::PageTooLarge { width, height });
        }
        return Ok(Contents::Scan { pages: pages.len(), sides });
    }
    let mut remarks = Vec::new();
    if texts.len() < pages.len() {
        remarks.push(format!(
            "Odczytano {} z {} stron: więcej naraz się nie da. Resztę wczytaj osobno.",
            texts.len(),
            pages.len()
        ));
    }
    let text = texts.iter().map(|text| tidy(text)).collect::<Vec<_>>().join("\n\u{c}\n");
    Ok(Contents::Read(Document { text, origin: Origin::Pdf, pages: texts.len(), remarks }))
}

/// A picture in the file that has more dots than are drawn, by its own word; on which page it stands, and in what, is
/// all the same.
fn too_large(pdf: &Pdf) -> Option<(u64, u64)> {
    let pictures =
        pdf.objects.values().filter_map(|object| object.as_stream().ok()).map(|stream| &stream.dict);
    let side = |picture: &Dictionary, name: &[u8]| {
        let (_, side) = pdf.dereference(picture.get(name).ok()?).ok()?;
        u64::try_from(side.as_i64().ok()?).ok()
    };
    pictures
        .filter(|picture| {
            picture.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Image")
        })
        .filter_map(|picture| Some((side(picture, b"Width")?, side(picture, b"Height")?)))
        .find(|(width, height)| width.saturating_mul(*height) > MOST_DRAWN)
}

/// Whether there is a text layer worth having.
fn has_text(texts: &[String]) -> bool {
    let letters: usize = texts.iter().map(|text| text.chars().filter(|c| c.is_alphabetic()).count()).sum();
    letters >= LETTERS.max(texts.len() * LETTERS / 2)
}

/// What a page says of itself or has from those above it, if anything; `None` if the way up has no end.
#[allow(clippy::option_option, reason = "nothing said and no end are different answers")]
fn inherited<'a>(pdf: &'a Pdf, page: ObjectId, key: &[u8]) -> Option<Option<&'a Object>> {
    let mut found = None;
    let mut at = pdf.get_dictionary(page).ok();
    for _ in 0..DEEPEST {
        let Some(dictionary) = at else { return Some(found) };
        found = found.or_else(|| dictionary.get(key).ok());
        at = parent(pdf, dictionary);
    }
    None
}

fn parent<'a>(pdf: &'a Pdf, dictionary: &Dictionary) -> Option<&'a Dictionary> {
    pdf.get_dictionary(dictionary.get(b"Parent").ok()?.as_reference().ok()?).ok()
}

/// The longer side of a page in points; 0 if it does not say.
fn longer_side(pdf: &Pdf, size: Option<&Object>) -> u32 {
    let resolved = |object| pdf.dereference(object).map(|(_, object)| object).ok();
    let numbers: Vec<f32> = size
        .and_then(resolved)
        .and_then(|object| object.as_array().ok())
        .map(|array| array.iter().filter_map(resolved).filter_map(|number| number.as_float().ok()).collect())
        .unwrap_or_default();
    let [left, bottom, right, top] = numbers[..] else { return 0 };
    (right - left).abs().max((top - bottom).abs()).ceil() as u32
}

/// Takes so many bytes and no more.
struct Bounded {
    bytes: Vec<u8>,
    left: usize,
}

impl io::Write for Bounded {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        let taken = part.len().min(self.left);
        if taken == 0 && !part.is_empty() {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend(&part[..taken]);
        self.left -= taken;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
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
