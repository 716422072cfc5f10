//! `GET /api/v1/reports/…`: what was asked, found, told and reported, by day on the city's clocks.

use std::collections::HashMap;

use axum::extract::{Path, State as Shared};
use axum::response::Response;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};

use super::table::{Column, Days, Table, TableQuery, moment};
use crate::http::State;
use crate::http::gate::auth::Analyst;
use crate::http::shown::missing::missing;
use crate::http::wire::problem::{Problem, ProblemKind};
use crate::http::wire::read::params::Params;
use crate::http::wire::read::value;
use crate::http::wire::vocabulary;
use crate::journal::reports::{ArticleCount, Matter, Span, Wanted};
use crate::library::View;

const MOST_ROWS: usize = 10_000;

/// The reports there are.
pub(in crate::http) const REPORTS: [&str; 7] =
    ["questions", "unanswered", "gaps", "articles", "calls", "submissions", "feedback"];

/// What else can be asked of a report.
#[derive(Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(in crate::http::api) struct ReportQuery {
    /// `staff` or `public`: only what agents or residents asked; for `questions`, `unanswered` and `gaps`.
    #[param(schema_with = vocabulary::view)]
    #[serde(deserialize_with = "view")]
    view: Option<View>,
    /// Most rows.
    #[param(minimum = 1, maximum = 10_000, default = 1000)]
    #[serde(deserialize_with = "value::number::<_, 1, MOST_ROWS>")]
    limit: Option<usize>,
}

fn view<'de, D: Deserializer<'de>>(from: D) -> Result<Option<View>, D::Error> {
    value::choice(from, &[View::Staff, View::Public], View::code)
}

/// A report. Which members its rows have depends on the report.
#[derive(ToSchema)]
#[allow(dead_code)]
pub(in crate::http::api) struct ReportBody {
    /// Its name.
    #[schema(example = "questions")]
    report: String,
    /// First day.
    #[schema(format = Date)]
    from: String,
    /// Last day, inside.
    #[schema(format = Date)]
    to: String,
    /// An object each.
    rows: Vec<serde_json::Map<String, Value>>,
}

/// What a report needs to be made.
struct Wish {
    days: Days,
    span: Span,
    limit: usize,
    view: Option<&'static str>,
}

/// Read a report
///
/// - `questions`: what was asked most often, with how often it was answered: `question`, `asked`, `confident`,
///   `nothing`, `top`, `last`
/// - `unanswered`: what found nothing, or nothing sure: `question`, `asked`, `nothing`, `unsure`, `nearest`, `last`
/// - `gaps`: what was asked for and is not there, what was missed most first: `article` and `fact`, or where no article
///   is surely about it the `words` that its questions share and the `nearest`; `title` of the one or the other, `asked`,
///   `requested`, `last`, `example`
/// - `articles`: every article with what it was good for, the never found ones last: `article`, `title`, `first`,
///   `confident`, `calls`, `helpful`, `not_helpful`, `errors`
/// - `calls`: by category and outcome: `category`, `outcome`, `calls`, `seconds`, `mean_seconds`, `longest_seconds`
/// - `submissions`: newest first: `id`, `at`, `kind`, `category`, `unit`, `place`, `text`
/// - `feedback`: newest first: `id`, `at`, `kind`, `article`, `fact`, `question`, `text`
///
/// Texts are without personal data. What was typed within the last seconds is in it.
#[utoipa::path(get, path = "/api/v1/reports/{report}", operation_id = "read_report", tag = "reports",
    security(("token" = ["analyst", "admin"])),
    params(("report" = String, Path, description = "Which one"), TableQuery, ReportQuery),
    responses(
        (status = 200, description = "JSON, or CSV as asked", content((ReportBody = "application/json"), (String = "text/csv")),
            headers(("Content-Disposition" = String, description = "How the file is called, of CSV"))),
        (status = 400, description = "A parameter is out of bounds"),
        (status = 403, description = "For analysts and administrators"),
        (status = 404, description = "There is no such report"),
    ))]
pub(in crate::http::api) async fn report(
    Shared(state): Shared<State>,
    Analyst(_): Analyst,
    Path(report): Path<String>,
    Params(asked): Params<TableQuery>,
    Params(ReportQuery { view, limit }): Params<ReportQuery>,
) -> Result<Response, Problem> {
    let days = asked.days(state.today())?;
    let wish =
        Wish { days, span: days.span(&state), limit: limit.unwrap_or(1_000), view: view.map(View::code) };
    // What was asked a moment ago belongs to it.
    state.written().await;
    let table = match report.as_str() {
        "questions" => questions(&state, &wish).await?,
        "unanswered" => unanswered(&state, &wish).await?,
        "gaps" => gaps(&state, &wish).await?,
        "articles" => articles(&state, &wish).await?,
        "calls" => calls(&state, &wish).await?,
        "submissions" => submissions(&state, &wish).await?,
        "feedback" => feedback(&state, &wish).await?,
        _ => {
            return Err(Problem::saying(
                ProblemKind::NotFound,
                format!("Nie ma takiego raportu. Są: {}.", REPORTS.join(", ")),
            ));
        }
    };
    Ok(table.send(asked.format))
}

async fn questions(state: &State, wish: &Wish) -> Result<Table, Problem> {
    const COLUMNS: &[Column] = &[
        ("question", "Pytanie"),
        ("asked", "Ile razy"),
        ("confident", "Pewna odpowiedź"),
        ("nothing", "Nic nie znaleziono"),
        ("top", "Pierwszy wynik"),
        ("last", "Ostatnio"),
    ];
    let (span, limit) = (wish.span, wish.limit);
    let wanted = Wanted { unanswered: false, view: wish.view };
    let counts = state.journal(move |journal| journal.top_questions(span, wanted, limit)).await?;
    let rows = counts.into_iter().map(|count| {
        vec![
            json!(count.question),
            json!(count.asked),
            json!(count.confident),
            json!(count.nothing),
            json!(count.top),
            moment(state, count.last),
        ]
    });
    Ok(Table { name: "questions", days: wish.days, columns: COLUMNS, rows: rows.collect() })
}

async fn unanswered(state: &State, wish: &Wish) -> Result<Table, Problem> {
    const COLUMNS: &[Column] = &[
        ("question", "Pytanie"),
        ("asked", "Ile razy"),
        ("nothing", "Nic nie znaleziono"),
        ("unsure", "Bez pewnej odpowiedzi"),
        ("nearest", "Najbliższy artykuł"),
        ("last", "Ostatnio"),
    ];
    let (span, limit) = (wish.span, wish.limit);
    let wanted = Wanted { unanswered: true, view: wish.view };
    let counts = state.journal(move |journal| journal.top_questions(span, wanted, limit)).await?;
    let rows = counts.into_iter().map(|count| {
        vec![
            json!(count.question),
            json!(count.asked),
            json!(count.nothing),
            json!(count.asked - count.confident - count.nothing),
            json!(count.top),
            moment(state, count.last),
        ]
    });
    Ok(Table { name: "unanswered", days: wish.days, columns: COLUMNS, rows: rows.collect() })
}

async fn gaps(state: &State, wish: &Wish) -> Result<Table, Problem> {
    const COLUMNS: &[Column] = &[
        ("article", "Artykuł"),
        ("title", "Tytuł"),
        ("fact", "Czego nie podaje"),
        ("words", "Sprawa bez artykułu"),
        ("nearest", "Najbliższy artykuł"),
        ("asked", "Ile razy"),
        ("requested", "Prośby konsultantów"),
        ("last", "Ostatnio"),
        ("example", "Przykładowe pytanie"),
    ];
    let rows = missing(state, wish.span, wish.view, wish.limit).await?.into_iter().map(|gap| {
        let (article, fact, words) = match gap.matter {
            Matter::Fact { article, fact } => (Some(article), fact, None),
            Matter::Words(words) => (None, None, Some(words)),
        };
        vec![
            json!(article),
            json!(gap.title),
            json!(fact),
            json!(words),
            json!(gap.nearest),
            json!(gap.asked),
            json!(gap.requested),
            moment(state, gap.last),
            json!(gap.example),
        ]
    });
    Ok(Table { name: "gaps", days: wish.days, columns: COLUMNS, rows: rows.collect() })
}

async fn articles(state: &State, wish: &Wish) -> Result<Table, Problem> {
    const COLUMNS: &[Column] = &[
        ("article", "Artykuł"),
        ("title", "Tytuł"),
        ("first", "Pierwszy w wynikach"),
        ("confident", "Jako pewna odpowiedź"),
        ("calls", "W rozmowach"),
        ("helpful", "Pomógł"),
        ("not_helpful", "Nie pomógł"),
        ("errors", "Zgłoszone błędy"),
    ];
    let span = wish.span;
    let counts = state.journal(move |journal| journal.article_counts(span)).await?;
    let titles = state.ask(|knowledge| knowledge.titles()).await?;
    let mut titles: HashMap<String, String> =
        titles.into_iter().map(|(id, title)| (id.to_string(), title)).collect();
    let mut rows: Vec<(ArticleCount, Option<String>)> =
        counts.into_iter().map(|count| (titles.remove(&count.article), count)).map(|(t, c)| (c, t)).collect();
    // Those that are left nobody found, read out or spoke of.
    rows.extend(
        titles
            .into_iter()
            .map(|(article, title)| (ArticleCount { article, ..ArticleCount::default() }, Some(title))),
    );
    rows.sort_by(|(a, _), (b, _)| (b.calls, b.first, &a.article).cmp(&(a.calls, a.first, &b.article)));
    rows.truncate(wish.limit);
    let rows = rows.into_iter().map(|(count, title)| {
        vec![
            json!(count.article),
            json!(title),
            json!(count.first),
            json!(count.confident),
            json!(count.calls),
            json!(count.helpful),
            json!(count.not_helpful),
            json!(count.errors),
        ]
    });
    Ok(Table { name: "articles", days: wish.days, columns: COLUMNS, rows: rows.collect() })
}

async fn calls(state: &State, wish: &Wish) -> Result<Table, Problem> {
    const COLUMNS: &[Column] = &[
        ("category", "Kategoria"),
        ("outcome", "Wynik"),
        ("calls", "Rozmowy"),
        ("seconds", "Sekundy razem"),
        ("mean_seconds", "Średnio sekund"),
        ("longest_seconds", "Najdłuższa"),
    ];
    let span = wish.span;
    let counts = state.journal(move |journal| journal.call_counts(span)).await?;
    let rows = counts.into_iter().map(|count| {
        // Half up, as people round.
        let mean = (2 * count.seconds + count.calls) / (2 * count.calls).max(1);
        vec![
            json!(count.category),
            json!(count.outcome),
            json!(count.calls),
            json!(count.seconds),
            json!(mean),
            json!(count.longest),
        ]
    });
    Ok(Table { name: "calls", days: wish.days, columns: COLUMNS, rows: rows.collect() })
}

async fn submissions(state: &State, wish: &Wish) -> Result<Table, Problem> {
    const COLUMNS: &[Column] = &[
        ("id", "Numer"),
        ("at", "Kiedy"),
        ("kind", "Rodzaj"),
        ("category", "Kategoria"),
        ("unit", "Jednostka"),
        ("place", "Miejsce"),
        ("text", "Treść"),
    ];
    let (span, limit) = (wish.span, wish.limit);
    let found = state.journal(move |journal| journal.submissions(span, limit)).await?;
    let rows = found.into_iter().map(|row| {
        vec![
            json!(row.id),
            moment(state, row.at),
            json!(row.kind),
            json!(row.category),
            json!(row.unit),
            json!(row.place),
            json!(row.text),
        ]
    });
    Ok(Table { name: "submissions", days: wish.days, columns: COLUMNS, rows: rows.collect() })
}

async fn feedback(state: &State, wish: &Wish) -> Result<Table, Problem> {
    const COLUMNS: &[Column] = &[
        ("id", "Numer"),
        ("at", "Kiedy"),
        ("kind", "Rodzaj"),
        ("article", "Artykuł"),
        ("fact", "Czego nie podaje"),
        ("question", "Pytanie"),
        ("text", "Treść"),
    ];
    let (span, limit) = (wish.span, wish.limit);
    let found = state.journal(move |journal| journal.feedback(span, limit)).await?;
    let rows = found.into_iter().map(|row| {
        vec![
            json!(row.id),
            moment(state, row.at),
            json!(row.kind),
            json!(row.article),
            json!(row.fact),
            json!(row.question),
            json!(row.text),
        ]
    });
    Ok(Table { name: "feedback", days: wish.days, columns: COLUMNS, rows: rows.collect() })
}
