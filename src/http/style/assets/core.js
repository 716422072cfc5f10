// What the pages of agents and of editors need alike: places, elements, time, Polish, what the browser keeps, requests.

export const at = (id) => document.getElementById(id);

/// `make("a", { href: "/" }, "text", child, …)`; nothing that was typed or written ever becomes markup.
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

/// A name that nobody else gives. `crypto.randomUUID` is missing where the page came without TLS. Letters only: a
/// run of digits could be taken for somebody's number.
export const unique = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(24)), (byte) => String.fromCharCode(97 + (byte % 26))).join("");

/// A store that may be full, forbidden or gone: then the page remembers for itself until it is closed.
export const store = (name) => {
  const own = new Map();
  const real = () => {
    try {
      return globalThis[name];
    } catch {
      return null;
    }
  };
  return {
    get: (key) => {
      try {
        return real()?.getItem(key) ?? own.get(key) ?? null;
      } catch {
        return own.get(key) ?? null;
      }
    },
    set: (key, value) => {
      try {
        real().setItem(key, value);
      } catch {
        own.set(key, value);
      }
    },
    remove: (key) => {
      own.delete(key);
      try {
        real()?.removeItem(key);
      } catch {
        // It was not there.
      }
    },
    keys: () => {
      try {
        return [...new Set([...Object.keys(real() ?? {}), ...own.keys()])];
      } catch {
        return [...own.keys()];
      }
    },
  };
};

/// The server cannot be reached.
export class Lost extends Error {}

/// The session is over.
export class SignedOut extends Error {}

/// The server answered, and refused: `problem` is what RFC 9457 calls the details, `code` finds it in the log.
export class Refused extends Error {
  constructor(status, problem = {}, code = String(status)) {
    super(problem.detail ?? "Serwer odmówił. Spróbuj jeszcze raz.");
    this.status = status;
    this.problem = problem;
    this.code = code;
  }
}

/// One request; gives the response of a success and throws the three ways in which it can fail.
export const send = async (method, address, { body, type, headers = {}, ...options } = {}) => {
  let response;
  try {
    const all = { ...headers, ...(type && { "content-type": type }) };
    response = await fetch(address, { method, body, headers: all, redirect: "manual", ...options });
  } catch (cause) {
    if (cause.name === "AbortError") throw cause;
    throw new Lost();
  }
  if (response.status === 401 || response.type === "opaqueredirect") throw new SignedOut();
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  throw new Refused(response.status, problem, response.headers.get("x-request-id") ?? undefined);
};

/// The same with JSON both ways.
export const sendJson = async (method, address, value, options = {}) => {
  const body = value === undefined ? {} : { body: JSON.stringify(value), type: "application/json" };
  const response = await send(method, address, { ...body, ...options });
  return response.status === 204 ? null : response.json();
};
