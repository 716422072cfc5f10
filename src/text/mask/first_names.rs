//! First names borne in Poland, folded, in the dictionary form; the lexicon and [`oblique`] bring other forms to it.
//!
//! The lexicon alone cannot tell a first name from a town or a brand: all three begin with a capital.

use crate::text::lexicon::Lexicon;

/// In alphabetical order.
#[rustfmt::skip]
const FIRST_NAMES: [&str; 434] = [
    "adam", "adrian", "agnieszka", "alan", "albert", "aldona", "aleks", "aleksander", "aleksandra", "alex",
    "alfred", "alicja", "alina", "amelia", "anastazja", "andrij", "andrzej", "andzelika", "aneta", "angelika",
    "ania", "aniela", "anita", "anna", "anton", "antoni", "antonina", "antoniusz", "apolonia", "arek",
    "arkadiusz", "arleta", "artem", "artur", "augustyn", "aurelia", "barbara", "bartek", "bartlomiej",
    "bartosz", "basia", "beata", "beatrycze", "benedykt", "berenika", "bernadeta", "bernard", "blanka",
    "blazej", "bogdan", "bogumil", "bogumila", "boguslaw", "boguslawa", "bohdan", "bohdana", "boleslaw",
    "bozena", "bronislaw", "bronislawa", "bruno", "brygida", "cecylia", "celina", "cezary", "cyprian",
    "czeslaw", "czeslawa", "dagmara", "damian", "daniel", "daniela", "danuta", "darek", "daria", "dariusz",
    "dawid", "denis", "denys", "diana", "dmytro", "dominik", "dominika", "donata", "dorota", "edmund",
    "edward", "edyta", "ela", "eliza", "elwira", "elzbieta", "emil", "emilia", "emilian", "ernest", "eryk",
    "eugenia", "eugeniusz", "ewa", "ewelina", "fabian", "faustyna", "felicja", "feliks", "ferdynand", "filip",
    "florian", "franciszek", "franciszka", "fryderyk", "gabriel", "gabriela", "genowefa", "gerard",
    "gertruda", "gerwazy", "gosia", "gracjan", "grazyna", "greta", "grzegorz", "gustaw", "halina", "hania",
    "hanna", "helena", "henryk", "henryka", "herbert", "hieronim", "honorata", "hubert", "hugo", "ida", "iga",
    "ignacy", "igor", "ilona", "inga", "irena", "ireneusz", "irmina", "iryna", "ivan", "iwan", "iwo", "iwona",
    "iza", "izabela", "izydor", "jacek", "jadwiga", "jagoda", "jakub", "jan", "jana", "janina", "janusz",
    "jarek", "jaromir", "jaroslaw", "jaroslawa", "jedrzej", "jeremi", "jerzy", "joachim", "joanna", "jola",
    "jolanta", "jozef", "jozefa", "jozefina", "julia", "julian", "julianna", "julita", "juliusz", "jurij",
    "justyn", "justyna", "kacper", "kaja", "kajetan", "kalina", "kamil", "kamila", "karina", "karol",
    "karolina", "kasia", "katarzyna", "kateryna", "kazimiera", "kazimierz", "kinga", "klara", "klaudia",
    "klaudiusz", "klemens", "konrad", "konstanty", "kordian", "kornel", "kornelia", "krystian", "krystyn",
    "krystyna", "krzysiek", "krzysztof", "ksawery", "ksenia", "kuba", "lech", "lena", "leokadia", "leon",
    "leonard", "leslaw", "leszek", "lidia", "liliana", "lilianna", "lucja", "lucjan", "lucjana", "lucyna",
    "ludmila", "ludwik", "ludwika", "lukasz", "maciej", "maciek", "madlena", "magda", "magdalena", "maja",
    "maksim", "maksym", "maksymilian", "malgorzata", "malwina", "marcel", "marceli", "marcelina", "marcin",
    "marcjanna", "marek", "margareta", "maria", "marian", "marianna", "mariola", "mariusz", "marlena",
    "marta", "martyna", "maryla", "maryna", "marysia", "marzanna", "marzena", "mateusz", "matylda", "maurycy",
    "melania", "melchior", "michal", "michalina", "mieczyslaw", "mieczyslawa", "mikolaj", "milan", "milena",
    "miloslaw", "milosz", "mira", "miron", "miroslaw", "miroslawa", "monika", "mychajlo", "mykola", "nadia",
    "nadzieja", "natalia", "nataliia", "natalija", "natan", "nela", "nikodem", "nikola", "nikolaj", "nina",
    "norbert", "oksana", "ola", "olaf", "oleg", "oleh", "oleksandr", "olena", "olga", "olha", "olimpia",
    "oliwia", "oliwier", "oskar", "otylia", "patrycja", "patryk", "paulina", "pawel", "pawlo", "pelagia",
    "petro", "piotr", "piotrek", "polina", "przemek", "przemyslaw", "radek", "radoslaw", "rafal", "rajmund",
    "regina", "renata", "robert", "roch", "roksana", "roland", "roma", "roman", "romana", "romuald", "roza",
    "rozalia", "rudolf", "rysiek", "ryszard", "sabina", "salomea", "samanta", "samuel", "sandra", "sara",
    "sebastian", "serafin", "sergiej", "sergiusz", "serhij", "sewerina", "seweryn", "slawek", "slawomir",
    "slawomira", "sonia", "stanislaw", "stanislawa", "staszek", "stefan", "stefania", "stella", "svetlana",
    "svitlana", "swietlana", "sylwester", "sylwia", "symeon", "szczepan", "szymon", "tadeusz", "tamara",
    "tatiana", "tekla", "teodor", "teodora", "teofil", "teresa", "tetiana", "tobiasz", "tomasz", "tomek",
    "tymek", "tymon", "tymoteusz", "ula", "urszula", "viktoria", "vladimir", "waclaw", "waclawa", "waldemar",
    "walenty", "walentyna", "walter", "wanda", "wasyl", "weronika", "wieslaw", "wieslawa", "wiktor",
    "wiktoria", "wilhelm", "wincenty", "wioleta", "wioletta", "wira", "wirginia", "witold", "wladyslaw",
    "wladyslawa", "wlodzimierz", "wojciech", "wojtek", "wolodymyr", "yana", "yulia", "yurii", "zaneta",
    "zbigniew", "zbyszek", "zbyszko", "zdzislaw", "zdzislawa", "zenobia", "zenon", "ziemowit", "zofia",
    "zosia", "zuza", "zuzanna", "zygmunt", "zyta",
];

/// Whether `folded` is a form of a first name.
pub(super) fn is_first_name(folded: &str) -> bool {
    let known = |name: &str| FIRST_NAMES.binary_search(&name).is_ok();
    known(folded)
        || Lexicon::polish().lemma(folded).is_some_and(|lemma| known(&lemma.key))
        || oblique(folded).any(|name| known(&name))
}

/// What `folded` may be a form of, where the lexicon prefers another word: `marka` is a brand and Marek's.
fn oblique(folded: &str) -> impl Iterator<Item = String> + '_ {
    const MASCULINE: [&str; 6] = ["owi", "iem", "em", "ie", "a", "u"];
    const FEMININE: [&str; 6] = ["ie", "y", "i", "e", "o", "a"];
    let stem =
        move |ending: &&str| folded.strip_suffix(*ending).filter(|stem| stem.len() > 2 && stem.is_ascii());
    let masculine = MASCULINE.iter().filter_map(stem).flat_map(|stem| {
        // Marek, Marka: the vowel before the last consonant comes and goes.
        let (head, last) = stem.split_at(stem.len() - 1);
        [stem.to_owned(), format!("{head}e{last}")]
    });
    let feminine =
        FEMININE.iter().filter_map(stem).flat_map(|stem| [format!("{stem}a"), format!("{stem}ia")]);
    masculine.chain(feminine)
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
