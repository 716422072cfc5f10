//! `/logowanie` turns a token into a session, `/wyloguj` ends it. Both work without JavaScript.

use askama::Template;
use axum::Form;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::html;
use crate::http::State;
use crate::http::gate::auth::{refuse_cross_site, refused};
use crate::http::gate::session;
use crate::http::peer::{Access, Peer};
use crate::http::wire::problem::{Problem, ProblemKind, Spoken};
use crate::http::wire::read::params::Params;
use crate::http::wire::read::value;
use crate::http::wire::{address, assets};
use crate::journal::people::tokens::Refusal;
use crate::journal::{Actor, Secret};

const CLEAR_SITE_DATA: header::HeaderName = header::HeaderName::from_static("clear-site-data");

#[derive(Template)]
#[template(path = "console/pages/login.html")]
struct SignInPage {
    css: String,
    icon: String,
    /// Where to go on to.
    target: String,
    /// What was wrong with the token sent.
    fault: Option<String>,
}

#[derive(Template)]
#[template(path = "console/pages/logout.html")]
struct SignOutPage {
    css: String,
    icon: String,
    /// Who is signed in by a session that can be ended here.
    who: Option<Actor>,
}

/// What the form sends.
#[derive(Deserialize)]
pub(super) struct SignIn {
    #[serde(default)]
    token: String,
    #[serde(default)]
    dalej: String,
}

impl SignInPage {
    fn new(target: &str, fault: Option<String>) -> Self {
        Self {
            css: assets::url("console.css"),
            icon: assets::url("icon.svg"),
            target: address::local(target).to_owned(),
            fault,
        }
    }
}

/// Where to go on from here.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct WayBack {
    #[serde(deserialize_with = "value::text")]
    dalej: Option<String>,
}

pub(super) async fn sign_in_page(
    Shared(state): Shared<State>,
    Params(WayBack { dalej }): Params<WayBack>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let target = dalej.unwrap_or_else(|| "/".to_owned());
    let is_in = match session::cookie(&headers) {
        Some(cookie) => {
            let now = state.now();
            state.journal(move |journal| journal.session(&cookie, now)).await?.is_some()
        }
        None => false,
    };
    // There is nothing to sign in to, or nothing left to do.
    if is_in || !state.is_guarded().await? {
        return Ok(Redirect::to(address::local(&target)).into_response());
    }
    Ok(kept_by_nobody(html(&SignInPage::new(&target, None))))
}

pub(super) async fn sign_in(
    Shared(state): Shared<State>,
    peer: Peer,
    headers: HeaderMap,
    Form(sent): Form<SignIn>,
) -> Result<Response, Problem> {
    // Signing somebody in to another's session without their knowledge is an attack, too.
    refuse_cross_site(&Method::POST, &headers)?;
    let cookie = Secret::draw().map_err(|cause| Problem::internal(&cause))?;
    let (origin, now) = (peer.client.to_string(), state.now());
    let refusal = match Secret::read(&sent.token) {
        None if sent.token.trim().is_empty() => {
            let fault = "Wpisz albo wklej swój token.".to_owned();
            return Ok(again(&sent.dalej, fault, StatusCode::UNPROCESSABLE_ENTITY));
        }
        None => Refusal::Unknown,
        Some(token) => {
            let (mine, from) = (cookie.clone(), origin.clone());
            match state.journal(move |journal| journal.begin_session(&token, &mine, &from, now)).await? {
                Ok(_) => {
                    end_former(&state, &headers, origin).await?;
                    let https = is_https(state.access(), &peer);
                    // 303: the browser asks for the page anew, and a reload does not send the token again.
                    let mut response = Redirect::to(address::local(&sent.dalej)).into_response();
                    response.headers_mut().insert(header::SET_COOKIE, session::give(&cookie, https));
                    return Ok(kept_by_nobody(response));
                }
                Err(refusal) => refusal,
            }
        }
    };
    let problem = refused(&state, &peer, refusal).await;
    if problem.kind.status().is_server_error() {
        return Err(problem);
    }
    let mut response = again(&sent.dalej, problem.detail.clone(), problem.kind.status());
    if problem.kind == ProblemKind::TooMany
        && let Some(wait) = problem.into_response().headers().get(header::RETRY_AFTER)
    {
        response.headers_mut().insert(header::RETRY_AFTER, wait.clone());
    }
    Ok(response)
}

/// A browser has one session; the one before ends with the next.
async fn end_former(state: &State, headers: &HeaderMap, origin: String) -> Result<(), Problem> {
    let Some(former) = session::cookie(headers) else { return Ok(()) };
    let now = state.now();
    state.journal(move |journal| journal.end_session(&former, &origin, now)).await.map(drop)
}

/// The form once more, with what was wrong. The token is not put back into it: a page should not hold one.
fn again(target: &str, fault: String, status: StatusCode) -> Response {
    let mut response = html(&SignInPage::new(target, Some(fault)));
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
        response.extensions_mut().insert(Spoken);
    }
    kept_by_nobody(response)
}

fn is_https(access: &Access, peer: &Peer) -> bool {
    access.https || peer.https
}

pub(super) async fn sign_out_page(
    Shared(state): Shared<State>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let who = match session::cookie(&headers) {
        Some(cookie) => {
            let now = state.now();
            state.journal(move |journal| journal.session(&cookie, now)).await?
        }
        None => None,
    };
    let who = who.map(|session| session.admitted.actor);
    let page = SignOutPage { css: assets::url("console.css"), icon: assets::url("icon.svg"), who };
    Ok(kept_by_nobody(html(&page)))
}

pub(super) async fn sign_out(
    Shared(state): Shared<State>,
    peer: Peer,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    refuse_cross_site(&Method::POST, &headers)?;
    end_former(&state, &headers, peer.client.to_string()).await?;
    let mut response = Redirect::to(address::SIGN_IN).into_response();
    for gone in session::take_away() {
        response.headers_mut().append(header::SET_COOKIE, gone);
    }
    // Pages that were kept go, too. Not what the browser stores for us: a record of a call stays there until it was
    // sent. And no other cookies, for those would be everybody's below the city's domain.
    response.headers_mut().insert(CLEAR_SITE_DATA, header::HeaderValue::from_static("\"cache\""));
    Ok(kept_by_nobody(response))
}

/// Pages about who is signed in are in no cache, so that "back" after signing out shows none of them.
fn kept_by_nobody(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    response
}
