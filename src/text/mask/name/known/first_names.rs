//! First names borne in Poland, folded, in the dictionary form; the lexicon and [`dictionary_forms`] bring other forms to it.
//!
//! The lexicon alone cannot tell a first name from a town or a brand: all three begin with a capital.

use std::collections::HashSet;
use std::sync::OnceLock;

use super::surname::dictionary_forms;
use crate::text::lexicon::Lexicon;

/// In alphabetical order.
#[rustfmt::skip]
const FIRST_NAMES: &[&str] = &[
    "adam", "adas", "adela", "adelajda", "adrian", "agata", "agnes", "agnieszka", "ahmed", "ahmet", "alan",
    "albert", "aldona", "aleks", "aleksander", "aleksandra", "aleksei", "aleksiej", "aleksy", "alena",
    "alesia", "alex", "alfred", "alicia", "alicja", "alina", "alona", "amanda", "amelia", "amelka",
    "anastasija", "anastazja", "anatol", "anatolij", "anatoliy", "andrea", "andrei", "andrii", "andrij",
    "andriy", "andrzej", "andrzejek", "andzelika", "aneta", "angela", "angelika", "ania", "aniela", "anielka",
    "anita", "anka", "anna", "anton", "antoni", "antonina", "antoniusz", "antos", "apolonia", "arek", "arina",
    "arkadiusz", "arleta", "arsen", "artem", "artemij", "artiom", "artur", "asia", "asya", "augustyn",
    "aurelia", "aurelian", "barbara", "bartek", "bartlomiej", "bartosz", "bartus", "basia", "basienka",
    "beata", "beatka", "beatrycze", "benedykt", "berenika", "bernadeta", "bernard", "blanka", "blazej",
    "blazejek", "bogdan", "bogna", "bogumil", "bogumila", "bogus", "boguslaw", "boguslawa", "bohdan",
    "boleslaw", "boris", "borys", "bozena", "bozenka", "brajan", "bronek", "bronislaw", "bronislawa",
    "bronka", "bruno", "brygida", "carlos", "cecylia", "cecylka", "celina", "celinka", "cezaria", "cezary",
    "cyprian", "czarek", "czesia", "czesiek", "czeslaw", "czeslawa", "dagmara", "dagna", "damian", "daniel",
    "daniela", "daniil", "danka", "danuska", "danuta", "danylo", "darek", "daria", "dariusz", "dariya",
    "darya", "daryna", "dasha", "davit", "dawid", "denis", "denys", "diana", "dima", "dmitri", "dmitrij",
    "dmitry", "dmytro", "dominic", "dominik", "dominika", "donata", "dorota", "dorotka", "edek", "edita",
    "edmund", "edward", "edwin", "edyta", "ela", "elena", "eliasz", "elina", "eliza", "elwira", "elzbieta",
    "elzunia", "emil", "emilia", "emilian", "emilka", "emma", "ernest", "ernestyna", "eryk", "esmeralda",
    "eugene", "eugenia", "eugeniusz", "ewa", "ewcia", "ewelina", "ewka", "fabian", "fatima", "faustyna",
    "fedir", "felek", "felicja", "feliks", "ferdynand", "filip", "florian", "franciszek", "franciszka",
    "franek", "frania", "fryderyk", "gabriel", "gabriela", "galina", "genia", "genowefa", "george", "georgij",
    "gerard", "gertruda", "gerwazy", "gienek", "gienia", "giorgi", "gosia", "gracjan", "grazyna", "grazynka",
    "greta", "grzegorz", "grzes", "grzesiek", "gustaw", "halina", "halinka", "halyna", "hania", "hanka",
    "hanna", "hanusia", "helena", "helenka", "henia", "henio", "henryk", "henryka", "herbert", "hieronim",
    "honorata", "hryhorij", "hubert", "hubertus", "hugo", "ibrahim", "ida", "iga", "ignacy", "ignas", "igor",
    "igorek", "ihor", "ilia", "ilja", "illia", "ilona", "inga", "inna", "irena", "ireneusz", "irenka",
    "irina", "irmina", "iryna", "ivan", "ivanka", "ivanna", "iwan", "iwanna", "iwo", "iwona", "iza",
    "izabela", "izabella", "izydor", "jacek", "jacus", "jadwiga", "jadzia", "jagienka", "jagna", "jagoda",
    "jakob", "jakub", "james", "jan", "janek", "janina", "janusz", "jarek", "jaromir", "jaroslav", "jaroslaw",
    "jaroslawa", "jas", "jasiek", "jasio", "jedrzej", "jeremi", "jerzy", "jerzyk", "jessica", "jevhen",
    "jevhenij", "jewhen", "jewheniia", "joachim", "joanna", "joasia", "john", "jola", "jolanta", "jose",
    "jozef", "jozefa", "jozefina", "jozek", "jozia", "jozio", "juan", "julcia", "julek", "julia", "julian",
    "julianna", "julija", "julita", "juliusz", "julka", "jurek", "juri", "jurij", "justyn", "justyna",
    "justynka", "kacper", "kaja", "kajetan", "kalina", "kamil", "kamila", "kamilka", "karina", "karol",
    "karolek", "karolina", "karolinka", "kasia", "kaska", "katarzyna", "kateryna", "katia", "katrin", "kazik",
    "kazimiera", "kazimierz", "kinga", "kiryl", "kiryll", "klara", "klaudia", "klaudiusz", "klaudyna",
    "klemens", "klementyna", "konrad", "konstantin", "konstanty", "konstantyn", "kordian", "kornel",
    "kornelia", "kornelka", "krysia", "krystian", "krystyn", "krystyna", "krystynka", "krzys", "krzysiek",
    "krzysio", "krzysztof", "ksawery", "ksenia", "kseniia", "ksenija", "kuba", "larysa", "laura", "leandra",
    "lech", "lena", "leokadia", "leon", "leonard", "lesia", "lesja", "leslaw", "leszek", "leszko", "levko",
    "lidia", "lili", "lilia", "liliana", "lilianna", "linda", "liuba", "liudmyla", "ljubow", "ljudmyla",
    "luba", "lubow", "lucja", "lucjan", "lucjusz", "lucyna", "ludmila", "ludwik", "ludwika", "luiza", "lukas",
    "lukasz", "lukaszek", "lusia", "maciej", "maciejka", "maciek", "madlena", "magda", "magdalena",
    "magdalenka", "maja", "majka", "makar", "maksim", "maksym", "maksymilian", "malgorzata", "malgosia",
    "malwina", "malwinka", "marcel", "marcelek", "marceli", "marcelina", "marcin", "marcjanna", "marek",
    "margareta", "margarita", "maria", "marian", "mariana", "marianna", "mariia", "marija", "mariola",
    "mariusz", "mariya", "mariyka", "marlena", "marlenka", "marta", "martin", "martyna", "martynka",
    "marusia", "mary", "maryla", "maryna", "marynka", "marysia", "marzanna", "marzena", "masha", "mateusz",
    "mateuszek", "matvii", "matwiej", "matylda", "maurycy", "max", "maxim", "maya", "mehmet", "melania",
    "melanija", "melchior", "michael", "michal", "michalek", "michalina", "michas", "mieczyslaw",
    "mieczyslawa", "mietek", "mikolaj", "mikolajek", "milada", "milan", "milena", "miloslaw", "milosz",
    "mira", "mirek", "mirela", "mirka", "miron", "miroslaw", "miroslawa", "mohamed", "mohammed", "monika",
    "muhammad", "mustafa", "mychajlo", "mykhailo", "mykhaylo", "mykola", "mykyta", "myroslav", "myroslava",
    "myroslaw", "nadia", "nadiia", "nadija", "nadzia", "nadzieja", "nadziejka", "nastia", "nastka", "natalia",
    "nataliia", "natalija", "natalka", "natan", "natasza", "nazar", "nazarij", "nela", "nelly", "nguyen",
    "nicola", "nicole", "nikita", "nikodem", "nikola", "nikolaj", "nikolas", "nina", "nino", "norbert",
    "oksana", "oksanka", "oktawia", "oktawian", "ola", "olaf", "olafek", "oleg", "oleh", "olek", "oleksandr",
    "oleksandra", "oleksandrs", "oleksii", "oleksij", "oleksiy", "olena", "olenka", "olesia", "oleska",
    "olga", "olha", "olimpia", "olimpiada", "oliver", "oliwia", "oliwier", "olusia", "omar", "orest", "oryna",
    "oskar", "ostap", "otylia", "pamela", "patrycja", "patryczek", "patryk", "paulina", "pavlo", "pawel",
    "pawelek", "pawlo", "pelagia", "peter", "petr", "petra", "petro", "piotr", "piotrek", "piotrunia",
    "piotrus", "pola", "polina", "polly", "przemek", "przemko", "przemyslaw", "radek", "radoslaw", "radzio",
    "rafal", "rafalek", "rajmund", "ramona", "rebeka", "regina", "remigiusz", "renata", "renia", "robercik",
    "robert", "roch", "roksana", "roksolana", "roland", "roma", "roman", "romuald", "rostyslav", "rostyslaw",
    "roza", "rozalia", "rozalka", "rozia", "rozka", "rudolf", "ruslan", "ruslana", "rysiek", "rysio",
    "ryszard", "sabina", "salomea", "samanta", "samuel", "sandra", "sara", "sasha", "sasza", "sebastian",
    "sebus", "serafin", "sergei", "sergey", "sergiej", "sergii", "sergiusz", "serhii", "serhij", "serhiy",
    "sewerina", "seweryn", "seweryna", "siergiej", "slawek", "slawka", "slawoj", "slawomir", "slawomira",
    "sniezana", "sofia", "sofiia", "sofija", "sofiya", "solomiia", "solomija", "sonia", "stanislav",
    "stanislaw", "stanislawa", "stas", "stasia", "stasiek", "stasiu", "staszek", "stefan", "stefania",
    "stefka", "stella", "stepan", "svetlana", "sviatoslav", "svitlana", "swiatoslaw", "swietlana", "switlana",
    "sylwester", "sylwia", "symeon", "szczepan", "szymek", "szymon", "tadek", "tadeusz", "tadzio", "tamara",
    "tania", "taras", "tatiana", "tatjana", "tatyana", "tekla", "teodor", "teodora", "teodozja", "teofil",
    "teresa", "tereska", "tetiana", "tetjana", "tetyana", "timur", "tobiasz", "tomas", "tomasz", "tomek",
    "tomus", "tosia", "tosiek", "tymek", "tymofii", "tymofij", "tymon", "tymoteus", "tymoteusz", "ula",
    "urszula", "urszulka", "ustyna", "valentin", "valentyna", "valeriia", "valerij", "valeriy", "vasyl",
    "vera", "veronika", "viktor", "viktoria", "viktoriia", "viktorija", "vitalii", "vitalij", "vitaliy",
    "vlad", "vladimir", "vladyslav", "volodymyr", "vova", "vyacheslav", "waclaw", "waclawa", "wadim", "wadym",
    "waldek", "waldemar", "walenty", "walentyna", "waleria", "walerij", "walery", "walter", "wanda", "wasyl",
    "wasylij", "wasylyna", "weronika", "wiera", "wieslaw", "wieslawa", "wieslawka", "wiktor", "wiktorek",
    "wiktoria", "wiktorija", "wilhelm", "wincent", "wincenty", "wioleta", "wioletka", "wioletta", "wira",
    "wirginia", "witalij", "witold", "wlad", "wladek", "wladyslav", "wladyslaw", "wladyslawa", "wlodek",
    "wlodzimierz", "wojciech", "wojciecha", "wojtek", "wojtus", "wolodymyr", "yana", "yaroslav", "yaroslava",
    "yehor", "yelyzaveta", "yevhen", "yevheniia", "yulia", "yuliia", "yuliya", "yuri", "yurii", "yuriy",
    "zakhar", "zaneta", "zbigniew", "zbynio", "zbysio", "zbyszek", "zbyszko", "zdzisiek", "zdzislaw",
    "zdzislawa", "zelislaw", "zenek", "zenobia", "zenon", "ziemowit", "zlata", "zofia", "zoja", "zoriana",
    "zosia", "zosienka", "zuza", "zuzanna", "zuzia", "zuzka", "zygfryd", "zygmunt", "zygmus", "zyta",
];

/// What people make of them at home, and those that came from elsewhere.
const MORE: &str = include_str!("../../data/first-names.txt");

fn more() -> &'static HashSet<&'static str> {
    static LIST: OnceLock<HashSet<&'static str>> = OnceLock::new();
    LIST.get_or_init(|| {
        MORE.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
    })
}

/// Every first name in its dictionary form.
fn listed() -> impl Iterator<Item = &'static str> {
    FIRST_NAMES.iter().copied().chain(more().iter().copied())
}

/// Whether `folded` is a form of a first name.
pub(in crate::text::mask) fn is_first_name(folded: &str) -> bool {
    if folded.len() < 2 || !folded.is_ascii() {
        return false;
    }
    is_dictionary_form(folded)
        || begins_one(folded)
            && (Lexicon::polish().lemma(folded).is_some_and(|lemma| is_dictionary_form(&lemma.key))
                || dictionary_forms(folded).any(|name| is_dictionary_form(&name)))
}

/// Whether a first name begins like the word: most words are no form of one, and this is quickly seen.
fn begins_one(folded: &str) -> bool {
    static BEGINNINGS: OnceLock<HashSet<String>> = OnceLock::new();
    let beginnings = BEGINNINGS.get_or_init(|| {
        let names = || listed().map(str::to_owned).chain(listed().map(sound));
        names().filter_map(|name| name.get(..2).map(str::to_owned)).collect()
    });
    folded
        .get(..2)
        .is_some_and(|beginning| beginnings.contains(beginning) || beginning.contains(['y', 'v', 'j']))
}

/// Whether a form of a first name is a word of the language, too, so that in small letters it need not be a name.
pub(in crate::text::mask) fn is_ambiguous(folded: &str) -> bool {
    const WORDS: &[&str] = &[
        "roza",
        "inna",
        "taras",
        "sylwester",
        "mikolaj",
        "inny",
        "kalina",
        "jagoda",
        "maja",
        "mira",
        "roma",
        "lena",
        "ola",
        "ula",
        "pola",
        "kuba",
        "marka",
        "dana",
        "kaja",
        "sara",
        "iga",
        "ida",
        "nadzieja",
        "wiara",
        "milan",
        "laura",
        "pole",
        "poli",
        "linda",
        "stella",
        "feliks",
        "kazimierz",
        "kazimierza",
        "kazimierzu",
        "mark",
        "marku",
        "marki",
        "asia",
        "max",
        "kubie",
        "kubek",
        "aurelia",
        "flora",
    ];
    WORDS.contains(&folded)
        || (more().contains(folded) || !is_dictionary_form(folded))
            && Lexicon::polish()
                .lemma(folded)
                .is_some_and(|lemma| !lemma.display.starts_with(char::is_uppercase))
}

/// Whether `folded` is a first name in its dictionary form, in any of the spellings of one that came from elsewhere.
pub(in crate::text::mask) fn is_dictionary_form(folded: &str) -> bool {
    static SOUNDS: OnceLock<HashSet<String>> = OnceLock::new();
    let sounds = SOUNDS.get_or_init(|| listed().map(sound).collect());
    FIRST_NAMES.binary_search(&folded).is_ok()
        || more().contains(folded)
        || folded.len() > 3
            && (folded.contains(['y', 'v', 'x']) || folded.ends_with("ii"))
            && sounds.contains(&sound(folded))
}

/// One spelling for a name that is written by sound: Serhiy, Serhij, Serhii; Volodymyr, Wolodymyr.
fn sound(name: &str) -> String {
    let mut sound = String::with_capacity(name.len());
    for c in name.chars() {
        let c = match c {
            'v' => 'w',
            'y' | 'j' => 'i',
            'x' => 's',
            c => c,
        };
        if !sound.ends_with(c) {
            sound.push(c);
        }
    }
    sound
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_order() {
        assert!(FIRST_NAMES.is_sorted());
    }

    #[test]
    fn forms_of_a_name_are_the_name() {
        for form in [
            "anna",
            "anny",
            "annie",
            "jan",
            "janem",
            "jana",
            "marka",
            "pawla",
            "ewie",
            "krzysztofowi",
            "zofia",
        ] {
            assert!(is_first_name(form), "{form}");
        }
        for word in ["krakow", "lodowka", "ulica", "dluga", "urzad", "warszawa", "wawel", "mops", "pan"] {
            assert!(!is_first_name(word), "{word}");
        }
    }
}
