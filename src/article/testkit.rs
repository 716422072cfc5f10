//! For tests of this room: what a text costs, by itself and beside one an eighth as long.

use std::time::Instant;

/// Fails if `work` on a text eight times as long costs much more than eight times as much. What grows with the square
/// costs sixty-four times; a bound in seconds would only say how busy the machine is.
#[track_caller]
pub(super) fn grows_with_its_length(text: impl Fn(usize) -> String, times: usize, work: impl Fn(&str)) {
    let cost = |times: usize| {
        let text = text(times);
        // Warm first: what is built once is nobody's cost.
        work(&text[..text.char_indices().nth(100).map_or(text.len(), |(at, _)| at)]);
        let before = processor();
        work(&text);
        processor() - before
    };
    let (eighth, whole) = (cost(times / 8).min(cost(times / 8)), cost(times));
    let told = text(times).chars().take(12).collect::<String>();
    // Below this there is little to be measured, and nothing to be feared.
    assert!(
        whole < 0.3 || whole < 20.0 * eighth,
        "„{told}…”: an eighth takes {eighth:.3} s of the processor, the whole {whole:.3} s"
    );
}

/// Seconds that this thread was at work, whoever else was; where the system does not say, those that went by.
fn processor() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split_whitespace().next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(
        || {
            static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
            START.get_or_init(Instant::now).elapsed().as_secs_f64()
        },
        |nanoseconds| nanoseconds / 1e9,
    )
}

#[test]
fn what_grows_with_the_square_is_told_from_what_grows_with_the_length() {
    let text = |times: usize| "a".repeat(times);
    let letters = |text: &str| {
        std::hint::black_box(text.chars().filter(|c| c.is_alphabetic()).count());
    };
    grows_with_its_length(text, 400_000, letters);
    let square = |text: &str| (0..text.len()).step_by(8).for_each(|at| letters(&text[at..]));
    let told = std::panic::catch_unwind(|| grows_with_its_length(text, 120_000, square));
    assert!(told.is_err(), "the square was not noticed");
}
