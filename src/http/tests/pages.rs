//! The pages of agents, as a browser gets them.

use super::*;

/// A page without what changes with every edit of its assets and with every search.
fn steady(html: &str) -> String {
    let html = nameless(html);
    let mut steady = String::new();
    let mut rest = html.as_str();
    while let Some(start) = rest.find("/static/") {
        let (before, address) = rest.split_at(start);
        let end = address.find('"').unwrap();
        let (address, after) = address.split_at(end);
        let parts: Vec<&str> = address.split('.').collect();
        steady.push_str(before);
        steady.push_str(&format!("{}.….{}", parts[0], parts[2]));
        rest = after;
    }
    steady + rest
}

/// A page without the name of its search.
fn nameless(html: &str) -> String {
    const NAME: &str = "data-query-id=\"";
    match html.split_once(NAME) {
        Some((before, after)) => format!("{before}{NAME}…{}", &after[16..]),
        None => html.to_owned(),
    }
}

#[tokio::test]
async fn the_search_page_shows_answer_cards() {
    let got = browse("/?q=lod%C3%B3wka").await;
    assert!(got.header("content-type").starts_with("text/html"));
    assert_eq!(got.header("cache-control"), "no-store");
    insta::assert_snapshot!("page-results", steady(&got.text));
}

#[tokio::test]
async fn the_article_page_has_contents_facts_and_the_unit() {
    insta::assert_snapshot!("page-article", steady(&browse("/artykul/elektroodpady?q=lod").await.text));
}

#[tokio::test]
async fn the_fragment_is_the_region_of_the_page() {
    let page = browse("/?q=kanapa").await.text;
    let fragment = browse("/?q=kanapa&fragment=1").await.text;
    assert!(!fragment.contains("<html"));
    assert!(nameless(&page).contains(&nameless(&fragment)), "the module and the server show the same");
    let page = browse("/artykul/elektroodpady?q=lod").await.text;
    let fragment = browse("/artykul/elektroodpady?q=lod&fragment=1").await.text;
    assert!(!fragment.contains("<html"));
    assert!(page.contains(&fragment), "so do articles");
}

#[tokio::test]
async fn whatever_is_typed_or_written_is_shown_as_text() {
    let got = browse("/?q=%3Cscript%3Ealert(1)%3C/script%3E%22%27").await;
    assert!(!got.text.contains("<script>alert"), "{}", got.text);
    assert!(got.text.contains("&#60;script&#62;alert(1)"), "the question is still there to be mended");
    let article = browse("/artykul/ks-06-2021").await;
    assert!(!article.text.contains("<b>KS-06"), "a title is no HTML");
    let hits = browse("/?q=a").await;
    assert!(hits.text.contains("&lt;piętro&gt; &amp; windę"), "neither is a passage");
}

#[tokio::test]
async fn what_must_not_be_read_out_says_so_in_words() {
    let results = browse("/?q=a").await.text.replace('\u{a0}', " ");
    for words in [
        "Uwaga: nieaktualny – uchylony zarządzeniem nr 3465/2024",
        "Niepotwierdzone",
        "Sprawdzone 1 października 2026",
        "Tekst ze skanu",
        "Minął termin sprawdzenia",
        "Tylko dla konsultanta",
        "odmiana słowa, bez polskich znaków",
        "3 wyniki",
    ] {
        assert!(results.contains(words), "{words} is not in\n{results}");
    }
}

#[tokio::test]
async fn an_unsure_answer_offers_the_unit_instead() {
    let text = browse("/?q=mo%C5%BCe").await.text.replace('\u{a0}', " ");
    assert!(text.contains("Nie mam pewnej odpowiedzi."), "{text}");
    assert!(text.contains("Miejskie Przedsiębiorstwo Oczyszczania"), "{text}");
    assert!(text.contains("tel:+48801084084"), "{text}");
    assert!(!text.contains("class=\"card lead\""), "no guess is shown as the answer");
}

#[tokio::test]
async fn what_the_base_does_not_hold_is_said_in_place_of_a_sentence_and_of_any_other_fact() {
    let text = browse("/?q=luka").await.text.replace('\u{a0}', " ");
    let card = text.split_once("class=\"card lead\"").unwrap().1.split_once("</article>").unwrap().0;
    assert!(card.contains("data-gap=\"numer konta\""), "{card}");
    assert!(card.contains("Baza tego nie podaje: <strong>numer konta</strong>."), "{card}");
    assert!(card.contains("Zapytaj: Miejskie Przedsiębiorstwo Oczyszczania"), "{card}");
    assert!(card.contains("801 084 084") && card.contains("Czynne do 18:00"), "{card}");
    assert!(card.contains("data-do=\"gap\""), "one key asks for it");
    for other in ["bezpłatnie", "Lodówkę oddasz", "class=\"asked\"", "class=\"passage\"", "Nowohucka"] {
        assert!(!card.contains(other), "{other} is about something else: {card}");
    }
    assert!(!text.contains("Nie mam pewnej odpowiedzi"), "it is no doubt: the topic is known");
    let named = browse("/?q=op%C5%82ata").await.text;
    assert!(
        named.contains("Baza tego nie podaje: <strong>opłata</strong>."),
        "a fact without an entry: {named}"
    );
}

#[tokio::test]
async fn who_else_deals_with_a_matter_stands_above_all_hits() {
    let text = browse("/?q=obcy").await.text.replace('\u{a0}', " ");
    let (before, after) = text.split_once("To nie miasto: Zakład Ubezpieczeń Społecznych").unwrap();
    assert!(!before.contains("class=\"card"), "nothing stands above it");
    assert!(after.contains("Emerytury wypłaca ZUS, proszę zadzwonić do niego."));
    assert!(after.contains("tel:+48225601600") && after.contains("https://www.zus.example/"));
    assert!(after.contains("Z bazy miasta") && after.contains("data-id=\"elektroodpady\""));
    assert!(!after.contains("class=\"card lead\""), "no article is shown as the answer");
}

#[tokio::test]
async fn two_matters_have_a_card_each_under_their_words() {
    let text = browse("/?q=jedno+i+drugie").await.text.replace('\u{a0}', " ");
    let parts: Vec<&str> = text.split("<section class=\"part\"").skip(1).collect();
    assert_eq!(parts.len(), 2, "{text}");
    assert!(parts[0].contains("„jedno”") && parts[0].contains("data-id=\"elektroodpady\""));
    assert!(parts[1].contains("„drugie”") && parts[1].contains("Baza tego nie podaje"), "its own state");
    assert_eq!(text.matches("data-id=\"elektroodpady\"").count(), 1, "no answer stands twice");
    assert!(parts[1].contains("Pozostałe wyniki"));
}

#[tokio::test]
async fn days_asked_about_are_told_by_place_and_nothing_of_now_beside_them() {
    let text = browse("/?q=wigilia").await.text.replace('\u{a0}', " ");
    let card = text.split_once("class=\"card lead\"").unwrap().1.split_once("</article>").unwrap().0;
    let first = "<p class=\"now closed\">Lamusownia: w czwartek 24 grudnia zamknięte: Wigilia</p>";
    assert!(card.contains(first) && card.contains("<li>Barycz: zamknięte</li>"), "{card}");
    assert!(card.contains("w poniedziałek 28 grudnia czynne 8:00–16:00"), "{card}");
    assert!(!card.contains("Czynne do"), "{card}");
}

#[tokio::test]
async fn a_question_asked_of_an_article_says_so_and_how_to_leave_it() {
    let of = browse("/?q=a&context=elektroodpady").await.text;
    assert!(
        of.contains("Pytasz o: <strong>Elektroodpady") && of.contains("data-id=\"elektroodpady\">Pytasz"),
        "{of}"
    );
    assert!(of.contains("href=\"/?q=a\" data-do=\"forget\""));
    assert!(of.contains("<input type=\"hidden\" name=\"context\" value=\"elektroodpady\">"));
    for other in ["/?q=a", "/?q=a&context=sprzet-procedura", "/?q=a&context=Nie%20ma"] {
        let text = browse(other).await.text;
        assert!(text.contains("class=\"context\" hidden"), "another article answers {other}");
    }
    let reading = browse("/artykul/elektroodpady").await.text;
    assert!(reading.contains("Pytasz o: <strong>Elektroodpady"), "who reads an article asks of it next");
}

#[tokio::test]
async fn nothing_found_offers_the_correction_and_the_way_out_of_a_filter() {
    let plain = browse("/?q=nic").await.text;
    assert!(plain.contains("Nic nie znalazłem"));
    assert!(plain.contains("href=\"/?q=niania\""), "{plain}");
    let filtered = browse("/?q=nic&unit=MPO").await.text;
    assert!(filtered.contains("Usuń filtr"));
    assert!(filtered.contains("href=\"/?q=nic\""), "{filtered}");
}

#[tokio::test]
async fn an_empty_page_says_what_can_be_asked() {
    let text = browse("/").await.text;
    assert!(text.contains("autofocus"));
    assert_eq!(text.matches("<li><a href=\"/?q=").count(), 3, "three examples");
}

#[tokio::test]
async fn an_answer_says_what_is_for_the_agent_alone_and_whether_the_door_is_open() {
    let text = browse("/?q=a").await.text.replace('\u{a0}', " ");
    let notes = text.split_once("<div class=\"internal\">").unwrap().1.split_once("</div>").unwrap().0;
    assert!(notes.contains("Tylko dla konsultanta") && notes.contains("Zapytaj o piętro."), "{notes}");
    // Friday, 10:30.
    assert!(text.contains("<dd class=\"now open\">Czynne do 18:00</dd>"), "{text}");
}

#[tokio::test]
async fn the_unit_to_hand_over_to_comes_with_the_answers() {
    let text = browse("/?q=a").await.text.replace('\u{a0}', " ");
    assert_eq!(text.matches("<template data-card=\"MPO\">").count(), 1, "once, however many answers are its");
    assert!(text.contains("<template data-card=\"GK-04\">"), "also a unit that the dictionary does not know");
    assert!(text.contains("801 084 084"));
}

#[tokio::test]
async fn a_deep_link_begins_a_call() {
    let page = browse("/rozmowa?call=KCK-7&q=lod%C3%B3wka").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("<body data-call=\"KCK-7\">"), "{}", page.text);
    assert!(page.text.contains("value=\"lodówka\""));
    let long = browse(&format!("/rozmowa?call={}&q=a", "a".repeat(200))).await;
    assert_eq!(long.status, StatusCode::OK, "no name of a call is worth refusing the page");
}

#[tokio::test]
async fn a_page_at_a_telling_address_is_served_at_another_one_and_a_method_nobody_knows_is_named_nowhere() {
    let told = browse("/rozmowa?call=501678116&q=PESEL+44051401359+lod%C3%B3wka").await;
    assert_eq!(told.status, StatusCode::SEE_OTHER);
    assert_eq!(told.header("location"), "/rozmowa?call=%5Btelefon%5D&q=PESEL%20%5BPESEL%5D%20lod%C3%B3wka");
    assert_eq!(told.header("cache-control"), "no-store");
    let page = browse(told.header("location")).await;
    assert!(page.text.contains("data-kept=\"PESEL [PESEL] lodówka\""), "{}", page.text);
    let fragment = browse("/?q=44051401359+lod%C3%B3wka&fragment=1").await;
    assert_eq!(fragment.header("cache-control"), "no-store");
    let links: Vec<&str> = fragment.text.split("href=\"").skip(1).collect();
    assert!(!links.is_empty() && links.iter().all(|link| !link.contains("4405")));

    let state = state(Shelf::demo(), Limits::default());
    send_to(&state, Request::builder().method("KOWALSKI").uri("/x").body(Body::empty()).unwrap()).await;
    let counters = send_to(&state, Request::get("/metrics").body(Body::empty()).unwrap()).await;
    assert!(
        counters.text.contains("method=\"other\"") && !counters.text.contains("KOWALSKI"),
        "{}",
        counters.text
    );
}

#[tokio::test]
async fn forms_know_the_categories_and_the_units_of_today() {
    let text = browse("/formularze").await.text;
    assert!(text.contains("<option value=\"odpady\">Odpady</option>"), "{text}");
    assert!(text.contains("<option value=\"MPO\">"));
}

#[tokio::test]
async fn an_article_leads_to_its_sections_its_history_and_its_neighbours() {
    let text = browse("/artykul/elektroodpady").await.text;
    assert!(text.contains("<a class=\"anchor\" href=\"#gdzie-oddac\""), "{text}");
    assert!(text.contains("href=\"/redakcja/elektroodpady/historia\""));
    assert!(text.contains("Zobacz też"));
    assert!(text.contains("href=\"/artykul/sprzet-procedura\""));
}
