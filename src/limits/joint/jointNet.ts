import { ValueError } from '../../errors';
import { integer, knownOptions, reject, zeros64 } from '../../validate';
import type { JointLimitOptions } from './jointLimitOptions';
import type { SpectrumGroup } from './jointSpectrum';

/** Finite net and data that the limit describes; what `createNet` and `train` take. */
export interface JointNet {
  /** N = νD, rounded. */
  width: number;
  /** γ0 = γ̂/√D. */
  gamma0: number;
  /** η = η̂D; absent with a schedule. */
  lr?: number;
  /** η̂(step)·D. */
  schedule?: (step: number) => number;
  /** P = αD, rounded, of 'repeated' data. */
  samples?: number;
  /** B = αD, rounded, of 'onePass' data. */
  batch?: {
    /** B. */
    size: number;
    /** Every batch is fresh: `train` needs steps·B samples. */
    order: 'onePass';
  };
  /** μ, where the limit has any. */
  momentum?: number;
  /** True, where the limit has it. */
  nesterov?: boolean;
  /** λ̂/D. */
  weightDecay?: number | number[];
  /** λ̂'/D. */
  decoupledDecay?: number | number[];
  /** θ̂/D. */
  temperature?: number;
  /** λ of the D modes, group after group: `spectrum` of syntheticTask. */
  spectrum: Float64Array;
}

/** The finite net of a joint limit: sizes are ratios times D, rounded to at least 1. */
export function jointNet(
  options: JointLimitOptions,
  spectrum: readonly SpectrumGroup[],
  size: { inputs: number },
): JointNet {
  knownOptions('forNet', size, ['inputs']);
  const inputs = integer('inputs', size.inputs, 1);
  const { widthPerInput, samplesPerInput = Infinity, gammaHat = 1, lrHat, schedule, data } = options;
  if (widthPerInput === Infinity) {
    throw new ValueError('widthPerInput: expected a finite ratio for a net, got Infinity');
  }
  const rounded = (name: string, ratio: number) => {
    const size = Math.max(1, Math.round(ratio * inputs));
    return Number.isSafeInteger(size)
      ? size
      : reject(name, `a ratio that gives less than 2^53 at ${inputs} inputs`, ratio);
  };
  const overInputs = (value: number | ArrayLike<number>) => {
    return typeof value === 'number' ? value / inputs : Array.from(value, (entry) => entry / inputs);
  };
  // first of all: inputs beyond memory are refused by their own name
  const eigenvalues = modes(spectrum, inputs);
  const { momentum, nesterov, weightDecayHat, decoupledDecayHat, temperatureHat } = options;
  const samples =
    data !== 'population' && samplesPerInput < Infinity ? rounded('samplesPerInput', samplesPerInput) : undefined;
  return {
    width: rounded('widthPerInput', widthPerInput),
    gamma0: gammaHat / Math.sqrt(inputs),
    ...(schedule ? { schedule: (step: number) => schedule(step) * inputs } : { lr: lrHat! * inputs }),
    ...(samples !== undefined && data === 'repeated' && { samples }),
    ...(samples !== undefined && data === 'onePass' && { batch: { size: samples, order: 'onePass' as const } }),
    ...(momentum && { momentum }),
    ...(nesterov && { nesterov }),
    ...(weightDecayHat !== undefined && { weightDecay: overInputs(weightDecayHat) }),
    ...(decoupledDecayHat !== undefined && { decoupledDecay: overInputs(decoupledDecayHat) }),
    ...(temperatureHat !== undefined && { temperature: temperatureHat / inputs }),
    spectrum: eigenvalues,
  };
}

/** Eigenvalues of D modes; the shares are rounded so that every prefix of groups has its share. */
function modes(spectrum: readonly SpectrumGroup[], inputs: number): Float64Array {
  const out = zeros64('inputs', inputs);
  let share = 0;
  let from = 0;
  spectrum.forEach(({ eigenvalue, fraction }, k) => {
    share += fraction;
    const to = k === spectrum.length - 1 ? inputs : Math.min(inputs, Math.round(share * inputs));
    out.fill(eigenvalue, from, to);
    from = Math.max(from, to);
  });
  return out;
}
