import type { Rng } from '../../random/rng';
import { gammaDraw } from './gammaDraw';
import type { MixingSampler } from './mixingSampler';
import { outerProduct } from './outerProduct';

/** Marks an entry of a state that is a standard normal; others are χ² with so many degrees of freedom. */
const NORMAL = 0;

interface Factor {
  width: number;
  rows: number;
  cols: number;
  /** First entry in the state. */
  at: number;
}

/**
 * Q of C outputs at finite widths: Q = T Tᵀ, T = B_L … B_1 with Bartlett factors B_l of Wishart matrices, lower triangular,
 * (B_l)_ii² = χ²_{N_l−i+1}/N_l (i = 1 … C) and N(0, 1/N_l) below the diagonal. A layer narrower than what is left of the rank
 * has as many columns as neurons, and the rank falls to its width. O(L C³) a draw, whatever the widths.
 */
export function bartlettMixing(
  widths: readonly number[],
  outputs: number,
  tilt = { free: 0, points: 0 },
): MixingSampler {
  const kinds: number[] = [];
  const rowOf: number[] = [];
  const columnOf: number[] = [];
  const scales: number[] = [];
  const factors: Factor[] = [];
  let rank = outputs;
  for (const width of [...widths].reverse()) {
    const rows = rank;
    rank = Math.min(rank, width);
    factors.push({ width, rows, cols: rank, at: kinds.length });
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < Math.min(rank, i + 1); j++) {
        kinds.push(j < i ? NORMAL : width - i - (i < tilt.free ? tilt.points : 0));
        rowOf.push(i);
        columnOf.push(j);
        scales.push(1 / Math.sqrt(width));
      }
    }
  }
  let t = new Float64Array(outputs * outputs);
  let next = new Float64Array(outputs * outputs);

  return {
    size: kinds.length,
    tilted: (free, points) => bartlettMixing(widths, outputs, { free, points }),
    draw(state, random) {
      for (let i = 0; i < kinds.length; i++)
        state[i] = kinds[i] === NORMAL ? random.normal(1)[0] : chiSquare(kinds[i], random);
    },
    move(from, to, size, random) {
      const keep = Math.sqrt(1 - size * size);
      for (let i = 0; i < kinds.length; i++) {
        to[i] =
          kinds[i] === NORMAL
            ? keep * from[i] + size * random.normal(1)[0]
            : movedChiSquare(from[i], kinds[i], keep, random);
      }
    },
    mixing(state, q) {
      t.fill(0);
      for (let i = 0; i < outputs; i++) t[i * outputs + i] = 1;
      for (const { width, rows, cols, at } of factors) {
        next.fill(0);
        const scale = 1 / Math.sqrt(width);
        for (let k = 0, entry = at; k < rows; k++) {
          for (let j = 0; j < Math.min(cols, k + 1); j++, entry++) {
            const value = scale * (kinds[entry] === NORMAL ? state[entry] : Math.sqrt(state[entry]));
            for (let i = k; i < outputs; i++) next[i * outputs + j] += t[i * outputs + k] * value;
          }
        }
        [t, next] = [next, t];
      }
      outerProduct(t, outputs, rank, q);
    },
    layout: () => ({
      rows: Int32Array.from(rowOf),
      columns: Int32Array.from(columnOf),
      dofs: Int32Array.from(kinds),
      starts: Int32Array.from([...factors.map(({ at }) => at), kinds.length]),
      rank,
      scales: Float64Array.from(scales),
      carriers: factors.map(() => 'unit'),
    }),
    diagonal: (i, value) => scales[i] * Math.sqrt(value),
    factor(state, l, out) {
      const { width, rows, cols, at } = factors[l];
      const scale = 1 / Math.sqrt(width);
      out.fill(0);
      for (let i = 0, entry = at; i < rows; i++) {
        for (let j = 0; j < Math.min(cols, i + 1); j++, entry++) {
          out[i * outputs + j] = scale * (kinds[entry] === NORMAL ? state[entry] : Math.sqrt(state[entry]));
        }
      }
    },
  };
}

function chiSquare(dof: number, random: Rng): number {
  return dof === 1 ? random.normal(1)[0] ** 2 : 2 * gammaDraw(dof / 2, random);
}

/** b·x + e with b ~ Beta and e ~ Gamma: reversible for χ² with `dof` degrees of freedom, correlation `keep` (Lewis, McKenzie & Hugus 1989). */
function movedChiSquare(x: number, dof: number, keep: number, random: Rng): number {
  if (keep === 0) return chiSquare(dof, random);
  const old = gammaDraw((keep * dof) / 2, random);
  const rest = gammaDraw(((1 - keep) * dof) / 2, random);
  return (old / (old + rest)) * x + 2 * gammaDraw(((1 - keep) * dof) / 2, random);
}
