//! Settings of the side that residents reach: who may embed the widget, whose word about an address counts, and how
//! much one address may ask.

use std::net::IpAddr;

use ipnet::IpNet;

use super::{OptionValue, ValueKind};

/// How residents reach the server, and how much of it they get.
#[derive(Debug, Clone, PartialEq)]
pub struct Public {
    /// The address under which residents know the server, without a slash at its end; without one, links that must
    /// be whole lead to this machine.
    pub address: Option<String>,
    /// Origins whose pages may read the public API.
    pub origins: Vec<String>,
    /// Networks of reverse proxies, whose `X-Forwarded-For` is believed.
    pub proxies: Vec<IpNet>,
    /// Requests a minute that one address may make; 0 for no limit.
    pub rate: u32,
    /// Code or name of the unit that residents call when they find nothing.
    pub infoline: String,
    /// Where to write about accessibility, for the statement that the law asks for.
    pub accessibility_email: Option<String>,
}

impl Default for Public {
    fn default() -> Self {
        Self {
            address: None,
            origins: Vec::new(),
            proxies: Vec::new(),
            rate: 600,
            infoline: "KCK".to_owned(),
            accessibility_email: None,
        }
    }
}

/// An `http` or `https` address without path, as a browser names an origin: `https://kpum.krakow.pl`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origins(pub Vec<String>);

impl OptionValue for Origins {
    const KIND: ValueKind = ValueKind::List;

    fn read(text: &str) -> Result<Self, String> {
        each(text)
            .map(|one| {
                // A page opened from a file has the origin `null`, and so has every sandboxed frame of a stranger.
                let (scheme, host) = base(one).ok_or_else(|| {
                    format!("„{one}” nie jest adresem serwisu; oczekiwano na przykład https://kpum.krakow.pl")
                })?;
                if host.contains('/') {
                    return Err(format!(
                        "„{one}”: podaj sam początek adresu, bez ścieżki: {scheme}://{}",
                        name(host)
                    ));
                }
                Ok(format!("{scheme}://{}", host.to_lowercase()))
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

/// The address of the server as residents know it; may have a path (`https://www.krakow.pl/baza`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseAddress(pub String);

impl OptionValue for BaseAddress {
    fn read(text: &str) -> Result<Self, String> {
        match base(text.trim_end_matches('/')) {
            Some((scheme, rest)) => Ok(Self(format!("{scheme}://{rest}"))),
            None => {
                Err(format!("„{text}” nie jest adresem; oczekiwano na przykład https://wiedza.krakow.pl"))
            }
        }
    }
}

/// Networks as `10.0.0.0/8` or single addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Networks(pub Vec<IpNet>);

impl OptionValue for Networks {
    const KIND: ValueKind = ValueKind::List;

    fn read(text: &str) -> Result<Self, String> {
        each(text)
            .map(|one| {
                let network = one.parse::<IpNet>().ok();
                network.or_else(|| one.parse::<IpAddr>().ok().map(IpNet::from)).ok_or_else(|| {
                    format!("„{one}” nie jest adresem ani siecią; oczekiwano na przykład 10.1.2.3 albo 10.1.0.0/16")
                })
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

/// Requests a minute; 0 switches the limit off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate(pub u32);

impl OptionValue for Rate {
    const KIND: ValueKind = ValueKind::Number;

    fn read(text: &str) -> Result<Self, String> {
        match text.parse() {
            Ok(rate @ 0..=1_000_000) => Ok(Self(rate)),
            _ => Err(format!("„{text}” nie jest liczbą od 0 do 1000000")),
        }
    }
}

/// A short text that is not empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name(pub String);

impl OptionValue for Name {
    fn read(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.is_empty() { Err("wartość jest pusta".into()) } else { Ok(Self(text.to_owned())) }
    }
}

fn each(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ' ']).map(str::trim).filter(|one| !one.is_empty())
}

/// Scheme and rest of a web address that can stand in a header and in a page.
fn base(address: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = address.split_once("://")?;
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/[]".contains(c);
    let web = matches!(scheme, "http" | "https");
    (web && !name(rest).is_empty() && rest.chars().all(plain)).then_some((scheme, rest))
}

fn name(rest: &str) -> &str {
    rest.split('/').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_schemes_with_hosts_and_nothing_more() {
        let read = Origins::read("https://KPUM.krakow.pl, http://127.0.0.1:8081");
        assert_eq!(read, Ok(Origins(vec!["https://kpum.krakow.pl".into(), "http://127.0.0.1:8081".into()])));
        for bad in [
            "*",
            "null",
            "kpum.krakow.pl",
            "https://",
            "ftp://a.pl",
            "https://a.pl/",
            "https://a.pl/x",
            "https://a\".pl",
        ] {
            assert!(Origins::read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_proxy_is_an_address_or_a_network() {
        let read = Networks::read("10.1.2.3, fd00::/8").map(|networks| networks.0.len());
        assert_eq!(read, Ok(2));
        assert!(Networks::read("proxy.local").is_err());
    }

    #[test]
    fn the_address_for_residents_ends_without_a_slash() {
        assert_eq!(BaseAddress::read("https://a.pl/baza/"), Ok(BaseAddress("https://a.pl/baza".into())));
        assert!(BaseAddress::read("javascript:alert(1)").is_err());
        assert!(BaseAddress::read("https://a.pl/<script>").is_err());
    }
}
