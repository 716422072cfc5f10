//! Wrong tokens, counted by address: a few are a slip, many are somebody trying.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::Clock;
use governor::{DefaultKeyedRateLimiter, Quota};

use crate::http::peer::household;

/// So many wrong tokens at once are forgiven…
const AT_ONCE: NonZeroU32 = NonZeroU32::new(10).expect("ten is not zero");
/// …and one more in each of these.
const ONE_IN: Duration = Duration::from_secs(6);

/// From this many addresses on, those that have been quiet are forgotten.
const MANY: usize = 10_000;

/// The wrong tokens of the last while.
pub(in crate::http) struct Attempts {
    limiter: DefaultKeyedRateLimiter<IpAddr>,
}

impl Attempts {
    pub(in crate::http) fn new() -> Self {
        let quota = Quota::with_period(ONE_IN).unwrap_or(Quota::per_minute(AT_ONCE)).allow_burst(AT_ONCE);
        Self { limiter: DefaultKeyedRateLimiter::keyed(quota) }
    }

    /// Counts a wrong token. Gives how long to wait where there were too many.
    pub(in crate::http) fn failed(&self, client: IpAddr) -> Result<(), Duration> {
        if self.limiter.len() > MANY {
            self.limiter.retain_recent();
        }
        let now = self.limiter.clock().now();
        self.limiter.check_key(&household(client)).map_err(|not_until| not_until.wait_time_from(now))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_few_slips_are_forgiven_and_many_have_to_wait() {
        let attempts = Attempts::new();
        for _ in 0..AT_ONCE.get() {
            assert_eq!(attempts.failed(address("198.51.100.7")), Ok(()));
        }
        let wait = attempts.failed(address("198.51.100.7")).unwrap_err();
        assert!(wait > Duration::ZERO && wait <= ONE_IN, "{wait:?}");
        assert_eq!(attempts.failed(address("198.51.100.8")), Ok(()), "nobody pays for their neighbour");
    }

    #[test]
    fn a_network_of_the_sixth_kind_counts_as_one() {
        let attempts = Attempts::new();
        for host in 0..AT_ONCE.get() {
            assert_eq!(attempts.failed(address(&format!("2001:db8::{host:x}"))), Ok(()));
        }
        assert!(attempts.failed(address("2001:db8::ffff")).is_err());
        assert_eq!(attempts.failed(address("2001:db8:0:1::1")), Ok(()));
    }
}
