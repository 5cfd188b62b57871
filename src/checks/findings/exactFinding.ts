import { ShapeError, ValueError } from '../../errors';
import { mean, studentQuantile, variance } from '../statistics/index';
import { bandVerdict, combineVerdicts, type Finding, samplesNeeded } from './finding';
import type { MeasuredQuantity } from './interceptFinding';

/** A batch of nets beside a law that is exact at their size. */
export interface ExactBatch {
  size: number;
  nets: number;
  /** One number a quantity, a mean over the batch: 0 where the law is met. */
  values: readonly number[];
  /** Standard errors of the law itself at this size, where it was drawn. */
  lawErrors: readonly number[];
}

export interface ExactFindingOptions {
  quantities: readonly MeasuredQuantity[];
  sizeName: string;
  /** What may be wrong where law and nets disagree. */
  doubt: string;
  /** Of all intervals together. Default 0.95. */
  confidence?: number;
}

const percent = (x: number) => `${Number((100 * x).toPrecision(2))} %`;

interface Part {
  quantity: MeasuredQuantity;
  rows: Finding['rows'];
  value: number;
  standardError: number;
  interval: [low: number, high: number];
  verdict: Finding['verdict'];
}

/**
 * Nets against a law that is exact at every size, so that nothing is extrapolated: the deviations of all sizes are one weighted mean.
 * 'agrees': the interval of every quantity lies within its margin; 'disagrees': one lies wholly outside, or that of one
 * size does (t intervals, together of the given confidence); else 'underpowered'. The finding's numbers are those of the quantity that decides.
 * @throws ValueError for no batches, ShapeError for batches without all quantities.
 */
export function exactFinding(batches: readonly ExactBatch[], options: ExactFindingOptions): Finding {
  const { quantities, sizeName, doubt, confidence = 0.95 } = options;
  if (batches.length === 0) throw new ValueError('observations: expected at least one, got none');
  for (const { values, lawErrors } of batches) {
    if (values.length !== quantities.length || lawErrors.length !== quantities.length)
      throw new ShapeError(
        `observations: expected ${quantities.length} values and errors each, got ${values.length} and ${lawErrors.length}`,
      );
  }
  const sizes = [...new Set(batches.map(({ size }) => size))].sort((a, b) => a - b);
  const groups = sizes.map((size) => batches.filter((batch) => batch.size === size));
  const samples = batches.reduce((sum, { nets }) => sum + nets, 0);
  const level = 1 - (1 - confidence) / (2 * quantities.length * (sizes.length + 1));
  const enough = groups.every((group) => group.length > 1);
  const parts = quantities.map((quantity, i): Part => {
    const rows = groups.map((group, g) => {
      const values = group.map((batch) => batch.values[i]);
      return {
        size: sizes[g],
        samples: group.reduce((sum, { nets }) => sum + nets, 0),
        value: mean(values),
        standardError: Math.hypot(Math.sqrt(variance(values) / values.length), group[0].lawErrors[i]),
      };
    });
    const weights = rows.map(({ standardError }) => standardError ** -2);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const value = rows.reduce((sum, row, g) => sum + (row.value * weights[g]) / total, 0);
    const standardError = Math.sqrt(1 / total);
    const around = (center: number, error: number, dof: number): [number, number] => {
      const reach = enough ? studentQuantile(level, dof) * error : Number.POSITIVE_INFINITY;
      return [center - reach, center + reach];
    };
    const interval = around(value, standardError, batches.length - sizes.length);
    const band = (range: [number, number]) => bandVerdict(range, -quantity.margin, quantity.margin);
    const off = rows.some((row, g) => band(around(row.value, row.standardError, groups[g].length - 1)) === 'disagrees');
    return { quantity, rows, value, standardError, interval, verdict: off ? 'disagrees' : band(interval) };
  });
  const verdict = combineVerdicts(parts.map((part) => part.verdict));
  const share = ({ value, quantity }: Part) => Math.abs(value) / quantity.margin;
  const { quantity, rows, value, standardError, interval } = parts
    .filter((part) => part.verdict === verdict)
    .reduce((a, b) => (share(b) > share(a) ? b : a));
  return {
    statistic: `${quantity.name}, mean deviation from the law`,
    value,
    interval,
    margin: quantity.margin,
    z: value / standardError,
    samples,
    needed: verdict === 'underpowered' && enough ? samplesNeeded(samples, interval, quantity.margin) : undefined,
    rows,
    verdict,
    explain() {
      const found = parts.map(
        ({ quantity: { name, margin, says = percent }, value, interval: [low, high], verdict }) => {
          const range = enough ? `${says(low)} to ${says(high)}; ` : '';
          return `${name} is ${says(value)} (${range}theory ${says(0)}, within ${says(-margin)} to ${says(margin)}): ${verdict}`;
        },
      );
      const ending = {
        agrees: 'Law and nets agree.',
        disagrees: `Law and nets disagree beyond chance and margin: doubt ${doubt}.`,
        underpowered: 'The data cannot tell: use more seeds.',
      }[verdict];
      return `Of ${samples} nets, ${sizeName} ${sizes.join(', ')}, ${found.join('; ')}. ${ending}`;
    },
  };
}
