import { Screen, startBrowser, startDemo, checkEverywhere, checkTargets } from "./lib.mjs";
const demo = await startDemo();
const browser = await startBrowser();
const screen = new Screen(browser, demo);
const out = "/tmp/core_shots";
let bad = 0;
async function look(page, name, targets = true) {
  await page.screenshot({ path: `${out}/${name}.png`, fullPage: true });
  try { await checkEverywhere(page, name); } catch (e) { bad += 1; console.log(name, "CHECK", e.message.slice(0, 600)); }
  if (targets) try { await checkTargets(page); } catch (e) { bad += 1; console.log(name, "TARGET", e.message.slice(0, 400)); }
}
try {
  const amina = await screen.open(360, { as: "amina" });
  await amina.goto("/intern"); await look(amina, "home");
  await amina.getByRole("button", { name: "Jeg er i gang", exact: true }).click();
  await look(amina, "home-in");
  await amina.goto("/intern/timer/klokke/ut"); await look(amina, "out");
  await amina.goto("/intern/timer/klokke/glemt"); await look(amina, "forgotten");
  await amina.goto("/intern/timer"); await look(amina, "week");
  await amina.goto("/intern/timer/slag"); await look(amina, "kinds");
  await amina.locator("summary").last().click(); await look(amina, "kinds-open");
  const last = new Date(Date.now() - 7 * 864e5).toISOString().slice(0, 10);
  await amina.goto(`/intern/timer?dag=${last}`); await look(amina, "week-last");
  const old = new Date(Date.now() - 16 * 864e5).toISOString().slice(0, 10);
  await amina.goto(`/intern/timer?dag=${old}`); await look(amina, "week-old");
  const wrong = amina.getByRole("link", { name: /^Noe feil/ });
  console.log("wrong links", await wrong.count());
  if (await wrong.count()) { await wrong.first().click(); await look(amina, "correction"); await amina.getByRole("button", { name: "Be om å få rettet" }).click(); await look(amina, "correction-refused"); }
  const jonas = await screen.open(360, { as: "jonas" });
  await jonas.goto("/intern/timer/slag"); await look(jonas, "kinds-jonas");
  for (const who of ["terje", "olav", "kari"]) { const p = await screen.open(360, { as: who }); await p.goto("/intern/godkjenning"); await look(p, `approval-${who}`, false); }
  const lars = await screen.open(360, { as: "lars" });
  await lars.goto("/intern/slag"); await look(lars, "lars-kinds", false);
  await lars.locator("main li a").first().click(); await look(lars, "lars-kinds-one", false);
  const solveig = await screen.open(1280, { as: "solveig" });
  await solveig.goto("/intern/oversikt"); await solveig.screenshot({ path: `${out}/overview.png`, fullPage: true });
  console.log("outside:", await solveig.getByText("Utenfor gården").allTextContents());
  await solveig.goto("/intern/naeringer/ny"); await look(solveig, "enterprise-new", false);
} catch (e) { console.log("FAILED", e.message); bad += 1; }
await screen.close(); await browser.close(); await demo.stop();
console.log("bad", bad); process.exit(0);
