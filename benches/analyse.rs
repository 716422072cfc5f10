//! How fast is text turned into terms?
//!
//! Corpus: 200 made-up articles of `benches/support` (seed 2026, mean 4,700 characters), about a megabyte; and short
//! questions, as typed. Measured apart: an analyser that has seen such words before (its state in an index run) and
//! one that has not (its first article). The count of tokens is asserted inside, so that an analyser that loses words
//! cannot look fast.
//!
//! Run: `cargo bench --bench analyse`. Figures with machine and date: docs/figures.md.

#[path = "support/mod.rs"]
mod support;

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput};
use drogowskaz::text::Analyzer;
use support::articles::Generator;

fn main() {
    let generator =
        Generator::new(support::SEED, support::CHARS, vec!["DK-03".to_owned()], vec!["odpady".to_owned()]);
    let articles: Vec<_> = (0..200).map(|number| generator.article(number)).collect();
    let texts: Vec<String> = articles.iter().map(|article| article.markdown.clone()).collect();
    let questions: Vec<String> = articles.into_iter().flat_map(|article| article.questions).collect();
    let bytes = texts.iter().map(String::len).sum::<usize>() as u64;
    let tokens = count(&mut Analyzer::default(), &texts);
    assert!(tokens * 12 > bytes as usize, "{tokens} tokens of {bytes} bytes: words are being lost");

    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("analyse");
    group.sample_size(20).throughput(Throughput::Bytes(bytes));
    group.bench_function("articles, cold", |bencher| {
        bencher.iter_batched(
            Analyzer::default,
            |mut analyzer| assert_eq!(count(&mut analyzer, &texts), tokens),
            BatchSize::LargeInput,
        );
    });
    let mut warm = Analyzer::default();
    group.bench_function("articles, warm", |bencher| {
        bencher.iter(|| assert_eq!(count(&mut warm, &texts), tokens));
    });
    group.throughput(Throughput::Elements(questions.len() as u64));
    group.bench_function("questions", |bencher| {
        bencher.iter(|| black_box(count(&mut warm, &questions)));
    });
    group.finish();
    criterion.final_summary();
}

fn count(analyzer: &mut Analyzer, texts: &[String]) -> usize {
    texts.iter().map(|text| analyzer.analyze(text).tokens.len()).sum()
}
