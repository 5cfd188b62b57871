import type { CheckedMoments } from '../../data/checkedMoments';
import { dataModes } from '../../limits/data/dataModes';
import { matrix } from '../../matrix';

/** Data in the eigenbasis of the inputs, without the directions that a net does not learn within its steps. */
export interface DiagonalData {
  /** Moments of m ≤ D uncorrelated inputs, largest first, times m/D: nets on them have the law of nets on the data. */
  moments: CheckedMoments;
  /** m. */
  inputs: number;
  /** Σ of the eigenvalues that were left out, over D. */
  leftOut: number;
  /** ½ mean‖y‖², the loss of the zero predictor. */
  initialLoss: number;
  /** Least loss of a predictor of these inputs. */
  leastLoss: number;
  /** Mean square of the initial random function, all outputs together, for inputs with ‖x‖² = D. */
  random: number;
  /** Largest eigenvalue of Sxx. */
  largest: number;
  /** ½ mean‖y − f‖² of a predictor (C×m) of these inputs. Exact to rounding of itself, not of the initial loss. */
  loss(predictor: Float64Array): number;
}

/** Directions are left out as long as the loss they could lose together is at most this share of the least loss, and of the initial one. */
const NEGLIGIBLE = { ofLeast: 2e-3, ofInitial: 1e-6 };

/** A stable step takes from the loss of a direction at most about this many times its eigenvalue over the largest. */
const FASTEST = 8;

/**
 * The initial weights are Gaussian, so nets on rotated inputs have the same law, and nets that see only m of D directions, scaled by
 * √(m/D), train exactly as nets on all of them would if the others were zero. Directions whose eigenvalue is too small to be learnt in `steps`
 * steps at the largest stable rate leave training as it is. What can be learnt there are the labels, and that the `random` function
 * (mean square of it for ‖x‖² = D) is to vanish.
 */
export function diagonalData(given: CheckedMoments, steps: number, random: number): DiagonalData {
  const { values, target, leastLoss } = dataModes(given);
  const all = values.length;
  const outputs = target.rows;
  const largest = values[all - 1];
  const allowed = NEGLIGIBLE.ofLeast * leastLoss + NEGLIGIBLE.ofInitial * 0.5 * given.syy;
  let first = 0;
  for (let lost = 0; first < all - 1; first++) {
    const value = values[first];
    if (value > 0) {
      let explained = (0.5 * random * value) / all;
      for (let c = 0; c < outputs; c++) explained += (0.5 * target.data[c * all + first] ** 2) / value;
      lost += explained * Math.min(1, (FASTEST * steps * value) / largest);
      if (lost > allowed) break;
    }
  }
  let leftOut = 0;
  for (let k = 0; k < first; k++) leftOut += values[k] / all;
  const inputs = all - first;
  const share = inputs / all;
  const sxx = matrix(inputs, inputs);
  const syx = matrix(outputs, inputs);
  let unexplained = leastLoss;
  for (let c = 0; c < outputs; c++) {
    for (let k = 0; k < first; k++) {
      if (values[k] > 0) unexplained += (0.5 * target.data[c * all + k] ** 2) / values[k];
    }
    for (let k = 0; k < inputs; k++) {
      const from = all - 1 - k;
      sxx.data[k * (inputs + 1)] = share * values[from];
      syx.data[c * inputs + k] = values[from] > 0 ? Math.sqrt(share) * target.data[c * all + from] : 0;
    }
  }
  return {
    moments: { sxx, syx, syy: given.syy },
    inputs,
    leftOut,
    initialLoss: 0.5 * given.syy,
    leastLoss: unexplained,
    random,
    largest,
    loss(predictor) {
      let sum = unexplained;
      for (let i = 0; i < predictor.length; i++) {
        const eigenvalue = sxx.data[(i % inputs) * (inputs + 1)];
        if (eigenvalue > 0) sum += 0.5 * eigenvalue * (predictor[i] - syx.data[i] / eigenvalue) ** 2;
      }
      return sum;
    },
  };
}
