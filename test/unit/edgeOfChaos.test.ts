import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NumericalError } from '../../src/errors';
import { type EdgeOfChaosOptions, edgeOfChaos } from '../../src/limits/edgeOfChaos';
import { propagation } from '../../src/limits/propagation';
import { tolerance } from '../tolerances';

const { eoc } = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', 'reference', 'data', 'propagation.json'), 'utf8'),
) as { eoc: { act: 'tanh' | 'erf'; sb2: number; sw2: number; qstar: number }[] };
const near = (found: number, expected: number) =>
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(tolerance.limit * Math.abs(expected));

describe('edgeOfChaos', () => {
  it.each(eoc)('has the tabulated point: $act, s_b² = $sb2', ({ act, sb2, sw2, qstar }) => {
    const points = edgeOfChaos({ activation: act, biasVariance: sb2 });
    expect(points).toHaveLength(1);
    near(points[0].weightVariance, sw2);
    near(points[0].qStar, qstar);
  });

  it.each(['tanh', 'erf', 'sin'] as const)('is where propagation is critical, at any bias: %s', (activation) => {
    for (const biasVariance of [1e-6, 1e-3, 0.05, 1, 10]) {
      const [{ weightVariance, qStar, attracting }] = edgeOfChaos({ activation, biasVariance });
      const found = propagation({ activation, weightVariance, biasVariance });
      expect(attracting).toBe(true);
      expect(found.phase).toBe('critical');
      near(found.qStar, qStar);
    }
  });

  it('is known in closed form for sin: s_b² = q − tanh q, s² = 2/(1 + e^(−2q))', () => {
    const q = 0.7;
    const [point] = edgeOfChaos({ activation: 'sin', biasVariance: q - Math.tanh(q) });
    near(point.qStar, q);
    near(point.weightVariance, 2 / (1 + Math.exp(-2 * q)));
  });

  it("without bias is 1/φ'(0)² or, for activations that scale with their argument, 1/E φ'²", () => {
    near(edgeOfChaos({ activation: 'erf' })[0].weightVariance, Math.PI / 4);
    expect(edgeOfChaos({ activation: 'relu' })).toEqual([{ weightVariance: 2, qStar: 1, attracting: true }]);
    expect(edgeOfChaos({ activation: 'linear', biasVariance: 0.1 })).toEqual([]);
  });

  it('of a function that is a line near 0 is one point without bias', () => {
    const activation = {
      value: (u: number) => Math.max(-1, Math.min(1, u)),
      derivative: (u: number) => (Math.abs(u) < 1 ? 1 : 0),
      kinks: [-1, 1],
    };
    const points = edgeOfChaos({ activation });
    expect(points).toEqual([{ weightVariance: points[0].weightVariance, qStar: 0, attracting: true }]);
    near(points[0].weightVariance, 1);
    const [{ weightVariance, qStar }] = edgeOfChaos({ activation, biasVariance: 0.01 });
    near(propagation({ activation, weightVariance, biasVariance: 0.01 }).qStar, qStar);
  });

  it('says where lengths leave the critical point: GELU', () => {
    const [small] = edgeOfChaos({ activation: 'gelu', biasVariance: 0.05 });
    expect(small.attracting).toBe(false);
    const { weightVariance, qStar } = small;
    const at = (q0: number) => propagation({ activation: 'gelu', weightVariance, biasVariance: 0.05, q0 }).qStar;
    expect(at(0.99 * qStar)).toBeLessThan(0.9 * qStar);
    expect(at(1.01 * qStar)).toBeGreaterThan(1.1 * qStar);
  });

  it('says where a given function is no number', () => {
    for (const [value, where] of [
      [Math.sqrt, 'φ(-'],
      [(u: number) => Math.log(1 + Math.exp(u)), 'φ(709.78'],
    ] as const) {
      const find = () => edgeOfChaos({ activation: { value }, biasVariance: 0.1 });
      expect(find).toThrow(NumericalError);
      expect(find).toThrow(`activation: expected a number at every u, got ${where}`);
    }
    // E φ² = E φ'² = e^(2q): s_b² = q − 1
    const [point] = edgeOfChaos({ activation: { value: Math.exp, derivative: Math.exp }, biasVariance: 0.1 });
    near(point.qStar, 1.1);
  });

  it('refuses wrong options by name', () => {
    expect(() => edgeOfChaos({ activation: 'tanh', biasVariance: -1 })).toThrow('biasVariance: expected');
    expect(() => edgeOfChaos({ activation: 'tanh', q: 1 } as EdgeOfChaosOptions)).toThrow('got "q"');
  });
});
