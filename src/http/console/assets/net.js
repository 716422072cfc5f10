// Requests, and what the agent is told when they do not arrive.
//
// Whatever is on the screen stays there: a request that fails changes one line of text and nothing else.

import { at, clock, later, never } from "./core.js";

const AGAIN = 2000; // ms between looks whether the server is back

const notice = at("lacze");
let lostAt = null;
let signedOut = false;
const returning = new Set();

/// `work` runs whenever the server is back after it was not.
export const onReturn = (work) => returning.add(work);

export const isLost = () => lostAt !== null;

/// The server cannot be reached, or has nothing to say yet.
export class Lost extends Error {}
/// The session is over.
export class SignedOut extends Error {}
/// The server answered, and refused.
export class Refused extends Error {
  constructor(response, detail) {
    super(detail ?? `status ${response.status}`);
    this.status = response.status;
    this.detail = detail;
    this.code = response.headers.get("x-request-id") ?? String(response.status);
  }
}

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
  const link = document.createElement("a");
  link.dataset.elsewhere = "";
  link.href = `/logowanie?dalej=${encodeURIComponent(location.pathname + location.search)}`;
  link.textContent = "Zaloguj się";
  tell("Sesja wygasła. To, co masz na ekranie, zostaje. ", link);
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

const detail = async (response) => {
  try {
    return (await response.json()).detail;
  } catch {
    return null;
  }
};

/// `fetch` with the three ways it can fail told apart: lost, signed out, refused.
export const request = async (address, options = {}) => {
  let response;
  try {
    response = await fetch(address, { redirect: "manual", ...options });
  } catch (cause) {
    if (cause.name === "AbortError") throw cause;
    lost();
    throw new Lost();
  }
  if (response.status === 401 || response.type === "opaqueredirect") {
    tellSignedOut();
    throw new SignedOut();
  }
  if ([502, 503, 504].includes(response.status)) {
    lost(response.status === 503);
    throw new Lost();
  }
  // Not `back`: whoever asked knows what to show, the others are told.
  if (lostAt !== null) setTimeout(back);
  tellSignedIn();
  if (!response.ok) throw new Refused(response, await detail(response));
  return response;
};

/// HTML, unless the connection breaks in the middle of it.
export const html = async (address, options = {}) => {
  const response = await request(address, { ...options, headers: { accept: "text/html" } });
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
