// What people do, in real Chromium against `gardsbok demo`. A journey is a function that takes a
// Screen and throws when something is not as it should be. `node journeys.mjs WORD` runs those
// whose name holds WORD. GARDSBOK_BIN names another program to try, GARDSBOK_SHOTS=1 takes pictures.
import * as guidance from "./guidance.mjs";
import * as courses from "./courses.mjs";
import * as bank from "./bank.mjs";
import * as hours from "./hours.mjs";
import * as late from "./late.mjs";
import * as learning from "./learning.mjs";
import * as leaving from "./leaving.mjs";
import { Screen, startBrowser, startDemo } from "./lib.mjs";
import * as office from "./office.mjs";
import * as phone from "./phone.mjs";
import * as shop from "./shop.mjs";
import * as work from "./work.mjs";

const journeys = [
  shop.theShopReadsWellOnEveryScreen,
  shop.theShopNeverTellsWhoWorksThere,
  shop.theSkipLinkComesFirst,
  shop.anUnknownPageSaysSoInPlainWords,
  shop.aCustomerOrdersCakeAndFirewoodAndFollowsTheOrder,
  shop.aCustomerOrdersWithoutJavaScript,
  shop.anEmptyBasketIsRefusedInPlainWords,
  shop.lettersInAQuantityAreKeptAndMarked,
  shop.aWrongCheckoutIsShownAgainAsTyped,
  hours.aResidentLogsADayInThreeTapsAndSendsTheWeek,
  hours.aDayThatCannotBeIsShownAgainAsTyped,
  hours.aWorkLeaderApprovesWithOneTap,
  hours.aWorkLeaderSendsBackWithALine,
  hours.aMentorSeesTheWeekOfAMentee,
  phone.aDayIsLoggedInThreeTapsFromTheStartPageOnSmallPhones,
  phone.aDayWrittenWithoutCoverageIsSentOnce,
  phone.aDayBegunAndEndedWithoutCoverageIsSent,
  phone.aClockIsStoppedWithoutCoverage,
  phone.anAnswerThatNeverCameBackDoublesNothing,
  phone.aDayTheFarmRefusedIsShownWithItsWordsAndMended,
  phone.whatWaitsIsItsOwnersAndIsSentWhenTheyAreSignedInAgain,
  phone.aDayIsLoggedWithoutScripts,
  phone.signingOutEmptiesThePhoneAndTellsOfWhatIsNotSent,
  phone.threeResidentsAfterOneAnotherLeaveNothingOnTheTablet,
  phone.theTabletForgetsInAMinute,
  phone.aWorkLeaderTapsANameToAJob,
  phone.whateverAResidentPressesIsLargeEnough,
  office.theBusinessManagerInvoicesTheOrderAndFindsItInTheRevenue,
  ...bank.settlings,
  work.aWorkLeaderSeesTheAgreedTimeAndWritesToTheCustomer,
  work.aWorkLeaderOpensWhatAnOrderCostAndItsTimeSheet,
  work.aResidentSeesOwnFourteenDays,
  work.theMarginsOpenToTheirLines,
  late.aLatePayerIsRemindedAndAtLastWrittenOffByTwoOnAPhone,
  late.aLatePayerIsRemindedAndAtLastWrittenOffByTwoAtTheOffice,
  learning.aResidentTakesSomethingBackAndHasItAgain,
  learning.aResidentShowsSomethingWithAPhotoAndTheWorkLeaderApproves,
  learning.aWorkLeaderSaysNotYetWithALine,
  learning.aMentorSeesWhatAMenteeShowed,
  learning.theLeaderKeepsCurriculaAndGoals,
  guidance.aResidentAsksTheMentorSeesTheyTalkAndAStepIsTicked,
  guidance.aWorkLeaderSetsSomeoneToLearnWithOneTap,
  guidance.figuresHideWhatIsSmallFromAllButTheLeader,
  courses.aResidentSignsUpToACourseInOneTapAndUndoesIt,
  courses.aResidentWithoutScriptsIsAskedForTheMunicipality,
  courses.aTeacherPlansACourseAndMarksWhoIsThere,
  courses.aLeaderMakesACourseAndSeesCertificates,
  courses.theSteeringGroupSeesHowManyTookPart,
  leaving.aResidentTakesAProofAlongAndOthersCheckIt,
  leaving.aResidentTakesEverythingAlongAndReadsOfTheCut,
  // A role given ends the sessions of the one who gets it.
  guidance.theStepToMentorIsTakenTogether,
  ...office.everyPlace,
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
