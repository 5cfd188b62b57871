/**
 * Regression with infinitely wide nets on five noisy points of a sine: Bayesian posterior and trained ensemble, mean and two
 * standard deviations, as in the README of neural-tangents.
 * Run with: npx tsx examples/gpRegression.ts
 */
import { gpPosterior, nngpKernel, ntkKernel, ntkPredictor } from 'deeplinear';

const net = { activation: 'erf', hidden: 2, weightVariance: 1.5 ** 2, biasVariance: 0.05 ** 2 } as const;
const xTrain = [[-2.6], [-1.4], [-0.2], [1.1], [2.3]];
const y = [[-0.43], [-1.05], [-0.16], [0.78], [0.8]];
const xTest = Array.from({ length: 13 }, (_, i) => [-3 + i / 2]);

// kernels: among training samples, of test with training samples, among test samples
const train = ntkKernel(xTrain, net);
const cross = ntkKernel(xTest, xTrain, net);
const prior = nngpKernel(xTest, net);

const posterior = gpPosterior({ kernel: train.nngp, y, noiseStd: 0.1 });
const bayes = posterior.mean(cross.nngp);
const variance = posterior.variance(
  cross.nngp,
  xTest.map((_, i) => prior.data[i * xTest.length + i]),
);

const predictor = ntkPredictor({ ntk: train, nngp: train.nngp, y, lr: 1 });
const trained = predictor(Number.POSITIVE_INFINITY, { ntk: cross, nngp: cross.nngp, prior });

console.log('     x   posterior    ± 2σ   trained    ± 2σ');
for (const [i, [x]] of xTest.entries()) {
  const columns = [
    x,
    bayes.data[i],
    2 * Math.sqrt(variance[i]),
    trained.mean.data[i],
    2 * Math.sqrt(Math.max(0, trained.covariance!.data[i * xTest.length + i])),
  ];
  console.log(columns.map((v) => v.toFixed(2).padStart(6)).join('    '));
}
console.log(
  `log evidence ${posterior.logEvidence.toFixed(3)}, condition number ${posterior.conditionNumber.toFixed(0)}`,
);
