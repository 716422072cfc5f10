// What an editor does: write, be told of a slip, mend it, look, send it on; approve, go back, lose a race and nothing
// else. Nothing that was typed may be lost, whatever happens to the line, the session or the race.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";

import { accessible, noSidewaysScroll, start, until } from "./harness.js";

const SCAN =
  "Do zakresu dziatania Wydziatu naleza sprawy finansowania $rodkami budzetu i obstuga mieszkancow, a takze nadzo6r nad jednostkami oraz si¢ganie po $rodki zewn¢trzne. ".repeat(4);

let drogowskaz;
before(async () => {
  drogowskaz = await start({ args: ["--four-eyes"] });
  for (const name of ["Anna Nowak", "Jan Kowal"]) tokens[name] = await drogowskaz.token(name, "editor");
});
after(() => drogowskaz?.stop());

const tokens = {};

/// A page of the desk, signed in.
async function desk(name, path, options) {
  const { page, done } = await drogowskaz.page(options);
  await page.goto(`/logowanie?dalej=${encodeURIComponent(path)}`);
  await page.locator("input[name]:not([type=hidden])").first().fill(tokens[name]);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname === path.split("?")[0]);
  return { page, done };
}

const text = (page) => page.getByRole("textbox", { name: "Cały tekst (Markdown)" });
const message = (page) => page.locator("#meldunek_");
const api = (name) => ({ authorization: `Bearer ${tokens[name]}` });

async function put(name, id, markdown, condition = { "if-none-match": "*" }) {
  const response = await fetch(`${drogowskaz.address}/api/v1/articles/${id}`, {
    method: "PUT",
    headers: { ...api(name), "content-type": "text/markdown", ...condition },
    body: markdown,
  });
  assert.ok(response.ok, await response.clone().text());
  return response.headers.get("etag");
}

async function publish(name, id) {
  const response = await fetch(`${drogowskaz.address}/api/v1/articles/${id}/publish`, { method: "POST", headers: api(name) });
  assert.ok(response.ok, await response.clone().text());
}

/// A picture for whoever wants to see it: `SHOTS=/tmp node --test desk.test.js`.
async function shot(page, name) {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
}

const article = (id, body, status = "review") => `---\nid: ${id}\ntitle: Próba ${id}\nsummary: Zdanie.\nstatus: ${status}\n---\n\n${body}\n`;

test("an article is written, faulted, mended, looked at, sent on, and approved by somebody else", async () => {
  const { page, done } = await desk("Anna Nowak", "/redakcja/nowy");
  await page.getByLabel("Tytuł", { exact: true }).fill("Wypożyczalnia parasoli: gdzie i jak");
  await page.getByLabel("Zdanie do odczytania").fill("Parasol wypożyczysz za darmo na trzy dni.");
  await page.waitForFunction(() => /summary: Parasol/.test(document.getElementById("tekst_").value));
  assert.match(await text(page).inputValue(), /title: "Wypożyczalnia parasoli: gdzie i jak"/, "a colon is quoted");

  // What is not held is a list in callers' words.
  await page.getByLabel(/Czego baza nie podaje/).fill("ile trwa suszenie\nkto naprawi: drut");
  await page.waitForFunction(() => /unknown:\n {2}- ile trwa suszenie\n {2}- "kto naprawi: drut"\n/.test(document.getElementById("tekst_").value));

  // A slip in the header is told with its line, and a click leads there.
  const good = await text(page).inputValue();
  await text(page).fill(good.replace("audience: internal", "audience: publiczny"));
  const finding = page.getByRole("button", { name: /wiersz \d+, błąd: .*publiczny/ });
  await finding.click();
  const selected = await text(page).evaluate((field) => field.value.slice(field.selectionStart, field.selectionEnd));
  assert.equal(selected, "audience: publiczny");
  await text(page).fill(good.replace("audience: internal", "audience: public").replace("## Kto może\n", "## Kto może\n\nKażdy, kto zmókł na Rynku.\n"));
  await finding.waitFor({ state: "detached" });

  await page.getByRole("tab", { name: "Widzi mieszkaniec" }).click();
  await page.getByRole("tabpanel", { name: "Widzi mieszkaniec" }).getByText("Każdy, kto zmókł").waitFor();
  assert.equal(await page.getByText("Tylko dla konsultanta").count(), 0, "residents see no internal section");
  await page.getByRole("tab", { name: "Widzi konsultant" }).click();
  await page.getByRole("tabpanel", { name: "Widzi konsultant" }).getByText("Tylko dla konsultanta").first().waitFor();
  await accessible(page);

  assert.equal(await page.getByRole("button", { name: "Opublikuj" }).getAttribute("aria-disabled"), "true");
  await page.getByLabel("Co i dlaczego zmieniasz").fill("nowa usługa");
  await page.getByRole("button", { name: "Wyślij do sprawdzenia" }).click();
  await page.waitForURL((url) => url.searchParams.get("zapisano") === "do-sprawdzenia");
  const { pathname } = new URL(page.url());
  await message(page).getByText("czeka na sprawdzenie").waitFor();
  assert.equal(await page.getByRole("button", { name: "Opublikuj" }).getAttribute("aria-disabled"), "true", "authors do not approve");
  await done();

  const other = await desk("Jan Kowal", "/redakcja?filtr=do-sprawdzenia");
  await other.page.getByRole("link", { name: "Wypożyczalnia parasoli: gdzie i jak", exact: true }).click();
  await other.page.waitForURL((url) => url.pathname === pathname);
  await other.page.getByRole("button", { name: "Zatwierdź i opublikuj" }).click();
  await other.page.waitForURL((url) => url.searchParams.get("zapisano") === "opublikowano");
  await other.page.goto("/?q=zmok%C5%82em%20parasol");
  await other.page.getByRole("link", { name: /Wypożyczalnia parasoli/ }).first().waitFor();
  await other.done();
});

test("an earlier version is compared word by word and taken up again, without JavaScript", async () => {
  const id = "cofanie";
  const tag = await put("Anna Nowak", id, article(id, "Wniosek składa się w terminie 14 dni.\n\nJeden.\n\nDwa.\n\nTrzy.\n\nCztery."));
  await publish("Jan Kowal", id);
  const fresh = (await fetch(`${drogowskaz.address}/api/v1/articles/${id}`, { headers: api("Anna Nowak") })).headers.get("etag");
  assert.ok(tag && fresh);
  await put("Anna Nowak", id, article(id, "Wniosek składa się w terminie 7 dni.\n\nJeden.\n\nDwa.\n\nTrzy.\n\nCztery."), { "if-match": fresh });
  await publish("Jan Kowal", id);
  const { page, done } = await desk("Anna Nowak", `/redakcja/${id}/historia`, { javaScriptEnabled: false });
  const [first] = await page.getByRole("row").filter({ hasText: "publikacja" }).last().getByRole("cell").nth(2).allInnerTexts();
  await page.getByLabel(`Porównaj od wersji ${first}`).check();
  await page.getByRole("button", { name: "Porównaj wybrane" }).click();
  assert.match(await page.locator(".diff del").first().innerText(), /14/);
  assert.match(await page.locator(".diff ins").first().innerText(), /7/);
  await page.getByLabel("Dlaczego").fill("termin 14 dni obowiązuje nadal");
  await page.getByRole("button", { name: "Cofnij do tej wersji" }).click();
  await page.waitForURL((url) => url.searchParams.has("cofnieto"));
  await page.getByText("wróciła jako tekst do sprawdzenia").waitFor();
  await page.getByText("termin 14 dni obowiązuje nadal").waitFor();
  await done();
});

test("a lost race shows both sides and loses no letter of either", async () => {
  const id = "wyscig";
  const base = "Pierwszy akapit.\n\nDrugi akapit.\n\nTrzeci akapit.";
  const tag = await put("Anna Nowak", id, article(id, base, "draft"));
  const { page, done } = await desk("Anna Nowak", `/redakcja/${id}`, { expected: [/412/] });
  const mine = (await text(page).inputValue()).replace("Pierwszy akapit.", "Pierwszy akapit, mój.").replace("Trzeci akapit.", "Trzeci akapit po mojemu.");
  await text(page).fill(mine);
  await put("Jan Kowal", id, article(id, base.replace("Drugi akapit.", "Drugi akapit, Jana.").replace("Trzeci akapit.", "Trzeci akapit Jana."), "draft"), { "if-match": tag });

  await page.getByRole("button", { name: "Zapisz szkic" }).click();
  const collision = page.getByRole("region", { name: "Porównanie wersji" });
  await collision.getByText("Jan Kowal").waitFor();
  await accessible(page);
  assert.equal(await text(page).inputValue(), mine, "my text is where it was");
  assert.equal(await collision.getByRole("group", { name: "Zmieniono w obu wersjach" }).count(), 1);
  await page.getByRole("button", { name: "Pisz dalej od najnowszej wersji" }).click();
  const merged = await text(page).inputValue();
  for (const said of ["Pierwszy akapit, mój.", "Drugi akapit, Jana.", "Trzeci akapit po mojemu.", "Trzeci akapit Jana."]) {
    assert.ok(merged.includes(said), `${said} in ${merged}`);
  }
  await page.getByRole("button", { name: "Zapisz szkic" }).click();
  await message(page).getByText("Szkic zapisany").waitFor();
  await done();
});

test("errors are shown and asked about by name, apart from the button that was pressed", async () => {
  const id = "z-bledami";
  await put("Anna Nowak", id, article(id, "Zobacz [kładkę](/artykul/nie-ma-takiej-kladki).").replace("summary:", "unit: XQ-99\nsummary:"));
  const { page, done } = await desk("Jan Kowal", `/redakcja/${id}`, { expected: [/422/] });
  await page.getByRole("button", { name: "Zatwierdź i opublikuj" }).click();
  const asked = page.getByRole("region", { name: "Błędy w tekście" });
  await asked.getByText("nie-ma-takiej-kladki").waitFor();
  await accessible(page);
  await shot(page, "despite");
  assert.equal((await fetch(`${drogowskaz.address}/api/v1/articles/${id}`, { headers: api("Jan Kowal") })).status, 404, "nothing was published yet");
  await asked.getByRole("button", { name: "Wróć do tekstu i popraw" }).click();
  assert.equal(await asked.isVisible(), false);
  await page.getByRole("button", { name: "Zatwierdź i opublikuj" }).click();
  await asked.getByRole("button", { name: "Opublikuj mimo błędów: E011, E013" }).click();
  await page.waitForURL((url) => url.searchParams.get("zapisano") === "opublikowano");
  await page.goto(`/redakcja/${id}/historia`);
  await page.getByText("opublikowano mimo błędów: E011, E013").waitFor();
  await page.getByText("zatwierdził(a): Jan Kowal").waitFor();
  await done();
});

test("a draft over a newer published text is merged key by key, and nothing that is no header is proposed", async () => {
  const id = "nowszy";
  const base = article(id, "Pierwszy akapit.\n\nDrugi akapit.").replace("summary:", "keywords: [most, kładka]\nfacts:\n  fee: 17 zł\n  deadline: 14 dni\nsummary:");
  await put("Anna Nowak", id, base);
  await publish("Jan Kowal", id);
  const live = async () => {
    const response = await fetch(`${drogowskaz.address}/api/v1/articles/${id}`, { headers: api("Anna Nowak") });
    return [await response.text(), response.headers.get("etag")];
  };
  const [, tag] = await live();
  const draft = base.replace("17 zł", "22 zł").replace("[most, kładka]", "[most, kładka, bulwar]").replace("Pierwszy akapit.", "Pierwszy akapit, Anny.");
  await put("Anna Nowak", id, draft, { "if-match": tag });
  const hand = base.replace("status: review", "status: published").replace("17 zł", "27 zł").replace("14 dni", "7 dni").replace("[most, kładka]", "[most, kładka, rzeka]").replace("Drugi akapit.", "Drugi akapit, z pliku.");
  await drogowskaz.byHand(`${id}.md`, hand);
  await until(async () => (await live())[0].includes("z pliku"), "the file is noticed");

  const { page, done } = await desk("Jan Kowal", `/redakcja/${id}`, { expected: [/412/] });
  await page.getByText("Opublikowany tekst zmienił się, odkąd ją zaczęto").waitFor();
  await page.getByRole("button", { name: "Zatwierdź i opublikuj" }).click();
  const collision = page.getByRole("region", { name: "Porównanie wersji" });
  await collision.getByText("Opublikowany tekst zmienił się, odkąd zaczęto tę wersję").waitFor();
  await accessible(page);
  await shot(page, "merge");
  const fee = collision.getByRole("group", { name: "Zmieniono w obu wersjach: pole facts.fee" });
  assert.equal(await fee.getByRole("radio", { checked: true }).count(), 0, "nobody knows which fee is right");
  assert.equal(await fee.getByRole("radio").count(), 2, "two fees are no header");
  await page.getByRole("button", { name: "Pisz dalej od najnowszej wersji" }).click();
  await collision.getByText("Wybierz, co zostaje").waitFor();
  await fee.getByLabel("nowszy tekst").check();
  await page.getByRole("button", { name: "Pisz dalej od najnowszej wersji" }).click();
  const merged = await text(page).inputValue();
  for (const said of ["fee: 27 zł", "deadline: 7 dni", "kładka, bulwar, rzeka", "Pierwszy akapit, Anny.", "Drugi akapit, z pliku."]) {
    assert.ok(merged.includes(said), `${said} in ${merged}`);
  }
  assert.equal(merged.match(/fee:/g).length, 1);
  await page.getByRole("button", { name: "Wyślij do sprawdzenia" }).click();
  await page.waitForURL((url) => url.searchParams.get("zapisano") === "do-sprawdzenia");
  assert.equal(await page.getByText("odkąd ją zaczęto").count(), 0, "what was merged begins from what stands");
  await done();
});

test("an article is withdrawn when somebody has said why", async () => {
  const id = "do-wycofania";
  await put("Anna Nowak", id, article(id, "Stare."));
  await publish("Jan Kowal", id);
  const { page, done } = await desk("Anna Nowak", `/redakcja/${id}`);
  await page.getByRole("button", { name: "Wycofaj" }).click();
  await message(page).getByText("dlaczego wycofujesz").waitFor();
  await page.getByLabel("Co i dlaczego zmieniasz").fill("nowy regulamin");
  await page.getByRole("button", { name: "Wycofaj" }).click();
  await page.waitForURL((url) => url.searchParams.get("zapisano") === "wycofano");
  await page.getByRole("button", { name: "Przywróć" }).click();
  await page.waitForURL((url) => url.searchParams.get("zapisano") === "przywrocono");
  await done();
});

test("a session that ends while writing costs a sign-in and no text", async () => {
  const id = "wygasla";
  await put("Anna Nowak", id, article(id, "Było.", "draft"));
  const { page, done } = await desk("Anna Nowak", `/redakcja/${id}`, { expected: [/401/] });
  await text(page).fill((await text(page).inputValue()).replace("Było.", "Jest i ma zostać."));
  const cookies = await page.context().cookies();
  await page.context().clearCookies();
  await page.getByRole("button", { name: "Zapisz szkic" }).click();
  await message(page).getByText("Sesja wygasła").waitFor();
  const link = message(page).getByRole("link", { name: "Zaloguj się w nowej karcie" });
  assert.equal(await link.getAttribute("href"), `/logowanie?dalej=${encodeURIComponent(`/redakcja/${id}`)}`);
  assert.match(await text(page).inputValue(), /Jest i ma zostać/);

  // Signed in again in another tab: the same page saves.
  await page.context().addCookies(cookies);
  await page.getByRole("button", { name: "Zapisz szkic" }).click();
  await message(page).getByText("Szkic zapisany").waitFor();
  await done();
});

test("text written without a connection is offered back, by the time it was written", async () => {
  const id = "bez-sieci";
  await put("Anna Nowak", id, article(id, "Stare zdanie.", "draft"));
  const { page, done } = await desk("Anna Nowak", `/redakcja/${id}`, { expected: [/ERR_INTERNET_DISCONNECTED/] });
  await page.getByText(/Brak uwag|uwag/).first().waitFor();
  await page.context().setOffline(true);
  await text(page).fill((await text(page).inputValue()).replace("Stare zdanie.", "Nowe zdanie spod ziemi."));
  await page.getByRole("button", { name: "Zapisz szkic" }).click();
  await message(page).getByText("Brak połączenia od").waitFor();
  await page.context().setOffline(false);
  await page.goto("/redakcja");
  await page.goto(`/redakcja/${id}`);
  const offered = page.getByRole("region", { name: "Niezapisany tekst" });
  assert.match(await offered.innerText(), /Masz niezapisany tekst z \d+:\d\d/);
  assert.match(await text(page).inputValue(), /Stare zdanie/, "nothing is put back unasked");
  await accessible(page);
  await offered.getByRole("button", { name: "Przywróć" }).click();
  assert.match(await text(page).inputValue(), /Nowe zdanie spod ziemi/);
  await page.getByRole("button", { name: "Zapisz szkic" }).click();
  await message(page).getByText("Szkic zapisany").waitFor();
  await page.reload();
  assert.equal(await offered.isVisible(), false, "what is saved is not offered");
  await done();
});

test("form and text stay in step, and what the form does not know stays", async () => {
  const id = "formularz";
  const strange = article(id, "Treść.", "draft").replace("summary:", "nasz-klucz: [a, b] # nie ruszać\nsummary:");
  await put("Anna Nowak", id, strange);
  const { page, done } = await desk("Anna Nowak", `/redakcja/${id}`);
  await page.getByLabel("Opłata").fill("17 zł");
  await page.getByLabel("Telefony").fill("12 616 55 55\n12 616 55 56");
  await page.waitForFunction(() => document.getElementById("tekst_").value.includes("12 616 55 56"));
  const value = await text(page).inputValue();
  assert.ok(value.includes("nasz-klucz: [a, b] # nie ruszać\n"), value);
  await text(page).fill(value.replace("17 zł", "22 zł"));
  await page.waitForFunction(() => document.getElementById("f_fee").value === "22 zł");
  await done();
});

test("a document becomes articles for review, its misread words decided on by keyboard", async () => {
  const { page, done } = await desk("Anna Nowak", "/redakcja/wczytaj");
  await page.getByLabel("albo wklejony tekst").fill(`Notatka o wydziale\n\n${SCAN}`);
  await page.getByRole("button", { name: "Odczytaj" }).click();
  const scan = page.getByRole("region", { name: "Tekst dokumentu" });
  const word = scan.getByRole("button", { name: /odczytano „Wydziatu”/ }).first();
  await word.waitFor();
  assert.equal(await word.innerText(), "Wydziału");
  await accessible(page);
  await word.click();
  if ((await word.innerText()) === "Wydziału") await page.keyboard.press("o");
  assert.equal(await word.innerText(), "Wydziatu", "the reading is taken back");
  await page.keyboard.press("p");
  assert.equal(await word.innerText(), "Wydziału");
  await page.keyboard.press("w");
  await page.getByLabel("Właściwe słowo").fill("Wydziału Dialogu");
  await page.keyboard.press("Enter");
  assert.equal(await word.innerText(), "Wydziału Dialogu");
  await page.getByRole("button", { name: "Zobacz artykuły" }).click();
  await page.getByText("powstanie jeden artykuł").waitFor();
  await accessible(page);
  await page.getByRole("button", { name: "Utwórz artykuły do sprawdzenia" }).click();
  await page.getByText("Utworzono 1").waitFor();
  await page.goto("/redakcja?filtr=do-sprawdzenia");
  await page.getByRole("link", { name: "Notatka o wydziale", exact: true }).click();
  assert.match(await text(page).inputValue(), /zakresu działania Wydziału Dialogu należą/);
  await done();
});

test("an announcement is put up and taken down", async () => {
  const { page, done } = await desk("Jan Kowal", "/redakcja/ogloszenie");
  await page.getByLabel("Co powiedzieć dzwoniącemu").fill("Awaria wody na Ruczaju, potrwa do wieczora.");
  await page.getByLabel("Dlaczego").fill("zgłoszenie Wodociągów");
  await page.getByRole("button", { name: "Wystaw ogłoszenie" }).click();
  await page.getByText("stoi już u wszystkich").waitFor();
  await page.getByRole("button", { name: /^Zakończ: Awaria wody/ }).click();
  await page.getByText("Nie ma żadnego ogłoszenia").waitFor();
  await done();
});

const PAGES = [
  ["the list", "/redakcja"],
  ["what is overdue", "/redakcja?filtr=niepotwierdzone&porzadek=jednostka&strona=2"],
  ["an empty list", "/redakcja?q=qzxvkjwq"],
  ["the editor", "/redakcja/gabaryty"],
  ["a new article", "/redakcja/nowy"],
  ["a history", "/redakcja/gabaryty/historia"],
  ["a document", "/redakcja/wczytaj"],
  ["an announcement", "/redakcja/ogloszenie"],
];

for (const [name, path] of PAGES) {
  for (const colorScheme of ["light", "dark"]) {
    test(`${name}: no barrier that axe knows (${colorScheme})`, async () => {
      const { page, done } = await desk("Anna Nowak", path, { colorScheme });
      await page.waitForLoadState("networkidle");
      await accessible(page);
      await done();
    });
  }
  test(`${name}: 320 px wide without scrolling sideways`, async () => {
    const { page, done } = await desk("Anna Nowak", path, { viewport: { width: 320, height: 640 } });
    await page.waitForLoadState("networkidle");
    await noSidewaysScroll(page);
    await done();
  });
}
