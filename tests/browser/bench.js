// From key press to painted results, measured in the page.
//
//     cargo run --release --example generate_kb -- --count 10000 --out /tmp/kb10k
//     DROGOWSKAZ_PROGRAM=…/target/release/drogowskaz node bench.js /tmp/kb10k
//
// Questions are headings of the generated articles, typed key by key at an agent's speed. A key counts from its event
// to the end of the frame that paints its results. Keys whose answer was overtaken by the next key
// are not counted; how many there were is printed. The cold load is measured in profiles of their own.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { start } from "./harness.js";

const KB = process.argv[2];
const QUESTIONS = Number(process.env.QUESTIONS ?? 40);
const BETWEEN = Number(process.env.BETWEEN ?? 110); // ms between keys: some 110 words a minute

// Two or three words of a heading each, spread over the corpus.
const questions = async () => {
  const names = (await readdir(KB, { recursive: true })).filter((name) => name.endsWith(".md") && !/(^|\/)[.]|README/.test(name)).sort();
  const step = Math.max(1, Math.floor(names.length / QUESTIONS));
  const texts = [];
  for (let at = 0; at < names.length && texts.length < QUESTIONS; at += step) {
    const heading = (await readFile(join(KB, names[at]), "utf8")).match(/^#{1,3} (.+)$/m)?.[1];
    if (heading) texts.push(heading.replace(/\{.*\}/, "").split(/\s+/).slice(0, 3).join(" ").toLowerCase());
  }
  return texts;
};

const percentile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

const row = (name, times) => {
  const sorted = [...times].sort((one, other) => one - other);
  const figures = [0.5, 0.95, 0.99].map((share) => percentile(sorted, share).toFixed(1).padStart(7));
  console.log(`${name.padEnd(34)} n ${String(sorted.length).padStart(4)}   p50 ${figures[0]}   p95 ${figures[1]}   p99 ${figures[2]}   max ${sorted.at(-1).toFixed(1).padStart(7)} ms`);
};

const drogowskaz = await start({ kb: KB });
try {
  const asked = await questions();
  const { page } = await drogowskaz.page({ bare: true, viewport: { width: 1280, height: 800 } });
  await page.goto("/");
  await page.locator("html.scripted").waitFor();
  await page.evaluate(() => {
    globalThis.painted = [];
    globalThis.keys = 0;
    const field = document.getElementById("q");
    let pressed = null;
    field.addEventListener("keydown", () => {
      globalThis.keys += 1;
      pressed = performance.now();
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
    await page.waitForTimeout(200);
  }
  const { painted, keys } = await page.evaluate(() => ({ painted: globalThis.painted, keys: globalThis.keys }));
  row("key press to painted results", painted.slice(5));
  console.log(`${keys} keys, ${painted.length} painted; the others changed nothing or were overtaken`);
  await page.context().close();

  const read = [];
  const wired = [];
  for (const question of asked.slice(0, 25)) {
    const { page: fresh } = await drogowskaz.page({ bare: true, viewport: { width: 1280, height: 800 } });
    await fresh.goto(`/?q=${encodeURIComponent(question)}`, { waitUntil: "load" });
    await fresh.locator("html.scripted").waitFor();
    read.push(await fresh.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime));
    wired.push(await fresh.evaluate(() => performance.getEntriesByName("wired")[0].startTime));
    await fresh.context().close();
  }
  row("cold load to painted results", read.slice(5));
  row("cold load to keys wired", wired.slice(5));
} finally {
  await drogowskaz.stop();
}
