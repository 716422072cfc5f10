//! The TOML of the dictionaries, entry by entry, each fault with its line.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Abbreviation, CURRENT, Category, Dictionaries, FORMER, Synonym, Unit};
use crate::article::{Code, Problem, codes, hours, phone};

/// The files we know and the tables in them.
const FILES: &[(&str, &[&str])] = &[
    ("jednostki.toml", &["jednostka", "historyczna"]),
    ("kategorie.toml", &["kategoria"]),
    ("synonimy.toml", &["synonim", "skrot"]),
];

pub(super) fn read(dictionaries: &mut Dictionaries, name: &str, text: &str) -> Vec<Problem> {
    let path = format!("slowniki/{name}");
    let Some((_, tables)) = FILES.iter().find(|(file, _)| *file == name) else {
        let known: Vec<&str> = FILES.iter().map(|(file, _)| *file).collect();
        let problem = Problem::new(codes::UNKNOWN_DICTIONARY, &path, 0, "tego pliku wyszukiwarka nie czyta");
        return vec![problem.help(format!("słowniki to: {}", known.join(", ")))];
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader { path: &path, lines: Lines::of(text), problems: Vec::new() };
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
        _ => (dictionaries.synonyms, dictionaries.abbreviations) = synonyms(&mut reader, &entries),
    }
    reader.problems.sort_by_key(|problem| problem.line);
    reader.problems
}

type Entries<'e, 't> = [(&'static str, &'e Spanned<DeValue<'t>>)];

fn units(reader: &mut Reader<'_>, entries: &Entries<'_, '_>) -> Vec<Unit> {
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
fn parents(reader: &mut Reader<'_>, units: &mut [(Unit, usize)]) {
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

fn categories(reader: &mut Reader<'_>, entries: &Entries<'_, '_>) -> Vec<Category> {
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

fn synonyms(reader: &mut Reader<'_>, entries: &Entries<'_, '_>) -> (Vec<Synonym>, Vec<Abbreviation>) {
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

/// Line numbers of byte offsets.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(text.match_indices('\n').map(|(at, _)| at).collect())
    }

    fn line(&self, offset: usize) -> usize {
        1 + self.0.partition_point(|&newline| newline < offset)
    }
}

struct Reader<'a> {
    path: &'a str,
    lines: Lines,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn report(&mut self, code: Code, offset: usize, message: String, help: &str) {
        let line = self.lines.line(offset);
        self.problems.push(Problem::new(code, self.path, line, message).help(help));
    }

    /// Whether a code stands here for the first time.
    fn is_new(&mut self, seen: &mut HashMap<String, usize>, code: &str, at: usize) -> bool {
        if let Some(&first) = seen.get(&code.to_lowercase()) {
            let message = format!("kod „{code}” ma już wpis w linii {}", self.lines.line(first));
            self.report(codes::DUPLICATE_CODE, at, message, "zmień kod albo połącz oba wpisy");
            return false;
        }
        seen.insert(code.to_lowercase(), at);
        true
    }

    fn fields<'r, 'e, 't>(&'r mut self, entry: &'e Spanned<DeValue<'t>>) -> Option<Fields<'r, 'e, 't>>
    where
        Self: 'r,
    {
        let span = entry.span();
        let Some(table) = entry.get_ref().as_table() else {
            self.report(
                codes::DICTIONARY_KIND,
                span.start,
                "wpis ma się składać z kluczy".to_owned(),
                "klucz = \"wartość\"",
            );
            return None;
        };
        // The lifetime of the path is of no interest to the fields; they report through the pieces they need.
        Some(Fields {
            path: self.path.to_owned(),
            lines: &self.lines,
            problems: &mut self.problems,
            table,
            span,
            used: Vec::new(),
        })
    }
}

/// One entry, its keys taken out one after the other.
struct Fields<'r, 'e, 't> {
    path: String,
    lines: &'r Lines,
    problems: &'r mut Vec<Problem>,
    table: &'e DeTable<'t>,
    span: Range<usize>,
    used: Vec<&'static str>,
}

impl<'e, 't> Fields<'_, 'e, 't> {
    fn report(&mut self, code: Code, offset: usize, message: String, help: &str) {
        let line = self.lines.line(offset);
        self.problems.push(Problem::new(code, &self.path, line, message).help(help));
    }

    fn get(&mut self, key: &'static str) -> Option<&'e Spanned<DeValue<'t>>> {
        self.used.push(key);
        self.table.iter().find(|(name, _)| name.get_ref().as_ref() == key).map(|(_, value)| value)
    }

    fn text(&mut self, key: &'static str) -> Option<String> {
        let value = self.get(key)?;
        match scalar(value.get_ref()) {
            Some(text) => (!text.is_empty()).then_some(text),
            None => {
                self.report(
                    codes::DICTIONARY_KIND,
                    value.span().start,
                    format!("„{key}” ma być tekstem"),
                    "ujmij go w cudzysłów \"…\"",
                );
                None
            }
        }
    }

    fn required(&mut self, key: &'static str) -> Option<String> {
        let found = self.problems.len();
        let text = self.text(key);
        if text.is_none() && self.problems.len() == found {
            self.missing(key);
        }
        text
    }

    fn list(&mut self, key: &'static str) -> Vec<String> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let Some(items) = value.get_ref().as_array() else { return self.text(key).into_iter().collect() };
        let mut list: Vec<String> = Vec::new();
        for item in items.iter() {
            match scalar(item.get_ref()) {
                Some(text) if text.is_empty() => {
                    self.report(
                        codes::DICTIONARY_VALUE,
                        item.span().start,
                        format!("pusty tekst w „{key}”"),
                        "usuń go",
                    );
                }
                Some(text) => list.push(text),
                None => self.report(
                    codes::DICTIONARY_KIND,
                    item.span().start,
                    format!("„{key}” ma być listą tekstów"),
                    "[\"pierwszy\", \"drugi\"]",
                ),
            }
        }
        list
    }

    fn required_list(&mut self, key: &'static str) -> Vec<String> {
        let found = self.problems.len();
        let list = self.list(key);
        if list.is_empty() && self.problems.len() == found {
            self.missing(key);
        }
        list
    }

    fn flag(&mut self, key: &'static str) -> bool {
        let Some(value) = self.get(key) else { return false };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.report(
                codes::DICTIONARY_KIND,
                value.span().start,
                format!("„{key}” ma być true albo false"),
                "bez cudzysłowu",
            );
            false
        })
    }

    fn missing(&mut self, key: &str) {
        let message = format!("wpisowi brakuje „{key}”; pomijam go");
        self.report(codes::DICTIONARY_INCOMPLETE, self.span.start, message, &format!("dopisz: {key} = …"));
    }

    /// What a unit says and agents rely on.
    fn check(&mut self, unit: &Unit) {
        let place = |key: &str| {
            self.table
                .iter()
                .find(|(name, _)| name.get_ref().as_ref() == key)
                .map_or(self.span.start, |(_, value)| value.span().start)
        };
        let (phones, hours_at, status) = (place("phones"), place("hours"), place("status"));
        for number in &unit.phones {
            match phone::check(number) {
                Ok(()) => {}
                Err(phone::Fault::Form(form)) => {
                    self.report(
                        codes::PHONE_FORM,
                        phones,
                        format!("numer „{number}” zapisz w jednej postaci"),
                        &format!("zapisz: \"{form}\""),
                    );
                }
                Err(phone::Fault::NotAPhone) => {
                    self.report(
                        codes::BAD_PHONE,
                        phones,
                        format!("„{number}” nie jest numerem telefonu"),
                        phone::EXAMPLE,
                    );
                }
            }
        }
        if let Some(Err(error)) = unit.hours.as_deref().map(hours::parse) {
            self.report(
                codes::BAD_HOURS,
                hours_at,
                format!("godzin nie da się odczytać: {error}"),
                hours::EXAMPLE,
            );
        }
        if let Some(other) = unit.status.as_deref().filter(|status| ![CURRENT, FORMER].contains(status)) {
            self.report(
                codes::DICTIONARY_VALUE,
                status,
                format!("status „{other}” nic nie znaczy"),
                &format!("dozwolone: {CURRENT}, {FORMER}"),
            );
        }
    }

    /// Reports keys that nobody asked for.
    fn finish(mut self) {
        let unknown: Vec<_> = self
            .table
            .iter()
            .filter(|(name, _)| !self.used.contains(&name.get_ref().as_ref()))
            .map(|(name, _)| (name.span().start, name.get_ref().to_string()))
            .collect();
        for (at, key) in unknown {
            let known = self.used.join(", ");
            self.report(
                codes::DICTIONARY_KEY,
                at,
                format!("nieznany klucz „{key}”"),
                &format!("znane klucze: {known}"),
            );
        }
    }
}

/// A scalar as one line of text; numbers and dates as they are written.
fn scalar(value: &DeValue<'_>) -> Option<String> {
    let text = match value {
        DeValue::String(text) => text.as_ref().to_owned(),
        DeValue::Integer(number) => number.as_str().to_owned(),
        DeValue::Float(number) => number.as_str().to_owned(),
        DeValue::Datetime(date) => date.to_string(),
        DeValue::Boolean(_) | DeValue::Array(_) | DeValue::Table(_) => return None,
    };
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}
