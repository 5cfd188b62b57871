import { ValueError } from '../errors';
import { jointOptionNames } from '../limits/joint/jointLimitOptions';
import { type JointLimitOptions, jointLimit } from '../limits/jointLimit';
import { drain, type Progress, YIELD_MS } from '../longWork';
import {
  checkedNumbers,
  checkWatchers,
  count,
  integer,
  isNumberList,
  knownOptions,
  nonNegative,
  oneOf,
  positive,
  reject,
} from '../validate';
import { learningRateOptimum } from './transfer/learningRateOptimum';
import { type SimulatedTransfer, simulatedTransfer } from './transfer/simulatedTransfer';
import { trainJointNet } from './transfer/trainJointNet';

export type { SimulatedTransfer } from './transfer/simulatedTransfer';

/** Losses below this share of the initial one are rounding. */
const ROUNDING = 1e-12;

type Shared = Omit<
  JointLimitOptions,
  'hidden' | 'widthPerInput' | 'gammaHat' | 'lrHat' | 'schedule' | 'onProgress' | 'signal'
>;

export interface LearningRateTransferOptions extends Shared {
  /** Hidden layers L: one number, or a list to transfer over depth. */
  hidden: number | readonly number[];
  /** ν = N/D: one number, or an increasing list to transfer over width; Infinity: infinite width. */
  widthPerInput: number | readonly number[];
  /** Learning rates η̂ = η/D, increasing, at least 3. */
  lrHats: ArrayLike<number>;
  /** 'muP': γ̂ fixed. 'ntk': γ̂ = ν^(−1/2). Default 'muP'. */
  parameterization?: 'muP' | 'ntk';
  /** γ̂ of muP. Default 1. */
  gammaHat?: number;
  /** Largest |exponent| of the optimum between the two largest sizes that counts as transfer. Default 0.1. */
  margin?: number;
  /** Train finite nets as well: D inputs, a number of nets with their own weights, target and data each. Default: theory alone. */
  simulate?: {
    /** D; widths are N = νD, rounded. */
    inputs: number;
    /** Nets of each size, at least 2, each trained at every learning rate. Default 24. */
    nets?: number;
    /** The first of their keys. Default 0. */
    seed?: number;
  };
  /** Called about every 20 ms; returning false stops: a result with `stopped` and the curves that are done. */
  onProgress?: (progress: Progress) => unknown;
  /** An aborted signal stops in the same way. */
  signal?: AbortSignal;
}

/** Loss against learning rate for one size. */
export interface TransferCurve {
  /** L. */
  hidden: number;
  /** ν = N/D. */
  widthPerInput: number;
  /** γ̂ = γ0 √D of this size; ν^(−1/2) for 'ntk'. */
  gammaHat: number;
  /** Test loss after the last step at every learning rate; Infinity where training diverged. */
  loss: Float64Array;
  /** Learning rate of least loss, between the points of the grid; at its ends, where the grid does not contain the optimum. */
  bestLrHat: number;
  /** Test loss at bestLrHat. */
  bestLoss: number;
  /** Whether the optimum lies inside the grid and its loss is above rounding, 1e-12 of the initial one. */
  resolved: boolean;
  /** Loss at the optimum of the first size over bestLoss: the price of not tuning again. NaN where nothing is stable. */
  regret: number;
  /** Trained nets of this size, where `simulate` asked for them. */
  simulated?: SimulatedTransfer;
}

export interface LearningRateTransfer {
  /** Learning rates η̂ = η/D of every curve, ascending. */
  lrHats: Float64Array;
  /** A curve a size, widths inside depths, in the order given. */
  curves: TransferCurve[];
  /** log(optimum/optimum)/log(size/size) of successive sizes; NaN beside infinite ones and where depth and width change both. */
  exponents: number[];
  /**
   * The last exponent that is a number is within the margin and its optima are resolved; undefined where there is none: one size, or
   * no two successive finite ones that differ in width or depth alone.
   */
  transfers?: boolean;
  /** Whether more width means less loss at every learning rate at which both nets are stable; undefined where no two nets compare. */
  widerIsBetter?: {
    /** Whether there are no exceptions. */
    holds: boolean;
    /** Pairs of successive widths and a learning rate at which both are stable. */
    compared: number;
    /** Those of the pairs in which the wider net has the larger loss. */
    exceptions: {
      /** η̂. */
      lrHat: number;
      /** L of both. */
      hidden: number;
      /** Loss of the narrower net. */
      narrow: number;
      /** Loss of the wider net. */
      wide: number;
    }[];
  };
  /** Set when a progress callback or the signal ended the work. */
  stopped?: {
    /** Curves done. */
    curves: number;
  };
}

/** Those of jointLimit, with a grid in place of its learning rate. */
const known = [
  ...jointOptionNames.filter((name) => name !== 'lrHat' && name !== 'schedule'),
  'lrHats',
  'parameterization',
  'margin',
  'simulate',
];

/**
 * Test loss after a number of steps against the learning rate, for nets of several widths or depths, from theory (`jointLimit`: N = νD, exact as
 * D → ∞) and from trained nets: where the optimum lies, how it drifts with size, and whether wider nets are better. In muP the
 * optimum converges with the width, in NTK parameterization it drifts to that of lazy nets; over depth it stays with residual
 * branches β0/√L, not with constant ones (Bordelon & Pehlevan, arXiv:2502.02531; one step: Hayou, arXiv:2511.01734).
 * @throws ValueError, ShapeError for bad options, before any work.
 */
export function learningRateTransfer(options: LearningRateTransferOptions): LearningRateTransfer {
  return drain(learningRateTransferSteps(options), options.onProgress);
}

/** The generator behind it: yields about every 20 ms, counting learning rates of all sizes. Options are checked at once. */
export function learningRateTransferSteps(
  options: LearningRateTransferOptions,
): Generator<Progress, LearningRateTransfer, boolean | undefined> {
  knownOptions('learningRateTransfer', options, known);
  checkWatchers(options);
  const { hidden, widthPerInput, lrHats: rates, parameterization, gammaHat, margin, simulate, ...rest } = options;
  const { onProgress: _, signal, ...shared } = rest;
  const lrHats = increasing('lrHats', rates, 3);
  const depths = sizes('hidden', hidden);
  const widths = sizes('widthPerInput', widthPerInput);
  const rule = oneOf('parameterization', parameterization ?? 'muP', ['muP', 'ntk']);
  if (rule === 'ntk' && gammaHat !== undefined) reject('gammaHat', "none with parameterization: 'ntk'", gammaHat);
  const threshold = nonNegative('margin', margin ?? 0.1);
  const nets = simulate && readSimulation(simulate);
  const tasks = depths.flatMap((depth) => {
    return widths.map((width) => {
      // not a power: engines' powers differ in the last bit, and so would nets
      const own = rule === 'ntk' ? 1 / Math.sqrt(width) : (gammaHat ?? 1);
      if (own === 0)
        throw new ValueError("widthPerInput: expected finite ratios with parameterization: 'ntk', got Infinity");
      if (nets && !(Number.isFinite(width) && Number.isFinite(depth))) {
        throw new ValueError('simulate: expected nets of finite width and depth, got Infinity');
      }
      const limit = { ...shared, hidden: depth, widthPerInput: width, gammaHat: own };
      jointLimit({ ...limit, lrHat: lrHats[0], steps: 0 });
      integer('steps', shared.steps, 1);
      return kept(limit);
    });
  });
  return run();

  function* run(): Generator<Progress, LearningRateTransfer, boolean | undefined> {
    const perCurve = lrHats.length * (1 + (nets?.nets ?? 0));
    const steps = tasks.length * perCurve;
    const curves: TransferCurve[] = [];
    let step = 0;
    let last = performance.now();
    /** Yields when it is time to; false to go on no further. */
    const pause = function* (): Generator<Progress, boolean, boolean | undefined> {
      step++;
      if (performance.now() - last < YIELD_MS) return !signal?.aborted;
      const go = yield { step, steps };
      last = performance.now();
      return go !== false && !signal?.aborted;
    };
    for (const limit of tasks) {
      const initial = jointLimit({ ...limit, lrHat: lrHats[0], steps: 0 }).test[0];
      // a limit that is deterministic knows its loss to rounding of the initial one
      const at = (lrHat: number) => {
        const { test, diverged } = jointLimit({ ...limit, lrHat });
        return diverged ? Number.POSITIVE_INFINITY : Math.max(test[test.length - 1], ROUNDING * initial);
      };
      const loss = new Float64Array(lrHats.length);
      for (const [i, lrHat] of lrHats.entries()) {
        if (signal?.aborted) return summary(curves, { curves: curves.length });
        loss[i] = at(lrHat);
        if (!(yield* pause())) return summary(curves, { curves: curves.length });
      }
      const best = learningRateOptimum(at, lrHats, loss, ROUNDING * initial);
      const first = curves[0]?.bestLrHat;
      const curve: TransferCurve = {
        hidden: limit.hidden,
        widthPerInput: limit.widthPerInput,
        gammaHat: limit.gammaHat,
        loss,
        ...best,
        regret: (first === undefined ? best.bestLoss : at(first)) / best.bestLoss,
      };
      if (nets) {
        const runs = Array.from(lrHats, () => new Float64Array(nets.nets));
        let width = 0;
        for (let k = 0; k < nets.nets; k++) {
          const member = trainJointNet(limit, nets.inputs, nets.seed + k);
          width = member.width;
          for (const [i, lrHat] of lrHats.entries()) {
            runs[i][k] = member.finalLoss(lrHat);
            if (!(yield* pause())) return summary(curves, { curves: curves.length });
          }
        }
        curve.simulated = simulatedTransfer(runs, { lrHats, width, theory: best.bestLrHat, seed: nets.seed });
      }
      curves.push(curve);
    }
    return summary(curves);
  }

  function summary(curves: TransferCurve[], stopped?: { curves: number }): LearningRateTransfer {
    const exponents = curves.slice(1).map((curve, i) => {
      const before = curves[i];
      const wider = curve.widthPerInput / before.widthPerInput;
      const deeper = curve.hidden / before.hidden;
      const growth = wider === 1 ? deeper : deeper === 1 ? wider : Number.NaN;
      return Number.isFinite(growth) ? Math.log(curve.bestLrHat / before.bestLrHat) / Math.log(growth) : Number.NaN;
    });
    const latest = exponents.findLastIndex((exponent) => !Number.isNaN(exponent));
    const pairs = curves.slice(1).flatMap((wide, i) => {
      const narrow = curves[i];
      if (wide.hidden !== narrow.hidden) return [];
      return Array.from(lrHats, (lrHat, k) => ({
        lrHat,
        hidden: wide.hidden,
        narrow: narrow.loss[k],
        wide: wide.loss[k],
      }));
    });
    const stable = pairs.filter(({ narrow, wide }) => Number.isFinite(narrow) && Number.isFinite(wide));
    const exceptions = stable.filter(({ narrow, wide }) => wide > narrow);
    return {
      lrHats,
      curves,
      exponents,
      transfers:
        latest < 0
          ? undefined
          : curves[latest].resolved && curves[latest + 1].resolved && Math.abs(exponents[latest]) <= threshold,
      widerIsBetter:
        stable.length === 0 ? undefined : { holds: exceptions.length === 0, compared: stable.length, exceptions },
      stopped,
    };
  }
}

function increasing(name: string, value: unknown, fewest: number): Float64Array {
  if (!isNumberList(value) || value.length < fewest) reject(name, `at least ${fewest} increasing numbers`, value);
  return checkedNumbers(name, value, (place, entry, i) => {
    positive(place, entry);
    if (i > 0 && entry <= value[i - 1]) reject(place, `a number above ${value[i - 1]}`, entry);
    return entry;
  });
}

/** One size or an increasing list; jointLimit checks each. */
function sizes(name: string, value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (!isNumberList(value) || value.length === 0) reject(name, 'a number or increasing numbers', value);
  return Array.from(value, (entry, i) => {
    if (typeof entry !== 'number' || (i > 0 && !(entry > value[i - 1]))) {
      reject(`${name}[${i}]`, i > 0 ? `a number above ${value[i - 1]}` : 'a number', entry);
    }
    return entry;
  });
}

/** A copy of options made of lists, groups and numbers, which the caller may change while the work waits. */
function kept<T>(value: T): T {
  if (ArrayBuffer.isView(value)) return (value as unknown as Float64Array).slice() as unknown as T;
  if (Array.isArray(value)) return value.map(kept) as unknown as T;
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, kept(part)])) as T;
}

function readSimulation(value: unknown): { inputs: number; nets: number; seed: number } {
  knownOptions('simulate', value, ['inputs', 'nets', 'seed']);
  const { inputs, nets, seed } = value as { inputs: unknown; nets?: unknown; seed?: unknown };
  const each = count('simulate.nets', nets ?? 24, 2);
  return {
    inputs: integer('simulate.inputs', inputs, 1),
    nets: each,
    seed: integer('simulate.seed', seed ?? 0, 0, Number.MAX_SAFE_INTEGER - each + 1),
  };
}
