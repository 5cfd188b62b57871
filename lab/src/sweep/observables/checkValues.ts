import type { CheckResult } from 'deeplinear';
import type { CellValues } from '../cell';
import { single } from './curve';

/** Something to read of a check of the registry. */
export interface CheckObservable {
  name: string;
  doc: string;
  values(result: CheckResult): CellValues;
}

/** Everything that can be read of a check. */
export const checkValues: readonly CheckObservable[] = [
  { name: 'value', doc: 'the statistic', values: ({ value }) => single('value', value) },
  {
    name: 'interval',
    doc: 'its interval, as `intervalLow` and `intervalHigh`',
    values: ({ interval }) => ({ ...single('intervalLow', interval?.[0]), ...single('intervalHigh', interval?.[1]) }),
  },
  {
    name: 'margin',
    doc: "distance within which the value counts as the theory's",
    values: ({ margin }) => single('margin', margin),
  },
  { name: 'verdict', doc: 'agrees, disagrees or underpowered', values: ({ verdict }) => ({ verdict }) },
  { name: 'statistic', doc: 'what the value measures, in words', values: ({ statistic }) => ({ statistic }) },
  { name: 'z', doc: 'deviation in standard errors', values: ({ z }) => single('z', z) },
  { name: 'p', doc: 'chance of such a value where the theory holds', values: ({ p }) => single('p', p) },
  {
    name: 'slope',
    doc: 'exponent in the size, with `slopeLow`, `slopeHigh` and `slopeExpected`',
    values: ({ slope }) => ({
      ...single('slope', slope?.value),
      ...single('slopeLow', slope?.interval[0]),
      ...single('slopeHigh', slope?.interval[1]),
      ...single('slopeExpected', slope?.expected),
    }),
  },
  { name: 'samples', doc: 'nets, or draws, in all', values: ({ samples }) => single('samples', samples) },
  {
    name: 'needed',
    doc: 'about how many would give a verdict, where these do not',
    values: ({ needed }) => single('needed', needed),
  },
  {
    name: 'rows',
    doc: 'what was measured at every size, as `rowSizes`, `rowValues` and `rowErrors`; rows without a number are left out',
    values({ rows }) {
      const kept = rows.filter(({ size, value }) => Number.isFinite(size) && Number.isFinite(value));
      const errors = kept.map(({ standardError }) => standardError);
      return {
        rowSizes: kept.map(({ size }) => size),
        rowValues: kept.map(({ value }) => value),
        ...(errors.every(Number.isFinite) ? { rowErrors: errors } : {}),
      };
    },
  },
  { name: 'explanation', doc: 'the finding in words', values: (result) => ({ explanation: result.explain() }) },
];
