// The article that the next question is asked of: the one that lies open, or the last that the caller was told of.
//
// The server decides whether a question is about it; one that is about another matter leaves it.

import { at } from "./core.js";

const chip = at("kontekst");
const named = chip.querySelector("strong");

let about = chip.dataset.id ? { id: chip.dataset.id, title: named.textContent, told: false } : null;

const set = (next) => {
  about = next;
  chip.hidden = !about;
  named.textContent = about?.title ?? "";
};

export const id = () => about?.id;

/// `told`: it stays when the article is closed, for the caller has heard of it.
export const take = (id, title, told = false) => set({ id, title, told: told || (about?.id === id && about.told) });

export const leave = () => set(null);

/// The article is no longer on the screen.
export const closed = () => about && !about.told && leave();
