// The call: when it began, what was looked up in it, which articles are pinned, what was recorded.
//
// It lives as long as its tab and survives a reload. Questions in it are those that the server has masked.

import { at, clock, make, store, unique } from "./core.js";
import { lasting, say } from "./page.js";

const KEY = "drogowskaz.rozmowa";
const LONGEST = 30; // entries of the trail

const kept = store("sessionStorage");
const block = at("rozmowa");
const shownTime = at("czas");
const track = at("slad");
const list = at("slad-lista");

const read = () => {
  try {
    return JSON.parse(kept.get(KEY));
  } catch {
    return null;
  }
};

let call = read();

const save = () => kept.set(KEY, JSON.stringify(call));

const tick = () => {
  block.hidden = !call;
  if (call) shownTime.textContent = lasting((Date.now() - call.started) / 1000);
};

const entry = (one) => {
  const item = make("li", { class: one.kind }, make("a", { href: one.url }, one.text));
  if (one.pinned) item.append(" ", make("span", { class: "done" }, "przypięty"));
  if (one.done) item.append(" ", make("span", { class: "done" }, one.done));
  return item;
};

const draw = () => {
  track.hidden = !call?.trail.length;
  list.replaceChildren(...(call?.trail ?? []).map(entry));
  tick();
};

/// Begins a call; one that this tab is in already goes on.
export const begin = (id) => {
  if (id && call?.id === id) return false;
  call = { id: id || unique(), started: Date.now(), last: null, trail: [], pins: [], recorded: {} };
  save();
  draw();
  return true;
};

/// Whoever types a question without having begun a call has one.
export const ensure = () => {
  if (!call) begin();
};

export const callId = () => call?.id;

/// Seconds since the call began, or since the last thing recorded in it.
export const seconds = () => Math.max(0, Math.round((Date.now() - (call?.last ?? call?.started ?? Date.now())) / 1000));

/// Remembers a question or an article; one looked up again moves to the end.
export const looked = (kind, text, url) => {
  if (!call) return;
  const before = call.trail.find((one) => one.url === url);
  call.trail = call.trail.filter((one) => one !== before);
  // A question that only grew is one question.
  const last = call.trail.at(-1);
  if (kind === "question" && last?.kind === "question" && !last.done && text.startsWith(last.text)) call.trail.pop();
  call.trail.push({ ...before, kind, text, url });
  call.trail = call.trail.slice(-LONGEST);
  save();
  draw();
};

/// Whether this was recorded in this call already; if not, it is now.
export const once = (what) => {
  ensure();
  const before = call.recorded[what];
  if (before) {
    say(`Już zapisano o ${clock(before)}.`);
    return false;
  }
  call.recorded[what] = call.last = Date.now();
  save();
  return true;
};

/// What was recorded is taken back.
export const unrecorded = (what) => {
  if (!call) return;
  delete call.recorded[what];
  const others = Object.values(call.recorded);
  call.last = others.length ? Math.max(...others) : null;
  save();
};

/// Notes at the article (or the last entry) what became of it.
export const noted = (url, done) => {
  const one = call?.trail.findLast((one) => one.url === url) ?? call?.trail.at(-1);
  if (one) one.done = done;
  save();
  draw();
};

/// Pins an article; gives the two that stand side by side once there are two.
export const pin = (url, title) => {
  ensure();
  if (!call.trail.some((one) => one.url === url)) looked("article", title, url);
  const others = call.pins.filter((one) => one !== url);
  const unpin = call.pins.length === 1 && others.length === 0;
  call.pins = unpin ? [] : [...others, url].slice(-2);
  for (const one of call.trail) one.pinned = call.pins.includes(one.url);
  save();
  draw();
  return unpin ? null : call.pins;
};

export const resume = () => {
  draw();
  setInterval(tick, 1000);
};
