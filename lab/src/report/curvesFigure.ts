import * as Plot from '@observablehq/plot';
import type { Result, RunRecord } from '../run/result';
import { count, sizeName } from '../view/format';
import { figure } from './figure';
import type { Palette } from './palette';

interface Point {
  step: number;
  mean: number;
  low: number;
  high: number;
}

/** Training loss against step: one curve a size (mean over seeds, range as a band), the limit on top. */
export function lossFigure(result: Result, palette: Palette): string {
  const limit = result.theory.loss.map((loss, step) => ({ step, loss }));
  const most = 3 * result.theory.loss[0];
  const bySize = result.rows.map(({ size }) =>
    curve(
      result.runs.filter((run) => run.size === size),
      (run) => run.loss,
    ),
  );
  const seen = [...bySize.flat().flatMap(({ low, high }) => [low, high]), ...result.theory.loss].filter(
    (loss) => loss > 0 && loss <= most,
  );
  const last = Math.max(1, ...bySize.flat().map(({ step }) => step), limit.length - 1);
  return figure({
    palette,
    description: `Training loss against gradient-descent step for ${widthsText(result)} and for the infinite-width limit.`,
    clip: true,
    x: { label: 'gradient-descent step →', domain: [0, last], labelAnchor: 'center', labelArrow: false },
    y: logAxis('training loss  ½⟨‖y − f‖²⟩', [Math.min(...seen) / 1.04, Math.max(...seen) * 1.04]),
    legend: [
      ...sizeLegend(result, palette),
      { label: result.theory.diverged ? 'limit, diverging' : 'infinite width', stroke: palette.ink, dash: '7 4' },
    ],
    legendPlace: 'right',
    marks: [
      Plot.gridY({ stroke: palette.grid, strokeOpacity: 1 }),
      ...curveMarks(bySize, palette),
      Plot.line(limit, { x: 'step', y: 'loss', stroke: palette.ink, strokeWidth: 2.2, strokeDasharray: '7 4' }),
    ],
    values: [
      ...curveValues(result, bySize),
      { name: 'limit', points: limit.map(({ step, loss }) => ({ x: step, y: loss })) },
    ],
  });
}

/** Distance of the outputs to the limit's against step. */
export function driftFigure(result: Result, palette: Palette): string {
  const bySize = result.rows.map(({ size }) =>
    curve(
      result.runs.filter((run) => run.size === size && !run.diverged),
      (run) => run.distance,
    ),
  );
  const seen = bySize
    .flat()
    .flatMap(({ low, high }) => [low, high])
    .filter((distance) => distance > 0);
  return figure({
    palette,
    description: `Root-mean-square difference between the nets' outputs and the limit's against gradient-descent step for ${widthsText(result)}.`,
    clip: true,
    x: { label: 'gradient-descent step →', labelAnchor: 'center', labelArrow: false },
    y: logAxis('root-mean-square difference of the outputs', [Math.min(...seen) / 1.7, Math.max(...seen) * 1.1]),
    legend: sizeLegend(result, palette),
    legendPlace: 'right',
    marks: [Plot.gridY({ stroke: palette.grid, strokeOpacity: 1 }), ...curveMarks(bySize, palette)],
    values: curveValues(result, bySize),
  });
}

/** A logarithmic axis with plain numbers at its ticks. */
export function logAxis(label: string, domain: [number, number]): Plot.ScaleOptions {
  return {
    type: 'log',
    label,
    labelArrow: false,
    domain,
    ticks: 7,
    tickFormat: (value: number) => String(Number(value.toPrecision(3))).replace('-', '−'),
    tickSize: 0,
  };
}

export function widthsText(result: Result): string {
  return `${result.experiment.axis} ${result.rows.map(({ size }) => count(size)).join(', ')}`;
}

function sizeLegend(result: Result, palette: Palette) {
  const singular = sizeName(result.experiment.axis);
  return result.rows.map(({ size }, i) => ({ label: `${singular} ${count(size)}`, stroke: palette.series[i] }));
}

function curveValues(result: Result, bySize: Point[][]) {
  const singular = sizeName(result.experiment.axis);
  return bySize.map((points, i) => ({
    name: `${singular} ${count(result.rows[i].size)}`,
    points: points.map(({ step, mean, low, high }) => ({ x: step, y: mean, low, high })),
  }));
}

/** Mean and range over runs at each step that all of them reached. */
function curve(runs: RunRecord[], values: (run: RunRecord) => number[]): Point[] {
  if (runs.length === 0) return [];
  const shared = Math.min(...runs.map((run) => values(run).length));
  return Array.from({ length: shared }, (_, i) => {
    const all = runs.map((run) => values(run)[i]);
    return {
      step: i,
      mean: all.reduce((sum, value) => sum + value, 0) / all.length,
      low: Math.min(...all),
      high: Math.max(...all),
    };
  });
}

function curveMarks(bySize: Point[][], palette: Palette): Plot.Markish[] {
  return [
    ...bySize.map((points, i) =>
      Plot.areaY(points, { x: 'step', y1: 'low', y2: 'high', fill: palette.series[i], fillOpacity: 0.16 }),
    ),
    ...bySize.map((points, i) =>
      Plot.line(points, { x: 'step', y: 'mean', stroke: palette.series[i], strokeWidth: 2.2 }),
    ),
  ];
}
