import { beforeAll, describe, expect, it } from 'vitest';
import { compare } from '../../src/checks/compare';
import type { ComparableRun } from '../../src/checks/distanceToLimit';
import { type JointLimitOptions, jointLimit } from '../../src/limits/jointLimit';
import { jointLimitTwin } from '../reference/jointLimit';
import { type JointPair, jointNets } from './jointNets';

/** Two eigenvalues, noisy labels, the same samples at every step; narrow nets on few samples, so that both kinds of noise count. */
const repeated = {
  hidden: 2,
  widthPerInput: 0.5,
  samplesPerInput: 1.5,
  data: 'repeated',
  noiseStd: 0.4,
  gammaHat: 1.5,
  lrHat: 0.03,
  steps: 30,
  spectrum: [
    { eigenvalue: 2, fraction: 0.25, target: 1.5 },
    { eigenvalue: 0.5, fraction: 0.75, target: 0.7 },
  ],
} satisfies JointLimitOptions;

/** Residual nets with two outputs, fresh batches, momentum and decay. */
const onePass = {
  hidden: 3,
  widthPerInput: 0.5,
  samplesPerInput: 0.5,
  data: 'onePass',
  noiseStd: 0.3,
  gammaHat: 1.5,
  lrHat: 0.03,
  steps: 20,
  residual: true,
  outputs: 2,
  momentum: 0.5,
  weightDecayHat: 0.3,
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
} satisfies JointLimitOptions;

/**
 * Expected: distance ∝ D^(−1/2), mean deviation ∝ 1/D. Losses are taken relative to `scale`, the limit on trial at first, so that
 * every step counts the same. `width` of a run is its number of inputs.
 */
function against(runs: readonly ComparableRun[], curve: ArrayLike<number>, scale: ArrayLike<number>) {
  const relative = (loss: ArrayLike<number>) => {
    return Array.from({ length: runs[0].loss.length }, (_, t) => loss[t] / scale[t]);
  };
  const predictor = () => {
    throw new Error('not compared');
  };
  const scaled = runs.map((run) => ({ ...run, loss: relative(run.loss) }));
  return compare(scaled, { loss: relative(curve), predictor }, { quantity: 'loss', margin: 0.03, slopeMargin: 0.2 });
}

const sizes = [80, 160, 320];
const of = (pairs: readonly JointPair[], quantity: 'test' | 'train') => pairs.map((pair) => pair[quantity]);

describe.each([
  { name: 'repeated samples, plain nets', options: repeated as JointLimitOptions, seeds: [400, 300, 150] },
  { name: 'one pass, residual nets, momentum and decay', options: onePass as JointLimitOptions, seeds: [240, 160, 80] },
])('$name', ({ options, seeds }) => {
  let pairs: JointPair[];
  beforeAll(() => {
    pairs = sizes.flatMap((inputs, i) => jointNets(options, inputs, seeds[i]));
  });

  it.each(['test', 'train'] as const)('the %s loss of growing nets tends to the limit', (quantity) => {
    const curve = jointLimit(options)[quantity];
    const comparison = against(of(pairs, quantity), curve, curve);
    const { verdict } = comparison;
    expect({ verdict, says: comparison.explain() }).toMatchObject({ verdict: 'agrees' });
  });

  it.each(['test', 'train'] as const)('the %s loss rejects limits that leave something out', (quantity) => {
    const scale = jointLimit(options)[quantity];
    const wrong: Partial<JointLimitOptions>[] = [
      { widthPerInput: Infinity },
      { samplesPerInput: Infinity },
      { gammaHat: 2 },
      { lrHat: 0.04 },
    ];
    if (options.momentum) wrong.push({ momentum: 0.4 }, { residual: false }, { weightDecayHat: 1 });
    for (const change of wrong) {
      const { verdict } = against(of(pairs, quantity), jointLimit({ ...options, ...change })[quantity], scale);
      expect({ ...change, verdict }).toEqual({ ...change, verdict: 'disagrees' });
    }
    if (options !== repeated) return;
    // without A^0, what the error feels of the first weights
    const twin = jointLimitTwin({
      ...repeated,
      outputs: 1,
      repeated: true,
      spectrum: repeated.spectrum.map((group) => ({ ...group, target: [[group.target]] })),
      initialScales: [1, 1, 1],
      layerLr: [1, 1, 1],
      errorResponse: false,
    });
    expect(against(of(pairs, quantity), twin[quantity], scale).verdict).toBe('disagrees');
  });
});
