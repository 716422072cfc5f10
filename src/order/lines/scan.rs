//! Source lines, cleaned of layout, and the marks they begin with (`§ 3.`, `2.`, `14)`, `b)`, `-`).
//!
//! Nothing is decided here: `12)` at the beginning of a line may be an item or the end of a reference that was
//! broken over two lines. [`crate::order::structure::paragraphs`] knows what came before and decides.

use super::dates::digit;

/// A line of the source that holds something, without its Markdown and layout.
#[derive(Debug, Clone)]
pub(in crate::order) struct ScanLine {
    /// In the source file, from 1.
    pub number: usize,
    pub text: String,
    /// Empty lines before it.
    pub blanks: usize,
    /// A form feed stands before it.
    pub page_break: bool,
    /// A Markdown bullet stood before the text: a list item, whatever came before.
    pub bullet: bool,
    /// It was a row of a table.
    pub row: bool,
}

/// What a line begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::order) enum Mark {
    /// `§ 3.`; `dotted` is false for `§ 3` without its full stop, which may be a mere reference.
    Section { number: u32, suffix: Option<char>, dotted: bool },
    /// `2.`
    Clause(u32),
    /// `14)`; the second is a letter of `14a)`.
    Item(u32, Option<char>),
    /// `b)`, or a single sign that stands for a letter or a digit.
    Sign(char),
    /// `-`, `–`, `—`, `•`
    Dash,
    /// Running text.
    None,
}

/// A line's mark, the mark as it was read, and the text after it.
#[derive(Debug, Clone)]
pub(in crate::order) struct Marked<'a> {
    pub mark: Mark,
    pub read: &'a str,
    pub rest: &'a str,
}

/// Cuts `text` into lines; empty lines become [`ScanLine::blanks`] of the next one.
pub(in crate::order) fn lines(text: &str) -> Vec<ScanLine> {
    let mut found: Vec<ScanLine> = Vec::new();
    let (mut blanks, mut page_break) = (0, false);
    for (index, raw) in text.lines().enumerate() {
        page_break |= raw.contains('\u{c}');
        let (cleaned, bullet) = clean(raw);
        let mut push = |text: String, row: bool| {
            let line = ScanLine { number: index + 1, text, blanks, page_break, bullet: bullet && !row, row };
            (blanks, page_break) = (0, false);
            found.push(line);
        };
        if let Some(row) = cleaned.strip_prefix('|') {
            row_texts(row).into_iter().for_each(|text| push(text, true));
            continue;
        }
        let text = collapse(&replace_breaks(&cleaned, " "));
        if text.is_empty() {
            blanks += 1;
        } else {
            push(text, false);
        }
    }
    found
}

/// Takes away emphasis, heading marks, byte-order mark, odd spaces and a bullet; the flag tells of the bullet.
fn clean(raw: &str) -> (String, bool) {
    let plain: String = raw
        .chars()
        .filter(|c| !matches!(c, '\u{feff}' | '\u{200b}' | '\u{c}' | '\r'))
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .collect();
    let plain = plain.replace("**", "").replace("__", "");
    let text = plain.trim();
    let text = match text.trim_start_matches('#') {
        heading if heading.len() < text.len() && heading.starts_with(' ') => heading.trim_start(),
        _ => text,
    };
    let text = text.strip_suffix('\\').unwrap_or(text);
    for bullet in ["- ", "* ", "+ "] {
        if let Some(item) = text.strip_prefix(bullet) {
            let item = item.trim_start();
            // "- 3)" and "- | cell |": the bullet is Markdown's, the order's own mark follows it.
            let marked = matches!(marked(item).mark, Mark::Item(..) | Mark::Sign(_)) || item.starts_with('|');
            if marked || bullet != "- " {
                return (item.to_owned(), !item.starts_with('|'));
            }
        }
    }
    (text.to_owned(), false)
}

fn replace_breaks(text: &str, with: &str) -> String {
    ["<br>", "<br/>", "<br />", "<BR>"].iter().fold(text.to_owned(), |text, tag| text.replace(tag, with))
}

/// The lines that a table's row stands for: a break after a colon opens a new one, other cells are joined.
fn row_texts(row: &str) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for cell in row.split('|') {
        let cell = replace_breaks(cell, "\n");
        if cell.chars().all(|c| matches!(c, '-' | ':' | ' ' | '\n')) {
            continue;
        }
        for (index, piece) in cell.split('\n').map(collapse).filter(|piece| !piece.is_empty()).enumerate() {
            match texts.last_mut() {
                Some(before) if index == 0 => {
                    before.push_str(" – ");
                    before.push_str(piece.trim_start_matches(['-', '–', '—', ' ']));
                }
                Some(before) if !before.ends_with(':') => {
                    before.push(' ');
                    before.push_str(&piece);
                }
                _ => texts.push(piece),
            }
        }
    }
    texts
}

/// One space where there are many.
pub(in crate::order) fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The mark that `text` begins with.
pub(in crate::order) fn marked(text: &str) -> Marked<'_> {
    let found = section(text).or_else(|| label(text)).or_else(|| clause(text)).or_else(|| dash(text));
    let (mark, rest) = found.unwrap_or((Mark::None, text));
    let read = text[..text.len() - rest.len()].trim_end();
    Marked { mark, read, rest }
}

fn section(text: &str) -> Option<(Mark, &str)> {
    // "$ 3.", "& 3.", "8 3." and "S 3." are what scans make of "§ 3."; the full stop is then not optional. A speck behind
    // the sign or the number makes "§, 3." and "§ 3:" of it.
    let mut signs = text.chars();
    let sign = signs.next()?;
    let rest = signs.as_str();
    let (damaged, rest) = match sign {
        '§' => (false, rest.trim_start_matches([',', ':', ';', '.', '\'', '’'])),
        '$' | '&' => (true, rest),
        'S' | '8' if rest.starts_with(' ') => (true, rest),
        _ => return None,
    };
    let (number, rest) = number(rest.trim_start(), 3)?;
    let suffix = rest.chars().next().filter(char::is_ascii_lowercase);
    let rest = suffix.map_or(rest, |_| &rest[1..]);
    let after = rest.trim_start();
    let opens = |rest: &str| rest.trim_start().starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let names = |rest: &str| rest.trim_start().starts_with(char::is_uppercase);
    match (after.strip_prefix('.'), after.strip_prefix([',', ':'])) {
        // "8 3. 2024" is a date.
        (Some(rest), _) if sign == '8' && !(names(rest) || clause(rest.trim_start()).is_some()) => None,
        (Some(rest), _) => Some((Mark::Section { number, suffix, dotted: true }, rest.trim_start())),
        (None, Some(rest)) if !damaged && rest.starts_with(' ') && opens(rest) => {
            Some((Mark::Section { number, suffix, dotted: true }, rest.trim_start()))
        }
        _ if damaged || (!rest.is_empty() && !rest.starts_with(' ')) => None,
        _ => Some((Mark::Section { number, suffix, dotted: false }, after)),
    }
}

/// `2.`, `1 .` or `1.Text`; not `2.5` and not a date.
pub(in crate::order) fn clause(text: &str) -> Option<(Mark, &str)> {
    let (number, rest) = number(text, 2)?;
    let after = rest.trim_start().strip_prefix('.')?;
    let rest = after.trim_start();
    let word = rest.chars().next().is_some_and(|c| c.is_alphanumeric() || matches!(c, '„' | '"' | '('));
    let decimal = after.starts_with(|c: char| c.is_ascii_digit());
    (number > 0 && word && !decimal).then_some((Mark::Clause(number), rest))
}

fn label(text: &str) -> Option<(Mark, &str)> {
    // Items count from one; "01)" is the end of a code broken over two lines.
    if let Some((number, rest)) = number(text, 4).filter(|_| !text.starts_with('0')) {
        let suffix = rest.chars().next().filter(char::is_ascii_lowercase);
        let rest = suffix.map_or(rest, |_| &rest[1..]);
        return Some((Mark::Item(number, suffix), bracket(rest)?));
    }
    let sign = text.chars().next()?;
    let usable = sign.is_ascii_alphabetic() || matches!(sign, '¢' | '©' | '|' | 'ć' | 'é');
    usable.then(|| Some((Mark::Sign(sign), bracket(&text[sign.len_utf8()..])?)))?
}

/// What follows a closing bracket and the specks that a scan leaves behind it; `);` and `),` close a sentence's
/// own bracket and are no mark.
fn bracket(text: &str) -> Option<&str> {
    let rest = text.trim_start().strip_prefix(')')?;
    let rest = rest.trim_start_matches(['’', '\'', '‘', '`', '´', '°', '"', '”', '*']);
    let open = rest.is_empty() || rest.starts_with(' ') || rest.starts_with(char::is_alphabetic);
    open.then(|| rest.trim_start())
}

fn dash(text: &str) -> Option<(Mark, &str)> {
    let rest = text.strip_prefix(['-', '–', '—', '•', '·'])?;
    rest.starts_with(' ').then(|| (Mark::Dash, rest.trim_start()))
}

/// A number of at most `longest` digits at the beginning, and the rest.
fn number(text: &str, longest: usize) -> Option<(u32, &str)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = (1..=longest).contains(&len).then(|| text[..len].parse().ok())??;
    Some((number, &text[len..]))
}

/// The item number that a single sign may stand for (`S)` for `5)`).
pub(in crate::order) fn sign_as_number(sign: char) -> Option<u32> {
    digit(sign)?.to_digit(10)
}

/// The letter that a single sign may stand for (`¢)` for `c)`).
pub(in crate::order) fn sign_as_letter(sign: char) -> Option<char> {
    match sign {
        'a'..='z' => Some(sign),
        '¢' | '©' | 'ć' => Some('c'),
        'é' => Some('e'),
        '|' | 'I' => Some('l'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, mark: Mark, rest: &str) {
        let found = marked(text);
        assert_eq!((found.mark, found.rest), (mark, rest), "in {text:?}");
    }

    fn dotted(number: u32) -> Mark {
        Mark::Section { number, suffix: None, dotted: true }
    }

    #[test]
    fn marks_are_read_in_every_spacing() {
        check("§ 3 . 1 .  Dyrektorowi", dotted(3), "1 .  Dyrektorowi");
        check("§12. Tekst", dotted(12), "Tekst");
        for read in [
            "$ 3. Tekst",
            "$3. Tekst",
            "& 3. Tekst",
            "8 3. Tekst",
            "S 3. Tekst",
            "§, 3. Tekst",
            "§: 3. Tekst",
            "§ 3, Tekst",
            "§ 3: Tekst",
        ] {
            check(read, dotted(3), "Tekst");
        }
        check("8 3. 1. Tekst", dotted(3), "1. Tekst");
        for other in ["8 3. 2024 r.", "8 osób", "& 3 sztuki", "S3. Linia", "8 3 Tekst"] {
            check(other, Mark::None, other);
        }
        check("$ 4. Tekst", dotted(4), "Tekst");
        check("2. Tekst", Mark::Clause(2), "Tekst");
        check("1.Tekst", Mark::Clause(1), "Tekst");
        check("113)’ tekst", Mark::Item(113, None), "tekst");
        check("4)", Mark::Item(4, None), "");
        check("2a) tekst", Mark::Item(2, Some('a')), "tekst");
        check("S) tekst", Mark::Sign('S'), "tekst");
        check("¢) tekst", Mark::Sign('¢'), "tekst");
        check("– tekst", Mark::Dash, "tekst");
    }

    #[test]
    fn a_reference_or_a_number_in_running_text_is_no_mark() {
        check("§ 6 pkt 4.", Mark::Section { number: 6, suffix: None, dotted: false }, "pkt 4.");
        check("1781);", Mark::None, "1781);");
        check("12.5 zł", Mark::None, "12.5 zł");
        check("3.5", Mark::None, "3.5");
        check("-konsultacje", Mark::None, "-konsultacje");
    }

    #[test]
    fn table_rows_become_lines() {
        let lines = lines(
            "- | | |\n|--|--|\n| 1) Dział A | XY-01; |\n| 2. Szefowi podlega:<br>Dział<br>B | - XY-02 |",
        );
        let texts: Vec<_> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, ["1) Dział A – XY-01;", "2. Szefowi podlega:", "Dział B – XY-02"]);
        assert_eq!(lines[2].number, 4);
    }

    #[test]
    fn emphasis_bullets_and_page_breaks_are_layout() {
        let lines = lines("**ZARZĄDZENIE**  \n\n\u{c}- 1) pierwszy\n  - a) litera\n- zwykły");
        assert_eq!(lines[0].text, "ZARZĄDZENIE");
        assert_eq!(
            (lines[1].text.as_str(), lines[1].bullet, lines[1].page_break),
            ("1) pierwszy", true, true)
        );
        assert_eq!(lines[1].blanks, 1);
        assert_eq!(lines[2].text, "a) litera");
        assert_eq!(lines[3].text, "- zwykły");
    }
}
