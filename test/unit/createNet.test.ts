import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  createNet,
  type NetOptions,
  netFromWeights,
  parameterizations,
  randomNormal,
  ValueError,
} from '../../src/index';
import { layerScalings } from '../../src/nets/parameterization';
import { features, toRows } from '../reference/netTraining';
import { significance, tolerance } from '../tolerances';

const options: NetOptions = { inputs: 5, outputs: 2, hidden: 2, width: 8, seed: 3 };

describe('createNet', () => {
  it('makes W_0 (N×D), W_l (N×N) and the readout (C×N), also with one width per layer', () => {
    const sizes = (given: Partial<NetOptions>) =>
      createNet({ ...options, ...given })
        .weights()
        .map((w) => [w.rows, w.cols]);
    expect(sizes({})).toEqual([
      [8, 5],
      [8, 8],
      [2, 8],
    ]);
    expect(sizes({ hidden: 1 })).toEqual([
      [8, 5],
      [2, 8],
    ]);
    expect(sizes({ hidden: 3, width: Uint16Array.of(7, 1, 9) })).toEqual(sizes({ hidden: 3, width: [7, 1, 9] }));
    expect(sizes({ hidden: 3, width: [7, 1, 9] })).toEqual([
      [7, 5],
      [1, 7],
      [9, 1],
      [2, 9],
    ]);
  });

  it('resolves every default in its spec, which is plain data', () => {
    const { spec, width } = createNet(options);
    expect(spec).toEqual({
      inputs: 5,
      outputs: 2,
      hidden: 2,
      widths: [8, 8],
      parameterization: 'muP',
      gamma0: 1,
      residual: false,
      initialScales: [1, 1, 1],
      init: 'gaussian',
      seed: 3,
      dtype: 'float64',
    });
    expect(width).toBe(8);
    expect(JSON.parse(JSON.stringify(spec))).toEqual(spec);
    expect(createNet({ ...options, hidden: 3, width: [4, 5, 6] }).width).toBe(6);
  });

  it('is a Net with its spec where it is printed, whatever bundles call its class', () => {
    expect(inspect(createNet(options))).toMatch(/^Net {\n {2}spec: {\n {4}inputs: 5,/);
  });

  it('freezes its spec, which nets share', () => {
    const net = createNet({ ...options, residual: true });
    for (const part of [net.spec, net.spec.widths, net.spec.initialScales, net.spec.residual]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
    expect(() => {
      (net.spec.widths as number[])[1] = 64;
    }).toThrow(TypeError);
  });

  it('gives the same bits for the same seed and other weights for another', () => {
    expect(createNet(options).weights()).toEqual(createNet(options).weights());
    expect(createNet(options).weights()).not.toEqual(createNet({ ...options, seed: 4 }).weights());
  });

  it.each(['float64', 'float32'] as const)('hands out weights in its dtype and a float64 predictor: %s', (dtype) => {
    const net = createNet({ ...options, dtype });
    expect(new Set(net.weights().map((w) => w.dtype))).toEqual(new Set([dtype]));
    expect(net.predictor()).toMatchObject({ rows: 2, cols: 5, dtype: 'float64' });
  });

  it('draws entries of variance s² (muP, ntk) or s²/fan-in (standard)', () => {
    const wide = { ...options, inputs: 64, outputs: 64, width: 128, initialScales: [0.5, 1, 2] };
    for (const parameterization of ['muP', 'ntk', 'standard'] as const) {
      createNet({ ...wide, parameterization })
        .weights()
        .forEach((w, l) => {
          const expected = wide.initialScales[l] ** 2 / (parameterization === 'standard' ? w.cols : 1);
          const meanSquare = Float64Array.from(w.data).reduce((sum, v) => sum + v * v, 0) / w.data.length;
          const z = (meanSquare / expected - 1) / Math.sqrt(2 / w.data.length);
          expect(Math.abs(z)).toBeLessThan(significance.most);
        });
    }
  });

  it('takes gamma0, beta0 and branch into the forward pass', () => {
    const x = toRows(randomNormal({ seed: 1, rows: 4, cols: 5 }));
    const cases: [Partial<NetOptions>, number[], boolean][] = [
      [{ gamma0: 2 }, [1 / Math.sqrt(5), 1 / Math.sqrt(8), 1 / Math.sqrt(8), 1 / 16], false],
      [{ residual: true }, [1 / Math.sqrt(5), 1 / Math.sqrt(24), 1 / Math.sqrt(24), 1 / 8], true],
      [{ residual: { beta0: 2 } }, [1 / Math.sqrt(5), 2 / Math.sqrt(24), 2 / Math.sqrt(24), 1 / 8], true],
      [{ residual: { branch: 0.3 } }, [1 / Math.sqrt(5), 0.3 / Math.sqrt(8), 0.3 / Math.sqrt(8), 1 / 8], true],
      [{ parameterization: 'ntk' }, [1 / Math.sqrt(5), 1 / Math.sqrt(8), 1 / Math.sqrt(8), 1 / Math.sqrt(8)], false],
      [{ parameterization: 'standard' }, [1, 1, 1, 1], false],
    ];
    for (const [given, multipliers, skips] of cases) {
      const net = createNet({ ...options, hidden: 3, ...given });
      const layers = multipliers.map((multiplier, l) => ({ multiplier, rate: 1, skip: skips && (l === 1 || l === 2) }));
      const expected = features(net.weights().map(toRows), layers, x)[4];
      const f = toRows(net.predict(x));
      f.forEach((row, p) => {
        row.forEach((v, c) => {
          expect(Math.abs(v - expected[p][c])).toBeLessThan(tolerance.trained('float64', 0));
        });
      });
    }
  });

  it('keeps its weights from its callers', () => {
    const net = createNet(options);
    const before = net.predictor();
    for (const w of net.weights()) w.data.fill(0);
    expect(net.predictor()).toEqual(before);
    expect(net.clone().predictor()).toEqual(before);
    expect(net.clone().spec).toEqual(net.spec);
  });

  it('describes itself with the table of its parameterization', () => {
    expect(createNet({ ...options, hidden: 2, width: 16, gamma0: 2, residual: { beta0: 1 } }).describe()).toBe(
      [
        'Deep linear net 5-16-16-2: 2 hidden layers, width N = 16, float64, seed 3',
        'parameterization muP, gamma0 = 2, skip connections with branch 0.707107',
        'layer    size   initial variance  forward multiplier                  rate / lr',
        'W_0      16×5   1                 0.447 = fanIn^-0.5                  64 = gamma0^2·width ~ N^1',
        'W_1      16×16  1                 0.177 = branch·fanIn^-0.5 ~ N^-0.5  64 = gamma0^2·width ~ N^1',
        'readout  2×16   1                 0.0313 = gamma0^-1·width^-1 ~ N^-1  64 = gamma0^2·width ~ N^1',
      ].join('\n'),
    );
  });

  it('has ntk equal to muP at gamma0 = 1/√N in every layer', () => {
    const ntk = layerScalings(createNet({ ...options, parameterization: 'ntk' }).spec);
    const muP = layerScalings(createNet({ ...options, gamma0: 1 / Math.sqrt(8) }).spec);
    ntk.forEach((layer, l) => {
      expect(layer.multiplier).toBeCloseTo(muP[l].multiplier, 14);
      expect(layer.rate).toBeCloseTo(muP[l].rate, 14);
    });
    expect(Object.keys(parameterizations)).toEqual(['muP', 'ntk', 'standard']);
  });

  it('says before any work that a net does not fit into memory, with the number', () => {
    expect(() => createNet({ ...options, width: 40_000 })).toThrow(
      /^width: expected a run within the \d+ MiB left of WebAssembly memory, got the weights of 5-40000-40000-2 in float64, which need 12214 MiB$/,
    );
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['no inputs', { inputs: 0 }, 'inputs: expected an integer of at least 1, got 0'],
    ['no outputs', { outputs: undefined }, 'outputs: expected an integer of at least 1, got undefined'],
    ['no hidden layer', { hidden: 0 }, 'hidden: expected an integer of at least 1 and at most 100000, got 0'],
    [
      'more layers than can be',
      { hidden: 1e9 },
      'hidden: expected an integer of at least 1 and at most 100000, got 1000000000',
    ],
    ['width 0', { width: 0 }, 'width: expected an integer of at least 1, got 0'],
    ['a fractional width', { width: [4, 2.5] }, 'width[1]: expected an integer of at least 1, got 2.5'],
    ['too few widths', { width: [4] }, 'width: expected one number per hidden layer (2), got 1'],
    ['gamma0 0', { gamma0: 0 }, 'gamma0: expected a positive finite number, got 0'],
    ['gamma0 with ntk', { parameterization: 'ntk', gamma0: 1 }, "gamma0: expected none with parameterization 'ntk'"],
    ['gamma0 with standard', { parameterization: 'standard', gamma0: 2 }, 'gamma0: expected none'],
    ['an unknown parameterization', { parameterization: 'mup' }, 'parameterization: expected one of "muP"'],
    ['unequal residual widths', { residual: true, width: [4, 5] }, 'width: expected equal widths in a residual net'],
    ['two branch factors', { residual: { beta0: 1, branch: 1 } }, 'residual: expected exactly one of beta0 and branch'],
    [
      'a branch that is not a number',
      { residual: { branch: Number.NaN } },
      'residual.branch: expected a finite number',
    ],
    ['residual as text', { residual: 'yes' }, 'residual: expected true or false, got "yes"'],
    ['two scales for three layers', { initialScales: [1, 1] }, 'initialScales: expected 3 numbers'],
    ['a negative scale', { initialScales: [1, -1, 1] }, 'initialScales[1]: expected a non-negative finite number'],
    ['unknown weights', { init: 'identity' }, 'init: expected one of "gaussian", "orthogonal", got "identity"'],
    ['no seed', { seed: undefined }, 'seed: expected a non-negative integer'],
    [
      'a richness beyond float32',
      { gamma0: 1e50, dtype: 'float32' },
      'gamma0: expected a richness whose multipliers and rates float32 can hold, got 1e+50',
    ],
    ['a richness whose square is 0', { gamma0: 1e-170 }, 'gamma0: expected a richness whose multipliers and rates'],
    [
      'scales beyond float32',
      { initialScales: [1, 1e39, 1], dtype: 'float32' },
      'initialScales[1]: expected a scale whose entries float32 can hold, got 1e+39',
    ],
    [
      'scales that are 0 in float32',
      { initialScales: 1e-50, dtype: 'float32' },
      'initialScales[0]: expected a scale whose entries float32 can hold, got 1e-50',
    ],
    [
      'a branch beyond float32',
      { residual: { branch: 1e40 }, dtype: 'float32' },
      'residual.branch: expected a number that float32 can hold, got 1e+40',
    ],
    ['an unknown dtype', { dtype: 'float16' }, 'dtype: expected one of "float64", "float32", got "float16"'],
    ['a mistyped option', { widht: 5 }, 'createNet: expected options among inputs, outputs'],
  ])('refuses %s by name', (_, given, message) => {
    expect(() => createNet({ ...options, ...given } as NetOptions)).toThrow(message);
  });
});

describe('netFromWeights', () => {
  it('makes a net of given weights, converted to its dtype and copied', () => {
    const net = createNet(options);
    const weights = net.weights();
    const same = netFromWeights(net.spec, weights);
    weights[0].data.fill(0);
    expect(same.weights()).toEqual(net.weights());
    const single = netFromWeights({ ...net.spec, dtype: 'float32' }, net.weights());
    expect(single.weights()[1].data).toEqual(Float32Array.from(net.weights()[1].data));
  });

  it('refuses weights that its dtype does not hold: they would end as 0 or Infinity without a word', () => {
    const spec = { inputs: 2, outputs: 1, hidden: 1, width: 1, seed: 0, dtype: 'float32' } as const;
    for (const wrong of [1e300, 1e-300, -1e39, 1e-39]) {
      expect(() => netFromWeights(spec, [[[wrong, 0]], [[1]]])).toThrow(
        new ValueError('dtype: expected float64, which holds weights[0], got "float32"'),
      );
      const kept = netFromWeights({ ...spec, dtype: 'float64' }, [[[wrong, 0]], [[1]]]);
      expect(kept.weights()[0].data[0]).toBe(wrong);
    }
    const beside = netFromWeights(spec, [[[1, 1e-300]], [[Number.POSITIVE_INFINITY]]]);
    expect(beside.weights().map(({ data }) => [...data])).toEqual([[1, 0], [Number.POSITIVE_INFINITY]]);
    const own = netFromWeights(spec, [{ rows: 1, cols: 2, dtype: 'float32', data: Float32Array.of(1e-40, 0) }, [[0]]]);
    expect(own.weights()[0].data[0]).toBe(Math.fround(1e-40));
  });

  it.each<Partial<NetOptions>>([{}, { residual: { beta0: 0.7 } }, { parameterization: 'ntk' }, { gamma0: 3 }])(
    'takes the options of createNet as well as the spec: %j',
    (given) => {
      const all = { ...options, ...given };
      const net = createNet(all);
      for (const spec of [all, net.spec, JSON.parse(JSON.stringify(net.spec))]) {
        const same = netFromWeights(spec, net.weights());
        expect(same.spec).toEqual(net.spec);
        expect(same.predictor()).toEqual(net.predictor());
      }
    },
  );

  it('checks the spec as createNet does', () => {
    const net = createNet(options);
    const wrong = (given: object) => () => netFromWeights({ ...net.spec, ...given } as never, net.weights());
    expect(wrong({ gamma0: Number.NaN })).toThrow('gamma0: expected a positive finite number, got NaN');
    expect(wrong({ parameterization: 'ntk' })).toThrow("with parameterization 'ntk', got 1");
    expect(wrong({ widths: [8] })).toThrow('width: expected one number per hidden layer (2), got 1');
    expect(wrong({ width: 8 })).toThrow('width: expected none beside widths, got 8');
    expect(wrong({ momentum: 1 })).toThrow('netFromWeights: expected options among');
    expect(() => netFromWeights(null as never, [])).toThrow('netFromWeights: expected an options object, got null');
    expect(() => netFromWeights(net.spec, undefined as never)).toThrow('weights: expected an array of matrices');
  });

  it('refuses weights that do not fit', () => {
    const net = createNet(options);
    expect(() => netFromWeights(net.spec, net.weights().slice(1))).toThrow(
      'weights: expected 3 matrices (hidden + 1), got 2',
    );
    expect(() => netFromWeights(net.spec, [...net.weights()].reverse())).toThrow('weights[0]: expected 8×5, got 2×8');
  });
});

describe('predict', () => {
  it('is x times the transposed predictor, and checks the number of inputs', () => {
    const net = createNet({ ...options, dtype: 'float32' });
    expect(net.predict([[1, 0, 0, 0, 0]]).data).toEqual(
      Float64Array.from([net.predictor().data[0], net.predictor().data[5]]),
    );
    expect(() => net.predict([[1, 2]])).toThrow('x: expected 5 columns (inputs), got 2');
  });
});

describe('nets of one seed', () => {
  it('and different widths share no draw in any layer', () => {
    const layers = (width: number) =>
      createNet({ inputs: 5, outputs: 2, hidden: 2, width, seed: 1 })
        .weights()
        .map(({ data }) => data[0]);
    const first = [3, 4, 6, 12].flatMap(layers);
    expect(new Set(first).size).toBe(first.length);
  });
});
