// The form beside the text. It shows what the header says and changes single keys of it; the merging is the
// server's, which reads headers with the code that publishes them.

import { Refused, at, later, never, sendJson } from "./core.js";
import { found, say, tell } from "./desk-told.js";

const fields = () => [...document.querySelectorAll("[data-key]")];
const isList = (field) => "list" in field.dataset;

/// Changes that are in the form and not in the text yet.
const pending = new Map();

export const waiting = () => Object.fromEntries(pending);

export const take = (changes) => {
  for (const [key, value] of Object.entries(changes ?? {})) {
    pending.set(key, value);
    const field = fields().find((one) => one.dataset.key === key);
    if (field) field.value = Array.isArray(value) ? value.join("\n") : value;
  }
};

/// Shows what the header says, but for the field that is being written in.
export function fill(header) {
  for (const field of fields()) {
    const { key } = field.dataset;
    if (pending.has(key) || (field === document.activeElement && field.tagName !== "SELECT")) continue;
    const value = header?.[key] ?? "";
    const shown = Array.isArray(value) ? value.join(isList(field) ? "\n" : ", ") : value;
    if (field.tagName === "SELECT" && shown && ![...field.options].some((option) => option.value === shown)) {
      field.add(new Option(`${shown} (nieznane)`, shown));
    }
    if (field.value !== shown) field.value = shown;
  }
}

/// A header that cannot be read cannot be changed by a form.
export const enable = (readable) => {
  for (const field of fields()) if (field.dataset.key !== "id" || !field.readOnly) field.disabled = !readable;
  const message = at("pola_");
  if (!readable) {
    message.classList.add("caution");
    message.textContent = "Nagłówka nie da się teraz odczytać. Popraw go w tekście obok, formularz poczeka.";
  } else if (message.textContent.startsWith("Nagłówka nie da się teraz")) {
    say(message);
  }
};

let merging = null;

/// Puts what is pending, and `more`, into the text. Gives the text; throws what the server says.
export async function merge(text, more = {}) {
  for (;;) {
    const sent = { text: text.value, fields: { ...waiting(), ...more } };
    if (!Object.keys(sent.fields).length) return sent.text;
    const merged = await sendJson("POST", "/redakcja/naglowek", sent);
    found();
    // Somebody typed meanwhile: their letters come first.
    if (text.value !== sent.text) continue;
    for (const [key, value] of Object.entries(sent.fields)) {
      if (JSON.stringify(pending.get(key)) === JSON.stringify(value)) pending.delete(key);
    }
    replace(text, merged.text);
    return merged.text;
  }
}

/// Changes only the part of the field that differs, so that caret and scroll stay where they are.
export function replace(text, wanted) {
  const old = text.value;
  if (old === wanted) return;
  let start = 0;
  while (start < old.length && start < wanted.length && old[start] === wanted[start]) start += 1;
  let end = 0;
  while (end < old.length - start && end < wanted.length - start && old.at(-1 - end) === wanted.at(-1 - end)) end += 1;
  const { scrollTop } = text;
  text.setRangeText(wanted.slice(start, wanted.length - end), start, old.length - end, "preserve");
  text.scrollTop = scrollTop;
}

/// `changed` is called when the form has changed the text, `touched` at every letter.
export function begin(text, changed, touched) {
  const work = () => {
    merging ??= merge(text)
      .then(() => {
        say(at("pola_"));
        changed();
      })
      .catch((fault) => {
        if (fault instanceof Refused) pending.clear();
        tell(at("pola_"), fault, "Zmiana w formularzu czeka.");
      })
      .finally(() => {
        merging = null;
        if (pending.size && navigator.onLine) later("pola", 1500, work);
      });
  };
  for (const field of fields()) {
    field.addEventListener("input", () => {
      const value = isList(field) ? field.value.split("\n").filter((line) => line.trim()) : field.value;
      pending.set(field.dataset.key, value);
      touched();
      never("pola");
      later("pola", 350, work);
    });
  }
  addEventListener("online", () => pending.size && work());
}
