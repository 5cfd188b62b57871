import { multiply } from '../linalg/multiply';
import { type Workspace, type WorkspaceMatrix, withWorkspace } from '../linalg/resident';
import type { Matrix } from '../matrix';
import { addScaled } from './addScaled';
import type { CausalRun } from './causalRun';
import { heldCovariance } from './heldCovariance';
import { covary } from './sourceCovariance';
import type { LinkRow } from './weightLink';

/**
 * Feature kernel Φ^l(x, x'; t) = ⟨h_l(x; t) h_l(x'; t)⟩ of inputs x (P×D): they are pushed through layers 1 … l of the net at
 * time t, feel its weights and do not move them (docs/infinite-width.md). Layer by layer h_l = u_x + α g_l with
 * α = K(t, ·) ⊙ ⟨h_{l−1} z_{l−1}⟩ + Q(t, ·) ⊙ response and Cov(u_x, u_l) = Q(t, ·) ⊙ ⟨h_{l−1} z_{l−1}⟩.
 */
export function passiveProbe(run: CausalRun, x: Matrix, layer: number, t: number): Matrix {
  return withWorkspace((ws) => {
    const { task, z, g, links } = run;
    const { inputs, outputs } = task;
    const past = t * outputs;
    const points = ws.matrix(x.rows, inputs, 'float64', x.data);
    const errors = ws.matrix(past, inputs, 'float64', run.errors.data.subarray(0, past * inputs));
    const kernel = product(ws, points, points, { transposeB: true, alpha: 1 / inputs });
    /** ⟨h_{l−1}(x; t) z_{l−1}(s)⟩ and ∂h_{l−1}(x; t)/∂r_{l−1}(s) for s < t; layer 0 is the input itself. */
    let overlap = product(ws, points, errors, { transposeB: true, alpha: 1 / inputs });
    let response: WorkspaceMatrix | undefined;

    for (let l = 1; l <= layer; l++) {
      const link = links[l - 1];
      /** Q(t, s): of the past, and of now. */
      const { variance } = link.at(t);
      const now = variance[past];
      const ofU = heldCovariance(ws, run, 'u', l, t);
      const ofR = heldCovariance(ws, run, 'r', l, t);

      const alpha = bracket(ws, link.at(t), overlap, response);
      const hu = product(ws, alpha, g[l].cross.load(ws, t));
      const hr = product(ws, alpha, g[l].own.load(ws, t));
      /** Cov(u_x, source of u_l), then ⟨h_l source⟩ for the sources of u_l and r_l. */
      const fresh = ofU.of
        ? weighted(ws, overlap, variance)
        : scaled(ws, points, (link.kernel.variance * link.kernel.start[t]) / Math.sqrt(inputs));
      const alongU = covary(ws.matrix(hu.rows, hu.cols), hu, ofU);
      addScaled(alongU.data, fresh.data);
      const alongR = covary(ws.matrix(hr.rows, hr.cols), hr, ofR);

      multiply(kernel, alongU, hu, { transposeB: true, beta: now });
      multiply(kernel, hu, fresh, { transposeB: true, beta: 1 });
      multiply(kernel, alongR, hr, { transposeB: true, beta: 1 });
      if (l === layer) break;
      overlap = product(ws, alongU, z[l].own.load(ws, t), { transposeB: true });
      multiply(overlap, alongR, z[l].cross.load(ws, t), { transposeB: true, beta: 1 });
      response = hr;
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
): WorkspaceMatrix {
  const alpha = weighted(ws, overlap, coupling);
  for (let p = 0; p < alpha.rows; p++) {
    const row = alpha.row(p);
    const back = response?.row(p);
    if (back) for (let j = 0; j < row.length; j++) row[j] += variance[j] * back[j];
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

/** Columns of `a` times the factors. */
function weighted(ws: Workspace, a: WorkspaceMatrix, factors: Float64Array): WorkspaceMatrix {
  const out = ws.matrix(a.rows, a.cols);
  for (let p = 0; p < a.rows; p++) {
    const row = out.row(p);
    const from = a.row(p);
    for (let j = 0; j < row.length; j++) row[j] = factors[j] * from[j];
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
