// A chart that declares parameters in, the chart itself in place of its drawing out: Vega, without what our charts do not use.
// Nothing of it is left on `window`; expressions are interpreted, never compiled; whatever is not in the page is refused.
import {transforms} from 'vega-dataflow';
import * as plain from 'vega-transforms';
import * as viewed from 'vega-view-transforms';
import * as encoded from 'vega-encode';
import {View} from 'vega-view';
import {parse} from 'vega-parser';
import {expressionInterpreter} from 'vega-interpreter';
import {locale} from 'vega-format';
import {Handler} from 'vega-tooltip';

Object.assign(transforms, plain, viewed, encoded);
const refuse = () => Promise.reject(new Error('a chart asks for nothing'));
const loader = {load: refuse, sanitize: refuse, http: refuse, file: refuse, options: {}};

const {box} = document.currentScript, drawing = box.querySelector('svg[role=img]');
const {vega, numbers, dates} = JSON.parse(box.querySelector('.chart-vega').textContent);
const part = name => Object.assign(document.createElement('div'), {className: name});
const place = part('chart-view'), controls = part('chart-controls');
drawing.before(controls, place);
const tooltip = new Handler({disableDefaultStyle: true, id: 'chart-vega-tip'}).call;
new View(parse(vega, null, {ast: true}), {
  expr: expressionInterpreter, renderer: 'svg', loader, tooltip, hover: true, logLevel: 0, locale: locale(numbers, dates),
}).initialize(place, controls).runAsync().then(() => {
  const drawn = place.querySelector('svg');
  for (const name of ['role', 'aria-roledescription']) drawn.removeAttribute(name);
  drawn.setAttribute('role', 'img');
  drawn.setAttribute('aria-label', drawing.querySelector('title').textContent);
  drawn.setAttribute('viewBox', `0 0 ${drawn.getAttribute('width')} ${drawn.getAttribute('height')}`);
  box.classList.add('is-vega');
});
