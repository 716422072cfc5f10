//! Addresses of ours: how they are written, whose a path is, and the way to the sign-in page and back.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The longest way back that is kept.
const LONGEST_TARGET: usize = 2_000;

/// Where to sign in.
pub(in crate::http) const SIGN_IN: &str = "/logowanie";
/// Where to sign out.
pub(in crate::http) const SIGN_OUT: &str = "/wyloguj";

/// All that may not stand as it is in a query string (RFC 3986, 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Text as part of a query string.
pub(in crate::http) fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// The address of an article; the question goes along, so that there is a way back to its results.
pub(in crate::http) fn article(id: &str, query: &str, anchor: &str) -> String {
    let question = if query.is_empty() { String::new() } else { format!("?q={}", encode(query)) };
    format!("/artykul/{id}{question}{anchor}")
}

/// Whether a path belongs to residents, who are shown their own error page and not the desk's.
pub(in crate::http) fn is_for_residents(path: &str) -> bool {
    const PAGES: [&str; 5] =
        ["/p", "/deklaracja-dostepnosci", "/sitemap.xml", "/robots.txt", "/opensearch.xml"];
    PAGES.contains(&path) || path.starts_with("/p/") || path.starts_with("/widget")
}

/// The sign-in page that leads on to `target`.
pub(in crate::http) fn sign_in(target: &str) -> String {
    match local(target) {
        "/" => SIGN_IN.to_owned(),
        target => format!("{SIGN_IN}?dalej={}", encode(target)),
    }
}

/// A page of ours, or else the first one: nobody is sent to a stranger by a link to our sign-in page.
pub(in crate::http) fn local(target: &str) -> &str {
    let path = target.split(['?', '#']).next().unwrap_or("");
    let ours = target.starts_with('/')
        // Browsers read both as the beginning of a host's name, also after characters that they leave out.
        && !target.starts_with("//")
        && !target.contains('\\')
        && !target.chars().any(char::is_control)
        && target.len() <= LONGEST_TARGET
        && path != SIGN_IN
        && path != SIGN_OUT;
    if ours { target } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_ours_are_a_way_back() {
        for ours in ["/", "/?q=stara%20kanapa", "/artykul/gabaryty#gdzie", "/rozmowa?call=1&q=a//b"] {
            assert_eq!(local(ours), ours);
        }
        for foreign in [
            "",
            "https://zly.example/",
            "//zly.example",
            "/\\zly.example",
            "\\\\zly.example",
            "/\t/zly.example",
            "/\n/zly.example",
            "javascript:alert(1)",
            "logowanie",
            "/logowanie?dalej=/logowanie",
            "/wyloguj",
        ] {
            assert_eq!(local(foreign), "/", "{foreign:?}");
        }
        assert_eq!(local(&format!("/{}", "a".repeat(3_000))), "/");
    }

    #[test]
    fn the_way_back_is_kept_whole_in_the_address() {
        assert_eq!(sign_in("/?q=a&unit=MPO"), "/logowanie?dalej=%2F%3Fq%3Da%26unit%3DMPO");
        assert_eq!(sign_in("/"), "/logowanie");
    }
}
