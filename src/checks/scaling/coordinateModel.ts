import { checkedMoments, type MomentsLike } from '../../data/checkedMoments';
import { syntheticTask } from '../../data/syntheticTask';
import { ShapeError, ValueError } from '../../errors';
import { assertFinite } from '../../linalg/factorInput';
import { inUnits } from '../../linalg/inUnits';
import { matmul } from '../../linalg/matmul';
import { heapMatrix } from '../../linalg/resident';
import { epsilonOf, type Matrix, type MatrixLike, matrix } from '../../matrix';
import { type Net, weightsOf } from '../../nets/net';
import { layerScalings } from '../../nets/parameterization';
import { perLayer } from '../../perLayer';
import { train } from '../../train/train';
import { reject } from '../../validate';

/** Numbers of one layer, or of the output: a matrix, or a list of them in any order that stays the same. */
export type Coordinates = Matrix | ArrayLike<number>;

/** A net of any make, seen through its coordinates. */
export interface CoordinateModel {
  /**
   * Activations by name, at inputs that stay the same, from the first hidden layer on; the last is the output. One for each weight
   * matrix, so that each name tells of one layer. New arrays, or old ones filled again.
   */
  forward(): Record<string, Coordinates>;
  /** One step of training. */
  update(): unknown;
}

export interface NetTraining {
  /** Default: a random linear teacher on isotropic inputs. */
  moments?: MomentsLike;
  /** Inputs (P×D) at which activations are read. Default: unit vectors times √D. */
  x?: MatrixLike;
  /** Default 0.1. */
  lr?: number;
  /** One number, or L + 1 (W_0 … W_{L−1}, readout), or these for a width. Default 1. */
  layerLr?: number | ArrayLike<number> | ((width: number) => number | ArrayLike<number>);
}

/** Root mean squares of one net. Lists are in the order of the activations; the last is the output. */
export interface MeasuredCoordinates {
  names: string[];
  /** At initialization. */
  start: number[];
  /** ∂f/∂h_l of the hidden layers at initialization. */
  fields?: number[];
  /** Change after the first step. */
  first: number[];
  /** Part of that which each layer added by its own update. */
  own?: number[];
  /** Change after the last step. */
  last: number[];
  /** Of each layer, whether its learning rate is 0. */
  frozen?: boolean[];
  /** Parts of the error Syx − Beta Sxx at initialization. */
  error?: { labels: number; outputs: number };
}

/** Inputs as they are given, in a unit of their own: exponents do not depend on their size. */
export function checkedInputs(value: MatrixLike): Matrix {
  const given = heapMatrix(value, 'x');
  assertFinite(given, 'x');
  const { rows, cols, data } = given;
  if (!data.some((entry) => entry !== 0)) throw new ValueError('x: expected inputs that are not all 0');
  return matrix(rows, cols, inUnits(data).values);
}

/** Whether the readout starts at zero, so that no field reaches the layers below; of models that do not tell fields, none of them moves. */
export function silentReadout({ start, fields, first }: MeasuredCoordinates): boolean {
  const top = start.length - 1;
  return start[top] === 0 && (fields ?? first.slice(0, top)).every((value) => value === 0);
}

/** Measures a model of any make. */
export function measureModel(model: CoordinateModel, steps: number): MeasuredCoordinates {
  const read = () => Object.entries(model.forward()).map(([name, values]) => ({ name, values: copied(values) }));
  const start = read();
  const change = () => {
    const now = read();
    const shape = (all: typeof now) => all.map(({ name, values }) => `${name} (${values.length})`).join(', ');
    if (shape(now) !== shape(start))
      throw new ShapeError(`forward: expected ${shape(start)} at every call, got ${shape(now)}`);
    return now.map(({ values }, i) => rms(values, start[i].values));
  };
  model.update();
  const first = change();
  for (let step = 1; step < steps; step++) model.update();
  return {
    names: start.map(({ name }) => name),
    start: start.map(({ values }) => rms(values)),
    first,
    last: steps > 1 ? change() : first,
  };
}

/** Measures a net of this library; x as `checkedInputs` gives it. */
export function measureNet(net: Net, training: NetTraining & { x?: Matrix }, steps: number): MeasuredCoordinates {
  const { inputs, outputs, hidden } = net.spec;
  const moments = training.moments
    ? checkedMoments('moments', training.moments, net.spec)
    : syntheticTask({ inputs, outputs, spectrum: 'isotropic', seed: 0 }).moments;
  const x = training.x ?? unitInputs(inputs);
  if (x.cols !== inputs) throw new ShapeError(`x: expected ${inputs} columns (inputs), got ${x.cols}`);
  const layerLr = typeof training.layerLr === 'function' ? training.layerLr(net.width) : training.layerLr;
  const { lr = 0.1 } = training;
  const after = (count: number) => train(net, { moments, lr, layerLr, steps: count });
  const layers = layerScalings(net.spec);
  const before = weightsOf(net).map(double);
  const start = activations(before, layers, x);
  const { net: stepped, diverged } = after(1);
  const weights = weightsOf(stepped).map(double);
  const one = activations(weights, layers, x);
  const end = steps > 1 ? after(steps) : { net: stepped, diverged };
  const last = end.net === stepped ? one : activations(weightsOf(end.net).map(double), layers, x);
  const frozen = perLayer('layerLr', layerLr ?? 1, hidden).map((rate) => rate === 0);
  const updates = weights.map(({ rows, cols, data }, l) =>
    matrix(
      rows,
      cols,
      data.map((value, i) => value - before[l].data[i]),
    ),
  );
  const least = 4 * epsilonOf[weightsOf(net)[0].dtype];
  updates.forEach(({ data }, l) => {
    const moved = rms(data);
    if (moved > 0 && moved < least * rms(before[l].data))
      reject('lr', 'a rate whose first step is more than the rounding of the weights', lr);
  });
  if (!diverged && !frozen.every(Boolean) && updates.every(({ data }) => data.every((value) => value === 0)))
    reject('lr, moments', 'training that moves the weights', lr);
  const own = updates.map((update, l) =>
    rms(matmul(one[l], update, { transposeB: true, alpha: layers[l].multiplier }).data),
  );
  const change = (to: Matrix[], failed: unknown) =>
    to.slice(1).map(({ data }, l) => (failed ? Number.POSITIVE_INFINITY : rms(data, start[l + 1].data)));
  return {
    names: [...Array.from({ length: hidden }, (_, l) => `layer ${l + 1}`), 'output'],
    start: start.slice(1).map(({ data }) => rms(data)),
    fields: fields(before, layers).map(({ data }) => rms(data)),
    first: change(one, diverged),
    own: own.map((value) => (diverged ? Number.POSITIVE_INFINITY : value)),
    last: change(last, end.diverged),
    frozen,
    error: { labels: rms(moments.syx.data), outputs: rms(matmul(double(net.predictor()), moments.sxx).data) },
  };
}

type Layers = ReturnType<typeof layerScalings>;

/** x, h_1 … h_L, f with samples as rows. */
function activations(weights: readonly Matrix[], layers: Layers, x: Matrix): Matrix[] {
  const h = [x];
  weights.forEach((weight, l) => {
    const { multiplier, skip } = layers[l];
    const next = matmul(h[l], weight, { transposeB: true, alpha: multiplier });
    if (skip) for (let i = 0; i < next.data.length; i++) next.data[i] += h[l].data[i];
    h.push(next);
  });
  return h;
}

/** ∂f/∂h_1 … ∂f/∂h_L, outputs as rows. */
function fields(weights: readonly Matrix[], layers: Layers): Matrix[] {
  const top = weights.length - 1;
  const g = [
    matrix(
      weights[top].rows,
      weights[top].cols,
      weights[top].data.map((value) => layers[top].multiplier * value),
    ),
  ];
  for (let l = top - 1; l > 0; l--) {
    const next = matmul(g[0], weights[l], { alpha: layers[l].multiplier });
    if (layers[l].skip) for (let i = 0; i < next.data.length; i++) next.data[i] += g[0].data[i];
    g.unshift(next);
  }
  return g;
}

function unitInputs(inputs: number): Matrix {
  const x = matrix(inputs, inputs);
  for (let i = 0; i < inputs; i++) x.data[i * (inputs + 1)] = Math.sqrt(inputs);
  return x;
}

function double(m: Matrix): Matrix {
  return m.dtype === 'float64' ? m : matrix(m.rows, m.cols, Float64Array.from(m.data));
}

function copied(values: Coordinates): Float64Array {
  return Float64Array.from('data' in values ? values.data : values);
}

function rms(values: ArrayLike<number>, from?: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] - (from ? from[i] : 0)) ** 2;
  return Math.sqrt(sum / values.length);
}
