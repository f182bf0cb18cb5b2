// Agreed time, what an order costs, and the papers the law asks for.
import { checkEverywhere, checkRefused, checkTargets, loginOf, must, visit } from "./lib.mjs";

const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

// An order of two hours of carpentry, placed as a program places it.
async function twoHours(page) {
  let day = 7;
  while ([0, 6].includes(new Date(inDays(day)).getUTCDay())) day += 1;
  const answer = await page.request.post("/api/v1/orders", {
    headers: { "Idempotency-Key": `two-hours-${Date.now()}` },
    data: {
      customer: { kind: "private", name: "Berit Aas", email: "berit@eksempel.no" },
      delivery_date: inDays(day),
      lines: [{ offering: "TRE-TIME", quantity: "2" }],
    },
  });
  must(answer.status() === 201, await answer.text());
  return (await answer.json()).order.number;
}

export async function aWorkLeaderSeesTheAgreedTimeAndWritesToTheCustomer(screen) {
  const page = await screen.open(360, { as: "terje" });
  const number = await twoHours(page);
  await visit(page, `/intern/bestillinger/${number}`);
  await page.getByText("0 min av 2 t (0 %)").waitFor();
  await checkEverywhere(page, "order-by-the-hour");
  await page.getByText("Kunden har sagt ja til mer tid").click();
  await page.getByRole("button", { name: "Lagre avtalt tid" }).click();
  await checkRefused(page, ["hours"]);
  await page.getByLabel("Timer til sammen", { exact: true }).fill("3");
  await page.getByRole("button", { name: "Lagre avtalt tid" }).click();
  await page.getByText("0 min av 3 t (0 %)").waitFor();
  await page.getByText("Skriv til kunden").click();
  const text = page.getByLabel("Melding");
  const ready = await text.inputValue();
  must(ready.includes("3 t"), `the message that is ready is «${ready}»`);
  await text.fill("Jonas kommer i morgen.");
  await page.getByRole("button", { name: "Send til kunden" }).click();
  await checkRefused(page, ["text"]);
  must((await text.inputValue()) === "Jonas kommer i morgen.", "what was typed is lost");
  await text.fill(ready);
  await page.getByRole("button", { name: "Send til kunden" }).click();
  await page.getByText("Meldingen er sendt.").waitFor();
  await checkEverywhere(page, "order-told");
}

export async function aWorkLeaderOpensWhatAnOrderCostAndItsTimeSheet(screen) {
  const page = await screen.open(360, { as: "terje" });
  await visit(page, "/intern/papirer");
  await checkEverywhere(page, "papers");
  await page.getByRole("button", { name: "Vis" }).waitFor();
  const lastMonth = inDays(-31).slice(0, 7);
  await visit(page, `/intern/papirer?maned=${lastMonth}`);
  const sheet = page.locator("a[href^='/intern/papirer/timeliste/']").first();
  const number = await sheet.textContent();
  await sheet.click();
  await page.getByRole("heading", { level: 1, name: `Timeliste for bestilling ${number}` }).waitFor();
  await checkEverywhere(page, "time-sheet");
  await visit(page, `/intern/papirer/personalliste/verksted?maned=${lastMonth}`);
  await checkEverywhere(page, "staff-list");
  await visit(page, `/intern/papirer?maned=${lastMonth}`);
  await page.locator("a[href^='/intern/papirer/arbeidstid/']").first().click();
  await page.getByRole("heading", { level: 1, name: "Arbeidstid" }).waitFor();
  await checkEverywhere(page, "working-time");
  await visit(page, `/intern/bestillinger/${number}`);
  await page.locator("#kostnad a").first().click();
  await page.getByRole("heading", { level: 1, name: `Kostnad for bestilling ${number}` }).waitFor();
  await checkEverywhere(page, "order-cost");
}

export async function aResidentSeesOwnFourteenDays(screen) {
  const page = await screen.open(360, { as: loginOf(screen.demo, "resident") });
  await visit(page, "/intern/timer/14-dager");
  await page.getByText("Snakk med NAV før du fyller ut meldekortet.").waitFor();
  await checkEverywhere(page, "fortnight");
  await checkTargets(page);
  await visit(page, "/intern/timer/arbeidstid");
  await checkEverywhere(page, "own-working-time");
  await checkTargets(page);
}

export async function theMarginsOpenToTheirLines(screen) {
  const page = await screen.open(1280, { as: loginOf(screen.demo, "business_manager") });
  await visit(page, "/intern/oversikt");
  const last = page.locator("section[aria-labelledby=margin] tbody tr.sum td").last().getByRole("link");
  const words = await last.textContent();
  await last.click();
  await page.getByRole("heading", { level: 1, name: "Igjen med læretid" }).waitFor();
  must((await page.locator("p .figure").last().textContent()) === words, `the lines do not come to ${words}`);
  await checkEverywhere(page, "margin-lines");
}
