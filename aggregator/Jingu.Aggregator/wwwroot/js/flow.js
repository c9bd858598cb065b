// Charts of a building's page: what came in and who used it, main against sub-meters, sub-items by day.
const thousandth = value => value === null ? null : value / 1000;

// Every link is a whole number of Wh or L, so that what goes into the building is what comes out of it.
export function flow(figures, element, tools) {
  const names = element.dataset;
  const { flow } = figures;
  const ink = tools.colour('--ink');
  const tones = { grid: '--quiet', generation: '--generation', building: '--brand', unit: `--${figures.resource}`, common: '--notice', gap: '--warning', export: '--disconnected' };
  const nodes = [];
  const links = [];
  const isWide = element.clientWidth > 600;
  const node = (id, label, kind, depth) => nodes.push({ name: id, label: { formatter: label }, depth, itemStyle: { color: tools.colour(tones[kind]) } });
  const link = (source, target, value, pv) => { if (value > 0) links.push({ source, target, value, pv }); };
  node('building', names.building, 'building', 1);
  const side = (id, label, kind, isIn, value, pv) => {
    if (value <= 0) return;
    node(id, label, kind, isIn ? 0 : 2);
    if (isIn) link(id, 'building', value); else link('building', id, value, pv);
  };
  side('grid', names.grid, 'grid', true, flow.import);
  side('generation', names.generation, 'generation', true, flow.generation);
  const isChinese = document.documentElement.lang.startsWith('zh');
  for (const part of flow.parts) {
    const label = part.user === 'unit' ? (isChinese ? part.name : part.nameEn) : names[part.user];
    // Sub-meters that counted more than came in: the difference comes from nowhere, and is shown as that.
    side(part.unit ?? part.user, label, part.user, part.used < 0, Math.abs(part.used), part.pv);
  }
  side('export', names.export, 'export', false, flow.export);
  const { tooltip, textStyle } = tools.base(tools.colour(`--${figures.resource}`));
  const amount = value => `${tools.number.format(value / 1000)} ${names.measure}`;
  const labelOf = id => nodes.find(each => each.name === id).label.formatter;
  return {
    animation: false, textStyle,
    tooltip: {
      ...tooltip, trigger: 'item',
      formatter: ({ dataType, data, value }) => dataType === 'edge'
        ? `${labelOf(data.source)} → ${labelOf(data.target)}\n${amount(data.value)}` + (data.pv > 0 ? `\n${names.pv} ${amount(data.pv)}` : '')
        : `${data.label.formatter}\n${amount(value)}`,
    },
    series: [{
      type: 'sankey', draggable: false, nodeAlign: 'left', layoutIterations: 0, nodeGap: 10, nodeWidth: 14,
      left: 4, top: 8, bottom: 8, right: isWide ? '32%' : '45%', data: nodes, links,
      label: { color: ink, width: Math.round(element.clientWidth * (isWide ? .3 : .4)), overflow: 'truncate', fontSize: isWide ? 13 : 11 },
      lineStyle: { color: 'target', opacity: .3 }, emphasis: { focus: 'adjacency' },
    }],
  };
}

function against(labels, rows, names, tools, tone) {
  const { category, ...option } = tools.base(tone);
  const line = { type: 'line', showSymbol: false, lineStyle: { width: 2 } };
  return {
    ...option,
    xAxis: category(labels),
    series: [
      { ...line, name: names.main, color: tone, data: rows.map(row => thousandth(row.main)) },
      { ...line, name: names.subs, color: tools.colour('--quiet'), lineStyle: { width: 2, type: 'dashed' }, data: rows.map(row => thousandth(row.subs)) },
      { name: names.gap, type: 'bar', barMaxWidth: 14, color: tools.colour('--warning'), data: rows.map(row => thousandth(row.gap)) },
    ],
  };
}

export function gaps(figures, element, tools) {
  // The running day is not a whole one: lines end before it, so that nobody reads a fall.
  const rows = figures.days.map(({ period, balance }) => balance === null
    ? { main: null, subs: null, gap: null }
    : period === element.dataset.running
      ? { main: null, subs: null, gap: balance.gap }
      : { main: balance.subMeters + balance.gap, subs: balance.subMeters, gap: balance.gap });
  return against(
    figures.days.map(day => String(Number(day.period.slice(-2)))), rows, element.dataset, tools,
    tools.colour(`--${figures.resource}`));
}

export function quarters(figures, element, tools) {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: figures.zone, hour: '2-digit', minute: '2-digit' });
  return against(
    figures.quarters.map(quarter => clock.format(new Date(quarter.start))),
    figures.quarters.map(quarter => ({ main: quarter.main, subs: quarter.subMeters, gap: quarter.gap })),
    element.dataset, tools, tools.colour(`--${figures.resource}`));
}

export function items(figures, element, tools) {
  const { category, ...option } = tools.base(tools.colour('--electricity'));
  const tones = ['--electricity', '--water', '--generation', '--warning', '--quiet'];
  return {
    ...option,
    xAxis: category(figures.subItemDays.map(day => String(Number(day.day.slice(-2))))),
    series: element.dataset.names.split('|').map((name, index) => ({
      name, type: 'bar', stack: 'items', barMaxWidth: 18, color: tools.colour(tones[index]),
      data: figures.subItemDays.map(day => thousandth(day.items[index].used)),
    })),
  };
}
