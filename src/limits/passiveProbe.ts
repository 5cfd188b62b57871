import { multiply } from '../linalg/multiply';
import { type Workspace, type WorkspaceMatrix, withWorkspace } from '../linalg/resident';
import type { Matrix } from '../matrix';
import { addScaled } from './addScaled';
import type { CausalRun } from './causalRun';
import { fixedSizes } from './causalState';

/**
 * Feature kernel Φ^l(x, x'; t) = ⟨h_l(x; t) h_l(x'; t)⟩ of inputs x (P×D): they are pushed through layers 1 … l of the net at
 * time t, feel its weights and do not move them (docs/infinite-width.md). Layer by layer h_l = u_x + α g_l with
 * α = rate ⊙ ⟨h_{l−1} z_{l−1}⟩ + variance · response and Cov(u_x, u_l) = variance · ⟨h_{l−1} z_{l−1}⟩.
 */
export function passiveProbe(run: CausalRun, x: Matrix, layer: number, t: number): Matrix {
  return withWorkspace((ws) => {
    const { task, z, g } = run;
    const { hidden, inputs, outputs } = task;
    const past = t * outputs;
    const points = ws.matrix(x.rows, inputs, 'float64', x.data);
    const errors = ws.matrix(past, inputs, 'float64', run.errors.data.subarray(0, past * inputs));
    const kernel = product(ws, points, points, { transposeB: true, alpha: 1 / inputs });
    /** ⟨h_{l−1}(x; t) z_{l−1}(s)⟩ and ∂h_{l−1}(x; t)/∂r_{l−1}(s) for s < t; layer 0 is the input itself. */
    let overlap = product(ws, points, errors, { transposeB: true, alpha: 1 / inputs });
    let response: WorkspaceMatrix | undefined;

    for (let l = 1; l <= layer; l++) {
      const below = task.initialScales[l - 1] ** 2;
      const above = task.initialScales[l] ** 2;
      const fixedU = l === 1 && fixedSizes(task).input !== undefined;
      const fixedR = l === hidden;

      const alpha = bracket(ws, run, l, overlap, response);
      const hu = product(ws, alpha, g[l].cross.load(ws, t));
      const hr = product(ws, alpha, g[l].own.load(ws, t));
      /** Cov(u_x, source of u_l), then ⟨h_l source⟩ for the sources of u_l and r_l. */
      const fresh = fixedU ? scaled(ws, points, below / Math.sqrt(inputs)) : scaled(ws, overlap, below);
      const alongU = scaled(ws, fresh, 1);
      if (fixedU) addScaled(alongU.data, hu.data, below);
      else {
        const gram = l === 1 ? run.errorGram : z[l - 1].correlations!;
        multiply(alongU, hu, gram.load(ws, t, { symmetric: true }), { alpha: below, beta: 1 });
      }
      const alongR = fixedR
        ? scaled(ws, hr, above)
        : product(ws, hr, g[l + 1].correlations!.load(ws, t, { symmetric: true }), { alpha: above });

      multiply(kernel, alongU, hu, { transposeB: true, beta: below });
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
  run: CausalRun,
  l: number,
  overlap: WorkspaceMatrix,
  response: WorkspaceMatrix | undefined,
): WorkspaceMatrix {
  const { variance, rate } = run.links[l - 1];
  const alpha = scaled(ws, overlap, 1);
  for (let p = 0; p < alpha.rows; p++) {
    const row = alpha.row(p);
    const back = response?.row(p);
    for (let j = 0; j < row.length; j++) row[j] = rate[j] * row[j] + (back ? variance * back[j] : 0);
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
