//! Promises of the embedded data, not of the code alone.

#![allow(clippy::unwrap_used)]

use data_encoding::HEXLOWER;
use fst::{IntoStreamer, Streamer};
use sha2::{Digest, Sha256};

use super::*;

#[test]
fn every_form_of_the_linguists_table_has_its_lemma() {
    let table = include_str!("../../../tests/text/lemmas.txt");
    let (mut wrong, mut looked_up) = (Vec::new(), 0);
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (form, expected) = line.split_once(" ⇒ ").expect(line);
        let folded = fold(form);
        let lemma = Lexicon::polish().lemma(&folded);
        looked_up += usize::from(lemma.is_some());
        let found = lemma.as_ref().map_or("—", |lemma| &lemma.display);
        if found != expected {
            wrong.push(format!("{form} ⇒ {found}, the table says {expected}"));
        }
        if let Some(lemma) = &lemma {
            assert_eq!(lemma.key, fold(&lemma.display), "key of {form}");
        }
    }
    assert!(looked_up > 50, "{looked_up} lemmas of the table");
    assert!(wrong.is_empty(), "help: is it the table or `build/choose.py` that errs?\n{}", wrong.join("\n"));
}

#[test]
fn every_folded_form_leads_to_a_lemma_that_is_itself_known_by_number() {
    let lexicon = Lexicon::polish();
    let mut stream = lexicon.folded_forms().into_stream();
    let mut highest = 0;
    while let Some((_, id)) = stream.next() {
        highest = highest.max(id);
    }
    assert_eq!(
        highest as usize + 1,
        lexicon.lemma_count(),
        "every lemma has a form and no form a missing lemma"
    );
    for id in 0..lexicon.lemma_count() as u32 {
        let lemma = lexicon.lemma_by_id(LemmaId(id)).expect("a lemma for every number");
        assert!(!lemma.key.is_empty() && !lemma.key.starts_with(crate::text::stem::STEM_MARK), "lemma {id}");
    }
}

#[test]
fn common_words_outweigh_rare_ones() {
    let lexicon = Lexicon::polish();
    let freq = |form| lexicon.form(form).unwrap_or_else(|| panic!("{form} is a word")).ln_freq;
    assert!(freq("jest") > freq("wniosek") && freq("wniosek") > freq("wnioskodawczyniom"));
    assert!(freq("był") > freq("byt"), "repair needs this to read `byt` as `był`");
}

#[test]
fn names_are_marked_and_common_words_that_are_also_names_are_not() {
    let proper = |form| Lexicon::polish().form(form).map(|info| info.proper);
    assert_eq!(proper("krakowie"), Some(true));
    assert_eq!(proper("pesel"), Some(true));
    assert_eq!(proper("łodzi"), Some(false), "a boat as well as a city");
    assert_eq!(proper("wniosek"), Some(false));
}

#[test]
fn words_of_the_corpus_alone_are_words_but_have_no_lemma() {
    let lexicon = Lexicon::polish();
    let info = lexicon.form("lidl").expect("a word in use");
    assert_eq!((info.source, info.in_dictionary()), (Attestation::Corpus, false));
    assert!(!lexicon.knows_folded("lidl"));
}

#[test]
fn what_is_merely_written_badly_is_no_word() {
    for written in ["moze", "zeby", "zgłosznie", "wogóle", "napewno", ""] {
        assert_eq!(Lexicon::polish().form(written), None, "{written:?}");
    }
}

#[test]
fn folding_keeps_no_accent_and_no_capital() {
    for (word, folded) in
        [("Łódź", "lodz"), ("ŻÓŁW", "zolw"), ("z\u{307}o\u{301}łw", "zolw"), ("Müller", "muller")]
    {
        assert_eq!(fold(word), folded);
    }
}

#[test]
fn the_fingerprint_is_that_of_the_data() {
    let mut all = Sha256::new();
    for bytes in [FORMS, FOLDED, LEMMAS] {
        all.update(bytes);
    }
    let digest = HEXLOWER.encode(&all.finalize()[..8]);
    let fingerprint = Lexicon::polish().fingerprint();
    assert!(fingerprint.ends_with(&digest), "help: run the packer; {fingerprint} is not of {digest}");
}
