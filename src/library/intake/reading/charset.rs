//! Texts of old machines: what they were written in, told by the letters that Polish has there.

/// Windows-1250 from 0x80; U+FFFD where nothing stands.
const WINDOWS: &str = "€\u{fffd}‚\u{fffd}„…†‡\u{fffd}‰Š‹ŚŤŽŹ\u{fffd}‘’“”•–—\u{fffd}™š›śťžź\u{a0}ˇ˘Ł¤Ą¦§¨©Ş«¬\u{ad}®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľżŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙";

/// Letters of Polish that ISO 8859-2 keeps elsewhere.
const ISO: [(u8, char); 6] = [(0xa1, 'Ą'), (0xa6, 'Ś'), (0xac, 'Ź'), (0xb1, 'ą'), (0xb6, 'ś'), (0xbc, 'ź')];

/// The text, and what its reader should know; `None` for what is no text.
pub(super) fn decode(bytes: &[u8]) -> Option<(String, Option<String>)> {
    if let Some(text) = utf16(bytes) {
        return Some((lines(&text), None));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (!text.contains('\0')).then(|| (lines(text), None));
    }
    // Below space only what texts have.
    if bytes.iter().any(|byte| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c)) {
        return None;
    }
    let count = |own: &[u8]| bytes.iter().filter(|byte| own.contains(byte)).count();
    let iso = count(&ISO.map(|(byte, _)| byte)) > count(&[0xa5, 0x8c, 0x8f, 0xb9, 0x9c, 0x9f]);
    let text: String = bytes.iter().map(|byte| letter(*byte, iso)).collect();
    let name = if iso { "ISO 8859-2" } else { "Windows-1250" };
    let remark = format!("Plik nie był zapisany w UTF-8. Odczytano go jako {name}: sprawdź polskie litery.");
    Some((lines(&text), Some(remark)))
}

fn letter(byte: u8, iso: bool) -> char {
    if byte < 0x80 {
        return char::from(byte);
    }
    let of_iso = ISO.iter().find(|(own, _)| iso && *own == byte).map(|(_, letter)| *letter);
    of_iso.or_else(|| WINDOWS.chars().nth(usize::from(byte - 0x80))).unwrap_or('\u{fffd}')
}

fn utf16(bytes: &[u8]) -> Option<String> {
    let big = match bytes.get(..2)? {
        [0xff, 0xfe] => false,
        [0xfe, 0xff] => true,
        _ => return None,
    };
    let units = bytes[2..].chunks_exact(2).map(|pair| {
        let pair = [pair[0], pair[1]];
        if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
    });
    Some(char::decode_utf16(units).map(|unit| unit.unwrap_or('\u{fffd}')).collect())
}

fn lines(text: &str) -> String {
    text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n")
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_table_has_a_sign_for_every_byte() {
        assert_eq!(super::WINDOWS.chars().count(), 128);
    }
}
