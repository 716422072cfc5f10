//! Sign-in by a header that the city's single sign-on proxy sets. Off unless the operator names the header, and
//! believed from the proxies they named alone: anybody else could write it, too.

use axum::http::{HeaderMap, HeaderName, HeaderValue};

use crate::http::wire::problem::{Problem, ProblemKind};
use crate::journal::{Actor, Role};

/// How a proxy says who is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderSignIn {
    /// The header with the person's name.
    pub user: HeaderName,
    /// The header with the groups they belong to, separated by commas or semicolons.
    pub groups: Option<HeaderName>,
    /// Which group has which role; the first that fits counts. `*` fits everybody.
    pub roles: Vec<(String, Role)>,
}

impl HeaderSignIn {
    /// Sign-in by these headers; `None` if their names are none that HTTP knows.
    pub fn new(user: &str, groups: Option<&str>, roles: Vec<(String, Role)>) -> Option<Self> {
        let groups = groups.map(str::parse).transpose().ok()?;
        Some(Self { user: user.parse().ok()?, groups, roles })
    }

    /// Who is there, if the proxy says so.
    pub(in crate::http) fn actor(&self, headers: &HeaderMap) -> Result<Option<Actor>, Problem> {
        let Some(name) = only(headers, &self.user)? else { return Ok(None) };
        // What was two headers on its way may have become one, with a comma between.
        if name.as_bytes().contains(&b',') {
            return Err(doubled(&self.user));
        }
        let name = String::from_utf8_lossy(name.as_bytes()).trim().to_owned();
        if name.is_empty() || name.chars().any(char::is_control) {
            return Ok(None);
        }
        let sent = self.groups.as_ref().map(|header| only(headers, header)).transpose()?.flatten();
        let groups: Vec<String> = sent.into_iter().flat_map(groups).collect();
        let fits =
            |wanted: &str| wanted == "*" || groups.iter().any(|group| group.eq_ignore_ascii_case(wanted));
        let role = self.roles.iter().find(|(group, _)| fits(group)).map(|(_, role)| *role);
        match role {
            Some(role) => Ok(Some(Actor { name, role })),
            None => Err(Problem::saying(
                ProblemKind::Forbidden,
                "Twoje konto nie ma roli w tym programie. Poproś administratora o dodanie do właściwej grupy.",
            )),
        }
    }
}

/// The one value of a header. A proxy that adds its own beside one that came from outside leaves open which of the two
/// is true.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<Option<&'a HeaderValue>, Problem> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (_, Some(_)) => Err(doubled(name)),
        (value, None) => Ok(value),
    }
}

fn doubled(name: &HeaderName) -> Problem {
    Problem::saying(
        ProblemKind::Unauthorized,
        format!(
            "Nagłówek {name} przyszedł dwa razy albo ma przecinek, którym pośrednicy łączą dwa w jeden. Pośrednik ma go \
             zastępować, nie dopisywać, a nazwa osoby ma nie mieć przecinka."
        ),
    )
}

fn groups(value: &HeaderValue) -> Vec<String> {
    let value = String::from_utf8_lossy(value.as_bytes());
    value.split([',', ';']).map(|group| group.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn sign_in() -> HeaderSignIn {
        HeaderSignIn {
            user: HeaderName::from_static("x-remote-user"),
            groups: Some(HeaderName::from_static("x-remote-groups")),
            roles: vec![("dk-03".into(), Role::Editor), ("dk-02".into(), Role::Agent)],
        }
    }

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in pairs {
            map.append(*name, axum::http::HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        map
    }

    #[test]
    fn the_first_group_that_fits_gives_the_role() {
        let sent = headers(&[("x-remote-user", "Żaneta Nowak"), ("x-remote-groups", "inni; DK-02,DK-03")]);
        let actor = sign_in().actor(&sent).unwrap().unwrap();
        assert_eq!(actor, Actor { name: "Żaneta Nowak".into(), role: Role::Editor });
    }

    #[test]
    fn whoever_belongs_to_no_group_has_no_role() {
        let sent = headers(&[("x-remote-user", "anna"), ("x-remote-groups", "inni")]);
        assert_eq!(sign_in().actor(&sent).unwrap_err().kind, ProblemKind::Forbidden);
        let everybody = HeaderSignIn { roles: vec![("*".into(), Role::Agent)], groups: None, ..sign_in() };
        assert_eq!(everybody.actor(&sent).unwrap().unwrap().role, Role::Agent);
    }

    #[test]
    fn a_header_that_came_twice_is_not_believed() {
        let (user, groups) = ("x-remote-user", "x-remote-groups");
        for doubled in [
            &[(user, "admin"), (user, "anna"), (groups, "dk-02")][..],
            &[(user, "anna"), (user, "anna"), (groups, "dk-02")],
            &[(user, ""), (user, "anna"), (groups, "dk-02")],
            &[(user, "admin, anna"), (groups, "dk-02")],
            &[(user, "anna,"), (groups, "dk-02")],
            &[(user, "anna"), (groups, "dk-02"), (groups, "dk-03")],
            &[(user, "anna"), (groups, ""), (groups, "dk-03")],
        ] {
            let refused = sign_in().actor(&headers(doubled)).unwrap_err();
            assert_eq!(refused.kind, ProblemKind::Unauthorized, "{doubled:?}");
            assert!(refused.detail.contains("dwa razy"), "{}", refused.detail);
        }
        let listed = headers(&[(user, "anna"), (groups, "inni, dk-02")]);
        assert!(sign_in().actor(&listed).unwrap().is_some(), "groups are a list, in one header");
    }

    #[test]
    fn without_the_header_nobody_is_there() {
        assert_eq!(sign_in().actor(&headers(&[])).unwrap(), None);
        assert_eq!(sign_in().actor(&headers(&[("x-remote-user", " ")])).unwrap(), None);
    }
}
