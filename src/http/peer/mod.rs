//! Who is at the other end: the address of the client, also behind proxies that the operator named.
//!
//! A header such as `X-Forwarded-For` can be written by anybody, so it is read only where the connection comes from a
//! trusted proxy, and from its right end: what stands further left than the last untrusted address is hearsay.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap, HeaderName};

use ipnet::IpNet;

pub(super) mod asker;
pub(super) mod attempts;
pub(super) mod entered;
pub(super) mod limiter;
pub(super) mod sign_on;

use sign_on::HeaderSignIn;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// Names of headers in which proxies tell for whom they hand a request on, besides those that say so in their name
/// ([`is_told_by_a_proxy`]).
const HANDED_ON: [&str; 16] = [
    "x-scheme",
    "x-url-scheme",
    "front-end-https",
    "x-varnish",
    "via",
    "x-real-ip",
    "x-host",
    "x-rewrite-url",
    "remote-addr",
    "x-appengine-user-ip",
    "x-azure-socketip",
    "x-coming-from",
    "x-envoy-external-address",
    "x-amz-cf-id",
    "x-amzn-trace-id",
    "cdn-loop",
];

/// What such names are made of: `X-Forwarded-For`, `X-Original-URL`, `X-ProxyUser-Ip`, `True-Client-IP`,
/// `CF-Connecting-IP`. No browser and no tool of somebody at this machine sends any; in doubt nobody enters unknown.
const TELLING: [&str; 10] = [
    "x-remote-",
    "ssl-client",
    "forward",
    "client-ip",
    "clientip",
    "connecting-ip",
    "x-original-",
    "x-proxy",
    "x-arr-",
    "viewer-address",
];

/// Who is let in besides those with a token, and what the server knows of the proxies before it.
#[derive(Debug, Clone, Default)]
pub struct Access {
    /// Proxies whose headers are believed.
    pub proxies: Vec<IpNet>,
    /// Sign-in by a header that such a proxy sets.
    pub header: Option<HeaderSignIn>,
    /// Whether people reach the server over TLS only, whatever the proxies say.
    pub https: bool,
}

impl Access {
    /// Whether the headers of a proxy at this address are believed.
    pub(super) fn trusts(&self, address: std::net::IpAddr) -> bool {
        self.proxies.iter().any(|network| network.contains(&address))
    }
}

/// The other end of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Peer {
    /// The client's address: what to count and to write down.
    pub(super) client: IpAddr,
    /// Whether a trusted proxy handed the request on.
    pub(super) by_proxy: bool,
    /// Whether the client speaks TLS with that proxy.
    pub(super) https: bool,
    /// Whether the connection comes from this machine.
    pub(super) near: bool,
    /// Whether a program on this machine asks by itself, handing on nobody's request.
    pub(super) local: bool,
}

impl Peer {
    /// Reads the other end off a request. Without a socket (in tests) it is this machine.
    pub(super) fn of(extensions: &Extensions, headers: &HeaderMap, access: &Access) -> Self {
        let connected = extensions.get::<ConnectInfo<SocketAddr>>();
        let tcp = connected.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(address)| address.ip());
        let tcp = tcp.to_canonical();
        let near = tcp.is_loopback();
        let local = near && handed_on(headers).is_none();
        if !access.trusts(tcp) {
            return Self { client: tcp, by_proxy: false, https: false, near, local };
        }
        let client = forwarded_for(headers).rev().find(|hop| !hop.is_some_and(|hop| access.trusts(hop)));
        // An entry that is no address hides whoever is behind it: then the proxy itself is all we know.
        let client = client.flatten().unwrap_or(tcp);
        let proto = headers.get(FORWARDED_PROTO).and_then(|value| value.to_str().ok()).unwrap_or("");
        let https = proto.rsplit(',').next().is_some_and(|last| last.trim().eq_ignore_ascii_case("https"));
        Self { client, by_proxy: true, https, near, local }
    }
}

/// The header by which a request shows that somebody handed it on.
pub(super) fn handed_on(headers: &HeaderMap) -> Option<&HeaderName> {
    headers.keys().find(|name| is_told_by_a_proxy(name.as_str()))
}

fn is_told_by_a_proxy(name: &str) -> bool {
    HANDED_ON.contains(&name) || TELLING.iter().any(|part| name.contains(part))
}

/// A household has one IPv4 address, but 2⁶⁴ of IPv6.
pub(super) fn household(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

/// The hops, the client's end first; `None` for an entry that is no address.
fn forwarded_for(headers: &HeaderMap) -> impl DoubleEndedIterator<Item = Option<IpAddr>> {
    headers
        .get_all(FORWARDED_FOR)
        .iter()
        .flat_map(|value| value.to_str().unwrap_or("?").split(','))
        .map(|entry| address(entry.trim()))
}

/// `10.0.0.7`, `10.0.0.7:4711`, `2001:db8::7`, `[2001:db8::7]:4711`.
fn address(entry: &str) -> Option<IpAddr> {
    let bare = entry.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(entry);
    let address = bare.parse().ok().or_else(|| Some(entry.parse::<SocketAddr>().ok()?.ip()));
    address.map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn peer(tcp: &str, headers: &[(&'static str, &'static str)]) -> Peer {
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::new(tcp.parse().unwrap(), 4711)));
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        let access = Access { proxies: vec!["10.0.0.0/24".parse().unwrap()], ..Access::default() };
        Peer::of(&extensions, &map, &access)
    }

    fn client(tcp: &str, forwarded: &'static str) -> String {
        peer(tcp, &[("x-forwarded-for", forwarded)]).client.to_string()
    }

    #[test]
    fn a_stranger_cannot_say_that_it_is_somebody_else() {
        assert_eq!(client("203.0.113.9", "127.0.0.1"), "203.0.113.9");
        let lying = peer("203.0.113.9", &[("x-forwarded-proto", "https")]);
        assert!(!lying.https && !lying.by_proxy);
    }

    #[test]
    fn behind_trusted_proxies_the_last_address_that_is_not_theirs_counts() {
        assert_eq!(client("10.0.0.5", "198.51.100.7"), "198.51.100.7");
        assert_eq!(client("10.0.0.5", "1.2.3.4, 198.51.100.7, 10.0.0.9"), "198.51.100.7");
        assert_eq!(client("::ffff:10.0.0.5", "[2001:db8::7]:4711"), "2001:db8::7");
        assert_eq!(client("10.0.0.5", "198.51.100.7:8080"), "198.51.100.7");
    }

    #[test]
    fn where_the_proxy_names_nobody_it_stands_for_itself() {
        assert_eq!(client("10.0.0.5", "unknown"), "10.0.0.5");
        assert_eq!(client("10.0.0.5", "198.51.100.7, unknown"), "10.0.0.5");
        assert_eq!(client("10.0.0.5", "10.0.0.9"), "10.0.0.5");
        assert_eq!(peer("10.0.0.5", &[]).client.to_string(), "10.0.0.5");
    }

    #[test]
    fn tls_is_what_the_nearest_proxy_says() {
        assert!(peer("10.0.0.5", &[("x-forwarded-proto", "https")]).https);
        assert!(!peer("10.0.0.5", &[("x-forwarded-proto", "https, http")]).https);
    }

    #[test]
    fn a_request_that_a_local_proxy_hands_on_is_not_local() {
        assert!(peer("127.0.0.1", &[]).local);
        assert!(!peer("127.0.0.1", &[("x-forwarded-for", "198.51.100.7")]).local);
        let named = [
            "forwarded",
            "x-forwarded",
            "x-forwarded-host",
            "x-forwarded-proto",
            "x-forwarder-for",
            "x-original-forwarded-for",
            "x-original-url",
            "x-original-host",
            "client-ip",
            "x-client-ip",
            "x-cluster-client-ip",
            "wl-proxy-client-ip",
            "true-client-ip",
            "fastly-client-ip",
            "x-azure-clientip",
            "cf-connecting-ip",
            "x-proxyuser-ip",
            "x-arr-clientcert",
            "cloudfront-viewer-address",
        ];
        for header in HANDED_ON.into_iter().chain(named) {
            assert!(!peer("127.0.0.1", &[(header, "")]).local, "{header}");
        }
        let browsers = "accept accept-encoding accept-language cache-control connection content-type content-length cookie \
             dnt host if-match if-none-match origin pragma priority referer sec-ch-ua sec-fetch-site sec-gpc te traceparent \
             upgrade-insecure-requests user-agent x-request-id x-requested-with last-event-id";
        for header in browsers.split_whitespace() {
            assert!(peer("127.0.0.1", &[(header, "1")]).local, "{header}");
        }
        assert!(!peer("10.0.0.5", &[]).local);
    }

    #[test]
    fn the_addresses_of_one_household_are_counted_together() {
        let same = household("2001:db8:1:2:3::4".parse().unwrap());
        assert_eq!(same, household("2001:db8:1:2:ffff::1".parse().unwrap()));
        assert_ne!(same, household("2001:db8:1:3::4".parse().unwrap()));
    }

    #[test]
    fn without_a_socket_it_is_this_machine() {
        let peer = Peer::of(&Extensions::new(), &HeaderMap::new(), &Access::default());
        assert!(peer.client.is_loopback() && peer.local);
    }
}
