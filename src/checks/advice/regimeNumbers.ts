import { euclideanLength } from '../../linalg/euclideanLength';
import type { AdviseTask } from './adviseTask';
import { type RegimeId, type RegimeNumbers, regimeTable } from './regimes';

/** Whether one regime of the table holds, and why. */
export interface RegimeReading {
  /** Which regime. */
  id: RegimeId;
  /** Whether the net is in it; of several that hold, the first decides. */
  holds: boolean;
  /** The condition. */
  when: string;
  /** What the thresholds rest on. */
  source: string;
  /** Functions of the library that describe a net there. */
  use: readonly string[];
  /** Page of the documentation about it, such as 'limits/lazy.md'. */
  page: string;
}

/** The numbers that the table of regimes reads, for a learning rate and the predictor (C×m) that it leads to. */
export function regimeNumbers(task: AdviseTask, lr: number, predictor?: Float64Array): RegimeNumbers {
  const { data, gamma0, prior, widths, inputs, samples, criticalLr } = task;
  const narrowest = Math.min(...widths);
  const eigenvalues = Array.from({ length: data.inputs }, (_, k) => data.moments.sxx.data[k * (data.inputs + 1)]);
  const trace = eigenvalues.reduce((sum, value) => sum + value, data.leftOut * data.inputs);
  const squared = eigenvalues.reduce((sum, value) => sum + value ** 2, 0);
  return {
    gamma0,
    richness: predictor
      ? gamma0 * Math.sqrt(data.inputs / prior) * euclideanLength(predictor)
      : gamma0 * Math.sqrt(inputs / prior),
    depthPerWidth: widths.reduce((sum, width) => sum + 1 / width, 0),
    widthPerInput: narrowest / inputs,
    widthPerEffectiveInput: (narrowest * squared) / trace ** 2,
    samplesPerInput: samples === undefined ? undefined : samples / inputs,
    lrTimesSharpness: (2 * lr) / criticalLr,
  };
}

/** Every row of the table with whether it holds. */
export function readRegimes(numbers: RegimeNumbers): RegimeReading[] {
  return regimeTable.map(({ holds, ...rule }) => ({ ...rule, holds: holds(numbers) }));
}
