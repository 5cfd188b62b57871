/** GFLOP/s against the size of the matrices, with the measured peaks as lines. */
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { builds } from './report';
import type { GroupResult } from './results';

const colours = ['#0b6e4f', '#c1292e', '#7768ae', '#2e86ab', '#c98a00', '#8d6b48', '#555555', '#9a9a9a'];

/** Heights of labels, moved apart to at least a factor `apart` on the logarithmic axis. */
function spread<T extends { best: number }>(labels: readonly T[], apart: number): (T & { at: number })[] {
  let last = 0;
  return [...labels]
    .sort((a, b) => a.best - b.best)
    .map((label) => {
      last = Math.max(label.best, last * apart);
      return { ...label, at: last };
    });
}

export function gemmPlot({ tasks, date, runtime, machine }: GroupResult): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const points = tasks.flatMap(({ name, rates }) => {
    const n = Number(/NN (\d+)$/.exec(name)?.[1]);
    return n ? rates.flatMap(({ contestant, best }) => (best ? [{ n, contestant, best }] : [])) : [];
  });
  const peaks = (tasks.find(({ name }) => name.includes('peak'))?.rates ?? []).flatMap(({ contestant, best }) =>
    best ? [{ contestant, best }] : [],
  );
  const names = [...new Set([...builds, ...points.map(({ contestant }) => contestant)])];
  const ends = names.flatMap((name) => points.filter(({ contestant }) => contestant === name).slice(-1));
  const own = (name: string) => builds.some((build) => build === name);
  const svg = Plot.plot({
    document,
    width: 760,
    height: 480,
    marginTop: 44,
    marginRight: 150,
    marginBottom: 40,
    style: { background: 'white', fontSize: '12px' },
    x: { type: 'log', base: 2, label: 'n', ticks: [...new Set(points.map(({ n }) => n))], tickFormat: 'd' },
    y: { type: 'log', label: null, ticks: [0.1, 1, 10, 100], tickFormat: '~g', grid: true },
    color: { domain: names, range: colours },
    marks: [
      Plot.ruleY(peaks, { y: 'best', stroke: 'contestant', strokeDasharray: '6 4' }),
      Plot.text(peaks.slice(-1), {
        x: 16,
        y: Math.max(...peaks.map(({ best }) => best)),
        text: () => 'peaks of registers',
        textAnchor: 'start',
        dx: 4,
        dy: -8,
      }),
      Plot.line(points, {
        x: 'n',
        y: 'best',
        stroke: 'contestant',
        strokeWidth: ({ contestant }) => (own(contestant) ? 2.5 : 1.2),
        marker: 'circle',
      }),
      Plot.text(spread(ends, 1.28), {
        x: 'n',
        y: 'at',
        text: ({ contestant }) => (own(contestant) ? `deeplinear, ${contestant}` : contestant),
        fill: 'contestant',
        textAnchor: 'start',
        dx: 9,
      }),
    ],
  } as Plot.PlotOptions);
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  svg.setAttribute('role', 'img');
  const text = `Products of n×n float32 matrices, one thread, best of the rounds. ${runtime}, ${machine}, ${date.slice(0, 10)}`;
  svg.setAttribute('aria-label', text);
  const title = document.createElementNS('http://www.w3.org/2000/svg', 'text');
  title.textContent = `GFLOP/s of n×n float32 products, one thread, best of the rounds (${runtime.split(' (')[0]}, ${date.slice(0, 10)})`;
  for (const [key, value] of Object.entries({ x: 12, y: 18, 'text-anchor': 'start', 'font-weight': 'bold' })) {
    title.setAttribute(key, String(value));
  }
  svg.append(title);
  return `${svg.outerHTML}\n`;
}
