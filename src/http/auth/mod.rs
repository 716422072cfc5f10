//! Who asks, and whether they may.
//!
//! [`gate`] stands before every route and lets through nobody it does not know, except to the addresses of
//! [`doors::is_open`]: a route that somebody adds is closed until it is written down as open. What more than being
//! known a handler needs, it takes as an argument ([`Editor`], [`Admin`]…).
//!
//! There are four ways in, in this order: a token (`Authorization: Bearer`), the cookie of a session that a token
//! began, the header of a single sign-on proxy that the operator named, and, where there are no tokens at all,
//! sitting at this machine. A token that is sent decides alone: a wrong one is refused even if a cookie would do.

mod attempts;
mod doors;
mod origin;
mod proxy;

use axum::extract::{FromRequestParts, Request, State as Shared};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use ipnet::IpNet;

use super::State;
use super::peer::Peer;
use super::problem::{Kind, Problem};
use super::session;
use crate::journal::audit::{Action, By, Entry};
use crate::journal::sessions::{MINUTE, Session, Used};
use crate::journal::tokens::{Admitted, Refusal};
use crate::journal::{Actor, Role, Secret};

pub(super) use attempts::Attempts;
pub(super) use doors::{Door, door};
pub(super) use origin::refuse_cross_site;
pub use proxy::HeaderSignIn;

/// Who is let in besides those with a token, and what the server knows of the proxies before it.
#[derive(Debug, Clone, Default)]
pub struct Access {
    /// Proxies whose headers are believed.
    pub proxies: Vec<IpNet>,
    /// Sign-in by a header that such a proxy sets.
    pub header: Option<HeaderSignIn>,
    /// Whether people reach the server over TLS only, whatever the proxies say.
    pub https: bool,
}

impl Access {
    /// Whether the headers of a proxy at this address are believed.
    pub(super) fn trusts(&self, address: std::net::IpAddr) -> bool {
        self.proxies.iter().any(|network| network.contains(&address))
    }
}

/// Where nobody has to sign in: the person at this machine.
fn this_machine() -> Actor {
    Actor { name: "ten komputer".to_owned(), role: Role::Admin }
}

/// Who was let in, and by which way; an extension of the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entered {
    pub(super) actor: Actor,
    pub(super) way: Way,
    pub(super) peer: Peer,
}

impl Entered {
    /// As the audit trail names them.
    pub(super) fn by(&self) -> By {
        By::actor(&self.actor, self.peer.client.to_string())
    }
}

/// The way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Token,
    Session,
    Proxy,
    Machine,
}

impl Way {
    /// All of them.
    pub(super) const ALL: [Self; 4] = [Self::Token, Self::Session, Self::Proxy, Self::Machine];

    pub(super) fn code(self) -> &'static str {
        match self {
            Way::Token => "token",
            Way::Session => "session",
            Way::Proxy => "proxy",
            Way::Machine => "machine",
        }
    }

    /// Whether a browser goes this way by itself, also when a foreign page sends it.
    fn is_taken_unasked(self) -> bool {
        self != Way::Token
    }
}

/// Middleware: lets in whom the server knows.
pub(super) async fn gate(Shared(state): Shared<State>, request: Request, next: Next) -> Response {
    let peer = Peer::of(request.extensions(), request.headers(), state.access());
    if doors::is_open(request.uri().path(), &peer) {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    match enter(&state, &parts, peer).await {
        Ok(entered) => {
            tracing::debug!(who = entered.actor.name, role = %entered.actor.role, way = entered.way.code(), "let in");
            parts.extensions.insert(entered);
            next.run(Request::from_parts(parts, body)).await
        }
        Err(problem) if problem.kind == Kind::Unauthorized && doors::is_visit(&parts) => {
            let target = parts.uri.path_and_query().map_or("/", |target| target.as_str());
            Redirect::to(&session::sign_in_address(target)).into_response()
        }
        Err(problem) => problem.into_response(),
    }
}

async fn enter(state: &State, parts: &Parts, peer: Peer) -> Result<Entered, Problem> {
    let (actor, way) = know(state, &parts.headers, &peer).await?;
    if way == Way::Machine {
        origin::refuse_foreign_names(&parts.headers, &parts.uri)?;
    }
    if way.is_taken_unasked() {
        refuse_cross_site(&parts.method, &parts.headers)?;
    }
    Ok(Entered { actor, way, peer })
}

async fn know(state: &State, headers: &HeaderMap, peer: &Peer) -> Result<(Actor, Way), Problem> {
    let now = state.now();
    if !state.is_guarded().await? {
        return Ok((this_machine(), Way::Machine));
    }
    if let Some(sent) = bearer(headers) {
        let refusal = match Secret::read(sent) {
            None => Refusal::Unknown,
            Some(secret) => match state.journal(move |journal| journal.bearer(&secret, now)).await? {
                Ok(admitted) => {
                    let Admitted { actor, token, last_used } = admitted;
                    if last_used.is_none_or(|last| now - last >= MINUTE) {
                        state.note_used(Used::Token(token));
                    }
                    return Ok((actor, Way::Token));
                }
                Err(refusal) => refusal,
            },
        };
        return Err(refused(state, peer, refusal).await);
    }
    if let Some(cookie) = session::cookie(headers) {
        let asked = cookie.clone();
        let found = state.journal(move |journal| journal.session(&asked, now)).await?;
        if let Some(Session { admitted, seen }) = found {
            if now - seen >= MINUTE {
                state.note_used(Used::Session(cookie));
                state.note_used(Used::Token(admitted.token));
            }
            return Ok((admitted.actor, Way::Session));
        }
    }
    if peer.by_proxy
        && let Some(sign_in) = &state.access().header
        && let Some(actor) = sign_in.actor(headers)?
    {
        return Ok((actor, Way::Proxy));
    }
    Err(Problem::new(Kind::Unauthorized))
}

/// What follows when somebody comes with a token that opens nothing: it is written down, and whoever goes on trying is
/// told to wait. Others at the same address who have a right one are let in all the same.
pub(super) async fn refused(state: &State, peer: &Peer, refusal: Refusal) -> Problem {
    let client = peer.client;
    if let Err(wait) = state.attempts().failed(client) {
        return Problem::saying(
            Kind::TooMany,
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
    let entry = Entry { at, by, action, object, detail };
    match state.journal(move |journal| journal.audit(&entry)).await {
        Ok(()) => Problem::saying(Kind::Unauthorized, advice),
        Err(problem) => problem,
    }
}

/// The token of an `Authorization: Bearer …` header. Other schemes may be meant for a proxy before us.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().unwrap_or("Bearer ?");
    let (scheme, token) = value.trim().split_once(' ').unwrap_or((value.trim(), ""));
    scheme.eq_ignore_ascii_case("bearer").then_some(token)
}

fn entered(parts: &Parts) -> Result<&Entered, Problem> {
    // Only a route that the gate leaves open has nobody.
    parts.extensions.get().ok_or_else(|| Problem::new(Kind::Unauthorized))
}

impl FromRequestParts<State> for Entered {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &State) -> Result<Self, Problem> {
        entered(parts).cloned()
    }
}

/// Somebody who may write dictionaries: DK-03, who writes what they describe, and DK-05, who keeps them.
#[derive(Debug, Clone)]
pub(super) struct Keeper(pub Entered);

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
        pub(super) struct $name(pub Actor);

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
