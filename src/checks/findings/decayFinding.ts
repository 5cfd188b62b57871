import type { Verdict } from '../compare';
import { mean, slopeFit, variance } from '../statistics/index';
import { bandVerdict, combineVerdicts, type Finding } from './finding';
import { fixed } from './fixed';
import { type InterceptOptions, interceptFinding, type SizedDeviation } from './interceptFinding';

export interface DecayOptions extends InterceptOptions {
  /** Which quantity's mean deviation falls as a power of the size, and the power. */
  decay: {
    /** Index into `quantities`. */
    quantity: number;
    exponent: number;
    /** How far from the exponent its interval may reach. */
    margin: number;
  };
}

/** Simulations of a size from which their spread is known well enough to weigh it against other sizes. */
const FEWEST = 8;

/**
 * `interceptFinding`, and how fast: the mean deviation of one quantity falls as size^exponent, as the leading correction to the
 * limit says. 'agrees': also the interval of the exponent contains it and is no wider than ± margin, or lies within ± margin of it;
 * 'disagrees': it lies wholly outside.
 * Sizes at which chance hides the deviation have no part in the exponent.
 */
export function decayFinding(all: readonly SizedDeviation[], options: DecayOptions): Finding {
  const { decay, ...rest } = options;
  const finding = interceptFinding(all, rest);
  const sizes = [...new Set(all.map(({ size }) => size))].sort((a, b) => a - b);
  const columns = sizes.map((size) =>
    all.flatMap((one) => (one.size === size ? [one.values[decay.quantity]] : [])).filter(Number.isFinite),
  );
  const dof = columns.reduce((sum, column) => sum + column.length - 1, 0);
  const usable = columns.every((column) => column.length >= FEWEST);
  const fit = usable
    ? slopeFit(
        sizes,
        columns.map((column) => Math.abs(mean(column))),
        columns.map((column) => Math.sqrt(variance(column) / column.length)),
        { dof },
      ).slope
    : undefined;
  const { exponent, margin } = decay;
  const verdict = fit ? exponentVerdict(fit.interval, exponent, margin) : 'underpowered';
  const name = options.quantities[decay.quantity].name;
  return {
    ...finding,
    slope: fit && { value: fit.value, interval: fit.interval, expected: exponent },
    verdict: combineVerdicts([finding.verdict, verdict]),
    explain: () => {
      if (!fit)
        return `${finding.explain()} As to the rate, ${usable ? '' : `with fewer than ${FEWEST} ${options.simulated} a size `}chance hides how ${name} falls with the ${options.sizeName}: underpowered.`;
      const [low, high] = fit.interval.map((end) => fixed(end, 2));
      const falls = `As to the rate, ${name} goes as ${options.sizeName}^${fixed(fit.value, 2)} (${low} to ${high}; theory ${exponent})`;
      return `${finding.explain()} ${falls}: ${verdict}.`;
    },
  };
}

function exponentVerdict([low, high]: readonly [number, number], exponent: number, margin: number): Verdict {
  if (low <= exponent && exponent <= high && high - low <= 2 * margin) return 'agrees';
  return bandVerdict([low, high], exponent - margin, exponent + margin);
}
