//! Being written.
use super::Article;
use super::validity::State;
/// x
pub struct PublicArticle(Article);
impl PublicArticle {
    /// x
    pub fn new(_a: &Article, _s: &State) -> Option<Self> { None }
    /// x
    pub fn article(&self) -> &Article { &self.0 }
}
