//! Texts of revisions, deflated: the first start keeps every file there is, and Polish prose takes a third.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

/// Shorter texts gain nothing.
const WORTH_IT: usize = 200;

/// What is stored of a text: itself, or its deflated bytes.
pub(in crate::journal) fn pack(text: &str) -> (&str, Option<Vec<u8>>) {
    if text.len() < WORTH_IT {
        return (text, None);
    }
    let mut packer = DeflateEncoder::new(Vec::with_capacity(text.len() / 2), Compression::fast());
    // Into memory: nothing can fail, and if it does the text is stored as it is.
    let packed = packer.write_all(text.as_bytes()).and_then(|()| packer.finish());
    match packed {
        Ok(packed) => ("", Some(packed)),
        Err(_) => (text, None),
    }
}

/// The text again.
pub(in crate::journal) fn unpack(text: String, packed: Option<Vec<u8>>) -> rusqlite::Result<String> {
    let Some(packed) = packed else { return Ok(text) };
    let mut whole = String::new();
    DeflateDecoder::new(packed.as_slice()).read_to_string(&mut whole).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Blob, Box::new(error))
    })?;
    Ok(whole)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_text_comes_back_letter_for_letter() {
        for text in ["", "krótki", &"Zażółć gęślą jaźń. \u{a0}\r\n\t".repeat(500)] {
            let (plain, packed) = pack(text);
            assert_eq!(unpack(plain.to_owned(), packed).unwrap(), text);
        }
        let long = "Odbiór odpadów wielkogabarytowych zamawia się telefonicznie. ".repeat(100);
        assert!(pack(&long).1.unwrap().len() < long.len() / 3);
    }

    #[test]
    fn bytes_that_are_no_text_are_an_error() {
        assert!(unpack(String::new(), Some(vec![1, 2, 3])).is_err());
    }
}
