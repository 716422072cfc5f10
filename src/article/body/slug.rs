//! Names for addresses: any text as `[a-z0-9-]*`, for article ids and heading anchors.
//!
//! This is not the folding that search uses (that keeps offsets and lives in `text`); here a text only has to become
//! short, stable and safe in a path, a URL and an HTML attribute.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// `text` in small ASCII letters and digits, everything else as single dashes: `Łąki i „żółw” 2` → `laki-i-zolw-2`.
/// Empty when nothing of the text has a Latin form.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.nfkd() {
        // Marks fall away without leaving a gap: after decomposition they are what `ą` has more than `a`.
        if is_combining_mark(c) || c == '\u{ad}' {
            continue;
        }
        match ascii_letters(c) {
            "" if c.is_ascii_alphanumeric() => {
                open(&mut slug, &mut gap);
                slug.push(c.to_ascii_lowercase());
            }
            "" => gap = true,
            letters => {
                open(&mut slug, &mut gap);
                slug.push_str(letters);
            }
        }
    }
    slug
}

/// [`slug`] of at most `longest` signs, cut between words where it can be.
pub fn short_slug(text: &str, longest: usize) -> String {
    let mut slug = slug(text);
    if slug.len() > longest {
        let end = slug[..=longest].rfind('-').unwrap_or(longest);
        slug.truncate(end);
    }
    slug
}

fn open(slug: &mut String, gap: &mut bool) {
    if std::mem::take(gap) && !slug.is_empty() {
        slug.push('-');
    }
}

/// Letters that no Unicode decomposition takes apart.
fn ascii_letters(c: char) -> &'static str {
    match c {
        'ł' | 'Ł' => "l",
        'ß' => "ss",
        'đ' | 'Đ' => "d",
        'ø' | 'Ø' => "o",
        'æ' | 'Æ' => "ae",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::{short_slug, slug};

    #[test]
    fn polish_letters_lose_their_marks_composed_or_not() {
        assert_eq!(slug("Zażółć GĘŚLĄ jaźń"), "zazolc-gesla-jazn");
        assert_eq!(slug("Za\u{17c}o\u{301}l"), "zazol");
        assert_eq!(slug("Łódź"), "lodz");
    }

    #[test]
    fn punctuation_becomes_one_dash_and_never_stands_at_an_end() {
        assert_eq!(slug("  „Ile to kosztuje?”  – cennik (2026) "), "ile-to-kosztuje-cennik-2026");
        assert_eq!(slug("?!"), "");
        assert_eq!(slug("日本"), "");
    }

    #[test]
    fn a_long_one_is_cut_between_words() {
        assert_eq!(short_slug("Dom Kultury, Podgórze", 11), "dom-kultury");
        assert_eq!(short_slug("Dom Kultury, Podgórze", 13), "dom-kultury");
        assert_eq!(short_slug("Dom Kultury, Podgórze", 10), "dom");
        assert_eq!(short_slug("Konstantynopolitańczyk", 6), "konsta");
    }
}
