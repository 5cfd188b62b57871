import { describe, expect, it } from 'vitest';
import { gaussHermite } from '../../src/special/gaussHermite';
import { gaussLegendre } from '../../src/special/gaussLegendre';
import { tolerance } from '../tolerances';

describe('gaussHermite', () => {
  it('has the tabulated nodes and weights of three and five points', () => {
    const three = gaussHermite(3);
    expect(three.nodes[2]).toBeCloseTo(Math.sqrt(3), 14);
    expect(three.weights[0]).toBeCloseTo(1 / 6, 14);
    const five = gaussHermite(5);
    // physicists' tables, times √2 and over √π
    expect(five.nodes[4] / Math.SQRT2).toBeCloseTo(2.020182870456086, 13);
    expect(five.weights[4] * Math.sqrt(Math.PI)).toBeCloseTo(0.01995324205904591, 14);
  });

  it.each([1, 2, 10, 64, 240, 400, 1000])('%d nodes integrate polynomials and the cosine', (n) => {
    const { nodes, weights } = gaussHermite(n);
    const mean = (f: (z: number) => number) => nodes.reduce((a, z, i) => a + weights[i] * f(z), 0);
    expect(Math.abs(mean(() => 1) - 1)).toBeLessThan(tolerance.special);
    let moment = 1;
    for (let k = 1; 2 * k < Math.min(2 * n, 22); k++) {
      moment *= 2 * k - 1;
      expect(Math.abs(mean((z) => z ** (2 * k)) / moment - 1)).toBeLessThan(tolerance.special);
      expect(Math.abs(mean((z) => z ** (2 * k - 1)))).toBeLessThan(tolerance.special * moment);
    }
    if (n >= 20) expect(Math.abs(mean(Math.cos) - Math.exp(-0.5))).toBeLessThan(tolerance.special);
  });

  it('sizes are refused by name', () => expect(() => gaussHermite(0)).toThrow('n: expected'));
});

describe('gaussLegendre', () => {
  it.each([1, 2, 3, 16, 101])('%d nodes integrate powers', (n) => {
    const { nodes, weights } = gaussLegendre(n);
    for (let k = 0; k < Math.min(2 * n, 40); k++) {
      const sum = nodes.reduce((a, x, i) => a + weights[i] * x ** k, 0);
      expect(Math.abs(sum - (k % 2 === 0 ? 2 / (k + 1) : 0))).toBeLessThan(tolerance.special);
    }
  });
});
