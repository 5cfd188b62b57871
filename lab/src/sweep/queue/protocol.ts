import type { CellFailure } from '../cell';
import type { CellBudget } from '../executor';

/**
 * What coordinators and workers agree on. Nothing here is an instant of some machine's clock: what ends by itself ends by Redis's
 * own clock, and durations are measured where they pass.
 */

/** Of every key: BullMQ's and the lab's own. */
export const prefix = 'deeplinear';

/** Changes with the meaning of what is stored; who finds another number says so and leaves it alone. */
export const protocolVersion = 1;

/** A sweep's name in Redis: the first half of the fingerprint of its cells, so a study of other code is another sweep. */
export function sweepId(fingerprint: string): string {
  return fingerprint.slice(0, 32);
}

/** Enough of an id to tell a sweep from others of its name and to ask for it. */
export function shortId(sweep: string): string {
  return sweep.slice(0, 8);
}

/** BullMQ's queue of a sweep. Its jobs have the keys of their cells as ids, so that a cell is in it once. */
export function queueName(sweep: string): string {
  return `sweep-${sweep}`;
}

export const keys = {
  /** Set of the ids of sweeps. */
  sweeps: `${prefix}:sweeps`,
  /** SweepRecord as JSON; gone after `sweepSeconds` without a coordinator. */
  sweep: (sweep: string) => `${prefix}:sweep:${sweep}`,
  /** CoordinatorRecord as JSON; gone after `aliveSeconds` without a heart-beat. */
  coordinator: (sweep: string) => `${prefix}:coordinator:${sweep}`,
  /** Set of the ids of workers. */
  workers: `${prefix}:workers`,
  /** WorkerRecord as JSON; gone after `aliveSeconds` without a heart-beat. */
  worker: (worker: string) => `${prefix}:worker:${worker}`,
  /** Below it: what belongs to the data set of that content. */
  data: (sha256: string) => `${prefix}:data:${sha256}`,
  /** DataSetAbout as JSON, while it is being sent. */
  dataAbout: (sha256: string) => `${prefix}:data:${sha256}:about`,
  /** A chunk: 32 bytes of SHA-256 of what follows them. */
  dataChunk: (sha256: string, chunk: number) => `${prefix}:data:${sha256}:${chunk}`,
  /** Hash of CellJobResults as JSON, by the key of the cell; gone after `lateSeconds`. */
  late: (sweep: string) => `${prefix}:late:${sweep}`,
  /** List of what workers lack, as `<sha256> <first chunk>`; the sweep's coordinator answers. */
  wanted: (sweep: string) => `${prefix}:wanted:${sweep}`,
};

/** Between heart-beats, and how long one counts. */
export const beatSeconds = 2;
export const aliveSeconds = 15;
/** The list of workers is gone so long after the last of them. */
export const workersSeconds = 60;
/** A sweep that nobody resumed for so long is taken out of Redis by the next worker that sees it. */
export const sweepSeconds = 7 * 24 * 3600;

export interface SweepRecord {
  protocol: number;
  id: string;
  name: string;
  /** codeVersion() of the coordinator: only workers of the same one take cells. */
  version: string;
  cells: number;
}

export interface CoordinatorRecord {
  host: string;
  process: number;
  /** Of all runs into its folder. */
  done: number;
  failed: number;
  /** Attempts of this run that failed and are made again. */
  retries: number;
  /** In the queue or in a worker. */
  inFlight: number;
  /** Cells a second over the last ones; absent before the first. */
  rate?: number;
  /** Failures of this run, the latest last; at most `shownFailures`. */
  failures: { index: number; axes: { readonly [axis: string]: number | string }; failure: CellFailure }[];
}

export const shownFailures = 20;

export interface WorkerRecord {
  protocol: number;
  id: string;
  host: string;
  process: number;
  version: string;
  /** Threads. */
  slots: number;
  /** What it computes at this moment. */
  running: { sweep: string; index: number; fraction: number; seconds: number }[];
  /** Cells that it brought to an end since it began, with values and without. */
  done: number;
  failed: number;
  /** Since it began, by its own stop watch. */
  seconds: number;
  /** It takes nothing new and ends when what runs is done. */
  leaving: boolean;
  /** Ids of sweeps that it does not compute, as they are of other code. */
  refused: string[];
  /** MiB that its process holds, all threads together. */
  memory: number;
  /** Data sets that it lacks and could not be sent; cells that learn from them go to other workers. */
  lacks: DataSetName[];
}

/** Bytes of a chunk of a data set; the last one has the rest. */
export const chunkBytes = 2 ** 20;
/** Chunks that are sent at once, from the wanted one on: what of a data set is in Redis at a time, whatever its size. */
export const chunksAhead = 8;
/** A chunk that no worker reads is gone after so long. */
export const chunkSeconds = 60;

/** What a coordinator says of a data set that is wanted. */
export interface DataSetAbout {
  bytes: number;
  /** Why it is not sent. */
  withheld?: string;
}

/** A file of data as a person looks for it. */
export interface DataSetName {
  /** Of the file on the coordinator's machine, without its folder. */
  name: string;
  sha256: string;
  /** Where the coordinator has told. */
  bytes?: number;
  /** Of a worker that lacks it: why it did not come. */
  why?: string;
}

/** What a job says; its id is the cell's key. */
export interface CellJobData {
  index: number;
  /** The cell's configuration, as storedJson writes it. */
  config: string;
  budget: CellBudget;
  /**
   * A worker was lost while it ran: it runs while nothing else does, so that it cannot take other cells with it again. Its job's
   * progress is 0 until it begins.
   */
  alone?: true;
}

/**
 * The result of a worker that was given up although it lived is kept so long: while it was away its job went to another worker, or
 * the server forgot it.
 */
export const lateSeconds = 3600;

/** What comes back. A cell that fails gives a result as well: BullMQ's own failures are lost workers alone. */
export type CellJobResult = {
  /** Id of the worker. */
  worker: string;
  /** Wall-clock seconds, by the worker's stop watch. */
  seconds: number;
} & ({ /** CellValues, as storedJson writes them. */ values: string } | { failure: CellFailure });
