//! What residents may see of an article, as a type of its own.
//!
//! The public engine, the public API and the widget name [`PublicArticle`] and never [`Article`]. Its one constructor
//! refuses what residents must not see and copies only what they may, so a new field of `Article` stays internal
//! until somebody writes a line here.

use super::markdown::{self, Reader};
use super::validity::State;
use super::{Article, Audience, Status};

/// An article as a resident may read it: public, published, in force, without internal sections.
///
/// ```
/// use drogowskaz::article::{parse, validity::State, visibility::PublicArticle};
/// let text = "---\ntitle: Dowód\naudience: public\n---\nW urzędzie.\n\n## Dla nas {.internal}\nNie obiecuj.\n";
/// let article = parse("dowod.md", text.as_bytes()).article.unwrap();
/// let public = PublicArticle::new(&article, &State::InForce).unwrap();
/// assert_eq!(public.article().sections.len(), 1);
/// assert!(!public.html().contains("Nie obiecuj"));
/// assert!(PublicArticle::new(&article, &State::Expired).is_none());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct PublicArticle(Article);

impl PublicArticle {
    /// `article` as residents may see it while it is in the state `state`; `None` if they may not.
    pub fn new(article: &Article, state: &State) -> Option<Self> {
        let public = article.audience == Audience::Public && article.status == Status::Published;
        if !public || !state.is_in_force() {
            return None;
        }
        let body = markdown::public_body(&article.body);
        Some(Self(Article {
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
            facts: article.facts.clone(),
            source: article.source.clone(),
            repeals: Vec::new(),
            unknown: Vec::new(),
            raw: format!("---\n{}---\n\n{}", header(article), body.trim_start_matches('\n')),
            body,
            sections: article.sections.iter().filter(|section| !section.internal).cloned().collect(),
        }))
    }

    /// The article that the residents' index is built from: it holds what they may see and nothing else. Callers'
    /// words and questions are in its lists, to be searched, and not in its file, to be shown.
    pub fn article(&self) -> &Article {
        &self.0
    }

    /// The same, to keep.
    pub fn into_article(self) -> Article {
        self.0
    }

    /// The body as safe HTML.
    pub fn html(&self) -> String {
        markdown::render(&self.0.body, Some(&self.0.title), Reader::Public).html
    }
}

/// The header of the file that residents may read.
fn header(article: &Article) -> String {
    let header = serde_json::json!({
        "id": article.id, "title": article.title, "summary": article.summary, "unit": article.unit,
        "category": article.category, "kpum_area": article.kpum_area, "audience": "public",
        "valid_from": article.valid_from, "valid_until": article.valid_until, "verified": article.verified,
        "review_by": article.review_by, "facts": article.facts, "source": article.source,
    });
    // Values of JSON are values of YAML, so none needs an escaping of ours; the keys stand on lines of their own, by
    // which a header is known.
    let keys = header.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
    keys.map(|(key, value)| format!("{key}: {value}\n")).collect()
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
        let header = "audience: public\nsummary: \"Złożysz \\\"od ręki\\\": # 1\"\nunit: SA-02\ncategory: dokumenty\nkpum_area: uslugi\n\
                      verified: 2026-10-01\nvalid_from: 2026-01-01\nreview_by: 2027-04-01\nfacts: {fee: 0 zł, phone: [12 616 55 55], documents: [zdjęcie]}\n\
                      source: {title: \"Zarządzenie nr 1/2026\", date: 2026-01-01, url: \"https://a.pl/\", ocr: true}";
        let stored = public(header, &State::InForce).unwrap().into_article();
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
        let headings: Vec<_> =
            article.article().sections.iter().map(|section| section.heading.as_str()).collect();
        assert_eq!(headings, ["", "Opłata"]);
        assert!(article.html().contains("Opłata"));
    }
}
