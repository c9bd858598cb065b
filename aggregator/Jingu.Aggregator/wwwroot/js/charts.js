// Draws a page's curves from the JSON that its figures come from, in the colours of its own style sheet.
import * as flow from './flow.js';

const frame = document.querySelector('[data-charts]');
const charts = [];
const drawEvery = 10_000;
let waiting;

// A colour of the style sheet as the browser resolves it for the theme in force.
function colour(name) {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  frame.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });

function base(tone) {
  const [quiet, line, card, ink] = ['--quiet', '--line', '--card', '--ink'].map(colour);
  return {
    animation: false,
    color: [tone],
    // The last label of an axis is half as wide as this beyond its end.
    grid: { left: 4, right: 18, top: 10, bottom: 2, containLabel: true },
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: quiet },
    tooltip: {
      trigger: 'axis', renderMode: 'richText', confine: true, backgroundColor: card, borderColor: line,
      textStyle: { color: ink }, valueFormatter: value => value == null ? '–' : number.format(value),
    },
    yAxis: {
      type: 'value', splitNumber: 3, axisLabel: { color: quiet, formatter: value => number.format(value) },
      splitLine: { lineStyle: { color: line } },
    },
    category: data => ({
      type: 'category', data, axisLabel: { color: quiet, hideOverlap: true }, axisTick: { show: false },
      axisLine: { lineStyle: { color: line } },
    }),
  };
}

function today(use, zone, tone) {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
  const { category, ...option } = base(tone);
  // A quarter hour of which points are still missing is none yet.
  const whole = Math.max(...use.quarters.map(quarter => quarter.points));
  return {
    ...option,
    xAxis: { ...category(use.quarters.map(quarter => clock.format(new Date(quarter.start)))), boundaryGap: false },
    series: [{
      type: 'line', showSymbol: false, lineStyle: { width: 2 }, areaStyle: { opacity: .15 },
      data: use.quarters.map(quarter => quarter.used === null || quarter.points < whole ? null : quarter.used * 4 / 1000),
    }],
  };
}

function month(use, names, tone) {
  const { category, ...option } = base(tone);
  return {
    ...option,
    xAxis: category(use.days.map(day => String(Number(day.day.slice(-2))))),
    series: [
      { name: names.used, type: 'bar', barMaxWidth: 14, data: use.days.map(day => day.used === null ? null : day.used / 1000) },
      {
        name: names.share, type: 'line', step: 'middle', showSymbol: false, color: colour('--quiet'),
        lineStyle: { width: 1.5, type: 'dashed' }, data: use.days.map(day => day.share / 1000),
      },
    ],
  };
}

function burn(resource, names, tone) {
  const { category, ...option } = base(tone);
  const thousandth = value => value === null ? null : value / 1000;
  const pick = name => resource.days.map(day => thousandth(day[name]));
  const quiet = colour('--quiet');
  const band = { type: 'line', stack: 'band', stackStrategy: 'all', showSymbol: false, lineStyle: { opacity: 0 }, tooltip: { show: false } };
  return {
    ...option,
    xAxis: { ...category(resource.days.map(day => String(Number(day.day.slice(-2))))), boundaryGap: false },
    series: [
      { ...band, data: pick('low') },
      {
        ...band, name: names.band, areaStyle: { opacity: .18 },
        data: resource.days.map(day => day.low === null ? null : (day.high - day.low) / 1000),
      },
      { name: names.middle, type: 'line', showSymbol: false, lineStyle: { width: 1.5, type: 'dotted' }, data: pick('middle') },
      { name: names.planned, type: 'line', showSymbol: false, color: quiet, lineStyle: { width: 1.5, type: 'dashed' }, data: pick('planned') },
      {
        name: names.left, type: 'line', symbolSize: 5, lineStyle: { width: 2.5 }, data: pick('left'),
        markLine: { silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: colour('--exhausted') }, data: [{ yAxis: 0 }] },
      },
    ],
  };
}

// The quarter hours of a plant's day: what it gave beside what was to be expected, kW of Wh.
function plantDay(plant, names, zone, tone) {
  const { category, ...option } = base(tone);
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: zone });
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
  const quarters = plant.curve.filter(quarter => day.format(new Date(quarter.start)) === names.day);
  const power = wh => wh === null ? null : wh * 4 / 1000;
  return {
    ...option,
    xAxis: { ...category(quarters.map(quarter => clock.format(new Date(quarter.start)))), boundaryGap: false },
    series: [
      { name: names.used, type: 'line', showSymbol: false, lineStyle: { width: 2 }, areaStyle: { opacity: .15 }, data: quarters.map(quarter => power(quarter.wh)) },
      {
        name: names.expected, type: 'line', showSymbol: false, color: colour('--quiet'),
        lineStyle: { width: 1.5, type: 'dashed' }, data: quarters.map(quarter => power(quarter.expectedWh)),
      },
    ],
  };
}

function plantMonth(plant, names, tone) {
  const { category, ...option } = base(tone);
  return {
    ...option,
    xAxis: category(plant.days.map(day => String(Number(day.day.slice(-2))))),
    series: [
      { name: names.used, type: 'bar', barMaxWidth: 14, data: plant.days.map(day => day.wh === null ? null : day.wh / 1000) },
      {
        name: names.expected, type: 'line', step: 'middle', showSymbol: false, color: colour('--quiet'), lineStyle: { width: 1.5, type: 'dashed' },
        data: plant.days.map(day => day.expectation === null ? null : day.expectation.expectedWh / 1000),
      },
    ],
  };
}

// An event by quarter hour, and what came after it, kW of Wh: what would have been used beside what was.
function event(part, names, zone, tone) {
  const { category, ...option } = base(tone);
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
  const label = quarter => clock.format(new Date(quarter.from));
  const power = wh => wh === null ? null : wh * 4 / 1000;
  const during = part.quarters.filter(quarter => quarter.isEvent);
  return {
    ...option,
    xAxis: category(part.quarters.map(label)),
    series: [
      {
        name: names.baseline, type: 'line', step: 'middle', showSymbol: false, color: colour('--quiet'), lineStyle: { width: 1.5, type: 'dashed' },
        data: part.quarters.map(quarter => power(quarter.baselineWh)),
        markArea: { silent: true, itemStyle: { color: tone, opacity: .08 }, data: [[{ xAxis: label(during[0]) }, { xAxis: label(during.at(-1)) }]] },
      },
      { name: names.used, type: 'bar', barMaxWidth: 18, data: part.quarters.map(quarter => power(quarter.measuredWh)) },
    ],
  };
}

const plantOf = (figures, element) => figures.plants.find(plant => plant.id === element.dataset.id);
const tools = { base, colour, number };

const kinds = {
  today: (use, element, tone) => today(use, frame.dataset.zone, tone),
  month: (use, element, tone) => month(use, element.dataset, tone),
  burn: (use, element, tone) => burn(use, element.dataset, tone),
  plantDay: (figures, element, tone) => plantDay(plantOf(figures, element), element.dataset, frame.dataset.zone, tone),
  event: (figures, element, tone) => event(figures.whole, element.dataset, frame.dataset.zone, tone),
  plantMonth: (figures, element, tone) => plantMonth(plantOf(figures, element), element.dataset, tone),
  flow: (use, element) => flow.flow(use, element, tools),
  gaps: (use, element) => flow.gaps(use, element, tools),
  quarters: (use, element) => flow.quarters(use, element, tools),
  items: (use, element) => flow.items(use, element, tools),
};

async function draw() {
  const answer = await fetch(frame.dataset.charts);
  if (!answer.ok) return;
  const figures = await answer.json();
  for (const { chart, element } of charts) {
    const { chart: kind, resource } = element.dataset;
    chart.setOption(kinds[kind](figures[resource] ?? figures, element, colour(`--${resource}`)), { notMerge: true });
  }
  frame.setAttribute('aria-busy', 'false');
}

// One drawing at a time, and none sooner than a while after the one before.
function drawSoon() {
  waiting ??= setTimeout(() => { waiting = undefined; draw(); }, drawEvery);
}

for (const element of document.querySelectorAll('[data-chart]')) {
  const chart = window.echarts.init(element, null, { renderer: 'canvas' });
  charts.push({ chart, element });
  new ResizeObserver(() => chart.resize()).observe(element);
}
// Until charts show figures, they are said to be busy.
frame.setAttribute('aria-busy', 'true');
draw();
frame.addEventListener('stamp', drawSoon);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
