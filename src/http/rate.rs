//! How much one address may ask of the public side, and whose word about the address counts.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::extract::{ConnectInfo, Request, State as Shared};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use ipnet::IpNet;

use super::State;
use super::problem::{Kind, Problem};

/// After so many requests, addresses that have been quiet are forgotten.
const SWEEP: u32 = 4096;

/// Counts by address. A minute's worth may come at once; then the share comes back evenly.
pub(super) struct Limiter {
    counts: DefaultKeyedRateLimiter<IpAddr>,
    asked: AtomicU32,
}

impl Limiter {
    /// `None` where there is no limit.
    pub(super) fn new(per_minute: u32) -> Option<Self> {
        let quota = Quota::per_minute(NonZeroU32::new(per_minute)?);
        Some(Self { counts: RateLimiter::keyed(quota), asked: AtomicU32::new(0) })
    }

    /// Counts a request; where it is one too many, how long to wait.
    fn check(&self, address: IpAddr) -> Result<(), Duration> {
        if self.asked.fetch_add(1, Ordering::Relaxed) % SWEEP == SWEEP - 1 {
            self.counts.retain_recent();
        }
        self.counts
            .check_key(&household(address))
            .map_err(|until| until.wait_time_from(DefaultClock::default().now()))
    }
}

/// Middleware: lets an address ask no more than its share of the public side.
pub(super) async fn limited(Shared(state): Shared<State>, request: Request, next: Next) -> Response {
    let Some(limiter) = &state.public.limiter else { return next.run(request).await };
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let client = client(peer, request.headers(), &state.public.settings.proxies);
    match limiter.check(client) {
        Ok(()) => next.run(request).await,
        Err(wait) => {
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            let mut response = Problem::new(Kind::TooMany).into_response();
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds.max(1)));
            response
        }
    }
}

/// Who asks: whoever is connected, and where that is a proxy of ours, whoever it says was connected to it.
///
/// The list grows at its end, so it is read from there: the first address that is no proxy of ours was seen by one.
/// What stands before it anybody may have written.
fn client(peer: Option<IpAddr>, headers: &HeaderMap, proxies: &[IpNet]) -> IpAddr {
    let trusted = |address: &IpAddr| proxies.iter().any(|network| network.contains(address));
    // In-process tests have no connection; they share one count.
    let mut client = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.to_canonical());
    let forwarded: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    for hop in forwarded.into_iter().rev() {
        if !trusted(&client) {
            break;
        }
        match address(hop) {
            Some(before) => client = before,
            None => break,
        }
    }
    client
}

/// An address as proxies write it: bare, with a port, or in brackets.
fn address(written: &str) -> Option<IpAddr> {
    let written = written.trim();
    let bare = written.trim_start_matches('[').trim_end_matches(']');
    let parsed = bare.parse::<IpAddr>().or_else(|_| written.parse::<SocketAddr>().map(|socket| socket.ip()));
    parsed.ok().map(|address| address.to_canonical())
}

/// A household has one IPv4 address, but 2⁶⁴ of IPv6.
fn household(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn seen(peer: &str, forwarded: &[&str], proxies: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        let proxies: Vec<IpNet> = proxies.iter().map(|network| network.parse().unwrap()).collect();
        client(Some(peer.parse().unwrap()), &headers, &proxies).to_string()
    }

    #[test]
    fn a_stranger_cannot_choose_the_address_it_is_counted_by() {
        assert_eq!(seen("203.0.113.9", &["198.51.100.1"], &[]), "203.0.113.9");
        assert_eq!(seen("203.0.113.9", &["198.51.100.1"], &["10.0.0.0/8"]), "203.0.113.9");
        let through_ours = seen("10.0.0.1", &["1.1.1.1, 203.0.113.9"], &["10.0.0.0/8"]);
        assert_eq!(through_ours, "203.0.113.9", "what it wrote itself stands before what our proxy saw");
    }

    #[test]
    fn the_chain_of_our_own_proxies_is_followed_to_whoever_came_from_outside() {
        let ours = ["10.0.0.0/8", "fd00::/8"];
        assert_eq!(seen("10.0.0.1", &["203.0.113.9, 10.2.3.4"], &ours), "203.0.113.9");
        assert_eq!(seen("10.0.0.1", &["203.0.113.9", "10.2.3.4"], &ours), "203.0.113.9");
        assert_eq!(seen("fd00::1", &["203.0.113.9:4711"], &ours), "203.0.113.9");
        assert_eq!(seen("10.0.0.1", &["[2001:db8::7]"], &ours), "2001:db8::7");
        assert_eq!(seen("::ffff:10.0.0.1", &["203.0.113.9"], &ours), "203.0.113.9");
        assert_eq!(seen("10.0.0.1", &["nobody"], &ours), "10.0.0.1");
        assert_eq!(seen("10.0.0.1", &[], &ours), "10.0.0.1");
    }

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

    #[test]
    fn the_addresses_of_one_household_are_counted_together() {
        let same = household("2001:db8:1:2:3::4".parse().unwrap());
        assert_eq!(same, household("2001:db8:1:2:ffff::1".parse().unwrap()));
        assert_ne!(same, household("2001:db8:1:3::4".parse().unwrap()));
    }
}
