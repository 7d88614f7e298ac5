/* Copies the address of a page, and hands it to what the system shares with. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const row = document.querySelector(".fb-share");
  if (!row) return;
  const [copy, send] = row.querySelectorAll("button"), said = row.querySelector("[role=status]");
  const url = () => document.querySelector("link[rel=canonical]")?.href || location.href.split("#")[0].replace(/^(http.*\/)index\.html$/, "$1");
  const title = document.querySelector("h1").textContent;
  // Where a page is not served over HTTPS, a browser copies selected text alone.
  const copied = async text => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const field = document.createElement("textarea");
    field.value = text;
    row.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (!done) throw new Error();
  };
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    try { await copied(url()); said.textContent = "已复制"; } catch { said.textContent = url(); }
    copy.focus();
  });
  if (!navigator.share) return;
  send.hidden = false;
  send.addEventListener("click", () => navigator.share({title, url: url()}).catch(() => {})); // a reader may think better of it
});
