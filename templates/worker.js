/* The service worker: keeps pages that a reader has seen, and the search files, for times without a network. The network always
   comes first where anything may change; files whose name has the digest of their content may come from here at once. */
"use strict";

const NOTES = "NOTES"; // in the language of each page
const SCOPE = new URL(registration.scope);
// Other sites may share the origin, so the name has the scope; VERSION is the digest of this file.
const MINE = `briefings ${SCOPE.pathname} `, NAME = MINE + "VERSION", MOST = 300;
const SETTLED = /\/assets\/briefings\/[^/]+\.[0-9a-f]{8}\.\w+$/;
// Data files are not kept: beside a new page they would show an old number.
const isKept = url => url.origin === SCOPE.origin && url.pathname.startsWith(SCOPE.pathname)
  && !/\/(?:api\/|build\.json$|worker\.js$|feed|sitemap\.xml$)/.test(url.pathname.slice(SCOPE.pathname.length - 1));
const pageOf = url => url.href.replace(/#.*$/, "").replace(/\/index\.html(?=$|\?)/, "/");

addEventListener("install", () => skipWaiting());
addEventListener("activate", event => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith(MINE) && name !== NAME) await caches.delete(name);
  await clients.claim();
})()));

async function keep(key, response) {
  if (!response.ok || response.type !== "basic" || response.redirected) return;
  const cache = await caches.open(NAME);
  await cache.put(key, response); // replaces once all of it has come, and goes to the end: the order is that of the visits
  const keys = await cache.keys();
  for (const old of keys.slice(0, Math.max(0, keys.length - MOST))) await cache.delete(old);
}

const spoken = (iso, pattern, months) => { // e.g. 2024年2月19日
  const [year, month, date] = iso.split("-").map(Number);
  return pattern.replace("{year}", year).replace("{month}", months.split(" ")[month - 1]).replace("{date}", date);
};

/* A kept page says so by itself, whether or not its script was kept too. */
async function marked(response) {
  const text = await response.text();
  const moment = new Date(response.headers.get("date") || NaN), saved = isNaN(moment) ? "" : moment.toISOString().slice(0, 10);
  const days = [...text.matchAll(/ data-to="(\d{4}-\d\d-\d\d)"/g)].map(match => match[1]).sort();
  const [, lang] = text.match(/<html lang="([^"]*)"/) || [], [dated, kept, alone, ...spelling] = NOTES[lang] || Object.values(NOTES)[0];
  const note = days.length ? dated.replace("{day}", spoken(days.at(-1), ...spelling)) : saved ? kept.replace("{day}", spoken(saved, ...spelling)) : alone;
  const html = text.replace("<html ", "<html data-offline ")
    .replace(/<body[^>]*>/, body => `${body}<p class="fb-banner fb-offline" role="status">${note}</p>`);
  return new Response(html, { headers: { "content-type": "text/html; charset=utf-8" } });
}

async function answer(event) {
  const { request } = event, key = pageOf(new URL(request.url));
  const known = await (await caches.open(NAME)).match(key);
  if (known && SETTLED.test(new URL(request.url).pathname)) return known;
  try {
    // A page out of the browser's own cache would be an older one that does not say so: the server is asked.
    const asked = request.mode === "navigate" ? new Request(request, { cache: "no-cache" }) : request, response = await fetch(asked);
    event.waitUntil(keep(key, response.clone()));
    return response;
  } catch (error) {
    if (!known) throw error;
    if (request.mode === "navigate") return marked(known);
    (await clients.get(event.clientId))?.postMessage("offline");
    return known;
  }
}

addEventListener("fetch", event => {
  if (event.request.method === "GET" && !event.request.headers.has("range") && isKept(new URL(event.request.url)))
    event.respondWith(answer(event));
});

/* The page that a reader sees first came before this worker. */
addEventListener("message", event => event.waitUntil(Promise.all(event.data.map(async address => {
  const url = new URL(address);
  if (!isKept(url) || await (await caches.open(NAME)).match(pageOf(url))) return;
  try { await keep(pageOf(url), await fetch(url)); } catch { /* another time */ }
}))));
