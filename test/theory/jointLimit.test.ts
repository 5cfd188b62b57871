import { beforeAll, describe, expect, it } from 'vitest';
import { bandVerdict } from '../../src/checks/findings/finding';
import { interceptFinding } from '../../src/checks/findings/interceptFinding';
import { pooledRms, scalingFit } from '../../src/checks/statistics';
import { type JointLimitOptions, jointLimit } from '../../src/limits/jointLimit';
import { jointLimitTwin } from '../reference/jointLimit';
import { type JointRun, jointNets } from './jointNets';

/** What the checks of the registry leave out: optimizers, several outputs, the response of the error to the first weights. */
interface Case {
  options: JointLimitOptions;
  /** Each has to be rejected. */
  wrong: Partial<JointLimitOptions>[];
}

const spectrum = [
  { eigenvalue: 2, fraction: 0.25, target: 1.5 },
  { eigenvalue: 0.5, fraction: 0.75, target: 0.7 },
];

/** Two eigenvalues, noisy labels, narrow nets on few samples, so that both kinds of noise count. */
const repeated: JointLimitOptions = {
  hidden: 2,
  widthPerInput: 0.5,
  samplesPerInput: 1.5,
  data: 'repeated',
  noiseStd: 0.4,
  gammaHat: 1.5,
  lrHat: 0.03,
  steps: 12,
  spectrum,
};

const cases: Record<string, Case> = {
  'Nesterov and decoupled decay on repeated samples': {
    options: { ...repeated, momentum: 0.7, nesterov: true, decoupledDecayHat: 2 },
    wrong: [{ nesterov: false }, { decoupledDecayHat: 0 }, { decoupledDecayHat: 0, weightDecayHat: 2 }],
  },
  'Langevin noise on repeated samples': {
    options: { ...repeated, gammaHat: 1, lrHat: 0.05, temperatureHat: 0.5 },
    wrong: [{ temperatureHat: 0 }, { temperatureHat: 0.7 }],
  },
  'momentum and coupled decay of residual nets with two outputs, one pass': {
    options: {
      hidden: 3,
      widthPerInput: 0.5,
      samplesPerInput: 0.5,
      data: 'onePass',
      noiseStd: 0.3,
      gammaHat: 1.5,
      lrHat: 0.04,
      steps: 12,
      residual: true,
      outputs: 2,
      momentum: 0.7,
      weightDecayHat: 1,
      spectrum: [
        {
          eigenvalue: 1,
          fraction: 1,
          target: [
            [1, 0.4],
            [0.4, 0.6],
          ],
        },
      ],
    },
    wrong: [{ momentum: 0 }, { weightDecayHat: 0 }, { weightDecayHat: 0, decoupledDecayHat: 1 }, { residual: false }],
  },
};

const sizes = [20, 40, 80];
const NETS = 400;
type Losses = Record<'test' | 'train', ArrayLike<number>>;

/** Mean over the steps of the deviation of both losses from `theory`, relative to the true limit. */
function deviations(runs: readonly JointRun[], theory: Losses, scale: Losses) {
  const mean = (curve: Float64Array, name: 'test' | 'train') =>
    curve.reduce((sum, loss, t) => sum + (loss - theory[name][t]) / scale[name][t], 0) / curve.length;
  return runs.map(({ inputs, test, train }) => ({ size: inputs, values: [mean(test, 'test'), mean(train, 'train')] }));
}

function finding(runs: readonly JointRun[], theory: Losses, scale: Losses) {
  const quantities = ['test', 'training'].map((name) => ({ name: `the deviation of the ${name} loss`, margin: 0.06 }));
  const words = { simulated: 'nets', sizeName: 'inputs', doubt: 'the optimizer' };
  return interceptFinding(deviations(runs, theory, scale), { quantities, ...words });
}

describe.each(Object.entries(cases))('%s', (name, { options, wrong }) => {
  const limit = jointLimit(options);
  let runs: JointRun[];
  beforeAll(() => {
    runs = sizes.flatMap((inputs) => jointNets(options, inputs, NETS));
  });

  it('finite nets tend to the limit as D grows', () => {
    const found = finding(runs, limit, limit);
    expect({ verdict: found.verdict, says: found.explain() }).toMatchObject({ verdict: 'agrees' });
  });

  it('limits that leave something out are rejected', () => {
    for (const change of wrong) {
      const { verdict } = finding(runs, jointLimit({ ...options, ...change }), limit);
      expect({ ...change, verdict }).toEqual({ ...change, verdict: 'disagrees' });
    }
    if (!options.temperatureHat) return;
    // without A^0, what the error feels of the first weights
    const twin = jointLimitTwin({
      ...(options as typeof options & { widthPerInput: number; samplesPerInput: number; lrHat: number }),
      gammaHat: options.gammaHat!,
      noiseStd: options.noiseStd!,
      temperature: options.temperatureHat,
      outputs: 1,
      repeated: true,
      spectrum: spectrum.map((group) => ({ ...group, target: [[group.target]] })),
      initialScales: [1, 1, 1],
      layerLr: [1, 1, 1],
      errorResponse: false,
    } as Parameters<typeof jointLimitTwin>[0]);
    expect({ name, verdict: finding(runs, twin, limit).verdict }).toEqual({ name, verdict: 'disagrees' });
  });
});

it('the losses of a single net fluctuate around the limit as D^(−1/2)', () => {
  const options: JointLimitOptions = { ...repeated, gammaHat: 1 };
  const limit = jointLimit(options);
  const ends = [20, 80];
  const groups = ends.map((inputs) => deviations(jointNets(options, inputs, NETS), limit, limit));
  for (const quantity of [0, 1]) {
    const { rms, dof } = pooledRms(groups.map((group) => group.map(({ values }) => values[quantity])));
    const [values, errors] = [rms.map(({ value }) => value), rms.map(({ relativeError }) => relativeError)];
    const { interval } = scalingFit(ends, values, errors, { dof }).slope;
    expect(bandVerdict([-0.5, -0.5], ...interval)).toBe('agrees');
    expect(bandVerdict(interval, -0.75, -0.25)).toBe('agrees');
  }
});
