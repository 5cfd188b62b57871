import type { Result } from '../run/result';
import { firstRise } from '../run/settledLimit';
import { count, exponent, scoreText, secondsText, short } from './format';

type Seen = Omit<Result, 'summary'>;

/** What was seen, in plain sentences; the first is the one to remember. */
export function summary(result: Seen): string[] {
  if (result.theory.diverged) return [divergedTheory(result)];
  if (!result.fit) {
    return [
      `All ${result.runs.length} nets diverged although the limit did not: at lr ${result.parameters.lr} these widths are too small for this rate. Try a smaller --lr or larger widths.`,
    ];
  }
  return [headline(result), divergedNets(result), endOfTraining(result), statistics(result), edge(result)].filter(
    (sentence) => sentence !== '',
  );
}

/** One line about time, for the end of the table. */
export function timeLine({ seconds, runs }: Result): string {
  return `${secondsText(seconds.total)} in all: ${secondsText(seconds.data)} to read the data, ${secondsText(seconds.theory)} for the limit, ${secondsText(seconds.nets)} for ${runs.length} nets.`;
}

function divergedTheory({ theory, rows, runs, parameters }: Seen): string {
  const nets = rows.reduce((sum, row) => sum + row.diverged, 0);
  const others = nets === 0 ? 'the nets are on their way' : `so do ${nets} of ${runs.length} nets`;
  return `Training diverges at this learning rate: the limit blows up at step ${theory.diverged!.step}, and ${others}. This is what gradient descent does beyond the edge of stability, not a failure of the computation. Try a --lr below ${parameters.lr}.`;
}

function headline({ rows, fit }: Seen): string {
  const compared = rows.filter((row) => row.distance);
  const [first, last] = [compared[0], compared[compared.length - 1]];
  const [from, to] = [first.distance!.value, last.distance!.value];
  if (compared.length === 1) {
    return `At width ${count(first.size)} the outputs of the net stay within ${short(from, 3)} (root mean square over training) of the infinite-width limit's. More widths show how nets converge.`;
  }
  const change =
    from > to
      ? `come ${short(from / to, 2)} times closer to the infinite-width limit's (root-mean-square difference ${short(from, 3)} and ${short(to, 3)})`
      : `do not come closer to the infinite-width limit's (root-mean-square difference ${short(from, 3)} and ${short(to, 3)})`;
  const { slope } = fit!;
  const law = slope
    ? ` The difference goes as width^${exponent(slope.value, 3)} (${Math.round(100 * fit!.confidence)} % interval ${exponent(slope.interval[0], 3)} to ${exponent(slope.interval[1], 3)}); the theory says width^${exponent(slope.expected, 1)}.`
    : '';
  return `From width ${count(first.size)} to ${count(last.size)} the outputs of nets in training ${change}.${law}`;
}

function divergedNets({ rows, runs }: Seen): string {
  const diverged = rows.reduce((sum, row) => sum + row.diverged, 0);
  if (diverged === 0) return '';
  return `${diverged} of ${runs.length} nets diverged and ${diverged === 1 ? 'is' : 'are'} left out; a smaller --lr keeps them stable.`;
}

function endOfTraining({ theory, rows, data }: Seen): string {
  const last = rows.filter((row) => row.loss).at(-1)!;
  const steps = theory.loss.length - 1;
  const losses = `After ${steps} steps the limit's training loss is ${short(theory.loss[steps])}; nets of width ${count(last.size)} end at ${short(last.loss!.mean)}.`;
  if (!data.score || theory.score === undefined || !last.score) return losses;
  const { name, percent } = data.score;
  return `${losses} The limit predicts a ${name} of ${scoreText(theory.score, percent)}; those nets reach ${scoreText(last.score.mean, percent)}.`;
}

function statistics({ fit }: Seen): string {
  if (!fit?.intercept || !fit.slope) {
    return 'Two or more widths and two or more seeds are needed for an exponent and a verdict.';
  }
  const percent = (value: number) => `${short(100 * value, 2)} %`;
  const { value, interval, margin } = fit.intercept;
  const meaning = {
    agrees: 'Simulation and theory agree.',
    disagrees: 'Simulation and theory disagree beyond chance.',
    underpowered: 'That is too uncertain for a verdict; more seeds or more widths give one.',
  }[fit.verdict];
  return `Extrapolated to infinite width, nets deviate from the limit's curve by ${percent(value)} (interval ${percent(interval[0])} to ${percent(interval[1])}; up to ± ${percent(margin)} counts as none). ${meaning}`;
}

/** Beyond the edge of stability, differences between nets grow step by step, and a comparison means little. */
function edge({ theory, fit, parameters }: Seen): string {
  const rise = firstRise(theory.loss);
  if (rise < 0 || fit?.verdict === 'agrees') return '';
  return `The limit's own loss rises at step ${rise}: lr ${parameters.lr} is at the edge of stability, where any small difference grows. Compare at a smaller --lr.`;
}
