import { type OnnxNode, onnxModel } from '../io/onnxModel';
import { type Dtype, type Matrix, matrix } from '../matrix';
import { booleanValue, knownOptions, oneOf } from '../validate';
import { version } from '../version';
import { heldMatrix } from './heldMatrix';
import { layerName } from './layerName';
import { assertNet, type Net, weightsOf } from './net';
import { type LayerScaling, layerScalings } from './parameterization';

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
 * @throws ValueError for weights, multipliers or features of inputs of order one that the dtype cannot hold, and for a file of 2 GiB and more
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
  constants.set('predictor', heldMatrix('the predictor', net.predictor(), dtype));
  return [product('x', 'predictor', 'y')];
}

function layers(net: Net, dtype: Dtype, constants: Map<string, Matrix | number>): OnnxNode[] {
  const weights = weightsOf(net);
  const { hidden } = net.spec;
  const scalings = layerScalings(net.spec);
  const nodes = scalings.flatMap(({ multiplier, skip }, l) => {
    const name = layerName(l, hidden);
    const from = l === 0 ? 'x' : `h_${l}`;
    const to = l === hidden ? 'y' : `h_${l + 1}`;
    constants.set(name, heldMatrix(name, weights[l], dtype));
    const scaled = skip ? `branch_${l}` : to;
    const own = [product(from, name, multiplier === 1 ? scaled : `${name} ${from}`)];
    if (multiplier !== 1) {
      constants.set(`m_${l}`, heldMatrix(`the multiplier of ${name}`, matrix(1, 1, [multiplier]), dtype).data[0]);
      own.push({ operator: 'Mul', inputs: [`${name} ${from}`, `m_${l}`], output: scaled });
    }
    if (skip) own.push({ operator: 'Add', inputs: [from, scaled], output: to });
    return own;
  });
  if (dtype === 'float32') assertFeaturesHeld(weights, scalings);
  return nodes;
}

/**
 * Weights that float32 holds may still multiply to what it does not. Absolute values, with which nothing cancels, show how large the
 * values of the graph can be for inputs of order one.
 * @throws ValueError where some may become infinite, or all lose their digits
 */
function assertFeaturesHeld(weights: readonly Matrix[], scalings: readonly LayerScaling[]): void {
  let from = new Float64Array(scalings[0].fanIn).fill(1);
  scalings.forEach(({ fanIn, fanOut, multiplier, skip }, l) => {
    const { data } = weights[l];
    const sums = new Float64Array(fanOut);
    for (let i = 0; i < data.length; i++) sums[Math.floor(i / fanIn)] += Math.abs(data[i]) * from[i % fanIn];
    const to = sums.map((sum, row) => Math.abs(multiplier) * sum + (skip ? from[row] : 0));
    const name = l === scalings.length - 1 ? 'y' : `h_${l + 1}`;
    for (const values of [sums, to]) heldMatrix(`what ${name} is made of`, matrix(fanOut, 1, values), 'float32');
    from = to;
  });
}
