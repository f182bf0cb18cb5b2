// What every journey needs: the demo served, a browser, pages opened and looked over, pictures kept.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const shots = join(root, "target/shots");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const WIDTHS = [320, 360, 1280];
const START_SECONDS = 120;

export function must(claim, words) {
  if (!claim) throw new Error(words);
}

// Starts `gardsbok demo` on a free port. `links` maps what the demo prints before each sign-in
// link (a name, a role) to the link: { "Solveig …": "http://127.0.0.1:…/…" }.
export function startDemo(binary = join(root, "target/debug/gardsbok")) {
  const child = spawn(binary, ["demo", "--bind", "127.0.0.1:0"], { cwd: root });
  const demo = { address: "", links: {}, lines: [], errors: "", stop: () => stop(child) };
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
      setTimeout(() => ready(demo), 300); // links may be printed after the address
    });
  });
}

function read(demo, line) {
  demo.lines.push(line);
  const address = line.match(/listening on (http:\/\/\S+)/);
  if (address) demo.address = address[1];
  const link = line.match(/^(.*?)\s*[:–-]?\s*(https?:\/\/\S+|\/\S+)$/);
  if (link && !address) demo.links[link[1].trim()] = link[2];
}

// The first sign-in link whose printed words hold `word`, such as a name or a role.
export function linkOf(demo, word) {
  const found = Object.entries(demo.links).find(([who]) => who.toLowerCase().includes(word.toLowerCase()));
  must(found, `the demo printed no link for ${word}; it printed:\n${demo.lines.join("\n")}`);
  return new URL(found[1], demo.address).href;
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
    executablePath: "/usr/bin/chromium",
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ],
  });
}

// One person at one screen: own cookies, Norwegian, light or dark, with or without scripts.
export class Screen {
  constructor(browser, demo) {
    this.browser = browser;
    this.demo = demo;
    this.contexts = [];
  }

  // A fresh browser window. Everything the console calls an error, and every request that leaves
  // the demo's own address, is kept in `page.faults`, which `checkPage` wants empty.
  async open(width, { dark = false, scripts = true } = {}) {
    const context = await this.browser.newContext({
      viewport: { width, height: 800 },
      colorScheme: dark ? "dark" : "light",
      locale: "nb-NO",
      timezoneId: "Europe/Oslo",
      javaScriptEnabled: scripts,
      baseURL: this.demo.address,
    });
    context.setDefaultTimeout(15_000);
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

  // Signs in with the link the demo printed for a name or role.
  async signIn(page, word) {
    await page.goto(linkOf(this.demo, word));
  }

  async close() {
    for (const context of this.contexts.splice(0)) await context.close();
  }
}

// What every page keeps: axe without a violation, no sideways scroll, one h1, lang, a title.
export async function checkPage(page) {
  const where = new URL(page.url()).pathname;
  // Through the debugger, not a script tag, so that the page's own CSP stands.
  await page.evaluate(axe);
  const seen = await page.evaluate(async () => {
    const result = await globalThis.axe.run(document, { resultTypes: ["violations"] });
    return {
      violations: result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`),
      over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      h1: document.querySelectorAll("h1").length,
      lang: document.documentElement.lang,
      title: document.title,
      inline: document.querySelectorAll("[style], style, script:not([src])").length,
    };
  });
  must(seen.violations.length === 0, `${where}: axe\n  ${seen.violations.join("\n  ")}`);
  must(seen.over <= 0, `${where}: ${seen.over} px too wide`);
  must(seen.h1 === 1, `${where}: ${seen.h1} h1`);
  must(seen.lang === "nb", `${where}: lang=${seen.lang}`);
  must(seen.title.length > 0, `${where}: no title`);
  must(seen.inline === 0, `${where}: ${seen.inline} inline styles or scripts`);
  must(page.faults.length === 0, `${where}: ${page.faults.join("; ")}`);
}

// Keeps a picture of the whole page in target/shots, for the README and for eyes.
export async function shot(page, name) {
  mkdirSync(shots, { recursive: true });
  await page.evaluate(() => document.fonts.ready.then(() => true));
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
}
