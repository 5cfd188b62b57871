import type { Advice } from '../advise';
import { fixed } from '../findings/fixed';
import type { AdviseTask } from './adviseTask';

type Known = Omit<Advice, 'explain' | 'notes'>;

const short = (value: number) => String(Number(value.toPrecision(3)));

/** Band of log losses wider than this factor at the end: the nets differ much. */
const WIDE_BAND = 2;
/** Bias of the loss that is worth a note. */
const NOTABLE_BIAS = 0.1;

/** What else is worth knowing. */
export function adviceNotes(task: AdviseTask, advice: Known, given: boolean): string[] {
  const { bestLr, lr, criticalLr, numbers, finiteWidthError, predictedLoss, limitLoss, trials } = advice;
  const notes: string[] = [];
  const last = task.steps;
  const plain = task.optimizer.momentum === 0;
  if (advice.stopped) notes.push('Stopped before the end: the rate is the best of those tried so far.');
  if (lr > criticalLr) {
    const fate =
      lr > 2 * criticalLr ? 'most nets diverge' : 'the loss first grows, until the tangent kernel has shrunk';
    notes.push(`The rate ${short(lr)} is above the critical one, ${short(criticalLr)}: ${fate}.`);
  }
  if (given && trials.length > 0 && lr !== bestLr) {
    const ratio = predictedLoss[last] / Math.exp(trials.findLast((trial) => trial.lr === bestLr)!.score);
    if (ratio > NOTABLE_BIAS + 1) {
      notes.push(
        `At the given rate the loss after ${last} steps is ${short(ratio)} times that at the best rate, ${short(bestLr)}.`,
      );
    }
  }
  if (numbers.richness >= 1 && bestLr < criticalLr / 4) {
    notes.push(
      'The tangent kernel grows during training, so that the best rate is far below the critical one of the start: a schedule that starts higher and falls may train faster.',
    );
  }
  const { low, high, bias, proxyWidth, nets } = finiteWidthError;
  if (high[last] > WIDE_BAND * low[last]) {
    notes.push(
      `Nets of this width differ: 90 % of them end between ${short(low[last])} and ${short(high[last])}. More width narrows that as N^(−1/2).`,
    );
  }
  if (bias.length > 0 && Math.abs(bias[last]) > NOTABLE_BIAS) {
    notes.push(
      `The finite width ${bias[last] > 0 ? 'raises' : 'lowers'} the loss by ${short(100 * Math.abs(bias[last]))} % against infinitely wide nets.`,
    );
  }
  if (!limitLoss && predictedLoss.length > 0) {
    notes.push(
      'The infinite-width limit was left out (too long a run, or it diverges): the curve is that of trained nets alone.',
    );
  }
  if (proxyWidth !== undefined) {
    notes.push(
      `Curve and band are those of ${nets} nets of width ${proxyWidth} and as many of a fourth of it, continued to the asked width.`,
    );
  }
  if (!plain)
    notes.push('The catapult window is that of plain gradient descent; with momentum only its lower end is exact.');
  if (task.hidden > 1)
    notes.push(
      'The upper end of the catapult window is sharp with one hidden layer only; deeper nets bear a little more.',
    );
  if (numbers.samplesPerInput === undefined)
    notes.push('The moments do not say how many samples they are of: whether data are few is unknown.');
  return notes;
}

/** The advice in a few sentences. */
export function adviceSummary(task: AdviseTask, advice: Known & { notes: readonly string[] }): string {
  const { bestLr, lr, criticalLr, regime, regimes, predictedLoss, finiteWidthError, transfer, notes, trials } = advice;
  const last = task.steps;
  const { when, use } = regimes.find(({ id }) => id === regime)!;
  const others = regimes.filter(({ id, holds }) => holds && id !== regime).map(({ id }) => id);
  const lines = [
    `Train with lr ${short(bestLr)}: the best of ${new Set(trials.map((trial) => trial.lr)).size} rates tried for ${last} steps (critical rate at initialization ${short(criticalLr)}, catapult up to about ${short(2 * criticalLr)}).`,
    `Regime: ${regime} (${when})${others.length > 0 ? `, also ${others.join(', ')}` : ''}; described by ${use.join(', ')}.`,
  ];
  if (predictedLoss.length > 0) {
    const { low, high } = finiteWidthError;
    lines.push(
      `Loss after ${last} steps at ${short(lr)}: ${short(predictedLoss[last])}, from ${short(predictedLoss[0])}; 90 % of nets between ${short(low[last])} and ${short(high[last])}.`,
    );
  }
  if (transfer) {
    const { width, hidden, ratio, regret, transfers, bestLr: theirs } = transfer;
    const net = `a net with ${hidden} hidden layer${hidden > 1 ? 's' : ''} of width ${width}`;
    lines.push(
      transfers
        ? `The rate transfers to ${net}: its own best rate, ${short(theirs)}, gains ${fixed(100 * (regret - 1), 1)} %.`
        : `The rate does not transfer to ${net}: the best rate there is ${short(theirs)} (${short(ratio)} times), the loss at ${short(lr)} is ${short(regret)} times as large.`,
    );
  }
  return [...lines, ...notes].join('\n');
}
