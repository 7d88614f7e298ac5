/* Keeps seen pages for times without a network, and says when a file of a page is a kept one; a kept page says so itself. */
"use strict";

(() => {
  const root = document.currentScript.dataset.root, html = document.documentElement;
  if (!navigator.serviceWorker) return; // a plain folder, or no secure connection
  const tell = () => {
    if (document.querySelector(".fb-offline")) return;
    const note = document.createElement("p");
    note.className = "fb-banner fb-offline";
    note.setAttribute("role", "status");
    note.textContent = "离线，部分内容是先前保存的";
    document.querySelector(".fb-header").before(note);
  };
  navigator.serviceWorker.addEventListener("message", event => {
    if (event.data === "offline") tell();
  });
  addEventListener("load", async () => {
    try {
      await navigator.serviceWorker.register(new URL(`${root}worker.js`, document.baseURI));
      if ("offline" in html.dataset) return;
      const { active } = await navigator.serviceWorker.ready;
      active.postMessage([location.href, ...performance.getEntriesByType("resource").map(entry => entry.name)]);
    } catch { /* the browser allows none: the site works without */ }
  });
})();
