// Text that is not saved yet, kept in this browser: by article, by the version it began with, and by tab, so that
// two tabs do not write over each other.

import { at, clock, make, store, unique } from "./core.js";

const ROOM = "drogowskaz.tekst/";

const CARD = "drogowskaz.karta";
const ofThisTab = store("sessionStorage");
const tab = ofThisTab.get(CARD) ?? unique();
ofThisTab.set(CARD, tab);

const name = (id, etag) => `${ROOM}${id || "nowy"}/${etag || "0"}/${tab}`;

/// Keeps a text; says whether the browser took it.
export function keep(id, etag, kept) {
  try {
    localStorage.setItem(name(id, etag), JSON.stringify({ ...kept, etag, at: Date.now() }));
    return true;
  } catch {
    return false;
  }
}

export function forget(id, etag) {
  localStorage.removeItem(name(id, etag));
}

function all(id) {
  const found = [];
  for (let place = 0; place < localStorage.length; place += 1) {
    const key = localStorage.key(place);
    if (!key.startsWith(`${ROOM}${id || "nowy"}/`)) continue;
    try {
      found.push({ key, ...JSON.parse(localStorage.getItem(key)) });
    } catch {
      localStorage.removeItem(key);
    }
  }
  return found.sort((a, b) => b.at - a.at);
}

/// Offers what was kept back; `take` gets the text that the editor wants.
export function offer(id, etag, standing, take) {
  const box = at("zachowany_");
  const kept = all(id).filter((one) => {
    const same = one.text === standing && !Object.keys(one.fields ?? {}).length;
    if (same) localStorage.removeItem(one.key);
    return !same;
  });
  const draw = () => {
    box.hidden = kept.length === 0;
    box.replaceChildren(
      ...kept.map((one) => {
        const older = one.etag !== etag ? " Od tego czasu artykuł ktoś zmienił; przy zapisie porównasz obie wersje." : "";
        const restore = make("button", { type: "button" }, "Przywróć");
        const drop = make("button", { type: "button" }, "Odrzuć");
        restore.addEventListener("click", () => {
          localStorage.removeItem(one.key);
          kept.length = 0;
          draw();
          take(one);
        });
        drop.addEventListener("click", () => {
          localStorage.removeItem(one.key);
          kept.splice(kept.indexOf(one), 1);
          draw();
          at("tekst_").focus();
        });
        return make("p", {}, `Masz niezapisany tekst z ${clock(one.at)}.${older} `, restore, " ", drop);
      }),
    );
  };
  draw();
}
