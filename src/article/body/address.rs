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

/// Whether an address leads where residents do not come: to a server of the city's own network, which is named by one
/// word, by a number that only there means something, or under a name that no one else may have.
pub(in crate::article) fn is_inside(address: &str) -> bool {
    const NETWORKS: [&str; 10] = [
        "local",
        "localhost",
        "localdomain",
        "intranet",
        "lan",
        "internal",
        "corp",
        "home",
        "private",
        "arpa",
    ];
    let address = address.trim_matches(' ').to_ascii_lowercase();
    let host = if let Some(mailbox) = address.strip_prefix("mailto:") {
        let mailbox = mailbox.split('?').next().unwrap_or_default();
        // `mailto:?subject=…` is to nobody yet.
        let Some((_, host)) = mailbox.rsplit_once(['@']) else { return false };
        host
    } else {
        let page = ["http://", "https://"].iter().find_map(|scheme| address.strip_prefix(scheme));
        let Some(page) = page else { return false };
        let host = page.split(['/', '?', '#']).next().unwrap_or_default();
        host.rsplit_once(':').map_or(host, |(name, _)| name)
    };
    let host = host.replace(['。', '．', '｡'], ".");
    let host = host.trim_end_matches('.');
    if let Ok(number) = host.parse::<std::net::Ipv4Addr>() {
        let [first, second, ..] = number.octets();
        let shared = first == 100 && (64..128).contains(&second);
        return number.is_private()
            || number.is_loopback()
            || number.is_link_local()
            || number.is_unspecified()
            || shared;
    }
    let mut labels = host.rsplit('.');
    let last = labels.next().unwrap_or_default();
    let alone = labels.next().is_none();
    // `10.1`, `0x0a000001`: numbers that only a browser reads as an address.
    let number = last.starts_with(|c: char| c.is_ascii_digit());
    alone || number || NETWORKS.contains(&last) || host.split('.').any(|label| label == "intranet")
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
    fn a_server_of_the_citys_own_network_is_told_from_one_that_residents_reach() {
        for inside in [
            "http://intranet/x",
            "http://intranet.krakow.pl/x",
            "https://wiki.um.krakow.local:8443/x",
            "http://kck.lan",
            "HTTP://KCK.CORP./x",
            "http://pliki.internal/x?y",
            "http://localhost:8080",
            "http://127.0.0.1/",
            "http://10.0.0.5/x",
            "http://172.20.3.4:8080/x",
            "https://192.168.1.10",
            "http://169.254.1.1/",
            "http://100.64.0.1/",
            "http://10.1/",
            "http://167772165/",
            "http://0x0a000005/",
            "mailto:kck@um.intranet",
            "mailto:kck@poczta?subject=x",
        ] {
            assert!(is_inside(inside), "{inside}");
        }
        for outside in [
            "https://www.krakow.pl/intranet/x",
            "https://bip.krakow.pl:443/?a=http://10.0.0.5/",
            "https://localhost.krakow.pl/",
            "http://172.32.0.1/",
            "http://8.8.8.8/",
            "mailto:kck@um.krakow.pl",
            "mailto:",
            "tel:126165555",
            "/artykul/x",
            "#dol",
            "https://lokalny.pl",
        ] {
            assert!(!is_inside(outside), "{outside}");
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
