import * as Plot from '@observablehq/plot';
import { thinned, valueText } from '../report/plotValues';
import type { Series } from './definition';
import type { Colours, Look } from './drawColours';
import { dotsWithin, linePieces, type Point, type Scale } from './drawScale';
import { shapes } from './drawShapes';

export const DASH = '7 4';
/** Radius of a dot: of the circle of its area. */
export const DOT = 3.4;
/** Of one curve can be pointed at. */
const POINTED = 30;

interface Scales {
  x: Scale;
  y: Scale;
}

/** Band, line or dots, and error bars of a series. */
export function seriesMarks(
  one: Series,
  { x, y }: Scales,
  { colour, shape }: Look,
  { paper }: Omit<Colours, 'looks'>,
): Plot.Markish[] {
  const at = { x: 'x', y: 'y' };
  const span = { x: 'x', y1: 'low', y2: 'high', clip: true };
  const pieces = linePieces(one, x, y);
  const marks: Plot.Markish[] = [];
  if (one.band) marks.push(...pieces.map((piece) => Plot.areaY(piece, { ...span, fill: colour, fillOpacity: 0.16 })));
  if (!one.dots) {
    const dash = one.dashed ? { strokeDasharray: DASH } : {};
    const stroke = { stroke: colour, strokeWidth: 2.1, strokeLinejoin: 'round', clip: true, ...dash } as const;
    marks.push(...pieces.map((piece) => Plot.line(piece, { ...at, ...stroke })));
  }
  const within = dotsWithin(one, x, y);
  if (one.error) {
    const bars = within.filter(({ low, high }) => high > low);
    marks.push(Plot.ruleX(bars, { ...span, stroke: colour, strokeWidth: 1.4 }));
  }
  if (one.dots) {
    const symbol = shapes[shape % shapes.length];
    marks.push(Plot.dot(within, { ...at, r: DOT, symbol, fill: colour, stroke: paper, strokeWidth: 0.8 }));
  }
  return marks;
}

/** Points of a series that can be pointed at, with what they say. */
export function seriesValues(
  one: Series,
  { x, y }: Scales,
  labels: { x: string; y: string },
): { point: Point; text: string }[] {
  if (one.says === '') return [];
  return thinned(dotsWithin(one, x, y), POINTED).map((point) => {
    const { low, high } = point;
    const spread = one.error ? { error: high - point.y } : one.band ? { low, high } : {};
    return { point, text: valueText(one.says ?? one.name, { x: point.x, y: point.y, ...spread }, labels) };
  });
}
