// What an agent records, until the server has acknowledged it.
//
// A record is kept in the browser under a key of its own, sent with that key as its Idempotency-Key, and kept until
// the server says it has it: a record sent twice is one record, and a record is never lost to a broken connection.
// As it was typed it is kept in memory and sent from there; the browser's store has it coarsely masked, for the case
// that the page is left before the server is back.

import { Lost, Refused, SignedOut, at, count, later, store, unique } from "./core.js";
import { mask } from "./mask.js";
import { onReturn, request } from "./net.js";
import { say } from "./page.js";

const PREFIX = "drogowskaz.zapis.";
const SHORTEST = 2000;
const LONGEST = 30_000;

const kept = store("localStorage");
const waiting = at("czeka");
let wait = SHORTEST;
let sending = false;

const keys = () => kept.keys().filter((key) => key.startsWith(PREFIX));

const isDue = (one) => !(one?.due > Date.now());

const tell = () => {
  const left = keys().filter((key) => isDue(read(key))).length;
  waiting.textContent = left > 0 ? `${count(left, ["zapis czeka", "zapisy czekają", "zapisów czeka"])} na wysłanie` : "";
};

const texts = ["text", "question", "place"];

/// What to say or do once the server has a record, or refuses it; forgotten with the page, unlike the record.
const fates = new Map();

/// Records as they were typed, for as long as the page is open.
const typed = new Map();

/// Puts a record on its way to `path`, after `hold` ms in which `withdraw` takes it back by the key that is given.
/// `fate.written` is given the answer, `fate.refused` what was sent.
export const record = (path, body, fate = {}, hold = 0) => {
  const whole = Object.entries(body).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const masked = Object.fromEntries(whole.map(([name, value]) => [name, texts.includes(name) ? mask(value) : value]));
  // The time keeps records in order: keys are read back sorted by it.
  const key = PREFIX + unique();
  fates.set(key, fate);
  typed.set(key, Object.fromEntries(whole));
  kept.set(key, JSON.stringify({ path, body: masked, at: Date.now(), due: Date.now() + hold }));
  // A record that arrives at once needs no word.
  later("waiting", 800, tell);
  send();
  return key;
};

/// Takes a record back that is still held.
export const withdraw = (key) => {
  fates.delete(key);
  typed.delete(key);
  kept.remove(key);
};

const read = (key) => {
  try {
    return JSON.parse(kept.get(key));
  } catch {
    return null;
  }
};

export const send = async () => {
  if (sending) return;
  sending = true;
  try {
    for (;;) {
      const next = keys()
        .map((key) => [key, read(key)])
        .filter(([, one]) => isDue(one))
        .sort(([, one], [, other]) => (one?.at ?? 0) - (other?.at ?? 0))[0];
      if (!next) break;
      const [key, one] = next;
      if (!one?.path?.startsWith("/api/v1/")) {
        kept.remove(key);
        continue;
      }
      await deliver(key, one);
      wait = SHORTEST;
    }
    tell();
    const held = keys().map((key) => read(key)?.due ?? 0).filter((due) => due > Date.now());
    if (held.length) later("held", Math.min(...held) - Date.now() + 20, send);
  } catch (failed) {
    if (!(failed instanceof Lost || failed instanceof SignedOut || failed instanceof Refused)) throw failed;
    tell();
    later("send", wait, send);
    wait = Math.min(2 * wait, LONGEST);
  } finally {
    sending = false;
  }
};

const deliver = async (key, one) => {
  const { path } = one;
  const body = typed.get(key) ?? one.body;
  try {
    const response = await request("POST", path, {
      type: "application/json",
      headers: { "idempotency-key": key.slice(PREFIX.length), accept: "application/json" },
      body: JSON.stringify(body),
    });
    // A record that is written stays written, whatever its answer looks like.
    fates.get(key)?.written?.(await response.json().catch(() => ({})));
  } catch (failed) {
    const hopeless = failed instanceof Refused && [400, 403, 409, 413, 415, 422].includes(failed.status);
    if (!hopeless) throw failed;
    fates.get(key)?.refused?.(body);
    say(`Serwer nie przyjął zapisu: ${failed.problem.detail ?? `kod błędu ${failed.code}`}`);
  }
  fates.delete(key);
  typed.delete(key);
  kept.remove(key);
};

onReturn(send);
