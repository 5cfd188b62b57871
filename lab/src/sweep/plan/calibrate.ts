import { Interrupted } from '../../run/drive';
import type { Cell } from '../cell';
import type { CellPart, CellTools } from '../cells/cellTools';
import type { Measured } from './costCurve';
import type { CellWork } from './workOf';

export interface CalibrateInput {
  /** Number of cells to choose from. */
  count: number;
  cellAt(index: number): Cell;
  workAt(index: number): CellWork;
  runCell(config: Cell['config'], tools: CellTools): Promise<unknown>;
  /** Most seconds in all. */
  seconds: number;
  signal: AbortSignal;
}

export interface Calibration {
  /** Cells computed, the one that was stopped included. */
  cells: number;
  /** The largest did not come to its end: its time was taken from its progress. */
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

/**
 * Computes some cells, the smallest and the largest first, then others spread evenly over the work, until the time is up. A cell
 * that would take longer is stopped, and its time follows from the fraction that was done.
 */
export async function calibrate(input: CalibrateInput): Promise<Calibration> {
  const { count, cellAt, workAt, runCell, signal } = input;
  const started = performance.now();
  const elapsed = () => (performance.now() - started) / 1000;
  const before = process.memoryUsage().rss;
  const result: Calibration = { cells: 0, stopped: false, seconds: 0, measured: { net: [], limit: [] }, memory: 0 };
  const total = (index: number) => workAt(index).net + workAt(index).limit;
  const order = byWork(count, total);
  // the first cell loads data and warms the code up, and is not counted
  await run(order[0], input.seconds / 4, false);
  await run(order[0], input.seconds / 4, true);
  if (count > 1) await run(order[count - 1], input.seconds / 2, true);
  for (const place of spread(count).slice(0, MOST_CELLS)) {
    const left = input.seconds - elapsed();
    if (left <= 0) break;
    await run(order[place], left, true);
  }
  result.seconds = elapsed();
  result.memory = Math.max(0, peakMemory() - before) / 2 ** 20;
  return result;

  async function run(index: number, most: number, counted: boolean): Promise<void> {
    const { config } = cellAt(index);
    const work = workAt(index);
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), 1000 * most);
    const onPart: CellTools['onPart'] = (part, seconds, fraction) => {
      // what has hardly begun says nothing
      if (!counted || fraction < 0.02) return;
      result.measured[part].push({ work: work[part], seconds: seconds / fraction });
    };
    try {
      await runCell(config, { signal: AbortSignal.any([stop.signal, signal]), onProgress: () => {}, onPart });
    } catch (error) {
      if (signal.aborted) throw error;
      if (!(error instanceof Interrupted)) {
        result.failure ??= { index, message: error instanceof Error ? error.message : String(error) };
      } else if (counted) result.stopped = true;
    } finally {
      clearTimeout(timer);
      if (counted) result.cells++;
    }
  }
}

/** Places of the cells in the order of their work. */
function byWork(count: number, work: (index: number) => number): Uint32Array {
  const works = Float64Array.from({ length: count }, (_, index) => work(index));
  return Uint32Array.from({ length: count }, (_, index) => index).sort((a, b) => works[a] - works[b] || a - b);
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
