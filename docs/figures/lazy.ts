/** Loss of infinitely wide nets of several richness γ0 and of the lazy limit. */
import { infiniteWidth, lazyLimit, syntheticTask } from '../../src/index';
import { figure } from './figure';

const { moments } = syntheticTask({ inputs: 6, spectrum: [2, 1.2, 0.8, 0.5, 0.3, 0.2], seed: 3 });
const run = { moments, hidden: 2, lr: 0.05, steps: 120 };
const x = Array.from({ length: run.steps + 1 }, (_, t) => t);

figure('lazy', {
  title: 'Loss at infinite width, L = 2: from rich to lazy',
  caption: 'infiniteWidth for several γ0 and lazyLimit, to which they tend as γ0².',
  x: { label: 'step' },
  y: { label: 'loss', log: true },
  series: [
    ...[4, 2, 1].map((gamma0) => ({ name: `γ0 = ${gamma0}`, x, y: infiniteWidth({ ...run, gamma0 }).loss })),
    { name: 'lazy limit', x, y: lazyLimit(run).loss, dashed: true },
  ],
});
