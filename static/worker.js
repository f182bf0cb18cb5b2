// Lets the page of one's own hours open without coverage: a form with nobody's name and nobody's
// hours on it, and the files it needs. What is written there is kept and sent by phone.js.
"use strict";
const STORE = "timer-1";
const SHELL = "/intern/timer/uten-nett";
const FILES = [
  "designsystemet-theme.css", "designsystemet.css", "gardsbok.css", "inter-latin.woff2", "phone.js",
];
const PATIENCE = 8_000; // ms a page is waited for
const SHELL_AGE = 600_000; // ms until the form is fetched anew

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

async function install() {
  const store = await caches.open(STORE);
  await store.addAll(FILES);
  await fetchShell(store);
  await self.skipWaiting();
}

async function takeOver() {
  const store = await caches.open(STORE);
  const paths = [...FILES, SHELL];
  for (const kept of await store.keys()) {
    if (!paths.includes(new URL(kept.url).pathname)) await store.delete(kept);
  }
  for (const name of await caches.keys()) if (name !== STORE) await caches.delete(name);
  await self.clients.claim();
}

async function fetchShell(store) {
  const answer = await fetch(SHELL, { cache: "no-store", redirect: "manual" });
  if (answer.ok) await store.put(SHELL, answer);
}

async function refreshShell() {
  const store = await caches.open(STORE);
  const kept = await store.match(SHELL);
  const age = Date.now() - Date.parse(kept?.headers.get("date") ?? 0);
  if (!(age < SHELL_AGE)) await fetchShell(store);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (FILES.includes(url.pathname)) event.respondWith(file(request));
});

async function file(request) {
  return (await caches.match(request)) ?? fetch(request);
}

// The farm's own answer when it comes in time, else the form from the phone.
async function page(event) {
  const late = new Promise((_, failed) => setTimeout(() => failed(new Error("late")), PATIENCE));
  try {
    const answer = await Promise.race([fetch(event.request), late]);
    if (![502, 503, 504].includes(answer.status)) {
      if (answer.ok) event.waitUntil(refreshShell().catch(() => {}));
      return answer;
    }
    return (await caches.match(SHELL)) ?? answer;
  } catch {
    return (await caches.match(SHELL)) ?? Response.error();
  }
}
