// What people do, in real Chromium against `gardsbok demo`. A journey is a function that takes a
// Screen and throws when something is not as it should be. `node journeys.mjs WORD` runs those
// whose name holds WORD. GARDSBOK_BIN names another program to try, GARDSBOK_SHOTS=1 takes pictures.
import * as hours from "./hours.mjs";
import * as learning from "./learning.mjs";
import { Screen, startBrowser, startDemo } from "./lib.mjs";
import * as office from "./office.mjs";
import * as phone from "./phone.mjs";
import * as shop from "./shop.mjs";
import * as work from "./work.mjs";

const journeys = [
  learning.aResidentTakesSomethingBackAndHasItAgain,
  learning.aResidentShowsSomethingWithAPhotoAndTheWorkLeaderApproves,
  learning.aWorkLeaderSaysNotYetWithALine,
  learning.aMentorSeesWhatAMenteeShowed,
  learning.theLeaderKeepsCurriculaAndGoals,
];

const word = process.argv[2] ?? "";
const demo = await startDemo();
const browser = await startBrowser();
let passed = 0;
let failed = 0;
for (const journey of journeys.filter((j) => j.name.includes(word))) {
  const screen = new Screen(browser, demo);
  const name = journey.name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  try {
    await journey(screen);
    passed += 1;
    console.log(`ok ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED ${name}\n  ${error.message}`);
  } finally {
    await screen.close();
  }
}
await browser.close();
await demo.stop();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
