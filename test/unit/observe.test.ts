import { describe, expect, it } from 'vitest';
import { createNet, type NetOptions, NumericalError, netFromWeights, randomNormal, train } from '../../src/index';
import { layerScalings } from '../../src/nets/parameterization';
import { farthest, features, toRows } from '../reference/netTraining';
import { tolerance } from '../tolerances';

const nets: [string, NetOptions][] = [
  ['one output', { inputs: 3, outputs: 1, hidden: 2, width: 5, gamma0: 1.5, seed: 1 }],
  ['several outputs, unequal widths', { inputs: 3, outputs: 2, hidden: 3, width: [4, 6, 5], seed: 2 }],
  ['residual', { inputs: 3, outputs: 2, hidden: 3, width: 5, residual: { beta0: 0.7 }, seed: 3 }],
  ['ntk', { inputs: 3, outputs: 2, hidden: 1, width: 5, parameterization: 'ntk', seed: 4 }],
  ['standard', { inputs: 3, outputs: 1, hidden: 2, width: 5, parameterization: 'standard', seed: 5 }],
];
const x = randomNormal({ seed: 7, rows: 4, cols: 3 });
const x2 = randomNormal({ seed: 8, rows: 2, cols: 3 });

describe.each(nets)('a net with %s', (_, options) => {
  const net = createNet(options);
  const layers = layerScalings(net.spec);
  const weights = net.weights().map(toRows);
  const { outputs, hidden } = net.spec;
  const layerLr = Array.from({ length: hidden + 1 }, (_, l) => 0.5 + l);

  /** ∂f/∂(every weight), one row per sample and output; f is linear in each weight, so a difference is exact. */
  function jacobian(inputs: typeof x): number[][] {
    const f = features(weights, layers, toRows(inputs))[hidden + 1];
    const rows: number[][] = f.flat().map(() => []);
    weights.forEach((w, l) => {
      w.forEach((row, i) => {
        row.forEach((_, j) => {
          const moved = weights.map((m) => m.map((r) => [...r]));
          moved[l][i][j] += 1;
          features(moved, layers, toRows(inputs))
            [hidden + 1].flat()
            .forEach((v, k) => {
              rows[k].push((v - f.flat()[k]) * Math.sqrt(layers[l].rate * layerLr[l]));
            });
        });
      });
    });
    return rows;
  }

  it('has the tangent kernel of its Jacobian, sample p and output c at index p·C + c', () => {
    const left = jacobian(x);
    const right = jacobian(x2);
    const expected = left.flatMap((a) => right.map((b) => a.reduce((sum, v, k) => sum + v * b[k], 0)));
    const theta = net.ntk(x, x2, { layerLr });
    expect([theta.rows, theta.cols]).toEqual([4 * outputs, 2 * outputs]);
    const { distance, scale } = farthest(theta.data, expected);
    expect(distance / scale).toBeLessThan(tolerance.trained('float64', 1));
    expect(net.ntk(x)).toEqual(net.ntk(x, x));
  });

  it('changes its outputs by lr · mean Θ (y − f) in a small step', () => {
    const y = randomNormal({ seed: 9, rows: 4, cols: outputs });
    const lr = 1e-7;
    const before = net.predict(x).data;
    const after = train(net, { x, y, lr, steps: 1, layerLr }).net.predict(x).data;
    const theta = net.ntk(x, x, { layerLr });
    const expected = Array.from(before, (_, i) => {
      let sum = 0;
      for (let j = 0; j < before.length; j++) sum += theta.data[i * before.length + j] * (y.data[j] - before[j]);
      return sum / 4;
    });
    const actual = Array.from(before, (f, i) => (after[i] - f) / lr);
    const { distance, scale } = farthest(actual, expected);
    expect(distance / scale).toBeLessThan(tolerance.smallStep);
  });

  it('has feature kernels h·h/N, beginning with x·x/D', () => {
    const h = features(weights, layers, toRows(x));
    const kernels = net.featureKernels(x);
    expect(kernels).toHaveLength(hidden + 1);
    kernels.forEach((kernel, l) => {
      const expected = h[l].flatMap((a) => h[l].map((b) => a.reduce((sum, v, k) => sum + v * b[k], 0) / a.length));
      const { distance, scale } = farthest(kernel.data, expected);
      expect(distance / scale).toBeLessThan(tolerance.trained('float64', 0));
    });
  });

  it('has gradient kernels that make up the tangent kernel with the feature kernels', () => {
    const gradient = net.gradientKernels();
    const feature = net.featureKernels(x);
    expect(gradient).toHaveLength(hidden + 1);
    expect(gradient[hidden].data).toEqual(
      Float64Array.from({ length: outputs ** 2 }, (_, k) => +(k % (outputs + 1) === 0)),
    );
    const theta = net.ntk(x);
    const n = net.width * net.spec.gamma0;
    for (let p = 0; p < 4; p++) {
      for (let c = 0; c < outputs; c++) {
        // ρ m² q·q h·h with q = g/(γ0 N).
        let sum = 0;
        layers.forEach(({ rate, multiplier, fanIn, fanOut }, l) => {
          const backward = (gradient[l].data[c * outputs] * (l < hidden ? fanOut : n * n)) / n ** 2;
          sum += rate * multiplier ** 2 * backward * fanIn * feature[l].data[p * 4 + 1];
        });
        const entry = theta.data[(p * outputs + c) * theta.cols + outputs];
        expect(Math.abs(entry - sum) / Math.abs(theta.data[0])).toBeLessThan(tolerance.trained('float64', 1));
      }
    }
  });
});

describe('observing', () => {
  it('names what does not fit', () => {
    const net = createNet(nets[0][1]);
    expect(() => net.ntk([[1]])).toThrow('x: expected 3 columns (inputs), got 1');
    expect(() => net.ntk(x, [[1]])).toThrow('x2: expected 3 columns (inputs), got 1');
    expect(() => net.featureKernels([[1]])).toThrow('x: expected 3 columns (inputs), got 1');
    expect(() => net.ntk(x, x, { layerLr: [1] })).toThrow('layerLr: expected 3 numbers');
    expect(() => net.ntk(x, x, { lr: 1 } as object)).toThrow('expected options among layerLr, got "lr"');
  });

  it('refuses inputs and weights whose products overflow', () => {
    const net = createNet(nets[1][1]);
    for (const far of [1e160, -1e200]) {
      const given = [[far, 1, 0]];
      expect(() => net.ntk(given)).toThrow(NumericalError);
      expect(() => net.ntk(given)).toThrow('net, x: expected numbers of a size');
      expect(() => net.featureKernels(given)).toThrow('net, x: expected numbers of a size');
    }
    const huge = netFromWeights(
      net.spec,
      net.weights().map((w) => toRows(w).map((row) => row.map((v) => v * 1e160))),
    );
    expect(() => huge.gradientKernels()).toThrow('net: expected numbers of a size');
    expect(net.ntk([[1e150, 1, 0]]).data.every(Number.isFinite)).toBe(true);
  });

  it('reads the same from a float32 net as from its weights in float64', () => {
    const single = createNet({ ...nets[1][1], dtype: 'float32' });
    expect(single.ntk(x).dtype).toBe('float64');
    expect(single.featureKernels(x)[3].dtype).toBe('float64');
  });
});
