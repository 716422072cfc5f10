//! `GET /api/v1/audit`: who did what, when, to what.

use axum::extract::State as Shared;
use axum::response::Response;
use serde_json::json;

use super::table::{Column, Table, TableQuery, moment};
use crate::http::State;
use crate::http::gate::auth::Admin;
use crate::http::wire::problem::Problem;
use crate::http::wire::read::params::Params;
use crate::journal::people::audit::Action;

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
#[utoipa::path(get, path = "/api/v1/audit", operation_id = "read_audit_trail", tag = "access", params(TableQuery),
    security(("token" = ["admin"])), responses(
    (status = 200, description = "JSON, or CSV as asked", content((super::reports::ReportBody = "application/json"), (String = "text/csv")),
            headers(("Content-Disposition" = String, description = "How the file is called, of CSV"))),
    (status = 400, description = "A parameter is out of bounds"),
    (status = 403, description = "For administrators"),
))]
pub(in crate::http::api) async fn audit(
    Shared(state): Shared<State>,
    Admin(_): Admin,
    Params(asked): Params<TableQuery>,
) -> Result<Response, Problem> {
    let days = asked.days(state.today())?;
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
    Ok(Table { name: "audit", days, columns: COLUMNS, rows: rows.collect() }.send(asked.format))
}
