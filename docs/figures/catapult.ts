/** Loss of wide nets at large learning rates: the exact map (lines) and trained nets (dots). */
import { catapult, createNet, moments, train } from '../../src/index';
import { figure } from './figure';

const width = 1024;
const x = [[1, 1, 1, 1]];
const steps = 40;

const series = [1.5, 2.5, 3.5].flatMap((start) => {
  const net = createNet({ inputs: 4, outputs: 1, hidden: 1, width, parameterization: 'ntk', seed: 6 });
  const [f0, lambda0] = [net.predict(x).data[0], net.ntk(x).data[0]];
  const lr = start / lambda0;
  const run = train(net, { moments: moments(x, [[0]]), lr, steps });
  const map = catapult({ f0, lambda0, lr, width, steps });
  const name = `ηλ₀ = ${start}`;
  const kept = Array.from(map.loss, (_, t) => t).filter((t) => map.loss[t] > 1e-8);
  return [
    { name, x: kept, y: kept.map((t) => map.loss[t]) },
    { name, x: kept, y: kept.map((t) => run.loss[t]), dots: true },
  ];
});

figure('catapult', {
  title: `One sample, one hidden layer of ${width} linear neurons: catapult (lines), a trained net (dots)`,
  x: { label: 'step' },
  y: { label: 'loss', log: true },
  series,
});
