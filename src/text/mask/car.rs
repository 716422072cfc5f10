//! Cars: the plate, which is in a known order of letters and digits, and the number of the chassis.

use super::document::past_marks;
use super::surname::{Known, known};
use super::token::{Kind, Tokens};
use super::{Found, Label};

/// Words before the plate of a car.
const CARS: &[&str] = &[
    "auto",
    "auta",
    "autem",
    "samochod",
    "samochodu",
    "samochodem",
    "samochody",
    "pojazd",
    "pojazdu",
    "pojazdem",
    "rejestracja",
    "rejestracji",
    "rejestracje",
    "rejestracyjny",
    "rejestracyjnym",
    "rejestracyjnego",
    "rejestracyjne",
    "rejestracyjnych",
    "rej",
    "tablica",
    "tablicy",
    "tablice",
    "tablicach",
    "tablic",
    "blachy",
    "blachach",
    "motocykl",
    "motor",
    "skuter",
    "furgonetka",
    "bus",
    "przyczepa",
    "woz",
    "parkuje",
    "zaparkowany",
    "zaparkowane",
    "holowany",
    "odholowany",
    "odholowali",
    "numerach",
    "numerami",
    "opel",
    "ford",
    "toyota",
    "skoda",
    "audi",
    "bmw",
    "fiat",
    "renault",
    "kia",
    "volvo",
    "mazda",
    "honda",
    "golf",
    "passat",
    "mercedes",
    "awto",
    "awtomobil",
    "maszyna",
    "maszyny",
    "nissan",
    "hyundai",
    "seat",
    "citroen",
    "dacia",
    "suzuki",
    "parkomat",
    "parkomacie",
    "blach",
    "numerze",
    "peugeot",
    "volkswagen",
    "indywidualne",
    "indywidualna",
    "indywidualny",
    "vin",
];

/// Whether a car stands before `at`.
pub(super) fn is_of_a_car(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.words_before(at, 5).any(|word| CARS.contains(&word))
}

/// The plate of a car: `KR 12345`, `kr5rt67` where a car stands before it.
pub(super) fn plate(tokens: &Tokens<'_>, at: usize) -> Option<Found> {
    let district = tokens.letters(at);
    if !tokens.is_word(at)
        || district > 3
        || at > 0 && matches!(tokens.kind(at - 1), Some(Kind::Digits | Kind::Word))
    {
        return None;
    }
    let car = is_of_a_car(tokens, at);
    if let Some(end) = ukrainian_plate(tokens, at) {
        return Some(Found { start: at, end, label: Label::Plate });
    }
    if let Some(end) = of_ones_own(tokens, at, car) {
        return Some(Found { start: at, end, label: Label::Plate });
    }
    let mut next = at + 1;
    if tokens.is_space(next) || tokens.is_mark(next, '-') {
        next += 1;
    }
    let (start, mut letters, mut digits) = (next, 0, 0);
    // The city's districts and those around: what follows them is hardly ever anything else.
    let here = is_district(tokens.folded(at)) && start > at + 1;
    // "KR 5RT 67" with a blank amid, where it is known to be a plate.
    while next < start + 6 {
        match tokens.kind(next) {
            Some(Kind::Digits) => digits += tokens.digits(next).map_or(0, str::len),
            Some(Kind::Word) if tokens.letters(next) <= 2 => letters += tokens.letters(next),
            Some(Kind::Mark(' ' | '-'))
                if (car || here)
                    && letters + digits < 5
                    && (tokens.digits(next + 1).is_some() || here && is_short(tokens, next + 1)) => {}
            _ => break,
        }
        next += 1;
    }
    let long = letters + digits;
    let year = digits == 4
        && letters == 0
        && (tokens.text(start).starts_with("20") || tokens.text(start).starts_with("19"));
    let shouted = (at..next).all(|at| !tokens.is_word(at) || tokens.text(at).chars().all(char::is_uppercase));
    let district_known = "bcdefgklnoprstwzhu".contains(tokens.folded(at).get(..1).unwrap_or("-"));
    let small =
        crate::text::lexicon::Lexicon::polish().knows_folded(tokens.folded(at)) && !shouted && start > at + 1;
    // kmy-51kt, kra-12345, kmy 04822: in small letters as well; KR 38AX is a motorcycle.
    let plain =
        tokens.is_mark(at + 1, '-') || shouted || district == 3 && known(tokens.folded(at)) != Known::Common;
    let exact = long == 5 || long == 4 && (district == 3 || shouted && letters > 0);
    let amid = (start..next).any(|at| tokens.is_space(at) || tokens.is_mark(at, '-'));
    // "KR 15 000" is a number.
    if amid && letters == 0 && !car {
        return None;
    }
    let fits = here && plain && exact && digits >= 2 && !year
        || match car {
            true => {
                (3..=5).contains(&long)
                    && (digits >= 2 || shouted && digits == 1)
                    && !year
                    && !(small && letters == 0)
            }
            // kr 331gt: mixed as no other code is, and the district no word.
            false if letters > 0 && !shouted => {
                let mixed = (start..next).all(|at| tokens.is_word(at) || tokens.digits(at).is_some());
                mixed
                    && district > 1
                    && long == 7 - district.min(3) + usize::from(district == 3)
                    && digits >= 2
                    && district_known
                    && known(tokens.folded(at)) == Known::Unknown
            }
            false => {
                let exact = match district {
                    1 | 2 => long == 5,
                    _ => long == 4 || long == 5,
                };
                exact
                    && digits >= 2
                    && !year
                    && shouted
                    && district_known
                    && (district > 1 || start == at + 1)
            }
        };
    fits.then_some(Found { start: at, end: next, label: Label::Plate })
}

/// One or two capital letters, as they stand on a plate: `KR-2YW-81`.
fn is_short(tokens: &Tokens<'_>, at: usize) -> bool {
    (1..=2).contains(&tokens.letters(at)) && tokens.is_shouted(at)
}

/// `AO 4821 KH`, in either alphabet: as cars of Ukraine have them.
fn ukrainian_plate(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let two = |at: usize| tokens.letters(at) == 2 && tokens.is_shouted(at);
    let digits = past_marks(tokens, at + 1);
    let last = past_marks(tokens, digits + 1);
    let four = tokens.digits(digits).is_some_and(|digits| digits.len() == 4);
    let goes_on = tokens.is_word(last + 1) || tokens.digits(last + 1).is_some();
    (two(at) && four && two(last) && !goes_on).then_some(last + 1)
}

/// `K1 ZOSKA`, `K0 ABC1`: one of one's own choice.
fn of_ones_own(tokens: &Tokens<'_>, at: usize, car: bool) -> Option<usize> {
    const MOST: usize = 5;
    let district = tokens.letters(at) == 1 && tokens.digits(at + 1).is_some_and(|digits| digits.len() == 1);
    let own = tokens.skip_space(at + 2 + usize::from(tokens.is_mark(at + 2, '-')));
    if !district || own == at + 2 || !tokens.is_word(own) {
        return None;
    }
    let more = own + 1 + usize::from(tokens.digits(own + 1).is_some());
    let long = tokens.letters(own) + tokens.digits(own + 1).map_or(0, str::len);
    let capitals = !tokens.is_loud() && tokens.is_shouted(own) && tokens.is_capital(at);
    // "A4 KORKI" is a road.
    let voivodeship = "bcdefgklnoprstwz".contains(tokens.folded(at));
    let chosen = capitals || known(tokens.folded(own)) == Known::Unknown;
    ((3..=MOST).contains(&long) && car && chosen && voivodeship).then_some(more)
}

/// Districts of the voivodeship.
fn is_district(folded: &str) -> bool {
    #[rustfmt::skip]
    const DISTRICTS: &[&str] = &[
        "kr", "kk", "kn", "kt", "kbc", "kbr", "kch", "kda", "kgr", "kli", "kmi", "kmy", "kns", "knt", "kol", "kos", "kpr", "kra", "krk",
        "ksu", "kta", "ktt", "kwa", "kwi",
    ];
    DISTRICTS.contains(&folded)
}

/// `WVWZZZ1JZXW000001`: seventeen letters and digits in one piece; fewer where it is said what they are.
pub(super) fn chassis(tokens: &Tokens<'_>, at: usize) -> Option<Found> {
    const LONG: usize = 17;
    let piece = |at: usize| matches!(tokens.kind(at), Some(Kind::Word | Kind::Digits));
    if !piece(at) || at > tokens.taken.get() && piece(at - 1) {
        return None;
    }
    let end = (at..at + LONG + 1).find(|next| !piece(*next))?;
    let letters: usize = (at..end).map(|at| tokens.letters(at) * usize::from(tokens.is_word(at))).sum();
    let digits: usize = (at..end).filter_map(|at| tokens.digits(at)).map(str::len).sum();
    let named =
        tokens.words_before(at, 4).any(|word| matches!(word, "vin" | "nadwozia" | "podwozia" | "ramy"));
    // "vin wvw zzz 1jz xw0 00001"
    if named && let Some(end) = in_groups(tokens, at) {
        return Some(Found { start: at, end, label: Label::Plate });
    }
    let mixed = end > at + 2 && letters > 2 && digits > 2 || named && digits > 3;
    let long = letters + digits;
    (mixed && (long == LONG || named && (6..=20).contains(&long))).then_some(Found {
        start: at,
        end,
        label: Label::Plate,
    })
}

/// The end of the seventeen letters and digits from `at` on, with blanks and hyphens among them.
fn in_groups(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    const MOST: usize = 40;
    let (mut long, mut digits) = (0, 0);
    for next in at..at + MOST {
        match tokens.kind(next)? {
            Kind::Word => long += tokens.letters(next),
            Kind::Digits => {
                let count = tokens.digits(next).map_or(0, str::len);
                (long, digits) = (long + count, digits + count);
            }
            Kind::Mark(' ' | '-') => {}
            _ => return None,
        }
        if long >= 17 {
            return (long == 17 && digits > 3).then_some(next + 1);
        }
    }
    None
}
