import type { Matrix, MatrixLike, Moments, Net } from 'deeplinear';
import type { CellValues } from '../cell';
import type { CurveTimes } from './curveTimes';

/** What is read of a net's training. */
export interface CellRun {
  loss: Float64Array;
  testLoss?: Float64Array;
  /** Recorded at `recorded.steps`. */
  predictors?: Matrix[];
  recorded: { steps: number[] };
  net: Net;
  steps: number;
  diverged?: { step: number; reason: string };
}

/** What is read of a limit. */
export interface CellLimit {
  loss: Float64Array;
  /** Of the joint limit: without label noise. */
  testLoss?: Float64Array;
  /** Limits of the losses alone have none. */
  predictors?: readonly Matrix[];
  steps: number;
  diverged?: { step: number; reason: string };
}

/** What a cell computes, at most once and only where an observable asks for it. */
export interface CellResults {
  readonly moments: Moments;
  /** Of the test data. */
  readonly score?: (predictor: Matrix) => number;
  /** Factors of the step, for what depends on learning rates. */
  readonly layerLr: number | ArrayLike<number>;
  /** Trained on mini-batches: the last entry of the loss is not of a batch of its own. */
  readonly fresh: boolean;
  /** Rows whose second moments are those of the training inputs. */
  inputRows(): MatrixLike;
  readonly start: Net;
  readonly run: CellRun;
  readonly limit: CellLimit;
}

/** What of these an observable reads; the rest is not computed for it. */
export type Need = 'run' | 'limit' | 'testLoss' | 'predictors' | 'score';

export interface ObservableOptions extends CurveTimes {
  quantity?: string;
}

/** Something to measure in a cell: one value, or several whose names begin with its own. */
export interface Observable {
  name: string;
  /** One line. */
  doc: string;
  needs: readonly Need[];
  /** Whether it is a curve, at times that can be chosen. */
  curve?: boolean;
  /** What can be compared; the first is the default. */
  quantities?: readonly string[];
  /** Values that do not exist (the loss at the end of a run that diverged) are left out. */
  values(results: CellResults, options: ObservableOptions): CellValues;
}
