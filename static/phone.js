// Keeps the hours that are written on a phone until the farm has them: in IndexedDB, by the form's
// own fields and a key of their own, so that what is sent twice is there once. No names are kept.
// The pages work without this script; then a day is written where there is coverage.
"use strict";
(() => {
  const owner = document.querySelector("meta[name=owner]")?.content;
  if (!owner || !globalThis.indexedDB) return;

  const PLACE = "/intern/timer";
  const QUEUE = "/intern/timer/ventende";
  const PATIENCE = 10_000; // ms until a request is given up
  const AGAIN = 30_000; // ms between tries while something waits
  const form = document.querySelector("form[data-day]");
  const isShell = form?.dataset.day === "uten-nett";

  // The store: entries by key.
  const asked = (request) =>
    new Promise((answered, failed) => {
      request.onsuccess = () => answered(request.result);
      request.onerror = () => failed(request.error);
    });

  const opened = new Promise((ready, failed) => {
    const request = indexedDB.open("timer", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("ventende", { keyPath: "key" });
      request.result.createObjectStore("klokke", { keyPath: "owner" }); // when one began, one each
    };
    request.onsuccess = () => ready(request.result);
    request.onerror = () => failed(request.error);
  });
  opened.catch(() => {}); // told where it is used

  // Runs `work` on a store; settled when what it wrote is on the disk.
  async function inStore(work, name = "ventende") {
    const change = (await opened).transaction(name, "readwrite", { durability: "strict" });
    const kept = new Promise((done, failed) => {
      change.oncomplete = done;
      change.onabort = change.onerror = () => failed(change.error);
    });
    kept.catch(() => {}); // told by `work`, or below
    const result = await work(change.objectStore(name));
    await kept;
    return result;
  }

  const everyone = () => inStore((store) => asked(store.getAll()));
  const own = async () =>
    (await everyone()).filter((entry) => entry.owner === owner).sort((a, b) => a.written - b.written);
  const remove = (key) => inStore((store) => asked(store.delete(key)));
  const put = (entry, instead) =>
    inStore((store) => {
      if (instead && instead !== entry.key) store.delete(instead);
      return asked(store.put(entry));
    });

  const clock = () => inStore((store) => asked(store.get(owner)), "klokke");
  const putClock = (day, isHere) => inStore((store) => asked(store.put({ owner, day, isHere })), "klokke");
  const forgetClock = () => inStore((store) => asked(store.delete(owner)), "klokke");

  function freshKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // Sending.
  async function ask(path, options = {}) {
    const gaveUp = new AbortController();
    const timer = setTimeout(() => gaveUp.abort(), PATIENCE);
    try {
      return await fetch(path, { redirect: "manual", cache: "no-store", signal: gaveUp.signal, ...options });
    } catch {
      return null; // no coverage
    } finally {
      clearTimeout(timer);
    }
  }

  // What a form must bring back here and now; a page from the phone's own store has an old one.
  async function token() {
    const answer = await ask(QUEUE);
    if (!answer) return { later: true };
    if (answer.type === "opaqueredirect" || answer.status === 401) return { signIn: true };
    if (!answer.ok) return { later: true };
    const { csrf, owner: whose } = await answer.json();
    return whose === owner ? { csrf } : { signIn: true };
  }

  // done and where to see it, refused with its words, signIn, or later.
  async function send(entry, csrf) {
    const given = csrf ? { csrf } : await token();
    if (!given.csrf) return given;
    const body = new URLSearchParams(entry.fields);
    body.append("csrf", given.csrf);
    body.append("nokkel", entry.key);
    const answer = await ask(QUEUE, { method: "POST", body });
    if (!answer) return { later: true };
    if (answer.type === "opaqueredirect" || answer.status === 401) return { signIn: true };
    if (answer.status === 403 && csrf) return send(entry, null);
    const told = await answer.json().catch(() => null);
    if (answer.status === 201 && told?.place) return { done: true, place: told.place };
    if ([400, 409, 422].includes(answer.status) && told?.detail) {
      return { refused: told.errors?.length ? told.errors : [{ field: told.field ?? "", detail: told.detail }] };
    }
    return { later: true };
  }

  let sending = null;
  function flush() {
    sending ??= sendAll().finally(() => (sending = null));
    return sending;
  }

  // Sends all that waits, the oldest first; answers how many the farm took or refused.
  async function sendAll() {
    const waiting = (await own()).filter((entry) => !entry.refused);
    if (waiting.length === 0 || navigator.onLine === false) return { sent: 0, refused: 0 };
    const given = await token();
    let sent = 0;
    let refused = 0;
    for (const entry of given.csrf ? waiting : []) {
      const told = await send(entry, given.csrf);
      if (told.done) {
        await remove(entry.key);
        sent += 1;
      } else if (told.refused) {
        await put({ ...entry, refused: told.refused });
        refused += 1;
      } else {
        break;
      }
    }
    await show({ signIn: given.signIn });
    return { sent, refused };
  }

  // The farm's own page shows what it took; the form from the phone gives way to it.
  async function flushAndSee() {
    const { sent, refused } = await flush().catch(() => ({ sent: 0, refused: 0 }));
    if (isTyping()) return;
    if (isShell && sent + refused > 0) location.replace(PLACE);
    else if (location.pathname === PLACE && sent > 0) location.reload();
  }

  const isTyping = () => Boolean(form && (form.dataset.mends || form.dataset.touched || form.dataset.clock));

  // What is shown: what waits, and what must be mended.
  const box = document.createElement("section");
  box.className = "ds-alert stack no-print";
  box.id = "telefon";
  box.hidden = true;
  box.tabIndex = -1;
  box.setAttribute("aria-label", "Lagret på telefonen");
  const status = text("p", "", "lead");
  status.setAttribute("role", "status");
  const list = document.createElement("ul");
  list.className = "plain";
  box.append(status, list);
  document.querySelector("main h1")?.after(box);

  function text(tag, words, className = "") {
    const element = document.createElement(tag);
    element.textContent = words;
    if (className) element.className = className;
    return element;
  }

  function button(words, label, variant, act) {
    const element = text("button", words, "ds-button");
    element.type = "button";
    element.dataset.variant = variant;
    element.dataset.size = "lg";
    element.setAttribute("aria-label", label);
    element.addEventListener("click", act);
    return element;
  }

  function wordsOf(entry) {
    const field = (name) => entry.fields.find(([key]) => key === name)?.[1] ?? "";
    const day = new Date(`${field("date")}T12:00`);
    const date = Number.isNaN(day.getTime())
      ? field("date")
      : day.toLocaleDateString("nb-NO", { weekday: "long", day: "numeric", month: "long" });
    return `${date.charAt(0).toUpperCase()}${date.slice(1)}, ${field("start")} til ${field("end")}`;
  }

  async function show({ signIn = false, undo = null, words = "" } = {}) {
    const entries = await own();
    const began = await clock();
    const isHere = began?.isHere && !form?.dataset.clock;
    const waiting = entries.filter((entry) => !entry.refused).length;
    const refused = entries.length - waiting;
    const said = [words];
    if (isHere) said.push(`Du begynte kl. ${began.day.start}. Det er lagret på telefonen.`);
    if (waiting > 0) said.push(`${waiting} venter på nett.`);
    if (refused > 0) said.push(`${refused} må rettes.`);
    status.textContent = said.filter(Boolean).join(" ");
    list.replaceChildren(...entries.map(lineOf));
    if (isHere) list.prepend(item(...clockActs()));
    if (signIn && waiting > 0) {
      const way = text("a", "Logg inn for å sende", "ds-button");
      way.href = `/intern/logg-inn?neste=${PLACE}`;
      way.dataset.size = "lg";
      list.append(item(way));
    }
    if (undo) {
      status.textContent = `${wordsOf(undo)} er slettet. ${status.textContent}`;
      list.append(item(button("Angre", "Angre slettingen", "secondary", () => put(undo).then(() => show()))));
    }
    box.hidden = entries.length === 0 && !undo && !words && !isHere;
    list.hidden = list.children.length === 0;
  }

  function clockActs() {
    const acts = document.createElement("div");
    acts.className = "row";
    const done = text("a", "Ferdig for i dag", "ds-button");
    done.href = `${PLACE}/ny#klokke`;
    done.dataset.size = "lg";
    acts.append(done, button("Angre", "Angre at du begynte", "secondary", () => forgetClock().then(() => show())));
    return [acts];
  }

  function item(...parts) {
    const line = document.createElement("li");
    line.append(...parts);
    return line;
  }

  function lineOf(entry) {
    const words = wordsOf(entry);
    const parts = [text("p", words)];
    for (const { detail } of entry.refused ?? []) parts.push(text("strong", detail));
    const acts = document.createElement("div");
    acts.className = "row";
    const mend = text("a", "Rett", "ds-button");
    mend.href = `${PLACE}/ny#rett=${entry.key}`;
    mend.dataset.variant = "secondary";
    mend.dataset.size = "lg";
    mend.setAttribute("aria-label", `Rett ${words}`);
    acts.append(mend, button("Slett", `Slett ${words}`, "tertiary", async () => {
      await remove(entry.key);
      await show({ undo: entry });
      box.focus();
    }));
    return item(...parts, acts);
  }

  // The day's form.
  const nameOf = (field) => document.getElementById(field);

  function fill(entry) {
    for (const [name, value] of entry.fields) {
      for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (field.type === "radio" || field.type === "checkbox") {
          field.checked = field.value === value;
          continue;
        }
        field.value = value;
        if (field.value !== value && field.matches("select")) field.add(new Option(value, value, true, true));
      }
      if (name === "clock") form.dataset.clock = "der";
    }
    if (entry.key) form.dataset.mends = entry.key;
    form.hidden = false;
    if (entry.refused) mark(entry.refused);
  }

  const two = (number) => String(number).padStart(2, "0");
  const today = (now = new Date()) => `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const time = (now = new Date()) => `${two(now.getHours())}:${two(now.getMinutes())}`;

  // The day of a clock, up to now; one that began another day is asked about and not guessed.
  function fillClock({ day, isHere }) {
    const end = day.date === today() ? time() : "";
    const fields = Object.entries({ ...day, end }).filter(([, value]) => value !== undefined);
    fill({ key: "", fields });
    form.dataset.clock = isHere ? "her" : "der";
    const place = form.elements.end;
    if (!end) place.focus();
  }

  // Beginning where there is no coverage is kept on the phone, with the time it was.
  function keepBeginnings() {
    for (const beginning of document.querySelectorAll('form[action="/intern/timer/klokke/inn"]')) {
      beginning.addEventListener("submit", async (event) => {
        event.preventDefault();
        const fields = new FormData(beginning);
        const answer = navigator.onLine === false ? null : await ask(beginning.action, { method: "POST", body: new URLSearchParams(fields) });
        if (answer?.type === "opaqueredirect") return location.assign("/intern");
        if (answer) return beginning.submit(); // refused: the farm's own page says why
        fields.delete("csrf");
        const day = { date: today(), start: time(), break_minutes: "30", ...Object.fromEntries(fields) };
        await putClock(day, true);
        document.getElementById("klokke-her")?.setAttribute("hidden", "");
        await show();
        box.focus();
      });
    }
  }

  // Ending where there is no coverage becomes a day that is written on the phone.
  function keepEnds() {
    document.querySelector('form[action="/intern/timer/klokke/ut"]')?.addEventListener("submit", (event) => {
      if (navigator.onLine !== false) return;
      event.preventDefault();
      location.assign(`${PLACE}/ny#klokke`);
    });
  }

  // Where the clock stands at the farm is remembered, so that one can be done without coverage too.
  async function noteClock() {
    const panel = document.getElementById("klokke-her");
    if (!panel) return;
    const known = await clock();
    if (panel.dataset.day) await putClock(JSON.parse(panel.dataset.day), false);
    else if (known && !known.isHere) await forgetClock();
  }

  // As the server shows it: a summary with links, and the words at each field.
  function mark(refused) {
    unmark();
    const summary = document.createElement("div");
    summary.className = "ds-error-summary";
    summary.tabIndex = -1;
    summary.id = "feil";
    summary.setAttribute("role", "alert");
    summary.setAttribute("aria-labelledby", "feil-tittel");
    const title = text("h2", "Rett dette:", "ds-heading");
    title.id = "feil-tittel";
    const faults = document.createElement("ul");
    faults.className = "ds-list";
    for (const { field, detail } of refused) {
      const place = field && nameOf(field);
      if (!place) {
        faults.append(item(document.createTextNode(detail)));
        continue;
      }
      const link = text("a", detail, "ds-link");
      link.href = `#${field}`;
      faults.append(item(link));
      const words = text("p", detail, "ds-validation-message");
      words.id = `${field}-error`;
      words.dataset.field = "validation";
      words.dataset.color = "danger";
      (place.closest("fieldset, .ds-field") ?? place.parentElement).append(words);
      const marked = place.matches("fieldset") ? [...place.querySelectorAll("input")] : [place];
      marked.forEach((one) => one.setAttribute("aria-invalid", "true"));
      place.setAttribute("aria-describedby", words.id);
    }
    summary.append(title, faults);
    form.prepend(summary);
    document.title = `Feil: ${document.title}`;
    summary.focus();
  }

  function unmark() {
    document.getElementById("feil")?.remove();
    form.querySelectorAll(".ds-validation-message").forEach((words) => words.remove());
    form.querySelectorAll("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
    document.title = document.title.replace(/^Feil: /, "");
  }

  // On the disk first; then to the farm, if it can be reached.
  async function keep() {
    const fields = [...new FormData(form)].filter(([name]) => !["csrf", "nokkel"].includes(name));
    if (form.dataset.clock === "der") fields.push(["clock", "ja"]);
    const same = (other) => JSON.stringify(other.fields) === JSON.stringify(fields);
    const twin = (await own()).find((other) => !other.refused && same(other));
    const entry = twin ?? { key: freshKey(), owner, fields, written: Date.now() };
    await put(entry, form.dataset.mends);
    if (form.dataset.clock) await forgetClock();
    delete form.dataset.mends;
    const csrf = isShell ? null : form.elements.csrf?.value;
    const told = navigator.onLine === false ? { later: true } : await send(entry, csrf);
    if (told.done) {
      await remove(entry.key);
      location.assign(told.place);
    } else if (told.refused) {
      // What was typed stands in the form; nothing of it is kept behind one's back.
      await remove(entry.key);
      if (form.dataset.clock) await putClock(clockOf(fields), form.dataset.clock === "her");
      mark(told.refused);
      await show();
    } else if (told.signIn) {
      location.assign(`/intern/logg-inn?neste=${PLACE}`);
    } else {
      form.hidden = true;
      delete form.dataset.touched;
      delete form.dataset.clock;
      unmark();
      await show({ words: "Lagret på telefonen. Sendes når du har nett." });
      box.focus();
    }
  }

  const clockOf = (fields) => ({ ...Object.fromEntries(fields), end: undefined, clock: undefined });

  let isBusy = false;
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    try {
      await keep();
    } catch {
      form.submit(); // a browser that keeps nothing: as without this script
    } finally {
      isBusy = false;
    }
  });
  form?.addEventListener("input", () => (form.dataset.touched = "1"));

  // Signing out empties the phone; what is not sent is told of first.
  async function forget() {
    for (const name of ["ventende", "klokke"]) await inStore((store) => asked(store.clear()), name);
    for (const name of (await globalThis.caches?.keys()) ?? []) await caches.delete(name);
    const workers = (await navigator.serviceWorker?.getRegistrations()) ?? [];
    await Promise.all(workers.map((worker) => worker.unregister()));
  }

  let isWarned = false;
  const out = document.querySelector('form[action="/intern/logg-ut"]');
  out?.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await flush();
      const left = (await everyone()).length;
      if (left > 0 && !isWarned) {
        isWarned = true;
        await show({ words: "Ikke alt er sendt. Logger du ut nå, blir det borte fra telefonen." });
        box.focus();
        return;
      }
      await forget();
    } catch {
      // The server tells the browser to forget, too.
    }
    out.submit();
  });

  // The page that opens without coverage is filled for the day that was asked for.
  async function begin() {
    if (!form) return;
    const key = location.hash.match(/^#rett=(\w+)$/)?.[1];
    if (key) return (await own()).filter((entry) => entry.key === key).forEach(fill);
    if (isShell) {
      const wanted = new URLSearchParams(location.search).get("dag");
      form.elements.date.value = wanted?.match(/^\d{4}-\d\d-\d\d$/) ? wanted : today();
    }
    const isDone = location.hash === "#klokke" || (isShell && location.pathname.startsWith(`${PLACE}/klokke/`));
    const began = isDone ? await clock() : undefined;
    if (began) fillClock(began);
  }

  keepBeginnings();
  keepEnds();
  noteClock().then(begin).then(() => show()).then(flushAndSee).catch(() => {});
  globalThis.addEventListener("hashchange", () => begin().then(() => show()).catch(() => {}));
  globalThis.addEventListener("online", flushAndSee);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && flushAndSee());
  setInterval(() => !box.hidden && document.visibilityState === "visible" && flushAndSee(), AGAIN);
  navigator.serviceWorker?.register("/worker.js", { scope: PLACE }).catch(() => {});
})();
