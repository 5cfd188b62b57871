import { describe, expect, it } from 'vitest';
import {
  createNet,
  type Matrix,
  matmul,
  matrix,
  type NetOptions,
  netFromWeights,
  singularValues,
  syntheticTask,
  train,
  trainEnsemble,
} from '../../src/index';
import { layerScalings } from '../../src/nets/parameterization';
import { significance, tolerance } from '../tolerances';

const options: NetOptions = { inputs: 5, outputs: 2, hidden: 3, width: 8, init: 'orthogonal', seed: 3 };
const float64 = (m: Matrix) => matrix(m.rows, m.cols, Float64Array.from(m.data));

describe('a net with orthogonal initial weights', () => {
  it('has hidden layers W/√N equal to s times an orthogonal matrix', () => {
    const net = createNet({ ...options, initialScales: 1.5 });
    expect(net.spec.init).toBe('orthogonal');
    for (const w of net.weights().slice(1, 3)) {
      const product = matmul(w, w, { transposeA: true, alpha: 1 / (8 * 1.5 ** 2) });
      product.data.forEach((value, at) => {
        expect(Math.abs(value - (at % 9 === 0 ? 1 : 0))).toBeLessThanOrEqual(tolerance.orthogonal(8));
      });
    }
  });

  it.each(['muP', 'ntk', 'standard'] as const)(
    'has in every layer, of any shape, all singular values deviation·√max(fanIn, fanOut): %s',
    (parameterization) => {
      for (const dtype of ['float64', 'float32'] as const) {
        const net = createNet({ ...options, parameterization, width: [8, 4, 9], initialScales: [1, 0.5, 2, 3], dtype });
        const layers = layerScalings(net.spec);
        net.weights().forEach((w, l) => {
          expect(w.dtype).toBe(dtype);
          const { deviation, fanIn, fanOut } = layers[l];
          const expected = deviation * Math.sqrt(Math.max(fanIn, fanOut));
          for (const value of singularValues(float64(w))) {
            expect(Math.abs(value / expected - 1)).toBeLessThanOrEqual(tolerance.product(dtype, fanIn + fanOut));
          }
          // So the entries have the mean square of Gaussian ones, exactly.
          const meanSquare = Array.from(w.data).reduce((sum, value) => sum + value * value, 0) / w.data.length;
          expect(Math.abs(meanSquare / deviation ** 2 - 1)).toBeLessThanOrEqual(
            tolerance.product(dtype, fanIn + fanOut),
          );
        });
      }
    },
  );

  it('keeps all lengths and angles of the input at any depth, which Gaussian weights do not', () => {
    const x = matrix(2, 5, [1, 2, 0, -1, 0.5, 0, 1, 1, 3, -2]);
    const inner = (net: ReturnType<typeof createNet>) => {
      const last = net.featureKernels(x).at(-1)!;
      return Array.from(last.data);
    };
    const inputs = Array.from(matmul(x, x, { transposeB: true, alpha: 1 / 5 }).data);
    const deep = { ...options, width: 16, hidden: 40 };
    const kept = inner(createNet(deep));
    kept.forEach((value, i) => {
      expect(Math.abs(value - inputs[i])).toBeLessThanOrEqual(tolerance.orthogonal(40 * 16) * inputs[0]);
    });
    const gaussian = inner(createNet({ ...deep, init: 'gaussian' }));
    expect(Math.abs(gaussian[0] / inputs[0] - 1)).toBeGreaterThan(tolerance.orthogonal(40 * 16));
  });

  it('draws each layer, width and seed independently, the same bits in an ensemble', () => {
    const weights = createNet(options).weights();
    expect(createNet(options).weights()).toEqual(weights);
    expect(createNet({ ...options, seed: 4 }).weights()).not.toEqual(weights);
    expect(weights[1]).not.toEqual(weights[2]);
    // Overlaps of independent 8×8 rotations, times √N, are standard normal.
    const trace = Array.from(matmul(weights[1], weights[2], { transposeA: true }).data).filter((_, at) => at % 9 === 0);
    expect(Math.abs(trace.reduce((sum, value) => sum + value, 0) / 8)).toBeLessThan(significance.most);
    const { moments } = syntheticTask({ inputs: 5, outputs: 2, spectrum: 'isotropic', seed: 1 });
    for (const dtype of ['float64', 'float32'] as const) {
      const spec = { ...options, dtype, width: 7 };
      const run = { moments, lr: 0.05, steps: 3 };
      const { seed: _, ...unseeded } = spec;
      const ensemble = trainEnsemble(unseeded, { ...run, seeds: [3, 5] });
      const alone = [3, 5].map((seed) => train(createNet({ ...spec, seed }), run));
      ensemble.runs.forEach((member, k) => {
        expect([...member.loss]).toEqual([...alone[k].loss]);
      });
    }
  });

  it('says so in its description, with the singular values', () => {
    expect(createNet({ ...options, hidden: 2, width: 16, initialScales: [1, 0.5, 1] }).describe()).toBe(
      [
        'Deep linear net 5-16-16-2: 2 hidden layers, width N = 16, float64, seed 3',
        'parameterization muP, gamma0 = 1, orthogonal initial weights',
        'layer    size   initial variance  singular values  forward multiplier                  rate / lr',
        'W_0      16×5   1                 all 4            0.447 = fanIn^-0.5                  16 = gamma0^2·width ~ N^1',
        'W_1      16×16  0.25              all 2            0.25 = branch·fanIn^-0.5 ~ N^-0.5   16 = gamma0^2·width ~ N^1',
        'readout  2×16   1                 all 4            0.0625 = gamma0^-1·width^-1 ~ N^-1  16 = gamma0^2·width ~ N^1',
      ].join('\n'),
    );
  });

  it('survives the way through its spec, also as JSON', () => {
    const net = createNet(options);
    const again = netFromWeights(JSON.parse(JSON.stringify(net.spec)), net.weights());
    expect(again.spec).toEqual(net.spec);
    expect(again.predictor()).toEqual(net.predictor());
  });

  it('is refused when float32 cannot hold its entries or memory its draws', () => {
    expect(() => createNet({ ...options, width: 400, initialScales: 3e37, dtype: 'float32' })).toThrow(
      'initialScales[0]: expected a scale whose entries float32 can hold',
    );
    expect(() => createNet({ ...options, width: 14_000, hidden: 2 })).toThrow('width: expected a run within');
  });
});
