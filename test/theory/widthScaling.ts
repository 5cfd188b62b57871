/**
 * How finite nets approach a limit as their width grows: the two statistics of the infinite-width tests.
 */
import { type Estimate, lineFit, mean, pooledRms, scalingFit, variance } from '../../src/checks/statistics';
import type { Matrix } from '../../src/matrix';

/** Recorded predictors of one run, or of several runs averaged, at steps 0 … T. */
export type Curve = readonly Pick<Matrix, 'data'>[];

export interface ScalingRow {
  width: number;
  parameters: number;
  /** Independent samples. */
  samples: number;
  value: number;
  error: number;
}

export interface WidthScaling {
  rows: ScalingRow[];
  /** Exponent in the width. */
  slope: Estimate;
  /** Exponent in the number of parameters. */
  slopeAgainstParameters: Estimate;
}

/** A width's samples. */
export interface Group {
  width: number;
  parameters: number;
  curves: readonly Curve[];
}

/** Largest Frobenius distance of two curves over the steps. */
export function distance(a: Curve, b: Curve): number {
  return Math.max(...a.map((m, t) => Math.hypot(...Array.from(m.data, (value, i) => value - b[t].data[i]))));
}

/** Signed relative deviation ⟨a − b, b⟩/⟨b, b⟩, inner products over steps and entries. */
export function deviation(a: Curve, b: Curve): number {
  let along = 0;
  let square = 0;
  b.forEach((m, t) => {
    m.data.forEach((value, i) => {
      along += (a[t].data[i] - value) * value;
      square += value * value;
    });
  });
  return along / square;
}

/** Root mean square over seeds of the largest distance to the limit over the steps: expected ∝ N^(−1/2). */
export function fluctuation(groups: readonly Group[], limit: Curve): WidthScaling {
  const { rms, dof } = pooledRms(groups.map(({ curves }) => curves.map((curve) => distance(curve, limit))));
  const rows = groups.map(({ curves, ...group }, i) => ({
    ...group,
    samples: curves.length,
    value: rms[i].value,
    error: rms[i].value * rms[i].relativeError,
  }));
  return scaling(rows, dof);
}

/**
 * |mean over samples of the deviation from the limit|: expected ∝ 1/N. One number a sample with a central limit theorem,
 * projected on the limit's own curve, which is chosen before any net is seen. `intercept` is what is left at infinite
 * width: c0 of mean deviation = c0 + c1/N.
 */
export function bias(groups: readonly Group[], limit: Curve): WidthScaling & { intercept: Estimate } {
  const deviations = groups.map(({ curves }) => curves.map((curve) => deviation(curve, limit)));
  const errors = deviations.map((values) => Math.sqrt(variance(values) / values.length));
  const dof = deviations.reduce((sum, values) => sum + values.length - 1, 0);
  const rows = groups.map(({ curves, ...group }, i) => ({
    ...group,
    samples: curves.length,
    value: Math.abs(mean(deviations[i])),
    error: errors[i],
  }));
  const inverse = groups.map(({ width }) => 1 / width);
  return { ...scaling(rows, dof), intercept: lineFit(inverse, deviations.map(mean), errors, { dof }).intercept };
}

function scaling(rows: ScalingRow[], dof: number): WidthScaling {
  const values = rows.map(({ value }) => value);
  const relative = rows.map(({ value, error }) => error / value);
  const against = (sizes: number[]) => scalingFit(sizes, values, relative, { dof }).slope;
  return {
    rows,
    slope: against(rows.map(({ width }) => width)),
    slopeAgainstParameters: against(rows.map(({ parameters }) => parameters)),
  };
}

/** The measurement as a table, for the log of a test. */
export function report(title: string, { rows, slope, slopeAgainstParameters }: WidthScaling): string {
  const interval = ({ value, interval: [low, high] }: Estimate) =>
    `${value.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
  return [
    title,
    ...rows.map(
      ({ width, parameters, samples, value, error }) =>
        `  width ${width} (${parameters} parameters, ${samples} samples): ${value.toPrecision(4)} ± ${error.toPrecision(2)}`,
    ),
    `  exponent in the width ${interval(slope)}, in the number of parameters ${interval(slopeAgainstParameters)}`,
  ].join('\n');
}
