import { describe, expect, it } from 'vitest';
import { createNet, moments, type NetOptions, netFromWeights, randomNormal, train } from '../../src/index';
import { layerScalings } from '../../src/nets/parameterization';
import { eigenvalues } from '../reference/eigenvalues';
import { descent, flat, type Rows, toRows } from '../reference/netTraining';
import { tolerance } from '../tolerances';

const x = randomNormal({ seed: 7, rows: 9, cols: 3 });
const cases: [string, NetOptions][] = [
  ['one hidden layer', { inputs: 3, outputs: 1, hidden: 1, width: 4, seed: 1 }],
  ['several outputs', { inputs: 3, outputs: 2, hidden: 2, width: [4, 3], gamma0: 0.8, seed: 2 }],
  ['skip connections', { inputs: 3, outputs: 2, hidden: 3, width: 3, residual: true, seed: 3 }],
  ['standard scaling', { inputs: 3, outputs: 2, hidden: 2, width: 3, parameterization: 'standard', seed: 4 }],
];

describe('sharpness', () => {
  it.each(cases)('is the largest eigenvalue of the rate-scaled Hessian: %s', (_, options) => {
    const net = createNet(options);
    const y = randomNormal({ seed: 8, rows: 9, cols: options.outputs });
    const layerLr = Array.from({ length: options.hidden + 1 }, (_, l) => 1 + 0.5 * l);
    const layers = layerScalings(net.spec);
    const weights = net.weights().map(toRows);
    const roots = flat(weights.map((w, l) => w.map((r) => r.map(() => Math.sqrt(layers[l].rate * layerLr[l])))));
    const step = 1e-4;
    const gradient = (moved: Rows[]) => flat(descent(moved, layers, toRows(x), toRows(y)));
    const hessian: number[][] = [];
    weights.forEach((w, l) => {
      w.forEach((row, i) => {
        row.forEach((_, j) => {
          const at = (by: number) => {
            const moved = weights.map((m) => m.map((r) => [...r]));
            moved[l][i][j] += by;
            return gradient(moved);
          };
          const low = at(-step);
          const high = at(step);
          hessian.push(low.map((v, k) => ((v - high[k]) / (2 * step)) * roots[k] * roots[hessian.length]));
        });
      });
    });
    const expected = eigenvalues(hessian.map((row, i) => row.map((v, j) => (v + hessian[j][i]) / 2)));
    const value = net.sharpness(moments(x, y), { layerLr });
    expect(Math.abs(value / expected[expected.length - 1] - 1)).toBeLessThan(tolerance.hessianByDifferences);
  });

  it('marks the edge of stability: below lr = 2/sharpness a minimum attracts, above it repels', () => {
    const y = randomNormal({ seed: 8, rows: 9, cols: 1 });
    const data = moments(x, y);
    const start = createNet({ inputs: 3, outputs: 1, hidden: 2, width: 6, seed: 5 });
    const minimum = train(start, { moments: data, lr: 0.1, steps: 3000 });
    const s = minimum.net.sharpness(data);
    const floor = minimum.loss[3000];
    const nudged = netFromWeights(
      minimum.net.spec,
      minimum.net.weights().map((w) => ({ ...w, data: w.data.map((v, k) => v + 1e-6 * (k % 3)) })),
    );
    const excess = (lr: number) => {
      const { loss } = train(nudged, { moments: data, lr, steps: 40 });
      return (loss[40] - floor) / (loss[0] - floor);
    };
    expect(excess(1.9 / s)).toBeLessThan(0.1);
    expect(excess(2.1 / s)).toBeGreaterThan(10);
  });

  it('is linear in the moments at any scale', () => {
    const net = createNet({ inputs: 3, outputs: 2, hidden: 2, width: 4, seed: 5 });
    const data = moments(x, randomNormal({ seed: 8, rows: 9, cols: 2 }));
    const at = (c: number) => {
      const by = (m: Rows) => m.map((row) => row.map((value) => c * value));
      return net.sharpness({ sxx: by(toRows(data.sxx)), syx: by(toRows(data.syx)), syy: c * data.syy }) / c;
    };
    for (const c of [2 ** -900, 2 ** -540, 2 ** 540, 2 ** 900]) expect(at(c)).toBe(at(1));
  });

  it('leaves frozen layers out, and is 0 when all are', () => {
    const net = createNet(cases[1][1]);
    const data = moments(x, randomNormal({ seed: 8, rows: 9, cols: 2 }));
    expect(net.sharpness(data, { layerLr: [1, 0, 1] })).toBeLessThan(net.sharpness(data));
    expect(net.sharpness(data, { layerLr: 0 })).toBe(0);
  });

  it('refuses moments of another size by name', () => {
    const net = createNet(cases[0][1]);
    const data = moments([[1, 2]], [[1]]);
    expect(() => net.sharpness(data)).toThrow('moments.sxx: expected 3×3 (inputs×inputs of the net), got 2×2');
  });
});
