/* Keeps seen pages for times without a network, and says when a page is one of these. */
"use strict";

(() => {
  const root = document.currentScript.dataset.root, html = document.documentElement;
  if (!navigator.serviceWorker) return; // a plain folder, or no secure connection
  const tell = saved => {
    if (document.querySelector(".fb-offline")) return;
    const days = [...document.querySelectorAll("data[data-to]")].map(number => number.dataset.to).sort();
    const note = document.createElement("p");
    note.className = "fb-banner fb-offline";
    note.setAttribute("role", "status");
    note.textContent = days.length ? `离线，数据截至 ${days.at(-1)}` : `离线，本页保存于 ${saved}`;
    document.querySelector(".fb-header").before(note);
  };
  document.addEventListener("DOMContentLoaded", () => { if (html.dataset.offline) tell(html.dataset.offline); });
  navigator.serviceWorker.addEventListener("message", event => {
    if (event.data === "offline") tell(html.dataset.offline ?? "先前");
  });
  addEventListener("load", async () => {
    try {
      await navigator.serviceWorker.register(new URL(`${root}worker.js`, document.baseURI));
      if (html.dataset.offline) return;
      const { active } = await navigator.serviceWorker.ready;
      active.postMessage([location.href, ...performance.getEntriesByType("resource").map(entry => entry.name)]);
    } catch { /* the browser allows none: the site works without */ }
  });
})();
