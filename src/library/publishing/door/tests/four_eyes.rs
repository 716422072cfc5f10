//! The rule of four eyes, tried by random deeds of three people and a hand in `kb/`.
//!
//! Every line that somebody writes carries their mark, so that authorship can be read off a text without asking the
//! code under test. After each deed the watch looks at what is served: it must be what was served before, or have been
//! put there by hand, or by somebody who neither wrote a line of it that was not served before nor brought this text.
//!
//! `PROPTEST_CASES=2000 cargo test --lib four_eyes -- --nocapture` tries more.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::*;
use crate::library::publishing::dictionaries::{DictionaryName, DictionaryPut, Expected};

/// Three people, as tokens and single sign-on spell them.
const SPELLINGS: [[&str; 3]; 3] = [
    ["Anna Nowak", "anna nowak", "Nowak, Anna"],
    ["Jan Kowal", "jan.kowal@um.krakow.pl", "Jan Kowal (laptop)"],
    ["Ewa Lis", "EWA LIS", "Ewa Lis 2"],
];

#[derive(Debug, Clone, Copy)]
struct Who {
    person: usize,
    spelling: usize,
}

#[derive(Debug, Clone, Copy)]
enum Text {
    /// A line is added.
    Add,
    /// The last line goes.
    Cut,
    /// The text stays.
    Same,
    /// Some text that was there before.
    Earlier(usize),
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Put { who: Who, status: Status, text: Text, over_live: bool, merged: bool },
    Publish(Who),
    Archive(Who),
    Restore(Who),
    RollBack(Who, usize),
    Discard(Who),
    Hand(Status, Text),
    Dictionary(Who, Text),
    PublishDictionary(Who),
    DiscardDictionary(Who),
    HandDictionary,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let who = || (0..3_usize, 0..3_usize).prop_map(|(person, spelling)| Who { person, spelling });
    let text = || prop_oneof![4 => Just(Text::Add), 1 => Just(Text::Cut), 1 => Just(Text::Same), 2 => (0..20_usize).prop_map(Text::Earlier)];
    let status = || {
        prop_oneof![
            Just(Status::Draft),
            Just(Status::Review),
            Just(Status::Published),
            Just(Status::Archived)
        ]
    };
    let put = (who(), status(), text(), any::<bool>(), any::<bool>()).prop_map(
        |(who, status, text, over_live, merged)| Step::Put { who, status, text, over_live, merged },
    );
    let step = prop_oneof![
        6 => put,
        5 => who().prop_map(Step::Publish),
        3 => who().prop_map(Step::Archive),
        5 => who().prop_map(Step::Restore),
        3 => (who(), 0..20_usize).prop_map(|(who, nth)| Step::RollBack(who, nth)),
        1 => who().prop_map(Step::Discard),
        3 => (status(), text()).prop_map(|(status, text)| Step::Hand(status, text)),
        2 => (who(), text()).prop_map(|(who, text)| Step::Dictionary(who, text)),
        2 => who().prop_map(Step::PublishDictionary),
        1 => who().prop_map(Step::DiscardDictionary),
        1 => Just(Step::HandDictionary),
    ];
    proptest::collection::vec(step, 4..24)
}

/// Who wrote what, kept without asking the code under test.
#[derive(Debug, Default)]
struct Watch {
    served: Option<String>,
    last_served: Option<String>,
    /// Marks of all that was ever served.
    known: BTreeSet<String>,
    /// Who brought a text since it was last served.
    brought: BTreeMap<String, BTreeSet<usize>>,
    tally: Tally,
}

#[derive(Debug, Default)]
struct Tally {
    approved: usize,
    put_back: usize,
    by_hand: usize,
    refused: usize,
}

impl Watch {
    fn forget_text(&mut self) {
        let tally = std::mem::take(&mut self.tally);
        *self = Self { tally, ..Self::default() };
    }

    /// Looks at what is served after a deed of `person`; none for a hand in kb/.
    fn look(&mut self, now: Option<String>, person: Option<usize>) -> Result<(), String> {
        if now == self.served {
            return Ok(());
        }
        self.served = now.clone();
        let Some(text) = now else { return Ok(()) };
        let marks = marks(&text);
        if let Some(person) = person {
            let mut authors = self.brought.get(&text).cloned().unwrap_or_default();
            authors.extend(marks.difference(&self.known).filter_map(|mark| author(mark)));
            if self.last_served.as_ref() == Some(&text) {
                self.tally.put_back += 1;
            } else if !authors.contains(&person) {
                self.tally.approved += 1;
            } else {
                return Err(format!(
                    "{person} made live what {authors:?} wrote and nobody else saw:\n{text}"
                ));
            }
        } else {
            self.tally.by_hand += 1;
        }
        self.known.extend(marks);
        self.brought.remove(&text);
        self.last_served = Some(text);
        Ok(())
    }

    fn brings(&mut self, person: usize, text: &str, over: Option<&str>) {
        if over != Some(text) {
            self.brought.entry(text.to_owned()).or_default().insert(person);
        }
    }
}

fn marks(text: &str) -> BTreeSet<String> {
    text.lines().filter(|line| line.contains("znak-")).map(str::to_owned).collect()
}

/// Whose line it is; nobody's for a hand's.
fn author(mark: &str) -> Option<usize> {
    mark.split("znak-").nth(1)?.split('-').next()?.parse().ok()
}

/// A text apart from its status, read without the code under test.
fn bare(text: &str) -> String {
    text.lines().filter(|line| !line.starts_with("status:")).map(|line| format!("{line}\n")).collect()
}

fn written(text: &str, status: Status) -> String {
    let mut lines: Vec<String> = bare(text).lines().map(str::to_owned).collect();
    lines.insert(2, format!("status: {}", status.code()));
    lines.join("\n") + "\n"
}

struct House {
    _folder: tempfile::TempDir,
    publisher: Publisher,
    count: Cell<usize>,
    dictionary: RefCell<Watch>,
}

impl House {
    fn open() -> Self {
        let Opened { _folder, publisher, .. } = open(Rules { four_eyes: true }, &[DICTIONARY]);
        let dictionary = RefCell::new(Watch::default());
        let house = Self { _folder, publisher, count: Cell::new(0), dictionary };
        house.dictionary.borrow_mut().look(house.in_use(), None).unwrap();
        house
    }

    fn moment(&self) -> Moment {
        self.count.set(self.count.get() + 1);
        Moment { at: self.count.get() as Millis, today: date(2026, 12, 1) }
    }

    fn mark(&self, who: &str) -> String {
        self.count.set(self.count.get() + 1);
        format!("znak-{who}-{}", self.count.get())
    }

    fn in_use(&self) -> Option<String> {
        fs::read_to_string(self.publisher.kb().join("slowniki/synonimy.toml")).ok()
    }

    fn follow(&self) {
        self.publisher.follow(&Silent, self.moment()).unwrap();
    }

    /// Does all steps with an article of its own and watches what is served after each.
    fn run(&self, begins: Option<Status>, steps: &[Step]) -> Result<Tally, String> {
        let id = ArticleId::new(format!("artykul-{}", self.moment().at)).unwrap();
        let file = self.publisher.kb().join(format!("{id}.md"));
        let mut watch = Watch::default();
        let mut texts = vec![format!("---\nid: {id}\ntitle: Kanapa\n---\n\nPoczątek.\n")];
        if let Some(status) = begins {
            fs::write(&file, written(&texts[0], status)).unwrap();
            self.follow();
        }
        let served = || {
            let text = fs::read_to_string(&file).ok()?;
            text.contains("\nstatus: published\n").then(|| bare(&text))
        };
        watch.look(served(), None)?;
        for step in steps {
            let person = self.step(*step, &id, &file, &mut texts, &mut watch);
            watch.look(served(), person).map_err(|fault| format!("{step:?}: {fault}"))?;
            let mut dictionary = self.dictionary.borrow_mut();
            dictionary.look(self.in_use(), person).map_err(|fault| format!("{step:?}: {fault}"))?;
        }
        if file.exists() {
            fs::remove_file(&file).unwrap();
            self.follow();
        }
        Ok(watch.tally)
    }

    fn changed(&self, from: &str, text: Text, who: &str, texts: &[String]) -> String {
        match text {
            Text::Add => format!("{from}{}\n", self.mark(who)),
            Text::Cut => {
                from.lines().take(from.lines().count() - 1).map(|line| format!("{line}\n")).collect()
            }
            Text::Same => from.to_owned(),
            Text::Earlier(nth) => texts[nth % texts.len()].clone(),
        }
    }

    /// Who did it; none for a hand.
    fn step(
        &self,
        step: Step,
        id: &ArticleId,
        file: &Path,
        texts: &mut Vec<String>,
        watch: &mut Watch,
    ) -> Option<usize> {
        let held = self.publisher.store().held(id).unwrap();
        let actor = |who: Who| Actor {
            name: SPELLINGS[who.person][who.spelling].to_owned(),
            role: if who.spelling == 1 { Role::Admin } else { Role::Editor },
        };
        let act = |who: Who, action: Action| {
            self.publisher.act(id, action, None, Deed::new(&actor(who), "bo tak"), self.moment())
        };
        let mut count = |refused: bool| watch.tally.refused += usize::from(refused);
        match step {
            Step::Put { who, status, text, over_live, merged } => {
                let live = held.current.as_ref().filter(|_| over_live || held.next.is_none());
                let base = live.or(held.next.as_ref());
                let from = base.map_or_else(|| texts[0].clone(), |version| bare(&version.text));
                // Of its front matter alone nothing can be cut.
                let text =
                    if from.lines().count() < 8 && matches!(text, Text::Cut) { Text::Same } else { text };
                let text = self.changed(&from, text, &who.person.to_string(), texts);
                let expect = base.map_or(Expect::Absent, |version| Expect::Tag(version.etag.clone()));
                let standing = held.current.as_ref().map(|current| current.etag.as_str()).filter(|_| merged);
                let by = actor(who);
                let deed = Deed { base: standing, ..Deed::new(&by, "bo tak") };
                let put = self.publisher.put(id, &written(&text, status), expect, deed, self.moment());
                count(put.is_err());
                if put.is_ok() {
                    watch.brings(who.person, &text, base.map(|_| from.as_str()));
                    texts.push(text);
                }
                Some(who.person)
            }
            Step::Publish(who) => {
                // Some say which version they read, and some take whichever there is.
                let read = held.newest().map(|newest| newest.etag.clone()).filter(|_| who.spelling > 0);
                let (by, at) = (actor(who), self.moment());
                count(self.publisher.act(id, Action::Publish, read, Deed::new(&by, "bo tak"), at).is_err());
                Some(who.person)
            }
            Step::Archive(who) => {
                count(act(who, Action::Archive).is_err());
                Some(who.person)
            }
            Step::Restore(who) => {
                count(act(who, Action::Restore).is_err());
                Some(who.person)
            }
            Step::Discard(who) => {
                count(act(who, Action::Discard).is_err());
                Some(who.person)
            }
            Step::RollBack(who, nth) => {
                let history = self.publisher.store().history(id).unwrap();
                let Some(to) = history.get(nth % history.len().max(1)) else { return Some(who.person) };
                let text = self.publisher.store().revision(to.seq).unwrap().unwrap().1;
                let done = act(who, Action::RollBack(to.seq));
                count(done.is_err());
                if done.is_ok_and(|done| done.status != Status::Published) {
                    // It takes the place of what waits beside a served text, else of what stands: to say again what
                    // stands there already brings nothing.
                    let live = watch.served.is_some();
                    let over = if live { held.newest() } else { held.current.as_ref() };
                    let over = over.map(|version| bare(&version.text));
                    watch.brings(who.person, &bare(&text), over.as_deref());
                }
                Some(who.person)
            }
            Step::Hand(status, text) => {
                let from =
                    held.current.as_ref().map_or_else(|| texts[0].clone(), |current| bare(&current.text));
                let text = if matches!(text, Text::Cut) { Text::Same } else { text };
                let text = self.changed(&from, text, "reka", texts);
                fs::write(file, written(&text, status)).unwrap();
                self.follow();
                texts.push(text);
                None
            }
            Step::Dictionary(who, text) => {
                let name = DictionaryName::Synonyms;
                let current = self.publisher.library().dictionary(name).unwrap();
                let next = self.publisher.next_dictionary(name).unwrap();
                let next = next.map(|(version, text)| (text, version.etag));
                let current = current.map(|current| (current.text, current.etag));
                let (from, tag) = next.or(current).unwrap();
                // It grows from case to case; what is long loses its oldest lines.
                let kept: Vec<&str> = from.lines().skip(from.lines().count().saturating_sub(6)).collect();
                let text = match text {
                    Text::Same => from.clone(),
                    Text::Cut | Text::Earlier(_) => kept.join("\n") + "\n",
                    Text::Add => format!("{}\n# {}\n", kept.join("\n"), self.mark(&who.person.to_string())),
                };
                let by = actor(who);
                let expected = Expected::OneOf(vec![tag]);
                let deed = Deed::new(&by, "bo tak");
                let put = self.publisher.put_dictionary(name, &text, &expected, deed, self.moment()).unwrap();
                assert!(!matches!(put, DictionaryPut::Done { .. }), "one alone changed a dictionary");
                if matches!(put, DictionaryPut::Waits { .. }) {
                    self.dictionary.borrow_mut().brings(who.person, &text, Some(&from));
                }
                Some(who.person)
            }
            Step::PublishDictionary(who) => {
                // As of articles, some say which text they read.
                let next = self.publisher.next_dictionary(DictionaryName::Synonyms).unwrap();
                let read = next.map(|(version, _)| version.etag).filter(|_| who.spelling > 0);
                let by = actor(who);
                let deed = Deed::new(&by, "");
                self.publisher
                    .publish_dictionary(DictionaryName::Synonyms, read.as_deref(), deed, self.moment())
                    .unwrap();
                Some(who.person)
            }
            Step::DiscardDictionary(who) => {
                let by = actor(who);
                let deed = Deed::new(&by, "");
                self.publisher.discard_dictionary(DictionaryName::Synonyms, deed, self.moment()).unwrap();
                Some(who.person)
            }
            Step::HandDictionary => {
                let text = format!("# słownik\n# {}\n", self.mark("reka"));
                fs::write(self.publisher.kb().join("slowniki/synonimy.toml"), text).unwrap();
                self.follow();
                None
            }
        }
    }
}

#[test]
fn whatever_is_served_was_approved_by_somebody_who_is_not_its_author() {
    let house = House::open();
    let tally = RefCell::new(Tally::default());
    let (sequences, done) = (Cell::new(0), Cell::new(0));
    let begins = prop_oneof![
        Just(None),
        Just(Some(Status::Published)),
        Just(Some(Status::Draft)),
        Just(Some(Status::Archived))
    ];
    // `PROPTEST_CASES` asks for more; by default proptest would try 256, which is a minute's work.
    let asked = Config::default().cases;
    let cases = if asked == 256 { 64 } else { asked };
    let config = Config { cases, max_shrink_iters: 200, failure_persistence: None, ..Config::default() };
    let ran = TestRunner::new(config).run(&(begins, steps()), |(begins, steps)| {
        let one = house.run(begins, &steps);
        if one.is_err() {
            house.dictionary.borrow_mut().forget_text();
        }
        let one = one.map_err(TestCaseError::fail)?;
        sequences.set(sequences.get() + 1);
        done.set(done.get() + steps.len());
        let mut all = tally.borrow_mut();
        all.approved += one.approved;
        all.put_back += one.put_back;
        all.by_hand += one.by_hand;
        all.refused += one.refused;
        Ok(())
    });
    let all = tally.borrow();
    let dictionary = &house.dictionary.borrow().tally;
    println!(
        "four eyes: {} sequences, {} deeds; went live: {} approved by others, {} put back, {} by hand; refused {}; dictionary: {} approved, {} by hand; violations: {}",
        sequences.get(),
        done.get(),
        all.approved,
        all.put_back,
        all.by_hand,
        all.refused,
        dictionary.approved,
        dictionary.by_hand,
        usize::from(ran.is_err()),
    );
    ran.unwrap();
    // A rule that lets nothing through would hold, too.
    assert!(all.approved >= sequences.get() / 4 && all.put_back > 0, "{all:?}");
    assert!(dictionary.approved > 0, "{dictionary:?}");
}
