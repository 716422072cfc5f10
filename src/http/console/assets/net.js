// Requests, and what the agent is told when they do not arrive.
//
// Whatever is on the screen stays there: a request that fails changes one line of text and nothing else.

import { Lost, Refused, SignedOut, at, clock, later, make, never, send } from "./core.js";

const AGAIN = 2000; // ms between looks whether the server is back

const notice = at("lacze");
let lostAt = null;
let signedOut = false;
const returning = new Set();

/// `work` runs whenever the server is back after it was not.
export const onReturn = (work) => returning.add(work);

export const isLost = () => lostAt !== null;

const tell = (...parts) => {
  if (notice.textContent === parts.map((part) => part.textContent ?? part).join("")) return;
  notice.replaceChildren(...parts);
};

const lost = (busy = false) => {
  if (lostAt === null) lostAt = clock();
  if (busy) tell("Serwer jest zajęty. Pokazuję ostatnie wyniki i pytam dalej.");
  else if (!signedOut) tell(`Brak połączenia od ${lostAt}. Pokazuję ostatnie wyniki.`);
  later("look", AGAIN, look);
};

const look = async () => {
  try {
    const response = await fetch("/readyz?for=searching", { cache: "no-store", redirect: "manual" });
    if (response.ok) back();
    else lost(true);
  } catch {
    lost();
  }
};

const back = () => {
  never("look");
  if (lostAt === null) return;
  lostAt = null;
  if (!signedOut) tell("");
  for (const work of returning) work();
};

const tellSignedOut = () => {
  signedOut = true;
  const href = `/logowanie?dalej=${encodeURIComponent(location.pathname + location.search)}`;
  tell("Sesja wygasła. To, co masz na ekranie, zostaje. ", make("a", { href, "data-elsewhere": true }, "Zaloguj się"));
};

// Somebody's request was answered, so there is a session again; what was refused meanwhile is asked once more.
const tellSignedIn = () => {
  if (!signedOut) return;
  signedOut = false;
  tell("");
  setTimeout(() => {
    for (const work of returning) work();
  });
};

/// Something went wrong once; the next answer takes it away.
export const tellFault = (refused) =>
  tell(`Serwer nie odpowiedział na to pytanie. Kod błędu: ${refused.code}.`);

// The server is there, whatever it said. Not `back`: whoever asked knows what to show, the others are told.
const reached = () => {
  if (lostAt !== null) setTimeout(back);
  tellSignedIn();
};

/// `send`, and the one line of text that says what kept it. What nobody could serve is lost, too, and asked again.
export const request = async (method, address, options = {}) => {
  try {
    const response = await send(method, address, options);
    reached();
    return response;
  } catch (failed) {
    if (failed instanceof SignedOut) tellSignedOut();
    else if (failed instanceof Lost) lost();
    else if (failed instanceof Refused && [502, 503, 504].includes(failed.status)) {
      lost(failed.status === 503);
      throw new Lost();
    } else if (failed instanceof Refused) reached();
    throw failed;
  }
};

/// HTML, unless the connection breaks in the middle of it.
export const html = async (method, address, options = {}) => {
  const response = await request(method, address, { ...options, headers: { accept: "text/html" } });
  try {
    const text = await response.text();
    if (lostAt === null && !signedOut) tell("");
    return text;
  } catch (cause) {
    if (cause.name === "AbortError") throw cause;
    lost();
    throw new Lost();
  }
};

addEventListener("online", () => lostAt !== null && look());
document.addEventListener("visibilitychange", () => {
  // The agent may have signed in next door.
  if (signedOut && document.visibilityState === "visible") for (const work of returning) work();
});
