//! Who asks, and whether they may: each handler that needs a role takes it as an argument, so that a route without
//! a check does not compile into one with somebody's rights.
//!
//! With no token configured the server listens to its own machine alone, and whoever sits there may do everything.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::State;
use super::problem::Problem;
use crate::journal::{Actor, Role};

/// Somebody who works here.
#[derive(Debug, Clone)]
pub(super) struct Agent(pub Actor);

/// Somebody who may write articles.
#[derive(Debug, Clone)]
pub(super) struct Editor(pub Actor);

/// Somebody who may read reports and keep dictionaries.
#[derive(Debug, Clone)]
pub(super) struct Analyst(pub Actor);

/// Somebody who may do everything.
#[derive(Debug, Clone)]
pub(super) struct Admin(pub Actor);

async fn actor(_parts: &mut Parts, _state: &State) -> Result<Actor, Problem> {
    Ok(Actor { name: "ten komputer".to_owned(), role: Role::Admin })
}

macro_rules! role {
    ($name:ident) => {
        impl FromRequestParts<State> for $name {
            type Rejection = Problem;

            async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
                let actor = actor(parts, state).await?;
                if actor.role.may(Role::$name) {
                    Ok(Self(actor))
                } else {
                    Err(Problem::forbidden(Role::$name))
                }
            }
        }
    };
}
role!(Agent);
role!(Editor);
role!(Analyst);
role!(Admin);
