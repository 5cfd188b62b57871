import { type NonlinearNet, ntkKernel, ntkPredictor, sampleNet } from 'deeplinear';
import type { FigureDefinition, Series } from '../definition';
import { inTurn, upTo, type Work } from '../simulations';
import { estimate } from './series';

const full = { width: 512, hidden: 2, nets: 150, lr: 0.3, steps: [0, 1, 2, 4, 7, 12, 20, 40] };
type Settings = typeof full;

const kernel = { activation: 'erf', weightVariance: 2, biasVariance: 0.1 } as const;
/** Points of a circle, so that test points are away from samples by a fixed angle. */
const point = (angle: number) => [Math.SQRT2 * Math.cos(angle), Math.SQRT2 * Math.sin(angle)];
const train = [0, 0.9, 2.1, 3.6].map(point);
const y = [[1], [0.2], [-1], [0.5]];
const tests = [
  { name: 'close to a sample', angle: 0.2 },
  { name: 'between samples', angle: 1.5 },
];

/** Mean and spread over nets of predictions during training (theory: limits/ntkPredictor.ts). */
export const gpTrainingFigure: FigureDefinition = {
  id: 'gp-training',
  title: 'Predictions of wide nets while they train: mean and spread over nets',
  experiment: 'linearized-training',
  after: 'Lee et al. 2019',
  settings: { full, quick: { width: 256, nets: 100 } },
  *content(values) {
    const settings = values as Settings;
    const { width, hidden, nets, lr, steps } = settings;
    const spec = { ...kernel, hidden };
    const x = tests.map(({ angle }) => point(angle));
    const ntk = ntkKernel(train, spec);
    const cross = ntkKernel(x, train, spec);
    const prior = ntkKernel(x, spec).nngp;
    const law = ntkPredictor({ ntk, nngp: ntk.nngp, y, lr, discrete: true });
    const line = upTo(Math.max(...steps) + 1);
    const predictions = line.map((t) => law(t, { ntk: cross, nngp: cross.nngp, prior }));
    // nets' outputs: [net][step][test]
    const found = yield* inTurn(upTo(nets), (k) => trained(settings, x, k + 1));
    const at = (step: number, test: number) => found.map((outputs) => outputs[step][test]);
    const spread = (t: number, test: number) => Math.sqrt(predictions[t].covariance!.data[test * (tests.length + 1)]);
    const mean = (test: number): Series[] => {
      const { name } = tests[test];
      const centre = line.map((t) => predictions[t].mean.data[test]);
      const dots = steps.map((_, s) => estimate(at(s, test)));
      return [
        {
          name,
          x: line,
          y: centre,
          band: {
            low: centre.map((m, t) => m - spread(t, test)),
            high: centre.map((m, t) => m + spread(t, test)),
          },
        },
        { name, x: steps, y: dots.map((d) => d.mean), error: dots.map((d) => d.error), dots: true },
      ];
    };
    const deviation = (test: number): Series[] => {
      const { name } = tests[test];
      const dots = steps.map((_, s) => standardDeviation(at(s, test)));
      return [
        { name, x: line, y: line.map((t) => spread(t, test)) },
        { name, x: steps, y: dots.map((d) => d.value), error: dots.map((d) => d.error), dots: true },
      ];
    };
    const end = Math.max(...steps);
    return {
      panels: [
        {
          title: 'mean ± standard deviation',
          x: { label: 'step' },
          y: { label: 'output' },
          series: tests.flatMap((_, test) => mean(test)),
        },
        {
          title: 'standard deviation',
          x: { label: 'step' },
          y: { label: 'standard deviation' },
          series: tests.flatMap((_, test) => deviation(test)),
        },
      ],
      caption: `Erf nets, L = ${hidden}, gradient descent at η = ${lr} on four samples: the law of infinite width (lines, band) and ${nets} nets of width ${width} (dots). After ${end} steps nets still differ by ${spread(end, 1).toFixed(2)} between the samples, by ${spread(end, 0).toFixed(2)} close to one.`,
    };
  },
};

/** Outputs at the test points after each number of steps. */
function* trained({ width, hidden, lr, steps }: Settings, x: number[][], seed: number): Work<Float64Array[]> {
  let net: NonlinearNet = sampleNet({ ...kernel, inputs: 2, hidden, width, seed });
  let done = 0;
  return yield* inTurn(steps, (step) => {
    net = net.train({ x: train, y, lr, steps: step - done });
    done = step;
    return net.predict(x).data as Float64Array;
  });
}

/** With the standard error of a normal sample's. */
function standardDeviation(sample: number[]): { value: number; error: number } {
  const value = estimate(sample).error * Math.sqrt(sample.length);
  return { value, error: value / Math.sqrt(2 * (sample.length - 1)) };
}
