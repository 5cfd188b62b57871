import { ShapeError } from '../errors';
import { type Activation, type KnownActivation, knownActivation } from '../limits/kernels/activation';
import { checkedFactorInput } from '../linalg/factorInput';
import { matmul } from '../linalg/matmul';
import { heapMatrix } from '../linalg/resident';
import { type Matrix, type MatrixLike, matrix } from '../matrix';
import { hiddenLayers, perLayer } from '../perLayer';
import { rng } from '../random/rng';
import {
  assertNumbers,
  callback,
  count,
  finite,
  integer,
  isFloat64Array,
  isNumberList,
  knownOptions,
  nonNegative,
  positive,
  record,
  reject,
  seedValue,
} from '../validate';

export interface SampleNetOptions {
  /** Number D of inputs. */
  inputs: number;
  /** Default 1. */
  outputs?: number;
  /** Of all hidden layers. */
  activation: Activation;
  /** Number L of hidden layers. */
  hidden: number;
  /** Neurons of every hidden layer, one number or L. */
  width: number | readonly number[];
  /** One number or L + 1 (W_0 … readout). Default 1. */
  weightVariance?: number | readonly number[];
  /** One number or L + 1. Default 0. */
  biasVariance?: number | readonly number[];
  /** Of the parameters, all N(0, 1). */
  seed: number;
}

export interface NonlinearTraining {
  /** P×D. */
  x: MatrixLike;
  /** P×C. */
  y: MatrixLike;
  /** Learning rate η of W ← W − η ∂loss/∂W and the same for biases, loss ½ mean‖y − f‖². */
  lr: number;
  /** Steps of full-batch gradient descent. */
  steps: number;
}

/** One layer: z = scale·W h + shift·bias. */
export interface NonlinearLayer {
  /** out × in. */
  weights: Matrix;
  /** β, one number per output of the layer. */
  bias: Float64Array;
  /** s/√fan-in, s² the weight variance. */
  scale: number;
  /** b, b² the bias variance. */
  shift: number;
}

/** A small finite net with an activation, for checks of kernels; plain code, all in float64. */
export interface NonlinearNet {
  /** L hidden layers and the readout. */
  readonly layers: readonly NonlinearLayer[];
  /** φ of all hidden layers. */
  readonly activation: KnownActivation;
  /** Outputs, M×C. */
  predict(x: MatrixLike): Matrix;
  /** A net after full-batch gradient descent on all weights and biases; this one stays as it is. */
  train(options: NonlinearTraining): NonlinearNet;
}

const MOST_WEIGHTS = 2 ** 28;

/**
 * A fully connected net z_{l+1} = s_l W_l φ(z_l)/√fan-in + b_l β_l with all parameters N(0, 1): as its widths grow the outputs'
 * law is that of `nngpKernel`, its tangent kernel (`empiricalNtk`) becomes `ntkKernel`, and its training `ntkPredictor`.
 */
export function sampleNet(options: SampleNetOptions): NonlinearNet {
  knownOptions('sampleNet', options, [
    'inputs',
    'outputs',
    'activation',
    'hidden',
    'width',
    'weightVariance',
    'biasVariance',
    'seed',
  ]);
  const hidden = hiddenLayers(options.hidden);
  const { width } = options;
  const list: ArrayLike<number> = isNumberList(width) ? width : new Array(hidden).fill(width);
  if (list.length !== hidden) throw new ShapeError(`width: expected ${hidden} numbers, got ${list.length}`);
  const widths = Array.from(list);
  const sizes = [
    integer('inputs', options.inputs, 1),
    ...widths.map((width, l) => integer(`width[${l}]`, width, 1)),
    integer('outputs', options.outputs ?? 1, 1),
  ];
  const weight = perLayer('weightVariance', options.weightVariance ?? 1, hidden);
  const bias = perLayer('biasVariance', options.biasVariance ?? 0, hidden);
  const source = rng(seedValue('seed', options.seed));
  const layers = weight.map((variance, l): NonlinearLayer => {
    const [cols, rows] = [sizes[l], sizes[l + 1]];
    if (rows * cols > MOST_WEIGHTS) reject('width', `layers of at most ${MOST_WEIGHTS} weights`, `${rows}×${cols}`);
    const draws = source.fork(l);
    return {
      weights: matrix(rows, cols, draws.normal(rows * cols)),
      bias: draws.normal(rows),
      scale: Math.sqrt(variance / cols),
      shift: Math.sqrt(bias[l]),
    };
  });
  return nonlinearNet(layers, knownActivation(options.activation));
}

function nonlinearNet(layers: readonly NonlinearLayer[], activation: KnownActivation): NonlinearNet {
  const net: NonlinearNet = {
    layers,
    activation,
    predict: (x) => forward(net, x).outputs,
    train: (options) => trained(net, options),
  };
  return net;
}

/** Reads a net of `sampleNet`, once. @throws ValueError naming what it lacks. */
export function checkedNonlinearNet(net: unknown): Pick<NonlinearNet, 'layers' | 'activation'> {
  const { layers, activation } = record('net', net, 'a net of sampleNet') as Partial<NonlinearNet>;
  if (!Array.isArray(layers) || layers.length === 0) reject('net.layers', 'the layers of a net of sampleNet', layers);
  const { value, derivative } = record('net.activation', activation, 'the activation of a net of sampleNet');
  for (const f of [value, derivative]) callback('net.activation', f, 'functions value and derivative');
  const read: NonlinearLayer[] = [];
  for (let l = 0, inputs: number | undefined; l < layers.length; l++) {
    const { weights, bias, scale, shift } = record(`net.layers[${l}]`, layers[l]) as unknown as NonlinearLayer;
    const own = checkedFactorInput(weights, `net.layers[${l}].weights`);
    const { rows, cols } = own;
    if (cols !== (inputs ?? cols)) reject(`net.layers[${l}].weights`, `${inputs} columns`, cols);
    if (!isFloat64Array(bias) || bias.length !== rows) reject(`net.layers[${l}].bias`, `${rows} numbers`, bias);
    for (const entry of bias) finite(`net.layers[${l}].bias`, entry);
    nonNegative(`net.layers[${l}].scale`, scale);
    nonNegative(`net.layers[${l}].shift`, shift);
    read.push({ weights: own, bias, scale, shift });
    inputs = rows;
  }
  return { layers: read, activation: { ...activation, value, derivative } as KnownActivation };
}

export interface Forward {
  /** Inputs of every layer, rows are samples. */
  inputs: Matrix[];
  /** Derivatives of the activation at every hidden layer. */
  slopes: Matrix[];
  outputs: Matrix;
}

type Layered = Pick<NonlinearNet, 'layers' | 'activation'>;

export function forward({ layers, activation }: Layered, x: MatrixLike): Forward {
  const first = checkedFactorInput(heapMatrix(x, 'x'), 'x');
  const wanted = layers[0].weights.cols;
  if (first.cols !== wanted) throw new ShapeError(`x: expected ${wanted} columns, got ${first.cols}`);
  const inputs = [first];
  const slopes: Matrix[] = [];
  for (let l = 0; ; l++) {
    const { weights, bias, scale, shift } = layers[l];
    const z = matmul(inputs[l], weights, { transposeB: true, alpha: scale });
    for (let at = 0; at < z.data.length; at++) z.data[at] += shift * bias[at % z.cols];
    if (l === layers.length - 1) return { inputs, slopes, outputs: z };
    slopes.push(mapped(z, activation.derivative));
    inputs.push(mapped(z, activation.value));
  }
}

/** Gradients with respect to the pre-activations of every layer, from those with respect to the outputs (one a row). */
export function backward({ layers }: Layered, { slopes }: Forward, outputs: Matrix): Matrix[] {
  const fields = [outputs];
  for (let l = layers.length - 1; l > 0; l--) {
    const field = matmul(fields[0], layers[l].weights, { alpha: layers[l].scale });
    for (let at = 0; at < field.data.length; at++) field.data[at] *= slopes[l - 1].data[at];
    fields.unshift(field);
  }
  return fields;
}

function trained(net: NonlinearNet, options: NonlinearTraining): NonlinearNet {
  knownOptions('train', options, ['x', 'y', 'lr', 'steps']);
  const lr = positive('lr', options.lr);
  const steps = count('steps', options.steps, 0);
  const y = checkedFactorInput(heapMatrix(options.y, 'y'), 'y');
  const layers = net.layers.map((layer) => ({
    ...layer,
    weights: matrix(layer.weights.rows, layer.weights.cols, layer.weights.data.slice()),
    bias: layer.bias.slice(),
  }));
  const moving = nonlinearNet(layers, net.activation);
  for (let step = 0; step < steps; step++) {
    const pass = forward(moving, options.x);
    const { outputs } = pass;
    if (outputs.rows !== y.rows || outputs.cols !== y.cols) {
      throw new ShapeError(`y: expected ${outputs.rows}×${outputs.cols}, got ${y.rows}×${y.cols}`);
    }
    const error = matrix(
      y.rows,
      y.cols,
      outputs.data.map((f, at) => (f - y.data[at]) / y.rows),
    );
    const fields = backward(moving, pass, error);
    layers.forEach((layer, l) => {
      const field = fields[l];
      const step1 = { transposeA: true, alpha: -lr * layer.scale, beta: 1, out: layer.weights };
      matmul(field, pass.inputs[l], step1);
      for (let at = 0; at < field.data.length; at++) layer.bias[at % field.cols] -= lr * layer.shift * field.data[at];
    });
  }
  for (const { weights, bias } of layers) assertNumbers('lr, x, y', weights.data, bias);
  return moving;
}

function mapped(m: Matrix, f: (u: number) => number): Matrix {
  const numbers = m.data.map((u) => {
    const image = f(u);
    return typeof image === 'number' ? image : reject('activation', 'functions that give numbers', image);
  });
  return matrix(m.rows, m.cols, numbers);
}
