import * as Plot from '@observablehq/plot';
import { exponent, typed } from '../view/format';
import { logAxis } from './curvesFigure';
import { figure, type LegendEntry } from './figure';
import type { Palette } from './palette';
import { sizeAxis } from './sizeAxis';

export interface ScalingFigureOptions {
  palette: Palette;
  description: string;
  /** Labels of the axes. */
  size: string;
  label: string;
  /** One point a size, with its standard error (NaN: none is shown). */
  rows: readonly { size: number; value: number; standardError: number; colour: string }[];
  /** Single runs behind them. */
  dots?: readonly { size: number; value: number }[];
  /** Fitted line, value = exp(intercept)·size^value, and the theory's exponent. */
  slope?: { value: number; interval: readonly [number, number]; expected: number; intercept: number };
  /** What a point is, where there is no line to tell. */
  point: LegendEntry;
}

/** Values against size with error bars, fitted line and the slope of the theory; logarithmic where all values are positive. */
export function scalingFigure({
  palette,
  description,
  size,
  label,
  rows,
  dots = [],
  slope,
  point,
}: ScalingFigureOptions): string {
  const log = [...rows, ...dots].every(({ value }) => value > 0);
  const x = sizeAxis(
    rows.map((row) => row.size),
    size,
  );
  const line = (at: (size: number) => number) => x.domain.map((size) => ({ size, value: at(size) }));
  const drawn = log && x.type === 'log' ? slope : undefined;
  const fitted = drawn ? line((size) => Math.exp(drawn.intercept + drawn.value * Math.log(size))) : [];
  const guide = drawn ? line((size) => 0.62 * rows[0].value * (size / rows[0].size) ** drawn.expected) : [];
  const bars = rows
    .filter(({ standardError }) => Number.isFinite(standardError))
    .map(({ size, value, standardError, colour }) => ({
      size,
      low: value - (log ? Math.min(standardError, 0.9 * value) : standardError),
      high: value + standardError,
      colour,
    }));
  const seen = [
    ...[...dots, ...fitted, ...guide, ...rows].map(({ value }) => value),
    ...bars.flatMap(({ low, high }) => [low, high]),
  ];
  const [least, most] = [Math.min(...seen), Math.max(...seen)];
  const pad = 0.08 * (most - least) || 0.1 * Math.abs(most) || 1;
  return figure({
    palette,
    description: `${description}${drawn ? `; fitted exponent ${exponent(drawn.value)}` : ''}.`,
    x,
    y: log
      ? logAxis(label, [least / 1.15, most * 1.15])
      : { label, labelArrow: false, domain: [least - pad, most + pad], tickSize: 0, ticks: 6 },
    legend: drawn
      ? [
          {
            label: `fitted slope ${exponent(drawn.value)} (${exponent(drawn.interval[0])} to ${exponent(drawn.interval[1])})`,
            stroke: palette.ink,
            width: 1.8,
          },
          {
            label: `theory: slope ${typed(drawn.expected).replace('-', '−')}`,
            stroke: palette.muted,
            dash: '3 4',
            width: 1.8,
          },
        ]
      : [point],
    legendPlace: 'above',
    marks: [
      Plot.gridY({ stroke: palette.grid, strokeOpacity: 1 }),
      ...(least < 0 && most > 0 ? [Plot.ruleY([0], { stroke: palette.muted, strokeWidth: 1.2 })] : []),
      Plot.line(guide, { x: 'size', y: 'value', stroke: palette.muted, strokeWidth: 1.8, strokeDasharray: '3 4' }),
      Plot.line(fitted, { x: 'size', y: 'value', stroke: palette.ink, strokeWidth: 1.8 }),
      Plot.dot(dots, { x: 'size', y: 'value', r: 3, fill: palette.muted, fillOpacity: 0.75 }),
      ...bars.map((bar) => Plot.ruleX([bar], { x: 'size', y1: 'low', y2: 'high', stroke: bar.colour, strokeWidth: 2 })),
      ...rows.map((row) =>
        Plot.dot([row], { x: 'size', y: 'value', r: 6, fill: row.colour, stroke: palette.paper, strokeWidth: 1.5 }),
      ),
    ],
    values: [
      {
        name: point.label,
        points: rows.map(({ size, value, standardError }) => ({ x: size, y: value, error: standardError })),
      },
      { name: 'single run', points: dots.map(({ size, value }) => ({ x: size, y: value })) },
    ],
  });
}
