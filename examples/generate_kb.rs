//! Writes a made-up Baza Wiedzy of any size, and questions whose answers are known.
//!
//! ```text
//! cargo run --release --example generate_kb -- --count 10000 --out /tmp/kb10k
//! cargo run --release --example generate_kb -- --count 5000 --out /tmp/kb5k --describe
//! cargo run --release --example generate_kb -- --count 17000 --out /tmp/kb17k --headings 2000 --variant typo
//! ```
//!
//! The first writes articles below `--out`, the second also says what they are like. The third writes `queries.jsonl`
//! and `qrels.tsv` beside that folder's dictionaries (in `OUT/.headings-typo/`, which the index passes over), ready for
//! `drogowskaz eval --kb OUT --queries … --qrels …`: headings of the articles, typed as the variant says, each with
//! the articles that have it. The same seed gives the same bytes on every machine.

#[path = "../benches/support/mod.rs"]
mod support;

use std::collections::HashMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Parser;
use support::queries::Variant;

/// Says what the articles below `kb` are like, in the order in which they were written.
fn describe(kb: &Path, count: usize) -> Result<(), Box<dyn Error>> {
    let mut files: Vec<_> = fs::read_dir(kb)?
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .flat_map(|folder| fs::read_dir(folder.path()).into_iter().flatten().flatten())
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    files.sort_by_key(|file| file.file_name().map(ToOwned::to_owned));
    let mut often: HashMap<String, u32> = HashMap::new();
    let (mut words, mut open) = (0_u64, 0);
    let mut half = (0, 0);
    for (at, file) in files.iter().enumerate() {
        let text = fs::read_to_string(file)?;
        open += usize::from(text.contains("\naudience: public\n") && !text.contains("{.internal}"));
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            words += 1;
            *often.entry(word.to_lowercase()).or_default() += 1;
        }
        if at + 1 == files.len() / 2 {
            half = (words, often.len());
        }
    }
    if files.len() != count {
        return Err(format!("{} articles lie in {}, {count} were written", files.len(), kb.display()).into());
    }
    let once = often.values().filter(|times| **times == 1).count();
    println!(
        "{:.2} million words, {} different ones, {:.0} % of which stand once",
        words as f64 / 1e6,
        often.len(),
        100.0 * once as f64 / often.len() as f64
    );
    println!(
        "from the first half to the whole the vocabulary grows as the {:.2}th power of the text",
        (often.len() as f64 / half.1 as f64).ln() / (words as f64 / half.0 as f64).ln()
    );
    println!("open to residents as they stand: {:.0} %", 100.0 * open as f64 / count as f64);
    Ok(())
}

/// Write a made-up Baza Wiedzy.
#[derive(Debug, Parser)]
struct Options {
    /// How many articles.
    #[arg(long, default_value_t = 10_000)]
    count: usize,
    /// Where to; created if missing.
    #[arg(long)]
    out: PathBuf,
    /// Mean length of an article in characters.
    #[arg(long, default_value_t = support::CHARS)]
    chars: usize,
    /// Another seed gives another corpus.
    #[arg(long, default_value_t = support::SEED)]
    seed: u64,
    /// Also say what the corpus is like: its words, how its vocabulary grows, how much of it is for residents.
    #[arg(long)]
    describe: bool,
    /// How many headings to write as questions.
    #[arg(long, default_value_t = 0)]
    headings: usize,
    /// How the headings are typed: clean, stripped, typo, prefix, or all.
    #[arg(long, default_value = "all")]
    variant: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse();
    let variants = match options.variant.as_str() {
        "all" => Variant::ALL.to_vec(),
        name => vec![Variant::named(name).ok_or("--variant: clean, stripped, typo, prefix or all")?],
    };
    let started = Instant::now();
    let headings = support::write_kb(
        &options.out,
        &support::dictionaries(),
        options.count,
        options.chars,
        options.seed,
    )?;
    println!(
        "{} articles, {:.1} MB, in {:.1} s: {}",
        options.count,
        support::measure::size(&options.out) as f64 / 1e6,
        started.elapsed().as_secs_f64(),
        options.out.display()
    );
    if options.describe {
        describe(&options.out, options.count)?;
    }
    if options.headings == 0 {
        return Ok(());
    }
    for variant in variants {
        let folder = options.out.join(format!(".headings-{}", variant.name()));
        fs::create_dir_all(&folder)?;
        let (mut queries, mut qrels) = (String::new(), String::new());
        for query in headings.queries(options.headings, variant, options.seed) {
            let row = serde_json::json!({"id": query.id, "text": query.text});
            writeln!(queries, "{row}")?;
            for article in &query.articles {
                writeln!(qrels, "{}\t{article}\t1", query.id)?;
            }
        }
        fs::write(folder.join("queries.jsonl"), queries)?;
        fs::write(folder.join("qrels.tsv"), qrels)?;
        println!("{}: {}", variant.name(), folder.display());
    }
    Ok(())
}
