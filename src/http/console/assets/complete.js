// Completions of the question: the combobox of the ARIA Authoring Practices, laid out as one line under the field.
//
// The line is there already, so nothing moves when completions come. They come only where there is no sure answer:
// under one, ↓ is wanted for the results. ↓ leads to the completions, ← → along them, ↓ again on to the results.

import { at, later, make, never } from "./core.js";
import { mask } from "./mask.js";
import { request } from "./net.js";
import { input } from "./page.js";
import { ask, question } from "./ask.js";

const PAUSE = 120; // ms without a key until completions are asked for
const MOST = 4;

const list = at("podpowiedzi");
let options = [];
let active = -1;
let under = null;

input.setAttribute("role", "combobox");
input.setAttribute("aria-autocomplete", "list");
input.setAttribute("aria-controls", list.id);
input.setAttribute("aria-expanded", "false");

export const isOpen = () => options.length > 0;
export const isActive = () => active >= 0;

const point = (to) => {
  active = to;
  options.forEach((option, place) => option.setAttribute("aria-selected", String(place === active)));
  if (isActive()) {
    input.setAttribute("aria-activedescendant", options[active].id);
    options[active].scrollIntoView({ block: "nearest", inline: "nearest" });
  } else {
    input.removeAttribute("aria-activedescendant");
  }
};

const fill = (texts) => {
  options = texts.map((text, place) => {
    const option = make("li", { id: `podpowiedz-${place}`, role: "option" }, text);
    // Keeps the focus in the field.
    option.addEventListener("mousedown", (event) => event.preventDefault());
    option.addEventListener("click", () => accept(text));
    return option;
  });
  list.replaceChildren(...options);
  list.hidden = !isOpen();
  input.setAttribute("aria-expanded", String(isOpen()));
  point(-1);
};

export const close = () => {
  never("complete");
  under?.abort();
  if (isOpen()) fill([]);
};

const accept = (text) => {
  close();
  input.focus();
  // As if it had been typed, so that Ctrl+Z takes it back.
  input.select();
  if (!document.execCommand("insertText", false, text)) input.value = text;
  close();
  ask();
};

/// Asks for completions of what stands in the field, once typing pauses.
export const offer = () =>
  later("complete", PAUSE, async () => {
    const typed = question();
    // What tells of somebody is nobody's question, and this one would stand in an address.
    if (mask(typed) !== typed) return;
    if (typed.length < 2 || document.activeElement !== input) return;
    under?.abort();
    const mine = (under = new AbortController());
    try {
      const response = await request("GET", `/api/v1/suggest?limit=${MOST + 1}&q=${encodeURIComponent(typed)}`, { signal: mine.signal });
      const { suggestions } = await response.json();
      if (mine.signal.aborted || question() !== typed || document.activeElement !== input) return;
      const texts = [...new Set(suggestions.map((one) => one.text))];
      const fresh = texts.filter((text) => text.toLowerCase() !== typed.toLowerCase()).slice(0, MOST);
      // The same once more is no reason to take away the one that is pointed at.
      if (fresh.join("\n") !== options.map((option) => option.textContent).join("\n")) fill(fresh);
    } catch {
      // Completions are a courtesy; the question itself says what went wrong.
    }
  });

/// What a key does to the completions; true if it was theirs.
export const key = (name) => {
  if (!isOpen()) return false;
  switch (name) {
    case "ArrowDown":
      if (isActive()) {
        close();
        return false;
      }
      point(0);
      return true;
    case "ArrowUp":
      if (!isActive()) return false;
      point(-1);
      return true;
    case "ArrowRight":
    case "ArrowLeft":
      if (!isActive()) return false;
      point((active + (name === "ArrowRight" ? 1 : options.length - 1)) % options.length);
      return true;
    case "Enter":
      if (!isActive()) return false;
      accept(options[active].textContent);
      return true;
    case "Escape":
      close();
      return true;
    case "Home":
    case "End":
      point(-1);
      return false;
    default:
      return false;
  }
};

input.addEventListener("blur", () => later("complete", 0, close));
