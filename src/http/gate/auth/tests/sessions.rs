//! Signing in on a page, and what the session may then.

use super::*;

#[tokio::test]
async fn a_page_sends_its_visitor_to_sign_in_and_back_with_the_question_kept() {
    let desk = Desk::open();
    let token = desk.token(Role::Agent);
    let uri = "/?q=stara%20kanapa&unit=MPO";
    let visit = desk.send(Request::get(uri).header("accept", "text/html")).await;
    assert_eq!(visit.status, 303);
    let door = visit.header("location").to_owned();
    assert_eq!(door, "/logowanie?dalej=%2F%3Fq%3Dstara%2520kanapa%26unit%3DMPO");
    let form = desk.send(Request::get(&door).header("accept", "text/html")).await;
    assert!(form.text.contains("value=\"/?q=stara%20kanapa&#38;unit=MPO\""), "{}", form.text);
    let signed_in = desk.sign_in(&token, uri).await;
    assert_eq!((signed_in.status.as_u16(), signed_in.header("location")), (303, uri));
    let page = Request::get(uri).header("cookie", cookie_of(&signed_in));
    assert_eq!(desk.send(page).await.status, 200);
    assert_eq!(desk.trail(), ["token.create", "session.begin"]);
}

#[tokio::test]
async fn the_script_of_an_open_page_is_told_plainly_that_the_session_is_over() {
    let desk = Desk::open();
    desk.token(Role::Agent);
    let fragment = Request::get("/?q=a&fragment=1").header("accept", "text/html");
    assert_eq!(desk.send(fragment).await.status, 401);
    let fetched = Request::get("/?q=a").header("accept", "text/html").header("sec-fetch-mode", "cors");
    assert_eq!(desk.send(fetched).await.status, 401);
}

#[tokio::test]
async fn signing_in_leads_to_no_foreign_page() {
    let desk = Desk::open();
    let token = desk.token(Role::Agent);
    for target in ["https://zly.example/", "//zly.example", "/\\zly.example", "/logowanie", "javascript:1"] {
        let got = desk.sign_in(&token, target).await;
        assert_eq!((got.status.as_u16(), got.header("location")), (303, "/"), "{target}");
    }
}

#[tokio::test]
async fn a_wrong_token_shows_the_form_again_without_it() {
    let desk = Desk::open();
    desk.token(Role::Agent);
    let got = desk.sign_in("dgw_pomylka", "/artykul/elektroodpady").await;
    assert_eq!(got.status, 401);
    assert!(got.text.contains("role=\"alert\"") && got.text.contains("value=\"/artykul/elektroodpady\""));
    assert!(!got.text.contains("dgw_pomylka"), "a page holds no token");
    assert_eq!(got.header("set-cookie"), "");
    assert_eq!(got.header("cache-control"), "no-store");
    assert_eq!(desk.sign_in("", "/").await.status, 422);
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_and_new_with_each_sign_in() {
    let desk = Desk::with(Access { https: true, ..Access::default() });
    let token = desk.token(Role::Agent);
    let (one, two) = (desk.sign_in(&token, "/").await, desk.sign_in(&token, "/").await);
    assert_ne!(cookie_of(&one), cookie_of(&two));
    let given = one.header("set-cookie");
    for part in ["__Host-drogowskaz=", "HttpOnly", "SameSite=Strict", "Path=/", "Secure"] {
        assert!(given.contains(part), "{part} in {given}");
    }
    assert!(!given.contains(&token), "the cookie is not the token");
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server() {
    let desk = Desk::open();
    let cookie = cookie_of(&desk.sign_in(&desk.token(Role::Agent), "/").await);
    let asked = desk.send(Request::get("/wyloguj").header("cookie", &cookie)).await;
    assert!(asked.text.contains("osoba z rolą agent"), "a link alone signs nobody out");
    assert_eq!(desk.send(Request::get(SEARCH).header("cookie", &cookie)).await.status, 200);
    let foreign = Request::post("/wyloguj").header("cookie", &cookie).header("sec-fetch-site", "cross-site");
    assert_eq!(desk.send(foreign).await.status, 403);
    let out = desk.send(Request::post("/wyloguj").header("cookie", &cookie)).await;
    assert_eq!((out.status.as_u16(), out.header("location")), (303, "/logowanie"));
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(out.header("clear-site-data"), "\"cache\"", "and nothing that is not ours alone");
    assert_eq!(desk.send(Request::get(SEARCH).header("cookie", &cookie)).await.status, 401);
}

#[tokio::test]
async fn a_foreign_page_can_use_no_session() {
    let desk = Desk::open();
    let token = desk.token(Role::Admin);
    let cookie = cookie_of(&desk.sign_in(&token, "/").await);
    for site in ["cross-site", "same-site"] {
        let sent = Request::post("/api/v1/calls").header("cookie", &cookie).header("sec-fetch-site", site);
        assert_eq!(desk.send(sent).await.status, 403, "{site}");
    }
    let login = Request::post("/logowanie").header("sec-fetch-site", "cross-site");
    let login = login.header("content-type", "application/x-www-form-urlencoded");
    let got = send_to(&desk.state, login.body(Body::from(format!("token={token}"))).unwrap()).await;
    assert_eq!(got.status, 403, "nor sign anybody in");
}

#[tokio::test]
async fn a_token_in_the_header_is_enough_wherever_the_page_stands_that_sends_it() {
    let desk = Desk::open();
    let token = desk.token(Role::Admin);
    let sent = Request::post("/api/v1/calls").header("authorization", format!("Bearer {token}"));
    let got = desk.send(sent.header("sec-fetch-site", "cross-site")).await;
    assert_ne!(got.status, 403, "no browser adds it by itself: {}", got.text);
}

#[tokio::test]
async fn where_there_is_nothing_to_sign_in_to_the_page_leads_on() {
    let desk = Desk::open();
    let got = desk.get("/logowanie?dalej=%2Fartykul%2Felektroodpady").await;
    assert_eq!((got.status.as_u16(), got.header("location")), (303, "/artykul/elektroodpady"));
}
