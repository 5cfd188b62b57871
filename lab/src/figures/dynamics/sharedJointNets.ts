import {
  createNet,
  type JointLimitOptions,
  jointLimit,
  jointLimitSteps,
  matrix,
  type Rng,
  rng,
  type SpectrumGroup,
  trainSteps,
} from 'deeplinear';
import { inTurn, type MeanWithError, meanOf, upTo, type Work } from '../simulations';

/** Limit and nets of the same options. */
export interface JointCurves {
  /** Test loss of the limit, without label noise. */
  theory: Float64Array;
  nets: MeanWithError;
}

/** The joint limit at one learning rate and nets with `inputs` inputs, each with weights and samples of its own. */
export function* jointCurves(options: JointLimitOptions, size: { inputs: number; nets: number }): Work<JointCurves> {
  const { test } = yield* jointLimitSteps(options);
  const curves = yield* inTurn(upTo(size.nets), (seed) => jointMember(options, size.inputs, seed)(options.lrHat!));
  return { theory: test, nets: meanOf(curves) };
}

/**
 * A net of the joint limit: its test loss, without label noise, at every step of training from the start at a learning rate; Infinity
 * from where it diverged. The target has the size of its group in every mode; on isotropic inputs, where it may be any direction, it is
 * orthogonal to what the net starts with, as in the limit.
 */
export function jointMember(
  options: Omit<JointLimitOptions, 'lrHat'>,
  inputs: number,
  seed: number,
): (lrHat: number) => Work<Float64Array> {
  const { hidden, residual, noiseStd = 0, layerLr, steps } = options;
  const { width, gamma0, samples, batch, spectrum } = jointLimit({ ...options, lrHat: 1, steps: 0 }).forNet({ inputs });
  const rows = samples ?? (batch ? batch.size * steps : 0);
  // sizes draw independently of each other
  const key = [hidden, inputs, width, rows].reduce((parent, size) => parent.fork(size), rng(seed));
  const net = createNet({ inputs, outputs: 1, hidden, width, gamma0, residual, seed: key.seed, dtype: 'float32' });
  const directions = key.fork('target').normal(inputs);
  const teacher = options.spectrum
    ? modeTargets(options.spectrum, spectrum).map((size, k) => Math.sign(directions[k]) * Math.sqrt(size / inputs))
    : unitBeside(Float64Array.from(net.predictor().data), directions);
  const sxx = matrix(inputs, inputs);
  for (let d = 0; d < inputs; d++) sxx.data[d * (inputs + 1)] = spectrum[d];
  const syx = teacher.map((value, d) => spectrum[d] * value);
  const population = { sxx, syx: matrix(1, inputs, syx), syy: dot(syx, teacher), samples: Number.POSITIVE_INFINITY };
  const data = rows > 0 ? { ...sampled(rows, { teacher, spectrum, noiseStd }, key), batch } : { moments: population };
  return function* (lrHat) {
    const run = yield* trainSteps(net, { ...data, lr: lrHat * inputs, layerLr, steps, testMoments: population });
    return Float64Array.from({ length: steps + 1 }, (_, t) => run.testLoss![t] ?? Number.POSITIVE_INFINITY);
  };
}

/** Squared target coefficient of every mode of a net. */
function modeTargets(groups: readonly SpectrumGroup[], eigenvalues: Float64Array): Float64Array {
  return eigenvalues.map((value) => groups.find(({ eigenvalue }) => eigenvalue === value)!.target as number);
}

/** What of `direction` is orthogonal to `other`, at norm 1. */
function unitBeside(other: Float64Array, direction: Float64Array): Float64Array {
  const share = dot(direction, other) / dot(other, other);
  const rest = direction.map((value, d) => value - share * other[d]);
  const norm = Math.sqrt(dot(rest, rest));
  return rest.map((value) => value / norm);
}

interface Labels {
  teacher: Float64Array;
  spectrum: Float64Array;
  noiseStd: number;
}

function sampled(rows: number, { teacher, spectrum, noiseStd }: Labels, key: Rng) {
  const inputs = teacher.length;
  const x = matrix(rows, inputs, key.fork('x').normal(rows * inputs));
  const deviations = spectrum.map(Math.sqrt);
  for (let i = 0; i < x.data.length; i++) x.data[i] *= deviations[i % inputs];
  const noise = key.fork('noise').normal(rows);
  const y = noise.map((value, p) => {
    return noiseStd * value + dot(teacher, x.data.subarray(p * inputs, (p + 1) * inputs));
  });
  return { x, y: matrix(rows, 1, y) };
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
