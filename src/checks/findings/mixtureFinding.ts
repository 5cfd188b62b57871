import { ksTest } from '../statistics/ksTest';
import { combineVerdicts, type Finding } from './finding';
import { interceptFinding, type MeasuredQuantity, type SizedDeviation } from './interceptFinding';

/** One draw beside a law that is exact at its size and beside the limit of these laws. */
export interface MixtureDraw extends SizedDeviation {
  /** Distribution function of the exact law at the draw: uniform between 0 and 1 where the law holds. */
  probability: number;
}

export interface MixtureFindingOptions {
  /** Deviations from the limit, as of `interceptFinding`. */
  quantities: readonly MeasuredQuantity[];
  simulated: string;
  sizeName: string;
  doubt: string;
  /** A distance between distribution functions up to this counts as none. */
  margin: number;
}

/** The exact law is given up at this chance of a distance as large. */
const LEVEL = 0.01;
/** √n times the distance that Kolmogorov's law exceeds in 5 % of samples, and its standard deviation. */
const REACH = 1.358;
const SPREAD = 0.26;

/**
 * Draws against a law that is exact at every size (Kolmogorov–Smirnov, all sizes pooled) and against its limit at infinite size
 * (`interceptFinding`). 'agrees': the distance with its 95 % reach is within the margin, and so are the intercepts; 'disagrees':
 * the distance has a chance below 1 %, or an intercept is wholly outside; else 'underpowered'.
 */
export function mixtureFinding(draws: readonly MixtureDraw[], options: MixtureFindingOptions): Finding {
  const { margin, ...rest } = options;
  const limit = interceptFinding(draws, rest);
  const sizes = limit.rows.map(({ size }) => size);
  const distance = (some: readonly MixtureDraw[]) => {
    if (some.length < 2) return { statistic: 1, p: 1 };
    return ksTest(
      some.map(({ probability }) => probability),
      (u) => u,
    );
  };
  const { statistic, p } = distance(draws);
  const reach = REACH / Math.sqrt(draws.length);
  const exact = p < LEVEL ? 'disagrees' : statistic + reach <= margin ? 'agrees' : 'underpowered';
  const verdict = combineVerdicts([exact, limit.verdict]);
  return {
    statistic: 'distance between the distribution functions of outputs and of the exact law',
    value: statistic,
    interval: [Math.max(0, statistic - reach), statistic + reach],
    margin,
    p,
    samples: draws.length,
    needed: exact === 'underpowered' ? Math.ceil(((2 * REACH) / margin) ** 2) : limit.needed,
    rows: sizes.map((size) => {
      const some = draws.filter((draw) => draw.size === size);
      return {
        size,
        samples: some.length,
        value: distance(some).statistic,
        standardError: SPREAD / Math.sqrt(some.length),
      };
    }),
    verdict,
    explain: () =>
      `Outputs of ${draws.length} ${rest.simulated}: the distance between their distribution function and that of the exact law is ${statistic.toFixed(3)} ` +
      `(95 % reach ± ${reach.toFixed(3)}, up to ${margin} counts as none; chance ${p < 1e-4 ? 'below 0.0001' : p.toFixed(4)}): ${exact}. Against the limit: ${limit.explain()}`,
  };
}
