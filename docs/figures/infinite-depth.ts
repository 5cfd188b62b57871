/** Training loss of infinitely wide residual nets of growing depth, with branches 1/√L and 1/2: only the first have a limit. */
import { type InfiniteWidthOptions, infiniteDepth, infiniteWidth, syntheticTask } from '../../src/index';
import { figure } from './figure';

const { moments } = syntheticTask({ inputs: 4, spectrum: [1.6, 1.1, 0.8, 0.5], seed: 1 });
const run = { moments, gamma0: 1.5, lr: 0.02, steps: 30 };
const depths = [2, 4, 8, 16];
const curve = (name: string, { loss }: { loss: Float64Array }, dashed = false) => {
  return { name, x: Array.from(loss, (_, t) => t), y: Array.from(loss, (value) => value / loss[0]), dashed };
};
const net = (hidden: number, residual: InfiniteWidthOptions['residual']) => infiniteWidth({ ...run, hidden, residual });

figure('infinite-depth', {
  title: 'Residual nets of depth L: branches 1/√L (lines) and 1/2 (dashed)',
  caption: 'Infinite width, γ0 = 1.5, the same learning rate. L = ∞: infiniteDepth.',
  x: { label: 'step' },
  y: { label: 'training loss over its start', log: true, domain: [1e-4, 1] },
  series: [
    ...depths.map((hidden) => curve(`L = ${hidden}`, net(hidden, { beta0: 1 }))),
    curve('L = ∞', infiniteDepth({ ...run, residual: { beta0: 1 } })),
    ...depths.map((hidden) => curve(`L = ${hidden}`, net(hidden, { branch: 0.5 }), true)),
  ],
});
