// Errors that a check found in a text about to be published: shown, and asked about by name, apart from the button
// that was pressed.

import { at, make } from "./core.js";

/// Shows the errors; `go` gets their codes once the editor has said to publish despite them.
export function ask(problem, what, show, go) {
  const box = at("mimo_");
  const errors = problem.problems.filter((one) => one.severity === "error");
  const close = () => {
    box.hidden = true;
    box.replaceChildren();
  };
  const items = errors.map((one) => {
    const lead = make("button", { type: "button", class: "finding error" }, make("strong", {}, one.line > 0 ? `wiersz ${one.line}: ` : "cały tekst: "), one.message);
    lead.addEventListener("click", () => show(one.line));
    return make("li", {}, lead, make("span", { class: "hint" }, ` ${one.help ? `${one.help} ` : ""}(${one.code})`));
  });
  const back = make("button", { type: "button", class: "primary" }, "Wróć do tekstu i popraw");
  back.addEventListener("click", () => {
    close();
    show(errors[0]?.line ?? 1);
  });
  const named = problem.missing.join(", ");
  const verb = what === "restore" ? "Przywróć" : "Opublikuj";
  const despite = make("button", { type: "button" }, `${verb} mimo błędów: ${named}`);
  despite.addEventListener("click", () => {
    close();
    go(problem.missing);
  });
  box.replaceChildren(
    make("h2", {}, "Ten tekst ma błędy"),
    make("p", {}, "Nie został opublikowany. Konsultanci zobaczyliby:"),
    make("ul", {}, ...items),
    make("p", { class: "hint" }, "Jeśli tekst ma trafić do konsultantów mimo to, potwierdź drugim przyciskiem. Zostanie to zapisane w historii."),
    make("div", { class: "buttons" }, back, despite),
  );
  box.hidden = false;
  box.focus();
  box.scrollIntoView({ block: "start" });
}
