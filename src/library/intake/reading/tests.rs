//! What is in a document, told by its bytes. What they do to the process that looks is tried in
//! `tests/it/attack/documents.rs`.
#![allow(clippy::unwrap_used)]

use super::*;

/// What the child says, through the pipes it has.
fn looked(bytes: &[u8]) -> Result<Contents, ReadingError> {
    let mut said = Vec::new();
    look(&mut &bytes[..], &mut said).unwrap();
    postcard::from_bytes(&said).unwrap()
}

fn read(bytes: &[u8]) -> Result<Document, ReadingError> {
    looked(bytes).map(|contents| match contents {
        Contents::Read(document) => document,
        other => panic!("no text: {other:?}"),
    })
}

/// A PDF of these objects; the first is its catalogue.
fn pdf_of(objects: &[String]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut at = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        at.push(out.len());
        out.extend(format!("{} 0 obj{object}endobj\n", number + 1).bytes());
    }
    let (table, size) = (out.len(), objects.len() + 1);
    out.extend(format!("xref\n0 {size}\n0000000000 65535 f \n").bytes());
    for offset in at {
        out.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    out.extend(format!("trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF").bytes());
    out
}

/// A PDF of one page with this content stream; `page` is said of the page, `pages` of the tree above it.
fn pdf_with(content: &str, page: &str, pages: &str) -> Vec<u8> {
    pdf_of(&[
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Kids[3 0 R]/Count 1{pages}>>"),
        format!("<</Type/Page/Parent 2 0 R{page}/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"),
        format!("<</Length {}>>stream\n{content}\nendstream ", content.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ])
}

fn pdf(content: &str) -> Vec<u8> {
    pdf_with(content, "/MediaBox[0 0 595 842]", "")
}

#[test]
fn the_text_of_a_pdf_is_read() {
    let content = "BT /F 12 Tf 72 700 Td (Zarzadzenie nr 7/2024 w sprawie zakresu dzialania) Tj ET";
    let document = read(&pdf(content)).unwrap();
    assert_eq!((document.origin, document.pages), (Origin::Pdf, 1));
    assert!(document.text.contains("Zarzadzenie nr 7/2024"), "{:?}", document.text);
}

#[test]
fn a_pdf_without_text_is_a_scan_of_pages_of_some_size() {
    let sides = |page: &str, pages: &str| match looked(&pdf_with("", page, pages)) {
        Ok(Contents::Scan { pages: 1, sides }) => sides,
        other => panic!("{other:?}"),
    };
    assert_eq!(sides("/MediaBox[0 0 595 842]", ""), [842]);
    assert_eq!(sides("/MediaBox[9000 842.5 0 0]", ""), [9000]);
    assert_eq!(sides("", "/MediaBox[0 0 14400 14400]"), [14_400], "inherited");
    assert_eq!(sides("", ""), [0], "not said at all");
}

/// Drawn, it would take a minute of a processor and more.
#[test]
fn a_pdf_whose_picture_is_too_large_to_be_drawn_is_refused_by_its_own_word() {
    let with = |width: u32, height: u32| {
        let picture = format!(
            "<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /BitsPerComponent 8 /ColorSpace /DeviceGray /Length 2 >>\nstream\n00\nendstream"
        );
        pdf_of(&[
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /A 4 0 R >> >> >>".to_owned(),
            picture,
        ])
    };
    let told = looked(&with(60_000, 60_000)).unwrap_err();
    assert_eq!(told, ReadingError::PageTooLarge { width: 60_000, height: 60_000 });
    assert!(told.to_string().contains("300 dpi"), "{told}");
    assert!(matches!(looked(&with(9_900, 13_000)), Ok(Contents::Scan { pages: 1, .. })));
}

#[test]
fn a_broken_pdf_is_a_message_and_never_a_crash() {
    let whole = pdf("BT /F 12 Tf 72 700 Td (Zarzadzenie nr 7/2024 w sprawie zakresu dzialania) Tj ET");
    assert!(read(&whole).unwrap().text.contains("w sprawie zakresu"), "whole it is read");
    let mut broken = 0;
    for end in (9..whole.len()).step_by(23) {
        match looked(&whole[..end]) {
            Ok(Contents::Read(part)) => panic!("of {end} bytes it reads {part:?}"),
            Ok(Contents::Scan { .. } | Contents::Picture) => {}
            Err(why) => {
                assert!(matches!(why, ReadingError::BrokenPdf(_)), "{end}: {why}");
                broken += 1;
            }
        }
    }
    assert!(broken > 10, "{broken} of them are broken");
    assert!(matches!(read(b"%PDF-1.7\n1 0 obj<</A 1 0 R>>"), Err(ReadingError::BrokenPdf(_))));
}

#[test]
fn pages_whose_parents_go_in_a_circle_are_broken() {
    for circle in ["/Parent 3 0 R", "/Parent 2 0 R"] {
        let told = looked(&pdf_with("BT (abc) Tj ET", "", circle));
        assert!(matches!(&told, Err(ReadingError::BrokenPdf(why)) if why.contains("zapętla")), "{told:?}");
    }
}

#[test]
fn texts_of_old_machines_are_read_and_said_to_be() {
    let windows = read(b"Zarz\xb9dzenie w\xb3a\x9cciwe, \xbc\xf3\xb3w").unwrap();
    assert_eq!(windows.text, "Zarządzenie właściwe, Ľółw");
    assert_eq!(windows.remarks.len(), 1);
    assert_eq!(read(b"Zarz\xb1dzenie w\xb3a\xb6ciwe").unwrap().text, "Zarządzenie właściwe");
    assert_eq!(read(b"\xff\xfeZ\0a\0\x05\x01").unwrap().text, "Zaą");
    assert_eq!(read("\u{feff}żółw\r\n".as_bytes()).unwrap().text, "żółw\n");
}

#[test]
fn a_text_longer_than_is_taken_on_is_refused_whatever_it_is_made_of() {
    assert_eq!(read(&vec![b'a'; LONGEST]).unwrap().text.len(), LONGEST);
    assert_eq!(read(&vec![b'a'; LONGEST + 1]), Err(ReadingError::TooMuchText));
    assert_eq!(read(&vec![0xb9; LONGEST]), Err(ReadingError::TooMuchText), "two bytes each, once it is read");
    assert_eq!(read(&vec![b'a'; 2 * LONGEST + 1]), Err(ReadingError::TooMuchText));
    let line = "BT /F 12 Tf 72 700 Td (Zarzadzenie w sprawie zakresu dzialania Wydzialu) Tj ET\n";
    let told = looked(&pdf(&line.repeat(80_000)));
    assert!(matches!(told, Err(ReadingError::TooMuchText)), "a document of more");
}

#[test]
fn what_is_no_document_is_named_with_what_to_do() {
    assert_eq!(read(b" \n"), Err(ReadingError::Empty));
    for (bytes, word) in
        [(&b"PK\x03\x04rest"[..], "Word"), (b"{\\rtf1}", "RTF"), (b"\x7fELF\0\0\0\0\x01", "binarne")]
    {
        let error = read(bytes).unwrap_err().to_string();
        assert!(error.contains(word) && error.contains("PDF"), "{error}");
    }
}

#[test]
fn what_the_child_says_in_any_other_form_is_no_document() {
    let mut said = Vec::new();
    look(&mut &b"tekst"[..], &mut said).unwrap();
    said.insert(0, b'!');
    assert!(postcard::from_bytes::<Result<Contents, ReadingError>>(&said).is_err());
}
