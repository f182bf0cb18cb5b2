// What people do, in real Chromium against `gardsbok demo`. A journey is a function that takes a
// Screen and throws when something is not as it should be. `node journeys.mjs WORD` runs those
// whose name holds WORD.
import { checkPage, must, Screen, shot, startBrowser, startDemo, WIDTHS } from "./lib.mjs";

// Pages anyone can reach, and the words none of them may hold: they would tell who works here.
const SHOP = ["/", "/bestilling", "/om", "/vilkar", "/personvern", "/tilgjengelighet"];
const UNSAID = /beboer|rusm|rehab|behandling|institusjon|mentor|fagleder|pasient|klient|\/intern/i;

async function theShopReadsWellOnEveryScreen(screen) {
  for (const width of WIDTHS) {
    for (const dark of [false, true]) {
      const page = await screen.open(width, { dark });
      for (const path of SHOP) {
        const answer = await page.goto(path);
        must(answer.status() === 200, `${path}: ${answer.status()}`);
        await checkPage(page);
        await shot(page, `shop${path.replaceAll("/", "-")}-${width}${dark ? "-dark" : ""}`);
      }
    }
  }
}

async function theShopNeverTellsWhoWorksThere(screen) {
  const page = await screen.open(1280, { scripts: false });
  for (const path of SHOP) {
    await page.goto(path);
    const html = await page.content();
    must(!UNSAID.test(html), `${path} says «${html.match(UNSAID)?.[0]}»`);
  }
}

async function theSkipLinkComesFirst(screen) {
  const page = await screen.open(360);
  await page.goto("/");
  await page.keyboard.press("Tab");
  must(await page.evaluate(() => document.activeElement.matches(".ds-skip-link")), "Tab goes elsewhere");
  await page.keyboard.press("Enter");
  must(await page.evaluate(() => document.activeElement.id === "innhold"), "it does not lead to the content");
}

async function anUnknownPageSaysSoInPlainWords(screen) {
  const page = await screen.open(320);
  const answer = await page.goto("/finnes-ikke");
  must(answer.status() === 404, `${answer.status()}`);
  await checkPage(page);
}

const journeys = [
  theShopReadsWellOnEveryScreen,
  theShopNeverTellsWhoWorksThere,
  theSkipLinkComesFirst,
  anUnknownPageSaysSoInPlainWords,
];

const word = process.argv[2] ?? "";
const demo = await startDemo();
const browser = await startBrowser();
let passed = 0;
let failed = 0;
for (const journey of journeys.filter((j) => j.name.includes(word))) {
  const screen = new Screen(browser, demo);
  const name = journey.name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  try {
    await journey(screen);
    passed += 1;
    console.log(`ok ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED ${name}\n  ${error.message}`);
  } finally {
    await screen.close();
  }
}
await browser.close();
await demo.stop();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
