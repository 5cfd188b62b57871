import { type OnnxNode, onnxModel } from '../io/onnxModel';
import { type Dtype, type Matrix, matrix } from '../matrix';
import { booleanValue, knownOptions, oneOf, reject } from '../validate';
import { version } from '../version';
import { layerName } from './layerName';
import { assertNet, type Net, weightsOf } from './net';
import { layerScalings } from './parameterization';

export interface EncodeOnnxOptions {
  /**
   * false: layer by layer, the computation of the net, with its weights as they are and its multipliers as constants beside
   * them. true: one product with the predictor, the same function to rounding. Default false.
   */
  collapsed?: boolean;
  /** Of inputs, outputs and weights; many runtimes know float32 only. Default: that of the net. */
  dtype?: Dtype;
}

/**
 * A net as an ONNX file (IR version 8, operator set 13) that any runtime takes: input x (batch×inputs, any batch), output y
 * (batch×outputs). Layer by layer it is made of Gemm, Mul and Add: h_1 = m_0 x W_0ᵀ, h_{l+1} = [h_l +] m_l h_l W_lᵀ, y = m_L h_L W_Lᵀ
 * (samples are rows). The spec of the net goes along as metadata `deeplinear.spec`.
 * @throws ValueError for weights or multipliers that the dtype cannot hold, and for a file of 2 GiB and more
 */
export function encodeOnnx(net: Net, options: EncodeOnnxOptions = {}): Uint8Array {
  assertNet(net);
  knownOptions('encodeOnnx', options, ['collapsed', 'dtype']);
  const collapsed = booleanValue('collapsed', options.collapsed ?? false);
  const dtype = oneOf('dtype', options.dtype ?? net.spec.dtype, ['float64', 'float32']);
  const { inputs, outputs } = net.spec;
  const constants = new Map<string, Matrix | number>();
  return onnxModel('net', {
    name: 'deep linear net',
    dtype,
    inputs,
    outputs,
    nodes: collapsed ? oneProduct(net, dtype, constants) : layers(net, dtype, constants),
    constants,
    metadata: { 'deeplinear.spec': JSON.stringify(net.spec), 'deeplinear.collapsed': String(collapsed) },
    doc: net.describe(),
    producer: { name: 'deeplinear', version },
  });
}

/** Samples are rows and weights act from the left, hence the transpose. */
function product(input: string, weight: string, output: string): OnnxNode {
  return { operator: 'Gemm', inputs: [input, weight], output, attributes: { transB: 1 } };
}

function oneProduct(net: Net, dtype: Dtype, constants: Map<string, Matrix | number>): OnnxNode[] {
  constants.set('predictor', converted('the predictor', net.predictor(), dtype));
  return [product('x', 'predictor', 'y')];
}

function layers(net: Net, dtype: Dtype, constants: Map<string, Matrix | number>): OnnxNode[] {
  const weights = weightsOf(net);
  const { hidden } = net.spec;
  return layerScalings(net.spec).flatMap(({ multiplier, skip }, l) => {
    const name = layerName(l, hidden);
    const from = l === 0 ? 'x' : `h_${l}`;
    const to = l === hidden ? 'y' : `h_${l + 1}`;
    constants.set(name, converted(name, weights[l], dtype));
    const scaled = skip ? `branch_${l}` : to;
    const nodes = [product(from, name, multiplier === 1 ? scaled : `${name} ${from}`)];
    if (multiplier !== 1) {
      constants.set(`m_${l}`, heldNumber(`the multiplier of ${name}`, multiplier, dtype));
      nodes.push({ operator: 'Mul', inputs: [`${name} ${from}`, `m_${l}`], output: scaled });
    }
    if (skip) nodes.push({ operator: 'Add', inputs: [from, scaled], output: to });
    return nodes;
  });
}

/** The smallest float32 that has all its digits. */
const LEAST_NORMAL = 2 ** -126;

/** In float32 numbers may round, but neither lose their digits nor become infinite. */
function heldNumber(what: string, value: number, dtype: Dtype): number {
  if (dtype === 'float64') return value;
  const kept = Math.fround(value);
  const lost = Math.abs(kept) < LEAST_NORMAL && value !== 0;
  if (!Number.isFinite(kept) || lost) reject('dtype', `float64, which holds ${what}`, dtype);
  return kept;
}

function converted(what: string, weight: Matrix, dtype: Dtype): Matrix {
  if (weight.dtype === dtype) return weight;
  const { rows, cols, data } = weight;
  const kept = matrix(rows, cols, data, dtype);
  const infinite = kept.data.findIndex((entry, i) => !Number.isFinite(entry) && Number.isFinite(data[i])) >= 0;
  // small entries may vanish beside large ones, all of them may not
  let largest = 0;
  for (const entry of data) largest = Math.max(largest, Math.abs(entry));
  const lost = largest > 0 && largest < LEAST_NORMAL;
  if (infinite || lost) reject('dtype', `float64, which holds ${what}`, dtype);
  return kept;
}
