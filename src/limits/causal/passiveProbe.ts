import { multiply } from '../../linalg/multiply';
import { type Workspace, type WorkspaceMatrix, withWorkspace } from '../../linalg/resident';
import type { Matrix } from '../../matrix';
import { addScaled } from './addScaled';
import type { CausalRun } from './causalRun';
import { heldCovariance } from './heldCovariance';
import { type Covariance, covary } from './sourceCovariance';
import type { LinkRow } from './weightLink';

/**
 * Feature kernel Φ^l(x, x'; t) = ⟨h_l(x; t) h_l(x'; t)⟩ of inputs x (P×D): they are pushed through layers 1 … l of the net at
 * time t, feel its weights and do not move them (docs/infinite-width.md). Layer by layer h_l = [h_{l−1} +] b u_x + α g_l with
 * α = b² K(t, ·) ⊙ ⟨h_{l−1} z_{l−1}⟩ + b Q(t, ·) ⊙ response and Cov(u_x, u_l) = Q(t, ·) ⊙ ⟨h_{l−1} z_{l−1}⟩; b of skip connections.
 */
export function passiveProbe(run: CausalRun, x: Matrix, layer: number, t: number): Matrix {
  return withWorkspace((ws) => {
    const { task, z, g, links } = run;
    const { inputs, outputs, hidden } = task;
    const past = t * outputs;
    const points = ws.matrix(x.rows, inputs, 'float64', x.data);
    const errors = ws.matrix(past, inputs, 'float64', run.errors.data.subarray(0, past * inputs));
    const kernel = product(ws, points, points, { transposeB: true, alpha: 1 / inputs });
    /** Part of the kernel that is the variance of the u_x. */
    const own = scaled(ws, kernel, 0);
    /** ⟨h_{l−1}(x; t) z_{l−1}(s)⟩ and ∂h_{l−1}(x; t)/∂r_{l−1}(s) for s < t; layer 0 is the input itself. */
    let overlap = product(ws, points, errors, { transposeB: true, alpha: 1 / inputs });
    let response: WorkspaceMatrix | undefined;
    /** By source: rows of h_l over it, its covariance, and its covariance with the b u_x of all layers so far. */
    const rows: WorkspaceMatrix[] = [];
    const covariances: Covariance[] = [];
    const fresh: WorkspaceMatrix[] = [];

    for (let l = 1; l <= layer; l++) {
      const link = links[l - 1];
      const branch = l === 1 ? 1 : (task.branch ?? 1);
      const learned = l === 1 ? 1 : (task.learnedBranch ?? branch ** 2);
      const skips = l > 1 && task.branch !== undefined;
      /** Q(t, s): of the past, and of now. */
      const { variance } = link.at(t);
      const now = variance[past];
      const alpha = bracket(ws, link.at(t), overlap, response, { branch, learned });
      const fixed = z[l].rows[l - 1]!.columns !== undefined;
      if (!skips) fresh.length = 0;
      fresh[l - 1] = fixed
        ? scaled(ws, points, (branch * link.kernel.variance * link.kernel.start[t]) / Math.sqrt(inputs))
        : weighted(ws, overlap, variance, branch);
      if (!skips) own.fill(0);
      addScaled(own.data, kernel.data, branch ** 2 * now);
      kernel.set(own);
      const passed = ws.matrix(x.rows, past);
      g[l].rows.forEach((history, source) => {
        const of = history!.load(ws, t);
        if (skips) multiply(rows[source], alpha, of, { beta: 1 });
        else rows[source] = product(ws, alpha, of);
        covariances[source] ??= heldCovariance(ws, run, source, t);
        /** ⟨h_l source⟩. */
        const along = covary(ws.matrix(x.rows, of.cols), rows[source], covariances[source]);
        if (fresh[source]) {
          multiply(kernel, rows[source], fresh[source], { transposeB: true, beta: 1 });
          addScaled(along.data, fresh[source].data);
        }
        multiply(kernel, along, rows[source], { transposeB: true, beta: 1 });
        if (l < layer) multiply(passed, along, z[l].rows[source]!.load(ws, t), { transposeB: true, beta: 1 });
      });
      overlap = passed;
      response = rows[hidden + l - 1];
    }
    return symmetric(kernel);
  });
}

/** α: what reaches layer l of the past g_l. */
function bracket(
  ws: Workspace,
  { coupling, variance }: LinkRow,
  overlap: WorkspaceMatrix,
  response: WorkspaceMatrix | undefined,
  { branch, learned }: { branch: number; learned: number },
): WorkspaceMatrix {
  const alpha = weighted(ws, overlap, coupling, learned);
  for (let p = 0; p < alpha.rows; p++) {
    const row = alpha.row(p);
    const back = response?.row(p);
    if (back) for (let j = 0; j < row.length; j++) row[j] += branch * variance[j] * back[j];
  }
  return alpha;
}

function product(
  ws: Workspace,
  a: WorkspaceMatrix,
  b: WorkspaceMatrix,
  options: { transposeB?: boolean; alpha?: number } = {},
): WorkspaceMatrix {
  const out = ws.matrix(a.rows, options.transposeB ? b.rows : b.cols);
  multiply(out, a, b, options);
  return out;
}

/** Columns of `a` times the factors and `scale`. */
function weighted(ws: Workspace, a: WorkspaceMatrix, factors: Float64Array, scale: number): WorkspaceMatrix {
  const out = ws.matrix(a.rows, a.cols);
  for (let p = 0; p < a.rows; p++) {
    const row = out.row(p);
    const from = a.row(p);
    for (let j = 0; j < row.length; j++) row[j] = scale * factors[j] * from[j];
  }
  return out;
}

function scaled(ws: Workspace, a: WorkspaceMatrix, factor: number): WorkspaceMatrix {
  const out = ws.matrix(a.rows, a.cols);
  addScaled(out.data, a.data, factor);
  return out;
}

function symmetric(kernel: WorkspaceMatrix): Matrix {
  const out = kernel.copy();
  const n = out.rows;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      out.data[i * n + j] = out.data[j * n + i] = 0.5 * (out.data[i * n + j] + out.data[j * n + i]);
    }
  }
  return out;
}
