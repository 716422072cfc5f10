//! What the engine keeps in memory of every article: enough to filter, count and flag, nothing to read.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::article::{Article, ArticleId, Audience};

/// What residents have of an article, by hashes: when both are as they were, nothing has changed for them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendition {
    /// Of what they find it by beside its text.
    pub words: [u8; 16],
    /// Of what they are shown; `None` as long as nobody had to know.
    pub page: Option<[u8; 16]>,
}

/// The card of one article. Read from a column of the index when it opens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// The article.
    pub id: ArticleId,
    /// Its file below `kb/`.
    pub path: String,
    /// Hash of the file's bytes: what tells a changed article from an unchanged one.
    pub hash: [u8; 16],
    /// In the residents' index, what names what they have of it.
    pub rendition: Rendition,
    /// Its title.
    pub title: String,
    /// Code of the unit in charge.
    pub unit: Option<String>,
    /// Code of the category.
    pub category: Option<String>,
    /// Area of the KPUM portal.
    pub area: Option<String>,
    /// First day in force.
    pub valid_from: Option<Date>,
    /// Last day in force.
    pub valid_until: Option<Date>,
    /// When an editor last checked the facts.
    pub verified: Option<Date>,
    /// Past this day it is stale.
    pub review_by: Option<Date>,
    /// Title of the act or page it comes from.
    pub source: Option<String>,
    /// Date of that act.
    pub source_date: Option<Date>,
    /// Number of the act it comes from.
    pub act: Option<String>,
    /// Numbers of the acts it repeals.
    pub repeals: Vec<String>,
    /// Whether a machine read the text.
    pub ocr: bool,
    /// Whether words of it may be misread beyond repair.
    pub misread: bool,
    /// Whether residents may read it.
    pub public: bool,
}

impl Card {
    /// The card of `article` as found at `path` with this content.
    pub fn new(article: &Article, path: &str, hash: [u8; 16], ocr: bool) -> Self {
        Self {
            id: article.id.clone(),
            path: path.to_owned(),
            hash,
            rendition: Rendition::default(),
            title: article.title.clone(),
            unit: article.unit.clone(),
            category: article.category.clone(),
            area: article.kpum_area.clone(),
            valid_from: article.valid_from,
            valid_until: article.valid_until,
            verified: article.verified,
            review_by: article.review_by,
            source: article.source.as_ref().map(|source| source.title.clone()),
            source_date: article.source.as_ref().and_then(|source| source.date),
            act: article.act_number().map(str::to_owned),
            repeals: article.repeals.clone(),
            ocr,
            misread: false,
            public: article.audience == Audience::Public,
        }
    }
}
