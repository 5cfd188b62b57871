import { drain, type Progress } from '../longWork';
import { adviceNotes, adviceSummary } from './advice/adviceInWords';
import { bestRate, type RateTrial } from './advice/adviseRate';
import { type AdviseOptions, type AdviseTask, adviseTask, otherTask } from './advice/adviseTask';
import { type LossBand, lossBand, type PredictedCurves } from './advice/lossBand';
import { type RateTransfer, rateTransfer } from './advice/rateTransfer';
import { type RegimeReading, readRegimes, regimeNumbers } from './advice/regimeNumbers';
import type { RegimeId, RegimeNumbers } from './advice/regimes';

export type { RateTrial } from './advice/adviseRate';
export type { AdviseOptions, AdviseSpec } from './advice/adviseTask';
export type { LossBand } from './advice/lossBand';
export type { RateTransfer } from './advice/rateTransfer';
export type { RegimeReading } from './advice/regimeNumbers';

/** Advice before training. Learning rates are those of `train` for the asked net; curves have steps + 1 entries. */
export interface Advice {
  /** The first regime of the table in docs/which-limit.md that holds for the judged rate. */
  regime: RegimeId;
  /** All regimes of that table, and whether they hold. */
  regimes: RegimeReading[];
  /** What they were read from. */
  numbers: RegimeNumbers;
  /** Largest stable rate at initialization, from the expected tangent kernel: 2 D/(k λ_max(Sxx)) for plain gradient descent. */
  criticalLr: number;
  /** Rates at which wide lazy nets end in a catapult: between 1 and 2 critical rates (ηλ from 2 to 4). */
  catapultWindow: [low: number, high: number];
  /** Rate of least loss after `steps` steps. */
  bestLr: number;
  /** The judged rate: the given one, or the best. */
  lr: number;
  /** ½ mean‖y − f‖² of nets of the asked width at the judged rate: geometric mean over nets. */
  predictedLoss: Float64Array;
  /** Where the loss of one net of the asked width lies at every time, with a confidence of 90 %. */
  finiteWidthError: LossBand;
  /** Loss of infinitely wide nets; undefined where it would take too long (a note says so) or diverges. */
  limitLoss?: Float64Array;
  /** Every trial of a rate, with the final losses of the nets it was tried on; the best rates are tried again, with more nets. */
  trials: RateTrial[];
  /** Whether the judged rate suits the other net as well. */
  transfer?: RateTransfer;
  /** What else is worth knowing, a sentence each. */
  notes: string[];
  /** Set when a progress callback or a signal ended the work: rates tried so far. What was not reached is empty. */
  stopped?: {
    /** Trials of learning rates done: those of `trials`. */
    trials: number;
  };
  /** The advice in words. */
  explain(): string;
}

/**
 * Learning rate, regime, loss curve with its finite-width band, and transfer for a net that does not exist yet. Trains proxies of the same γ0, depth and
 * data, of other seeds: for a first search of the rate up to 16 nets of width 128 at most; for the best of those rates up to 128 nets, and for the band
 * 79, of the asked width, or narrower and fewer where that is much work. Of narrower nets there are as many of a fourth of the width, and mean and spread
 * of log losses are continued to the asked width by the finite-width law, N^−1 and N^(−1/2) to leading order (`atWidth`), around the
 * infinite-width limit where that is cheap. With one hidden layer, exact draws at the asked width (`twoLayerAnyWidth`). The cost does not depend on
 * the number of samples and is bounded in the width: 1 to 10 s.
 *
 * bestLr: least mean log loss after T steps over such nets, plus its standard error. criticalLr: expected tangent kernel (exact at every width),
 * residual nets included. Full-batch gradient descent with Gaussian initial weights. How often the advice is right: docs/evidence/advise.md.
 * @throws ValueError, ShapeError for bad options, before any work; NumericalError where nets diverge at every rate, as on data in units far
 * from those of the net.
 */
export function advise(options: AdviseOptions): Advice {
  return drain(adviseSteps(options), options.onProgress);
}

/** The generator behind `advise`: yields about every 20 ms, counting trials of learning rates. Options are checked at once. */
export function adviseSteps(options: AdviseOptions): Generator<Progress, Advice, boolean | undefined> {
  const task = adviseTask(options);
  const other = otherTask(options, task.data);
  return work(task, other, options);
}

/** Trials of a whole advice, about: what progress is measured in. */
const ABOUT = 30;

function* work(
  task: AdviseTask,
  other: AdviseTask | undefined,
  { lr: given, signal }: AdviseOptions,
): Generator<Progress, Advice, boolean | undefined> {
  let stopped = signal?.aborted ?? false;
  let step = 0;
  /** Passes on what yields inside, counting in trials, and remembers whether to go on. */
  function* inside<R>(
    part: Generator<Progress, R | undefined, boolean | undefined>,
  ): Generator<Progress, R | undefined, boolean | undefined> {
    try {
      let turn = part.next();
      while (!turn.done) {
        const go = yield { step: Math.min(step, ABOUT - 1), steps: ABOUT };
        stopped ||= go === false || signal?.aborted === true;
        turn = part.next(!stopped);
      }
      return turn.value;
    } finally {
      part.return(undefined);
    }
  }
  const trials: RateTrial[] = [];
  const best = yield* inside(
    bestRate(task, (trial) => {
      step = trials.push(trial);
    }),
  );
  const bestLr = best?.lr ?? task.criticalLr / 2;
  const lr = given ?? bestLr;
  const curves = stopped ? undefined : yield* inside(lossBand(task, lr));
  const transfer = stopped || !other ? undefined : yield* inside(rateTransfer(other, lr));
  return advice(task, { lr, bestLr, trials, curves, transfer, judged: given !== undefined, stopped });
}

interface Found {
  lr: number;
  bestLr: number;
  trials: RateTrial[];
  curves?: PredictedCurves;
  transfer?: RateTransfer;
  judged: boolean;
  stopped: boolean;
}

function advice(task: AdviseTask, { lr, bestLr, trials, curves, transfer, judged, stopped }: Found): Advice {
  const numbers = regimeNumbers(task, lr, curves?.predictor);
  const regimes = readRegimes(numbers);
  const { criticalLr } = task;
  const none = new Float64Array(0);
  const result: Omit<Advice, 'explain' | 'notes'> = {
    regime: regimes.find(({ holds }) => holds)!.id,
    regimes,
    numbers,
    criticalLr,
    catapultWindow: [criticalLr, 2 * criticalLr],
    bestLr,
    lr,
    predictedLoss: curves?.predictedLoss ?? none,
    finiteWidthError: curves?.finiteWidthError ?? { low: none, high: none, confidence: 0, bias: none, nets: 0 },
    limitLoss: curves?.limitLoss,
    trials,
    transfer,
    ...(stopped && { stopped: { trials: trials.length } }),
  };
  const notes = adviceNotes(task, result, judged);
  return { ...result, notes, explain: () => adviceSummary(task, { ...result, notes }) };
}
