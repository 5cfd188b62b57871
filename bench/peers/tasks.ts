/** What is measured, as plain data; contestants read it as JSON. */
import type { Dtype } from '../../src/matrix';
import { type Factor, factorGroup } from './factorTasks';

/** out = op(a)·op(b), m×k times k×n; the letters of `transposes` are for a (T: it is k×m) and b (T: it is n×k). */
export interface Gemm {
  kind: 'gemm';
  dtype: Dtype;
  transposes: 'NN' | 'NT' | 'TN' | 'TT';
  m: number;
  n: number;
  k: number;
  /** Ours: operands on the JavaScript heap, a new result each call. */
  plain?: boolean;
}

/** a·aᵀ of an n×k matrix. */
export interface Gram {
  kind: 'gram';
  dtype: Dtype;
  n: number;
  k: number;
}

/** Gradient steps on ½ mean ‖y − f‖² of a deep linear net without biases, hidden layers of one width, float32. */
export interface Step {
  kind: 'step';
  inputs: number;
  hidden: number;
  width: number;
  outputs: number;
  samples: number;
  /** Mini-batches of this size in a random order, in place of the full batch. */
  batch?: number;
}

export interface Normals {
  kind: 'normals';
  dtype: Dtype;
  count: number;
}

/** xᵀx/P and yᵀx/P of bytes x, sums in float64. */
export interface MomentsTask {
  kind: 'moments';
  samples: number;
  inputs: number;
  outputs: number;
}

/** Multiply-adds of a kernel that stays in registers; ours only. */
export interface Peak {
  kind: 'peak';
  dtype: Dtype;
}

/** Float32 products of n×n matrices, called many times from inside WebAssembly; ours only. */
export interface Inside {
  kind: 'inside';
  transposes: Gemm['transposes'];
  n: number;
}

/** One half of `entries` float32 numbers times the other: how fast memory is read. */
export interface Read {
  kind: 'read';
  entries: number;
}

export type Work = Gemm | Gram | Step | Normals | MomentsTask | Peak | Inside | Read | Factor;

export interface Task {
  name: string;
  work: Work;
  /** What one unit of work counts for in the table. */
  rate: { count: number; unit: string };
  /** Contestants that take too long for this one. */
  without?: string[];
  /** Where others have nothing to compare. Default everyone. */
  only?: string[];
}

export interface Group {
  name: string;
  title: string;
  tasks: Task[];
  /** Seconds per contestant, task and round. Default 0.06. */
  seconds?: number;
}

/** Steps of the comparison of results, and their rate times width. */
export const CHECK_STEPS = 3;
export const rateOf = ({ width }: Step): number => 1 / width;

function gemm(dtype: Dtype, transposes: Gemm['transposes'], m: number, n: number, k: number, without?: string[]): Task {
  const shape = m === n && n === k ? `${n}` : `${m}×${k} · ${k}×${n}`;
  return {
    name: `${dtype} ${transposes} ${shape}`,
    work: { kind: 'gemm', dtype, transposes, m, n, k },
    rate: { count: (2 * m * n * k) / 1e9, unit: 'GFLOP/s' },
    ...(without && { without }),
  };
}

const peak = (dtype: Dtype): Task => ({
  name: `${dtype} peak of registers`,
  work: { kind: 'peak', dtype },
  rate: { count: 1e-9, unit: 'GFLOP/s' },
});

const kinds = ['NN', 'NT', 'TN'] as const;
const ours = ['portable', 'relaxed'];

/** Sizes off the float32 tile of 4×8, each before the next multiple of 8. */
export const oddSizes = [17, 24, 100, 104, 250, 256, 999, 1000, 1001, 1008];

/** What the copies in and out cost. */
function plainValues(n: number): Task {
  const { name, work, rate } = gemm('float32', 'NN', n, n, n);
  return { name: `${name}, plain values`, work: { ...(work as Gemm), plain: true }, rate, only: ours };
}

const inside = (transposes: Gemm['transposes'], n: number): Task => ({
  name: `float32 ${transposes} ${n}, inside WebAssembly`,
  work: { kind: 'inside', transposes, n },
  rate: { count: (2 * n ** 3) / 1e9, unit: 'GFLOP/s' },
});

/** One row against an n×n matrix, counted as the bytes of the matrix, and the same bytes only read. */
function oneRow(n: number): Task[] {
  const rate = { count: (4 * n ** 2) / 1e9, unit: 'GB/s' };
  return [
    { name: `float32 read of ${n}×${n}`, work: { kind: 'read', entries: n ** 2 }, rate },
    ...(['NN', 'NT'] as const).map((kind) => ({ ...gemm('float32', kind, 1, n, n, ['plain JS']), rate })),
  ];
}
const slow = (n: number) => [...(n > 512 ? ['plain JS', 'ml-matrix'] : []), ...(n > 1024 ? ['tfjs flags'] : [])];

function step(name: string, shape: Omit<Step, 'kind'>, without?: string[]): Task {
  const task: Task = { name, work: { kind: 'step', ...shape }, rate: { count: 1, unit: 'steps/s' } };
  return without ? { ...task, without } : task;
}

const small = { inputs: 64, hidden: 3, outputs: 10 };
const mnist = { samples: 60_000, inputs: 784, outputs: 10 };

function normals(dtype: Dtype): Task {
  const count = 1e7;
  return { name: `${dtype}, 1e7`, work: { kind: 'normals', dtype, count }, rate: { count: count / 1e6, unit: 'M/s' } };
}

export const groups: Group[] = [
  {
    name: 'gemm',
    title: 'Products of square float32 matrices',
    tasks: [
      peak('float32'),
      ...[16, 32].flatMap((n) => kinds.map((kind) => inside(kind, n))),
      ...[16, 32, 64, 128, 256, 512, 1024, 2048].flatMap((n) => [
        ...kinds.map((kind) => gemm('float32', kind, n, n, n, slow(n))),
        { ...gemm('float32', 'TT', n, n, n), only: ours },
        plainValues(n),
      ]),
    ],
  },
  {
    name: 'odd',
    title: 'Products of sizes off the tile, float32',
    tasks: oddSizes.flatMap((n) => kinds.map((kind) => ({ ...gemm('float32', kind, n, n, n), only: ours }))),
  },
  {
    name: 'gemm64',
    title: 'Products of square float64 matrices',
    tasks: [
      peak('float64'),
      ...[32, 64, 128, 256, 512, 1024].map((n) =>
        gemm('float64', 'NN', n, n, n, [...slow(n), ...(n > 512 ? ['jax-js'] : [])]),
      ),
      ...(['NT', 'TN'] as const).map((kind) => gemm('float64', kind, 512, 512, 512)),
      { ...gemm('float64', 'TT', 512, 512, 512), only: ours },
    ],
  },
  {
    name: 'skinny',
    title: 'Ten rows times a square float32 matrix',
    tasks: [
      peak('float32'),
      ...[128, 512, 1024, 2048].flatMap((n) => [gemm('float32', 'NN', 10, n, n), gemm('float32', 'NT', 10, n, n)]),
    ],
  },
  {
    name: 'row',
    title: 'One row times a square float32 matrix, by the bytes of the matrix',
    tasks: [128, 512, 1024, 2048].flatMap(oneRow),
  },
  {
    name: 'gram',
    title: 'Gram matrices, counted as the full product',
    tasks: [256, 512, 1024].flatMap((n): Task[] => [
      {
        name: `float32 a·aᵀ ${n}`,
        work: { kind: 'gram', dtype: 'float32', n, k: n },
        rate: { count: (2 * n ** 3) / 1e9, unit: 'GFLOP/s' },
      },
      gemm('float32', 'NT', n, n, n, ['plain JS']),
    ]),
  },
  {
    name: 'step',
    title: 'Training steps, 64-w-w-w-10, float32',
    seconds: 0.1,
    tasks: [
      ...[128, 1024].flatMap((samples) =>
        [32, 128, 512, 1024].map((width) =>
          step(`w = ${width}, full batch of ${samples}`, { ...small, width, samples }, samples > 128 ? ['tfjs'] : []),
        ),
      ),
      step('w = 512, fresh mini-batches of 128', { ...small, width: 512, samples: 12_800, batch: 128 }),
    ],
  },
  {
    name: 'mnist',
    title: 'Full-batch step on data of the size of MNIST, 784-512-512-10, float32',
    seconds: 0.1,
    tasks: [step('60,000 samples', { ...mnist, hidden: 2, width: 512 }, ['tfjs', 'jax-js'])],
  },
  { name: 'normals', title: 'Standard normals', seconds: 0.2, tasks: [normals('float32'), normals('float64')] },
  {
    name: 'moments',
    title: 'Second moments of bytes of the size of MNIST, sums in float64 (P·D² operations)',
    seconds: 0.2,
    tasks: [
      {
        name: '60,000×784 bytes',
        work: { kind: 'moments', ...mnist },
        rate: { count: (mnist.samples * mnist.inputs ** 2) / 1e9, unit: 'GFLOP/s' },
      },
      gemm('float64', 'NN', 512, 512, 512, ['plain JS', 'ml-matrix', 'jax-js', 'onnxruntime-web']),
    ],
  },
  factorGroup,
];
