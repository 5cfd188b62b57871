import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import type { PlotValue } from '../report/plotValues';
import type { Panel } from './definition';
import type { Colours } from './drawColours';
import { type Point, panelScales, portion, type Scale } from './drawScale';
import { seriesMarks, seriesValues } from './drawSeries';
import { type SvgText, svgText, textWidth, wrapText } from './drawText';
import { axisTicks, type Ticks } from './drawTicks';

const TICK = 12;
const TICK_LENGTH = 5;
const LABEL = 13;
const LINE = 17;
/** From the frame to the label of x. */
const BELOW = 24;

export interface PanelOptions {
  panel: Panel;
  /** Of its upper left corner. */
  x: number;
  y: number;
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
  /** What can be pointed at, curve by curve. */
  values: PlotValue[][];
}

/** A pair of axes with its curves, title and labels. */
export function drawPanel({ panel, x, y, colours, looks, width, height, head, id }: PanelOptions): DrawnPanel {
  const scales = panelScales(panel);
  const yTicks = axisTicks(scales.y.domain, scales.y.log, Math.floor(height / 42));
  const marginLeft = 14 + Math.max(16, ...yTicks.at.map((value) => textWidth(yTicks.label(value), TICK)));
  const marginRight = 16;
  const xTicks = fittingTicks(scales.x, width - marginLeft - marginRight);
  const below = wrapText(panel.x.label, width - marginLeft, LABEL);
  const marginBottom = BELOW + LINE * below.length + 4;
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
    ],
  });
  const plotWidth = width - marginLeft - marginRight;
  const place = (point: Point) => ({
    x: x + marginLeft + plotWidth * portion(point.x, scales.x),
    y: y + head + height * (1 - portion(point.y, scales.y)),
  });
  const labels = { x: panel.x.label, y: panel.y.label };
  const { ink, muted } = colours;
  const lines = (all: string[], top: number, style: Partial<SvgText>) =>
    all.map((line, i) => svgText({ line, x, y: top + LINE * (i + 0.5), size: LABEL, fill: muted, ...style })).join('');
  const middle = { x: x + marginLeft + plotWidth / 2, anchor: 'middle' };
  return {
    svg: [
      placed(named((svg as unknown as { outerHTML: string }).outerHTML, id), x, y),
      lines(above.title, y, { fill: ink, weight: 600 }),
      lines(above.label, y + head - above.labelHeight, {}),
      lines(below, y + head + height + BELOW, middle),
    ].join(''),
    height: total,
    values: panel.series.map((one) =>
      seriesValues(one, scales, labels).map(({ point, text }) => ({ ...place(point), text })),
    ),
  };
}

/** Not the library's axes: on logarithmic ones those leave out labels of ticks that they were told to draw. */
function tickText({ label }: Ticks, { muted }: Omit<Colours, 'looks'>) {
  return { text: label, fontSize: TICK, fill: muted };
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

/** The plot library's picture inside of ours. */
function placed(svg: string, x: number, y: number): string {
  const inside = svg.replace(/^<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '');
  return `<g transform="translate(${x},${y})" fill="currentColor" text-anchor="middle">${inside}</g>`;
}
