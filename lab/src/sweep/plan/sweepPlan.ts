import { availableParallelism } from 'node:os';
import type { Cell, CellConfig } from '../cell';
import { cellData } from '../cells/cellData';
import { dataOf, type StoredNetCell } from '../cells/netCell';
import { runCell as computeCell, refusalOf } from '../runCell';
import { fingerprintOf } from '../store';
import { hasManifest, readManifest } from '../storeFiles';
import { indexStore } from '../storeIndex';
import { StoreKeys } from '../storeKeys';
import { keptStudy } from '../storeStudy';
import { canonicalJson } from '../study/canonicalJson';
import { cellAt, cellCount, cellsOf } from '../study/cellsOf';
import { codeVersion } from '../study/codeVersion';
import type { Study } from '../study/study';
import { type CalibrateInput, type Calibration, calibrate } from './calibrate';
import { costCurve } from './costCurve';
import { type CellWork, type DataSizes, isComplete, workOf } from './workOf';

/** What a sweep of a study will be. */
export interface SweepPlan {
  study: Study;
  cells: number;
  first: Cell;
  last: Cell;
  /** Of the store, where there is one. */
  stored?: {
    folder: string;
    done: number;
    failed: number;
    /** The study's text is not that of the last run. */
    changed?: true;
    /** The folder's cells are not these: only --update goes on with it. */
    other?: true;
  };
  workers: number;
  /** Seconds of one core and on all of them, of the cells that the store lacks. */
  time?: { core: number; all: number };
  /** MiB: a worker at most, and the whole process. */
  memory?: { worker: number; all: number };
  calibration?: Calibration;
}

export interface PlanInput {
  study: Study;
  /** Folder of the results. */
  folder: string;
  workers?: number;
  /** Most seconds of calibration; 0: none. */
  seconds: number;
  signal: AbortSignal;
  /** Default: what computes the cells of a sweep. */
  runCell?: CalibrateInput['runCell'];
}

/** Seconds until the threads compute. */
const START = 0.3;
/** Share of a core's speed alone that it has where all of them compute. */
const EFFICIENCY = 0.9;
/** MiB of a thread with the library, and of what it no longer needs but has not collected yet: measured on a thousand small cells. */
const THREAD = 50;
/** Cells whose configurations are read for the estimate; of more, every so many-th. */
const MOST_READ = 20_000;

/** Counts the cells, looks which are there, and estimates time and memory of the others from a short calibration. */
export async function sweepPlan({
  study,
  folder,
  seconds,
  signal,
  runCell = computeCell,
  ...input
}: PlanInput): Promise<SweepPlan> {
  const cells = cellCount(study);
  const code = codeVersion();
  const stored = await storedCells(study, folder);
  const plan: SweepPlan = {
    study,
    cells,
    first: cellAt(study, 0, code),
    last: cellAt(study, cells - 1, code),
    stored: stored && { folder, ...stored.about },
    workers: input.workers ?? availableParallelism(),
  };
  const missing = stored ? stored.left.length : cells;
  if (seconds === 0 || missing === 0) return plan;
  const every = Math.ceil(missing / MOST_READ);
  const place = (k: number) => (stored ? stored.left[k * every] : k * every);
  const read = Array.from({ length: Math.ceil(missing / every) }, (_, k) => place(k));
  const works: CellWork[] = [];
  const sizes = new Map<string, DataSizes>();
  const work = (config: CellConfig) => workOf(config, sizes.get(dataKey(config)) ?? { inputs: 1, outputs: 1 });
  const configOf = (index: number) => cellAt(study, index, code).config;
  const complete: number[] = [];
  let refused: Calibration['failure'];
  for (const index of read) {
    const config = configOf(index);
    if (isComplete(config)) {
      complete.push(index);
      await findSizes(config, sizes);
    } else refused ??= { index, message: refusalOf(config)! };
    works.push(work(config));
  }
  const calibration = await calibrate({ indices: complete, configOf, work, runCell, seconds, signal });
  if (refused) calibration.failure = refused;
  plan.calibration = calibration;
  const { net, limit } = calibration.measured;
  if (net.length === 0 && limit.length === 0) return plan;
  const netCost = costCurve(net);
  const limitCost = costCurve(limit);
  const share = missing / read.length;
  const netSeconds = works.reduce((sum, work) => sum + netCost(work.net), 0) * share;
  const limitSeconds = limitTime(works, plan.workers, limitCost, every === 1 ? 1 : share);
  const core = netSeconds + limitSeconds;
  const used = Math.min(plan.workers, missing);
  const longest = works.reduce((most, work) => Math.max(most, netCost(work.net) + limitCost(work.limit)), 0);
  plan.time = { core, all: START + Math.max(longest, core / used / (used > 1 ? EFFICIENCY : 1)) };
  const worker = Math.ceil(THREAD + calibration.memory);
  plan.memory = { worker, all: Math.ceil(process.memoryUsage().rss / 2 ** 20 - calibration.memory + used * worker) };
  return plan;
}

/** Limits that several cells share are computed once by every worker that has some of these cells. */
function limitTime(works: readonly CellWork[], workers: number, cost: (work: number) => number, share: number): number {
  const shared = new Map<string, { cells: number; work: number }>();
  for (const { limit, limitKey } of works) {
    if (limitKey === undefined) continue;
    const found = shared.get(limitKey) ?? { cells: 0, work: limit };
    found.cells++;
    shared.set(limitKey, found);
  }
  let seconds = 0;
  for (const { cells, work } of shared.values()) seconds += Math.min(workers, cells) * cost(work);
  return seconds * share;
}

/** Inputs and outputs of the data of a cell; files are read once. */
async function findSizes(config: CellConfig, known: Map<string, DataSizes>): Promise<void> {
  const cell = config as unknown as StoredNetCell;
  const key = dataKey(config);
  if (cell.data === undefined || known.has(key)) return;
  const { inputs, outputs } = cell.data.source === 'synthetic' ? cell.data : await cellData(dataOf(cell));
  known.set(key, { inputs, outputs });
}

function dataKey({ data }: CellConfig): string {
  return canonicalJson(data);
}

interface StoredCells {
  about: Omit<NonNullable<SweepPlan['stored']>, 'folder'>;
  /** Places of the cells without a result. */
  left: number[];
}

/** What the folder has of these cells; undefined where there is no sweep in it. */
async function storedCells(study: Study, folder: string): Promise<StoredCells | undefined> {
  if (!hasManifest(folder)) return undefined;
  const keys = new StoreKeys();
  const cells = cellCount(study);
  const fingerprint = fingerprintOf(cellsOf(study), keys);
  const manifest = readManifest(folder);
  const index = await indexStore(folder, manifest, {
    cellOf: ({ key }) => keys.get(key),
    cells,
    growing: true,
  });
  const left = Array.from({ length: cells }, (_, k) => k).filter((k) => index.state(k) === 'missing');
  const { done, failed } = index;
  const kept = keptStudy(folder);
  const changed = kept !== undefined && kept !== study.text ? true : undefined;
  const other = manifest.fingerprint !== fingerprint ? true : undefined;
  return { about: { done, failed, changed, other }, left };
}
