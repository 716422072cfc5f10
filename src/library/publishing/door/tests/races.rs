//! What two editors do at the same moment: nobody makes live what they may not have read.

use std::thread;

use super::*;
use crate::library::publishing::dictionaries::{DictionaryName, DictionaryPut, Expected};
use crate::library::publishing::store::etag;

const ROUNDS: usize = 20;

/// Two deeds at once, the second as soon as something is seen of the first.
fn race(first: impl FnOnce() + Send, seen: impl Fn() -> bool, second: impl FnOnce() + Send) {
    thread::scope(|scope| {
        let first = scope.spawn(first);
        while !seen() && !first.is_finished() {
            thread::yield_now();
        }
        second();
    });
}

fn editor(name: &str) -> Actor {
    Actor { name: name.to_owned(), role: Role::Editor }
}

fn article(words: &str) -> String {
    format!("---\ntitle: Kanapa\nstatus: review\n---\n\n{words}\n")
}

#[test]
fn what_its_author_exchanges_while_somebody_approves_it_unnamed_does_not_go_live() {
    let house = open(Rules { four_eyes: true }, &[DICTIONARY]);
    let (author, reviewer) = (editor("Ala Nowak"), editor("Jan Kos"));
    for round in 0..ROUNDS {
        let id = ArticleId::new(format!("kanapa-{round}")).unwrap();
        let [read, unseen] = ["przeczytane", "podmienione"]
            .map(|words| article(words).replacen("title", &format!("id: {id}\ntitle"), 1));
        let put =
            |text: &str, expect| house.publisher.put(&id, text, expect, Deed::new(&author, ""), house.moment);
        put(&read, Expect::Absent).unwrap();
        let over = Expect::Tag(etag(&read));
        let file = house.publisher.kb().join(house.publisher.store().held(&id).unwrap().path.unwrap());
        race(
            || drop(put(&unseen, over)),
            // The file is written before its revision is recorded.
            || fs::read_to_string(&file).is_ok_and(|text| text == unseen),
            || {
                let deed = Deed::new(&reviewer, "");
                let _either = house.publisher.act(&id, Action::Publish, None, deed, house.moment);
            },
        );
        let live = house.publisher.library().get(View::Staff, &id, house.moment.today);
        let live = live.map(|article| article.article.raw.clone()).unwrap_or_default();
        assert!(!live.contains("podmienione"), "round {round}: what nobody else read is live");
    }
}

#[test]
fn a_dictionary_that_its_author_exchanges_while_somebody_approves_it_unnamed_is_not_in_use() {
    let house = open(Rules { four_eyes: true }, &[DICTIONARY]);
    let name = DictionaryName::Synonyms;
    let (author, reviewer) = (editor("Ala Nowak"), editor("Jan Kos"));
    let mut stands = "# słownik\n".to_owned();
    for round in 0..ROUNDS {
        let [read, unseen] = ["przeczytany", "podmieniony"].map(|word| format!("# {word} {round}\n"));
        let put = |text: &str, over: &str| {
            let expected = Expected::OneOf(vec![etag(over)]);
            house
                .publisher
                .put_dictionary(name, text, &expected, Deed::new(&author, ""), house.moment)
                .unwrap()
        };
        assert!(matches!(put(&read, &stands), DictionaryPut::Waits { .. }));
        race(
            || drop(put(&unseen, &read)),
            || round % 2 == 0,
            || drop(house.publisher.publish_dictionary(name, None, Deed::new(&reviewer, ""), house.moment)),
        );
        stands = house.publisher.library().dictionary(name).unwrap().unwrap().text;
        assert!(!stands.contains("podmieniony"), "round {round}: what nobody else read is in use");
        house.publisher.discard_dictionary(name, Deed::new(&author, ""), house.moment).unwrap();
    }
}
