//! Documents made to break whoever reads them.

use super::*;

pub(super) const A4: &str = "/MediaBox[0 0 595 842]";
pub(super) const TEXT: &str =
    "BT /F 12 Tf 72 700 Td (Zarzadzenie w sprawie zakresu dzialania Wydzialu Zab) Tj ET\n";

/// Too few letters to be a text layer, so that it is drawn.
pub(super) const LARGE_WORDS: &str = "BT /F 150 Tf 500 4000 Td (UCHWALA NR 7) Tj ET";

/// A PDF of these objects; the first is its catalogue.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.5\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", out.len()).unwrap();
        out.extend(format!("{} 0 obj", number + 1).bytes());
        out.extend(object);
        out.extend(b"endobj\n");
    }
    let trailer =
        format!("{table}trailer<</Size {}/Root 1 0 R>>\nstartxref\n{}\n%%EOF", objects.len() + 1, out.len());
    out.extend(trailer.bytes());
    out
}

fn stream(says: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!("<</Length {}{says}>>stream\n", bytes.len());
    [head.as_bytes(), bytes, b"\nendstream "].concat()
}

/// One page with this content; `page` and `resources` are said of it, `pages` of the tree above it.
pub(super) fn one_page(content: &str, page: &str, resources: &str, pages: &str) -> Vec<u8> {
    page_of(&stream("", content.as_bytes()), page, resources, pages, &[])
}

fn page_of(content: &[u8], page: &str, resources: &str, pages: &str, more: &[Vec<u8>]) -> Vec<u8> {
    let page =
        format!("<</Type/Page/Parent 2 0 R{page}/Contents 4 0 R/Resources<</Font<</F 5 0 R>>{resources}>>>>");
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        format!("<</Type/Pages/Kids[3 0 R]/Count 1{pages}>>").into_bytes(),
        page.into_bytes(),
        content.to_vec(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_vec(),
    ];
    objects.extend_from_slice(more);
    pdf(&objects)
}

pub(super) fn good_pdf() -> Vec<u8> {
    one_page(TEXT, A4, "", "")
}

pub(super) fn form_that_draws_itself() -> Vec<u8> {
    let form = "/Type/XObject/Subtype/Form/Resources<</XObject<</X 6 0 R>>>>";
    page_of(&stream("", b"/X Do"), A4, "/XObject<</X 6 0 R>>", "", &[stream(form, b"/X Do")])
}

fn zeros(length: u64) -> Vec<u8> {
    let mut out = ZlibEncoder::new(Vec::new(), Compression::best());
    std::io::copy(&mut std::io::repeat(b' ').take(length), &mut out).unwrap();
    out.finish().unwrap()
}

const HALF: u64 = 1 << 29;

pub(super) fn content_of_zeros(times: usize) -> Vec<u8> {
    let mut bytes = zeros(HALF);
    for _ in 1..times {
        let mut again = ZlibEncoder::new(Vec::new(), Compression::best());
        again.write_all(&bytes).unwrap();
        bytes = again.finish().unwrap();
    }
    let filter = format!("/Filter[{}]", "/FlateDecode".repeat(times));
    page_of(&stream(&filter, &bytes), A4, "", "", &[])
}

pub(super) fn object_stream_of_zeros() -> Vec<u8> {
    let bomb = stream("/Type/ObjStm/N 1/First 10/Filter/FlateDecode", &zeros(HALF));
    page_of(&stream("", TEXT.as_bytes()), A4, "", "", &[bomb])
}

pub(super) fn xref_stream_of_zeros() -> Vec<u8> {
    let mut out = b"%PDF-1.5\n".to_vec();
    let says = "/Type/XRef/W[1 4 2]/Size 99999999/Root 1 0 R/Filter/FlateDecode";
    out.extend([&b"1 0 obj"[..], &stream(says, &zeros(HALF)), b"endobj\nstartxref\n9\n%%EOF"].concat());
    out
}

/// Each step twice the work of the one before, in a few thousand bytes.
pub(super) fn forms_that_draw_two() -> Vec<u8> {
    const DEEP: usize = 40;
    let form = |number: usize| {
        let next = number + 1;
        let says = format!("/Type/XObject/Subtype/Form/Resources<</XObject<</X {next} 0 R>>>>");
        stream(&says, if number < 6 + DEEP { b"/X Do /X Do" } else { b"" })
    };
    let forms: Vec<Vec<u8>> = (6..=6 + DEEP).map(form).collect();
    page_of(&stream("", b"/X Do"), A4, "/XObject<</X 6 0 R>>", "", &forms)
}

/// The same page so many times.
pub(super) fn same_page(times: usize, content: &str) -> Vec<u8> {
    pdf(&[
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        format!("<</Type/Pages/Kids[{}]/Count {times}>>", "3 0 R ".repeat(times)).into_bytes(),
        format!("<</Type/Page/Parent 2 0 R{A4}/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>").into_bytes(),
        stream("", content.as_bytes()),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_vec(),
    ])
}

pub(super) fn huge_predictor() -> Vec<u8> {
    let says =
        "/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 2000000000/Colors 32/BitsPerComponent 16>>";
    page_of(
        &stream(says, &zeros(100_000)),
        A4,
        "",
        "",
        &[stream(&format!("/Type/ObjStm/N 1/First 4{says}"), &zeros(1000))],
    )
}

pub(super) fn xref_in_a_circle() -> Vec<u8> {
    let whole = String::from_utf8(good_pdf()).unwrap();
    let at = whole.rfind("xref\n0 ").unwrap();
    whole.replace("/Root 1 0 R>>", &format!("/Root 1 0 R/Prev {at}>>")).into_bytes()
}

pub(super) fn nested(open: &[u8], close: &[u8], depth: usize) -> Vec<u8> {
    let deep = [open.repeat(depth), b" null ".to_vec(), close.repeat(depth)].concat();
    page_of(&stream("", TEXT.as_bytes()), A4, "", "", &[deep])
}

/// A page whose words are in a font of more than one byte a letter.
fn wide_font(descendant: &str, map: &[u8]) -> Vec<u8> {
    let font =
        b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[7 0 R]/ToUnicode 8 0 R>>";
    let descendant = format!(
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>{descendant}>>"
    );
    let content = stream("", b"BT /G 12 Tf 72 700 Td <00410042> Tj ET");
    // The font comes after the five objects of every page.
    let page = page_of(&content, A4, "", "", &[font.to_vec(), descendant.into_bytes(), stream("", map)]);
    let text = String::from_utf8(page).unwrap();
    text.replacen("/F 5 0 R>>", "/G 6 0 R>>", 1).into_bytes()
}

pub(super) fn endless_widths() -> Vec<u8> {
    wide_font("/DW 1000/W[0 4000000000 500]", b"")
}

pub(super) fn endless_map() -> Vec<u8> {
    let map = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange \
        <00000000> <FFFFFFFF> endcodespacerange 1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange endcmap end end";
    wide_font("/DW 1000", map)
}

pub(super) fn encrypted_with_nothing() -> Vec<u8> {
    let whole = String::from_utf8(good_pdf()).unwrap();
    let key = "/Encrypt<</Filter/Standard/V 5/R 6/Length 2147483647/O()/U()/OE()/UE()/P -1>>/ID[()()]";
    whole.replace("/Root 1 0 R", &format!("/Root 1 0 R{key}")).into_bytes()
}

/// A page that is one picture of `side` by `side` dots in black and white.
pub(super) fn picture_in_a_page(side: u64) -> Vec<u8> {
    let says = format!(
        "/Type/XObject/Subtype/Image/Width {side}/Height {side}/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/FlateDecode"
    );
    let picture = stream(&says, &zeros(side * side / 8));
    page_of(&stream("", b"q 595 0 0 842 0 0 cm /X Do Q"), A4, "/XObject<</X 6 0 R>>", "", &[picture])
}

/// A grey PNG that says it is so large and has `length` bytes of dots.
pub(super) fn png(width: u32, height: u32, length: u64) -> Vec<u8> {
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut rows = ZlibEncoder::new(Vec::new(), Compression::best());
    std::io::copy(&mut std::io::repeat(0).take(length), &mut rows).unwrap();
    for (kind, bytes) in [(b"IHDR", head), (b"IDAT", rows.finish().unwrap()), (b"IEND", Vec::new())] {
        out.extend(u32::try_from(bytes.len()).unwrap().to_be_bytes());
        let mut sum = flate2::Crc::new();
        sum.update(kind);
        sum.update(&bytes);
        out.extend([&kind[..], &bytes, &sum.sum().to_be_bytes()].concat());
    }
    out
}

pub(super) fn jpeg() -> Vec<u8> {
    b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xc0\0\x0b\x08\xff\xff\xff\xff\x01\x01\x11\0\xff\xd9".to_vec()
}
