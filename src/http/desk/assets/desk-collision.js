// A lost race: what I wrote beside what somebody saved meanwhile, and a way on from both.

import { Refused, at, make, sendJson } from "./core.js";
import { tell } from "./desk-told.js";

const pieces = (list) =>
  list.map(([change, text]) => {
    if (change === "removed") return make("del", {}, make("span", { class: "unseen" }, "[usunięto: "), text, make("span", { class: "unseen" }, "]"));
    if (change === "added") return make("ins", {}, make("span", { class: "unseen" }, "[dodano: "), text, make("span", { class: "unseen" }, "]"));
    return text;
  });

const NAMES = { mine: "Zmieniono u Ciebie", theirs: "Zmieniono w nowszej wersji", conflict: "Zmieniono w obu wersjach" };

/// Shows both sides; `go` gets the text to go on with and the tag of the newest version.
export async function collide(id, { base, text, published }, go) {
  const box = at("zderzenie_");
  const found = await sendJson("POST", `/redakcja/${id}/porownanie`, { base: base ?? "", text, published });
  const choices = [];
  const rows = found.parts.map((part, place) => {
    if (part.kind === "same") return foldedLines(part.mine);
    const name = part.key ? `${NAMES[part.kind]}: ${part.key.includes(" ") ? part.key : `pole ${part.key}`}` : NAMES[part.kind];
    if (part.kind !== "conflict") {
      return make("div", { class: "part" }, make("h3", {}, name), make("div", { class: "lines" }, ...pieces(part.kind === "mine" ? part.mine_pieces : part.theirs_pieces)));
    }
    const option = (value, label, checked) => {
      const radio = make("input", { type: "radio", name: `part_${place}`, value, checked });
      return [make("label", {}, radio, ` ${label}`), radio];
    };
    const options = [option("mine", "mój tekst", false), option("theirs", "nowszy tekst", false)];
    // Two values of one key are no header: only what can be read back is offered.
    if (part.joined !== null) options.push(option("joined", part.key ? "połączone, jak niżej" : "oba, jeden pod drugim", true));
    const all = make(
      "fieldset",
      { class: "part conflict" },
      make("legend", {}, name),
      make("div", { class: "pair-of" }, side("Twój tekst", part.mine_pieces), side("Nowszy tekst", part.theirs_pieces)),
      make("p", { class: "choice" }, "Zostaje: ", ...options.flatMap(([label]) => [label, " "])),
      part.key && part.joined !== null ? make("div", { class: "lines" }, part.joined) : null,
    );
    choices[place] = { all, chosen: () => options.find(([, radio]) => radio.checked)?.[1].value };
    return all;
  });
  const told = make("p", { class: "message", role: "status" });
  const goOn = make("button", { type: "button", class: "primary" }, "Pisz dalej od najnowszej wersji");
  goOn.addEventListener("click", () => {
    const open = choices.find((one) => one && !one.chosen());
    if (open) {
      tell(told, new Refused(0, { detail: "Wybierz, co zostaje, w każdym miejscu zmienionym w obu wersjach." }));
      open.all.querySelector("input").focus();
      return;
    }
    const merged = found.parts
      .map((part, place) => {
        if (part.kind === "theirs") return part.theirs;
        return part.kind === "conflict" ? part[choices[place].chosen()] : part.mine;
      })
      .join("");
    box.hidden = true;
    box.replaceChildren();
    go(merged, found.etag, found.revision);
  });
  const stay = make("button", { type: "button" }, "Wróć do mojego tekstu");
  stay.addEventListener("click", () => {
    box.hidden = true;
    at("tekst_").focus();
  });
  const unknown = found.base_known ? null : make("p", { class: "hint" }, "Nie wiadomo, od której wersji zaczynał Twój tekst, więc pokazuję wszystko, co różni obie wersje.");
  const own = make("details", {}, make("summary", {}, "Cały Twój tekst, do skopiowania"), make("textarea", { readonly: true, rows: "12", "aria-label": "Cały Twój tekst" }, text));
  const title = published ? "Opublikowany tekst zmienił się, odkąd zaczęto tę wersję" : "Ktoś zmienił ten artykuł, gdy powstawał Twój tekst";
  box.replaceChildren(
    make("h2", {}, title),
    make("p", {}, `Nowszy tekst – ${found.theirs}. Niczego nie nadpisano. Zmiany z różnych miejsc łączą się same; gdzie obie wersje mówią co innego, wybierz.`),
    unknown ?? "",
    make("div", { class: "diff" }, ...rows),
    own,
    told,
    make("div", { class: "buttons" }, goOn, stay),
  );
  box.hidden = false;
  box.focus();
  box.scrollIntoView({ block: "start" });
}

const side = (name, list) => make("div", {}, make("h3", {}, name), make("div", { class: "lines" }, ...pieces(list)));

function foldedLines(text) {
  const lines = text.split("\n").length - 1;
  if (lines <= 3) return make("div", { class: "lines" }, text);
  return make("details", {}, make("summary", {}, "Bez zmian"), make("div", { class: "lines" }, text));
}
