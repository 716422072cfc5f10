// Messages of the day: what half of the callers are about to ask, with the article that answers it.
//
// They stand in the bar, in a place of their own, so that what the agent is reading never moves for them.

import { at, clock, later, make } from "./core.js";
import { forget } from "./views.js";

const place = at("komunikaty");
const AGAIN = 10_000; // ms until a stream that was refused is tried again
const LONGEST = 2 ** 31 - 1; // ms that a timer can count
let banners = [];
let stream = null;

const draw = () => {
  const now = Date.now();
  banners = banners.filter(({ until: end }) => !end || Date.parse(end) > now);
  place.replaceChildren(
    ...banners.map(({ text, article, title, until: end }) => {
      const banner = make("p", { class: "banner" }, make("strong", {}, text));
      if (article) banner.append(" ", make("a", { href: `/artykul/${encodeURIComponent(article)}` }, title || "Przeczytaj"));
      if (end) banner.append(" ", make("span", { class: "until" }, `do ${clock(end)}`));
      return banner;
    }),
  );
  const ends = banners.filter((one) => one.until).map((one) => Date.parse(one.until) - now);
  if (ends.length > 0) later("banners", Math.min(Math.max(...[Math.min(...ends), 0]) + 100, LONGEST), draw);
};

const read = (event) => {
  try {
    return JSON.parse(event.data);
  } catch {
    return {};
  }
};

const listen = () => {
  if (stream || document.visibilityState === "hidden") return;
  stream = new EventSource("/api/v1/events");
  stream.addEventListener("banner", (event) => {
    banners = read(event).banners ?? [];
    draw();
  });
  stream.addEventListener("published", (event) => forget(read(event).id));
  stream.addEventListener("error", () => {
    // The browser tries again by itself, except after an answer that was none.
    if (stream?.readyState !== EventSource.CLOSED) return;
    stream = null;
    later("listen", AGAIN, listen);
  });
};

export const begin = () => {
  listen();
  // A browser has six connections to a server: tabs out of sight give theirs back.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") return listen();
    stream?.close();
    stream = null;
  });
};
