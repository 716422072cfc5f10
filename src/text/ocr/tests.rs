//! Promises of repair: a table that a linguist can edit, and laws that hold for any text.

#![allow(clippy::unwrap_used)]

use std::cell::Cell;

use proptest::prelude::*;

use super::*;

const TABLE: &str = include_str!("../../../tests/text/ocr.txt");

fn mended(text: &str, reader: Machine) -> String {
    Repairer::apply(text, &Repairer::new().repair(text, reader))
}

fn rows() -> impl Iterator<Item = &'static str> {
    TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[test]
fn every_scan_of_the_linguists_table_is_repaired_as_it_says() {
    let (mut wrong, mut read) = (Vec::new(), 0);
    for row in rows().filter(|row| !row.starts_with("clean: ")) {
        let (scan, text) = row.split_once(" ⇒ ").expect(row);
        let (scan, text) = (scan.replace('⏎', "\n"), text.replace('⏎', "\n"));
        let found = mended(&scan, Machine::EnglishTesseract);
        read += 1;
        if found != text {
            wrong.push(format!("read     {scan}\nrepaired {found}\ntable    {text}\n"));
        }
    }
    assert!(read > 30, "{read} scans");
    assert!(
        wrong.is_empty(),
        "help: weigh `confusions.tsv` and the constants of `judge.rs`\n{}",
        wrong.join("\n")
    );
}

#[test]
fn clean_text_and_text_typed_without_accents_are_no_scans() {
    let clean: Vec<_> = rows().filter_map(|row| row.strip_prefix("clean: ")).collect();
    assert!(clean.len() >= 4, "{} clean texts", clean.len());
    for text in clean {
        assert_eq!(recognise(text), Machine::Clean, "{text}");
    }
}

#[test]
fn a_scan_below_a_clean_summary_is_repaired_and_the_summary_is_not_touched() {
    let summary = "## W skrócie\n\nReferat prowadzi ewidencję psów i przyjmuje zgłoszenia mieszkańców. Zęby sadu są żółte.\n\n";
    let scan = "Do zakresu dziatania Wydziatu naleza\nsprawy finansowania $rodkami budzetu i obstuga mieszkancow.\n\nKierownik odpowiada za obstuge kancelarii.\n";
    let text = format!("{summary}{scan}\n## Źródło\n\nBiuletyn, część trzecia.\n");
    assert_eq!(recognise(&text), Machine::Clean, "as a whole nobody could tell");
    let parts = misread(&text, false);
    assert_eq!(parts.len(), 1, "{parts:?}");
    for declared in [false, true] {
        let repairs = Repairer::new().repair_parts(&text, &misread(&text, declared));
        let mended = Repairer::apply(&text, &repairs);
        assert!(mended.starts_with(summary) && mended.ends_with("część trzecia.\n"), "{mended}");
        for word in ["działania Wydziału należą", "środkami budżetu", "mieszkańców", "obsługę kancelarii"]
        {
            assert!(mended.contains(word), "{word} is not in {mended}");
        }
    }
}

#[test]
fn paragraphs_that_have_no_polish_letters_by_chance_are_no_scans() {
    for part in [
        "The quick brown fox jumps over the lazy dog near the International House in Krakow.",
        "Numery: 12 616 55 55, 986. Adres: ul. Krakowska 5, Nowa Huta. Kontakt w godzinach pracy.",
        "Grodzka, Stolarska, Dominikanska, Franciszkanska, Mikolajska, Szpitalna i Floriańska.",
        "Biuro czynne jest codziennie. Karty odbiera kasa. Bilet kosztuje 4 euro.",
    ] {
        let text = format!("Zażółć gęślą jaźń, mówią mieszkańcy.\n\n{part}\n\nŚwięto obchodzą wszyscy.\n");
        assert_eq!(misread(&text, false), [], "{part}");
    }
}

#[test]
fn clean_text_yields_no_repairs() {
    assert_eq!(Repairer::new().repair("Wydziatu nikt nie zna", Machine::Clean), []);
}

#[test]
fn a_scan_is_recognised_by_its_words() {
    let scan =
        "Do zakresu dziatania Wydziatu naleza sprawy zwiazane z obstuga mieszkancow i $rodkami budzetu.";
    assert_eq!(recognise(scan), Machine::EnglishTesseract);
    assert_eq!(recognise_declared("Zażółć gęślą jaźń, rzekł książę."), Machine::PolishBook);
}

#[test]
fn words_of_the_knowledge_base_are_repaired_though_no_dictionary_has_them() {
    let text = "przy ulicy Brzetuskiej";
    assert_eq!(mended(text, Machine::EnglishTesseract), text, "unknown without the knowledge base");
    let own = [("Brzełuskiej".to_owned(), 40), ("ulicy".to_owned(), 900)];
    let repairs = Repairer::with_vocabulary(own).repair(text, Machine::EnglishTesseract);
    assert_eq!(Repairer::apply(text, &repairs), "przy ulicy Brzełuskiej");
}

#[test]
fn a_repair_says_what_kind_of_damage_it_mends() {
    let kinds = |text: &str| -> Vec<DamageKind> {
        Repairer::new().repair(text, Machine::EnglishTesseract).iter().map(|repair| repair.kind).collect()
    };
    assert_eq!(kinds("pietro"), [DamageKind::Accents]);
    assert_eq!(kinds("Wydziatu"), [DamageKind::Letters]);
    assert_eq!(kinds("miesz-\nkancow"), [DamageKind::Joined]);
    assert_eq!(kinds("mowa 0 zasadach"), [DamageKind::Lone]);
}

#[test]
fn ordinary_damage_is_certain_and_a_coin_toss_is_not() {
    let certainty = |text: &str| Repairer::new().repair(text, Machine::EnglishTesseract)[0].certainty;
    assert!(certainty("Wydziatu") > 0.95);
    assert!(certainty("realizacje") < 0.9, "*realizację* and *realizacje* are both likely");
}

#[test]
fn the_tables_are_read_whole() {
    assert!(Confusions::english_tesseract().len() > 150);
    assert!(!Confusions::polish_book().is_empty());
    assert!(Confusions::parse("# nothing\nno row\nł\tt\tmany\n").is_empty());
}

#[test]
fn a_very_long_run_of_letters_is_left_alone_quickly() {
    let text = "tlsSeoaz".repeat(20_000);
    assert_eq!(mended(&text, Machine::EnglishTesseract), text);
}

/// Words as a scan has them among letters as chance has them: of those alone hardly any is ever repaired.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(rows().flat_map(str::split_whitespace).map(str::to_owned).collect::<Vec<_>>()),
        1 => "[a-zA-Ząćęłńóśźż¢$6!;|01.\n-]{0,12}",
        1 => "\\PC{0,8}",
    ];
    let between = prop_oneof![4 => Just(" "), 1 => Just(""), 1 => Just("-\n")];
    prop::collection::vec((piece, between), 0..12)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, between)| piece + between).collect())
}

fn any_reader() -> impl Strategy<Value = Machine> {
    prop_oneof![Just(Machine::Clean), Just(Machine::EnglishTesseract), Just(Machine::PolishBook)]
}

#[test]
fn repairs_lie_in_the_text_in_order_and_are_bounded() {
    let made = Cell::new(0);
    proptest!(|(text in any_text(), reader in any_reader())| {
        let repairs = Repairer::new().repair(&text, reader);
        let mut end = 0;
        for repair in &repairs {
            prop_assert!(repair.span.start >= end, "help: repairs overlap: {repairs:?}");
            end = repair.span.end;
            prop_assert_eq!(text.get(repair.span.clone()), Some(repair.read.as_str()));
            prop_assert!(!repair.repaired.is_empty() && repair.repaired != repair.read);
            prop_assert!((0.0..=1.0).contains(&repair.certainty), "certainty {}", repair.certainty);
        }
        made.set(made.get() + repairs.len());
        prop_assert!(Repairer::apply(&text, &repairs).len() <= 4 * text.len());
        recognise(&text);
    });
    assert!(made.get() > 15, "{made:?} repairs");
}

proptest! {
    #[test]
    fn repair_is_the_same_each_time_whatever_was_repaired_before(
        first in any_text(),
        second in any_text(),
    ) {
        let mut used = Repairer::new();
        used.repair(&first, Machine::EnglishTesseract);
        let fresh = Repairer::new().repair(&second, Machine::EnglishTesseract);
        prop_assert_eq!(used.repair(&second, Machine::EnglishTesseract), fresh);
    }
}

#[test]
fn a_word_longer_than_two_is_neither_split_nor_kept() {
    let mut repairer = Repairer::new();
    let endless = "x".repeat(200_000);
    let text = format!("Wydziat Komunikacji {endless} obs1ugi");
    let repairs = repairer.repair(&text, Machine::EnglishTesseract);
    assert!(
        repairs.iter().any(|repair| repair.read == "Wydziat"),
        "what stands beside it is mended: {repairs:?}"
    );
    assert!(repairs.iter().all(|repair| repair.read.len() < 100));
    let kept: usize = repairer.judged.keys().map(|(_, word)| word.len()).sum();
    assert!(kept < 10_000, "{kept} bytes of readings are kept");
}
