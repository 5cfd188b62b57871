/** Loss on power-law data, β = 0.3: infinitely wide nets from random weights, and the asymptotic exponents of their depths. */
import { powerLawExponents, powerLawFlow, powerLawLoss } from '../../src/index';
import { type FigureSeries, figure } from './figure';

const law = { spectrumExponent: 1.5, sourceExponent: 0.3 };
const times = Float64Array.from({ length: 61 }, (_, i) => 10 ** (-1 + i / 12));

const lazy = powerLawLoss({ ...law, hidden: 1, gamma0: 0, lr: 0.5, steps: 20_000, kmax: 1e8, modes: 320 });
const at = times.filter((t) => t >= 0.5 && t / 0.5 <= 20_000).map((t) => Math.round(t / 0.5));
const series: FigureSeries[] = [{ name: 'lazy, any depth', x: at.map((t) => 0.5 * t), y: at.map((t) => lazy.loss[t]) }];
for (const hidden of [1, 2, 3]) {
  const { loss } = powerLawFlow({ ...law, hidden, times, modes: 200, tolerance: 1e-6 });
  const { rich } = powerLawExponents({ sourceExponent: law.sourceExponent, hidden });
  const name = `rich, L = ${hidden}`;
  series.push({ name, x: times, y: loss });
  // the predicted power law, through the loss at time 1000
  const anchor = times.findIndex((time) => time >= 999);
  series.push({ name, x: times, y: times.map((t) => loss[anchor] * (t / times[anchor]) ** -rich), dashed: true });
}

figure('power-law', {
  title: 'Loss on power-law data, α = 1.5, β = 0.3: gradient flow of infinitely wide nets',
  caption: 'Lines: powerLawLoss (lazy) and powerLawFlow (rich). Dashed: t^−(L+1)β/(1+Lβ).',
  x: { label: 'time', log: true },
  y: { label: 'loss', log: true, domain: [1e-3, 2] },
  series,
});
