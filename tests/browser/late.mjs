// Reminding those who pay late, what a customer owes, and a debt that two write off.
import { checkEverywhere, checkRefused, loginOf, must, visit } from "./lib.mjs";

const journey = async (screen, width) => {
  const page = await screen.open(width, { as: loginOf(screen.demo, "business_manager") });
  const main = page.locator("main");
  const at = (name) => `${name}-${width}`;

  await visit(page, "/intern/purringer");
  await main.getByRole("heading", { level: 1, name: "Purringer" }).waitFor();
  await checkEverywhere(page, at("reminders"));
  const boxes = main.getByRole("checkbox");
  const count = await boxes.count();
  must(count > 1, `only ${count} can be reminded`);
  // The first is proposed as lost already.
  for (let one = 0; one < count; one += 1) await boxes.nth(one).setChecked(one === 1);
  const number = await boxes.nth(1).getAttribute("value");
  await main.getByRole("button", { name: "Lag purringer" }).click();
  await page.getByText("1 purring er laget.").waitFor();
  must((await main.locator(`#faktura-${number}`).count()) === 0, "it can be reminded once more");

  await visit(page, `/intern/fakturaer/${number}`);
  await checkEverywhere(page, at("invoice-reminded"));
  await main.getByRole("link", { name: /^Purring \d/ }).last().click();
  await page.getByRole("heading", { level: 1, name: "Påminnelse om betaling" }).waitFor();
  await checkEverywhere(page, at("reminder"));

  await visit(page, "/intern/purringer/satser");
  await main.getByLabel("Hva").selectOption("interest_bp");
  await main.getByLabel("Tall").fill("99");
  await main.getByRole("button", { name: "Legg inn" }).click();
  await checkRefused(page, ["valid_from", "value", "source"]);
  await checkEverywhere(page, at("reminder-terms"));

  await visit(page, "/intern/fordringer");
  await checkEverywhere(page, at("receivables"));
  await main.locator("section", { hasText: "Per kunde" }).first().getByRole("link").first().click();
  await page.getByRole("heading", { level: 1, name: /^Kontoutskrift/ }).waitFor();
  await checkEverywhere(page, at("statement"));
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    main.getByRole("link", { name: "Last ned som CSV" }).click(),
  ]);
  must(file.suggestedFilename() === "kontoutskrift.csv", file.suggestedFilename());

  await visit(page, `/intern/fakturaer/${number}`);
  await main.getByRole("button", { name: "Foreslå å føre som tap" }).click();
  await checkRefused(page, ["reason"]);
  await main.getByLabel("Hvorfor kravet er tapt").fill("Konkurs, ingen dekning til oss");
  await main.getByRole("button", { name: "Foreslå å føre som tap" }).click();
  await page.getByText("Forslaget er lagt inn. En annen må bekrefte det.").waitFor();
  await checkEverywhere(page, at("losses-own"));
  const yes = `Ja, før faktura ${number} som tap`;
  must((await main.getByRole("button", { name: yes }).count()) === 0, "one settles alone");

  const other = await screen.open(width, { as: loginOf(screen.demo, "leader") });
  await visit(other, "/intern/tap");
  await checkEverywhere(other, at("losses"));
  await other.getByRole("button", { name: yes }).click();
  await other.getByText(`Faktura ${number}: kravet er ført som tap.`).waitFor();

  await visit(page, `/intern/fakturaer/${number}`);
  must(await main.getByText(/^Ført som tap/).isVisible(), "the invoice does not say that it is lost");
  await checkEverywhere(page, at("invoice-lost"));
};

export const aLatePayerIsRemindedAndAtLastWrittenOffByTwoOnAPhone = (screen) => journey(screen, 360);
export const aLatePayerIsRemindedAndAtLastWrittenOffByTwoAtTheOffice = (screen) => journey(screen, 1280);
