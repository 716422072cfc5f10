//! How a question is put: the words that ask, and the fact they ask for.
//!
//! "ile kosztuje odpis aktu" is about an `odpis aktu` and asks for its `fee`. Words that ask weigh nothing in the
//! ranking (measured: +0.008 nDCG@10); other function words are left to BM25, dropping them gains nothing.

use super::query::QueryWord;

/// Whether a folded word only asks.
pub(super) fn is_asking(folded: &str) -> bool {
    const ASKING: &[&str] = &[
        "co", "czego", "czemu", "kto", "kogo", "komu", "kim", "czym", "gdzie", "kiedy", "dlaczego", "skad",
        "dokad", "czy", "ile", "ilu", "jak", "jaki", "jaka", "jakie", "jakiego", "jakiej", "jakich", "jakim",
        "jakimi", "jakiemu", "jacy", "ktory", "ktora", "ktore", "ktorego", "ktorej", "ktorych", "ktorym",
        "ktorymi", "ktoremu", "ktorzy",
    ];
    ASKING.contains(&folded)
}

/// Whether a folded word is said for manners or as glue of a request.
pub(super) fn is_filler(folded: &str) -> bool {
    const FILLERS: &[&str] = &[
        "prosze",
        "chce",
        "chcemy",
        "chcialbym",
        "chcialabym",
        "chcialem",
        "chcialam",
        "moge",
        "mozna",
        "mozemy",
        "moze",
        "musze",
        "musi",
        "trzeba",
        "nalezy",
        "dzien",
        "dobry",
        "panu",
        "pani",
        "pan",
        "panstwo",
        "witam",
        "halo",
        "mi",
        "mnie",
        "ja",
        "sie",
        "juz",
        "tez",
        "tylko",
        "jeszcze",
        "bardzo",
        "jest",
        "sa",
        "byc",
        "bo",
        "zeby",
        "aby",
        "ze",
        "to",
        "ta",
        "ten",
        "te",
        "tym",
        "tego",
        "tej",
        "moj",
        "moja",
        "moje",
        "mojego",
        "mojej",
        "swoj",
        "swoje",
        "swojego",
        "swojej",
        "mam",
        "ma",
        "mamy",
        "w",
        "z",
        "na",
        "do",
        "i",
        "a",
        "o",
        "u",
        "od",
        "dla",
        "za",
        "po",
        "ze",
        "we",
        "przez",
        "przy",
        "nie",
        "lub",
        "albo",
        "oraz",
        "jesli",
        "jezeli",
        "kiedys",
        "dowiedziec",
        "powiedziec",
        "zapytac",
        "pytanie",
        "sprawa",
        "sprawie",
    ];
    FILLERS.contains(&folded)
}

/// The key of `facts` that the question asks for: by its words first, by how it asks otherwise.
pub(super) fn fact_asked(words: &[QueryWord]) -> Option<&'static str> {
    let lemma = |list: &[&str]| words.iter().any(|word| list.contains(&&*word.forms.lemma));
    let folded = |list: &[&str]| words.iter().any(|word| list.contains(&&*word.forms.folded));
    let pair = |first: &[&str], second: &[&str]| {
        words.windows(2).any(|pair| {
            first.contains(&&*pair[0].forms.folded)
                && (second.contains(&&*pair[1].forms.lemma) || second.contains(&&*pair[1].forms.folded))
        })
    };
    let after_ile =
        pair(&["ile"], &["kosztowac", "placic", "zaplacic", "wynosic", "byc", "bede", "za", "trzeba"]);
    if pair(&["ile"], &["czas", "czasu", "dzien", "dni", "trwac", "sie", "czekac", "tygodni", "miesiecy"])
        || pair(&["jak"], &["dlugo"])
        || pair(&["do"], &["kiedy"])
        || lemma(&["termin"])
        || pair(&["ktorego"], &["dzien", "dnia"])
    {
        return Some("deadline");
    }
    if lemma(&["kosztowac", "koszt", "cena", "oplata", "stawka", "taryfa", "cennik", "platny"])
        || folded(&["zaplace", "zaplacic", "place", "placi"])
        || after_ile
    {
        return Some("fee");
    }
    if lemma(&["telefon", "numer", "zadzwonic", "dzwonic", "infolinia", "telefoniczny"])
        || folded(&["tel", "nr"])
    {
        return Some("phone");
    }
    if lemma(&["dokument", "zalacznik", "papier", "formularz"])
        || pair(
            &["co"],
            &[
                "zabrac",
                "przygotowac",
                "wziac",
                "przyniesc",
                "potrzeba",
                "potrzebny",
                "potrzebne",
                "dolaczyc",
            ],
        )
        || pair(&["czego"], &["potrzebowac", "potrzebuje", "potrzeba"])
    {
        return Some("documents");
    }
    if lemma(&["godzina", "czynny", "otwarty", "zamkniety", "dyzur", "otwarcie"])
        || pair(&["do", "od", "o"], &["ktorej"])
        || pair(&["kiedy"], &["czynny", "otwarty", "przyjmowac"])
    {
        return Some("hours");
    }
    if lemma(&["adres", "ulica", "siedziba"])
        || pair(
            &["gdzie"],
            &["byc", "jest", "znajdowac", "miescic", "sie", "isc", "pojsc", "jechac", "dojechac"],
        )
    {
        return Some("address");
    }
    if lemma(&["mail", "email", "e-mail"]) {
        return Some("email");
    }
    if lemma(&["strona", "link", "internet", "online"]) {
        return Some("link");
    }
    None
}
