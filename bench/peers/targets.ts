/** The one table of targets: least ratio of our best rate to an opponent's best of the same rounds. */
import { factorTargets } from './factorTasks';
import type { builds } from './report';

export interface Target extends Partial<Record<(typeof builds)[number], number>> {
  /** What is asked for, as in a table of several sizes. */
  name: string;
  group: string;
  /** Tasks of the group. */
  tasks: RegExp;
  /** Contestants, of which the fastest counts, or the same build. */
  against: string[] | 'itself';
  /** The opponent's task, where it is another one. */
  of?: (task: string) => string;
}

const share = (name: string, group: string, tasks: RegExp, portable: number, relaxed: number): Target => ({
  name: `${name}, share of the peak of registers`,
  group,
  tasks,
  against: 'itself',
  of: (task) => `${task.split(' ')[0]} peak of registers`,
  portable,
  relaxed,
});
const step = (samples: number, width: number, against: string, portable: number, relaxed?: number): Target => ({
  name: `step 64-${width}-${width}-${width}-10, full batch of ${samples}, against ${against}`,
  group: 'step',
  tasks: new RegExp(`^w = ${width}, full batch of ${samples}$`),
  against: [against],
  portable,
  ...(relaxed && { relaxed }),
});

export const targets: Target[] = [
  share('float32 n = 16, 32 inside WebAssembly', 'gemm', /inside/, 0.75, 0.7),
  share('float32 n = 64…1024', 'gemm', /(NN|NT|TN|TT) (64|128|256|512|1024)$/, 0.86, 0.8),
  share('float32 n = 2048', 'gemm', /(NN|NT|TN|TT) 2048$/, 0.8, 0.75),
  {
    name: 'n = 17, 100, 250, 999, 1001 against the next multiple of 8',
    group: 'odd',
    tasks: /(17|100|250|999|1001)$/,
    against: 'itself',
    of: (task) => task.replace(/\d+$/, (n) => String(8 * Math.ceil(Number(n) / 8))),
    portable: 0.88,
    relaxed: 0.88,
  },
  {
    name: 'NN n = 32…1024 against tfjs (fresh b)',
    group: 'gemm',
    tasks: /NN (32|64|128|256|512|1024)$/,
    against: ['tfjs'],
    portable: 1.2,
    relaxed: 1.5,
  },
  {
    name: "NT, TN n = 32…1024 against tfjs' transpose flags",
    group: 'gemm',
    tasks: /(NT|TN) (32|64|128|256|512|1024)$/,
    against: ['tfjs flags'],
    portable: 12,
    relaxed: 12,
  },
  {
    name: 'NT, TN against the best of jax-js and onnxruntime-web',
    group: 'gemm',
    tasks: /(NT|TN) \d+$/,
    against: ['jax-js', 'onnxruntime-web'],
    portable: 1.25,
    relaxed: 1.6,
  },
  share('float64 n = 64…1024', 'gemm64', /(NN|NT|TN|TT) (64|128|256|512|1024)$/, 0.86, 0.8),
  share('ten rows, N = 128, 512', 'skinny', /10×(128|512) /, 0.78, 0.78),
  share('ten rows, N = 1024', 'skinny', /10×1024 /, 0.65, 0.65),
  {
    name: 'one row, bytes a second against only reading the matrix',
    group: 'row',
    tasks: / 1×/,
    against: 'itself',
    of: (task) => `float32 read of ${task.split(' · ')[1]}`,
    portable: 0.8,
    relaxed: 0.8,
  },
  {
    name: 'gram against the same NT product',
    group: 'gram',
    tasks: /a·aᵀ/,
    against: 'itself',
    of: (task) => task.replace('a·aᵀ', 'NT'),
    portable: 1.7,
    relaxed: 1.7,
  },
  step(128, 32, 'torch', 12, 14),
  step(128, 128, 'torch', 5, 6),
  step(128, 512, 'torch', 4, 5),
  step(128, 1024, 'torch', 3.7, 4.6),
  step(1024, 32, 'torch', 36),
  step(1024, 128, 'torch', 30),
  step(1024, 512, 'torch', 25),
  step(1024, 1024, 'torch', 20),
  step(128, 32, 'jax-js', 25),
  step(128, 128, 'jax-js', 18),
  step(128, 512, 'jax-js', 19),
  step(128, 1024, 'jax-js', 25),
  {
    name: 'fresh mini-batches of 128, w = 512, against torch',
    group: 'step',
    tasks: /fresh mini-batches/,
    against: ['torch'],
    portable: 4,
  },
  { name: 'full-batch MNIST step against torch', group: 'mnist', tasks: /60,000/, against: ['torch'], portable: 500 },
  { name: 'normals float32 against numpy', group: 'normals', tasks: /^float32/, against: ['numpy'], portable: 3 },
  { name: 'normals float32 against torch', group: 'normals', tasks: /^float32/, against: ['torch'], portable: 1.2 },
  { name: 'normals float64 against numpy', group: 'normals', tasks: /^float64/, against: ['numpy'], portable: 1.4 },
  {
    name: 'moments of bytes against the rate of float64 products',
    group: 'moments',
    tasks: /bytes/,
    against: 'itself',
    of: () => 'float64 NN 512',
    portable: 0.7,
    relaxed: 0.7,
  },
  ...factorTargets,
];

/** Most milliseconds, in a fresh Node process. */
export const loadTargets = { firstProduct: 5, import: 20 };
