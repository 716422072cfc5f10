// The keyboard, and the buttons that do the same.

import { at, store } from "./core.js";
import { input, takeBack } from "./page.js";
import * as deeds from "./deeds.js";
import * as complete from "./complete.js";
import * as panel from "./panel.js";
import * as call from "./call.js";
import * as context from "./context.js";
import { ask, askAnew, cards, current, link, question, select, typed, whole } from "./ask.js";
import { leave, reading, viewing } from "./views.js";

const OFF = "drogowskaz.bez-skrotow";

const sheet = at("sciaga");
const cleared = at("wyczyszczono");
const switched = at("skroty");
const settings = store("localStorage");

switched.checked = settings.get(OFF) === null;
switched.addEventListener("change", () => {
  if (switched.checked) settings.remove(OFF);
  else settings.set(OFF, "1");
});

let erased = "";

/// Clears the field in a way that Ctrl+Z undoes, and says how.
const clear = () => {
  if (!input.value) return;
  erased = input.value;
  input.select();
  if (!document.execCommand("delete")) {
    input.value = "";
    input.dispatchEvent(new Event("input"));
  }
  cleared.hidden = false;
};

const undo = () => {
  input.focus();
  input.select();
  if (!document.execCommand("insertText", false, erased)) {
    input.value = erased;
    ask();
  }
};

input.addEventListener("input", () => {
  if (question()) cleared.hidden = true;
});

const newCall = () => {
  call.begin();
  context.leave();
  erased = input.value;
  input.value = "";
  input.focus();
  ask();
};

const showKeys = () => (sheet.open ? sheet.close() : sheet.showModal());

/// The next question is asked of everything again, and so is this one.
const forget = () => {
  context.leave();
  input.focus();
  if (viewing() === "results") askAnew();
};

const DEEDS = {
  sentence: deeds.sentence,
  phone: deeds.phone,
  pin: deeds.pin,
  informed: deeds.informed,
  handover: deeds.handover,
  "unit-phone": deeds.unitPhone,
  submission: deeds.submission,
  missing: deeds.missing,
  gap: deeds.gap,
  forget,
  error: deeds.error,
  print: () => print(),
  call: newCall,
  keys: showKeys,
  close: panel.close,
  undo,
  regret: takeBack,
};

const KEYS = { c: "sentence", t: "phone", o: "pin", u: "informed", p: "handover", z: "submission", b: "missing", d: "gap", n: "call", "?": "keys" };

document.addEventListener("click", (event) => {
  const deed = event.target.closest("[data-do]")?.dataset.do;
  if (deed) {
    if (event.target.closest("a")) event.preventDefault();
    DEEDS[deed]();
  }
  // A click anywhere on an answer selects it.
  const card = event.target.closest(".card");
  if (card) select(card);
});

document.addEventListener("focusin", (event) => {
  const card = event.target.closest(".card");
  if (card) select(card);
});

const focus = (card) => {
  link(card).focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
};

/// One answer up or down; true if there was somewhere to go.
const step = (by) => {
  if (viewing() !== "results") return false;
  const all = cards();
  if (all.length === 0) return false;
  const on = document.activeElement;
  const inside = all.findIndex((card) => card.contains(on));
  if (inside < 0) {
    if (by < 0 || (on !== input && on !== document.body && !on.matches("main"))) return false;
    focus(current());
    return true;
  }
  if (inside + by < 0) input.focus();
  else if (all[inside + by]) focus(all[inside + by]);
  return true;
};

/// The other matter of a question of two; true if there was one.
const across = (by) => {
  if (viewing() !== "results") return false;
  const matters = cards().filter((card) => card.closest(".part"));
  const on = matters.indexOf(current());
  if (on < 0 || !matters[on + by]) return false;
  focus(matters[on + by]);
  return true;
};

/// The section of an article, or the answer, with this number.
const jump = (number) => {
  if (viewing() === "results") {
    const card = cards()[number - 1];
    if (card) focus(card);
    return;
  }
  const entry = reading()?.querySelectorAll(".contents a")[number - 1];
  const heading = entry && document.getElementById(decodeURIComponent(entry.hash.slice(1)));
  if (!heading) return;
  heading.tabIndex = -1;
  heading.scrollIntoView();
  heading.focus({ preventScroll: true });
};

const escape = (event) => {
  event.preventDefault();
  if (panel.isOpen()) panel.close();
  else if (event.target === input && complete.key("Escape")) return;
  else if (viewing() !== "results") leave();
  else if (event.target !== input) input.focus();
  else if (context.id()) forget();
  else clear();
};

const writes = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;

/// A character outside a field: a deed, a number, or the beginning of a question.
const character = (event) => {
  if (!switched.checked || [" ", "Spacebar"].includes(event.key)) return;
  const deed = KEYS[event.shiftKey && event.key !== "?" ? "" : event.key.toLowerCase()];
  // A letter that has nothing to do is the first of a question.
  if (deed && (deed !== "gap" || deeds.hasGap())) {
    event.preventDefault();
    DEEDS[deed]();
  } else if (/^[1-9]$/.test(event.key)) {
    event.preventDefault();
    jump(Number(event.key));
  } else {
    input.focus();
    input.select();
    // Any character but the slash is the first of the new question.
    if (event.key === "/") event.preventDefault();
  }
};

document.addEventListener("keydown", (event) => {
  // In a field it takes back what was typed there.
  const undoes = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z";
  if (undoes && !writes(event.target) && takeBack()) event.preventDefault();
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
  const inField = writes(event.target);
  if (sheet.open) {
    if (event.key === "?") showKeys();
    return;
  }
  // The hand knows the slash; it does not know whether the field has the focus already.
  if (event.target === input && event.key === "/" && input.selectionEnd - input.selectionStart === input.value.length) {
    event.preventDefault();
    return;
  }
  if (event.target === input && event.key !== "Escape" && complete.key(event.key)) {
    event.preventDefault();
    return;
  }
  if (event.key === "Escape") escape(event);
  else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (inField && event.target !== input) return;
    if (step(event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
  } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
    if (!inField && across(event.key === "ArrowRight" ? 1 : -1)) event.preventDefault();
  } else if (!inField && event.key.length === 1) character(event);
});

input.addEventListener("input", (event) => {
  if (event.isComposing) return;
  call.ensure();
  typed();
});
input.addEventListener("compositionend", typed);

// Enter goes forward: first to the answers, from there into the article.
input.form.addEventListener("submit", async (event) => {
  event.preventDefault();
  complete.close();
  await whole();
  if (viewing() !== "results") await leave();
  if (current()) focus(current());
});
