//! Reproducible chance: the same seed gives the same corpus on every machine and in every release of any crate.
//!
//! That is why this is fifteen lines here and no dependency: `rand` reserves the right to change its streams.

/// SplitMix64, the generator that other generators are seeded with; more than good enough for made-up articles.
#[derive(Debug, Clone)]
pub struct Rng(u64);

impl Rng {
    /// A stream of its own for each pair: article 17 is the same whether 20 or 20,000 are written.
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut rng = Self(seed ^ stream.wrapping_mul(0xA24B_AED4_963E_E407));
        rng.next();
        rng
    }

    /// The next 64 bits.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Even in `0..1`.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Even in `0..n`; `n` must not be 0.
    pub fn below(&mut self, n: usize) -> usize {
        (self.unit() * n as f64) as usize
    }

    /// Even in `low..=high`.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    /// True once in a while.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// A rank in `0..n` whose probability falls as 1/(rank + q), the law of Zipf and Mandelbrot: the words of a
    /// language do, their head being flatter than 1/rank.
    pub fn zipf(&mut self, n: usize) -> usize {
        let q = 1.0 + n as f64 / 40.0;
        let rank = q * (((n as f64 + q) / q).ln() * self.unit()).exp() - q;
        (rank as usize).min(n - 1)
    }

    /// Any element, all alike.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// An element, the first ones far more often than the last ones.
    pub fn pick_zipf<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.zipf(from.len())]
    }
}
