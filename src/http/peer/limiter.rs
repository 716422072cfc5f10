//! How many requests each address made of late.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::household;

/// After so many requests, addresses that have been quiet are forgotten.
const SWEEP: u32 = 4096;

/// Counts by address. A minute's worth may come at once; then the share comes back evenly.
pub(in crate::http) struct Limiter {
    counts: DefaultKeyedRateLimiter<IpAddr>,
    asked: AtomicU32,
}

impl Limiter {
    /// `None` where there is no limit.
    pub(in crate::http) fn new(per_minute: u32) -> Option<Self> {
        let quota = Quota::per_minute(NonZeroU32::new(per_minute)?);
        Some(Self { counts: RateLimiter::keyed(quota), asked: AtomicU32::new(0) })
    }

    /// Counts a request; where it is one too many, how long to wait.
    pub(in crate::http) fn check(&self, address: IpAddr) -> Result<(), Duration> {
        if self.asked.fetch_add(1, Ordering::Relaxed) % SWEEP == SWEEP - 1 {
            self.counts.retain_recent();
        }
        self.counts
            .check_key(&household(address))
            .map_err(|until| until.wait_time_from(DefaultClock::default().now()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_minutes_share_may_come_at_once_and_then_it_is_said_how_long_to_wait() {
        let limiter = Limiter::new(60).unwrap();
        let (one, other) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        for _ in 0..60 {
            limiter.check(one).unwrap();
        }
        let wait = limiter.check(one).unwrap_err();
        assert!(wait <= Duration::from_secs(1), "one a second comes back: {wait:?}");
        limiter.check(other).unwrap();
        assert!(Limiter::new(0).is_none(), "0 is no limit");
    }
}
