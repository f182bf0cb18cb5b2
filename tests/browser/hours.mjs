// What a resident does with the hours, and the work leader and the mentor after that.
import { checkEverywhere, checkRefused, checkTargets, Hand, keep, loginOf, must, visit } from "./lib.mjs";

export async function aResidentLogsADayInThreeTapsAndSendsTheWeek(screen) {
  const login = loginOf(screen.demo, "resident");
  const page = await screen.open(360, { as: login });
  const hand = new Hand(page);
  await visit(page, "/intern");
  await checkEverywhere(page, "resident-home");
  await checkTargets(page);

  // From where signing in leads; the form is filled with what one usually does.
  await page.locator("main").getByRole("link", { name: "Timene mine" }).click();
  hand.taps += 1;
  await checkEverywhere(page, "hours-week");
  await checkTargets(page);
  await hand.tap("link", "Skriv timer for i dag");
  await page.getByLabel("Fra", { exact: true }).waitFor();
  const enterprise = await page.getByLabel("Næring").evaluate((e) => e.selectedOptions[0].textContent);
  await hand.tap("button", "Lagre");
  await page.getByText(/^Lagret/).waitFor();
  must(hand.taps <= 3, `${hand.taps} taps`);
  await keep(page, "hours-360");
  await checkEverywhere(page, "hours-week-saved");
  await checkTargets(page);

  await hand.tap("button", "Ferdig denne uka");
  await page.getByText("er sendt inn. Takk!").waitFor();
  await checkTargets(page);
  screen.demo.sentTo = enterprise;
}

export async function aDayThatCannotBeIsShownAgainAsTyped(screen) {
  const page = await screen.open(360, { as: loginOf(screen.demo, "resident") });
  await visit(page, "/intern/timer/ny");
  await page.getByLabel("Fra", { exact: true }).fill("14:00");
  await page.getByLabel("Til", { exact: true }).fill("09:30");
  await page.getByLabel("Pause i minutter").fill("en halvtime");
  await checkTargets(page);
  await page.getByRole("button", { name: "Lagre" }).click();
  await checkRefused(page, ["break_minutes"]);
  must((await page.getByLabel("Fra", { exact: true }).inputValue()) === "14:00", "the start is gone");
  must((await page.getByLabel("Til", { exact: true }).inputValue()) === "09:30", "the end is gone");
  must((await page.getByLabel("Pause i minutter").inputValue()) === "en halvtime", "the break is gone");
  await checkEverywhere(page, "refused-day");
  await checkTargets(page);
}

export async function aWorkLeaderApprovesWithOneTap(screen) {
  const leaders = Object.entries(screen.demo.people).filter(([, person]) => person.role === "work_leader");
  let approved = 0;
  for (const [login] of leaders) {
    const page = await screen.open(360, { as: login });
    await visit(page, "/intern/godkjenning");
    if (approved === 0) {
      await checkEverywhere(page, "approval");
      await checkTargets(page);
    }
    const weeks = page.getByRole("button", { name: /^Godkjenn alt for/ });
    const before = await weeks.count();
    if (before === 0) continue;
    // The week that was sent a moment ago, if it waits here; else the first.
    const own = page.getByRole("button", { name: /^Godkjenn alt for Amina/ });
    const button = (await own.count()) > 0 ? own.last() : weeks.first();
    const name = await button.getAttribute("aria-label");
    await button.click();
    await page.getByText(/(linje|linjer) er godkjent/).waitFor();
    must((await page.getByRole("button", { name, exact: true }).count()) === 0, `${name} is still there`);
    approved += 1;
  }
  must(approved > 0, "no work leader had anything to approve");
  if (!screen.demo.sentTo) return;
  const resident = await screen.open(360, { as: loginOf(screen.demo, "resident") });
  await visit(resident, "/intern/timer");
  must(await resident.getByText("Godkjent").first().isVisible(), "the resident does not see that it is approved");
}

export async function aWorkLeaderSendsBackWithALine(screen) {
  const page = await screen.open(360, { as: loginOf(screen.demo, "work_leader") });
  await visit(page, "/intern/godkjenning");
  const card = page.locator("main li").filter({ has: page.locator("form[action$='/retur']") }).first();
  await card.getByText("Send tilbake").first().click();
  await card.getByRole("button", { name: "Send tilbake" }).click();
  await page.locator("[aria-invalid=true]").waitFor();
  await checkRefused(page, ["note"]);
  await checkEverywhere(page, "approval-refused");
  await page.getByLabel("Hva må rettes?").and(page.locator("[aria-invalid]")).fill("Pausen mangler");
  await page.getByRole("button", { name: "Send tilbake" }).and(page.locator("details[open] *")).click();
  await page.getByText("Sendt tilbake med beskjed.").waitFor();
}

export async function aMentorSeesTheWeekOfAMentee(screen) {
  const page = await screen.open(360, { as: loginOf(screen.demo, "mentor") });
  await visit(page, "/intern/adepter");
  await page.locator("main").getByRole("link", { name: /^Timene til/ }).first().click();
  await page.getByRole("heading", { level: 2, name: /^Uke/ }).waitFor();
  await checkEverywhere(page, "mentee");
}
