// Says on a live page how many trading days its numbers are behind, on the day on which it is read. What is frozen is not marked.
document.addEventListener("DOMContentLoaded", () => {
  const told = globalThis.briefingsCalendars;
  if (!told) return;
  const day = (iso) => Date.parse(iso + "T00:00:00Z") / 864e5;
  const iso = (on) => new Date(on * 864e5).toISOString().slice(0, 10);
  // By parts: how a locale orders them has changed before.
  const clock = new Intl.DateTimeFormat("en", { timeZone: told.zone, year: "numeric", month: "2-digit", day: "2-digit" });
  const now = Object.fromEntries(clock.formatToParts(new Date()).map(({ type, value }) => [type, value]));
  const today = day(`${now.year}-${now.month}-${now.day}`);

  const trades = (set, on) => {
    const name = iso(on);
    if (set.shut.includes(name)) return false;
    if (set.open.includes(name)) return true;
    const weekday = (on + 4) % 7; // day 0 was a Thursday
    return weekday > 0 && weekday < 6 && !name.endsWith("-01-01");
  };
  // Trading days behind the last value and before today: a day's value comes that evening.
  const behind = (set, last) => {
    let count = 0;
    for (let on = day(last) + 1; on < today; on++) count += trades(set, on);
    return count;
  };
  const spoken = (iso) => iso.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, (_, year, month, date) => `${year}年${month}月${date}日`);
  const said = (count) => `已有 ${count} 个交易日未更新`;
  // What the count stands on, where that is not the calendar alone.
  const footing = (set, last) => {
    if (!set.to) return "（未提供交易日历，按周一至周五计）";
    if (last < set.from) return `（交易日历始于${spoken(set.from)}，此前按周一至周五计）`;
    return iso(today - 1) > set.to ? `（交易日历止于${spoken(set.to)}，其后按周一至周五计）` : "";
  };

  const stale = new Map();
  for (const time of document.querySelectorAll("time[data-fresh]")) {
    const set = told.sets[time.dataset.fresh];
    const limit = Number(time.dataset.limit);
    const count = set ? behind(set, time.dateTime) : 0;
    if (count > limit) {
      const mark = document.createElement("span");
      mark.className = "stale";
      mark.textContent = said(count);
      mark.title = said(count) + footing(set, time.dateTime);
      time.after(" ", mark);
    }
    // The site as a whole is stale where its newest value is, by the widest limit that the page shows.
    if (set) stale.set(time.dataset.fresh, Math.max(limit, stale.get(time.dataset.fresh) ?? 0));
  }
  const words = { nav: "净值", index: "指数行情", stock: "股票行情" };
  const lines = [...stale].flatMap(([name, limit]) => {
    const set = told.sets[name];
    const count = behind(set, set.through);
    return count > limit ? [`${words[name]}数据截至${spoken(set.through)}，${said(count)}${footing(set, set.through)}`] : [];
  });
  const content = document.querySelector("main article");
  if (lines.length && content) {
    const banner = document.createElement("p");
    banner.className = "fb-stale";
    banner.setAttribute("role", "status");
    banner.textContent = `本站${lines.join("；")}。`;
    content.prepend(banner);
  }
});
