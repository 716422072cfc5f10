//! Numbers in any words, what is told of a home, a paper or a family in ways that strangers found, and what only looked
//! like it.

use super::{masked, untouched};

#[test]
fn a_pesel_goes_in_whatever_words_it_is_told() {
    for told in [
        "siedemdziesiąty ósmy, jedenasty, dwudziesty, dalej zero dziewięć trzy jeden cztery",
        "siedemdziesiąt osiem, potem jedenaście, potem dwadzieścia, a reszta 09314",
        "7811 podkreślam 2009 i na końcu 314",
        "seven eight one one two zero zero nine three one four",
        "сімдесят вісім одинадцять двадцять",
        "siódemka ósemka dwie jedynki dwójka zero zero dziewiątka",
    ] {
        masked(&format!("pesel to {told}"), "pesel to [PESEL]");
    }
    untouched("pesel krok pierwszy krok drugi");
    untouched("pesel dwa razy zastrzeżony, trzeci raz w piątek");
    untouched("pesel cofnięcie zastrzeżenia na 30 minut");
}

#[test]
fn a_telephone_goes_part_in_figures_part_in_words_and_with_letters_between() {
    for told in [
        "796 dwieście cztery 518",
        "796xx204xx518",
        "796xxx204518",
        "7 9 6 2 o 4 5 1 8",
        "seven nine six two zero four five one eight",
        "сімсот дев'яносто шість двісті чотири п'ятсот вісімнадцять",
    ] {
        masked(&format!("mój telefon {told}"), "mój telefon [telefon]");
    }
    masked("796 dwieście cztery 518", "[telefon]");
    untouched("płyta 600x400x500 na wystawkę");
    untouched("telefon w piątek po trzeciej");
}

#[test]
fn a_number_of_the_citys_own_is_left_where_somebody_asks_about_it() {
    untouched("czy 12 616 93 11 działa w sobotę");
    untouched("800 120 002 całodobowa?");
    untouched("sekretariat@zzm.krakow.pl nie odpisuje");
    masked("mój telefon w pracy 12 616 93 11", "mój telefon w pracy [telefon]");
    masked("(12) 616 93 11", "[telefon]");
    masked("czy oddzwonią pod 12 616 93 11", "czy oddzwonią pod [telefon]");
    masked("jan.wilga@um.krakow.pl nie odpisuje", "[e-mail] nie odpisuje");
}

#[test]
fn papers_of_a_person_go_by_whatever_code_they_are_called() {
    masked("mDowód CDEF 91274 wygasł", "mDowód [dowód] wygasł");
    masked("akt urodzenia nr 1261011/00/AU/2019/591274", "akt urodzenia nr [numer]");
    masked("akt małżeństwa 591/2004/US", "akt małżeństwa [numer]");
    masked("nr ubezpieczenia 591274-K", "nr ubezpieczenia [dowód]");
    masked("dowód seria ce de ef numer pięć dziewięć jeden", "dowód seria [dowód]");
    untouched("odpis aktu urodzenia 3 sztuki 66 zł");
    untouched("akt zgonu wydany 12/03/2024");
    untouched("akt zgonu 2023/2024 w archiwum");
    untouched("rozporządzenie UE 2016/679");
    untouched("polisa OC 1000 zł kary");
}

#[test]
fn a_flat_behind_a_floor_or_a_dash_goes_and_a_row_of_houses_stays() {
    masked("Kurkowa 14 piętro 3 nr 9", "Kurkowa 14 piętro 3 nr [lokal]");
    masked("Kurkowa 14, II p., nr 9", "Kurkowa 14, II p., nr [lokal]");
    masked("Kurkowa 4 - 16", "Kurkowa 4 - [lokal]");
    masked("Kurkowa cztery szesnaście", "Kurkowa cztery [lokal]");
    untouched("budynki Kurkowa 9 - 15 do remontu");
    untouched("Wszystkich Świętych 3-4");
    untouched("Stachiewicza 18, I piętro, okienko nr 4");
    untouched("Kurkowa dwadzieścia cztery");
}

#[test]
fn names_of_other_lands_and_of_families_go() {
    masked("Li Wei karta pobytu", "[imię i nazwisko] karta pobytu");
    masked("Jadwiga z Lipskich Marzec", "[imię i nazwisko] z [imię i nazwisko]");
    masked("my nazywamy się Pluta", "my nazywamy się [imię i nazwisko]");
    masked("Kosibowa spod ósemki trzepie dywany", "[imię i nazwisko] spod [lokal] trzepie dywany");
    masked("ja jestem z trzeciego marca 58", "ja jestem z [data urodzenia]");
    masked("mama z dnia 9.06.1951", "mama z dnia [data urodzenia]");
}

#[test]
fn weddings_woods_and_what_is_done_to_a_name_are_nobodys() {
    for nobody in [
        "pan młody z Hiszpanii",
        "panna młoda Ukrainka",
        "nazwisko panieńskie powrót po rozwodzie",
        "nazwisko panieńskie zmiana w dokumentach",
        "Lasek Wolski rowery",
        "mama o kulach",
        "telefon do lamusowni",
        "zgłoszenie śliskiej nawierzchni",
        "sekretariat dyrektora Zarządu Zieleni",
        "dzieci urodzone w 2023 żłobek",
        "dyżur radnego Hawranka",
        "tablice indywidualne K1 cena",
    ] {
        untouched(nobody);
    }
    masked("pan Tomasz Młody zgubił dowód", "pan [imię i nazwisko] zgubił dowód");
    masked("nazwisko panieńskie Zmarzlik", "nazwisko panieńskie [imię i nazwisko]");
    masked("pani Kula o kulach", "pani [imię i nazwisko] o kulach");
}
