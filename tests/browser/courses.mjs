// Courses: a resident signs up and off, a teacher marks who is there, and the count of a year.
import { checkEverywhere, checkRefused, checkTargets, must, visit } from "./lib.mjs";

const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

export async function aResidentSignsUpToACourseInOneTapAndUndoesIt(screen) {
  const page = await screen.open(360, { as: "amina" });
  await visit(page, "/intern/kurs");
  await page.getByText("på ventelista").waitFor();
  await page.getByText("Spør om et nytt kurs").first().waitFor();
  await checkEverywhere(page, "courses-own");
  await checkTargets(page);
  await page.getByRole("button", { name: "Meld meg på: Mathygiene" }).click();
  await page.getByRole("status").getByText("Du har plass.").waitFor();
  await page.getByRole("button", { name: "Meld meg av Mathygiene" }).click();
  await page.getByText("Du er meldt av Mathygiene.").waitFor();
  await checkEverywhere(page, "courses-left");
  await checkTargets(page);
  await page.getByRole("button", { name: "Angre" }).click();
  await page.getByRole("status").getByText("Du har plass.").waitFor();
  await page.getByRole("link", { name: "Mathygiene" }).first().click();
  await page.getByText("Lærere: Kari Lunde og Mona Dahl.").waitFor();
  await checkEverywhere(page, "course-one");
  await checkTargets(page);
  await page.getByRole("button", { name: "Meld meg av Mathygiene" }).click();
  await visit(page, "/intern/kurs");
  await page.getByRole("link", { name: "Førstehjelp" }).first().click();
  await page.getByRole("heading", { level: 1, name: "Bevis for Førstehjelp" }).waitFor();
  await checkEverywhere(page, "course-certificate");
}

export async function aResidentWithoutScriptsIsAskedForTheMunicipality(screen) {
  const page = await screen.open(360, { as: "leila", scripts: false });
  await visit(page, "/intern/kurs");
  await page.getByRole("link", { name: "Mathygiene" }).first().click();
  await page.getByLabel("Kommunen du kommer fra").selectOption("");
  await page.getByRole("button", { name: "Meld meg på" }).click();
  await page.getByText("Velg kommunen du kommer fra").first().waitFor();
  await page.getByLabel("Kommunen du kommer fra").selectOption("Grimstad");
  await page.getByRole("button", { name: "Meld meg på" }).click();
  await page.getByRole("status").getByText("Du har plass.").waitFor();
  await page.getByRole("button", { name: "Meld meg av Mathygiene" }).click();
  await page.getByText("Du er meldt av Mathygiene.").waitFor();
}

export async function aTeacherPlansACourseAndMarksWhoIsThere(screen) {
  const page = await screen.open(360, { as: "terje" });
  await visit(page, "/intern/kurs/styring");
  await checkEverywhere(page, "courses-steering");
  await page.getByRole("link", { name: "Privatøkonomi" }).first().click();
  await page.getByText("Trykk på dem som er her.").first().waitFor();
  await checkEverywhere(page, "course-run");
  await checkTargets(page);
  const waiting = page.locator("button[aria-pressed=false]").first();
  const name = (await waiting.textContent()).trim();
  await waiting.click();
  const pressed = page.getByRole("button", { name, pressed: true }).first();
  await pressed.waitFor();
  await pressed.click();
  await page.getByRole("button", { name, pressed: false }).first().waitFor();

  await visit(page, "/intern/kurs/styring/kurs/FHJ/gang");
  await page.getByRole("button", { name: "Planlegg kurset" }).click();
  await checkRefused(page, ["place", "lived", "trade", "date1"]);
  await checkEverywhere(page, "course-plan-refused");
  await page.getByLabel("Hvor").fill("Stua");
  await page.getByLabel("Lærer med egen erfaring").selectOption({ label: "Mona Dahl" });
  await page.getByLabel("Lærer med faget").selectOption({ label: "Terje Moen" });
  const first = page.getByRole("group", { name: "Første samling" });
  await first.getByLabel("Dato").fill(inDays(40));
  await first.getByLabel("Fra").fill("09:00");
  await first.getByLabel("Til").fill("12:00");
  await page.getByRole("button", { name: "Planlegg kurset" }).click();
  await page.getByText("Kurset er planlagt.").waitFor();
  await page.getByText("Endre eller avlys").click();
  await checkEverywhere(page, "course-planned");
  await page.getByRole("button", { name: "Avlys kurset" }).click();
  await page.getByRole("button", { name: "Hold kurset likevel" }).click();
  await page.getByText("Kurset holdes likevel.").waitFor();
  await page.getByText("Endre eller avlys").click();
  await page.getByRole("button", { name: "Avlys kurset" }).click();
  await page.getByText("Kurset er avlyst.", { exact: true }).waitFor();
}

export async function aLeaderMakesACourseAndSeesCertificates(screen) {
  const page = await screen.open(360, { as: "lars" });
  await visit(page, "/intern/kurs/styring");
  await page.getByRole("heading", { name: "Bevis som snart går ut" }).waitFor();
  await checkEverywhere(page, "courses-steering-leader");
  await page.getByText(/Holdt og avlyst/).click();
  await page.locator("details a", { hasText: "Mathygiene" }).first().click();
  await page.getByRole("button", { name: /likevel/ }).first().waitFor();
  await checkEverywhere(page, "course-run-held");
  await visit(page, "/intern/kurs/styring/nytt");
  await page.getByLabel("Plasser").fill("10000");
  await page.getByRole("button", { name: "Lag kurset" }).click();
  await checkRefused(page, ["code", "name", "words", "places"]);
  await checkEverywhere(page, "course-new-refused");
}

export async function theSteeringGroupSeesHowManyTookPart(screen) {
  const page = await screen.open(360, { as: "siri" });
  await visit(page, "/intern/kurs/rapport");
  await checkEverywhere(page, "course-report");
  const file = await page.request.get("/intern/kurs/rapport.csv");
  must(file.ok() && (await file.text()).includes("ar,kommune,kurs,deltakere"), "the file is not there");
}
