//! Fields that several bodies have: how each is read.

use serde::Deserializer;

use crate::article::ArticleId;
use crate::http::wire::read::value::{May, written};
use crate::text::{Masked, mask};

/// The id of an article.
pub(super) fn article<'de, D: Deserializer<'de>>(from: D) -> Result<Option<ArticleId>, D::Error> {
    let may = May::be("a-z, 0-9, -", "ma być id artykułu: małe litery a-z, cyfry i łączniki");
    written(from, may, |id| ArticleId::new(id))
}

/// A name that another program gave: letters, digits and a few marks. A number that could be a person's is not kept as
/// one.
pub(super) fn foreign_id<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Masked>, D::Error> {
    let may = May::be(
        "A-Z, a-z, 0-9, - _ . : / @ +",
        "ma być identyfikatorem do 100 znaków: litery bez znaków polskich, cyfry i znaki - _ . : / @ +",
    );
    let fits =
        |id: &str| id.len() <= 100 && id.chars().all(|c| c.is_ascii_alphanumeric() || "-_.:/@+ ".contains(c));
    let id = written(from, may, |id| fits(id).then(|| id.trim().to_owned()))?;
    Ok(id.filter(|id| !id.is_empty()).map(|id| mask(&id)))
}

/// The id of a search, as its answer gave it.
pub(super) fn query_id<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let says = "ma być przepisane z odpowiedzi wyszukiwarki: litery a-z i cyfry, najwyżej 32";
    let read = |id: &str| {
        // A number that could be a person's is no id of ours, which is sixteen digits of base sixteen.
        let ours = id.len() == 16 && id.bytes().any(|byte| byte.is_ascii_alphabetic());
        let persons = !ours && mask(id).as_str() != id;
        let fits =
            id.chars().count() <= 32 && (persons || id.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        fits.then(|| (!persons).then(|| id.to_owned()))
    };
    Ok(written(from, May::be("a-z, 0-9", says), read)?.flatten())
}
