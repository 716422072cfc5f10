//! How much of what is personal is taken out, kind by kind, and how much of what is not: the measure of the masker.
//!
//! `cargo test --lib text::mask::measure -- --nocapture` prints the table.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use super::mask;

/// Made-up personal data: part, kind, what is typed, what must not survive.
const PERSONAL: &str = include_str!("../../../tests/text/personal-data.tsv");
/// Questions in which nobody is named: those that residents ask, and those with streets and schools in them.
const CLEAN: [&str; 4] = [
    include_str!("../../../tests/text/nobody.txt"),
    include_str!("../../../kb/pytania/mieszkancy.tsv"),
    include_str!("../../../kb/pytania/jednostki.tsv"),
    include_str!("../../../kb/pytania/bez-odpowiedzi.tsv"),
];

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty())
}

#[test]
fn of_every_kind_of_personal_data_nineteen_in_twenty_are_taken_out() {
    let mut kinds: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
    let mut missed = String::new();
    for line in lines(PERSONAL) {
        let mut cells = line.split('\t');
        let [part, kind, typed, secrets] = [(); 4].map(|()| cells.next().unwrap_or_default());
        assert!(!secrets.is_empty(), "a row without a secret measures nothing: {line}");
        let typed = typed.replace("\\n", "\n");
        assert!(
            secrets.split('|').any(|secret| typed.contains(secret)),
            "the secret is not in its row: {line}"
        );
        let masked = mask(&typed);
        let out = !secrets.split('|').any(|secret| masked.as_str().contains(secret));
        let count = kinds.entry((part, kind)).or_default();
        count.0 += usize::from(out);
        count.1 += 1;
        if !out {
            missed.push_str(&format!("{part} {kind}: {typed:?} became {masked}\n"));
        }
    }
    println!("{:<6}{:<10}{:>5} of{:>5}", "part", "kind", "out", "rows");
    for ((part, kind), (out, of)) in &kinds {
        println!("{part:<6}{kind:<10}{out:>5} of{of:>5}  {:.1} %", 100.0 * *out as f64 / *of as f64);
    }
    println!("{missed}");
    assert_eq!(kinds.len(), 22, "every kind is in both parts: {kinds:?}");
    for ((part, kind), (out, of)) in &kinds {
        assert!(out * 20 >= of * 19, "{kind} ({part}): {out} of {of} are taken out\n{missed}");
    }
}

#[test]
fn of_questions_that_name_nobody_fewer_than_one_in_fifty_are_touched() {
    let mut all = 0;
    let mut touched = Vec::new();
    for question in CLEAN.into_iter().flat_map(lines) {
        let question = question.split('\t').next().unwrap_or_default();
        let masked = mask(question);
        all += 1;
        if masked.as_str() != question {
            touched.push(format!("{question} became {masked}"));
        }
    }
    println!("{} of {all} questions are touched\n{}", touched.len(), touched.join("\n"));
    assert!(all > 500, "only {all} questions were read");
    assert!(
        touched.len() * 50 < all,
        "{} of {all} questions are touched:\n{}",
        touched.len(),
        touched.join("\n")
    );
}

/// What is missed, and what is touched for nothing, as it is known. A share tells nothing of a rule that no longer
/// works where another one makes up for it; this list does.
///
/// `DROGOWSKAZ_WRITE_KNOWN=1 cargo test --lib text::mask::measure` writes it anew; what was added is then seen in its
/// difference.
#[test]
fn what_is_taken_out_today_is_taken_out_tomorrow_and_what_is_left_is_left() {
    const KNOWN: &str = "tests/text/personal-known.txt";
    let missed = lines(PERSONAL).filter_map(|line| {
        let mut cells = line.split('\t').skip(2);
        let (typed, secrets) = (cells.next()?, cells.next()?);
        let masked = mask(&typed.replace("\\n", "\n"));
        secrets.split('|').any(|secret| masked.as_str().contains(secret)).then(|| format!("missed\t{typed}"))
    });
    let touched = CLEAN.into_iter().flat_map(lines).filter_map(|line| {
        let question = line.split('\t').next()?;
        (mask(question).as_str() != question).then(|| format!("touched\t{question}"))
    });
    let now: Vec<String> = missed.chain(touched).collect();
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(KNOWN);
    if std::env::var_os("DROGOWSKAZ_WRITE_KNOWN").is_some() {
        std::fs::write(&file, now.join("\n") + "\n").unwrap();
    }
    let known = std::fs::read_to_string(&file).unwrap();
    let known: std::collections::HashSet<&str> = known.lines().collect();
    let new: Vec<&String> = now.iter().filter(|line| !known.contains(line.as_str())).collect();
    assert!(new.is_empty(), "not in {KNOWN}: {new:#?}");
}

/// A text sixteen times as long takes about sixteen times as long.
#[test]
fn a_long_text_takes_its_length_in_time_whatever_it_is_made_of() {
    use std::time::{Duration, Instant};
    const LONG: usize = 16_000;
    const PIECES: [&str; 21] = [
        "gdzie wyrzucić starą lodówkę ",
        "nazywam się Jan Kowalski, tel. 501 678 116 ",
        "a.",
        "1-",
        "1 ",
        "J ",
        "jan ",
        "x@",
        "\"",
        "a kropka ",
        "sto dwa ",
        "O0",
        "(",
        "1:",
        "5 m 1 ",
        "0/1/",
        " ",
        "<b>",
        "501, ",
        "m. 4 na Z ",
        "login a_",
    ];
    let time = |piece: &str, length: usize| {
        let text = piece.repeat(length / piece.len());
        // As much work for the short as for the long: whoever has the processor but for a while is slowed alike.
        let times = LONG / length;
        let begun = Instant::now();
        for _ in 0..times {
            let masked = mask(&text);
            assert!(masked.as_str().len() < 4 * text.len() + 32);
        }
        begun.elapsed()
    };
    for piece in PIECES {
        // The fastest of three: the machine has other work.
        let fastest = |length: usize| (0..3).map(|_| time(piece, length)).min().unwrap_or_default();
        // The same text sixteen times, or in one: what is quadratic takes sixteen times as long.
        let (short, long) = (fastest(LONG / 16), fastest(LONG));
        assert!(
            long < short * 4 + Duration::from_millis(50),
            "{piece:?}: 16 times 1 KB take {short:?}, 16 KB take {long:?}"
        );
    }
}
