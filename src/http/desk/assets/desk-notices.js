// Announcements: put up, listed, taken down.

import { Refused, at, clock, later, make, sendJson } from "./core.js";
import { say, tell } from "./desk-told.js";

const message = () => at("o_message");

export function begin() {
  at("ogloszenie_").addEventListener("submit", (event) => {
    event.preventDefault();
    put();
  });
  at("o_article").addEventListener("input", () => later("articles", 250, articles));
  list();
}

async function articles() {
  const asked = at("o_article").value.trim();
  if (asked.length < 2) return;
  try {
    const { hits } = await sendJson("GET", `/api/v1/search?limit=8&q=${encodeURIComponent(asked)}`);
    at("o_articles").replaceChildren(...hits.map((hit) => make("option", { value: hit.id }, hit.title)));
  } catch {
    // Without suggestions the id can still be typed.
  }
}

async function put() {
  const value = (name) => at(`o_${name}`).value.trim();
  for (const [name, wanted] of [["text", "Napisz, co powiedzieć dzwoniącemu."], ["until", "Podaj, do kiedy ogłoszenie ma stać."], ["reason", "Napisz, dlaczego je wystawiasz."]]) {
    if (!value(name)) {
      at(`o_${name}`).focus();
      tell(message(), new Refused(0, { detail: wanted }));
      return;
    }
  }
  const until = new Date(value("until"));
  try {
    await sendJson("POST", "/api/v1/banners", {
      text: value("text"),
      article: value("article") || undefined,
      reason: value("reason"),
      until: until.toISOString(),
    });
    say(message(), "Ogłoszenie stoi już u wszystkich konsultantów.");
    for (const name of ["text", "article", "reason"]) at(`o_${name}`).value = "";
    list();
  } catch (fault) {
    tell(message(), fault, "Ogłoszenie zostaje w polach.");
  }
}

async function list() {
  try {
    const { banners } = await sendJson("GET", "/api/v1/banners");
    at("o_none").hidden = banners.length > 0;
    at("o_list").replaceChildren(
      ...banners.map((one) => {
        const end = make("button", { type: "button", "aria-label": `Zakończ: ${one.text}` }, "Zakończ teraz");
        end.addEventListener("click", async () => {
          try {
            await sendJson("DELETE", `/api/v1/banners/${one.id}`);
            say(message(), "Ogłoszenie zniknęło.");
            list();
          } catch (fault) {
            tell(message(), fault);
          }
        });
        const article = one.article ? make("li", {}, "przypięty: ", make("a", { href: `/artykul/${one.article}` }, one.title ?? one.article)) : null;
        return make(
          "li",
          {},
          make("h3", {}, one.text),
          make("ul", { class: "small" }, make("li", {}, `${one.owner}, ${clock(one.from)} – ${clock(one.until)}`), make("li", {}, one.reason), article, make("li", {}, end)),
        );
      }),
    );
  } catch (fault) {
    tell(message(), fault);
  }
}
