//! Packs the tables of the lexicon build into the artefacts that the binary embeds.
//!
//! ```text
//! cargo run --example pack_lexicon -- TABLES "SOURCES" [OUT]
//! ```
//!
//! TABLES is the folder written by `src/text/lexicon/build/choose.py`, SOURCES names the
//! packages and versions for the fingerprint, OUT is by default the folder of the artefacts.
//! The first build has no artefacts to embed: `touch` the four files before it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use drogowskaz::text::fold;
use drogowskaz::text::lexicon::{form, lemmas};
use sha2::{Digest, Sha256};

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (Some(tables), Some(sources)) = (arguments.next(), arguments.next()) else {
        bail!("usage: pack_lexicon TABLES \"SOURCES\" [OUT]");
    };
    let tables = PathBuf::from(tables);
    let out = arguments
        .next()
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("src/text/lexicon/data"), PathBuf::from);

    let forms = pack_forms(&read(&tables.join("forms.tsv"))?)?;
    let (folded, lemmas) = pack_folded(&read(&tables.join("folded.tsv"))?)?;

    let mut all = Sha256::new();
    for (name, bytes) in [("forms.fst", &forms), ("folded.fst", &folded), ("lemmas.bin", &lemmas)] {
        all.update(bytes);
        println!("{}  {name}  {} bytes", hex(&Sha256::digest(bytes)), bytes.len());
        write(&out.join(name), bytes)?;
    }
    let digest = hex(&all.finalize());
    let fingerprint = format!("{sources} {}\n", &digest[..16]);
    print!("{fingerprint}");
    write(&out.join("fingerprint.txt"), fingerprint.as_bytes())
}

/// `form  class  flags`, flags as `choose.py` numbers them.
fn pack_forms(table: &str) -> anyhow::Result<Vec<u8>> {
    let mut rows = BTreeMap::new();
    for line in table.lines() {
        let mut fields = line.split('\t');
        let (Some(form), Some(class), Some(flags)) = (fields.next(), fields.next(), fields.next()) else {
            bail!("forms.tsv: three columns expected in {line:?}");
        };
        let flags: u8 = flags.parse().with_context(|| line.to_owned())?;
        let class = class.parse().with_context(|| line.to_owned())?;
        rows.insert(form, form::pack(class, flags & 1 != 0, flags & 2 != 0));
    }
    println!("{} forms", rows.len());
    map(rows)
}

/// `folded  lemma`; lemmas are numbered in the order of their keys.
fn pack_folded(table: &str) -> anyhow::Result<(Vec<u8>, Vec<u8>)> {
    let mut rows = BTreeMap::new();
    let mut by_key = BTreeMap::new();
    for line in table.lines() {
        let (folded, lemma) = line.split_once('\t').with_context(|| format!("folded.tsv: {line:?}"))?;
        ensure!(fold(folded) == folded, "choose.py folds {folded:?} otherwise than the lexicon");
        let key = fold(lemma);
        let shown = by_key.entry(key.clone()).or_insert(lemma);
        ensure!(*shown == lemma, "{shown:?} and {lemma:?} are one index term and need one face");
        rows.insert(folded, key);
    }
    println!("{} folded forms, {} lemmas", rows.len(), by_key.len());
    let ids: BTreeMap<&str, u64> = by_key.keys().map(String::as_str).zip(0..).collect();
    let folded = map(rows.iter().map(|(folded, key)| (*folded, ids[key.as_str()])))?;
    let lemmas = lemmas::pack(by_key.values().copied()).context("a lemma is longer than 255 bytes")?;
    Ok((folded, lemmas))
}

fn map<'k>(sorted: impl IntoIterator<Item = (&'k str, u64)>) -> anyhow::Result<Vec<u8>> {
    let mut builder = fst::MapBuilder::memory();
    builder.extend_iter(sorted)?;
    Ok(builder.into_inner()?)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| path.display().to_string())
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    std::fs::write(path, bytes).with_context(|| path.display().to_string())
}
