/* The menu on narrow screens, the way back to the top, and where in the page a reader is. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector(".fb-menu-open"), menu = document.getElementById("menu"), header = document.querySelector(".fb-header");
  const others = [...document.querySelectorAll("body > :not(.fb-header), .fb-header-row > :not(.fb-menu, .fb-menu-open)")];
  const isOpen = () => button.getAttribute("aria-expanded") === "true";
  const set = open => {
    button.setAttribute("aria-expanded", open);
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
  const far = () => toTop.classList.toggle("fb-far", scrollY > innerHeight);
  addEventListener("scroll", far, {passive: true});
  far();

  const links = new Map([...document.querySelectorAll(".fb-toc a")].map(link => [document.getElementById(decodeURIComponent(link.hash.slice(1))), link]));
  if (!links.size || typeof IntersectionObserver === "undefined") return;
  let current = null;
  const follow = () => {
    let last = null;
    for (const [heading, link] of links) if (heading && heading.getBoundingClientRect().top < 120) last = link;
    if (last === current) return;
    current?.removeAttribute("aria-current");
    last?.setAttribute("aria-current", "true");
    current = last;
  };
  const watched = new IntersectionObserver(follow, {rootMargin: "-110px 0px -70% 0px"});
  for (const heading of links.keys()) if (heading) watched.observe(heading);
});
