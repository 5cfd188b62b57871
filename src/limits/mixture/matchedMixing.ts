import { axes, inFrame, labelFrame, mayBeNoise, rotated } from './labelFrame';
import { mixingCoordinates } from './mixingCoordinates';
import { type MixingLikelihood, mixingLikelihood } from './mixingLikelihood';
import { type MixingMode, mixingMode } from './mixingMode';
import type { MixingSampler } from './mixingSampler';
import type { MixingSource } from './mixingSource';
import type { PosteriorTask } from './mixturePosteriorOptions';
import { outerProduct } from './outerProduct';
import { rowwiseSource } from './rowwiseSource';

/** A law close to the posterior. */
export interface MatchedMixing {
  source: MixingSource;
  /** Orthonormal columns: directions of the outputs in which T is close to diagonal, in order of size. All of `source` is in these. */
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
/** Laplace's evidence of the same mode in two bases may differ by so much. */
const LESS = 1;
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
  // by way of the modes of smaller labels: from far away the way to the mode is a bent valley
  function* byWay(frame: Float64Array) {
    for (let share = GROWTH / deviations(task), start = coordinates.centre; ; share *= GROWTH) {
      const mode = yield* modeIn(frame, start, Math.min(1, share));
      if (!mode || share >= 1) return mode;
      start = mode.z;
    }
  }
  // a T_kk that may vanish lets entries below it be large; with the largest directions first there are none below it
  const falling = layout.rank < outputs || mayBeNoise(task);
  let frame = labelFrame(task, falling);
  let mode = yield* byWay(frame);
  if (!mode) return undefined;
  // and from larger ones, where noise leaves two: labels are noise, or Q is large
  const larger = yield* modeIn(frame, mode.z, GROWTH);
  const other = larger && (yield* modeIn(frame, larger.z));
  if (other && other.logEvidence > mode.logEvidence) mode = other;
  const q = new Float64Array(outputs * outputs);
  outerProduct(mode.triangle, outputs, layout.rank, q);
  const refined = rotated(frame, axes(q, outputs, falling), outputs);
  let again = yield* modeIn(refined, mode.z);
  // in another basis the mode is elsewhere
  if (!again || again.logEvidence < mode.logEvidence - LESS) again = yield* byWay(refined);
  if (again && again.logEvidence > mode.logEvidence - LESS) [frame, mode] = [refined, again];

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
  const source = rowwiseSource({
    task: inFrame(task, frame),
    likelihood,
    sampler: settled.sampler,
    wide: wide ?? settled.sampler,
    mode: settled.mode,
    shrunk,
  });
  return { source, frame, logEvidence: settled.mode.logEvidence, stepError: settled.error };
}

/** Enough steps of the equation for labels that pull far in each of them. */
function* withSteps(from: { sampler: MixingSampler; mode: MixingMode; likelihood: MixingLikelihood; outputs: number }) {
  const { likelihood, outputs } = from;
  let { sampler, mode } = from;
  let last = Number.POSITIVE_INFINITY;
  for (let doubling = 0; sampler.finer; doubling++) {
    const finer = sampler.finer();
    const layout = finer.sampler.layout();
    const setting = { sampler: finer.sampler, layout, coordinates: mixingCoordinates(layout), likelihood, outputs };
    const next: MixingMode | undefined = yield* mixingMode(setting, finer.refine(mode.z));
    if (!next) return undefined;
    // of second order in the step
    const error = Math.abs(next.logEvidence - mode.logEvidence) / 3;
    if (error < STEP_ERROR) return { sampler, mode, error: 4 * error };
    // that it does not fall says that these are not the same mode
    if (doubling === MOST_DOUBLINGS || error > last) return undefined;
    last = error;
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

/** The largest label in standard deviations of the labels at Q = 1. */
function deviations({ outputs, values, labels, noise }: PosteriorTask): number {
  return labels.reduce((most, label, i) => {
    const variance = values[Math.floor(i / outputs)] + noise;
    return Math.max(most, Math.abs(label) / Math.sqrt(variance));
  }, 0);
}
