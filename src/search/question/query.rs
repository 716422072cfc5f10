//! A caller's words as a question to the index. Infallible: every text means something.
//!
//! `"w cudzysłowie"` must stand as it is where the question is made of it, and is preferred where a sentence only names it
//! ("kto napisał „Pana Tadeusza”?"); `-słowo` must not stand at all; everything else is searched literally. There is no
//! other syntax, so there is none to get wrong.

use std::ops::Range;
use std::sync::Arc;

use super::intent::{FactKind, Intent, intent};
use super::names;
use super::when::{self, When};
use crate::search::hit::LONGEST_QUESTION;
use crate::text::{Analyzer, Code, Forms, glue};

/// One word to look for.
#[derive(Debug, Clone)]
pub(in crate::search) struct QueryWord {
    /// As typed.
    pub text: String,
    pub span: Range<usize>,
    pub forms: Arc<Forms>,
    /// Says how the question is put, not what it is about: weighs nothing while others are left.
    pub asking: bool,
    /// Politeness and the like, and the second half of a word that a hyphen joins: weighs little.
    pub filler: bool,
    /// The last word, with nothing typed behind it: it may not be finished.
    pub open: bool,
    /// Names somebody or something: no other word says the same.
    pub name: bool,
}

/// A question taken apart.
#[derive(Debug, Clone, Default)]
pub(in crate::search) struct Query {
    pub words: Vec<QueryWord>,
    pub codes: Vec<Code>,
    /// Quoted phrases, as folded words.
    pub phrases: Vec<Vec<QueryWord>>,
    /// Whether the phrases must stand; otherwise they had better.
    pub demands: bool,
    /// Words that must not stand.
    pub excluded: Vec<Arc<Forms>>,
    /// What is asked for.
    pub intent: Intent,
    /// The question that the words' spans lie in: without quotes and minuses.
    pub text: String,
}

/// Longer questions are cut: nobody types more, and time is an agent's.
const MAX_WORDS: usize = 48;

/// `text` as far as it is looked for, and whether something of it is left out.
fn cut(text: &str) -> (&str, bool) {
    match text.char_indices().nth(LONGEST_QUESTION) {
        Some((end, _)) => (&text[..end], true),
        None => (text, false),
    }
}

impl Query {
    /// Takes `text` apart.
    pub fn parse(text: &str, analyzer: &mut Analyzer) -> Self {
        let (text, is_cut) = cut(text);
        let mut query = Query::default();
        let mut plain = String::with_capacity(text.len());
        for part in split(text) {
            match part {
                Part::Plain(words) => plain.push_str(words),
                Part::Phrase(phrase) => {
                    // A phrase counts for ranking too, so it stays in the plain text.
                    plain.push(' ');
                    plain.push_str(phrase);
                    plain.push(' ');
                    let words = words_of(phrase, analyzer);
                    if !words.is_empty() {
                        query.phrases.push(words);
                    }
                }
                Part::Excluded(word) => {
                    plain.push(' ');
                    query.excluded.extend(words_of(word, analyzer).into_iter().map(|word| word.forms));
                }
            }
        }
        let analysis = analyzer.analyze(&plain);
        query.codes = analysis.codes;
        let ends_open = !is_cut && plain.chars().next_back().is_some_and(char::is_alphabetic);
        let end = analysis.tokens.last().map_or(0, |last| last.span.end);
        let mut before = 0;
        for token in analysis.tokens.into_iter().take(MAX_WORDS) {
            let text = plain.get(token.span.clone()).unwrap_or_default().to_owned();
            // `mail` within `e-mail`, which stands before it.
            let half = token.span.start < before;
            let begins = query.words.is_empty()
                || plain[before.min(token.span.start)..token.span.start].contains(['.', '?', '!', ':']);
            before = token.span.end;
            let filler = half || glue::is_filler(&token.forms.folded);
            query.words.push(QueryWord {
                asking: glue::is_asking(&token.forms.folded),
                filler,
                open: ends_open && token.span.end == end && !token.forms.numeric,
                name: !filler && names::is_name(&text, &token.forms, begins),
                text,
                span: token.span,
                forms: token.forms,
            });
        }
        if query.words.iter().all(|word| word.asking) {
            for word in &mut query.words {
                word.asking = false;
            }
        }
        query.demands = demands(&query, text);
        let words: Vec<&Forms> = query.words.iter().map(|word| &*word.forms).collect();
        query.intent = intent(&words);
        query.text = plain;
        query
    }

    /// Takes the words that say when out of what the question is about: they weigh little, as manners do. Where it asks
    /// for the hours of something they weigh nothing: an article that tells of one New Year's Eve is no answer for a door
    /// that it does not name. Of the city's offices in general ("urząd w Wigilię") they are all there is to go by.
    pub fn set_apart(&mut self, when: &When) {
        let names_matter = self.content().any(|(at, word)| {
            !word.filler && !when.words.contains(&at) && !when::says_no_matter(&word.forms)
        });
        for &at in &when.words {
            if let Some(word) = self.words.get_mut(at) {
                word.filler = true;
                word.asking |= when.hours && names_matter;
            }
        }
        if when.hours && !when.dates.is_empty() {
            self.intent.kind = self.intent.kind.or(Some(FactKind::Hours));
        }
    }

    /// The words that say what the question is about.
    pub fn content(&self) -> impl Iterator<Item = (usize, &QueryWord)> {
        self.words.iter().enumerate().filter(|(_, word)| !word.asking)
    }

    /// The next word that says what the question is about.
    pub fn word_after(&self, at: usize) -> Option<&Forms> {
        self.content().find(|(place, word)| *place > at && !word.filler).map(|(_, word)| &*word.forms)
    }
}

/// Whether a question is made of its quotes: nothing that asks stands beside them, and they are at least half of what says
/// what it is about.
fn demands(query: &Query, text: &str) -> bool {
    let telling = query.content().filter(|(_, word)| !word.filler).count();
    let quoted = query.phrases.iter().flatten().filter(|word| !glue::is_filler(&word.forms.folded)).count();
    let asks = query.words.iter().any(|word| word.asking) || text.contains('?');
    let alone = quoted >= telling;
    quoted > 0 && (alone || !asks && 2 * quoted >= telling)
}

fn words_of(text: &str, analyzer: &mut Analyzer) -> Vec<QueryWord> {
    analyzer
        .analyze(text)
        .tokens
        .into_iter()
        .map(|token| QueryWord {
            text: text.get(token.span.clone()).unwrap_or_default().to_owned(),
            span: token.span,
            forms: token.forms,
            asking: false,
            filler: false,
            open: false,
            name: false,
        })
        .collect()
}

enum Part<'a> {
    Plain(&'a str),
    Phrase(&'a str),
    Excluded(&'a str),
}

/// Parts quoted phrases and exclusions from the rest. A quote that nobody closes is an ordinary character.
fn split(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut plain_from = 0;
    let mut at = 0;
    let mut before = ' ';
    while let Some(c) = text[at..].chars().next() {
        let after = at + c.len_utf8();
        if is_quote(c)
            && let Some(len) = text[after..].find(is_quote)
            && !text[after..after + len].trim().is_empty()
            && !before.is_alphanumeric()
        {
            parts.push(Part::Plain(&text[plain_from..at]));
            parts.push(Part::Phrase(&text[after..after + len]));
            at = after + len + text[after + len..].chars().next().map_or(0, char::len_utf8);
            plain_from = at;
            before = ' ';
            continue;
        }
        if c == '-' && before.is_whitespace() && text[after..].starts_with(char::is_alphanumeric) {
            let len = text[after..].find(char::is_whitespace).unwrap_or(text.len() - after);
            parts.push(Part::Plain(&text[plain_from..at]));
            parts.push(Part::Excluded(&text[after..after + len]));
            at = after + len;
            plain_from = at;
            before = ' ';
            continue;
        }
        before = c;
        at = after;
    }
    parts.push(Part::Plain(&text[plain_from..]));
    // A question of exclusions alone finds nothing; then the minus was a dash.
    if parts.iter().all(|part| {
        matches!(part, Part::Excluded(_)) || matches!(part, Part::Plain(p) if p.trim().is_empty())
    }) && parts.iter().any(|part| matches!(part, Part::Excluded(_)))
    {
        return vec![Part::Plain(text)];
    }
    parts
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '„' | '”' | '“' | '«' | '»')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(text: &str) -> Query {
        Query::parse(text, &mut Analyzer::default())
    }

    fn content(text: &str) -> Vec<String> {
        parse(text).content().map(|(_, word)| word.text.clone()).collect()
    }

    #[test]
    fn question_words_weigh_nothing_unless_they_are_all_there_is() {
        assert_eq!(content("gdzie wyrzucić lodówkę"), ["wyrzucić", "lodówkę"]);
        assert_eq!(content("gdzie"), ["gdzie"]);
    }

    #[test]
    fn quotes_and_minus_are_all_the_syntax_there_is() {
        let query = parse("odpady „budżet obywatelski” -gruz e-konsultacje");
        assert_eq!(query.phrases.len(), 1);
        assert_eq!(&*query.excluded[0].folded, "gruz");
        assert!(query.words.iter().any(|word| word.text == "e-konsultacje"));
        assert_eq!(parse("\"niezamknięty cudzysłów").phrases.len(), 0);
        assert_eq!(parse("-gruz").excluded.len(), 0);
    }

    #[test]
    fn a_quote_is_demanded_where_the_question_is_made_of_it_and_preferred_where_a_sentence_names_it() {
        for made_of_it in
            ["„wywóz mebli”", "co to „wywóz mebli”?", "„wywóz mebli” zarządca", "„wywóz mebli” -gruz"]
        {
            assert!(parse(made_of_it).demands, "{made_of_it}");
        }
        for named in [
            "kto napisał „Pana Tadeusza”?",
            "kiedy otwarto kino „Kijów”",
            "dotacja program „Ciepłe Mieszkanie” piec wymiana koszt",
            "wywóz",
        ] {
            assert!(!parse(named).demands, "{named}");
        }
    }

    #[test]
    fn operators_of_other_engines_are_ordinary_words() {
        for text in ["a AND b", "tytuł:rower", "odp*", "(x", "a OR", "^2 ~1", "\\", "title:[a TO b]"] {
            let query = parse(text);
            assert!(query.phrases.is_empty() && query.excluded.is_empty(), "in {text:?}");
        }
    }

    #[test]
    fn only_the_last_word_with_nothing_behind_it_is_unfinished() {
        let open = |text: &str| parse(text).words.iter().map(|word| word.open).collect::<Vec<_>>();
        assert_eq!(open("stara lodów"), [false, true]);
        for finished in ["stara lodów ", "stara lodów?", "lodów 12", "„stara lodów”"] {
            assert!(open(finished).iter().all(|open| !open), "{finished:?}");
        }
    }

    #[test]
    fn words_point_into_the_question_without_its_syntax() {
        let query = parse("śmieci „budżet obywatelski” -gruz");
        let words: Vec<&str> = query.words.iter().map(|word| &query.text[word.span.clone()]).collect();
        assert_eq!(words, ["śmieci", "budżet", "obywatelski"]);
        assert!(query.words.iter().zip(words).all(|(word, text)| word.text == text));
        assert!(!query.text.contains(['„', '”', '-']), "{}", query.text);
    }

    #[test]
    fn a_minus_within_a_word_or_before_nothing_is_a_dash() {
        for text in ["e-dowód", "pon.-pt.", "odpady - gruz", "odpady -", "DK-03"] {
            assert!(parse(text).excluded.is_empty(), "{text}");
        }
        assert_eq!(parse("odpady -gruz-beton").excluded.len(), 2, "all of it is kept out");
        assert_eq!(parse("-gruz odpady").excluded.len(), 1);
    }

    #[test]
    fn a_quote_behind_a_letter_or_number_is_an_inch_and_no_quote() {
        assert!(parse("ekran 15\" i 17\" oddać").phrases.is_empty());
        assert_eq!(parse("ekran \"15 i 17\" oddać").phrases.len(), 1);
    }

    #[test]
    fn a_question_longer_than_anybody_types_is_cut() {
        assert_eq!(parse(&"odpad ".repeat(MAX_WORDS + 20)).words.len(), MAX_WORDS);
        assert!(!parse(&format!("{}lodów", "odpad ".repeat(MAX_WORDS))).words.iter().any(|word| word.open));
        for piece in ["x", "ż", "漢", "\u{1f600}", "1", "-a ", "„a” ", "x-", "\u{301}", " "] {
            let query = parse(&piece.repeat(60_000));
            let letters =
                |words: &[QueryWord]| words.iter().map(|word| word.text.chars().count()).sum::<usize>();
            assert!(letters(&query.words) <= LONGEST_QUESTION, "{piece}: {}", letters(&query.words));
            assert!(query.text.chars().count() <= 3 * LONGEST_QUESTION, "{piece}: {}", query.text.len());
            assert!(query.excluded.len() + query.phrases.len() <= LONGEST_QUESTION, "{piece}");
            assert!(query.words.iter().all(|word| !word.open), "{piece}: its end was not seen");
        }
    }

    #[test]
    fn a_number_is_no_unfinished_word_and_manners_are_told_apart() {
        let query = parse("proszę bilet 12");
        let filler: Vec<bool> = query.words.iter().map(|word| word.filler).collect();
        assert_eq!(filler, [true, false, false]);
        assert!(query.words.iter().all(|word| !word.open));
    }

    proptest! {
        #[test]
        fn any_text_is_a_question(text in "[\"„” \\-a-zą0-9]{0,40}|\\PC{0,40}") {
            parse(&text);
        }
    }
}
