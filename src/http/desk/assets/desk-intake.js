// A document comes in: what the machine misread is decided on word by word, then articles go to review.

import { Refused, at, count, later, make, send, sendJson } from "./core.js";
import { say, tell } from "./desk-told.js";

let reading = null;
/// Misread words: { piece, taken, word, settled, element }.
let words = [];
let current = -1;
let proposal = null;

const message = () => at("wczytaj_m");

function step(number) {
  for (const each of [1, 2, 3]) {
    at(`wczytaj_${each}`).hidden = each !== number;
    at(`krok_${each}`).toggleAttribute("aria-current", false);
  }
  at(`krok_${number}`).setAttribute("aria-current", "step");
  at(`wczytaj_${number}h`).focus();
}

export function begin() {
  at("dokument_").addEventListener("submit", (event) => {
    event.preventDefault();
    read();
  });
  at("przyjmij_").addEventListener("click", () => decide(true));
  at("cofnij_").addEventListener("click", () => decide(false));
  at("wpisz_").addEventListener("click", edit);
  at("nastepne_").addEventListener("click", nextDoubtful);
  at("inaczej_ok").addEventListener("click", typed);
  at("inaczej_t").addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    // The focus goes to the word, where the same key would do something else.
    event.preventDefault();
    if (event.key === "Enter") typed();
    else leave();
  });
  at("skan_").addEventListener("click", (event) => {
    const place = words.findIndex((word) => word.element === event.target.closest("button"));
    if (place < 0) return;
    const same = place === current;
    choose(place);
    // The first click on a doubtful word looks at it; any other takes the repair or gives it back.
    if (same || !words[place].piece.doubtful) decide(!words[place].taken);
  });
  at("skan_").addEventListener("keydown", keys);
  at("dalej_").addEventListener("click", propose);
  at("do_slow_").addEventListener("click", () => step(2));
  for (const back of document.querySelectorAll(".wstecz_")) back.addEventListener("click", () => step(1));
  at("utworz_").addEventListener("click", create);
}

async function read() {
  const [file] = at("plik_").files;
  const pasted = at("wklejone_").value;
  if (!file && !pasted.trim()) return tell(message(), new Refused(0, { detail: "Wybierz plik albo wklej tekst." }));
  let busy = true;
  later("wait", 300, () => busy && say(message(), "Czytam dokument. Skan zajmuje kilka sekund na stronę…"));
  try {
    const name = encodeURIComponent(file?.name.slice(-100) ?? "");
    const response = await send("POST", `/redakcja/wczytaj?nazwa=${name}`, {
      body: file ?? pasted,
      type: file ? "application/octet-stream" : "text/plain",
    });
    busy = false;
    reading = await response.json();
    say(message());
    draw();
    step(2);
  } catch (fault) {
    busy = false;
    tell(message(), fault, "Wklejony tekst zostaje w polu.");
  }
  return undefined;
}

const KINDS = { text: "tekst", pdf: "tekst z PDF-u", scan: "odczytany skan" };

function draw() {
  words = [];
  current = -1;
  const parts = reading.pieces.map((piece) => {
    if (typeof piece === "string") return document.createTextNode(piece);
    const word = { piece, taken: true, word: piece.repaired, settled: !piece.doubtful };
    word.element = make("button", { type: "button", tabindex: "-1" });
    words.push(word);
    paint(word);
    return word.element;
  });
  at("skan_").replaceChildren(...parts);
  if (words.length) words[0].element.tabIndex = 0;
  at("skan_").tabIndex = words.length ? -1 : 0;
  at("uwagi_dokumentu").replaceChildren(...reading.remarks.map((remark) => make("li", {}, remark)));
  document.querySelector(".verdict").hidden = !words.length;
  leave();
  tally();
}

function paint(word) {
  const { piece } = word;
  const shown = word.taken ? word.word : piece.read;
  word.element.className = ["fix", word.taken ? "taken" : "as-read", word.settled ? "" : "doubtful"].join(" ").trim();
  word.element.textContent = shown.replaceAll("\n", "⏎");
  const state = word.taken ? `poprawiono na „${word.word}”` : "zostaje odczyt";
  const doubt = word.settled ? "" : ", do rozstrzygnięcia";
  word.element.setAttribute("aria-label", `odczytano „${piece.read}”, ${state}${doubt}`);
}

function tally() {
  const open = words.filter((word) => !word.settled).length;
  const left = words.filter((word) => !word.taken).length;
  const kind = `${KINDS[reading.origin]}, ${count(reading.pages, ["strona", "strony", "stron"])}`;
  at("ile_").textContent = words.length
    ? `${kind}. Poprawione słowa: ${words.length - left} z ${words.length}, do rozstrzygnięcia: ${open}.`
    : `${kind}. Tekst nie wygląda na odczyt maszynowy: nie ma czego poprawiać.`;
}

function choose(place) {
  if (current >= 0) words[current].element.tabIndex = -1;
  current = place;
  const word = words[place];
  for (const other of document.querySelectorAll(".fix.current")) other.classList.remove("current");
  word.element.classList.add("current");
  word.element.tabIndex = 0;
  word.element.focus();
  word.element.scrollIntoView({ block: "nearest" });
  const { piece } = word;
  at("slowo_").replaceChildren("Odczytano ", make("del", {}, piece.read.replaceAll("\n", "⏎")), ", poprawka ", make("ins", {}, word.word.replaceAll("\n", "⏎")), ` – pewność ${piece.certainty} %`);
  leave();
}

function decide(taken) {
  const word = words[current];
  if (!word) return;
  Object.assign(word, { taken, settled: true });
  paint(word);
  word.element.classList.add("current");
  tally();
}

function edit() {
  if (current < 0) return;
  at("inaczej_").hidden = false;
  at("inaczej_t").value = words[current].word;
  at("inaczej_t").select();
}

function leave() {
  const inside = at("inaczej_").contains(document.activeElement);
  at("inaczej_").hidden = true;
  if (inside && current >= 0) words[current].element.focus();
}

function typed() {
  const wanted = at("inaczej_t").value.trim();
  const word = words[current];
  if (!word || !wanted) return;
  Object.assign(word, { word: wanted, byHand: true });
  decide(true);
  leave();
  choose(current);
}

function nextDoubtful() {
  const after = words.findIndex((word, place) => place > current && !word.settled);
  const next = after >= 0 ? after : words.findIndex((word) => !word.settled);
  if (next >= 0) choose(next);
  else say(at("slowo_"), "Wszystkie wątpliwe słowa są rozstrzygnięte.");
}

function keys(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || !words.length) return;
  const deeds = {
    ArrowRight: () => choose(Math.min(words.length - 1, current + 1)),
    ArrowLeft: () => choose(Math.max(0, current - 1)),
    Home: () => choose(0),
    End: () => choose(words.length - 1),
    p: () => decide(true),
    o: () => decide(false),
    w: edit,
    n: nextDoubtful,
  };
  const deed = deeds[event.key];
  if (!deed) return;
  event.preventDefault();
  deed();
}

async function propose() {
  const repairs = words
    .filter((word) => word.taken)
    .map(({ piece, word, byHand, settled }) => ({
      start: piece.start,
      read: piece.read,
      repaired: word,
      // What a person looked at is certain.
      certainty: byHand || (settled && piece.doubtful) ? 100 : piece.certainty,
    }));
  try {
    const { name, text, machine_read } = reading;
    proposal = await sendJson("POST", "/redakcja/wczytaj/artykuly", { name, text, machine_read, repairs });
    say(message());
    list();
    step(3);
  } catch (fault) {
    tell(message(), fault, "Rozstrzygnięcia zostają na tej stronie.");
  }
}

function list() {
  const kind = proposal.order ? `Rozpoznano akt: ${proposal.order}.` : "To nie jest zarządzenie, więc powstanie jeden artykuł.";
  at("akt_").textContent = `${kind} ${count(proposal.articles.length, ["artykuł", "artykuły", "artykułów"])}.`;
  at("zapiski_").hidden = !proposal.notes.length;
  at("zapiski_").querySelector("summary").textContent = `Do sprawdzenia w dokumencie: ${proposal.notes.length}`;
  at("zapiski_").querySelector("ul").replaceChildren(...proposal.notes.map((note) => make("li", {}, note)));
  at("artykuly_").replaceChildren(
    ...proposal.articles.map((one, place) => {
      const box = make("input", { type: "checkbox", id: `a_${place}`, checked: !one.exists });
      one.box = box;
      one.told = make("p", { class: "hint", role: "status" }, one.exists ? "Taki artykuł już jest. " : "");
      if (one.exists) one.told.append(make("a", { href: `/redakcja/${one.id}`, target: "_blank", rel: "noopener" }, "Otwórz go"));
      const more = make("details", {}, make("summary", {}, `Tekst: ${one.id}`), make("pre", { class: "source", tabindex: "0" }, one.markdown));
      return make("li", {}, make("h3", {}, box, " ", make("label", { for: `a_${place}` }, one.title)), one.told, more);
    }),
  );
  at("utworz_").disabled = false;
}

async function create() {
  const chosen = proposal.articles.filter((one) => one.box.checked && !one.done);
  if (!chosen.length) return tell(message(), new Refused(0, { detail: "Zaznacz choć jeden artykuł." }));
  at("utworz_").disabled = true;
  let made = 0;
  const why = encodeURIComponent(`wczytano: ${reading.name || "wklejony tekst"}`.slice(0, 200));
  for (const one of chosen) {
    try {
      await send("PUT", `/api/v1/articles/${one.id}?why=${why}`, { body: one.markdown, type: "text/markdown", headers: { "if-none-match": "*" } });
      made += 1;
      one.done = true;
      one.box.disabled = true;
      say(one.told, "Utworzony, czeka na sprawdzenie. ", make("a", { href: `/redakcja/${one.id}`, target: "_blank", rel: "noopener" }, "Otwórz"));
    } catch (fault) {
      if (fault instanceof Refused && fault.status === 412) {
        one.done = true;
        say(one.told, "Taki artykuł już jest; nie został zmieniony. ", make("a", { href: `/redakcja/${one.id}`, target: "_blank", rel: "noopener" }, "Otwórz go"));
      } else {
        tell(one.told, fault, "Artykuł nie powstał.");
        if (!(fault instanceof Refused)) break;
      }
    }
  }
  at("utworz_").disabled = false;
  const list = make("a", { href: "/redakcja?filtr=do-sprawdzenia" }, "Zobacz listę do sprawdzenia");
  say(message(), `Utworzono ${count(made, ["artykuł", "artykuły", "artykułów"])} do sprawdzenia. `, list);
  return undefined;
}
