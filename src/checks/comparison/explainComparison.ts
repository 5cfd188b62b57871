import type { Comparison, Verdict } from '../compare';
import { fixed } from '../findings/fixed';
import type { ComparedQuantity } from './distanceToLimit';

/** Two digits, and no power of ten for the larger ones. */
const percent = (x: number) => `${Math.abs(x) < 0.995 ? (100 * x).toPrecision(2) : fixed(100 * x, 0)} %`;

const names: Record<ComparedQuantity, string> = {
  outputs: 'outputs on the data',
  predictor: 'predictor',
  loss: 'loss',
};

/** A comparison in words. */
export function explainComparison(c: Comparison): string {
  const count = c.rows.reduce((a, row) => a + row.seeds, 0);
  const widths = c.rows.map((row) => row.width);
  const sentences = [
    `Compared the ${names[c.quantity]} of ${count} run${count > 1 ? 's' : ''} at width${widths.length > 1 ? 's' : ''} ${widths.join(', ')} with the limit.`,
  ];
  if (c.diverged > 0) sentences.push(`${c.diverged} diverged and ${c.diverged === 1 ? 'was' : 'were'} left out.`);
  if (!c.slope || !c.intercept) return `${sentences.join(' ')} Underpowered: ${c.reason}.`;
  const [a, b] = c.slope.interval;
  sentences.push(
    `Beside a drift in 1/width, the distance goes as width^${fixed(c.slope.value, 3)} (${percent(c.confidence)} interval ${fixed(a, 3)} to ${fixed(b, 3)}; theory ${c.slope.expected}): ${c.slope.verdict}.`,
  );
  const [low, high] = c.intercept.interval;
  sentences.push(
    `Extrapolated to infinite width the relative deviation is ${percent(c.intercept.value)} (${percent(low)} to ${percent(high)}; margin ±${percent(c.intercept.margin)}): ${c.intercept.verdict}.`,
  );
  if (c.curve?.verdict === 'disagrees') {
    const { value, interval, step } = c.curve;
    sentences.push(
      `At recorded step ${step} it is ${percent(value)} of the limit's size (${percent(interval[0])} to ${percent(interval[1])}, a band for all steps): disagrees.`,
    );
  }
  const seeds = c.needed && Math.ceil(c.needed / c.rows.length);
  const meaning: Record<Verdict, string> = {
    agrees: 'Simulation and theory agree.',
    disagrees: 'Simulation and theory disagree beyond chance and margin.',
    underpowered: `The data cannot tell: use more ${seeds ? `seeds (about ${seeds} a width) or wider nets` : 'seeds and wider nets'}.`,
  };
  sentences.push(meaning[c.verdict]);
  return sentences.join(' ');
}
