//! The files of the dictionaries: which there are, and what their entries become.

use std::collections::{HashMap, HashSet};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fields::{Lines, TableReader};
use super::{Abbreviation, Category, Dictionaries, FORMER, Synonym, Unit, other_bodies};
use crate::article::Problem;
use crate::article::check::codes;

/// The files we know and the tables in them.
pub(super) const FILES: &[(&str, &[&str])] = &[
    ("jednostki.toml", &["jednostka", "historyczna"]),
    ("kategorie.toml", &["kategoria"]),
    ("synonimy.toml", &["synonim", "skrot"]),
    ("inne-podmioty.toml", &["podmiot"]),
];

pub(super) fn read(dictionaries: &mut Dictionaries, name: &str, text: &str) -> Vec<Problem> {
    let path = format!("slowniki/{name}");
    let Some((_, tables)) = FILES.iter().find(|(file, _)| *file == name) else {
        let known: Vec<&str> = FILES.iter().map(|(file, _)| *file).collect();
        let problem = Problem::new(codes::UNKNOWN_DICTIONARY, &path, 0, "tego pliku wyszukiwarka nie czyta");
        return vec![problem.help(format!("słowniki to: {}", known.join(", ")))];
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = TableReader { path: &path, lines: Lines::of(text), problems: Vec::new() };
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            let message = format!("słownik nie jest poprawnym plikiem TOML: {}", error.message());
            reader.report(
                codes::NOT_TOML,
                at,
                message,
                "zostaje poprzednia wersja słownika; sprawdź cudzysłowy i nawiasy",
            );
            return reader.problems;
        }
    };
    let mut entries = Vec::new();
    for (key, value) in table.get_ref() {
        let Some(table) = tables.iter().find(|table| **table == key.get_ref().as_ref()) else {
            let message = format!("nieznana tabela „{}”", key.get_ref());
            reader.report(
                codes::DICTIONARY_KEY,
                key.span().start,
                message,
                &format!("ten plik składa się z: [[{}]]", tables.join("]], [[")),
            );
            continue;
        };
        let Some(items) = value.get_ref().as_array() else {
            let message = format!("„{table}” ma być listą wpisów");
            reader.report(
                codes::DICTIONARY_KIND,
                value.span().start,
                message,
                &format!("każdy wpis zaczyna się od [[{table}]]"),
            );
            continue;
        };
        entries.extend(items.iter().map(|item| (*table, item)));
    }
    entries.sort_by_key(|(_, item)| item.span().start);
    match name {
        "jednostki.toml" => dictionaries.units = units(&mut reader, &entries),
        "kategorie.toml" => dictionaries.categories = categories(&mut reader, &entries),
        "inne-podmioty.toml" => {
            dictionaries.other_bodies = other_bodies::read(&mut reader, &entries, &dictionaries.units);
        }
        _ => (dictionaries.synonyms, dictionaries.abbreviations) = synonyms(&mut reader, &entries),
    }
    reader.problems.sort_by_key(|problem| problem.line);
    reader.problems
}

pub(super) type Entries<'e, 't> = [(&'static str, &'e Spanned<DeValue<'t>>)];

fn units(reader: &mut TableReader<'_>, entries: &Entries<'_, '_>) -> Vec<Unit> {
    let mut units: Vec<(Unit, usize)> = Vec::new();
    let mut seen = HashMap::new();
    for (table, entry) in entries {
        let at = entry.span().start;
        let Some(mut fields) = reader.fields(entry) else { continue };
        let (code, name) = (fields.required("code"), fields.required("name"));
        let mut unit = Unit {
            kind: fields.text("kind").unwrap_or_default(),
            parent: fields.text("parent"),
            scope: fields.list("scope"),
            phones: fields.list("phones"),
            email: fields.text("email"),
            address: fields.text("address"),
            hours: fields.text("hours"),
            aliases: fields.list("aliases"),
            formerly: fields.list("formerly"),
            source: fields.text("source"),
            note: fields.text("note"),
            status: fields.text("status"),
            until: fields.text("until"),
            now: fields.list("now"),
            ..Unit::default()
        };
        fields.check(&unit);
        fields.finish();
        let (Some(code), Some(name)) = (code, name) else { continue };
        if *table == FORMER {
            unit.status = Some(FORMER.to_owned());
        }
        (unit.code, unit.name) = (code, name);
        if reader.is_new(&mut seen, &unit.code, at) {
            units.push((unit, at));
        }
    }
    parents(reader, &mut units);
    units.into_iter().map(|(unit, _)| unit).collect()
}

/// Takes away parents that are not there or above themselves, so that whoever walks up arrives at the top.
fn parents(reader: &mut TableReader<'_>, units: &mut [(Unit, usize)]) {
    let index: HashMap<String, usize> =
        units.iter().enumerate().map(|(at, (unit, _))| (unit.code.to_lowercase(), at)).collect();
    for (unit, at) in units.iter_mut() {
        if let Some(parent) = &unit.parent
            && !index.contains_key(&parent.to_lowercase())
        {
            let message = format!("„{}”: jednostki nadrzędnej „{parent}” nie ma w słowniku", unit.code);
            reader.report(
                codes::UNKNOWN_PARENT,
                *at,
                message,
                "popraw kod w parent albo dodaj taką jednostkę",
            );
            unit.parent = None;
        }
        for code in &unit.now {
            if !index.contains_key(&code.to_lowercase()) {
                let message =
                    format!("„{}”: jednostki „{code}”, która przejęła sprawy, nie ma w słowniku", unit.code);
                reader.report(
                    codes::UNKNOWN_PARENT,
                    *at,
                    message,
                    "popraw kod w now albo dodaj taką jednostkę",
                );
            }
        }
        unit.now.retain(|code| index.contains_key(&code.to_lowercase()));
    }
    // Walked from every unit with marks, each step is taken once: 0 unseen, 1 on this walk, 2 known to end.
    let mut state = vec![0u8; units.len()];
    for start in 0..units.len() {
        let mut walk = Vec::new();
        let mut at = Some(start);
        while let Some(here) = at {
            if state[here] == 1 {
                let (unit, offset) = &mut units[here];
                let message = format!("„{}” jest nad samą sobą", unit.code);
                reader.report(
                    codes::PARENT_CYCLE,
                    *offset,
                    message,
                    "popraw parent tej jednostki albo jednej z nadrzędnych",
                );
                unit.parent = None;
            }
            if state[here] != 0 {
                break;
            }
            state[here] = 1;
            walk.push(here);
            at = units[here].0.parent.as_ref().and_then(|parent| index.get(&parent.to_lowercase()).copied());
        }
        for here in walk {
            state[here] = 2;
        }
    }
}

fn categories(reader: &mut TableReader<'_>, entries: &Entries<'_, '_>) -> Vec<Category> {
    let mut categories: Vec<Category> = Vec::new();
    let mut seen = HashMap::new();
    for (_, entry) in entries {
        let Some(mut fields) = reader.fields(entry) else { continue };
        let (code, name) = (fields.required("code"), fields.required("name"));
        let opis = fields.text("opis").unwrap_or_default();
        fields.finish();
        let (Some(code), Some(name)) = (code, name) else { continue };
        if reader.is_new(&mut seen, &code, entry.span().start) {
            categories.push(Category { code, name, opis });
        }
    }
    categories
}

fn synonyms(reader: &mut TableReader<'_>, entries: &Entries<'_, '_>) -> (Vec<Synonym>, Vec<Abbreviation>) {
    let (mut synonyms, mut abbreviations) = (Vec::new(), Vec::new());
    let mut seen = HashSet::new();
    for (table, entry) in entries {
        let at = entry.span().start;
        let Some(mut fields) = reader.fields(entry) else { continue };
        let mut known = |words: String| !seen.insert(words.to_lowercase());
        if *table == "skrot" {
            let (skrot, pelna) = (fields.required("skrot"), fields.required("pelna"));
            fields.finish();
            let (Some(skrot), Some(pelna)) = (skrot, pelna) else { continue };
            if known(format!("skrot {skrot} = {pelna}")) {
                reader.report(
                    codes::DICTIONARY_VALUE,
                    at,
                    format!("skrót „{skrot}” z tym znaczeniem stoi już wyżej"),
                    "zostaw jeden",
                );
                continue;
            }
            abbreviations.push(Abbreviation { skrot, pelna });
            continue;
        }
        let (mowia, mut znaczy) = (fields.required_list("mowia"), fields.required_list("znaczy"));
        let w_obie_strony = fields.flag("w_obie_strony");
        fields.finish();
        znaczy.retain(|word| {
            let same = mowia.iter().any(|said| said.eq_ignore_ascii_case(word));
            if same {
                reader.report(
                    codes::DICTIONARY_VALUE,
                    at,
                    format!("„{word}” znaczy samo siebie"),
                    "usuń to słowo z jednej ze stron",
                );
            }
            !same
        });
        if mowia.is_empty() || znaczy.is_empty() {
            continue;
        }
        for said in &mowia {
            for meant in &znaczy {
                if known(format!("{said} = {meant}")) {
                    let message = format!("„{said}” → „{meant}” stoi już wyżej");
                    reader.report(codes::DICTIONARY_VALUE, at, message, "połącz oba wpisy");
                }
            }
        }
        synonyms.push(Synonym { mowia, znaczy, w_obie_strony });
    }
    (synonyms, abbreviations)
}
