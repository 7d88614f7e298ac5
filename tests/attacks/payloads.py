"""Hostile words, and a browser that looks at what became of them. The tests of payloads put the words into every place."""

from __future__ import annotations

from collections.abc import Iterable

from playwright.sync_api import Browser

SCRIPT = "window.hit=1"
WORDS = [
    f"<script>{SCRIPT}</script>",
    f"<img src=a.png onerror={SCRIPT}>",
    f"<svg onload={SCRIPT}>",
    f"<svg><script>{SCRIPT}</script></svg>",
    f"<iframe srcdoc='<script>parent.{SCRIPT}</script>'></iframe>",
    "<iframe src=javascript:parent.hit=1></iframe>",
    f"<details open ontoggle={SCRIPT}>",
    f"<a href='javascript:{SCRIPT}'>x</a>",
    f"<a href='jav&#x09;ascript:{SCRIPT}'>x</a>",
    f"<form action=javascript:{SCRIPT}><input autofocus onfocus={SCRIPT}>",
    f"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=a.png onerror={SCRIPT}&gt;'>",
    f"<noscript><p title='</noscript><img src=a.png onerror={SCRIPT}>'>",
    "<base href=//evil.test/>",
    "<link rel=stylesheet href=//evil.test/x.css>",
    "<meta http-equiv=refresh content='0;url=//evil.test'>",
    "<object data=//evil.test/x.swf></object><embed src=//evil.test/x.swf>",
    "<video src=//evil.test/x.mp4 autoplay></video>",
    "<style>@import '//evil.test/x.css';</style>",
    "<p style='background:url(//evil.test/x)'>x</p>",
    f"</title><script>{SCRIPT}</script>",
    f"</textarea></script></style><script>{SCRIPT}</script>",
    f'"><script>{SCRIPT}</script>',
    f"' onmouseover='{SCRIPT}' x='",
    f'" autofocus onfocus="{SCRIPT}',
    f"--><script>{SCRIPT}</script><!--",
    f"]]><script>{SCRIPT}</script>",
    f"&lt;script&gt;{SCRIPT}&lt;/script&gt;",
    f"{{{{ {SCRIPT} }}}}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    f"<template><script>{SCRIPT}</script></template>",
    f"<xmp><p title='</xmp><img src=a.png onerror={SCRIPT}>'>",
    f"<scr<script>ipt>{SCRIPT}</scr</script>ipt>",
    f"<div id=__md_scope class=md-overlay onclick={SCRIPT}>x</div>",
    "<img src=//evil.test/x.png alt=x>",
    f"＜script＞{SCRIPT}＜/script＞",
    f"\u2028<script>{SCRIPT}</script>\u2029",
]
AUDIT = """() => {
  const wrong = [];
  for (const element of document.querySelectorAll('*')) {
    const name = element.localName;
    if (['iframe', 'object', 'embed', 'base', 'frame', 'video', 'audio', 'applet', 'foreignObject'].includes(name))
      wrong.push(name);
    if (name === 'meta' && element.httpEquiv === 'refresh') wrong.push('refresh');
    if (name === 'script' && element.src && !element.src.startsWith(location.origin)) wrong.push(element.src);
    for (const attribute of element.attributes) {
      if (attribute.name.startsWith('on')) wrong.push(name + ' ' + attribute.name);
      if (/^[\\s\\x00-\\x20]*(javascript|vbscript|data:text)/i.test(attribute.value)) wrong.push(attribute.value);
    }
    if (element.id === '__md_scope' && name === 'div') wrong.push('poses as the theme');
  }
  if (window.hit) wrong.push('a script ran');
  return wrong;
}"""
_VIOLATIONS = "document.addEventListener('securitypolicyviolation', e => console.error(e.effectiveDirective + ' ' + e.blockedURI))"


def wrongs(chromium: Browser, address: str, files: Iterable[str]) -> list[str]:
    """What is wrong with the files of a site, opened one after the other: elements, scripts that ran, what was asked elsewhere."""
    context = chromium.new_context()
    context.add_init_script(_VIOLATIONS)
    page = context.new_page()
    said, asked, wrong = list[str](), list[str](), list[str]()
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}") if message.type == "error" else None)
    page.on("dialog", lambda dialog: (said.append(f"{page.url}: {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url))
    for name in sorted(files):
        page.goto(address + name, wait_until="domcontentloaded")
        if name.endswith(".xml") and name != "sitemap.xml":
            page.wait_for_selector("h1")  # its style sheet makes a page of a feed
        wrong += [f"{name}: {element}" for element in page.evaluate(AUDIT)]
    context.close()
    # Opened alone, a drawing has no icon, and the style sheet in it is not applied.
    wrong += [text for text in said if not any(word in text for word in ("404", "style-src"))]
    return wrong + [url for url in asked if not url.startswith((address, "data:"))]
