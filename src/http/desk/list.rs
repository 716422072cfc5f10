//! `/redakcja`: every article, with what has to be done about it.

use std::collections::HashSet;

use askama::Template;
use axum::extract::State as Shared;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

use super::{Frame, html, when};
use crate::article::{self, ArticleId, Status};
use crate::http::State;
use crate::http::gate::auth::Editor;
use crate::http::wire::problem::Problem;
use crate::http::wire::read::params::{PageQuery, Params};
use crate::http::wire::read::value;
use crate::library::desk::catalogue::{Catalogue, CatalogueEntry, Filter, Looking, Order};
use crate::text::say::{self, ARTICLE};

/// Articles on one page.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "desk/pages/list.html")]
struct ListPage {
    frame: Frame,
    tabs: Vec<Tab>,
    filter: &'static str,
    query: String,
    order: &'static str,
    orders: Vec<(&'static str, &'static str)>,
    heading: String,
    /// What to say where there is nothing to list.
    empty: &'static str,
    rows: Vec<Row>,
    earlier: Option<String>,
    later: Option<String>,
    place: String,
}

struct Tab {
    name: &'static str,
    url: String,
    count: String,
    current: bool,
}

struct Row {
    title: String,
    /// Empty where there is nothing to open: a file that never was an article.
    url: String,
    history: String,
    unit: Option<String>,
    status: &'static str,
    status_kind: &'static str,
    waiting: Option<String>,
    public: bool,
    is_article: bool,
    /// What has to be done about it, in words.
    cautions: Vec<String>,
    last: Option<String>,
}

/// Which articles, in which order.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ListQuery {
    #[serde(rename = "filtr", deserialize_with = "value::code")]
    filter: Option<String>,
    #[serde(rename = "porzadek", deserialize_with = "value::code")]
    order: Option<String>,
    #[serde(deserialize_with = "value::question")]
    q: String,
}

pub(super) async fn page(
    Shared(state): Shared<State>,
    Editor(by): Editor,
    Params(ListQuery { filter, order, q: query }): Params<ListQuery>,
    Params(PageQuery { page: number }): Params<PageQuery>,
) -> Result<Response, Problem> {
    let filter =
        Filter::ALL.into_iter().find(|one| Some(slug(*one)) == filter.as_deref()).unwrap_or(Filter::All);
    let order = ORDERS.into_iter().find(|(_, slug, _)| Some(*slug) == order.as_deref()).unwrap_or(ORDERS[0]);
    let (words, name, today) = (query.clone(), by.name.clone(), state.today());
    let found = state.journal(|journal| journal.found_first()).await?;
    let found: Option<HashSet<ArticleId>> =
        found.map(|found| found.into_iter().filter_map(ArticleId::new).collect());
    let counted = found.is_some();
    let (catalogue, four_eyes) = state
        .publish(move |publisher, moment| {
            let reader = Looking { name: &name, today: moment.today, found: found.as_ref() };
            let catalogue = publisher.library().catalogue(publisher.store(), filter, &words, order.0, reader);
            catalogue.map(|catalogue| (catalogue, publisher.rules().four_eyes))
        })
        .await?;
    let look = Look { who: &by.name, today, counted, four_eyes };
    let page = ListPage::new(&catalogue, (filter, order, number.unwrap_or(1)), &query, look);
    Ok(html(&page))
}

const ORDERS: [(Order, &str, &str); 4] = [
    (Order::Title, "tytul", "według tytułu"),
    (Order::Changed, "zmiana", "ostatnio zmienione"),
    (Order::Review, "termin", "najdawniej po terminie"),
    (Order::Unit, "jednostka", "według jednostki"),
];

/// Who looks, when, and what is known.
struct Look<'a> {
    who: &'a str,
    today: Date,
    /// Whether anybody counts which articles questions lead to.
    counted: bool,
    four_eyes: bool,
}

impl ListPage {
    fn new(
        catalogue: &Catalogue,
        (filter, order, number): (Filter, (Order, &'static str, &'static str), usize),
        query: &str,
        Look { who, today, counted, four_eyes }: Look<'_>,
    ) -> Self {
        let address = |filter: Filter, number: usize| {
            let mut pairs = vec![("filtr", slug(filter).to_owned())];
            if !query.is_empty() {
                pairs.push(("q", query.to_owned()));
            }
            if order.0 != Order::Title {
                pairs.push(("porzadek", order.1.to_owned()));
            }
            if number > 1 {
                pairs.push(("strona", number.to_string()));
            }
            let pairs: Vec<String> = pairs
                .into_iter()
                .map(|(key, value)| format!("{key}={}", crate::http::wire::address::encode(&value)))
                .collect();
            format!("/redakcja?{}", pairs.join("&"))
        };
        let tabs = Filter::ALL.into_iter().map(|one| Tab {
            name: name(one),
            url: address(one, 1),
            count: match catalogue.counts.get(&one) {
                _ if one == Filter::NeverFound && !counted => "–".to_owned(),
                count => say::thousands(count.copied().unwrap_or(0)),
            },
            current: one == filter,
        });
        let tabs = tabs.collect();
        let total = catalogue.entries.len();
        let pages = total.div_ceil(PAGE).max(1);
        let number = number.min(pages);
        let rows = catalogue.entries.iter().skip((number - 1) * PAGE).take(PAGE);
        let heading = if query.is_empty() {
            format!("{}: {}", name(filter), say::count(total, ARTICLE))
        } else {
            format!("{}, „{query}” w tytule: {}", name(filter), say::count(total, ARTICLE))
        };
        Self {
            frame: Frame::new("Artykuły", "lista", who),
            tabs,
            filter: slug(filter),
            query: query.to_owned(),
            order: order.1,
            orders: ORDERS.into_iter().map(|(_, slug, name)| (slug, name)).collect(),
            heading,
            empty: empty(filter, query, counted),
            rows: rows.map(|entry| Row::new(entry, today, four_eyes)).collect(),
            earlier: (number > 1).then(|| address(filter, number - 1)),
            later: (number < pages).then(|| address(filter, number + 1)),
            place: if pages > 1 { format!("Strona {number} z {pages}") } else { String::new() },
        }
    }
}

impl Row {
    fn new(entry: &CatalogueEntry, today: Date, four_eyes: bool) -> Self {
        let mut cautions = Vec::new();
        if let Some(article::Problem { path, line, message, .. }) = &entry.broken {
            let line = (*line).max(1);
            let meanwhile =
                if entry.is_article { "; do czasu poprawy działa ostatnia dobra wersja" } else { "" };
            cautions.push(format!("zepsuty plik {path}, wiersz {line}: {message}{meanwhile}"));
        }
        if entry.is_stale(today)
            && let Some(day) = entry.review_by
        {
            cautions.push(format!("po terminie od {}", say::date(day)));
        }
        if four_eyes && entry.is_by_hand() {
            cautions.push("zmieniony poza redakcją".to_owned());
        }
        if entry.is_unverified() {
            cautions.push("niepotwierdzony".to_owned());
        }
        Self {
            title: say::unbroken(&entry.title),
            // There is nothing to edit where the file is gone, and everything to bring back.
            url: if entry.gone {
                format!("/redakcja/{}/historia", entry.id)
            } else if entry.is_article {
                format!("/redakcja/{}", entry.id)
            } else {
                String::new()
            },
            history: format!("/redakcja/{}/historia", entry.id),
            unit: entry.unit.clone(),
            status: if entry.gone { "usunięty poza redakcją" } else { entry.status.name() },
            status_kind: entry.status.code(),
            waiting: entry.waiting.as_ref().map(|(status, revision)| {
                let what = if *status == Status::Review {
                    "nowa wersja do sprawdzenia"
                } else {
                    "szkic nowej wersji"
                };
                format!("{what} ({})", revision.author)
            }),
            public: entry.public,
            is_article: entry.is_article,
            cautions,
            last: entry.last.as_ref().map(|last| format!("{}, {}", last.author, when(last.at))),
        }
    }
}

fn slug(filter: Filter) -> &'static str {
    match filter {
        Filter::All => "wszystkie",
        Filter::Broken => "zepsute",
        Filter::Stale => "po-terminie",
        Filter::Unverified => "niepotwierdzone",
        Filter::Review => "do-sprawdzenia",
        Filter::Drafts => "szkice",
        Filter::NeverFound => "nigdy-nie-znalezione",
        Filter::Mine => "moje",
        Filter::Archived => "wycofane",
        Filter::Gone => "usuniete",
    }
}

fn name(filter: Filter) -> &'static str {
    match filter {
        Filter::All => "Wszystkie",
        Filter::Broken => "Zepsute",
        Filter::Stale => "Po terminie",
        Filter::Unverified => "Niepotwierdzone",
        Filter::Review => "Do sprawdzenia",
        Filter::Drafts => "Szkice",
        Filter::NeverFound => "Nigdy nie znalezione",
        Filter::Mine => "Moje",
        Filter::Archived => "Wycofane",
        Filter::Gone => "Usunięte",
    }
}

fn empty(filter: Filter, query: &str, counted: bool) -> &'static str {
    match filter {
        _ if !query.is_empty() => {
            "Żaden tytuł nie pasuje. Wpisz początek innego słowa albo przejdź do „Wszystkie”."
        }
        Filter::NeverFound if !counted => {
            "Jeszcze nie wiadomo: dziennik pytań dopiero się zapełnia. Zajrzyj tu po pierwszym tygodniu pracy."
        }
        Filter::All => "Nie ma jeszcze żadnego artykułu. Zacznij od „Nowy artykuł” albo „Wczytaj dokument”.",
        Filter::Broken => "Każdy plik w kb/ da się odczytać.",
        Filter::Stale => "Żadnemu artykułowi nie minął termin sprawdzenia.",
        Filter::Unverified => "Wszystkie opublikowane artykuły są sprawdzone.",
        Filter::Review => "Nic nie czeka na sprawdzenie.",
        Filter::Drafts => "Nie ma żadnego szkicu.",
        Filter::NeverFound => "Każdy artykuł ktoś już znalazł.",
        Filter::Mine => "Nie ma artykułów, które zmieniono ostatnio pod Twoim nazwiskiem.",
        Filter::Archived => "Nie ma wycofanych artykułów.",
        Filter::Gone => "Żadnego pliku nie usunięto poza redakcją.",
    }
}
