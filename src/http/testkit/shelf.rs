//! A Baza Wiedzy whose answers are chosen by hand, at a moment that does not pass.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use jiff::civil::Date;

use crate::article::body::markdown;
use crate::article::body::markdown::Reader;
use crate::article::dictionary::{Category, Dictionaries, Unit};
use crate::article::facts::open::{self, OnDay, Standing};
use crate::article::force::validity;
use crate::article::{Article, ArticleId, Audience, Facts, Section, Source, Status};
use crate::http::state::clock::Clock;
use crate::http::state::knowledge::Knowledge;
use crate::library::{Served, View};
use crate::search::{
    Answer, Asked, Card, FacetCount, Flag, Hit, Interpretation, Part, Referral, SearchRequest,
    SearchResponse, State as Worth, Suggestion, Why,
};

/// Friday, 20 November 2026, 10:30 in Kraków, always.
pub(in crate::http) struct FixedClock;

impl Clock for FixedClock {
    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::constant(1_795_167_000, 0)
    }

    fn local(&self) -> jiff::civil::DateTime {
        jiff::civil::DateTime::constant(2026, 11, 20, 10, 30, 0, 0)
    }
}

/// Answers chosen by hand. The question decides: `nic` finds nothing, `może` is not sure, `panika` panics; of `luka` the
/// first article does not hold what is asked, `opłata` is a fact that has no entry, `obcy` is somebody else's matter,
/// `jedno i drugie` are two, of which the second lacks a fact, and `wigilia` asks of two days.
pub(in crate::http) struct Shelf {
    pub(in crate::http) hits: Vec<Hit>,
    pub(in crate::http) articles: Vec<Served>,
    pub(in crate::http) dictionaries: Arc<Dictionaries>,
    pub(in crate::http) ready: bool,
    pub(in crate::http) search_takes: Duration,
    pub(in crate::http) version: Arc<AtomicU64>,
}

impl Knowledge for Shelf {
    fn search(&self, view: View, request: &SearchRequest) -> SearchResponse {
        std::thread::sleep(self.search_takes);
        assert!(request.query != "panika", "the cause that nobody outside may read");
        if request.query == "nic" {
            return SearchResponse { did_you_mean: Some("niania".into()), ..SearchResponse::default() };
        }
        let visible = |hit: &&Hit| {
            (view == View::Staff || !hit.flags.contains(&Flag::Internal))
                && request.unit.as_ref().is_none_or(|unit| hit.unit.as_ref() == Some(unit))
        };
        let mut hits: Vec<Hit> = self.hits.iter().filter(visible).cloned().collect();
        let mut asked = Asked::default();
        match request.query.as_str() {
            "luka" => hits[0].unknown = Some("numer konta".into()),
            "opłata" => asked.fact = Some("fee"),
            "wigilia" => {
                asked.dates = vec![Date::constant(2026, 12, 24), Date::constant(2026, 12, 28)];
                hits[0].hours_on = days();
            }
            _ => {}
        }
        let part = |text: &str, start, state, hit: usize| Part {
            text: text.into(),
            span: start..start + text.len(),
            state,
            hits: vec![hits[hit.min(hits.len() - 1)].id.clone()],
        };
        let parts = match request.query.as_str() {
            "jedno i drugie" => vec![
                part("jedno", 0, Worth::Answer, 0),
                part("drugie", "jedno i ".len(), Worth::UnknownFact, 1),
            ],
            _ => Vec::new(),
        };
        let counted = |counts: &[(&str, usize)]| {
            let wanted = counts.iter().filter(|_| request.facets);
            wanted.map(|(code, count)| FacetCount { code: (*code).to_owned(), count: *count }).collect()
        };
        SearchResponse {
            asked,
            parts,
            refer: (request.query == "obcy").then(|| Referral {
                code: "ZUS".into(),
                name: "Zakład Ubezpieczeń Społecznych".into(),
                sentence: "Emerytury wypłaca ZUS, proszę zadzwonić do niego.".into(),
                phone: vec!["22 560 16 00".into()],
                link: Some("https://www.zus.example/".into()),
            }),
            interpreted: vec![Interpretation {
                text: request.query.clone(),
                looked_up: vec!["lodówka".into()],
                why: Why::Lemma,
            }],
            did_you_mean: None,
            state: match request.query.as_str() {
                "może" => Worth::Unsure,
                "luka" | "opłata" => Worth::UnknownFact,
                "obcy" => Worth::Elsewhere,
                _ => Worth::Answer,
            },
            total: hits.len(),
            units: counted(&[("MPO", 2), ("GK-04", 1)]),
            categories: counted(&[("odpady", 3)]),
            hits: hits.into_iter().skip(request.offset).take(request.limit).collect(),
            ..SearchResponse::default()
        }
    }

    fn suggest(&self, _view: View, _query: &str, limit: usize, _today: Date) -> Vec<Suggestion> {
        let hits = self.hits.iter().take(limit);
        hits.map(|hit| Suggestion {
            text: hit.title.to_lowercase(),
            id: hit.id.clone(),
            title: hit.title.clone(),
        })
        .collect()
    }

    fn get(&self, view: View, id: &ArticleId, _today: Date) -> Option<Served> {
        let served = self.articles.iter().find(|served| &served.article.id == id)?;
        let reader = if view == View::Staff { Reader::Agent } else { Reader::Public };
        let html = Arc::new(markdown::render(&served.article.body, Some(&served.article.title), reader));
        (view == View::Staff || served.article.audience == Audience::Public)
            .then(|| Served { html, ..served.clone() })
    }

    fn listed(&self, view: View, _today: Date) -> Vec<(ArticleId, Option<Date>)> {
        let visible = |served: &&Served| view == View::Staff || served.article.audience == Audience::Public;
        let listed = self.articles.iter().filter(visible);
        listed.map(|served| (served.article.id.clone(), served.article.verified)).collect()
    }

    fn cards(&self, view: View, _today: Date) -> Vec<Arc<Card>> {
        let visible = |served: &&Served| view == View::Staff || served.article.audience == Audience::Public;
        let card = |served: &Served| Arc::new(Card::new(&served.article, "", [0; 16], false));
        self.articles.iter().filter(visible).map(card).collect()
    }

    fn public_version(&self) -> u64 {
        self.version.load(std::sync::atomic::Ordering::Acquire)
    }

    fn dictionaries(&self) -> Arc<Dictionaries> {
        Arc::clone(&self.dictionaries)
    }

    fn titles(&self) -> Vec<(ArticleId, String)> {
        self.articles.iter().map(|served| (served.article.id.clone(), served.article.title.clone())).collect()
    }

    fn articles(&self) -> usize {
        self.articles.len()
    }

    fn ready(&self) -> bool {
        self.ready
    }
}

impl Shelf {
    /// A public article, an internal one, and one that was repealed.
    pub(in crate::http) fn demo() -> Self {
        let unit = Unit {
            code: "MPO".into(),
            name: "Miejskie Przedsiębiorstwo Oczyszczania".into(),
            kind: "spółka miejska".into(),
            scope: vec!["odbiór odpadów z domów".into()],
            phones: vec!["801084084".into(), "12 646 22 00".into()],
            address: Some("ul. Nowohucka 1, 31-580 Kraków".into()),
            hours: Some("Mo-Fr 07:00-15:00".into()),
            ..Unit::default()
        };
        let category = Category { code: "odpady".into(), name: "Odpady".into(), opis: "śmieci".into() };
        Self {
            hits: hits(),
            articles: articles(),
            dictionaries: Arc::new(Dictionaries {
                units: vec![unit],
                categories: vec![category],
                ..Dictionaries::default()
            }),
            ready: true,
            search_takes: Duration::ZERO,
            version: Arc::default(),
        }
    }
}

/// The id of an article.
pub(in crate::http) fn id(slug: &str) -> ArticleId {
    ArticleId::new(slug).unwrap()
}

fn days() -> Vec<OnDay> {
    let day = |day, standing, spans: &[(u16, u16)], text: &str| OnDay {
        date: Date::constant(2026, 12, day),
        standing,
        spans: spans.to_vec(),
        text: text.into(),
    };
    vec![
        day(
            24,
            Standing::Closed,
            &[],
            "Lamusownia: w czwartek 24 grudnia zamknięte: Wigilia; Barycz: zamknięte",
        ),
        day(28, Standing::Open, &[(480, 960)], "Lamusownia: w poniedziałek 28 grudnia czynne 8:00–16:00"),
    ]
}

fn hits() -> Vec<Hit> {
    let text = "Starą lodówkę oddasz bezpłatnie w punkcie zbiórki.\nMusi być kompletna.";
    let start = text.find("lodówkę").unwrap();
    let first = Hit {
        id: id("elektroodpady"),
        title: "Elektroodpady: stara lodówka, pralka, telewizor".into(),
        summary: Some(
            "Lodówkę oddasz bezpłatnie w punkcie zbiórki albo sklep zabierze ją przy dostawie nowej.".into(),
        ),
        score: 12.5,
        unit: Some("MPO".into()),
        category: Some("odpady".into()),
        source: Some("Strona MPO".into()),
        in_force: true,
        repealed_by: None,
        flags: vec![],
        answer: Answer {
            heading: "Gdzie oddać".into(),
            text: text.into(),
            marks: vec![(start, start + "lodówkę".len())],
            anchor: "#gdzie-oddac".into(),
            fact: Some("hours"),
            internal: false,
        },
        facts: Facts {
            phone: vec!["801084084".into()],
            hours: Some("Mo-Fr 10:00-18:00; Sa 07:30-15:00".into()),
            address: Some("ul. Nowohucka 1d".into()),
            fee: Some("bezpłatnie".into()),
            ..Facts::default()
        },
        verified: Some(Date::constant(2026, 10, 1)),
        open: crate::article::facts::open::at(
            "Mo-Fr 10:00-18:00; Sa 07:30-15:00",
            jiff::civil::DateTime::constant(2026, 11, 20, 10, 30, 0, 0),
        ),
        hours_on: Vec::new(),
        unknown: None,
        why: vec![Why::Lemma, Why::Folded],
        explanation: vec!["lodówkę: odmiana słowa lodówka w tytule".into()],
    };
    let internal = Hit {
        id: id("sprzet-procedura"),
        title: "Odbiór sprzętu z domu – jak przyjąć zgłoszenie".into(),
        summary: None,
        score: 7.25,
        unit: Some("GK-04".into()),
        flags: vec![Flag::Unverified, Flag::Internal, Flag::Stale],
        answer: Answer {
            heading: "Dla konsultanta".into(),
            text: "Zapytaj o <piętro> & windę.".into(),
            marks: vec![],
            anchor: String::new(),
            fact: None,
            internal: true,
        },
        facts: Facts { phone: vec!["12 616 55 55 wew. 3".into()], ..Facts::default() },
        verified: None,
        why: vec![Why::Synonym],
        ..first.clone()
    };
    let repealed = Hit {
        id: id("ks-06-2021"),
        title: "Referat KS-06 (2021)".into(),
        summary: Some("Prowadził sprawy <script>alert(1)</script> i komunikacji.".into()),
        score: 3.0,
        source: Some("Zarządzenie nr 2345/2021".into()),
        in_force: false,
        repealed_by: Some("3465/2024".into()),
        flags: vec![Flag::NotInForce, Flag::Repealed, Flag::Ocr],
        answer: Answer { fact: None, ..internal.answer.clone() },
        facts: Facts::default(),
        why: vec![Why::Ocr],
        ..first.clone()
    };
    let mut hits = vec![first, internal, repealed];
    for hit in &mut hits {
        hit.open = hit.facts.hours.as_deref().and_then(|hours| open::at(hours, FixedClock.local()));
    }
    hits
}

fn articles() -> Vec<Served> {
    let section = |heading: &str, level, anchor: &str, text: &str, internal| Section {
        heading: heading.into(),
        level,
        anchor: anchor.into(),
        text: text.into(),
        internal,
        span: 0..0,
    };
    let article = Article {
        id: id("elektroodpady"),
        title: "Elektroodpady: stara lodówka, pralka, telewizor".into(),
        summary: Some("Lodówkę oddasz bezpłatnie w punkcie zbiórki.".into()),
        unit: Some("MPO".into()),
        category: Some("odpady".into()),
        kpum_area: Some("uslugi".into()),
        audience: Audience::Public,
        status: Status::Published,
        valid_from: Some(Date::constant(2026, 1, 1)),
        valid_until: None,
        verified: Some(Date::constant(2026, 10, 1)),
        review_by: Some(Date::constant(2027, 4, 1)),
        keywords: vec!["słowo-kluczowe".into()],
        questions: vec!["pytanie-dzwoniącego".into()],
        facts: hits()[0].facts.clone(),
        source: Some(Source {
            title: "Strona MPO".into(),
            url: Some("https://mpo.example/".into()),
            ..Source::default()
        }),
        repeals: vec![],
        unknown: Vec::new(),
        other_keys: vec![("sekret-redakcji".into(), serde_json::json!("x"))],
        body: "Wstęp.\n\n## Gdzie oddać\n\nW punkcie zbiórki przy ul. Nowohuckiej.\n\n## Ile to kosztuje\n\nNic.\n\n\
               ## Dla konsultanta {.internal}\n\nZapytaj o piętro.\n"
            .into(),
        raw: "---\ntitle: Elektroodpady\n---\n".into(),
        sections: vec![
            section("", 0, "", "Wstęp.", false),
            section("Gdzie oddać", 2, "gdzie-oddac", "W punkcie zbiórki przy ul. Nowohuckiej.", false),
            section("Ile to kosztuje", 2, "ile-to-kosztuje", "Nic.", false),
            section("Dla konsultanta", 2, "dla-konsultanta", "Zapytaj o piętro.", true),
        ],
    };
    let internal = Article { id: id("sprzet-procedura"), audience: Audience::Internal, ..article.clone() };
    let repealed = Article { id: id("ks-06-2021"), title: "Referat <b>KS-06</b>".into(), ..article.clone() };
    vec![
        Served { article, state: validity::State::InForce, etag: "abc123".into(), html: Arc::default() },
        Served {
            article: internal,
            state: validity::State::InForce,
            etag: "def456".into(),
            html: Arc::default(),
        },
        Served {
            article: repealed,
            state: validity::State::Repealed { by: "3465/2024".into() },
            etag: "0a0b0c".into(),
            html: Arc::default(),
        },
    ]
}
