import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as Plot from '@observablehq/plot';
import { logAxis } from '../../lab/src/report/curvesFigure';
import { type LegendEntry, figure as plot, standalone } from '../../lab/src/report/figure';
import { literalPalette } from '../../lab/src/report/palette';

export interface FigureAxis {
  label: string;
  /** Logarithmic; points that are not positive are left out. Default false. */
  log?: boolean;
  /** Default: what the points span. Points outside are left out. */
  domain?: [number, number];
}

export interface FigureSeries {
  /** In the legend. Series of the same name share colour and entry: a theory's line and the dots of nets. */
  name: string;
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  /** Shaded between, point by point. */
  band?: { low: ArrayLike<number>; high: ArrayLike<number> };
  dashed?: boolean;
  /** Dots instead of a line. */
  dots?: boolean;
}

export interface DocsFigure {
  title: string;
  /** A line or two below the plot. */
  caption?: string;
  x: FigureAxis;
  y: FigureAxis;
  series: FigureSeries[];
}

interface Point {
  x: number;
  y: number;
  low: number;
  high: number;
}

/** Characters of a line of title and caption. */
const LINE = { title: 98, caption: 108 };
const LINE_HEIGHT = 18;
/** Longest name that leaves the plot its place beside the legend. */
const NAME_BESIDE = 24;

/**
 * Writes docs/figures/NAME.svg, or into the folder of the environment's DEEPLINEAR_FIGURES (tests). Same numbers, same
 * bytes: coordinates are rounded to hundredths of a pixel, so the last bits of an engine's Math do not show.
 */
export function figure(name: string, { title, caption, x, y, series }: DocsFigure): void {
  const names = [...new Set(series.map((one) => one.name))];
  const palette = literalPalette('light', names.length);
  const colour = (one: FigureSeries) => palette.series[names.indexOf(one.name)];
  const drawn = series.map((one) => ({ ...one, colour: colour(one), points: pointsOf(one, x, y) }));
  for (const { name: missing, points } of drawn) {
    if (points.length === 0) throw new Error(`${name}: no point of '${missing}' can be drawn`);
  }
  const legend = names.map((label): LegendEntry => {
    const same = series.filter((one) => one.name === label);
    return { label, stroke: colour(same[0]), dash: dashOf(same.find((one) => !one.dots) ?? same[0]) };
  });
  const above = wrap(title, LINE.title);
  const below = wrap(caption ?? '', LINE.caption);
  const beside = Math.max(...names.map((one) => one.length)) <= NAME_BESIDE;
  const room = beside ? 22 : 43;
  const marginTop = 18 + LINE_HEIGHT * above.length + room;
  const marginBottom = 46 + LINE_HEIGHT * below.length;
  const svg = plot({
    palette,
    description: [title, caption].filter(Boolean).join('. '),
    marginTop,
    marginBottom,
    x: { ...axis(x, drawn, 'x'), labelAnchor: 'center', labelOffset: 38 },
    y: { ...axis(y, drawn, 'y'), label: null },
    legend,
    legendPlace: beside ? 'right' : 'above',
    marks: [
      Plot.gridY({ stroke: palette.grid, strokeOpacity: 1 }),
      ...drawn
        .filter(({ band }) => band)
        .map((one) => Plot.areaY(one.points, { x: 'x', y1: 'low', y2: 'high', fill: one.colour, fillOpacity: 0.16 })),
      ...drawn.map((one) =>
        one.dots
          ? Plot.dot(one.points, { x: 'x', y: 'y', r: 3, fill: one.colour, stroke: palette.paper, strokeWidth: 0.8 })
          : Plot.line(one.points, {
              x: 'x',
              y: 'y',
              stroke: one.colour,
              strokeWidth: 2.2,
              ...(one.dashed ? { strokeDasharray: dashOf(one) } : {}),
            }),
      ),
      lines([y.label], 'top-left', -room, { fill: palette.ink }),
      lines(above, 'top-left', -marginTop + 4, { fontWeight: 600, fill: palette.ink }),
      lines(below, 'bottom-left', marginBottom - LINE_HEIGHT * below.length + 4, { fill: palette.muted }),
    ],
  });
  const folder = process.env.DEEPLINEAR_FIGURES ?? import.meta.dirname;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.svg`), standalone(rounded(svg), palette));
}

function pointsOf({ x, y, band }: FigureSeries, xAxis: FigureAxis, yAxis: FigureAxis): Point[] {
  const inside = (value: number, { log, domain }: FigureAxis) =>
    Number.isFinite(value) && (!log || value > 0) && (!domain || (value >= domain[0] && value <= domain[1]));
  return Array.from(x, (at, i) => ({ x: at, y: y[i], low: band?.low[i] ?? y[i], high: band?.high[i] ?? y[i] })).filter(
    (point) => inside(point.x, xAxis) && [point.y, point.low, point.high].every((value) => inside(value, yAxis)),
  );
}

function axis({ label, log, domain }: FigureAxis, drawn: { points: Point[] }[], name: 'x' | 'y'): Plot.ScaleOptions {
  const values = drawn.flatMap(({ points }) =>
    points.flatMap((point) => (name === 'x' ? [point.x] : [point.y, point.low, point.high])),
  );
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  if (log) return logAxis(label, domain ?? [low / 1.08, high * 1.08]);
  const tickFormat = (value: number) => String(Number(value.toPrecision(6))).replace('-', '−');
  const room = name === 'y' ? 0.03 * (high - low) : 0;
  return { label, labelArrow: false, domain: domain ?? [low - room, high + room], tickSize: 0, tickFormat };
}

function dashOf({ dashed }: FigureSeries): string | undefined {
  return dashed ? '7 4' : undefined;
}

/** Text at the left edge of the picture. */
function lines(text: string[], frameAnchor: 'top-left' | 'bottom-left', dy: number, style: Plot.TextOptions) {
  const lineAnchor = 'top' as const;
  return text.map((line, i) =>
    Plot.text([line], { frameAnchor, lineAnchor, dx: -56, dy: dy + LINE_HEIGHT * i, fontSize: 13, ...style }),
  );
}

function wrap(text: string, most: number): string[] {
  const wrapped: string[] = [];
  for (const word of text.split(' ').filter(Boolean)) {
    const line = wrapped.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= most) wrapped[wrapped.length - 1] = `${line} ${word}`;
    else wrapped.push(word);
  }
  return wrapped;
}

/** Numbers within tags to two decimals; text stays. */
function rounded(svg: string): string {
  return svg.replace(/<[^>]*>/g, (tag) =>
    tag.replace(/-?\d+\.\d{3,}(?:e-\d+)?/g, (number) => String(Math.round(100 * Number(number)) / 100)),
  );
}
