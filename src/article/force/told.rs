//! Every text of an article that residents are told, in one list, and whether any of it bears a mark.
//!
//! The lists below take an article apart by all of its fields: who adds one has to say here whether residents are told it,
//! or nothing compiles. Nothing is shown of an article of which one text bears a mark, for nobody can tell how much the
//! mark was meant to hide.

use crate::article::body::marks::{self, Place};
use crate::article::{Article, Facts, Source};

/// A text that residents are told.
#[derive(Debug, Clone, Copy)]
pub(in crate::article) struct Told<'a> {
    /// The key of the header under which it stands, `facts.fee` for one in a group.
    pub(in crate::article) key: &'static str,
    text: &'a str,
    kind: ToldKind,
}

/// How a text is read.
#[derive(Debug, Clone, Copy)]
enum ToldKind {
    Words(Place),
    Address,
}

impl Told<'_> {
    /// Whether it bears a mark, or words that say the same.
    pub(in crate::article) fn is_marked(&self) -> bool {
        self.would_be_marked(self.text)
    }

    pub(in crate::article) fn text(&self) -> &str {
        self.text
    }

    /// Whether it could have been meant for agents.
    pub(in crate::article) fn is_perhaps_meant(&self) -> bool {
        matches!(self.kind, ToldKind::Words(place) if marks::could_be_meant(self.text, place))
    }

    /// Whether it bears what is nothing but a mark.
    pub(in crate::article) fn is_attempt(&self) -> bool {
        matches!(self.kind, ToldKind::Words(_)) && marks::attempt(self.text)
    }

    /// Whether another text in its place would bear a mark.
    pub(in crate::article) fn would_be_marked(&self, text: &str) -> bool {
        match self.kind {
            ToldKind::Words(place) => marks::told(text, place),
            ToldKind::Address => marks::in_address(text),
        }
    }
}

/// What residents are told by the header of `article`, or find it by. What they read of its body is judged where its
/// events are at hand, and as the page that comes of them.
pub(in crate::article) fn by_header(article: &Article) -> Vec<Told<'_>> {
    let Article {
        // A slug has no room for a mark.
        id: _,
        title,
        summary,
        unit,
        category,
        kpum_area,
        audience: _,
        status: _,
        valid_from: _,
        valid_until: _,
        verified: _,
        review_by: _,
        keywords,
        questions,
        facts: Facts { phone, email, address, hours, fee, deadline, documents, link, places },
        source,
        // Only numbers of acts are taken out of it.
        repeals: _,
        unknown,
        // Not told to residents.
        other_keys: _,
        raw: _,
        body: _,
        sections: _,
    } = article;
    let piece = |key, text| Told { key, text, kind: ToldKind::Words(Place::Fact) };
    let mut told = vec![Told { key: "title", text: title, kind: ToldKind::Words(Place::Title) }];
    told.extend(summary.iter().map(|text| Told {
        key: "summary",
        text,
        kind: ToldKind::Words(Place::Paragraph),
    }));
    let single = [
        ("unit", unit),
        ("category", category),
        ("kpum_area", kpum_area),
        ("facts.email", email),
        ("facts.address", address),
        ("facts.hours", hours),
        ("facts.fee", fee),
        ("facts.deadline", deadline),
    ];
    told.extend(single.into_iter().filter_map(|(key, text)| Some(piece(key, text.as_deref()?))));
    let lists = [
        ("keywords", keywords),
        ("questions", questions),
        ("unknown", unknown),
        ("facts.phone", phone),
        ("facts.documents", documents),
    ];
    told.extend(lists.into_iter().flat_map(|(key, list)| list.iter().map(move |text| piece(key, text))));
    told.extend(places.iter().flat_map(|place| place.texts()).map(|text| piece("facts.places", text)));
    told.extend(link.iter().map(|text| Told { key: "facts.link", text, kind: ToldKind::Address }));
    if let Some(Source { title, date: _, url, ocr: _ }) = source {
        told.push(piece("source.title", title));
        told.extend(url.iter().map(|text| Told { key: "source.url", text, kind: ToldKind::Address }));
    }
    told
}

/// Whether anything that residents are told by the header of `article` bears a mark.
pub(in crate::article) fn is_marked(article: &Article) -> bool {
    by_header(article).iter().any(Told::is_marked)
}
