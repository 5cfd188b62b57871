/** Largest singular values of the hidden weight matrix during training: weightLaw (lines) and a trained net (dots). */
import { createNet, infiniteWidth, singularValues, syntheticTask, train, weightLaw } from '../../src/index';
import { figure } from './figure';

const width = 500;
const steps = 40;
const { moments } = syntheticTask({ inputs: 4, outputs: 2, spectrum: [2, 1, 0.6, 0.4], seed: 1 });
const shape = { inputs: 4, outputs: 2, hidden: 2, gamma0: 6 } as const;
const law = weightLaw(infiniteWidth({ ...shape, moments, lr: 0.05, steps }), 1);

const every = Array.from({ length: steps + 1 }, (_, t) => t);
const outliers = every.map((t) => law.outliers(t));
const seen = every.filter((t) => t % 2 === 0);
const measured = seen.map((t) => {
  const start = createNet({ ...shape, width, seed: 2 });
  const net = t === 0 ? start : train(start, { moments, lr: 0.05, steps: t }).net;
  return singularValues(net.weights()[1]).map((value) => value / Math.sqrt(width));
});

const names = ['largest', 'second', 'third'];
figure('weight-law', {
  title: 'Singular values of W₁/√N during training',
  caption: `Outliers of weightLaw (lines; they leave the bulk at 2) and the three largest singular values of a net of width ${width} (dots).`,
  x: { label: 'step' },
  y: { label: 'singular value' },
  series: names.flatMap((name, k) => {
    const times = every.filter((t) => outliers[t].length > k);
    const line = { name, x: times, y: times.map((t) => outliers[t][k]) };
    const dots = { name, x: seen, y: measured.map((values) => values[k]), dots: true };
    return times.length > 1 ? [line, dots] : [dots];
  }),
});
