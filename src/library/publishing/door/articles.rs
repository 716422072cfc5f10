//! Articles through the door: what an editor asks for is checked against the house's rules and the text's errors, read
//! once, and handed on as one [`Edit`].

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Acknowledged, Action, Deed, Moment, PublishError, Publisher, Unconfirmed};
use crate::article::{self, Article, ArticleId, Code, Parsed, Problem, Severity, Status};
use crate::journal::Actor;
use crate::library::desk::preview::Finding;
use crate::library::publishing::store::{
    self, Change, Edit, Expect, Held, Place, Revision, RevisionKind, StoreError, Terms, Version,
};

impl Publisher {
    /// Writes the text of an article.
    ///
    /// Published text is live when this returns; a draft or a text in review waits beside a published article, or
    /// is the article's file where nothing is published.
    ///
    /// # Errors
    /// [`PublishError`], each with what it means for the text.
    pub fn put(
        &self,
        id: &ArticleId,
        text: &str,
        expect: Expect,
        deed: Deed<'_>,
        moment: Moment,
    ) -> Result<Acknowledged, PublishError> {
        self.ready_to_write(moment)?;
        let held = self.store.held(id)?;
        let (path, parsed) = self.read(id, &held, text);
        let (article, problems) = readable(id, &path, parsed)?;
        let status = article.status;
        let standing = standing(&held, &path);
        if status == Status::Archived && standing != Some(Status::Archived) && says_nothing(deed.why) {
            return Err(PublishError::NoReason);
        }
        let place = match status {
            Status::Draft | Status::Review if standing == Some(Status::Published) => Place::Next,
            _ => Place::Current,
        };
        let created = held.current.is_none();
        let edit = Edit {
            id: id.clone(),
            path,
            change: Change::Write { kind: RevisionKind::Put, place, article: Box::new(article) },
            expect,
            by: deed.by.clone(),
            why: deed.why.to_owned(),
            at: moment.at,
            terms: self.terms(deed, false),
        };
        let (revision, problems) = self.make(edit, problems, &held, deed.despite, moment.today)?;
        Ok(Acknowledged { revision, status, problems, created })
    }

    /// Publishes, archives, restores, rolls back or discards. `expect` is the version the editor looked at, where
    /// they say so.
    ///
    /// Under the rule of four eyes, what nobody but its authors has approved comes back as a text in review.
    ///
    /// # Errors
    /// [`PublishError`].
    pub fn act(
        &self,
        id: &ArticleId,
        action: Action,
        expect: Option<String>,
        deed: Deed<'_>,
        moment: Moment,
    ) -> Result<Acknowledged, PublishError> {
        self.ready_to_write(moment)?;
        let held = self.store.held(id)?;
        let Some(path) = held.path.clone() else { return Err(StoreError::Missing.into()) };
        let Wish { kind, place, from, status } = self.wish(id, action, &held, &path, deed)?;
        // What waits is published or thrown away by whoever has seen it, not by whoever saw what stands.
        if matches!(kind, RevisionKind::Publish | RevisionKind::Discard)
            && expect.as_ref().is_some_and(|tag| *tag != from.etag)
        {
            return Err(StoreError::Lost(Box::new(held)).into());
        }
        let text = match kind {
            RevisionKind::Discard => from.text.clone(),
            // What a hand put into service is approved letter for letter.
            RevisionKind::Publish if held.next.is_none() && standing(&held, &path) == Some(status) => {
                from.text.clone()
            }
            _ => article::with_status(&from.text, status),
        };
        // The newest version stands for "whatever I see": an action without a tag must still not race a change. Whether
        // what it sees is what somebody read, the store says, where nothing can come in between.
        let blind = expect.is_none();
        let expect = match (expect, kind) {
            (Some(tag), _) => tag,
            (None, RevisionKind::Publish | RevisionKind::Discard) => from.etag.clone(),
            (None, _) if place == Place::Next => {
                held.newest().map(|one| one.etag.clone()).unwrap_or_default()
            }
            (None, _) => held.current.as_ref().map(|one| one.etag.clone()).unwrap_or_default(),
        };
        let comes_back =
            held.current.is_none() && matches!(kind, RevisionKind::Restore | RevisionKind::RollBack);
        let expect = if comes_back { Expect::Absent } else { Expect::Tag(expect) };
        let (path, change, problems) = match kind {
            RevisionKind::Discard => (path, Change::Discard { text }, Vec::new()),
            _ => {
                let (path, parsed) = self.read(id, &held, &text);
                // What is taken away need not be faultless, but an article it has to be: what could not be read as one
                // would go on being served as it last was.
                let (article, problems) = readable(id, &path, parsed)?;
                (path, Change::Write { kind, place, article: Box::new(article) }, problems)
            }
        };
        let why = match (action, deed.why) {
            (Action::RollBack(seq), "") => format!("powrót do wersji {seq}"),
            (_, why) => why.to_owned(),
        };
        let edit = Edit {
            id: id.clone(),
            path,
            change,
            expect,
            by: deed.by.clone(),
            why,
            at: moment.at,
            terms: self.terms(deed, blind),
        };
        let (revision, problems) = self.make(edit, problems, &held, deed.despite, moment.today)?;
        Ok(Acknowledged { revision, status, problems, created: false })
    }

    /// What an action does to which version.
    fn wish(
        &self,
        id: &ArticleId,
        action: Action,
        held: &Held,
        path: &str,
        deed: Deed<'_>,
    ) -> Result<Wish, PublishError> {
        let standing = standing(held, path);
        let current = || held.current.clone().ok_or(StoreError::Missing);
        Ok(match action {
            Action::Publish => {
                let from = match (&held.next, standing) {
                    (Some(next), _) => next.clone(),
                    (None, Some(Status::Draft | Status::Review)) => current()?,
                    // A change made by hand is in service already; whoever looked at it may say so.
                    (None, Some(Status::Published)) if self.is_unapproved(id, held)? => current()?,
                    (None, Some(Status::Published)) => {
                        return Err(PublishError::State(
                            "Ten artykuł jest już opublikowany i żadna wersja nie czeka.",
                        ));
                    }
                    (None, _) => {
                        return Err(PublishError::State("Artykuł jest wycofany. Najpierw go przywróć."));
                    }
                };
                Wish { kind: RevisionKind::Publish, place: Place::Current, from, status: Status::Published }
            }
            Action::Archive => {
                if standing == Some(Status::Archived) {
                    return Err(PublishError::State("Ten artykuł jest już wycofany."));
                }
                if says_nothing(deed.why) {
                    return Err(PublishError::NoReason);
                }
                let from = current()?;
                Wish { kind: RevisionKind::Archive, place: Place::Current, from, status: Status::Archived }
            }
            Action::Restore if held.current.is_none() => {
                let from = self.last_text(id)?.ok_or(StoreError::Missing)?;
                let status = if self.rules.four_eyes { Status::Review } else { status_of(path, &from.text) };
                Wish { kind: RevisionKind::Restore, place: Place::Current, from, status }
            }
            Action::Restore => {
                if standing != Some(Status::Archived) {
                    return Err(PublishError::State("Ten artykuł nie jest wycofany."));
                }
                let from = current()?;
                let history = self.store.history(id)?;
                let stands = Held { next: None, ..held.clone() };
                let may = !self.rules.four_eyes || store::may_approve(&stands, &history, &deed.by.name);
                let status = if may { Status::Published } else { Status::Review };
                Wish { kind: RevisionKind::Restore, place: Place::Current, from, status }
            }
            Action::Discard => {
                let from = held
                    .next
                    .clone()
                    .ok_or(PublishError::State("Przy tym artykule nie czeka żadna wersja."))?;
                let status = article::parse(path, from.text.as_bytes())
                    .article
                    .map_or(Status::Draft, |article| article.status);
                Wish { kind: RevisionKind::Discard, place: Place::Next, from, status }
            }
            Action::RollBack(seq) => {
                let found = self.store.revision(seq)?.filter(|(revision, _)| revision.id == *id);
                let (revision, text) =
                    found.ok_or(PublishError::State("Ten artykuł nie ma takiej wersji w historii."))?;
                let from = Version { etag: revision.etag.clone(), revision: Some(revision), text };
                let live = standing == Some(Status::Published);
                let (place, status) = match (self.rules.four_eyes, live) {
                    (true, true) => (Place::Next, Status::Review),
                    (true, false) => (Place::Current, Status::Review),
                    // Of a file that is gone, the version comes back as it was.
                    (false, _) => (Place::Current, standing.unwrap_or_else(|| status_of(path, &from.text))),
                };
                Wish { kind: RevisionKind::RollBack, place, from, status }
            }
        })
    }

    /// Reads the text of an article, once, and says where its file is to stand: where it stands, or stood and nothing
    /// else stands now, or a new place.
    fn read(&self, id: &ArticleId, held: &Held, text: &str) -> (String, Parsed) {
        let is_free = |path: &&String| held.current.is_some() || self.store.is_free(path);
        match held.path.as_ref().filter(is_free) {
            Some(path) => (path.clone(), article::parse(path, text.as_bytes())),
            None => self.library.read_as(Some(id), text),
        }
    }

    /// The newest text that stood under an id: what a file that was removed by hand held.
    fn last_text(&self, id: &ArticleId) -> Result<Option<Version>, PublishError> {
        let history = self.store.history(id)?;
        let last = history.iter().find(|one| one.place == Place::Current && !one.etag.is_empty());
        let found = last.map(|one| self.store.revision(one.seq)).transpose()?.flatten();
        Ok(found.map(|(revision, text)| Version {
            text,
            etag: revision.etag.clone(),
            revision: Some(revision),
        }))
    }

    /// The terms of a deed; `blind` if it names no version.
    fn terms(&self, deed: Deed<'_>, blind: bool) -> Terms {
        let base = deed.base.map(str::to_owned);
        Terms { four_eyes: self.rules.four_eyes, blind, base, despite: Vec::new() }
    }

    /// Makes a change, if neither the house's rules nor the text's errors stand against it: the one way in. `problems`
    /// is what the reader of the text said of it.
    fn make(
        &self,
        mut edit: Edit,
        problems: Vec<Problem>,
        held: &Held,
        despite: &[Code],
        today: Date,
    ) -> Result<(Revision, Vec<Finding>), PublishError> {
        // Said before anybody is asked about errors; the store says it again, when nothing can come in between.
        store::foresee(&edit, held, &self.store.history(&edit.id)?)?;
        let findings = match &edit.change {
            Change::Discard { .. } | Change::Write { kind: RevisionKind::Archive, .. } => Vec::new(),
            Change::Write { article, .. } => {
                self.library.examine(&edit.id, &edit.path, (article, problems), today)
            }
        };
        if edit.comes_to_stand().is_some_and(|article| article.status == Status::Published) {
            edit.terms.despite = confirmed(&findings, despite)?;
        }
        Ok((self.submit(edit, today)?, findings))
    }

    /// Whether `by` may publish what waits: the rule of four eyes does not stand against it.
    ///
    /// # Errors
    /// [`PublishError::Store`].
    pub fn may_approve(&self, id: &ArticleId, held: &Held, by: &Actor) -> Result<bool, PublishError> {
        Ok(!self.rules.four_eyes || store::may_approve(held, &self.store.history(id)?, &by.name))
    }

    /// Whether the text in service was put there by hand and nobody has approved it since.
    ///
    /// # Errors
    /// [`PublishError::Store`].
    pub fn is_unapproved(&self, id: &ArticleId, held: &Held) -> Result<bool, PublishError> {
        if !self.rules.four_eyes {
            return Ok(false);
        }
        let history = self.store.history(id)?;
        // That a file was moved says nothing of its text.
        let newest = history
            .iter()
            .find(|revision| revision.place == Place::Current && revision.kind != RevisionKind::Moved);
        let by_hand = newest.is_some_and(|revision| revision.kind == RevisionKind::Hand);
        Ok(by_hand && standing(held, held.path.as_deref().unwrap_or_default()) == Some(Status::Published))
    }
}

/// What an action does: to which version, and what becomes of it.
struct Wish {
    kind: RevisionKind,
    place: Place,
    from: Version,
    status: Status,
}

/// The article `id` that was read, with what its reader said of it. What cannot be read as it is meant must be mended before it is published; what merely
/// points at nothing (a unit, a link) is for people to decide.
fn readable(
    id: &ArticleId,
    path: &str,
    Parsed { article, problems, .. }: Parsed,
) -> Result<(Article, Vec<Problem>), PublishError> {
    let misread = problems.iter().any(|problem| problem.severity == Severity::Error);
    let Some(article) = article else { return Err(PublishError::Invalid(problems)) };
    if article.id != *id {
        let message = format!("tekst jest artykułem „{}”, a zapisywany jest jako „{id}”", article.id);
        let problem = Problem::new(article::check::codes::WRONG_ID, path, 1, message)
            .help(format!("wpisz w nagłówku: id: {id}"));
        return Err(PublishError::Invalid(vec![problem]));
    }
    if misread && article.status == Status::Published {
        return Err(PublishError::Invalid(problems));
    }
    Ok((article, problems))
}

/// Codes of the errors that a text is published despite: exactly those it has.
fn confirmed(problems: &[Finding], despite: &[Code]) -> Result<Vec<String>, PublishError> {
    let errors = problems.iter().map(|finding| &finding.problem);
    let errors: BTreeSet<Code> =
        errors.filter(|problem| problem.severity == Severity::Error).map(|problem| problem.code).collect();
    let named: BTreeSet<Code> = despite.iter().copied().collect();
    if errors == named {
        return Ok(errors.into_iter().map(str::to_owned).collect());
    }
    Err(PublishError::Unconfirmed(Unconfirmed {
        problems: problems.to_vec(),
        missing: errors.difference(&named).copied().collect(),
        superfluous: named.difference(&errors).copied().collect(),
    }))
}

/// Whether a reason is none: empty, or of signs that nobody sees or reads.
fn says_nothing(why: &str) -> bool {
    !why.chars().any(char::is_alphanumeric)
}

/// What an earlier text said of itself.
fn status_of(path: &str, text: &str) -> Status {
    article::parse(path, text.as_bytes()).article.map_or(Status::Published, |article| article.status)
}

fn standing(held: &Held, path: &str) -> Option<Status> {
    let text = &held.current.as_ref()?.text;
    Some(article::parse(path, text.as_bytes()).article?.status)
}
