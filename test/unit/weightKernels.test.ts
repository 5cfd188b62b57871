import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weightKernels } from '../../src/limits/causal/weightKernels';
import { optimizer } from '../../src/optimizer';
import { tolerance } from '../tolerances';

interface Rule {
  rates: number[];
  momentum: number;
  nesterov: boolean;
  weightDecay: number;
  decoupledDecay: number;
}

/** w̃ of all times for one weight, its gradient steps and its noise given: the definition. */
function readWeights({ rates, momentum, nesterov, ...decay }: Rule, start: number, pushes: number[]): number[] {
  let w = start;
  let v = 0;
  const look = () => (nesterov ? w + momentum * v : w);
  const out = [look()];
  rates.forEach((rate, t) => {
    v = momentum * v + pushes[t] - rate * decay.weightDecay * look();
    w = (1 - rate * decay.decoupledDecay) * w + v;
    out.push(look());
  });
  return out;
}

const rules = fc.record({
  rates: fc.array(fc.double({ min: 0, max: 0.5, noNaN: true }), { minLength: 0, maxLength: 9 }),
  momentum: fc.double({ min: 0, max: 0.95, noNaN: true }),
  nesterov: fc.boolean(),
  weightDecay: fc.double({ min: 0, max: 2, noNaN: true }),
  decoupledDecay: fc.double({ min: 0, max: 2, noNaN: true }),
});

describe('weightKernels', () => {
  it('are the answers of one weight to its start and to every push, and the covariance that its noise leaves', () => {
    fc.assert(
      fc.property(rules, fc.double({ min: 0, max: 2, noNaN: true }), (rule, temperature) => {
        const { rates } = rule;
        const steps = rates.length;
        const layerLr = [1, 0.5];
        const [kernel, other] = weightKernels({
          rates,
          layerLr,
          initialScales: [0.7, 1.2],
          gamma0: 2,
          optimizer: optimizer({ ...rule, temperature }, 1),
        });
        const none = rates.map(() => 0);
        const start = readWeights(rule, 1, none);
        const answers = rates.map((_, s) => readWeights(rule, 0, none.with(s, 1)));
        const close = (a: number, b: number) =>
          expect(Math.abs(a - b)).toBeLessThan(tolerance.recursion(steps) * (1 + Math.abs(b)));
        for (let t = 0; t <= steps; t++) {
          close(kernel.start[t], start[t]);
          const coupling = other.coupling(t);
          expect(coupling.length).toBe(t);
          const covariance = kernel.covariance(t);
          expect(covariance.length).toBe(t + 1);
          for (let s = 0; s < t; s++) close(coupling[s], rates[s] * 0.5 * 2 * answers[s][t]);
          for (let s = 0; s <= t; s++) {
            const noise = rates.reduce(
              (sum, rate, j) => sum + 2 * temperature * rate * answers[j][t] * answers[j][s],
              0,
            );
            close(covariance[s], 0.49 * start[t] * start[s] + noise);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('are those of plain gradient descent when nothing is asked for, exactly', () => {
    const rates = [0.1, 0.3, 0.2];
    const common = { rates, layerLr: [1, 2], initialScales: [1, 0.3], gamma0: 0.7 };
    for (const kernels of [weightKernels(common), weightKernels({ ...common, optimizer: optimizer({}, 1) })]) {
      expect(kernels.every(({ plain, noisy }) => plain && !noisy)).toBe(true);
      expect(Array.from(kernels[1].coupling(2))).toEqual([0.1 * 2 * 0.7, 0.3 * 2 * 0.7]);
      expect(Array.from(kernels[1].covariance(2))).toEqual([0.3 * 0.3, 0.3 * 0.3, 0.3 * 0.3]);
    }
    // the general recursion agrees to the last bit where nothing happens: decay of the other layer only
    const [first] = weightKernels({ ...common, optimizer: optimizer({ weightDecay: [0, 1] }, 1) });
    expect(first.plain).toBe(false);
    expect(Array.from(first.start)).toEqual([1, 1, 1, 1]);
    expect(Array.from(first.coupling(3))).toEqual(rates.map((rate) => rate * 0.7));
  });
});
