import * as Plot from '@observablehq/plot';
import type { Result } from '../run/result';
import { scoreText, sizeName } from '../view/format';
import { widthsText } from './curvesFigure';
import { figure } from './figure';
import type { Palette } from './palette';
import { scalingFigure } from './scalingFigure';
import { sizeAxis } from './sizeAxis';

/** Distance to the limit over the whole of training against size in log–log axes, with the fitted line and the exponent of the theory. */
export function distanceFigure(result: Result, palette: Palette): string {
  const rows = result.rows.flatMap(({ size, distance }, i) =>
    distance ? [{ size, ...distance, colour: palette.series[i] }] : [],
  );
  const dots = result.runs
    .filter((run) => !run.diverged && run.distance.length > 0)
    .map((run) => ({
      size: run.size,
      value: Math.sqrt(run.distance.reduce((sum, value) => sum + value ** 2, 0) / run.distance.length),
    }));
  return scalingFigure({
    palette,
    description: `Distance to the limit for ${widthsText(result)} on logarithmic axes`,
    size: sizeName(result.experiment.axis),
    label: 'root-mean-square difference of the outputs',
    rows,
    dots,
    slope: result.fit?.slope,
    point: { label: result.seeds.length > 1 ? 'root mean square over seeds' : 'one net', stroke: palette.series[0] },
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
  return figure({
    palette,
    description: `${score.name} for ${widthsText(result)}; the limit's is a line across.`,
    x: sizeAxis(
      rows.map(({ size }) => size),
      sizeName(result.experiment.axis),
    ),
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
    values: [
      {
        name: result.seeds.length > 1 ? 'mean over seeds' : 'one net',
        points: rows.map((row) => ({ x: row.size, y: row.score })),
      },
      ...(result.seeds.length > 1
        ? [{ name: 'single net', points: dots.map((dot) => ({ x: dot.size, y: dot.score })) }]
        : []),
    ],
  });
}
