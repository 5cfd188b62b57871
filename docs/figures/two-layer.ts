/** Loss of nets with one hidden layer of several widths: mean and 90 % band of twoLayerAnyWidth, and trained nets (dots). */
import { syntheticTask, trainEnsemble, twoLayerAnyWidth } from '../../src/index';
import { figure } from './figure';

const { moments } = syntheticTask({ inputs: 5, spectrum: 'isotropic', seed: 4 });
const run = { moments, lr: 0.2, steps: 40 };
const x = Array.from({ length: run.steps + 1 }, (_, t) => t);

figure('two-layer', {
  title: 'Loss of nets with one hidden layer at three widths',
  caption: 'Mean and band of 90 % of the nets by twoLayerAnyWidth; dots: the mean of 2000 trained nets.',
  x: { label: 'step' },
  y: { label: 'loss', log: true },
  series: [8, 64, 1e6].flatMap((width) => {
    const law = twoLayerAnyWidth({ ...run, width, draws: 2000, seed: 1 });
    const name = `N = ${width}`;
    const line = { name, x, y: law.loss, band: { low: law.quantile(0.05), high: law.quantile(0.95) } };
    if (width > 1e5) return [line];
    const { loss } = trainEnsemble({ inputs: 5, outputs: 1, hidden: 1, width }, { ...run, seeds: 2000 });
    const seen = x.filter((t) => t % 4 === 0);
    return [line, { name, x: seen, y: seen.map((t) => loss.mean[t]), dots: true }];
  }),
});
