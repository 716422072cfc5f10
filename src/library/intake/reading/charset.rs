//! Texts of old machines: what they were written in, told by the letters that Polish has there.

use encoding_rs::{Encoding, ISO_8859_2, UTF_8, WINDOWS_1250};

/// The text, and what its reader should know; `None` for what is no text.
pub(super) fn decode(bytes: &[u8]) -> Option<(String, Option<String>)> {
    if let Some((utf16, _)) = Encoding::for_bom(bytes).filter(|(said, _)| *said != UTF_8) {
        return Some((lines(&utf16.decode(bytes).0), None));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (!text.contains('\0')).then(|| (lines(text), None));
    }
    // Below space only what texts have.
    if bytes.iter().any(|byte| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c)) {
        return None;
    }
    // These letters alone stand elsewhere in either. A detector for all languages (chardetng 1.0) takes one article
    // in four for the wrong one by its first two hundred letters.
    let read = |charset: &'static Encoding| charset.decode_without_bom_handling(bytes).0;
    let polish = |text: &str| text.chars().filter(|c| "ąĄśŚźŹ".contains(*c)).count();
    let (windows, iso) = (read(WINDOWS_1250), read(ISO_8859_2));
    let (text, name) =
        if polish(&iso) > polish(&windows) { (iso, "ISO 8859-2") } else { (windows, "Windows-1250") };
    let remark = format!("Plik nie był zapisany w UTF-8. Odczytano go jako {name}: sprawdź polskie litery.");
    Some((lines(&text), Some(remark)))
}

fn lines(text: &str) -> String {
    text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n")
}
