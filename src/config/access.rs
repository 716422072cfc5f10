//! Values of the options that say who is let in: names of headers, roles of groups; and for how long things are kept.

use super::{OptionValue, ValueKind};
use crate::journal::Role;

/// The name of an HTTP header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header(pub String);

impl OptionValue for Header {
    fn read(text: &str) -> Result<Self, String> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        if !text.is_empty() && text.bytes().all(fits) {
            Ok(Self(text.to_ascii_lowercase()))
        } else {
            Err(format!("„{text}” nie jest nazwą nagłówka; oczekiwano na przykład X-Remote-User"))
        }
    }
}

/// Which group has which role, separated by commas: `dk-03=editor, dk-02=agent`; `*` is everybody.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roles(pub Vec<(String, Role)>);

impl OptionValue for Roles {
    const KIND: ValueKind = ValueKind::List;

    fn read(text: &str) -> Result<Self, String> {
        let pair = |entry: &str| {
            let (group, role) = entry.split_once('=').ok_or_else(|| {
                format!(
                    "„{entry}”: oczekiwano grupy i roli ze znakiem = między nimi, na przykład dk-03=editor"
                )
            })?;
            let role = role.trim().parse::<Role>().map_err(|unknown| unknown.to_string())?;
            match group.trim() {
                "" => Err(format!("„{entry}”: brakuje nazwy grupy")),
                group => Ok((group.to_owned(), role)),
            }
        };
        entries(text).map(pair).collect::<Result<_, _>>().map(Self)
    }
}

/// A number of days, 0 to ten years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days(pub u32);

impl OptionValue for Days {
    const KIND: ValueKind = ValueKind::Number;

    fn read(text: &str) -> Result<Self, String> {
        match text.parse() {
            Ok(days @ 0..=3_660) => Ok(Self(days)),
            _ => Err(format!("„{text}” nie jest liczbą dni od 0 do 3660")),
        }
    }
}

/// Who is let in besides those with a token, and how they reach the server.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AccessOptions {
    /// The header with the name of whoever the proxy signed in.
    pub user_header: Option<String>,
    /// The header with their groups.
    pub group_header: Option<String>,
    /// Which group has which role.
    pub roles: Vec<(String, Role)>,
    /// Whether people reach the server over TLS only.
    pub https: bool,
}

fn entries(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|entry| !entry.is_empty())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn roles_are_read_in_their_order() {
        let read = Roles::read("DK-03=editor, *=agent").unwrap();
        assert_eq!(read.0, [("DK-03".to_owned(), Role::Editor), ("*".to_owned(), Role::Agent)]);
        assert!(Roles::read("DK-03=szef").unwrap_err().contains("szef"));
        assert!(Roles::read("DK-03").is_err());
        assert!(Roles::read("=agent").is_err());
    }

    #[test]
    fn a_header_has_a_name_that_http_knows() {
        assert_eq!(Header::read("X-Remote-User"), Ok(Header("x-remote-user".into())));
        assert!(Header::read("X Remote").is_err());
        assert!(Header::read("").is_err());
    }
}
