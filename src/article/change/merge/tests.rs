#![allow(clippy::unwrap_used)]
use std::cell::Cell;
use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

const BASE: &str = "---\nid: odpis\ntitle: Odpis aktu # tytuł\nunit: USC\nfacts:\n  phone: [\"12 616 55 55\"]\n  fee: 17 zł\nkeywords: [akt, odpis]\n---\n\nTreść.\n";

/// What is proposed, and the keys that a person has to decide on.
fn proposed(pieces: &[Piece]) -> (String, Vec<String>) {
    let text = pieces.iter().map(|piece| piece.proposed().unwrap_or("")).collect();
    let open = pieces.iter().filter(|piece| piece.proposed().is_none());
    (text, open.filter_map(|piece| piece.key.clone()).collect())
}

#[test]
fn changes_of_different_keys_go_together_even_on_neighbouring_lines() {
    let mine = BASE.replace("title: Odpis aktu", "title: Odpis aktu urodzenia").replace("17 zł", "22 zł");
    let theirs = BASE.replace("unit: USC", "unit: UMK").replace("\"12 616 55 55\"", "\"12 616 55 56\"");
    let pieces = merge(Some(BASE), &mine, &theirs);
    let (text, open) = proposed(&pieces);
    assert_eq!(open, [""; 0]);
    let wanted = mine.replace("unit: USC", "unit: UMK").replace("\"12 616 55 55\"", "\"12 616 55 56\"");
    assert_eq!(text, wanted);
}

#[test]
fn one_key_changed_in_two_ways_is_asked_about_and_never_stands_twice() {
    let mine = BASE.replace("fee: 17 zł", "fee: 22 zł");
    let theirs = BASE.replace("fee: 17 zł", "fee: 27 zł");
    let pieces = merge(Some(BASE), &mine, &theirs);
    assert_eq!(proposed(&pieces).1, ["facts.fee"]);
    for choice in [mine_of, theirs_of] {
        let text: String = pieces.iter().map(choice).collect();
        assert!(header_tree(&text).is_some() && text.matches("fee:").count() == 1, "{text}");
    }
    let gone = BASE.replace("unit: USC\n", "");
    let other = BASE.replace("unit: USC", "unit: UMK");
    assert_eq!(proposed(&merge(Some(BASE), &gone, &other)).1, ["unit"]);
}

#[test]
fn lists_that_both_changed_have_both_changes() {
    let mine = BASE.replace("[akt, odpis]", "[akt, wypis, odpis]");
    let theirs = BASE.replace("[akt, odpis]", "[odpis, metryka]");
    let (text, open) = proposed(&merge(Some(BASE), &mine, &theirs));
    assert_eq!(open, [""; 0]);
    assert!(text.contains("keywords: [odpis, metryka, wypis]\n"), "{text}");
    let (apart, _) = proposed(&merge(None, &mine, &theirs));
    assert!(apart.contains("keywords: [odpis, metryka, akt, wypis]\n"), "{apart}");
}

#[test]
fn groups_are_merged_whatever_way_they_are_written() {
    let mine = BASE.replace(
        "facts:\n  phone: [\"12 616 55 55\"]\n  fee: 17 zł\n",
        "facts: {phone: [\"12 616 55 55\"], fee: 22 zł}\n",
    );
    let theirs = BASE.replace(
        "facts:\n  phone: [\"12 616 55 55\"]\n  fee: 17 zł\n",
        "facts:\n    # centrala\n    phone:\n      - \"12 616 55 56\"\n    fee: 17 zł\n    deadline: 7 dni\n",
    );
    let (text, open) = proposed(&merge(Some(BASE), &mine, &theirs));
    assert_eq!(open, [""; 0]);
    let facts = crate::article::parse("a.md", text.as_bytes()).article.unwrap().facts;
    assert_eq!(
        (facts.phone, facts.fee.as_deref(), facts.deadline.as_deref()),
        (vec!["12 616 55 56".to_owned()], Some("22 zł"), Some("7 dni")),
        "{text}"
    );
    assert!(text.contains("# centrala"), "{text}");
}

#[test]
fn a_header_that_cannot_be_read_is_chosen_whole_and_nothing_is_chosen_beforehand() {
    let mine = BASE.replace("unit: USC", "unit: [USC");
    let theirs = BASE.replace("title: Odpis", "title: Wypis");
    let pieces = merge(Some(BASE), &mine, &theirs);
    assert_eq!(proposed(&pieces).1, [WHOLE_HEADER]);
    let plain = merge(Some("a\n\nb\n"), "a\n\nb c\n", "a d\n\nb\n");
    assert_eq!(proposed(&plain).0, "a d\n\nb c\n");
    let began = merge(Some("Treść.\n"), "---\ntitle: A\n---\nTreść.\n", "Treść inna.\n");
    assert_eq!(proposed(&began).0, "---\ntitle: A\n---\nTreść inna.\n");
}

fn header() -> impl Strategy<Value = BTreeMap<&'static str, String>> {
    let scalar = "[a-c]{1,2}";
    let list = proptest::collection::vec("[a-d]", 0..4).prop_map(|items| format!("[{}]", items.join(", ")));
    let one = (0..8_usize, scalar.prop_map(|text| text.to_string()), list).prop_map(|(place, text, list)| {
        match place {
            0 => ("title", text),
            1 => ("unit", text),
            2 => ("keywords", list),
            3 => ("questions", list),
            4 => ("facts", format!("{{fee: {text}, phone: {list}}}")),
            5 => ("facts", format!("\n  fee: {text}\n  phone: {list}")),
            6 => ("facts", format!("\n    phone: {list}\n    hours: {text}")),
            _ => ("nasze", format!("{{a: {text}}}")),
        }
    });
    proptest::collection::vec(one, 1..6).prop_map(|all| all.into_iter().collect())
}

fn written(header: &BTreeMap<&str, String>) -> String {
    let lines: String = header.iter().map(|(key, value)| format!("{key}: {value}\n")).collect();
    format!("---\n{lines}---\nx\n").replace(": \n", ":\n")
}

#[test]
fn what_is_proposed_is_always_a_header_and_has_what_one_side_alone_changed() {
    let compared = Cell::new(0);
    proptest!(|(base in header(), mine in header(), theirs in header(), known in any::<bool>())| {
        let texts = [written(&base), written(&mine), written(&theirs)];
        let pieces = merge(known.then_some(texts[0].as_str()), &texts[1], &texts[2]);
        // Where nothing would be left of the header, a person chooses between the two as they are.
        let whole = pieces.iter().any(|piece| piece.key.as_deref() == Some(WHOLE_HEADER));
        for choice in [mine_of, theirs_of] {
            let text: String = pieces.iter().map(|piece| piece.proposed().unwrap_or(choice(piece))).collect();
            let article = crate::article::parse("a.md", text.as_bytes());
            prop_assert!(article.article.is_some(), "{}\n{:?}", text, article.problems);
            if !known || whole { continue }
            let tree = crate::article::header::front_matter::header_tree(&text);
            let Some(Node { kind: NodeKind::Map(entries), .. }) = tree else { panic!("{text}") };
            let read = |key: &str| entries.iter().find(|entry| entry.key == key).map(|entry| entry.value.to_json());
            for key in ["title", "unit"] {
                let wanted = match (base.get(key), mine.get(key), theirs.get(key)) {
                    (b, m, t) if m == b => t,
                    (b, m, t) if t == b => m,
                    (_, m, t) if m == t => t,
                    _ => continue,
                };
                prop_assert_eq!(read(key), wanted.map(|text| text.clone().into()), "{}", key);
                compared.set(compared.get() + 1);
            }
        }
    });
    assert!(compared.get() > 200, "{compared:?} keys were compared");
}
