/* The search box: shows funds, then briefings. search.js fetches it when a reader first opens it, and finder.js, which does the
   finding, comes with the first search. Whatever is shown is set as text, never as HTML. */
"use strict";

const briefingsSearch = files => {
  const root = files.root, PAGE = 6, FUNDS = 4, RECENT = "fb-recent", KEPT = 8, WAIT = 120;
  const NAMES = {series: "s", topic: "o", year: "y", fund: "f"};
  const TROUBLE = {
    file: "从文件夹里直接打开的网页不能搜索：浏览器不让网页读旁边的文件，需要通过网站（服务器）打开。",
    offline: "网络不通，现在搜不了。连上网络后请再试。",
    missing: "搜索索引缺了一部分，可能正在更新。请稍后再试。",
    torn: "搜索索引与网页不是同一次发布的。请刷新页面后再试。",
  };
  let box = null, finder = null, run = 0, active = -1, found = null, timer = 0, opening = null, before = null;

  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === true) element.setAttribute(name, "");
      else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
    }
    element.append(...children.filter(child => child !== null && child !== undefined));
    return element;
  };
  const icon = path => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), shape = document.createElementNS(svg.namespaceURI, "path");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    shape.setAttribute("d", path);
    svg.append(shape);
    return svg;
  };

  /* ------------------------------------------------------------------------------------------------------------- box */
  const built = () => {
    const input = make("input", {
      type: "search", id: "fb-query", role: "combobox", "aria-label": "搜索", "aria-expanded": "false", "aria-controls": "fb-found",
      "aria-autocomplete": "list", "aria-haspopup": "listbox", autocomplete: "off", autocapitalize: "off", autocorrect: "off",
      spellcheck: "false", enterkeyhint: "search", maxlength: "20000", placeholder: "基金、代码、拼音首字母或文中的话",
    });
    const close = make("button", {type: "button", class: "fb-finder-close", "aria-label": "关闭搜索"},
      icon("M19 6.41 17.59 5 12 10.59 6.41 5 5 6.41 10.59 12 5 17.59 6.41 19 12 13.41 17.59 19 19 17.59 13.41 12z"));
    const select = (name, all) => make("select", {name, "aria-label": all}, make("option", {value: ""}, all));
    const filters = {
      series: select("series", "系列"), topic: select("topic", "主题"), year: select("year", "年份"), fund: select("fund", "基金"),
    };
    const status = make("p", {class: "fb-finder-status", role: "status"});
    const list = make("div", {id: "fb-found", role: "listbox", "aria-label": "搜索结果"});
    const more = make("button", {type: "button", class: "fb-finder-more", hidden: true}, "显示更多");
    const after = make("div", {class: "fb-finder-after"});
    const form = make("form", {role: "search", class: "fb-finder-form"}, input, close);
    const body = make("div", {class: "fb-finder-body"}, status, list, more, after);
    const dialog = make("dialog", {class: "fb-finder md-typeset", "aria-label": "搜索"},
      form, make("div", {class: "fb-finder-filters", role: "group", "aria-label": "筛选"}, ...Object.values(filters)), body);
    document.body.append(dialog);
    box = {dialog, form, input, filters, status, list, more, after, body};
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });
    dialog.addEventListener("close", closed);
    form.addEventListener("submit", event => { event.preventDefault(); chosen(); });
    input.addEventListener("input", event => { if (!event.isComposing) soon(); });
    input.addEventListener("compositionend", soon);
    input.addEventListener("keydown", key);
    more.addEventListener("click", () => further(run));
    for (const filter of Object.values(filters)) filter.addEventListener("change", () => look());
    list.addEventListener("click", event => { if (event.target.closest("a")) remember(); });
  };

  const open = (typed = "", wanted = {}) => {
    if (!box) built();
    if (box.dialog.open) return;
    before = document.activeElement === document.body ? document.querySelector(".fb-search-open") : document.activeElement;
    box.input.value = typed;
    for (const [name, value] of Object.entries(wanted)) choose(name, value);
    box.dialog.showModal();
    document.documentElement.classList.add("fb-searching");
    box.input.focus();
    box.input.select();
    look();
  };
  const closed = () => {
    run++;
    document.documentElement.classList.remove("fb-searching");
    address("", {});
    before?.focus();
  };
  const choose = (name, value) => {
    const filter = box.filters[name];
    if (value && ![...filter.options].some(option => option.value === value)) filter.append(make("option", {value}, value));
    filter.value = value;
  };

  /* finder.js, fetched once; a failed fetch may be tried again. */
  const ready = () => {
    opening ||= new Promise((resolve, reject) => {
      const script = make("script", {src: files.finder});
      script.addEventListener("load", () => resolve(briefingsFinder(root)));
      script.addEventListener("error", () => { script.remove(); reject(Object.assign(new Error("finder"), {kind: "offline"})); });
      document.head.append(script);
    }).then(async made => {
      finder = made;
      return made;
    });
    opening.catch(() => { opening = null; });
    return opening;
  };
  const fillFilters = async () => {
    const known = await finder.facets();
    const fill = (name, values) => {
      const filter = box.filters[name], chosen = filter.value;
      filter.replaceChildren(filter.options[0], ...values.map(value => make("option", {value}, name === "year" ? `${value} 年` : value)));
      choose(name, chosen);
      filter.hidden = filter.options.length < 2;
    };
    fill("series", known.series);
    fill("topic", known.topics.map(([name]) => name));
    fill("year", known.years);
    filled = true;
  };
  let filled = false;

  /* -------------------------------------------------------------------------------------------------------- searching */
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(look, WAIT);
  };
  const filters = () => Object.fromEntries(Object.entries(box.filters).map(([name, one]) => [NAMES[name], one.value]).filter(([, value]) => value));

  const look = async () => {
    clearTimeout(timer);
    const mine = ++run, typed = box.input.value, wanted = filters();
    address(typed, Object.fromEntries(Object.entries(box.filters).map(([name, one]) => [name, one.value])));
    if (location.protocol === "file:") return trouble("file");
    try {
      await ready();
      if (!filled) await fillFilters();
      if (mine !== run) return;
      if (!typed.trim() && !Object.keys(wanted).length) return idle();
      say("正在搜索…");
      const made = await finder.search(typed, wanted);
      if (mine !== run) return;
      found = made;
      clear();
      made.funds.then(funds => { if (mine === run) showFunds(funds); }, error => { if (mine === run) trouble(error.kind); });
      await further(mine);
      const funds = await made.funds;
      if (mine !== run) return;
      if (!funds.length && !box.list.querySelector("[role=option]")) await nothing(typed, mine);
    } catch (error) {
      if (mine === run) trouble(error.kind);
    }
  };
  const further = async mine => {
    const before = box.list.querySelectorAll(".fb-hit--page").length;
    try {
      const pages = await found.next(PAGE);
      if (mine !== run) return;
      showPages(pages);
      count();
      box.more.hidden = found.done && !pages.length || found.done;
      if (before && pages.length) mark(box.list.querySelectorAll("[role=option]").length - pages.length);
    } catch (error) {
      if (mine === run) trouble(error.kind);
    }
  };
  const count = () => {
    const parts = [], {funds} = box;
    if (funds) parts.push(`${funds.more ? "至少 " : ""}${funds.length} 只基金`);
    parts.push(`${found.exact ? "" : "约 "}${found.total} 篇`);
    let told = parts.join("，") + besides();
    if (!found.query.words.length && box.input.value.trim()) told = "请输入文字、代码或拼音首字母。";
    say(told);
  };

  const besides = () => (found.lost ? `；另有 ${found.lost} 篇暂时读不到` : "") + (found.query.cut ? "；输入太长，只搜了前 100 个字" : "");

  /* ----------------------------------------------------------------------------------------------------------- results */
  const say = text => { if (box.status.textContent !== text) box.status.textContent = text; };
  const clear = () => {
    box.list.replaceChildren();
    box.after.replaceChildren();
    box.more.hidden = true;
    box.funds = null;
    box.body.scrollTop = 0;
    mark(-1);
  };
  const group = (name, title) => {
    let held = box.list.querySelector(`[data-group=${name}]`);
    if (!held) {
      held = make("div", {role: "group", "aria-labelledby": `fb-group-${name}`, "data-group": name},
        make("div", {class: "fb-finder-group", id: `fb-group-${name}`, role: "presentation"}, title));
      if (name === "funds") box.list.prepend(held); else box.list.append(held);
    }
    return held;
  };
  const number = () => {
    box.list.querySelectorAll("[role=option]").forEach((option, n) => { option.id = `fb-hit-${n}`; });
    box.input.setAttribute("aria-expanded", String(Boolean(box.list.querySelector("[role=option]"))));
  };
  const option = (kind, href, ...children) =>
    make("a", {role: "option", class: `fb-hit fb-hit--${kind}`, href, tabindex: "-1", "aria-selected": "false"}, ...children);

  /* A text in pieces, what was asked for marked; the gap that a number leaves is shown as dots. */
  const marked = (text, start = 0, end = text.length, isName = false) => {
    const {folded, places} = finder.mapped(text), made = document.createDocumentFragment();
    const spans = found.query.words.flatMap(one => finder.spans(one, folded, isName)).map(([first, last]) => [places[first], places[last]]);
    const plain = part => part.replaceAll("\ufffc", "…");
    let at = start;
    for (const [first, last] of spans.sort((one, other) => one[0] - other[0])) {
      if (last <= at || first >= end) continue;
      made.append(plain(text.slice(at, Math.max(at, first))), make("mark", {}, plain(text.slice(Math.max(at, first), Math.min(last, end)))));
      at = Math.min(last, end);
    }
    made.append(plain(text.slice(at, end)));
    return made;
  };
  const excerpt = page => {
    const words = found.query.words.map(one => one.text);
    let best = null, most = -1, where = 0;
    for (const line of page.lines) {
      if (line[0] === "T") continue;
      const {folded, places} = finder.mapped(line.slice(1));
      const at = words.map(one => start(folded, one)), here = at.filter(place => place >= 0);
      // A place where the word begins counts more than one inside another word.
      const value = here.length * 4 + (line[0] === "B") * 2 + here.some((place, n) => !inside(folded, place)) + (line.length > 24);
      if (here.length * 4 + value > most && (here.length || line[0] === "B" && !best)) {
        [best, most, where] = [line.slice(1), here.length * 4 + value, here.length ? places[Math.min(...here)] : 0];
      }
    }
    if (!best) return "";
    const from = where > 24 ? where - 16 : 0, to = Math.min(best.length, from + 96);
    const made = make("span", {class: "fb-hit-text"});
    made.append(from ? "…" : "", marked(best, from, to), to < best.length ? "…" : "");
    return made;
  };
  const inside = (folded, at) => /[a-z0-9]/.test(folded[at]) && /[a-z0-9]/.test(folded[at - 1] || " ");
  const start = (folded, one) => {
    let at = folded.indexOf(one);
    for (let next = at; next >= 0; next = folded.indexOf(one, next + 1)) if (!inside(folded, next)) return next;
    return at;
  };

  const showPages = pages => {
    if (!pages.length) return;
    group("pages", "简报").append(...pages.map(page => option("page", root + page.head.u,
      make("span", {class: "fb-hit-meta"}, [day(page.head.d), page.head.s].filter(Boolean).join(" · ")),
      make("span", {class: "fb-hit-title"}, marked(page.title)), excerpt(page))));
    number();
  };
  const day = iso => iso ? `${Number(iso.slice(0, 4))}年${Number(iso.slice(5, 7))}月${Number(iso.slice(8, 10))}日` : "";

  const showFunds = funds => {
    box.funds = funds;
    count();
    const filter = box.filters.fund, wanted = filter.value;
    filter.replaceChildren(filter.options[0], ...funds.map(fund => make("option", {value: fund.c}, fund.n[0])));
    choose("fund", wanted);
    filter.hidden = filter.options.length < 2;
    if (!funds.length) return;
    const held = group("funds", "基金");
    held.append(...funds.slice(0, FUNDS).map(fundCard));
    if (funds.length > FUNDS) {
      // An option like the others, so that arrow keys reach it.
      const rest = make("button", {type: "button", role: "option", class: "fb-finder-more", tabindex: "-1", "aria-selected": "false"},
        `另外 ${funds.length - FUNDS} 只基金`);
      rest.addEventListener("click", () => {
        const place = options().indexOf(rest);
        rest.replaceWith(...funds.slice(FUNDS).map(fundCard));
        number();
        mark(active < 0 ? -1 : place);
        box.input.focus();
      });
      held.append(rest);
    }
    number();
  };
  const fundCard = fund => {
    const figures = make("span", {class: "fb-hit-figures"});
    latest(fund.c).then(told => figures.append(...told), () => {});
    return option("fund", `${root}funds/${encodeURIComponent(fund.c)}/`,
      make("span", {class: "fb-hit-title"}, marked(fund.n[0], 0, fund.n[0].length, true)), make("span", {class: "fb-hit-code"}, marked(fund.c)), figures);
  };
  /* The numbers of a fund, which the index does not hold: its latest net asset value with its date, and the day's change. */
  const latest = async code => {
    const answer = await fetch(`${root}api/funds/${encodeURIComponent(code)}.json`);
    if (!answer.ok) return [];
    const value = await answer.json();
    if (typeof value.nav !== "number") return ["暂无净值"];
    const shown = [make("b", {}, rounded(value.nav, 4)), make("span", {}, String(value.date || ""))];
    if (typeof value.change === "number") {
      const text = rounded(value.change * 100, 2), zero = Number(text) === 0;
      const way = zero ? "flat" : value.change > 0 ? "up" : "down";
      shown.splice(1, 0, make("span", {class: way}, `${zero ? text.replace("-", "") : value.change > 0 ? `+${text}` : text}%`));
    }
    return shown;
  };
  /* Half up on the decimal spelling, as the site's own numbers are rounded. */
  const rounded = (value, places) => {
    const scaled = Number((Math.abs(value) * 10 ** places).toPrecision(12));
    return (Math.sign(value) * Math.round(scaled) / 10 ** places).toFixed(places);
  };

  const nothing = async (typed, mine) => {
    const near = Object.keys(filters()).length ? [] : await finder.suggest(typed);
    if (mine !== run) return;
    if (!found.query.words.length) return;
    say(`没有找到${besides()}${near.length ? "，您要找的是不是：" : "。"}`);
    for (const one of near) {
      const chip = make("button", {type: "button", class: "fb-finder-chip"}, one.fund ? `${one.text} ${one.fund}` : one.text);
      chip.addEventListener("click", () => { box.input.value = one.text; look(); });
      box.after.append(chip);
    }
    const help = Object.keys(filters()).length ? "换个筛选条件，或" : "可以少打几个字、换个说法，或";
    box.after.append(make("p", {}, help, make("a", {href: `${root}archive/`}, "看全部简报"), "、", make("a", {href: `${root}funds/`}, "看全部基金"), "。"));
  };
  const trouble = kind => {
    clear();
    say(TROUBLE[kind] || "搜索出了问题。请刷新页面后再试。");
    const again = make("button", {type: "button", class: "fb-finder-chip"}, "再试一次");
    again.addEventListener("click", look);
    box.after.append(...(kind === "file" ? [] : [again]), make("p", {}, "也可以", make("a", {href: `${root}archive/`}, "看全部简报"), "。"));
  };

  /* Nothing typed yet: what was searched for on this device before. */
  const idle = () => {
    found = null;
    clear();
    const kept = recent();
    say(kept.length ? "最近搜过，只记在这台设备上" : "输入基金名称、代码、拼音首字母，或文中的任何一段话。");
    for (const text of kept) {
      const chip = make("button", {type: "button", class: "fb-finder-chip"}, text);
      chip.addEventListener("click", () => { box.input.value = text; look(); });
      box.after.append(chip);
    }
    if (kept.length) {
      const forget = make("button", {type: "button", class: "fb-finder-forget"}, "清除记录");
      forget.addEventListener("click", () => { store([]); idle(); box.input.focus(); });
      box.after.append(forget);
    }
    number();
  };
  const recent = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(RECENT) || "[]");
      return Array.isArray(kept) ? kept.filter(one => typeof one === "string").slice(0, KEPT) : [];
    } catch { return []; }
  };
  const store = kept => {
    try { if (kept.length) localStorage.setItem(RECENT, JSON.stringify(kept)); else localStorage.removeItem(RECENT); } catch { /* not allowed to */ }
  };
  const remember = () => {
    const typed = box.input.value.trim().slice(0, 60);
    if (typed) store([typed, ...recent().filter(one => one !== typed)].slice(0, KEPT));
  };

  /* ---------------------------------------------------------------------------------------------------------- keyboard */
  const options = () => [...box.list.querySelectorAll("[role=option]")];
  const mark = place => {
    const all = options();
    active = all.length ? Math.max(-1, Math.min(place, all.length - 1)) : -1;
    all.forEach((one, n) => one.setAttribute("aria-selected", String(n === active)));
    if (active < 0) box.input.removeAttribute("aria-activedescendant");
    else {
      box.input.setAttribute("aria-activedescendant", all[active].id);
      all[active].scrollIntoView({block: "nearest"});
    }
  };
  const key = event => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Escape") {
      event.preventDefault();
      box.dialog.close();
    }
  };
  const chosen = () => {
    remember();
    const one = options()[active];
    if (one) one.click();
    else { look(); if (matchMedia("(pointer: coarse)").matches) box.input.blur(); } // the phone's keyboard gives way to what was found
  };
  /* ----------------------------------------------------------------------------------------------------------- address */
  const address = (typed, wanted) => {
    const url = new URL(location.href);
    for (const [name, value] of Object.entries({q: typed.trim().slice(0, 200), ...Object.fromEntries(Object.keys(NAMES).map(one => [one, wanted[one] || ""]))})) {
      if (value) url.searchParams.set(name, value); else url.searchParams.delete(name);
    }
    if (url.href !== location.href) try { history.replaceState(history.state, "", url); } catch { /* too often, or a file */ }
  };
  return {
    toggle: () => { if (box?.dialog.open) box.dialog.close(); else open(); },
    open: asked => open(asked.get("q") || "", Object.fromEntries(Object.keys(NAMES).map(name => [name, asked.get(name) || ""]))),
  };
};
