//! Every code that a check can report, in one table, so that a code means one thing for ever.
//!
//! `E…` stops a file (or the line it names) from being used, `W…` asks for a repair. A code is never given a second
//! meaning; a check that goes away leaves its number unused.

use crate::article::Code;

macro_rules! codes {
    ($($name:ident = $code:literal: $meaning:literal;)*) => {
        $(#[doc = $meaning] pub const $name: Code = $code;)*

        /// All codes with what each means, for `lint` and the editors' manual.
        pub const ALL: &[(Code, &str)] = &[$(($code, $meaning)),*];
    };
}

codes! {
    NOT_UTF8 = "E001": "plik nie jest tekstem UTF-8";
    OPEN_HEADER = "E002": "nagłówek nie ma zamykającej linii ---";
    NOT_YAML = "E003": "nagłówek nie jest poprawnym YAML-em";
    WRONG_KIND = "E004": "wartość innego rodzaju niż oczekiwany (tekst, lista, grupa kluczy)";
    BAD_DATE = "E005": "data nie w postaci RRRR-MM-DD albo dzień, którego nie ma w kalendarzu";
    NOT_ALLOWED = "E006": "wartość spoza dozwolonych";
    BAD_ID = "E007": "id nie składa się z samych małych liter a-z, cyfr i łączników";
    UNSAFE_LINK = "E008": "adres, pod który nie można bezpiecznie odesłać";
    STRAY_INTERNAL = "E009": "oznaczenie {.internal} albo dopisek o tym samym znaczeniu w miejscu, w którym niczego nie ukrywa; artykuł jest zamknięty dla mieszkańców";
    DUPLICATE_ID = "E010": "dwa artykuły o tym samym id";
    UNKNOWN_UNIT = "E011": "jednostka spoza slowniki/jednostki.toml";
    UNKNOWN_CATEGORY = "E012": "kategoria spoza slowniki/kategorie.toml";
    DEAD_LINK = "E013": "odsyłacz do artykułu albo śródtytułu, którego nie ma";
    VALIDITY_REVERSED = "E014": "koniec obowiązywania przed jego początkiem";
    WRONG_ID = "E015": "tekst zapisywany pod innym id, niż sam podaje";
    FOREIGN_LIMIT = "E016": "klucz innego programu, który ukrywa artykuł, a tutaj nic nie znaczy; artykuł jest zamknięty dla mieszkańców";
    CONTRADICTING_HOURS = "E017": "godziny, które przeczą sobie albo kalendarzowi; nic się z nich nie liczy";
    INSIDE_LINK = "E018": "odsyłacz w treści dla mieszkańców, który prowadzi do sieci wewnętrznej; mieszkaniec go nie zobaczy";
    UNCLEAR_MARK = "E020": "oznaczenie śródtytułu, którego nie da się zrozumieć; artykuł jest zamknięty dla mieszkańców";
    INTERNAL_TITLE = "E021": "tytuł, który stoi tylko w sekcji wewnętrznej; artykuł jest zamknięty dla mieszkańców";
    TOO_MUCH = "E022": "tekst większy albo bardziej zawiły, niż da się pokazać";

    NOT_TOML = "E030": "słownik nie jest poprawnym plikiem TOML";
    DICTIONARY_KIND = "E031": "wartość innego rodzaju niż oczekiwany w słowniku";
    DICTIONARY_INCOMPLETE = "E032": "wpis słownika bez klucza, którego nie może zabraknąć";
    DUPLICATE_CODE = "E033": "dwa wpisy słownika o tym samym kodzie";
    UNKNOWN_PARENT = "E034": "jednostka nadrzędna, której nie ma w słowniku";
    PARENT_CYCLE = "E035": "jednostki nadrzędne zataczają koło";
    OWN_LINE = "E036": "odesłanie na linię, na której dzwoniący już jest";

    UNKNOWN_KEY = "W001": "klucz, którego wyszukiwarka nie zna";
    NO_TITLE = "W002": "artykuł bez tytułu";
    EMPTY_ARTICLE = "W003": "artykuł bez treści";
    NOT_A_HEADER = "W004": "początek pliku przypomina nagłówek, ale nim nie jest";
    RESHAPED = "W005": "wartość odczytana inaczej, niż jest zapisana";
    NO_SUMMARY = "W006": "artykuł bez streszczenia do odczytania";
    LONG_SUMMARY = "W007": "streszczenie za długie, żeby je odczytać przez telefon";
    BAD_PHONE = "W008": "numer, który nie jest polskim numerem telefonu";
    PHONE_FORM = "W009": "numer telefonu zapisany inaczej niż „12 616 55 55”";
    BAD_HOURS = "W010": "godziny, których nie da się odczytać maszynowo";
    REVIEW_PASSED = "W011": "minął termin przeglądu";
    FEW_PHRASINGS = "W012": "za mało słów i pytań dzwoniących";
    SAME_QUESTION = "W013": "dwa artykuły z tym samym pytaniem";
    AMOUNT_DIFFERS = "W014": "kwota różni się między artykułami";
    PHONE_DIFFERS = "W015": "telefon tego samego miejsca różni się między artykułami";
    LINK_NOT_PUBLIC = "W016": "odsyłacz z treści publicznej do artykułu, którego mieszkaniec nie zobaczy";
    HEADING_CLASS = "W017": "oznaczenie śródtytułu zapisane inaczej niż {.internal}";
    FOREIGN_IMAGE = "W020": "obraz z obcego serwera, który nie będzie pokazany";
    BORROWED_LINK = "W021": "odsyłacz dla mieszkańców, którego adres stoi w sekcji wewnętrznej";
    DOUBTFUL_HOURS = "W022": "godziny z regułą, która nic nie otwiera i nie zamyka";
    PERHAPS_INTERNAL = "W023": "tekst dla mieszkańców, który wygląda, jakby miał być tylko dla konsultantów, a opisuje też coś innego";

    UNKNOWN_DICTIONARY = "W030": "plik w slowniki/, którego wyszukiwarka nie zna";
    DICTIONARY_KEY = "W031": "klucz słownika, którego wyszukiwarka nie zna";
    DICTIONARY_VALUE = "W032": "wpis słownika, który nic nie wnosi albo budzi wątpliwość";
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    #[test]
    fn no_code_has_two_meanings() {
        let mut seen = HashSet::new();
        for (code, _) in super::ALL {
            assert!(seen.insert(code), "code {code} stands twice in the table");
        }
        assert!(seen.len() > 40, "{} codes", seen.len());
    }
}
