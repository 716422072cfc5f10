//! Addresses that authors write: which lead to a page, which stay with us, and which are neither.
//!
//! A browser reads an address otherwise than people do: it drops tabs and line ends, takes `\\` for `/`, and `//x` for
//! another server. So an address is taken only as far as it is plain; what needs a browser's charity is refused.

/// Where an address leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::article) enum Leads {
    /// To a page by http or https, on a server that is named.
    Web,
    /// To a mailbox or a telephone.
    Person,
    /// To a place on our own server: a path or a fragment.
    Ours,
}

/// Where `address` leads; `None` for what must not be followed.
pub(in crate::article) fn leads(address: &str) -> Option<Leads> {
    let address = address.trim_matches(' ');
    let plain = |c: char| !c.is_control() && !c.is_whitespace() && c != '\\' && !is_hidden(c);
    if address.is_empty() || !address.chars().all(plain) {
        return None;
    }
    let end = address.find(['/', '?', '#']).unwrap_or(address.len());
    let Some((scheme, rest)) =
        address[..end].split_once(':').map(|(scheme, _)| address.split_at(scheme.len() + 1))
    else {
        return (!address.starts_with("//")).then_some(Leads::Ours);
    };
    match scheme.to_ascii_lowercase().as_str() {
        "http:" | "https:" => rest.strip_prefix("//").is_some_and(names_a_server).then_some(Leads::Web),
        "mailto:" | "tel:" => (!rest.is_empty()).then_some(Leads::Person),
        _ => None,
    }
}

/// Whether what follows `//` begins with the name of a server and nothing that only looks like one.
fn names_a_server(rest: &str) -> bool {
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (name, port) = host.rsplit_once(':').unwrap_or((host, "443"));
    let label = |label: &str| {
        !label.is_empty()
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_' || c.is_alphabetic())
    };
    name.trim_end_matches('.').split('.').all(label)
        && !port.is_empty()
        && port.bytes().all(|byte| byte.is_ascii_digit())
}

/// Characters by which an address looks like another one.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Whether a picture at this address is one of ours; others are not shown, for whoever serves them learns who reads.
pub(in crate::article) fn is_our_picture(address: &str) -> bool {
    leads(address) == Some(Leads::Ours) && !address.starts_with('#')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_people_and_places_of_ours_are_told_apart() {
        for web in [
            "https://krakow.pl",
            "HTTP://a.pl:8080/x?y#z",
            "https://żółw.pl/a b".replace(' ', "%20").as_str(),
        ] {
            assert_eq!(leads(web), Some(Leads::Web), "{web}");
        }
        for person in ["mailto:a@b.pl", "tel:126165555"] {
            assert_eq!(leads(person), Some(Leads::Person), "{person}");
        }
        for ours in ["/artykul/x#y", "../a/b.md", "#dol", "mapa.png", "?a=b:c", "a/b:c"] {
            assert_eq!(leads(ours), Some(Leads::Ours), "{ours}");
        }
    }

    #[test]
    fn what_only_a_browser_understands_is_refused() {
        for bad in [
            "",
            "//evil.example/x.png",
            "\\\\evil.example",
            "/\\evil.example",
            "https:evil.example",
            "https:/evil.example",
            "https:///x",
            "https://",
            "https://krakow.pl@evil.example/",
            "https://krakow.pl\\@evil.example/",
            "data:image/png;base64,AAAA",
            "javascript:alert(1)",
            "java\tscript:alert(1)",
            "/\t/evil.example",
            "ht\ntps://evil.example",
            "vbscript:x",
            "file:///etc/passwd",
            "ftp://a.pl",
            "blob:x",
            "https://a.pl/\u{202e}gpj",
            "https://a.pl:x/",
            "javascript&colon;x:y",
        ] {
            assert_eq!(leads(bad), None, "{bad:?}");
            assert!(!is_our_picture(bad), "{bad:?}");
        }
        assert!(is_our_picture("/pliki/plan.png") && is_our_picture("plan.png"));
        assert!(!is_our_picture("https://krakow.pl/plan.png") && !is_our_picture("#x"));
    }
}
