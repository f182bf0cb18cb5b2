// What every journey needs: the demo served, a browser, people signed in, pages looked over,
// pictures kept.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const shots = join(root, "target/shots");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// The program under test, and a sheet to try in place of the one it holds, without compiling.
const BINARY = process.env.GARDSBOK_BIN ?? join(root, "target/debug/gardsbok");
const SHEET = process.env.GARDSBOK_CSS;
const PICTURES = Boolean(process.env.GARDSBOK_SHOTS);

export const WIDTHS = [320, 360, 1280];
const START_SECONDS = 120;
// What a picture for the README may weigh.
const KEPT_BYTES = 150_000;

export function must(claim, words) {
  if (!claim) throw new Error(words);
}

// Starts `gardsbok demo` on a free port. `people` maps each login to its role and password.
export function startDemo() {
  const child = spawn(BINARY, ["demo", "--bind", "127.0.0.1:0"], { cwd: root });
  const demo = { address: "", people: {}, lines: [], errors: "", sessions: {}, stop: () => stop(child) };
  process.on("exit", () => child.kill("SIGKILL"));
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
  child.stderr.on("data", (text) => (demo.errors = (demo.errors + text).slice(-20_000)));
  return new Promise((ready, failed) => {
    const late = setTimeout(() => {
      child.kill("SIGKILL");
      failed(new Error(`not ready in ${START_SECONDS} s\n${demo.errors}`));
    }, START_SECONDS * 1000);
    child.on("error", failed);
    child.on("exit", (code) => failed(new Error(`demo ended with ${code}\n${demo.errors}`)));
    let rest = "";
    child.stdout.on("data", (text) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop();
      for (const line of lines) read(demo, line);
      if (!demo.address) return;
      clearTimeout(late);
      ready(demo);
    });
  });
}

// The address is the last line that is printed, after everyone's sign-in.
function read(demo, line) {
  demo.lines.push(line);
  const [, role, login, password] = line.match(/^\s+(\w+)\s+(\w+)\s+(\w+)$/) ?? [];
  if (login) demo.people[login] = { role, password };
  const address = line.match(/listening on (http:\/\/\S+)/);
  if (address) demo.address = address[1];
}

// The first login that holds a role.
export function loginOf(demo, role) {
  const found = Object.entries(demo.people).find(([, person]) => person.role === role);
  must(found, `the demo printed no ${role}; it printed:\n${demo.lines.join("\n")}`);
  return found[0];
}

function stop(child) {
  if (child.exitCode !== null) return Promise.resolve();
  child.removeAllListeners("exit");
  return new Promise((ended) => {
    const hard = setTimeout(() => child.kill("SIGKILL"), 5000);
    child.on("exit", () => {
      clearTimeout(hard);
      ended();
    });
    child.kill("SIGTERM");
  });
}

export function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_BIN ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ],
  });
}

// One person at one screen: own cookies, Norwegian, with or without scripts.
export class Screen {
  constructor(browser, demo) {
    this.browser = browser;
    this.demo = demo;
    this.contexts = [];
  }

  // A fresh browser window; with `as`, of someone who has signed in through the form, once a run.
  // Everything the console calls an error, and every request that leaves the demo's own address,
  // is kept in `page.faults`, which `checkPage` wants empty.
  async open(width, { scripts = true, as = "" } = {}) {
    const context = await this.browser.newContext({
      viewport: { width, height: 800 },
      reducedMotion: "reduce",
      locale: "nb-NO",
      timezoneId: "Europe/Oslo",
      javaScriptEnabled: scripts,
      baseURL: this.demo.address,
      storageState: as ? await this.session(as) : undefined,
    });
    context.setDefaultTimeout(30_000);
    if (SHEET) await context.route(/\/s\/gardsbok\.\w+\.css$/, trySheet);
    this.contexts.push(context);
    const page = await context.newPage();
    page.faults = [];
    page.on("pageerror", (error) => page.faults.push(String(error)));
    page.on("console", (said) => {
      // Chromium reports every 4xx answer as an error; a refused form is a 422 on purpose.
      if (said.type() === "error" && !/status of 4\d\d/.test(said.text())) page.faults.push(said.text());
    });
    page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(this.demo.address) && !url.startsWith("data:")) page.faults.push(`left the house: ${url}`);
    });
    return page;
  }

  async session(login) {
    if (!this.demo.sessions[login]) {
      const page = await this.open(360);
      await page.goto("/intern");
      must(new URL(page.url()).pathname === "/intern/logg-inn", `/intern let a stranger in: ${page.url()}`);
      await page.getByLabel("Brukernavn").fill(login);
      await page.getByLabel("Passord").fill(this.demo.people[login].password);
      await page.getByRole("button", { name: "Logg inn" }).click();
      await page.getByRole("heading", { level: 1, name: /^Hei, / }).waitFor();
      this.demo.sessions[login] = await page.context().storageState();
    }
    return this.demo.sessions[login];
  }

  async close() {
    for (const context of this.contexts.splice(0)) await context.close();
  }
}

// Answers with the sheet to try, which names the fonts as the served one does.
async function trySheet(route) {
  const served = await (await route.fetch()).text();
  const fonts = [...served.matchAll(/url\((\/s\/([\w-]+)\.\w+\.woff2)\)/g)];
  const body = fonts.reduce(
    (sheet, [, path, name]) => sheet.replace(`url(${name}.woff2)`, `url(${path})`),
    readFileSync(SHEET, "utf8"),
  );
  await route.fulfill({ contentType: "text/css; charset=utf-8", body });
}

// Opens a path that must answer 200.
export async function visit(page, path) {
  const answer = await page.goto(path);
  must(answer.status() === 200, `${path}: ${answer.status()}`);
}

// What every page keeps, as the window is now: axe without a violation, no sideways scroll, one
// h1, lang, a title.
export async function checkPage(page, { rules } = {}) {
  await page.waitForLoadState();
  const { pathname } = new URL(page.url());
  const where = `${pathname} at ${page.viewportSize().width} px${rules ? " in the dark" : ""}`;
  // Through the debugger, not a script tag, so that the page's own CSP stands.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
  const seen = await page.evaluate(async (runOnly) => {
    // Frames must be drawn before the styles of a new width or scheme have come to rest.
    for (let frame = 0; frame < 60; frame += 1) {
      await new Promise((drawn) => requestAnimationFrame(drawn));
      if (frame > 1 && document.getAnimations().length === 0) break;
    }
    const result = await globalThis.axe.run(document, { resultTypes: ["violations"], runOnly });
    const rightmost = [...document.querySelectorAll("main *")].filter(
      (e) => e.getBoundingClientRect().right > document.documentElement.clientWidth && !e.closest(".table-box"),
    );
    return {
      violations: result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`),
      over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      wide: rightmost.slice(0, 3).map((e) => e.outerHTML.slice(0, 80)),
      h1: document.querySelectorAll("h1").length,
      lang: document.documentElement.lang,
      title: document.title,
      inline: document.querySelectorAll("[style]:not([style='']), style, script:not([src])").length,
    };
  }, rules);
  must(seen.violations.length === 0, `${where}: axe\n  ${seen.violations.join("\n  ")}`);
  must(seen.over <= 0, `${where}: ${seen.over} px too wide: ${seen.wide.join(" | ")}`);
  must(seen.h1 === 1, `${where}: ${seen.h1} h1`);
  must(seen.lang === "nb", `${where}: lang=${seen.lang}`);
  must(seen.title.length > 0, `${where}: no title`);
  must(seen.inline === 0, `${where}: ${seen.inline} inline styles or scripts`);
  must(page.faults.length === 0, `${where}: ${page.faults.join("; ")}`);
}

// `checkPage` at every width, and its colours in the dark at 360 px; the window is as before
// afterwards. Keeps pictures under `name`. The faults of all widths come together.
export async function checkEverywhere(page, name = "") {
  const before = page.viewportSize();
  const faults = [];
  for (const [width, colorScheme] of [...WIDTHS.map((w) => [w, "light"]), [360, "dark"]]) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    const rules = colorScheme === "dark" ? ["color-contrast"] : undefined;
    await checkPage(page, { rules }).catch((error) => faults.push(error.message));
    if (name && width > 320) await shot(page, `${name}-${width}${colorScheme === "dark" ? "-dark" : ""}`);
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(before);
  must(faults.length === 0, faults.join("\n  "));
}

// On a resident's page whatever is pressed is at least 48 px high.
export async function checkTargets(page) {
  await page.waitForLoadState();
  const low = await page.evaluate(() =>
    [...document.querySelectorAll("main :is(button, .ds-button, summary, select, input:not([type=hidden], [type=radio], [type=checkbox])), .top :is(a, button, summary)")]
      .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 48)
      .map((e) => `${e.tagName} «${e.textContent.trim() || e.id}» ${e.getBoundingClientRect().height} px`),
  );
  must(low.length === 0, `${new URL(page.url()).pathname}: lower than 48 px: ${low.join(", ")}`);
}

// A refused form: the summary says what is wrong with links that lead somewhere, the title says
// «Feil», and each named field is marked and says it too.
export async function checkRefused(page, fields) {
  await page.getByRole("heading", { name: "Rett dette:" }).waitFor();
  must((await page.title()).startsWith("Feil:"), `the title is «${await page.title()}»`);
  const seen = await page.evaluate(() => ({
    summary: document.querySelector(".ds-error-summary").textContent,
    dead: [...document.querySelectorAll(".ds-error-summary a")]
      .map((a) => decodeURIComponent(a.hash.slice(1)))
      .filter((id) => !document.getElementById(id)),
    marked: [...document.querySelectorAll("[aria-invalid=true]")].map((e) => [
      e.name,
      (e.getAttribute("aria-describedby") ?? "")
        .split(" ")
        .map((id) => document.getElementById(id)?.textContent ?? "")
        .join(" "),
    ]),
  }));
  must(seen.dead.length === 0, `the summary links to nothing: ${seen.dead.join(", ")}`);
  for (const field of fields) {
    const words = seen.marked.find(([name]) => name === field)?.[1];
    must(words, `${field} is not marked with its error; marked are ${seen.marked.map(([name]) => name)}; ${seen.summary}`);
  }
}

// Pictures are taken when GARDSBOK_SHOTS is set, and looked at before they are committed.
// This one is of the whole page, kept in target/shots.
export async function shot(page, name) {
  if (PICTURES) await picture(page, join(shots, `${name}.png`), true);
}

// A picture of the window for the README, kept in tests/browser/shots.
export async function keep(page, name) {
  if (!PICTURES) return;
  const path = join(here, "shots", `${name}.png`);
  await picture(page, path, false);
  must(statSync(path).size <= KEPT_BYTES, `${path} weighs more than ${KEPT_BYTES} bytes`);
}

async function picture(page, path, fullPage) {
  mkdirSync(dirname(path), { recursive: true });
  await page.evaluate(() => document.fonts.ready.then(() => true));
  await page.screenshot({ path, fullPage, caret: "initial" });
}

// A hand that counts what it does: taps, fields filled in or chosen, pages seen.
export class Hand {
  constructor(page) {
    this.page = page;
    this.taps = 0;
    this.fields = new Set();
    this.pages = [];
    page.on("framenavigated", (frame) => {
      if (frame === page.mainFrame()) this.pages.push(new URL(frame.url()).pathname);
    });
  }

  async fill(label, text) {
    const field = this.page.getByLabel(label);
    this.fields.add(await field.getAttribute("name"));
    await field.fill(text);
  }

  async choose(label) {
    const field = this.page.getByLabel(label);
    this.fields.add(await field.getAttribute("name"));
    await field.check();
  }

  async tap(role, name) {
    this.taps += 1;
    await this.page.getByRole(role, { name }).click();
  }
}
