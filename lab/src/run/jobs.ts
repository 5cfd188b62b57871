import type { figureJob } from '../figures/figureJob';
import type { cellJob } from '../sweep/cellJob';
import type { checkJob } from './checkJob';

/** What the threads of the pool can do; poolWorker.ts says where each is. */
export interface Jobs {
  check: typeof checkJob;
  cell: typeof cellJob;
  figure: typeof figureJob;
}

export interface JobTools {
  /** Never aborted: a job that is not wanted any more ends with its thread. It is there for work that asks for one. */
  signal: AbortSignal;
  /** `fraction` of 1 is done. */
  onProgress(fraction: number): void;
}

/** Input and output are copied between threads: plain data and typed arrays. */
export type Job<I, O> = (input: I, tools: JobTools) => Promise<O>;
