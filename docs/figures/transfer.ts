/** Test loss against learning rate for widths N/D, muP: theory (lines) and the median of trained nets (dots). */
import { learningRateTransfer } from '../../src/index';
import { figure } from './figure';

const shared = { hidden: 3, data: 'population', steps: 8 } as const;
const fine = Array.from({ length: 45 }, (_, i) => 10 ** (-2 + 0.03 * i));
const coarse = Array.from({ length: 14 }, (_, i) => 10 ** (-2 + 0.1 * i));

const series = [0.5, 1, 2, 4].flatMap((widthPerInput) => {
  const name = `N/D = ${widthPerInput}`;
  const theory = learningRateTransfer({ ...shared, widthPerInput, lrHats: fine }).curves[0];
  const inputs = Math.round(160 / Math.max(1, widthPerInput));
  const simulate = { inputs, nets: 9, seed: 1 };
  const { simulated } = learningRateTransfer({ ...shared, widthPerInput, lrHats: coarse, simulate }).curves[0];
  const drawn = (loss: Float64Array) => loss.map((value) => (value < 2 ? value : Number.NaN));
  return [
    { name, x: fine, y: drawn(theory.loss) },
    { name, x: coarse, y: drawn(simulated!.loss), dots: true },
  ];
});

figure('transfer', {
  title: 'Test loss after 8 steps, L = 3, muP: learningRateTransfer',
  caption: 'Lines: joint limit. Dots: median of 9 nets with 40 to 160 inputs.',
  x: { label: 'learning rate η̂', log: true },
  y: { label: 'test loss', log: true, domain: [1e-5, 2] },
  series,
});
