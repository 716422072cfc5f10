//! Every field of the index and how its terms come about, in one table.
//!
//! All word fields hold the same tokens of the same catch-all text (title, summary, keywords, questions, headings,
//! facts, body), because one field with everything in it ranks better than a sum over separate ones (measured:
//! +0.03 to +0.05 nDCG@10). They differ in what a token is compared by:
//!
//! | field | a term is | why |
//! |---|---|---|
//! | `lemma` | the folded dictionary form, or `~stem` | seven cases, one word |
//! | `root` | the first four letters of the lemma | śmieci ~ śmieciowy, opłata ~ opłacić |
//! | `folded` | the word without accents; a misread word as it was read, too | quotes, names, rare forms, bad print |
//! | `gram` | three telling letters of `^word$`, once for each different word | last resort for typos and misreadings |
//! | `head` | the lemma, of title, headings, keywords and questions alone | what an article is about |
//! | `pair` | two lemmas in a row in a title, heading, keyword or question, glue words passed over | a heading of common words is found by what stands together in it |
//! | `unsaid` | a word, or `=` and a lemma, of keywords and questions alone | what residents find by and are not told |
//! | `code` | `dk03`, `§6`, `126165555` | found however it is spaced, never approximately |
//!
//! Accented words have no field: among the best thirty, the closer look tells what stands as it was typed.
//! Word pairs of the body have none either: as terms they were two thirds of the index and of the time to build it, and those few
//! articles for which order matters are looked at closely anyway (`passage.rs`).

use tantivy::schema::{
    BytesOptions, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

/// Changes when the fields do, and when the rules of what residents may read of an article become stricter, so that an
/// index of another shape is rebuilt and nothing is served on that an earlier program let through.
pub(in crate::search) const VERSION: u32 = 10;

/// The fields by name.
#[derive(Debug, Clone)]
pub(in crate::search) struct Fields {
    pub schema: Schema,
    /// The article's id: the key by which a new version replaces the old one.
    pub id: Field,
    pub lemma: Field,
    pub root: Field,
    pub folded: Field,
    pub gram: Field,
    pub head: Field,
    pub pair: Field,
    pub code: Field,
    /// See `said.rs`.
    pub unsaid: Field,
    /// What is read for every article when the index opens (`card.rs`), as a column.
    pub card: Field,
    /// What is read for the best few hits alone (`record.rs`).
    pub record: Field,
    /// The article's file as it was indexed.
    pub raw: Field,
}

impl Fields {
    pub fn new() -> Self {
        let mut schema = Schema::builder();
        let words = |tokenizer: &str| {
            TextOptions::default().set_indexing_options(
                TextFieldIndexing::default()
                    .set_tokenizer(tokenizer)
                    .set_index_option(IndexRecordOption::WithFreqs)
                    .set_fieldnorms(true),
            )
        };
        let id = schema.add_text_field("id", STRING);
        let lemma = schema.add_text_field("lemma", words("words"));
        let root = schema.add_text_field("root", words("roots"));
        let folded = schema.add_text_field("folded", words("words"));
        let gram = schema.add_text_field("gram", words("grams"));
        let head = schema.add_text_field("head", words("words"));
        let pair = schema.add_text_field("pair", words("words"));
        let code = schema.add_text_field("code", words("words"));
        let unsaid = TextFieldIndexing::default()
            .set_tokenizer("words")
            .set_index_option(IndexRecordOption::Basic)
            .set_fieldnorms(false);
        let unsaid = schema.add_text_field("unsaid", TextOptions::default().set_indexing_options(unsaid));
        let card = schema.add_bytes_field("card", BytesOptions::default().set_fast());
        let record = schema.add_bytes_field("record", BytesOptions::default().set_stored());
        let raw = schema.add_text_field("raw", STORED);
        let schema = schema.build();
        Self { schema, id, lemma, root, folded, gram, head, pair, code, unsaid, card, record, raw }
    }
}
