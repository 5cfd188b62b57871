import type { Result } from '../run/result';
import { firstRise } from '../run/settledLimit';
import { count, exponent, scoreText, secondsText, short, typed } from './format';

type Seen = Omit<Result, 'summary'>;

/** A gamma0 below this, or above its inverse, is what a divergence is blamed on. */
const EXTREME = 1e-3;

/** What was seen, in plain sentences; the first is the one to remember. */
export function summary(result: Seen): string[] {
  if (result.theory.diverged) return [divergedTheory(result)];
  if (!result.fit) {
    const { runs, rows, parameters } = result;
    const nets = runs.length === 1 ? 'The net diverged' : `All ${count(runs.length, 'net')} diverged`;
    const gamma0 = Number(parameters.gamma0);
    if (isExtreme(gamma0)) return [`${nets} although the limit did not. ${blame(gamma0)}`];
    const widths = rows.length === 1 ? 'this width is' : 'these widths are';
    return [
      `${nets} although the limit did not: at lr ${typed(Number(parameters.lr))} ${widths} too small for this rate. Try a smaller --lr or larger widths.`,
    ];
  }
  return [headline(result), divergedNets(result), endOfTraining(result), statistics(result), edge(result)].filter(
    (sentence) => sentence !== '',
  );
}

/** One line about time, for the end of the table. */
export function timeLine({ seconds, runs }: Result): string {
  return `${secondsText(seconds.total)} in all: ${secondsText(seconds.data)} to read the data, ${secondsText(seconds.theory)} for the limit, ${secondsText(seconds.nets)} for ${count(runs.length, 'net')}.`;
}

function divergedTheory({ theory, rows, runs, parameters }: Seen): string {
  const nets = rows.reduce((sum, row) => sum + row.diverged, 0);
  const verb = nets === 1 ? 'does' : 'do';
  const others =
    nets === 0
      ? 'while the nets are still finite after the last step'
      : `and so ${verb} ${nets} of ${count(runs.length, 'net')}`;
  const seen = `the limit blows up at step ${theory.diverged!.step}, ${others}.`;
  const gamma0 = Number(parameters.gamma0);
  if (theory.diverged!.step === 0 && !isExtreme(gamma0)) {
    return `Already at the start ${seen} Numbers overflow before any training. Try --initial-scales closer to 1.`;
  }
  if (isExtreme(gamma0)) {
    return `Training diverges at gamma0 ${typed(gamma0)} and lr ${typed(Number(parameters.lr))}: ${seen} ${blame(gamma0)}`;
  }
  return `Training diverges at this learning rate: ${seen} This is what gradient descent does beyond the edge of stability, not a failure of the computation. Try a --lr below ${typed(Number(parameters.lr))}.`;
}

function isExtreme(gamma0: number): boolean {
  return gamma0 > 1 / EXTREME || gamma0 < EXTREME;
}

function blame(gamma0: number): string {
  const size = gamma0 > 1 ? 'large' : 'small';
  return `Rates and multipliers of the layers are powers of gamma0, and ${typed(gamma0)} is so ${size} that numbers overflow. Try a --gamma0 between 0.01 and 100.`;
}

function headline({ rows, fit }: Seen): string {
  const compared = rows.filter((row) => row.distance);
  const [first, last] = [compared[0], compared[compared.length - 1]];
  const [from, to] = [first.distance!.value, last.distance!.value];
  if (compared.length === 1) {
    return `At width ${count(first.size)} the outputs of ${first.seeds - first.diverged === 1 ? 'the net' : 'nets'} differ by ${short(from, 3)} (root mean square over training) from the infinite-width limit's. More widths show how nets converge.`;
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
  return `${diverged} of ${count(runs.length, 'net')} diverged and ${diverged === 1 ? 'is' : 'are'} left out; a smaller --lr keeps them stable.`;
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
  if (!fit?.intercept || !fit.slope) return `No exponent and no verdict: ${fit?.reason}.`;
  const percent = (value: number) => `${short(100 * value, 2)} %`;
  const { value, interval, margin } = fit.intercept;
  const deviation = {
    agrees: '',
    disagrees: ' That is beyond the margin and beyond chance.',
    underpowered: ' That interval is neither within the margin nor all beyond it: too wide for a verdict.',
  }[fit.intercept.verdict];
  const { slope } = fit;
  const [low, high] = slope.interval;
  const expected = exponent(slope.expected, 1);
  const range = `The interval of the exponent, ${exponent(low, 3)} to ${exponent(high, 3)},`;
  const law = {
    agrees: '',
    disagrees: ` The exponent is not ${expected}, beyond chance.`,
    underpowered:
      low <= slope.expected && slope.expected <= high
        ? ` ${range} is too wide to say whether it is ${expected}.`
        : ` ${range} leaves ${expected} out, but not by enough for a verdict.`,
  }[slope.verdict];
  const meaning = {
    agrees: ' Simulation and theory agree.',
    disagrees: ' Simulation and theory disagree.',
    underpowered: ' More seeds or more widths make it narrower.',
  }[fit.verdict];
  return `Extrapolated to infinite width, nets deviate from the limit's curve by ${percent(value)} (interval ${percent(interval[0])} to ${percent(interval[1])}; up to ± ${percent(margin)} counts as none).${deviation}${law}${meaning}`;
}

/** Beyond the edge of stability, differences between nets grow step by step, and a comparison means little. */
function edge({ theory, fit, parameters }: Seen): string {
  const rise = firstRise(theory.loss);
  if (rise < 0 || fit?.verdict === 'agrees') return '';
  return `The limit's own loss rises at step ${rise}: lr ${typed(Number(parameters.lr))} is at the edge of stability, where any small difference grows. Compare at a smaller --lr.`;
}
