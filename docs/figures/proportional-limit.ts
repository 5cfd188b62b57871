/** Tails of one output of deep linear nets at L/N = ½: the limit, the exact law of the width, sampled nets, the Gaussian law. */
import { createNet, finiteWidthPrior, proportionalLimit } from '../../src/index';
import { figure } from './figure';

const hidden = 12;
const width = 24;
const nets = 20_000;

const s = Array.from({ length: 60 }, (_, i) => 0.1 * (i + 1));
const twoSided = (cdf: (at: number) => number) => s.map((at) => 2 * cdf(-at));
const sizes = Array.from({ length: nets }, (_, seed) => {
  const net = createNet({ inputs: 1, outputs: 1, hidden, width, parameterization: 'ntk', seed });
  return Math.abs(net.predict([[1]]).data[0]);
}).sort((a, b) => a - b);
const shown = s.filter((_, i) => i % 3 === 2);
const beyond = shown.map((at) => sizes.filter((size) => size > at).length / nets);

figure('proportional-limit', {
  title: `P(|S| > s) of one output, L = ${hidden}, N = ${width}: theory (lines), ${nets} nets (dots)`,
  x: { label: 's' },
  y: { label: 'P(|S| > s)', log: true, domain: [1e-4, 1.1] },
  series: [
    { name: 'limit', x: s, y: twoSided(proportionalLimit({ depthPerWidth: hidden / width }).cdf) },
    {
      name: 'finite width',
      x: s,
      y: twoSided(finiteWidthPrior({ widths: Array.from({ length: hidden }, () => width) }).cdf),
      dashed: true,
    },
    { name: 'Gaussian', x: s, y: twoSided(proportionalLimit({ depthPerWidth: 0 }).cdf), dashed: true },
    { name: 'finite width', x: shown, y: beyond, dots: true },
  ],
});
