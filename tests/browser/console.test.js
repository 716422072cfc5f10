// What an agent does all day: ask, look, open, go back. By keyboard, as it is done mid-call.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";

import { accessible, answers, noSidewaysScroll, open, question, start } from "./harness.js";

const ASKED = "gdzie wywieźć starą lodówkę";
const RIGHT = "/artykul/elektroodpady";
const NONSENSE = "qzxvkjwq bfghrtwz";
const asking = (text) => `/?q=${encodeURIComponent(text)}`;

let drogowskaz;
before(async () => {
  drogowskaz = await start();
});
after(() => drogowskaz?.stop());

const PAGES = [
  ["the first page", "/"],
  ["answers", asking(ASKED)],
  ["an article", RIGHT],
  ["nothing found", asking(NONSENSE)],
  ["a fact that is not held", asking("numer konta na śmieci")],
  ["another office's matter", asking("kiedy dostanę emeryturę")],
  ["a day asked about", asking("lamusownia w Wigilię")],
  ["two matters", asking("zgubiłam dowód i prawo jazdy")],
  ["an article that is none", "/artykul/nie-ma-takiego", [/404/]],
];

test("a question typed, Enter, and the first answer opens with Enter: no mouse", async () => {
  const { page, done } = await drogowskaz.page();
  await open(page, "/");
  await question(page).focus();
  await page.keyboard.type(ASKED);
  await page.keyboard.press("Enter");
  await answers(page).first().waitFor();
  assert.ok((await answers(page).count()) >= 1, "the answers are links in headings");
  const first = answers(page).first();

  // Enter goes to the answers; where it does not, Tab must.
  for (let key = 0; key < 40 && !(await first.evaluate((link) => link === document.activeElement)); key += 1) {
    await page.waitForTimeout(50);
    if (key >= 20) await page.keyboard.press("Tab");
  }
  assert.ok(await first.evaluate((link) => link === document.activeElement), "the first answer gets the focus");
  // Not before: until the whole question is answered, the screen keeps the answer to what was typed of it.
  assert.equal(await first.getAttribute("href").then((href) => href.split(/[?#]/)[0]), RIGHT);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**${RIGHT}*`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await done();
});

test("arrows walk through the answers and Escape leads back to the question", async () => {
  const { page, done } = await drogowskaz.page();
  await open(page, asking("odpady"));
  await answers(page).nth(1).waitFor();
  await question(page).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  assert.ok(await answers(page).nth(1).evaluate((link) => link === document.activeElement), "↓ ↓ is the second answer");
  await page.keyboard.press("Escape");
  assert.ok(await question(page).evaluate((field) => field === document.activeElement), "Esc is the question");
  await done();
});

test("answers come while typing, and the words that matched are marked", async () => {
  const { page, done } = await drogowskaz.page();
  await open(page, "/");
  await question(page).pressSequentially("stara lodówka", { delay: 30 });
  await answers(page).first().waitFor({ timeout: 5_000 });
  assert.ok((await page.getByRole("main").locator("mark").count()) > 0, "nothing is marked");
  await done();
});

test("what an editor wrote is shown, never run", async () => {
  const { page, done } = await drogowskaz.page();
  await open(page, asking("<img src=x onerror=alert(1)>\"'&"));
  assert.equal(await page.locator("main img").count(), 0);
  assert.equal(await question(page).inputValue(), "<img src=x onerror=alert(1)>\"'&");
  await done();
});

test("without JavaScript the question is answered and the article opens", async () => {
  const { page, done } = await drogowskaz.page({ javaScriptEnabled: false });
  await page.goto("/");
  await question(page).fill(ASKED);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/?q=*");
  const first = answers(page).first();
  await first.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(`**${RIGHT}*`);
  assert.match(await page.getByRole("heading", { level: 1 }).innerText(), /lodówka/i);
  await done();
});

test("a question that nothing answers says so", async () => {
  const { page, done } = await drogowskaz.page();
  await open(page, asking(NONSENSE));
  await page.getByRole("heading", { name: /nic nie znala/i }).waitFor();
  assert.equal(await answers(page).count(), 0);
  await done();
});

for (const [name, path, expected] of PAGES) {
  for (const scheme of ["light", "dark"]) {
    test(`${name}: no barrier that axe knows (${scheme})`, async () => {
      const { page, done } = await drogowskaz.page({ expected, colorScheme: scheme });
      await open(page, path);
      await accessible(page);
      await done();
    });
  }

  test(`${name}: 320 px wide without scrolling sideways`, async () => {
    const { page, done } = await drogowskaz.page({ expected, viewport: { width: 320, height: 640 } });
    await open(page, path);
    await noSidewaysScroll(page);
    await done();
  });
}
