import type { Matrix, Moments } from 'deeplinear';

export interface Score {
  /** What the number is, e.g. 'test accuracy'. */
  name: string;
  /** How many samples it is measured on. */
  samples: number;
  /** Between 0 and 1, shown as percent; otherwise as a plain number (R² of a regression). */
  percent: boolean;
  /** The score of a predictor (outputs×inputs) on the held-out samples; higher is better. */
  of(predictor: Matrix): number;
}

export interface Samples {
  x: Matrix;
  y: Matrix;
}

/** A task as the nets and the limit see it: the second moments of its training samples, and a way to score predictors. */
export interface Dataset {
  /** 'mnist', 'synthetic' or the path of a file. */
  name: string;
  /** One sentence: what the samples are and how they were transformed. */
  description: string;
  /** Of training; absent for a population. */
  samples?: number;
  inputs: number;
  outputs: number;
  moments: Moments;
  /** Names of the outputs: classes, or the target column. */
  outputNames: string[];
  /** Rows and columns of the picture that the inputs form, where they do. */
  image?: { rows: number; cols: number };
  score?: Score;
  /** The samples as they are trained on, x (P×D) and y (P×C), made anew at every call; absent for a population. */
  train?: () => Samples;
  /** Those kept for testing. */
  test?: () => Samples;
  /** Remarks about the samples, one sentence each. */
  notes?: string[];
}
