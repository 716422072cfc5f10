//! The made-up corpus: good Polish, the same on every machine, and questions that are what they are called.
//!
//! Figures in docs/figures.md are only as good as this.

use crate::support::articles::Generator;
use crate::support::grammar::{Case, Gender, Noun, Number, adjective_form};
use crate::support::queries::{Headings, Variant};

#[test]
fn nouns_decline_by_their_class() {
    let table = [
        ("f opłat opłacie opłat", Case::Gen, Number::Sg, "opłaty"),
        ("f komórk komórce komórek", Case::Nom, Number::Pl, "komórki"),
        ("fs przychodni przychodni", Case::Dat, Number::Sg, "przychodni"),
        ("fs decyzj decyzji", Case::Nom, Number::Pl, "decyzje"),
        ("fs ulic ulic", Case::Loc, Number::Sg, "ulicy"),
        ("m wniosek wniosk u wniosku wnioski wniosków", Case::Ins, Number::Sg, "wnioskiem"),
        ("p mieszkaniec mieszkańc mieszkańcu mieszkańcy mieszkańców", Case::Acc, Number::Pl, "mieszkańców"),
        ("n zaświadczeni zaświadczeń", Case::Ins, Number::Sg, "zaświadczeniem"),
        ("no biur biurze biur", Case::Loc, Number::Sg, "biurze"),
    ];
    for (spec, case, number, expected) in table {
        assert_eq!(Noun::parse(spec).form(case, number), expected, "{spec}");
    }
}

#[test]
fn adjectives_agree() {
    let table = [
        ("miejski", Gender::Feminine, Number::Sg, Case::Gen, "miejskiej"),
        ("miejski", Gender::Personal, Number::Pl, Case::Nom, "miejscy"),
        ("letni", Gender::Neuter, Number::Sg, Case::Nom, "letnie"),
        ("nowy", Gender::Masculine, Number::Pl, Case::Ins, "nowymi"),
        ("drogi", Gender::Masculine, Number::Sg, Case::Gen, "drogiego"),
        ("upoważniony", Gender::Personal, Number::Pl, Case::Nom, "upoważnieni"),
    ];
    for (lemma, gender, number, case, expected) in table {
        assert_eq!(adjective_form(lemma, gender, number, case), expected);
    }
}

#[test]
fn an_article_is_the_same_however_many_others_are_written() {
    let alone = generator().article(7);
    let all = generator();
    let among_others = (0..10).map(|number| all.article(number)).nth(7).expect("the eighth");
    assert_eq!(alone.markdown, among_others.markdown);
    assert_ne!(alone.markdown, all.article(8).markdown);
}

#[test]
fn articles_have_the_length_that_was_asked_for() {
    let all = generator();
    let chars: usize = (0..400).map(|number| all.article(number).markdown.chars().count()).sum();
    assert!((3_700..6_000).contains(&(chars / 400)), "mean length {}", chars / 400);
}

#[test]
fn every_variant_of_a_heading_asks_for_the_same_articles() {
    let all = generator();
    let mut headings = Headings::default();
    (0..50).for_each(|number| headings.note(&all.article(number)));
    let clean = headings.queries(40, Variant::Clean, 1);
    assert_eq!(clean.len(), 40);
    for variant in Variant::ALL {
        let typed = headings.queries(40, variant, 1);
        assert_eq!(typed.len(), clean.len(), "{}", variant.name());
        for (typed, clean) in typed.iter().zip(&clean) {
            assert_eq!(typed.articles, clean.articles);
            match variant {
                Variant::Clean => assert_eq!(typed.text, clean.text),
                Variant::Stripped => {
                    assert!(!typed.text.contains(['ą', 'ć', 'ę', 'ł', 'ń', 'ó', 'ś', 'ź', 'ż']))
                }
                Variant::Typo => assert_ne!(typed.text, clean.text),
                Variant::Prefix => assert!(clean.text.starts_with(&typed.text) && typed.text != clean.text),
            }
        }
    }
}

fn generator() -> Generator {
    Generator::new(1, 4_700, vec!["DK-03".to_owned()], vec!["odpady".to_owned()])
}
