import type { ComparisonRow, Dtype, ParameterValues, Verdict } from 'deeplinear';

/** Mean over seeds and standard deviation between them (NaN for one seed). */
export interface Spread {
  mean: number;
  deviation: number;
}

export interface TheoryRecord {
  loss: number[];
  score?: number;
  seconds: number;
  diverged?: { step: number; reason: string };
}

/** One trained net. */
export interface RunRecord {
  size: number;
  seed: number;
  /** One entry per step, the first at initialization. */
  loss: number[];
  /** Root-mean-square difference of the outputs on the training data to the limit's; one entry per step, none if the limit diverged. */
  distance: number[];
  score?: number;
  seconds: number;
  stepsPerSecond: number;
  diverged?: { step: number; reason: string };
}

/**
 * All seeds of one size, the distance as root mean square over the steps; absent numbers where every run diverged. The
 * standard error is NaN where no size has a second seed to tell it.
 */
export interface SizeRow {
  size: number;
  seeds: number;
  diverged: number;
  loss?: Spread;
  score?: Spread;
  distance?: { value: number; standardError: number };
  stepsPerSecond: number;
}

export interface Fit {
  quantity: string;
  confidence: number;
  rows: readonly ComparisonRow[];
  z: number;
  slope?: { value: number; interval: [number, number]; expected: number; verdict: Verdict; intercept: number };
  intercept?: { value: number; standardError: number; interval: [number, number]; margin: number; verdict: Verdict };
  verdict: Verdict;
  /** Why there is neither slope nor intercept, where there is none. */
  reason?: string;
  explanation: string;
}

export interface Environment {
  deeplinear: string;
  node: string;
  platform: string;
  cpu: string;
  cores: number;
  build: string;
}

/** Everything a comparison produced, as plain data: what run.json holds and the report shows. */
export interface Result {
  format: 'deeplinear-compare/1';
  created: string;
  command: string;
  experiment: {
    id: string;
    title: string;
    summary: string;
    law: string;
    axis: string;
    paper: { authors: string; title: string; year: number; url: string };
  };
  parameters: ParameterValues;
  seeds: number[];
  dtype: Dtype;
  /** Remarks about what was chosen or left out, one sentence each. */
  notes: string[];
  data: {
    name: string;
    description: string;
    samples?: number;
    inputs: number;
    outputs: number;
    outputNames: string[];
    image?: { rows: number; cols: number };
    score?: { name: string; samples: number; percent: boolean };
  };
  theory: TheoryRecord;
  runs: RunRecord[];
  rows: SizeRow[];
  /** Statistics of the distance to the limit; absent where nothing finished. */
  fit?: Fit;
  /** What was seen, in plain words. */
  summary: string[];
  seconds: { data: number; theory: number; nets: number; total: number };
  environment: Environment;
}
