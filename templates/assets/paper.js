/* What paper says of the page that was printed: its address, and the day. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const said = document.querySelector(".fb-paper");
  const tell = () => {
    const now = new Date(), day = `${now.getFullYear()}年${now.getMonth() + 1}月${now.getDate()}日`;
    const address = document.querySelector("link[rel=canonical]")?.href || location.href.split("#")[0];
    said.replaceChildren(...[said.dataset.site, address, `打印于 ${day}`].map(text => Object.assign(document.createElement("span"), {textContent: text})));
  };
  tell();
  addEventListener("beforeprint", tell); // it may be another day
});
