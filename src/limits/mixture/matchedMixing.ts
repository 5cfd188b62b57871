import type { Rng } from '../../random/rng';
import { axes, inFrame, labelFrame, rotated } from './labelFrame';
import { type MixingCoordinates, mixingCoordinates } from './mixingCoordinates';
import { type MixingLikelihood, mixingLikelihood } from './mixingLikelihood';
import { type MixingMode, mixingMode } from './mixingMode';
import type { MixingSampler } from './mixingSampler';
import type { MixingSource } from './mixingSource';
import type { PosteriorTask } from './mixturePosteriorOptions';
import { drawRow, logRow, type RowGaussian, rowGaussians } from './rowGaussian';
import { outerProduct } from './triangularMixing';

/** A law close to the posterior. */
export interface MatchedMixing {
  source: MixingSource;
  /** Orthonormal columns: directions of the outputs in which T is close to diagonal, the largest last. All of `source` is in these. */
  frame: Float64Array;
  /** Laplace's approximation. */
  logEvidence: number;
  /** Of log-evidence, by the steps of an equation. */
  stepError: number;
}

/** Outputs up to which the mode is worth its O(C⁶). */
export const MOST_MATCHED = 12;
/** Labels grow by this much between modes. */
const GROWTH = 10;
/** Share of the prior in the laws of all rows together. */
const PRIOR = 0.2;
/** Laplace's evidence at two numbers of steps may differ by this; steps are doubled so often at most. */
const STEP_ERROR = 0.01;
const MOST_DOUBLINGS = 6;

/**
 * A law that covers posteriors far in the tail of the prior: in the directions of the outputs that the labels suggest (the law of Q
 * is the same in all), the entries of every row of T are independent of the other rows and have, mostly, the Gaussian law
 * that touches the posterior at its mode, and their prior otherwise. So weights are bounded by the likelihood, and a row that the
 * labels do not decide is free. Undefined where no mode is found.
 */
export function* matchedMixing(
  sampler: MixingSampler,
  task: PosteriorTask,
): Generator<undefined, MatchedMixing | undefined, unknown> {
  const { outputs } = task;
  if (outputs > MOST_MATCHED) return undefined;
  const layout = sampler.layout();
  const coordinates = mixingCoordinates(layout);
  const modeIn = (frame: Float64Array, start: Float64Array, share = 1) => {
    const { labels, ...rest } = inFrame(task, frame);
    const likelihood = mixingLikelihood({ ...rest, labels: labels.map((label) => share * label) });
    return mixingMode({ sampler, layout, coordinates, likelihood, outputs }, start);
  };
  let frame = labelFrame(task);
  let mode: MixingMode | undefined;
  // by way of the modes of smaller labels: from far away the way to the mode is a bent valley
  for (let share = Math.min(1, GROWTH / deviations(task)); ; share = Math.min(1, GROWTH * share)) {
    mode = yield* modeIn(frame, mode?.z ?? coordinates.centre, share);
    if (!mode) return undefined;
    if (share === 1) break;
  }
  // and from larger ones, where noise leaves two: labels are noise, or Q is large
  const larger = yield* modeIn(frame, mode.z, GROWTH);
  const other = larger && (yield* modeIn(frame, larger.z));
  if (other && other.logEvidence > mode.logEvidence) mode = other;
  const q = new Float64Array(outputs * outputs);
  outerProduct(mode.triangle, outputs, layout.rank, q);
  const refined = rotated(frame, axes(q, outputs), outputs);
  const again = yield* modeIn(refined, mode.z);
  if (again) [frame, mode] = [refined, again];

  const likelihood = mixingLikelihood(inFrame(task, frame));
  const shrunk = shrunkRows(mode, sampler);
  if (shrunk.includes(true)) {
    const inLogs = mixingCoordinates(layout, shrunk);
    const start = mode.z.map((z, i) => inLogs.of(i, coordinates.entry(i, z)));
    mode = yield* mixingMode({ sampler, layout, coordinates: inLogs, likelihood, outputs }, start);
    if (!mode) return undefined;
  }
  const settled = yield* withSteps({ sampler, mode, likelihood, outputs });
  if (!settled) return undefined;
  const { free, values } = task;
  const wide = free > 0 ? settled.sampler.tilted?.(free, values.length) : undefined;
  const source = matchedSource(settled.sampler, wide ?? settled.sampler, settled.mode, likelihood, shrunk);
  return { source, frame, logEvidence: settled.mode.logEvidence, stepError: settled.error };
}

/** Enough steps of the equation for labels that pull far in each of them. */
function* withSteps(from: { sampler: MixingSampler; mode: MixingMode; likelihood: MixingLikelihood; outputs: number }) {
  const { likelihood, outputs } = from;
  let { sampler, mode } = from;
  for (let doubling = 0; sampler.finer; doubling++) {
    const finer = sampler.finer();
    const layout = finer.sampler.layout();
    const setting = { sampler: finer.sampler, layout, coordinates: mixingCoordinates(layout), likelihood, outputs };
    const next: MixingMode | undefined = yield* mixingMode(setting, finer.refine(mode.z));
    if (!next) return undefined;
    // of second order in the step
    const error = Math.abs(next.logEvidence - mode.logEvidence) / 3;
    if (error < STEP_ERROR) return { sampler, mode, error: 4 * error };
    if (doubling === MOST_DOUBLINGS) return undefined;
    [sampler, mode] = [finer.sampler, next];
  }
  return { sampler, mode, error: 0 };
}

/** Rows of T whose χ² are less than half of what they are expected to be. */
function shrunkRows({ z }: MixingMode, sampler: MixingSampler): boolean[] {
  const { dofs, rows } = sampler.layout();
  const sums = new Map<number, number>();
  for (let i = 0; i < dofs.length; i++) {
    const excess = dofs[i] === 0 ? 0 : z[i] ** 3 - dofs[i] / 2;
    sums.set(rows[i], (sums.get(rows[i]) ?? 0) + excess);
  }
  return [...sums.values()].map((excess) => excess < 0);
}

/** Rows have the Gaussian law of the mode, or that of `wide`, whose tails are the heaviest that the posterior can have. */
function matchedSource(
  sampler: MixingSampler,
  wide: MixingSampler,
  mode: MixingMode,
  likelihood: MixingLikelihood,
  shrunk: readonly boolean[],
): MixingSource {
  const layout = sampler.layout();
  const prior = mixingCoordinates(layout, shrunk);
  const coordinates = mixingCoordinates(wide.layout(), shrunk);
  const rows = rowGaussians(mode, layout.rows);
  const share = PRIOR / rows.length;
  const whitened = new Float64Array(sampler.size);
  const fresh = new Float64Array(sampler.size);
  const from = (row: RowGaussian, state: Float64Array, random: Rng, to: Float64Array, keep: number, size: number) => {
    whiten(row, coordinates, state, whitened);
    drawRow(row, random, fresh);
    unwhiten(row, coordinates, to, (i) => keep * whitened[i] + size * fresh[i]);
  };
  return {
    size: sampler.size,
    draw(state, random) {
      const own = rows.map(() => random.uniform(1)[0] >= share);
      if (own.includes(false)) wide.draw(state, random);
      rows.forEach((row, k) => {
        if (!own[k]) return;
        drawRow(row, random, fresh);
        unwhiten(row, coordinates, state, (i) => fresh[i]);
      });
    },
    // given which of its two laws a row is from, drawn from what the state says about it, each has a reversible move
    move(state, to, size, random) {
      const own = rows.map((row) => {
        const { gaussian, other } = logDensities(row, coordinates, state, whitened);
        const odds = ((1 - share) / share) * Math.exp(gaussian - other);
        return random.uniform(1)[0] * (1 + odds) < odds || odds === Number.POSITIVE_INFINITY;
      });
      if (own.includes(false)) wide.move(state, to, size, random);
      const keep = Math.sqrt(1 - size * size);
      rows.forEach((row, k) => {
        if (own[k]) from(row, state, random, to, keep, size);
      });
    },
    weigh(state, q) {
      let log = 0;
      for (const row of rows) {
        for (let i = 0; i < row.at.length; i++) {
          if (layout.dofs[row.at[i]] > 0 && !(state[row.at[i]] > 0)) return Number.NEGATIVE_INFINITY;
        }
        const { gaussian, other } = logDensities(row, coordinates, state, whitened);
        const [a, b] = [gaussian + Math.log(1 - share), other + Math.log(share)];
        const top = Math.max(a, b);
        log -= top + Math.log(Math.exp(a - top) + Math.exp(b - top));
        for (let i = 0; i < row.at.length; i++) {
          log += prior.logPrior(row.at[i], prior.of(row.at[i], state[row.at[i]]));
        }
      }
      sampler.mixing(state, q);
      return log + likelihood.logLikelihood(q);
    },
  };
}

/** Logs of the densities of a row: the Gaussian, and that of the law that has these coordinates. */
function logDensities(
  row: RowGaussian,
  coordinates: MixingCoordinates,
  state: Float64Array,
  whitened: Float64Array,
): { gaussian: number; other: number } {
  whiten(row, coordinates, state, whitened);
  const gaussian = logRow(row, whitened);
  let other = 0;
  for (let i = 0; i < row.at.length; i++) {
    other += coordinates.logPrior(row.at[i], row.mean[i] + whitened[i] / row.root[i]);
  }
  return { gaussian, other };
}

function whiten(
  { at, mean, root }: RowGaussian,
  coordinates: MixingCoordinates,
  state: Float64Array,
  out: Float64Array,
) {
  for (let i = 0; i < at.length; i++) out[i] = root[i] * (coordinates.of(at[i], state[at[i]]) - mean[i]);
}

function unwhiten(
  { at, mean, root }: RowGaussian,
  coordinates: MixingCoordinates,
  state: Float64Array,
  value: (i: number) => number,
) {
  for (let i = 0; i < at.length; i++) {
    state[at[i]] = coordinates.entry(at[i], mean[i] + value(i) / root[i]);
  }
}

/** The largest label in standard deviations of the labels at Q = 1. */
function deviations({ outputs, values, labels, noise }: PosteriorTask): number {
  return labels.reduce((most, label, i) => {
    const variance = values[Math.floor(i / outputs)] + noise;
    return Math.max(most, Math.abs(label) / Math.sqrt(variance));
  }, 0);
}
