// Signing in and out, by keyboard and without a script: the first thing an agent does in the morning.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";

import { accessible, noSidewaysScroll, start } from "./harness.js";

const ASKED = "/?q=stara%20kanapa";

let drogowskaz, token;
before(async () => {
  drogowskaz = await start();
  token = await drogowskaz.token("Anna, stanowisko 4", "agent");
});
after(() => drogowskaz?.stop());

for (const javaScriptEnabled of [true, false]) {
  test(`a question leads to the door and, with the token, back to itself ${javaScriptEnabled ? "" : "(no JavaScript)"}`, async () => {
    const { page, done } = await drogowskaz.page({ javaScriptEnabled });
    await page.goto(ASKED);
    assert.equal(new URL(page.url()).pathname, "/logowanie");
    assert.match(await page.title(), /^Logowanie/);
    await page.locator("input:focus").waitFor();
    await page.keyboard.type(token);
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.pathname === "/");
    assert.equal(new URL(page.url()).search, "?q=stara%20kanapa");

    await page.goto("/wyloguj");
    await page.getByText("Anna, stanowisko 4").waitFor();
    await page.getByRole("button", { name: "Wyloguj się" }).press("Enter");
    await page.waitForURL((url) => url.pathname === "/logowanie");
    await page.goto("/");
    assert.equal(new URL(page.url()).pathname, "/logowanie", "signed out is signed out");
    await done();
  });
}

test("after signing out, Back shows nothing of what was read", async () => {
  const { page, done } = await drogowskaz.page();
  await page.goto("/logowanie?dalej=%2Fartykul%2Felektroodpady");
  await page.getByLabel("Token").fill(token);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/artykul/elektroodpady");
  const heading = await page.getByRole("heading", { level: 1 }).innerText();
  assert.match(heading, /lodówka/i, "there was something to read");
  await page.goto("/?q=stara%20kanapa");
  await page.goto("/wyloguj");
  await page.getByRole("button", { name: "Wyloguj się" }).press("Enter");
  await page.waitForURL("**/logowanie");
  // Further back than the pages that were left: whatever the browser had kept would be shown now.
  for (let step = 0; step < 4; step += 1) {
    await page.goBack().catch(() => null);
    const shown = await page.locator("body").innerText();
    assert.ok(!shown.includes(heading) && !/kanap/i.test(shown), `Back ${step + 1} shows ${page.url()}: ${shown.slice(0, 200)}`);
    assert.ok(await page.evaluate(() => document.querySelectorAll("article, .card, .reading").length === 0));
  }
  await done();
});

test("the cookie is out of reach of scripts", async () => {
  const { page, done } = await drogowskaz.page();
  await page.goto("/logowanie");
  await page.getByLabel("Token").fill(token);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname === "/");
  assert.equal(await page.evaluate(() => document.cookie), "");
  const [cookie] = await page.context().cookies();
  assert.deepEqual([cookie.httpOnly, cookie.sameSite, cookie.path], [true, "Strict", "/"]);
  await done();
});

test("a wrong token says so, to eyes and to screen readers, and is not put back into the page", async () => {
  // To the browser a page that comes with 401 is an error.
  const { page, done } = await drogowskaz.page({ expected: [/401/] });
  await page.goto("/logowanie?dalej=%2Fartykul%2Fgabaryty");
  await page.getByLabel("Token").fill("dgw_pomylka");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").waitFor();
  assert.match(await page.title(), /^Nie udało się zalogować/);
  const field = page.getByLabel("Token");
  assert.equal(await field.inputValue(), "");
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  assert.match(await field.getAttribute("aria-describedby"), /blad/);
  await accessible(page);
  await done();
});

test("the door is accessible in every light and fits every window", async () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const viewport of [{ width: 1280, height: 800 }, { width: 320, height: 640 }]) {
      const { page, done } = await drogowskaz.page({ colorScheme, viewport });
      for (const path of ["/logowanie", "/wyloguj"]) {
        await page.goto(path);
        await accessible(page);
        await noSidewaysScroll(page);
        if (process.env.SHOTS) {
          await page.screenshot({ path: `${process.env.SHOTS}/${path.slice(1)}-${colorScheme}-${viewport.width}.png` });
        }
      }
      await done();
    }
  }
});
