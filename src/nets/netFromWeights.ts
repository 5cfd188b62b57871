import { ShapeError } from '../errors';
import { multiply } from '../linalg/multiply';
import { asMatrix, type Matrix, type MatrixLike, matrix } from '../matrix';
import { withWorkspace } from '../wasm/workspace';
import type { NetSpec } from './netSpec';
import { describeScalings, layerScalings } from './parameterization';
import { ResidentNet } from './residentNet';

/** A finite deep linear net: a plain value (spec and weights); training returns a new one. */
export interface Net {
  readonly spec: NetSpec;
  /** N_L, the width that the readout sees. */
  readonly width: number;
  /** Copies of W_0 (N_1×D), W_l (N_{l+1}×N_l) and the readout (C×N_L), in the net's dtype. */
  weights(): Matrix[];
  /** End-to-end map Beta (C×D), computed in the net's dtype: f(x) = Beta·x. Always float64. */
  predictor(): Matrix;
  /** Outputs (P×C, float64) for inputs (P×D). */
  predict(x: MatrixLike): Matrix;
  /** Sizes and the table of the parameterization, in words. */
  describe(): string;
  clone(): Net;
}

/**
 * A net from its spec (that of another net) and weights, which are copied and converted to the spec's dtype.
 * @throws ShapeError when the number or the sizes of the weights do not fit the spec.
 */
export function netFromWeights(spec: NetSpec, weights: readonly MatrixLike[]): Net {
  const layers = layerScalings(spec);
  if (weights.length !== layers.length) {
    throw new ShapeError(`weights: expected ${layers.length} matrices (hidden + 1), got ${weights.length}`);
  }
  const own = layers.map(({ fanIn, fanOut }, l) => {
    const given = asMatrix(weights[l], `weights[${l}]`);
    if (given.rows !== fanOut || given.cols !== fanIn) {
      throw new ShapeError(`weights[${l}]: expected ${fanOut}×${fanIn}, got ${given.rows}×${given.cols}`);
    }
    return matrix(fanOut, fanIn, given.data.slice(), spec.dtype);
  });
  return new LinearNet(spec, own);
}

/** As netFromWeights, without checks or copies. */
export function ownNet(spec: NetSpec, weights: Matrix[]): Net {
  return new LinearNet(spec, weights);
}

/** The weights themselves, not copies. For this library's own use. */
export function weightsOf(net: Net): readonly Matrix[] {
  return net instanceof LinearNet ? net.own : net.weights();
}

class LinearNet implements Net {
  readonly spec: NetSpec;
  readonly #own: readonly Matrix[];

  constructor(spec: NetSpec, own: readonly Matrix[]) {
    this.spec = spec;
    this.#own = own;
  }

  get own(): readonly Matrix[] {
    return this.#own;
  }

  get width(): number {
    return this.spec.widths[this.spec.hidden - 1];
  }

  weights(): Matrix[] {
    return this.#own.map((w) => ({ ...w, data: w.data.slice() }));
  }

  predictor(): Matrix {
    return withWorkspace((ws) => {
      const { outputs, inputs } = this.spec;
      const resident = new ResidentNet(ws, this.spec);
      resident.load(this.#own);
      const predictors = ws.matrix(outputs, inputs);
      resident.measure(predictors.pointer);
      return predictors.copy();
    });
  }

  predict(x: MatrixLike): Matrix {
    const given = asMatrix(x, 'x');
    const { inputs, outputs } = this.spec;
    if (given.cols !== inputs) throw new ShapeError(`x: expected ${inputs} columns (inputs), got ${given.cols}`);
    const beta = this.predictor();
    return withWorkspace((ws) => {
      const out = ws.matrix(given.rows, outputs);
      const left = ws.matrix(given.rows, inputs, 'float64', given.data);
      multiply(out, left, ws.matrix(outputs, inputs, 'float64', beta.data), { transposeB: true });
      return out.copy();
    });
  }

  describe(): string {
    const { inputs, outputs, hidden, widths, parameterization, gamma0, residual, dtype, seed } = this.spec;
    const equal = widths.every((width) => width === widths[0]);
    return [
      `Deep linear net ${[inputs, ...widths, outputs].join('-')}: ${hidden} hidden layer${hidden === 1 ? '' : 's'}, ` +
        `${equal ? `width N = ${this.width}` : `widths ${widths.join(', ')}, N = ${this.width}`}, ${dtype}, seed ${seed}`,
      `parameterization ${parameterization}, gamma0 = ${Number(gamma0.toPrecision(6))}` +
        (residual ? `, skip connections with branch ${Number(residual.branch.toPrecision(6))}` : ''),
      describeScalings(this.spec),
    ].join('\n');
  }

  clone(): Net {
    return new LinearNet(
      { ...this.spec, widths: [...this.spec.widths], initialScales: [...this.spec.initialScales] },
      this.weights(),
    );
  }
}
