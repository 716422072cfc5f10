//! Measures the repair of machine-read text against the truth.
//!
//! ```text
//! cargo run --release --example ocr_eval -- FOLDER [--reader english|book] [--half even|odd] [--table T.tsv] [--show N]
//! cargo run --release --example ocr_eval -- --unknown FILE…     words unknown to the lexicon before and after repair
//! cargo run --release --example ocr_eval -- --clean FILE.jsonl  passages of clean text that would be repaired
//! ```
//!
//! FOLDER holds `passages.jsonl` (as read) and `passages-gold.jsonl` (true), `{"id", "text"}` a line. Words are
//! aligned by edit distance; those that answer no true word are left out. Words are compared folded, because
//! search compares them folded, and exactly, because editors read them.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::time::Instant;

use anyhow::{Context, bail};
use drogowskaz::text::fold;
use drogowskaz::text::lexicon::Lexicon;
use drogowskaz::text::ocr::{
    Confusions, DamageKind, Machine, Repair, Repairer, recognise, recognise_declared,
};
use unicode_normalization::UnicodeNormalization;

mod ocr_pairs;
use ocr_pairs::{align_words, passages};

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.first().map(String::as_str) {
        Some("--unknown") => arguments[1..].iter().try_for_each(|file| unknown(file)),
        Some("--clean") => arguments[1..].iter().try_for_each(|file| clean(file)),
        Some(folder) => measure(folder, &arguments[1..]),
        None => bail!("usage: ocr_eval FOLDER [options] | --unknown FILE… | --clean FILE.jsonl…"),
    }
}

#[derive(Default)]
struct Score {
    words: usize,
    wrong: usize,
    changed: usize,
    changed_rightly: usize,
    mended: usize,
    damaged: usize,
}

impl Score {
    fn count(&mut self, truth: &str, read: &str, repaired: &str) {
        let (was, is) = (read == truth, repaired == truth);
        self.words += 1;
        self.wrong += usize::from(!was);
        self.mended += usize::from(!was && is);
        self.damaged += usize::from(was && !is);
        self.changed += usize::from(read != repaired);
        self.changed_rightly += usize::from(read != repaired && is);
    }

    fn print(&self, name: &str) {
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        let right = self.words - self.wrong;
        println!(
            "{name:7} precision {:.4} ({} of {})  recall {:.4} ({} of {})  damaged {:.4} % ({})  right {:.4} -> {:.4}",
            share(self.changed_rightly, self.changed),
            self.changed_rightly,
            self.changed,
            share(self.mended, self.wrong),
            self.mended,
            self.wrong,
            100.0 * share(self.damaged, right),
            self.damaged,
            share(right, self.words),
            share(right + self.mended - self.damaged, self.words),
        );
    }
}

fn measure(folder: &str, options: &[String]) -> anyhow::Result<()> {
    let option = |name: &str| options.iter().position(|o| o == name).and_then(|at| options.get(at + 1));
    let read = passages(&format!("{folder}/passages.jsonl"))?;
    let truth = passages(&format!("{folder}/passages-gold.jsonl"))?;
    let reader = match option("--reader").map(String::as_str) {
        None | Some("english") => Machine::EnglishTesseract,
        Some("book") => Machine::PolishBook,
        Some(other) => bail!("{other}: english or book expected"),
    };
    let mut repairer = Repairer::new();
    if let Some(table) = option("--table") {
        repairer = repairer
            .with_confusions(reader, Confusions::parse(&fs::read_to_string(table).context("no table")?));
    }
    let half = option("--half").map(|half| usize::from(half == "odd"));
    let show: usize = option("--show").and_then(|n| n.parse().ok()).unwrap_or(0);
    let (mut folded, mut exact) = (Score::default(), Score::default());
    let mut bins: BTreeMap<(u8, String), (usize, usize)> = BTreeMap::new();
    let mut kinds: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut faults: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    let mut recognised = 0;
    let mut spent = 0.0;
    let mut count = 0;
    for (index, (id, truth)) in truth.iter().enumerate() {
        let Some(read) = read.get(id).filter(|_| half.is_none_or(|half| index % 2 == half)) else { continue };
        count += 1;
        if recognise_declared(read) == reader {
            recognised += 1;
        } else if show > 0 {
            println!("  not recognised: {id}");
        }
        let start = Instant::now();
        let repairs = repairer.repair(read, reader);
        spent += start.elapsed().as_secs_f64();
        let truth: Vec<String> = truth.split_whitespace().map(|word| word.nfc().collect()).collect();
        let places = words(read);
        let plain: Vec<String> = places.iter().map(|place| read[place.clone()].nfc().collect()).collect();
        for (t, r) in align_words(&truth, &plain) {
            let place = &places[r];
            let here: Vec<&Repair> =
                repairs.iter().filter(|repair| place.contains(&repair.span.start)).collect();
            let mended = mend(read, place, &here);
            let (t, r, m) = (core(&truth[t]), core(&plain[r]), core(&mended.nfc().collect::<String>()));
            if t.is_empty() {
                continue;
            }
            folded.count(&fold(&t), &fold(&r), &fold(&m));
            exact.count(&t, &r, &m);
            let right = fold(&m) == fold(&t);
            for repair in &here {
                if show > 0 && repair.kind >= DamageKind::Lone {
                    let near = &read[read.floor_char_boundary(repair.span.start.saturating_sub(25))
                        ..read.ceil_char_boundary((repair.span.end + 25).min(read.len()))];
                    println!("  {:?} {near:?} -> {} ({t})", repair.kind, repair.repaired);
                }
                let bin = (repair.certainty * 20.0) as u8;
                let kind = if repair.kind == DamageKind::Accents { "accents" } else { "letters" };
                let cell = bins.entry((bin, kind.to_owned())).or_default();
                cell.0 += 1;
                cell.1 += usize::from(m.to_lowercase() == t.to_lowercase());
                let kind = kinds.entry(format!("{:?}", repair.kind)).or_default();
                kind.0 += 1;
                kind.1 += usize::from(right);
            }
            if !right || (m.to_lowercase() != t.to_lowercase() && options.iter().any(|o| o == "--exact")) {
                *faults.entry((t, r, m)).or_default() += 1;
            }
        }
    }
    println!("{count} passages, {recognised} recognised, {:.1} ms in repair", spent * 1e3);
    println!("{repairer:?} readings judged");
    folded.print("folded");
    exact.print("exact");
    for (kind, (all, right)) in kinds {
        println!("  {kind:8} {all:6} repairs, {:.4} right when folded", right as f64 / all as f64);
    }
    println!("certainty: share right to the letter (case apart)");
    for ((bin, kind), (all, right)) in bins {
        println!("  {:.2} {kind:8} {all:6} {:.3}", f32::from(bin) / 20.0, right as f64 / all as f64);
    }
    let mut faults: Vec<_> = faults.into_iter().collect();
    faults.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    for ((truth, read, mended), times) in faults.into_iter().take(show) {
        let note = if fold(&read) == fold(&truth) {
            "DAMAGED"
        } else if read == mended {
            "missed"
        } else {
            "wrong"
        };
        println!("  {times:3} {note:8} true {truth:20} read {read:20} repaired {mended}");
    }
    Ok(())
}

fn words(text: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    let mut places = Vec::new();
    for word in text.split_whitespace() {
        let start = at + text[at..].find(word).unwrap_or(0);
        at = start + word.len();
        places.push(start..at);
    }
    places
}

fn mend(text: &str, place: &Range<usize>, repairs: &[&Repair]) -> String {
    let mut mended = String::new();
    let mut at = place.start;
    for repair in repairs {
        mended.push_str(&text[at..repair.span.start]);
        mended.push_str(&repair.repaired);
        at = repair.span.end;
    }
    mended.push_str(text.get(at..place.end).unwrap_or(""));
    mended
}

/// The word without the punctuation around it.
fn core(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric() && !"$¢".contains(c)).to_owned()
}

fn unknown(file: &str) -> anyhow::Result<()> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {file}"))?;
    let reader = recognise(&text);
    let repairs = Repairer::new().repair(&text, reader);
    let mended = Repairer::apply(&text, &repairs);
    let (before, after) = (unknown_words(&text), unknown_words(&mended));
    let doubtful = repairs.iter().filter(|repair| repair.certainty < 0.9).count();
    println!(
        "{file}: {reader:?}, {} repairs, {doubtful} doubtful, unknown words {} -> {}",
        repairs.len(),
        before.len(),
        after.len()
    );
    println!("  left: {}", after.join(" "));
    Ok(())
}

/// Runs of letters (with the signs that OCR puts among them) of two letters or more that are no form of the lexicon.
fn unknown_words(text: &str) -> Vec<String> {
    let lexicon = Lexicon::polish();
    text.split(|c: char| !(c.is_alphanumeric() || "¢$!;{}|".contains(c)))
        .map(|word| word.trim_end_matches(['!', ';', '}', '|']))
        .filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() >= 2)
        .filter(|word| word.chars().filter(|c| c.is_numeric()).count() <= 2)
        .filter(|word| word.chars().any(char::is_lowercase) || word.chars().count() > 4)
        .filter(|word| lexicon.form(&word.to_lowercase()).is_none())
        .map(str::to_owned)
        .collect()
}

fn clean(file: &str) -> anyhow::Result<()> {
    let (mut all, mut misread, mut bare) = (0, 0, 0);
    for (id, text) in passages(file)? {
        all += 1;
        if recognise(&text) != Machine::Clean {
            misread += 1;
            println!("  taken for a scan: {id}");
        }
        // The same text as typed by someone without Polish keys.
        if recognise(&fold(&text)) != Machine::Clean {
            bare += 1;
            println!("  taken for a scan without accents: {id}");
        }
    }
    println!("{file}: {all} passages, taken for scans: {misread} as written, {bare} typed without accents");
    Ok(())
}
