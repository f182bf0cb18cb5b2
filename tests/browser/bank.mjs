// Money from the bank: a file taken in by the page, and what waits settled by a person.
import { checkEverywhere, loginOf, must, visit } from "./lib.mjs";

// An OCR giro file of one payment with a KID that no invoice has, to the demo's account.
function strangeFile(ore, reference) {
  const day = new Date().toISOString();
  const date = `${day.slice(8, 10)}${day.slice(5, 7)}${day.slice(2, 4)}`;
  const pad = (value, length) => String(value).padStart(length, "0");
  return [
    `NY00001000008080000007700012345${pad(0, 49)}`,
    `NY090020008000001000007728014043138${pad(0, 45)}`,
    `NY0910300000001${date}0123${pad(0, 6)}0${pad(ore, 17)}${"0001230000174".padStart(25)}000000`,
    `NY0910310000001${pad(reference, 10)}${pad(reference, 9)}0000000${date}12345678903${pad(0, 22)}`,
    `NY090088${pad(1, 8)}${pad(4, 8)}${pad(ore, 17)}${date}${date}${date}${pad(0, 21)}`,
    `NY000089${pad(1, 8)}${pad(6, 8)}${pad(ore, 17)}${date}${pad(0, 33)}`,
    "",
  ].join("\n");
}

const settled = (width) => async (screen) => {
  const page = await screen.open(width, { as: loginOf(screen.demo, "business_manager") });
  const main = page.locator("main");
  await visit(page, "/intern/innbetalinger");
  must(await main.getByText("Ingen faktura har denne KID-en").first().isVisible(), "nothing waits in the demo");
  await checkEverywhere(page, `bank-${width}`);

  await page.getByLabel("Fil fra banken").setInputFiles({
    name: "bilde.png",
    mimeType: "image/png",
    buffer: Buffer.from("not from a bank"),
  });
  await page.getByRole("button", { name: "Les inn" }).click();
  await page.getByRole("alert").waitFor();
  await checkEverywhere(page, `bank-refused-${width}`);

  const file = {
    name: "ocr.txt",
    mimeType: "text/plain",
    buffer: Buffer.from(strangeFile(43210 + width, 7000 + width)),
  };
  await page.getByLabel("Fil fra banken").setInputFiles(file);
  await page.getByRole("button", { name: "Les inn" }).click();
  await page.getByText("1 venter på at noen avgjør").waitFor();
  await page.getByLabel("Fil fra banken").setInputFiles(file);
  await page.getByRole("button", { name: "Les inn" }).click();
  await page.getByText("Filen er lest inn før").waitFor();

  const amount = `${Math.floor((43210 + width) / 100)},${String((43210 + width) % 100).padStart(2, "0")}`;
  await main.getByRole("row").filter({ hasText: amount }).filter({ hasText: "KID" }).first().getByRole("link").first().click();
  await page.getByRole("heading", { level: 1, name: "Innbetaling" }).waitFor();
  await checkEverywhere(page, `bank-entry-${width}`);
  await page.getByLabel("Finn kunden").fill("a");
  await page.getByRole("button", { name: "Finn", exact: true }).click();
  await page.getByLabel("Kunde", { exact: true }).selectOption({ index: 1 });
  await checkEverywhere(page, `bank-customer-${width}`);
  await page.getByRole("button", { name: "Sett til gode hos kunden" }).click();
  await page.getByText("Satt til gode hos kunden.").waitFor();
  must((await main.getByRole("row").filter({ hasText: amount }).filter({ hasText: "KID" }).count()) === 0, "it still waits");

  await main.getByRole("region", { name: "Kunder med penger til gode" }).getByRole("link").first().click();
  await page.getByRole("heading", { level: 1, name: "Til gode" }).waitFor();
  await checkEverywhere(page, `credit-${width}`);
  await visit(page, "/intern/innbetalinger");
  await main.getByRole("region", { name: "Filer som er lest inn" }).getByRole("link").last().click();
  await page.getByRole("heading", { level: 1, name: "Fil fra banken" }).waitFor();
  await checkEverywhere(page, `bank-file-${width}`);
};

const named = (name, journey) => Object.defineProperty(journey, "name", { value: name });

export const settlings = [
  named("theBusinessManagerSettlesWhatTheBankBringsOnAPhone", settled(360)),
  named("theBusinessManagerSettlesWhatTheBankBringsOnAScreen", settled(1280)),
];
