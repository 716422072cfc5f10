//! `/redakcja/braki`: what was asked for and is not there, each with the way to add it.

use askama::Template;
use axum::extract::State as Shared;
use axum::response::Response;
use jiff::Span as Days;
use serde::Deserialize;

use super::{Frame, city_time, html};
use crate::http::State;
use crate::http::gate::auth::Editor;
use crate::http::shown::missing::{Missing, missing};
use crate::http::wire::address::encode;
use crate::http::wire::problem::Problem;
use crate::http::wire::read::params::Params;
use crate::http::wire::read::value;
use crate::journal::reports::{Matter, Span};
use crate::text::mask;
use crate::text::say::{self, Noun};

/// Rows on the page; whoever has closed these has done a good deal.
const ROWS: usize = 100;

/// Periods to look at, in days.
const PERIODS: [usize; 3] = [7, 30, 90];

#[derive(Template)]
#[template(path = "desk/pages/gaps.html")]
struct GapsPage {
    frame: Frame,
    periods: Vec<Period>,
    heading: String,
    rows: Vec<Row>,
}

struct Period {
    name: String,
    url: String,
    current: bool,
}

struct Row {
    /// The fact, or the question that was asked.
    what: String,
    /// The article that lacks it.
    of: Option<String>,
    /// The nearest article, where none is surely about it: its address and its title.
    nearest: Option<(String, String)>,
    /// Where it can be added.
    url: String,
    /// What the link does.
    deed: &'static str,
    asked: String,
    /// Empty where no agent asked for it.
    requested: String,
    last: String,
    example: Option<String>,
}

const QUESTION: Noun = Noun::new("pytanie", "pytania", "pytań");
const REQUEST: Noun = Noun::new("prośba konsultanta", "prośby konsultantów", "próśb konsultantów");
const MISSING: Noun = Noun::new("sprawa", "sprawy", "spraw");

/// Over how many days.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Since {
    #[serde(deserialize_with = "value::number::<_, 1, 400>")]
    dni: Option<usize>,
}

pub(super) async fn page(
    Shared(state): Shared<State>,
    Editor(by): Editor,
    Params(Since { dni }): Params<Since>,
) -> Result<Response, Problem> {
    let days = dni.unwrap_or(30);
    let today = state.today();
    let first = today.checked_sub(Days::new().days(days as i64 - 1)).unwrap_or(today);
    let after = today.tomorrow().unwrap_or(today);
    let span = Span { from: state.start_of(first), until: state.start_of(after) };
    // What was asked a moment ago belongs to it.
    state.written().await;
    let missing = missing(&state, span, None, ROWS).await?;
    let period = |one: usize| Period {
        name: format!("Ostatnie {one}\u{a0}dni"),
        url: format!("/redakcja/braki?dni={one}"),
        current: one == days,
    };
    let page = GapsPage {
        frame: Frame::new("Czego szukano i nie było", "braki", &by.name),
        periods: PERIODS.into_iter().map(period).collect(),
        heading: say::count(missing.len(), MISSING),
        rows: missing.into_iter().map(Row::from).collect(),
    };
    Ok(html(&page))
}

impl From<Missing> for Row {
    fn from(missing: Missing) -> Self {
        let many = |count: i64| usize::try_from(count).unwrap_or(0);
        let title = missing.title.as_deref().map(say::unbroken);
        let (what, of, url, deed, example) = match missing.matter {
            Matter::Fact { article, fact } => (
                fact.map_or_else(|| "fakt, o który pytano".to_owned(), |fact| say::unbroken(&fact)),
                Some(title.clone().unwrap_or_else(|| article.clone())),
                format!("/redakcja/{article}"),
                "Uzupełnij artykuł",
                missing.example.as_deref().map(say::unbroken),
            ),
            Matter::Words(words) => {
                // Masked already; once more, because it goes into an address.
                let asked = mask(missing.example.as_deref().unwrap_or(&words)).to_string();
                let url = format!("/redakcja/nowy?pytanie={}", encode(&asked));
                (format!("„{}”", say::unbroken(&asked)), None, url, "Napisz artykuł", None)
            }
        };
        Self {
            what,
            nearest: missing
                .nearest
                .zip(title)
                .filter(|_| of.is_none())
                .map(|(id, title)| (format!("/redakcja/{id}"), title)),
            of,
            url,
            deed,
            asked: say::count(many(missing.asked), QUESTION),
            requested: match many(missing.requested) {
                0 => String::new(),
                count => say::count(count, REQUEST),
            },
            last: say::date(city_time(missing.last).date()),
            example,
        }
    }
}
