import { type JointLimitOptions, jointLimitSteps } from 'deeplinear';
import type { FigureDefinition, Series } from '../definition';
import { inTurn, upTo } from '../simulations';
import { type JointCurves, jointCurves } from './sharedJointNets';
import { powerLawGroups } from './sharedPowerLaw';
import { lineAndDots, logSteps } from './sharedSeries';

const settings = {
  full: {
    a: 2,
    b: 1.25,
    spectra: [1, 1.25, 1.5, 2],
    groups: 40,
    features: [8, 16, 32, 64],
    samples: [8, 16, 32, 64],
    ample: 4,
    steps: 300,
    inputs: 512,
    nets: 16,
  },
  quick: { groups: 24, steps: 160, inputs: 256, nets: 16 },
};

/** The readout alone learns, from 0: linear regression on random features. */
const FEATURES = { hidden: 1, layerLr: [0, 1], gammaHat: 1e4 };

export const lazyPowerLawFigure: FigureDefinition = {
  id: 'lazy-power-law',
  title: 'Scaling laws of random features: time, features and samples each leave a power law',
  experiment: 'power-law',
  after: 'arXiv:2402.01092 (Bordelon, Atanasov and Pehlevan 2024)',
  settings,
  *content(values) {
    const { a, b, spectra, groups, features, samples, ample, steps, inputs, nets } =
      values as unknown as typeof settings.full;
    const options = (exponent: number, own: Partial<JointLimitOptions>): JointLimitOptions => {
      const law = { spectrumExponent: exponent, sourceExponent: (a - 1) / exponent };
      const spectrum = powerLawGroups(law, { inputs, groups });
      const lrHat = 0.4 / spectrum[0].eigenvalue;
      return { ...FEATURES, spectrum, lrHat, steps, widthPerInput: ample, data: 'population', ...own };
    };
    const curves = (list: JointLimitOptions[]) => inTurn(list, (one) => jointCurves(one, { inputs, nets }));
    const [byLaw, byFeatures, bySamples] = yield* inTurn(
      [
        spectra.map((exponent) => options(exponent, {})),
        features.map((count) => options(b, { widthPerInput: count / inputs })),
        samples.map((count) => options(b, { data: 'repeated', samplesPerInput: count / inputs })),
      ],
      curves,
    );
    const shown = logSteps(steps, 16);
    const lines = (names: string[], found: readonly JointCurves[]) =>
      found.flatMap(({ theory, nets: mean }, i) => lineAndDots(names[i], theory, mean, shown));
    const { test } = yield* jointLimitSteps(options(b, {}));
    const bottleneck = (name: string, counts: readonly number[], found: readonly JointCurves[]): Series[] => [
      { name, x: counts, y: found.map(({ theory }) => theory[steps]) },
      {
        name,
        x: counts,
        y: found.map((curve) => curve.nets.mean[steps]),
        error: found.map((curve) => curve.nets.error[steps]),
        dots: true,
      },
    ];
    const [from, to] = [Math.round(steps / 16), Math.round(steps / 4)];
    const slopes = byLaw.map(({ theory }) => (Math.log(theory[from] / theory[to]) / Math.log(to / from)).toFixed(2));
    const exponent = Math.min(a - 1, 2 * b);
    const anchor = byFeatures[1].theory[steps];
    return {
      panels: [
        {
          title: 'Many features',
          x: { label: 'step', log: true },
          y: { label: 'test loss', log: true },
          series: lines(
            spectra.map((value) => `b = ${value}`),
            byLaw,
          ),
          ordered: true,
        },
        {
          title: `Few features, b = ${b}`,
          x: { label: 'step', log: true },
          y: { label: 'test loss', log: true },
          series: [
            ...lines(
              features.map((count) => `N = ${count}`),
              byFeatures,
            ),
            { name: 'many', x: upTo(steps + 1), y: test, reference: true },
          ],
          ordered: true,
        },
        {
          title: `After ${steps} steps, b = ${b}`,
          x: { label: 'features N, samples P', log: true },
          y: { label: 'test loss', log: true },
          series: [
            ...bottleneck('few features', features, byFeatures),
            ...bottleneck('few samples', samples, bySamples),
            {
              name: `power −${exponent}`,
              x: features,
              y: features.map((count) => anchor * (count / features[1]) ** -exponent),
              dashed: true,
              reference: true,
            },
          ],
        },
      ],
      caption:
        `Joint limit (lines) and ${nets} nets with D = ${inputs} modes (dots) whose readout alone learns: λ ∝ k^−b, λ w² ∝ k^−a, a = ${a}; many is ${ample}D features. ` +
        `Exponents in time between steps ${from} and ${to}: ${slopes.join(', ')} for b = ${spectra.join(', ')}, (a−1)/b = ${spectra.map((value) => ((a - 1) / value).toFixed(2)).join(', ')} in theory for infinite D; min(a−1, 2b) = ${exponent} in features and samples.`,
    };
  },
};
