import { ValueError } from '../../errors';
import { isPlain } from '../../optimizer';
import { assertMemory } from './assertMemory';
import { type CausalRun, type CausalRuns, causalRuns } from './causalRun';
import { flowShares, type Share } from './extrapolation';
import type { InfiniteWidthProgress } from './infiniteWidthOptions';
import { taskCriticalRate } from './taskCriticalRate';

/** The runs of a limit. */
export interface RunPlan {
  shares: Share[];
  /** The same flow in steps half as large; undefined where they do not fit into memory. */
  finer?(): RunPlan | undefined;
}

/** Steps of the coarsest run of a flow, in units of the largest stable one: where the extrapolation has begun to converge. */
const LARGEST_STEP = 0.5;
/** No more than these fit into memory. */
const MOST_STEPS = 1e5;
/** Growth of the loss, relative to its start, that is more than rounding. */
const GROWTH = 1e-9;

/**
 * The given runs, or with `flow` each of them in ever smaller steps, of which the coarsest are stable at the beginning.
 * @param layers of the runs, in words
 * @throws ValueError for runs that do not fit into memory.
 */
export function runPlan(shares: Share[], flow: boolean, layers: number | string): RunPlan {
  const [{ task }] = shares;
  const tasksOf = (all: readonly Share[]) => all.map((share) => share.task);
  if (!flow) {
    assertMemory(layers, tasksOf(shares), task.steps);
    return { shares };
  }
  const critical = taskCriticalRate(task) ?? Number.POSITIVE_INFINITY;
  const largest = task.rates.reduce((most, rate) => Math.max(most, rate), 0);
  return inSteps(Math.max(1, Math.ceil(largest / (LARGEST_STEP * critical))));

  function inSteps(coarsest: number): RunPlan {
    // before anything of that length is made
    if (!(coarsest * task.steps <= MOST_STEPS)) {
      const many = `${task.steps} (each in at least ${coarsest} of stable size)`;
      throw new ValueError(`steps: expected a flow of at most ${MOST_STEPS} stable steps, got ${many}`);
    }
    const all = shares.flatMap((share) => flowShares(share, coarsest));
    const finest = Math.max(...all.map(({ stride }) => stride));
    assertMemory(
      layers,
      tasksOf(all),
      `${task.steps}${coarsest > 1 ? ` (each in up to ${finest} of stable size)` : ''}`,
    );
    return { shares: all, finer: () => unlessTooLarge(() => inSteps(2 * coarsest)) };
  }
}

function unlessTooLarge(plan: () => RunPlan): RunPlan | undefined {
  try {
    return plan();
  } catch (error) {
    if (error instanceof ValueError) return undefined;
    throw error;
  }
}

/** Whether a flow's loss grows: at any step, or with decay and noise, which may raise it, beyond its start. */
function grows({ loss, task }: CausalRun): boolean {
  const least = isPlain(task.optimizer) ? (t: number) => loss[t - 1] : () => loss[0];
  return loss.some((value, t) => t > 0 && value > least(t) + GROWTH * loss[0]);
}

/**
 * Runs a plan. In a flow the loss does not grow, and a run that diverges or whose loss does has steps too large for kernels that
 * have grown: all start again with steps half as large, as often as memory allows.
 */
export function* stableRuns(
  plan: RunPlan,
): Generator<InfiniteWidthProgress, { shares: Share[]; runs: CausalRuns }, boolean | undefined> {
  for (let now = plan; ; ) {
    const { shares, finer } = now;
    const runs = yield* causalRuns(shares);
    const unstable = finer && (runs.diverged || (runs.runs.some(grows) && !runs.stopped));
    const next = unstable ? finer() : undefined;
    if (!next) return { shares, runs };
    now = next;
  }
}
