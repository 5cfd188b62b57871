import { Interrupted } from '../../run/drive';
import type { CellConfig, Plain } from '../cell';
import type { CellPart, CellTools } from '../cells/cellTools';
import type { Measured } from './costCurve';
import type { CellWork } from './workOf';

export interface CalibrateInput {
  /** Places in the study of the cells to choose from. */
  indices: readonly number[];
  configOf(index: number): CellConfig;
  work(config: CellConfig): CellWork;
  runCell(config: CellConfig, tools: CellTools): Promise<unknown>;
  /** Most seconds in all. */
  seconds: number;
  signal: AbortSignal;
}

export interface Calibration {
  /** Cells computed, or begun. */
  cells: number;
  /** Some did not come to their end: their time was taken from fewer steps, or from their progress. */
  stopped: boolean;
  seconds: number;
  measured: Record<CellPart, Measured[]>;
  /** Growth of the process's memory in MiB. */
  memory: number;
  /** The first cell that could not be computed. */
  failure?: { index: number; message: string };
}

/** Cells tried beyond the smallest and the largest. */
const MOST_CELLS = 40;

/** A cell that takes too long is tried with its steps divided by these, one after the other. */
const LEVELS = [1, 4, 16, 64, 256];

/**
 * Computes some cells, the smallest and the largest first, then others spread evenly over the work, until the time is up. A cell
 * that takes too long is stopped and tried with fewer steps, the time of the whole following from the work.
 */
export async function calibrate(input: CalibrateInput): Promise<Calibration> {
  const { indices, configOf, work, runCell, signal } = input;
  const count = indices.length;
  const started = performance.now();
  const left = () => input.seconds - (performance.now() - started) / 1000;
  const before = process.memoryUsage().rss;
  const result: Calibration = { cells: 0, stopped: false, seconds: 0, measured: { net: [], limit: [] }, memory: 0 };
  const order = byWork(indices, (index) => {
    const { net, limit } = work(configOf(index));
    return net + limit;
  });
  if (count === 0) return result;
  let level = 0;
  // the first cell loads data and warms the code up, and is not counted
  await run(order[0], configOf(order[0]), input.seconds / 8, false);
  await measure(order[0], input.seconds / 8);
  if (count > 1) await measure(order[count - 1], input.seconds / 6);
  for (const place of spread(count).slice(0, MOST_CELLS)) {
    if (left() <= 0) break;
    await measure(order[place], Math.min(left(), input.seconds / 4));
  }
  result.seconds = (performance.now() - started) / 1000;
  result.memory = Math.max(0, peakMemory() - before) / 2 ** 20;
  return result;

  /** In whole, or with as many of its steps as there is time for. */
  async function measure(index: number, most: number): Promise<void> {
    result.cells++;
    for (let tried = level; tried < LEVELS.length; tried++) {
      const config = shorter(configOf(index), LEVELS[tried]);
      if (config === undefined) return;
      result.stopped ||= tried > 0;
      if (!(await run(index, config, most, true))) {
        result.stopped = true;
        continue;
      }
      if (index === order[0]) level = tried;
      return;
    }
  }

  /** Whether the cell came to its end, well or not. */
  async function run(index: number, config: CellConfig, most: number, counted: boolean): Promise<boolean> {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), 1000 * most);
    const onPart: CellTools['onPart'] = (part, seconds, fraction) => {
      // what has hardly begun says nothing, and later steps of a limit take longer than the first
      const usable = fraction === 1 || (part === 'net' && fraction > 0.02);
      if (counted && usable) result.measured[part].push({ work: work(config)[part], seconds: seconds / fraction });
    };
    try {
      await runCell(config, { signal: AbortSignal.any([stop.signal, signal]), onProgress: () => {}, onPart });
      return true;
    } catch (error) {
      if (signal.aborted) throw error;
      if (error instanceof Interrupted) return false;
      result.failure ??= { index, message: error instanceof Error ? error.message : String(error) };
      return true;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** The same cell with a part of its steps; undefined where it has none, or too few. */
function shorter(config: CellConfig, parts: number): CellConfig | undefined {
  if (parts === 1) return config;
  const trainer = config.trainer as { readonly [option: string]: Plain } | undefined;
  const steps = Math.floor(Number(trainer?.steps) / parts);
  if (!trainer || !(steps >= 1)) return undefined;
  const { schedule } = trainer;
  const observables = config.observables as readonly { readonly at?: readonly number[] }[];
  return {
    ...config,
    observables: observables.map((one) =>
      one.at === undefined ? one : { ...one, at: one.at.map((step) => Math.min(step, steps)) },
    ) as Plain,
    trainer: { ...trainer, steps, ...(Array.isArray(schedule) && { schedule: schedule.slice(0, steps) }) },
  };
}

/** Places of the cells in the order of their work. */
function byWork(indices: readonly number[], work: (index: number) => number): number[] {
  const works = new Map(indices.map((index) => [index, work(index)]));
  return [...indices].sort((a, b) => works.get(a)! - works.get(b)! || a - b);
}

/** The middle, the quarters, the eighths …: evenly spread however few are taken. */
function spread(count: number): number[] {
  const places: number[] = [];
  for (let parts = 2; parts <= count && places.length < MOST_CELLS; parts *= 2) {
    for (let k = 1; k < parts; k += 2) places.push(Math.floor((k * count) / parts));
  }
  return [...new Set(places)].filter((place) => place > 0 && place < count - 1);
}

/** Bytes. */
function peakMemory(): number {
  return process.resourceUsage().maxRSS * 1024;
}
