// A call from its first word to its record, by keyboard alone; and what is left of it when the server is gone.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";

import { accessible, answers, noSidewaysScroll, open, question, records, start, until } from "./harness.js";

const ASKED = "gdzie wywieźć starą lodówkę";
const asking = (text) => `/?q=${encodeURIComponent(text)}`;

const LACKING = "numer konta na śmieci";

let drogowskaz;
before(async () => {
  drogowskaz = await start();
});
after(() => drogowskaz?.stop());

const desk = async (path = "/", options = {}) => {
  const opened = await drogowskaz.page({ permissions: ["clipboard-read", "clipboard-write"], ...options });
  const sent = await records(opened.page);
  await open(opened.page, path);
  return { ...opened, sent };
};

const told = (page) => page.locator("#powiedziano");
const focused = (locator) => locator.evaluate((element) => element === document.activeElement);

test("from the start of a call to the information recorded, by keyboard alone", async () => {
  const { page, sent, done } = await desk(`/rozmowa?call=KCK-2026-0007&q=${encodeURIComponent("lodówka")}`);
  await answers(page).first().waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type(ASKED);
  await until(() => page.locator(`[data-query="${ASKED}"]`).count(), "the answers to the whole question");
  await page.keyboard.press("Enter");
  await until(() => focused(answers(page).first()), "the first answer has the focus");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/artykul/elektroodpady*");
  await page.getByRole("heading", { level: 1, name: /elektroodpady/i }).waitFor();
  await page.keyboard.press("2");
  assert.match(await page.locator(":focus").innerText(), /Gdzie oddać drobny sprzęt/);
  await page.keyboard.press("u");
  await until(() => sent.length === 1, "the record is sent");
  const [record] = sent;
  assert.equal(record.what, "calls");
  assert.equal(record.call, "KCK-2026-0007");
  assert.equal(record.article, "elektroodpady");
  assert.equal(record.question, ASKED);
  assert.equal(record.category, "odpady");
  assert.equal(record.outcome, "udzielono");
  assert.ok(Number.isInteger(record.seconds), "seconds are counted");
  assert.match(record.query_id, /^[0-9a-f]{16}$/);
  assert.match(record.key, /^[a-z]{24}$/);
  await told(page).getByText(/Zapisano: udzielono informacji/).waitFor();

  await page.keyboard.press("u");
  await told(page).getByText(/Już zapisano/).waitFor();
  assert.equal(sent.length, 1, "the same information is recorded once");

  await page.keyboard.press("Escape");
  await until(() => focused(answers(page).first()), "back to the answer that was opened");
  const trail = page.locator("#slad-lista li");
  assert.match((await trail.allInnerTexts()).join("\n"), /gdzie wywieźć starą lodówkę[\s\S]*Elektroodpady[\s\S]*udzielono/);
  await done();
});

test("the one key copies the number, another the sentence", async () => {
  const { page, done } = await desk(asking(ASKED));
  await page.locator("body").press("t");
  await told(page).getByText(/Skopiowano numer/).waitFor();
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  assert.equal((await clipboard()).replace(/\s/g, " "), "12 646 23 28");
  await page.keyboard.press("c");
  await told(page).getByText(/Skopiowano zdanie/).waitFor();
  assert.match(await clipboard(), /^Zużyty sprzęt oddaj/);
  await done();
});

test("handing over shows the unit's card and is recorded", async () => {
  const { page, sent, done } = await desk(asking(ASKED));
  await page.locator("body").press("p");
  const panel = page.getByRole("dialog", { name: "Przekaż do jednostki" });
  await panel.waitFor();
  await panel.getByText(/Miejskie Przedsiębiorstwo Oczyszczania/).waitFor();
  await accessible(page);
  await page.keyboard.press("Enter");
  await until(() => sent.length === 1, "the record is sent");
  assert.equal(sent[0].outcome, "przekazano");
  assert.equal(await panel.count(), 0);
  await done();
});

test("a submission begins with what the search knows, and is masked", async () => {
  const { page, sent, done } = await desk(asking(ASKED));
  await page.locator("body").press("z");
  const panel = page.getByRole("dialog", { name: "Zgłoszenie dzwoniącego" });
  await panel.waitFor();
  assert.equal(await panel.getByLabel("Kategoria").inputValue(), "odpady");
  assert.equal(await panel.getByLabel("Proponowana jednostka").inputValue(), "MPO");
  await accessible(page);
  await page.keyboard.type("Lodówka leży pod blokiem, dzwonić 501 678 116, PESEL 44051401359, jan.kowalski@example.pl");
  await page.keyboard.press("Escape");
  assert.equal(await panel.count(), 0);
  await page.keyboard.press("z");
  await panel.waitFor();
  assert.match(await panel.getByLabel("Treść").inputValue(), /Lodówka leży pod blokiem/, "a form that was closed is not lost");
  await page.keyboard.press("Control+Enter");
  await until(() => sent.length === 1, "the record is sent");
  const [{ what, kind, category, unit, call }] = sent;
  assert.deepEqual({ what, kind, category, unit }, { what: "submissions", kind: "problem", category: "odpady", unit: "MPO" });
  const { rows } = await (await fetch(`${drogowskaz.address}/api/v1/reports/submissions`)).json();
  const stored = rows.map((row) => row.text);
  assert.ok(stored.includes("Lodówka leży pod blokiem, dzwonić [telefon], PESEL [PESEL], [e-mail]"), stored.join("\n"));
  assert.match(call, /^[a-z]{24}$/);
  await done();
});

test("a missing article is reported with the question as it was asked", async () => {
  const { page, sent, done } = await desk(asking("qzxvkjwq bfghrtwz"));
  await page.getByRole("heading", { name: /nic nie znala/i }).waitFor();
  await page.locator("body").press("b");
  await page.getByRole("dialog", { name: "Brak artykułu" }).waitFor();
  await accessible(page);
  await page.keyboard.press("Control+Enter");
  await until(() => sent.length === 2, "both records are sent");
  assert.deepEqual(
    sent.map(({ what, kind, outcome, question: asked }) => [what, kind ?? outcome, asked]),
    [
      ["feedback", "missing_article", "qzxvkjwq bfghrtwz"],
      ["calls", "brak", "qzxvkjwq bfghrtwz"],
    ],
  );
  await done();
});

test("a fact that the base does not hold is asked for with one key, which can be taken back, and editors see it", async () => {
  const { page, sent, done } = await desk(asking(LACKING));
  const card = page.locator(".card.lead");
  await card.getByText("Baza tego nie podaje").waitFor();
  const missing = await card.getAttribute("data-missing");
  await accessible(page);
  await page.locator("body").press("d");
  await told(page).getByText(`o dopisanie: ${missing}`).waitFor();
  await accessible(page);
  await page.locator("body").press("d");
  await told(page).getByText(/Już zapisano/).waitFor();
  assert.equal(sent.length, 0, "while it can be regretted, it is not sent");
  await done();

  // Another call: asked for, taken back by key, asked for again and by button, and let go.
  const again = await desk(asking(LACKING));
  await again.page.locator(".card.lead").getByText("Baza tego nie podaje").waitFor();
  await again.page.clock.install();
  await again.page.locator("body").press("d");
  await told(again.page).getByText("o dopisanie").waitFor();
  await again.page.locator("body").press("Control+z");
  await told(again.page).getByText(/Wycofano/).waitFor();
  await again.page.locator("body").press("d");
  await told(again.page).getByRole("button", { name: /Cofnij/ }).click();
  await told(again.page).getByText(/Wycofano/).waitFor();
  await again.page.clock.fastForward(11_000);
  assert.equal(again.sent.length, 0, "what was taken back is never sent");
  await again.page.locator("body").press("d");
  await again.page.clock.fastForward(11_000);
  await until(() => again.sent.length === 1, "the request is sent");
  const [{ what, kind, article, fact, question: asked }] = again.sent;
  assert.deepEqual({ what, kind, article, fact, asked }, { what: "feedback", kind: "missing_fact", article: await again.page.locator(".card.lead").getAttribute("data-id"), fact: await again.page.locator(".card.lead").getAttribute("data-gap"), asked: LACKING });

  await again.page.goto("/redakcja/braki");
  const row = again.page.getByRole("listitem").filter({ has: again.page.getByRole("heading", { name: missing }) });
  await row.getByText("1 prośba konsultanta").waitFor();
  await accessible(again.page);
  await row.getByRole("link", { name: /Uzupełnij artykuł/ }).click();
  await again.page.waitForURL(`**/redakcja/${article}`);
  await again.done();
});

test("an error in an article goes to its editors", async () => {
  const { page, sent, done } = await desk("/artykul/elektroodpady");
  await page.getByRole("button", { name: /Zgłoś błąd/ }).click();
  await page.getByRole("dialog", { name: /Błąd w/ }).waitFor();
  await page.keyboard.type("Telefon nie odpowiada.");
  await page.keyboard.press("Control+Enter");
  await until(() => sent.length === 1, "the record is sent");
  assert.deepEqual([sent[0].what, sent[0].kind, sent[0].article], ["feedback", "error", "elektroodpady"]);
  await done();
});

test("two pinned articles stand side by side", async () => {
  const { page, done } = await desk(asking("odpady"));
  await answers(page).nth(1).waitFor();
  await page.locator("body").press("ArrowDown");
  await page.keyboard.press("o");
  await told(page).getByText(/Przypięto/).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("o");
  const pair = page.locator("#obok .article");
  await pair.nth(1).waitFor();
  const [left, right] = await Promise.all([pair.nth(0).boundingBox(), pair.nth(1).boundingBox()]);
  assert.equal(left.y, right.y, "they begin on one line");
  assert.ok(right.x >= left.x + left.width, "and stand side by side");
  await accessible(page);
  await page.keyboard.press("Escape");
  await answers(page).nth(1).waitFor();
  assert.ok(await focused(answers(page).nth(1)), "the selected answer is still selected");
  await done();
});

test("completions follow the combobox pattern and are taken by keyboard", async () => {
  const { page, done } = await desk();
  await page.route("**/api/v1/suggest*", (route) =>
    route.fulfill({ json: { query: "", suggestions: [{ text: "gabaryty", id: "gabaryty", title: "Gabaryty" }, { text: "gabaryty terminy", id: "gabaryty", title: "Gabaryty" }] } }),
  );
  await page.route("**/?q=*fragment=1", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace(/data-state="\w+"/, 'data-state="unsure"') });
  });
  const field = page.getByRole("combobox", { name: "O co pyta dzwoniący?" });
  assert.equal(await field.getAttribute("aria-expanded"), "false");
  await field.pressSequentially("gab", { delay: 20 });
  const options = page.getByRole("listbox", { name: "Podpowiedzi" }).getByRole("option");
  await options.nth(1).waitFor();
  assert.equal(await field.getAttribute("aria-expanded"), "true");
  const before = await page.locator("#wyniki").boundingBox();
  await accessible(page);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  assert.equal(await field.getAttribute("aria-activedescendant"), await options.nth(1).getAttribute("id"));
  assert.equal(await options.nth(1).getAttribute("aria-selected"), "true");
  await page.keyboard.press("Enter");
  assert.equal(await field.inputValue(), "gabaryty terminy");
  assert.equal(await field.getAttribute("aria-expanded"), "false");
  const after = await page.locator("#wyniki").boundingBox();
  assert.equal(after.y, before.y, "completions move nothing");
  await page.keyboard.press("Control+z");
  assert.equal(await field.inputValue(), "gab", "what was typed is not lost");
  await done();
});

test("a cleared question comes back with one key, and with a button", async () => {
  const { page, done } = await desk();
  await question(page).pressSequentially("dowód osobisty", { delay: 10 });
  await answers(page).first().waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await question(page).inputValue(), "");
  await page.keyboard.press("Control+z");
  assert.equal(await question(page).inputValue(), "dowód osobisty");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /Cofnij/ }).click();
  assert.equal(await question(page).inputValue(), "dowód osobisty");
  await answers(page).first().waitFor();
  await done();
});

test("typing anywhere begins a question; single-letter keys can be switched off", async () => {
  const { page, sent, done } = await desk(asking("odpady"));
  await answers(page).first().focus();
  await page.keyboard.type("gdzie");
  assert.equal(await question(page).inputValue(), "gdzie");
  await answers(page).first().focus();
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Klawisze" });
  await sheet.waitFor();
  await accessible(page);
  await sheet.getByRole("checkbox").uncheck();
  await page.keyboard.press("Escape");
  await answers(page).first().focus();
  await page.keyboard.press("u");
  await page.keyboard.press("g");
  assert.equal(await question(page).inputValue(), "gdzie");
  assert.equal(sent.length, 0);
  await done();
});

test("every key has a button that does the same", async () => {
  const { page, done } = await desk(asking("odpady"));
  for (const key of ["c", "t", "o", "u", "p", "z", "b", "n", "?"]) {
    assert.ok(await page.locator(`button[aria-keyshortcuts="${key}"]`).isVisible(), `no button for ${key}`);
  }
  await done();
});

test("an announcement is on an open console within a second, moves nothing, and goes when it is taken down", async () => {
  const { page, done } = await desk(asking("odpady"));
  await answers(page).first().waitFor();
  const before = await answers(page).first().boundingBox();
  const announcements = `${drogowskaz.address}/api/v1/banners`;
  const announced = await fetch(announcements, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      text: "Awaria wodociągu w Nowej Hucie",
      article: "elektroodpady",
      reason: "telefon z Wodociągów",
      until: new Date(Date.now() + 3_600_000).toISOString(),
    }),
  });
  const answered = Date.now();
  assert.equal(announced.status, 201);
  const { id } = await announced.json();
  const shown = page.getByRole("region", { name: "Komunikaty" });
  await shown.getByText("Awaria wodociągu w Nowej Hucie").waitFor();
  const took = Date.now() - answered;
  assert.ok(took < 1_000, `it took ${took} ms`);
  assert.deepEqual(await answers(page).first().boundingBox(), before);
  await accessible(page);
  await shown.getByRole("link", { name: /Elektroodpady/ }).click();
  await page.waitForURL("**/artykul/elektroodpady*");
  assert.equal((await fetch(`${announcements}/${id}`, { method: "DELETE" })).status, 204);
  await shown.getByText("Awaria wodociągu w Nowej Hucie").waitFor({ state: "detached" });
  await done();
});

test("what was recorded is counted in the analysts' report", async () => {
  const counted = async () => {
    const { rows } = await (await fetch(`${drogowskaz.address}/api/v1/reports/calls`)).json();
    return rows.find((row) => row.category === "odpady" && row.outcome === "udzielono")?.calls ?? 0;
  };
  const before = await counted();
  const { page, sent, done } = await desk(asking(ASKED));
  await answers(page).first().waitFor();
  await page.locator("body").press("u");
  await until(() => sent.length === 1, "the record is sent");
  assert.equal(await counted(), before + 1);
  await done();
});

test("what colleagues asked often completes what an agent types", async () => {
  const { page, done } = await desk();
  // Three agents, one after the other, for as long as a question must stand to count.
  for (let agent = 0; agent < 3; agent += 1) {
    for (const asked of ["gdzie wyrzucić starą lodówkę", "bilet miesięczny"]) {
      await fetch(`${drogowskaz.address}/api/v1/search?q=${encodeURIComponent(asked)}`);
    }
  }
  // A report waits until everything asked so far is written down.
  await fetch(`${drogowskaz.address}/api/v1/reports/questions`);
  await question(page).fill("gdzie wyrz");
  await page.getByRole("option", { name: "gdzie wyrzucić starą lodówkę" }).waitFor();
  await done();
});

test("a killed server costs nothing that is on the screen, and comes back without a reload", async () => {
  const { page, sent, done } = await desk(asking(ASKED), { expected: [/ERR_/] });
  await answers(page).first().waitFor();
  await page.locator("body").press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/artykul/elektroodpady*");
  await page.keyboard.press("Escape");
  await page.evaluate(() => (globalThis.sameDocument = true));
  await page.unroute(/\/api\/v1\/(calls|submissions|feedback)$/);
  await drogowskaz.kill();

  await page.keyboard.press("/");
  await page.keyboard.type("meldunek");
  await page.getByText(/Brak połączenia od \d{1,2}:\d{2}\. Pokazuję ostatnie wyniki\./).waitFor();
  assert.equal(await question(page).inputValue(), "meldunek", "what was typed stays");
  assert.match(await answers(page).first().innerText(), /Elektroodpady/, "the last answers stay");
  await accessible(page);

  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await answers(page).first().focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: /elektroodpady/i }).waitFor();
  await page.keyboard.press("u");
  await page.getByText("1 zapis czeka na wysłanie").waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("meldunek");

  const arrived = await records(page);
  await drogowskaz.restart();
  await until(() => page.locator('[data-query="meldunek"]').count(), "the question is answered once the server is back");
  await until(() => arrived.length === 1, "the record arrives");
  assert.equal(arrived[0].article, "elektroodpady");
  await until(async () => (await page.locator("#czeka").textContent()) === "", "nothing waits any more");
  assert.equal(await page.locator("#lacze").textContent(), "");
  assert.equal(await page.evaluate(() => globalThis.sameDocument), true, "the page was not loaded again");
  assert.equal(sent.length, 0);
  await done();
});

test("a session that ends mid-call keeps what was typed and offers to sign in", async () => {
  const { page, sent, done } = await desk(asking("odpady"), { expected: [/401/] });
  await answers(page).first().waitFor();
  const gone = (route) => route.fulfill({ status: 401, contentType: "application/problem+json", body: "{}" });
  // Whatever the page asks for: one answer that still came would say that the session lives.
  await page.route(/fragment=1|\/api\/v1\//, gone);
  await question(page).fill("odpady zielone");
  const link = page.getByRole("link", { name: "Zaloguj się" });
  await link.waitFor();
  assert.equal(await link.getAttribute("href"), `/logowanie?dalej=${encodeURIComponent("/?q=odpady")}`);
  assert.equal(await question(page).inputValue(), "odpady zielone");
  assert.ok((await answers(page).count()) > 0, "the last answers stay");
  await accessible(page);
  assert.equal(sent.length, 0);
  await done();
});

for (const [name, options] of [
  ["dark", { colorScheme: "dark" }],
  ["320 px wide", { viewport: { width: 320, height: 640 } }],
  ["at 200 % of a small desk", { viewport: { width: 640, height: 400 } }],
]) {
  test(`every state of the page is without barriers and fits (${name})`, async () => {
    const { page, done } = await desk(asking("odpady"), { ...options, expected: [/ERR_FAILED/] });
    const fits = async () => {
      await accessible(page);
      await noSidewaysScroll(page);
    };
    await answers(page).nth(1).waitFor();
    await answers(page).first().focus();
    for (const [key, dialog] of [["p", "Przekaż do jednostki"], ["z", "Zgłoszenie dzwoniącego"], ["b", "Brak artykułu"], ["?", "Klawisze"]]) {
      await page.keyboard.press(key);
      await page.getByRole("dialog", { name: dialog }).waitFor();
      await fits();
      await page.keyboard.press("Escape");
    }
    await page.keyboard.press("o");
    await told(page).getByText(/Przypięto/).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("o");
    await page.locator("#obok .article").nth(1).waitFor();
    await fits();
    await page.keyboard.press("Escape");
    await page.keyboard.press("u");
    await page.locator("#slad-lista").getByText("udzielono").waitFor();
    await fits();
    await page.route("**/?q=*fragment=1", (route) => route.abort());
    await question(page).fill("meldunek");
    await page.getByText(/Brak połączenia/).waitFor();
    await fits();
    await done();
  });
}

test("an article prints without the desk around it", async () => {
  const { page, done } = await desk("/artykul/elektroodpady");
  await page.emulateMedia({ media: "print" });
  for (const gone of [".bar", ".tools", ".contents", ".deeds"]) assert.ok(await page.locator(gone).first().isHidden(), gone);
  assert.ok(await page.getByRole("heading", { level: 1 }).isVisible());
  assert.ok(await page.getByText("Kto się tym zajmuje").last().isVisible(), "whom to call stays on paper");
  await done();
});

test("no request leaves the server's own address", async () => {
  const { page, done } = await drogowskaz.page();
  const [elsewhere, here] = [[], []];
  page.on("request", (request) => {
    (new URL(request.url()).origin === drogowskaz.address ? here : elsewhere).push(request.url());
  });
  await page.goto(asking(ASKED));
  await answers(page).first().waitFor();
  await answers(page).first().focus();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/artykul/**");
  await page.waitForLoadState("networkidle");
  assert.deepEqual(elsewhere, []);
  assert.ok(here.length > 5 && here.some((url) => url.includes("/artykul/")), `requests are seen: ${here}`);
  await done();
});

test("a cold load weighs less than 60 KB", async () => {
  const { page, done } = await drogowskaz.page();
  const network = await page.context().newCDPSession(page);
  await network.send("Network.enable");
  let bytes = 0;
  network.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
  await page.goto(asking(ASKED), { waitUntil: "networkidle" });
  assert.ok(bytes > 10_000 && bytes < 60_000, `${bytes} bytes`);
  console.log(`# ${bytes} bytes over the wire for a cold load with answers, headers included`);
  await done();
});
