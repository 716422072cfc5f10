//! Words around names: those that announce one, those that only people stand behind, those that name a place, and
//! those that end a name.

/// Behind one of these a name is that of a place, a saint or a feast.
#[rustfmt::skip]
const NAMED_AFTER: &[&str] = &[
    "ul", "ulica", "ulicy", "ulice", "ulicami", "ulicach", "al", "aleja", "alei", "aleje", "os", "osiedle", "osiedlu", "osiedla", "pl", "plac", "placu",
    "placem", "rondo", "ronda", "rondzie", "rondem", "most", "mostu", "moscie", "mostem", "skwer", "skweru", "skwerze", "park", "parku", "parkiem", "bulwar",
    "bulwarze", "bulwary", "bulwarach", "kopiec", "kopca", "kopcu", "szpital", "szpitala", "szpitalu", "szpitalem", "szkola", "szkoly", "szkole", "szkolne", "liceum",
    "technikum", "gimnazjum", "przedszkole", "przedszkola", "przedszkolu", "zlobek", "zlobka", "zlobku", "teatr", "teatru", "teatrze", "muzeum", "pomnik",
    "pomnika", "pomniku", "pomnikiem", "lotnisko", "lotniska", "lotnisku", "stadion", "stadionu", "stadionie", "im", "imienia", "sw", "swietego", "swietej", "swiety", "swieta",
    "parafia", "parafii", "kosciol", "kosciola", "kosciele", "gen", "generala", "marszalka", "kardynala", "biskupa", "ks", "ksiedza", "ojca", "plk", "pulkownika", "hetmana", "krola", "krolowej",
    "fundacja", "fundacji", "petla", "petli", "przystanek", "przystanku", "przystanki", "tunel", "tunelu", "kladka", "kladki", "estakada", "biblioteka", "biblioteki", "bibliotece", "filia",
    "centrum", "galeria", "galerii", "hala", "hali", "basen", "basenu", "cmentarz", "cmentarza", "cmentarzu", "uniwersytet", "uniwersytetu", "akademia", "akademii", "instytut", "instytutu",
    "osrodek", "osrodka", "fort", "fortu", "forcie", "palac", "palacu", "willa", "willi", "dworzec", "dworcu", "dworca", "planty", "kamienica", "kamienicy", "dwor", "dworek", "patron", "patrona", "sp", "lo",
    "rynek", "rynku", "zespol", "zespolu", "przychodnia", "przychodni", "hospicjum", "pracownia", "festiwal", "festiwalu", "nagroda", "nagrody", "turniej", "memorial", "bieg",
    "galeria", "dom", "domek", "dworku", "las", "lasku", "lesie", "zalew", "zalewu", "zalewie", "zamek", "smok", "smoka", "wzgorze", "wzgorza", "wzgorzu", "kino", "kina", "kinie", "klub", "klubu", "klubie", "stacja", "stacji", "rezerwat", "kopalnia", "kopalni", "jaskinia", "jaskini", "kanal", "przylasek",
];

/// Between such a word and the name: `szkoła podstawowa nr 2 im.`, `ulicy generała`.
#[rustfmt::skip]
const BETWEEN: &[&str] = &[
    "podstawowa", "podstawowej", "ogolnoksztalcace", "specjalistyczny", "specjalistycznego", "wojewodzki", "wojewodzkiego", "miejski", "miejskiego", "miejska",
    "kultury", "nr", "numer", "dr", "prof", "profesora", "doktora", "i", "sportowa", "samorzadowe", "samorzadowy", "stary", "nowy", "targowa", "targowej", "handlowa", "handlowej", "widowiskowa", "publiczna", "uniwersytecki", "integracyjna",
];

/// Who is so called is a place, an office or a matter and no private person, though the word has a capital.
#[rustfmt::skip]
const NOT_NAMES: &[&str] = &[
    "prezydent", "prezydenta", "prezydentowi", "prezydentem", "prezydencie", "dyrektor", "dyrektora", "dyrektorowi", "dyrektorka", "minister", "kierownik", "kierownika", "kierowniczka",
    "radny", "radna", "radnego", "radnej", "radnym", "burmistrz", "premier", "wojt", "wojewoda", "konsultant", "konsultantka", "konsultanta", "rzecznik", "rzecznika", "urzednik",
    "urzedniczka", "sekretarz", "skarbnik", "naczelnik", "naczelnika", "dzielnicowy", "dzielnicowego", "straznik", "policjant", "inspektor", "posel", "poslanka", "senator",
    "mieszkaniec", "mieszkancy", "mieszkanka", "panstwo", "rodzice", "bog", "boska", "boskiej", "boze", "jezus", "krakow", "krakowa", "krakowie", "krakowem", "krakowski", "krakowska", "krakowskiej", "krakowskie", "krakowskiego", "polska", "polski",
    "polsce", "polske", "polak", "polka", "polacy", "ukraina", "ukrainy", "ukrainie", "ukrainka", "ukrainiec", "ukraincy", "bialorusin", "bialorusinka", "bialorusi", "rosjanin", "rosjanka", "niemiec", "niemka", "niemcy", "gruzin", "gruzinka", "hindus",
    "wietnamczyk", "amerykanin", "anglik", "francuz", "wloch", "hiszpan", "turek", "cudzoziemiec", "romka", "rom", "zyd", "krakowianin", "krakowianka", "miasto", "miasta", "gmina", "gminy", "urzad", "urzedu", "urzedzie", "wydzial", "wydzialu", "zarzad", "zarzadu",
    "biuro", "straz", "strazy", "miejska", "miejskiej", "miejski", "miejskiego", "policja", "policji", "rada", "rady", "dzielnica", "dzielnicy", "internet", "google", "facebook", "mops", "mpk", "mpo", "mops", "zus", "krus", "nfz", "pesel", "nip", "pit", "epuap",
    "tauron", "netia", "orange", "biedronka", "lidl", "kaufland", "castorama", "ikea", "allegro", "inpost", "poczta", "poczty", "caritas", "sad", "sadu", "dyzurny", "operator", "komenda", "fundacja", "stowarzyszenie", "firma", "spoldzielnia", "wspolnota", "administracja", "zaklad", "dyrekcja", "kancelaria", "redakcja", "gazeta", "radio", "telewizja", "pogotowie", "infolinia", "wodociagi", "wodociagow", "tramwaj", "autobus", "krakowianie", "osiedle", "baza", "bazy", "regon", "profil", "wniosek", "sprawa", "karta", "karty", "dowod", "pszok", "pszoku", "pszoki", "hotel", "restauracja", "sklep", "apteka", "piekarnia", "nowa", "stare", "stary", "nowy", "usc", "umk", "ade", "wierzynka", "wierzynek", "borku", "falecki", "faleckiego", "faleckim", "kochana", "kochany", "zlota", "droga", "szanowna", "szanowny", "podgorze", "wisla", "huta", "huty",
];

/// Orders: who is "at the Dominicans" is in their church.
#[rustfmt::skip]
const ORDERS: &[&str] = &[
    "dominikan", "franciszkan", "jezuit", "kapucyn", "bernardyn", "karmelit", "paulin", "pijar", "misjonarz", "augustian", "urszulan",
    "felicjan", "reformat", "cysters", "salezjan", "benedyktyn", "norbertan", "sercan", "zmartwychwstan", "bonifratr", "redemptoryst",
    "klarys", "albertyn", "wizytek", "prezent", "saletyn", "pallotyn", "michalit", "marianow", "kamedul", "kanonik", "mariack", "bozogrob",
];

/// Words that go on with the sentence after a name.
#[rustfmt::skip]
const GOES_ON: &[&str] = &[
    "i", "a", "ale", "oraz", "z", "ze", "w", "we", "na", "do", "od", "po", "o", "u", "przy", "pod", "nad", "przed", "za", "bez", "dla", "czy", "ze", "bo", "wiec", "co", "ktory", "ktora", "jak", "gdzie", "kiedy", "ile",
    "mieszkam", "mieszka", "mam", "ma", "jestem", "jest", "dzwonie", "dzwoni", "dzwonil", "dzwonila", "prosze", "prosi", "chce", "chcialbym", "chcialabym", "pyta", "pytam", "pytal", "pytala", "zglasza", "zglaszam", "zglosil", "zglosila", "mowi", "mowil", "mowila", "skladam", "sklada",
    "pesel", "tel", "telefon", "numer", "nr", "adres", "ulica", "ulicy", "ul", "urodzony", "urodzona", "ur", "zamieszkaly", "zamieszkala", "zam", "to", "tu", "tutaj", "nie", "tak", "sie", "byl", "byla", "bedzie", "moze", "musi", "juz", "jeszcze", "tez", "sam", "sama",
    "dzien", "dobry", "witam", "prosi", "wie", "wiedza", "wiedziec", "pan", "pani", "panstwo", "panstwa", "moj", "moja", "mojego", "mojej", "jego", "jej", "ich", "swoj", "ten", "ta", "lat", "lata", "email", "mail", "konto", "dowod", "numerem", "imieniem", "sprawie", "spod", "przez", "wczoraj", "dzis", "dzisiaj", "jutro", "rano", "panienskie", "rodowe", "nazwisko", "imie", "imiona", "nazwiska", "pochodzi", "mial",
    "miala",
];

/// Words that are followed by a name, whether or not it is written with a capital.
pub(in crate::text::mask) const ANNOUNCE: &[&[&str]] = &[
    &["nazywam", "sie"],
    &["nazywa", "sie"],
    &["nazywamy", "sie"],
    &["nazywal", "sie"],
    &["nazywala", "sie"],
    &["sie", "nazywam"],
    &["sie", "nazywa"],
    &["mam", "na", "imie"],
    &["ma", "na", "imie"],
    &["na", "imie", "mi"],
    &["na", "imie", "ma"],
    &["imie", "i", "nazwisko"],
    &["imie", "nazwisko"],
    &["nazwisko", "i", "imie"],
    &["nazwisko", "panienskie"],
    &["nazwisko", "rodowe"],
    &["nazwiska", "panienskiego"],
    &["nazwisku", "panienskim"],
    &["panienskie", "nazwisko"],
    &["panienskie"],
    &["rodowe"],
    &["spadek", "po"],
    &["dlug", "po"],
    &["smierci"],
    &["z", "domu"],
    &["na", "nazwisko"],
    &["o", "nazwisku"],
    &["po", "nazwisku"],
    &["pod", "nazwiskiem"],
    &["nazwiskiem"],
    &["nazwisko", "to"],
    &["nazwisko"],
    &["nazwiska"],
    &["imie", "to"],
    &["imie"],
    &["imieniem"],
    &["z", "tej", "strony"],
    &["przy", "telefonie"],
    &["podpisano"],
    &["podpisany"],
    &["podpisana"],
    &["z", "powazaniem"],
    &["mene", "zwaty"],
    &["menja", "zowut"],
    &["prizwyszcze"],
    &["famylyja"],
    &["my", "name", "is"],
    &["surname"],
    &["nazw"],
    &["naz"],
    &["caller"],
    &["dziewicze"],
    &["z", "rodu"],
    &["de", "domo"],
    &["name"],
];

/// Behind these only what is a surname whatever stands there is one.
pub(in crate::text::mask) fn is_certain(words: &[&str]) -> bool {
    words.len() > 1
        && !matches!(
            words,
            ["z", "domu"]
                | ["przy", "telefonie"]
                | ["z", "tej", "strony"]
                | ["imie", ..]
                | ["z", "powazaniem"]
        )
}

pub(in crate::text::mask) fn is_title(folded: &str) -> bool {
    #[rustfmt::skip]
    const TITLES: &[&str] = &[
        "pan", "pani", "pana", "panu", "panem", "pania", "panstwo", "panstwa", "panstwu", "panstwem", "panie", "panow", "panowie", "p", "pp", "dr", "inz", "mgr", "mec", "mecenas", "prof", "profesor",
        "doktor", "doktora", "ks", "adwokat", "notariusz", "lek", "sp", "hab", "pane", "panna", "panno", "mr", "mrs", "miss", "herr", "frau", "madame",
    ];
    TITLES.contains(&folded)
}

/// People, in the dictionary form: behind one stands a name or the sentence goes on.
pub(in crate::text::mask) fn is_person(folded: &str) -> bool {
    #[rustfmt::skip]
    const PEOPLE: &[&str] = &[
        "sasiad", "sasiadka", "zona", "maz", "syn", "corka", "corki", "matka", "mama", "ojciec", "tata", "brat", "siostra", "babcia", "dziadek", "tesc", "tesciowa", "wnuk", "wnuczka", "dziecko", "ciocia", "ciotka",
        "wujek", "kuzyn", "kuzynka", "ziec", "synowa", "szwagier", "szwagierka", "kolega", "kolezanka", "znajomy", "znajoma", "narzeczony", "narzeczona", "partner", "partnerka", "lokator", "lokatorka", "najemca", "wlasciciel", "wlascicielka",
        "opiekun", "opiekunka", "petent", "petentka", "klient", "klientka", "interesant", "interesantka", "wnioskodawca", "wnioskodawczyni", "zglaszajacy", "zglaszajaca", "dzwoniacy", "dzwoniaca", "dluznik", "kierowca",
        "sprawca", "swiadek", "pacjent", "pacjentka", "uczen", "uczennica", "rodzina", "malzenstwo", "malzonek", "malzonka", "malzonkowie", "rodzice", "bracia", "spadkobierca", "spadkodawca", "zmarly", "zmarla", "denat", "dziewczyna", "chlopak",
        "lekarz", "lekarka", "nauczyciel", "nauczycielka", "wychowawca", "proboszcz", "prezes", "prezeska", "dozorca", "dozorczyni", "administrator", "ksiadz", "przyjaciel", "przyjaciolka", "wspollokator", "dyrektor", "dyrektorka", "kierownik", "kierowniczka", "urzedniczka", "inspektor", "pelnomocnik", "wlascicieli", "susid", "susidka", "druzyna",
        "sosed", "sosedka",
    ];
    let lemma = || {
        crate::text::lexicon::Lexicon::polish()
            .lemma(folded)
            .is_some_and(|lemma| PEOPLE.contains(&&*lemma.key))
    };
    // "mamy" is what we have, and children are counted.
    !matches!(folded, "mamy" | "dzieci" | "mam")
        && (PEOPLE.contains(&folded)
            || matches!(
                folded,
                "meza"
                    | "mezem"
                    | "mezowi"
                    | "mezu"
                    | "zone"
                    | "zona"
                    | "zony"
                    | "zonie"
                    | "syna"
                    | "synem"
                    | "synowi"
                    | "corke"
                    | "mame"
                    | "mamie"
                    | "taty"
                    | "tate"
                    | "dziecka"
            )
            || lemma())
}

/// What somebody has, between who they are and their name: `najemca lokalu Nowak`.
pub(in crate::text::mask) fn is_had(folded: &str) -> bool {
    const HAD: &[&str] = &[
        "lokalu",
        "mieszkania",
        "domu",
        "psa",
        "kota",
        "pieska",
        "kotka",
        "domku",
        "ogrodka",
        "dzialki",
        "samochodu",
        "auta",
        "pojazdu",
        "posesji",
        "budynku",
        "nieruchomosci",
        "dziecka",
        "firmy",
        "szkoly",
        "garazu",
        "klubu",
        "prawny",
        "prawna",
        "wspolnoty",
        "spoldzielni",
        "zarzadu",
        "rady",
        "rodzicow",
        "samorzadu",
        "stowarzyszenia",
        "klatki",
        "kamienicy",
        "bloku",
        "miejski",
        "miejska",
        "biletow",
        "budowy",
        "autobusu",
        "tramwaju",
        "zmiany",
        "parafii",
        "sadowy",
        "skarbowy",
    ];
    HAD.contains(&folded)
}

/// Verbs and papers: behind one may stand whose it is, or anything else.
pub(in crate::text::mask) fn is_whose(folded: &str) -> bool {
    #[rustfmt::skip]
    const WHOSE: &[&str] = &[
        "tu", "tutaj", "dzwoni", "dzwonil", "dzwonila", "zadzwonil", "zadzwonila", "mowi", "mowil", "mowila", "zglasza", "zglosil", "zglosila", "pyta", "pytal", "pytala", "prosi", "prosil", "prosila", "jestem", "sklada", "zlozyl", "zlozyla",
        "wniosek", "wniosku", "wnioski", "sprawa", "sprawy", "sprawe", "sprawie", "pismo", "pisma", "skarga", "skargi", "skarge", "dane", "danych", "dla", "wobec", "przeciwko", "przeciw", "umowa", "umowy", "umowe", "podpis", "odpis", "aktu", "akt", "urodzenia", "zgonu", "malzenstwa", "slub", "slubu", "grob", "grobu",
        "pogrzeb", "pochowek", "spadek", "spadku", "mandat", "mandatu", "dowod", "dowodu", "paszport", "odwolanie", "odwolania", "zgloszenie", "zgloszenia", "rachunek", "faktura", "pelnomocnictwo", "zaswiadczenie", "firma", "firmy", "to",
    ];
    WHOSE.contains(&folded)
}

/// Verbs before the name of whoever is on the line.
pub(in crate::text::mask) fn is_saying(folded: &str) -> bool {
    #[rustfmt::skip]
    const SAYING: &[&str] = &[
        "tu", "tutaj", "dzwoni", "dzwonil", "dzwonila", "zadzwonil", "zadzwonila", "mowi", "mowil", "mowila", "zglasza", "zglosil", "zglosila", "prosi", "prosil", "prosila", "jestem", "pisze", "zlozyl", "zlozyla", "zlozyli", "wniosl", "wniosla", "odebral", "odebrala", "wyslal", "wyslala", "kupil", "kupila", "zaplacil", "zaplacila", "napisal", "napisala",
        "podpisal", "podpisala", "podaje", "podal", "podala", "nazwiskiem", "przyjal", "przyjela", "obsluzyl", "obsluzyla",
    ];
    SAYING.contains(&folded)
}

/// Verbs behind a name.
pub(in crate::text::mask) fn is_said(folded: &str) -> bool {
    #[rustfmt::skip]
    const SAID: &[&str] = &[
        "pyta", "pytal", "pytala", "prosi", "prosil", "prosila", "dzwoni", "dzwonil", "dzwonila", "zglasza", "zglosil", "zglosila", "chce", "chcial", "chciala", "mowi", "mowil", "mowila", "mieszka", "skarzy", "zadzwonil", "zadzwonila", "zlozyl", "zlozyla",
        "sklada", "wnosi", "narzeka", "parkuje", "halasuje", "zmarl", "zmarla", "nalega",
    ];
    SAID.contains(&folded)
}

pub(in crate::text::mask) fn is_place(folded: &str) -> bool {
    NAMED_AFTER.contains(&folded)
}

pub(in crate::text::mask) fn is_between(folded: &str) -> bool {
    BETWEEN.contains(&folded)
}

pub(in crate::text::mask) fn is_no_name(folded: &str) -> bool {
    let order = || {
        ORDERS.iter().filter_map(|stem| folded.strip_prefix(stem)).any(|ending| {
            matches!(
                ending,
                "ow" | "ek" | "y" | "i" | "e" | "om" | "kom" | "ach" | "kach" | "iego" | "im" | "iej" | ""
            )
        })
    };
    NOT_NAMES.contains(&folded) || is_place(folded) && folded.len() > 3 || order()
}

pub(in crate::text::mask) fn goes_on(folded: &str) -> bool {
    GOES_ON.contains(&folded)
}

/// Before a street: `na Józefa Dietla`.
pub(in crate::text::mask) fn is_where(folded: &str) -> bool {
    #[rustfmt::skip]
    const WHERE: &[&str] = &[
        "na", "przy", "kolo", "obok", "rog", "rogu", "skrzyzowanie", "skrzyzowaniu", "wzdluz", "naprzeciwko", "naprzeciw", "miedzy", "okolice", "okolicy", "ulica", "remont", "zamkniety",
    ];
    WHERE.contains(&folded)
}

/// After whom streets, squares and schools of the city are named, as their names say it.
#[rustfmt::skip]
const PATRONS: &[&str] = &[
    "matejki", "mickiewicza", "slowackiego", "pilsudskiego", "dietla", "konopnickiej", "batorego", "wielkiego", "lokietka", "sobieskiego", "kosciuszki", "pulaskiego", "sienkiewicza", "reymonta", "prusa", "zeromskiego", "orzeszkowej",
    "krasinskiego", "norwida", "kochanowskiego", "reja", "kopernika", "chopina", "paderewskiego", "szymanowskiego", "moniuszki", "wyspianskiego", "malczewskiego", "kossaka", "rydygiera", "dekerta", "lema", "rzebika", "czerwienskiego", "popieluszki",
    "stachiewicza", "siwka", "sarego", "radzikowskiego", "kamienskiego", "darwina", "kasprowicza", "zamoyskiego", "montessori", "korczaka", "boya", "zelenskiego", "tetmajera", "lesmiana", "tuwima", "galczynskiego", "broniewskiego", "asnyka", "fredry", "niemcewicza", "dlugosza",
    "kollataja", "staszica", "czartoryskiego", "poniatowskiego", "kilinskiego", "traugutta", "dabrowskiego", "bema", "sowinskiego", "hallera", "sikorskiego", "andersa", "maczka", "okulickiego", "bora", "komorowskiego", "grota", "roweckiego", "fieldorfa", "nila", "pileckiego", "wyszynskiego",
    "sapiehy", "skargi", "kolbego", "brata", "alberta", "kingi", "jadwigi", "faustyny", "wojtyly", "pawla", "jagielly", "chrobrego", "smialego", "krzywoustego", "laskiego", "modrzewskiego", "frycza", "kromera", "bunscha", "estreichera", "estreichera", "nowaka", "jezioranskiego", "weigla", "domeyki",
    "curie", "sklodowskiej", "dabrowskiej", "nalkowskiej", "zapolskiej", "kraszewskiego", "lenartowicza", "pola", "ujejskiego", "brodowicza", "grottgera", "chelmonskiego", "fałata", "falata", "stwosza", "wita", "jordana", "bujaka", "stanczyka", "twardowskiego", "kraka", "krakusa", "wandy", "modrzejewskiej", "bernatka", "asnyka", "heleny",
    "bulhaka", "schindlera", "wiesenthala", "niemena", "grechuty", "turowicza", "milosza", "szymborskiej", "mrozka", "tischnera", "macharskiego", "puzyny", "oboznej", "lubomirskiego", "ossolinskich", "potockiego", "rejtana", "barska", "wenecja", "daszynskiego", "witosa", "dmowskiego", "mosciciego", "narutowicza", "wojciechowskiego",
    "lea", "zolkiewskiego", "chodkiewicza", "czarnieckiego", "zawiszy", "wallenroda", "kordiana", "rollego", "zybilkiewicza", "dunajewskiego", "krowoderskich", "zuchow", "helclow", "pedzichow", "fenna", "smolensk", "retoryka", "garncarska", "bandurskiego", "meissnera", "mogilska", "olszyny", "lilla", "wenedy", "bochenka", "kurczaba",
    "siemaszki", "mikolajczyka", "stachowicza", "wyslouchow", "reymana", "eisenberga", "wybickiego", "bohaterow", "kapelanka", "jakubowskiego", "radzikowskiego", "piltza", "babinskiego", "lubostron", "bunscha", "zachodnia", "wadowicka", "balicka", "armii", "wielicka", "sawickiego",
    "jachowicza", "kijowska", "lokietka", "mackiewicza", "opolska", "stelmachow", "banacha", "krowoderska", "pachonskiego", "fiszera", "fieldorfa", "jaracza", "cwiklinskiej", "teligi", "jerzmanowskiego", "kurczaba", "nowosadecka", "gipsowa", "heltmana", "malborska", "klonowica", "szwedzka", "kapelanki", "konfederacka", "twardowskiego", "tyniecka", "ksiecia", "jozefa",
    "emaus", "malczewskiego", "koniewa", "glogera", "skarzynskiego", "kolorowe", "srodula", "okulickiego", "bulwarowa", "ujastek", "mrozowa", "igolomska", "ptaszyckiego", "klasztorna", "sieroszewskiego", "odmetowa", "lema", "ulanow", "chalupki", "cieplownicza", "zyczkowskiego", "medweckiego", "markowskiego", "pasterza", "strzelcow", "kuklinskiego", "nowohucka", "saska", "lipska", "surzyckiego", "agatowa", "dauna", "wlotowa", "zaborza", "gwardii",
    "grochowiaka", "turowicza", "herberta", "witosa", "nowinskiego", "zakopianska", "kulerskiego", "taklinskiego", "rodakowskiego", "zywiecka", "kobierzynska", "lubomirskiego", "mogilska", "prazmowskiego", "olszynki", "pilotow", "brodowicza", "mlynska", "meissnera", "kantora", "czyzynski", "rogozinskiego", "andersa", "spadochroniarzy", "broniewskiego", "kosciuszkowcow", "dunikowskiego", "przyjazni", "zuchow", "zeromskiego", "bienczycka", "wezerowa", "cegielniana", "krochmalniki",
    "helclow", "jaskrowa", "szeroka", "starowislna", "wislna", "grodzka", "florianska", "szewska", "slawkowska", "pedzichow", "slaska", "warszawska", "pawia", "worcella", "bosacka", "lubicz", "blich", "kopernika", "strzelecka", "rakowicka", "lubomirskich", "kurniki", "przybyszewskiego", "kunickiego", "zarzecze", "conrada", "jasnogorska", "glowackiego", "zlotej", "podkowy", "armii", "buszka", "chocimska", "raclawicka", "wroclawska", "lobzowska", "karmelicka", "rajska", "krupnicza", "ingardena", "oleandry", "czarnowiejska", "kawiory", "miechowska", "tokarskiego", "reymonta", "nawojki", "szlak",
    "dekerta", "teligi", "bogucianka", "cechowa", "halszki", "nowosadeckiej", "heltmana", "limanowskiego", "wegierska", "krakusa",
];

pub(in crate::text::mask) fn is_patron(folded: &str) -> bool {
    PATRONS.contains(&folded)
}
