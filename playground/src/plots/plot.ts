/** Plots as plain data: what scenes yield, what the page draws, and what every export is made of. */

export interface Axis {
  label: string;
  /** Default 'linear'. */
  scale?: 'linear' | 'log';
  /** Ends that the plot has whatever the data are. */
  least?: number;
  most?: number;
}

/** What of a plot is known before the data. */
export interface PlotSpec {
  id: string;
  /** What is shown, in a few words. */
  title: string;
  /** 'xy' (default): series over two axes, and maybe a grid below them. 'pictures': small images side by side. */
  kind?: 'xy' | 'pictures';
  /** Of 'xy' plots. */
  x?: Axis;
  y?: Axis;
}

export interface Series {
  /** Of its plot; a later series of the same id takes its place. */
  id: string;
  /** Words of the legend; series of one label share an entry. None: not in the legend. */
  label?: string;
  /** Theory is drawn in the colour of the text, heavier than simulations. */
  kind: 'theory' | 'simulation';
  /** Default 'line'. 'bars' reach from zero to y; x are then the edges, one more than y. */
  mark?: 'line' | 'dashed' | 'points' | 'bars';
  /** Where a simulation lies in an order (of widths, depths …), 0 … 1: the colour. Default 1. Theory: undefined is the text's colour. */
  shade?: number;
  x: Float64Array;
  /** NaN leaves a gap. */
  y: Float64Array;
}

/** A map below the series of an 'xy' plot. */
export interface Grid {
  /** Words for the colours, with their unit. */
  label: string;
  /** Edges of the rectangle that the cells fill. */
  x: [least: number, most: number];
  y: [least: number, most: number];
  rows: number;
  cols: number;
  /** Row-major, the first row at the bottom; NaN where nothing is known yet. */
  values: Float64Array;
  /** Range of the colours; values beyond it are clamped. */
  range: [least: number, most: number];
}

export interface Picture {
  id: string;
  label: string;
  kind: 'theory' | 'simulation';
  rows: number;
  cols: number;
  /** Row-major, the first row at the top. Zero is the neutral colour. */
  values: Float64Array;
  /** Value of the strongest colour, in either sign. */
  range: number;
}

/** All that a plot shows. */
export interface PlotData {
  series: Map<string, Series>;
  pictures: Map<string, Picture>;
  grid?: Grid;
}

export function emptyPlot(): PlotData {
  return { series: new Map(), pictures: new Map() };
}
