//! `GET /api/v1/audit`: who did what, when, to what.

use axum::extract::State as Shared;
use axum::response::Response;
use serde_json::json;
use utoipa::IntoParams;

use super::table::{Column, Days, Format, Table, moment};
use crate::http::State;
use crate::http::gate::auth::Admin;
use crate::http::wire::params::Params;
use crate::http::wire::problem::Problem;
use crate::http::wire::vocabulary;
use crate::journal::people::audit::Action;

/// What can be asked of the trail.
// Documentation of the query string; `Params` reads it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code)]
pub(in crate::http::api) struct AuditQuery {
    /// First day; thirty days by default.
    #[param(format = Date, example = "2026-11-01")]
    from: Option<String>,
    /// Last day, inside; today by default.
    #[param(format = Date, example = "2026-11-20")]
    to: Option<String>,
    /// `json`, `csv` (RFC 4180) or `excel`.
    #[param(schema_with = vocabulary::table_format)]
    format: Option<String>,
}

const COLUMNS: &[Column] = &[
    ("seq", "Numer"),
    ("at", "Kiedy"),
    ("who", "Kto"),
    ("role", "Rola"),
    ("origin", "Skąd"),
    ("action", "Kod czynności"),
    ("what", "Czynność"),
    ("object", "Czego dotyczy"),
    ("detail", "Szczegóły"),
];

/// Export the audit trail
///
/// Oldest first, without gaps in `seq`: the database refuses to change or remove a line. Rows have `seq`, `at`, `who`,
/// `role` (null on the command line or where nobody was signed in), `origin`, `action` (a stable code such as
/// `token.create`), `what` (the same in Polish), `object`, `detail`.
#[utoipa::path(get, path = "/api/v1/audit", operation_id = "read_audit_trail", tag = "access", params(AuditQuery),
    security(("token" = ["admin"])), responses(
    (status = 200, description = "JSON, or CSV as asked", content((super::reports::ReportBody = "application/json"), (String = "text/csv")),
            headers(("Content-Disposition" = String, description = "How the file is called, of CSV"))),
    (status = 400, description = "A parameter is out of bounds"),
    (status = 403, description = "For administrators"),
))]
pub(in crate::http::api) async fn audit(
    Shared(state): Shared<State>,
    Admin(_): Admin,
    params: Params,
) -> Result<Response, Problem> {
    let format = Format::read(&params)?;
    let days = Days::read(&params, state.today())?;
    let span = days.span(&state);
    let trail = state.journal(move |journal| journal.audit_trail(span.from, span.until)).await?;
    let words =
        |code: &str| Action::ALL.iter().find(|action| action.code() == code).map(|action| action.words());
    let rows = trail.into_iter().map(|line| {
        vec![
            json!(line.seq),
            moment(&state, line.at),
            json!(line.who),
            json!(line.role),
            json!(line.origin),
            json!(line.action),
            json!(words(&line.action)),
            json!(line.object),
            json!(line.detail),
        ]
    });
    Ok(Table { name: "audit", days, columns: COLUMNS, rows: rows.collect() }.send(format))
}
