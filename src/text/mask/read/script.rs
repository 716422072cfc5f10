//! Letters of other alphabets as a Polish reader would write them, so that one list of names serves all.

/// A folded word in Latin letters; letters that are neither Latin nor Cyrillic stay.
pub(in crate::text::mask) fn latin(folded: String) -> String {
    if folded.is_ascii() {
        return folded;
    }
    let mut out = String::with_capacity(folded.len());
    for c in folded.chars() {
        match cyrillic(c) {
            Some(latin) => out.push_str(latin),
            None => out.push(c),
        }
    }
    out
}

/// Whether a letter is Cyrillic.
pub(in crate::text::mask) fn is_cyrillic(c: char) -> bool {
    ('\u{400}'..='\u{52f}').contains(&c)
}

/// Whether a letter is of an alphabet that no Polish question is written in.
pub(in crate::text::mask) fn is_distant(c: char) -> bool {
    c.is_alphabetic()
        && c as u32 >= 0x370
        && !is_cyrillic(c)
        && !matches!(c as u32, 0x1d00..=0x1eff | 0x2c60..=0x2c7f | 0xa720..=0xa7ff | 0xab30..=0xab6f | 0xff21..=0xff5a | 0x1d400..=0x1d7ff | 0x2100..=0x214f)
}

fn cyrillic(c: char) -> Option<&'static str> {
    Some(match c {
        'а' => "a",
        'б' => "b",
        'в' => "w",
        'г' => "h",
        'ґ' => "g",
        'д' => "d",
        'е' | 'э' | 'ё' => "e",
        'є' => "je",
        'ж' => "z",
        'з' => "z",
        'и' | 'ы' => "y",
        'і' | 'ї' => "i",
        'й' | 'ј' => "j",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' | 'ў' => "u",
        'ф' => "f",
        'х' => "ch",
        'ц' => "c",
        'ч' => "cz",
        'ш' => "sz",
        'щ' => "szcz",
        'ь' | 'ъ' => "",
        'ю' => "ju",
        'я' => "ja",
        _ => return None,
    })
}
