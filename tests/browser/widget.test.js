// The widget on pages of another origin, as residents meet it: by keyboard, by touch, under a strict policy, beside
// styles that mean it ill, in three languages.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";

import { accessible, noSidewaysScroll, start } from "./harness.js";
import { openPortal } from "./portal.js";

const ASKED = "gdzie wywieźć starą lodówkę";
const NONSENSE = "qzxvkjwq bfghrtwz";

let portal, drogowskaz;
before(async () => {
  portal = await openPortal();
  drogowskaz = await start({ settings: `allowed-origins = ["${portal.address}"]\npublic-rate = 0\n` });
  portal.serves(drogowskaz.address);
});
after(async () => {
  await drogowskaz?.stop();
  portal?.close();
});

// A page of the portal with this line in it.
async function open(kind, line = "<kpum-search></kpum-search>", options = {}) {
  const opened = await drogowskaz.page(options);
  await opened.page.goto(`${portal.address}/${kind}?${encodeURIComponent(line)}`);
  await field(opened.page).waitFor();
  return opened;
}

const field = (page) => page.getByRole("combobox");
const options = (page) => page.getByRole("option");
const answers = (page) => page.locator("kpum-search ol > li");
const said = (page) => page.locator("kpum-search [role=status]");

async function ask(page, question) {
  await field(page).fill(question);
  await field(page).press("Enter");
}

test("typing offers suggestions, arrows walk through them, Enter answers and Tab leads to the answer", async () => {
  const { page, done } = await open("plain");
  await field(page).focus();
  await page.keyboard.type("stara lod");
  await options(page).first().waitFor();
  assert.equal(await field(page).getAttribute("aria-expanded"), "true");
  assert.equal(await field(page).getAttribute("aria-activedescendant"), null, "nothing is chosen for the reader");
  await page.keyboard.press("ArrowDown");
  assert.equal(await field(page).getAttribute("aria-activedescendant"), "o0");
  assert.equal(await options(page).first().getAttribute("aria-selected"), "true");
  await page.keyboard.press("ArrowUp");
  const last = (await options(page).count()) - 1;
  assert.equal(await field(page).getAttribute("aria-activedescendant"), `o${last}`, "from the first up is the last");
  await page.keyboard.press("ArrowDown");
  const chosen = await options(page).first().innerText();
  await page.keyboard.press("Enter");
  await answers(page).first().waitFor();
  assert.equal(await field(page).inputValue(), chosen);
  assert.equal(await field(page).getAttribute("aria-expanded"), "false");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/p\/[a-z0-9-]+$/);
  assert.ok(await page.getByRole("heading", { level: 1 }).innerText());
  await done();
});

test("Escape closes the list and keeps the words; once more, and the field is empty", async () => {
  const { page, done } = await open("plain");
  await field(page).pressSequentially("odpady");
  await options(page).first().waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await options(page).count(), 0, "hidden options are no options");
  assert.equal(await field(page).inputValue(), "odpady");
  await page.keyboard.press("Alt+ArrowDown");
  await options(page).first().waitFor();
  assert.equal(await field(page).getAttribute("aria-activedescendant"), null);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  assert.equal(await field(page).inputValue(), "");
  await done();
});

test("the right answer stands first, with its sentence, the fact asked for, the day it was checked and the unit", async () => {
  const { page, done } = await open("plain");
  await ask(page, "ile kosztuje odpis aktu urodzenia");
  const first = answers(page).first();
  await first.waitFor();
  assert.match(await first.getByRole("heading", { level: 2 }).innerText(), /odpis/i);
  assert.match(await first.locator("dt").innerText(), /Opłata/);
  assert.match(await first.locator("dd").first().innerText(), /zł/);
  assert.match(await first.locator(".meta").innerText(), /(Sprawdzono \d+ \S+ 20\d\d|Niepotwierdzone)/);
  assert.ok((await first.locator(".meta span").count()) >= 2, "unit and day");
  assert.match(await first.getByRole("link").first().getAttribute("href"), new RegExp(`^${drogowskaz.address}/p/`));
  await done();
});

test("what matched is marked, letter for letter, behind Polish letters and pictures, and nothing of a text is markup", async () => {
  const { page, done } = await open("plain");
  const text = "♻️ Źdźbło & <b>żółć</b>:\nstarą lodówkę 🧊🧊 oddaj, lodówkę";
  const bytes = new TextEncoder();
  const marks = ["<b>żółć", "lodówkę"].map((word) => {
    const from = bytes.encode(text.slice(0, text.indexOf(word))).length;
    return [from, from + bytes.encode(word).length];
  });
  const last = bytes.encode(text).length;
  marks.push([last - bytes.encode("lodówkę").length, last]);
  await page.route("**/public/v1/search*", async (route) => {
    const answer = await route.fetch();
    const found = await answer.json();
    Object.assign(found, { confident: true });
    Object.assign(found.hits[0].answer, { text, marks, html: "<mark>to inny program</mark>" });
    await route.fulfill({ response: answer, json: found });
  });
  await ask(page, ASKED);
  const passage = answers(page).first().locator(".pas");
  assert.equal(await passage.evaluate((place) => place.textContent), text);
  assert.deepEqual(await passage.locator("mark").allTextContents(), ["<b>żółć", "lodówkę", "lodówkę"]);
  assert.equal(await passage.locator("b").count(), 0);
  await done();
});

test("what happens is said to those who do not see it", async () => {
  const { page, done } = await open("plain");
  await field(page).pressSequentially("odpady");
  await page.waitForFunction(() => /podpowied/.test(document.querySelector("kpum-search").shadowRoot.querySelector("[role=status]").textContent));
  await ask(page, ASKED);
  await answers(page).first().waitFor();
  await page.waitForFunction(() => /wynik.*Pierwszy: /.test(document.querySelector("kpum-search").shadowRoot.querySelector("[role=status]").textContent));
  assert.equal(await said(page).getAttribute("role"), "status");
  await done();
});

test("where nothing is found it says what to do and whom to call, and when somebody answers", async () => {
  const { page, done } = await open("plain");
  await ask(page, NONSENSE);
  await page.getByRole("heading", { name: "Nic nie znaleziono" }).waitFor();
  const call = page.locator("kpum-search .call");
  await call.getByRole("link").waitFor();
  assert.equal(await call.getByRole("link").getAttribute("href"), "tel:+48126165555");
  assert.match(await call.innerText(), /Krakowskie Centrum Kontaktu.*12\s616\s55\s55.*7:40–15:30/s);
  await done();
});

test("a misspelt question is answered, and what was meant is offered", async () => {
  const { page, done } = await open("plain");
  await ask(page, "odpady wielkogabrytowe");
  await page.getByText("Czy chodziło o:").waitFor();
  await page.locator("kpum-search .again").click();
  await answers(page).first().waitFor();
  assert.match(await field(page).inputValue(), /wielkogabarytowe/);
  await done();
});

test("by touch: a tap chooses, everything to tap is large enough, and the keyboard does not cover the answers", async () => {
  const phone = { hasTouch: true, isMobile: true, viewport: { width: 390, height: 780 } };
  const { page, done } = await open("plain", undefined, phone);
  await field(page).tap();
  await field(page).pressSequentially("stara lod");
  await options(page).first().waitFor();
  assert.ok((await options(page).first().boundingBox()).height >= 44);
  await options(page).first().tap();
  await answers(page).first().waitFor();
  const link = await answers(page).first().getByRole("heading").getByRole("link").boundingBox();
  assert.ok(link.height >= 44, `${link.height} px`);
  const focused = await page.evaluate(() => document.querySelector("kpum-search").shadowRoot.activeElement?.tagName);
  assert.notEqual(focused, "INPUT");
  await done();
});

test("a strict policy with trusted types is not broken, nor asked to be loosened", async () => {
  const { page, done } = await open("strict");
  await page.evaluate(() => {
    globalThis.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => globalThis.violations.push(event.violatedDirective));
  });
  await ask(page, ASKED);
  await answers(page).first().waitFor();
  assert.deepEqual(await page.evaluate(() => globalThis.violations), []);
  const styled = await field(page).evaluate((input) => getComputedStyle(input).borderTopLeftRadius);
  assert.equal(styled, "6px", "the style sheet is constructed, so no policy forbids it");
  await done();
});

test("the pinned version runs, and one that was tampered with does not", async () => {
  const { page, done } = await drogowskaz.page();
  await page.goto(`${drogowskaz.address}/widget/demo`);
  const pinned = await page.locator("pre code").nth(1).innerText();
  await page.goto(`${portal.address}/pinned?${encodeURIComponent(pinned)}`);
  await ask(page, ASKED);
  await answers(page).first().waitFor();
  await done();

  const tampered = await drogowskaz.page({ expected: [/integrity/] });
  await tampered.page.goto(`${portal.address}/pinned?${encodeURIComponent(pinned.replace("sha384-", "sha384-AAAA"))}`);
  assert.equal(await field(tampered.page).count(), 0);
  await tampered.done();
});

test("beside hostile styles it looks and works as it does alone", async () => {
  const look = async (kind) => {
    const { page, done } = await open(kind);
    await ask(page, ASKED);
    await answers(page).first().waitFor();
    const seen = await page.evaluate(() => {
      const root = document.querySelector("kpum-search").shadowRoot;
      const properties = ["display", "color", "fontSize", "fontFamily", "letterSpacing", "lineHeight", "textTransform", "textAlign", "position", "cursor", "wordSpacing", "whiteSpace", "visibility", "opacity"];
      return ["input", "button", "label", ".out", "li", "li a", ".sum", ".meta"].map((place) => {
        const element = root.querySelector(`.out ${place}`) ?? root.querySelector(place);
        const style = getComputedStyle(element);
        return [place, ...properties.map((property) => `${property}: ${style[property]}`), element.getBoundingClientRect().height];
      });
    });
    const host = await page.locator("kpum-search").evaluate((host) => {
      const { opacity, transform, filter, display, visibility } = getComputedStyle(host);
      return { opacity, transform, filter, display, visibility };
    });
    await done();
    return { seen, host };
  };
  const [alone, beset] = [await look("plain"), await look("hostile")];
  assert.deepEqual(beset, alone);
});

const LANGUAGES = [
  ["pl", "Szukaj", /O co chcesz zapytać/, /wynik/, /Sprawdzono|Niepotwierdzone/],
  ["en", "Search", /What would you like to know/, /result/, /Checked on|Not confirmed/],
  ["uk", "Шукати", /Про що ви хочете запитати/, /результат/, /Перевірено|Не підтверджено/],
];
for (const [language, button, label, count, checked] of LANGUAGES) {
  test(`it speaks ${language}, while the answers stay in Polish and say so`, async () => {
    const { page, done } = await open("plain", `<kpum-search lang="${language}"></kpum-search>`);
    await page.getByRole("button", { name: button }).waitFor();
    await page.getByRole("combobox", { name: label }).waitFor();
    await ask(page, ASKED);
    await answers(page).first().waitFor();
    assert.match(await page.locator("kpum-search .count").innerText(), count);
    assert.match(await answers(page).first().locator(".meta").innerText(), checked);
    assert.equal(await answers(page).first().getByRole("heading").getAttribute("lang"), "pl");
    await accessible(page);
    await done();
  });
}

test("hours are read in the reader's language", async () => {
  const { page, done } = await open("plain", '<kpum-search lang="uk"></kpum-search>');
  await ask(page, NONSENSE);
  await page.getByRole("heading", { name: "Нічого не знайдено" }).waitFor();
  await page.locator("kpum-search .call a").waitFor();
  assert.match(await page.locator("kpum-search .call").innerText(), /пн–пт 7:40–15:30/);
  await done();
});

test("attributes narrow, count, lead and name", async () => {
  const line = '<kpum-search category="odpady" results="2" target="_blank" placeholder="Jak segregować?" label="Pytanie o odpady"></kpum-search>';
  const { page, done } = await open("plain", line);
  assert.equal(await field(page).getAttribute("placeholder"), "Jak segregować?");
  await page.getByRole("combobox", { name: "Pytanie o odpady" }).waitFor();
  const asked = page.waitForRequest((request) => request.url().includes("/public/v1/search"));
  await ask(page, "odpady");
  const { searchParams } = new URL((await asked).url());
  assert.equal(searchParams.get("category"), "odpady");
  assert.equal(searchParams.get("limit"), "2");
  await answers(page).first().waitFor();
  assert.ok((await answers(page).count()) <= 2);
  const link = answers(page).first().getByRole("link").first();
  assert.equal(await link.getAttribute("target"), "_blank");
  assert.match(await link.innerText(), /otwiera nową kartę/);
  await page.locator("kpum-search").evaluate((host) => host.setAttribute("lang", "en"));
  await page.getByRole("button", { name: "Search" }).waitFor();
  await done();
});

test("nothing is stored, and nobody but the server it came from is talked to", async () => {
  const { page, done } = await open("plain");
  const hosts = new Set();
  page.on("request", (request) => hosts.add(new URL(request.url()).origin));
  await field(page).pressSequentially("odpady");
  await options(page).first().waitFor();
  await ask(page, ASKED);
  await answers(page).first().waitFor();
  const { cookies, origins } = await page.context().storageState();
  assert.deepEqual({ cookies, origins }, { cookies: [], origins: [] });
  assert.deepEqual([...hosts], [drogowskaz.address]);
  await done();
});

test("a page that nobody allowed can load the widget and read nothing", async () => {
  const { page, done } = await drogowskaz.page({ expected: [/CORS policy/, /ERR_FAILED/] });
  await page.goto(`${portal.stranger}/plain`);
  const read = await page.evaluate(
    (address) => fetch(`${address}/public/v1/search?q=odpady`).then(() => "read", () => "refused"),
    drogowskaz.address,
  );
  assert.equal(read, "refused");
  await ask(page, ASKED);
  await page.locator("kpum-search .unsure", { hasText: "Wyszukiwarka nie odpowiada" }).waitFor();
  await done();
});

test("when the server is gone it says so, keeps the words and names the infoline", async () => {
  const { page, done } = await open("plain", undefined, { expected: [/ERR_FAILED/, /429/] });
  const infoline = page.waitForResponse((answer) => answer.url().endsWith("/infoline"));
  await field(page).focus();
  await infoline;
  await page.route("**/public/v1/search*", (route) => route.abort());
  await ask(page, ASKED);
  await page.locator("kpum-search .unsure", { hasText: "Wyszukiwarka nie odpowiada" }).waitFor();
  assert.equal(await field(page).inputValue(), ASKED);
  await page.locator("kpum-search .call a").waitFor();
  await page.route("**/public/v1/search*", (route) =>
    route.fulfill({ status: 429, headers: { "access-control-allow-origin": portal.address, "access-control-expose-headers": "Retry-After", "retry-after": "7" } }));
  await field(page).press("Enter");
  await page.locator("kpum-search .unsure", { hasText: /Za dużo pytań.*7/ }).waitFor();
  await done();
});

for (const [name, question] of [["answers", ASKED], ["nothing found", NONSENSE], ["no sure answer", "sprawa w urzędzie"]]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`${name}: no barrier that axe knows (${colorScheme})`, async () => {
      const { page, done } = await drogowskaz.page({ colorScheme });
      await page.goto("/widget/demo");
      const first = page.locator("kpum-search").first();
      await first.getByRole("combobox").pressSequentially("odpa");
      await first.getByRole("option").first().waitFor();
      await accessible(page);
      await first.getByRole("combobox").fill(question);
      await first.getByRole("combobox").press("Enter");
      await first.locator(".out > *").first().waitFor();
      await accessible(page);
      await done();
    });
  }
}

test("the demonstration page of the repository works as it is written", async () => {
  const { page, done } = await drogowskaz.page();
  await page.goto(portal.address);
  await ask(page, ASKED);
  await answers(page).first().waitFor();
  const accent = await page.getByRole("button").evaluate((button) => getComputedStyle(button).backgroundColor);
  assert.equal(accent, "rgb(0, 96, 77)", "the theme comes through custom properties");
  const size = await field(page).evaluate((input) => getComputedStyle(input).fontSize);
  assert.equal(size, "18px", "a page that makes rem small does not make the widget small");
  await accessible(page);
  await done();
});

test("320 px wide, in high contrast, nothing scrolls sideways and the chosen option is seen", async () => {
  const { page, done } = await open("plain", undefined, { viewport: { width: 320, height: 640 }, forcedColors: "active", reducedMotion: "reduce" });
  await field(page).pressSequentially("odpady");
  await options(page).first().waitFor();
  await page.keyboard.press("ArrowDown");
  const outline = await options(page).first().evaluate((option) => getComputedStyle(option).outlineStyle);
  assert.equal(outline, "solid");
  await ask(page, ASKED);
  await answers(page).first().waitFor();
  await noSidewaysScroll(page);
  await done();
});

test("what is not held, who else deals with it and the day asked about are said in the reader's language", async () => {
  const SAYS = {
    pl: [/Baza tego nie podaje: numer konta/, /Tę sprawę prowadzi: Zakład Ubezpieczeń/],
    en: [/The base does not say: numer konta/, /This is dealt with by: Zakład Ubezpieczeń/],
    uk: [/База цього не подає: numer konta/, /Цю справу веде: Zakład Ubezpieczeń/],
  };
  for (const [lang, [lacks, other]] of Object.entries(SAYS)) {
    const { page, done } = await open("strict", `<kpum-search lang="${lang}"></kpum-search>`, { viewport: { width: 320, height: 640 } });
    await ask(page, "numer konta na śmieci");
    await answers(page).first().getByText(lacks).waitFor();
    assert.equal(await answers(page).first().locator("dl, .pas").count(), 0, "nothing else stands in its place");
    await answers(page).first().locator(".call a[href^='tel:']").first().waitFor();
    await ask(page, "kiedy dostanę emeryturę");
    await page.locator("kpum-search .lead [role=heading]").filter({ hasText: other }).waitFor();
    assert.equal(await page.locator("kpum-search .tel a").first().getAttribute("href"), "tel:+48225601600");
    await noSidewaysScroll(page);
    await ask(page, "urząd w Wigilię czynny");
    await answers(page).first().locator("dd").getByText(/W\sczwartek\s24\sgrudnia\szamknięte: Wigilia/).waitFor();
    await ask(page, "zgubiłam dowód i prawo jazdy");
    await answers(page).nth(1).getByText("„prawo jazdy”").waitFor();
    await done();
  }
});
