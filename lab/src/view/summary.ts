import type { Result } from '../run/result';
import { count, exponent, scoreText, secondsText, short } from './format';

/** What was seen, in plain sentences; the first is the one to remember. */
export function summary(result: Omit<Result, 'summary'>): string[] {
  const diverged = result.rows.reduce((sum, row) => sum + row.diverged, 0);
  if (result.theory.diverged) return divergedTheory(result, diverged);
  const sentences: string[] = [];
  if (!result.fit) {
    return [
      `All ${result.runs.length} nets diverged although the limit did not: at lr ${result.parameters.lr} these widths are too small for this rate; try a smaller --lr or larger widths.`,
    ];
  }
  sentences.push(headline(result));
  if (diverged > 0) {
    sentences.push(
      `${diverged} of ${result.runs.length} nets diverged and ${diverged === 1 ? 'is' : 'are'} left out; a smaller --lr keeps them stable.`,
    );
  }
  sentences.push(endOfTraining(result));
  sentences.push(statistics(result));
  return sentences.filter(Boolean);
}

function divergedTheory(result: Omit<Result, 'summary'>, nets: number): string[] {
  const { step } = result.theory.diverged!;
  return [
    `Training diverges at this learning rate: the limit itself blows up at step ${step}, and ${nets === 0 ? 'the nets are on their way' : `so did ${nets} of ${result.runs.length} nets`}. This is what gradient descent does beyond the edge of stability, not a failure of the computation; try a --lr below ${short(Number(result.parameters.lr), 3)}.`,
  ];
}

function headline(result: Omit<Result, 'summary'>): string {
  const rows = result.rows.filter((row) => row.distance);
  const first = rows[0];
  const last = rows[rows.length - 1];
  if (rows.length === 1) {
    return `At width ${count(first.size)} the trained net stays within ${short(first.distance!.value, 3)} of the infinite-width limit; more widths show how it converges.`;
  }
  const { slope } = result.fit!;
  const [from, to] = [first.distance!.value, last.distance!.value];
  const change =
    from > to
      ? `shrinks ${short(from / to, 2)} times, from ${short(from, 3)} to ${short(to, 3)}`
      : `does not shrink (${short(from, 3)} and ${short(to, 3)})`;
  const law = slope
    ? `. It goes as width^${exponent(slope.value)} (${Math.round(100 * result.fit!.confidence)} % interval ${exponent(slope.interval[0])} to ${exponent(slope.interval[1])}); the theory says width^${exponent(slope.expected, 1)}`
    : '';
  return `From width ${count(first.size)} to ${count(last.size)} the distance between the trained nets and the infinite-width limit ${change}${law}.`;
}

function endOfTraining(result: Omit<Result, 'summary'>): string {
  const { score } = result.data;
  const last = result.rows.filter((row) => row.loss).at(-1)!;
  const steps = result.theory.loss.length - 1;
  const limitLoss = short(result.theory.loss[steps]);
  const losses = `After ${steps} steps the limit's training loss is ${limitLoss}; nets of width ${count(last.size)} end at ${short(last.loss!.mean)}.`;
  if (!score || result.theory.score === undefined || !last.score) return losses;
  return `${losses} The limit predicts a ${score.name} of ${scoreText(result.theory.score, score.percent)}, those nets reach ${scoreText(last.score.mean, score.percent)}.`;
}

function statistics(result: Omit<Result, 'summary'>): string {
  const { fit } = result;
  if (!fit?.intercept || !fit.slope) {
    return 'Two or more widths and two or more seeds are needed for an exponent and a verdict.';
  }
  const percent = (value: number) => `${exponent(100 * value, 2)} %`;
  const meaning = {
    agrees: 'Simulation and theory agree.',
    disagrees: 'Simulation and theory disagree beyond chance.',
    underpowered: 'The data cannot tell yet: more seeds or more widths would.',
  }[fit.verdict];
  return `Extrapolated to infinite width, ${percent(fit.intercept.value)} of the limit's curve is left unexplained (interval ${percent(fit.intercept.interval[0])} to ${percent(fit.intercept.interval[1])}, margin ± ${percent(fit.intercept.margin)}). ${meaning}`;
}

/** One line about time, for the end of the table. */
export function timeLine(result: Result): string {
  const { seconds } = result;
  return `${secondsText(seconds.total)} in all: ${secondsText(seconds.data)} to read the data, ${secondsText(seconds.theory)} for the limit, ${secondsText(seconds.nets)} for ${result.runs.length} nets.`;
}
