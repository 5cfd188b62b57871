import {
  gpPosterior,
  type Matrix,
  maxLearningRate,
  type NonlinearNet,
  nngpKernel,
  ntkKernel,
  ntkPredictor,
  sampleNet,
} from 'deeplinear';
import type { FigureDefinition, Series } from '../definition';
import { inTurn, upTo, type Work } from '../simulations';
import { estimate, spaced } from './series';

const full = { width: 1024, nets: 100, rate: 0.5, steps: 1000, noiseStd: 0.1 };
type Settings = typeof full;

const net = { activation: 'erf', hidden: 1, weightVariance: 1.5 ** 2, biasVariance: 0.05 ** 2 } as const;
const inputs = [-2.6, -1.4, -0.2, 1.1, 2.3];
const noise = [0.09, -0.06, 0.04, -0.11, 0.05];
const train = inputs.map((v) => [v]);
const y = inputs.map((v, i) => [Math.sin(v) + noise[i]]);

/** The toy regression of neural-tangents' README (theory: limits/gpPosterior.ts, limits/ntkPredictor.ts). */
export const nngpFigure: FigureDefinition = {
  id: 'nngp',
  title: 'Five noisy points of a sine: what infinitely wide nets make of them',
  experiment: 'nngp-posterior',
  after: 'Novak et al. 2020',
  settings: { full, quick: { width: 256, nets: 60, steps: 400 } },
  *content(values) {
    const settings = values as Settings;
    const { width, nets, rate, steps, noiseStd } = settings;
    const line = spaced(-Math.PI, Math.PI, 121);
    const rows = line.map((v) => [v]);
    const cross = ntkKernel(rows, train, net);
    const prior = nngpKernel(rows, net);
    const posterior = gpPosterior({ kernel: nngpKernel(train, net), y, noiseStd });
    const ntk = ntkKernel(train, net);
    const lr = rate * maxLearningRate(ntk);
    const law = ntkPredictor({ ntk, nngp: ntk.nngp, y, lr, discrete: true });
    const trained = law(steps, { ntk: cross, nngp: cross.nngp, prior });
    const bayes = { mean: posterior.mean(cross.nngp), covariance: posterior.covariance(cross.nngp, prior) };
    const tests = spaced(-3, 3, 13);
    const outputs = yield* inTurn(upTo(nets), (k) => outputsOf(settings, lr, tests, k + 1));
    const found = tests.map((_, at) => estimate(outputs.map((values) => values[at])));
    const spread = (covariance: Matrix) =>
      line.map((_, i) => Math.sqrt(Math.max(0, covariance.data[i * (line.length + 1)])));
    const band = (name: string, mean: Matrix, covariance: Matrix): Series => {
      const deviation = spread(covariance);
      const at = (sign: number) => line.map((_, i) => mean.data[i] + sign * 2 * deviation[i]);
      return { name, x: line, y: mean.data, band: { low: at(-1), high: at(1) } };
    };
    return {
      panels: [
        {
          title: 'mean ± 2 standard deviations',
          x: { label: 'x' },
          y: { label: 'output' },
          series: [
            band('posterior', bayes.mean, bayes.covariance),
            band('trained nets', trained.mean, trained.covariance!),
            {
              name: 'trained nets',
              x: tests,
              y: found.map(({ mean }) => mean),
              error: found.map(({ error }) => error),
              dots: true,
            },
            { name: 'labels', x: inputs, y: y.flat(), dots: true },
            { name: 'sin x', x: line, y: line.map(Math.sin), dashed: true, reference: true },
          ],
        },
        {
          title: 'standard deviation over nets',
          x: { label: 'x' },
          y: { label: 'standard deviation' },
          series: [
            { name: 'posterior', x: line, y: spread(bayes.covariance) },
            { name: 'trained nets', x: line, y: spread(trained.covariance!) },
            {
              name: 'trained nets',
              x: tests,
              y: found.map(({ error }) => error * Math.sqrt(nets)),
              error: found.map(({ error }) => error * Math.sqrt(nets / (2 * (nets - 1)))),
              dots: true,
            },
          ],
        },
      ],
      caption: `Erf nets, L = ${net.hidden}. Posterior: all that explain the labels within σ = ${noiseStd}. Trained: ${steps} steps at ${rate} of the largest stable rate, the law of infinite width (line, band) and ${nets} nets of width ${width} (dots); they forget less of where they started than the posterior allows.`,
    };
  },
};

function* outputsOf({ width, steps }: Settings, lr: number, tests: number[], seed: number): Work<ArrayLike<number>> {
  let trained: NonlinearNet = sampleNet({ ...net, inputs: 1, width, seed });
  yield* inTurn(upTo(10), () => {
    trained = trained.train({ x: train, y, lr, steps: steps / 10 });
  });
  return trained.predict(tests.map((v) => [v])).data;
}
