/* What every page has of search: a touch on its links, "/", Ctrl-K and a query in the address fetch box.js, which does the rest. */
"use strict";

(() => {
  if (typeof HTMLDialogElement === "undefined") return; // the links lead to the page that says what to do instead
  const files = document.currentScript.dataset;
  let coming = null;

  const box = () => {
    coming ||= new Promise((resolve, reject) => {
      const script = document.createElement("script"), sheet = document.createElement("link");
      const failed = () => { script.remove(); sheet.remove(); coming = null; reject(new Error("box")); };
      script.src = files.box;
      sheet.rel = "stylesheet";
      sheet.href = files.boxSheet;
      const loaded = file => new Promise(done => { file.addEventListener("load", done); file.addEventListener("error", failed); });
      Promise.all([loaded(script), loaded(sheet)]).then(() => resolve(briefingsSearch(files)));
      document.head.append(sheet, script);
    });
    return coming;
  };
  const sorry = () => {
    const dialog = document.createElement("dialog"), said = document.createElement("p"), form = document.createElement("form"), close = document.createElement("button");
    dialog.className = "fb-finder-sorry md-typeset";
    said.textContent = "网络不通，现在搜不了。连上网络后请再试。";
    form.method = "dialog";
    close.textContent = "关闭";
    form.append(close);
    dialog.append(said, form);
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  };
  const show = then => box().then(then, sorry);

  document.addEventListener("keydown", event => {
    const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
    const slash = event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey;
    const control = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
    if (!slash && !control) return;
    event.preventDefault();
    show(found => slash ? found.open(new URLSearchParams()) : found.toggle());
  });
  document.addEventListener("DOMContentLoaded", () => {
    for (const opener of document.querySelectorAll("[data-search]")) {
      opener.addEventListener("click", event => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        show(found => found.open(new URLSearchParams()));
      });
      // Who comes near it will press it: the box is there by then.
      opener.addEventListener("pointerenter", () => box().catch(() => {}), {once: true});
    }
    const asked = new URL(location.href).searchParams;
    if (["q", "series", "topic", "year", "fund"].some(name => asked.get(name)) || document.body.dataset.kind === "search") show(found => found.open(asked));
  });
})();
