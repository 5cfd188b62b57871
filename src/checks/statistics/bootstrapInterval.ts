import { ValueError } from '../../errors';
import { inUnits } from '../../linalg/inUnits';
import { rng } from '../../random/rng';
import { normalCdf } from '../../special/erf';
import { count, isNumberList, knownOptions, reject, seedValue, zeros64 } from '../../validate';
import { confidenceLevel } from './confidenceLevel';
import type { Estimate } from './estimate';
import { mean } from './mean';
import { normalQuantile } from './normalQuantile';
import { variance } from './variance';

export interface BootstrapOptions {
  /** Of the resampling. */
  seed: number;
  /** Default 1999. */
  resamples?: number;
  /** Default 0.95. */
  confidence?: number;
}

/**
 * Interval of any statistic of independent members by resampling them: bias-corrected and accelerated (Efron 1987). For ratios,
 * quantiles and whatever has no formula; from some 15 members up. The statistic is computed `resamples` + n times.
 * @throws ValueError for fewer than 5 members or a statistic that is not finite on them.
 */
export function bootstrapInterval<Member>(
  sample: ArrayLike<Member>,
  statistic: (members: Member[]) => number,
  options: BootstrapOptions,
): Estimate {
  knownOptions('bootstrapInterval', options, ['seed', 'resamples', 'confidence']);
  if (!isNumberList(sample)) reject('sample', 'a list', sample);
  if (typeof statistic !== 'function') reject('statistic', 'a function of the members', statistic);
  for (let i = 0; i < sample.length; i++) if (sample[i] === undefined) reject(`sample[${i}]`, 'a member', undefined);
  const members = Array.from(sample as ArrayLike<Member>);
  const n = members.length;
  if (n < 5) throw new ValueError(`sample: expected at least 5 members, got ${n}`);
  const resamples = count('resamples', options.resamples ?? 1999, 99);
  const confidence = confidenceLevel(options.confidence ?? 0.95);
  const source = rng(seedValue('seed', options.seed));
  const of = (some: Member[], where: string): number => {
    const value: unknown = statistic(some);
    return Number.isFinite(value) ? (value as number) : reject('statistic', `a finite number${where}`, value);
  };
  const value = of(members, '');
  const drawn = zeros64('resamples', resamples)
    .map(() =>
      of(
        Array.from(source.integers(n, n), (i) => members[i]),
        ' on every resample',
      ),
    )
    .sort();
  const below = drawn.reduce((sum, v) => sum + (v < value ? 1 : v === value ? 0.5 : 0), 0);
  const bias = normalQuantile(Math.min(resamples - 0.5, Math.max(0.5, below)) / resamples);
  const left = members.map((_, i) =>
    of(
      members.filter((_, j) => j !== i),
      ' without any one member',
    ),
  );
  const centre = mean(left);
  // powers of the statistic may over- or underflow
  const { values: pull } = inUnits(left.map((v) => centre - v));
  const squares = pull.reduce((sum, v) => sum + v * v, 0);
  const acceleration = squares > 0 ? pull.reduce((sum, v) => sum + v ** 3, 0) / (6 * squares ** 1.5) : 0;
  const { values: spread, unit } = inUnits(drawn.map((v) => v - value));
  const end = (p: number): number => {
    const z = bias + normalQuantile(p);
    const level = normalCdf(bias + z / Math.max(1e-3, 1 - acceleration * z));
    return drawn[Math.min(resamples - 1, Math.max(0, Math.round(level * (resamples + 1)) - 1))];
  };
  return {
    value,
    standardError: unit * Math.sqrt(variance(spread)),
    interval: [end((1 - confidence) / 2), end((1 + confidence) / 2)],
  };
}
