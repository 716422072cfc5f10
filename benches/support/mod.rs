//! A Baza Wiedzy of any size, made up from a fixed seed, with questions whose answers are known.
//!
//! Shared by the benches, the integration tests and `examples/generate_kb.rs`, each of which uses a part. What the
//! corpus has in common with real articles, and why that matters for figures: inflected Polish in right agreement
//! (lemmas have work to do), words that come back within an article, a common vocabulary whose frequencies fall as
//! 1/rank, and a tail of names, codes, dates and numbers without end (most words of an index stand in one article).
//! What it lacks: sense. Never judge the quality of ranking by it beyond "is this heading found".
#![allow(dead_code, reason = "each target that includes this module uses a part of it")]
#![allow(missing_docs, reason = "no target's interface; the modules explain themselves")]

pub mod articles;
pub mod grammar;
pub mod measure;
pub mod names;
pub mod prose;
pub mod queries;
pub mod rng;
pub mod words;

use std::fs;
use std::io;
use std::path::Path;

use articles::Generator;
use queries::Headings;

/// The seed of every published figure.
pub const SEED: u64 = 2_026;

/// The mean length of an article of every published figure, in characters.
pub const CHARS: usize = 4_700;

/// Writes `count` articles below `kb`, with the dictionaries of `dictionaries` beside them; gives their headings.
///
/// # Errors
/// When the dictionaries cannot be read or a file cannot be written.
pub fn write_kb(
    kb: &Path,
    dictionaries: &Path,
    count: usize,
    chars: usize,
    seed: u64,
) -> io::Result<Headings> {
    let slowniki = kb.join("slowniki");
    fs::create_dir_all(&slowniki)?;
    for entry in fs::read_dir(dictionaries)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            fs::copy(entry.path(), slowniki.join(entry.file_name()))?;
        }
    }
    let units = codes(&slowniki.join("jednostki.toml"))?;
    let categories = codes(&slowniki.join("kategorie.toml"))?;
    for category in &categories {
        fs::create_dir_all(kb.join(category))?;
    }
    let generator = Generator::new(seed, chars, units, categories);
    let mut headings = Headings::default();
    for number in 0..count {
        let article = generator.article(number);
        fs::write(kb.join(&article.folder).join(format!("{}.md", article.id)), &article.markdown)?;
        headings.note(&article);
    }
    Ok(headings)
}

/// The dictionaries of the repository.
pub fn dictionaries() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("kb/slowniki")
}

/// The `code = "…"` of a dictionary. Historical units carry a year after a slash; articles do not use them.
fn codes(file: &Path) -> io::Result<Vec<String>> {
    let text = fs::read_to_string(file)?;
    Ok(text
        .lines()
        .filter_map(|line| line.strip_prefix("code = \"")?.split('"').next())
        .filter(|code| !code.contains('/'))
        .map(str::to_owned)
        .collect())
}
