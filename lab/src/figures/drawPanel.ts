import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import type { PlotValue } from '../report/plotValues';
import type { Panel } from './definition';
import type { Colours } from './drawColours';
import { type Point, panelScales, portion, type Scale } from './drawScale';
import { seriesMarks, seriesValues } from './drawSeries';
import { textWidth, wrapText } from './drawText';
import { axisTicks, type Ticks } from './drawTicks';

const TICK = 12;
const TICK_LENGTH = 5;
const LABEL = 13;
const LINE = 17;

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

export interface DrawnPanel {
  svg: string;
  height: number;
  /** What can be pointed at, curve by curve, from the panel's upper left corner. */
  values: PlotValue[][];
}

/** A pair of axes with its curves. */
export function drawPanel({ panel, colours, looks, width, height, head, id }: PanelOptions): DrawnPanel {
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
  const place = ({ x, y }: Point) => ({
    x: marginLeft + (width - marginLeft - marginRight) * portion(x, scales.x),
    y: head + height * (1 - portion(y, scales.y)),
  });
  const labels = { x: panel.x.label, y: panel.y.label };
  const values = panel.series.map((one) =>
    seriesValues(one, scales, labels).map(({ point, text }) => ({ ...place(point), text })),
  );
  return { svg: named((svg as unknown as { outerHTML: string }).outerHTML, id), height: total, values };
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

/** Clip paths are named after the figure, not after how many were drawn before; the style sheet of the library is ours to say. */
function named(svg: string, id: string): string {
  const clips = [...new Set(svg.match(/plot-clip-\d+/g))];
  return svg
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replace(/plot-clip-\d+/g, (clip) => `${id}-clip-${clips.indexOf(clip)}`);
}
