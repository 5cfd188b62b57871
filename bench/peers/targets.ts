/** The one table of targets: least ratio of our best rate to an opponent's best of the same rounds. */
import type { builds } from './report';

export interface Target extends Partial<Record<(typeof builds)[number], number>> {
  group: string;
  /** Tasks of the group. */
  tasks: RegExp;
  /** Contestants, of which the fastest counts, or the same build. */
  against: string[] | 'itself';
  /** The opponent's task, where it is another one. */
  of?: (task: string) => string;
}

const tfjs = { group: 'gemm', tasks: /NN (32|64|128|256|512|1024)$/, against: ['tfjs'] };
const share = (group: string, dtype: string, sizes: string, portable: number, relaxed: number): Target => ({
  group,
  tasks: new RegExp(`^${dtype} .. ${sizes}$`),
  against: 'itself',
  of: () => `${dtype} peak of registers`,
  portable,
  relaxed,
});
const torchStep = (samples: number, width: number, portable: number, relaxed?: number): Target => ({
  group: 'step',
  tasks: new RegExp(`^w = ${width}, full batch of ${samples}$`),
  against: ['torch'],
  portable,
  ...(relaxed && { relaxed }),
});
const jaxStep = (width: number, portable: number): Target => ({
  ...torchStep(128, width, portable),
  against: ['jax-js'],
});

export const targets: Target[] = [
  share('gemm', 'float32', '(64|128|256|512|1024)', 0.86, 0.8),
  share('gemm', 'float32', '2048', 0.8, 0.75),
  { ...tfjs, portable: 1.2, relaxed: 1.5 },
  { group: 'gemm', tasks: /(NT|TN) (32|64|128|256|512|1024)$/, against: ['tfjs flags'], portable: 12, relaxed: 12 },
  { group: 'gemm', tasks: /(NT|TN) \d+$/, against: ['jax-js', 'onnxruntime-web'], portable: 1.25, relaxed: 1.6 },
  share('gemm64', 'float64', '(64|128|256|512|1024)', 0.86, 0.8),
  share('skinny', 'float32', '10×(128|512) .*', 0.78, 0.78),
  share('skinny', 'float32', '10×1024 .*', 0.65, 0.65),
  {
    group: 'gram',
    tasks: /a·aᵀ/,
    against: 'itself',
    of: (task) => task.replace('a·aᵀ', 'NT'),
    portable: 1.7,
    relaxed: 1.7,
  },
  torchStep(128, 32, 12, 14),
  torchStep(128, 128, 5, 6),
  torchStep(128, 512, 4, 5),
  torchStep(128, 1024, 3.7, 4.6),
  torchStep(1024, 32, 36),
  torchStep(1024, 128, 30),
  torchStep(1024, 512, 25),
  torchStep(1024, 1024, 20),
  jaxStep(32, 25),
  jaxStep(128, 18),
  jaxStep(512, 19),
  jaxStep(1024, 25),
  { group: 'step', tasks: /fresh mini-batches/, against: ['torch'], portable: 4 },
  { group: 'mnist', tasks: /60,000/, against: ['torch'], portable: 500 },
  { group: 'normals', tasks: /^float32/, against: ['numpy'], portable: 3 },
  { group: 'normals', tasks: /^float32/, against: ['torch'], portable: 1.2 },
  { group: 'normals', tasks: /^float64/, against: ['numpy'], portable: 1.4 },
  {
    group: 'moments',
    tasks: /bytes/,
    against: 'itself',
    of: () => 'float64 NN 512',
    portable: 0.7,
    relaxed: 0.7,
  },
];

/** Most milliseconds, in a fresh Node process. */
export const loadTargets = { firstProduct: 5, import: 20 };
