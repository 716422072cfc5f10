//! Learns a confusion table for `src/text/ocr` from pairs of true and machine-read text.
//!
//! ```text
//! cargo run --release --example ocr_learn -- TRUE.jsonl READ.jsonl [even|odd] > table.tsv
//! ```
//!
//! Both files hold one passage a line, `{"id": …, "text": …}`, paired by `id`; `even` and `odd` take every other
//! passage, so that a table can be judged on text that it has not seen. Words are aligned first, then letters:
//! each pair of words is explained by the cheapest chain of operations (up to two true signs read as up to three),
//! the operations are counted, and the counts become the next round's costs. Four rounds settle it.

use std::collections::{BTreeMap, HashMap};

use anyhow::bail;
use unicode_normalization::UnicodeNormalization;

mod ocr_pairs;
use ocr_pairs::{align_words, passages};

const ROUNDS: usize = 4;
/// Operations seen less often are accidents of alignment.
const FLOOR: f64 = 3.0;
const LONGEST_TRUE: usize = 2;
const LONGEST_READ: usize = 3;

type Operation = (String, String);

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [truth, read, rest @ ..] = arguments.as_slice() else {
        bail!("usage: ocr_learn TRUE.jsonl READ.jsonl [even|odd]");
    };
    let keep = match rest.first().map(String::as_str) {
        None => |_: usize| true,
        Some("even") => |index: usize| index.is_multiple_of(2),
        Some("odd") => |index: usize| !index.is_multiple_of(2),
        Some(other) => bail!("{other}: even or odd expected"),
    };
    let pairs = words(&passages(truth)?, &passages(read)?, keep);
    eprintln!("{} pairs of words", pairs.len());
    let mut costs = HashMap::new();
    let mut counts = BTreeMap::new();
    for _ in 0..ROUNDS {
        counts = count(&pairs, &costs);
        costs = settle(&counts);
    }
    let mut totals: BTreeMap<String, f64> = BTreeMap::new();
    for pair in &pairs {
        let signs: Vec<char> = pair.0.chars().collect();
        *totals.entry(String::new()).or_default() += signs.len() as f64 + 1.0;
        for width in 1..=LONGEST_TRUE {
            for part in signs.windows(width) {
                *totals.entry(part.iter().collect()).or_default() += 1.0;
            }
        }
    }
    let mut rows: Vec<(Operation, f64)> =
        counts.into_iter().filter(|((truth, read), seen)| *seen >= FLOOR && tells(truth, read)).collect();
    rows.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let mut wrong: BTreeMap<String, f64> = BTreeMap::new();
    for ((truth, _), seen) in &rows {
        *wrong.entry(truth.clone()).or_default() += seen;
    }
    for (truth, total) in &totals {
        let letter =
            truth.chars().count() == 1 && truth.chars().all(|c| c.is_alphabetic() && c.is_lowercase());
        if let Some(wrong) = wrong.get(truth) {
            println!("{truth}\t{truth}\t{}", (total - wrong).max(0.0));
        } else if letter && *total > 100.0 {
            println!("{truth}\t{truth}\t{total}");
        }
    }
    for ((truth, read), seen) in rows {
        println!("{truth}\t{read}\t{seen}");
    }
    Ok(())
}

/// Pairs of true and read words that are plausibly the same word.
fn words(
    truth: &BTreeMap<String, String>,
    read: &BTreeMap<String, String>,
    keep: impl Fn(usize) -> bool,
) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for (index, (id, truth)) in truth.iter().enumerate() {
        let Some(read) = read.get(id).filter(|_| keep(index)) else { continue };
        let truth: Vec<String> = truth.split_whitespace().map(|word| word.nfc().collect()).collect();
        let read: Vec<String> = read.split_whitespace().map(|word| word.nfc().collect()).collect();
        for (t, r) in align_words(&truth, &read) {
            let same_case: String = lower_like(&truth[t], &read[r]);
            pairs.push((truth[t].to_lowercase(), same_case));
        }
    }
    pairs
}

/// Capitals of the read word that answer capitals of the true one say nothing, so they are lowered; a capital
/// read for a small letter (`S` for `ś`) is part of the misreading.
fn lower_like(truth: &str, read: &str) -> String {
    let all = truth.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let first = truth.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    if all {
        return read.to_lowercase();
    }
    if !first {
        return read.to_owned();
    }
    let mut lowered = false;
    read.chars()
        .flat_map(|c| {
            let lower = !lowered && c.is_uppercase();
            lowered |= c.is_alphabetic();
            if lower { c.to_lowercase().collect::<Vec<_>>() } else { vec![c] }
        })
        .collect()
}

fn count(pairs: &[(String, String)], costs: &HashMap<Operation, f64>) -> BTreeMap<Operation, f64> {
    let mut counts = BTreeMap::new();
    let mut known: HashMap<&(String, String), Vec<Operation>> = HashMap::new();
    for pair in pairs {
        let chain = known.entry(pair).or_insert_with(|| explain(&pair.0, &pair.1, costs));
        for operation in chain.iter() {
            *counts.entry(operation.clone()).or_insert(0.0) += 1.0;
        }
    }
    counts
}

fn settle(counts: &BTreeMap<Operation, f64>) -> HashMap<Operation, f64> {
    let mut totals: HashMap<&str, f64> = HashMap::new();
    for ((truth, _), seen) in counts {
        *totals.entry(truth).or_default() += seen;
    }
    let slots: f64 = totals.values().sum();
    counts
        .iter()
        .map(|((truth, read), seen)| {
            let total = if truth.is_empty() { slots } else { totals[truth.as_str()].max(50.0) };
            // Longer operations pay for each sign more, or whole words would become operations.
            let width = (truth.chars().count() + read.chars().count()).saturating_sub(2) as f64;
            ((truth.clone(), read.clone()), -((seen / total).ln()) + 0.7 * width)
        })
        .collect()
}

/// The cheapest chain of operations from `truth` to `read`.
fn explain(truth: &str, read: &str, costs: &HashMap<Operation, f64>) -> Vec<Operation> {
    let (truth, read): (Vec<char>, Vec<char>) = (truth.chars().collect(), read.chars().collect());
    let width = read.len() + 1;
    let mut best = vec![(f64::INFINITY, 0, 0); (truth.len() + 1) * width];
    best[0].0 = 0.0;
    for i in 0..=truth.len() {
        for j in 0..=read.len() {
            let here = best[i * width + j].0;
            if !here.is_finite() {
                continue;
            }
            for a in 0..=LONGEST_TRUE.min(truth.len() - i) {
                for b in 0..=LONGEST_READ.min(read.len() - j) {
                    if a + b == 0 || (a == 2 && b == 0) || (a == 0 && b > 1) {
                        continue;
                    }
                    let (t, r) = (&truth[i..i + a], &read[j..j + b]);
                    if a == 2 && (t[0] == r[0] || t.last() == r.last()) {
                        continue; // a smaller operation says the same
                    }
                    let cost = here + price(t, r, costs);
                    let cell = &mut best[(i + a) * width + j + b];
                    if cost < cell.0 {
                        *cell = (cost, a, b);
                    }
                }
            }
        }
    }
    let (mut i, mut j) = (truth.len(), read.len());
    let mut chain = Vec::new();
    while i + j > 0 {
        let (_, a, b) = best[i * width + j];
        if a + b == 0 {
            break;
        }
        chain.push((truth[i - a..i].iter().collect(), read[j - b..j].iter().collect()));
        (i, j) = (i - a, j - b);
    }
    chain
}

fn price(truth: &[char], read: &[char], costs: &HashMap<Operation, f64>) -> f64 {
    let operation = (truth.iter().collect::<String>(), read.iter().collect::<String>());
    if let Some(cost) = costs.get(&operation) {
        return *cost;
    }
    if truth == read && truth.len() == 1 {
        return 0.0;
    }
    let bare = |signs: &[char]| signs.iter().collect::<String>().nfd().next();
    let start = match (truth.len(), read.len()) {
        (1, 1) if bare(truth) == bare(read) => 1.0,
        (1, 1) => 4.0,
        (1, 2) => 5.5,
        (2, 1) => 6.5,
        (1, 0) | (0, 1) => 5.0,
        (1, 3) => 8.0,
        _ => 9.0,
    };
    // After the first round an operation that nobody used has only this way back in.
    if costs.is_empty() { start } else { start + 5.0 }
}

/// Whether a row says something of letters: no change of case alone, no punctuation or numerals that slipped in.
fn tells(truth: &str, read: &str) -> bool {
    let sign = |c: char| c.is_alphanumeric() || "¢$!}{|;§)&".contains(c);
    truth.to_lowercase() != read.to_lowercase()
        && truth.chars().all(char::is_alphabetic)
        && read.chars().all(sign)
        && !truth.chars().eq(read.chars().filter(|c| !c.is_uppercase()))
}
