//! Plates of cars.

use super::{masked, untouched};

#[test]
fn a_plate_goes_however_it_is_typed() {
    for plate in [
        "KR 7M418",
        "KR7M418",
        "kr7m418",
        "kr 7m418",
        "KR-7M418",
        "KR.7M418",
        "KR/7M418",
        "KR 7M 418",
        "KR7 M418",
        "kra-51kt",
        "kra51kt",
        "KRA 51KT",
        "KWI 3HN6",
        "KMY 31877",
        "kr 31x77",
        "k r 7 m 4 1 8",
        "SBI 44RT",
        "WX 5519K",
    ] {
        masked(&format!("odholowali {plate}, gdzie parking"), "odholowali [tablica], gdzie parking");
        masked(&format!("{plate} bez biletu"), "[tablica] bez biletu");
    }
}

#[test]
fn a_plate_that_is_said_goes() {
    for plate in [
        "ka er siedem em czterysta osiemnaście",
        "ka er 7 em 418",
        "KR siedem M cztery jeden osiem",
        "kr siedem m 418",
        "karol roman 7 marek 418",
        "kilo romeo seven mike four one eight",
        "k jak karol r jak roman 7 m 418",
    ] {
        masked(&format!("parkuje {plate}"), "parkuje [tablica]");
    }
    masked("zatarta tablica KR 7?418", "zatarta tablica [tablica]");
}

#[test]
fn a_plate_of_ones_own_choice_an_old_one_and_a_motorcycles_go() {
    masked("K4 FRANA zastawia bramę", "[tablica] zastawia bramę");
    masked("auto W0 KOTEK", "auto [tablica]");
    masked("k4 frana na blachach", "[tablica] na blachach");
    masked("stary fiat na blachach KRW 880P", "stary fiat na blachach [tablica]");
    masked("motocykl KR 61B", "motocykl [tablica]");
}

#[test]
fn a_plate_of_another_country_goes_where_a_car_is_spoken_of() {
    for plate in
        ["BC 7741 HT", "M-KL 882", "4AC 9917", "KL-882-MN", "LK21 VBN", "8814 JKL", "12-KL-88", "KLM 882"]
    {
        masked(&format!("zagraniczne auto {plate}"), "zagraniczne auto [tablica]");
    }
    masked("Škoda 4AC 9917 z Czech", "Škoda [tablica] z Czech");
}

#[test]
fn models_roads_forms_and_offices_are_no_plates() {
    for text in [
        "audi a6 2009 diesel",
        "mercedes w123 zabytek",
        "fiat 125p na żółtych tablicach",
        "seat ibiza 1.4 tdi",
        "bmw x3 w strefie",
        "autostrada A4 hałas",
        "SC-2 SC-3 w planie",
        "formularz EL/ZS/3/2",
        "parkuje od 9 do 17",
        "auto do 3,5 t",
        "KR 25 000 zł",
        "WCAG 2.1",
        "sprawa GK 77120",
        "motor 125 na prawo jazdy B",
    ] {
        untouched(text);
    }
}

#[test]
fn numbers_of_the_citys_own_cars_and_litres_stay() {
    untouched("tramwaj RP615 bez ogrzewania");
    untouched("kosz bio 120 l, ile kosztuje");
}

#[test]
fn the_number_of_a_chassis_goes_and_a_zone_beside_a_car_stays() {
    masked("skradziono WVWZZZ1JZXW000001", "skradziono [tablica]");
    masked("vin WVWZZZ1JZXW0001", "vin [tablica]");
    untouched("czy auto stanie w strefie C 30 minut");
}
