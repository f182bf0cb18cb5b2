// A shared tablet forgets whoever used it when nobody has touched it for a minute. Without scripts
// the page itself goes away after a minute.
"use strict";
(() => {
  const LOCK = "/nettbrett";
  const FORGETS = 60_000;
  const WARNS = 45_000;
  const TELLS = 15_000; // at most so often is the farm told that someone is here
  const isSignedIn = document.querySelector(".who") !== null;
  let touched = Date.now();
  let told = Date.now();

  const words = document.createElement("p");
  words.className = "ds-alert";
  words.setAttribute("role", "status");
  words.hidden = true;
  document.querySelector("main h1")?.after(words);

  const lock = () => location.replace(LOCK);

  async function touch() {
    if (Date.now() - touched >= FORGETS) return lock();
    touched = Date.now();
    words.hidden = true;
    if (!isSignedIn || touched - told < TELLS) return;
    told = touched;
    const answer = await fetch("/intern/timer/ventende", { redirect: "manual", cache: "no-store" }).catch(() => null);
    if (answer && !answer.ok) lock();
  }

  function look() {
    const idle = Date.now() - touched;
    if (idle >= FORGETS) return lock();
    if (idle >= WARNS && words.hidden) {
      words.textContent = "Er du her? Trykk på skjermen.";
      words.hidden = false;
    }
  }

  for (const kind of ["pointerdown", "keydown", "input", "wheel"]) {
    addEventListener(kind, touch, { passive: true });
  }
  setInterval(look, 1000);
  document.addEventListener("visibilitychange", look);
  // A page that the back button brings up again is one somebody was done with.
  addEventListener("pageshow", (event) => event.persisted && lock());
})();
