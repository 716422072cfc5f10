//! How large a picture of a page is, told by its header before anything draws it: sixty bytes can ask for 15 GB.

use super::ReadingError;

/// The most dots of one picture: A4 at 600 dpi. Tesseract takes eleven bytes for each.
pub(super) const MOST_DOTS: u64 = 36_000_000;

/// Pages of a TIFF that are looked at; as many are read.
const MOST_PAGES: usize = 30;

/// Whether a file that begins so is a picture that can be read.
pub(super) fn is_picture(head: &[u8]) -> bool {
    form(head).is_some()
}

/// Whether every page of a picture is small enough.
pub(super) fn check(bytes: &[u8]) -> Result<(), ReadingError> {
    let sizes = match form(bytes) {
        Some(Form::Png) => png(bytes).map(|size| vec![size]),
        Some(Form::Jpeg) => jpeg(bytes).map(|size| vec![size]),
        Some(Form::Tiff(order)) => tiff(bytes, order),
        None => None,
    };
    let sizes = sizes.filter(|sizes| sizes.iter().all(|(width, height)| *width > 0 && *height > 0));
    let sizes = sizes.ok_or_else(|| ReadingError::Scan("obraz jest uszkodzony".to_owned()))?;
    if sizes.len() > MOST_PAGES {
        return Err(ReadingError::Scan(format!("plik TIFF ma ponad {MOST_PAGES} stron; podziel go")));
    }
    match sizes.into_iter().find(|(width, height)| width.saturating_mul(*height) > MOST_DOTS) {
        Some((width, height)) => Err(ReadingError::PictureTooLarge { width, height }),
        None => Ok(()),
    }
}

#[derive(Clone, Copy)]
enum Form {
    Png,
    Jpeg,
    Tiff(Order),
}

/// Which byte of a number comes first.
#[derive(Clone, Copy)]
enum Order {
    Little,
    Big,
}

fn form(bytes: &[u8]) -> Option<Form> {
    let forms: [(&[u8], Form); 4] = [
        (b"\x89PNG\r\n", Form::Png),
        (b"\xff\xd8\xff", Form::Jpeg),
        (b"II*\0", Form::Tiff(Order::Little)),
        (b"MM\0*", Form::Tiff(Order::Big)),
    ];
    forms.into_iter().find(|(sign, _)| bytes.starts_with(sign)).map(|(_, form)| form)
}

impl Order {
    /// The number of `size` bytes at `at`.
    fn number(self, bytes: &[u8], at: usize, size: usize) -> Option<u64> {
        let bytes = bytes.get(at..at.checked_add(size)?)?;
        let add = |sum: u64, byte: &u8| (sum << 8) | u64::from(*byte);
        Some(match self {
            Self::Little => bytes.iter().rev().fold(0, add),
            Self::Big => bytes.iter().fold(0, add),
        })
    }
}

fn png(bytes: &[u8]) -> Option<(u64, u64)> {
    (bytes.get(12..16)? == b"IHDR").then_some(())?;
    Some((Order::Big.number(bytes, 16, 4)?, Order::Big.number(bytes, 20, 4)?))
}

/// The frame header comes after segments that say their length.
fn jpeg(bytes: &[u8]) -> Option<(u64, u64)> {
    let mut at = 2;
    loop {
        while *bytes.get(at)? == 0xff && *bytes.get(at + 1)? == 0xff {
            at += 1;
        }
        let [0xff, marker] = *bytes.get(at..at + 2)? else { return None };
        match marker {
            // Marks without a body.
            0x01 | 0xd0..=0xd8 => at += 2,
            // Frames, but for tables of codes and of arithmetic.
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                return Some((Order::Big.number(bytes, at + 7, 2)?, Order::Big.number(bytes, at + 5, 2)?));
            }
            _ => at += 2 + usize::try_from(Order::Big.number(bytes, at + 2, 2)?.max(2)).ok()?,
        }
    }
}

/// A list of pages, each a table of numbered entries.
fn tiff(bytes: &[u8], order: Order) -> Option<Vec<(u64, u64)>> {
    let number = |at, size| order.number(bytes, at, size);
    let mut sizes = Vec::new();
    let mut table = usize::try_from(number(4, 4)?).ok()?;
    while table != 0 && sizes.len() <= MOST_PAGES {
        let entries = usize::try_from(number(table, 2)?).ok()?;
        let value = |tag: u64| {
            let mut places = (0..entries).map(|entry| table + 2 + 12 * entry);
            let place = places.find(|place| number(*place, 2) == Some(tag))?;
            // Of two bytes or of four.
            number(place + 8, if number(place + 2, 2)? == 3 { 2 } else { 4 })
        };
        sizes.push((value(256)?, value(257)?));
        table = usize::try_from(number(table + 2 + 12 * entries, 4)?).ok()?;
    }
    Some(sizes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", &width.to_be_bytes()[..], &height.to_be_bytes()].concat()
    }

    fn jpeg(width: u16, height: u16) -> Vec<u8> {
        let comment = b"\xff\xd8\xff\xe0\0\x04ab\xff\xff\xc4\0\x03x\xff\xc2\0\x0b\x08";
        [&comment[..], &height.to_be_bytes(), &width.to_be_bytes()].concat()
    }

    /// Pages one after the other; the last says that the first comes next if `endless`.
    fn tiff(pages: &[(u32, u32)], endless: bool) -> Vec<u8> {
        let mut bytes = b"MM\0*\0\0\0\x08".to_vec();
        for (place, (width, height)) in pages.iter().enumerate() {
            bytes.extend([0, 2]);
            for (tag, value) in [(256_u16, width), (257, height)] {
                bytes.extend([&tag.to_be_bytes()[..], &[0, 4, 0, 0, 0, 1], &value.to_be_bytes()].concat());
            }
            let next = match (place + 1 == pages.len(), endless) {
                (true, false) => 0,
                (true, true) => 8,
                (false, _) => u32::try_from(bytes.len() + 4).unwrap(),
            };
            bytes.extend(next.to_be_bytes());
        }
        bytes
    }

    #[test]
    fn the_size_is_read_from_the_header_in_every_form() {
        for small in [png(4960, 7016), jpeg(4960, 7016), tiff(&[(4960, 7016), (10, 10)], false)] {
            assert_eq!(check(&small), Ok(()), "{small:?}");
        }
        let large = ReadingError::PictureTooLarge { width: 60_000, height: 50_000 };
        let second = tiff(&[(10, 10), (60_000, 50_000)], false);
        for bomb in [png(60_000, 50_000), jpeg(60_000, 50_000), second] {
            assert_eq!(check(&bomb), Err(large.clone()));
        }
        assert!(matches!(check(&png(u32::MAX, u32::MAX)), Err(ReadingError::PictureTooLarge { .. })));
    }

    #[test]
    fn a_picture_is_known_by_how_its_file_begins() {
        for begins in [png(10, 10), jpeg(10, 10), tiff(&[(10, 10)], false), b"II*\0".to_vec()] {
            assert!(is_picture(&begins), "{begins:?}");
        }
        for other in [&b"%PDF-1.7"[..], b"PK\x03\x04", b"", b"\x89PN"] {
            assert!(!is_picture(other), "{other:?}");
        }
    }

    #[test]
    fn what_is_no_whole_header_is_broken_and_no_list_of_pages_is_endless() {
        for whole in [png(10, 10), jpeg(10, 10), tiff(&[(10, 10)], false)] {
            for end in 0..whole.len() {
                assert!(check(&whole[..end]).is_err(), "{:?}", &whole[..end]);
            }
        }
        assert!(check(&tiff(&[(10, 10)], true)).is_err());
        assert!(check(&png(0, 10)).is_err());
    }
}
