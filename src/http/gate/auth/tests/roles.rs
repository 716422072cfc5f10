//! What each role may, route by route.

use super::*;

/// Every route of the document that is not everybody's, and who may use it.
const STAFF: [(&str, &str, &[Role]); 33] = {
    const ALL: &[Role] = &Role::ALL;
    const EDITORS: &[Role] = &[Role::Editor, Role::Admin];
    const AGENTS: &[Role] = &[Role::Agent, Role::Editor, Role::Admin, Role::Analyst];
    const KEEPERS: &[Role] = &[Role::Editor, Role::Admin, Role::Analyst];
    const ANALYSTS: &[Role] = &[Role::Analyst, Role::Admin];
    [
        ("POST", "/api/v1/articles/preview", EDITORS),
        ("GET", "/api/v1/articles/{id}", ALL),
        ("PUT", "/api/v1/articles/{id}", EDITORS),
        ("POST", "/api/v1/articles/{id}/archive", EDITORS),
        ("POST", "/api/v1/articles/{id}/discard", EDITORS),
        ("GET", "/api/v1/articles/{id}/history", EDITORS),
        ("GET", "/api/v1/articles/{id}/history/{revision}", EDITORS),
        ("GET", "/api/v1/articles/{id}/next", EDITORS),
        ("POST", "/api/v1/articles/{id}/publish", EDITORS),
        ("POST", "/api/v1/articles/{id}/restore", EDITORS),
        ("GET", "/api/v1/audit", &[Role::Admin]),
        ("GET", "/api/v1/banners", ALL),
        ("POST", "/api/v1/banners", EDITORS),
        ("DELETE", "/api/v1/banners/{id}", EDITORS),
        ("POST", "/api/v1/calls", AGENTS),
        ("GET", "/api/v1/dictionaries", ALL),
        ("GET", "/api/v1/dictionaries/{name}", ALL),
        ("GET", "/api/v1/dictionaries/{name}/next", KEEPERS),
        ("GET", "/api/v1/dictionaries/{name}/history", KEEPERS),
        ("POST", "/api/v1/dictionaries/{name}/publish", KEEPERS),
        ("POST", "/api/v1/dictionaries/{name}/discard", KEEPERS),
        ("PUT", "/api/v1/dictionaries/{name}", KEEPERS),
        ("GET", "/api/v1/events", ALL),
        ("POST", "/api/v1/feedback", AGENTS),
        ("GET", "/api/v1/reports/{report}", ANALYSTS),
        ("GET", "/api/v1/search", ALL),
        ("GET", "/api/v1/session", ALL),
        ("POST", "/api/v1/submissions", AGENTS),
        ("GET", "/api/v1/suggest", ALL),
        ("GET", "/api/v1/units", ALL),
        // Pages that are not in the document.
        ("GET", "/", ALL),
        ("GET", "/artykul/{id}", ALL),
        ("GET", "/formularze", ALL),
    ]
};

/// The editors' desk, which is not in the document.
const DESK: [(&str, &str); 12] = [
    ("GET", "/redakcja"),
    ("GET", "/redakcja/nowy"),
    ("GET", "/redakcja/braki"),
    ("GET", "/redakcja/ogloszenie"),
    ("POST", "/redakcja/naglowek"),
    ("GET", "/redakcja/wczytaj"),
    ("POST", "/redakcja/wczytaj"),
    ("POST", "/redakcja/wczytaj/artykuly"),
    ("GET", "/redakcja/{id}"),
    ("GET", "/redakcja/{id}/pytania"),
    ("POST", "/redakcja/{id}/porownanie"),
    ("GET", "/redakcja/{id}/historia"),
];

#[tokio::test]
async fn every_route_is_closed_to_strangers_and_open_to_the_roles_that_are_written_down_here() {
    let desk = Desk::open();
    let tokens: Vec<(Role, String)> = Role::ALL.into_iter().map(|role| (role, desk.token(role))).collect();
    let status = async |method: &str, path: &str, token: Option<&str>| {
        let uri =
            path.replace("{id}", "elektroodpady").replace("{revision}", "1").replace("{name}", "synonimy");
        let mut request = Request::builder().method(method).uri(uri.replace("{report}", "questions"));
        // From elsewhere: what is open to this machine is no matter of roles.
        request = from(request, "198.51.100.7");
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let request = request.body(Body::empty()).unwrap();
        // The body is not waited for: that of a stream does not end.
        begin(&desk.state, request).await.status().as_u16()
    };
    let editors = [Role::Editor, Role::Admin];
    let desk_pages = DESK.iter().map(|(method, path)| (*method, *path, &editors[..]));
    for (method, path, may) in STAFF.into_iter().chain(desk_pages) {
        assert_eq!(status(method, path, None).await, 401, "{method} {path} is open to strangers");
        for (role, token) in &tokens {
            let got = status(method, path, Some(token)).await;
            if may.contains(role) {
                assert!(
                    ![401, 403, 404, 405].contains(&got) || (got == 404 && path.contains('{')),
                    "{role} at {method} {path}: {got}"
                );
            } else {
                assert_eq!(got, 403, "{role} at {method} {path}");
            }
        }
    }
    // A route that somebody adds is noticed, whichever way it is left.
    let document = desk.get("/api/v1/openapi.json").await.json();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys().map(|method| method.to_uppercase()) {
            let written = STAFF.iter().any(|(known, at, _)| (*known, *at) == (&*method, &**path));
            let everybodys = ["/healthz", "/readyz", "/api/v1/openapi.json"].contains(&&**path)
                || path.starts_with("/public/v1/");
            assert!(
                written != everybodys || path == "/metrics",
                "{method} {path}: write down here who may use it"
            );
            if everybodys {
                let got = status(&method, path, None).await;
                assert!(![401, 403].contains(&got), "{method} {path} is everybody's: {got}");
            }
        }
    }
}
