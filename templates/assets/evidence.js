/* How a number or a claim is known, in a dialog: the entry of the list behind the text, to which the words lead without this script. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const list = document.querySelector(".fb-evidence");
  if (!list) return;
  const known = [...document.querySelectorAll(".claim-words, .fb-body data[aria-details]:not(a *)")];
  const idOf = one => one.getAttribute("aria-details") || one.hash.slice(1);
  const address = hash => history.replaceState(null, "", location.pathname + location.search + hash);
  let dialog;
  const open = id => {
    const entry = document.getElementById(id);
    if (!entry?.matches(".fb-evidence li")) return;
    if (!dialog) {
      dialog = document.createElement("dialog");
      dialog.className = "fb-dialog md-typeset";
      dialog.addEventListener("click", event => { if (event.target === dialog || event.target.closest("button")) dialog.close(); });
      dialog.addEventListener("close", () => address(""));
      document.body.append(dialog);
    }
    const shown = document.createElement("div"), close = document.createElement("button");
    shown.append(close, ...entry.cloneNode(true).childNodes);
    shown.className = "fb-known";
    close.type = "button";
    close.className = "fb-close";
    close.textContent = "关闭";
    shown.querySelector("h3").id = "fb-known";
    dialog.setAttribute("aria-labelledby", "fb-known");
    dialog.replaceChildren(shown);
    address("#" + id);
    if (!dialog.open) dialog.showModal();
  };
  for (const one of known) {
    one.setAttribute("role", "button");
    one.setAttribute("aria-haspopup", "dialog");
    if (!one.hash) {
      one.tabIndex = 0;
      one.setAttribute("aria-label", `查看依据：${one.textContent}`);
    }
    one.addEventListener("click", event => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open(idOf(one));
    });
    one.addEventListener("keydown", event => {
      if (event.key !== " " && event.key !== "Enter") return;
      event.preventDefault();
      open(idOf(one));
    });
  }
  // A link to an entry: its words are shown behind the dialog.
  const linked = () => {
    const words = known.find(one => idOf(one) === location.hash.slice(1));
    words?.focus();
    words?.scrollIntoView({block: "center"});
    if (words) open(idOf(words));
  };
  addEventListener("hashchange", linked);
  addEventListener("load", () => setTimeout(linked)); // the browser has gone to the list by then
});
