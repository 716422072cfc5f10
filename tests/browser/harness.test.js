// What the harness itself has to notice: an error that a page or the server logs, however everything is closed.

import { rename } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import assert from "node:assert/strict";

import { start, until } from "./harness.js";

const noise = (page, word) => page.evaluate((word) => console.error(word), word);

test("an error of a page fails the test that opened it, in whatever way it is closed", async () => {
  const drogowskaz = await start();
  const said = await drogowskaz.page();
  await said.page.goto("/");
  await noise(said.page, "głośno");
  await assert.rejects(said.done(), /głośno/);

  const thrown = await drogowskaz.page();
  await thrown.page.goto("/");
  await thrown.page.evaluate(() => setTimeout(() => document.dispatchEvent(nothing)));
  await thrown.page.waitForTimeout(100);
  await assert.rejects(thrown.done(), /ReferenceError/);

  const foreseen = await drogowskaz.page({ expected: [/cicho/] });
  await foreseen.page.goto("/");
  await noise(foreseen.page, "całkiem cicho");
  await foreseen.done();
  const silent = await drogowskaz.page({ expected: [/cicho/] });
  await silent.page.goto("/");
  await assert.rejects(silent.done(), /no such error/, "what is expected has to happen");

  const closed = await drogowskaz.page();
  await closed.page.goto("/");
  await noise(closed.page, "po cichu");
  await closed.page.context().close();
  const left = await drogowskaz.page();
  await left.page.goto("/");
  await assert.rejects(drogowskaz.stop(), /po cichu/, "closed past done()");
});

test("an error in the server's log fails the run that does not expect it", async () => {
  for (const logged of [[], [/kb/]]) {
    const drogowskaz = await start({ logged });
    await rename(join(drogowskaz.folder, "kb"), join(drogowskaz.folder, "na-bok"));
    await until(async () => (await fetch(`${drogowskaz.address}/readyz`)).status === 503, "the folder is missed");
    if (logged.length) await drogowskaz.stop();
    else await assert.rejects(drogowskaz.stop(), /ERROR/);
  }
});
