// What the page shows: the results, an article, or two articles side by side.
//
// Articles open inside the page, so that the results behind them, and every article opened before, are still there
// when the server is not. Addresses are those of the server's own pages; a reload or a copied link leads to the same.

import { Lost, Refused, SignedOut, at, make } from "./core.js";
import * as context from "./context.js";
import { html } from "./net.js";
import { input, results, say } from "./page.js";
import { address, asKept, ask, current, follow, link as linkOf, nameable } from "./ask.js";

const article = at("artykul");
const pair = at("obok");
const opened = new Map(); // path → HTML
const listeners = new Set();
let scrolled = 0;
let view = article.firstElementChild ? "article" : "results";

/// `work` is told of each article that opens: its path, title and id.
export const onOpened = (work) => listeners.add(work);

export const viewing = () => view;

/// The article on the screen.
export const reading = () => (view === "article" ? article.querySelector(".reading") : null);

const pathOf = (link) => new URL(link, location).pathname;

const set = (next) => {
  if (view === "results" && next !== "results") scrolled = scrollY;
  view = next;
  results.hidden = view !== "results";
  article.hidden = view !== "article";
  pair.hidden = view !== "pair";
  document.body.classList.toggle("wide-view", view === "pair");
};

const announce = () => {
  const region = reading();
  if (!region?.dataset.id) return;
  const title = region.querySelector("h1").textContent;
  document.title = `${title} – Drogowskaz`;
  context.take(region.dataset.id, title);
  for (const work of listeners) work({ path: `/artykul/${region.dataset.id}`, id: region.dataset.id, title });
};

/// The HTML of an article: from the server if it answers, else as it was when it was last opened.
export const fetchArticle = async (link) => {
  const url = new URL(link, location);
  const query = url.searchParams.get("q");
  const asked = `${url.pathname}?fragment=1${query ? `&q=${encodeURIComponent(query)}` : ""}`;
  try {
    const text = await html("GET", asked);
    opened.set(url.pathname, text);
    return text;
  } catch (failed) {
    if (failed instanceof Refused) throw failed;
    const known = opened.get(url.pathname);
    if (known) return known;
    throw failed;
  }
};

/// Forgets what an article said: somebody published it anew.
export const forget = (id) => opened.delete(`/artykul/${id}`);

const toAnchor = (hash) => {
  const target = hash.length > 1 ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
  if (target) target.scrollIntoView();
  else scrollTo(0, 0);
};

/// Opens an article. Where that fails, everything stays as it is and the reason is told.
export const open = async (link, { push = true } = {}) => {
  const url = new URL(link, location);
  let text;
  try {
    text = await fetchArticle(url);
  } catch (failed) {
    if (failed instanceof Lost) say("Tego artykułu nie otwierano jeszcze, a serwer nie odpowiada. Wyniki zostają na ekranie.");
    // The server's own page says best what is wrong with an address.
    else if (failed instanceof Refused) location.assign(url);
    else if (!(failed instanceof SignedOut)) throw failed;
    return;
  }
  article.innerHTML = text;
  set("article");
  if (push) history.pushState({ inside: true }, "", url);
  toAnchor(url.hash);
  article.querySelector("h1")?.focus({ preventScroll: true });
  announce();
};

/// Back to the results, where they were left.
export const showResults = ({ push = true, focus = true } = {}) => {
  const was = view;
  set("results");
  entitle();
  context.closed();
  if (push && was !== "results") history.pushState({ inside: true }, "", address());
  scrollTo(0, scrolled);
  if (focus) (linkOf(current()) ?? input).focus({ preventScroll: true });
};

/// Leaves the article or the pair: to the results if there are any behind it, else to those of its question.
export const leave = async () => {
  const back = reading()?.querySelector("[data-back]");
  if (!results.firstElementChild) await (back ? follow(back) : ask());
  showResults();
};

const entitle = () => {
  const named = nameable(asKept());
  document.title = named ? `${named} – Drogowskaz` : "Drogowskaz";
};

/// New results take the place of whatever is shown, and the address follows.
export const resultsChanged = () => {
  if (view !== "results") {
    set("results");
    history.pushState({ inside: true }, "", address());
  } else {
    history.replaceState(history.state, "", address());
  }
  entitle();
};

/// Two articles side by side. Their anchors are told apart, so that no id stands twice on the page.
export const showPair = (left, right) => {
  const columns = [left, right].map((text, side) => {
    const column = document.createElement("div");
    column.innerHTML = text;
    for (const gone of column.querySelectorAll(".trail, .contents, .deeds")) gone.remove();
    for (const element of column.querySelectorAll("[id]")) element.id = `${side}-${element.id}`;
    // Regions of the same name twice would be no landmarks.
    for (const element of column.querySelectorAll("[aria-labelledby]")) element.removeAttribute("aria-labelledby");
    for (const link of column.querySelectorAll('a[href^="#"]')) link.hash = `#${side}-${link.hash.slice(1)}`;
    return column;
  });
  // The page has one heading of the first level.
  const second = columns[1].querySelector("h1");
  const heading = document.createElement("h2");
  heading.className = "title";
  heading.append(...second.childNodes);
  second.replaceWith(heading);
  const link = make("a", { href: address(), "data-back": true }, "Wróć do wyników");
  const back = make("nav", { class: "trail", "aria-label": "Droga" }, link);
  pair.replaceChildren(back, ...columns);
  set("pair");
  scrollTo(0, 0);
  columns[0].querySelector("h1")?.focus({ preventScroll: true });
};

addEventListener("popstate", () => {
  const path = location.pathname;
  if (path.startsWith("/artykul/")) {
    if (reading()?.dataset.id === path.split("/").pop()) toAnchor(location.hash);
    else open(location, { push: false });
  } else if (address() === path + location.search || !location.search) {
    showResults({ push: false });
  } else {
    follow(location).then(() => showResults({ push: false }));
  }
});

// Links within the page's own addresses are followed inside it, as long as nobody asked for another window.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !plain || link.origin !== location.origin || link.target || "elsewhere" in link.dataset) return;
  const path = pathOf(link);
  if (path.startsWith("/artykul/") && !(link.hash && path === location.pathname)) {
    event.preventDefault();
    open(link);
  } else if ("back" in link.dataset) {
    event.preventDefault();
    leave();
  } else if (path === "/" && link.search) {
    event.preventDefault();
    follow(link).then(() => showResults({ push: view !== "results" }));
  }
});

export const beginViews = () => {
  results.hidden = view !== "results";
  article.hidden = view !== "article";
  if (view === "article" && reading()?.dataset.id) opened.set(location.pathname, article.innerHTML);
  announce();
};
