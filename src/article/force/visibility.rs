//! What residents may see of an article, as a type of its own.
//!
//! The public engine, the public API and the widget name [`PublicArticle`] and never [`Article`]. Its one constructor
//! refuses what residents must not see and copies only what they may, so a new field of `Article` stays internal
//! until somebody writes a line here.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::told;
use super::validity::State;
use crate::article::body::address::is_inside;
use crate::article::body::markdown::{Html, TocEntry};
use crate::article::body::{markdown, marks};
use crate::article::{Article, ArticleId, Audience, Facts, Section, Source, Status};

/// An article as a resident may read it: public, published, in force, without internal sections.
///
/// Its text is what the events of public sections make; there is no Markdown in it that could be read again and come
/// to mean something else.
///
/// ```
/// use drogowskaz::article::{force::{validity::State, visibility::PublicArticle}, parse};
/// let text = "---\ntitle: Dowód\naudience: public\n---\nW urzędzie.\n\n## Dla nas {.internal}\nNie obiecuj.\n";
/// let article = parse("dowod.md", text.as_bytes()).article.unwrap();
/// let public = PublicArticle::new(&article, &State::InForce).unwrap();
/// assert_eq!(public.article().sections.len(), 1);
/// assert!(!public.html().html.contains("Nie obiecuj"));
/// assert!(PublicArticle::new(&article, &State::Expired).is_none());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct PublicArticle {
    article: Article,
    html: Html,
}

impl PublicArticle {
    /// `article` as residents may see it while it is in the state `state`; `None` if they may not.
    pub fn new(article: &Article, state: &State) -> Option<Self> {
        if !may_be_seen(article, state) {
            return None;
        }
        let text = markdown::public(&article.body, Some(&article.title))?;
        let mut public = Article {
            id: article.id.clone(),
            title: article.title.clone(),
            summary: article.summary.clone(),
            unit: article.unit.clone(),
            category: article.category.clone(),
            kpum_area: article.kpum_area.clone(),
            audience: Audience::Public,
            status: Status::Published,
            valid_from: article.valid_from,
            valid_until: article.valid_until,
            verified: article.verified,
            review_by: article.review_by,
            keywords: article.keywords.clone(),
            questions: article.questions.clone(),
            facts: reachable(&article.facts),
            source: article
                .source
                .clone()
                .map(|source| Source { url: source.url.filter(|url| !is_inside(url)), ..source }),
            repeals: Vec::new(),
            unknown: article.unknown.clone(),
            other_keys: Vec::new(),
            raw: String::new(),
            body: text.source,
            sections: text.sections,
        };
        // The last door: whatever the reading of the file has overlooked, nothing that bears a mark goes through.
        if told::is_marked(&public) || marks::told_by_page(&text.html.html) {
            return None;
        }
        public.raw = Shown::of(&public, &text.html).written();
        Some(Self { article: public, html: text.html })
    }

    /// What an index for residents kept of an article: [`Article::raw`] of [`PublicArticle::article`].
    pub fn kept(raw: &str) -> Option<Self> {
        serde_json::from_str(raw).ok().map(|shown: Shown| shown.read(raw))
    }

    /// The article that the residents' index is built from: it holds what they may see and nothing else. Callers'
    /// words and questions are in its lists, to be searched, and not in what it writes of itself, to be shown.
    pub fn article(&self) -> &Article {
        &self.article
    }

    /// What is shown of it: the article without callers' words, questions and gaps.
    pub fn shown(&self) -> (Article, &Html) {
        let article = Article {
            keywords: Vec::new(),
            questions: Vec::new(),
            unknown: Vec::new(),
            body: String::new(),
            ..self.article.clone()
        };
        (article, &self.html)
    }

    /// The body as safe HTML, with its headings.
    pub fn html(&self) -> &Html {
        &self.html
    }
}

/// Facts without the addresses that residents cannot reach.
fn reachable(facts: &Facts) -> Facts {
    let mut facts = facts.clone();
    facts.link = facts.link.filter(|link| !is_inside(link));
    facts.email = facts.email.filter(|email| !is_inside(&format!("mailto:{email}")));
    facts
}

fn may_be_seen(article: &Article, state: &State) -> bool {
    article.audience == Audience::Public && article.status == Status::Published && state.is_in_force()
}

/// Whether residents may see all there is in the file of `article`, remarks in its header aside. Callers' words are
/// no secret either: residents find the article by them.
pub fn is_whole(article: &Article, state: &State) -> bool {
    may_be_seen(article, state)
        && article.repeals.is_empty()
        && article.other_keys.is_empty()
        && article.facts == reachable(&article.facts)
        && article.source.as_ref().and_then(|source| source.url.as_deref()).is_none_or(|url| !is_inside(url))
        && markdown::is_open(&article.body)
}

/// What residents are shown of an article, as their index keeps it.
#[derive(Debug, Serialize, Deserialize)]
struct Shown {
    id: ArticleId,
    title: String,
    summary: Option<String>,
    unit: Option<String>,
    category: Option<String>,
    kpum_area: Option<String>,
    valid_from: Option<Date>,
    valid_until: Option<Date>,
    verified: Option<Date>,
    review_by: Option<Date>,
    facts: Facts,
    source: Option<Source>,
    sections: Vec<Passage>,
    html: String,
    toc: Vec<(u8, String, String)>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Passage {
    heading: String,
    level: u8,
    anchor: String,
    text: String,
}

impl Shown {
    fn of(article: &Article, html: &Html) -> Self {
        let passage = |section: &Section| Passage {
            heading: section.heading.clone(),
            level: section.level,
            anchor: section.anchor.clone(),
            text: section.text.clone(),
        };
        let line = |entry: &TocEntry| (entry.level, entry.text.clone(), entry.anchor.clone());
        Self {
            id: article.id.clone(),
            title: article.title.clone(),
            summary: article.summary.clone(),
            unit: article.unit.clone(),
            category: article.category.clone(),
            kpum_area: article.kpum_area.clone(),
            valid_from: article.valid_from,
            valid_until: article.valid_until,
            verified: article.verified,
            review_by: article.review_by,
            facts: article.facts.clone(),
            source: article.source.clone(),
            sections: article.sections.iter().map(passage).collect(),
            html: html.html.clone(),
            toc: html.toc.iter().map(line).collect(),
        }
    }

    /// Dates, texts and lists cannot fail to be written.
    fn written(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    fn read(self, raw: &str) -> PublicArticle {
        let section = |passage: Passage| Section {
            heading: passage.heading,
            level: passage.level,
            anchor: passage.anchor,
            text: passage.text,
            internal: false,
            span: 0..0,
        };
        let entry = |(level, text, anchor)| TocEntry { level, text, anchor, internal: false };
        let article = Article {
            id: self.id,
            title: self.title,
            summary: self.summary,
            unit: self.unit,
            category: self.category,
            kpum_area: self.kpum_area,
            audience: Audience::Public,
            status: Status::Published,
            valid_from: self.valid_from,
            valid_until: self.valid_until,
            verified: self.verified,
            review_by: self.review_by,
            keywords: Vec::new(),
            questions: Vec::new(),
            facts: self.facts,
            source: self.source,
            repeals: Vec::new(),
            unknown: Vec::new(),
            other_keys: Vec::new(),
            raw: raw.to_owned(),
            body: String::new(),
            sections: self.sections.into_iter().map(section).collect(),
        };
        PublicArticle {
            article,
            html: Html { html: self.html, toc: self.toc.into_iter().map(entry).collect() },
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn public(header: &str, state: &State) -> Option<PublicArticle> {
        let text = format!(
            "---\ntitle: Dowód\n{header}\n---\nJawne.\n\n## Dla nas {{.internal}}\n\nSEKRET\n\n### Głębiej\n\nSEKRET\n\n## Opłata\n\nNic.\n"
        );
        let article = crate::article::parse("a.md", text.as_bytes()).article.unwrap();
        PublicArticle::new(&article, state)
    }

    #[test]
    fn only_public_published_articles_in_force_become_public() {
        assert!(public("audience: public", &State::InForce).is_some());
        for header in [
            "",
            "audience: internal",
            "audience: public\nstatus: draft",
            "audience: public\nstatus: archived",
        ] {
            assert!(public(header, &State::InForce).is_none(), "{header}");
        }
        for state in [State::NotYet, State::Expired, State::Repealed { by: "1/2025".into() }] {
            assert!(public("audience: public", &state).is_none(), "{state:?}");
        }
    }

    #[test]
    fn what_is_stored_for_residents_reads_back_as_what_they_may_see() {
        let header = "audience: public\nsummary: \"Złożysz \\\"od ręki\\\": # 1\"\nunit: SA-02\ncategory: dokumenty\nkpum_area: uslugi\nkeywords: [dowodzik]\n\
                      verified: 2026-10-01\nvalid_from: 2026-01-01\nreview_by: 2027-04-01\nfacts: {fee: 0 zł, phone: [12 616 55 55], documents: [zdjęcie]}\n\
                      source: {title: \"Zarządzenie nr 1/2026\", date: 2026-01-01, url: \"https://a.pl/\", ocr: true}";
        let public = public(header, &State::InForce).unwrap();
        let read = PublicArticle::kept(&public.article().raw).unwrap();
        assert_eq!(read.shown(), public.shown());
        assert_eq!(public.article().keywords, ["dowodzik"]);
        assert!(read.article().keywords.is_empty(), "callers' words are not shown");
        assert!(PublicArticle::kept("---\ntitle: A\n---\n").is_none());
    }

    #[test]
    fn an_address_that_residents_cannot_reach_is_no_link_of_theirs() {
        let header = "audience: public\nfacts: {fee: 0 zł, link: \"http://intranet/x\", email: kck@um.intranet}\n\
                      source: {title: T, url: \"http://10.0.0.5/x\"}";
        let body = "[a](http://intranet/x) <http://192.168.1.10/y> <a href=\"http://kck.lan/\">b</a> [c](https://a.pl/)";
        let text = format!("---\ntitle: A\n{header}\n---\n{body}\n\n[d](mailto:kck@um.intranet)\n");
        let article = crate::article::parse("a.md", text.as_bytes()).article.unwrap();
        let public = PublicArticle::new(&article, &State::InForce).unwrap();
        assert_eq!(public.html().html.matches("href=").count(), 1, "{}", public.html().html);
        let (shown, _) = public.shown();
        assert_eq!((shown.facts.link, shown.facts.email), (None, None));
        assert_eq!(shown.source.and_then(|source| source.url), None);
        assert!(!is_whole(&article, &State::InForce));
        let agents = markdown::render(&article.body, None, markdown::Reader::Agent).html;
        assert_eq!(agents.matches("href=").count(), 5, "agents reach them: {agents}");
    }

    #[test]
    fn nothing_of_an_internal_section_or_an_unknown_key_is_in_it() {
        let header = "audience: public\nnotatka: SEKRET\nfacts: {fee: 0 zł, uwaga: SEKRET}\nsource: {title: T, uwaga: SEKRET}";
        let article = public(header, &State::InForce).unwrap();
        let everything = format!("{article:?}");
        for secret in ["SEKRET", "Dla nas", "dla-nas", "Głębiej"] {
            assert!(!everything.contains(secret), "{secret} in {everything}");
        }
        let headings: Vec<_> =
            article.article().sections.iter().map(|section| section.heading.as_str()).collect();
        assert_eq!(headings, ["", "Opłata"]);
        assert!(article.html().html.contains("Opłata"));
    }

    /// The same article with and without `secret` in it, as residents have it.
    fn with_and_without(body: &str, secret: &str) -> (PublicArticle, PublicArticle) {
        let of = |body: String| {
            let text = format!("---\ntitle: T\naudience: public\n---\n{body}");
            let article = crate::article::parse("a.md", text.as_bytes()).article.unwrap();
            PublicArticle::new(&article, &State::InForce).unwrap()
        };
        (of(body.replace("@@", secret)), of(body.replace("@@", "")))
    }

    #[test]
    fn an_internal_section_leaves_no_trace_whatever_it_holds() {
        // Where `@@` stands, an internal section stands in one of two cities.
        let bodies = [
            "Zob. [cennik], [cennik][] i [tu][cennik], ![plan][cennik].\n\n@@## Dalej\n\n[cennik] raz jeszcze.\n",
            "Zob. [x].\n\n@@## Dalej\n\n[x]: https://jawne.example/\n",
            "Uwaga[^1] i [^2].\n\n@@## Dalej\n\n[^2]: Jawny przypis.\n",
            "## Cennik\n\nA.\n\n@@## Cennik\n\nB.\n\n## Cennik\n\nC.\n",
            "- a\n- b\n\n@@# Dalej\n\n1. c\n\n<div>x</div>\n",
        ];
        let secrets = [
            "[cennik]: https://tajne.example/ \"SEKRET\"\n[x]: https://tajne.example/\n",
            "[cennik]: /tajne\n[CENNIK]: /tajne2\n[Cennik]: /tajne3\n\n> [x]: /tajne4\n",
            "[^1]: SEKRET\n\n[^2]: SEKRET\n\n### Cennik\n\nSEKRET [cennik] ![SEKRET](s.png \"SEKRET\")\n",
            "<!-- SEKRET -->\n<div title=\"SEKRET\">\n\n<b>SEKRET\n\n</section></div></div>\n",
            "1. SEKRET\n2. SEKRET\n\n    SEKRET\n\n| SEKRET |\n|---|\n| [x] |\n",
            "```\n## SEKRET\n```\n\n> SEKRET\n",
        ];
        let mut noted = 0;
        for body in bodies {
            for secret in secrets {
                let section = format!("## Dla nas {{#cennik .internal}}\n\n{secret}\n");
                let (with, without) = with_and_without(body, &section);
                let open = with_and_without(body, &section.replace(" .internal", "")).0;
                assert_ne!(
                    open.shown(),
                    without.shown(),
                    "an open section is seen, or this sees none:\n{body}"
                );
                if body.contains("Jawny przypis") && secret.contains("[^2]") {
                    // A note of the section's own stands in the way of the other of its name.
                    assert!(!format!("{with:?}").contains("SEKRET"), "{with:?}");
                    noted += 1;
                    continue;
                }
                assert_eq!(with.shown(), without.shown(), "{body}\nwith\n{section}");
                assert!(!format!("{with:?}").contains("tajne"), "{with:?}");
            }
        }
        assert_eq!(noted, 1, "one pair alone is let off");
    }

    #[test]
    fn what_an_internal_section_leaves_open_swallows_what_follows_and_shows_none_of_it() {
        for open in [
            "```\nSEKRET",
            "<!-- SEKRET",
            "<script>\nSEKRET",
            "<details><summary>SEKRET",
            "~~~~\nSEKRET\n```",
        ] {
            let section = format!("## Dla nas {{.internal}}\n\n{open}\n\n");
            let (with, _) = with_and_without("Jawne.\n\n@@## Dalej\n\nKoniec.\n", &section);
            let all = format!("{with:?}");
            assert!(!all.contains("SEKRET") && all.contains("Jawne."), "{open}: {all}");
        }
    }
}
