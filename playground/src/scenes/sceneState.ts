import { emptyPlot, type PlotData } from '../plots/plot';
import type { Reading, Scene, Update } from './scene';

/** All that is known of a run: what its updates add up to. */
export interface SceneState {
  plots: Map<string, PlotData>;
  /** By label. */
  readings: Map<string, Reading>;
  summary: string;
  /** Training steps so far. */
  steps: number;
  /** Share of the run, 0 … 1. */
  done: number;
}

export function emptyState(scene: Pick<Scene, 'plots'>): SceneState {
  return {
    plots: new Map(scene.plots.map(({ id }) => [id, emptyPlot()])),
    readings: new Map(),
    summary: '',
    steps: 0,
    done: 0,
  };
}

/** Adds an update to a state. */
export function addUpdate(state: SceneState, update: Update): void {
  const plot = update.plot === undefined ? undefined : state.plots.get(update.plot);
  if (plot) {
    for (const series of update.series ?? []) plot.series.set(series.id, series);
    for (const picture of update.pictures ?? []) plot.pictures.set(picture.id, picture);
    if (update.grid) plot.grid = update.grid;
  }
  for (const reading of update.readings ?? []) state.readings.set(reading.label, reading);
  if (update.summary !== undefined) state.summary = update.summary;
  state.steps += update.steps ?? 0;
  state.done = update.done ?? state.done;
}

/** Adds what a later part of the same run found out. */
export function mergeStates(state: SceneState, later: SceneState): void {
  for (const [plot, { series, pictures, grid }] of later.plots) {
    addUpdate(state, { plot, series: [...series.values()], pictures: [...pictures.values()], grid });
  }
  const { summary, steps, done } = later;
  addUpdate(state, {
    readings: [...later.readings.values()],
    summary: summary || undefined,
    steps,
    done: done || undefined,
  });
}

/** A run drained at once, as a test or a script wants it. */
export function collect(scene: Scene, ...inputs: Parameters<Scene['run']>): SceneState {
  const state = emptyState(scene);
  for (const update of scene.run(...inputs)) addUpdate(state, update);
  return state;
}
