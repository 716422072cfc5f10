//! The articles of the small city.

/// Each article's file and what stands in it.
pub(crate) const CITY: &[(&str, &str)] = &[
    (
        "odpady/gabaryty.md",
        "---
id: gabaryty
title: Odpady wielkogabarytowe – stare meble
summary: MPO odbiera stare meble sprzed bloku w dniu z harmonogramu albo na zgłoszenie.
unit: MPO
category: odpady
kpum_area: uslugi
audience: public
verified: 2026-10-01
keywords: [wersalka, kanapa]
questions: [kiedy zabierają meble spod bloku]
facts:
  phone: [\"12 646 23 28\"]
  fee: bezpłatnie
  deadline: zgłoszenie najpóźniej dzień wcześniej
---
## Jak zgłosić odbiór mebli

Zadzwoń do MPO albo wyślij wiadomość co najmniej dzień wcześniej.

## Czego nie zabierają

Gruzu, opon i części samochodowych nie zabiera się razem z meblami.
",
    ),
    (
        "odpady/elektroodpady.md",
        "---
id: elektroodpady
title: Elektroodpady – stara lodówka, pralka, telewizor
summary: Starą lodówkę oddasz bezpłatnie w punkcie zbiórki albo w sklepie przy zakupie nowej.
unit: MPO
category: odpady
kpum_area: uslugi
audience: public
verified: 2026-10-01
facts:
  address: ul. Nowohucka 1
  hours: Mo-Fr 10:00-18:00
---
## Gdzie oddać lodówkę

W punkcie zbiórki przy ulicy Nowohuckiej. Sprzęt musi być kompletny.

## Baterie i żarówki

Pojemniki na baterie stoją w urzędach i szkołach.
",
    ),
    (
        "odpady/gruz.md",
        "---
id: gruz
title: Gruz i odpady budowlane po remoncie
summary: Gruz po remoncie przyjmuje punkt zbiórki, do limitu na mieszkańca.
unit: MPO
category: odpady
kpum_area: uslugi
audience: public
---
## Ile gruzu można oddać

Do limitu dla mieszkania; większą ilość wywozi firma, która podstawia kontener.
",
    ),
    (
        "odpady/harmonogram.md",
        "---
id: harmonogram
title: Harmonogram wywozu śmieci
summary: Terminy wywozu podaje harmonogram dla adresu.
unit: MPO
category: odpady
kpum_area: uslugi
audience: public
---
Śmieciarka przyjeżdża od rana. Odpady zmieszane zabiera się co tydzień, szkło raz w miesiącu.
",
    ),
    (
        "dokumenty/dowod-osobisty.md",
        "---
id: dowod-osobisty
title: Dowód osobisty – wniosek i wymiana
summary: Wniosek o dowód osobisty złożysz w każdym urzędzie gminy; dowód jest bezpłatny.
unit: SA
category: dokumenty
kpum_area: uslugi
audience: public
verified: 2026-09-01
review_by: 2026-11-01
facts:
  fee: bezpłatnie
  documents: [fotografia, dotychczasowy dowód]
  deadline: do 30 dni
---
## Jaka fotografia

Fotografia ma być kolorowa, 35 × 45 mm, zrobiona w ciągu ostatnich sześciu miesięcy.

## Odbiór

Dowód odbiera się osobiście w urzędzie, w którym złożono wniosek.
",
    ),
    (
        "dokumenty/dowod-zgubiony.md",
        "---
id: dowod-zgubiony
title: Zgubiony albo skradziony dowód osobisty
summary: Zgubiony dowód zgłoś od razu w dowolnym urzędzie gminy albo przez internet.
unit: SA
category: dokumenty
kpum_area: uslugi
audience: public
verified: 2026-09-01
---
## Co zrobić po zgubieniu

Zgłoś utratę dowodu, zastrzeż go w banku, a po kradzieży zawiadom policję.
",
    ),
    (
        "pojazdy/prawo-jazdy.md",
        "---
id: prawo-jazdy
title: Prawo jazdy – wydanie i wymiana
summary: Wniosek o prawo jazdy złożysz w Wydziale Komunikacji.
unit: KM
category: pojazdy
kpum_area: uslugi
audience: public
facts:
  fee: 100 zł
---
## Co przygotować

Fotografię, orzeczenie lekarskie i potwierdzenie opłaty.
",
    ),
    (
        "pojazdy/rejestracja.md",
        "---
id: rejestracja-pojazdu
title: Rejestracja pojazdu kupionego w kraju
summary: Samochód zarejestruj w ciągu 30 dni od zakupu.
unit: KM
category: pojazdy
kpum_area: uslugi
audience: public
facts:
  deadline: 30 dni od zakupu
---
## Tablice

Nowe tablice wydaje się od ręki.
",
    ),
    (
        "usc/odpis-aktu.md",
        "---
id: odpis-aktu
title: Odpis aktu urodzenia, małżeństwa albo zgonu
summary: Odpis aktu wyda każdy urząd stanu cywilnego.
unit: SC
category: usc
kpum_area: uslugi
audience: public
verified: 2026-10-01
questions: [ile kosztuje odpis aktu urodzenia]
facts:
  fee: odpis skrócony 22 zł, zupełny 33 zł
  phone: [\"12 616 55 55\"]
---
## Ile trzeba czekać

Odpis z rejestru wydaje się od ręki, inne do siedmiu dni.
",
    ),
    (
        "usc/slub.md",
        "---
id: slub-cywilny
title: Ślub cywilny
summary: Termin ślubu cywilnego ustala się w urzędzie stanu cywilnego.
unit: SC
category: usc
kpum_area: uslugi
audience: public
---
## Ile trzeba czekać

Ślub bierze się najwcześniej po miesiącu od zapewnienia.
",
    ),
    (
        "drogi/oswietlenie.md",
        "---
id: oswietlenie
title: Nie świeci latarnia – oświetlenie uliczne
summary: Awarię oświetlenia zgłoś z numerem słupa.
unit: ZDMK
category: drogi
kpum_area: uslugi
audience: public
---
## Jak zgłosić awarię

Podaj ulicę i numer z tabliczki na słupie.
",
    ),
    (
        "drogi/dziura.md",
        "---
id: dziura
title: Ubytek w nawierzchni jezdni
summary: Ubytek w jezdni zgłoś zarządcy drogi.
unit: ZDMK
category: drogi
kpum_area: uslugi
audience: public
---
## Kto naprawia

Drogi gminne i powiatowe naprawia zarząd dróg, autostradę jej zarządca.
",
    ),
    (
        "parkowanie/abonament.md",
        "---
id: abonament
title: Abonament mieszkańca w płatnej strefie
summary: Abonament kupi mieszkaniec strefy, który odlicza tu podatki.
unit: ZDMK
category: parkowanie
kpum_area: uslugi
audience: public
facts:
  fee: 10 zł miesięcznie
---
## Wniosek

Wniosek składa się przez internet albo w biurze strefy.
",
    ),
    (
        "pomoc/rodzina.md",
        "---
id: rodzina
title: Rodzina wielodzietna – zasiłek i karta
summary: Wniosek o zasiłek przyjmuje Miejski Ośrodek Pomocy Społecznej.
unit: MOPS
category: pomoc
kpum_area: uslugi
audience: public
---
## Komu się należy

Rodzinie z trojgiem dzieci.
",
    ),
    (
        "organizacja/dk-03.md",
        "---
id: referat-dialogu
title: Referat Dialogu
summary: Prowadzi konsultacje i kanały elektroniczne.
unit: DK-03
category: organizacja
kpum_area: kck
audience: internal
---
## Zakres

Zamówienia do 130 tys. zł prowadzi się według § 6 regulaminu.
",
    ),
    (
        "organizacja/przelaczanie.md",
        "---
id: przelaczanie
title: Przełączanie rozmów
summary: Rozmowę o śmieciach przełącz do MPO.
unit: DK-03
category: organizacja
kpum_area: kck
audience: internal
---
Gdy dzwoniący pyta o wywóz mebli, podaj numer i przełącz rozmowę. Numer dyżurny zna kierownik zmiany.
",
    ),
    (
        "udzial/budzet-2025.md",
        "---
id: budzet-2025
title: Budżet obywatelski 2025 – zgłaszanie projektów
summary: Projekty do budżetu obywatelskiego zgłaszano do marca.
unit: DK-03
category: udzial
kpum_area: kck
audience: public
valid_until: 2025-12-31
---
Projekt popiera piętnastu mieszkańców. Projekty budżetu obywatelskiego ocenia rada.
",
    ),
    (
        "udzial/budzet-2026.md",
        "---
id: budzet-2026
title: Budżet obywatelski – zgłaszanie projektów
summary: Projekty zgłasza się przez internet.
unit: DK-03
category: udzial
kpum_area: kck
audience: public
valid_from: 2026-01-01
---
Projekt popiera piętnastu mieszkańców.
",
    ),
    (
        "akty/regulamin-2021.md",
        "---
id: regulamin-2021
title: Regulamin targowisk
unit: ZDMK
category: akty
audience: public
source: {title: Zarządzenie nr 2345/2021, date: 2021-09-01}
---
Na targowisku handluje się od szóstej rano. Opłatę targową pobiera inkasent.
",
    ),
    (
        "akty/regulamin-2024.md",
        "---
id: regulamin-2024
title: Regulamin targowisk i hal
unit: ZDMK
category: akty
audience: public
source: {title: Zarządzenie nr 3465/2024, date: 2024-12-01}
repeals: [2345/2021]
---
Opłatę targową pobiera się przelewem. Handel trwa do osiemnastej.
",
    ),
    (
        "zielen/plac-zabaw.md",
        "---
id: plac-zabaw
title: Plac zabaw – zepsuta huśtawka
summary: Zepsutą huśtawkę zgłoś zarządowi zieleni.
unit: ZZM
category: zielen
kpum_area: uslugi
audience: public
---
Podaj park albo ulicę. Górka saneczkowa jest czynna zimą.
",
    ),
];
