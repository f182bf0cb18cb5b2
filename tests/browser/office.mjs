// What the business manager does with an order, and every place every role can go.
import { checkEverywhere, keep, loginOf, must, visit } from "./lib.mjs";
import { orderCakeAndFirewood } from "./shop.mjs";

export async function theBusinessManagerInvoicesTheOrderAndFindsItInTheRevenue(screen) {
  const { number, path } = await orderCakeAndFirewood(await screen.open(1280));
  const page = await screen.open(1280, { as: loginOf(screen.demo, "business_manager") });
  const main = page.locator("main");

  await visit(page, "/intern/bestillinger");
  await checkEverywhere(page, "orders");
  await main.getByRole("link", { name: number }).click();
  await checkEverywhere(page, "order");
  await page.getByRole("button", { name: "Lever", exact: true }).click();
  await page.getByText("Bestillingen er levert.").waitFor();

  await page.getByRole("link", { name: "Gå til fakturering" }).click();
  await checkEverywhere(page, "invoices");
  await page.getByRole("button", { name: `Fakturer ${number}` }).click();
  await page.getByRole("heading", { level: 1, name: /^Faktura \d+/ }).waitFor();
  await checkEverywhere(page, "invoice");
  must(await page.getByText("Ingen betaling er registrert.").isVisible(), "it is paid already");
  await page.getByRole("button", { name: "Registrer betalingen" }).click();
  await page.getByText("Igjen å betale: 0,00 kr").waitFor();
  await checkEverywhere(page, "invoice-paid");

  await visit(page, "/intern/oversikt");
  await page.getByRole("link", { name: "Omsetning uten MVA", exact: true }).click();
  await keep(page, "overview-1280");
  await checkEverywhere(page, "overview");
  // The month that runs is the last but the sum; its total now is the last cell but last year's.
  const month = page.locator("section[aria-labelledby=omsetning] tbody tr:not(.sum)").last();
  const figure = month.locator("td").nth(-2).getByRole("link");
  const words = await figure.textContent();
  await figure.click();
  await page.getByRole("heading", { level: 1, name: "Omsetning" }).waitFor();
  must((await page.locator("tfoot").textContent()).includes(words), `the rows do not come to ${words}`);
  await checkEverywhere(page, "revenue");
  const rows = page.getByRole("row").filter({ hasText: number });
  must((await rows.count()) === 2, `${await rows.count()} rows of ${number}`);
  await rows.filter({ hasText: "Bløtkake" }).getByRole("link", { name: number }).click();
  await page.getByRole("heading", { level: 1, name: number }).waitFor();
  must(await main.getByText("Betalt").first().isVisible(), "the order does not say that it is paid");
  await checkEverywhere(page, "order-paid");

  const customer = await screen.open(360);
  await visit(customer, path);
  must(await customer.getByText("Betalt").first().isVisible(), "the customer does not see that it is paid");
  await checkEverywhere(customer, "receipt-paid");
}

// Every role's menu and front page, and the pages right behind them.
const ROWS = ["kostnader", "bidrag", "driftskostnader", "egne-inntekter", "egenandel"];
const MONTH = new Date().toISOString().slice(0, 7);
const BEHIND = {
  business_manager: [
    "/intern/bestillinger/ny", "/intern/innkjop/ny", "/intern/varer/ny", "/intern/varer/KJ-KAKE",
    "/intern/naeringer", "/intern/naeringer/ny", "/intern/naeringer/kjokken", "/intern/stopp", "/intern/mva",
    "/intern/oversikt/timer", ...ROWS.map((what) => `/intern/oversikt/${what}?fra=${MONTH}&til=${MONTH}`),
    "/intern/regnskap/konto/1500", "/intern/bestillinger?vis=levert",
  ],
  leader: ["/intern/folk/ny"],
};

const open = (role) => async (screen) => {
  const login = loginOf(screen.demo, role);
  const page = await screen.open(1280, { as: login });
  await visit(page, "/intern");
  const links = await page.locator("main a[href^='/intern'], nav a[href^='/intern']").all();
  const hrefs = await Promise.all(links.map((link) => link.getAttribute("href")));
  const paths = [...new Set(["/intern", ...hrefs, ...(BEHIND[role] ?? [])])];
  must(paths.length > 2, `nowhere to go: ${paths}`);
  const faults = [];
  const seen = (screen.demo.seen ??= new Set());
  for (const path of paths) {
    try {
      await visit(page, path);
      // A page that looks the same to another role has been looked over.
      if (["/intern/kunder", "/intern/folk"].includes(path)) await behindFirstRow(page);
      const key = await page.locator("main").innerText();
      if (seen.has(key)) continue;
      seen.add(key);
      await checkEverywhere(page, `${role}${path.replace(/\?.*/, "").replaceAll("/", "-")}`);
    } catch (error) {
      faults.push(error.message);
    }
  }
  must(faults.length === 0, faults.join("\n  "));
};

// Looks over the list, then goes on to what its first row opens.
async function behindFirstRow(page) {
  await checkEverywhere(page, new URL(page.url()).pathname.slice(1).replaceAll("/", "-"));
  const first = page.locator("tbody a").first();
  if ((await first.count()) > 0) await Promise.all([page.waitForEvent("domcontentloaded"), first.click()]);
}

const named = (name, journey) => Object.defineProperty(journey, "name", { value: name });

export const everyPlace = [
  named("everyPlaceOfTheBusinessManagerOpens", open("business_manager")),
  named("everyPlaceOfTheLeaderOpens", open("leader")),
  named("everyPlaceOfTheWorkLeaderOpens", open("work_leader")),
  named("everyPlaceOfTheMentorOpens", open("mentor")),
  named("everyPlaceOfTheResidentOpens", open("resident")),
  named("everyPlaceOfTheSteeringGroupOpens", open("steering_group")),
  named("everyPlaceOfTheAuditorOpens", open("auditor")),
  named("everyPlaceOfTheAdminOpens", open("admin")),
];
