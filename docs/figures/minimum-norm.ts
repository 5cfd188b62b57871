/** Distance of gradient flow from the predictor of least norm: infiniteWidth with flow, and the bound of its rate. */
import { convergenceBound, infiniteWidth, moments, randomNormal } from '../../src/index';
import { figure } from './figure';

const data = moments(randomNormal({ seed: 1, rows: 3, cols: 6 }), randomNormal({ seed: 2, rows: 3, cols: 1 }));
const lr = 0.3;
const bounds = [1, 2, 3].map((hidden) => ({
  hidden,
  ...convergenceBound(infiniteWidth({ moments: data, hidden, lr, steps: 50, flow: true }), { moments: data, lr }),
}));

figure('minimum-norm', {
  title: 'Loss above the least one in gradient flow, 3 samples of 6 inputs',
  caption: 'infiniteWidth with flow for L = 1, 2, 3 hidden layers, and the exponential bound that needs only G¹ ≥ 1.',
  x: { label: 'time' },
  y: { label: 'loss above the least', log: true, domain: [1e-9, 10] },
  series: [
    ...bounds.map(({ hidden, times, excess }) => ({ name: `L = ${hidden}`, x: times, y: excess })),
    {
      name: 'bound',
      x: bounds[0].times,
      y: bounds[0].times.map((time) => bounds[0].excess[0] * Math.exp(-bounds[0].premiseRate * time)),
      dashed: true,
    },
  ],
});
