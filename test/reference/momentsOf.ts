import type { Moments } from '../../src/data/moments';
import { matrix } from '../../src/matrix';
import { times } from './infiniteWidth';

type Rows = readonly (readonly number[])[];

const columns = (a: Rows): number[][] => a[0].map((_, j) => a.map((row) => row[j]));
const plain = (a: Rows) => matrix(a.length, a[0].length, a.flat());

/** Moments of samples in rows, by the definition. */
export function momentsOfSamples(x: Rows, y: Rows): Moments {
  const mean = (a: number[][]) => a.map((row) => row.map((value) => value / x.length));
  return {
    sxx: plain(mean(times(columns(x), x as number[][]))),
    syx: plain(mean(times(columns(y), x as number[][]))),
    syy: y.flat().reduce((sum, value) => sum + value * value, 0) / y.length,
    samples: x.length,
  };
}

/** Moments of inputs with second moment sxx and noiseless outputs target·x. */
export function momentsOfTarget(sxx: Rows, target: Rows): Moments {
  const syx = times(target as number[][], sxx as number[][]);
  const syy = syx.reduce((sum, row, c) => sum + row.reduce((s, value, d) => s + value * target[c][d], 0), 0);
  return { sxx: plain(sxx), syx: plain(syx), syy, samples: 1 };
}
