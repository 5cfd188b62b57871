import { describe, expect, it } from 'vitest';
import {
  createNet,
  type InfiniteWidthLimit,
  infiniteDepth,
  infiniteWidth,
  type Matrix,
  moments,
  randomNormal,
  singularValues,
  tInterval,
  train,
  weightLaw,
} from '../../src/index';
import { bulkLaw } from '../../src/limits/weights/bulkLaw';
import { significance, tolerance } from '../tolerances';

const data = moments(
  randomNormal({ seed: 1, rows: 12, cols: 4 }),
  randomNormal({ seed: 2, rows: 12, cols: 2, scale: 2 }),
);
const run = { moments: data, lr: 0.1, steps: 20, gamma0: 2 } as const;
const plain = infiniteWidth({ ...run, hidden: 2 });
const largest = (values: ArrayLike<number>) => Math.max(0, ...Array.from(values, Math.abs));
const integral = (of: (x: number) => number, low: number, high: number, n = 4000) =>
  // midpoints in the angle: densities end like square roots
  Array.from({ length: n }, (_, i) => {
    const angle = (Math.PI * (i + 0.5)) / n;
    const half = (high - low) / 2;
    return (of(low + half * (1 - Math.cos(angle))) * half * Math.sin(angle) * Math.PI) / n;
  }).reduce((sum, value) => sum + value, 0);

describe('weightLaw', () => {
  it('begins as the law of the initial weights', () => {
    const law = weightLaw(plain, 1);
    expect(law.bulk(0)?.support).toEqual([0, 2]);
    expect(law.outliers(0)).toHaveLength(0);
    expect(law.learned(0)).toHaveLength(0);
    for (const l of [0, 1, 2]) expect(weightLaw(plain, l).movement(0, 100)).toBe(0);
    expect([...weightLaw(plain, 0).outliers(0)]).toEqual([1, 1, 1, 1]);
    expect([...weightLaw(plain, 2).outliers(0)]).toEqual([1, 1]);
  });

  it('has outliers above the bulk in order, more than a perturbation that is independent of the weights has', () => {
    const law = weightLaw(plain, 1);
    const out = law.outliers(20);
    const learned = law.learned(20);
    expect(out.length).toBeGreaterThan(0);
    expect([...out].sort((a, b) => b - a)).toEqual([...out]);
    expect(out[out.length - 1]).toBeGreaterThan(2);
    // what training learns points along what the random weights already do
    expect(out[0]).toBeGreaterThan(learned[0] + 1 / learned[0]);
  });

  it('without initial hidden weights has the learned part and nothing else', () => {
    for (const scale of [0, 1e-7]) {
      const law = weightLaw(infiniteWidth({ ...run, hidden: 2, initialScales: [1, scale, 1] }), 1);
      const learned = law.learned(20);
      const out = law.outliers(20);
      expect(out.length).toBeGreaterThanOrEqual(2);
      out.slice(0, 2).forEach((value, k) => {
        expect(Math.abs(value - learned[k])).toBeLessThan(2 * scale + tolerance.quadrature * learned[0]);
      });
    }
  });

  it('gives W_0 and the readout singular values that the kernels imply', () => {
    for (const options of [{}, { momentum: 0.6, nesterov: true, weightDecay: 0.2 }, { inputsWide: true }]) {
      const { inputsWide, ...rule } = options as { inputsWide?: boolean };
      // few steps against many inputs: sources u_1 in their growing form
      const wide = moments(randomNormal({ seed: 3, rows: 12, cols: 40 }), randomNormal({ seed: 4, rows: 12, cols: 2 }));
      const limit = infiniteWidth({ ...run, ...rule, moments: inputsWide ? wide : data, hidden: 2 });
      const D = inputsWide ? 40 : 4;
      const t = 15;
      // W_0ᵀW_0/N_1 = D·(feature kernel of the unit inputs)
      const unit = Array.from({ length: D }, (_, i) => Array.from({ length: D }, (__, j) => +(i === j)));
      const kernel = limit.featureKernel(unit, 1, t);
      const values = weightLaw(limit, 0).outliers(t);
      const expected = singularValues(kernel).map((value) => Math.sqrt(D * value));
      expected.forEach((value, k) => {
        expect(Math.abs(values[k] - value)).toBeLessThan(tolerance.limit);
      });
      const readout = singularValues(limit.gradientKernel(2, t)).map(Math.sqrt);
      readout.forEach((value, k) => {
        expect(Math.abs(weightLaw(limit, 2).outliers(t)[k] - value)).toBeLessThan(tolerance.limit);
      });
    }
  });

  it('with decay moves entries as those of nets: what they lose is correlated with what they learn', () => {
    const rule = { moments: data, lr: 0.03, steps: 30, momentum: 0.5, weightDecay: 0.2 };
    const law = weightLaw(infiniteWidth({ ...rule, hidden: 2, gamma0: 2, widthRatios: [0.5, 1] }), 1);
    const width = 60;
    const moved = Array.from({ length: 24 }, (_, seed) => {
      const net = createNet({ inputs: 4, outputs: 2, hidden: 2, gamma0: 2, width: [width, 2 * width], seed });
      const [before, after] = [net, train(net, rule).net].map((one) => Array.from(one.weights()[1].data));
      return before.reduce((sum, value, i) => sum + (after[i] - value) ** 2, 0) / before.length;
    });
    const { value: mean, standardError } = tInterval(moved);
    expect(Math.abs(law.movement(30, width) ** 2 - mean)).toBeLessThan(significance.most * standardError);
  });

  it('moves entries by the Gram matrices of the fields, as N^−1/2', () => {
    const law = weightLaw(plain, 1);
    let square = 0;
    for (let s = 0; s < 12; s++) {
      for (let r = 0; r < 12; r++) {
        const [g, z] = [plain.gradientKernel(2, s, r), plain.errorKernel(1, s, r)];
        g.data.forEach((value, i) => {
          square += (0.1 * 2) ** 2 * value * z.data[i];
        });
      }
    }
    expect(law.movement(12, 400)).toBeCloseTo(Math.sqrt(square / 400), 12);
    const learned = law.learned(12);
    expect(Math.abs(Math.hypot(...learned) / Math.sqrt(square) - 1)).toBeLessThan(tolerance.quadrature);
    expect(weightLaw(plain, 0).movement(12, 400)).toBe(weightLaw(plain, 0).movement(12, 1));
  });

  it('gives neurons the covariances of both fields, and ⟨g_l z_l⟩ the same in all layers', () => {
    const before = weightLaw(plain, 1).neuronsBefore(9, 4);
    const after = weightLaw(plain, 1).neuronsAfter(9, 4);
    const block = (m: Matrix, i: number, j: number) =>
      Float64Array.from({ length: 4 }, (_, k) => m.data[(2 * i + Math.floor(k / 2)) * 4 + 2 * j + (k % 2)]);
    const off = (a: ArrayLike<number>, b: ArrayLike<number>) => largest(Array.from(a, (v, i) => v - b[i]));
    for (const [m, l] of [
      [before, 1],
      [after, 2],
    ] as const) {
      expect(off(block(m, 0, 0), plain.errorKernel(l, 9, 4).data)).toBeLessThan(tolerance.limit);
      expect(off(block(m, 1, 1), plain.gradientKernel(l, 9, 4).data)).toBeLessThan(tolerance.limit);
    }
    // at equal times: γ0·Beta E_tᵀ of every layer
    const cross = (m: Matrix) => block(m, 1, 0);
    expect(off(cross(weightLaw(plain, 1).neuronsBefore(9)), cross(weightLaw(plain, 1).neuronsAfter(9)))).toBeLessThan(
      tolerance.limit,
    );
  });

  it('follows gradient flow, as what small steps tend to, with the covariances of its kernels', () => {
    const shared = { moments: data, hidden: 2, gamma0: 2, weightDecay: 0.2 } as const;
    const at = (lr: number, flow = false) =>
      weightLaw(infiniteWidth({ ...shared, lr, steps: Math.round(1 / lr), flow }), 1);
    const limit = infiniteWidth({ ...shared, lr: 0.2, steps: 5, flow: true });
    const [flow, small, smaller] = [weightLaw(limit, 1), at(0.02), at(0.01)];
    const near = (of: (law: typeof flow, t: number) => ArrayLike<number>) => {
      const [rough, fine] = [of(small, 50), of(smaller, 100)];
      const found = of(flow, 5);
      expect(found).toHaveLength(fine.length);
      const off = Array.from(found, (value, i) => value - (2 * fine[i] - rough[i]));
      expect(largest(off)).toBeLessThan(tolerance.stepSquared(0.04) * largest(fine));
    };
    expect(flow.outliers(5).length).toBeGreaterThan(0);
    near((law, t) => law.outliers(t));
    near((law, t) => law.learned(t).slice(0, 2));
    near((law, t) => [law.movement(t, 100)]);
    near((law, t) => law.bulk(t)!.support);
    near((law, t) => law.neuronsAfter(t, (2 * t) / 5).data);
    const block = flow.neuronsBefore(5, 2).data;
    const [z, g] = [limit.errorKernel(1, 5, 2).data, limit.gradientKernel(1, 5, 2).data];
    for (let k = 0; k < 4; k++) {
      const [i, j] = [Math.floor(k / 2), k % 2];
      expect(Math.abs(block[4 * i + j] - z[k])).toBeLessThan(tolerance.limit);
      expect(Math.abs(block[4 * (2 + i) + 2 + j] - g[k])).toBeLessThan(tolerance.limit);
    }
    expect(() => flow.outliers(6)).toThrow('t: expected an integer of at least 0 and at most 5, got 6');
  });

  it('refuses what infiniteWidth did not make, layers that are not there, and noise', () => {
    expect(() => weightLaw({} as InfiniteWidthLimit, 1)).toThrow('limit: expected a limit of infiniteWidth');
    expect(() => weightLaw(plain, 3)).toThrow('layer: expected an integer of at least 0 and at most 2, got 3');
    expect(() => weightLaw(plain, 0).neuronsBefore(1)).toThrow('layer');
    expect(() => weightLaw(plain, 1).outliers(21)).toThrow('t: expected an integer');
    const deep = infiniteDepth({ ...run, steps: 1, lr: 0.01 });
    expect(() => weightLaw(deep as never, 1)).toThrow('limit: expected a limit of infiniteWidth');
    const noisy = infiniteWidth({ ...run, hidden: 2, steps: 2, temperature: 0.1 });
    expect(() => weightLaw(noisy, 1)).toThrow('limit: expected a run without noise');
  });
});

describe('bulkLaw', () => {
  it.each([
    [1, 1],
    [0.7, 0.25],
    [2, 3],
  ])('s = %s, ratio %s: density, cdf and second moment fit', (scale, ratio) => {
    const { support, density, cdf } = bulkLaw(scale, ratio);
    const [low, high] = support;
    expect(Math.abs(integral(density, low, high) - 1)).toBeLessThan(tolerance.quadrature);
    // trace of XXᵀ/N over the smaller side
    const square = scale ** 2 * Math.max(1, ratio);
    expect(Math.abs(integral((x) => x * x * density(x), low, high) - square)).toBeLessThan(
      tolerance.quadrature * square,
    );
    for (const share of [0.1, 0.5, 0.9]) {
      const x = low + share * (high - low);
      expect(Math.abs(cdf(x) - integral(density, low, x))).toBeLessThan(tolerance.quadrature);
    }
    expect([cdf(low), cdf(high), cdf(0), density(high + 1)]).toEqual([0, 1, 0, 0]);
  });
});
