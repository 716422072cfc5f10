//! The question in pieces, as days and hours are written: numbers apart from letters, dots and dashes by themselves.

use crate::search::question::intent::FactKind;
use crate::search::question::query::Query;
use crate::text::{Forms, fold};

/// A piece of the question.
#[derive(Debug)]
pub(super) struct Token {
    /// Lower case, without accents.
    pub text: String,
    /// Where it is all digits: its value.
    pub number: Option<u16>,
    /// Whether the lexicon knows it: a word that is a word is no slip of another one.
    pub known: bool,
    /// The word of the question that it belongs to.
    pub word: Option<usize>,
    /// No space stands before it.
    pub joined: bool,
}

impl Token {
    pub fn is(&self, text: &str) -> bool {
        self.text == text
    }

    pub fn any(&self, texts: &[&str]) -> bool {
        texts.contains(&self.text.as_str())
    }

    /// One of `forms`, or one slip away from a longer one of them.
    pub fn like(&self, forms: &[&str]) -> bool {
        self.any(forms)
            || (!self.known
                && self.number.is_none()
                && forms.iter().any(|form| form.len() >= 5 && one_slip(&self.text, form)))
    }

    pub fn starts(&self, prefixes: &[&str]) -> bool {
        prefixes.iter().any(|prefix| self.text.starts_with(prefix))
    }
}

/// Takes a question apart.
pub(super) fn tokens(query: &Query) -> Vec<Token> {
    let text = &query.text;
    let mut tokens: Vec<Token> = Vec::new();
    let mut start = 0;
    let mut joined = false;
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let kind = |c: char| match c {
        c if c.is_numeric() => 'd',
        c if c.is_alphanumeric() || c == '\u{301}' => 'a',
        c if c.is_whitespace() => ' ',
        _ => '.',
    };
    for (at, &(offset, c)) in chars.iter().enumerate() {
        let next = chars.get(at + 1).map(|&(_, c)| c);
        let same = next.is_some_and(|next| kind(next) == kind(c)) && kind(c) != '.';
        if same {
            continue;
        }
        let end = offset + c.len_utf8();
        if kind(c) == ' ' {
            joined = false;
        } else {
            let piece = &text[start..end];
            let word = query.words.iter().position(|word| word.span.start < end && start < word.span.end);
            tokens.push(Token {
                text: fold(piece),
                number: piece.parse().ok(),
                known: word.and_then(|at| query.words.get(at)).is_some_and(|word| word.forms.known),
                word,
                joined,
            });
            joined = true;
        }
        start = end;
    }
    tokens
}

/// Words before a name of a street, a square, an estate, a church or a school.
const BEFORE_NAMES: &[&str] = &[
    "ul", "ulica", "ulicy", "ulice", "al", "aleja", "alei", "aleje", "alejach", "os", "osiedle", "osiedlu",
    "osiedla", "pl", "plac", "placu", "placem", "rondo", "ronda", "rondzie", "bulwar", "bulwarze", "przy",
    "parafia", "parafii", "kosciol", "kosciola", "kosciele", "bazylika", "bazylice", "szkola", "szkoly",
    "bieg", "biegu", "pulk", "pulku", "nr", "numer", "art", "ust", "pkt", "dk",
];

/// Words that a name may have between the street word and the date.
const WITHIN_NAMES: &[&str] = &["konstytucji", "swieta"];

/// Acts have dates, too.
const ACTS: &[&str] =
    &["ustaw", "uchwal", "zarzadzen", "rozporzadzen", "obwieszczen", "pismo", "pisma", "decyzj", "wyrok"];

/// Whether what stands at `at` is part of a name: of a street, or of an act.
pub(super) fn is_name(tokens: &[Token], at: usize) -> bool {
    let mut before = tokens[..at].iter().rev().filter(|token| !token.is("."));
    let Some(mut last) = before.next() else { return false };
    if last.any(WITHIN_NAMES) {
        match before.next() {
            Some(token) => last = token,
            None => return false,
        }
    }
    if last.is("§") || last.any(BEFORE_NAMES) {
        return true;
    }
    let dated = last.is("z") || (last.is("dnia") && before.next().is_some_and(|token| token.is("z")));
    dated && tokens[..at].iter().any(|token| token.starts(ACTS))
}

/// Whether the question is about doors that are open, lines that are answered, or what is charged by the hour.
pub(super) fn asks_for_hours(query: &Query) -> bool {
    query.intent.kind == Some(FactKind::Hours) || query.words.iter().any(|word| is_of_hours(&word.forms))
}

/// Whether a word says nothing of whose hours are meant.
pub(in crate::search::question) fn says_no_matter(forms: &Forms) -> bool {
    is_of_hours(forms) || matches!(&*forms.lemma, "urzad" | "magistrat" | "urzedowy" | "miasto")
}

fn is_of_hours(forms: &Forms) -> bool {
    const LEMMAS: &[&str] = &[
        "czynny",
        "otwarty",
        "zamkniety",
        "nieczynny",
        "dzialac",
        "pracowac",
        "przyjmowac",
        "przyjac",
        "dyzur",
        "godzina",
        "otwierac",
        "zamykac",
        "odbierac",
        "odebrac",
        "zdazyc",
        "platny",
        "darmowy",
        "bezplatny",
        "placic",
        "zaplacic",
        "kursowac",
        "jezdzic",
        "sprzedawac",
        "sprzedac",
        "wejsc",
        "dodzwonic",
        "dzwonic",
        "zadzwonic",
        "funkcjonowac",
        "obslugiwac",
        "zalatwic",
        "otworzyc",
        "zamknac",
        "dostepny",
        "dyzurowac",
        "obowiazywac",
    ];
    LEMMAS.contains(&&*forms.lemma) || forms.folded.starts_with("czynn")
}

/// "Zgubiłem w sobotę": the day is part of the story, and nobody asks for its hours.
pub(super) fn tells_of_the_past(query: &Query) -> bool {
    query.words.iter().any(|word| {
        let folded = &*word.forms.folded;
        let endings = ["lem", "lam", "lismy", "lysmy"];
        word.forms.lemma.ends_with('c') && endings.iter().any(|ending| folded.ends_with(ending))
    })
}

/// One letter too many, too few, another one, or two that changed places.
fn one_slip(typed: &str, meant: &str) -> bool {
    let (a, b) = (typed.as_bytes(), meant.as_bytes());
    if a.len().abs_diff(b.len()) > 1 || a == b {
        return a == b;
    }
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (rest_a, rest_b) = (&a[start..], &b[start..]);
    match a.len().cmp(&b.len()) {
        std::cmp::Ordering::Less => rest_a == &rest_b[1..],
        std::cmp::Ordering::Greater => &rest_a[1..] == rest_b,
        std::cmp::Ordering::Equal => {
            rest_a[1..] == rest_b[1..]
                || (rest_a.len() > 1
                    && rest_a[0] == rest_b[1]
                    && rest_a[1] == rest_b[0]
                    && rest_a[2..] == rest_b[2..])
        }
    }
}
