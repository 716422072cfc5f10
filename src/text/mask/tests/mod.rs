//! What is taken out, what is left, and what holds for every text.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::mask;

#[track_caller]
fn masked(text: &str, expected: &str) {
    assert_eq!(mask(text).as_str(), expected, "of {text:?}");
}

#[track_caller]
fn untouched(text: &str) {
    masked(text, text);
}

#[test]
fn a_pesel_goes_however_it_is_grouped() {
    masked("PESEL 44051401359", "PESEL [PESEL]");
    masked("mój pesel to 440514 01359 proszę", "mój pesel to [PESEL] proszę");
    masked("44051401359", "[PESEL]");
    masked("90010112345 z literówką", "[PESEL] z literówką");
    masked("pesel: 9001011234", "pesel: [PESEL]");
    masked("４４０５１４０１３５９", "[PESEL]");
    masked("4405\u{200b}14\u{200b}01359", "[PESEL]");
}

#[test]
fn telephone_numbers_go_in_every_grouping() {
    for number in [
        "501678116",
        "501 678 116",
        "501-678-116",
        "501.678.116",
        "+48 501 678 116",
        "+48501678116",
        "0048 501 678 116",
        "48 501678116",
        "12 616 55 55",
        "(12) 616-55-55",
        "12/616 55 55",
        "126165555",
        "616 55 55",
        "+49 30 901820",
        "501 67 81 16",
        "50\u{a0}1678116",
    ] {
        masked(&format!("oddzwonić na {number}, po 16"), "oddzwonić na [telefon], po 16");
    }
    masked("tel 6165555", "tel [telefon]");
    masked("501678116 600100200", "[telefon] [telefon]");
}

#[test]
fn mail_goes_written_and_spelt_out() {
    masked("proszę na jan.kowalski+x@poczta.onet.pl.", "proszę na [e-mail].");
    masked("jan@gmail", "[e-mail]");
    masked(
        "jan kropka kowalski małpa gmail kropka com dziękuję",
        "jan [e-mail] dziękuję".replace("jan ", "").as_str(),
    );
    untouched("w zoo jest małpa i słoń");
}

#[test]
fn accounts_cards_and_documents_go() {
    masked("konto PL61 1090 1014 0000 0712 1981 2874", "konto [numer konta]");
    masked("61109010140000071219812874", "[numer konta]");
    masked("6110 9010 1400 0007 1219 8128 74", "[numer konta]");
    masked("karta 4111 1111 1111 1111", "karta [numer karty]");
    masked("dowód ABA300000", "dowód [dowód]");
    masked("seria ABS 123456 dowodu", "seria [dowód] dowodu");
    masked("numer dowodu abs 123456", "numer dowodu [dowód]");
    masked("paszport EH1234567", "paszport [paszport]");
}

#[test]
fn names_go_after_words_that_announce_them() {
    masked("nazywam się jan kowalski i mieszkam tu", "nazywam się [imię i nazwisko] i mieszkam tu");
    masked("Nazywam się Anna Maria Nowak-Wilk, dzień dobry", "Nazywam się [imię i nazwisko], dzień dobry");
    masked("mam na imię Ewa", "mam na imię [imię i nazwisko]");
    masked("umowa na nazwisko Wiśniewski", "umowa na nazwisko [imię i nazwisko]");
    masked("pani Kowalska prosi, pan Lis też", "pani [imię i nazwisko] prosi, pan [imię i nazwisko] też");
    masked("p. Zając zgłasza", "p. [imię i nazwisko] zgłasza");
    untouched("Pani Prezydent nie odbiera");
    untouched("czy pani wie, gdzie jest pan z ochrony");
}

#[test]
fn a_first_name_with_a_surname_goes() {
    masked("dzwonił Jan Kowalski w sprawie", "dzwonił [imię i nazwisko] w sprawie");
    masked("przekazać Annie Nowak-Wilk", "przekazać [imię i nazwisko]");
    masked("z Janem Nowakiem ustalono", "z [imię i nazwisko] ustalono");
    masked("KOWALSKA ANNA", "KOWALSKA ANNA".replace("KOWALSKA ANNA", "[imię i nazwisko]").as_str());
    masked("dzwoni anna kowalska o odpady", "dzwoni [imię i nazwisko] o odpady");
    masked("Jan Adam Wiśniewski", "[imię i nazwisko]");
}

#[test]
fn places_named_after_somebody_stay() {
    for text in [
        "ul. Jana Matejki",
        "plac Jana Nowaka-Jeziorańskiego",
        "aleja Adama Mickiewicza 5",
        "szpital im. Ludwika Rydygiera",
        "Jana Pawła II 39",
        "rondo Czesława Niemena",
        "szkoła podstawowa im. Tadeusza Kościuszki",
        "park Jordana w Krakowie",
        "Stare Miasto, Nowa Huta, Krowodrza",
        "Urząd Stanu Cywilnego",
        "Zarząd Budynków Komunalnych",
    ] {
        untouched(text);
    }
}

#[test]
fn a_flat_goes_and_its_house_stays() {
    masked("brak wody ul. Długa 5/12", "brak wody ul. Długa 5/[lokal]");
    masked("Długa 5 m. 12, klatka II", "Długa 5 m. [lokal], klatka II");
    masked("os. Centrum B 7 mieszkania 33", "os. Centrum B 7 mieszkania [lokal]");
    masked("ul długiej 17a/3", "ul długiej 17a/[lokal]");
    untouched("dziura przy ul. Długiej 5");
}

#[test]
fn where_somebody_says_they_live_goes_whole() {
    masked("mieszkam przy ul. Długiej 5 i nie mam wody", "mieszkam przy [adres] i nie mam wody");
    masked("Mieszkam na osiedlu Bohaterów Września 5/7.", "Mieszkam na [adres].");
    masked("zameldowana Długa 5 m. 12", "zameldowana [adres]");
    untouched("mieszkam w Krakowie od 5 lat");
    untouched("mieszkam na 3 piętrze");
    untouched("mieszkam w bloku, śmieci odbiera MPO");
}

#[test]
fn what_names_a_matter_stays() {
    for text in [
        "zarządzenie nr 1231/2025",
        "uchwała nr CXIV/3112/24 z 2024-06-12",
        "Dz. U. z 2023 r. poz. 1234, art. 15 ust. 2 pkt 3",
        "§ 6 ust. 1",
        "DK-03, GK-04, WS-12",
        "500+ i 800+",
        "numer 112 albo 986",
        "20.11.2026 o 10:30",
        "2026-11-20 7:40",
        "opłata 1 250 zł, kara 500 000 000 zł",
        "kod 31-580 Kraków",
        "linia 52, autobus 173, co 24/7",
        "ubytek 2/3 jezdni",
        "PIT-37, 30 dni, 15%",
        "dzielnica XIV",
        "gdzie oddać starą lodówkę",
        "ile kosztuje zameldowanie",
        "Zarządzenie 123/25",
        "szerokość 5 m 12 cm",
        "",
    ] {
        untouched(text);
    }
}

/// Texts out of the pieces that rules look at: random letters would hardly ever meet one.
fn telling() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("nazywam się".to_owned()),
        Just("Jan".to_owned()),
        Just("Kowalski".to_owned()),
        Just("pani".to_owned()),
        Just("mieszkam przy".to_owned()),
        Just("ul.".to_owned()),
        Just("Długa".to_owned()),
        Just("m.".to_owned()),
        Just("tel".to_owned()),
        Just("pesel".to_owned()),
        Just("małpa".to_owned()),
        Just("kropka".to_owned()),
        Just("[telefon]".to_owned()),
        Just("[imię i nazwisko]".to_owned()),
        Just("@".to_owned()),
        Just("+".to_owned()),
        Just("PL".to_owned()),
        Just("ABA".to_owned()),
        "[0-9]{1,13}",
        "[a-zżół]{1,8}",
        "[\\PC]{0,3}",
    ];
    let joint = prop_oneof![Just(" "), Just(""), Just("-"), Just("/"), Just("."), Just(", "), Just("\n")];
    proptest::collection::vec((piece, joint), 0..24)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, joint)| format!("{piece}{joint}")).collect())
}

proptest! {
    #[test]
    fn masking_what_is_masked_changes_nothing(text in telling()) {
        let once = mask(&text);
        prop_assert_eq!(&mask(once.as_str()), &once);
    }

    #[test]
    fn any_text_can_be_masked_and_does_not_grow_beyond_bounds(text in "\\PC{0,200}") {
        prop_assert!(mask(&text).as_str().len() <= 4 * text.len() + 32);
    }

    #[test]
    fn telling_texts_do_not_grow_beyond_bounds_either(text in telling()) {
        prop_assert!(mask(&text).as_str().len() <= 4 * text.len() + 32);
    }

    #[test]
    fn no_pesel_survives_among_any_words(before in "[a-zżółć ]{0,20}", after in "[a-zżółć ]{0,20}") {
        let text = format!("{before} 44051401359 {after}");
        prop_assert!(!mask(&text).as_str().contains("44051401359"));
    }

    #[test]
    fn no_telephone_survives_among_any_words(before in "[a-zżółć,.]{0,20}", number in "[4-8][0-9]{8}") {
        let text = format!("{before} {number}.");
        let masked = mask(&text);
        prop_assert!(!masked.as_str().contains(&number), "{}", masked);
    }
}

#[test]
fn what_stands_for_what_was_taken_out_is_no_word_to_search_for() {
    let masked = mask("Jan Kowalski, 44051401359, pyta o [odpady]");
    assert_eq!(super::without_placeholders(masked.as_str()).trim(), ",  , pyta o [odpady]");
    assert_eq!(super::without_placeholders("kanapa"), "kanapa");
}

#[test]
fn a_name_within_something_surer_is_no_name_by_itself() {
    masked("lodówka jan.wrobelski@poczta.pl", "lodówka [e-mail]");
    masked("lodówka jan kowalski", "lodówka [imię i nazwisko]");
}

#[test]
fn a_rare_surname_goes_where_its_neighbours_ask_for_one() {
    masked("znowu wróblowa z tym hałasem", "znowu [imię i nazwisko] z tym hałasem");
    masked("oddzwonić do Zającowej po 15", "oddzwonić do [imię i nazwisko] po 15");
    masked("u Kuligów cieknie z dachu", "u [imię i nazwisko] cieknie z dachu");
    masked("wojtusiakowi przyszło pismo", "[imię i nazwisko] przyszło pismo");
    masked("mieszkanka borowiec pyta o dodatek", "mieszkanka [imię i nazwisko] pyta o dodatek");
    masked("brat dzwoniącej (Pająk) jest w domu", "brat dzwoniącej ([imię i nazwisko]) jest w domu");
    masked("a.wlodarz prosi o kontakt", "[imię i nazwisko] prosi o kontakt");
    masked("panu grzgorzowi sztybel odmówili", "panu [imię i nazwisko] odmówili");
}

#[test]
fn a_bird_a_noise_or_a_trade_is_nobodys_name() {
    for text in [
        "wróbel na balkonie",
        "lis biega po parku",
        "kawki hałasują pod oknem",
        "zgłasza hałas z budowy",
        "mąż obcokrajowiec czy może głosować",
        "sąsiad alkoholik zakłóca ciszę",
        "znowu korek na opolskiej",
        "czy mikołajczyka jest w strefie",
        "reset hasła do Netflixa",
        "pies lokatora szczeka całą noc",
    ] {
        untouched(text);
    }
}

#[test]
fn numbers_that_are_said_or_spelt_go() {
    masked("diesel kilo romeo pięć siedem trzy jeden es", "diesel [tablica]");
    masked("kalwaryjska trzydzieści dwa przez dziewięć", "kalwaryjska trzydzieści dwa przez [lokal]");
    masked(
        "urodzony dwudziestego drugiego maja siedemdziesiątego czwartego w Krakowie",
        "urodzony [data urodzenia] w Krakowie",
    );
    masked("pierwsze 910208 a końcówka 20910", "pierwsze [PESEL]");
    masked("pod 69O 215 733 syn", "pod [telefon] syn");
    untouched("PESEL UKR ważny do 04.03.2026");
}

#[test]
fn what_is_written_in_cyrillic_goes_as_well() {
    masked("паспорт FK 438912", "паспорт [paszport]");
    masked("авто АО 4821 КН", "авто [tablica]");
    masked("вул Мазовецька 48 кв. 12", "вул Мазовецька 48 кв. [lokal]");
}

mod any_words;
mod births;
mod flats;
mod names;
mod plates;

#[test]
fn a_number_that_is_said_digit_by_digit_leaves_no_tail() {
    masked("p e s e l 4 4 0 5 1 4 0 1 3 5 9", "p e s e l [PESEL]");
    masked("N.I.P. 6 7 7 1 2 3 4 5 6 0", "N.I.P. [NIP]");
    masked("nr tel 5 0 1 6 7 8 1 1 6", "nr tel [telefon]");
    masked("dowód: A jak Anna, B jak Barbara, S jak Stefan, 123 456", "dowód: [dowód]");
    masked("prawko nr 0 0 9 8 7 / 1 2 / 1 2 6 1", "prawko [prawo jazdy]");
    masked("BLIK 123456", "BLIK [numer]");
    masked("stoję tu: 50.0614, 19.9365", "stoję tu: [adres]");
}

#[test]
fn a_plot_goes_where_its_owner_is_told() {
    masked("moja działka ewid. nr 71/2 obr. 8", "moja działka ewid. nr [numer]");
    masked("dz. nr 71/2, jestem właścicielką", "dz. nr [numer], jestem właścicielką");
    untouched("śmieci na działce nr 71/2");
}

#[test]
fn a_number_with_the_code_of_its_country_is_a_telephone_without_a_plus_sign() {
    for number in ["0048501678116", "380671234567", "00380671234567"] {
        masked(&format!("numer {number}"), "numer [telefon]");
    }
}

#[test]
fn a_picture_for_a_card_and_a_form_behind_a_profile_are_nobodys() {
    untouched("zdjęcie do dowodu 35x45 mm");
    untouched("zdjęcie do paszportu 35x45");
    untouched("przez profil zaufany złożę PIT-37");
    masked("login jkowalski85", "login [imię i nazwisko]");
}
