//! The counters behind `/metrics`. Labels are routes and statuses, never words of a question.

use std::fmt;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use crate::library::View;

/// From a cached page to a request that is about to be given up.
const LATENCIES: [f64; 13] =
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: String,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    view: &'static str,
}

impl From<View> for Asked {
    fn from(view: View) -> Self {
        Self {
            view: match view {
                View::Staff => "staff",
                View::Public => "public",
            },
        }
    }
}

/// All counters of a server.
pub(in crate::http) struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    latency: Family<Route, Histogram, fn() -> Histogram>,
    search: Family<Asked, Histogram, fn() -> Histogram>,
    nothing_found: Family<Asked, Counter>,
    not_confident: Family<Asked, Counter>,
    articles: Gauge,
    rejected: Gauge,
}

impl Metrics {
    pub(in crate::http) fn new() -> Self {
        let histogram: fn() -> Histogram = || Histogram::new(LATENCIES);
        let mut registry = Registry::with_prefix("drogowskaz");
        let requests = Family::default();
        let latency = Family::new_with_constructor(histogram);
        let search = Family::new_with_constructor(histogram);
        let nothing_found = Family::default();
        let not_confident = Family::default();
        let articles = Gauge::default();
        let rejected = Gauge::default();
        registry.register("http_requests", "Answered requests by route and status", requests.clone());
        registry.register_with_unit(
            "http_request_duration",
            "Time to answer by route",
            Unit::Seconds,
            latency.clone(),
        );
        registry.register_with_unit(
            "search_duration",
            "Time in the engine, without waiting for a turn",
            Unit::Seconds,
            search.clone(),
        );
        registry.register("search_nothing_found", "Questions without a hit", nothing_found.clone());
        registry.register(
            "search_not_confident",
            "Questions with hits but no sure answer",
            not_confident.clone(),
        );
        registry.register("articles_indexed", "Articles in the index", articles.clone());
        registry.register(
            "articles_rejected",
            "Files of articles that cannot be used as they are; the last good version is served",
            rejected.clone(),
        );
        Self { registry, requests, latency, search, nothing_found, not_confident, articles, rejected }
    }

    pub(in crate::http) fn answered(&self, method: &str, route: &str, status: u16, took: Duration) {
        // Anybody may invent methods; the counters must not grow with them.
        let method = if matches!(method, "GET" | "HEAD" | "POST" | "PUT" | "DELETE" | "OPTIONS") {
            method
        } else {
            "other"
        };
        let labels = Answered { method: method.to_owned(), route: route.to_owned(), status };
        self.requests.get_or_create(&labels).inc();
        self.latency.get_or_create(&Route { route: route.to_owned() }).observe(took.as_secs_f64());
    }

    pub(in crate::http) fn searched(&self, view: View, took: Duration, hits: usize, confident: bool) {
        let asked = Asked::from(view);
        self.search.get_or_create(&asked).observe(took.as_secs_f64());
        match (hits, confident) {
            (0, _) => drop(self.nothing_found.get_or_create(&asked).inc()),
            (_, false) => drop(self.not_confident.get_or_create(&asked).inc()),
            _ => {}
        }
    }

    pub(in crate::http) fn text(&self, articles: usize, rejected: usize) -> Result<String, fmt::Error> {
        self.articles.set(i64::try_from(articles).unwrap_or(i64::MAX));
        self.rejected.set(i64::try_from(rejected).unwrap_or(i64::MAX));
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}
