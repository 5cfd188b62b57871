import { ShapeError } from '../errors';
import { multiply } from '../linalg/multiply';
import { operand } from '../linalg/operand';
import { type Matrix, type MatrixLike, matrix } from '../matrix';
import { perLayer } from '../perLayer';
import { assertFinite, knownOptions } from '../validate';
import { type Workspace, WorkspaceMatrix, withWorkspace } from '../wasm/workspace';
import { backwardChain, forwardChain, widen } from './chains';
import type { Net, RateOptions } from './net';

/** A matrix on the JavaScript heap: memory may move while it is read. */
function plain(value: MatrixLike, name: string): Matrix {
  const m = operand(value, name);
  return m instanceof WorkspaceMatrix ? m.copy() : m;
}

/** Reads inputs of a net. */
export function asInputs(net: Net, x: MatrixLike, name: string): Matrix {
  const given = plain(x, name);
  if (given.cols !== net.spec.inputs) {
    throw new ShapeError(`${name}: expected ${net.spec.inputs} columns (inputs), got ${given.cols}`);
  }
  return given;
}

/** η-free learning rates ρ_l r_l of the layers. */
export function layerRates(rates: readonly { rate: number }[], hidden: number, options: RateOptions): number[] {
  knownOptions('options', options, ['layerLr']);
  const layerLr = perLayer('layerLr', options.layerLr ?? 1, hidden);
  return rates.map(({ rate }, l) => rate * layerLr[l]);
}

/**
 * Tangent kernel with the step's factors, Θ(x, x') = Σ_l ρ_l r_l ⟨∂f(x)/∂W_l, ∂f(x')/∂W_l⟩ (muP: ρ_l = γ0² N), so that
 * df/dt = −η mean_P Θ (f − y) in gradient flow. (P·C)×(P2·C), float64: sample p and output c at index p·C + c.
 */
export function ntk(net: Net, x: MatrixLike, x2: MatrixLike = x, options: RateOptions = {}): Matrix {
  const left = asInputs(net, x, 'x');
  const right = asInputs(net, x2, 'x2');
  return withWorkspace((ws) => {
    const wide = widen(ws, net);
    const rates = layerRates(wide.layers, net.spec.hidden, options);
    const q = backwardChain(ws, wide);
    const h = forwardChain(ws, wide, left);
    const h2 = forwardChain(ws, wide, right);
    const c = net.spec.outputs;
    const out = matrix(left.rows * c, right.rows * c);
    wide.layers.forEach(({ multiplier }, l) => {
      const outer = inner(ws, q[l + 1], q[l + 1], rates[l] * multiplier * multiplier);
      addKronecker(out, inner(ws, h[l], h2[l], 1), outer);
    });
    assertFinite('net, x', out.data);
    return out;
  });
}

/**
 * Feature kernels Φ^l(x, x') = h_l(x)·h_l(x')/N_l (P×P, float64) for l = 0 … L, with h_0 = x and N_0 = D. Entry l belongs
 * to the inputs of weight matrix number l.
 */
export function featureKernels(net: Net, x: MatrixLike): Matrix[] {
  const given = asInputs(net, x, 'x');
  const kernels = withWorkspace((ws) =>
    forwardChain(ws, widen(ws, net), given).map((h) => inner(ws, h, h, 1 / h.cols).copy()),
  );
  assertFinite('net, x', ...kernels.map(({ data }) => data));
  return kernels;
}

/**
 * Gradient kernels G^1 … G^{L+1} (C×C, float64), G^l = g_l g_lᵀ/N_l with g_l = γ0 N_L ∂f/∂h_l, and G^{L+1} = 1. Entry l
 * is G^{l+1}, which belongs to the outputs of weight matrix number l.
 */
export function gradientKernels(net: Net): Matrix[] {
  const { gamma0, hidden } = net.spec;
  const scale = gamma0 * net.width * (gamma0 * net.width);
  const kernels = withWorkspace((ws) =>
    backwardChain(ws, widen(ws, net))
      .slice(1)
      .map((q, l) => inner(ws, q, q, l === hidden ? 1 : scale / q.cols).copy()),
  );
  assertFinite('net', ...kernels.map(({ data }) => data));
  return kernels;
}

/** alpha · a bᵀ. */
function inner(ws: Workspace, a: WorkspaceMatrix, b: WorkspaceMatrix, alpha: number): WorkspaceMatrix {
  const out = ws.matrix(a.rows, b.rows);
  multiply(out, a, b, { transposeB: true, alpha });
  return out;
}

/** out += a ⊗ b. */
function addKronecker(out: Matrix, a: Matrix, b: Matrix): void {
  const bs = b.data;
  const as = a.data;
  for (let i = 0; i < a.rows; i++) {
    for (let k = 0; k < b.rows; k++) {
      const row = (i * b.rows + k) * out.cols;
      for (let j = 0; j < a.cols; j++) {
        for (let n = 0; n < b.cols; n++) out.data[row + j * b.cols + n] += as[i * a.cols + j] * bs[k * b.cols + n];
      }
    }
  }
}
