// The real program on a copy of kb/, a real browser, and what the tests ask of both.
//
// One server and one browser serve the whole run; every test gets a page of its own. Nothing is mocked: what fails
// here would fail at an agent's desk.

import { spawn } from "node:child_process";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import assert from "node:assert/strict";

import { chromium } from "playwright-core";

const ROOT = new URL("../..", import.meta.url).pathname;
const PROGRAM = process.env.DROGOWSKAZ_PROGRAM ?? join(ROOT, "target/release/drogowskaz");
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

// Quiet, self-contained and able to run as root in a container.
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/// A browser in a process of its own.
export function launch() {
  return chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS });
}

/// Starts everything; `stop()` ends it and removes the copy. `settings` are lines of drogowskaz.toml, `args` go to the
/// server, `articles` are further files of the copy by their paths; `kb` may be another Baza Wiedzy. With `guarded`
/// there is a token before the server starts, as there must be where others are served. What the server logs as an
/// error fails `stop()`, unless it is one of `logged`, and then it has to be logged.
export async function start({ settings = "", kb = join(ROOT, "kb"), articles = {}, args = [], guarded = false, logged = [] } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "drogowskaz-browser-"));
  await writeFile(join(folder, "drogowskaz.toml"), settings);
  await cp(kb, join(folder, "kb"), { recursive: true });
  for (const [path, text] of Object.entries(articles)) await writeFile(join(folder, "kb", path), text);
  if (guarded) await createToken(folder, "Administrator", "admin");
  const servers = [await serve(folder, { args })];
  const server = () => servers.at(-1);
  let browser;
  try {
    browser = await launch();
  } catch (cause) {
    server().child.kill();
    throw cause;
  }
  const pages = [];
  return {
    address: server().address,
    // Where its kb/ lies.
    folder,
    // A token of this role. From the first one on, everybody has to sign in.
    token: (name, role) => createToken(folder, name, role),
    // A file of kb/, changed by hand.
    async byHand(path, text) {
      await writeFile(join(folder, "kb", path), text);
    },
    // A page in a profile of its own, of `browser` if it has to be another one. Whatever the page logs as an error fails
    // the test that opened it when it is `done()`, or the whole run at `stop()` if it was closed in any other way:
    // unless it is one of `expected`, and then it has to be logged. With `bare`, nothing runs in it but its own scripts:
    // reading axe takes longer than reading the page.
    async page({ bare = false, expected = [], browser: own = browser, ...options } = {}) {
      const context = await own.newContext({ baseURL: server().address, locale: "pl-PL", ...options });
      // Before the page's own scripts and past its content security policy, which rightly keeps foreign ones out.
      if (!bare) await context.addInitScript({ path: AXE });
      context.setDefaultTimeout(8_000);
      const page = await context.newPage();
      const opened = { faults: [], expected, settled: false, place: new Error().stack?.split("\n").findLast((line) => line.includes(".test.js"))?.trim() ?? "" };
      pages.push(opened);
      page.on("pageerror", (fault) => opened.faults.push(String(fault)));
      page.on("crash", () => opened.faults.push("the page crashed"));
      page.on("console", (message) => message.type() === "error" && opened.faults.push(message.text()));
      return {
        page,
        async done() {
          await page.unrouteAll({ behavior: "ignoreErrors" });
          await context.close();
          assert.deepEqual(complaints(opened), [], "errors");
        },
      };
    },
    // As a power cut would end it.
    async kill() {
      server().killed = true;
      server().child.kill("SIGKILL");
      await server().ended;
    },
    // At the same address, as if nothing had been.
    async restart() {
      servers.push(await serve(folder, { port: new URL(server().address).port, args }));
    },
    async stop() {
      await browser.close();
      server().child.kill("SIGTERM");
      const codes = await Promise.all(servers.filter(({ killed }) => !killed).map(({ ended }) => ended));
      await rm(folder, { recursive: true, force: true });
      const log = { faults: servers.flatMap(errors), expected: logged, place: "the server's log" };
      assert.deepEqual([...pages.filter(({ settled }) => !settled), log].flatMap(complaints), [], "errors, of pages closed past done() and of the server");
      assert.ok(codes.every((code) => code === 0), `the server ended with ${codes}`);
    },
  };
}

// What was logged and not expected, and what was expected and not logged.
function complaints(opened) {
  opened.settled = true;
  const { faults, expected, place } = opened;
  const unforeseen = faults.filter((fault) => !expected.some((one) => one.test(fault)));
  const missing = expected.filter((one) => !faults.some((fault) => one.test(fault)));
  return [...unforeseen.map((fault) => `${place}: ${fault}`), ...missing.map((one) => `${place}: no such error: ${one}`)];
}

// Lines of a server's log that somebody should have been called for.
function errors({ log }) {
  return log().split("\n").filter((line) => /\bERROR\b|panicked at/.test(line));
}

async function createToken(folder, name, role) {
  const child = spawn(PROGRAM, ["token", "create", "--name", name, "--role", role, "--data", "data"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [token, said] = ["", ""];
  child.stdout.on("data", (chunk) => (token += chunk));
  child.stderr.on("data", (chunk) => (said += chunk));
  const code = await new Promise((resolve) => child.on("close", resolve));
  assert.ok(code === 0 && token.startsWith("dgw_"), `no token for ${name} (${code}):\n${said}`);
  return token.trim();
}

// Starts the program on a port, 0 for any free one, and waits for the address it prints.
async function serve(folder, { port = 0, args = [] } = {}) {
  const child = spawn(
    PROGRAM,
    ["serve", "--kb", "kb", "--index", "index", "--data", "data", "--listen", `127.0.0.1:${port}`, ...args],
    { cwd: folder, stdio: ["ignore", "pipe", "pipe"] },
  );
  let said = "";
  child.stderr.on("data", (chunk) => (said += chunk));
  const ended = new Promise((resolve) => child.on("exit", resolve));
  const lines = createInterface({ input: child.stdout });
  const address = await Promise.race([
    new Promise((resolve, reject) => {
      child.on("error", (cause) => reject(new Error(`${PROGRAM} does not start: ${cause.message}`)));
      lines.on("line", (line) => {
        const found = line.match(/http:\/\/127\.0\.0\.1:\d+/);
        if (found) resolve(found[0]);
      });
    }),
    ended.then((code) => {
      throw new Error(`the server ended with ${code} before it printed its address:\n${said}`);
    }),
    new Promise((_, reject) =>
      setTimeout(() => reject(new Error(`no address after 120 s; standard error:\n${said}`)), 120_000).unref(),
    ),
  ]);
  return { child, address, ended, log: () => said };
}

/// The rules of WCAG 2.1 A and AA, and axe's own good practices, on the page as it stands.
export async function accessible(page) {
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
    }),
  );
  const told = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((node) => `    ${node.html}\n    ${node.failureSummary}`).join("\n")}`,
  );
  assert.equal(told.length, 0, `accessibility of ${page.url()}:\n${told.join("\n")}`);
}

/// Opens a page of the console and waits until it is wired.
export async function open(page, path) {
  await page.goto(path);
  await page.locator("html.scripted").waitFor();
}

/// The question's field, however it is built.
export function question(page) {
  return page.getByRole("searchbox").or(page.getByRole("combobox")).first();
}

/// What the page sends to be recorded, once each, as the server took it.
export async function records(page) {
  const sent = [];
  await page.route(/\/api\/v1\/(calls|submissions|feedback)$/, async (route) => {
    const request = route.request();
    const response = await route.fetch().catch(() => null);
    if (!response) return route.abort("connectionrefused");
    const key = request.headers()["idempotency-key"];
    if (response.status() === 201 && !sent.some((one) => one.key === key)) {
      sent.push({ what: new URL(request.url()).pathname.split("/").pop(), key, ...request.postDataJSON() });
    }
    await route.fulfill({ response });
  });
  return sent;
}

/// Waits until `holds` gives something true.
export async function until(holds, what) {
  for (let wait = 0; wait < 200; wait += 1) {
    const held = await holds();
    if (held) return held;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`did not happen within 10 s: ${what}`);
}

/// Links of the ranked answers, best first.
export function answers(page) {
  return page.getByRole("main").getByRole("heading", { level: 2 }).getByRole("link");
}

/// The page scrolls in one direction only.
export async function noSidewaysScroll(page) {
  const { needs, has } = await page.evaluate(() => ({
    needs: document.documentElement.scrollWidth,
    has: document.documentElement.clientWidth,
  }));
  assert.ok(needs <= has, `${page.url()} is ${needs} px wide in a window of ${has} px`);
}
