//! How the pages speak Polish: plurals, dates, telephone numbers, and the spaces that must not break.
//!
//! Pure functions from values to text. Nothing here knows HTML, except [`glue_html`], which leaves tags alone.

mod hours;
mod open;

use jiff::civil::Date;

pub use hours::hours;
pub use open::{Now, Standing, open};

/// U+00A0, the space at which no line ends.
pub const NBSP: char = '\u{a0}';

const MONTHS: [&str; 12] = [
    "stycznia",
    "lutego",
    "marca",
    "kwietnia",
    "maja",
    "czerwca",
    "lipca",
    "sierpnia",
    "września",
    "października",
    "listopada",
    "grudnia",
];

/// The three forms a Polish noun takes after a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noun {
    /// 1 wynik.
    pub one: &'static str,
    /// 2–4 wyniki, 22 wyniki.
    pub few: &'static str,
    /// 5 wyników, 12 wyników, 0 wyników.
    pub many: &'static str,
}

/// What a search gives.
pub const RESULT: Noun = Noun { one: "wynik", few: "wyniki", many: "wyników" };
/// What a text is made of.
pub const CHARACTER: Noun = Noun { one: "znak", few: "znaki", many: "znaków" };

/// A number with its noun in the right form: `112 wyników`, `22 wyniki`.
pub fn count(number: usize, noun: Noun) -> String {
    let form = match (number, number % 10, number % 100) {
        (1, _, _) => noun.one,
        (_, _, 12..=14) => noun.many,
        (_, 2..=4, _) => noun.few,
        _ => noun.many,
    };
    format!("{}{NBSP}{form}", thousands(number))
}

/// A number with its digits in threes from five digits up, as Polish sets them: `1234`, `12 345`.
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut text = String::with_capacity(digits.len() + 4);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(NBSP);
        }
        text.push(digit);
    }
    text
}

/// `1 października 2026`, in one piece.
pub fn date(day: Date) -> String {
    format!("{}{NBSP}{}", date_without_year(day), day.year())
}

/// `1 października`, in one piece, where the year goes without saying.
pub fn date_without_year(day: Date) -> String {
    let month = usize::try_from(day.month() - 1).ok().and_then(|i| MONTHS.get(i)).unwrap_or(&"");
    format!("{}{NBSP}{month}", day.day())
}

/// A telephone number in the groups it is read out in, in one piece; anything that is no Polish number stays as
/// it was written.
///
/// ```text
/// 126165555        -> 12 616 55 55
/// +48 12 616-55-55 -> 12 616 55 55
/// 600100200        -> 600 100 200
/// 112              -> 112
/// ```
pub fn phone(written: &str) -> String {
    let written = written.trim();
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    let only_a_number =
        written.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "+-()./".contains(c));
    let local = digits.strip_prefix("0048").or(digits.strip_prefix("48")).unwrap_or(&digits);
    let local = if local.len() == 9 { local } else { digits.as_str() };
    if !only_a_number || local.len() != 9 {
        return written.split_whitespace().collect::<Vec<_>>().join(&NBSP.to_string());
    }
    // Mobile networks and helplines are read in threes, landlines with their area code first.
    let sizes: &[usize] = match local.get(..2) {
        Some(
            "45" | "50" | "51" | "53" | "57" | "60" | "66" | "69" | "72" | "73" | "78" | "79" | "80" | "88",
        ) => &[3, 3, 3],
        _ => &[2, 3, 2, 2],
    };
    let mut groups = Vec::with_capacity(4);
    let mut rest = local;
    for size in sizes {
        let (group, tail) = rest.split_at((*size).min(rest.len()));
        groups.push(group);
        rest = tail;
    }
    groups.join(&NBSP.to_string())
}

/// The address of a telephone link for a number, or `None` where dialling it would be a guess.
pub fn dial(written: &str) -> Option<String> {
    let number = phone(written);
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let short = (3..=5).contains(&digits.len()) && number.chars().all(|c| c.is_ascii_digit());
    let whole = digits.len() == 9 && number.chars().all(|c| c.is_ascii_digit() || c == NBSP);
    match (short, whole) {
        (true, _) => Some(format!("tel:{digits}")),
        (_, true) => Some(format!("tel:+48{digits}")),
        _ => None,
    }
}

/// Binds what must stay on one line: one-letter words to the next word, a number to its unit or to the rest of
/// itself.
pub fn glue(text: &str) -> String {
    let mut glued = String::with_capacity(text.len() + 8);
    glue_into(text, &mut Binding::default(), &mut glued);
    glued
}

/// [`glue`] for the text of an HTML fragment; tags and their attributes pass untouched.
pub fn glue_html(html: &str) -> String {
    let mut glued = String::with_capacity(html.len() + 16);
    let mut rest = html;
    let mut binding = Binding::default();
    while let Some(open) = rest.find('<') {
        let (text, tag) = rest.split_at(open);
        glue_into(text, &mut binding, &mut glued);
        let end = tag.find('>').map_or(tag.len(), |close| close + 1);
        let (tag, after) = tag.split_at(end);
        glued.push_str(tag);
        binding = Binding::default();
        rest = after;
    }
    glue_into(rest, &mut binding, &mut glued);
    glued
}

/// Units that belong to the number before them.
const UNITS: [&str; 14] =
    ["zł", "gr", "r.", "dni", "lat", "lata", "km", "kg", "m", "m²", "mln", "tys.", "godz.", "min"];

/// What [`glue_into`] remembers between two stretches of text: the word before the last space.
#[derive(Default)]
struct Binding {
    word: String,
}

fn glue_into(text: &str, binding: &mut Binding, glued: &mut String) {
    for (at, c) in text.char_indices() {
        if c != ' ' {
            if c.is_whitespace() {
                binding.word.clear();
            } else {
                binding.word.push(c);
            }
            glued.push(c);
            continue;
        }
        let next = text.get(at + 1..).unwrap_or("").split([' ', '\n', '<']).next().unwrap_or("");
        glued.push(if must_not_break(&binding.word, next) { NBSP } else { ' ' });
        binding.word.clear();
    }
}

fn must_not_break(word: &str, next: &str) -> bool {
    let word = word.trim_start_matches(['(', '„', '"', '[']);
    let one_letter = matches!(word, "w" | "z" | "i" | "o" | "u" | "a" | "W" | "Z" | "I" | "O" | "U" | "A");
    let sign = matches!(word, "§" | "nr" | "art." | "ust." | "pkt" | "ul." | "al." | "pl." | "os.");
    let number = word.starts_with(|c: char| c.is_ascii_digit())
        && word.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | NBSP));
    let bare = next.trim_end_matches([',', ';', ')', ':']);
    let of_the_number = UNITS.contains(&bare)
        || UNITS.contains(&bare.trim_end_matches('.'))
        || MONTHS.contains(&bare)
        || next.starts_with(|c: char| c.is_ascii_digit());
    let postcode = word.len() == 6
        && word.split_once('-').is_some_and(|(two, three)| {
            two.len() == 2 && three.bytes().chain(two.bytes()).all(|b| b.is_ascii_digit())
        });
    // A dash begins no line.
    let dash = next.starts_with('–');
    one_letter || sign || postcode || dash || (number && of_the_number)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Shows the unbreakable space, so that a failing test can be read.
    fn seen(text: &str) -> String {
        text.replace(NBSP, "~")
    }

    #[test]
    fn a_number_takes_the_form_of_the_noun_that_polish_gives_it() {
        let cases = [
            (0, "0~wyników"),
            (1, "1~wynik"),
            (2, "2~wyniki"),
            (4, "4~wyniki"),
            (5, "5~wyników"),
            (11, "11~wyników"),
            (12, "12~wyników"),
            (14, "14~wyników"),
            (21, "21~wyników"),
            (22, "22~wyniki"),
            (101, "101~wyników"),
            (112, "112~wyników"),
            (1003, "1003~wyniki"),
            (12345, "12~345~wyników"),
        ];
        for (number, expected) in cases {
            assert_eq!(seen(&count(number, RESULT)), expected);
        }
    }

    #[test]
    fn a_date_is_written_out_and_never_breaks() {
        assert_eq!(seen(&date(Date::constant(2026, 10, 1))), "1~października~2026");
        assert_eq!(seen(&date(Date::constant(2025, 12, 31))), "31~grudnia~2025");
    }

    #[test]
    fn telephone_numbers_are_grouped_the_way_they_are_read_out() {
        let cases = [
            ("12 616 55 55", "12~616~55~55"),
            ("126165555", "12~616~55~55"),
            ("+48 12 616-55-55", "12~616~55~55"),
            ("(12) 616 55 55", "12~616~55~55"),
            ("600100200", "600~100~200"),
            ("800 137 150", "800~137~150"),
            ("112", "112"),
            ("12 616 55 55 wew. 3", "12~616~55~55~wew.~3"),
            ("+49 30 1234567", "+49~30~1234567"),
            ("", ""),
        ];
        for (written, expected) in cases {
            assert_eq!(seen(&phone(written)), expected, "for {written:?}");
        }
    }

    #[test]
    fn only_a_whole_number_can_be_dialled() {
        assert_eq!(dial("12 616 55 55").as_deref(), Some("tel:+48126165555"));
        assert_eq!(dial("986").as_deref(), Some("tel:986"));
        assert_eq!(dial("12 616 55 55 wew. 3"), None);
        assert_eq!(dial("sekretariat"), None);
    }

    #[test]
    fn one_letter_words_and_numbers_hold_on_to_what_follows() {
        let cases = [
            ("lodówka z domu i z piwnicy", "lodówka z~domu i~z~piwnicy"),
            ("opłata 17 zł, do 30 dni", "opłata 17~zł, do 30~dni"),
            ("od 1 czerwca 2025 r.", "od 1~czerwca 2025~r."),
            ("100,50 zł.", "100,50~zł."),
            ("(w urzędzie)", "(w~urzędzie)"),
            ("§ 6 ust. 2", "§~6 ust.~2"),
            ("tel. 12 616 55 55", "tel. 12~616~55~55"),
            ("odbiór z domu – jak", "odbiór z~domu~– jak"),
            ("31-580 Kraków", "31-580~Kraków"),
            ("ala ma kota", "ala ma kota"),
        ];
        for (text, expected) in cases {
            assert_eq!(seen(&glue(text)), expected);
        }
    }

    #[test]
    fn tags_pass_through_glueing_untouched() {
        assert_eq!(
            seen(&glue_html("z domu <a href=\"/a i b\" title=\"w domu\">17 zł</a>")),
            "z~domu <a href=\"/a i b\" title=\"w domu\">17~zł</a>"
        );
        assert_eq!(glue_html("a < b <"), format!("a{NBSP}< b <"));
    }
}
