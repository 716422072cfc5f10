// From the question to its answers, while it is being typed.
//
// The results region takes the same HTML that the server sends with the whole page. What is on the screen stays until
// its successor is there; the answer that the agent selected stays selected wherever it moves to.

import { Lost, Refused, SignedOut, at, later, never } from "./core.js";
import { mask } from "./mask.js";
import * as context from "./context.js";
import { html, onReturn, tellFault } from "./net.js";
import { input, results } from "./page.js";

const PAUSE = 25; // ms between questions: the first key asks at once, a burst of keys asks once
const SETTLED = 600; // ms until an answer counts as read: then it is announced and remembered
const RESTS = 250; // ms without a key until an unfinished word counts as finished
const KEPT = 40; // questions whose answers can be shown again without a connection

const said = at("stan");
/// A question as it may stand in an address or a title. A number at its end may be the beginning of a longer one that
/// is still being typed: the server's mask knows a phone once it is whole, and neither must have held its first half.
export const nameable = (text) => text.replace(/(?:\d[\s.\-]?){5,}$/, "").trim();

const kept = new Map();
const listeners = { shown: new Set(), settled: new Set() };

let shown = results.firstElementChild ? (results.querySelector("[data-query]")?.dataset.query ?? "") : null;
// The same as the server masked it: the only form in which a question is kept, in an address, a title or a store.
let keepable = results.querySelector("[data-query]")?.dataset.kept ?? "";
let place = location.pathname === "/" ? location.search : keepable ? `?q=${encodeURIComponent(keepable)}` : "";
let askedAt = -PAUSE;
let under = null; // the request under way
let owed = false; // a question that the server did not answer yet
let selected = null;
let typedAt = -RESTS;
let refined = null; // the question whose answers were put into a better order
let held = null; // an answer of another kind than the one on the screen, to a question that is still being typed

export const onShown = (work) => listeners.shown.add(work);
export const onSettled = (work) => listeners.settled.add(work);

export const question = () => input.value.trim();

/// What stands in the field, as it may be kept.
export const asKept = () => (question() === shown ? keepable : mask(question()));

/// The question whose answers are on the screen, as it may be kept, and the server's name for that search.
export const answered = () => ({ question: keepable, id: results.querySelector("[data-query-id]")?.dataset.queryId });

/// What the answer on the screen is worth.
const worth = (region) => region.querySelector("[data-state]")?.dataset.state;

/// Whether the answer says what there is to say, or there is no question.
export const isSure = () => !shown || !["unsure", "nothing"].includes(worth(results));

/// The article of which the question on the screen was asked.
export const askedOf = () => new URLSearchParams(place).get("context");

/// Where the results on the screen can be found again.
export const address = () =>
  place ? `/${place}` : nameable(keepable) ? `/?q=${encodeURIComponent(nameable(keepable))}` : "/";

export const cards = () => [...results.querySelectorAll(".card")];

/// The answer that the keys are about: the one selected, or the first.
export const current = () => cards().find((card) => card.dataset.key === selected) ?? cards()[0] ?? null;

const mark = () => {
  const now = current();
  for (const card of cards()) card.toggleAttribute("data-current", card === now);
};

export const select = (card) => {
  selected = card.dataset.key;
  mark();
};

/// What a card is opened by, and gets the focus.
export const link = (card) => card?.querySelector(".heading a, h2[tabindex]");

/// Whether the question is whole: a word that is still being typed may be another one with its next letter.
const rests = () => /[\s?!.,;]$/.test(input.value) || performance.now() - typedAt >= RESTS;

const show = (text, search) => {
  const focused = results.contains(document.activeElement);
  held = null;
  const wanted = new URLSearchParams(search);
  shown = wanted.get("q")?.trim() ?? "";
  results.innerHTML = text;
  keepable = results.querySelector("[data-query]")?.dataset.kept ?? "";
  const named = nameable(keepable);
  if (named) wanted.set("q", named);
  else wanted.delete("q");
  place = named === shown ? search : wanted.size ? `?${wanted}` : "";
  if (!current() || current().dataset.key !== selected) selected = null;
  mark();
  if (focused) (link(current()) ?? input).focus({ preventScroll: true });
  if (scrollY > 0) scrollTo(0, 0);
  for (const work of listeners.shown) work(shown);
  settle();
};

/// Shows an answer. While a word is being typed the one on the screen stays, unless the next is of the same kind and
/// about the same: nothing flickers with each key.
const present = (text, search) => {
  const next = document.createElement("template");
  next.innerHTML = text;
  const kind = (region) => `${worth(region)} ${region.querySelector(".card")?.dataset.key}`;
  if (!shown || rests() || kind(next.content) === kind(results)) return show(text, search);
  held = { text, search };
  later("rest", RESTS, release);
};

const release = () => {
  if (!held) return;
  if (rests()) show(held.text, held.search);
  else later("rest", RESTS, release);
};

const settle = () =>
  later("settled", SETTLED, () => {
    if (mayRefine() && refined !== place && !selected && !results.contains(document.activeElement)) return refine();
    said.textContent = results.querySelector("[data-said]")?.dataset.said ?? "";
    for (const work of listeners.settled) work(shown);
  });

/// Whether the server can put the answers into a better order, now that the question is whole. One that tells of somebody
/// stays as it is: its place has other words.
const mayRefine = () =>
  results.querySelector("[data-refines]") !== null &&
  question() === shown &&
  new URLSearchParams(place).get("q")?.trim() === shown;

/// Asks once more what is on the screen. Once: what comes too late now may come too late again.
const refine = () => {
  refined = place;
  return put(place, true);
};

/// The agent has gone on to an answer: the results are read, and neither announced nor remembered a second time.
export const stopSettling = () => never("settled");

/// The answers to the question at `search`. One that tells of somebody travels in a body: addresses are logged on the way.
const fragment = (search, signal, whole) => {
  const asked = new URLSearchParams(search);
  const words = asked.get("q") ?? "";
  if (whole) asked.set("settled", "true");
  const settled = whole ? "settled=true&" : "";
  if (mask(words) === words) return html("GET", `/${search}${search ? "&" : "?"}${settled}fragment=1`, { signal });
  asked.set("fragment", "1");
  return html("POST", "/", { body: asked, signal });
};

/// Puts the question at `search` (`?q=…`) and shows what comes back; nobody types on at a `whole` one.
const put = async (search, whole = false) => {
  under?.abort();
  const mine = (under = new AbortController());
  askedAt = performance.now();
  owed = true;
  try {
    const text = await fragment(search, mine.signal, whole);
    if (mine.signal.aborted) return;
    owed = false;
    kept.delete(search);
    kept.set(search, text);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value);
    present(text, search);
  } catch (failed) {
    if (mine.signal.aborted) return;
    if (failed instanceof Refused) {
      owed = false;
      tellFault(failed);
    } else if (failed instanceof Lost && kept.has(search)) {
      show(kept.get(search), search);
    } else if (!(failed instanceof Lost || failed instanceof SignedOut)) {
      throw failed;
    }
  }
};

const search = () => {
  if (!question()) return "";
  const of = context.id();
  return `?q=${encodeURIComponent(question())}${of ? `&context=${of}` : ""}`;
};

/// Asks what stands in the field, unless that is what the screen shows.
export const ask = (whole = false) => {
  never("ask");
  if (question() === shown && !owed) {
    under?.abort();
    held = null;
    return whole && mayRefine() ? refine() : Promise.resolve();
  }
  if (held?.search === search()) {
    release();
    return whole && mayRefine() ? refine() : Promise.resolve();
  }
  return put(search(), whole);
};

/// Asks at once, or when the pause after the last question is over.
export const typed = () => {
  typedAt = performance.now();
  const wait = askedAt + PAUSE - performance.now();
  if (wait <= 0) ask();
  else later("ask", wait, ask);
};

/// The question is whole: Enter was pressed.
export const whole = () => {
  typedAt = -RESTS;
  return ask(true);
};

/// The same question once more, asked of nothing.
export const askAnew = () => (question() && shown !== null ? put(search()) : Promise.resolve());

/// Follows a link to results: another question, a filter, further pages.
export const follow = (link) => {
  const url = new URL(link, location);
  input.value = url.searchParams.get("q") ?? "";
  if (!url.searchParams.has("context")) context.leave();
  typedAt = -RESTS;
  selected = null;
  return put(url.search);
};

onReturn(() => {
  if (owed) put(search());
});

// A browser that comes back to the page may have kept the field and not the results.
addEventListener("pageshow", () => {
  if (shown !== null && question() !== shown) ask();
});

/// Called once the page is wired: what the server sent with it counts as shown.
export const begin = () => {
  mark();
  if (shown) {
    kept.set(place, results.innerHTML);
    for (const work of listeners.shown) work(shown);
    settle();
  }
  // Somebody was faster than the wiring.
  if (shown !== null && question() !== shown) ask();
};

