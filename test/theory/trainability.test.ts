import { describe, expect, it } from 'vitest';
import { empiricalNtk } from '../../src/checks/empiricalNtk';
import { sampleNet } from '../../src/checks/sampleNet';
import { mean, variance } from '../../src/checks/statistics';
import { resolveParameters } from '../../src/experiments/experiment';
import { propagationExperiment } from '../../src/experiments/propagation';
import { edgeOfChaos } from '../../src/limits/edgeOfChaos';
import { ntkKernel } from '../../src/limits/ntkKernel';
import { propagation } from '../../src/limits/propagation';
import { eigvalsh } from '../../src/linalg/eigvalsh';
import type { Matrix } from '../../src/matrix';
import { randomNormal } from '../../src/random/randomNormal';
import { significance, tolerance } from '../tolerances';
import { depthScale, lossLeft } from './trainedDigits';

const x = randomNormal({ seed: 1, rows: 4, cols: 6 });
const ordered = { weightVariance: 1.1, biasVariance: 0.3 };

function conditionNumber(kernel: Matrix): number {
  const values = eigvalsh(kernel);
  return values[values.length - 1] / values[0];
}

describe('what becomes of the tangent kernel with depth', () => {
  // Θ of the last layers decides: 1 − c ~ χ_c^L, with a factor L for smooth activations from the sum over layers; for ReLU
  // E φ'φ' falls as the root of 1 − c
  it.each([
    ['tanh', 1, (layers: number) => layers],
    ['erf', 1, (layers: number) => layers],
    ['relu', 0.5, () => 1],
  ] as const)(
    'its condition number grows at the predicted depth scale in the ordered phase: %s',
    (activation, power, factor) => {
      const { phase, xiC } = propagation({ activation, ...ordered });
      expect(phase).toBe('ordered');
      const [from, to] = [15, 20];
      const size = (hidden: number) =>
        Math.log(conditionNumber(ntkKernel(x, { activation, hidden, ...ordered })) * factor(hidden));
      const rate = (size(to) - size(from)) / (to - from);
      expect(Math.abs((rate * xiC) / power - 1)).toBeLessThan(tolerance.depthScale);
    },
  );

  it('at the edge of chaos it tends to (P + 2)/2 for tanh, and ReLU keeps telling inputs apart', () => {
    const biasVariance = 0.05;
    const [{ weightVariance }] = edgeOfChaos({ activation: 'tanh', biasVariance });
    const found = conditionNumber(ntkKernel(x, { activation: 'tanh', hidden: 100, weightVariance, biasVariance }));
    expect(Math.abs(found / 3 - 1)).toBeLessThan(tolerance.criticalConditionNumber);
    const relu = [50, 100].map((hidden) =>
      conditionNumber(ntkKernel(x, { activation: 'relu', hidden, weightVariance: 2 })),
    );
    expect(relu[1]).toBeLessThan(relu[0]);
    const vanished = propagation({ activation: 'relu', weightVariance: 1.3 }).trajectory({ c0: 0, layers: 80 });
    expect(vanished.gradient[0]).toBeLessThan(1e-14);
    const kept = propagation({ activation: 'relu', weightVariance: 2 }).trajectory({ c0: 0, layers: 80 });
    expect(kept.gradient[0]).toBe(1);
  });

  it('that of sampled tanh nets grows as fast', () => {
    const spec = { activation: 'tanh', weightVariance: 1.3, biasVariance: 0.1 } as const;
    const measured = (hidden: number) =>
      mean(
        Array.from({ length: 16 }, (_, seed) =>
          Math.log(conditionNumber(empiricalNtk(sampleNet({ ...spec, inputs: 6, hidden, width: 128, seed }), x))),
        ),
      );
    const limit = (hidden: number) => Math.log(conditionNumber(ntkKernel(x, { ...spec, hidden })));
    const ratio = (measured(12) - measured(4)) / (limit(12) - limit(4));
    expect(Math.abs(ratio - 1)).toBeLessThan(tolerance.depthScaleOfNets);
  });
});

it('angles and gradients of sampled ReLU nets fall at the predicted rates, extrapolated to infinite width', () => {
  const { parameters, theory, simulate, observe } = propagationExperiment;
  const values = resolveParameters(parameters, { activation: 'relu', weightVariance: 1.4, hidden: 8 });
  const law = theory(values);
  const samples = [64, 128].map((width) => Array.from({ length: 250 }, (_, seed) => simulate(values, width, seed)));
  const zs = (expected: typeof law) => {
    const [narrow, wide] = samples.map((nets) => nets.map((net) => observe(expected, values)(net, 0).values));
    return wide[0].map((_, quantity) => {
      const column = (rows: (readonly number[])[]) => rows.map((row) => row[quantity]);
      const error = Math.sqrt((4 * variance(column(wide)) + variance(column(narrow))) / wide.length);
      return (2 * mean(column(wide)) - mean(column(narrow))) / error;
    });
  };
  for (const z of zs(law)) expect(Math.abs(z)).toBeLessThan(significance.most);
  const [, , gap, gradient] = zs({ ...law, gapRate: 0, gradientRate: 0 });
  expect(Math.abs(gap)).toBeGreaterThan(significance.decisive);
  expect(Math.abs(gradient)).toBeGreaterThan(significance.decisive);
});

describe('trainable depth of tanh nets on 24 digits: up to about 6 ξ (Schoenholz et al. 2017)', () => {
  it.each([
    [0.8, [1, 2, 3]],
    [1, [1]],
  ])('weight variance %f', (weightVariance, seeds) => {
    const xiC = depthScale(weightVariance);
    const losses = (multiple: number) =>
      seeds.map((seed) => lossLeft(weightVariance, Math.round(multiple * xiC), seed)).sort((a, b) => a - b);
    const median = Math.floor(seeds.length / 2);
    expect(losses(5)[median]).toBeLessThan(0.1);
    expect(losses(12)[median]).toBeGreaterThan(0.8);
  });

  it('a depth that is out of reach deep in the ordered phase is trained closer to the edge', () => {
    expect(lossLeft(0.8, 28, 1)).toBeGreaterThan(0.8);
    expect(lossLeft(1.5, 28, 1)).toBeLessThan(0.1);
  });
});
