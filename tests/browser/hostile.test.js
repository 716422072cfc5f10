// A sample of the hostile corpus in a real browser: no dialog, no call, no global, whatever an author wrote.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { start } from "./harness.js";

const EVERY = 3;

const corpus = (await readFile(new URL("../text/hostile-markup.txt", import.meta.url), "utf8"))
  .split("\n")
  .filter((line) => line && !line.startsWith("##"))
  .map((line) => {
    try {
      return line.startsWith('"') ? JSON.parse(line) : line;
    } catch {
      return line;
    }
  });
const sample = corpus.filter((_, place) => place % EVERY === 0);

const articles = Object.fromEntries(
  sample.map((payload, place) => {
    const quoted = JSON.stringify(payload.replaceAll("\0", "\ufffd"));
    const facts = ["email", "address", "hours", "fee", "deadline", "link"].map((key) => `  ${key}: ${quoted}\n`).join("");
    const header = `id: wrogi-${place}\ntitle: ${quoted}\nsummary: ${quoted}\naudience: public\nkeywords: [${quoted}]\nquestions: [${quoted}]\nfacts:\n  phone: [${quoted}]\n${facts}`;
    return [`wrogi-${place}.md`, `---\n${header}---\n\nwrogi ${payload}\n\n## ${payload}\n\n[odsyłacz](${payload})\n`];
  }),
);

let drogowskaz;
before(async () => {
  drogowskaz = await start({ articles });
});
after(() => drogowskaz?.stop());

// What would be seen if something ran: a payload calls one of the two.
async function runs(page, ran) {
  await page.evaluate(() => {
    alert("1");
    return globalThis.hostile();
  });
  assert.equal(ran.length, 2, `a script that does run is noticed: ${ran}`);
}

test("nothing an author wrote runs in a browser", async () => {
  // Pictures that are nowhere: the address is the author's, and this server's own.
  const { page, done } = await drogowskaz.page({ expected: [/404/] });
  const ran = [];
  page.on("dialog", (dialog) => {
    ran.push(`${page.url()}: ${dialog.message()}`);
    dialog.dismiss();
  });
  await page.exposeFunction("hostile", () => ran.push(page.url()));
  const foreign = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(drogowskaz.address) && !request.url().startsWith("data:")) foreign.push(request.url());
  });
  const visit = async (path) => {
    const response = await page.goto(path);
    assert.equal(response.status(), 200, path);
    if (!path.startsWith("/redakcja")) await page.locator("html.scripted").waitFor();
    // What waits for a finger on it gets one.
    await page.evaluate(() => {
      for (const element of document.querySelectorAll("main a[href], main [tabindex]")) element.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
      for (const details of document.querySelectorAll("main details")) details.open = true;
    });
  };
  for (const [place, payload] of sample.entries()) {
    await visit(`/artykul/wrogi-${place}`);
    await visit(`/?q=${encodeURIComponent(payload)}`);
    assert.deepEqual(ran, [], payload);
  }
  for (const path of ["/?q=wrogi", "/redakcja", "/redakcja?strona=2", `/redakcja?q=${encodeURIComponent(sample[3])}`]) await visit(path);
  assert.deepEqual(ran, [], "lists");
  assert.ok(sample.length > 10, `${sample.length} payloads were tried`);
  assert.deepEqual(foreign, [], "nothing is fetched from elsewhere");
  await runs(page, ran);
  await done();
});

test("nothing runs in the preview of a text that is being written", async () => {
  const { page, done } = await drogowskaz.page({ expected: [/404/] });
  const ran = [];
  page.on("dialog", (dialog) => {
    ran.push(dialog.message());
    dialog.dismiss();
  });
  await page.exposeFunction("hostile", () => ran.push("called"));
  await page.goto("/redakcja/nowy");
  for (const tab of ["Widzi konsultant", "Kontrola"]) {
    await page.getByRole("tab", { name: tab }).click();
    for (let from = 0; from < corpus.length; from += 30) {
      const some = corpus.slice(from, from + 30).filter((payload) => !payload.startsWith("---"));
      const looked = page.waitForResponse((response) => response.url().includes("/preview"));
      await page.getByRole("textbox", { name: "Cały tekst (Markdown)" }).fill(`---\ntitle: Próba\nsummary: ${JSON.stringify(some[0])}\nunit: ${JSON.stringify(some[1])}\n---\n\n${some.join("\n\n")}\n`);
      await looked;
      await page.waitForTimeout(50);
      assert.deepEqual(ran, [], some.join("\n"));
    }
  }
  await runs(page, ran);
  await done();
});
