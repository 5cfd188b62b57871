import type { MomentsLike } from '../data/checkedMoments';
import { ShapeError } from '../errors';
import { multiply } from '../linalg/multiply';
import { asMatrix, type Matrix, type MatrixLike } from '../matrix';
import { reject } from '../validate';
import { withWorkspace } from '../wasm/workspace';
import { heldMatrix } from './heldMatrix';
import { heldWeights, holdWeights, type Net, type RateOptions } from './net';
import { checkedSpec, type NetOptions, type NetSpec } from './netSpec';
import { asInputs, featureKernels, gradientKernels, ntk } from './observe';
import { describeScalings, layerScalings } from './parameterization';
import { ResidentNet } from './residentNet';
import { sharpness } from './sharpness';

/**
 * A net from its spec (that of another net, or options as createNet takes them) and weights, which are copied and
 * converted to the spec's dtype.
 * @throws ShapeError when the number or the sizes of the weights do not fit the spec; ValueError for a spec that
 * createNet would refuse, and for weights beyond its dtype: finite ones that float32 makes infinite, or matrices all below its 10⁻³⁸.
 */
export function netFromWeights(given: NetSpec | NetOptions, weights: readonly MatrixLike[]): Net {
  const spec = checkedSpec(given, 'netFromWeights');
  if (!Array.isArray(weights)) reject('weights', 'an array of matrices', weights);
  const layers = layerScalings(spec);
  if (weights.length !== layers.length) {
    throw new ShapeError(`weights: expected ${layers.length} matrices (hidden + 1), got ${weights.length}`);
  }
  const own = layers.map(({ fanIn, fanOut }, l) => {
    const weight = asMatrix(weights[l], `weights[${l}]`);
    if (weight.rows !== fanOut || weight.cols !== fanIn) {
      throw new ShapeError(`weights[${l}]: expected ${fanOut}×${fanIn}, got ${weight.rows}×${weight.cols}`);
    }
    return heldMatrix(`weights[${l}]`, { ...weight, data: weight.data.slice() }, spec.dtype);
  });
  return new LinearNet(spec, own);
}

/** As netFromWeights, without checks or copies. */
export function ownNet(spec: NetSpec, weights: Matrix[]): Net {
  return new LinearNet(spec, weights);
}

class LinearNet implements Net {
  /** What consoles call it: bundles shorten names. */
  static readonly name = 'Net';
  readonly spec: NetSpec;

  constructor(spec: NetSpec, weights: readonly Matrix[]) {
    this.spec = spec;
    holdWeights(this, weights);
  }

  get width(): number {
    return heldWeights(this)[this.spec.hidden].cols;
  }

  weights(): Matrix[] {
    return heldWeights(this).map((w) => ({ ...w, data: w.data.slice() }));
  }

  predictor(): Matrix {
    return withWorkspace((ws) => {
      const { outputs, inputs } = this.spec;
      const resident = new ResidentNet(ws, this.spec);
      resident.load(heldWeights(this));
      const predictors = ws.matrix(outputs, inputs);
      resident.measure(predictors.pointer);
      return predictors.copy();
    });
  }

  predict(x: MatrixLike): Matrix {
    const given = asInputs(this, x, 'x');
    const { inputs, outputs } = this.spec;
    const beta = this.predictor();
    return withWorkspace((ws) => {
      const out = ws.matrix(given.rows, outputs);
      const left = ws.matrix(given.rows, inputs, 'float64', given.data);
      multiply(out, left, ws.matrix(outputs, inputs, 'float64', beta.data), { transposeB: true });
      return out.copy();
    });
  }

  ntk(x: MatrixLike, x2?: MatrixLike, options?: RateOptions): Matrix {
    return ntk(this, x, x2, options);
  }

  featureKernels(x: MatrixLike): Matrix[] {
    return featureKernels(this, x);
  }

  gradientKernels(): Matrix[] {
    return gradientKernels(this);
  }

  sharpness(moments: MomentsLike, options?: RateOptions): number {
    return sharpness(this, moments, options);
  }

  describe(): string {
    const { inputs, outputs, hidden, widths, parameterization, gamma0, residual, init, dtype, seed } = this.spec;
    const equal = widths.every((width) => width === widths[0]);
    return [
      `Deep linear net ${[inputs, ...widths, outputs].join('-')}: ${hidden} hidden layer${hidden === 1 ? '' : 's'}, ` +
        `${equal ? `width N = ${this.width}` : `widths ${widths.join(', ')}, N = ${this.width}`}, ${dtype}, seed ${seed}`,
      `parameterization ${parameterization}, gamma0 = ${Number(gamma0.toPrecision(6))}` +
        (residual ? `, skip connections with branch ${Number(residual.branch.toPrecision(6))}` : '') +
        (init === 'orthogonal' ? ', orthogonal initial weights' : ''),
      describeScalings(this.spec),
    ].join('\n');
  }

  clone(): Net {
    return new LinearNet(this.spec, this.weights());
  }
}
