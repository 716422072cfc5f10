//! Writes a made-up Baza Wiedzy of any size, and questions whose answers are known.
//!
//! ```text
//! cargo run --release --example generate_kb -- --count 10000 --out /tmp/kb10k
//! cargo run --release --example generate_kb -- --count 17000 --out /tmp/kb17k --headings 2000 --variant typo
//! ```
//!
//! The first writes articles below `--out`. The second also writes `queries.jsonl` and `qrels.tsv` beside that
//! folder's dictionaries (in `OUT/.headings-typo/`, which the index passes over), ready for
//! `drogowskaz eval --kb OUT --queries … --qrels …`: headings of the articles, typed as the variant says, each with
//! the articles that have it. The same seed gives the same bytes on every machine.

#[path = "../benches/support/mod.rs"]
mod support;

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use clap::Parser;
use support::queries::Variant;

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
