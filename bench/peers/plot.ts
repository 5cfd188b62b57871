/** GFLOP/s against the size of the matrices, with the measured peaks as lines. */
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import type { GroupResult } from './index';

export function gemmPlot({ tasks, date }: GroupResult): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const points = tasks.flatMap(({ name, rates }) => {
    const size = /NN (\d+)$/.exec(name)?.[1];
    return size ? rates.flatMap(({ contestant, best }) => (best ? [{ n: Number(size), contestant, best }] : [])) : [];
  });
  const peaks = (tasks.find(({ name }) => name.includes('peak'))?.rates ?? []).flatMap(({ contestant, best }) =>
    best ? [{ contestant, best }] : [],
  );
  const svg = Plot.plot({
    document,
    width: 760,
    height: 440,
    marginRight: 110,
    style: { background: 'white', fontFamily: 'sans-serif' },
    caption: undefined,
    x: { type: 'log', base: 2, label: 'n', tickFormat: 'd', domain: [16, 2048] },
    y: { type: 'log', label: 'GFLOP/s, float32 n×n products, best of the rounds', tickFormat: '~g', grid: true },
    color: { legend: false },
    marks: [
      Plot.ruleY(peaks, { y: 'best', stroke: 'contestant', strokeDasharray: '5 4' }),
      Plot.text(peaks, {
        x: 16,
        y: 'best',
        text: ({ contestant }) => `peak of registers, ${contestant}`,
        textAnchor: 'start',
        dy: -6,
        fill: 'contestant',
      }),
      Plot.line(points, { x: 'n', y: 'best', stroke: 'contestant', marker: 'circle' }),
      Plot.text(
        points,
        Plot.selectLast({
          x: 'n',
          y: 'best',
          z: 'contestant',
          text: 'contestant',
          fill: 'contestant',
          textAnchor: 'start',
          dx: 8,
        }),
      ),
    ],
  } as Plot.PlotOptions);
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  svg.setAttribute('aria-label', `float32 products, measured ${date.slice(0, 10)}`);
  return `${svg.outerHTML}\n`;
}
