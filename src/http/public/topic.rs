//! `/p/temat/{code}`: all that residents may read of one topic, page by page, in the order of its titles.
//!
//! A list, not a search: nothing is asked here, so reports know of no question.

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::civil::Date;

use super::page::{self, Frame};
use super::{Residents, links};
use crate::article::ArticleId;
use crate::article::body::slug::slug;
use crate::article::dictionary::{Category, Dictionaries};
use crate::http::shown::standing;
use crate::http::state::residents::PublicShelf;
use crate::http::wire::problem::{Problem, ProblemKind};
use crate::http::wire::read::params::{PageQuery, Params};
use crate::text::say::{self, Noun};

/// Articles on one page.
const PAGE: usize = 20;

const MATTER: Noun = Noun::new("sprawa", "sprawy", "spraw");

/// Topics that have something for residents, in the order of the dictionary.
pub(super) fn with_articles<'a>(
    shelf: &PublicShelf<'_>,
    dictionaries: &'a Dictionaries,
    today: Date,
) -> Vec<&'a Category> {
    let cards = shelf.cards(today);
    let is_used = |category: &&Category| cards.iter().any(|card| is_in(category, card.category.as_deref()));
    dictionaries.categories.iter().filter(is_used).collect()
}

fn is_in(category: &Category, code: Option<&str>) -> bool {
    code.is_some_and(|code| code.eq_ignore_ascii_case(&category.code))
}

#[derive(Template)]
#[template(path = "public/pages/topic.html")]
struct TopicPage {
    frame: Frame,
    name: String,
    about: String,
    count: String,
    /// Which page of how many, where there are several.
    which: Option<String>,
    matters: Vec<Matter>,
    earlier: Option<String>,
    later: Option<String>,
}

struct Matter {
    url: String,
    title: String,
    summary: Option<String>,
    unit: Option<String>,
    checked: String,
    verified: bool,
}

pub(super) async fn page(
    Shared(residents): Shared<Residents>,
    Path(code): Path<String>,
    Params(PageQuery { page }): Params<PageQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let number = page.unwrap_or(1);
    let today = residents.today();
    let dictionaries = residents.dictionaries();
    let frame = Frame::new(&residents, &headers, "", "");
    let page = residents.ask(move |shelf| TopicPage::new(&shelf, &code, number, today, &dictionaries, frame));
    page::html(&page.await?.ok_or_else(no_topic)?, &headers)
}

/// Says the same of a topic that is not there, that has nothing for residents, and that has fewer pages.
fn no_topic() -> Problem {
    Problem::saying(
        ProblemKind::NotFound,
        "Nie ma takiego tematu. Wybierz inny na stronie głównej albo poszukaj po słowach.",
    )
}

impl TopicPage {
    fn new(
        shelf: &PublicShelf<'_>,
        code: &str,
        number: usize,
        today: Date,
        dictionaries: &Dictionaries,
        frame: Frame,
    ) -> Option<Self> {
        let category = dictionaries.category(code)?;
        let mut listed: Vec<(String, ArticleId)> = shelf
            .cards(today)
            .iter()
            .filter(|card| is_in(category, card.category.as_deref()))
            .map(|card| (slug(&card.title), card.id.clone()))
            .collect();
        listed.sort();
        let pages = listed.len().div_ceil(PAGE);
        if number > pages {
            return None;
        }
        let ids = listed.iter().map(|(_, id)| id).skip((number - 1) * PAGE).take(PAGE);
        let matters = ids.filter_map(|id| Matter::new(shelf, id, today, dictionaries)).collect();
        let at = |number: usize| links::topic(&category.code, number);
        Some(Self {
            frame: Frame {
                title: format!("{} – {}", category.name, frame.title),
                canonical: format!("{}{}", frame.base(), at(number)),
                description: category.opis.clone(),
                ..frame
            },
            name: say::unbroken(&category.name),
            about: say::unbroken(&category.opis),
            count: say::count(listed.len(), MATTER),
            which: (pages > 1).then(|| format!("strona {number} z {pages}")),
            matters,
            earlier: (number > 1).then(|| at(number - 1)),
            later: (number < pages).then(|| at(number + 1)),
        })
    }
}

impl Matter {
    fn new(
        shelf: &PublicShelf<'_>,
        id: &ArticleId,
        today: Date,
        dictionaries: &Dictionaries,
    ) -> Option<Self> {
        let article = shelf.get(id, today)?.article;
        let unit = article.unit.as_deref().and_then(|code| dictionaries.unit(code));
        Some(Self {
            url: links::page(id.as_str()),
            title: say::unbroken(&article.title),
            summary: article.summary.as_deref().map(say::unbroken),
            unit: unit.map(|unit| say::unbroken(&unit.name)),
            checked: standing::checked(article.verified),
            verified: article.verified.is_some(),
        })
    }
}
