import { mean, scalingFit, variance } from '../statistics/index';
import { bandVerdict, combineVerdicts, type Finding, samplesNeeded } from './finding';
import { fixed } from './fixed';

/** One net beside the map from its own start. */
export interface CatapultSample {
  width: number;
  /** Largest |f|. */
  peak: number;
  /** That of the map. */
  mapPeak: number;
  /** Largest distance of the outputs from those of the map, relative to the map's peak. */
  off: number;
  /** Whether the net ended as the phase says. */
  inPhase: boolean;
}

export interface CatapultFindingOptions {
  /** Of the peak output in the width: ½ in the catapult phase, 0 below. */
  expectedSlope: number;
  /** How far from it still counts as it. Default 0.06: the growth comes in whole steps. */
  slopeMargin?: number;
}

/** Distance from the map that counts as rounding: some amplification by a map that is chaotic in places is allowed for. */
const ROUNDING = 1e-6;

/**
 * Nets against the two-variable map: every net follows the map to rounding and ends in its phase, and the mean logarithm of the
 * peak output rises with the expected exponent (weighted line, t interval). 'disagrees' when a net leaves the map, more than a tenth
 * miss the phase or the interval lies wholly outside the margin, unless the map's own peaks grow otherwise: too few steps for a peak,
 * or widths too small for the start, say nothing of wide nets, and the verdict is 'underpowered'.
 */
export function catapultFinding(samples: readonly CatapultSample[], options: CatapultFindingOptions): Finding {
  const { expectedSlope, slopeMargin = 0.06 } = options;
  const widths = [...new Set(samples.map(({ width }) => width))].sort((a, b) => a - b);
  const logsOf = (pick: (one: CatapultSample) => number) =>
    widths.map((width) => samples.filter((one) => one.width === width).map((one) => Math.log(pick(one))));
  const logs = logsOf(({ peak }) => peak);
  const errors = logs.map((values) => Math.sqrt(variance(values) / values.length));
  const rows = widths.map((size, i) => {
    const value = Math.exp(mean(logs[i]));
    return { size, samples: logs[i].length, value, standardError: value * errors[i] };
  });
  const measurable = widths.length > 1 && errors.every((error) => error > 0 && Number.isFinite(error));
  const peaks = rows.map(({ value }) => value);
  const dof = samples.length - widths.length;
  const slope = measurable ? scalingFit(widths, peaks, errors, { dof }).slope : undefined;
  const mapPeaks = logsOf(({ mapPeak }) => mapPeak).map((values) => Math.exp(mean(values)));
  const ofMap = measurable ? scalingFit(widths, mapPeaks, errors, { dof }).slope.value : Number.NaN;
  // NaN: a map that diverged has no exponent to excuse the nets by
  const early = Math.abs(ofMap - expectedSlope) > slopeMargin;
  const off = Math.max(...samples.map((one) => one.off));
  const missed = samples.filter(({ inPhase }) => !inPhase).length;
  const growth = slope
    ? bandVerdict(slope.interval, expectedSlope - slopeMargin, expectedSlope + slopeMargin)
    : 'underpowered';
  const grows = growth === 'disagrees' && early ? 'underpowered' : growth;
  const follows = off <= ROUNDING && missed <= samples.length / 10;
  const verdict = combineVerdicts([follows ? 'agrees' : 'disagrees', grows]);
  return {
    statistic: 'exponent of the peak output in the width',
    value: slope?.value ?? Number.NaN,
    interval: slope?.interval,
    margin: slopeMargin,
    slope: slope && { value: slope.value, interval: slope.interval, expected: expectedSlope },
    samples: samples.length,
    needed:
      verdict === 'underpowered' && slope
        ? samplesNeeded(
            samples.length,
            [slope.interval[0] - expectedSlope, slope.interval[1] - expectedSlope],
            slopeMargin,
          )
        : undefined,
    rows,
    verdict,
    explain() {
      const path = `The outputs of ${samples.length} nets differ from the two-variable map by at most ${off.toPrecision(2)} of its peak (rounding: below ${ROUNDING}), and ${samples.length - missed} ended in its phase.`;
      if (!slope) return `${path} For the growth of the peak at least two widths with two nets each are needed.`;
      const [low, high] = slope.interval.map((end) => fixed(end, 2));
      const exponent = `Their peaks go as width^${fixed(slope.value, 2)} (95 % interval ${low} to ${high}, theory ${expectedSlope} within ±${slopeMargin}).`;
      const ending = {
        agrees: 'The theory holds.',
        disagrees:
          'The map does not describe these nets: is it one hidden layer, one sample, full batches, and the learning rate relative to the measured tangent kernel?',
        underpowered: early
          ? `The map's own peaks go as width^${fixed(ofMap, 2)} here: use more steps, wider nets or a smaller target to see those of wide nets.`
          : 'The growth cannot be told: use more seeds or more widths.',
      }[verdict];
      return `${path} ${exponent} ${ending}`;
    },
  };
}
