import { type CheckedMoments, checkedMoments, type MomentsLike } from '../data/checkedMoments';
import { powerOfTwo } from '../linalg/extremeScale';
import { largestEntry } from '../linalg/factorInput';
import { multiply } from '../linalg/multiply';
import { type Matrix, matrix, scaled } from '../matrix';
import { rng } from '../random/rng';
import { assertNumbers } from '../validate';
import { type Workspace, type WorkspaceMatrix, withWorkspace } from '../wasm/workspace';
import { backwardChain, fieldThrough, forwardChain, imageThrough, type WideNet, widen } from './chains';
import type { Net, RateOptions } from './net';
import { layerRates } from './observe';
import { largestEigenvalue } from './tridiagonal';

/** Most Lanczos steps, and the relative change of the eigenvalue that ends them. */
const MOST_STEPS = 200;
const SETTLED = 1e-12;

/**
 * Largest eigenvalue of the Hessian of the full-batch loss, each layer scaled by its learning rate ρ_l r_l (that is of
 * R^½ H R^½): a step of size η is stable along it while η · sharpness < 2. Float64.
 *
 * Gradients of a linear net are m_l q_{l+1}ᵀ p_l (backward field q, forward image p of the error moment), so the Hessian
 * maps into matrices V_l = q_{l+1}ᵀ b + aᵀ p_l; Lanczos runs on the pairs (a, b), C numbers a neuron, at the cost of a
 * training step each.
 */
export function sharpness(net: Net, moments: MomentsLike, options: RateOptions = {}): number {
  const { sxx, syx, syy } = checkedMoments('moments', moments, net.spec);
  // linear in the moments: in units of theirs no square over- or underflows
  const unit = powerOfTwo(Math.max(largestEntry(sxx), largestEntry(syx)));
  const relative = { sxx: scaled(sxx, 1 / unit), syx: scaled(syx, 1 / unit), syy };
  const value = unit * withWorkspace((ws) => lanczos(new Curvature(ws, net, relative, options)));
  // NaN for an infinity too
  assertNumbers('moments', value - value);
  return value;
}

/** A direction V_l, or its dual: the products a = p_l V_lᵀ (C×N_{l+1}) and b = q_{l+1} V_l (C×N_l). The readout is b. */
interface Pair {
  a?: Matrix;
  b: Matrix;
}

class Curvature {
  readonly #wide: WideNet;
  readonly #rates: number[];
  readonly #q: WorkspaceMatrix[];
  readonly #p: WorkspaceMatrix[];
  readonly #sxx: WorkspaceMatrix;

  constructor(ws: Workspace, net: Net, { sxx, syx }: CheckedMoments, options: RateOptions) {
    this.#wide = widen(ws, net);
    this.#rates = layerRates(this.#wide.layers, net.spec.hidden, options);
    this.#q = backwardChain(ws, this.#wide);
    this.#sxx = ws.matrix(sxx.rows, sxx.cols, 'float64', sxx.data);
    const error = ws.matrix(syx.rows, syx.cols, 'float64', syx.data);
    multiply(error, this.#q[0], this.#sxx, { alpha: -1, beta: 1 });
    this.#p = forwardChain(ws, this.#wide, error);
  }

  /** A start with a part along every eigenvector. */
  start(): Pair[] {
    const random = rng(1);
    const { hidden, outputs } = this.#wide.net.spec;
    return this.#wide.layers.map(({ fanIn, fanOut }, l) => {
      const draw = (cols: number) =>
        matrix(outputs, cols, this.#rates[l] === 0 ? undefined : random.normal(outputs * cols));
      return l < hidden ? { a: draw(fanOut), b: draw(fanIn) } : { b: draw(fanIn) };
    });
  }

  dual(pairs: Pair[]): Pair[] {
    return withWorkspace((ws) =>
      pairs.map(({ a, b }, l) => {
        if (!a) return { b };
        const q = this.#q[l + 1];
        const p = this.#p[l];
        const left = ws.matrix(a.rows, a.cols, 'float64', a.data);
        const right = ws.matrix(b.rows, b.cols, 'float64', b.data);
        return {
          a: mixed(ws, [p, p, left], [p, right, q]),
          b: mixed(ws, [q, left, p], [q, q, right]),
        };
      }),
    );
  }

  /** ⟨V, V'⟩ of a dual and a direction, each layer divided by its learning rate. */
  product(dual: Pair[], pairs: Pair[]): number {
    let result = 0;
    this.#rates.forEach((rate, l) => {
      const { a, b } = dual[l];
      if (rate > 0) result += (dot(b, pairs[l].b) + (a ? dot(a, pairs[l].a!) : 0)) / rate;
    });
    return result;
  }

  /** R·H·V from the dual of V: the fields' first-order change along V, then that of the gradients. */
  apply(dual: Pair[]): Pair[] {
    const { layers, weights, net } = this.#wide;
    const { hidden } = net.spec;
    return withWorkspace((ws) => {
      const dq: WorkspaceMatrix[] = [];
      dq[hidden] = ws.matrix(dual[hidden].b.rows, dual[hidden].b.cols);
      add(dq[hidden], dual[hidden].b, layers[hidden].multiplier);
      for (let l = hidden - 1; l >= 0; l--) {
        dq[l] = fieldThrough(ws, layers[l], weights[l], dq[l + 1]);
        add(dq[l], dual[l].b, layers[l].multiplier);
      }
      let dp = ws.matrix(dq[0].rows, dq[0].cols);
      multiply(dp, dq[0], this.#sxx, { alpha: -1 });
      return layers.map((layer, l) => {
        const factor = -layer.multiplier * this.#rates[l];
        const b = scaled(dp, factor);
        if (l === hidden) return { b };
        dp = imageThrough(ws, layer, weights[l], dp);
        add(dp, dual[l].a!, layer.multiplier);
        return { a: scaled(dq[l + 1], factor), b };
      });
    });
  }
}

/** Lanczos with full reorthogonalization for the largest eigenvalue. */
function lanczos(curvature: Curvature): number {
  const basis: { pairs: Pair[]; dual: Pair[] }[] = [];
  const diagonal: number[] = [];
  const beside: number[] = [];
  let pairs = curvature.start();
  let value = 0;
  let scale = 0;
  for (let k = 0; k < MOST_STEPS; k++) {
    const norm = Math.sqrt(Math.max(0, curvature.product(curvature.dual(pairs), pairs)));
    scale = Math.max(scale, Math.abs(value));
    if (norm <= 1e-12 * scale || norm === 0) break;
    if (k > 0) beside.push(norm);
    pairs = pairs.map(({ a, b }) => ({ ...(a && { a: scaled(a, 1 / norm) }), b: scaled(b, 1 / norm) }));
    const dual = curvature.dual(pairs);
    basis.push({ pairs, dual });
    pairs = curvature.apply(dual);
    diagonal.push(curvature.product(dual, pairs));
    // Twice, so that rounding leaves nothing along the basis.
    for (let pass = 0; pass < 2; pass++) {
      for (const v of basis) subtract(pairs, v.pairs, curvature.product(v.dual, pairs));
    }
    const next = largestEigenvalue(diagonal, beside);
    const settled = k > 2 && Math.abs(next - value) <= SETTLED * Math.abs(next);
    value = next;
    if (settled) break;
  }
  return value;
}

/** Σ (x yᵀ) m over the triples, as a plain matrix. */
function mixed(ws: Workspace, ...triples: [WorkspaceMatrix, WorkspaceMatrix, WorkspaceMatrix][]): Matrix {
  const [, , last] = triples[0];
  const out = ws.matrix(last.rows, last.cols);
  for (const [x, y, m] of triples) {
    const weights = ws.matrix(x.rows, y.rows);
    multiply(weights, x, y, { transposeB: true });
    multiply(out, weights, m, { beta: 1 });
  }
  return out.copy();
}

function subtract(from: Pair[], what: Pair[], factor: number): void {
  from.forEach(({ a, b }, l) => {
    add(b, what[l].b, -factor);
    if (a) add(a, what[l].a!, -factor);
  });
}

function add(to: Matrix, what: Matrix, factor: number): void {
  const target = to.data;
  const source = what.data;
  for (let i = 0; i < target.length; i++) target[i] += factor * source[i];
}

function dot(x: Matrix, y: Matrix): number {
  const a = x.data;
  const b = y.data;
  let result = 0;
  for (let i = 0; i < a.length; i++) result += a[i] * b[i];
  return result;
}
