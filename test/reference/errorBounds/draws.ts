/** Random draws against the same draw from the words of the generator, one at a time, in double arithmetic. */
import type { Dtype } from '../../../src/matrix';
import { use } from '../../../src/random/draw';
import { randomNormal } from '../../../src/random/randomNormal';
import { rng } from '../../../src/random/rng';
import { tolerance } from '../../tolerances';
import { normalF32Twin, normalF64Twin, type Sequence, type TwinDraw, uniformF64Twin } from '../normal';
import { type ErrorBound, larger } from './errorBound';

const sequence = (seed: number, of: number): Sequence => ({ c2: 0, c3: of * 2 ** 24, key: [seed, 0] });

function worstDraw(drawn: ArrayLike<number>, twin: (i: number) => TwinDraw, dtype: Dtype): number {
  let worst = 0;
  for (let i = 0; i < drawn.length; i++) {
    const { value, radius } = twin(i);
    worst = larger(worst, Math.abs(drawn[i] - value) / (tolerance.normal(dtype) * radius));
  }
  return worst;
}

const common = { area: 'Random draws', sizes: [10, 1000], quick: 2 } as const;
const normal = { ...common, error: '|draw − r cos θ|', bound: '2 ε r' };

export const draws: ErrorBound[] = [
  {
    ...normal,
    functions: ['randomNormal'],
    kernels: ['normalF64', 'philoxWords'],
    dtype: 'float64',
    measure: ({ n, seed }) =>
      worstDraw(
        randomNormal({ seed, rows: 1, cols: n }).data,
        (i) => normalF64Twin(i, sequence(seed, use.randomNormal)),
        'float64',
      ),
  },
  {
    ...normal,
    functions: ['randomNormal'],
    kernels: ['normalF32'],
    dtype: 'float32',
    measure: ({ n, seed }) =>
      worstDraw(
        randomNormal({ seed, rows: 1, cols: n, dtype: 'float32' }).data,
        (i) => normalF32Twin(i, sequence(seed, use.randomNormal)),
        'float32',
      ),
  },
  {
    ...normal,
    functions: ['rng, normal'],
    dtype: 'float64',
    measure: ({ n, seed }) =>
      worstDraw(rng(seed).normal(n), (i) => normalF64Twin(i, sequence(seed, use.rngNormal)), 'float64'),
  },
  {
    ...common,
    functions: ['rng, uniform'],
    kernels: ['uniformF64'],
    dtype: 'float64',
    error: '|draw − word/2⁵³|',
    bound: '0',
    measure: ({ n, seed }) =>
      rng(seed)
        .uniform(n)
        .every((value, i) => value === uniformF64Twin(i, sequence(seed, use.rngUniform)))
        ? 0
        : Number.POSITIVE_INFINITY,
  },
];
