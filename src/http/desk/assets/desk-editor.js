// One article being written: the text, the form, what becomes of them, and the ways to save.

import { Refused, at, clock, later, send } from "./core.js";
import { collide } from "./desk-collision.js";
import { ask } from "./desk-despite.js";
import * as form from "./desk-form.js";
import { forget, keep, offer } from "./desk-keep.js";
import { golden, latest, look, preview, rehearse, show, soon } from "./desk-look.js";
import { found, say, tell } from "./desk-told.js";

const SAFE = "Tekst jest zachowany w tej przeglądarce.";
const AFTER = { draft: "szkic", review: "do-sprawdzenia", publish: "opublikowano", archive: "wycofano", restore: "przywrocono", reviewed: "przywrocono-do-sprawdzenia", discard: "odrzucono" };

let article;
let text;
let standing;

export function begin() {
  const box = at("edytor_");
  const { id, etag, revision, status, waiting, ...is } = box.dataset;
  article = { id, etag, revision, status, waiting };
  for (const name of ["fourEyes", "mayApprove", "unapproved", "correcting"]) article[name] = is[name] === "true";
  text = at("tekst_");
  standing = text.value;
  box.addEventListener("submit", (event) => event.preventDefault());
  text.addEventListener("input", changed);
  for (const event of ["keyup", "click", "focus"]) text.addEventListener(event, place);
  form.begin(text, changed, remember);
  tabs();
  at("proba_").addEventListener("click", () => rehearse(text, article.id));
  for (const button of document.querySelectorAll("[data-do]")) {
    button.addEventListener("click", () => button.getAttribute("aria-disabled") !== "true" && act(button.dataset.do));
  }
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      act("draft");
    }
  });
  addEventListener("pagehide", remember);
  addEventListener("online", () => soon(text, () => article.id));
  document.addEventListener("click", outward);
  offer(article.id, article.etag, standing, (one) => {
    text.value = one.text;
    // The version it began with: if somebody was faster since, saving will show both.
    article.etag = one.etag === "0" ? "" : one.etag;
    form.take(one.fields);
    at("powod_").value = one.why ?? "";
    changed();
    text.focus();
  });
  buttons();
  look(text, article.id);
}

const modified = () => text.value !== standing || Object.keys(form.waiting()).length > 0;

function changed() {
  remember();
  buttons();
  place();
  soon(text, () => article.id);
}

function remember() {
  if (!modified()) return forget(article.id, article.etag);
  const kept = keep(article.id, article.etag, { text: text.value, fields: form.waiting(), why: at("powod_").value });
  if (!kept) tell(at("meldunek_"), new Refused(0, { detail: "Przeglądarka nie chce zachować tekstu (brak miejsca). Zapisz szkic." }));
}

function place() {
  const before = text.value.slice(0, text.selectionStart).split("\n");
  at("miejsce_").textContent = `wiersz ${before.length}, znak ${before.at(-1).length + 1}`;
}

/// Whether there is a text that can be published as it is.
const publishable = () => Boolean(article.waiting) || ["draft", "review"].includes(article.status) || article.unapproved;

/// What can be done with the article as it stands.
function buttons() {
  const one = (name) => document.querySelector(`[data-do="${name}"]`);
  one("discard").hidden = !article.waiting;
  // Beside a version that waits there is no room for another draft.
  for (const name of ["draft", "review"]) one(name).hidden = article.correcting;
  one("archive").hidden = !article.id || article.status === "archived";
  one("restore").hidden = article.status !== "archived";
  const own = article.fourEyes && (modified() || !article.mayApprove || !publishable());
  one("publish").setAttribute("aria-disabled", own ? "true" : "false");
  one("publish").textContent = !modified() && publishable() && article.fourEyes ? "Zatwierdź i opublikuj" : "Opublikuj";
}

/// Links of a preview open beside it: the text stays where it is.
function outward(event) {
  const link = event.target.closest?.(".preview a[href]");
  if (!link || link.getAttribute("href").startsWith("#")) return;
  event.preventDefault();
  open(link.href, "_blank", "noopener");
}

function tabs() {
  const all = [...document.querySelectorAll('[role="tab"]')];
  const choose = (tab) => {
    for (const one of all) {
      const chosen = one === tab;
      one.setAttribute("aria-selected", chosen);
      one.tabIndex = chosen ? 0 : -1;
      at(one.getAttribute("aria-controls")).hidden = !chosen;
    }
    preview();
    if (tab.id === "z_kontrola") golden(article.id);
  };
  for (const [index, tab] of all.entries()) {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1, Home: -index, End: all.length - 1 - index }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      const next = all[(index + step + all.length) % all.length];
      choose(next);
      next.focus();
    });
  }
}

let busy = false;

/// `despite` names errors that the editor has decided to publish the text with.
async function act(what, despite = []) {
  if (busy || document.querySelector(`[data-do="${what}"]`).hidden) return;
  busy = true;
  const message = at("meldunek_");
  at("mimo_").hidden = true;
  later("wait", 300, () => busy && say(message, "Zapisuję…"));
  try {
    await (["draft", "review", "publish"].includes(what) ? save(what, despite) : command(what, despite));
  } catch (fault) {
    await failed(fault, what);
  } finally {
    busy = false;
    buttons();
  }
}

const why = () => encodeURIComponent(at("powod_").value.trim());

const query = (despite) => `?why=${why()}${despite.length ? `&despite=${despite.join(",")}` : ""}${article.base ? `&base=${article.base}` : ""}`;

/// Publishing what waits, untouched, is a deed; everything else is a text.
async function save(what, despite) {
  if (what === "publish" && !modified() && publishable()) return command("publish", despite);
  const status = { draft: "draft", review: "review", publish: "published" }[what];
  const id = await named();
  const merged = await form.merge(text, { status, ...(article.id ? {} : { id }) });
  const condition = article.etag ? { "if-match": `"${article.etag}"` } : { "if-none-match": "*" };
  const response = await send("PUT", `/api/v1/articles/${id}${query(despite)}`, { body: merged, type: "text/markdown", headers: condition });
  const saved = await response.json();
  found();
  forget(article.id, article.etag);
  if (what !== "draft" || !article.id) return go(id, what);
  if (text.value === merged) standing = merged;
  // What was merged is the version's own beginning now.
  Object.assign(article, { etag: saved.etag, revision: saved.revision, [saved.waiting ? "waiting" : "status"]: saved.status, mayApprove: !article.fourEyes, base: undefined });
  remember();
  say(at("meldunek_"), `Szkic zapisany o ${clock()} (wersja ${saved.revision}).`);
  say(at("stan_"), saved.waiting ? "Opublikowany. Obok leży szkic nowej wersji – Twój, sprzed chwili." : "Szkic, którego nikt poza redakcją nie widzi.");
}

async function command(what, despite) {
  if (what === "archive" && !at("powod_").value.trim()) {
    at("powod_").focus();
    throw new Refused(0, { detail: "Napisz niżej, w polu „Co i dlaczego zmieniasz”, dlaczego wycofujesz ten artykuł, i naciśnij „Wycofaj” jeszcze raz." });
  }
  const headers = article.etag && what === "publish" ? { "if-match": `"${article.etag}"` } : {};
  const response = await send("POST", `/api/v1/articles/${article.id}/${what}${query(despite)}`, { headers });
  const { live } = await response.json();
  forget(article.id, article.etag);
  go(article.id, what === "restore" && !live ? "reviewed" : what);
}

function go(id, what) {
  location.assign(`/redakcja/${id}?zapisano=${AFTER[what]}`);
}

/// The id of the article, or the one that a new one gets.
async function named() {
  if (article.id) return article.id;
  const wanted = at("f_id").value.trim();
  if (wanted) return wanted;
  const looked = await look(text, "");
  if (!looked?.title || !at("f_title").value.trim()) {
    throw new Refused(0, { detail: "Nowy artykuł potrzebuje tytułu. Wpisz go i zapisz jeszcze raz." });
  }
  return looked.id;
}

async function failed(fault, what) {
  const message = at("meldunek_");
  if (fault instanceof Refused && fault.status === 412) {
    if (!article.id) return tell(message, new Refused(412, { detail: "Artykuł o tym identyfikatorze już jest. Wpisz inny identyfikator w nagłówku albo otwórz tamten artykuł z listy." }));
    say(message);
    // The published text is newer than the one that what waits began from; the version that waits stays mine.
    const published = fault.problem.base !== undefined;
    try {
      await collide(article.id, { base: published ? fault.problem.base : article.etag, text: text.value, published }, (merged, etag, revision) => {
        forget(article.id, article.etag);
        Object.assign(article, published ? { base: etag } : { etag, revision });
        text.value = merged;
        changed();
        say(message, "Masz przed sobą najnowszą wersję ze swoimi zmianami. Przejrzyj ją i zapisz.");
        text.focus();
      });
    } catch (other) {
      tell(message, other, SAFE);
    }
    return undefined;
  }
  if (fault instanceof Refused && fault.problem.missing?.length) {
    say(message);
    ask(fault.problem, what, (line) => show(text, line), (despite) => act(what, despite));
    return undefined;
  }
  tell(message, fault, SAFE);
  const first = (fault.problem?.problems ?? latest()?.problems ?? []).find((one) => one.severity === "error");
  if (fault instanceof Refused && fault.status === 422 && first) show(text, first.line);
  return undefined;
}
