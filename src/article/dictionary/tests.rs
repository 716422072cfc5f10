//! What editors' dictionaries become.
#![allow(clippy::unwrap_used)]

use super::Dictionaries;
use crate::article::check::codes;

fn read(name: &str, text: &str) -> (Dictionaries, Vec<(&'static str, usize)>) {
    let mut dictionaries = Dictionaries::default();
    let problems = dictionaries.read(name, text);
    assert!(problems.iter().all(|problem| problem.path == format!("slowniki/{name}")));
    (dictionaries, problems.iter().map(|problem| (problem.code, problem.line)).collect())
}

#[test]
fn units_are_read_with_all_they_say() {
    let text = "[[jednostka]]\ncode = \"UMK\"\nname = \"Urząd\"\n\n[[jednostka]]\ncode = \"DK-03\"\nname = \"Referat\"\nkind = \"referat\"\nparent = \"umk\"\nscope = [\"a\", \"b\"]\nphones = [\"12 616 55 55\", \"986\"]\nhours = \"Mo-Fr 07:40-15:30\"\naliases = \"infolinia\"\nstatus = \"aktualna\"\n\n[[historyczna]]\ncode = \"KS\"\nname = \"Dawny\"\nuntil = 2023\nnow = [\"DK-03\"]\n";
    let (dictionaries, problems) = read("jednostki.toml", text);
    assert_eq!(problems, []);
    let unit = dictionaries.unit("dk-03").unwrap();
    assert_eq!((unit.scope.len(), unit.aliases.as_slice()), (2, ["infolinia".to_owned()].as_slice()));
    let former = dictionaries.unit("KS").unwrap();
    assert!(former.is_former() && !unit.is_former());
    assert_eq!(former.until.as_deref(), Some("2023"));
}

#[test]
fn a_bad_entry_costs_itself_and_names_its_line() {
    let text = "[[jednostka]]\ncode = \"A\"\nname = \"A\"\n\n[[jednostka]]\ncode = \"B\"\n\n[[jednostka]]\ncode = \"a\"\nname = \"Znowu A\"\n\n[[jednostka]]\ncode = \"C\"\nname = \"C\"\nparent = \"X\"\nphones = [\"12 61\", \"126165555\"]\nhours = \"pon. 8-16\"\nfax = 1\n[inne]\nx = 1\n";
    let (dictionaries, problems) = read("jednostki.toml", text);
    assert_eq!(
        problems,
        [
            (codes::DICTIONARY_INCOMPLETE, 5),
            (codes::DUPLICATE_CODE, 8),
            (codes::UNKNOWN_PARENT, 12),
            (codes::BAD_PHONE, 16),
            (codes::PHONE_FORM, 16),
            (codes::BAD_HOURS, 17),
            (codes::DICTIONARY_KEY, 18),
            (codes::DICTIONARY_KEY, 19),
        ]
    );
    let kept: Vec<_> = dictionaries.units.iter().map(|unit| unit.code.as_str()).collect();
    assert_eq!(kept, ["A", "C"]);
    assert_eq!(dictionaries.unit("C").unwrap().parent, None);
}

#[test]
fn parents_that_go_in_circles_are_cut_so_that_every_walk_ends() {
    let unit = |code: &str, parent: &str| {
        format!("[[jednostka]]\ncode = \"{code}\"\nname = \"x\"\nparent = \"{parent}\"\n")
    };
    let text = [unit("A", "B"), unit("B", "C"), unit("C", "A"), unit("D", "D"), unit("E", "A")].concat();
    let (dictionaries, problems) = read("jednostki.toml", &text);
    assert_eq!(problems, [(codes::PARENT_CYCLE, 1), (codes::PARENT_CYCLE, 13)]);
    assert_eq!(dictionaries.units.len(), 5, "each is walked up from");
    for unit in &dictionaries.units {
        let mut at = Some(unit);
        let mut steps = 0;
        while let Some(here) = at {
            steps += 1;
            assert!(steps < 10, "walking up from {} never ends", unit.code);
            at = here.parent.as_deref().and_then(|code| dictionaries.unit(code));
        }
    }
}

#[test]
fn synonyms_and_abbreviations_share_a_file() {
    let text = "[[synonim]]\nmowia = [\"prawko\"]\nznaczy = [\"prawo jazdy\", \"Prawko\"]\n\n[[synonim]]\nmowia = [\"e-dowód\"]\nznaczy = \"dowód osobisty\"\nw_obie_strony = true\n\n[[synonim]]\nmowia = [\"\"]\nznaczy = [\"a\"]\n\n[[synonim]]\nmowia = [\"a\"]\n\n[[skrot]]\nskrot = \"MOPS\"\npelna = \"Miejski Ośrodek Pomocy Społecznej\"\n";
    let (dictionaries, problems) = read("synonimy.toml", text);
    assert_eq!(
        problems,
        [(codes::DICTIONARY_VALUE, 1), (codes::DICTIONARY_VALUE, 11), (codes::DICTIONARY_INCOMPLETE, 14)]
    );
    assert_eq!(dictionaries.synonyms.len(), 2);
    assert_eq!(dictionaries.synonyms[0].znaczy, ["prawo jazdy"]);
    assert!(dictionaries.synonyms[1].w_obie_strony);
    assert_eq!(dictionaries.abbreviations[0].skrot, "MOPS");
}

#[test]
fn a_broken_file_leaves_the_last_good_one() {
    let mut dictionaries = Dictionaries::default();
    assert_eq!(
        dictionaries.read("kategorie.toml", "[[kategoria]]\ncode = \"odpady\"\nname = \"Odpady\"\n"),
        []
    );
    let problems = dictionaries.read("kategorie.toml", "[[kategoria]]\ncode = \"odpady\nname = \"Odpady\"\n");
    assert_eq!((problems[0].code, problems[0].line), (codes::NOT_TOML, 2));
    assert_eq!(dictionaries.category("ODPADY").unwrap().name, "Odpady");
    assert_eq!(dictionaries.read("slowa.toml", "")[0].code, codes::UNKNOWN_DICTIONARY);
}

#[test]
fn what_residents_are_told_of_a_unit_or_a_category_bears_no_mark() {
    let unit = |key: &str, value: &str| {
        let name = if key == "name" { "" } else { "name = \"Oczyszczanie\"\n" };
        format!("[[jednostka]]\ncode = \"MPO\"\n{name}{key} = {value}\n")
    };
    for mark in ["Nowohucka {.internal} tajne", "Nowohucka (wewnętrzne: tajne)"] {
        for (key, value) in [
            ("name", format!("\"{mark}\"")),
            ("address", format!("\"{mark}\"")),
            ("hours", format!("\"{mark}\"")),
            ("phones", format!("[\"{mark}\"]")),
            // Residents' corrections and the infoline's short name come of these.
            ("aliases", format!("[\"{mark}\"]")),
            ("formerly", format!("[\"{mark}\"]")),
        ] {
            let (dictionaries, problems) = read("jednostki.toml", &unit(key, &value));
            assert!(problems.iter().any(|(code, _)| *code == codes::STRAY_INTERNAL), "{key}: {problems:?}");
            assert!(!format!("{:?}", dictionaries.units).contains("tajne"), "{key}");
        }
        let (dictionaries, problems) = read(
            "kategorie.toml",
            &format!("[[kategoria]]\ncode = \"odpady\"\nname = \"Odpady\"\nopis = \"{mark}\"\n"),
        );
        assert!(problems.iter().any(|(code, _)| *code == codes::STRAY_INTERNAL), "{problems:?}");
        assert!(!format!("{:?}", dictionaries.categories).contains("tajne"));
        let (dictionaries, problems) = read("jednostki.toml", &unit("note", &format!("\"{mark}\"")));
        assert_eq!(problems, [], "a note is for agents alone");
        assert!(format!("{:?}", dictionaries.units).contains("tajne"));
    }
}

const LINE: &str = "[[jednostka]]\ncode = \"DK-02\"\nname = \"Referat Infolinii\"\naliases = [\"infolinia\", \"KCK\", \"Krakowskie Centrum Kontaktu\"]\nphones = [\"12 616 55 55\"]\n";

/// A body of the dictionary, with keys of its own in place of the usual ones.
fn body(code: &str, keys: &str) -> String {
    let key = |name: &str, usual: &str| {
        if keys.contains(&format!("{name} =")) { String::new() } else { format!("{name} = {usual}\n") }
    };
    let (name, matters) = (key("name", "\"ZUS\""), key("matters", "[\"renta\"]"));
    let sentence = key("sentence", "\"Renty prowadzi ZUS.\"");
    format!("[[podmiot]]\ncode = \"{code}\"\n{name}{matters}{sentence}{keys}\n")
}

#[test]
fn who_deals_with_what_the_city_does_not_is_read_with_all_it_says() {
    let keys = "aliases = [\"zus\"]\nphone = [\"22 560 16 00\"]\nlink = \"https://www.zus.pl\"\nsource = \"ustawa\"\nnote = \"do potwierdzenia\"";
    let (dictionaries, problems) = read("inne-podmioty.toml", &body("ZUS", keys));
    assert_eq!(problems, []);
    let zus = &dictionaries.other_bodies[0];
    assert_eq!((&*zus.code, &*zus.sentence), ("ZUS", "Renty prowadzi ZUS."));
    assert_eq!((zus.link.as_deref(), zus.phone.len()), (Some("https://www.zus.pl"), 1));
}

#[test]
fn a_bad_entry_of_another_body_names_its_fault() {
    for (keys, code, kept) in [
        ("sentence = \"\"", codes::DICTIONARY_INCOMPLETE, 0),
        ("matters = []", codes::DICTIONARY_INCOMPLETE, 0),
        ("fax = \"1\"", codes::DICTIONARY_KEY, 1),
        ("link = \"zus.pl\"", codes::UNSAFE_LINK, 1),
        ("link = \"javascript:alert(1)\"", codes::UNSAFE_LINK, 1),
        ("phone = [\"22 560\"]", codes::BAD_PHONE, 1),
        ("phone = [\"225601600\"]", codes::PHONE_FORM, 1),
        ("sentence = \"ZUS (wewnętrzne: nie podawać)\"", codes::STRAY_INTERNAL, 0),
    ] {
        let (dictionaries, problems) = read("inne-podmioty.toml", &body("ZUS", keys));
        assert!(problems.iter().any(|(found, _)| *found == code), "{keys}: {problems:?}");
        assert_eq!(dictionaries.other_bodies.len(), kept, "{keys}");
        assert!(dictionaries.other_bodies.iter().all(|body| body.link.is_none()), "{keys}");
    }
    let (dictionaries, problems) = read("inne-podmioty.toml", &(body("ZUS", "") + &body("zus", "")));
    assert_eq!(problems, [(codes::DUPLICATE_CODE, 7)]);
    assert_eq!(dictionaries.other_bodies.len(), 1);
}

#[test]
fn nobody_is_sent_to_the_line_that_they_are_on() {
    let mut dictionaries = Dictionaries::default();
    assert_eq!(dictionaries.read("jednostki.toml", LINE), []);
    for keys in [
        "phone = [\"12 616 55 55\"]",
        "sentence = \"Proszę dzwonić pod 12 616-55-55.\"",
        "sentence = \"Tym zajmuje się Krakowskie Centrum Kontaktu.\"",
        "sentence = \"Proszę pytać w KCK.\"",
        "sentence = \"Przełącz na infolinię.\"",
        "sentence = \"Przełączam panią do miejskiej infolinii.\"",
    ] {
        let problems = dictionaries.read("inne-podmioty.toml", &body("X", keys));
        assert_eq!(
            problems.iter().map(|problem| problem.code).collect::<Vec<_>>(),
            [codes::OWN_LINE],
            "{keys}"
        );
        assert!(dictionaries.other_bodies.is_empty(), "{keys}");
    }
    // Others have infolines too.
    let nfz = body("NFZ", "sentence = \"Pomoże infolinia NFZ, 800 190 590.\"\nphone = [\"800 190 590\"]");
    assert_eq!(dictionaries.read("inne-podmioty.toml", &nfz), []);
    assert_eq!(dictionaries.read("inne-podmioty.toml", &body("dk-02", ""))[0].code, codes::DUPLICATE_CODE);
}

#[test]
fn dictionaries_are_read_before_those_that_are_checked_against_them() {
    let mut files = ["synonimy.toml", "inne-podmioty.toml", "slowa.toml", "jednostki.toml"];
    files.sort_by_key(|name| super::turn(name));
    assert_eq!(files, ["jednostki.toml", "synonimy.toml", "inne-podmioty.toml", "slowa.toml"]);
}
