import * as Plot from '@observablehq/plot';
import type { Result } from '../run/result';
import { count, exponent, scoreText, sizeName } from '../view/format';
import { logAxis, widthsText } from './curvesFigure';
import { figure } from './figure';
import type { Palette } from './palette';

/** Distance to the limit over the whole of training against size in log–log axes, with the fitted line and the exponent of the theory. */
export function distanceFigure(result: Result, palette: Palette): string {
  const rows = result.rows.flatMap(({ size, distance }) => (distance ? [{ size, ...distance }] : []));
  const dots = result.runs
    .filter((run) => !run.diverged && run.distance.length > 0)
    .map((run) => ({
      size: run.size,
      distance: Math.sqrt(run.distance.reduce((sum, value) => sum + value ** 2, 0) / run.distance.length),
    }));
  const slope = result.fit?.slope;
  const colour = (row: { size: number }) => palette.series[result.rows.findIndex(({ size }) => size === row.size)];
  const sizes = rows.map(({ size }) => size);
  const [first, last] = [Math.min(...sizes), Math.max(...sizes)];
  const ends = [first / 1.12, last * 1.12];
  const fitted = slope
    ? ends.map((size) => ({ size, distance: Math.exp(slope.intercept + slope.value * Math.log(size)) }))
    : [];
  const guide = slope
    ? ends.map((size) => ({ size, distance: 0.62 * rows[0].value * (size / rows[0].size) ** slope.expected }))
    : [];
  const seen = [...dots, ...fitted, ...guide].map(({ distance }) => distance).filter((distance) => distance > 0);
  return figure({
    palette,
    description: `Distance to the limit for ${widthsText(result)} on logarithmic axes${slope ? `; fitted exponent ${exponent(slope.value)}` : ''}.`,
    x: sizeAxis(result, ends),
    y: logAxis('root-mean-square difference of the outputs', [Math.min(...seen) / 1.15, Math.max(...seen) * 1.15]),
    legend: slope
      ? [
          {
            label: `fitted slope ${exponent(slope.value)} (${exponent(slope.interval[0])} to ${exponent(slope.interval[1])})`,
            stroke: palette.ink,
            width: 1.8,
          },
          { label: `theory: slope ${exponent(slope.expected, 1)}`, stroke: palette.muted, dash: '3 4', width: 1.8 },
        ]
      : [{ label: result.seeds.length > 1 ? 'root mean square over seeds' : 'one net', stroke: palette.series[0] }],
    legendPlace: 'above',
    marks: [
      Plot.gridY({ stroke: palette.grid, strokeOpacity: 1 }),
      Plot.line(guide, { x: 'size', y: 'distance', stroke: palette.muted, strokeWidth: 1.8, strokeDasharray: '3 4' }),
      Plot.line(fitted, { x: 'size', y: 'distance', stroke: palette.ink, strokeWidth: 1.8 }),
      Plot.dot(dots, { x: 'size', y: 'distance', r: 3, fill: palette.muted, fillOpacity: 0.75 }),
      ...rows.flatMap((row) =>
        Number.isFinite(row.standardError)
          ? [
              Plot.ruleX([row], {
                x: 'size',
                y1: row.value - Math.min(row.standardError, 0.9 * row.value),
                y2: row.value + row.standardError,
                stroke: colour(row),
                strokeWidth: 2,
              }),
            ]
          : [],
      ),
      ...rows.map((row) =>
        Plot.dot([row], {
          x: 'size',
          y: 'value',
          r: 6,
          fill: colour(row),
          stroke: palette.paper,
          strokeWidth: 1.5,
        }),
      ),
    ],
  });
}

/** Test score against size; the limit's as a line across. */
export function scoreFigure(result: Result, palette: Palette): string | undefined {
  const { score } = result.data;
  if (!score || !result.rows.some((row) => row.score)) return undefined;
  const factor = score.percent ? 100 : 1;
  const rows = result.rows.flatMap((row, i) =>
    row.score ? [{ size: row.size, score: factor * row.score.mean, i }] : [],
  );
  const dots = result.runs.flatMap((run) =>
    run.score === undefined ? [] : [{ size: run.size, score: factor * run.score }],
  );
  const limit = result.theory.score === undefined ? undefined : factor * result.theory.score;
  const seen = [...dots.map((dot) => dot.score), ...(limit === undefined ? [] : [limit])];
  const pad = 0.12 * (Math.max(...seen) - Math.min(...seen)) || 0.5 * factor * 0.01;
  const sizes = rows.map(({ size }) => size);
  return figure({
    palette,
    description: `${score.name} for ${widthsText(result)}; the limit's is a line across.`,
    x: sizeAxis(result, [Math.min(...sizes) / 1.12, Math.max(...sizes) * 1.12]),
    y: {
      label: `${score.name}${score.percent ? ' (%)' : ''}`,
      labelArrow: false,
      domain: [Math.min(...seen) - pad, Math.max(...seen) + pad],
      tickSize: 0,
      ticks: 6,
    },
    legend: [
      ...(limit === undefined
        ? []
        : [{ label: `infinite width: ${scoreText(limit / factor, score.percent)}`, stroke: palette.ink, dash: '7 4' }]),
      {
        label: result.seeds.length > 1 ? 'mean over seeds' : 'one net',
        stroke: palette.series[Math.floor(palette.series.length / 2)],
      },
    ],
    legendPlace: 'above',
    marks: [
      Plot.gridY({ stroke: palette.grid, strokeOpacity: 1 }),
      ...(limit === undefined
        ? []
        : [Plot.ruleY([limit], { stroke: palette.ink, strokeWidth: 2, strokeDasharray: '7 4' })]),
      Plot.line(rows, { x: 'size', y: 'score', stroke: palette.muted, strokeWidth: 1.2 }),
      Plot.dot(dots, { x: 'size', y: 'score', r: 3, fill: palette.muted, fillOpacity: 0.75 }),
      ...rows.map((row) =>
        Plot.dot([row], {
          x: 'size',
          y: 'score',
          r: 6,
          fill: palette.series[row.i],
          stroke: palette.paper,
          strokeWidth: 1.5,
        }),
      ),
    ],
  });
}

function sizeAxis(result: Result, domain: number[]): Plot.ScaleOptions {
  return {
    type: 'log',
    base: 2,
    domain,
    ticks: result.rows.map(({ size }) => size),
    tickFormat: (size: number) => count(size),
    label: `${sizeName(result.experiment.axis)} →`,
    labelAnchor: 'center',
    labelArrow: false,
  };
}
