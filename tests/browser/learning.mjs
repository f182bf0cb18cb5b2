// A resident shows what they can, the mentor sees it, the work leader approves, and goals are kept.
import { checkEverywhere, checkRefused, checkTargets, loginOf, must, visit } from "./lib.mjs";

const OWN = "/intern/det-jeg-kan";

// A picture of something: the page itself, as a phone would send a photo.
const photo = async (page) => ({ name: "IMG_0001.PNG", mimeType: "image/png", buffer: await page.screenshot() });

export async function aResidentShowsSomethingWithAPhotoAndTheWorkLeaderApproves(screen) {
  const words = "Sto ved saga og kappet femti bord";
  const page = await screen.open(360, { as: loginOf(screen.demo, "resident") });
  await visit(page, OWN);
  await checkEverywhere(page, "learning-own");
  await checkTargets(page);
  for (const summary of await page.locator("main summary").all()) await summary.click();
  await checkEverywhere(page, "learning-own-open");
  await checkTargets(page);

  await page.getByRole("link", { name: "Vis fram noe du kan" }).click();
  await page.getByRole("heading", { level: 1, name: "Vis fram noe du kan" }).waitFor();
  await checkEverywhere(page, "learning-show");
  await checkTargets(page);
  await page.getByRole("button", { name: "Vis det fram" }).click();
  await checkRefused(page, ["words", "goals"]);
  await checkEverywhere(page, "learning-show-refused");
  await page.getByLabel("Bilde").setInputFiles(await photo(page));
  await page.getByLabel("Hva gjorde du?").fill(words);
  await page.getByLabel("Jobbe trygt med sag og maskin").check();
  await page.getByLabel("Hvor?").selectOption("verksted");
  await page.getByRole("button", { name: "Vis det fram" }).click();
  await page.getByText("Det er lagret.").waitFor();
  const card = page.locator("li.ds-card").filter({ hasText: words });
  must(await card.getByRole("img", { name: words }).isVisible(), "the picture is not there");
  must((await card.innerText()).includes("Venter på fagleder."), "it does not say that it waits");
  await checkEverywhere(page, "learning-shown");

  const leader = await screen.open(360, { as: "terje" });
  await visit(leader, "/intern/mal");
  await checkEverywhere(leader, "learning-leading");
  await checkTargets(leader);
  const waiting = leader.locator("li.ds-card").filter({ hasText: words });
  must(await waiting.getByRole("img", { name: words }).isVisible(), "the work leader sees no picture");
  await waiting.getByRole("button", { name: /^Godkjenn:/ }).click();
  await leader.getByText("Godkjent.", { exact: true }).waitFor();
  await visit(page, OWN);
  must((await card.innerText()).includes("Godkjent av Terje Moen"), "the resident does not see the approval");
}

export async function aResidentTakesSomethingBackAndHasItAgain(screen) {
  const page = await screen.open(360, { as: loginOf(screen.demo, "resident") });
  await visit(page, OWN);
  const card = page.locator("li.ds-card").filter({ hasText: "Slipte fem hoggjern" });
  await card.getByRole("button", { name: "Ta bort: Slipte fem hoggjern" }).click();
  await page.getByText("Det er tatt bort.").waitFor();
  must((await card.count()) === 0, "it is still there");
  await page.getByRole("button", { name: "Angre" }).click();
  await page.getByText("Det er tilbake.").waitFor();
  must(await card.isVisible(), "it did not come back");
}

export async function aWorkLeaderSaysNotYetWithALine(screen) {
  const page = await screen.open(360, { as: "olav" });
  await visit(page, "/intern/mal");
  const card = page.locator("li.ds-card").filter({ hasText: "Salte to hester" });
  await card.locator("summary").click();
  await card.getByRole("button", { name: "Si ikke ennå" }).click();
  await checkRefused(page, ["words"]);
  await checkEverywhere(page, "learning-not-yet");
  await card.getByLabel("Hva skal til?").fill("Stram gjorden én gang til.");
  await card.getByRole("button", { name: "Si ikke ennå" }).click();
  await page.getByText("Svaret er sendt.").waitFor();
  await page.getByRole("button", { name: /^Angre: Jonas/ }).first().click();
  await page.getByText("Angret.", { exact: true }).waitFor();
}

export async function aMentorSeesWhatAMenteeShowed(screen) {
  const page = await screen.open(360, { as: loginOf(screen.demo, "mentor") });
  await visit(page, "/intern/veier");
  await checkEverywhere(page, "learning-followed");
  await page.getByRole("link", { name: "Amina" }).click();
  await page.getByRole("heading", { level: 1, name: "Veien til Amina" }).waitFor();
  await checkEverywhere(page, "learning-person");
  await checkTargets(page);
  const card = page.locator("li.ds-card").filter({ hasText: "Plantekasse med olje" });
  await card.getByLabel(/Et ord på veien/).fill("Den ble fin.");
  await card.getByRole("button", { name: /^Jeg så at du/ }).click();
  await page.getByText("Sett.", { exact: true }).waitFor();
  must((await card.innerText()).includes("Den ble fin."), "the word is not there");
}

export async function theLeaderKeepsCurriculaAndGoals(screen) {
  const page = await screen.open(360, { as: loginOf(screen.demo, "leader") });
  await visit(page, "/intern/kompetansemal");
  await checkEverywhere(page, "learning-curricula");
  await page.getByRole("link", { name: "Tømrerfaget" }).click();
  await page.getByRole("heading", { level: 1, name: "Tømrerfaget" }).waitFor();
  await checkEverywhere(page, "learning-curriculum");
  await page.getByRole("link", { name: "Slipe og stelle verktøyet" }).click();
  await page.getByRole("heading", { level: 2, name: "Arbeid som kan gi målet" }).waitFor();
  await checkEverywhere(page, "learning-goal");
}
