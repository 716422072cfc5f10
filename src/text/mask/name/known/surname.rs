//! What a surname looks like: a list of those that are words, too, and endings that few other words have.
//!
//! The lexicon says whether a word is one of the language; it does not tell a surname from a town.

use std::collections::HashSet;
use std::sync::OnceLock;

use crate::text::lexicon::Lexicon;

/// Common surnames, folded, in the dictionary form; most of all those that are words, or adjectives of the lexicon.
const SURNAMES: &str = "\
adamczyk adamek adamiak adamski andrzejewski antczak augustyniak badura bajor balcerzak banach banas baran baranowski \
bartczak bartkowiak bartosik bednarczyk bednarek bednarz bednarski biala bialas bialek bialy bielak bielawski bielecki \
bielski bieniek biernacki biernat blaszczyk blazejewski bober bobrowski bochenek bogdan bogucki borek borkowski borowiec \
borowski borowy bozek brzozowski buczek buczkowski budzynski bujak bugaj bukowski burek bury byk cebula chmiel chmielewski \
chmura chojnacki cholewa chrzanowski chudzik cichy cieplak cichocki ciesielski cieslak cieslik cupial cygan cybulski czaja \
czajka czajkowski czapla czarnecki czarny czech czekaj czerwinski czubak czyz dabek dabrowski danilewicz daniel dec debski \
dlugosz dobosz dolata domagala domanski drabik drozd drozdowski drzewiecki duda dudek dudziak dudzik dudzinski dulski \
durka dybas dyrda dziedzic dziuba dzieciol dzik falkowski ferenc figura filipek filipiak flak florek florczak flis fornal \
franczak frankowski frączek fraczek furman gaca gajda gajewski galazka galka gawel gawlik gawron gawronski gaweda gdula \
gibas gil glab glinski glowacki glowacz gniadek godlewski golab golebiowski golec golonka gora goral goralczyk gorczyca \
gorecki gorka gorniak gornik gorski gorzkowski gos grabarczyk grabowski grabski grad gruszka grochowski gromek grudzien \
grygiel grzegorczyk grzelak grzyb grzywacz gut guz guzik hajduk halas herman holda iwanicki iwanski jablonski jachimczak \
jackowski jagiello jakobczyk jakubiak jakubowski jamroz janas janiak janicki janik janiszewski janus jankowski janowski \
jarosz jarzabek jasinski jaskolka jaskulski jastrzebski jaworek jaworski jedrzejczyk jedynak jelonek jez jezierski jonczyk \
jozwiak jozwik juszczak jurczak jurek jurkiewicz kaczka kaczmarczyk kaczmarek kaczmarski kaczor kaczorowski kaczynski \
kalinowski kalisz kaleta kaluza kaminski kania kapica kapusta karas karcz karczewski karp karpinski karwowski kasprzak \
kasprzyk kawa kawka kaszuba kedzierski kedziora kepa kepka kidawa kisiel klich klima klimczak klimek klos kluska kmiec kmiecik \
knap kocur kolasa kolasinski kolber kolek kolodziej kolodziejczyk kolodziejski komorowski konieczny konopka konopacki kopec \
kopacz kopczynski kordek kos kosinski kosiorek kosowski kostecki kostka kostrzewa kosior kot kotlarz kotula kowal kowalczuk \
kowalczyk kowalewski kowalik kowalski kozak kozik koziol kozlowski kozminski krajewski krakowiak krakowski krasowski kraska krawczyk \
krawiec krol krolak krolikowski kruczek kruk krupa krupinski kruszewski krysiak krzak krzeminski krzyzanowski kubacki kubiak \
kubica kubicki kucharczyk kucharski kuczynski kudla kukla kukulka kulesza kulig kulik kulikowski kulinski kuna kupiec kurek \
kurowski kurpiel kurzawa kus kusiak kusnierz kustra kuzma kuznik kwasniewski kwiatek kwiatkowski kwiecien kwiecinski lach lasek laskowski \
lasota latosek lech lenart leniar leszczynski lesniak lesniewski lewandowski lewicki lipinski lipski lis lisiecki lisowski litwin loboda lopata \
los lukasik lukasiewicz lukaszewski lysiak machaj maciag maciejewski mackowiak madej majchrzak majcher majewski majka maj majek major makowski \
makuch malecki malek malicki malik malinowski maliszewski malysz maly marchewka marciniak marcinkowski marczak marek markiewicz \
markowski marszalek martyniak masłowski maslowski maslanka matejko matuszewski matusiak matysiak mazur mazurek mazurkiewicz \
mlynarczyk mlynarski michalak michalik michalski mielczarek mierzejewski mika mikolajczak mikolajczyk mikulski milewski misiak misiek misztal \
modzelewski molenda moskal mroczek mroczkowski mroz mrozek mrowka mruk mucha musial muszynski mysliwiec mysza nadolski napierala nawrocki \
nawrot nazar niedzwiecki niedziela niedzielski niemczyk niemiec noga nosek nowacki nowak nowakowski nowicki nowinski ochman okon olech olejnik \
oleksy olejniczak olszewski orlowski orzel orzechowski osinski osowski ostrowski owczarek owczarz owsiak ozog pajak pacholczyk pakula palka panek \
paszkowski pasternak pastuszka paluch pawelec pawlak pawlik pawlikowski pawlowski pazdan pelka pekala piasecki piatek piech piechota piecuch piekarski pieczonka \
pietras pietrzak pietrzyk pilarski pilat pilch piotrowski piorkowski pisarek piskorz piwowarczyk plonka plewa plichta plocharz podgorski podsiadlo \
polak polanski poplawski popiel popiolek porebski potocki prokop pruszynski prus przybyl przybylski przybysz przepiorka ptak ptaszek pyrek \
rak radomski rajca raczynski rakowski ratajczak ratajczyk rogala rogalski rogowski rojek romanowski rosa rosiak rosinski rozanski \
rozmus rudnicki rudzinski rusin rutkowski ryba rybak rybarczyk rybicki rybinski rychlik rygiel rzepka rzeznik sadlo sadowski salamon sarna \
sawicki sek serafin serwa seweryn siedlecki sienkiewicz sieradzki sierota sikora sikorski siwiec siwek skiba sikorka skalski skiba skoczylas skora \
skorupa skowron skowronek skowronski skrzypczak skrzypek skwarek slowik slowikowski slusarczyk slusarz smolarek smolinski sobczak sobczyk sobieraj \
sobolewski socha sochacki sojka sokol sokolowski solecki soltys soltysiak sosna sosnowski sowa sowinski spychala srebro sroka stachowiak \
stachura stanczyk stankiewicz stanek staniszewski stasiak staszewski stawarz stec stefanek stefaniak stefanski stelmach stepien stepniak stolarczyk stolarski strzelczyk strzelecki \
strozyk studnicki suchanek suchy surma surowiec suski swiatek swiderski swiercz swierczek szafran szafranski szalapski szarek szary szatkowski szczepanek \
szczepaniak szczepanik szczepanski szczygiel szczurek szczyrba szewc szewczyk szklarz szlachta szostak szpak szulc szwed szydlo szydlowski \
szymanski szymanowski szymczak szymczyk talaga tarnowski tatar tkacz tkaczyk tokarski tokarz tomala tomasik tomaszewski tomczak tomczyk tracz trojanowski \
trzaska trzcinski turek turowski twardowski twardy twarog tylka tyszka urban urbanek urbaniak urbanowicz urbanski ulman walczak walczyk walek wanat warchol \
warzecha wasiak wasik wasilewski wawrzyniak wegrzyn wencel wesolowski wiacek wieczorek wieczorkowski wielgus wierzbicki wiewiora wietecha wilczek wilczynski \
wilk winiarski wisniewski witek witczak witkowski wiech wlodarczyk wlodarski wlosek wnuk wojciechowski wojcik wojtas wojtowicz wojtczak wolak wolanski wolny wolski wozniak \
wrobel wroblewski wrona wronski wysocki wojt wysokinski zaba zabinski zablocki zajac zajaczkowski zak zakrzewski zalewski zaremba zareba zarzycki zawada zawadzki \
zawisza zbik zborowski zdeb zeglen zelazny ziarko ziarno zieba ziebura zielinski zielony ziemba ziolkowski ziolo zima ziobro zolnierz zoladz zuber zuchowski zuk \
zurawski zurek zwolinski zych zyla zygmunt zylka bak bien blaszkowski bos chlopek cieply dobrowolski gladysz jurga kepinski kloc koper koperski kozub kubik ladny \
lipa lipka lopatka maczuga madry malarz mikos mlot mlynarz moczulski mus nowy nowosad nowosielski olczak oracz osa pala piasek pietka pienkowski pieniazek pilecki prokopczuk puchala \
radwan rataj rejman rusek rusinek sak sawa sidor skala slaby slawinski smutek smolen sobiech stach stary stonoga struzik surdel szot szopa szubert szuba \
gasior pietruszka budzik raczka cwik pioro szczesny wesoly mazgaj koziel puchacz czyzyk ogorek burak groch kielbasa mlotek siekiera pilarz golas gornicki hebda hryniewicz jelen kania kapera klosek koczur kuras labedz lasica legut lojek ludwin makiela malota mamon matusik mendyk migdal miska mleczko mlynek mocek mrugala \
nalepa niewiadomski nizio obara ogonek oleksiak orlik osiol pacek pajor papiez pasek patyk pawica peczek pieprzyk pierog pikul piszczek pluta podgorny pomykala przytula ptasznik pyza rabiega rapacz rolka rozycki rydz rysz sajdak sepiol siudak smaga sobol stanek strojny struzyna sulima sysak szarota szelag szlosarek tabor tarka tokar topor twardosz walas wator wegiel \
wiater wieczerzak wojnar wolanin wyrwa zakrzewska zapala zator zdunek zegar ziarnik zimny zolty zrebiec zubrzycki zuraw zwierz trela tomaszek ulatowski wajda watroba wieckowski wierzba wojda wolek wozny zachara zaborowski zawodny zemla zegarek \
shevchenko kovalenko bondarenko tkachenko kravchenko oliynyk kovalchuk melnyk lysenko marchenko savchenko rudenko petrenko moroz polishchuk koval bondar tkachuk \
melnyczuk szewczuk kowal boyko bojko kravets savchuk hryhorenko ivanov ivanova petrov petrova smirnov smirnova kuznetsov kuznetsova popov popova nguyen tran pham hoang \
singh kumar mueller schmidt schneider smith johnson";

/// Those that are words, deeds and first names as well.
const MORE: &str = include_str!("../../data/surnames.txt");

/// Every listed surname.
fn listed() -> &'static HashSet<&'static str> {
    static LISTED: OnceLock<HashSet<&'static str>> = OnceLock::new();
    LISTED.get_or_init(|| {
        let more = MORE.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
        SURNAMES.split_whitespace().chain(more).collect()
    })
}

/// What is known of a word as a word of Polish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::text::mask) enum Known {
    /// A word of the language.
    Common,
    /// Written with a capital: a name, a town, a nation.
    Proper,
    /// No word that the lexicon lists.
    Unknown,
}

/// What the lexicon says of a folded word.
pub(in crate::text::mask) fn known(folded: &str) -> Known {
    match Lexicon::polish().lemma(folded) {
        Some(lemma) if lemma.display.starts_with(char::is_uppercase) => Known::Proper,
        Some(_) => Known::Common,
        None if Lexicon::polish().knows_folded(folded) => Known::Common,
        None => Known::Unknown,
    }
}

/// Whether families are called so: the lexicon has the plural that only surnames have (`Gzylowie`, `Tutajowie`) of each
/// that it knows, and of no town, brand or thing. `display` is a lemma of the lexicon.
pub(in crate::text::mask) fn is_borne(display: &str) -> bool {
    let lexicon = Lexicon::polish();
    let lower = display.to_lowercase();
    let Some(last) = lower.chars().next_back() else { return false };
    let head = &lower[..lower.len() - last.len_utf8()];
    let is_one = |plural: String| lexicon.form(&plural).is_some_and(|form| form.proper);
    match last {
        'a' | 'o' => is_one(format!("{head}owie")) || is_one(format!("{}iowie", head.trim_end_matches('i'))),
        'ń' => {
            is_one(format!("{head}niowie"))
                || is_one(format!("{}niowie", head.trim_end_matches('e').trim_end_matches('i')))
        }
        'ś' => is_one(format!("{head}siowie")),
        'ć' => is_one(format!("{head}ciowie")),
        'ź' => is_one(format!("{head}ziowie")),
        _ => {
            // Wróbel, Wróblowie; Gąsiorek, Gąsiorkowie
            let fleeting = head.strip_suffix("ie").or_else(|| head.strip_suffix('e'));
            is_one(format!("{lower}owie"))
                || is_one(format!("{lower}iowie"))
                || fleeting.is_some_and(|head| is_one(format!("{head}{last}owie")))
        }
    }
}

/// Whether a word is a noun in its dictionary form, as far as the lexicon tells: most surnames that are words are.
/// Verbs, and nouns in other forms, are not.
pub(in crate::text::mask) fn is_plain_noun(folded: &str) -> bool {
    #[rustfmt::skip]
    const OTHER: &[&str] = &[
        "czemu", "dlaczego", "gdzie", "kiedy", "jakie", "jaki", "jaka", "ktory", "ktora", "teraz", "nadal", "potem", "rano", "wieczorem", "zawsze", "nigdy", "znowu", "bardzo", "tylko", "takze", "rowniez", "prosze", "dlatego",
        "chyba", "ponoc", "podobno", "niech", "wiec", "albo", "oraz", "przed", "ponad", "czyli", "jako", "jakby", "zeby", "poza", "zamiast", "wobec", "dzien", "dobry", "halo", "witam", "dziekuje", "pilne", "pilnie", "nowy", "nowa",
    ];
    folded.len() > 3
        && !OTHER.contains(&folded)
        && !folded.ends_with(['o', 'y', 'e'])
        && Lexicon::polish().lemma(folded).is_some_and(|lemma| lemma.key == folded)
}

/// Whether a folded word is a form of a listed surname.
pub(in crate::text::mask) fn is_listed(folded: &str) -> bool {
    let listed = listed();
    listed.contains(folded)
        || begins_one(folded) && dictionary_forms(folded).any(|form| listed.contains(form.as_str()))
}

/// Whether a folded word is a listed surname as it stands, in the dictionary form.
pub(in crate::text::mask) fn is_listed_form(folded: &str) -> bool {
    listed().contains(folded)
}

/// The same of a word in small letters, which is more often a word of the language: `pali` is what somebody does and
/// no form of Pala, `ciepły` is what water is.
pub(in crate::text::mask) fn is_listed_small(folded: &str) -> bool {
    if listed().contains(folded) && !folded.ends_with('y') {
        return true;
    }
    match Lexicon::polish().lemma(folded) {
        Some(lemma) if !lemma.display.starts_with(char::is_uppercase) => {
            listed().contains(&*lemma.key)
                && !matches!(lemma.key.as_bytes().last(), Some(b'y' | b'c'))
                && (!lemma.key.ends_with('i') || is_shaped(&lemma.key))
        }
        _ => is_listed(folded),
    }
}

/// Whether a listed surname begins like the word: most words are no form of one, and this is quickly seen.
fn begins_one(folded: &str) -> bool {
    static BEGINNINGS: OnceLock<HashSet<&'static str>> = OnceLock::new();
    let beginnings = BEGINNINGS.get_or_init(|| listed().iter().filter_map(|name| name.get(..3)).collect());
    folded.get(..3).is_some_and(|beginning| beginnings.contains(beginning))
}

/// Endings that surnames have and few other words do.
pub(in crate::text::mask) fn is_shaped(folded: &str) -> bool {
    #[rustfmt::skip]
    const ENDINGS: &[&str] = &[
        "ski", "ska", "skiego", "skiej", "skiemu", "skim", "skich", "scy", "skimi", "skie",
        "cki", "cka", "ckiego", "ckiej", "ckiemu", "ckim", "ckich", "ccy", "ckie",
        "dzki", "dzka", "dzkiego", "dzkiej", "dzkiemu", "dzkim", "dzcy",
        "wicz", "wicza", "wiczowi", "wiczem", "wiczu", "wiczowie", "wiczow", "wiczowa", "nicz", "nicza", "vich", "vych", "wych",
        "czyk", "czyka", "czykowi", "czykiem", "czyku", "czykowie", "czykow", "czykowa",
        "czak", "czaka", "czakowi", "czakiem", "czakowie", "szczak",
        "siak", "siaka", "siakowi", "siakiem", "niak", "niaka", "niakowi", "niakiem", "niakowie", "wiak", "wiaka", "wiakowi",
        "czuk", "czuka", "czukowi", "czukiem", "chuk", "niuk", "siuk", "niuka", "luk", "yuk", "iuk", "iuka", "jczuk",
        "enko", "enka", "enki", "ence", "enke", "enku", "nenko", "eiko", "ejko", "iejko",
        "shyn", "szyn", "skyi", "skyy", "skyj", "sky", "ckyj", "skij", "chenko", "ivna", "iwna", "shvili", "szwili",
        "ovna", "owna", "nko", "mska", "opoulos", "adze", "idze", "odze", "zjan", "syan", "nyan", "ryan", "ovic", "escu", "ewicz", "owicz",
    ];
    folded.len() > 4
        && ENDINGS.iter().any(|ending| folded.len() > ending.len() + 1 && folded.ends_with(ending))
}

/// What a folded form may be a form of, for nouns that the lexicon lacks or reads otherwise: `Wójcika` is Wójcik's,
/// `marka` is a brand and Marek's.
pub(in crate::text::mask) fn dictionary_forms(folded: &str) -> impl Iterator<Item = String> + '_ {
    const MASCULINE: &[&str] = &["owi", "owie", "iem", "em", "om", "ow", "ami", "ie", "a", "u", "owa"];
    const FEMININE: &[&str] = &["ami", "om", "ach", "ie", "y", "i", "e", "o", "a"];
    const ADJECTIVE: &[&str] = &["iego", "iemu", "ich", "im", "iej", "ego", "emu", "ej", "a"];
    let stem =
        move |ending: &&str| folded.strip_suffix(*ending).filter(|stem| stem.len() > 2 && stem.is_ascii());
    let masculine = MASCULINE.iter().filter_map(stem).flat_map(|stem| {
        // Marek, Marka; Wróbel, Wróbla; Kozioł, Kozła: the vowel before the last consonant comes and goes.
        let (head, last) = stem.split_at(stem.len() - 1);
        // Gołębia, Stępnia: the consonant was soft.
        let hard = stem.strip_suffix('i').unwrap_or(stem);
        let (soft_head, soft_last) = hard.split_at(hard.len() - 1);
        [
            stem.to_owned(),
            hard.to_owned(),
            format!("{head}e{last}"),
            format!("{head}ie{last}"),
            format!("{head}io{last}"),
            format!("{soft_head}ie{soft_last}"),
        ]
    });
    // Dudzie, Matce, Fridze: the consonant softened.
    let softened = [
        ("dzie", "da"),
        ("cie", "ta"),
        ("rze", "ra"),
        ("ce", "ka"),
        ("dze", "ga"),
        ("sze", "cha"),
        ("le", "la"),
        ("scy", "ski"),
        ("ccy", "cki"),
        ("dzie", "d"),
        ("cie", "t"),
        ("rze", "r"),
        ("le", "l"),
    ]
    .into_iter()
    .filter_map(move |(soft, hard)| Some(format!("{}{hard}", folded.strip_suffix(soft)?)));
    let feminine = FEMININE
        .iter()
        .filter_map(stem)
        .flat_map(|stem| [format!("{stem}a"), format!("{stem}ia"), format!("{stem}o")]);
    let adjective =
        ADJECTIVE.iter().filter_map(stem).flat_map(|stem| [format!("{stem}i"), format!("{stem}y")]);
    masculine.chain(feminine).chain(softened).chain(adjective)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_listed_surname_are_known() {
        for form in [
            "nowaka",
            "wojcikowi",
            "kaczmarkiem",
            "wrobla",
            "bakowi",
            "kowalskiego",
            "kowalskiej",
            "kowalscy",
            "sikory",
            "zajaca",
            "dudzie",
        ] {
            assert!(is_listed(form), "{form}");
        }
        for word in ["krakow", "ulica", "odpady", "urzad", "lodowka"] {
            assert!(!is_listed(word), "{word}");
        }
    }
}
