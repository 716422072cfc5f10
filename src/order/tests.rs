//! Whole orders, made up for the purpose, with every damage that real ones have shown.

#![allow(clippy::unwrap_used)]

use std::cell::Cell;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

/// A scan of an order that never was: no Polish letters, a column of numbers, a broken number, a hyphenated code.
const SCAN: &str = "\
ZARZADZENIE NR 77/2024
BURMISTRZA MIASTA OGRODOW
Z. DNIA 4 pazdziernika 2024 r.

w sprawie podzialu na komorki organizacyjne oraz zakresu
dzialania Wydziatu Ogrodow i Sadow

Na podstawie art. 30 ustawy z dnia 2 maja 1991 r. o ogrodach (Dz. U. z 2020 r. poz. 11,
12), zarzadza si¢, co nastgpuje:

§ 1. Wydzialem Ogrodow i Sadow, zwanym dalej Wydziatem, kieruje Naczelnik.

§ 2. W sktad Wydziatu wchodza nastepujace komoérki:

1) Referat Drzew Owocowych WO-01
2) Referat ds. Rabat i Klombow WO-02.

§ 3. Naczelnikowi podlegaja bezposrednio:

1) Referat Drzew Owocowych;
2) Referat ds. Rabat i Klombow.

§ 4. Do zakresu dziatania Referatu Drzew Owocowych (WO-
01) naleza sprawy:

113)’ sadzenie jabtoni, grusz
i $liw w parkach;

2) przycinanie, w tym:
a) zimowe,
b) wiosenne,
¢) letnie;

3)

4)

S)

zbieranie owocow,

jesienia i latem;

oprysk drzew, z wylaczeniem pszczelich poz-
ytkow;

grabienie.

\u{c}

§ 5. Do zakresu dzialania Referatu ds. Rabat i
Klombow (WO-02) nalezg sprawy:

1) podlewanie;

pielenie grzadek

oraz alejek.

§ 6. Wszystkie komorki organizacyjne Wydziatu sa odpowiedzialne za:

1) narzedzia.

§ 6. Schemat Wydziatu stanowi zatacznik do zarzadzenia.

§ 7. Traci moc zarzadzenie nr 12/2019 Burmistrza z dnia 1 lutego
2019 r.

§ 8. Zarzadzenie wchodzi w zycie z dniem 1 listopada 2024 r.

BURMISTRZ MIASTA
Jan Ogrodnik
";

fn draft<'a>(order: &'a ImportedOrder, tail: &str) -> &'a DraftArticle {
    let path = format!("zarzadzenia/{}-{tail}.md", order.number.as_deref().unwrap_or("?").replace('/', "-"));
    let paths: Vec<_> = order.drafts.iter().map(|draft| &draft.path).collect();
    order.drafts.iter().find(|draft| draft.path == path).unwrap_or_else(|| panic!("no {path} in {paths:#?}"))
}

fn yaml(draft: &DraftArticle) -> serde_json::Value {
    let block = draft.markdown.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).unwrap().0;
    serde_saphyr::from_str(block).unwrap()
}

fn has_note(order: &ImportedOrder, line: usize, kind: NoteKind) -> bool {
    order.notes.iter().any(|note| note.line == line && note.kind == kind)
}

#[test]
fn the_facts_of_a_scanned_order_are_read() {
    let order = import("skan.txt", SCAN, &NoRepair);
    assert_eq!(order.number.as_deref(), Some("77/2024"));
    assert_eq!(order.date, Some(date(2024, 10, 4)));
    assert_eq!(order.effective, Some(date(2024, 11, 1)));
    assert_eq!(order.repeals, ["12/2019"]);
    assert!(order.legal_basis.as_deref().unwrap().starts_with("art. 30 ustawy"));
    assert!(order.ocr && order.is_order());
}

#[test]
fn each_unit_and_each_paragraph_becomes_an_article() {
    let order = import("skan.txt", SCAN, &NoRepair);
    let tails: Vec<_> =
        order.drafts.iter().map(|draft| draft.path.trim_start_matches("zarzadzenia/77-2024-")).collect();
    let expected = [
        "kierownictwo.md",
        "komorki.md",
        "podleglosc.md",
        "obowiazki-wspolne.md",
        "wo-01.md",
        "wo-02.md",
        "postanowienia-koncowe.md",
    ];
    assert_eq!(tails, expected);
    let head = yaml(draft(&order, "wo-02"));
    assert_eq!(head["id"], "zarzadzenie-77-2024-wo-02");
    assert_eq!(head["title"], "WO-02 – Referat ds. Rabat i Klombow: zakres działania");
    assert_eq!(head["unit"], "WO-02");
    assert_eq!(head["audience"], "internal");
    assert_eq!(head["valid_from"], "2024-11-01");
    assert_eq!(head["keywords"][1], "Wydział Ogrodow i Sadow");
    assert_eq!(head["source"]["title"], "Zarządzenie nr 77/2024");
    assert_eq!(head["source"]["ocr"], true);
    assert_eq!(yaml(draft(&order, "komorki"))["unit"], "WO");
}

#[test]
fn broken_numbers_columns_and_hyphens_are_mended_and_reported() {
    let order = import("skan.txt", SCAN, &NoRepair);
    let text = &draft(&order, "wo-01").markdown;
    for expected in [
        "§ 4. Do zakresu dziatania Referatu Drzew Owocowych (WO-01) naleza sprawy:\n",
        "1) sadzenie jabtoni, grusz i $liw w parkach;\n",
        "2) przycinanie, w tym:\n   - a) zimowe,\n   - b) wiosenne,\n   - c) letnie;\n",
        "3) zbieranie owocow, jesienia i latem;\n",
        "4) oprysk drzew, z wylaczeniem pszczelich pozytkow;\n5) grabienie.\n",
    ] {
        assert!(text.contains(expected), "{expected:?} is not in\n{text}");
    }
    for (line, kind) in [
        (24, NoteKind::Hyphen),
        (26, NoteKind::Numbering),
        (32, NoteKind::Numbering),
        (34, NoteKind::Column),
        (45, NoteKind::Hyphen),
    ] {
        assert!(has_note(&order, line, kind), "no {kind:?} in line {line}: {:#?}", order.notes);
    }
    let mend = order.notes.iter().find(|note| note.line == 26).unwrap();
    assert_eq!((mend.read.as_str(), mend.became.as_str()), ("113)’", "1)"));
}

#[test]
fn an_item_without_a_number_gets_the_one_that_is_due_and_is_doubtful() {
    let order = import("skan.txt", SCAN, &NoRepair);
    assert!(draft(&order, "wo-02").markdown.contains("1) podlewanie;\n2) pielenie grzadek oraz alejek.\n"));
    let note = order.notes.iter().find(|note| note.became.starts_with("2) pielenie")).unwrap();
    assert!(note.certainty < DOUBTFUL, "{note}");
}

#[test]
fn numbers_without_items_are_kept_apart_and_reported() {
    let text = SCAN.replace("grabienie.", "").replace("pozytkow;", "pozytkow.");
    let order = import("skan.txt", &text, &NoRepair);
    assert!(draft(&order, "nierozpoznane").markdown.contains("5)"));
    assert!(order.notes.iter().any(|note| note.message_pl.contains("numer 5) bez swojego punktu")));
}

#[test]
fn two_paragraphs_of_one_number_are_both_kept_and_reported() {
    let order = import("skan.txt", SCAN, &NoRepair);
    assert!(draft(&order, "obowiazki-wspolne").markdown.contains("§ 6. Wszystkie"));
    assert!(draft(&order, "postanowienia-koncowe").markdown.contains("§ 6. Schemat"));
    assert!(order.notes.iter().any(|note| note.message_pl.contains("drugi paragraf")));
}

/// A typed order with a paragraph set in the middle of another, a running head, a stray address and a position.
const TYPED: &str = "\
ZARZĄDZENIE NR 9/2025
BURMISTRZA MIASTA OGRODÓW
Z DNIA 2 stycznia 2025 r.

w sprawie podziału na komórki organizacyjne oraz zakresu działania Wydziału Ogrodów i Sadów

Na podstawie art. 30 ustawy z dnia 2 maja 1991 r. zarządza się, co następuje:

   § 2 . 1 .  Do zakresu działania Referatu Łąk (WO-01) należą sprawy:

1) koszenie;

2) siew, w tym:

- trawy,

- kwiatów;

§ 1. Wydziałem Ogrodów i Sadów kieruje Naczelnik.

3) nadzór nad łąkami, o których mowa w

http://przyklad.example/

§ 1, oraz w § 2 ust.
2.

2. W Referacie działa Stanowisko ds. Żab, do zakresu działania którego należy:

1) liczenie żაb.

2

§ 3. Zarządzenie wchodzi w życie z dniem podpisania.

BURMISTRZ MIASTA
Jan Ogrodnik

Załącznik nr 1 do zarządzenia

Regulamin koszenia

§ 1. Kosi się w maju.
";

#[test]
fn a_displaced_paragraph_returns_to_its_place_and_the_list_goes_on() {
    let order = import("plik.txt", TYPED, &NoRepair);
    let unit = &draft(&order, "wo-01").markdown;
    assert!(unit.contains("2) siew, w tym:\n   - trawy,\n   - kwiatów;\n3) nadzór nad łąkami"), "{unit}");
    assert!(!unit.contains("kieruje"));
    assert!(
        draft(&order, "kierownictwo").markdown.contains("§ 1. Wydziałem Ogrodów i Sadów kieruje Naczelnik.")
    );
    assert!(has_note(&order, 19, NoteKind::Displaced), "{:#?}", order.notes);
}

#[test]
fn a_reference_at_the_beginning_of_a_line_is_no_paragraph() {
    let order = import("plik.txt", TYPED, &NoRepair);
    assert_eq!(order.paragraphs, 3);
    assert!(draft(&order, "wo-01").markdown.contains("o których mowa w § 1, oraz w § 2 ust. 2."));
}

#[test]
fn a_position_within_a_unit_is_a_section_of_the_units_article() {
    let order = import("plik.txt", TYPED, &NoRepair);
    assert!(draft(&order, "wo-01").markdown.contains("## Stanowisko ds. Żab\n\n§ 2. 2. W Referacie"));
}

#[test]
fn an_attachment_and_stray_lines_get_articles_of_their_own() {
    let order = import("plik.txt", TYPED, &NoRepair);
    assert!(draft(&order, "zalacznik-1").markdown.contains("§ 1. Kosi się w maju."));
    let strays = &draft(&order, "nierozpoznane").markdown;
    assert!(strays.contains("wiersz 23: http://przyklad.example/"), "{strays}");
    assert!(has_note(&order, 23, NoteKind::Unrecognised));
    assert!(
        has_note(&order, 30, NoteKind::Script),
        "mixed scripts are reported, and kept: {:#?}",
        order.notes
    );
    assert!(has_note(&order, 32, NoteKind::Layout), "the page number");
}

#[test]
fn every_word_reaches_an_article_without_the_safety_net() {
    for text in [SCAN, TYPED] {
        let order = import("plik.txt", text, &NoRepair);
        assert_eq!(uncovered(text, &order.drafts), []);
        let caught: Vec<_> =
            order.notes.iter().filter(|note| note.message_pl.contains("nie trafił")).collect();
        assert!(caught.is_empty(), "the safety net had to catch {caught:#?}");
    }
}

#[test]
fn an_order_without_units_gives_an_article_for_each_paragraph() {
    let text = "ZARZĄDZENIE NR 3/2025\nZ DNIA 2 stycznia 2025 r.\nw sprawie zasad w Bibliotece Gier Miejskich\n\
        Na podstawie art. 1 zarządza się, co następuje:\n§ 1. Tworzy się Bibliotekę Gier Miejskich.\n\
        § 2. 1. Gry wypożycza Kustosz.\n2. Kustosz prowadzi spis.\n§ 3. Zarządzenie wchodzi w życie z dniem podpisania.";
    let order = import("plik.txt", text, &NoRepair);
    let article = draft(&order, "par-2");
    assert_eq!(yaml(article)["unit"], "BGM");
    assert_eq!(yaml(article)["title"], "Bibliotekę Gier Miejskich, § 2 – Gry wypożycza Kustosz");
    assert!(article.markdown.contains("\n2\\. Kustosz prowadzi spis."));
    assert!(order.notes.iter().any(|note| note.kind == NoteKind::Concluded && note.certainty < DOUBTFUL));
}

#[test]
fn the_earlier_of_two_orders_in_one_matter_is_proposed_as_ended() {
    let mut orders = [import("a.txt", SCAN, &NoRepair), import("b.txt", TYPED, &NoRepair)];
    relate(&mut orders);
    assert_eq!(yaml(&orders[0].drafts[0])["valid_until"], "2025-01-01");
    assert!(orders[0].drafts[0].markdown.contains("# propozycja importu"));
    assert!(yaml(&orders[1].drafts[0])["valid_until"].is_null(), "the later one stays in force");
    let proposal = orders[0].notes.iter().find(|note| note.kind == NoteKind::Proposal).unwrap();
    assert!(proposal.message_pl.contains("9/2025"), "{proposal}");
    let once = orders.clone();
    relate(&mut orders);
    assert_eq!(orders, once, "a second comparison changes nothing");
}

#[test]
fn a_named_repeal_counts_for_more_and_an_amendment_ends_nothing() {
    let named =
        TYPED.replace("§ 3. Zarządzenie", "§ 3. Traci moc zarządzenie nr 77/2024.\n\n§ 4. Zarządzenie");
    let mut orders = [import("a.txt", SCAN, &NoRepair), import("b.txt", &named, &NoRepair)];
    relate(&mut orders);
    assert!(orders[0].drafts[0].markdown.contains("# uchylone przez zarządzenie nr 9/2025"));
    let amending = TYPED.replace("w sprawie podziału", "w sprawie zmiany zarządzenia o podziale");
    let mut orders = [import("a.txt", SCAN, &NoRepair), import("b.txt", &amending, &NoRepair)];
    relate(&mut orders);
    assert!(yaml(&orders[0].drafts[0])["valid_until"].is_null());
}

#[test]
fn a_text_that_is_no_order_is_recognised_as_such_and_still_kept() {
    let order = import("list.txt", "Szanowni Państwo,\n\nzapraszamy na spacer.", &NoRepair);
    assert!(!order.is_order());
    assert_eq!(uncovered("zapraszamy na spacer.", &order.drafts), []);
    assert!(!import("pusty.txt", "", &NoRepair).is_order());
}

#[test]
fn the_report_says_what_was_read_what_it_became_and_how_surely() {
    let order = import("skan.txt", SCAN, &NoRepair);
    let report = report("skan.txt", &order, &[]);
    assert!(report.contains("wiersz 26: odczytano „113)’” → poprawiono „1)” (pewność 97 %)"), "{report}");
    let doubtful = report.split("do sprawdzenia").nth(1).unwrap();
    assert!(doubtful.contains("punkt bez numeru"), "{report}");
}

/// Pieces that orders are made of, in any order and with any damage.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("§ 1. ".to_owned()),
        Just("\n§ 3 . 1 . ".to_owned()),
        Just("\n2. Ustęp".to_owned()),
        Just("\n4)\n\n5)\n".to_owned()),
        Just("\n113)’ punkt;".to_owned()),
        Just("\nb) litera,".to_owned()),
        Just("\n- | a | XY-01 |\n|--|--|".to_owned()),
        Just(" przenie-\nsiony (XY-\n02)".to_owned()),
        Just("\n\u{c}\n- 3 -\n".to_owned()),
        Just("\nZałącznik nr 1 do zarządzenia\n".to_owned()),
        Just("\nBURMISTRZ MIASTA\n".to_owned()),
        Just("\nDo zakresu działania Referatu (XY-01) należy:".to_owned()),
        Just("\nTraci moc zarządzenie nr 1/2020; wchodzi w życie z dniem podpisania.".to_owned()),
        Just("w sprawie ł\nNa podstawie ś, co następuje:\n".to_owned()),
        "[a-zż¢$;)§.\\-\n ]{0,12}",
        "\\PC{0,8}",
    ]
}

#[test]
fn whatever_comes_nothing_is_lost_and_the_front_matter_parses() {
    let drafts = Cell::new(0);
    proptest!(ProptestConfig::with_cases(400), |(pieces in prop::collection::vec(piece(), 0..24))| {
        let text = pieces.concat();
        let order = import("plik.txt", &text, &NoRepair);
        prop_assert_eq!(uncovered(&text, &order.drafts), vec![]);
        for draft in &order.drafts {
            prop_assert!(yaml(draft)["title"].is_string());
        }
        drafts.set(drafts.get() + order.drafts.len());
        prop_assert_eq!(&import("plik.txt", &text, &NoRepair), &order, "a second run says the same");
    });
    assert!(drafts.get() > 400, "{drafts:?} drafts");
}

/// Reads „Żab” where the scan has „Zab”.
struct Mends;
impl TextRepair for Mends {
    fn is_machine_read(&self, _: &str) -> bool {
        true
    }
    fn repair(&self, text: &str) -> Repaired {
        let repairs = text
            .match_indices("Zab")
            .map(|(at, read)| Repair {
                span: at..at + read.len(),
                read: read.to_owned(),
                repaired: "Żab".to_owned(),
                certainty: 0.9,
            })
            .collect();
        Repaired { text: text.replace("Zab", "Żab"), repairs }
    }
}

#[test]
fn a_repaired_word_keeps_its_reading_beside_it_where_no_reader_sees_it() {
    let text = "ZARZĄDZENIE NR 7/2024\nZ DNIA 2 stycznia 2024 r.\nw sprawie zakresu działania Wydziału Zab\n\
        Na podstawie art. 1 zarządza się, co następuje:\n§ 1. Wydziałem Zab kieruje Naczelnik.\n\
        § 2. Zarządzenie wchodzi w życie z dniem podpisania.\n";
    let order = import("skan.txt", text, &Mends);
    let draft =
        order.drafts.iter().find(|draft| draft.markdown.contains("kieruje")).expect("the first paragraph");
    assert!(draft.markdown.contains("Żab ← Zab"), "{}", draft.markdown);
    let article = crate::article::parse(&draft.path, draft.markdown.as_bytes()).article.expect("an article");
    let read: String = article.sections.iter().map(|section| section.text.as_str()).collect();
    assert!(read.contains("Żab") && !read.contains("Zab"), "{read}");
}

#[test]
fn readings_of_a_scan_stay_beside_its_words_when_a_later_order_ends_it() {
    let text = "ZARZĄDZENIE NR 7/2024\nZ DNIA 2 stycznia 2024 r.\nw sprawie zakresu działania Wydziału Zab\n\
        Na podstawie art. 1 zarządza się, co następuje:\n§ 1. Wydziałem Zab kieruje Naczelnik.\n\
        § 2. Zarządzenie wchodzi w życie z dniem podpisania.\n";
    let later = "ZARZĄDZENIE NR 9/2025\nZ DNIA 2 stycznia 2025 r.\nw sprawie zakresu działania Wydziału Żab\n\
        Na podstawie art. 1 zarządza się, co następuje:\n§ 1. Wydziałem Żab kieruje Dyrektor.\n\
        § 2. Traci moc zarządzenie nr 7/2024.\n§ 3. Zarządzenie wchodzi w życie z dniem podpisania.\n";
    let mut orders = [import("skan.txt", text, &Mends), import("nowe.txt", later, &NoRepair)];
    let read = |orders: &[ImportedOrder; 2]| {
        orders[0].drafts.iter().filter(|draft| draft.markdown.contains("Żab ← Zab")).count()
    };
    let before = read(&orders);
    assert!(before > 0);
    relate(&mut orders);
    assert!(orders[0].drafts[0].markdown.contains("uchylone przez zarządzenie nr 9/2025"));
    assert_eq!(read(&orders), before);
}
