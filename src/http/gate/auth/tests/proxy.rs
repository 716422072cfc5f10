//! Sign-in by a proxy that the operator named.

use super::*;

pub(super) fn behind_a_proxy() -> Desk {
    let roles = vec![("dk-03".to_owned(), Role::Editor), ("*".to_owned(), Role::Agent)];
    Desk::with(Access {
        proxies: vec!["10.0.0.5/32".parse().unwrap()],
        header: HeaderSignIn::new("x-remote-user", Some("x-remote-groups"), roles),
        https: false,
    })
}

#[tokio::test]
async fn the_header_of_the_named_proxy_signs_in() {
    let desk = behind_a_proxy();
    let request = |groups: &'static str| {
        from(Request::get("/api/v1/session"), "10.0.0.5")
            .header("x-remote-user", "anna")
            .header("x-remote-groups", groups)
    };
    let editor = desk.send(request("DK-03")).await.json();
    assert_eq!((editor["name"].as_str(), editor["role"].as_str()), (Some("anna"), Some("editor")));
    assert_eq!(desk.send(request("inni")).await.json()["role"], "agent");
}

#[tokio::test]
async fn the_same_header_from_anybody_else_is_a_header_like_any_other() {
    let desk = behind_a_proxy();
    for peer in ["10.0.0.6", "127.0.0.1", "198.51.100.7"] {
        let lying = from(Request::get(SEARCH), peer).header("x-remote-user", "anna");
        let lying = lying.header("x-remote-groups", "dk-03").header("x-forwarded-for", "10.0.0.5");
        assert_eq!(desk.send(lying).await.status, 401, "{peer}");
    }
    let off = Desk::with(Access { header: None, ..behind_a_proxy().state.access().clone() });
    off.token(Role::Agent);
    let sent = from(Request::get(SEARCH), "10.0.0.5").header("x-remote-user", "anna");
    assert_eq!(off.send(sent).await.status, 401, "and where it is off, from the proxy as well");
}

#[tokio::test]
async fn a_foreign_page_cannot_use_the_sign_in_of_the_proxy() {
    let desk = behind_a_proxy();
    let sent = from(Request::post("/api/v1/calls"), "10.0.0.5").header("x-remote-user", "anna");
    assert_eq!(desk.send(sent.header("sec-fetch-site", "cross-site")).await.status, 403);
}

#[tokio::test]
async fn a_doubled_identity_or_group_is_refused_at_every_door() {
    let desk = behind_a_proxy();
    let request = |uri: &str| from(Request::get(uri), "10.0.0.5");
    for uri in [SEARCH, "/api/v1/session", "/api/v1/events"] {
        let (user, groups) = ("x-remote-user", "x-remote-groups");
        let two = request(uri).header(user, "anna").header(user, "admin").header(groups, "dk-03");
        assert_eq!(desk.send(two).await.status, 401, "{uri}");
        let comma = request(uri).header(user, "anna, admin").header(groups, "dk-03");
        assert_eq!(desk.send(comma).await.status, 401, "{uri}");
        let two = request(uri).header(user, "anna").header(groups, "inni").header(groups, "dk-03");
        assert_eq!(desk.send(two).await.status, 401, "{uri}");
    }
    let token = desk.token(Role::Agent);
    let twice = Request::get(SEARCH).header("authorization", format!("Bearer {token}"));
    let twice = twice.header("authorization", format!("Bearer {token}"));
    assert_eq!(desk.send(twice).await.status, 401, "nor is one of two tokens believed");
    assert_eq!(desk.get_with(SEARCH, &token).await.status, 200);
}
