use tantivy::schema::{STORED, SchemaBuilder, TEXT};

use super::*;

#[test]
fn another_schema_or_another_analyser_has_another_fingerprint() {
    let shape = |names: &[&str], options: tantivy::schema::TextOptions| {
        let mut schema = SchemaBuilder::new();
        for name in names {
            schema.add_text_field(name, options.clone());
        }
        schema.build()
    };
    let one = shape(&["id", "lemma"], TEXT);
    let same = fingerprint_of(&one, "a");
    assert_eq!(fingerprint_of(&shape(&["id", "lemma"], TEXT), "a"), same);
    let others = [
        fingerprint_of(&one, "b"),
        fingerprint_of(&shape(&["id", "lemma", "root"], TEXT), "a"),
        fingerprint_of(&shape(&["id", "lemmas"], TEXT), "a"),
        fingerprint_of(&shape(&["id", "lemma"], TEXT | STORED), "a"),
    ];
    assert!(others.iter().all(|other| *other != same), "{others:?}");
}

#[test]
fn the_index_is_named_by_its_own_schema_analyser_and_lexicon() {
    let name = fingerprint();
    assert_eq!(name, fingerprint_of(&Fields::new().schema, &Analyzer::fingerprint()));
    assert!(name.starts_with(&format!("schema {} ", schema::VERSION)), "{name}");
    assert!(name.ends_with(crate::text::lexicon::Lexicon::polish().fingerprint()), "{name}");
}
