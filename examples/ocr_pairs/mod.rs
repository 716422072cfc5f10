//! What the OCR tools share: sets of passages, and which read word answers which true one.

use std::collections::BTreeMap;
use std::fs;

use anyhow::Context;

/// Reads `{"id": …, "text": …}` lines as id → text.
pub fn passages(path: &str) -> anyhow::Result<BTreeMap<String, String>> {
    let lines = fs::read_to_string(path).with_context(|| format!("cannot read {path}"))?;
    lines
        .lines()
        .map(|line| {
            let passage: serde_json::Value =
                serde_json::from_str(line).with_context(|| format!("{path}: {line}"))?;
            let field = |name: &str| {
                passage[name].as_str().map(str::to_owned).with_context(|| format!("no {name} in {path}"))
            };
            Ok((field("id")?, field("text")?))
        })
        .collect()
}

/// Indices of words that answer each other, by the cheapest alignment; words too unlike are left out.
pub fn align_words(truth: &[String], read: &[String]) -> Vec<(usize, usize)> {
    const GAP: f32 = 0.6;
    const UNLIKE: f32 = 0.6;
    let width = read.len() + 1;
    let mut best = vec![(f32::INFINITY, 0u8); (truth.len() + 1) * width];
    best[0].0 = 0.0;
    // Both sides are the same page, so the path keeps near the diagonal.
    let band = 60 + truth.len().abs_diff(read.len());
    for i in 0..=truth.len() {
        let centre = if truth.is_empty() { 0 } else { i * read.len() / truth.len() };
        for j in centre.saturating_sub(band)..=(centre + band).min(read.len()) {
            let here = best[i * width + j].0;
            if !here.is_finite() {
                continue;
            }
            let mut offer = |at: usize, cost: f32, step: u8| {
                if cost < best[at].0 {
                    best[at] = (cost, step);
                }
            };
            if i < truth.len() {
                offer((i + 1) * width + j, here + GAP, 1);
            }
            if j < read.len() {
                offer(i * width + j + 1, here + GAP, 2);
            }
            if i < truth.len() && j < read.len() {
                offer((i + 1) * width + j + 1, here + distance(&truth[i], &read[j]), 3);
            }
        }
    }
    let (mut i, mut j) = (truth.len(), read.len());
    let mut pairs = Vec::new();
    while i + j > 0 {
        match best[i * width + j].1 {
            1 => i -= 1,
            2 => j -= 1,
            3 => {
                (i, j) = (i - 1, j - 1);
                if distance(&truth[i], &read[j]) < UNLIKE {
                    pairs.push((i, j));
                }
            }
            _ => break,
        }
    }
    pairs.reverse();
    pairs
}

/// Edit distance of the two as a share of the longer one.
fn distance(a: &str, b: &str) -> f32 {
    if a == b {
        return 0.0;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let longest = a.len().max(b.len()).max(1);
    if a.len().abs_diff(b.len()) * 10 > longest * 6 {
        return 1.0;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let cost = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = cost.min(corner + 1).min(row[j] + 1);
        }
    }
    row[b.len()] as f32 / longest as f32
}
