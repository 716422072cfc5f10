// What becomes of the text, while it is being written: findings, previews, likenesses.

import { at, count, later, make, send } from "./core.js";
import { enable, fill } from "./desk-form.js";
import { found, say, tell } from "./desk-told.js";

const FINDINGS = ["uwaga", "uwagi", "uwag"];

let last = null;
let running = null;

/// The newest preview, if it is of the text as it stands.
export const latest = () => last;

/// Selects a line of the text and brings it into sight.
export function show(text, line) {
  const lines = text.value.split("\n");
  const target = Math.min(Math.max(line, 1), lines.length) - 1;
  const start = lines.slice(0, target).reduce((sum, one) => sum + one.length + 1, 0);
  text.focus({ preventScroll: true });
  text.setSelectionRange(start, start + lines[target].length);
  // A text field tells nobody where its lines are; a copy with the same measures does.
  const mirror = make("div", { class: "mirror", "aria-hidden": "true" }, text.value.slice(0, start) || "\u200b");
  mirror.style.inlineSize = `${text.clientWidth}px`;
  text.parentElement.append(mirror);
  text.scrollTop = Math.max(0, mirror.scrollHeight - text.clientHeight / 3);
  mirror.remove();
  text.scrollIntoView({ block: "nearest" });
}

function finding(text, one) {
  const kind = one.severity === "error" ? "błąd" : "uwaga";
  const place = one.line > 0 ? `wiersz ${one.line}` : "cały tekst";
  const go = make("button", { type: "button", class: `finding ${one.severity}` }, make("strong", {}, `${place}, ${kind}: `), one.message);
  go.addEventListener("click", () => show(text, one.line));
  const help = one.help ? make("span", { class: "hint" }, `${one.help} (${one.code})`) : make("span", { class: "hint" }, one.code);
  return make("li", {}, go, help);
}

const named = (article) => make("a", { href: `/redakcja/${article.id}`, target: "_blank", rel: "noopener" }, article.title);

function listed(place, items, none) {
  at(place).replaceChildren(...(items.length ? items : [make("li", { class: "hint" }, none)]));
}

/// The preview that can be seen; the other one is empty, so that no id stands on the page twice.
export function preview() {
  for (const reader of ["konsultant", "mieszkaniec"]) {
    const panel = at(`p_${reader}`);
    const page = last?.[reader === "konsultant" ? "agent" : "resident"];
    if (panel.hidden || !page) panel.replaceChildren();
    else if (page.html === null) panel.replaceChildren(make("p", { class: "hint" }, page.hidden));
    // From our own server, which sanitises what an author wrote.
    else if (panel.dataset.shown !== page.html || !panel.firstChild) panel.innerHTML = page.html;
    panel.dataset.shown = panel.hidden ? "" : (page?.html ?? "");
  }
}

function render(text, looked) {
  last = looked;
  enable(looked.fields !== null);
  if (looked.fields) fill(looked.fields);
  const across = looked.problems.filter((one) => one.contradiction);
  const own = looked.problems.filter((one) => !one.contradiction);
  own.sort((a, b) => (a.severity === b.severity ? a.line - b.line : a.severity === "error" ? -1 : 1));
  at("uwagi_").replaceChildren(...own.map((one) => finding(text, one)));
  const errors = own.filter((one) => one.severity === "error").length;
  const said = own.length ? count(own.length, FINDINGS) : "Brak uwag.";
  const told = errors ? `${said}, w tym ${count(errors, ["błąd", "błędy", "błędów"])}` : said;
  if (at("uwagi_n").textContent !== told) say(at("uwagi_n"), told);
  listed(
    "sprzecznosci_",
    across.map((one) => {
      const item = finding(text, one);
      if (one.other) item.append(" ", named(one.other));
      return item;
    }),
    "Żadna kwota, numer ani pytanie nie kłóci się z innym artykułem.",
  );
  listed(
    "podobne_",
    looked.duplicates.map((one) => {
      const why = [
        one.same_title ? "podobny tytuł" : null,
        one.answers ? `odpowiada już na ${one.answers} z ${count(one.of, ["pytania", "pytań", "pytań"])} tego tekstu` : null,
      ].filter(Boolean);
      return make("li", {}, named(one), ` – ${why.join(", ")}`);
    }),
    "Nie widać artykułu o tej samej sprawie.",
  );
  const warned = across.length + looked.duplicates.length;
  at("kontrola_n").textContent = warned ? ` ${warned}` : "";
  preview();
}

/// Asks what would become of the text.
export async function look(text, id) {
  running?.abort();
  running = new AbortController();
  const asked = text.value;
  try {
    const response = await send("POST", `/api/v1/articles/preview${id ? `?id=${id}` : ""}`, {
      body: asked,
      type: "text/markdown",
      signal: running.signal,
    });
    const looked = await response.json();
    found();
    if (text.value === asked) render(text, looked);
    return looked;
  } catch (fault) {
    tell(at("uwagi_n"), fault, "Tekst jest zachowany w tej przeglądarce.");
    return null;
  }
}

/// Tries the text's own questions before anybody can find it.
export async function rehearse(text, id) {
  const list = at("proby_");
  listed("proby_", [], "Sprawdzam…");
  try {
    const response = await send("POST", `/api/v1/articles/preview?questions=true${id ? `&id=${id}` : ""}`, {
      body: text.value,
      type: "text/markdown",
    });
    const { questions } = await response.json();
    const bad = (one) => one.rank !== 1;
    const items = (questions ?? [])
      .sort((a, b) => bad(b) - bad(a))
      .map((one) => {
        const place = one.rank === 1 ? "znajduje ten tekst" : one.rank ? `dopiero miejsce ${one.rank}` : "nie znajduje tego tekstu";
        const item = make("li", {}, make("q", {}, one.question), " ", make("span", { class: bad(one) ? "caution" : "fine" }, place));
        if (one.first) item.append(make("span", { class: "hint" }, " – pierwszy: ", named(one.first)));
        return item;
      });
    listed("proby_", items, "W tekście nie ma pytań (pole „Pytania dzwoniących”).");
  } catch (fault) {
    tell(list.appendChild(make("li")), fault);
  }
}

/// Golden questions, once they are asked for.
export async function golden(id) {
  const box = at("wzorcowe_");
  if (!id || box.firstChild) return;
  say(box, make("p", { class: "hint" }, "Zadaję pytania wzorcowe…"));
  try {
    box.innerHTML = await (await send("GET", `/redakcja/${id}/pytania`)).text();
  } catch (fault) {
    tell(box, fault);
  }
}

export const soon = (text, id) => later("look", 350, () => look(text, id()));
