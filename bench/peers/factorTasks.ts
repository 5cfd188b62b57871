/** Dense float64 linear algebra: the tasks and the targets. */
import type { Target } from './targets';
import type { Group, Task } from './tasks';

export const operations = ['cholesky', 'lu', 'solve', 'qr', 'eigh', 'eigvalsh', 'svd', 'singularValues'] as const;

/** A factorization of an n×n matrix (factorData.ts), as plain values in and out. */
export interface Factor {
  kind: 'factor';
  operation: (typeof operations)[number];
  n: number;
}

const sizes = [64, 256, 512, 1024];
/** ml-matrix takes minutes for the singular values of n = 1024. */
const slow = (n: number) => (n > 512 ? { without: ['ml-matrix'] } : {});

export const factorGroup: Group = {
  name: 'linalg',
  title: 'Dense float64 linear algebra, plain values in and out',
  tasks: operations.flatMap((operation) =>
    sizes.map(
      (n): Task => ({
        name: `${operation} ${n}`,
        work: { kind: 'factor', operation, n },
        rate: { count: 1, unit: '/s' },
        only: ['portable', 'relaxed', 'ml-matrix', 'numpy'],
        ...slow(n),
      }),
    ),
  ),
};

/** `times` slower or faster, for both builds. */
function target(name: string, tasks: RegExp, against: string, ratio: number): Target {
  return {
    name: `${name} against ${against}`,
    group: 'linalg',
    tasks,
    against: [against],
    portable: ratio,
    relaxed: ratio,
  };
}

export const factorTargets: Target[] = [
  target('Cholesky n = 512', /^cholesky 512/, 'numpy', 1 / 4),
  target('eigh n = 512', /^eigh 512/, 'numpy', 1 / 5),
  target('SVD n = 512', /^svd 512/, 'numpy', 1 / 6),
  target('LU and solve', /^(lu|solve) /, 'numpy', 1 / 4),
  target('Cholesky n = 256, 512', /^cholesky (256|512)/, 'ml-matrix', 5),
  target('eigh n = 256, 512', /^eigh (256|512)/, 'ml-matrix', 12),
  target('SVD n = 256, 512', /^svd (256|512)/, 'ml-matrix', 12),
];
