// Added by `briefings serve` to pages it shows, never to the site: reloads on a change, shows what is wrong meanwhile.
(() => {
  const events = new EventSource("/.briefings/events");
  let build = null;
  events.addEventListener("build", (event) => {
    if (build !== null && event.data !== build) location.reload();
    build = event.data;
  });
  events.addEventListener("problems", (event) => {
    let panel = document.getElementById("briefings-problems");
    if (!panel) {
      panel = document.createElement("pre");
      panel.id = "briefings-problems";
      panel.style.cssText =
        "position:fixed;inset:auto 0 0 0;max-height:60vh;overflow:auto;margin:0;padding:1rem;z-index:9999;" +
        "background:#2b1114;color:#ffd9d9;font:13px/1.5 monospace;white-space:pre-wrap";
      document.body.append(panel);
    }
    panel.textContent = JSON.parse(event.data);
    panel.hidden = !panel.textContent;
  });
})();
