// The places of the console that every module knows, and a word to the agent.

import { at, later } from "./core.js";

export const input = at("q");
export const results = at("wyniki");

/// „2:05” of 125 seconds.
export const lasting = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/// Says what was done, above the keys, for as long as it takes to read.
export const say = (text) => {
  const told = at("powiedziano");
  told.textContent = text;
  later("say", 3000 + 60 * text.length, () => (told.textContent = ""));
};
