//! A measurement for people: figures, what came out wrong, what changed since the last time.

use std::fmt::{self, Write};
use std::time::Duration;

use crate::quality::baseline::{Comparison, Shift};
use crate::quality::calls::Figure;
use crate::quality::eval::{Measurement, Setup};
use crate::quality::judged::Latency;
use crate::quality::measure::Difference;
use crate::quality::{DEPTH, golden, judged};
use crate::text::say::{ARTICLE, Noun, decimal, duration, signed};

/// The figures for people.
pub(super) fn render(measurement: &Measurement, comparison: Option<&Comparison>) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = render_to(&mut text, measurement, comparison);
    text
}

fn render_to(text: &mut String, measurement: &Measurement, comparison: Option<&Comparison>) -> fmt::Result {
    render_setup(text, &measurement.settings)?;
    if let Some(figures) = &measurement.judged {
        render_judged(text, figures)?;
    }
    if let Some(figures) = &measurement.golden {
        render_golden(text, figures, &measurement.golden_outcomes)?;
    }
    comparison.map_or(Ok(()), |comparison| render_comparison(text, comparison))
}

fn questions(n: usize) -> String {
    Noun::new("pytanie", "pytania", "pytań").counted(n)
}

fn render_setup(text: &mut String, setup: &Setup) -> fmt::Result {
    writeln!(
        text,
        "{} z {}, przygotowanie indeksu {}",
        ARTICLE.counted(setup.articles),
        setup.kb,
        duration(Duration::from_secs_f64(setup.index_seconds))
    )?;
    if let Some(seed) = setup.typos {
        writeln!(text, "pytania z jedną literówką (ziarno {seed})")?;
    }
    if setup.strip {
        writeln!(text, "pytania bez polskich znaków")?;
    }
    Ok(())
}

fn render_judged(text: &mut String, figures: &judged::Figures) -> fmt::Result {
    writeln!(text, "\n{}", questions(figures.queries))?;
    for (name, figure) in [
        ("nDCG@10", figures.ndcg),
        ("MRR@10", figures.mrr),
        ("Recall@10", figures.recall),
        ("Success@1", figures.success_1),
        ("Success@3", figures.success_3),
    ] {
        writeln!(text, "  {name:<10} {}", decimal(figure, 4))?;
    }
    let ms = |us: f64| decimal(us / 1_000.0, 3);
    let Latency { p50, p95, p99 } = figures.latency_us;
    writeln!(text, "  czas [ms]  p50 {}, p95 {}, p99 {}", ms(p50), ms(p95), ms(p99))?;
    if figures.unjudged > 0 {
        writeln!(text, "  pominięto {} bez ocen", questions(figures.unjudged))?;
    }
    if figures.missing_articles > 0 {
        let articles = Noun::new("oceniony artykuł", "ocenione artykuły", "ocenionych artykułów")
            .counted(figures.missing_articles);
        writeln!(text, "  UWAGA: w bazie brakuje: {articles}; czy to właściwe --kb?")?;
    }
    Ok(())
}

/// What callers' questions of each kind came to, then every one that came out wrong.
pub(super) fn render_calls(figures: &[Figure]) -> String {
    let mut text = String::new();
    for Figure { kind, measure, of, counted, .. } in figures {
        let name = format!("{kind}: {measure}");
        text.push_str(&format!("  {name:<46} {counted:>4} z {of:<4} {}\n", decimal(share(*counted, *of), 3)));
    }
    for figure in figures.iter().filter(|figure| !figure.missed.is_empty()) {
        text.push_str(&format!("\n{}, nie: {}\n", figure.kind, figure.measure));
        for missed in &figure.missed {
            text.push_str(&format!("  {missed}\n"));
        }
    }
    text
}

fn share(counted: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { counted as f64 / of as f64 }
}

/// A table by kind, then every question that came out wrong.
fn render_golden(text: &mut String, figures: &golden::Figures, outcomes: &[golden::Outcome]) -> fmt::Result {
    let row = |text: &mut String, kind: &str, shares: &golden::Shares| {
        writeln!(
            text,
            "  {kind:<12} {:>5}   {}   {}   {}   {}",
            shares.questions,
            decimal(shares.success_1, 3),
            decimal(shares.success_3, 3),
            decimal(shares.confident, 3),
            decimal(shares.confident_right, 3)
        )
    };
    let all = Noun::new("pytanie wzorcowe", "pytania wzorcowe", "pytań wzorcowych").counted(outcomes.len());
    writeln!(text, "\n{all}")?;
    if figures.all.questions > 0 {
        writeln!(text, "  rodzaj       pytań   S@1     S@3     pewne   w tym trafne")?;
        for (kind, shares) in &figures.by_kind {
            row(text, kind, shares)?;
        }
        row(text, "razem", &figures.all)?;
    }
    if figures.silent > 0 {
        let (silent, confident) = (questions(figures.silent), decimal(figures.silent_confident, 3));
        writeln!(text, "  bez odpowiedzi: {silent}, mimo to pewne: {confident}")?;
    }
    let mut wrong = outcomes.iter().filter(|outcome| !outcome.is_right()).peekable();
    if wrong.peek().is_some() {
        writeln!(text, "\nnietrafione:")?;
    }
    wrong.try_for_each(|outcome| render_wrong(text, outcome))
}

fn render_wrong(text: &mut String, outcome: &golden::Outcome) -> fmt::Result {
    let golden::Outcome { line, query, kind, .. } = outcome;
    let place = match outcome.rank {
        _ if outcome.is_silent() => "pewne, choć nic nie odpowiada".to_owned(),
        Some(rank) => format!("miejsce {rank}"),
        None => format!("poza pierwszymi {DEPTH}"),
    };
    let right = if outcome.is_silent() { "–".to_owned() } else { outcome.right.join(";") };
    let first = outcome.first.as_deref().unwrap_or("nic");
    writeln!(text, "  {line}: {query} [{kind}] {place}; oczekiwano {right}, pierwsze {first}")
}

fn render_comparison(text: &mut String, comparison: &Comparison) -> fmt::Result {
    writeln!(text, "\nwobec poprzedniego wyniku")?;
    for warning in &comparison.warnings {
        writeln!(text, "  UWAGA: {warning}")?;
    }
    if comparison.questions > 0 {
        for (name, difference) in [("nDCG@10", &comparison.ndcg), ("MRR@10", &comparison.mrr)] {
            writeln!(text, "  {name:<8} {}", said(difference))?;
        }
        writeln!(text, "  lepiej {}, gorzej {}", questions(comparison.rose), questions(comparison.fell))?;
    }
    for (title, shifts) in
        [("najbardziej w górę", &comparison.rose_most), ("najbardziej w dół", &comparison.fell_most)]
    {
        if !shifts.is_empty() {
            writeln!(text, "  {title}:")?;
        }
        shifts.iter().try_for_each(|shift| render_shift(text, shift))?;
    }
    for (title, queries) in
        [("wzorcowe naprawione", &comparison.golden_mended), ("wzorcowe zepsute", &comparison.golden_broken)]
    {
        if !queries.is_empty() {
            writeln!(text, "  {title}:")?;
        }
        queries.iter().try_for_each(|query| writeln!(text, "    {query}"))?;
    }
    Ok(())
}

fn said(difference: &Difference) -> String {
    let Difference { mean, low, high } = *difference;
    let verdict = if difference.is_clear() { "" } else { ", w granicach przypadku" };
    format!("{} (95%: od {} do {}{verdict})", signed(mean, 4), signed(low, 4), signed(high, 4))
}

fn render_shift(text: &mut String, shift: &Shift) -> fmt::Result {
    let place = |rank: Option<usize>| rank.map_or_else(|| "–".to_owned(), |rank| rank.to_string());
    let (before, now) = (place(shift.rank_before), place(shift.rank_now));
    writeln!(text, "    {} miejsce {before} → {now}  {}: {}", signed(shift.by, 3), shift.id, shift.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(render: impl FnOnce(&mut String) -> fmt::Result) -> String {
        let mut text = String::new();
        render(&mut text).expect("a string takes all");
        text
    }

    #[test]
    fn the_text_for_people_has_every_measure() {
        let took = Duration::from_micros(840);
        let outcome = judged::Outcome::of("q".into(), "pytanie".into(), &[1.0], &[1.0], took);
        let text = written(|text| render_judged(text, &judged::Figures::of(&[outcome])));
        for expected in ["1 pytanie", "nDCG@10    1,0000", "Recall@10", "Success@3", "p50 0,840, p95 0,840"] {
            assert!(text.contains(expected), "no {expected:?} in\n{text}");
        }
        assert!(!text.contains("UWAGA"));
    }

    #[test]
    fn every_question_that_came_out_wrong_is_listed() {
        let outcome = |kind: &str, right: &[&str], rank: Option<usize>| golden::Outcome {
            line: 1,
            query: "pytanie".into(),
            kind: kind.into(),
            right: right.iter().map(|id| (*id).to_owned()).collect(),
            rank,
            first: Some("x".into()),
            confident: true,
        };
        let outcomes = [
            outcome("typo", &["a", "b"], Some(2)),
            outcome("typo", &["c"], Some(1)),
            outcome("brak", &[], None),
        ];
        let text = written(|text| render_golden(text, &golden::Figures::of(&outcomes), &outcomes));
        assert!(text.contains("1: pytanie [typo] miejsce 2; oczekiwano a;b, pierwsze x\n"), "{text}");
        assert!(text.contains("[brak] pewne, choć nic nie odpowiada; oczekiwano –"), "{text}");
        assert!(!text.contains("oczekiwano c"), "{text}");
    }

    #[test]
    fn a_comparison_says_what_rose_and_fell_and_why_it_may_mean_little() {
        use crate::quality::baseline::Mismatch;
        let shift = Shift {
            id: "c".into(),
            text: "pytanie c".into(),
            by: 0.5,
            rank_before: Some(3),
            rank_now: Some(1),
        };
        let difference = Difference { mean: 0.5, low: -0.1, high: 0.9 };
        let comparison = Comparison {
            questions: 3,
            unpaired: 2,
            ndcg: difference,
            mrr: Difference { low: 0.1, ..difference },
            rose: 2,
            fell: 1,
            rose_most: vec![shift],
            fell_most: Vec::new(),
            golden_mended: Vec::new(),
            golden_broken: vec!["lodówka".into()],
            warnings: vec![Mismatch::Articles { then: 3, now: 4 }],
        };
        assert_eq!(
            written(|text| render_comparison(text, &comparison)),
            "\nwobec poprzedniego wyniku\n  UWAGA: baza miała 3, ma 4 artykuły\n  \
             nDCG@10  +0,5000 (95%: od −0,1000 do +0,9000, w granicach przypadku)\n  \
             MRR@10   +0,5000 (95%: od +0,1000 do +0,9000)\n  lepiej 2 pytania, gorzej 1 pytanie\n  \
             najbardziej w górę:\n    +0,500 miejsce 3 → 1  c: pytanie c\n  wzorcowe zepsute:\n    lodówka\n"
        );
    }
}
