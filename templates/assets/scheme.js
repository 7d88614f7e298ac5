/* The scripts of every page's frame are joined. This one runs before anything is painted: light or dark, as the reader chose or else as
   the system is. */
"use strict";

(() => {
  const root = document.documentElement, own = document.currentScript.dataset, KEY = "briefings-scheme";
  root.classList.replace("no-js", "js");
  if (!("mayChoose" in own)) return;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const storage = work => { try { return work(localStorage); } catch { return null; } }; // a browser may refuse to store
  const isDark = () => root.dataset.mdColorScheme === "slate";
  const show = () => {
    const chosen = storage(kept => kept.getItem(KEY));
    root.dataset.mdColorScheme = (chosen ? chosen === "dark" : system.matches) ? "slate" : "default";
    document.querySelector(".fb-scheme")?.setAttribute("aria-pressed", isDark());
  };
  show();
  system.addEventListener("change", show);
  addEventListener("storage", event => { if (event.key === KEY) show(); });
  document.addEventListener("DOMContentLoaded", () => {
    show();
    document.querySelector(".fb-scheme").addEventListener("click", () => {
      const dark = !isDark();
      // What the system says anyway is no choice: the page follows the system again.
      storage(kept => dark === system.matches ? kept.removeItem(KEY) : kept.setItem(KEY, dark ? "dark" : "light"));
      root.dataset.mdColorScheme = dark ? "slate" : "default";
      document.querySelector(".fb-scheme").setAttribute("aria-pressed", dark);
    });
  });
})();
