// What an agent does with an answer: read it out, pass it on, record it. Each deed is about the article on the
// screen, or about the selected result.

import { at, make } from "./core.js";
import { REGRET, lasting, results, say } from "./page.js";
import { address, answered, asKept, current } from "./ask.js";
import { fetchArticle, reading, showPair, viewing } from "./views.js";
import { record, withdraw } from "./records.js";
import * as call from "./call.js";
import * as context from "./context.js";
import * as panel from "./panel.js";

const words = (element) => element?.innerText.replace(/\s+/g, " ").trim() ?? "";

/// The article that a deed is about, or the body that deals with what the city does not; `null` where there is neither.
const target = () => {
  const pair = at("obok");
  const region =
    viewing() === "pair"
      ? ([...pair.querySelectorAll(".reading")].find((one) => one.contains(document.activeElement)) ?? pair.querySelector(".reading"))
      : (reading() ?? (viewing() === "results" ? current() : null));
  if (region?.dataset.refer) return { region, refer: region.dataset.refer, title: words(region.querySelector("h2")), url: address() };
  if (!region?.dataset.id) return null;
  const { id, unit, category } = region.dataset;
  return { region, id, unit, category, title: words(region.querySelector("h1, .title, .heading")), url: `/artykul/${id}` };
};

const needed = () => {
  const found = target();
  if (!found) say("Najpierw znajdź artykuł, którego to dotyczy.");
  return found;
};

/// The question as it was asked: that of the results, or what stands in the field.
const asked = (about) => answered().question || asKept() || about?.title || "";

const copy = async (text, told) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without TLS, or without leave: the old way.
    const field = make("textarea", { class: "unseen" }, text);
    const before = document.activeElement;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    before?.focus({ preventScroll: true });
    if (!done) return say("Przeglądarka nie pozwala kopiować. Zaznacz tekst i użyj Ctrl+C.");
  }
  say(told);
};

export const phone = () => {
  const about = needed();
  if (!about) return;
  const { region, unit } = about;
  const number = region.querySelector("dd.phone, .phones li") ?? card(unit)?.querySelector(".phones li");
  if (!number && about.refer) return say("Karta nie podaje numeru. Podaj stronę.");
  if (!number) return say("Ten artykuł nie podaje telefonu. Klawisz p pokaże jednostkę.");
  copy(words({ innerText: number.textContent }), `Skopiowano numer ${number.textContent.trim()}.`);
};

export const sentence = () => {
  const about = needed();
  if (!about) return;
  const { region } = about;
  const said = region.querySelector(".summary") ?? region.querySelector(".passage:not(.internal) .text");
  if (!said) return say("Nie ma tu zdania do przeczytania: to, co widać, jest tylko dla konsultanta.");
  copy(words({ innerText: said.textContent }), "Skopiowano zdanie do przeczytania.");
};

/// The unit's card, from wherever it came with: the results or an article.
const card = (code) => {
  if (!code) return null;
  const named = `[data-card="${CSS.escape(code)}"]`;
  const found = results.querySelector(`template${named}`) ?? document.querySelector(named);
  if (!found) return null;
  const copied = document.createElement("div");
  copied.append((found.content ?? found).cloneNode(true));
  copied.querySelector("h2")?.remove();
  for (const element of copied.querySelectorAll("[id]")) element.removeAttribute("id");
  return copied;
};

const recordCall = (about, outcome) => {
  const seconds = call.seconds();
  if (!call.once(`${outcome}|${about?.id ?? ""}|${asked(about)}`)) return null;
  record("/api/v1/calls", {
    call: call.callId(),
    article: about?.id,
    question: asked(about),
    category: about?.category && panel.hasCategory(about.category) ? about.category : undefined,
    outcome,
    seconds,
    query_id: answered().id,
  });
  return seconds;
};

export const informed = () => {
  const about = needed();
  if (!about) return;
  const seconds = recordCall(about, "udzielono");
  if (seconds === null) return;
  if (about.refer) {
    call.looked("question", answered().question, about.url);
    call.noted(about.url, `wskazano ${about.refer}`);
    return say(`Zapisano: wskazano ${about.refer} (${lasting(seconds)}).`);
  }
  call.looked("article", about.title, about.url);
  call.noted(about.url, "udzielono");
  context.take(about.id, about.title, true);
  say(`Zapisano: udzielono informacji (${lasting(seconds)}).`);
};

/// Whether the answer that the keys are about says that something is not in the base.
export const hasGap = () => "gap" in (target()?.region.dataset ?? {});

/// Asks the editors to add what the base does not hold.
export const gap = () => {
  if (!hasGap()) return;
  const { region, id } = target();
  const { gap: fact, missing } = region.dataset;
  const what = `luka|${id}|${fact || asked(null)}`;
  if (!call.once(what)) return;
  const asks = { kind: "missing_fact", article: id, fact, question: asked(null), query_id: answered().id };
  // What the server has, nobody takes back: it gets the request once nobody can regret it any more.
  const held = record("/api/v1/feedback", asks, {}, REGRET);
  say(`Poproszono redakcję (DK-03) o dopisanie${missing ? `: ${missing}` : ""}.`, () => {
    withdraw(held);
    call.unrecorded(what);
    say("Wycofano prośbę o dopisanie.");
  });
};

export const handover = async () => {
  const about = needed();
  if (!about) return;
  const found = card(about.unit);
  if (about.refer) return say("Tej sprawy nie prowadzi miasto. Podaj numer albo stronę z karty.");
  if (!found) return say("Ten artykuł nie podaje jednostki. Wybierz inny wynik albo zapytaj o jednostkę.");
  const unit = words({ innerText: found.querySelector(".name")?.textContent ?? about.unit });
  const opened = await panel.openForm("handover", {}, () => {
    const seconds = recordCall(about, "przekazano");
    if (seconds === null) return;
    call.looked("article", about.title, about.url);
    call.noted(about.url, "przekazano");
    say(`Zapisano: przekazano do ${about.unit} (${lasting(seconds)}).`);
  });
  if (!opened) return say(`${unit}. Formularze jeszcze się nie wczytały, spróbuj za chwilę.`);
  opened.querySelector("[data-unit-card]").append(...found.childNodes);
  document.activeElement.scrollIntoView({ block: "nearest" });
};

export const unitPhone = () => {
  const number = at("panel").querySelector(".phones li")?.textContent.trim();
  if (number) copy(number.replace(/\s/g, " "), `Skopiowano numer ${number}.`);
  else say("Ta jednostka nie podaje telefonu.");
};

const unready = () => say("Formularze jeszcze się nie wczytały, spróbuj za chwilę.");

export const submission = async () => {
  const about = target();
  const known = { category: about?.category, unit: about?.unit };
  const opened = await panel.openForm("submission", known, (given) => {
    call.ensure();
    const what = given.kind === "idea" ? "pomysł" : "zgłoszenie";
    say(`Zapisano ${what} dzwoniącego.`);
    record(
      "/api/v1/submissions",
      { ...given, call: call.callId() },
      {
        written: ({ number }) => number && say(`Zapisano ${what} dzwoniącego, nr ${number}.`),
        refused: (fields) => panel.restore("submission", fields),
      },
    );
  });
  if (!opened) unready();
};

export const missing = async () => {
  const opened = await panel.openForm("missing", { question: asked(null) }, ({ question: wanted, text }) => {
    const refused = (fields) => panel.restore("missing", fields);
    record("/api/v1/feedback", { kind: "missing_article", question: wanted, text }, { refused });
    const seconds = call.seconds();
    if (call.once(`brak||${wanted}`)) {
      record("/api/v1/calls", { call: call.callId(), question: wanted, outcome: "brak", seconds, query_id: answered().id });
    }
    say("Zgłoszono brak artykułu. Redakcja (DK-03) dostanie to pytanie.");
  });
  if (!opened) unready();
};

export const error = async () => {
  const about = needed();
  if (!about) return;
  const opened = await panel.openForm("error", {}, ({ text }) => {
    record("/api/v1/feedback", { kind: "error", article: about.id, question: answered().question, text }, {
      refused: (fields) => panel.restore("error", fields),
    });
    say("Zgłoszono błąd. Redakcja (DK-03) go sprawdzi.");
  });
  if (!opened) return unready();
  opened.querySelector("[data-title]").textContent = about.title;
};

export const pin = async () => {
  const about = needed();
  if (!about) return;
  if (about.refer) return say("Przypiąć można tylko artykuł z bazy.");
  try {
    // Brought while there is a connection, so that it can be shown when there is none.
    await fetchArticle(about.url);
  } catch {
    return say("Nie udało się przypiąć artykułu: serwer nie odpowiada.");
  }
  const pins = call.pin(about.url, about.title);
  if (pins === null) return say(`Odpięto „${about.title}”.`);
  context.take(about.id, about.title, true);
  if (pins.length < 2) return say("Przypięto. Przypnij drugi artykuł, a staną obok siebie.");
  const [left, right] = await Promise.all(pins.map(fetchArticle));
  showPair(left, right);
  say("");
};
