//! What is pasted from a page: tags, character references and escapes between the digits of a number hide it from
//! whoever counts digits and are read as the blank or the mark that they stand for.

/// No reference is longer: `&thinsp;`.
const LONGEST: usize = 12;

/// No tag of interest is longer.
const TAG: usize = 80;

/// The mark that the text at `at` stands for, and how many bytes it takes.
pub(in crate::text::mask) fn mark_at(text: &str, at: usize) -> Option<(char, usize)> {
    let rest = text.get(at..)?;
    match rest.as_bytes().first()? {
        b'&' => reference(rest),
        b'<' => tag(rest).map(|length| (' ', length)),
        // "50 %20" is no escape: one hangs between letters and digits.
        b'%' => {
            let (mark, length) = escape(rest)?;
            let hangs = text.as_bytes().get(at.checked_sub(1)?).is_some_and(u8::is_ascii_alphanumeric);
            let goes_on =
                text.as_bytes().get(at + length).is_some_and(|c| c.is_ascii_alphanumeric() || *c == b'%');
            (hangs && goes_on).then_some((mark, length))
        }
        _ => None,
    }
}

/// `&nbsp;`, `&#160;`, `&commat;`.
fn reference(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(LONGEST).position(|c| c == b';')?;
    let mark = match text.get(1..end)? {
        "nbsp" | "ensp" | "emsp" | "thinsp" | "shy" | "#160" | "#32" | "#8201" | "#8239" | "#xa0"
        | "#xA0" | "#x20" => ' ',
        "commat" | "#64" | "#x40" => '@',
        "period" | "#46" => '.',
        "plus" | "#43" => '+',
        "ndash" | "mdash" | "minus" | "hyphen" | "#45" | "#8211" => '-',
        "comma" | "#44" => ',',
        "colon" | "#58" => ':',
        _ => return None,
    };
    Some((mark, end + 1))
}

/// `%20`, `%40`, `%C2%A0`.
fn escape(text: &str) -> Option<(char, usize)> {
    if text.get(..6).is_some_and(|six| six.eq_ignore_ascii_case("%c2%a0")) {
        return Some((' ', 6));
    }
    let mark = match text.get(1..3)?.to_ascii_uppercase().as_str() {
        "20" | "09" => ' ',
        "0A" | "0D" => '\n',
        "40" => '@',
        "2B" => '+',
        "2C" => ',',
        "2D" => '-',
        "3A" => ':',
        "3D" => '=',
        _ => return None,
    };
    Some((mark, 3))
}

/// How long the tag is with which `text` begins, if nothing but how it looks is said in it.
fn tag(text: &str) -> Option<usize> {
    #[rustfmt::skip]
    const TAGS: &[&str] = &[
        "b", "i", "u", "em", "strong", "span", "br", "p", "div", "td", "tr", "th", "li", "ul", "ol", "font", "a", "small", "big", "sub",
        "sup", "nobr", "wbr", "code", "pre", "tt", "mark", "table", "tbody", "dd", "dt", "dl", "bdi", "kbd", "label", "hr", "h1", "h2", "h3",
    ];
    let end = text.bytes().take(TAG).position(|c| c == b'>')?;
    let inside = text.get(1..end)?.trim_matches('/').trim();
    let name = inside.split([' ', '\t']).next()?;
    let known = TAGS.iter().any(|tag| name.eq_ignore_ascii_case(tag));
    let attributes = inside.get(name.len()..)?.trim_start();
    let looks = attributes.is_empty()
        || (attributes.starts_with("class=") || attributes.starts_with("style="))
            && attributes.matches('=').count() == 1
            && !attributes.contains('@')
            && attributes.bytes().filter(u8::is_ascii_digit).count() < 6;
    (known && looks).then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pasted_is_read_as_the_mark_it_stands_for() {
        assert_eq!(mark_at("1&nbsp;2", 1), Some((' ', 6)));
        assert_eq!(mark_at("1%202", 1), Some((' ', 3)));
        assert_eq!(mark_at("1<b>2", 1), Some((' ', 3)));
        assert_eq!(mark_at("1<br/>2", 1), Some((' ', 5)));
        assert_eq!(mark_at("jan%40poczta", 3), Some(('@', 3)));
    }

    #[test]
    fn what_may_hide_somebody_is_read_as_it_is_written() {
        for text in ["<a href=\"tel:501678116\">", "<jan@poczta.pl>", "50 %20", "&", "<", "%", "< b"] {
            assert_eq!(mark_at(text, text.find(['<', '&', '%']).unwrap_or_default()), None, "{text}");
        }
    }
}
