// What every module needs: the places of the page, the time, and a word to the agent.

export const at = (id) => document.getElementById(id);

export const input = at("q");
export const results = at("wyniki");

const timers = new Map();

/// Runs `work` after `wait` ms; a later call under the same name takes the place of an earlier one.
export const later = (name, wait, work) => {
  clearTimeout(timers.get(name));
  timers.set(name, setTimeout(work, wait));
};

export const never = (name) => clearTimeout(timers.get(name));

/// „14:02”
export const clock = (moment = Date.now()) =>
  new Date(moment).toLocaleTimeString("pl-PL", { hour: "numeric", minute: "2-digit" });

/// „2:05” of 125 seconds.
export const lasting = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/// 1 zapis, 2 zapisy, 5 zapisów.
export const count = (number, [one, few, many]) => {
  const units = number % 10;
  const teen = number % 100 >= 12 && number % 100 <= 14;
  return `${number} ${number === 1 ? one : units >= 2 && units <= 4 && !teen ? few : many}`;
};

/// A name that nobody else gives. `crypto.randomUUID` is missing where the page came without TLS. Letters only: a
/// run of digits could be taken for somebody's number.
export const unique = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(24)), (byte) => String.fromCharCode(97 + (byte % 26))).join("");

/// Says what was done, above the keys, for as long as it takes to read.
export const say = (text) => {
  const told = at("powiedziano");
  told.textContent = text;
  later("say", 3000 + 60 * text.length, () => (told.textContent = ""));
};

/// An element with text; nothing that was typed or written ever becomes markup.
export const make = (name, text = "", properties = {}) => Object.assign(document.createElement(name), { textContent: text }, properties);

export const sameAddress = (link) => link.origin === location.origin;

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
