//! Personal data of callers, taken out of what was typed before it reaches a disk or a log.
//!
//! ```
//! use drogowskaz::text::mask;
//!
//! let masked = mask("Nazywam się Jan Kowalski, tel. 501 678 116, ul. Długa 5/12, brak zarządzenia nr 1231/2025");
//! assert_eq!(
//!     masked.as_str(),
//!     "Nazywam się [imię i nazwisko], tel. [telefon], ul. Długa 5/[lokal], brak zarządzenia nr 1231/2025"
//! );
//! ```
//!
//! What is stored takes a [`Masked`] and not a text, so that nobody can forget. Where it is unclear whether something
//! belongs to a person it is taken out: a report loses a word, a caller would lose more. Telephone numbers go, also
//! those of offices, because in free text little tells one from the other; a number of the City's own block stays where
//! somebody asks about it. What identifies a matter stays:
//! numbers of acts and paragraphs, codes of units, streets with the number of the house, years, amounts.
//!
//! First the text is read as people read it ([`token`]): one spelling for what looks alike, nothing invisible, digits of
//! every script as digits, Cyrillic in Latin letters, each with the way back to its bytes. Numbers that name a matter are
//! [`settled`]; then rules look at words, numbers and the marks between them, each at one place. A text is gone through
//! until nothing is left to take out, so that masking what is masked changes nothing.

mod birth;
mod home;
mod name;
mod numbers;
mod plate;
mod read;

use read::token::Tokens;

/// What was taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Label {
    /// Number in the register of inhabitants.
    Pesel,
    /// Telephone number.
    Phone,
    /// E-mail address.
    Mail,
    /// Bank account.
    Account,
    /// Payment card.
    Card,
    /// Identity card.
    IdCard,
    /// Passport.
    Passport,
    /// First name, surname or both.
    Name,
    /// Where somebody lives.
    Address,
    /// The flat in an address whose house may be told.
    Flat,
    /// Driving licence.
    Licence,
    /// Card of residence.
    ResidenceCard,
    /// Plate of a car.
    Plate,
    /// Number of a taxpayer.
    Nip,
    /// Number in the register of firms.
    Regon,
    /// Number of a land register.
    LandRegister,
    /// Address in a network.
    Network,
    /// Day of birth.
    Born,
    /// A number so long that it names somebody.
    Number,
}

impl Label {
    const ALL: [Self; 19] = [
        Self::Pesel,
        Self::Phone,
        Self::Mail,
        Self::Account,
        Self::Card,
        Self::IdCard,
        Self::Passport,
        Self::Name,
        Self::Address,
        Self::Flat,
        Self::Licence,
        Self::ResidenceCard,
        Self::Plate,
        Self::Nip,
        Self::Regon,
        Self::LandRegister,
        Self::Network,
        Self::Born,
        Self::Number,
    ];

    /// What stands in its place.
    pub fn placeholder(self) -> &'static str {
        match self {
            Self::Pesel => "[PESEL]",
            Self::Phone => "[telefon]",
            Self::Mail => "[e-mail]",
            Self::Account => "[numer konta]",
            Self::Card => "[numer karty]",
            Self::IdCard => "[dowód]",
            Self::Passport => "[paszport]",
            Self::Name => "[imię i nazwisko]",
            Self::Address => "[adres]",
            Self::Flat => "[lokal]",
            Self::Licence => "[prawo jazdy]",
            Self::ResidenceCard => "[karta pobytu]",
            Self::Plate => "[tablica]",
            Self::Nip => "[NIP]",
            Self::Regon => "[REGON]",
            Self::LandRegister => "[księga wieczysta]",
            Self::Network => "[adres IP]",
            Self::Born => "[data urodzenia]",
            Self::Number => "[numer]",
        }
    }
}

/// A text without personal data; only [`mask`] makes one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Masked(String);

impl Masked {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Masked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a rule takes out: tokens from the first to before the second.
struct Removal {
    start: usize,
    end: usize,
    label: Label,
}

/// A rule looks at what begins at a token; it may take out something a little further on.
type Rule = fn(&Tokens<'_>, usize) -> Option<Removal>;

/// What its letters and digits tell, in this order: the longer and surer before the shorter.
const TOLD: [Rule; 24] = [
    numbers::mail::address,
    numbers::mail::at_a_provider,
    numbers::mail::login,
    numbers::number::network,
    numbers::number::account,
    numbers::document::civil_act,
    numbers::document::licence,
    numbers::document::land_register,
    numbers::plot::plot,
    numbers::document::taxpayer,
    numbers::chassis::chassis,
    numbers::any_words::number,
    numbers::dictated::in_pieces,
    birth::day,
    numbers::number::card,
    numbers::document::series,
    numbers::number::pesel,
    numbers::number::phone,
    numbers::dictated::part,
    plate::plate,
    numbers::document::behind_its_name,
    numbers::spoken::code,
    numbers::spoken::number,
    numbers::number::other,
];

/// What only the words around it tell. Looked for after the others, of which none must be cut in two: the `jan` of
/// `jan.kowalski@poczta.pl` is no name by itself.
const GUESSED: [Rule; 4] = [home::address::home, home::address::flat, home::flat::told, name::person];

/// `text` without the words that stand for what was taken out, which are nothing to search for.
pub fn without_placeholders(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains('[') {
        return text.into();
    }
    Label::ALL.iter().fold(text.to_owned(), |text, label| text.replace(label.placeholder(), " ")).into()
}

/// Takes personal data out of `text`.
pub fn mask(text: &str) -> Masked {
    let mut text = text.to_owned();
    // Each round takes out something that no later round puts back, so there are few; the bound is a promise.
    for _ in 0..16 {
        match round(&text, &TOLD).or_else(|| round(&text, &GUESSED)) {
            Some(next) => text = next,
            None => break,
        }
    }
    Masked(text)
}

/// Goes through once; `None` if there was nothing to take out.
fn round(text: &str, rules: &[Rule]) -> Option<String> {
    let tokens = Tokens::of(text);
    let mut out = String::new();
    let (mut at, mut copied) = (0, 0);
    while at < tokens.len() {
        match rules.iter().find_map(|rule| rule(&tokens, at)) {
            Some(Removal { start, end, label }) if end > at => {
                let end = past_tail(&tokens, end);
                let (from, to) = (tokens.start(start), tokens.end_of(end - 1));
                out.push_str(text.get(copied..from).unwrap_or(""));
                out.push_str(label.placeholder());
                (at, copied) = (end, to);
                tokens.taken.set(end);
            }
            _ => at += 1,
        }
    }
    if copied == 0 {
        return None;
    }
    out.push_str(text.get(copied..).unwrap_or(""));
    Some(out)
}

/// Past the digits that go on one by one where some were taken out: no tail of a number may be left.
fn past_tail(tokens: &Tokens<'_>, end: usize) -> usize {
    let one = |at: usize| tokens.digits(at).is_some_and(|digits| digits.len() == 1);
    let before = |at: usize| at.checked_sub(2).is_some_and(|at| one(at) && tokens.is_space(at + 1));
    let mut end = end;
    while end > 0 && one(end - 1) && before(end - 1) {
        // "1 2 3 / 1 4 / 1 2 6 1": a stroke between the groups.
        let mark = tokens.skip_space(end);
        let mut next = mark + usize::from(matches!(tokens.mark(mark), Some('/' | '-')));
        next = tokens.skip_space(next);
        if next == end || !one(next) {
            break;
        }
        end = next + 1;
        if next > mark && one(end + 1) && tokens.is_space(end) {
            end += 2;
        }
    }
    end
}

#[cfg(test)]
mod measure;
#[cfg(test)]
mod tests;
