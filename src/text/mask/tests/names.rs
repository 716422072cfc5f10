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

#[test]
fn whom_the_city_shows_stays_and_who_is_called_so_goes() {
    untouched("wystawa Mehoffer, ile za wstęp");
    untouched("Mickiewicz na rynku, kto myje pomnik");
    untouched("msza na święto, Jan Kanty");
    masked("pan Mehoffer pyta o wystawę", "pan [imię i nazwisko] pyta o wystawę");
    masked("dzwoni Mickiewicz, pomnik dziadka", "dzwoni [imię i nazwisko], pomnik dziadka");
}

#[test]
fn where_lines_lead_stays_and_from_whom_a_letter_comes_goes() {
    untouched("objazd przez Kapelankę");
    masked("od Jaworskiego wpłynęła skarga", "od [imię i nazwisko] wpłynęła skarga");
    masked("przystanek brudny, oddzwonić do Garnka", "przystanek brudny, oddzwonić do [imię i nazwisko]");
}

#[test]
fn a_name_in_pieces_or_behind_a_particle_goes() {
    masked("nazywam się no wac ka", "nazywam się [imię i nazwisko]");
    masked("von Falk Ingrid, meldunek", "[imię i nazwisko], meldunek");
    masked("Nowak0wski pyta", "[imię i nazwisko] pyta");
}

#[test]
fn a_word_of_every_day_is_no_name_behind_an_announcement() {
    untouched("na nazwisko panieńskie wystarczy");
    untouched("dzwoni budzik sąsiadki");
    untouched("pan Hydraulik pilnie");
    untouched("imię Nela czy można zapisać");
    masked("mam na imię Nela, czy można zapisać", "mam na imię [imię i nazwisko], czy można zapisać");
}

#[test]
fn what_is_old_is_a_thing_however_large_it_is_written() {
    for clean in ["stara KANAPA", "gdzie oddać: stara Wersalka", "stary TELEWIZOR", "GABARYTY: stara SZAFA"]
    {
        assert_eq!(crate::text::mask(clean).as_str(), clean);
    }
}

#[test]
fn somebody_who_has_the_name_of_a_pope_or_a_saint_goes() {
    untouched("Jan Paweł II, patron szkoły");
    masked("Jan Paweł Garnek, dowód", "[imię i nazwisko], dowód");
    masked("brama od Kowalskich nie działa", "brama od [imię i nazwisko] nie działa");
}

#[test]
fn two_who_quarrel_and_whoever_is_on_a_list_go() {
    masked("Lis i Wilk kłócą się o płot", "[imię i nazwisko] i [imię i nazwisko] kłócą się o płot");
    masked("lista - Borsuk", "lista - [imię i nazwisko]");
    masked("wezwani: borsuk", "wezwani: [imię i nazwisko]");
}

#[test]
fn only_from_whom_something_comes_is_somebody() {
    for comes in ["doszło pismo", "przyjdzie pismo", "dojdzie skarga", "przyszła paczka"] {
        masked(&format!("od Jaworskiego {comes}"), &format!("od [imię i nazwisko] {comes}"));
    }
    for text in ["hałas od Kapelanki", "woda leci od Zająca", "od Jaworskiego nadchodzi zapach"] {
        untouched(text);
    }
}

#[test]
fn a_name_ends_where_the_sentence_goes_on() {
    masked("nazywam się Anna oraz pytam o odpady", "nazywam się [imię i nazwisko] oraz pytam o odpady");
    masked("nazywam się Anna chcę zgłosić", "nazywam się [imię i nazwisko] chcę zgłosić");
    masked("sąsiad marek wrzszcz hałasuje", "sąsiad [imię i nazwisko] hałasuje");
    masked("adam al masri pyta", "[imię i nazwisko] pyta");
}

#[test]
fn a_letter_behind_a_word_is_no_initial() {
    for text in ["droga krajowa A, remont", "strefa miejska B, ile kosztuje", "linia nocna B, rozkład"] {
        untouched(text);
    }
}
