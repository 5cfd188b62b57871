import { describe, expect, it } from 'vitest';
import { check } from '../../src/experiments/check';
import { catapult } from '../../src/limits/catapult';
import { createNet } from '../../src/nets/createNet';
import { train } from '../../src/train/train';
import { momentsOfSamples } from '../reference/momentsOf';
import { tolerance } from '../tolerances';

/** One sample with ‖x‖² = D. */
const sample = [[1, -1, 1.3, Math.sqrt(4 - 1 - 1 - 1.3 ** 2)]];
const steps = 60;

/** A net of the map's kind trained at ηλ_0 = x0, with its outputs and tangent kernel at the end. */
function trained(width: number, x0: number, target: number, seed: number) {
  const net = createNet({ inputs: 4, outputs: 1, hidden: 1, width, parameterization: 'ntk', seed });
  const [lambda0, f0] = [net.ntk(sample).data[0], net.predict(sample).data[0]];
  const lr = x0 / lambda0;
  const moments = momentsOfSamples(sample, [[target]]);
  const run = train(net, { moments, lr, steps, record: { every: 1, quantities: ['predictor'] } });
  const outputs = run.predictors!.map(({ data }) => sample[0].reduce((sum, x, d) => sum + x * data[d], 0));
  const start = { f0, lambda0, lr, width, target, steps };
  return { outputs, lambda: run.net.ntk(sample).data[0], start, diverged: run.diverged };
}
const most = (values: readonly number[]) => Math.max(...values.map(Math.abs));

describe('nets with one hidden layer at large learning rates', () => {
  it.each([1, 2.5, 3.5])('follow the map to rounding at ηλ_0 = %d', (x0) => {
    for (const target of [0, 1.5]) {
      for (const width of [64, 512, 4096]) {
        const { outputs, lambda, start } = trained(width, x0, target, 7 * width + 1);
        const map = catapult(start);
        expect(map.phase).toBe(x0 > 2 ? 'catapult' : 'lazy');
        const bound = tolerance.recursion(steps) * (1 + map.peak);
        outputs.forEach((f, t) => {
          expect(Math.abs(f - map.f[t])).toBeLessThan(bound);
        });
        expect(Math.abs(lambda - map.lambda[steps])).toBeLessThan(bound);
        // the kernel of an infinitely wide net instead of the net's own is another curve
        const wrong = catapult({ ...start, lambda0: 2 });
        expect(most(outputs.map((f, t) => f - (wrong.f[t] ?? 0)))).toBeGreaterThan(1e6 * bound);
      }
    }
  });

  it('diverge with the map beyond ηλ_0 = 4', () => {
    for (const width of [64, 512]) {
      const { start, diverged } = trained(width, 4.3, 0, width);
      expect(catapult(start).phase).toBe('divergent');
      // the trainer's loss is computed from larger numbers: it may leave float64 one step earlier
      expect(Math.abs(diverged!.step - catapult(start).diverged!.step)).toBeLessThan(2);
    }
  });

  it.each([1.5, 2.5, 3.5])('throw outputs up to √width in the catapult phase only: ηλ_0 = %d', (x0) => {
    const result = check('catapult', { parameters: { x0 } });
    console.log(result.explain());
    expect(result.verdict).toBe('agrees');
    expect(result.slope!.expected).toBe(x0 > 2 ? 0.5 : 0);
  });
});
