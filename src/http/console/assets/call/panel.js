// The panel beside the results: forms that are filled in while the answer stays readable.
//
// It is no modal: the question, the results and the keys work on. What was typed into a form is kept when it is
// closed, until it is sent: in memory as it was typed, in the browser's store coarsely masked.

import { at, later, store } from "./core.js";
import { mask } from "./mask.js";
import { html, onReturn } from "./net.js";

const DRAFT = "drogowskaz.szkic.";

const panel = at("panel");
const drafts = store("sessionStorage");
const typed = new Map();
let forms = null;
let opener = null;
let name = null;
let onSubmit = null;

/// Brings the forms once the page is at rest; without a connection they come when it is back.
export const prepare = async () => {
  if (forms) return;
  try {
    const shelf = document.createElement("div");
    shelf.hidden = true;
    shelf.innerHTML = await html("GET", "/formularze");
    document.body.append(shelf);
    forms = shelf;
  } catch {
    later("forms", 5000, prepare);
  }
};
onReturn(prepare);

export const isOpen = () => !panel.hidden;

const fields = () => [...panel.querySelectorAll("[name]")].filter((field) => field.type !== "radio" || field.checked);

const values = () => Object.fromEntries(fields().map((field) => [field.name, field.value.trim()]));

/// Keeps what stands in a form, or what the server refused of it, for the next time the form is opened.
export const restore = (which, fields) => {
  typed.set(which, fields);
  const masked = Object.entries(fields).map(([field, value]) => [field, typeof value === "string" ? mask(value) : value]);
  drafts.set(DRAFT + which, JSON.stringify(Object.fromEntries(masked)));
};

const keepDraft = () => {
  if (!isOpen() || !panel.querySelector("[name]")) return;
  restore(name, values());
};

const draft = () => {
  if (typed.has(name)) return typed.get(name);
  try {
    return JSON.parse(drafts.get(DRAFT + name)) ?? {};
  } catch {
    return {};
  }
};

/// Whether the dictionary has this category, as far as is known here.
export const hasCategory = (code) => {
  const choice = document.getElementById("t-submission")?.content.querySelector("select");
  return !choice || [...choice.options].some((option) => option.value === code);
};

/// A unit is named by its code; a name, or a code in other letters, becomes one.
const settleUnit = (field) => {
  const known = [...document.getElementById("jednostki").options];
  const typed = field.value.trim().toLowerCase();
  const unit = known.find((one) => [one.value, one.label, one.textContent].some((name) => name.toLowerCase() === typed));
  if (unit) field.value = unit.value;
  field.setCustomValidity(!typed || unit ? "" : "Wybierz jednostkę z listy albo zostaw to pole puste.");
};

const put = (field, value) => {
  if (field.type === "radio") field.checked = field.value === value;
  else field.value = value;
};

/// Opens a form with what is known already; what was begun before comes first. `sent` gets its fields.
export const openForm = async (which, known, sent) => {
  keepDraft();
  await prepare();
  const template = document.getElementById(`t-${which}`);
  if (!template) return null;
  if (!isOpen()) opener = document.activeElement;
  name = which;
  onSubmit = sent;
  panel.replaceChildren(template.content.cloneNode(true));
  const begun = draft();
  for (const field of panel.querySelectorAll("[name]")) {
    const value = begun[field.name] || known[field.name];
    if (value) put(field, value);
  }
  const unit = panel.querySelector("[list=jednostki]");
  if (unit) {
    settleUnit(unit);
    unit.addEventListener("change", () => settleUnit(unit));
    unit.addEventListener("input", () => unit.setCustomValidity(""));
  }
  panel.hidden = false;
  document.body.classList.add("with-panel");
  (panel.querySelector("textarea, input:not([type=radio])") ?? panel.querySelector("button")).focus();
  return panel;
};

export const close = () => {
  keepDraft();
  panel.hidden = true;
  panel.replaceChildren();
  document.body.classList.remove("with-panel");
  if (opener?.isConnected) opener.focus({ preventScroll: true });
  opener = null;
};

panel.addEventListener("input", () => later("draft", 400, keepDraft));

panel.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!event.target.reportValidity()) return;
  const sent = onSubmit;
  const given = values();
  drafts.remove(DRAFT + name);
  typed.delete(name);
  panel.querySelectorAll("[name]").forEach((field) => field.remove());
  close();
  sent(given);
});

panel.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    panel.querySelector("form")?.requestSubmit();
  }
});
