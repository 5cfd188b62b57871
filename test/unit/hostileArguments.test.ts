/** What fuzzing found once, so that it is not found again: each must be refused, by the name of the argument. */
import { describe, expect, it } from 'vitest';
import * as d from '../../src/index';
import { show } from '../../src/validate';

const untyped = d as unknown as Record<string, (...args: unknown[]) => unknown>;
const net = d.createNet({ inputs: 3, outputs: 2, hidden: 2, width: 5, seed: 1 });
const nonlinear = d.sampleNet({ inputs: 3, hidden: 1, width: 4, activation: 'relu', seed: 1 });
const x = d.randomNormal({ seed: 1, rows: 4, cols: 3 });
const y = d.randomNormal({ seed: 2, rows: 4, cols: 2 });

/** A value that a getter gives at first, and another one afterwards. */
function changing<T>(first: T, later: T): () => T {
  let reads = 0;
  return () => (reads++ === 0 ? first : later);
}

describe('values in messages', () => {
  it('are short, and made of anything', () => {
    const cyclic: unknown[] = [1];
    cyclic.push(cyclic);
    let deep: unknown = 1;
    for (let i = 0; i < 20_000; i++) deep = [deep];
    const throwing = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('no');
        },
      },
    );
    for (const value of [
      cyclic,
      deep,
      throwing,
      'a'.repeat(1e6),
      [Symbol('s')],
      new Array(2 ** 32 - 1),
      Object.create(null),
    ])
      expect(show(value).length).toBeLessThan(250);
  });
});

describe('matrices', () => {
  it('entries that are no numbers are refused, not read as zero', () => {
    for (const entry of ['1', '', null, undefined, true, 1n, [2], Symbol('s')]) {
      expect(() => untyped.gram([[1, entry]])).toThrow(/a\[0\]\[1\]: expected a number|x\[0\]\[1\]: expected a number/);
      expect(() => untyped.matrix(1, 2, [1, entry])).toThrow('data[1]: expected a number');
    }
    expect(() => untyped.gram([BigInt64Array.of(1n)])).toThrow('x[0]: expected an array of numbers');
    expect(() => untyped.matrix(2, 1, null)).toThrow('data: expected an array of 2×1 numbers');
  });

  it('are read once: sizes that change later are not seen', () => {
    const rows = changing(2, 4096);
    const matrix = {
      get rows() {
        return rows();
      },
      cols: 2,
      dtype: 'float64',
      data: Float64Array.of(2, 1, 1, 2),
    };
    expect(untyped.gram(matrix)).toEqual(
      d.gram([
        [2, 1],
        [1, 2],
      ]),
    );
  });

  it('the result of a product goes into what was given, which is no array of rows', () => {
    expect(() => untyped.matmul([[1]], [[2]], { out: [[0]] })).toThrow('out: expected a Matrix');
  });
});

describe('arrays of holes', () => {
  const holes = new Array(2 ** 27);
  it.each<[string, () => unknown]>([
    ['spectrum[0]', () => d.syntheticTask({ inputs: holes.length, spectrum: holes, seed: 1 })],
    ['times[0]', () => d.twoLayerFlow({ target: 1, times: holes })],
    ['times[0]', () => d.exact.modes({ matrices: 2, strengths: [1], initial: 1, times: holes })],
    ['times[0]', () => d.lazyLimit({ moments: d.moments(x, y), hidden: 1, times: holes })],
    ['weightVariances[0]', () => d.phaseDiagram({ activation: 'relu', weightVariances: holes, biasVariances: [1] })],
    ['sizes', () => d.slopeFit(holes, holes, holes)],
    ['runs', () => d.compareDistances(holes)],
    ['runs', () => d.compare(holes, { predictor: () => [[1]] } as never)],
    ['sample[0]', () => d.bootstrapInterval(holes, () => 1, { seed: 1 })],
    ['sample[0]', () => d.excessKurtosis(holes)],
    ['width', () => d.sampleNet({ inputs: 1, hidden: 1, width: holes, activation: 'relu', seed: 1 })],
    ['s', () => d.finiteWidthPrior({ widths: [4], outputs: 1 }).logPdf(holes)],
    ['shape', () => d.encodeNpy({ data: [1], shape: holes })],
    ['data[0]', () => d.encodeNpy({ data: holes })],
    ['labels[0]', () => d.oneHot(holes, { classes: 2, offset: 0.1 })],
  ])('are refused at once as %s, before they take memory', (name, call) => {
    const before = process.memoryUsage().arrayBuffers;
    expect(call).toThrow(new RegExp(`^${name.replace(/[[\]]/g, '\\$&')}: expected`));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 24);
  });
});

describe('nets', () => {
  it('altered copies are refused', () => {
    const copy = Object.assign(Object.create(Object.getPrototypeOf(net)), { spec: { ...net.spec, widths: [500, 5] } });
    expect(() => copy.weights()).toThrow('net: expected a net of createNet');
    for (const name of ['train', 'gradientFlow', 'linearizedTraining']) {
      const options = { moments: d.moments(x, y), lr: 0.1, steps: 1, times: [1] };
      const { steps, lr, times, ...rest } = options;
      const own = name === 'gradientFlow' ? { ...rest, times } : { ...rest, lr, steps };
      expect(() => untyped[name](copy, own), name).toThrow('net: expected a net of createNet');
    }
  });

  it('nets of another copy of this library are taken', () => {
    const foreign = { ...net, spec: net.spec, weights: () => net.weights() };
    const options = { x, y, lr: 0.1, steps: 3 };
    expect(untyped.train(foreign, options)).toMatchObject({ loss: d.train(net, options).loss });
    const shrunk = { ...foreign, weights: () => net.weights().slice(1) };
    expect(() => untyped.train(shrunk, options)).toThrow('net: expected a net');
  });

  it('non-linear nets are checked layer by layer', () => {
    const [first, last] = nonlinear.layers;
    const wrong: [unknown, string][] = [
      [null, 'net: expected a net of sampleNet'],
      [{ ...nonlinear, layers: [] }, 'net.layers: expected'],
      [{ ...nonlinear, layers: [first, undefined] }, 'net.layers[1]: expected'],
      [{ ...nonlinear, layers: [{ ...first, bias: null }, last] }, 'net.layers[0].bias: expected 4 numbers'],
      [{ ...nonlinear, layers: [last, last] }, 'net.layers[1].weights: expected 1 columns'],
      [{ ...nonlinear, activation: {} }, 'net.activation: expected functions'],
    ];
    for (const [given, message] of wrong) expect(() => untyped.empiricalNtk(given, x)).toThrow(message);
  });

  it('tangent kernels of inputs whose products overflow are refused, as their means are', () => {
    for (const activation of ['relu', 'tanh', 'linear'] as const) {
      const net = d.sampleNet({ inputs: 2, activation, hidden: 2, width: 4, seed: 1 });
      for (const far of [1e160, 1e200, 1e308]) {
        expect(() => d.empiricalNtk(net, [[far, 1]])).toThrow(d.NumericalError);
        expect(() => d.empiricalNtk(net, [[far, 1]])).toThrow('net, x: expected numbers of a size');
      }
      expect(d.empiricalNtk(net, [[1e150, 1]]).data[0]).toBeGreaterThan(0);
    }
  });
});

describe('counts', () => {
  it('that no memory holds are refused by name', () => {
    const moments = d.moments(x, y);
    expect(() => d.train(net, { moments, lr: 0.1, steps: 2 ** 40 })).toThrow(/^steps: /);
    expect(() => d.twoLayerAnyWidth({ moments, lr: 0.1, steps: 2 ** 40, width: 3, seed: 1 })).toThrow(/^steps: /);
    expect(() => d.twoLayerAnyWidth({ moments, lr: 0.1, steps: 2, width: 2 ** 60, seed: 1 })).toThrow(
      'width: expected an integer of at least 1 and at most 9007199254740991, got 1152921504606847000',
    );
  });
});

describe('results', () => {
  const stretched = ({ rows, cols, data }: d.Matrix) =>
    d.matrix(
      rows,
      cols,
      Float64Array.from(data, (entry) => 1e145 * entry),
    );
  const huge = () => d.moments(stretched(x), stretched(y));
  const overflows: Record<string, () => unknown> = {
    squaredBias: () => d.squaredBias([[1e300], [1], [2], [1e308]]),
    energyDistance: () => d.energyDistance([1.7e308, -1.7e308], [1, 2], { seed: 1 }),
    'exact.unbalancedScalar': () => d.exact.unbalancedScalar({ a0: -1e300, b0: 1, strength: 1, times: [1] }),
    propagation: () => d.propagation({ activation: 'tanh', weightVariance: 1, biasVariance: 1e300 }),
    twoLayerFlow: () => d.twoLayerFlow({ target: -Number.MAX_VALUE, times: [0, 1] }),
    powerLawLoss: () =>
      d.powerLawLoss({ spectrumExponent: 1.5e9, sourceExponent: 0.5, hidden: 2, modes: 20, lr: 0.1, steps: 3 }),
    sharpness: () => net.sharpness(huge(), { layerLr: 1e100 }),
  };

  it.each(Object.keys(overflows))('%s says that numbers overflow, and gives no NaN', (name) => {
    expect(overflows[name]).toThrow(d.NumericalError);
  });

  it.each([
    new Set(),
    new Map(),
    Object.create(new Set()),
    new Date(),
    new FormData(),
    new WeakMap(),
    new ArrayBuffer(8),
    [],
  ])('collections are no options', (options) => {
    expect(() => d.haarOrthogonal(options as never)).toThrow('haarOrthogonal: expected an options object');
  });

  it('matrices and lists of more numbers than a call takes arguments are read as others are', () => {
    const target = d.matrix(
      400,
      400,
      Float64Array.from({ length: 160_000 }, (_, i) => +(i % 401 === 0)),
    );
    const initial = d.matrix(
      400,
      400,
      target.data.map((v) => 0.9999 * v),
    );
    expect(d.exact.lossBound({ matrices: 2, initial, target, times: [0] })[0]).toBeCloseTo(0.5 * 400 * 1e-8, 12);
    const prior = d.finiteWidthPrior({ widths: new Array(200_000).fill(1e6) });
    expect(prior.logMixing.mean).toBeCloseTo(-0.2, 6);
  });

  it('settings of a run are lists that end', () => {
    const data = { moments: d.moments(x, y), lr: 0.1 };
    const run = d.train(net, { ...data, steps: 2, keepState: true });
    const state = { ...run.state!, settings: { ...run.state!.settings, layerLr: new Array(2 ** 32 - 1) } };
    expect(() => d.resume({ ...run, state }, { ...data, steps: 4 })).toThrow('run.state.settings["layerLr"]: expected');
  });

  it('typed arrays in place of a number are compared with none, also where their buffer is gone', () => {
    const gone = new Float64Array(4);
    structuredClone(gone, { transfer: [gone.buffer] });
    for (const confidence of [gone, new Float64Array([0.5])]) {
      const options = { seed: 1, confidence: confidence as never };
      expect(() => d.bootstrapInterval([1, 2, 3, 4, 5], ([first]) => first, options)).toThrow(
        'confidence: expected a number',
      );
    }
  });

  it('a statistic that is not finite on a resample is refused', () => {
    const none = (members: number[]) => (new Set(members).size < 5 ? Number.NaN : 1);
    expect(() => d.bootstrapInterval([1, 2, 3, 4, 5], none, { seed: 1 })).toThrow(
      'statistic: expected a finite number',
    );
  });
});

describe('work', () => {
  it('that no computer does is refused at once', () => {
    const many = 2 ** 40;
    const calls: Record<string, () => unknown> = {
      resamples: () => d.bootstrapInterval([1, 2, 3, 4, 5], ([first]) => first, { seed: 1, resamples: many }),
      nets: () => d.monteCarloKernel(x, undefined, { activation: 'relu', hidden: 1, width: 4, seed: 1, nets: many }),
      steps: () => nonlinear.train({ x, y: x, lr: 0.1, steps: many }),
      seeds: () => d.check('infinite-width', { parameters: { seeds: many } }),
      samples: () => d.proportionalLimit({ depthPerWidth: 0.5 }).sampleMixing({ seed: 1, samples: many }),
      inputs: () => d.syntheticTask({ inputs: many, spectrum: 'isotropic', seed: 1 }),
    };
    for (const [name, call] of Object.entries(calls)) expect(call, name).toThrow(new RegExp(`^${name}: expected`));
  });

  it('of nets of a limit is refused by the ratio that makes them too large', () => {
    const ratios = { hidden: 1, widthPerInput: 1, data: 'repeated', samplesPerInput: 2 } as const;
    const options = { ...ratios, steps: 1, lrHats: [0.1, 0.2, 0.3], simulate: { inputs: 6, nets: 2 } };
    for (const name of ['widthPerInput', 'samplesPerInput']) {
      for (const ratio of [1e9, 1e15, 1e18]) {
        const call = () => d.learningRateTransfer({ ...options, [name]: ratio });
        expect(call, `${name} ${ratio}`).toThrow(new RegExp(`^${name}: expected`));
      }
    }
  });

  it('of annealing to labels far in the tail of the prior is not done: draws match the posterior at once', () => {
    const kernel = [
      [1, 2],
      [2, 2 ** 64],
    ];
    const y = [
      [1, 0],
      [2 ** 53, 1],
    ];
    const { posterior } = d.finiteWidthPrior({ widths: [6, 5], outputs: 2 });
    const answer = posterior({ kernel, y, noiseStd: 1, seed: 1, samples: 2000 });
    expect(answer.temperatures).toBe(1);
    expect(answer.effectiveSampleSize).toBeGreaterThan(1000);
    expect(Number.isFinite(answer.logEvidence)).toBe(true);
  });
});

describe('runs and limits', () => {
  const moments = d.moments(x, y);
  const limit = d.infiniteWidth({ moments, hidden: 2, lr: 0.1, steps: 3 });
  const run = d.train(net, { moments, lr: 0.1, steps: 3, record: { quantities: ['predictor'] } });

  it('altered ones are refused by the name of the field', () => {
    const wrong: [() => unknown, string][] = [
      [() => untyped.convergenceBound({ ...limit, predictors: [null] }, { moments, lr: 0.1 }), 'limit.steps: expected'],
      [() => untyped.convergenceBound({ ...limit, gradientKernel: 1 }, { moments, lr: 0.1 }), 'limit.gradientKernel'],
      [
        () => untyped.convergenceBound({ ...limit, gradientKernel: () => null }, { moments, lr: 0.1 }),
        'limit.gradient',
      ],
      [() => untyped.convergenceBound({ ...limit, gradientKernel: () => [[1]] }, { moments, lr: 0.1 }), '2×2 matrices'],
      [() => untyped.compare({ ...run, stopped: {} }, { ...limit, steps: -3 }), 'limit.steps: expected an integer'],
      [() => untyped.compare({ ...run, recorded: {} }, limit), 'runs.recorded.steps'],
      [() => untyped.compare({ ...run, net: 3 }, limit), 'runs: expected'],
      [() => untyped.compareDistances([{ quantity: 'loss', curve: [], width: -1 }]), 'runs[0].width'],
    ];
    for (const [call, message] of wrong) expect(call).toThrow(message);
  });
});

describe('names and lists', () => {
  it('that every object inherits are none of those given', () => {
    const parameters = [{ name: '__proto__', type: 'number', default: 2 } as unknown as d.Parameter];
    const resolved = d.resolveParameters(parameters, {});
    expect(Object.getOwnPropertyDescriptor(resolved, '__proto__')?.value).toBe(2);
    const endless = [{ name: 'n', type: 'numbers', default: new Array(2 ** 32 - 1) } as unknown as d.Parameter];
    expect(() => d.resolveParameters(endless, {})).toThrow('n: expected a finite number');
    expect(() => d.resolveParameters(new Array(2 ** 32 - 1), {})).toThrow('parameters: expected the parameters');
    expect(() => untyped.kernelProduct(x, [1], { hidden: 1, activation: 'hasOwnProperty' })).toThrow('activation: ');
  });

  it('that are none, and widths that are all the same, are refused by name', () => {
    expect(() => untyped.encodeNpz(Object.create(new Map([['x', x]])))).toThrow('arrays: expected a Map');
    expect(() => untyped.encodeCsv(new Array(2 ** 32 - 1))).toThrow('table[0]: expected an array');
    expect(() => untyped.encodeCsv({ a: Object.create(Int8Array.prototype) })).toThrow('table["a"]: expected a list');
    expect(() => untyped.encodeCsv(new Proxy(new Map([['x', [1]]]), {}))).toThrow(/expected a Map/);
    const [widths, data] = [[8, 8], { inputs: 3, outputs: 2, hidden: 1 }];
    const training = { widths, x, moments: d.moments(x, y), lr: 0.1, steps: 1 };
    expect(() => d.kernelMovement(data, training)).toThrow('widths: expected at least 2 different');
    expect(() => d.kernelMovement(data, { ...training, widths: [8, 8, 16] })).toThrow('widths: expected at least 2');
    for (const [name, value] of Object.entries({ width: 7, seed: 9 })) {
      const given = { ...data, [name]: value };
      expect(() => d.kernelMovement(given, { ...training, widths: [4, 8] })).toThrow(
        `${name}: expected none (the check`,
      );
    }
    for (const still of [{ steps: 0 }, { x: [[0, 0, 0]] }, { layerLr: 0 }, { layerLr: [0, 1] }, { lr: 1e-300 }]) {
      expect(() => d.kernelMovement(data, { ...training, widths: [4, 8], seeds: 2, ...still })).toThrow(
        'lr, layerLr, steps, x: expected training that moves kernel and outputs, got ',
      );
    }
    const single = { ...data, dtype: 'float32' as const };
    expect(() => d.kernelMovement(single, { ...training, widths: [8, 16], lr: 1e-8 })).toThrow(
      'moves kernel and outputs',
    );
    const shapes = { ...training, widths: [[1, 2], 8] as unknown as number[] };
    expect(() => d.kernelMovement(data, shapes)).toThrow('widths[0]: expected an integer');
    const vast = { ...training, widths: [2048, 1e9] };
    const reserved = d.runtime().wasmBytes;
    expect(() => d.kernelMovement(data, vast)).toThrow('width: expected a run within');
    expect(d.runtime().wasmBytes).toBe(reserved);
    const far = { x, y: d.matrix(4, 1, [1e90, -1e90, 1e90, 1e90]), lr: 1, steps: 9 };
    expect(() => nonlinear.train(far)).toThrow('lr, x, y: expected numbers of a size');
    const endless = { ...training, widths: [4, 8], seeds: 1e15 };
    expect(() => d.kernelMovement(data, endless)).toThrow(
      'seeds: expected an integer of at least 2 and at most 100000000',
    );
    const noisy = { inputs: 2, spectrum: 'isotropic' as const, samples: 3, seed: 1, noiseStd: 1e300 };
    expect(() => d.syntheticTask(noisy)).toThrow(/^spectrum, noiseStd: expected samples/);
    const wide = { nets: 2, hidden: 1, width: 3, activation: 'relu' as const, seed: 1 };
    expect(() => d.monteCarloKernel(d.matrix(0, 0), undefined, wide)).toThrow('x: expected at least one column');
    const options = { nets: 2, hidden: 1, width: 3, activation: 'relu', seed: Object.create(null) };
    expect(() => untyped.monteCarloKernel(x, undefined, options)).toThrow('seed: expected');
  });

  it('a hole in a list is refused as an entry that is none', () => {
    const holey = (list: unknown[]) => Object.assign(new Array(list.length + 1), list);
    const vectors = [0, 1, 2, 3, 4, 5, 6].map((k) => [k, 1, -k]);
    expect(() => untyped.squaredBias(holey(vectors))).toThrow('vectors[7]');
    expect(() => untyped.maxZ(holey(vectors))).toThrow('curves[7]');
    const limit = d.infiniteWidth({ moments: d.moments(x, y), hidden: 2, lr: 0.1, steps: 2 });
    expect(() => untyped.compare(holey([]), limit)).toThrow('runs: expected trained runs');
    expect(() => untyped.compareDistances(holey([]))).toThrow('runs: expected distances');
  });

  it('a standardization with a hole is refused', () => {
    const { standardization } = d.standardize(x, { center: true });
    // biome-ignore lint/suspicious/noSparseArray: that is what is refused
    const mean = [0, , 0];
    expect(() => untyped.applyStandardization(x, { ...standardization, mean })).toThrow('standardization.mean[1]');
  });

  it('matrices of a run are read once', () => {
    const options = { x, y, lr: 0.1, momentum: 0.5 };
    const run = d.train(net, { ...options, steps: 2, keepState: true });
    const [first, ...rest] = run.state!.velocities!;
    const data = changing<unknown>(first.data, null);
    const changed = {
      ...first,
      get data() {
        return data();
      },
    };
    const state = { ...run.state, velocities: [changed, ...rest] };
    const predictors = changing<unknown>(y.data, null);
    const recording = d.train(net, { x, y, lr: 0.1, steps: 2, record: { quantities: ['predictor'] } });
    const [one, ...others] = recording.predictors!;
    const altered = {
      ...one,
      get data() {
        return predictors() === null ? null : one.data;
      },
    } as d.Matrix;
    expect(d.encodeRun({ ...recording, predictors: [altered, ...others] })).toEqual(d.encodeRun(recording));
    const resumed = d.resume({ ...run, state } as d.TrainRun, { ...options, steps: 3 });
    expect(resumed.loss).toEqual(d.resume(run, { ...options, steps: 3 }).loss);
  });
});

describe('matrices of a workspace', () => {
  it('refuse what is no matrix and no number, and take rows of arrays', () => {
    using ws = d.workspace();
    const m = ws.matrix(2, 2) as unknown as Record<string, (...args: unknown[]) => unknown> & d.Matrix;
    for (const wrong of [
      undefined,
      null,
      3,
      {},
      { rows: 2, cols: 2 },
      [[1, 2], [3]],
      [
        [1, '2'],
        [3, 4],
      ],
    ])
      expect(() => m.set(wrong), show(wrong)).toThrow('source');
    for (const wrong of [undefined, null, '1', 1n, [1]])
      expect(() => m.fill(wrong)).toThrow('value: expected a number');
    m.set([
      [1, 2],
      [3, 4],
    ]);
    expect(Array.from(m.data)).toEqual([1, 2, 3, 4]);
    const make = ws as unknown as Record<string, (...args: unknown[]) => unknown>;
    for (const wrong of [null, 'ab', ['1', 2], BigInt64Array.of(1n, 2n), {}])
      expect(() => make.matrix(1, 2, 'float64', wrong), show(wrong)).toThrow('data');
    for (const wrong of [null, '8', -1, Number.NaN, 0.5]) expect(() => make.bytes(wrong)).toThrow('size: expected');
  });
});
