import type { MixingSampler } from './mixingSampler';
import { outerProduct } from './outerProduct';

/**
 * Q_α of C outputs in the proportional limit: Q = T Tᵀ, T lower triangular with dT = T dA, T_0 = 1, and independent Brownian
 * motions in dA_ii = −((i − 1)/2 + 1/4) dt + dw_ii/√2 and dA_ij = dw_ij (i > j), 0 ≤ t ≤ α (Itô).
 *
 * Each step multiplies by the exact flows of the diagonal and of one column after the other, every other step in the opposite
 * order (Strang): weak error O((α/steps)²), diagonals log T_ii² ~ N(−iα, 2α) and E Q = 1 exact at any number of steps.
 */
export function triangularMixing(alpha: number, outputs: number, steps: number): MixingSampler {
  const single = outputs === 1;
  const count = single ? 1 : 2 * Math.ceil(steps / 2);
  const h = alpha / count;
  const perStep = (outputs * (outputs + 1)) / 2;
  // Variances of the columns that keep E Q = 1 with the diagonal first and last in a step.
  const forward = Float64Array.from({ length: outputs }, (_, j) => Math.sqrt(Math.exp(j * h) * Math.expm1(h)));
  const backward = Float64Array.from({ length: outputs }, (_, j) => Math.sqrt(-Math.exp(-j * h) * Math.expm1(-h)));
  const t = new Float64Array(outputs * outputs);

  const diagonalEntry = (j: number, normal: number) => Math.exp((-(j + 1) * h) / 2 + Math.sqrt(h / 2) * normal);
  const diagonal = (state: Float64Array, at: number) => {
    for (let j = 0; j < outputs; j++) {
      const factor = diagonalEntry(j, state[at + j]);
      for (let i = j; i < outputs; i++) t[i * outputs + j] *= factor;
    }
  };
  const column = (state: Float64Array, at: number, j: number, deviation: number) => {
    for (let k = j + 1; k < outputs; k++) {
      const w = deviation * state[at + k - j - 1];
      for (let i = k; i < outputs; i++) t[i * outputs + j] += w * t[i * outputs + k];
    }
  };
  /** Where the normals of column j begin within those of a step. */
  const columnAt = (j: number) => outputs + j * (outputs - 1) - (j * (j - 1)) / 2;

  const multiply = (state: Float64Array, step: number) => {
    const at = step * perStep;
    if (step % 2 === 0) {
      diagonal(state, at);
      for (let j = 0; j < outputs - 1; j++) column(state, at + columnAt(j), j, forward[j]);
    } else {
      for (let j = outputs - 2; j >= 0; j--) column(state, at + columnAt(j), j, backward[j]);
      diagonal(state, at);
    }
  };

  return {
    size: count * perStep,
    draw: (state, random) => state.set(random.normal(state.length)),
    move(from, to, size, random) {
      const fresh = random.normal(to.length);
      const keep = Math.sqrt(1 - size * size);
      for (let i = 0; i < to.length; i++) to[i] = keep * from[i] + size * fresh[i];
    },
    mixing(state, q) {
      t.fill(0);
      for (let i = 0; i < outputs; i++) t[i * outputs + i] = 1;
      for (let step = 0; step < count; step++) {
        multiply(state, step);
      }
      outerProduct(t, outputs, outputs, q);
    },
    layout() {
      const rows = new Int32Array(count * perStep);
      const columns = new Int32Array(count * perStep);
      const scales = new Float64Array(count * perStep);
      for (let step = 0; step < count; step++) {
        for (let j = 0; j < outputs; j++) {
          const at = step * perStep + j;
          [rows[at], columns[at]] = [j, j];
          for (let k = j + 1; k < outputs; k++) {
            const i = step * perStep + columnAt(j) + k - j - 1;
            [rows[i], columns[i], scales[i]] = [k, j, step % 2 === 0 ? forward[j] : backward[j]];
          }
        }
      }
      return {
        rows,
        columns,
        dofs: new Int32Array(rows.length),
        starts: Int32Array.from({ length: count + 1 }, (_, step) => step * perStep),
        rank: outputs,
        scales,
        // columns that come first have not been changed when they are added; in the opposite order they have
        carriers: Array.from({ length: count }, (_, step) => (step % 2 === 0 ? 'diagonal' : 'factor')),
      };
    },
    diagonal: (i, value) => diagonalEntry(i % perStep, value),
    factor(state, l, out) {
      t.fill(0);
      for (let i = 0; i < outputs; i++) t[i * outputs + i] = 1;
      multiply(state, l);
      out.set(t);
    },
    finer: () => ({
      sampler: triangularMixing(alpha, outputs, 2 * count),
      refine(state) {
        const entry = (i: number) => Math.floor(i / (2 * perStep)) * perStep + (i % perStep);
        return Float64Array.from({ length: 2 * state.length }, (_, i) => state[entry(i)] / Math.SQRT2);
      },
    }),
  };
}
