//! Text in which no line ends where Polish lets none: behind one-letter words, and between a number and what it counts.
//!
//! Nothing here knows HTML, except [`unbroken_html`], which leaves tags alone.

use super::{MONTHS, NBSP};

/// Binds what must stay on one line: one-letter words to the next word, a number to its unit or to the rest of
/// itself.
pub fn unbroken(text: &str) -> String {
    let mut bound = String::with_capacity(text.len() + 8);
    bind(text, &mut Binding::default(), &mut bound);
    bound
}

/// [`unbroken`] for the text of an HTML fragment; tags and their attributes pass untouched.
pub fn unbroken_html(html: &str) -> String {
    let mut bound = String::with_capacity(html.len() + 16);
    let mut rest = html;
    let mut binding = Binding::default();
    while let Some(open) = rest.find('<') {
        let (text, tag) = rest.split_at(open);
        bind(text, &mut binding, &mut bound);
        let end = tag.find('>').map_or(tag.len(), |close| close + 1);
        let (tag, after) = tag.split_at(end);
        bound.push_str(tag);
        binding = Binding::default();
        rest = after;
    }
    bind(rest, &mut binding, &mut bound);
    bound
}

/// Units that belong to the number before them.
const UNITS: [&str; 14] =
    ["zł", "gr", "r.", "dni", "lat", "lata", "km", "kg", "m", "m²", "mln", "tys.", "godz.", "min"];

/// What [`bind`] remembers between two stretches of text: the word before the last space.
#[derive(Default)]
struct Binding {
    word: String,
}

fn bind(text: &str, binding: &mut Binding, bound: &mut String) {
    for (at, c) in text.char_indices() {
        if c != ' ' {
            if c.is_whitespace() {
                binding.word.clear();
            } else {
                binding.word.push(c);
            }
            bound.push(c);
            continue;
        }
        let next = text.get(at + 1..).unwrap_or("").split([' ', '\n', '<']).next().unwrap_or("");
        bound.push(if must_not_break(&binding.word, next) { NBSP } else { ' ' });
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
    use super::*;

    /// Shows the unbreakable space, so that a failing test can be read.
    fn seen(text: &str) -> String {
        text.replace(NBSP, "~")
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
            assert_eq!(seen(&unbroken(text)), expected);
        }
    }

    #[test]
    fn tags_pass_through_untouched() {
        assert_eq!(
            seen(&unbroken_html("z domu <a href=\"/a i b\" title=\"w domu\">17 zł</a>")),
            "z~domu <a href=\"/a i b\" title=\"w domu\">17~zł</a>"
        );
        assert_eq!(unbroken_html("a < b <"), format!("a{NBSP}< b <"));
    }
}
