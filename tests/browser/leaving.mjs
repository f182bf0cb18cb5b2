// What leaves with a resident: a proof that others check with their own tools, everything about
// oneself, and the link that is cut on wish.
import { readFileSync } from "node:fs";
import { checkEverywhere, checkRefused, checkTargets, loginOf, must, visit } from "./lib.mjs";
import { isInForce, verify } from "./verify.mjs";

const TELLING = /rehab|beboer|behandling|avrus|rusfri|rusmid|institusjon|mentor/i;

async function downloaded(page, name) {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole(name.startsWith("Last ned alt") ? "link" : "button", { name }).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

async function fails(promise, words) {
  const passed = await promise.then(() => true, () => false);
  must(!passed, words);
}

export async function aResidentTakesAProofAlongAndOthersCheckIt(screen) {
  const { demo } = screen;
  const page = await screen.open(360, { as: loginOf(demo, "resident") });
  await visit(page, "/intern");
  await page.locator("main").getByRole("link", { name: "Ta ut beviset mitt" }).click();
  await checkEverywhere(page, "proof-choose");
  await checkTargets(page);
  await page.getByRole("button", { name: "Lag beviset" }).click();
  await page.getByRole("heading", { name: "Rett dette:" }).waitFor();
  await checkEverywhere(page, "proof-refused");
  await page.getByLabel("Navnet på beviset").fill("");
  await page.getByRole("button", { name: "Lag beviset" }).click();
  await checkRefused(page, ["name"]);

  await page.getByLabel("Navnet på beviset").fill("Amina Yusuf");
  const boxes = page.locator("input[name=lines]");
  must((await boxes.count()) > 1, "there is nothing to choose");
  for (const place of [0, 1]) await boxes.nth(place).check();
  await page.getByRole("button", { name: "Lag beviset" }).click();
  await page.getByRole("heading", { level: 1, name: "Beviset er laget" }).waitFor();
  await checkEverywhere(page, "proof-made");
  await checkTargets(page);

  const file = await downloaded(page, "Last ned fila");
  must(file.name === "bevis.jwt", `the file is called ${file.name}`);
  const jwt = file.bytes.toString("utf8");
  const said = await verify(jwt, demo.address);
  must(said.credentialSubject.identifier[0].identityHash === "Amina Yusuf", "the name is another");
  must(!TELLING.test(JSON.stringify(said)), `it tells: ${JSON.stringify(said)}`);
  const place = Math.floor(jwt.length / 2);
  const changed = jwt.slice(0, place) + (jwt[place] === "A" ? "B" : "A") + jwt.slice(place + 1);
  await fails(verify(changed, demo.address), "a changed byte passes");

  const paper = await downloaded(page, "Last ned papiret");
  must(paper.name === "attest.pdf", `the paper is called ${paper.name}`);
  must(paper.bytes.subarray(0, 5).toString() === "%PDF-", "the paper is no PDF");
  demo.attest = paper.bytes;

  const number = said.id.split("/").pop();
  must(await isInForce(number, demo.address), "the check page does not know it");
  const stranger = await screen.open(360);
  await visit(stranger, "/bevis");
  await checkEverywhere(stranger, "check-form");
  await stranger.getByLabel("Nummer eller bevis").fill(jwt);
  await stranger.getByRole("button", { name: "Sjekk" }).click();
  await stranger.getByRole("heading", { level: 1, name: "Gyldig", exact: true }).waitFor();
  await checkEverywhere(stranger, "check-valid");

  const leader = await screen.open(360, { as: loginOf(demo, "leader") });
  await visit(leader, "/intern/bevis/utsteder");
  await checkEverywhere(leader, "proof-issuer");
  await visit(leader, "/intern/bevis");
  await leader.getByLabel("Nummeret på beviset").fill(number);
  await leader.getByLabel("Hva som er feil").fill("Feil måned");
  await leader.getByRole("button", { name: "Trekk beviset tilbake" }).click();
  await leader.getByText("Beviset er trukket tilbake.").waitFor();
  await checkEverywhere(leader, "proof-withdrawn");
  await verify(jwt, demo.address);
  must(!(await isInForce(number, demo.address)), "a withdrawn proof is valid");
  const bytes = async (id) => (await fetch(new URL(`/bevis/${id}`, demo.address))).text();
  must((await bytes(number)) === (await bytes("0".repeat(32))), "withdrawn and unknown are told apart");
  await visit(stranger, `/bevis/${number}`);
  await checkEverywhere(stranger, "check-not-valid");
}

export async function aResidentTakesEverythingAlongAndReadsOfTheCut(screen) {
  const { demo } = screen;
  const resident = loginOf(demo, "resident");
  const page = await screen.open(360, { as: resident });
  await visit(page, "/intern/ta-med");
  const all = await downloaded(page, "Last ned alt");
  must(all.name === "alt-om-meg-1.zip" && all.bytes.subarray(0, 2).toString() === "PK", all.name);
  await page.getByRole("link", { name: "Les om å kutte båndet" }).click();
  await checkEverywhere(page, "cut-own");
  await checkTargets(page);
  await page.getByRole("button", { name: "Jeg vil kutte båndet" }).click();
  await page.getByText("Det venter på lederen.").waitFor();

  const leader = await screen.open(360, { as: loginOf(demo, "leader") });
  await visit(leader, "/intern/kutt");
  await checkEverywhere(leader, "cut-leader");
  await leader.getByRole("button", { name: "Ja til Amina" }).click();
  await leader.getByText("Dere er enige.").waitFor();
  await visit(page, "/intern/ta-med/kutt");
  await page.getByText(/Båndet blir kuttet/).waitFor();
  await checkEverywhere(page, "cut-agreed");
  await page.getByRole("button", { name: "Angre" }).click();
  await page.getByText("Ønsket er tatt tilbake.").waitFor();
}
