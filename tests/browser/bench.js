// From key press to painted results, measured in the page.
//
//     cargo run --release --example generate_kb -- --count 10000 --out /tmp/kb10k
//     DROGOWSKAZ_PROGRAM=…/target/release/drogowskaz node bench.js /tmp/kb10k
//
// Questions are headings of the generated articles, typed key by key at an agent's speed. A key counts from its event
// to the end of the frame that paints its results. Keys that changed nothing in the question and keys whose answer was
// overtaken by the next one have no such time; how many of each there were is printed. The cold load is measured in a
// new process of the browser each time, beside that of an empty page. A request that fails ends the bench.
//
// QUESTIONS and LOADS say how many of each there are, BETWEEN how many milliseconds lie between two keys.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { launch, start } from "./harness.js";

const KB = process.argv[2];
const QUESTIONS = Number(process.env.QUESTIONS ?? 40);
const LOADS = Number(process.env.LOADS ?? 100);
const BETWEEN = Number(process.env.BETWEEN ?? 110); // ms between keys: some 110 words a minute
const WARM = 5; // left out of every row: the first are slower, and nobody's second question

const EMPTY = "data:text/html,<!doctype html><html lang=pl><title>.</title><p>.";
const WINDOW = { bare: true, viewport: { width: 1280, height: 800 } };

// Two or three words of a heading each, spread over the corpus.
const questions = async (count) => {
  const names = (await readdir(KB, { recursive: true })).filter((name) => name.endsWith(".md") && !/(^|\/)[.]|README/.test(name)).sort();
  const step = Math.max(1, Math.floor(names.length / count));
  const texts = [];
  for (let at = 0; at < names.length && texts.length < count; at += step) {
    const heading = (await readFile(join(KB, names[at]), "utf8")).match(/^#{1,3} (.+)$/m)?.[1];
    if (heading) texts.push(heading.replace(/\{.*\}/, "").split(/\s+/).slice(0, 3).join(" ").toLowerCase());
  }
  if (texts.length < count) throw new Error(`${KB} has headings for ${texts.length} questions of ${count}`);
  return texts;
};

// Percentiles as far as there are times enough to tell them: one in twenty of twenty is the largest by another name.
const row = (name, times) => {
  const sorted = times.slice(WARM).sort((one, other) => one - other);
  if (!sorted.length) throw new Error(`${name}: nothing was measured`);
  const told = [[0.5, 1], [0.95, 95], [0.99, 400]]
    .filter(([, least]) => sorted.length >= least)
    .map(([share]) => `p${share * 100} ${sorted[Math.floor(sorted.length * share)].toFixed(1).padStart(7)}`);
  console.log(`${name.padEnd(34)} n ${String(sorted.length).padStart(4)}   ${told.join("   ")}   max ${sorted.at(-1).toFixed(1).padStart(7)} ms`);
};

// Ends the bench on any answer that is none; a request that the page itself took back was overtaken.
const watched = (page) => {
  const failed = [];
  page.on("response", (response) => response.status() >= 400 && failed.push(`${response.status()} ${response.url()}`));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "";
    if (why !== "net::ERR_ABORTED") failed.push(`${why} ${request.url()}`);
  });
  return () => {
    if (failed.length) throw new Error(`${failed.length} requests failed; the first: ${failed[0]}`);
  };
};

const firstPaint = (page) => page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime);

const drogowskaz = await start({ kb: KB });
try {
  const asked = await questions(QUESTIONS);
  const { page, done } = await drogowskaz.page(WINDOW);
  const sound = watched(page);
  await page.goto("/");
  await page.locator("html.scripted").waitFor();
  await page.evaluate(() => {
    Object.assign(globalThis, { painted: [], keys: 0, same: 0, overtaken: 0 });
    const field = document.getElementById("q");
    let pressed = null;
    let before = "";
    field.addEventListener("keydown", () => {
      globalThis.keys += 1;
      if (pressed !== null) globalThis.overtaken += 1;
      pressed = performance.now();
      before = field.value.trim();
    }, true);
    field.addEventListener("input", () => {
      if (pressed === null || field.value.trim() !== before) return;
      globalThis.same += 1;
      pressed = null;
    }, true);
    new MutationObserver(() => {
      const from = pressed;
      if (from === null || document.querySelector("[data-query]")?.dataset.query !== field.value.trim()) return;
      pressed = null;
      // The first task after the callbacks of a frame runs once that frame is painted.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => globalThis.painted.push(performance.now() - from);
        port2.postMessage(0);
      });
    }).observe(document.getElementById("wyniki"), { childList: true });
  });
  for (const question of asked) {
    await page.locator("#q").fill("");
    await page.waitForTimeout(150);
    await page.locator("#q").pressSequentially(question, { delay: BETWEEN });
    await page.waitForFunction((typed) => document.querySelector("[data-query]")?.dataset.query === typed, question);
  }
  const { painted, keys, same, overtaken } = await page.evaluate(() => {
    const { painted, keys, same, overtaken } = globalThis;
    return { painted, keys, same, overtaken };
  });
  sound();
  await done();
  row("key press to painted results", painted);
  const unanswered = keys - painted.length - same - overtaken;
  console.log(`${keys} keys: ${painted.length} painted (the first ${WARM} left out), ${same} changed nothing, ${overtaken} overtaken by the next, ${unanswered} unanswered`);
  // The last key of a question has nobody to overtake it.
  if (unanswered > 0 || painted.length * 2 < keys) throw new Error(`of ${keys} keys ${painted.length} were answered`);

  const [read, wired, empty] = [[], [], []];
  for (const question of await questions(LOADS + WARM)) {
    const browser = await launch();
    const { page: fresh, done } = await drogowskaz.page({ ...WINDOW, browser });
    const sound = watched(fresh);
    await fresh.goto(`/?q=${encodeURIComponent(question)}`, { waitUntil: "load" });
    await fresh.locator("html.scripted").waitFor();
    read.push(await firstPaint(fresh));
    wired.push(await fresh.evaluate(() => performance.getEntriesByName("wired")[0].startTime));
    sound();
    await done();
    await browser.close();

    const other = await launch();
    const { page: bare, done: bareDone } = await drogowskaz.page({ ...WINDOW, browser: other });
    await bare.goto(EMPTY, { waitUntil: "load" });
    await bare.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length);
    empty.push(await firstPaint(bare));
    await bareDone();
    await other.close();
  }
  row("cold load to painted results", read);
  row("cold load to keys wired", wired);
  row("an empty page, painted", empty);
} finally {
  await drogowskaz.stop();
}
