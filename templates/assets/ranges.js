// A chart and a stretch of its time in, its lines and axes over that stretch out, as the builder would draw them.
(kit => {
  'use strict';
  const {make, date, ordinal, spoken, back, digits, DAY, EPOCH} = kit, FONT = 16, BREAK = 15;
  const wide = text => [...text].reduce((sum, one) => sum + (one > '\u2e80' ? FONT : FONT * .58), 0);

  // Round values around those seen, at most so many steps.
  function ticks(low, high, most) {
    if (low === high) { const margin = Math.abs(low) * .05 || 1; low -= margin; high += margin; }
    for (let power = Math.floor(Math.log10((high - low) / most)) - 1; ; power++)
      for (const lead of [1, 2, 2.5, 5]) {
        const step = lead * 10 ** power, first = Math.floor(low / step + 1e-9), last = Math.ceil(high / step - 1e-9);
        if (last - first <= most) return Array.from({length: last - first + 1}, (_, at) => +((first + at) * step).toPrecision(12));
      }
  }
  function named(values, suffix) {
    const most = Math.max(...values.map(Math.abs)), step = values[1] - values[0];
    const sizes = '1e8 1e8 亿,1e5 1e4 万'.split(',').map(one => one.split(' '));
    const [, size, word] = suffix ? [0, 1, suffix] : sizes.find(one => most >= one[0]) || [0, 1, ''];
    const places = (String(+(step / size).toPrecision(3)).split('.')[1] || '').length;
    return values.map(value => [value, digits(value / size, places) + (value || suffix ? word : '')]);
  }
  // Ticks of a time axis: years stand alone, other ticks are months or, within two months, days.
  function moments(from, to, room) {
    const found = [], kept = [], scale = room / (to - from), months = (to - from) / 30.44;
    if (to - from <= 62) for (let day = from, step = Math.ceil((to - from) / 5) || 1; day <= to; day += step) {
      const on = date(day);
      found.push([day, `${on.getUTCMonth() + 1}月${on.getUTCDate()}日`]);
    } else {
      const step = [1, 2, 3, 6, 12, 24, 60].find(step => months / step <= 6) || 120, on = date(from - 1);
      for (let at = on.getUTCFullYear() * 12 + on.getUTCMonth() + 1, day; (day = ordinal(1970, at - 23640, 1)) <= to; at++) {
        if (at % step) continue;
        const on = date(day), year = on.getUTCFullYear(), month = at % 12 + 1;
        found.push(month === 1 ? [day, `${year}年`, 1] : [day, found.length ? `${month}月` : `${year}年${month}月`, 0]);
      }
    }
    for (const one of found.sort((a, b) => b[2] - a[2] || a[0] - b[0]))
      if (kept.every(other => Math.abs(one[0] - other[0]) * scale >= (wide(one[1]) + wide(other[1])) / 2 + 10)) kept.push(one);
    return kept;
  }
  // The wanted places in their order, a line of text apart.
  function apart(wanted, high) {
    const order = wanted.map((_, at) => at).sort((a, b) => wanted[a] - wanted[b]), placed = [...wanted];
    order.forEach((at, nth) => { if (nth) placed[at] = Math.max(placed[at], placed[order[nth - 1]] + FONT + 1); });
    order.reverse().forEach(at => { placed[at] = Math.min(placed[at], high); high = placed[at] - FONT - 1; });
    return placed;
  }

  // Of raw values what is drawn: the change since the range's first day, which the first line has, or the fall from the
  // highest since then. A line whose last value then is too old would show another time: it is left out.
  function derived({data, all, days, first}) {
    if (!data.derived) return all;
    return all.map(line => {
      let base = first, highest = -Infinity;
      while (base > 0 && line[base] === null) base--;
      if (line[base] === null || days[first] - days[base] > BREAK) return line.map(() => null);
      return line.map((value, at) => {
        if (value === null || at < base) return null;
        highest = Math.max(highest, value);
        return (value / (data.derived === 'fall' ? highest : line[base]) - 1) * 100;
      });
    });
  }

  kit.draw = view => {
    const {data, days, values, first, last, from, high, x, width} = view, [left, top, room, height] = data.plot, foot = top + height;
    const of = view.shown(), seen = of.flatMap(line => values[line].slice(first).filter(value => value !== null)), ends = [];
    if (data.zero || !seen.length) seen.push(0);
    const steps = ticks(seen.reduce((a, b) => Math.min(a, b)), seen.reduce((a, b) => Math.max(a, b)), height < 120 ? 3 : 6);
    view.ground = [steps[0], steps.at(-1)];
    const y = view.y, word = (x, y, text, more) => make('*text', {x, y, fill: 'var(--fb-muted)', ...more}, text);
    view.zoom ||= view.svg.insertBefore(make('*g', {class: 'chart-zoom', fill: 'none'}), view.svg.querySelector('.chart-over'));
    view.zoom.replaceChildren(
      ...named(steps, data.format[1]).flatMap(([value, label]) => [
        make('*path', {d: `M${left},${y(value)}h${room}`, stroke: value === data.rule ? 'var(--fb-muted)' : 'var(--grid)'}),
        word(left - 6, y(value) + 5, label, {'text-anchor': 'end'})]),
      ...moments(from, high, room).flatMap(([day, label]) => [
        make('*path', {d: `M${x(day)},${foot}v4`, stroke: 'var(--fb-muted)'}),
        word(x(day), foot + 22, label, {'text-anchor': 'middle'})]),
      ...data.notes.filter(note => note[1] >= from).flatMap(([begin, end, label]) => {
        const at = x(Math.max(begin, from)), drawn = end > begin
          ? {d: `M${at},${top}H${x(end)}V${foot}H${at}z`, fill: 'var(--fb-muted)', 'fill-opacity': .14}
          : {d: `M${at},${top - 4}V${foot}`, stroke: 'var(--fb-muted)', 'stroke-dasharray': '3,3'};
        return [make('*path', drawn), word(Math.max(0, Math.min(at, width - wide(label) - 2)), top - 9, label, {fill: 'currentColor'})];
      }),
      ...of.flatMap(line => {
        const [, stroke, dash] = data.lines[line], points = [];
        for (let at = first; at <= last; at++) if (values[line][at] !== null) points.push([days[at], values[line][at]]);
        if (!points.length) return [];
        const place = ([day, value]) => `${x(day).toFixed(1)},${y(value).toFixed(1)}`, [end, value] = points.at(-1);
        const d = points.map((point, nth) => (nth && point[0] - points[nth - 1][0] <= BREAK ? 'L' : 'M') + place(point)).join('');
        ends.push([stroke, x(end), y(value), view.text(value, data.format[1] ? 1 : data.format[0])]);
        const drawn = make('*path', {d, stroke, 'stroke-width': 2, 'stroke-linejoin': 'round', 'stroke-dasharray': dash || 'none'});
        const area = data.filled && !line ? [make('*path', {d: `${d}V${y(0)}H${x(points[0][0])}z`, fill: stroke, 'fill-opacity': .14})] : [];
        return [...area, drawn];
      }));
    const placed = apart(ends.map(end => end[2]), foot);
    ends.forEach(([fill, cx, cy, label], at) => view.zoom.append(make('*circle', {cx, cy, r: 3.6, fill}),
      word(left + room + 8, placed[at] + 5, label, {fill, 'font-weight': 'bold'})));
    for (const mark of marks(view, foot)) {
      const day = +mark.dataset.day;
      mark.classList.toggle('is-off', day < from);
      mark.querySelector('circle').setAttribute('cx', x(Math.min(Math.max(day, from), high)).toFixed(1));
    }
  };
  // The dots of a fund's drawing: those of its year are there, the page's list of briefings tells the others.
  function marks(view, foot) {
    const ground = view.svg.parentNode.querySelector('.chart-marks');
    if (!ground) return [];
    const there = new Set([...ground.children].map(mark => mark.getAttribute('href')));
    for (const item of document.querySelectorAll('.mentions li')) {
      const link = item.querySelector('a'), href = link.getAttribute('href'), on = item.querySelector('time').dateTime.slice(0, 10);
      if (there.has(href)) continue;
      there.add(href);
      ground.append(make('*a', {class: 'chart-mark', href, 'data-day': Date.parse(on) / DAY + EPOCH},
        make('*title', {}, `${on} ${link.textContent}`), make('*circle', {cy: foot, r: 6})));
    }
    return ground.children;
  }

  function set(view, months) {
    const {data, days, high} = view, whole = !months && !data.derived, from = months ? back(high, months) : data.from || days[0];
    view.first = 0;
    while (view.first < view.last && days[view.first + 1] <= from) view.first++;
    if (data.derived) {
      while (view.first > 0 && view.all[0][view.first] === null) view.first--;
      if (view.all[0][view.first] === null) view.first = view.all[0].findIndex(value => value !== null);
    }
    view.from = whole ? data.time[0] : days[view.first];
    view.values = derived(view);
    view.hide();
    if (data.derived === 'change') {
      const missing = data.lines.filter((_, line) => view.values[line].every(value => value === null)).map(line => `；${line[0]}当时没有数据，不作对比`);
      view.svg.parentNode.querySelector('.chart-unit').textContent = `${spoken(view.from)}以来的涨跌幅${missing.join('')}`;
    }
    view.svg.parentNode.classList.toggle('is-zoomed', !whole);
    if (!whole) return kit.draw(view);
    view.zoom?.remove();
    view.zoom = null;
    view.ground = data.values;
  }
  // `months` back from the last day; 0 is all of it.
  kit.range = async (view, months) => {
    await view.ready?.();
    if (view.days) set(view, months);
  };

  // The values of the files that a chart names, on the days of all of them; a site read from a plain folder has none.
  const known = {};
  kit.fetched = (view, said) => view.coming ||= Promise.all(view.data.files.map(url => known[url] ||= fetch(url).then(answer => answer.json()))).then(files => {
    const columns = files.map(({start, steps, values, places}) => {
      let day = Date.parse(start) / DAY + EPOCH;
      return new Map(values.map((value, at) => [day += steps[at], value / 10 ** places]));
    });
    if (view.data.launch && !columns[0].has(view.data.from)) columns[0].set(view.data.from, 1); // a fund's first unit is worth 1.0000
    const days = [...new Set(columns.flatMap(column => [...column.keys()]))].sort((a, b) => a - b).filter(day => day <= view.high);
    view.fill(days, columns.map(column => days.map(day => column.get(day) ?? null)));
    set(view, view.data.months);
  }).catch(() => { said.textContent = '未能读取走势数据'; });
})(document.currentScript.kit);
