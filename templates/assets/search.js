/* What every page has of search: a touch on its button, "/", Ctrl-K and a query in the address fetch box.js, which does the rest. */
"use strict";

(() => {
  const opener = document.querySelector("[data-box]");
  if (!opener || typeof HTMLDialogElement === "undefined") return; // the link leads to the page that says what to do instead
  let coming = null;

  const box = () => {
    coming ||= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = opener.dataset.box;
      script.addEventListener("load", () => resolve(briefingsSearch(opener)));
      script.addEventListener("error", () => { script.remove(); coming = null; reject(new Error("box")); });
      document.head.append(script);
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
  opener.addEventListener("click", event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(found => found.open(new URLSearchParams()));
  });
  // Who comes near the button will press it: the box is there by then.
  opener.addEventListener("pointerenter", () => box().catch(() => {}), {once: true});
  const asked = new URL(location.href).searchParams;
  if (["q", "series", "topic", "year", "fund"].some(name => asked.get(name)) || document.body.dataset.kind === "search") show(found => found.open(asked));
})();
