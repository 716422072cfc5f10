//! Where a question may fall into two: "zgubiłam dowód i prawo jazdy".
//!
//! Callers join two matters by a word ("i", "a", "albo"), by a comma or a question mark, or they count them ("jedno …,
//! drugie …"). Whether such a question is of two matters indeed is decided by what either side finds.

use std::ops::Range;

use super::query::{Query, QueryWord};

/// A place at which a question may be cut: the words before it and those behind, as positions in [`Query::words`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::search) struct Cut {
    pub left: Range<usize>,
    pub right: Range<usize>,
    pub joint: Joint,
}

/// What joins the two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::search) enum Joint {
    /// "i", "a", "albo".
    Word,
    /// A comma, the end of a sentence, a stroke, a plus.
    Comma,
    /// "jedno …, drugie …".
    Count,
}

/// Longer questions are told stories, whose commas join no matters.
const LONGEST: usize = 24;
/// Letters of a word that a full stop may cut short ("ul. Długa", "godz. 8"): behind longer ones it ends a sentence.
const LONGEST_CUT_SHORT: usize = 4;
/// Cuts that are looked at: more commas than these are no question of two matters.
const MOST: usize = 3;

/// Words between two matters.
const JOINTS: [&str; 6] = ["i", "oraz", "a", "albo", "lub", "plus"];
/// Words that go with one that joins, or with a comma, and join nothing by themselves.
const BESIDE: [&str; 4] = ["tez", "takze", "rowniez", "jeszcze"];
/// Words that count the second of two; they stay with it.
const SECOND: [&str; 3] = ["drugie", "druga", "drugi"];
/// Words that begin a clause.
const CLAUSES: [&str; 14] = [
    "zeby", "aby", "by", "jesli", "jezeli", "bo", "ze", "gdy", "gdyby", "poniewaz", "choc", "ale", "wiec",
    "czyli",
];
const FIRST: [&str; 5] = ["jedno", "jedna", "jeden", "pierwsze", "pierwsza"];

/// All places at which `query` may be cut, in order. One that quotes or excludes is meant as it stands.
pub(in crate::search) fn cuts(query: &Query) -> Vec<Cut> {
    let words = &query.words;
    if !(2..=LONGEST).contains(&words.len()) || !query.phrases.is_empty() || !query.excluded.is_empty() {
        return Vec::new();
    }
    let mut cuts: Vec<Cut> = Vec::new();
    for right in 1..words.len() {
        let mut left = right;
        while left > 0 && (is(&words[left - 1], &JOINTS) || is(&words[left - 1], &BESIDE)) {
            left -= 1;
        }
        if left == 0 || is(&words[right], &JOINTS) || is(&words[right], &BESIDE) {
            continue;
        }
        let Some(joint) = joint(query, left, right) else { continue };
        let cut = Cut { left: 0..left, right: right..words.len(), joint };
        if tells(&words[cut.left.clone()]) && tells(&words[cut.right.clone()]) {
            cuts.push(cut);
        }
    }
    if cuts.len() > MOST { Vec::new() } else { cuts }
}

/// What joins the words before `left` and those from `right` on, if anything does.
fn joint(query: &Query, left: usize, right: usize) -> Option<Joint> {
    let words = &query.words;
    let (before, here) = (&words[left - 1], &words[right]);
    let between = query.text.get(before.span.end..here.span.start).unwrap_or_default();
    // "osiemset plus", "800 plus": a name, and nothing that is joined.
    let added = right == left + 1 && &*words[left].forms.folded == "plus";
    let name = added && (before.forms.numeric || before.forms.folded.contains("set"));
    // ", żeby": a clause of the same matter, unless a sentence ended before it.
    let ended = between.contains(". ") && before.forms.folded.len() > LONGEST_CUT_SHORT;
    let asked = ended || between.contains(['?', '!', ';', '+', '\n']);
    let clause = !asked && is(here, &CLAUSES);
    // "profil zaufany i gdzie zaparkuję": what is asked behind a word is another matter, if it has a thing of its own.
    if words[left..right].iter().any(|word| is(word, &JOINTS)) && !name {
        return (!clause).then_some(Joint::Word);
    }
    // ", jakie dokumenty": behind a comma it is the same.
    let clause = clause || !asked && here.asking;
    if is(here, &SECOND) && words[..left].iter().any(|word| is(word, &FIRST)) {
        return Some(Joint::Count);
    }
    // A stroke within a number or a name parts nothing.
    let stroke = between.contains('/') && !before.forms.numeric && !here.forms.numeric;
    let comma = between.contains(',') && !clause;
    (asked || stroke || comma).then_some(Joint::Comma)
}

fn is(word: &QueryWord, list: &[&str]) -> bool {
    list.contains(&&*word.forms.folded)
}

/// Whether the words say what they are about.
fn tells(words: &[QueryWord]) -> bool {
    words.iter().any(|word| {
        // Of a word that is not finished nobody knows what it will be about.
        let begun = word.open && !word.forms.known;
        !word.asking && !word.filler && !word.forms.numeric && !begun && !says_how(word)
    })
}

/// Whether a word asks for a fact of the matter before it ("i ile to kosztuje, jakie dokumenty"): no matter of its own.
fn says_how(word: &QueryWord) -> bool {
    const HOW: &[&str] = &[
        "kosztowac",
        "placic",
        "zaplacic",
        "koszt",
        "cena",
        "telefon",
        "numer",
        "adres",
        "termin",
        "dokument",
        "trwac",
        "czekac",
        "godzina",
        "otwarty",
        "czynny",
        "zadzwonic",
        "dzwonic",
        "zlozyc",
        "zlozony",
        "zglosic",
        "zalatwic",
        "zapisac",
        "isc",
        "pojsc",
        "robic",
        "zrobic",
        "potrzebny",
        "potrzeba",
        "potrzebowac",
        "wziac",
        "zabrac",
        "dlugo",
        "kto",
        "lepszy",
        "szybko",
        "dalej",
        "wczesniej",
        "czas",
        "noc",
        "cisza",
        "rusza",
        "reagowac",
        "podpisac",
        "wyjsc",
        "pisac",
        "online",
        "internet",
        "urzad",
        "formularz",
        "wniosek",
    ];
    HOW.contains(&&*word.forms.lemma)
}

/// What the words in `range` are, as typed.
pub(in crate::search) fn text<'q>(query: &'q Query, range: &Range<usize>) -> (&'q str, Range<usize>) {
    let words = query.words.get(range.clone()).unwrap_or_default();
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return ("", 0..0) };
    let span = first.span.start..last.span.end;
    (query.text.get(span.clone()).unwrap_or_default(), span)
}

/// Readings of the second side: as it stands, and with what the first side says for both of them, its verb ("zgubiłam
/// dowód i prawo jazdy") or its thing ("sprzedałam stare auto, a kupiłam nowe").
pub(in crate::search) fn readings(query: &Query, cut: &Cut) -> Vec<String> {
    let (right, _) = text(query, &cut.right);
    let mut readings = vec![right.to_owned()];
    let (before, after) = (&query.words[cut.left.clone()], &query.words[cut.right.clone()]);
    let verb = before.iter().find(|word| is_verb(word) && !word.filler);
    if let Some(verb) = verb
        && !after.iter().any(|word| is_verb(word) && !word.filler)
    {
        readings.push(format!("{} {right}", verb.text));
    }
    let telling = |word: &&QueryWord| !word.asking && !word.filler && !is_verb(word);
    if after.iter().any(is_verb)
        && after.iter().filter(telling).count() <= 1
        && let Some(thing) = before.iter().rfind(telling)
    {
        readings.push(format!("{} {right}", thing.text));
    }
    readings
}

/// Whether a word is a form of a verb: Polish infinitives end in -ć, as few nouns do.
fn is_verb(word: &QueryWord) -> bool {
    const NOUNS: [&str; 7] = ["ość", "eść", "ięć", "ieć", "ierć", "zęść", "hęć"];
    let lemma = &*word.forms.display;
    word.forms.known
        && lemma.ends_with('ć')
        && (!NOUNS.iter().any(|end| lemma.ends_with(end))
            || ["mieć", "chcieć", "wiedzieć", "siedzieć", "lecieć"].contains(&lemma))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Analyzer;

    fn sides(question: &str) -> Vec<(String, String)> {
        let query = Query::parse(question, &mut Analyzer::default());
        let side = |range: &Range<usize>| text(&query, range).0.to_owned();
        cuts(&query).iter().map(|cut| (side(&cut.left), side(&cut.right))).collect()
    }

    #[test]
    fn two_things_that_are_joined_come_apart_where_they_are() {
        for (question, left, right) in [
            ("zgubiłam dowód i prawo jazdy", "zgubiłam dowód", "prawo jazdy"),
            ("gabaryty oraz stara lodówka", "gabaryty", "stara lodówka"),
            ("odholowali mi auto i jeszcze mandat", "odholowali mi auto", "mandat"),
            ("hałas u sąsiada, a także śmieci", "hałas u sąsiada", "śmieci"),
            ("jest plan na działce? i pozwolenie na dom", "jest plan na działce", "pozwolenie na dom"),
            ("paszport / dowód", "paszport", "dowód"),
            ("profil zaufany i gdzie zaparkuję", "profil zaufany", "gdzie zaparkuję"),
            (
                "zapisać jedno dziecko do żłobka drugie do przedszkola",
                "zapisać jedno dziecko do żłobka",
                "drugie do przedszkola",
            ),
        ] {
            assert_eq!(sides(question), [(left.to_owned(), right.to_owned())], "{question}");
        }
    }

    #[test]
    fn what_is_asked_of_a_matter_is_no_second_one() {
        for question in [
            "paszport i ile to kosztuje",
            "kto załata dziurę i kto zapłaci",
            "ślub, jakie dokumenty",
            "mandat, co dalej",
            "chcę paszport, żeby wyjechać",
            "800 plus na dziecko",
            "osiemset plus na dziecko",
            "gdzie i kiedy",
            "czy wjedzie jeszcze do miasta",
            "„dowód i prawo jazdy”",
            "dowód i paszport -prawo",
            "i",
            "",
        ] {
            assert_eq!(sides(question), [], "{question}");
        }
    }

    #[test]
    fn a_second_side_is_also_read_with_the_verb_or_the_thing_of_the_first() {
        let readings = |question: &str| {
            let query = Query::parse(question, &mut Analyzer::default());
            let cut = cuts(&query).into_iter().next();
            cut.map(|cut| super::readings(&query, &cut)).unwrap_or_default()
        };
        assert_eq!(readings("zgubiłam dowód i prawo jazdy"), ["prawo jazdy", "zgubiłam prawo jazdy"]);
        assert_eq!(readings("sprzedałam auto a kupiłam nowe"), ["kupiłam nowe", "auto kupiłam nowe"]);
        assert_eq!(readings("gabaryty i lodówka"), ["lodówka"]);
    }
}
