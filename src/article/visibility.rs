//! What residents may see of an article, as a type of its own.
//!
//! The public engine, the public API and the widget name [`PublicArticle`] and never [`Article`]. Its one constructor
//! refuses what residents must not see and copies only what they may, so a new field of `Article` stays internal
//! until somebody writes a line here.

use jiff::civil::Date;

use super::markdown::{self, Reader, TocEntry};
use super::validity::{self, State};
use super::{Article, ArticleId, Audience, Facts, Section, Source, Status};

/// An article as a resident may read it: public, published, in force, without internal sections.
///
/// ```
/// use drogowskaz::article::{parse, validity::State, visibility::PublicArticle};
/// let today = "2026-11-20".parse().unwrap();
/// let text = "---\ntitle: Dowód\naudience: public\n---\nW urzędzie.\n\n## Dla nas {.internal}\nNie obiecuj.\n";
/// let article = parse("dowod.md", text.as_bytes()).article.unwrap();
/// let public = PublicArticle::new(&article, &State::InForce, today).unwrap();
/// assert_eq!(public.sections().len(), 1);
/// assert!(!public.html().contains("Nie obiecuj"));
/// assert!(PublicArticle::new(&article, &State::Expired, today).is_none());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct PublicArticle {
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
    stale: bool,
    keywords: Vec<String>,
    questions: Vec<String>,
    facts: Facts,
    source: Option<Source>,
    sections: Vec<Section>,
    /// The Markdown that residents may see.
    body: String,
    html: String,
    toc: Vec<TocEntry>,
}

impl PublicArticle {
    /// `article` as residents may see it on the day `today`, on which it is in the state `state`; `None` if they may
    /// not.
    pub fn new(article: &Article, state: &State, today: Date) -> Option<Self> {
        let public = article.audience == Audience::Public && article.status == Status::Published;
        if !public || !state.is_in_force() {
            return None;
        }
        let page = markdown::render(&article.body, Some(&article.title), Reader::Public);
        Some(Self {
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
            stale: validity::is_stale(article, today),
            keywords: article.keywords.clone(),
            questions: article.questions.clone(),
            facts: article.facts.clone(),
            source: article.source.clone(),
            sections: article.sections.iter().filter(|section| !section.internal).cloned().collect(),
            body: markdown::public_body(&article.body),
            html: page.html,
            toc: page.toc,
        })
    }

    /// The article that the residents' index is built from: it holds what they may see and nothing else. Callers'
    /// questions are there to be searched, and are left out of what is stored to be shown.
    pub fn to_article(&self) -> Article {
        let header = serde_json::json!({
            "id": self.id, "title": self.title, "summary": self.summary, "unit": self.unit,
            "category": self.category, "kpum_area": self.kpum_area, "audience": "public",
            "valid_from": self.valid_from, "valid_until": self.valid_until, "verified": self.verified,
            "review_by": self.review_by, "facts": self.facts, "source": self.source,
        });
        // Values of JSON are values of YAML, so none needs an escaping of ours; the keys stand on lines of their own, by
        // which a header is known.
        let keys = header.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
        let header: String = keys.map(|(key, value)| format!("{key}: {value}\n")).collect();
        Article {
            id: self.id.clone(),
            title: self.title.clone(),
            summary: self.summary.clone(),
            unit: self.unit.clone(),
            category: self.category.clone(),
            kpum_area: self.kpum_area.clone(),
            audience: Audience::Public,
            status: Status::Published,
            valid_from: self.valid_from,
            valid_until: self.valid_until,
            verified: self.verified,
            review_by: self.review_by,
            keywords: self.keywords.clone(),
            questions: self.questions.clone(),
            facts: self.facts.clone(),
            source: self.source.clone(),
            repeals: Vec::new(),
            unknown: Vec::new(),
            body: self.body.clone(),
            raw: format!("---\n{header}---\n\n{}", self.body),
            sections: self.sections.clone(),
        }
    }

    /// Its stable name.
    pub fn id(&self) -> &ArticleId {
        &self.id
    }

    /// What the matter is called.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// One or two sentences that answer.
    pub fn summary(&self) -> Option<&str> {
        self.summary.as_deref()
    }

    /// Code of the unit in charge.
    pub fn unit(&self) -> Option<&str> {
        self.unit.as_deref()
    }

    /// Code of the category.
    pub fn category(&self) -> Option<&str> {
        self.category.as_deref()
    }

    /// Area of the KPUM portal.
    pub fn kpum_area(&self) -> Option<&str> {
        self.kpum_area.as_deref()
    }

    /// First day in force.
    pub fn valid_from(&self) -> Option<Date> {
        self.valid_from
    }

    /// Last day in force.
    pub fn valid_until(&self) -> Option<Date> {
        self.valid_until
    }

    /// When an editor last checked the facts.
    pub fn verified(&self) -> Option<Date> {
        self.verified
    }

    /// Whether its review is overdue.
    pub fn is_stale(&self) -> bool {
        self.stale
    }

    /// Telephone, hours, fee and the like; only the keys that the contract names.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The act or page it comes from.
    pub fn source(&self) -> Option<&Source> {
        self.source.as_ref()
    }

    /// Its passages; none of them is internal.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// The body as safe HTML.
    pub fn html(&self) -> &str {
        &self.html
    }

    /// The headings in [`Self::html`].
    pub fn toc(&self) -> &[TocEntry] {
        &self.toc
    }

    /// Callers' words, for the index. Residents find by them but are not shown them.
    pub fn keywords_for_index(&self) -> &[String] {
        &self.keywords
    }

    /// Callers' questions, for the index. Residents find by them but are not shown them.
    pub fn questions_for_index(&self) -> &[String] {
        &self.questions
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
        PublicArticle::new(&article, state, "2026-11-20".parse().unwrap())
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
        let header = "audience: public\nsummary: \"Złożysz \\\"od ręki\\\": # 1\"\nunit: SA-02\ncategory: dokumenty\nkpum_area: uslugi\n\
                      verified: 2026-10-01\nvalid_from: 2026-01-01\nreview_by: 2027-04-01\nfacts: {fee: 0 zł, phone: [12 616 55 55], documents: [zdjęcie]}\n\
                      source: {title: \"Zarządzenie nr 1/2026\", date: 2026-01-01, url: \"https://a.pl/\", ocr: true}";
        let stored = public(header, &State::InForce).unwrap().to_article();
        let parsed = crate::article::parse("dowody/dowod.md", stored.raw.as_bytes());
        assert_eq!(parsed.problems, []);
        let read = parsed.article.unwrap();
        let shown = |article: &Article| {
            let Article { keywords: _, questions: _, sections, .. } = article.clone();
            let sections: Vec<_> =
                sections.into_iter().map(|section| (section.heading, section.text)).collect();
            let dates = (article.verified, article.valid_from, article.review_by);
            let place = (article.unit.clone(), article.category.clone(), article.kpum_area.clone());
            (
                article.id.clone(),
                article.title.clone(),
                article.summary.clone(),
                place,
                dates,
                article.facts.clone(),
                article.source.clone(),
                sections,
            )
        };
        assert_eq!(shown(&read), shown(&stored));
    }

    #[test]
    fn nothing_of_an_internal_section_or_an_unknown_key_is_in_it() {
        let header = "audience: public\nnotatka: SEKRET\nfacts: {fee: 0 zł, uwaga: SEKRET}\nsource: {title: T, uwaga: SEKRET}";
        let article = public(header, &State::InForce).unwrap();
        let everything = format!("{article:?}");
        for secret in ["SEKRET", "Dla nas", "dla-nas", "Głębiej"] {
            assert!(!everything.contains(secret), "{secret} in {everything}");
        }
        let headings: Vec<_> = article.sections().iter().map(|section| section.heading.as_str()).collect();
        assert_eq!(headings, ["", "Opłata"]);
        assert!(article.html().contains("Opłata"));
    }
}
