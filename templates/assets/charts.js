// Answers readers of charts.
(() => {
  'use strict';
  const DAY = 864e5, EPOCH = 719163, me = document.currentScript, views = [];
  const SPANS = [['1月', 1], ['3月', 3], ['6月', 6], ['今年', -1], ['1年', 12], ['3年', 36], ['5年', 60]];
  const KEYS = {ArrowLeft: at => at - 1, ArrowRight: at => at + 1, ArrowUp: (at, {down}) => at - down, ArrowDown: (at, {down}) => at + down,
    PageUp: at => at + 20, PageDown: at => at - 20, Home: (at, {first}) => first, End: (at, {last}) => last};
  const LIVE = {
    kind: 'k', plot: 'b', time: 't', values: 'y', format: 'f', days: 'd', lines: 'l', notes: 'n', rule: 'r', filled: 'h', zero: 'z', spots: 'i',
    files: 'src', derived: 'm', from: 'from', months: 'now', linked: 'g', whole: 'whole', launch: 'launch'};
  const make = (name, given, ...inside) => {
    const node = name[0] === '*' ? document.createElementNS('http://www.w3.org/2000/svg', name.slice(1)) : document.createElement(name);
    for (const key in given) node.setAttribute(key, given[key]);
    node.append(...inside);
    return node;
  };
  const date = day => new Date((day - EPOCH) * DAY);
  const ordinal = (year, month, day) => Date.UTC(year, month, day) / DAY + EPOCH;
  const spoken = day => { const on = date(day); return `${on.getUTCFullYear()}年${on.getUTCMonth() + 1}月${on.getUTCDate()}日`; };
  const back = (day, months) => {
    const on = date(day), year = on.getUTCFullYear(), month = on.getUTCMonth() - months;
    return months < 0 ? ordinal(year, 0, 0) : ordinal(year, month, Math.min(on.getUTCDate(), date(ordinal(year, month + 1, 0)).getUTCDate()));
  };
  const digits = (value, places) => value.toLocaleString('en-US', {minimumFractionDigits: places, maximumFractionDigits: places});
  const unpack = text => { let sum = 0; return text.split(',').map(one => one ? sum += +one : null); };
  const kit = {make, date, ordinal, spoken, back, digits, DAY, EPOCH};
  let more;
  const ranges = () => more ||= new Promise(done => {
    const script = make('script', {src: me.dataset.ranges});
    script.kit = kit;
    script.onload = done;
    document.head.append(script);
  });

  function start(box) {
    const svg = box.querySelector('svg[role=img]'), json = JSON.parse(box.querySelector('.chart-live').textContent), data = {};
    for (const name in LIVE) data[name] = json[LIVE[name]];
    const [, , width, height] = svg.getAttribute('viewBox').split(' ');
    const called = svg.querySelector('title').textContent, said = make('p', {class: 'chart-said', 'aria-live': 'polite'});
    const tip = make('div', {class: 'chart-tip'}), over = make('*g', {class: 'chart-over'});
    const pad = make('div', {class: 'chart-pad', role: 'slider', tabindex: 0, 'aria-label': `${called}：逐点查看`, 'aria-valuetext': '用方向键查看', 'aria-valuenow': 0}, tip);
    const hide = () => { at = -1; tip.hidden = true; over.replaceChildren(); };
    let at = -1;

    const show = (to, aloud) => {
      const {first, last} = chart, {title, rows, marks, x, y, rise} = chart.point(at = Math.max(first, Math.min(last, to)));
      over.replaceChildren(...marks);
      tip.replaceChildren(make('b', {}, title), ...rows.map(([stroke, dash, name, text]) => make('p', {},
        make('span', {}, ...stroke ? [make('*svg', {class: 'chart-key', viewBox: '0 0 32 8'},
          make('*path', {d: 'M1,4h30', stroke, 'stroke-width': 2.5, 'stroke-dasharray': dash || 'none'}))] : [], name), make('b', {}, text))));
      tip.hidden = false;
      const scale = pad.clientWidth / width, px = x * scale, room = pad.clientWidth - tip.offsetWidth;
      tip.style.left = `${Math.max(0, Math.min(room, x > width / 2 ? px - tip.offsetWidth - 12 : px + 12))}px`;
      tip.style.top = `${Math.min(y * scale, pad.clientHeight) - (rise ? tip.offsetHeight + 4 : 0)}px`;
      if (!aloud) return;
      pad.setAttribute('aria-valuemax', last - first);
      pad.setAttribute('aria-valuenow', at - first);
      pad.setAttribute('aria-valuetext', [title, ...rows.map(row => `${row[2]} ${row[3]}`)].join('，'));
    };
    const follow = event => {
      const {left, top, width: wide} = pad.getBoundingClientRect(), scale = width / wide;
      const to = chart.near?.((event.clientX - left) * scale, (event.clientY - top) * scale);
      if (to >= 0 && to !== at) show(to);
    };
    const chart = (data.kind === 'spots' ? spots : lines)({box, svg, pad, data, called, said, width, hide});
    const on = (name, then) => pad.addEventListener(name, then);
    on('pointermove', follow);
    on('pointerdown', follow);
    on('pointerleave', event => event.pointerType === 'mouse' && hide());
    on('focus', async () => { await chart.ready?.(); pad.matches(':focus-visible') && show(at < 0 ? chart.last : at, true); });
    on('blur', hide);
    on('keydown', async event => {
      const go = KEYS[event.key];
      if (event.key === 'Escape') hide();
      if (!go || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      await chart.ready?.();
      if (chart.point) show(go(at < 0 ? chart.last : at, chart), true);
    });
    document.addEventListener('pointerdown', event => pad.contains(event.target) || hide());
    pad.style.aspectRatio = `${width} / ${height}`;
    hide();
    svg.append(over);
    box.append(pad, said);
  }

  // Boxes of the drawing, e.g. bars, each with a title and rows.
  function spots({data: {spots: boxes}}) {
    const far = ([x, y, w, h], px, py) => Math.hypot(Math.max(x - px, 0, px - x - w), Math.max(y - py, 0, py - y - h));
    return {
      first: 0, last: boxes.length - 1, down: 1,
      near: (x, y) => boxes.reduce((best, one, at) => far(one, x, y) < far(boxes[best], x, y) ? at : best, 0),
      point: at => {
        const [x, y, w, h, title, rows] = boxes[at];
        return {x: x + w / 2, y: at ? y : y + h, rise: at, title, rows, marks: [make('*rect', {class: 'chart-spot', x, y, width: w, height: h, rx: 4})]};
      },
    };
  }

  // Lines over time; the values may lie in files, `src`.
  function lines({box, svg, pad, data, called, said, width, hide}) {
    const [left, top, room, height] = data.plot, [places, suffix, signed] = data.format, hidden = new Set(), [low, high] = data.time;
    const view = {data, svg, width, from: low, high, ground: data.values, down: -1, hide,
      x: day => left + (day - view.from) / (high - view.from) * room,
      y: value => top + (view.ground[1] - value) / (view.ground[1] - view.ground[0]) * height,
      text: (value, few = places) => value == null ? '--' : (signed && value > 0 ? '+' : '') + digits(value, few) + suffix,
      shown: () => data.lines.map((_, at) => at).filter(at => !hidden.has(at))};
    view.fill = (days, all) => {
      Object.assign(view, {days, all, values: all, first: 0, last: days.length - 1});
      view.near = px => {
        const {days, from} = view, day = from + (px - left) / room * (high - from);
        let one = view.first, two = view.last;
        while (two - one > 1) { const middle = one + two >> 1; if (days[middle] < day) one = middle; else two = middle; }
        return day - days[one] < days[two] - day ? one : two;
      };
      view.point = at => {
        const x = view.x(view.days[at]), of = view.shown().map(line => [...data.lines[line], view.values[line][at]]);
        return {x, y: top, rise: 1, title: spoken(view.days[at]), rows: of.map(line => [line[1], line[2], line[0], view.text(line[4])]),
          marks: [make('*path', {class: 'chart-cross', d: `M${x},${top}v${height}`}), ...of.filter(line => line[4] != null).map(line =>
            make('*circle', {class: 'chart-dot', cx: x, cy: view.y(line[4]), r: 5, fill: line[1]}))]};
      };
    };
    if (data.files) {
      view.ready = () => ranges().then(() => kit.fetched(view, said));
      for (const name of ['pointerenter', 'focus']) pad.addEventListener(name, view.ready);
    } else view.fill(unpack(data.days), data.lines.map(line => unpack(line[3]).map(value => value === null ? null : value / 10 ** places)));

    for (const [at, item] of [...box.querySelectorAll('.chart-legend li')].entries()) {
      const button = make('button', {type: 'button', 'aria-pressed': true}, ...item.childNodes), colour = data.lines[at][1];
      item.append(button);
      button.onclick = () => {
        const off = !hidden.delete(at) && hidden.add(at);
        button.setAttribute('aria-pressed', !off);
        for (const one of svg.querySelectorAll(`[stroke="${colour}"],[fill="${colour}"]`)) one.classList.toggle('is-off', off);
        if (view.zoom) kit.draw(view);
        hide();
        said.textContent = `${off ? '已隐藏' : '已显示'}${data.lines[at][0]}`;
      };
    }
    views.push(view);
    const spans = SPANS.filter(span => back(high, span[1]) > (data.from || low) + 5);
    if (spans.length < 2 || data.linked > 1) return view;
    const buttons = [...spans, [data.whole || '全部', 0]].map(([label, months]) => {
      const button = make('button', {type: 'button', 'aria-pressed': months === (data.months || 0)}, label);
      button.onclick = async () => {
        await ranges();
        for (const one of data.linked ? views : [view]) await kit.range(one, months);
        if (!view.days) return;
        for (const other of buttons) other.setAttribute('aria-pressed', other === button);
        said.textContent = `${called}：${spoken(view.from)}至${spoken(high)}`;
      };
      return button;
    });
    svg.before(make('div', {class: 'chart-ranges', role: 'group', 'aria-label': '时间范围'}, ...buttons));
    return view;
  }

  // A chart with parameters is Vega's, once it is asked for.
  for (const {parentNode: box, dataset} of document.querySelectorAll('.chart > .chart-vega')) {
    const button = make('button', {type: 'button', class: 'chart-start'}, '开启交互');
    button.onclick = () => { button.remove(); document.head.append(Object.assign(make('script', {src: dataset.module}), {box})); };
    box.append(button);
  }
  for (const mark of document.querySelectorAll('.chart > .chart-live')) start(mark.parentNode);
})();
