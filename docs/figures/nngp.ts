/** The toy regression of neural-tangents' README: five noisy points of a sine, mean and 2σ band of infinitely wide nets. */
import { gpPosterior, nngpKernel, ntkKernel, ntkPredictor } from '../../src/index';
import { figure } from './figure';

const net = { activation: 'erf', hidden: 2, weightVariance: 1.5 ** 2, biasVariance: 0.05 ** 2 } as const;
const xTrain = [-2.6, -1.4, -0.2, 1.1, 2.3].map((v) => [v]);
const noise = [0.09, -0.06, 0.04, -0.11, 0.05];
const y = xTrain.map(([v], i) => [Math.sin(v) + noise[i]]);
const xTest = Array.from({ length: 121 }, (_, i) => -Math.PI + (2 * Math.PI * i) / 120);
const rows = xTest.map((v) => [v]);

const prior = nngpKernel(rows, net);
const posterior = gpPosterior({ kernel: nngpKernel(xTrain, net), y, noiseStd: 0.1 });
const cross = ntkKernel(rows, xTrain, net);
const bayes = posterior.mean(cross.nngp);
const spread = posterior.covariance(cross.nngp, prior);

const ntk = ntkKernel(xTrain, net);
const trained = ntkPredictor({ ntk, nngp: ntk.nngp, y, lr: 1 })(Number.POSITIVE_INFINITY, {
  ntk: cross,
  nngp: cross.nngp,
  prior,
});

const n = rows.length;
const band = (mean: ArrayLike<number>, covariance: ArrayLike<number>) => {
  const deviation = Float64Array.from({ length: n }, (_, i) => 2 * Math.sqrt(Math.max(0, covariance[i * n + i])));
  return { low: deviation.map((d, i) => mean[i] - d), high: deviation.map((d, i) => mean[i] + d) };
};

figure('nngp', {
  title: 'Infinitely wide erf nets, L = 2, on five points: mean ± 2σ over nets',
  caption:
    'Posterior: all nets that explain the labels within σ = 0.1. Trained: gradient flow on the labels to the end.',
  x: { label: 'x' },
  y: { label: 'output' },
  series: [
    { name: 'posterior', x: xTest, y: bayes.data, band: band(bayes.data, spread.data) },
    { name: 'trained', x: xTest, y: trained.mean.data, band: band(trained.mean.data, trained.covariance!.data) },
    { name: 'sin x', x: xTest, y: xTest.map(Math.sin), dashed: true },
    { name: 'labels', x: xTrain.flat(), y: y.flat(), dots: true },
  ],
});
