import { NumericalError } from '../../errors';
import { multiply } from '../../linalg/multiply';
import { assertFits, type Workspace, type WorkspaceMatrix, workspace } from '../../linalg/resident';
import { YIELD_MS } from '../../longWork';
import type { DualRows } from './dualActivation';
import { KernelErrors } from './kernelErrors';
import { type KernelNet, type KernelProgress, type KernelSamples, rowOf } from './kernelOptions';
import { RoundingTwins } from './roundingTwins';

/** Rows of one panel: a kernel of 20,000 columns needs 2·20 MB for it. */
const PANEL = 64;

/** Some rows of the kernels; valid until the next panel. */
export interface KernelPanel {
  /** First row and number of rows. */
  from: number;
  rows: number;
  /** First column: the first row in the symmetric case, where only what is right of the diagonal block is computed; else 0. */
  column: number;
  /** rows × (columns − column). */
  nngp: WorkspaceMatrix;
  ntk?: WorkspaceMatrix;
  ws: Workspace;
}

export interface PanelsRun {
  /** Estimated largest absolute error of the entries by quadrature. */
  nngpError: number;
  ntkError: number;
  /** Rows done when it was stopped. */
  stopped?: number;
}

/**
 * The recursion of static kernels over rows in panels (Lee et al. 2018, Jacot et al. 2018):
 *
 *     K¹ = s_0² X Xᵀ/D + b_0²,   Kˡ⁺¹ = s_l² E φφ' + b_l²,   Θ¹ = K¹,   Θˡ⁺¹ = Kˡ⁺¹ + s_l² Θˡ ∘ E φ'φ'.
 *
 * @param sink takes every panel; it may overwrite it.
 */
export function* kernelPanels(
  net: KernelNet,
  { left, right }: KernelSamples,
  wantNtk: boolean,
  sink: (panel: KernelPanel) => void,
): Generator<KernelProgress, PanelsRun, boolean | undefined> {
  const symmetric = left === right;
  const held = left.data.length + (symmetric ? 0 : right.data.length);
  assertFits('x', `${left.rows}×${right.rows} kernels of ${left.cols} inputs`, 8 * (held + 2 * PANEL * right.rows));
  const ws = workspace();
  const slopes = wantNtk ? new Float64Array(right.rows) : undefined;
  try {
    const x = ws.matrix(left.rows, left.cols, 'float64', left.data);
    const x2 = symmetric ? x : ws.matrix(right.rows, right.cols, 'float64', right.data);
    const own = rowLayers(net, inputVariances(net, ws, x));
    const other = symmetric ? own : rowLayers(net, inputVariances(net, ws, x2));
    const errors = new KernelErrors(net, [own, other], wantNtk);
    const twins = net.rounding !== undefined ? new RoundingTwins(net, { left, right }, wantNtk) : undefined;
    const room = Math.min(PANEL, left.rows);
    const kernels = ws.matrix(room, right.rows);
    const tangents = wantNtk ? ws.matrix(room, right.rows) : undefined;
    let since = performance.now();
    for (let from = 0; from < left.rows; from += PANEL) {
      const rows = Math.min(PANEL, left.rows - from);
      const column = symmetric ? from : 0;
      const cols = right.rows - column;
      const nngp = kernels.block(0, 0, rows, cols);
      const ntk = tangents?.block(0, 0, rows, cols);
      const alpha = net.weight[0] / left.cols;
      const part = x2.block(column, 0, cols, left.cols);
      multiply(nngp, x.block(from, 0, rows, left.cols), part, { transposeB: true, alpha });
      let made = 0;
      let go = true;
      while (go && made < rows) {
        const k = rowOf(nngp, made);
        for (let j = 0; j < cols; j++) k[j] += net.bias[0];
        const theta = ntk && rowOf(ntk, made);
        propagateRow(net, own, from + made, other, column, k, theta, slopes?.subarray(0, cols), errors, twins);
        errors.check();
        made++;
        // every row, as a pair may take a hundredth of a second
        if (from + made === left.rows || performance.now() - since <= YIELD_MS) continue;
        go = (yield { step: from + made, steps: left.rows }) !== false;
        since = performance.now();
      }
      const ready = (m: WorkspaceMatrix) => m.block(0, 0, made, cols);
      sink({ from, rows: made, column, nngp: ready(nngp), ntk: ntk && ready(ntk), ws });
      if (!go) return { ...errors.total(), stopped: from + made };
    }
    return errors.total();
  } finally {
    ws.dispose();
  }
}

/** K¹ of the rows with themselves, by the products that make K¹: equal rows are equal to the last bit. */
function inputVariances({ weight, bias }: KernelNet, ws: Workspace, x: WorkspaceMatrix): Float64Array {
  const q = new Float64Array(x.rows);
  const products = ws.matrix(PANEL, PANEL);
  for (let from = 0; from < x.rows; from += PANEL) {
    const rows = Math.min(PANEL, x.rows - from);
    const part = x.block(from, 0, rows, x.cols);
    const square = products.block(0, 0, rows, rows);
    multiply(square, part, part, { transposeB: true, alpha: weight[0] / x.cols });
    for (let i = 0; i < rows; i++) q[from + i] = square.row(i)[i] + bias[0];
  }
  return q;
}

/** What the dual activation keeps of the rows in every hidden layer, and the variances of the output. */
export interface RowLayers {
  layers: DualRows[];
  output: Float64Array;
}

function rowLayers({ dual, hidden, weight, bias }: KernelNet, variances: Float64Array): RowLayers {
  let q = variances;
  const layers: DualRows[] = [];
  for (let l = 1; l <= hidden; l++) {
    const made = dual.rows(finiteVariances(q, l - 1));
    layers.push(made);
    q = made.value.map((value) => weight[l] * value + bias[l]);
  }
  return { layers, output: finiteVariances(q, hidden) };
}

function finiteVariances(q: Float64Array, layer: number): Float64Array {
  const at = q.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return q;
  throw new NumericalError(`x: expected finite variances, got ${q[at]} of row ${at} after layer ${layer}`, {
    step: layer,
  });
}

/** K¹ in `k` becomes the output's kernel, `theta` (when given) the tangent kernel. */
function propagateRow(
  { dual, hidden, weight, bias }: KernelNet,
  own: RowLayers,
  i: number,
  other: RowLayers,
  column: number,
  k: Float64Array,
  theta: Float64Array | undefined,
  slopes: Float64Array | undefined,
  errors: KernelErrors,
  twins: RoundingTwins | undefined,
): void {
  theta?.set(k);
  twins?.clear();
  for (let l = 1; l <= hidden; l++) {
    twins?.add(l, own, i, other, column, k, theta);
    errors.add(l, dual.pairs(own.layers[l - 1], i, other.layers[l - 1], column, k, slopes));
    const [w, b] = [weight[l], bias[l]];
    for (let j = 0; j < k.length; j++) k[j] = w * k[j] + b;
    if (theta && slopes) for (let j = 0; j < k.length; j++) theta[j] = k[j] + w * theta[j] * slopes[j];
    twins?.advance(l, own, i, other, column);
  }
  if (twins) errors.round(twins.differences(k, theta));
}
