import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { short } from '../view/format';
import type { Panel, Series } from './definition';
import type { Colours } from './drawColours';
import { dotsWithin, linePieces, type Point, panelScales, type Scale } from './drawScale';
import { shapes } from './drawShapes';
import { textWidth, wrapText } from './drawText';
import { axisTicks, type Ticks } from './drawTicks';

export const DASH = '7 4';

/** Radius of a dot: of the circle of its area. */
export const DOT = 3.4;
const TICK = 12;
const TICK_LENGTH = 5;
const LABEL = 13;
const LINE = 17;
/** Of what pointers find on a line. */
const HOVERED = 24;

export interface PanelOptions {
  panel: Panel;
  colours: Omit<Colours, 'looks'>;
  looks: Colours['looks'][number];
  width: number;
  /** Of the plot itself. */
  height: number;
  /** Of what stands above the plot, so that plots of one row begin at one height; see `panelHead`. */
  head: number;
  /** Begins the names of its clip paths. */
  id: string;
}

/** What stands above a panel's plot: title, then (drawn elsewhere) a legend, then the label of y. */
export function panelHead({ title, y }: Panel, width: number) {
  const lines = { title: title ? wrapText(title, width, LABEL, true) : [], label: wrapText(y.label, width, LABEL) };
  const titleHeight = lines.title.length > 0 ? LINE * lines.title.length + 5 : 0;
  return { ...lines, titleHeight, labelHeight: LINE * lines.label.length + 7 };
}

/** A pair of axes with its curves, as SVG text, and its height. */
export function drawPanel({ panel, colours, looks, width, height, head, id }: PanelOptions): {
  svg: string;
  height: number;
} {
  const scales = panelScales(panel);
  const yTicks = axisTicks(scales.y.domain, scales.y.log, Math.floor(height / 42));
  const marginLeft = 14 + Math.max(16, ...yTicks.at.map((value) => textWidth(yTicks.label(value), TICK)));
  const marginRight = 16;
  const xTicks = fittingTicks(scales.x, width - marginLeft - marginRight);
  const below = wrapText(panel.x.label, width - marginLeft, LABEL);
  const marginBottom = 26 + LINE * below.length + 4;
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const above = panelHead(panel, width);
  const total = head + height + marginBottom;
  const svg = Plot.plot({
    document: document as unknown as Document,
    width,
    height: total,
    marginLeft,
    marginRight,
    marginTop: head,
    marginBottom,
    x: { type: scales.x.log ? 'log' : 'linear', domain: scales.x.domain, axis: null },
    y: { type: scales.y.log ? 'log' : 'linear', domain: scales.y.domain, axis: null },
    marks: [
      Plot.gridY(yTicks.at, { stroke: colours.grid, strokeOpacity: 1 }),
      Plot.frame({ anchor: 'bottom', stroke: colours.muted, strokeOpacity: 1 }),
      Plot.text(yTicks.at, {
        ...tickText(yTicks, colours),
        y: (value: number) => value,
        frameAnchor: 'left',
        textAnchor: 'end',
        dx: -7,
      }),
      Plot.ruleX(xTicks.at, { stroke: colours.muted, insetTop: height, insetBottom: -TICK_LENGTH }),
      Plot.text(xTicks.at, {
        ...tickText(xTicks, colours),
        x: (value: number) => value,
        frameAnchor: 'bottom',
        lineAnchor: 'top',
        dy: TICK_LENGTH + 4,
      }),
      ...panel.series.flatMap((one) => seriesMarks(one, scales, looks.get(one.name)!, colours)),
      ...above.title.map((line, i) =>
        Plot.text([line], { ...corner(marginLeft, head, 0, i), fontWeight: 600, fill: colours.ink }),
      ),
      ...above.label.map((line, i) =>
        Plot.text([line], {
          ...corner(marginLeft, head, head - above.labelHeight, i),
          fill: colours.muted,
        }),
      ),
      ...below.map((line, i) =>
        Plot.text([line], {
          frameAnchor: 'bottom',
          lineAnchor: 'top',
          dy: 26 + LINE * i,
          fontSize: LABEL,
          fill: colours.muted,
        }),
      ),
    ],
  });
  return { svg: named((svg as unknown as { outerHTML: string }).outerHTML, id), height: total };
}

/** Not the library's axes: on logarithmic ones those leave out labels of ticks that they were told to draw. */
function tickText({ label }: Ticks, { muted }: Omit<Colours, 'looks'>) {
  return { text: label, fontSize: TICK, fill: muted };
}

/** Lines of text that begin at the panel's left edge. */
function corner(marginLeft: number, head: number, from: number, line: number) {
  const place = { frameAnchor: 'top-left', lineAnchor: 'top', fontSize: LABEL } as const;
  return { ...place, dx: -marginLeft, dy: -head + from + LINE * line };
}

/** As many ticks as have room beside each other. */
function fittingTicks(scale: Scale, width: number): Ticks {
  for (let most = Math.floor(width / 44); ; most--) {
    const ticks = axisTicks(scale.domain, scale.log, Math.max(most, 2));
    const widest = Math.max(0, ...ticks.at.map((value) => textWidth(ticks.label(value), TICK)));
    if (most <= 2 || ticks.at.length * (widest + 16) <= width) return ticks;
  }
}

function seriesMarks(
  one: Series,
  scales: { x: Scale; y: Scale },
  { colour, shape }: { colour: string; shape: number },
  { paper }: Omit<Colours, 'looks'>,
): Plot.Markish[] {
  const title = (point: Point) => hoverText(one, point);
  const at = { x: 'x', y: 'y' };
  const marks: Plot.Markish[] = [];
  const pieces = linePieces(one, scales.x, scales.y);
  if (one.band)
    for (const piece of pieces)
      marks.push(Plot.areaY(piece, { x: 'x', y1: 'low', y2: 'high', fill: colour, fillOpacity: 0.16, clip: true }));
  if (!one.dots) {
    for (const piece of pieces)
      marks.push(
        Plot.line(piece, {
          ...at,
          stroke: colour,
          strokeWidth: 2.1,
          strokeLinejoin: 'round',
          clip: true,
          ...(one.dashed ? { strokeDasharray: DASH } : {}),
        }),
      );
  }
  const within = dotsWithin(one, scales.x, scales.y);
  if (one.error)
    marks.push(
      Plot.ruleX(
        within.filter(({ low, high }) => high > low),
        { x: 'x', y1: 'low', y2: 'high', stroke: colour, strokeWidth: 1.4, clip: true },
      ),
    );
  if (one.dots)
    marks.push(
      Plot.dot(within, {
        ...at,
        r: DOT,
        symbol: shapes[shape % shapes.length],
        fill: colour,
        stroke: paper,
        strokeWidth: 0.8,
        title,
      }),
    );
  else {
    const every = Math.ceil(within.length / HOVERED);
    marks.push(
      Plot.dot(
        within.filter((_, i) => i % every === 0),
        { ...at, r: 6, fill: colour, fillOpacity: 0, title },
      ),
    );
  }
  return marks;
}

function hoverText({ name, error }: Series, { x, y, high }: Point): string {
  const spread = error && high > y ? ` ± ${short(high - y, 2)}` : '';
  return `${name}: ${short(x)}, ${short(y)}${spread}`;
}

/** Clip paths are named after the figure, not after how many were drawn before; the style sheet of the library is ours to say. */
function named(svg: string, id: string): string {
  const clips = [...new Set(svg.match(/plot-clip-\d+/g))];
  return svg
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replace(/plot-clip-\d+/g, (clip) => `${id}-clip-${clips.indexOf(clip)}`);
}
