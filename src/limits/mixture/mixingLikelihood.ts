import type { PosteriorTask } from './mixturePosteriorOptions';
import { smallEigen } from './smallEigen';

/** Everything that is Gaussian at a given Q. */
export interface MixingLikelihood {
  /** log Π_μ N(y_μ; 0, l_μ Q + σ²). */
  logLikelihood(q: Float64Array): number;
  /** Fills `gradient` (C×C, symmetric) with that of logLikelihood in the entries of Q, all of them independent. */
  gradient(q: Float64Array, gradient: Float64Array): void;
  /** Posterior mean (M×C) and covariances (M times C×C) of the outputs at the test inputs, given Q. */
  predict(q: Float64Array, mean: Float64Array, covariance: Float64Array): void;
}

/** Works in the eigenbasis of Q, where all covariances l_μ Q + σ² are diagonal: O(C³ + P C²) a call. */
export function mixingLikelihood(task: PosteriorTask): MixingLikelihood {
  const { outputs, values, labels, test, testVariances, noise } = task;
  const points = values.length;
  const copy = new Float64Array(outputs * outputs);
  const eigenvalues = new Float64Array(outputs);
  const vectors = new Float64Array(outputs * outputs);
  const rotated = new Float64Array(points * outputs);
  const weighted = new Float64Array(outputs);
  const spread = new Float64Array(outputs);
  const inBasis = new Float64Array(outputs * outputs);

  const diagonalize = (q: Float64Array) => {
    copy.set(q);
    smallEigen(copy, outputs, eigenvalues, vectors);
    for (let i = 0; i < outputs; i++) eigenvalues[i] = Math.max(0, eigenvalues[i]);
    for (let mu = 0; mu < points; mu++) {
      for (let d = 0; d < outputs; d++) {
        let sum = 0;
        for (let i = 0; i < outputs; i++) sum += vectors[i * outputs + d] * labels[mu * outputs + i];
        rotated[mu * outputs + d] = sum;
      }
    }
  };
  const constant = -0.5 * points * outputs * Math.log(2 * Math.PI);
  return {
    logLikelihood(q) {
      diagonalize(q);
      let sum = 0;
      for (let mu = 0; mu < points; mu++) {
        for (let d = 0; d < outputs; d++) {
          const variance = values[mu] * eigenvalues[d] + noise;
          sum += Math.log(variance) + rotated[mu * outputs + d] ** 2 / variance;
        }
      }
      return Number.isNaN(sum) ? Number.NEGATIVE_INFINITY : constant - 0.5 * sum;
    },
    gradient(q, gradient) {
      diagonalize(q);
      inBasis.fill(0);
      for (let mu = 0; mu < points; mu++) {
        const value = values[mu];
        for (let d = 0; d < outputs; d++) {
          const variance = value * eigenvalues[d] + noise;
          weighted[d] = rotated[mu * outputs + d] / variance;
          inBasis[d * outputs + d] -= 0.5 * (value / variance);
          for (let e = 0; e <= d; e++) inBasis[d * outputs + e] += 0.5 * value * weighted[d] * weighted[e];
        }
      }
      // V·G·Vᵀ, of which G has its lower half
      for (let d = 0; d < outputs; d++) for (let e = 0; e < d; e++) inBasis[e * outputs + d] = inBasis[d * outputs + e];
      for (let i = 0; i < outputs; i++) {
        for (let e = 0; e < outputs; e++) {
          let sum = 0;
          for (let d = 0; d < outputs; d++) sum += vectors[i * outputs + d] * inBasis[d * outputs + e];
          weighted[e] = sum;
        }
        for (let j = 0; j < outputs; j++) {
          let sum = 0;
          for (let e = 0; e < outputs; e++) sum += weighted[e] * vectors[j * outputs + e];
          gradient[i * outputs + j] = sum;
        }
      }
    },
    predict(q, mean, covariance) {
      diagonalize(q);
      testVariances.forEach((own, m) => {
        weighted.fill(0);
        spread.fill(0);
        for (let mu = 0; mu < points; mu++) {
          const k = test[m * points + mu];
          for (let d = 0; d < outputs; d++) {
            const gain = (k * eigenvalues[d]) / (values[mu] * eigenvalues[d] + noise);
            weighted[d] += gain * rotated[mu * outputs + d];
            spread[d] += gain * k * eigenvalues[d];
          }
        }
        for (let i = 0; i < outputs; i++) {
          let sum = 0;
          for (let d = 0; d < outputs; d++) sum += vectors[i * outputs + d] * weighted[d];
          mean[m * outputs + i] = sum;
          for (let j = 0; j < outputs; j++) {
            let entry = 0;
            for (let d = 0; d < outputs; d++) {
              const left = Math.max(0, own * eigenvalues[d] - spread[d]);
              entry += vectors[i * outputs + d] * vectors[j * outputs + d] * left;
            }
            covariance[(m * outputs + i) * outputs + j] = entry;
          }
        }
      });
    },
  };
}
