//! Words that ask for a surname beside them: what only people do and what happens to them, who they are, the papers that
//! are theirs. All folded; verbs and nouns in the dictionary form.

use std::collections::HashSet;
use std::sync::OnceLock;

use super::known::around::{is_person, is_said, is_saying, is_title};
use crate::text::lexicon::Lexicon;

/// What only a person does: to the city, to papers, on the telephone.
#[rustfmt::skip]
const TELLS: &[&str] = &[
    "dzwonic", "zadzwonic", "oddzwonic", "przedzwonic", "telefonowac", "pytac", "zapytac", "dopytywac", "dopytac", "prosic", "poprosic", "zglaszac", "zglosic", "skarzyc", "poskarzyc",
    "mowic", "powiedziec", "twierdzic", "chciec", "zyczyc", "skladac", "zlozyc", "wnosic", "wniesc", "narzekac", "umrzec", "zemrzec", "zgubic", "zapodziac", "otrzymac", "dostac",
    "placic", "zaplacic", "oplacic", "wplacic", "mieszkac", "zameldowac", "wymeldowac", "kupic", "sprzedac", "wynajmowac", "wynajac", "zarejestrowac", "podpisac", "napisac", "pisac",
    "wyslac", "odpisac", "domagac", "rozwodzic", "rozwiesc", "ozenic", "potrzebowac", "wiedziec", "podac", "podawac", "przekazac", "zapomniec", "dowiadywac", "dowiedziec", "upierac",
    "parkowac", "zaparkowac", "remontowac", "zamawiac", "zamowic", "umawiac", "umowic", "przesylac", "dolaczyc", "odwolac", "reprezentowac", "dziekowac", "informowac", "ubiegac",
    "pracowac", "zamieszkiwac", "rezygnowac", "zalegac", "zalogowac", "logowac", "awanturowac", "odebrac", "odbierac", "interesowac", "rozumiec", "wolec", "zadac", "oczekiwac",
    "wypelnic", "przyniesc", "dowozic", "zostawic", "donosic", "kontaktowac", "skontaktowac", "wyprowadzic", "przeprowadzic", "wyjechac", "nadac", "uzyskac", "planowac",
    "wnioskowac", "zawiadomic", "zalatwic", "dopisac", "obiecac", "obiecywac", "wspominac", "wspomniec", "dodac", "odmawiac", "sugerowac", "przyznac", "uwazac", "nalegac",
    "wyzywac", "studiowac", "przepisac", "wyzdrowiec", "poczuc", "oswiadczyc", "potwierdzic", "potwierdzac", "przedstawic", "tlumaczyc", "wyjasnic", "pozyczyc", "odziedziczyc",
];

/// What a person does more often than an animal or a thing.
#[rustfmt::skip]
const DOES: &[&str] = &[
    "halasowac", "imprezowac", "zastawiac", "zastawic", "palic", "krzyczec", "budowac", "stawiac", "moc", "musiec", "miec", "czekac", "pobierac", "prowadzic", "stracic", "oddac",
    "starac", "zalac", "zalewac", "wyrzucac", "blokowac", "smiecic", "trzymac", "sprawdzac", "przyjsc", "byc", "zajmowac", "bac", "czuc", "przyjechac", "wrocic", "lezec", "zyc",
    "urodzic", "jezdzic", "grodzic", "zamurowac", "wyciac", "rabac", "spalac", "podlaczyc", "obiecac", "grozic",
];

/// What happens to somebody, behind the dative.
#[rustfmt::skip]
const HAPPENS: &[&str] = &[
    "przyjsc", "przyszly", "dal", "dala", "dali", "odmowic", "nalezec", "zabrac", "dzialac", "przyslugiwac", "brakowac", "zginac", "ukrasc", "przyznac", "wyslac", "dac", "wystawic", "odebrac", "naliczyc", "umrzec",
    "skonczyc", "wygasnac", "zalac", "zepsuc", "odholowac", "zablokowac", "dochodzic", "dojsc", "wydac", "uciec", "cofnac", "wstrzymac", "doreczyc", "oddac", "przekazac", "odpisac",
    "zalezec", "odciac", "wlaczyc", "wylaczyc", "spalic", "urodzic", "skrasc", "zniszczyc", "rozbic", "zaginac", "wypowiedziec", "podniesc", "obciac", "zawiesic", "przysylac", "naliczac",
    "potracic", "zwrocic", "powiedziec", "przyniesc", "podac", "zmienic", "brak", "grozic", "placic", "zaplacic", "wyplacic", "anulowac", "umorzyc", "uszkodzic", "wybic", "ginac",
];

/// Before `do` these say that somebody is to be spoken to.
#[rustfmt::skip]
const CONTACTS: &[&str] = &[
    "oddzwonic", "zadzwonic", "dzwonic", "przedzwonic", "dodzwonic", "telefonowac", "przekazac", "napisac", "odpisac", "pisac", "przelaczyc", "polaczyc", "wyslac", "odezwac", "telefon", "pismo", "list",
    "zajrzec", "nalezec", "kontakt", "awizo", "wezwanie", "sms", "doreczyc", "podejsc", "pretensja", "wezwac", "skierowac", "kierowac", "adresowany", "przyslac", "przesylka", "trafic",
];

/// Whose they are stands behind them.
#[rustfmt::skip]
const PAPERS: &[&str] = &[
    "wniosek", "sprawa", "skarga", "podanie", "akt", "zgon", "umowa", "podpis", "decyzja", "teczka", "pismo", "dane", "odwolanie", "zgloszenie", "deklaracja", "pelnomocnictwo", "meldunek",
    "testament", "spadek", "grob", "pogrzeb", "slub", "rozwod", "prosba", "reklamacja", "mieszkanie", "dowod", "paszport", "dom", "ogrodek", "firma", "rodzina", "mandat", "faktura",
    "rachunek", "posesja", "dzialka", "garaz", "konto", "nazwisko", "auto", "samochod", "pies", "kot", "dzieciak", "dzieci", "piwnica", "zaswiadczenie", "legitymacja", "upowaznienie", "pit",
];

/// Behind these and `na`, `pod`, `z`, `przez` stands who it is written to or owed by.
#[rustfmt::skip]
const WRITTEN: &[&str] = &[
    "zapisac", "zapisany", "przepisac", "przepisany", "zarejestrowac", "zarejestrowany", "wystawic", "wystawiony", "figurowac", "widniec", "zglosic", "zgloszony", "zaplacic", "zaplacony",
    "skarga", "donos", "umowa", "rachunek", "faktura", "licznik", "upowaznienie", "pelnomocnictwo", "meldunek", "zameldowany", "wpisany", "wpisac", "wplata", "rezerwacja", "zlozony", "zlozyc",
    "podpisany", "przelac", "przelew", "adresowany", "zaadresowac", "nakaz", "wyrok", "skarzyc", "poskarzyc", "doniesc", "zmiana", "zmienic", "wizyta", "umowiony", "sprawdzic", "prowadzony", "dzialka",
    "rozmawiac", "porozmawiac", "umowic", "spotkac", "spotkanie", "rozmowa", "rozwod", "slub", "mandat",
];

/// With the accusative behind them: whom.
#[rustfmt::skip]
const WHOM: &[&str] = &[
    "wymeldowac", "zameldowac", "dopisac", "skreslic", "eksmitowac", "pozwac", "reprezentowac", "upowaznic", "przelaczyc", "pochowac", "ekshumowac", "ukarac", "zglosic", "odwiedzic", "znac",
    "poprosic", "prosic", "zapytac", "poinformowac", "zawiadomic", "wezwac", "zaprosic", "wyrzucic", "wykreslic", "zastapic", "skierowac", "obsluzyc",
];

/// People whom [`is_person`] lacks: as agents write of who is on the line, and by their trades.
#[rustfmt::skip]
const ONE_WHO: &[&str] = &[
    "komornik", "przewodniczacy", "przewodniczaca", "skarbnik", "skarbniczka", "wiceprezes", "sekretarz", "czlonek", "czlonkini", "delegat", "soltys",
    "mieszkaniec", "mieszkanka", "rencista", "rencistka", "senior", "seniorka", "emeryt", "emerytka", "podatnik", "podatniczka", "abonent", "abonentka", "rodzic", "uczestnik", "uczestniczka",
    "student", "studentka", "niepelnosprawny", "niewidomy", "pracownik", "pracownica", "pracodawca", "przedsiebiorca", "wspolnik", "wspolwlasciciel", "wspolwlascicielka", "dzierzawca",
    "uzytkownik", "uzytkowniczka", "kandydat", "kandydatka", "rodzenstwo", "siostrzeniec", "siostrzenica", "bratanek", "bratanica", "stryj", "stryjek", "wuj", "macocha", "ojczym", "pasierb",
    "pasierbica", "swiekra", "bratowa", "dziewczynka", "chlopiec", "kobieta", "mezczyzna", "facet", "rozmowca", "rozmowczyni", "gosc", "niejaki", "poszkodowany", "poszkodowana",
    "nieboszczyk", "nieboszczka", "podopieczny", "podopieczna", "taksowkarz", "dostawca", "wykonawca", "hydraulik", "zleceniodawca", "wdowa", "wdowiec", "adresat", "nadawca", "platnik",
    "zainteresowany", "uprawniony", "urzednik", "architekt", "zarzadca", "kurator", "kuratorka", "komorniczka", "sasiedzi", "aspirant", "aspirantka", "sierzant", "kapitan", "redaktor", "redaktorka", "prokurator", "rzeczniczka", "konserwatorka", "ogrodnik", "ogrodniczka", "ochroniarz", "kolezanka", "portier", "portierka", "wozny", "wozna", "inspektorka", "referendarz", "dyspozytor", "dyspozytorka", "kontroler", "kontrolerka", "operator", "operatorka", "recepcjonistka", "doradca", "doradczyni", "opiekun", "terapeuta", "terapeutka", "wychowawczyni", "przewodniczacy", "przewodniczaca", "solenizant", "jubilat", "jubilatka", "komornik", "radca", "sedzia", "policjant", "policjantka", "dzielnicowy", "straznik", "strazniczka", "konserwator",
    "katecheta", "katechetka", "trener", "trenerka", "fryzjer", "fryzjerka", "kosmetyczka", "mechanik", "elektryk", "sprzataczka", "sekretarka", "referent", "referentka", "asystent", "asystentka",
    "geodeta", "ksiegowa", "ksiegowy", "polozna", "pielegniarka", "pielegniarz", "pedagog", "psycholog", "logopeda", "bibliotekarka", "konsultant", "konsultantka", "tlumacz", "tlumaczka", "kancelista",
    "dziedzic", "wychowanek", "wychowanka", "praktykant", "stazysta", "stazystka", "instalator", "kominiarz", "stolarz", "murarz", "malarz", "listonosz", "listonoszka", "kurier", "kelner", "kelnerka", "kucharz",
    "wspollokatorka", "wlasciciel", "gospodarz", "gospodyni", "brygadzista", "majster", "szef", "szefowa", "naczelnik", "naczelniczka", "wicedyrektor", "radna", "radny", "rowiesnik", "blizniak", "blizniaczka", "jedynak",
    "ukrainiec", "ukrainka", "bialorusin", "bialorusinka", "rosjanin", "rosjanka", "gruzin", "gruzinka", "ormianin", "ormianka", "wietnamczyk", "wietnamka", "hindus", "hinduska", "turek", "syryjczyk", "uchodzca",
    "inwestor", "inwestorka", "deweloper", "motorniczy", "motornicza", "kierowca", "doktorowa", "profesorowa", "dentysta", "dentystka", "weterynarz", "ratownik", "strazak", "rolnik", "dzialkowiec", "dzialkowicz", "biegly",
    "rzeczoznawca", "audytor", "mediator", "mediatorka", "sprzedawca", "sprzedawczyni", "kasjerka", "kasjer", "kupujacy", "sprzedajacy", "kredytobiorca", "skarzacy", "skarzaca", "wnoszacy", "wnoszaca", "odwolujacy",
    "oskarzony", "obwiniony", "pokrzywdzony", "pokrzywdzona", "beneficjent", "beneficjentka", "stypendysta", "repatriant", "wspolmalzonek", "konkubent", "konkubina", "chrzestny", "chrzestna",
    "niania", "stryjenka", "najemczyni", "podnajemca", "wynajmujacy", "wynajmujaca", "administratorka", "palacz", "plastyk", "lektor", "lektorka", "kumpel", "kumpela", "ziomek", "ziomal", "przewodnik", "przewodniczka",
    "egzaminator", "instruktor", "instruktorka", "katechista", "wikary", "organista", "grabarz", "koordynator", "koordynatorka", "prezeska", "ankieter", "ankieterka", "rachmistrz", "wolontariusz", "wolontariuszka",
    "susid", "susidka", "cholowik", "druzyna", "dytyna", "hromadjanyn", "hromadjanka", "matir", "batko", "syna", "donka", "babusja", "didus", "brat",
];

/// Titles and trades, cut short.
#[rustfmt::skip]
const ABBREVIATED: &[&str] = &[
    "ob", "p", "pp", "dyr", "insp", "kier", "dr", "inz", "mgr", "prof", "mec", "adw", "red", "asp", "sierz", "kpt", "zam", "wl", "wlasc", "hab", "lek", "dot", "naz", "nazw", "st", "ref",
    "spec", "podinsp", "interes", "zgl", "zglasz", "wnioskod", "wniosk", "dzw", "pet", "ws", "odp", "kop", "nad", "adr", "podp", "upow", "kl", "int", "mrs", "ms", "sw", "rozm", "klient", "mieszk",
];

/// Whether a word is one of `list`, or a form of one.
pub(super) fn lemma_is(folded: &str, list: &[&str]) -> bool {
    !folded.is_empty()
        && (list.contains(&folded)
            || Lexicon::polish().lemma(folded).is_some_and(|lemma| list.contains(&&*lemma.key)))
}

/// `pan`, `niejaki`, `o nazwisku`: what comes is hardly anything but a name.
pub(super) fn is_called(folded: &str) -> bool {
    #[rustfmt::skip]
    const CALLED: &[&str] = &[
        "niejaki", "niejaka", "niejakiego", "niejakiej", "niejakiemu", "niejakim", "nazwisko", "nazwiskiem", "nazwisku", "nazwiska", "obywatel", "obywatelka", "obywatelowi", "obywatela",
        "ob", "hromadjanyn", "hromadjanka", "prizwyszcze", "familija", "panoczku", "panna", "vel", "alias", "zwany", "zwana", "zwanego", "zwanej", "voto",
    ];
    is_title(folded) && folded.starts_with("pan") || CALLED.contains(&folded)
}

/// The same, cut short before a full stop.
pub(super) fn is_abbreviated(folded: &str) -> bool {
    ABBREVIATED.contains(&folded)
}

/// Somebody who has a name: a relation, a neighbour, a trade.
pub(in crate::text::mask) fn is_somebody(folded: &str) -> bool {
    // The lexicon takes them for forms of the verb.
    if ["dzwoniac", "zglaszajac", "pytajac", "skladajac"].iter().any(|stem| folded.starts_with(stem)) {
        return true;
    }
    static LIST: OnceLock<HashSet<&'static str>> = OnceLock::new();
    let list = LIST.get_or_init(|| ONE_WHO.iter().copied().collect());
    let one = |folded: &str| list.contains(folded);
    !folded.is_empty()
        && (is_title(folded) && folded.len() > 2
            || one(folded)
            || is_person(folded)
            || Lexicon::polish().lemma(folded).is_some_and(|lemma| one(&lemma.key)))
}

/// A verb behind which, or before which, stands who is on the line.
pub(super) fn tells(folded: &str) -> bool {
    #[rustfmt::skip]
    const CYRILLIC: &[&str] = &[
        "pytaje", "dzwonyt", "prosyt", "chocze", "zapytuje", "skarzytsja", "kaze", "mowyt", "zwonyt", "sprasywajet", "prosyla", "dzwonyla", "dzwonyw", "zahubyla", "zahubyw",
        "powidomljaje", "zajawljaje", "telefonuje", "zatelefonuwala", "choczet", "prosyv", "godo", "pado", "kce",
    ];
    !is_first_person(folded) && (is_said(folded) || lemma_is(folded, TELLS) || CYRILLIC.contains(&folded))
}

/// What is done without an object, so that only who does it can stand behind: `dzwoni Zych`, but `zgłasza hałas`.
pub(super) fn calls(folded: &str) -> bool {
    #[rustfmt::skip]
    const CALLS: &[&str] = &[
        "dzwonic", "zadzwonic", "oddzwonic", "przedzwonic", "telefonowac", "pytac", "dopytywac", "mowic", "twierdzic", "awanturowac", "dopominac", "mieszkac", "skarzyc", "wydzwaniac", "nalegac",
    ];
    !is_first_person(folded) && lemma_is(folded, CALLS)
}

/// The same before a name.
pub(super) fn is_telling(folded: &str) -> bool {
    is_saying(folded) || tells(folded)
}

/// `zgłaszam`, `proszę`, `zgłosić`: what comes is the matter.
fn is_first_person(folded: &str) -> bool {
    folded.ends_with(['m', 'c'])
        || matches!(folded, "prosze" | "dzwonie" | "place" | "dziekuje" | "zglosze" | "niech")
}

pub(super) fn does(folded: &str) -> bool {
    !is_first_person(folded) && lemma_is(folded, DOES)
}

pub(super) fn happens(folded: &str) -> bool {
    lemma_is(folded, HAPPENS)
}

pub(super) fn is_contact(folded: &str) -> bool {
    lemma_is(folded, CONTACTS)
}

pub(super) fn is_paper(folded: &str) -> bool {
    lemma_is(folded, PAPERS)
}

pub(super) fn is_written(folded: &str) -> bool {
    lemma_is(folded, WRITTEN)
}

pub(super) fn takes_whom(folded: &str) -> bool {
    lemma_is(folded, WHOM)
}

/// Between a name and its verb: `Zych już nie mieszka`.
pub(super) fn is_particle(folded: &str) -> bool {
    matches!(
        folded,
        "nie"
            | "sie"
            | "juz"
            | "znowu"
            | "znow"
            | "ciagle"
            | "wciaz"
            | "stale"
            | "tez"
            | "tylko"
            | "bardzo"
            | "dzis"
            | "wczoraj"
            | "ponownie"
            | "ne"
            | "jeszcze"
            | "rano"
            | "dzisiaj"
            | "osobiscie"
            | "pilnie"
    )
}

/// Between somebody and the name: `sąsiad z góry Kulig`, `syn mój Kulig`.
pub(super) fn is_where_or_how(folded: &str) -> bool {
    lemma_is(
        folded,
        &[
            "gora",
            "dol",
            "naprzeciwko",
            "naprzeciwka",
            "blok",
            "klatka",
            "pietro",
            "parter",
            "bok",
            "starszy",
            "mlody",
            "stary",
            "zmarly",
            "byly",
            "chory",
            "tamten",
            "szostka",
            "piatka",
            "obok",
            "dzwoniaca",
            "dzwoniacy",
            "pan",
            "pani",
            "prawny",
            "ulica",
            "wydzial",
            "okienko",
            "referat",
            "budynek",
            "drugi",
            "trzeci",
            "pierwszy",
            "czwarty",
        ],
    )
}
