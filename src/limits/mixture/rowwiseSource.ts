import { normalCdf } from '../../special/erf';
import { mixingCoordinates } from './mixingCoordinates';
import type { MixingLikelihood } from './mixingLikelihood';
import type { MixingMode } from './mixingMode';
import type { MixingSampler } from './mixingSampler';
import type { MixingSource } from './mixingSource';
import type { PosteriorTask } from './mixturePosteriorOptions';
import { outerProduct } from './outerProduct';
import { logRow, type RowGaussian, rowGaussians, scaleRow } from './rowGaussian';
import { rowLaw } from './rowLaw';

/** Share of the prior in the laws of all rows together. */
const PRIOR = 0.2;

export interface RowwiseOptions {
  task: PosteriorTask;
  likelihood: MixingLikelihood;
  sampler: MixingSampler;
  /** The law of rows that are not the posterior's, whose tails are the heaviest that the posterior can have. */
  wide: MixingSampler;
  mode: MixingMode;
  /** Rows whose χ² are drawn in logarithms. */
  shrunk: readonly boolean[];
}

/**
 * Draws of T row by row. The diagonal entries of a row have the Gaussian law that touches the posterior at its mode, in coordinates in which
 * they are close to normal; given them and the rows above, what is left of the diagonal is linear in normals, and normal under
 * the posterior, too, or almost (`rowLaw`). Else either is that of the prior: so weights are bounded by the likelihood, and what the
 * labels do not decide is free. States are the noise that all this is made of, which is independent.
 */
export function rowwiseSource(options: RowwiseOptions): MixingSource {
  const { task, likelihood, sampler, wide, mode, shrunk } = options;
  const { outputs } = task;
  const layout = sampler.layout();
  const { rows, columns, dofs, starts, rank, scales, carriers } = layout;
  const factors = starts.length - 1;
  const prior = mixingCoordinates(layout, shrunk);
  const coordinates = mixingCoordinates(wide.layout(), shrunk);
  const entriesOf = (isDiagonal: boolean) =>
    Array.from({ length: outputs }, (_, k) =>
      Int32Array.from([...rows.keys()].filter((i) => rows[i] === k && (columns[i] === k) === isDiagonal)),
    );
  const gaussians = rowGaussians(mode, entriesOf(true));
  const below = entriesOf(false);
  const factorOf = new Int32Array(rows.length);
  for (let l = 0; l < factors; l++) factorOf.fill(l, starts[l], starts[l + 1]);
  const share = PRIOR / outputs;
  const law = rowLaw(task);

  // a draw of the wide law; normals of the diagonals; of rows left of theirs; and which laws they have
  const size = sampler.size;
  const atRows = 2 * size;
  const atChoice = atRows + outputs * outputs;
  const numbers = atChoice + 2 * outputs;
  const state = new Float64Array(size);
  const whitened = new Float64Array(size);
  const diagonal = new Float64Array(factors * outputs);
  const before = new Float64Array(factors + 1);
  /** F_l F_(l+1) …, C×C each. */
  const rest = new Float64Array((factors + 1) * outputs * outputs);
  const normals = new Float64Array(size);
  const steps = new Float64Array(size * outputs);
  const levers = new Float64Array(size * outputs);

  /** Diagonal entries of row k in the state; logs of their densities under the Gaussian and the wide law, less that of the prior. */
  const drawDiagonal = (k: number, own: boolean, noise: Float64Array) => {
    const gaussian: RowGaussian = gaussians[k];
    const { at, mean, root } = gaussian;
    if (own) scaleRow(gaussian, (i) => noise[size + at[i]], whitened);
    else for (let i = 0; i < at.length; i++) whitened[i] = root[i] * (coordinates.of(at[i], noise[at[i]]) - mean[i]);
    let other = 0;
    let known = 0;
    for (let i = 0; i < at.length; i++) {
      const z = mean[i] + whitened[i] / root[i];
      state[at[i]] = own ? coordinates.entry(at[i], z) : noise[at[i]];
      if (dofs[at[i]] > 0 && !(state[at[i]] > 0)) return undefined;
      other += coordinates.logPrior(at[i], z);
      known += prior.logPrior(at[i], z);
    }
    return { gaussian: logRow(gaussian, whitened) - known, other: other - known };
  };
  /** What every normal of row k adds to that row: of its own factor times those that follow, and of T. */
  const fillLevers = (k: number, width: number) => {
    const { at } = gaussians[k];
    for (let l = 0; l < factors; l++) diagonal[l * outputs + k] = 0;
    for (let i = 0; i < at.length; i++) diagonal[factorOf[at[i]] * outputs + k] = sampler.diagonal(at[i], state[at[i]]);
    before[0] = 1;
    for (let l = 0; l < factors; l++) before[l + 1] = before[l] * diagonal[l * outputs + k];
    below[k].forEach((i, c) => {
      const l = factorOf[i];
      const from = ((carriers[l] === 'factor' ? l : l + 1) * outputs + columns[i]) * outputs;
      const factor = scales[i] * (carriers[l] === 'diagonal' ? diagonal[l * outputs + k] : 1);
      for (let j = 0; j < width; j++) {
        steps[c * outputs + j] = factor * rest[from + j];
        levers[c * outputs + j] = before[l] * steps[c * outputs + j];
      }
    });
  };
  /** Row k of all products of the last factors. */
  const multiply = (k: number, width: number) => {
    const indices = below[k];
    rest[(factors * outputs + k) * outputs + k] = 1;
    let c = indices.length - 1;
    for (let l = factors - 1; l >= 0; l--) {
      const to = (l * outputs + k) * outputs;
      const from = to + outputs * outputs;
      const own = diagonal[l * outputs + k];
      for (let j = 0; j <= k; j++) rest[to + j] = own * rest[from + j];
      for (; c >= 0 && factorOf[indices[c]] === l; c--) {
        for (let j = 0; j < width; j++) rest[to + j] += normals[c] * steps[c * outputs + j];
      }
    }
  };

  /** Log-density of what has one of two laws. */
  const mixed = (own: number, other: number) => {
    const [a, b] = [own + Math.log(1 - share), other + Math.log(share)];
    const top = Math.max(a, b);
    return top + Math.log(Math.exp(a - top) + Math.exp(b - top));
  };

  return {
    size: numbers,
    draw(noise, random) {
      wide.draw(noise.subarray(0, size), random);
      noise.set(random.normal(numbers - size), size);
    },
    move(from, to, step, random) {
      wide.move(from.subarray(0, size), to.subarray(0, size), step, random);
      const keep = Math.sqrt(1 - step * step);
      const fresh = random.normal(numbers - size);
      for (let i = size; i < numbers; i++) to[i] = keep * from[i] + step * fresh[i - size];
    },
    weigh(noise, q) {
      let log = 0;
      for (let k = 0; k < outputs; k++) {
        const logs = drawDiagonal(k, normalCdf(noise[atChoice + k]) >= share, noise);
        if (!logs) return Number.NEGATIVE_INFINITY;
        log -= mixed(logs.gaussian, logs.other);
        const width = Math.min(k, rank);
        fillLevers(k, width);
        const indices = below[k];
        for (let c = 0; c < indices.length; c++) normals[c] = noise[indices[c]];
        if (width > 0) {
          const given = { k, width, triangle: rest, diagonal: before[factors], levers, count: indices.length };
          if (law.fit(given)) {
            const at = atRows + k * outputs;
            const wanted = normalCdf(noise[atChoice + outputs + k]) >= share;
            if (wanted) law.condition(normals, noise.subarray(at, at + outputs));
            log -= mixed(law.logRatio(normals), 0);
          }
        }
        multiply(k, width);
      }
      // all of them begin with T
      outerProduct(rest, outputs, rank, q);
      return log + likelihood.logLikelihood(q);
    },
  };
}
