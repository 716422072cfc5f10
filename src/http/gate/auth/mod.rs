//! Who asks, and whether they may.
//!
//! [`gate`] stands before every route and lets through nobody it does not know, except to the addresses of
//! [`doors::is_open`]: a route that somebody adds is closed until it is written down as open. What more than being
//! known a handler needs, it takes as an argument ([`Editor`], [`Admin`]…).
//!
//! There are four ways in, in this order: a token (`Authorization: Bearer`), the cookie of a session that a token
//! began, the header of a single sign-on proxy that the operator named, and, where there are no tokens at all,
//! sitting at this machine. A token that is sent decides alone: a wrong one is refused even if a cookie would do.

mod doors;
mod origin;

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State as Shared};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use super::session;
use crate::http::State;
use crate::http::peer::Peer;
use crate::http::peer::entered::{Entered, Way};
use crate::http::server::listen::Connection;
use crate::http::wire::address;
use crate::http::wire::problem::{Problem, ProblemKind};
use crate::journal::people::audit::{Action, AuditEntry, By};
use crate::journal::people::sessions::{MINUTE, Session, Used};
use crate::journal::people::tokens::{Admitted, Refusal};
use crate::journal::{Actor, Role, Secret};

pub(in crate::http) use doors::{Door, door};
pub(in crate::http) use origin::{is_this_machine, refuse_cross_site};

/// Where nobody has to sign in: the person at this machine.
fn this_machine() -> Actor {
    Actor { name: "ten komputer".to_owned(), role: Role::Admin }
}

/// Middleware: lets in whom the server knows.
pub(in crate::http) async fn gate(Shared(state): Shared<State>, request: Request, next: Next) -> Response {
    if let Err(problem) = origin::refuse_unaddressed(&request) {
        return problem.into_response();
    }
    let peer = Peer::of(request.extensions(), request.headers(), state.access());
    // Where it cannot be told whether there are tokens, nobody but this machine is served, and behind closed doors
    // nobody at all.
    if !state.is_guarded().await.unwrap_or(false)
        && let Err(problem) = origin::refuse_all_but_this_machine(&peer, request.headers(), request.uri())
    {
        return problem.into_response();
    }
    if doors::is_open(request.uri().path(), &peer) {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let entered = enter(&state, &parts, peer).await;
    if let Some(line) = parts.extensions.get::<Arc<Connection>>() {
        line.known(entered.as_ref().ok().map(|entered| &*entered.actor.name));
    }
    match entered {
        Ok(entered) => {
            tracing::debug!(who = entered.actor.name, role = %entered.actor.role, way = entered.way.code(), "let in");
            parts.extensions.insert(entered);
            next.run(Request::from_parts(parts, body)).await
        }
        Err(problem) if problem.kind == ProblemKind::Unauthorized && doors::is_visit(&parts) => {
            let target = parts.uri.path_and_query().map_or("/", |target| target.as_str());
            Redirect::to(&address::sign_in(target)).into_response()
        }
        Err(problem) => problem.into_response(),
    }
}

async fn enter(state: &State, parts: &Parts, peer: Peer) -> Result<Entered, Problem> {
    let (actor, way) = match know(state, &parts.headers, &peer).await? {
        Known::Somebody { actor, way, used } => {
            used.into_iter().for_each(|used| state.note_used(used));
            (actor, way)
        }
        Known::Refused(refusal) => return Err(refused(state, &peer, refusal).await),
        Known::Nobody => return Err(Problem::new(ProblemKind::Unauthorized)),
    };
    if way.is_taken_unasked() {
        refuse_cross_site(&parts.method, &parts.headers)?;
    }
    Ok(Entered { actor, way, peer })
}

/// Whom the server finds behind the headers of a request.
enum Known {
    /// Somebody, by this way; what is to be written down as used.
    Somebody {
        actor: Actor,
        way: Way,
        used: Vec<Used>,
    },
    /// Whoever it is came with a token that opens nothing.
    Refused(Refusal),
    Nobody,
}

/// Who is there. Nothing is written down, so it can be asked again for as long as somebody stays.
async fn know(state: &State, headers: &HeaderMap, peer: &Peer) -> Result<Known, Problem> {
    let now = state.now();
    if !state.is_guarded().await? {
        return Ok(Known::Somebody { actor: this_machine(), way: Way::Machine, used: Vec::new() });
    }
    if headers.get_all(header::AUTHORIZATION).iter().nth(1).is_some() {
        return Err(Problem::saying(
            ProblemKind::Unauthorized,
            "Nagłówek Authorization przyszedł dwa razy. Wyślij jeden token w jednym nagłówku.",
        ));
    }
    if let Some(sent) = bearer(headers) {
        let Some(secret) = Secret::read(sent) else { return Ok(Known::Refused(Refusal::Unknown)) };
        return Ok(match state.journal(move |journal| journal.bearer(&secret, now)).await? {
            Ok(Admitted { actor, token, last_used }) => {
                let again = last_used.is_none_or(|last| now - last >= MINUTE);
                let used = again.then_some(Used::Token(token)).into_iter().collect();
                Known::Somebody { actor, way: Way::Token, used }
            }
            Err(refusal) => Known::Refused(refusal),
        });
    }
    if let Some(cookie) = session::cookie(headers) {
        let asked = cookie.clone();
        let found = state.journal(move |journal| journal.session(&asked, now)).await?;
        if let Some(Session { admitted, seen }) = found {
            let used = if now - seen >= MINUTE {
                vec![Used::Session(cookie), Used::Token(admitted.token)]
            } else {
                Vec::new()
            };
            return Ok(Known::Somebody { actor: admitted.actor, way: Way::Session, used });
        }
    }
    if peer.by_proxy
        && let Some(sign_in) = &state.access().header
        && let Some(actor) = sign_in.actor(headers)?
    {
        return Ok(Known::Somebody { actor, way: Way::Proxy, used: Vec::new() });
    }
    Ok(Known::Nobody)
}

/// Somebody who stays: what they showed when they came, to be looked at again.
pub(in crate::http) struct Stay {
    entered: Entered,
    headers: HeaderMap,
}

impl Stay {
    /// Who stays.
    pub(in crate::http) fn person(&self) -> &str {
        &self.entered.actor.name
    }

    /// Whether it was a proxy that let them in: whether they may still come in, only a new request tells.
    pub(in crate::http) fn is_by_proxy(&self) -> bool {
        self.entered.way == Way::Proxy
    }

    /// Whether what let them in would let them in now, to the same role. Where that cannot be found out they may stay.
    pub(in crate::http) async fn holds(&self, state: &State) -> bool {
        let Entered { actor, way, peer } = &self.entered;
        match know(state, &self.headers, peer).await {
            Ok(Known::Somebody { actor: now, way: by, .. }) => (&now, by) == (actor, *way),
            Ok(Known::Refused(_) | Known::Nobody) => false,
            Err(problem) => problem.kind.status().is_server_error(),
        }
    }
}

impl FromRequestParts<State> for Stay {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &State) -> Result<Self, Problem> {
        let entered = entered(parts)?.clone();
        Ok(Self { entered, headers: parts.headers.clone() })
    }
}

/// What follows when somebody comes with a token that opens nothing: it is written down, and whoever goes on trying is
/// told to wait. Others at the same address who have a right one are let in all the same.
pub(in crate::http) async fn refused(state: &State, peer: &Peer, refusal: Refusal) -> Problem {
    let client = peer.client;
    if let Err(wait) = state.attempts().failed(client) {
        return Problem::saying(
            ProblemKind::TooMany,
            "Zbyt wiele nieudanych prób logowania z tego adresu. Odczekaj tyle sekund, ile podaje nagłówek Retry-After.",
        )
        .retry_after(wait);
    }
    let (object, detail, advice) = match refusal {
        Refusal::Unknown => (String::new(), "nieznany token", "Tego tokenu nie ma. Sprawdź, czy jest cały."),
        Refusal::Revoked { name } => {
            (name, "token unieważniony", "Ten token unieważniono. Poproś administratora o nowy.")
        }
        Refusal::Expired { name } => {
            (name, "token po terminie", "Ten token stracił ważność. Poproś administratora o nowy.")
        }
    };
    tracing::warn!(%client, token = object, detail, "refused a token");
    let by = By {
        name: if object.is_empty() { "nieznany".to_owned() } else { object.clone() },
        role: None,
        origin: client.to_string(),
    };
    let (at, action, detail) = (state.now(), Action::SignInFailed, detail.to_owned());
    let entry = AuditEntry { at, by, action, object, detail };
    match state.journal(move |journal| journal.audit(&entry)).await {
        Ok(()) => Problem::saying(ProblemKind::Unauthorized, advice),
        Err(problem) => problem,
    }
}

/// The token of an `Authorization: Bearer …` header. Other schemes may be meant for a proxy before us.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().unwrap_or("Bearer ?");
    let (scheme, token) = value.trim().split_once(' ').unwrap_or((value.trim(), ""));
    scheme.eq_ignore_ascii_case("bearer").then_some(token)
}

impl FromRequestParts<State> for Peer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.extensions, &parts.headers, state.access()))
    }
}

fn entered(parts: &Parts) -> Result<&Entered, Problem> {
    // Only a route that the gate leaves open has nobody.
    parts.extensions.get().ok_or_else(|| Problem::new(ProblemKind::Unauthorized))
}

impl FromRequestParts<State> for Entered {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &State) -> Result<Self, Problem> {
        entered(parts).cloned()
    }
}

/// Somebody who may write dictionaries: DK-03, who writes what they describe, and DK-05, who keeps them.
#[derive(Debug, Clone)]
pub(in crate::http) struct Keeper(pub Entered);

impl FromRequestParts<State> for Keeper {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &State) -> Result<Self, Problem> {
        let entered = entered(parts)?;
        let role = entered.actor.role;
        if role.may(Role::Editor) || role.may(Role::Analyst) {
            Ok(Self(entered.clone()))
        } else {
            Err(Problem::forbidden(Role::Editor))
        }
    }
}

macro_rules! role {
    ($(#[doc = $doc:literal] $name:ident;)*) => {$(
        #[doc = $doc]
        #[derive(Debug, Clone)]
        #[allow(dead_code)]
        pub(in crate::http) struct $name(pub Actor);

        impl FromRequestParts<State> for $name {
            type Rejection = Problem;

            async fn from_request_parts(parts: &mut Parts, _state: &State) -> Result<Self, Problem> {
                let actor = &entered(parts)?.actor;
                if actor.role.may(Role::$name) {
                    Ok(Self(actor.clone()))
                } else {
                    Err(Problem::forbidden(Role::$name))
                }
            }
        }
    )*};
}

role! {
    /// Somebody who works here.
    Agent;
    /// Somebody who may write articles.
    Editor;
    /// Somebody who may read reports and keep dictionaries.
    Analyst;
    /// Somebody who may do everything.
    Admin;
}

#[cfg(test)]
mod tests;
