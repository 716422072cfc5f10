// Makes the pages faster to use; every one of them works without this file.
//
// While the agent types, the results region is replaced by the same HTML the server would send with the whole page.
// Nothing else moves: what is on the screen stays until its successor is there, also when the network is not.

const PAUSE = 40; // ms between questions: the first key asks at once, a burst of keys asks once
const SETTLED = 600; // ms before a screen reader is told the count: after typing, not after each key
const AGAIN = 2000; // ms between attempts while the server cannot be reached

const input = document.getElementById("q");
const form = input.form;
const results = document.getElementById("wyniki");
const said = document.getElementById("stan");
const notice = document.getElementById("lacze");

document.getElementById("klawisze").hidden = false;

if (results) {
  let shown = new URL(location).searchParams.get("q")?.trim() ?? "";
  let askedAt = -PAUSE;
  let under = null; // the request under way
  let lostAt = null;
  const timers = {};

  const later = (name, wait, work) => {
    clearTimeout(timers[name]);
    timers[name] = setTimeout(work, wait);
  };

  const address = (question) => (question ? `/?q=${encodeURIComponent(question)}` : "/");

  const show = (html, question) => {
    shown = question;
    history.replaceState(null, "", address(question));
    document.title = question ? `${question} – Drogowskaz` : "Drogowskaz";
    const selected = results.contains(document.activeElement)
      ? document.activeElement.closest("[data-id]")?.dataset.id
      : null;
    results.innerHTML = html;
    if (selected) {
      const again = links().find((link) => link.closest("[data-id]").dataset.id === selected);
      (again ?? input).focus({ preventScroll: true });
    }
    later("said", SETTLED, () => {
      said.textContent = results.querySelector("[data-said]")?.dataset.said ?? "";
    });
  };

  const tell = (text) => {
    if (notice.textContent !== text) notice.textContent = text;
  };

  const lost = () => {
    lostAt ??= new Date().toLocaleTimeString("pl-PL", { hour: "numeric", minute: "2-digit" });
    tell(`Brak połączenia od ${lostAt}. Pokazuję ostatnie wyniki.`);
    later("ask", AGAIN, ask);
  };

  const ask = async () => {
    clearTimeout(timers.ask);
    under?.abort();
    const question = input.value.trim();
    askedAt = performance.now();
    if (question === shown && lostAt === null) return;
    const mine = (under = new AbortController());
    let response, html;
    try {
      response = await fetch(`${address(question)}${question ? "&" : "?"}fragment=1`, {
        signal: mine.signal,
        headers: { accept: "text/html" },
      });
      html = await response.text();
    } catch (cause) {
      if (cause.name !== "AbortError") lost();
      return;
    }
    if (mine.signal.aborted) return;
    lostAt = null;
    if (response.ok) {
      tell("");
      show(html, question);
    } else if (response.status === 503) {
      tell("Serwer jest zajęty. Pokazuję ostatnie wyniki i pytam dalej.");
      lostAt = null;
      shown = null;
      later("ask", AGAIN, ask);
    } else {
      tell(`Serwer nie odpowiedział na to pytanie. Kod błędu: ${response.headers.get("x-request-id") ?? response.status}.`);
    }
  };

  const typed = () => later("ask", Math.max(0, askedAt + PAUSE - performance.now()), ask);

  input.addEventListener("input", (event) => {
    if (!event.isComposing) typed();
  });
  input.addEventListener("compositionend", typed);

  // Enter goes forward: first to the answers, from there into the article.
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (input.value.trim() !== shown) await ask();
    links()[0]?.focus();
  });

  // A browser that comes back to the page may have kept the field and not the results.
  addEventListener("pageshow", () => {
    if (input.value.trim() !== shown) ask();
  });

  addEventListener("online", () => lostAt !== null && ask());
}

const links = () => [...document.querySelectorAll(".card h2 a")];

// Clears the field in a way that Ctrl+Z undoes.
const clear = () => {
  input.select();
  if (!document.execCommand("delete")) {
    input.value = "";
    input.dispatchEvent(new Event("input"));
  }
};

const writing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;

const step = (by) => {
  const all = links();
  const at = all.findIndex((link) => link.closest("[data-id]").contains(document.activeElement));
  const to = document.activeElement === input ? (by > 0 ? 0 : -1) : at + by;
  if (to < 0) {
    if (at === 0) input.focus();
    return at === 0;
  }
  if (at < 0 && document.activeElement !== input && document.activeElement !== document.body) return false;
  const link = all[document.activeElement === document.body ? 0 : to];
  if (!link) return all.length > 0;
  link.focus({ preventScroll: true });
  link.closest("[data-id]").scrollIntoView({ block: "nearest" });
  return true;
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const inField = writing(event.target);
  switch (event.key) {
    case "ArrowDown":
    case "ArrowUp":
      if (inField && event.target !== input) return;
      if (step(event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
      return;
    case "Escape": {
      const back = document.querySelector("[data-back]");
      event.preventDefault();
      if (event.target !== input && back) location.assign(back.href);
      else if (event.target !== input) input.focus();
      else clear();
      return;
    }
    case "/":
      if (inField) return;
      event.preventDefault();
      input.focus();
      input.select();
  }
});
