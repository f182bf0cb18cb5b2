// Plans: what a resident does with theirs, who a mentor meets today, and what is told in figures.
import { checkEverywhere, checkRefused, checkTargets, Hand, loginOf, must, visit } from "./lib.mjs";

const PLAN = "/intern/plan";
const MENTEES = "/intern/adepter";

export async function aResidentAsksTheMentorSeesTheyTalkAndAStepIsTicked(screen) {
  const page = await screen.open(360, { as: loginOf(screen.demo, "resident") });
  await visit(page, PLAN);
  await checkEverywhere(page, "plan");
  await checkTargets(page);
  // In the demo she has asked already; she takes it back and asks anew.
  const undo = page.getByRole("button", { name: "Angre: jeg vil gjerne snakke" });
  if (await undo.isVisible()) await undo.click();
  const hand = new Hand(page);
  await hand.tap("button", "Jeg vil gjerne snakke");
  await page.getByText("Du har sagt fra.").waitFor();
  must(hand.taps === 1, `${hand.taps} taps to ask`);
  must((await page.locator("section[aria-labelledby=snakke] :is(input:not([type=hidden]), textarea)").count()) === 0, "asking has a field");
  must((await page.locator("section[aria-labelledby=pause] :is(input:not([type=hidden]), textarea)").count()) === 0, "a pause has a field");

  const mentor = await screen.open(360, { as: loginOf(screen.demo, "mentor") });
  await visit(mentor, MENTEES);
  await checkEverywhere(mentor, "today");
  await checkTargets(mentor);
  const card = mentor.locator("main .cards > li").filter({ hasText: "Vil gjerne snakke" }).first();
  await card.getByRole("link", { name: /^Samtale med/ }).click();
  await mentor.getByRole("heading", { level: 1, name: /^Samtale med/ }).waitFor();
  await checkEverywhere(mentor, "talk");
  await mentor.getByLabel("Vi snakket sammen").fill("");
  await mentor.getByLabel("Steg vi er enige om").fill("Søke på kurs i førstehjelp\nSpise frokost med de andre");
  await mentor.getByRole("button", { name: "Lagre samtalen" }).click();
  await checkRefused(mentor, ["held_on"]);
  await checkEverywhere(mentor, "talk-refused");
  const today = new Date().toLocaleDateString("sv-SE", { timeZone: "Europe/Oslo" });
  await mentor.getByLabel("Vi snakket sammen").fill(today);
  await mentor.getByRole("button", { name: "Lagre samtalen" }).click();
  await mentor.getByText("Samtalen er skrevet ned.").waitFor();
  await checkEverywhere(mentor, "follow");
  await checkTargets(mentor);

  await visit(page, PLAN);
  must(await page.getByRole("button", { name: "Jeg vil gjerne snakke" }).isVisible(), "the wish is answered by the talk");
  await page.getByRole("button", { name: "Gjort: Spise frokost med de andre" }).click();
  await page.getByText("Bra! Det er skrevet ned.").waitFor();
  await checkEverywhere(page, "plan-ticked");
  await page.getByRole("button", { name: "Angre: Spise frokost med de andre" }).click();
  await page.getByRole("button", { name: "Gjort: Spise frokost med de andre" }).waitFor();
  await page.getByRole("button", { name: "Jeg tar en pause" }).click();
  await page.getByText("Du har hatt pause siden").waitFor();
  await page.getByRole("button", { name: "Jeg er tilbake" }).click();
  await page.getByText("Fint at du er tilbake.").waitFor();
}

export async function theStepToMentorIsTakenTogether(screen) {
  const leader = await screen.open(360, { as: loginOf(screen.demo, "leader") });
  await visit(leader, "/intern/planer");
  await checkEverywhere(leader, "plans");
  const line = leader.locator("main li").filter({ hasText: "Vil bli mentor, og venter på deg" });
  await line.getByRole("link").click();
  await checkEverywhere(leader, "plan-of-leila");
  await leader.getByRole("button", { name: "Ja, gi rollen" }).click();
  await leader.getByText("Rollen er gitt. Beboeren må logge inn på nytt.").waitFor();
  await leader.getByRole("link", { name: "Flytter ut" }).click();
  await leader.getByRole("heading", { name: "Dette slutter ikke av seg selv" }).waitFor();
  must(await leader.locator("main li", { hasText: /^mentor$/ }).isVisible(), "the new role is not told of");
  await checkEverywhere(leader, "leaving");
}

export async function figuresHideWhatIsSmallFromAllButTheLeader(screen) {
  const figures = "/intern/kvalifisering";
  const leader = await screen.open(1280, { as: loginOf(screen.demo, "leader") });
  await visit(leader, figures);
  await checkEverywhere(leader, "figures-whole");
  must(!(await leader.locator("main table").allTextContents()).join().includes("skjult"), "something is hidden from the leader");
  for (const role of ["steering_group", "auditor"]) {
    const page = await screen.open(1280, { as: loginOf(screen.demo, role) });
    await visit(page, figures);
    await checkEverywhere(page, `figures-${role}`);
    const cells = await page.locator("main td").allTextContents();
    const open = cells.filter((cell) => cell !== "skjult").map(Number);
    must(open.length > 20 && open.length < cells.length, `${open.length} of ${cells.length} are shown`);
    must(open.every((count) => count === 0 || count >= 5), `small: ${open}`);
  }
}

export async function aWorkLeaderSetsSomeoneToLearnWithOneTap(screen) {
  const page = await screen.open(360, { as: loginOf(screen.demo, "work_leader") });
  await visit(page, "/intern/mal");
  await checkEverywhere(page, "goals-led");
  await page.getByRole("button", { name: /^Sett .* på en jobb i dag for å lære/ }).first().click();
  await page.waitForURL("**/intern/tavle?angre=*");
  await page.getByRole("status").getByRole("button", { name: "Angre" }).click();
  await page.getByText("Angret.").waitFor();
}
