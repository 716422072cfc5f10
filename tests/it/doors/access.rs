//! Tokens from the command line, beside a server that runs: whoever has one gets in, at once, and no longer than it
//! holds.

use crate::harness::{Answer, Server, TestApp};

/// Makes a token and gives it as a script would take it.
fn token(app: &TestApp, name: &str, role: &str) -> String {
    let token = app.token(name, role);
    assert!(token.starts_with("dgw_") && !token.contains(char::is_whitespace), "{token}");
    token
}

fn get_with(server: &Server, path: &str, token: &str) -> Answer {
    server.send("GET", path, &[("Authorization", &format!("Bearer {token}"))], "")
}

const SEARCH: &str = "/api/v1/search?q=wersalka";

#[test]
fn a_running_server_knows_new_and_revoked_tokens_with_the_next_request() {
    let app = TestApp::with_articles();
    let server = app.serve();
    assert_eq!(server.get(SEARCH).status, 200, "without tokens this machine may do everything");
    let anna = token(&app, "Anna", "editor");
    assert_eq!(server.get(SEARCH).status, 401, "from the first token on everybody must be known");
    assert_eq!(get_with(&server, SEARCH, &anna).status, 200);
    app.run(&["token", "revoke", "Anna"]).succeeded().says(&["„Anna”", "unieważniony"]);
    assert_eq!(get_with(&server, SEARCH, &anna).status, 401);
    assert_eq!(server.get("/public/v1/search?q=wersalka").status, 200, "residents need none");
}

#[test]
fn a_token_is_shown_once_and_its_list_tells_the_rest() {
    let app = TestApp::new();
    app.run(&["token", "list"]).succeeded().says(&["nie ma tokenów"]);
    let created = app
        .run(&["token", "create", "--name", "Kasia z DK-05", "--role", "analyst", "--expires", "2099-12-31"])
        .succeeded()
        .says(&["Kasia z DK-05", "analityk", "ważny do 2099-12-31", "drugi raz się nie pokaże"]);
    let listed = app.run(&["token", "list"]).succeeded().says(&[
        "Kasia z DK-05",
        "analyst",
        "2099-12-31",
        "nigdy",
        "działa",
        "dgw_",
    ]);
    assert!(!listed.stdout.contains(created.stdout.trim()), "{listed}");
    app.run(&["token", "revoke", "1"]).succeeded();
    app.run(&["token", "list"]).succeeded().says(&["unieważniony"]);
    app.run(&["token", "revoke", "1"]).succeeded().says(&["już"]);
}

#[test]
fn what_cannot_be_made_or_revoked_says_what_to_do() {
    let app = TestApp::new();
    token(&app, "Anna", "agent");
    app.run(&["token", "create", "--name", "Anna", "--role", "agent"])
        .ended(1)
        .says(&["„Anna”", "inną nazwę"]);
    app.run(&["token", "create", "--name", "7", "--role", "agent"]).ended(2).says(&["„7”"]);
    app.run(&["token", "create", "--name", "Ewa", "--role", "szef"]).ended(2).says(&["szef", "editor"]);
    app.run(&["token", "create", "--name", "Ewa"]).ended(2).says(&["--role"]);
    app.run(&["token", "create", "--name", "Ewa", "--role", "agent", "--expires", "2001-01-01"])
        .ended(2)
        .says(&["--expires", "minął"]);
    app.run(&["token", "revoke", "nikt"]).ended(1).says(&["„nikt”", "token list"]);
}

#[test]
fn the_folder_of_the_tokens_can_be_named() {
    let app = TestApp::new();
    app.run(&["token", "create", "--name", "Anna", "--role", "agent", "--data", "inne"]).succeeded();
    app.run(&["token", "list", "--data", "inne"]).succeeded().says(&["Anna"]);
    app.run(&["token", "list"]).succeeded().says(&["nie ma tokenów"]);
}

#[test]
fn without_tokens_the_server_does_not_listen_to_the_network() {
    let app = TestApp::with_articles();
    app.run(&["serve", "--listen", "0.0.0.0:0"]).ended(2).says(&["token create", "127.0.0.1"]);
}

#[test]
fn without_tokens_what_would_serve_others_is_a_refusal_to_start_that_says_what_to_do() {
    let app = TestApp::with_articles();
    let user = ["--user-header", "X-User", "--roles", "*=agent", "--trusted-proxies", "127.0.0.1"];
    let options: [(&[&str], &str); 4] = [
        (&["--trusted-proxies", "127.0.0.1"], "trusted-proxies"),
        (&["--https"], "https"),
        (&["--public-address", "https://wiedza.example"], "public-address"),
        (&user, "trusted-proxies"),
    ];
    for (option, named) in options {
        let serve = [&["serve", "--listen", "127.0.0.1:0"], option].concat();
        app.run(&serve).ended(2).says(&[named, "ani jednego tokenu", "token create"]);
    }
    let mut command = app.command(&["serve", "--listen", "127.0.0.1:0"]);
    let variable =
        command.env("DROGOWSKAZ_PUBLIC_ADDRESS", "https://wiedza.example").output().expect("it starts");
    assert_eq!(variable.status.code(), Some(2), "said in whatever way");
    token(&app, "Anna", "admin");
    for (option, _) in options {
        let server = app.serve_with(option);
        assert_eq!(server.get("/healthz").status, 200, "{option:?}");
    }
}

#[test]
fn without_tokens_what_a_proxy_hands_on_is_refused_and_with_the_first_token_the_rules_change_at_once() {
    let app = TestApp::with_articles();
    let server = app.serve();
    let through = |header: &str, path: &str| server.send("GET", path, &[(header, "198.51.100.7")], "").status;
    for header in ["X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Via", "X-Real-IP"] {
        for path in [SEARCH, "/", "/p", "/public/v1/search?q=wersalka", "/metrics", "/healthz"] {
            assert_eq!(through(header, path), 403, "{header} {path}");
        }
    }
    assert_eq!(server.get(SEARCH).status, 200);
    token(&app, "Anna", "editor");
    assert_eq!(through("Via", "/public/v1/search?q=wersalka"), 200, "now others may come");
    assert_eq!(through("Via", SEARCH), 401, "who are known");
    assert_eq!(through("Via", "/metrics"), 401);
    assert_eq!(server.get("/metrics").status, 200);
}

#[test]
fn sign_in_by_header_needs_its_proxies_and_roles() {
    let app = TestApp::with_articles();
    token(&app, "Anna", "admin");
    app.run(&["serve", "--user-header", "X-Remote-User"]).ended(2).says(&["trusted-proxies", "roles"]);
    app.run(&["serve", "--roles", "*=agent"]).ended(2).says(&["user-header"]);
    app.run(&["serve", "--trusted-proxies", "wszyscy"]).ended(2).says(&["„wszyscy”", "10.1.2.3"]);
}
