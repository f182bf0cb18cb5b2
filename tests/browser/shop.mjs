// What a customer does, and what any passer-by sees.
import { checkEverywhere, checkPage, checkRefused, Hand, keep, must, visit } from "./lib.mjs";

// Pages anyone can reach, and the words none of them may hold: they would tell who works here.
const SHOP = ["/", "/vare/TRE-VED", "/bestilling", "/om", "/vilkar", "/personvern", "/tilgjengelighet"];
const UNSAID = /beboer|rusm|rehab|behandling|institusjon|mentor|fagleder|pasient|klient|\/intern/i;

const CAKE = /^Antall Bløtkake/;
const FIREWOOD = /^Antall Bjørkeved/;
const BUYER = { Navn: "Berit Aas", "E-post": "berit@eksempel.no", Gateadresse: "Strandgata 4", Postnummer: "4790", Poststed: "Lillesand" };

export async function theShopReadsWellOnEveryScreen(screen) {
  const page = await screen.open(1280);
  for (const path of SHOP) {
    await visit(page, path);
    await checkEverywhere(page, `shop${path.replaceAll("/", "-")}`);
  }
}

export async function theShopNeverTellsWhoWorksThere(screen) {
  const page = await screen.open(1280, { scripts: false });
  for (const path of [...SHOP, "/finnes-ikke", "/bestilling/finnes-ikke"]) {
    await page.goto(path);
    const html = await page.content();
    must(!UNSAID.test(html), `${path} says «${html.match(UNSAID)?.[0]}»`);
  }
}

export async function theSkipLinkComesFirst(screen) {
  const page = await screen.open(360);
  await visit(page, "/");
  await page.keyboard.press("Tab");
  must(await page.evaluate(() => document.activeElement.matches(".ds-skip-link")), "Tab goes elsewhere");
  await page.keyboard.press("Enter");
  must(await page.evaluate(() => document.activeElement.id === "innhold"), "it does not lead to the content");
}

export async function anUnknownPageSaysSoInPlainWords(screen) {
  const page = await screen.open(320);
  const answer = await page.goto("/finnes-ikke");
  must(answer.status() === 404, `${answer.status()}`);
  await checkEverywhere(page);
}

// Cake and firewood into the basket, and on to the checkout.
async function fillBasket(hand) {
  await visit(hand.page, "/");
  await hand.fill(CAKE, "1");
  await hand.fill(FIREWOOD, "4");
  await hand.tap("button", "Gå til bestilling");
  await hand.page.waitForURL("**/bestilling");
}

// Orders cake and firewood; answers the order's number and the path of its status link.
export async function orderCakeAndFirewood(page, { look = async () => {} } = {}) {
  const hand = new Hand(page);
  await fillBasket(hand);
  for (const [label, text] of Object.entries(BUYER)) await hand.fill(label, text);
  await hand.choose("Jeg henter selv");
  // The first possible day is filled in; choosing it again counts as the customer's own choice.
  await hand.fill("Dato", await page.getByLabel("Dato").inputValue());
  await look();
  must(await page.getByText("439,00 kr").first().isVisible(), "the checkout does not show the cake's price");
  await hand.tap("button", /^Bestill og betal/);
  await page.waitForURL(/\/bestilling\/[\w-]{20,}$/);
  const heading = await page.getByRole("heading", { level: 1 }).textContent();
  return { hand, number: heading.match(/\S+$/)[0], path: new URL(page.url()).pathname };
}

export async function aCustomerOrdersCakeAndFirewoodAndFollowsTheOrder(screen) {
  const page = await screen.open(360);
  await visit(page, "/");
  await keep(page, "shop-360");
  const look = async () => {
    await page.evaluate(() => scrollTo(0, 0));
    await keep(page, "checkout-360");
    await checkEverywhere(page, "checkout");
  };
  const { hand, number, path } = await orderCakeAndFirewood(page, { look });
  must(hand.fields.size <= 12, `${hand.fields.size} fields: ${[...hand.fields]}`);
  const pages = [...new Set(hand.pages)];
  must(pages.length <= 3, `${pages.length} pages up to the receipt: ${pages}`);
  await checkEverywhere(page, "receipt");
  must(/^Kurv \(0\)$/.test(await page.locator(".basket").textContent()), "the basket is not emptied");

  // Another browser, with nothing but the link.
  const later = await screen.open(320);
  await visit(later, path);
  await later.getByRole("heading", { level: 1, name: number }).waitFor();
  must(await later.getByText("Mottatt").first().isVisible(), "the link does not say how far it has come");
  must(await later.getByText("Takk! Vi har fått bestillingen din.").isVisible(), "the link does not say that it came");
  must(!(await later.getByText("berit@eksempel.no").isVisible()), "a mail is promised where no server sends one");
  await later.getByRole("link", { name: "Angre bestillingen" }).click();
  await checkEverywhere(later, "withdrawal");
  await later.getByRole("link", { name: "Nei, gå tilbake" }).click();
  await later.waitForURL(`**${path}`);
}

export async function aCustomerOrdersWithoutJavaScript(screen) {
  const page = await screen.open(360, { scripts: false });
  const { hand, number, path } = await orderCakeAndFirewood(page);
  must(hand.fields.size <= 12, `${hand.fields.size} fields: ${[...hand.fields]}`);
  await page.goto(path);
  must((await page.getByRole("heading", { level: 1 }).textContent()).includes(number), "the link leads elsewhere");
}

export async function anEmptyBasketIsRefusedInPlainWords(screen) {
  const page = await screen.open(360);
  await visit(page, "/");
  await page.getByRole("button", { name: "Gå til bestilling" }).click();
  await checkRefused(page, []);
  must(await page.getByText("Velg minst én vare").isVisible(), "it does not say what to do");
  await checkPage(page);
}

export async function lettersInAQuantityAreKeptAndMarked(screen) {
  const page = await screen.open(360);
  await visit(page, "/");
  await page.getByLabel(CAKE).fill("to");
  await page.getByLabel(FIREWOOD).fill("4");
  await page.getByRole("button", { name: "Gå til bestilling" }).click();
  await checkRefused(page, [await page.getByLabel(CAKE).getAttribute("name")]);
  must((await page.getByLabel(CAKE).inputValue()) === "to", "the letters are gone");
  must((await page.getByLabel(FIREWOOD).inputValue()) === "4", "the other quantity is gone");
  await checkEverywhere(page, "refused-basket");
}

export async function aWrongCheckoutIsShownAgainAsTyped(screen) {
  const page = await screen.open(360);
  const hand = new Hand(page);
  await fillBasket(hand);
  const typed = {
    ...BUYER,
    "E-post": "berit(krøllalfa)eksempel",
    Postnummer: "47",
    Dato: "2020-01-31",
    "Beskjed til oss": "<b>Ring</b> på porten",
    "Antall Bløtkake til tolv": "halvannen",
  };
  for (const [label, text] of Object.entries(typed)) await hand.fill(label, text);
  await hand.choose("Jeg vil ha det levert");
  await hand.tap("button", /^Bestill og betal/);
  const cake = await page.getByLabel("Antall Bløtkake til tolv").getAttribute("name");
  await checkRefused(page, ["customer.email", "customer.postcode", "delivery_date", cake]);
  for (const [label, text] of Object.entries(typed)) {
    const now = await page.getByLabel(label).inputValue();
    must(now === text, `${label} became «${now}»`);
  }
  must(await page.getByLabel("Jeg vil ha det levert").isChecked(), "the way of delivery is gone");
  await checkEverywhere(page, "refused-checkout");
  // Mended, it goes through.
  for (const [label, text] of [["E-post", BUYER["E-post"]], ["Postnummer", "4790"], ["Antall Bløtkake til tolv", "2"]]) {
    await hand.fill(label, text);
  }
  await hand.fill("Dato", soon());
  await hand.tap("button", "Regn ut summen på nytt");
  must((await page.getByLabel("Navn").inputValue()) === BUYER.Navn, "the name is gone");
  await hand.tap("button", /^Bestill og betal/);
  await page.waitForURL(/\/bestilling\/[\w-]{20,}$/);
}

// Two weeks ahead, not at a weekend.
function soon() {
  const day = new Date(Date.now() + 14 * 86_400_000);
  while ([0, 6].includes(day.getUTCDay())) day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}
