//! Names that only what stands around them tells.

use super::{masked, untouched};

#[test]
fn a_surname_goes_behind_who_somebody_is_and_what_they_do() {
    masked("właścicielka kota to krzywoń z parteru", "właścicielka kota to [imię i nazwisko] z parteru");
    masked("kontroler biletów Bigos był niemiły", "kontroler biletów [imię i nazwisko] był niemiły");
    masked("trener Garnek chce salę", "trener [imię i nazwisko] chce salę");
    masked("inwestor Łyczko buduje", "inwestor [imię i nazwisko] buduje");
    masked(
        "uczestnicy: Bigos, Wydra i Kuna",
        "uczestnicy: [imię i nazwisko], [imię i nazwisko] i [imię i nazwisko]",
    );
}

#[test]
fn a_surname_that_was_changed_goes() {
    masked(
        "rozwódka, wcześniej Bąk, teraz Sadowska",
        "rozwódka, wcześniej [imię i nazwisko], teraz [imię i nazwisko]",
    );
    masked("z domu ciućka, dziś Walas", "z domu [imię i nazwisko], dziś [imię i nazwisko]");
}

#[test]
fn a_surname_before_its_first_name_goes_whole() {
    masked("zmiana: szklarczyk dorota oddzwonić", "zmiana: [imię i nazwisko] oddzwonić");
    masked("akt zgonu - garnek karol", "akt zgonu - [imię i nazwisko]");
    masked("tkaczuk mykola, student", "[imię i nazwisko], student");
}

#[test]
fn whoever_speaks_goes_where_a_call_begins_or_ends() {
    masked("halo, Baran przy telefonie", "halo, [imię i nazwisko] przy telefonie");
    masked("dzień dobry, Kwaśny, mam pytanie", "dzień dobry, [imię i nazwisko], mam pytanie");
    masked("Ostrowska jestem, dzwoniłam", "[imię i nazwisko] jestem, dzwoniłam");
    masked("dziękuję, Kwaśny", "dziękuję, [imię i nazwisko]");
    masked("Rzążewska przez rz", "[imię i nazwisko] przez rz");
}

#[test]
fn names_from_far_away_go_whole() {
    masked("tran thi lan prowadzi bar", "[imię i nazwisko] prowadzi bar");
    masked("Mohammed El Amrani, student", "[imię i nazwisko], student");
    masked("Rajesh Kumar Sharma", "[imię i nazwisko]");
    masked("Mr Mendoza wants a permit", "Mr [imię i nazwisko] wants a permit");
}

#[test]
fn trades_places_and_who_governs_are_no_private_names() {
    for text in [
        "mąż był szewcem i zmarł",
        "sąsiad to alkoholik",
        "właściciel to gmina",
        "kontroler biletów był niemiły",
        "wcześniej Prokocim, teraz Bieżanów",
        "wiceprezydent Kośmider ma dyżur",
        "kiedy przyjmuje prezydent Miszalski",
        "czy wymeldować się z domu profilem zaufanym",
        "podejrzany dym z komina",
        "pytam o Hutę",
        "do Wodociągów Miasta Krakowa",
        "dziękuję, pozdrawiam",
        "kino Kika repertuar",
        "samochód z Czech, cło",
        "dziecko wraca z Włoch",
    ] {
        untouched(text);
    }
}
