import {
  createNet,
  type JointLimitOptions,
  jointLimit,
  jointLimitSteps,
  matrix,
  type Rng,
  rng,
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
 * A net of the joint limit on isotropic inputs: its test loss, without label noise, at every step of training from the start at a
 * learning rate; Infinity from where it diverged. The target has norm 1 and is orthogonal to what the net starts with, as in the
 * limit; otherwise it may be any direction.
 */
export function jointMember(
  options: Omit<JointLimitOptions, 'lrHat'>,
  inputs: number,
  seed: number,
): (lrHat: number) => Work<Float64Array> {
  const { hidden, residual, noiseStd = 0, steps } = options;
  const { width, gamma0, samples, batch } = jointLimit({ ...options, lrHat: 1, steps: 0 }).forNet({ inputs });
  const key = rng(seed).fork('figure').fork(width);
  const net = createNet({ inputs, outputs: 1, hidden, width, gamma0, residual, seed, dtype: 'float32' });
  const teacher = unitBeside(Float64Array.from(net.predictor().data), key.fork('target').normal(inputs));
  const sxx = matrix(inputs, inputs);
  for (let d = 0; d < inputs; d++) sxx.data[d * (inputs + 1)] = 1;
  const population = { sxx, syx: matrix(1, inputs, teacher), syy: 1, samples: Number.POSITIVE_INFINITY };
  const rows = samples ?? (batch ? batch.size * steps : 0);
  const data = rows > 0 ? { ...sampled(rows, teacher, noiseStd, key), batch } : { moments: population };
  return function* (lrHat) {
    const run = yield* trainSteps(net, { ...data, lr: lrHat * inputs, steps, testMoments: population });
    return Float64Array.from({ length: steps + 1 }, (_, t) => run.testLoss![t] ?? Number.POSITIVE_INFINITY);
  };
}

/** What of `direction` is orthogonal to `other`, at norm 1. */
function unitBeside(other: Float64Array, direction: Float64Array): Float64Array {
  const share = dot(direction, other) / dot(other, other);
  const rest = direction.map((value, d) => value - share * other[d]);
  const norm = Math.sqrt(dot(rest, rest));
  return rest.map((value) => value / norm);
}

function sampled(rows: number, teacher: Float64Array, noiseStd: number, key: Rng) {
  const inputs = teacher.length;
  const x = matrix(rows, inputs, key.fork('x').normal(rows * inputs));
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
