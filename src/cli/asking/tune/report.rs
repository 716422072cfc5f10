//! What a tuning run says, in Markdown: what was measured, what each part of the cross-validation gave, what was
//! found on all questions, and whether it is worth keeping.

use std::fmt::Write;

use crate::quality::tune::{Design, Set, Spread, Summit, Tuning, WORTH_KEEPING, named};
use crate::search::Weights;

pub(super) fn render(tuning: &Tuning) -> String {
    let mut text = String::from("# Tuning the weights of the ranking\n\n");
    // Writing to a String cannot fail.
    let _ = render_to(&mut text, tuning);
    text
}

fn render_to(text: &mut String, tuning: &Tuning) -> std::fmt::Result {
    let Design { folds, rounds, every } = tuning.design;
    writeln!(
        text,
        "drogowskaz {}; in force means in force on {}. Coordinate search, at most {rounds} round(s); a change is \
         kept if it lifts the mean over sets by more than {WORTH_KEEPING}. {folds} parts by hash of the \
         question{}.",
        env!("CARGO_PKG_VERSION"),
        tuning.today,
        if every > 1 { format!("; one question in {every}") } else { String::new() }
    )?;
    render_sets(text, tuning)?;
    render_folds(text, tuning)?;
    match &tuning.found {
        None => writeln!(text, "\nThe run is not finished.")?,
        Some((found, _)) => {
            render_weights(text, tuning, found)?;
            render_verdict(text, tuning, found)?;
        }
    }
    Ok(())
}

fn render_sets(text: &mut String, tuning: &Tuning) -> std::fmt::Result {
    let after = tuning.found.as_ref().map(|(_, after)| after);
    writeln!(text, "\n## Sets\n")?;
    writeln!(text, "\"Found\" is what the search on all questions ends at: it has seen these questions.\n")?;
    writeln!(text, "| set | knowledge base | questions | measure | start | found |")?;
    writeln!(text, "|---|---|---:|---|---:|---:|")?;
    for (at, set) in tuning.sets.iter().enumerate() {
        let Set { name, kb, questions, measure, .. } = set;
        let found = score(after.and_then(|after| after.by_set[at]));
        let start = score(tuning.before.by_set[at]);
        writeln!(text, "| {name} | {kb} | {questions} | {measure} | {start} | {found} |")?;
    }
    let questions: usize = tuning.sets.iter().map(|set| set.questions).sum();
    let (start, found) = (score(Some(tuning.before.mean)), score(after.map(|after| after.mean)));
    writeln!(text, "| mean of sets | | {questions} | | {start} | {found} |")
}

fn render_folds(text: &mut String, tuning: &Tuning) -> std::fmt::Result {
    writeln!(text, "\n## Cross-validation\n")?;
    writeln!(text, "Each part is held out once; the search runs on the others.\n")?;
    writeln!(text, "| part | held out | train gain | held-out start | held-out gain | changes |")?;
    writeln!(text, "|---:|---:|---:|---:|---:|---|")?;
    for (at, fold) in tuning.folds.iter().enumerate() {
        writeln!(
            text,
            "| {} | {} | {:+.4} | {:.4} | {:+.4} | {} |",
            at + 1,
            fold.questions,
            fold.train_gain(),
            fold.before,
            fold.gain(),
            changes(&tuning.start, &fold.found.weights)
        )?;
    }
    let Spread { mean, deviation, low, high } = tuning.held_out();
    if !tuning.folds.is_empty() {
        writeln!(
            text,
            "\nMean held-out gain **{mean:+.4}**, standard deviation between parts {deviation:.4}, from \
             {low:+.4} to {high:+.4}.\n"
        )?;
        writeln!(text, "| set | mean held-out gain | by part |\n|---|---:|---|")?;
        for (at, set) in tuning.sets.iter().enumerate() {
            let parts: Vec<Option<f64>> = tuning.folds.iter().map(|fold| fold.by_set[at]).collect();
            let all: Vec<String> = parts.iter().map(|gain| signed(*gain)).collect();
            let gain = signed(tuning.gain_of(at));
            writeln!(text, "| {} | {gain} | {} |", set.name, all.join(", "))?;
        }
    }
    Ok(())
}

fn render_weights(text: &mut String, tuning: &Tuning, found: &Summit) -> std::fmt::Result {
    writeln!(text, "\n## Weights found on all questions\n")?;
    writeln!(text, "Those that differ from the defaults are bold.\n")?;
    writeln!(text, "| weight | default | start | found |\n|---|---:|---:|---:|")?;
    let (start, after) = (named(&tuning.start), named(&found.weights));
    for (((name, default), (_, start)), (_, found)) in
        named(&Weights::DEFAULT).into_iter().zip(start).zip(after)
    {
        let bold = if found == default { "" } else { "**" };
        writeln!(text, "| {bold}{name}{bold} | {default} | {start} | {bold}{found}{bold} |")?;
    }
    let json = serde_json::to_string(&found.weights).unwrap_or_default();
    writeln!(text, "\nTo try them: `DROGOWSKAZ_WEIGHTS='{json}'`")
}

fn render_verdict(text: &mut String, tuning: &Tuning, found: &Summit) -> std::fmt::Result {
    writeln!(text, "\n## Verdict\n")?;
    let (gained, folds) = (tuning.parts_that_gained(), tuning.folds.len());
    if found.weights == tuning.start {
        writeln!(text, "**Nothing to keep**: no change lifts the mean on all questions.")?;
    } else if tuning.is_kept() {
        writeln!(text, "**Keep**: the held-out gain is positive in every part.")?;
    } else {
        writeln!(text, "**Do not keep**: the held-out gain is positive in {gained} of {folds} parts only.")?;
    }
    let lost: Vec<&str> = tuning
        .sets
        .iter()
        .enumerate()
        .filter(|(at, _)| tuning.gain_of(*at).is_some_and(|gain| gain < 0.0))
        .map(|(_, set)| set.name.as_str())
        .collect();
    if !lost.is_empty() {
        writeln!(text, "\nSets that lose on held-out questions: {}.", lost.join(", "))?;
    }
    writeln!(
        text,
        "\nThe rule: kept only if the held-out gain is positive in every part. What is kept goes into \
         `src/search/weights.rs` by hand."
    )
}

fn score(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.4}"))
}

fn signed(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:+.4}"))
}

/// `gram 0.3 → 0.24, own 0.3 → 0.6`.
fn changes(start: &Weights, found: &Weights) -> String {
    let changed: Vec<String> = named(start)
        .into_iter()
        .zip(named(found))
        .filter(|((_, from), (_, to))| from != to)
        .map(|((name, from), (_, to))| format!("{name} {from} → {to}"))
        .collect();
    if changed.is_empty() { "none".to_owned() } else { changed.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quality::tune::{Fold, Score};

    fn fold(gain: f64, by_set: [Option<f64>; 2]) -> Fold {
        let found = Summit { weights: found(), before: 0.8, after: 0.81, moves: Vec::new() };
        Fold { questions: 50, found, before: 0.79, after: 0.79 + gain, by_set: by_set.into() }
    }

    fn found() -> Weights {
        Weights { gram: 0.9, ..Weights::DEFAULT }
    }

    fn tuning(folds: Vec<Fold>) -> Tuning {
        let set = |name: &str, measure| Set::unasked(name, "kb", measure, 100);
        let after = Score { mean: 0.82, by_set: vec![Some(0.74), Some(0.9)] };
        let all = Summit { weights: found(), before: 0.8, after: 0.82, moves: Vec::new() };
        Tuning {
            sets: vec![set("q.jsonl", "nDCG@10"), set("g.tsv", "S@1")],
            design: Design { folds: folds.len(), rounds: 2, every: 5 },
            today: jiff::civil::date(2026, 1, 31),
            start: Weights::DEFAULT,
            before: Score { mean: 0.8, by_set: vec![Some(0.7), Some(0.9)] },
            folds,
            found: Some((all, after)),
        }
    }

    #[test]
    fn a_finding_that_gains_in_every_part_is_kept() {
        let tuning = tuning(vec![fold(0.01, [Some(0.02), Some(0.0)]), fold(0.03, [Some(0.04), Some(-0.01)])]);
        let text = render(&tuning);
        assert!(tuning.is_kept());
        let gram = Weights::DEFAULT.gram;
        let moved = format!("| 1 | 50 | +0.0100 | 0.7900 | +0.0100 | gram {gram} → 0.9 |");
        let marked = format!("| **gram** | {gram} | {gram} | **0.9** |");
        let unchanged = format!("| k1 | {0} | {0} | {0} |", Weights::DEFAULT.k1);
        for expected in [
            "; one question in 5.",
            "| q.jsonl | kb | 100 | nDCG@10 | 0.7000 | 0.7400 |",
            "| mean of sets | | 200 | | 0.8000 | 0.8200 |",
            &moved,
            "Mean held-out gain **+0.0200**, standard deviation between parts 0.0141, from +0.0100 to +0.0300.",
            "| q.jsonl | +0.0300 | +0.0200, +0.0400 |",
            &marked,
            &unchanged,
            "**Keep**",
            "Sets that lose on held-out questions: g.tsv.",
        ] {
            assert!(text.contains(expected), "no {expected:?} in\n{text}");
        }
    }

    #[test]
    fn a_finding_that_loses_in_one_part_is_not_kept() {
        let tuning = tuning(vec![fold(0.01, [Some(0.02), None]), fold(-0.001, [Some(-0.001), None])]);
        assert!(!tuning.is_kept());
        let text = render(&tuning);
        assert!(
            text.contains("**Do not keep**: the held-out gain is positive in 1 of 2 parts only."),
            "{text}"
        );
        assert!(text.contains("| g.tsv | – | –, – |"), "{text}");
    }

    #[test]
    fn a_run_that_was_broken_off_says_so_and_gives_no_verdict() {
        let tuning = Tuning { found: None, ..tuning(vec![fold(0.01, [Some(0.02), None])]) };
        let text = render(&tuning);
        assert!(text.contains("The run is not finished.") && !text.contains("Verdict"), "{text}");
        assert!(!tuning.is_kept());
    }
}
