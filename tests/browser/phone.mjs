// A resident's own phone with and without coverage, the shared tablet, and the board of the day.
import { checkEverywhere, checkTargets, Hand, loginOf, must, visit } from "./lib.mjs";

const WEEK = "/intern/timer";
const NEW = "/intern/timer/ny";

// Days that a journey logs on, far enough back that no other one does.
// Journeys write on days of weeks of their own, as a week's page shows all seven.
function daysAgo(days) {
  const day = new Date(Date.now() - days * 86_400_000);
  return day.toLocaleDateString("sv-SE", { timeZone: "Europe/Oslo" });
}

// The page is in the hands of the worker, and the form that opens without coverage is kept.
async function worksWithoutCoverage(page) {
  await page.waitForFunction(async () => {
    await navigator.serviceWorker.ready;
    const kept = await (await caches.open("timer-1")).match("/intern/timer/uten-nett");
    return Boolean(navigator.serviceWorker.controller && kept);
  });
}

// What the phone keeps, as it is on the disk.
function queue(page) {
  return page.evaluate(
    () =>
      new Promise((done, failed) => {
        const asked = indexedDB.open("timer");
        asked.onerror = () => failed(asked.error);
        asked.onsuccess = () => {
          const base = asked.result;
          if (!base.objectStoreNames.contains("ventende")) return done([]);
          const all = base.transaction("ventende").objectStore("ventende").getAll();
          all.onsuccess = () => {
            base.close();
            done(all.result);
          };
        };
      }),
  );
}

// Waits until nothing is kept; the page shows itself anew when something was sent.
async function emptied(page) {
  for (let tries = 0; tries < 50; tries += 1) {
    const left = await queue(page).catch(() => null);
    if (left?.length === 0) return page.waitForLoadState();
    await page.waitForTimeout(200);
  }
  throw new Error("something is kept that should be sent");
}

// How many pieces with these times the farm has on a day, by the week's page in a window of its
// own; a page shows itself anew when something was sent, so what is wanted is waited for.
async function piecesOn(page, day, times, wanted = 1) {
  const other = await page.context().newPage();
  let seen = 0;
  for (let tries = 0; tries < 5; tries += 1) {
    await other.goto(`${WEEK}?dag=${day}`).catch(() => null);
    await other.waitForTimeout(1000);
    seen = await other.locator("main ol.plain li").getByText(times).count().catch(() => 0);
    if (seen >= wanted) break;
  }
  await other.close();
  return seen;
}

// Early in the morning, when the demo has nothing written, and without a break.
async function fillDay(page, day, start, end) {
  await page.getByLabel("Dag", { exact: true }).fill(day);
  await page.getByLabel("Fra", { exact: true }).fill(start);
  await page.getByLabel("Til", { exact: true }).fill(end);
  await page.getByLabel("Pause i minutter").fill("0");
}

export async function aDayIsLoggedInThreeTapsFromTheStartPageOnSmallPhones(screen) {
  for (const width of [320, 360]) {
    const page = await screen.open(width, { as: loginOf(screen.demo, "resident") });
    await visit(page, "/intern");
    const hand = new Hand(page);
    await hand.tap("link", "Skriv timer");
    await page.waitForURL(`**${NEW}`);
    // The time is the only thing that is not as usual; it is typed, not tapped for.
    await fillDay(page, daysAgo(width === 320 ? 60 : 67), "05:00", "06:10");
    await hand.tap("button", "Lagre");
    await page.getByText(/^Lagret kl/).waitFor();
    must(hand.taps <= 3, `${hand.taps} taps at ${width} px`);
  }
}

export async function aDayWrittenWithoutCoverageIsSentOnce(screen) {
  const day = daysAgo(74);
  const page = await screen.open(360, { as: loginOf(screen.demo, "resident") });
  const context = page.context();
  await visit(page, WEEK);
  await worksWithoutCoverage(page);

  await context.setOffline(true);
  await page.goto(NEW);
  await page.getByRole("heading", { level: 1, name: "Skriv timer uten nett" }).waitFor();
  await checkEverywhere(page, "offline-form");
  await checkTargets(page);
  const kept = await page.content();
  must(!/Amina|Yusuf|Jonas/.test(kept), "the form that is kept names somebody");
  await fillDay(page, day, "05:00", "06:00");
  await page.getByRole("button", { name: "Lagre" }).click();
  await page.getByText("Lagret på telefonen. Sendes når du har nett. 1 venter på nett.").waitFor();
  await checkEverywhere(page, "offline-kept");
  await checkTargets(page);
  await page.goto(NEW);
  await fillDay(page, day, "06:10", "06:40");
  await page.getByRole("button", { name: "Lagre" }).click();
  await page.getByText("2 venter på nett").waitFor();

  const entries = await queue(page);
  must(entries.length === 2, `${entries.length} are kept`);
  must(new Set(entries.map((entry) => entry.key)).size === 2, "they share a key");
  must(!/csrf|Amina|Yusuf|Jonas/.test(JSON.stringify(entries)), `the queue holds ${JSON.stringify(entries)}`);

  // Closed, and opened again: still without coverage, then with.
  await page.close();
  const again = await context.newPage();
  await again.goto(WEEK);
  await again.getByText("2 venter på nett").waitFor();
  await context.setOffline(false);
  await again.getByRole("heading", { level: 1, name: "Timene mine" }).waitFor();
  await emptied(again);
  for (const times of ["05:00 til 06:00", "06:10 til 06:40"]) {
    const there = await piecesOn(again, day, times);
    must(there === 1, `${times} is there ${there} times`);
  }
}

// Someone who is not at work, and without coverage begins and is done.
export async function aDayBegunAndEndedWithoutCoverageIsSent(screen) {
  const login = Object.keys(screen.demo.people).filter((one) => screen.demo.people[one].role === "resident").pop();
  const page = await screen.open(360, { as: login });
  const context = page.context();
  await visit(page, WEEK);
  await worksWithoutCoverage(page);
  await visit(page, "/intern");
  await context.setOffline(true);
  await page.getByRole("button", { name: "Jeg er i gang", exact: true }).click();
  await page.getByText(/^Du begynte kl\. \d\d:\d\d\. Det er lagret på telefonen\.$/).waitFor();
  await checkEverywhere(page, "begun-offline");
  await checkTargets(page);
  await page.close();

  const again = await context.newPage();
  await again.goto(WEEK);
  await again.getByRole("link", { name: "Ferdig for i dag" }).click();
  must(/\d\d:\d\d/.test(await again.getByLabel("Fra", { exact: true }).inputValue()), "the start is not filled in");
  must(/\d\d:\d\d/.test(await again.getByLabel("Til", { exact: true }).inputValue()), "the end is not filled in");
  await fillDay(again, daysAgo(116), "05:00", "06:00");
  await again.getByRole("button", { name: "Lagre" }).click();
  await again.getByText("1 venter på nett").waitFor();
  must(await again.getByText("Du begynte kl.").isHidden(), "it still runs");
  await context.setOffline(false);
  await emptied(again);
  must((await piecesOn(again, daysAgo(116), "05:00 til 06:00")) === 1, "the day is not there once");
}

// Someone whose clock runs at the farm, who is done where there is no coverage.
export async function aClockIsStoppedWithoutCoverage(screen) {
  const page = await screen.open(360, { as: "jonas" });
  await visit(page, WEEK);
  await worksWithoutCoverage(page);
  await visit(page, "/intern");
  if ((await page.getByText("Du er i gang").count()) === 0) return; // the demo was made right after midnight
  await page.context().setOffline(true);
  await page.getByRole("link", { name: "Ferdig for i dag" }).click();
  await page.getByRole("heading", { level: 1, name: "Skriv timer uten nett" }).waitFor();
  const start = await page.getByLabel("Fra", { exact: true }).inputValue();
  await page.getByLabel("Pause i minutter").fill("0");
  await page.getByRole("button", { name: "Lagre" }).click();
  await page.getByText("1 venter på nett").waitFor();
  await page.context().setOffline(false);
  await emptied(page);
  await page.getByRole("heading", { level: 1, name: "Timene mine" }).waitFor();
  await visit(page, "/intern");
  await page.getByText("Skal du begynne nå?").waitFor();
  must((await piecesOn(page, daysAgo(0), `${start} til`)) === 1, `nothing from ${start} is there`);
}

export async function anAnswerThatNeverCameBackDoublesNothing(screen) {
  const day = daysAgo(81);
  const page = await screen.open(360, { as: loginOf(screen.demo, "resident") });
  await visit(page, NEW);
  // The farm takes the day, and the answer is lost on its way back.
  let lost = 0;
  let isBack = false;
  await page.context().route("**/intern/timer/ventende", async (route) => {
    if (isBack) return route.continue();
    if (route.request().method() === "POST") {
      lost += 1;
      await route.fetch();
    }
    await route.abort();
  });
  await fillDay(page, day, "05:00", "06:00");
  await page.getByRole("button", { name: "Lagre" }).click();
  await page.getByText("1 venter på nett").waitFor();
  must(lost === 1, "no answer was lost");
  must((await piecesOn(page, day, "05:00 til 06:00")) === 1, "the farm did not take it");
  must((await queue(page)).length === 1, "the phone thinks that it is sent");
  isBack = true;
  await visit(page, WEEK);
  await emptied(page);
  must((await piecesOn(page, day, "05:00 til 06:00")) === 1, "it is there twice");
}

export async function aDayTheFarmRefusedIsShownWithItsWordsAndMended(screen) {
  const day = daysAgo(88);
  const page = await screen.open(360, { as: loginOf(screen.demo, "resident") });
  await visit(page, NEW);
  await fillDay(page, day, "05:00", "06:00");
  await page.getByRole("button", { name: "Lagre" }).click();
  await page.getByText(/^Lagret kl/).waitFor();
  await worksWithoutCoverage(page);
  await page.context().setOffline(true);
  await page.goto(NEW);
  await fillDay(page, day, "05:20", "06:10");
  await page.getByRole("button", { name: "Lagre" }).click();
  await page.getByText("1 venter på nett").waitFor();
  await page.context().setOffline(false);
  await page.getByText("1 må rettes").waitFor();
  await page.getByText("Du har alt skrevet 05:00 til 06:00 den dagen.").waitFor();
  await checkEverywhere(page, "refused-on-phone");
  await checkTargets(page);

  await page.locator("#telefon").getByRole("link", { name: /^Rett/ }).click();
  await page.getByRole("heading", { name: "Rett dette:" }).waitFor();
  must((await page.getByLabel("Fra", { exact: true }).inputValue()) === "05:20", "the start is gone");
  must((await page.getByLabel("Dag", { exact: true }).inputValue()) === day, "the day is gone");
  await checkEverywhere(page, "mended-on-phone");
  await page.getByLabel("Fra", { exact: true }).fill("06:00");
  await page.getByRole("button", { name: "Lagre" }).click();
  await page.getByText(/^Lagret kl/).waitFor();
  must((await queue(page)).length === 0, "the mended one is still kept");
  must((await piecesOn(page, day, "06:00 til 06:10")) === 1, "the mended one is not there");
}

export async function signingOutEmptiesThePhoneAndTellsOfWhatIsNotSent(screen) {
  const login = loginOf(screen.demo, "resident");
  const page = await screen.open(360);
  await signIn(page, login, screen.demo.people[login].password);
  await visit(page, WEEK);
  await worksWithoutCoverage(page);
  await page.context().setOffline(true);
  await page.goto(NEW);
  await fillDay(page, daysAgo(95), "05:00", "06:00");
  await page.getByRole("button", { name: "Lagre" }).click();
  await page.getByText("1 venter på nett").waitFor();
  // The farm is out of reach while its pages are there.
  await page.context().route("**/intern/timer/ventende", (route) => route.abort());
  await page.context().setOffline(false);
  await page.goto("/intern");
  await page.getByRole("button", { name: "Logg ut" }).click();
  await page.getByText("Logger du ut nå, blir det borte fra telefonen.").waitFor();
  page.faults.length = 0; // requests that were let fail on purpose
  await checkEverywhere(page, "sign-out-warned");
  await page.getByRole("button", { name: "Logg ut" }).click();
  await page.getByText("Du er logget ut.").waitFor();
  await nothingKept(page);
}

export async function whatWaitsIsItsOwnersAndIsSentWhenTheyAreSignedInAgain(screen) {
  const day = daysAgo(102);
  const [own, other] = Object.entries(screen.demo.people).filter(([, person]) => person.role === "resident");
  const page = await screen.open(360);
  await signIn(page, own[0], own[1].password);
  await visit(page, WEEK);
  await worksWithoutCoverage(page);
  await page.context().setOffline(true);
  await page.goto(NEW);
  await fillDay(page, day, "05:00", "06:00");
  await page.getByRole("button", { name: "Lagre" }).click();
  await page.getByText("1 venter på nett").waitFor();

  // The sign-in ran out meanwhile, and another signs in on the same phone.
  await page.context().clearCookies();
  await page.context().setOffline(false);
  await page.getByRole("link", { name: "Logg inn for å sende" }).waitFor();
  await checkTargets(page);
  await signIn(page, other[0], other[1].password);
  await visit(page, WEEK);
  await page.waitForTimeout(500);
  must(await page.locator("#telefon").isHidden(), "another's day is shown");
  must((await queue(page)).length === 1, "the day is gone");
  must((await piecesOn(page, day, "05:00 til 06:00", 0)) === 0, "it was sent as another's");
  await page.context().clearCookies();
  await signIn(page, own[0], own[1].password);
  await visit(page, WEEK);
  await emptied(page);
  must((await piecesOn(page, day, "05:00 til 06:00")) === 1, "it is not there once");
}

export async function aDayIsLoggedWithoutScripts(screen) {
  const day = daysAgo(109);
  const page = await screen.open(360, { as: loginOf(screen.demo, "resident"), scripts: false });
  await visit(page, NEW);
  await fillDay(page, day, "05:00", "06:00");
  await page.getByRole("button", { name: "Lagre" }).click();
  await page.getByText(/^Lagret kl/).waitFor();
  must((await piecesOn(page, day, "05:00 til 06:00")) === 1, "it is not there");
}

async function signIn(page, login, password) {
  await page.goto("/intern/logg-inn");
  await page.getByLabel("Brukernavn").fill(login);
  await page.getByLabel("Passord").fill(password);
  await page.getByRole("button", { name: "Logg inn" }).click();
  await page.getByRole("heading", { level: 1, name: /^Hei, / }).waitFor();
}

// Nothing of anybody in this browser, wherever a page can put something; cookies but `may` are gone.
async function nothingKept(page, may = ["vern", "beskjed"]) {
  const left = await page.evaluate(async () => {
    const bases = [];
    for (const { name } of await indexedDB.databases()) {
      const base = await new Promise((done) => (indexedDB.open(name).onsuccess = (e) => done(e.target.result)));
      for (const store of base.objectStoreNames) {
        const all = base.transaction(store).objectStore(store).getAll();
        const rows = await new Promise((done) => (all.onsuccess = () => done(all.result)));
        if (rows.length > 0) bases.push(`${name}/${store}: ${JSON.stringify(rows)}`);
      }
      base.close();
    }
    return {
      local: Object.entries(localStorage),
      session: Object.entries(sessionStorage),
      bases,
      caches: await caches.keys(),
      workers: (await navigator.serviceWorker.getRegistrations()).length,
    };
  });
  must(left.local.length === 0, `localStorage: ${left.local}`);
  must(left.session.length === 0, `sessionStorage: ${left.session}`);
  must(left.bases.length === 0, `IndexedDB: ${left.bases}`);
  must(left.caches.length === 0, `Cache storage: ${left.caches}`);
  must(left.workers === 0, `${left.workers} service workers`);
  const cookies = (await page.context().cookies()).map((cookie) => cookie.name);
  const strange = cookies.filter((name) => !may.includes(name));
  must(strange.length === 0, `cookies: ${strange}`);
}

// Residents of the demo by login, each with a PIN chosen on their own page.
async function withPins(screen) {
  const logins = Object.entries(screen.demo.people).filter(([, person]) => person.role === "resident");
  const pins = ["2580", "1470", "3691"];
  const chosen = [];
  for (const [place, [login]] of logins.slice(0, 3).entries()) {
    const page = await screen.open(360, { as: login });
    await visit(page, "/intern/meg");
    if (place === 0) {
      await checkEverywhere(page, "resident-own-page");
      await checkTargets(page);
    }
    await page.getByLabel("Ny PIN").fill(pins[place]);
    await page.getByRole("button", { name: "Lagre PIN" }).click();
    await page.getByText("PIN-en er lagret").waitFor();
    const name = (await page.locator(".who span").textContent()).split(" ")[0];
    chosen.push({ login, name, pin: pins[place] });
  }
  must(chosen.length === 3, `the demo has ${chosen.length} residents who sign in`);
  return chosen;
}

export async function threeResidentsAfterOneAnotherLeaveNothingOnTheTablet(screen) {
  const residents = await withPins(screen);
  const leader = loginOf(screen.demo, "leader");
  const page = await screen.open(1280);
  await signIn(page, leader, screen.demo.people[leader].password);
  await page.getByRole("link", { name: "Felles nettbrett" }).click();
  await checkEverywhere(page, "tablets");
  await page.getByLabel("Hvor står det?").fill("Stallen");
  await page.getByRole("button", { name: "Åpne nettbrettet" }).click();
  await page.getByRole("link", { name: "Start" }).waitFor();
  const names = residents.map((one) => one.name);
  const namesNobody = async () => {
    const words = await page.content();
    const named = [...names, "Stallen"].filter((name) => words.includes(name));
    must(named.length === 0, `the lock page tells of ${named}`);
  };

  for (const [turn, one] of residents.entries()) {
    await namesNobody();
    await nothingKept(page, ["nettbrett", "vern"]);
    if (turn === 0) {
      await checkEverywhere(page, "tablet-locked");
      await checkTargets(page);
    }
    await page.getByRole("link", { name: "Start" }).click();
    await page.getByLabel(one.name, { exact: true }).check();
    if (turn === 0) {
      await checkEverywhere(page, "tablet-choose");
      await checkTargets(page);
    }
    await page.getByLabel("PIN", { exact: true }).fill(one.pin);
    await page.getByRole("button", { name: "Gå videre" }).click();
    await page.getByRole("heading", { level: 1, name: "Timene mine" }).waitFor();
    if (turn === 0) {
      await checkEverywhere(page, "tablet-week");
      await checkTargets(page);
    }
    await page.goto(NEW);
    await fillDay(page, daysAgo(70 + turn), "05:00", "05:20");
    await page.getByRole("button", { name: "Lagre" }).click();
    await page.getByText(/^Lagret kl/).waitFor();
    await page.getByRole("link", { name: "Ferdig" }).click();
    await page.getByRole("link", { name: "Start" }).waitFor();

    // Whatever the back button brings up, it is nothing of the one who was here.
    for (let step = 0; step < 4; step += 1) {
      await page.goBack({ waitUntil: "load" }).catch(() => null);
      const words = await page.locator("body").innerText();
      must(!/05:00 til 05:20|Timene mine/.test(words), `back ${step + 1} shows ${words.slice(0, 200)}`);
      must((await page.locator(".who").count()) === 0, `back ${step + 1} is still signed in`);
    }
    await page.goto("/nettbrett");
  }
  await namesNobody();
  await nothingKept(page, ["nettbrett", "vern"]);
  for (const [turn, one] of residents.entries()) {
    const own = await screen.open(360, { as: one.login });
    must((await piecesOn(own, daysAgo(70 + turn), "05:00 til 05:20")) >= 1, `the hours of ${one.login} are not there`);
  }
}

export async function theTabletForgetsInAMinute(screen) {
  const [one] = await withPins(screen);
  const leader = loginOf(screen.demo, "leader");
  const page = await screen.open(1280);
  await page.clock.install();
  await signIn(page, leader, screen.demo.people[leader].password);
  await visit(page, "/intern/nettbrett");
  await page.getByLabel("Hvor står det?").fill("Kjøkkenet");
  await page.getByRole("button", { name: "Åpne nettbrettet" }).click();
  await page.getByRole("link", { name: "Start" }).click();
  await page.getByLabel(one.name, { exact: true }).check();
  await page.getByLabel("PIN", { exact: true }).fill(one.pin);
  await page.getByRole("button", { name: "Gå videre" }).click();
  await page.getByRole("heading", { level: 1, name: "Timene mine" }).waitFor();
  await page.clock.runFor(46_000);
  await page.getByText("Er du her? Trykk på skjermen.").waitFor();
  await page.mouse.click(5, 700);
  must(await page.getByText("Er du her?").isHidden(), "a touch is not felt");
  await page.clock.runFor(61_000);
  await page.getByRole("link", { name: "Start" }).waitFor();
  await nothingKept(page, ["nettbrett", "vern"]);
}

export async function aWorkLeaderTapsANameToAJob(screen) {
  const page = await screen.open(360, { as: loginOf(screen.demo, "work_leader") });
  await visit(page, "/intern/tavle");
  await checkEverywhere(page, "board");
  await checkTargets(page);
  const hand = new Hand(page);
  const name = await page.locator("main li.row > a").first().textContent();
  await page.locator("main li.row > a").first().click();
  hand.taps += 1;
  await page.getByRole("button", { name: `Sett ${name} her` }).first().waitFor();
  await checkEverywhere(page, "board-chosen");
  await page.getByRole("button", { name: `Sett ${name} her` }).first().click();
  hand.taps += 1;
  await page.getByText(new RegExp(`^${name} er satt på`)).waitFor();
  must(hand.taps === 2, `${hand.taps} taps`);
  await checkEverywhere(page, "board-set");
  await page.getByRole("button", { name: "Angre" }).click();
  await page.getByText("Angret.").waitFor();
  await page.getByRole("button", { name: /^Stopp nye bestillinger til/ }).first().waitFor();
}

// Every page a resident meets, with whatever is pressed large enough.
export async function whateverAResidentPressesIsLargeEnough(screen) {
  const page = await screen.open(360, { as: loginOf(screen.demo, "resident") });
  const seen = new Set();
  const waiting = ["/intern", NEW, WEEK, "/intern/meg"];
  while (waiting.length > 0 && seen.size < 40) {
    const path = waiting.shift();
    if (seen.has(path)) continue;
    seen.add(path);
    // A file to take along is no page.
    const kept = (await page.request.get(path, { maxRedirects: 0 })).headers();
    if (kept["content-disposition"]?.startsWith("attachment")) continue;
    const answer = await page.goto(path);
    if (answer.status() !== 200 || !(answer.headers()["content-type"] ?? "").startsWith("text/html")) continue;
    await checkEverywhere(page, `resident${path.replace(/\W+/g, "-").slice(0, 60)}`);
    await checkTargets(page);
    const found = await page.locator("main a[href^='/intern']").evaluateAll((links) => links.map((a) => a.getAttribute("href").split("#")[0]).filter((href) => !href.includes(".csv") && !href.includes(".pdf")));
    // One of each kind of page: not every week, day and entry.
    const kind = (href) => href.replace(/[0-9a-f-]{36}|\d{4}-\d\d(-\d\d)?/g, "*");
    const known = new Set([...seen, ...waiting].map(kind));
    for (const href of found) {
      if (known.has(kind(href))) continue;
      known.add(kind(href));
      waiting.push(href);
    }
  }
  must(seen.size >= 5, `only ${[...seen]} were seen`);
}
