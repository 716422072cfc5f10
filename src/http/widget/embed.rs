//! What an editor of the portal copies: the line, the hash that pins it, and the policy that lets it work.

use data_encoding::{BASE64, HEXLOWER};
use sha2::{Digest, Sha256, Sha384};

use super::SCRIPT;

/// How to embed the widget of the server at one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Embed {
    /// The server, without a slash at its end.
    pub address: String,
    /// The line that follows every update.
    pub line: String,
    /// The line for one version, which the browser checks.
    pub pinned: String,
    /// Directives that a strict Content-Security-Policy of the page needs.
    pub policy: String,
}

impl Embed {
    /// For the server at `address`.
    pub fn from(address: &str) -> Self {
        let origin = origin(address);
        Self {
            line: format!("<script src=\"{address}/widget.js\" defer></script>\n<kpum-search></kpum-search>"),
            pinned: format!(
                "<script src=\"{address}{}\" integrity=\"{}\" crossorigin=\"anonymous\" defer></script>\n<kpum-search></kpum-search>",
                path(),
                integrity()
            ),
            policy: format!("script-src {origin}; connect-src {origin}"),
            address: address.to_owned(),
        }
    }
}

/// The address of this version of the script.
pub(super) fn path() -> String {
    format!("/widget.{}.js", HEXLOWER.encode(&Sha256::digest(SCRIPT.as_bytes())[..8]))
}

/// By which a browser knows this version of the script.
fn integrity() -> String {
    format!("sha384-{}", BASE64.encode(&Sha384::digest(SCRIPT.as_bytes())))
}

/// Scheme and host of an address: policies name no paths here, so that both of the script's names are covered.
fn origin(address: &str) -> &str {
    let host = address.find("://").map_or(0, |at| at + 3);
    let end = address.get(host..).and_then(|rest| rest.find('/')).map_or(address.len(), |at| host + at);
    address.get(..end).unwrap_or(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pinned_line_names_the_version_and_its_hash() {
        let embed = Embed::from("https://wiedza.krakow.pl/baza");
        assert!(
            embed.pinned.contains(&format!("https://wiedza.krakow.pl/baza{}", path())),
            "{}",
            embed.pinned
        );
        // 48 bytes are 64 letters without padding.
        let hash =
            embed.pinned.split("sha384-").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        assert_eq!(hash.len(), 64);
        assert_eq!(embed.policy, "script-src https://wiedza.krakow.pl; connect-src https://wiedza.krakow.pl");
    }
}
