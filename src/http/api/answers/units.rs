//! `GET /api/v1/units`: who answers for what.

use axum::Json;
use axum::extract::State as Shared;
use serde::Serialize;
use utoipa::ToSchema;

use crate::article::dictionary;
use crate::http::State;

/// The units of the city.
#[derive(Debug, Serialize, ToSchema)]
pub struct Units {
    /// In the order of the dictionary.
    pub units: Vec<Unit>,
}

/// A unit: who answers for a matter.
#[derive(Debug, Serialize, ToSchema)]
pub struct Unit {
    /// What articles name it by.
    #[schema(example = "DK-03")]
    pub code: String,
    /// Full name.
    pub name: String,
    /// Department, section, company…
    pub kind: String,
    /// Code of the unit above it.
    #[schema(required)]
    pub parent: Option<String>,
    /// What it does.
    pub scope: Vec<String>,
    /// Telephone numbers.
    pub phones: Vec<String>,
    /// Where it sits.
    #[schema(required)]
    pub address: Option<String>,
    /// Opening hours in the OpenStreetMap syntax.
    #[schema(required)]
    pub hours: Option<String>,
    /// What callers call it.
    pub aliases: Vec<String>,
    /// What it was called before.
    pub formerly: Vec<String>,
    /// `aktualna` or `historyczna`.
    #[schema(required)]
    pub status: Option<String>,
}

impl From<&dictionary::Unit> for Unit {
    fn from(unit: &dictionary::Unit) -> Self {
        let unit = unit.clone();
        Self {
            code: unit.code,
            name: unit.name,
            kind: unit.kind,
            parent: unit.parent,
            scope: unit.scope,
            phones: unit.phones,
            address: unit.address,
            hours: unit.hours,
            aliases: unit.aliases,
            formerly: unit.formerly,
            status: unit.status,
        }
    }
}

/// List the units of the city
#[utoipa::path(get, path = "/api/v1/units", operation_id = "list_units", tag = "units",
    responses((status = 200, description = "The units", body = Units)))]
pub(in crate::http::api) async fn units(Shared(state): Shared<State>) -> Json<Units> {
    Json(Units { units: state.dictionaries().units.iter().map(Unit::from).collect() })
}
