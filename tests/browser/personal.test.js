// What an agent types about a caller stays in the field: not in the address, the title, the history, nor in any store
// of the browser.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";

import { answers, open, question, start, until } from "./harness.js";

/// More than the first three digits of the telephone's number, which may be a tram's: the browser keeps what the clock
/// says and the server's port too, and their digits hold "678" now and then.
const TELEPHONE = /(?<!\d)(678|116)(?!\d)|501\D?678|678\D?116/;

const SECRETS = [
  ["pesel 44051401359 lodówka", /44051401359/],
  ["lodówka oddzwonić 501 678 116", TELEPHONE],
  ["lodówka jan.wrobelski@poczta.example", /wrobelski/],
  ["lodówka sąsiad Przybyszewski", /Przybyszewski/],
];

test("a part of a telephone is told from the digits of a clock and of a port", () => {
  for (const kept of ["oddzwonić 501 678 116", "501678116", "[telefon] 678", "501-678 x"]) assert.match(kept, TELEPHONE);
  for (const kept of ["tramwaj 501", '"started":1795805067801,', "http://127.0.0.1:46781/"]) assert.doesNotMatch(kept, TELEPHONE);
});

let drogowskaz;
before(async () => {
  drogowskaz = await start();
});
after(() => drogowskaz?.stop());

/// Everything that the browser keeps of the page.
const keeps = async (page) =>
  page.evaluate(async () => {
    const databases = (await indexedDB.databases?.()) ?? [];
    const caches_ = globalThis.caches ? await caches.keys() : [];
    return decodeURIComponent(
      [
        location.href,
        document.title,
        JSON.stringify(history.state),
        JSON.stringify({ ...localStorage }),
        JSON.stringify({ ...sessionStorage }),
        JSON.stringify(databases),
        JSON.stringify(caches_),
        document.cookie,
      ].join("\n"),
    );
  });

for (const [typed, secret] of SECRETS) {
  test(`„${typed}” is answered, and the browser keeps none of it`, async () => {
    const { page, done } = await drogowskaz.page();
    const addresses = [];
    page.on("framenavigated", (frame) => addresses.push(decodeURIComponent(frame.url())));
    await open(page, "/rozmowa?call=KCK-2026-0011");
    await question(page).pressSequentially(typed, { delay: 5 });
    await answers(page).first().waitFor();
    await until(() => page.locator(`[data-query="${typed}"]`).count(), "the whole question is answered");
    // The trail of the call takes it once it has settled.
    await page.locator("#slad-lista li").first().waitFor();
    await page.keyboard.press("Enter");
    await page.keyboard.press("u");
    await page.locator("#slad-lista").getByText("udzielono").waitFor();
    const kept = await keeps(page);
    assert.ok(kept.includes("lodówka"), `nothing of the question is kept, so this proves nothing:\n${kept}`);
    assert.ok(!secret.test(kept), `${secret} is kept:\n${kept}`);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/artykul/**");
    const reading = await keeps(page);
    assert.ok(!secret.test(reading), `${secret} is kept beside an article:\n${reading}`);
    await page.goBack();
    await answers(page).first().waitFor();
    assert.ok(addresses.some((address) => /artykul/.test(address)), `addresses are seen: ${addresses}`);
    for (const address of addresses) assert.ok(!secret.test(address), `it stood in the address ${address}`);
    // The address leads to the same answers again.
    await page.reload();
    await answers(page).first().waitFor();
    assert.ok(!secret.test(await keeps(page)));
    await done();
  });

  test(`a link with „${typed}” opens at an address without it`, async () => {
    const { page, done } = await drogowskaz.page();
    await open(page, `/rozmowa?call=501678116&q=${encodeURIComponent(typed)}`);
    await answers(page).first().waitFor();
    const kept = await keeps(page);
    assert.ok(!secret.test(kept) && !TELEPHONE.test(kept), kept);
    assert.ok(kept.includes("lodówka"));
    await done();
  });
}

test("a draft that is closed comes back as it was typed, and the store has it masked", async () => {
  const { page, done } = await drogowskaz.page();
  await open(page, "/?q=lod%C3%B3wka");
  await answers(page).first().focus();
  await page.keyboard.press("z");
  const panel = page.getByRole("dialog", { name: "Zgłoszenie dzwoniącego" });
  await panel.locator("textarea").fill("latarnia nie świeci, pesel 44051401359, dzwonić 501 678 116");
  await page.keyboard.press("Escape");
  const kept = await keeps(page);
  assert.ok(kept.includes("latarnia nie świeci"), kept);
  assert.ok(!kept.includes("44051401359") && !TELEPHONE.test(kept), kept);
  await page.keyboard.press("z");
  assert.match(await panel.locator("textarea").inputValue(), /44051401359/, "in memory it is whole");
  await done();
});

test("a record that waits for the server is kept without the number in it, and arrives", async () => {
  // The browser tells of requests that did not get through.
  const { page, done } = await drogowskaz.page({ expected: [/ERR_FAILED/] });
  await open(page, "/?q=lod%C3%B3wka");
  await answers(page).first().focus();
  await page.route("**/api/v1/submissions", (route) => route.abort());
  await page.route("**/readyz", (route) => route.abort());
  await page.keyboard.press("z");
  const panel = page.getByRole("dialog", { name: "Zgłoszenie dzwoniącego" });
  await panel.locator("input[type=radio]").first().check();
  await panel.locator("textarea").fill("latarnia nie świeci, pesel 44051401359");
  await page.keyboard.press("Control+Enter");
  await until(async () => (await keeps(page)).includes("latarnia nie świeci"), "the record is kept");
  const kept = await keeps(page);
  assert.ok(!kept.includes("44051401359"), kept);
  let arrived = null;
  await page.unroute("**/api/v1/submissions");
  await page.route("**/api/v1/submissions", async (route) => {
    arrived = route.request().postDataJSON();
    await route.continue();
  });
  await page.unroute("**/readyz");
  await until(() => arrived, "the record is sent once the server is back");
  assert.match(arrived.text, /44051401359/, "as it was typed: the server masks it better");
  await until(async () => !(await keeps(page)).includes("latarnia"), "and is then kept no longer");
  await done();
});
