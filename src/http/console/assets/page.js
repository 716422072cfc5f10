// The places of the console that every module knows, and a word to the agent.

import { at, later, make } from "./core.js";

export const input = at("q");
export const results = at("wyniki");

/// „2:05” of 125 seconds.
export const lasting = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/// For so long, in milliseconds, what was done can be taken back.
export const REGRET = 10_000;

let regret = null;

/// Says what was done, above the keys, for as long as it takes to read; with `undo`, for as long as it can be taken back.
export const say = (text, undo = null) => {
  const told = at("powiedziano");
  regret = undo;
  told.textContent = text;
  if (undo) {
    const keys = [make("kbd", {}, "Ctrl"), " ", make("kbd", {}, "Z")];
    told.append(" ", make("button", { type: "button", "data-do": "regret" }, "Cofnij ", ...keys));
  }
  later("say", undo ? REGRET : 3000 + 60 * text.length, () => {
    regret = null;
    told.textContent = "";
  });
};

/// Takes back what was done last, if it still can be; true if it was.
export const takeBack = () => {
  const undo = regret;
  regret = null;
  undo?.();
  return undo !== null;
};
