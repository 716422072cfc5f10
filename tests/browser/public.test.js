// The residents' pages: to be found, read, printed and shared, with and without JavaScript.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";

import { accessible, noSidewaysScroll, start } from "./harness.js";

const ASKED = "gdzie wywieźć starą lodówkę";
const PAGES = [
  ["where to start", "/p"],
  ["answers", `/p?q=${encodeURIComponent(ASKED)}`],
  ["nothing found", "/p?q=qzxvkjwq"],
  ["a fact that is not held", `/p?q=${encodeURIComponent("numer konta na śmieci")}`],
  ["another office's matter", `/p?q=${encodeURIComponent("kiedy dostanę emeryturę")}`],
  ["a day asked about", `/p?q=${encodeURIComponent("lamusownia w Wigilię")}`],
  ["two matters", `/p?q=${encodeURIComponent("zgubiłam dowód i prawo jazdy")}`],
  ["an article", "/p/elektroodpady"],
  ["an article that is none", "/p/nie-ma-takiego", [/404/]],
  ["the accessibility statement", "/deklaracja-dostepnosci"],
  ["how to embed the widget", "/widget/demo"],
];

let drogowskaz;
before(async () => {
  drogowskaz = await start({ settings: 'public-rate = 0\npublic-address = "https://wiedza.example"\n', guarded: true });
});
after(() => drogowskaz?.stop());

for (const [name, path, expected] of PAGES) {
  for (const colorScheme of ["light", "dark"]) {
    test(`${name}: no barrier that axe knows (${colorScheme})`, async () => {
      const { page, done } = await drogowskaz.page({ expected, colorScheme });
      await page.goto(path);
      await accessible(page);
      await done();
    });
  }

  test(`${name}: 320 px wide without scrolling sideways`, async () => {
    const { page, done } = await drogowskaz.page({ expected, viewport: { width: 320, height: 640 } });
    await page.goto(path);
    await noSidewaysScroll(page);
    await done();
  });
}

test("without JavaScript a question is answered and its article opens, with a number to tap", async () => {
  const { page, done } = await drogowskaz.page({ javaScriptEnabled: false });
  await page.goto("/p");
  await page.getByRole("searchbox").fill(ASKED);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/p?q=*");
  await page.getByRole("main").getByRole("heading", { level: 2 }).getByRole("link").first().click();
  await page.waitForURL("**/p/elektroodpady");
  assert.match(await page.getByRole("heading", { level: 1 }).innerText(), /lodówka/i);
  assert.ok((await page.locator('a[href^="tel:"]').count()) > 0);
  await done();
});

test("search engines and whoever shares a link are told what the page is and where", async () => {
  const { page, done } = await drogowskaz.page();
  await page.goto("/p/elektroodpady");
  const attribute = (selector, name) => page.locator(selector).getAttribute(name);
  assert.equal(await attribute('link[rel="canonical"]', "href"), "https://wiedza.example/p/elektroodpady");
  assert.equal(await attribute('meta[property="og:url"]', "content"), "https://wiedza.example/p/elektroodpady");
  assert.ok(await attribute('meta[property="og:title"]', "content"));
  assert.ok(await attribute('meta[name="description"]', "content"));
  assert.equal(await attribute("html", "lang"), "pl");
  const data = JSON.parse(await page.locator('script[type="application/ld+json"]').textContent());
  assert.equal(data["@type"], "WebPage");
  assert.equal(data.url, "https://wiedza.example/p/elektroodpady");
  assert.equal(data.about["@type"], "GovernmentService");
  assert.ok(data.about.provider.name);
  await page.goto("/p?q=odpady");
  assert.equal(await attribute('meta[name="robots"]', "content"), "noindex", "results are not pages to be found");
  await done();
});

test("on paper stands the article and not the way to it", async () => {
  const { page, done } = await drogowskaz.page();
  await page.goto("/p/elektroodpady");
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.getByRole("search").isVisible(), false);
  assert.equal(await page.getByRole("heading", { level: 1 }).isVisible(), true);
  await done();
});

test("the statement has every element by which statements are read by machine", async () => {
  const { page, done } = await drogowskaz.page();
  await page.goto("/deklaracja-dostepnosci");
  const ids = ["wstep", "podmiot", "url", "data-publikacja", "data-aktualizacja", "status", "ocena", "data-sporzadzenie", "kontakt", "osoba", "email", "telefon", "procedura", "aplikacje", "architektura"];
  for (const id of ids) assert.ok((await page.locator(`#a11y-${id}`).innerText()).trim(), `a11y-${id}`);
  await done();
});
