// What every page of the desk needs: elements, time, and a server that may be gone or have forgotten who we are.

export const at = (id) => document.getElementById(id);

/// `make("a", { href: "/" }, "text", child, …)`; text is never markup.
export const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
};

const timers = new Map();

/// Runs `work` after `wait` ms; a later call under the same name takes the place of an earlier one.
export const later = (name, wait, work) => {
  clearTimeout(timers.get(name));
  timers.set(name, setTimeout(work, wait));
};

export const never = (name) => clearTimeout(timers.get(name));

/// „14:02”, with the day where it is not today.
export const clock = (moment = Date.now()) => {
  const then = new Date(moment);
  const time = then.toLocaleTimeString("pl-PL", { hour: "numeric", minute: "2-digit" });
  if (then.toDateString() === new Date().toDateString()) return time;
  return `${then.toLocaleDateString("pl-PL", { day: "numeric", month: "long" })}, ${time}`;
};

/// 1 uwaga, 2 uwagi, 5 uwag.
export const count = (number, [one, few, many]) => {
  const units = number % 10;
  const teen = number % 100 >= 12 && number % 100 <= 14;
  return `${number}\u00a0${number === 1 ? one : units >= 2 && units <= 4 && !teen ? few : many}`;
};

/// No connection.
export class Lost extends Error {}

/// The session is over.
export class SignedOut extends Error {}

/// The server said no, and why: `problem` is what RFC 9457 calls the details.
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail ?? "Serwer odmówił. Spróbuj jeszcze raz.");
    this.status = status;
    this.problem = problem;
  }
}

/// One request; gives the response of a success and throws the rest.
export async function send(method, url, { body, type, headers = {}, signal } = {}) {
  let response;
  try {
    const all = { ...headers, ...(type && { "content-type": type }) };
    response = await fetch(url, { method, body, headers: all, signal, cache: "no-store", redirect: "follow" });
  } catch (cause) {
    if (cause.name === "AbortError") throw cause;
    throw new Lost();
  }
  if (response.status === 401) throw new SignedOut();
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new Refused(response.status, problem);
  }
  return response;
}

export const sendJson = async (method, url, value, more = {}) => {
  const body = value === undefined ? {} : { body: JSON.stringify(value), type: "application/json" };
  const response = await send(method, url, { ...body, ...more });
  return response.status === 204 ? null : response.json();
};

let lostSince = null;

/// Says what kept a request from succeeding; `kept` tells that the text is safe.
export const tell = (place, fault, kept = "") => {
  if (fault.name === "AbortError") return;
  place.classList.add("caution");
  if (fault instanceof SignedOut) {
    const next = encodeURIComponent(location.pathname);
    const link = make("a", { href: `/logowanie?dalej=${next}`, target: "_blank", rel: "noopener" }, "Zaloguj się w nowej karcie");
    place.replaceChildren("Sesja wygasła. ", kept, " ", link, ", wróć tutaj i spróbuj jeszcze raz.");
  } else if (fault instanceof Lost) {
    lostSince ??= Date.now();
    place.replaceChildren(`Brak połączenia od ${clock(lostSince)}. ${kept} Spróbuj, gdy wróci.`);
  } else if (fault instanceof Refused) {
    const code = fault.status >= 500 && fault.problem.code ? ` (kod ${fault.problem.code})` : "";
    place.replaceChildren(`${fault.message}${code}`);
  } else {
    console.error(fault);
    place.replaceChildren("Coś poszło nie tak po stronie tej strony. Odśwież ją; tekst jest zachowany.");
  }
};

export const say = (place, ...said) => {
  place.classList.remove("caution");
  place.replaceChildren(...said);
};

/// There is a connection again.
export const found = () => {
  lostSince = null;
};
