//! A text as it looks: before anything in it is compared, what a reader cannot see is taken away.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::article::body::html::decode;
use crate::text::chars::latin_for;
use crate::text::fold;

/// The source of a heading without escapes and entities.
pub(super) fn unescaped(source: &str) -> String {
    let decoded = if source.contains('&') { decode(source) } else { source.to_owned() };
    let mut text = String::with_capacity(decoded.len());
    let mut chars = decoded.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\\' && chars.peek().is_some_and(|next| next.is_ascii_punctuation()) {
            continue;
        }
        text.push(c);
    }
    text
}

/// `text` as it looks: without invisible characters, accents and capitals, with one kind of space, bracket, quote and
/// dot, and with Latin letters where another alphabet's look the same. Lines stay lines.
pub(super) fn bare(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            match c {
                '`' => plain.push('"'),
                '\n' => plain.push('\n'),
                c if c.is_whitespace() => plain.push(' '),
                c if !c.is_control() => plain.push(c),
                _ => {}
            }
            continue;
        }
        if let Some(bracket) = plain_bracket(c) {
            plain.push(bracket);
            continue;
        }
        if let Some(letter) = framed(c) {
            plain.push(letter);
            continue;
        }
        for c in c.nfkd() {
            match c {
                '\n' => plain.push('\n'),
                c if is_invisible(c) || is_combining_mark(c) => {}
                c if c.is_whitespace() => plain.push(' '),
                '\u{201c}'..='\u{201f}' | '«' | '»' | '\u{2033}' | '\u{2036}' | '`' => plain.push('"'),
                '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{2035}' | '\u{2039}' | '\u{203a}' | '´' => {
                    plain.push('\'')
                }
                '·' | '•' | '。' | '․' | '∙' | '⋅' | '・' | '﹒' | '˙' => plain.push('.'),
                c => match latin_for(c) {
                    Some(latin) => plain.push_str(latin),
                    None => match plain_bracket(c) {
                        Some(bracket) => plain.push(bracket),
                        None => plain.push(c),
                    },
                },
            }
        }
    }
    fold(&plain)
}

pub(super) fn plain_bracket(c: char) -> Option<char> {
    Some(match c {
        '{' | '｛' | '﹛' | '❴' | '⦃' | '︷' | '⎨' => '{',
        '}' | '｝' | '﹜' | '❵' | '⦄' | '︸' | '⎬' => '}',
        '[' | '［' | '〔' | '【' | '「' | '『' | '〖' | '⟦' | '❲' => '[',
        ']' | '］' | '〕' | '】' | '」' | '』' | '〗' | '⟧' | '❳' => ']',
        '(' | '（' | '❨' | '⦅' => '(',
        ')' | '）' | '❩' | '⦆' => ')',
        '<' | '＜' | '〈' | '⟨' | '❬' | '❮' => '<',
        '>' | '＞' | '〉' | '⟩' | '❭' | '❯' => '>',
        _ => return None,
    })
}

/// Letters in circles, squares and brackets of their own, and small capitals, which Unicode takes for signs.
fn framed(c: char) -> Option<char> {
    const SETS: [u32; 8] = [0x249c, 0x24b6, 0x24d0, 0x1f110, 0x1f130, 0x1f150, 0x1f170, 0x1f1e6];
    const SMALL: (&str, &str) = ("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz");
    let set = SETS.iter().find_map(|first| {
        let at = (c as u32).checked_sub(*first).filter(|at| *at < 26)?;
        char::from_u32('a' as u32 + at)
    });
    set.or_else(|| SMALL.1.chars().nth(SMALL.0.chars().position(|small| small == c)?))
}

/// Characters that leave no trace on paper.
fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(
            c,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{2800}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{1bca0}'..='\u{1bca3}'
                | '\u{1d173}'..='\u{1d17a}'
                | '\u{e000}'..='\u{f8ff}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}
