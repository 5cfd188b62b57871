import { eigh } from '../../linalg/eigh';
import { matmul } from '../../linalg/matmul';
import { type Matrix, matrix } from '../../matrix';

/** What the free energy depends on, in the eigenbasis of Sxx. */
export interface LangevinProblem {
  /** L. */
  hidden: number;
  gamma0: number;
  /** θ, heated. */
  temperature: number;
  /** Product of the layers' prior variances, v^{L+1}. */
  variance: number;
  /** Of Sxx/D, ≥ 0. */
  eigenvalues: Float64Array;
  /** Syx (C×D), zero in directions without inputs. */
  labels: Matrix;
  /** mean‖y − f‖² of the best linear f. */
  unexplained: number;
}

/** The free energy at one U. */
export interface LangevinState {
  value: number;
  /** ½ mean‖y − f‖² of the mean predictor. */
  loss: number;
  /** Derivative by log U, C×C, row by row. */
  gradient: Float64Array;
  /** Eigenvalues and eigenvectors of log U. */
  logs: Float64Array;
  vectors: Matrix;
  /** U and κ = v^{L+1} U^L. */
  order: Matrix;
  kernel: Matrix;
}

/**
 * F(U) = L tr(U − log U) + γ0² yᵀ(κ⊗K + θP)⁻¹y of langevinEquilibrium, κ = v^{L+1}U^L, from log U (C×C, symmetric). With the
 * eigenvalues e_i of Sxx/D and the labels b_i along them, the second part is γ0²(mean‖y − f*‖²/θ + Σ b_iᵀ(κe_i + θ)⁻¹b_i/(De_i)), f* the best
 * linear predictor.
 */
export function langevinEnergy(problem: LangevinProblem, logOrder: Matrix): LangevinState {
  const { hidden, gamma0, temperature, variance, eigenvalues, labels, unexplained } = problem;
  const C = logOrder.rows;
  const D = eigenvalues.length;
  const { values, vectors } = eigh(logOrder);
  const u = values.map(Math.exp);
  const k = values.map((log) => variance * Math.exp(hidden * log));
  const rotated = matmul(vectors, labels, { transposeA: true });
  const residuals = matrix(C, D);
  let softened = 0;
  let left = unexplained;
  for (let a = 0; a < C; a++) {
    for (let i = 0; i < D; i++) {
      const at = a * D + i;
      residuals.data[at] = rotated.data[at] / (k[a] * eigenvalues[i] + temperature);
      // labels are 0 where there are no inputs
      if (rotated.data[at] === 0) continue;
      softened += (rotated.data[at] / eigenvalues[i]) * (residuals.data[at] / D);
      left += (temperature * residuals.data[at]) ** 2 / eigenvalues[i] / D;
    }
  }
  const pull = matmul(residuals, residuals, { transposeB: true, alpha: gamma0 ** 2 / D });
  const slope = matrix(C, C);
  let own = 0;
  for (let a = 0; a < C; a++) {
    own += u[a] - values[a];
    for (let b = 0; b < C; b++) {
      const gap = hidden * (values[a] - values[b]);
      const divided = hidden * k[b] * (gap === 0 ? 1 : Math.expm1(gap) / gap);
      slope.data[a * C + b] = (a === b ? hidden * (u[a] - 1) : 0) - pull.data[a * C + b] * divided;
    }
  }
  const back = (middle: Matrix) => matmul(matmul(vectors, middle), vectors, { transposeB: true });
  const diagonal = (entries: Float64Array) => {
    const m = matrix(C, C);
    entries.forEach((entry, a) => {
      m.data[a * C + a] = entry;
    });
    return back(m);
  };
  return {
    value: hidden * own + gamma0 ** 2 * (unexplained / temperature + softened),
    loss: left / 2,
    gradient: Float64Array.from(back(slope).data),
    logs: values,
    vectors,
    order: diagonal(u),
    kernel: diagonal(k),
  };
}

/** Mean predictor (C×D) in the eigenbasis: κ(κe_i + θ)⁻¹b_i/D, for one κ. */
export function langevinPredictor({ eigenvalues, labels, temperature }: LangevinProblem, kernel: Matrix): Matrix {
  const D = eigenvalues.length;
  const { values, vectors } = eigh(kernel);
  const rotated = matmul(vectors, labels, { transposeA: true });
  rotated.data.forEach((b: number, at: number) => {
    const k = values[Math.floor(at / D)];
    rotated.data[at] = (b * k) / (k * eigenvalues[at % D] + temperature) / D;
  });
  return matmul(vectors, rotated);
}
