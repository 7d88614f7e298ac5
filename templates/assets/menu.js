/* The menu on narrow screens, the way back to the top, and where in the page a reader is. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector(".fb-menu-open"), menu = document.getElementById("menu"), header = document.querySelector(".fb-header");
  const others = [...document.querySelectorAll("body > :not(.fb-header), .fb-header-row > :not(.fb-menu, .fb-menu-open)")];
  const isOpen = () => button.getAttribute("aria-expanded") === "true";
  const set = open => {
    button.setAttribute("aria-expanded", open);
    menu.style.insetBlockStart = open ? `${header.getBoundingClientRect().bottom}px` : "";
    document.documentElement.classList.toggle("fb-menu-shown", open);
    for (const other of others) other.inert = open;
  };
  const close = () => { if (isOpen()) { set(false); button.focus(); } };
  button.addEventListener("click", () => {
    set(!isOpen());
    if (isOpen()) menu.querySelector("a")?.focus();
  });
  document.addEventListener("keydown", event => { if (event.key === "Escape") close(); });
  document.addEventListener("click", event => { if (!header.contains(event.target)) close(); });
  menu.addEventListener("click", event => { if (event.target.closest("a")) set(false); }); // to a place of this page
  matchMedia("(min-width: 48em)").addEventListener("change", () => set(false)); // there is room for all links
  addEventListener("pageshow", () => set(false)); // a page that the browser kept as it was left

  const toTop = document.querySelector(".fb-to-top");
  const headings = [...document.querySelectorAll(".fb-toc a")].map(link => [document.getElementById(decodeURIComponent(link.hash.slice(1))), link]);
  let current = null;
  const follow = () => {
    toTop.classList.toggle("fb-far", scrollY > innerHeight);
    const read = headings.findLast(([heading]) => heading?.getBoundingClientRect().top < 100)?.[1] ?? null;
    if (read === current) return;
    current?.removeAttribute("aria-current");
    read?.setAttribute("aria-current", "true");
    current = read;
  };
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; follow(); });
  }, {passive: true});
  follow();
});
