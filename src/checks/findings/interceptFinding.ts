import { ShapeError, ValueError } from '../../errors';
import { positive } from '../../validate';
import { type Estimate, lineFit, mean, studentCdf, variance } from '../statistics/index';
import { bandVerdict, combineVerdicts, type Finding, samplesNeeded } from './finding';
import { fixed } from './fixed';

/** How far one net, or draw, is from its theory. */
export interface SizedDeviation {
  /** What goes to infinity in the limit. */
  size: number;
  /** One number a quantity, 0 where it is the theory's; not finite where training diverged. */
  values: readonly number[];
}

export interface MeasuredQuantity {
  /** In words, what `says` shows. */
  name: string;
  /** A mean deviation within ± margin at infinite size counts as none. */
  margin: number;
  /** What the deviation itself is, where it is not in percent. Default: `name`. */
  statistic?: string;
  /** A mean deviation in words; `says(0)` is the theory. Default: percent. */
  says?(deviation: number): string;
}

export interface InterceptOptions {
  /** In the order of the observations' values. */
  quantities: readonly MeasuredQuantity[];
  /** What was simulated and what its size counts: 'nets' and 'inputs'. */
  simulated: string;
  sizeName: string;
  /** What may be wrong where theory and simulation disagree. */
  doubt: string;
  /** Of all intervals together. Default 0.95. */
  confidence?: number;
}

/** Fewest nets of which more than half have to diverge to contradict a theory that is stable. */
const FEWEST = 8;

/** From here on squares overflow: such a net diverged as much as one that ended in Infinity. */
const DIVERGED = 1e150;

const percent = (x: number) => `${fixed(100 * x, 1)} %`;

/**
 * Simulation against a limit of infinite size. The mean deviation of every quantity is c0 + c1/size up to smaller terms, and c0
 * is what is left at infinite size (weighted least squares, t intervals, together of the given confidence). 'agrees': the
 * intervals of all c0 lie within their margins; 'disagrees': one lies wholly outside, or most nets diverge; else 'underpowered'.
 * The finding's numbers are those of the quantity that decides.
 * @throws ValueError for no observations, ShapeError for observations without all quantities.
 */
export function interceptFinding(all: readonly SizedDeviation[], options: InterceptOptions): Finding {
  const { quantities, simulated, sizeName, doubt } = options;
  const infinity = sizeName.endsWith('s') ? `infinitely many ${sizeName}` : `infinite ${sizeName}`;
  const confidence = positive('confidence', options.confidence ?? 0.95);
  if (all.length === 0) throw new ValueError('observations: expected at least one, got none');
  for (const { values } of all) {
    if (values.length !== quantities.length)
      throw new ShapeError(`observations: expected ${quantities.length} values each, got ${values.length}`);
  }
  const finished = all.filter(({ values }) => values.every((value) => Math.abs(value) < DIVERGED));
  const sizes = [...new Set(all.map(({ size }) => size))].sort((a, b) => a - b);
  const groups = sizes.map((size) => finished.filter((one) => one.size === size)).filter((group) => group.length > 0);
  const dof = finished.length - groups.length;
  const diverged = all.length - finished.length;
  const parts = quantities.map((quantity, i) => {
    const rows = meanRows(groups, i, dof);
    const usable = groups.length > 1 && dof > 0 && rows.every(({ standardError }) => standardError > 0);
    const level = 1 - (1 - confidence) / quantities.length;
    const fit = usable ? intercept(rows, level, dof) : undefined;
    return { quantity, rows, fit, verdict: fit ? band(fit, quantity.margin) : ('underpowered' as const) };
  });
  const unstable = all.length >= FEWEST && diverged > all.length / 2;
  const verdict = unstable ? 'disagrees' : combineVerdicts(parts.map((part) => part.verdict));
  const relative = ({ fit, quantity }: (typeof parts)[number]) => Math.abs(fit?.value ?? 0) / quantity.margin;
  const candidates = parts.filter((part) => part.verdict === verdict);
  const { quantity, rows, fit } = (candidates.length > 0 ? candidates : parts).reduce((a, b) =>
    relative(b) > relative(a) ? b : a,
  );
  const z = fit && fit.value / fit.standardError;
  return {
    statistic: `${quantity.statistic ?? quantity.name} at ${infinity}`,
    value: fit?.value ?? Number.NaN,
    interval: fit?.interval,
    margin: quantity.margin,
    z,
    p: z === undefined ? undefined : Math.min(1, 2 * quantities.length * studentCdf(-Math.abs(z), dof)),
    samples: finished.length,
    needed: verdict === 'underpowered' && fit ? samplesNeeded(all.length, fit.interval, quantity.margin) : undefined,
    rows,
    verdict,
    explain,
  };

  function explain(): string {
    const sentences = [`Simulated ${all.length} ${simulated}, ${sizeName} ${sizes.join(', ')}.`];
    if (diverged > 0) sentences.push(`${diverged} diverged and ${diverged === 1 ? 'was' : 'were'} left out.`);
    const found = parts.flatMap(({ quantity: { name, margin, says = percent }, fit, verdict }) => {
      if (!fit) return [];
      const [low, high] = fit.interval.map((end) => says(end));
      const band = [says(-margin), says(margin)].join(' to ');
      return [`${name} is ${says(fit.value)} (${low} to ${high}; theory ${says(0)}, within ${band}): ${verdict}`];
    });
    if (found.length > 0) sentences.push(`Extrapolated to ${infinity}, ${found.join('; ')}.`);
    else sentences.push(`To extrapolate, at least two sizes with two ${simulated} each are needed.`);
    sentences.push(
      {
        agrees: 'Simulation and theory agree.',
        disagrees: `Simulation and theory disagree beyond chance and margin: doubt ${doubt}; or repeat with twice the ${sizeName}, where a deviation shrinks that is only of small sizes.`,
        underpowered: 'The data cannot tell: use more seeds or more sizes.',
      }[verdict],
    );
    return sentences.join(' ');
  }
}

/** Means and their errors. Sizes with few observations share the constant in variance ∝ 1/size. */
function meanRows(groups: readonly SizedDeviation[][], quantity: number, dof: number) {
  const columns = groups.map((group) => group.map(({ values }) => values[quantity]));
  const shared = columns.reduce((sum, c, g) => sum + (c.length - 1) * variance(c) * groups[g][0].size, 0) / dof;
  return columns.map((column, g) => {
    const { size } = groups[g][0];
    const spread = column.length >= FEWEST ? variance(column) : shared / size;
    const standardError = Math.sqrt(spread / column.length);
    return { size, samples: column.length, value: mean(column), standardError };
  });
}

function intercept(rows: Finding['rows'], confidence: number, dof: number): Estimate {
  return lineFit(
    rows.map(({ size }) => 1 / size),
    rows.map(({ value }) => value),
    rows.map(({ standardError }) => standardError),
    { confidence, dof },
  ).intercept;
}

function band({ interval }: Estimate, margin: number) {
  return bandVerdict(interval, -margin, margin);
}
