//! The units an order speaks of: their codes and names from the list in its beginning, the paragraphs that give
//! their scopes, and the department they make up.
//!
//! Only the shape of codes (`DK-03`, `PO`) and the set phrases of such orders are known here, no unit of any order.

use std::ops::Range;

use super::paragraphs::{Level, Paragraph};
use crate::order::lines::likeness::{find, fold, has, skeleton, starts, words};
use crate::order::lines::scan::collapse;

/// A unit as the order lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::order) struct OrderUnit {
    pub code: Option<String>,
    /// In the nominative where the list gave it, else as read in the scope's heading.
    pub name: String,
    /// Whether the name comes from the list.
    pub listed: bool,
}

/// Nodes of one paragraph that give the scope of one unit.
#[derive(Debug, Clone)]
pub(in crate::order) struct Scope {
    pub unit: OrderUnit,
    pub nodes: Range<usize>,
}

/// Unit codes in `text` with their places: two to four capitals, a dash, two digits (`DK-03`; `KS – O3` in a scan).
pub(in crate::order) fn codes(text: &str) -> Vec<(String, Range<usize>)> {
    let words = words(text);
    let letters = |word: &str| (2..=4).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase());
    let number = |word: &str| -> Option<String> {
        let digits: String = word.chars().map(crate::order::lines::dates::digit).collect::<Option<_>>()?;
        (digits.len() == 2 && word.starts_with(|c: char| c.is_ascii_digit() || c == 'O')).then_some(digits)
    };
    let pairs = words.windows(2).filter_map(|pair| {
        let between = text[pair[0].span.end..pair[1].span.start].trim();
        let dashed = matches!(between, "-" | "–" | "—" | "‑" | "−");
        let digits = number(pair[1].text).filter(|_| dashed && letters(pair[0].text))?;
        Some((format!("{}-{digits}", pair[0].text), pair[0].span.start..pair[1].span.end))
    });
    pairs.collect()
}

/// Codes in brackets ("(DK-03)", "(PO)"): the way a scope's heading names its unit.
fn bracketed(text: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for (open, _) in text.match_indices('(') {
        let Some(close) = text[open..].find(')') else { continue };
        let inside = text[open + 1..open + close].trim();
        let short = (2..=4).contains(&inside.len()) && inside.bytes().all(|b| b.is_ascii_uppercase());
        match codes(inside).into_iter().next() {
            Some((code, place)) if place == (0..inside.len()) => found.push((code, open)),
            None if short => found.push((inside.to_owned(), open)),
            _ => {}
        }
    }
    found
}

/// Whether `paragraph` lists the units.
pub(in crate::order) fn is_list(paragraph: &Paragraph) -> bool {
    has(paragraph.opening(), "w skład*") && has(paragraph.opening(), "wchodz*") && paragraph.nodes.len() > 2
}

/// The units that `paragraphs` list.
pub(in crate::order) fn listed(paragraphs: &[Paragraph]) -> Vec<OrderUnit> {
    let entries = paragraphs.iter().filter(|p| is_list(p)).flat_map(|p| &p.nodes);
    entries.filter(|node| node.level != Level::Clause).map(|node| entry(&node.text)).collect()
}

/// "Dział Zieleni – XY-01;" → name and code.
fn entry(text: &str) -> OrderUnit {
    let text = text.trim_end_matches([';', '.', ',', ' ']);
    let bare = text.trim_end_matches(')');
    let (name, code) = match codes(bare).pop() {
        Some((code, place)) if place.end == bare.len() => (&bare[..place.start], Some(code)),
        _ => match bare.rsplit_once([' ', '(']) {
            // A code without a number ("PO") is believed only after a dash or a bracket.
            Some((name, code))
                if (2..=4).contains(&code.len())
                    && code.bytes().all(|b| b.is_ascii_uppercase())
                    && (name.trim_end().ends_with(['-', '–', '—']) || bare.len() < text.len()) =>
            {
                (name, Some(code.to_owned()))
            }
            _ => (text, None),
        },
    };
    let name = name.trim_matches(|c: char| matches!(c, '-' | '–' | '—' | '(' | ',' | ' '));
    OrderUnit { code, name: name.to_owned(), listed: true }
}

/// The scopes that `paragraph` gives. A clause that names a unit opens its scope; clauses without a name
/// (positions within the unit) belong to the unit before them. Two units in one heading share the text.
pub(in crate::order) fn scopes(paragraph: &Paragraph, units: &[OrderUnit]) -> Vec<Scope> {
    let mut scopes: Vec<Scope> = Vec::new();
    let clauses: Vec<usize> =
        (0..paragraph.nodes.len()).filter(|at| paragraph.nodes[*at].level == Level::Clause).collect();
    let mut open = 0;
    for (index, start) in clauses.iter().enumerate() {
        let end = clauses.get(index + 1).copied().unwrap_or(paragraph.nodes.len());
        let named = heads(&paragraph.nodes[*start].text, units);
        if named.is_empty() {
            scopes[open..].iter_mut().for_each(|scope| scope.nodes.end = end);
        } else {
            open = scopes.len();
            // What stands before the first named clause introduces it.
            let start = if open == 0 { 0 } else { *start };
            scopes.extend(named.into_iter().map(|unit| Scope { unit, nodes: start..end }));
        }
    }
    scopes
}

/// The units whose scope `clause` opens.
fn heads(clause: &str, units: &[OrderUnit]) -> Vec<OrderUnit> {
    let phrase = find(clause, "do zakresu dział*").filter(|found| found.start < 40);
    let belongs = find(clause, "należ*").or_else(|| find(clause, "realiz*"));
    let task = phrase.is_some() || (belongs.is_some() && clause.trim_end().ends_with(':'));
    // "(BIP)" in a heading is a code only if the order lists such a unit.
    let known = |code: &str| units.iter().any(|unit| unit.code.as_deref() == Some(code));
    let mut coded = bracketed(clause);
    coded.retain(|(code, _)| code.contains('-') || known(code));
    let mut from = phrase.as_ref().map_or(0, |found| found.end);
    if task && !coded.is_empty() {
        let named = coded.into_iter().map(|(code, place)| {
            let read = collapse(&clause[from.min(place)..place]);
            from = clause[place..].find(')').map_or(clause.len(), |close| place + close + 1);
            let listed = units.iter().find(|unit| unit.code.as_deref() == Some(code.as_str()));
            listed.cloned().unwrap_or(OrderUnit { code: Some(code), name: read, listed: false })
        });
        return named.collect();
    }
    let (Some(phrase), Some(belongs)) = (phrase, belongs) else { return Vec::new() };
    if belongs.start <= phrase.end || has(&clause[..belongs.start], "do zakresu działania którego") {
        return Vec::new();
    }
    let read = collapse(&clause[phrase.end..belongs.start]);
    let listed = units.iter().find(|unit| inflected(&unit.name, &read));
    vec![listed.cloned().unwrap_or(OrderUnit { code: None, name: read, listed: false })]
}

/// Letters of a word that survive Polish inflexion, nearly always.
const STEM: usize = 4;

/// Whether `read` is `name` in another case: the same words, each with the same beginning.
fn inflected(name: &str, read: &str) -> bool {
    let stem = |word: &str| fold(word).chars().take(STEM).collect::<String>();
    let stems = |text: &str| words(text).iter().map(|word| skeleton(&stem(word.text))).collect::<Vec<_>>();
    let (name, read) = (stems(name), stems(read));
    !name.is_empty() && name == read
}

/// The letters that all codes of the order share ("DK"), by majority.
pub(in crate::order) fn department_code(units: &[OrderUnit]) -> Option<String> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for prefix in units.iter().filter_map(|unit| Some(unit.code.as_deref()?.split_once('-')?.0)) {
        match counts.iter_mut().find(|(known, _)| *known == prefix) {
            Some((_, count)) => *count += 1,
            None => counts.push((prefix, 1)),
        }
    }
    // The first of several equally frequent ones: the order of the list, so that a second run says the same.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(prefix, _)| prefix.to_owned())
}

/// Gender decides how the adjectives after a head noun go back to the nominative.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gender {
    Masculine,
    Feminine,
    Neuter,
}

/// Kinds of units: the unchanging beginning of the word, its nominative, its gender.
const KINDS: [(&str, &str, Gender); 13] = [
    ("wydział*", "Wydział", Gender::Masculine),
    ("kancelari*", "Kancelaria", Gender::Feminine),
    ("biur*", "Biuro", Gender::Neuter),
    ("zarząd*", "Zarząd", Gender::Masculine),
    ("zesp*", "Zespół", Gender::Masculine),
    ("referat*", "Referat", Gender::Masculine),
    ("oddział*", "Oddział", Gender::Masculine),
    ("departament*", "Departament", Gender::Masculine),
    ("centr*", "Centrum", Gender::Neuter),
    ("ośrod*", "Ośrodek", Gender::Masculine),
    ("inspektorat*", "Inspektorat", Gender::Masculine),
    ("straż*", "Straż", Gender::Feminine),
    ("urz*", "Urząd", Gender::Masculine),
];

/// The department's name in the nominative, from "Wydziałem X, zwanym dalej …, kieruje Dyrektor" or, failing that,
/// from the matter ("… zakresu działania Wydziału X").
pub(in crate::order) fn department(paragraphs: &[Paragraph], matter: Option<&str>) -> Option<String> {
    let led = paragraphs.iter().take(3).find_map(|paragraph| {
        let opening = paragraph.opening();
        let led = &opening[..find(opening, "kieruje")?.start];
        let end = find(led, "zwan*").map_or(led.len(), |words| words.start);
        nominative(&led[..end], true)
    });
    led.or_else(|| {
        let matter = matter?;
        nominative(&matter[find(matter, "zakresu działania")?.end..], false)
    })
}

/// `text` begins with an inflected kind of unit; `instrumental` tells its case, else it is the genitive. Words that
/// depend on the head noun stand in the genitive anyway and stay.
fn nominative(text: &str, instrumental: bool) -> Option<String> {
    let text = collapse(text.trim_matches([',', ' ', '.']));
    let (_, head, gender) = KINDS.iter().find(|(stem, _, _)| starts(&text, stem))?;
    let mut name = String::from(*head);
    let mut agreeing = instrumental;
    for word in text.split(' ').skip(1) {
        let adjective = agreeing.then(|| agree(word, *gender)).flatten();
        agreeing = adjective.is_some();
        name.push(' ');
        name.push_str(adjective.as_deref().unwrap_or(word));
    }
    Some(name)
}

/// The nominative of an adjective read in the instrumental.
fn agree(word: &str, gender: Gender) -> Option<String> {
    let (stem, ending) = match gender {
        Gender::Masculine => (word.strip_suffix('m').filter(|stem| stem.ends_with(['y', 'i']))?, ""),
        Gender::Neuter => {
            (word.strip_suffix("ym").or_else(|| word.strip_suffix('m').filter(|s| s.ends_with('i')))?, "e")
        }
        Gender::Feminine => (word.strip_suffix('ą')?, "a"),
    };
    Some(format!("{stem}{ending}"))
}

/// The initials of the last name in capitals in `matter` ("… w Bibliotece Gier Planszowych" → `BGP`): the unit of
/// an order that has no units of its own. A guess, to be confirmed.
pub(in crate::order) fn initials(matter: &str) -> Option<(String, String)> {
    let mut best: Option<Vec<&str>> = None;
    let mut run: Vec<&str> = Vec::new();
    for word in words(matter).iter().map(|word| word.text).chain(["koniec"]) {
        if word.starts_with(char::is_uppercase) {
            run.push(word);
        } else if !run.is_empty() {
            let run = std::mem::take(&mut run);
            best = if run.len() >= 3 { Some(run) } else { best };
        }
    }
    let name = best?;
    let letters: String = name.iter().filter_map(|word| word.chars().next()).collect();
    let code = fold(&letters).to_uppercase();
    ((3..=5).contains(&code.len()) && code.is_ascii()).then(|| (code, name.join(" ")))
}

/// `name` as the order's own text has it first, which is nearer to the nominative than the title's locative
/// ("Zakłada się Bibliotekę Gier" after "w sprawie zasad w Bibliotece Gier").
pub(in crate::order) fn as_named(paragraphs: &[Paragraph], name: &str) -> String {
    let length = words(name).len().max(1);
    let opening = paragraphs.first().map_or("", Paragraph::opening);
    let words = words(opening);
    let mut spans = words.windows(length).map(|run| &opening[run[0].span.start..run[length - 1].span.end]);
    spans.find(|read| inflected(name, read)).unwrap_or(name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::paragraphs;
    use super::*;
    use crate::order::lines::scan;

    fn paragraphs(text: &str) -> Vec<Paragraph> {
        paragraphs::read(scan::lines(text), &mut Vec::new()).paragraphs
    }

    #[test]
    fn codes_are_read_in_every_spacing_and_dash() {
        let found = |text| codes(text).into_iter().map(|(code, _)| code).collect::<Vec<_>>();
        assert_eq!(found("XY-01, XY – 02 i (ABC-O3)"), ["XY-01", "XY-02", "ABC-03"]);
        assert!(found("PIT-37a, A-12, XY-123, lata 2016-22").is_empty());
    }

    #[test]
    fn the_list_gives_codes_and_names() {
        let list = paragraphs(
            "§ 2. W skład Działu wchodzą:\n1) Referat Zieleni – XY-01;\n2) Stanowisko ds. Ogrodów XY-02;\n\
             3) Pełnomocnik ds. Drzew - PO\n4) Archiwum.",
        );
        let units = listed(&list);
        let pairs: Vec<_> = units.iter().map(|unit| (unit.code.as_deref(), unit.name.as_str())).collect();
        let expected = [
            (Some("XY-01"), "Referat Zieleni"),
            (Some("XY-02"), "Stanowisko ds. Ogrodów"),
            (Some("PO"), "Pełnomocnik ds. Drzew"),
            (None, "Archiwum"),
        ];
        assert_eq!(pairs, expected);
        assert_eq!(department_code(&units).as_deref(), Some("XY"));
    }

    #[track_caller]
    fn check_scopes(text: &str, expected: &[(&str, usize)]) {
        let units = [
            OrderUnit { code: Some("XY-01".into()), name: "Referat Zieleni Miejskiej".into(), listed: true },
            OrderUnit { code: Some("XY-02".into()), name: "Referat Ogrodów".into(), listed: true },
            OrderUnit { code: Some("PO".into()), name: "Rzecznik".into(), listed: true },
        ];
        let paragraph = &paragraphs(text)[0];
        let found: Vec<_> = scopes(paragraph, &units)
            .into_iter()
            .map(|scope| (scope.unit.code.unwrap_or(scope.unit.name), scope.nodes.len()))
            .collect();
        let expected: Vec<_> = expected.iter().map(|(code, count)| (code.to_string(), *count)).collect();
        assert_eq!(found, expected, "in {text:?}");
    }

    #[test]
    fn a_scope_is_found_by_its_code_or_by_the_inflected_name() {
        check_scopes(
            "§ 4. Do zakresu działania Referatu (XY-01) należą sprawy:\n1) a;\n2) b.",
            &[("XY-01", 3)],
        );
        check_scopes(
            "§ 4. Do zakresu dziatania Referatu Zieleni Miejskiej nalezy:\n1) a;\n2) b.",
            &[("XY-01", 3)],
        );
        check_scopes("§ 4. Do zakresu działania Straży Parkowej należy:\n1) a.", &[("Straży Parkowej", 2)]);
        check_scopes("§ 4. Dyrektorowi podlega Referat Ogrodów (XY-02).", &[]);
    }

    #[test]
    fn positions_stay_with_their_unit_and_two_units_in_one_paragraph_part() {
        check_scopes(
            "§ 4. 1. Do zakresu działania Referatu (XY-01) należy:\n1) a.\n2. W Referacie działa Stanowisko Drzew, do \
             zakresu działania którego należy:\n1) b.",
            &[("XY-01", 4)],
        );
        check_scopes(
            "§ 4. 1. Do zakresu działania Referatu (XY-01) należy:\n1) a.\n2. Do zakresu działania Referatu (XY-02) \
             należy:\n1) b.",
            &[("XY-01", 2), ("XY-02", 2)],
        );
        check_scopes(
            "§ 4. Do zakresu działania Rzecznika (PO) i Biura (XY-02) należą sprawy odrębne.",
            &[("PO", 1), ("XY-02", 1)],
        );
    }

    #[test]
    fn the_department_is_named_in_the_nominative() {
        let name = |text: &str| department(&paragraphs(text), None);
        assert_eq!(
            name("§ 1. Wydziatem Sportu i Ruchu, zwanym dalej Wydziałem, kieruje Dyrektor."),
            Some("Wydział Sportu i Ruchu".into())
        );
        assert_eq!(name("§ 1. Biurem Prawnym Miasta kieruje Dyrektor."), Some("Biuro Prawne Miasta".into()));
        let matter = Some("szczegółowego zakresu działania Kancelarii Burmistrza");
        assert_eq!(department(&[], matter), Some("Kancelaria Burmistrza".into()));
    }

    #[test]
    fn an_order_without_units_may_name_its_subject_by_initials() {
        assert_eq!(initials("zasad w Bibliotece Gier Łódzkich").map(|found| found.0), Some("BGL".into()));
        assert_eq!(initials("zasad w Bibliotece"), None);
    }
}
