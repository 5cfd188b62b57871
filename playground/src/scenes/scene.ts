import type { Experiment } from 'deeplinear';
import type { Grid, Picture, PlotSpec, Series } from '../plots/plot';
import type { Control, Values } from './control';

/**
 * Something that became known: new or replaced parts of one plot, numbers, work done. Every field is optional; an update without any
 * only lets others have their turn.
 */
export interface Update {
  /** Id of the plot that the next three belong to. */
  plot?: string;
  series?: readonly Series[];
  grid?: Grid;
  pictures?: readonly Picture[];
  /** Replaces readings of the same label. */
  readings?: readonly Reading[];
  /** What the plots show now, in a sentence or two; also for those who do not see them. */
  summary?: string;
  /** Training steps (or draws) since the last update: the speed shown is their number a second. */
  steps?: number;
  /** Share of the run that is done, 0 … 1. */
  done?: number;
}

/** A number that the plots, the copied code and the copied commands agree on, to the last bit. */
export interface Reading {
  label: string;
  kind: 'theory' | 'simulation';
  value: number;
}

/** What prints the readings outside of the page. */
export interface Snippet {
  /** A complete ES module that prints every reading; needs the package `deeplinear` alone. */
  code: string;
  /** Commands whose JSON output contains every reading, one a line. */
  command: string;
  /** Instead of the promise that both print the readings. */
  note?: string;
}

/**
 * A view of one experiment: theory and simulation on one plot, live. Everything but `run` and `snippet` is plain data that is put into
 * the page when it is built; those two run in the worker, and in Node for the tests.
 */
export interface Scene {
  /** The name in links. */
  id: string;
  title: string;
  /** Id in the library's `experiments`: what the scene is a view of. */
  experiment: Experiment['id'];
  /** Two sentences for a stranger: what is seen, and why. */
  explanation: string;
  /** LaTeX; becomes MathML when the page is built. */
  formula: string;
  controls: readonly Control[];
  plots: readonly PlotSpec[];
  /** What one training step is, in the plural: 'steps' (default), 'draws' … */
  unit?: string;
  /** File of the site, gzipped there; `run` takes its content. Loaded only by this scene. */
  asset?: string;
  /**
   * Yields theory first, then simulations as they grow; at least every 50 ms, so that a change of a slider is never kept waiting. The
   * state after the last update depends on values and seed alone: where the generator yields may depend on the clock.
   * @param values one of the listed values for every control.
   */
  run(values: Values, seed: number, asset?: ArrayBuffer): Generator<Update, void, void>;
  snippet(values: Values, seed: number): Snippet;
}
