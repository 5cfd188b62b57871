import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type CoordinateModel, coordinateCheck, coordinateCheckSteps } from '../../src/checks/coordinateCheck';
import { createNet, type Matrix, matrix, moments, randomNormal, rng, runtime } from '../../src/index';
import { YIELD_MS } from '../../src/longWork';
import { tolerance } from '../tolerances';

const net = { inputs: 3, outputs: 2, hidden: 2 } as const;
const quick = { widths: [32, 64, 128, 256], seeds: 24 } as const;

interface PlainOptions {
  activation: (u: number) => number;
  slope: (value: number) => number;
  /** 1: muP; ½: NTK parameterization. */
  readout?: number;
  /** Factors of the three learning rates. */
  rates?: (width: number) => number[];
}

/** A net with two hidden layers in plain JavaScript, one sample, muP: what a user of another library would hand in. */
function plain(
  width: number,
  seed: number,
  { activation, slope, readout = 1, rates = () => [1, 1, 1] }: PlainOptions,
): CoordinateModel {
  const draw = rng(seed).fork(`plain ${width}`);
  const x = [1, -0.5, 0.8];
  const y = 1.5;
  const w0 = Array.from({ length: width }, () => draw.normal(3));
  const w1 = Array.from({ length: width }, () => draw.normal(width));
  const a = draw.normal(width);
  const dot = (u: ArrayLike<number>, v: ArrayLike<number>) => {
    let sum = 0;
    for (let i = 0; i < u.length; i++) sum += u[i] * v[i];
    return sum;
  };
  const at = (x: number[]) => {
    const h1 = w0.map((row) => activation(dot(row, x)));
    const h2 = w1.map((row) => activation(dot(row, h1) / Math.sqrt(width)));
    return { h1, h2, f: [dot(a, h2) / width ** readout] };
  };
  return {
    forward() {
      const all = [x, [1, 0.5, 0], [0.4, -0.8, -1]].map(at);
      return { h1: all.flatMap(({ h1 }) => h1), h2: all.flatMap(({ h2 }) => h2), f: all.flatMap(({ f }) => f) };
    },
    update() {
      const { h1, h2, f } = at(x);
      // the learning rate of muP grows with the width
      const factors = rates(width).map((rate) => 0.1 * rate * width ** (2 * readout - 1) * (y - f[0]));
      const g2 = h2.map((h, i) => (slope(h) * a[i]) / width ** readout);
      const g1 = h1.map((h, j) => {
        let sum = 0;
        for (let i = 0; i < width; i++) sum += w1[i][j] * g2[i];
        return (slope(h) * sum) / Math.sqrt(width);
      });
      for (let i = 0; i < width; i++) {
        for (let k = 0; k < 3; k++) w0[i][k] += factors[0] * g1[i] * x[k];
        for (let j = 0; j < width; j++) w1[i][j] += (factors[1] * g2[i] * h1[j]) / Math.sqrt(width);
        a[i] += (factors[2] * h2[i]) / width ** readout;
      }
    },
  };
}
const tanh = { activation: Math.tanh, slope: (h: number) => 1 - h * h };
const linear = { activation: (u: number) => u, slope: () => 1 };

describe('coordinateCheck on nets of this library', () => {
  it('passes muP, plain and residual, and NTK parameterization that is called so', () => {
    for (const [given, claim] of [
      [net, 'muP'],
      [{ ...net, residual: true }, 'muP'],
      [{ ...net, parameterization: 'ntk' }, 'ntk'],
    ] as const) {
      const result = coordinateCheck(given, { ...quick, widths: [64, 128, 256], seeds: 40, claim });
      expect(result.verdict, result.explain()).toBe('agrees');
      expect(result.broken).toEqual([]);
      expect(result.rows).toHaveLength(2 + 1 + 2 + 3 + 3 + 3);
      expect(result.samples).toBe(120);
      expect(result.explain()).toMatch(/All are the claimed ones\.$/);
    }
  });

  it('takes exponents in place of a name: muP written with other multipliers', () => {
    const claim = { multiplier: [0.3, 0, 0.5], initialization: [-0.3, 0.5, 0.5], learningRate: [-1.6, 0, 0] } as const;
    const { verdict, explain } = coordinateCheck(net, { ...quick, widths: [64, 128, 256], seeds: 40, claim });
    expect(verdict, explain()).toBe('agrees');
  });

  it('names NTK parameterization that is labelled muP', () => {
    const result = coordinateCheck({ ...net, parameterization: 'ntk' }, quick);
    expect(result.verdict).toBe('disagrees');
    expect(result.resembles).toBe('ntk');
    expect(result.broken[0]).toMatchObject({ layer: 'output', rule: 'initialization', expected: -0.5 });
    expect(result.explain()).toContain('These are the exponents of ntk.');
  });

  it('names the layer whose 1/√N is missing, and no other', () => {
    const missing = (width: number, seed: number) =>
      createNet({ ...net, width, seed, initialScales: [1, Math.sqrt(width), 1] });
    const { verdict, broken, explain } = coordinateCheck(missing, { ...quick, lr: 0.01 });
    expect(verdict).toBe('disagrees');
    expect(broken, explain()).toHaveLength(1);
    expect(broken[0]).toMatchObject({ layer: 'layer 2', rule: 'initialization', expected: 0 });
    expect(Math.abs(broken[0].exponent.value - 0.5)).toBeLessThan(tolerance.widthPower);
    expect(broken[0].message).toMatch(
      /^layer 2 starts as width\^0\.\d+ \(.* relative to layer 1, expected width\^0: initialization/,
    );
  });

  it.each([
    ['input', 0, 'layer 1', 0.5],
    ['hidden', 1, 'layer 2', 0.5],
    ['hidden', 1, 'layer 2', -0.5],
    ['readout', 2, 'output', -1],
  ] as const)('names the learning rate of the %s layer (%i: %s) that is off by width^%f', (_, l, layer, power) => {
    const layerLr = (width: number) => [0, 1, 2].map((k) => (k === l ? width ** power : 1));
    const { verdict, broken, explain } = coordinateCheck(net, { ...quick, lr: 0.01, layerLr });
    expect(verdict).toBe('disagrees');
    expect(broken, explain()).toHaveLength(1);
    expect(broken[0]).toMatchObject({ layer, rule: 'learningRate', expected: 0 });
    expect(Math.abs(broken[0].exponent.value - power)).toBeLessThan(tolerance.widthPower);
    expect(explain()).toContain('learning-rate rule of muP not applied');
  });

  it.each([0, 1, 2])('agrees where layer %i is frozen: a rate of 0 is 0 at every width', (still) => {
    const layerLr = [0, 1, 2].map((l) => (l === still ? 0 : 1));
    const { rows, broken, verdict, explain } = coordinateCheck(net, { ...quick, seeds: 40, layerLr });
    expect(broken, explain()).toEqual([]);
    expect(verdict, explain()).not.toBe('disagrees');
    const own = rows.filter(({ quantity }) => quantity === 'own update');
    expect(own.map(({ expected }) => expected)).toEqual([0, 1, 2].map((l) => (l === still ? -Infinity : 0)));
    expect(own[still]).toMatchObject({ exponent: { value: -Infinity }, verdict: 'agrees' });
  });

  it('says that a layer does not move at all, and that steps diverge', () => {
    const stuck = { ...linear, rates: () => [0, 1, 1] };
    const frozen = coordinateCheck((width, seed) => plain(width, seed, stuck), { ...quick, seeds: 4 });
    expect(frozen.broken[0]).toMatchObject({ layer: 'h1', rule: 'learningRate' });
    expect(frozen.broken[0].exponent.value).toBe(Number.NEGATIVE_INFINITY);
    const diverged = coordinateCheck(net, { ...quick, seeds: 4, lr: 1e200 });
    expect(diverged.verdict).toBe('disagrees');
    expect(diverged.rows.at(-1)!.exponent.value).toBe(Number.POSITIVE_INFINITY);
  });

  it('does not agree on a handful of nets', () => {
    expect(coordinateCheck(net, { widths: [16, 32], seeds: 2 }).verdict).toBe('underpowered');
  });
});

describe('coordinateCheck on models of any make', () => {
  const options = { ...quick, seeds: 40 };

  it.each([
    ['linear', linear],
    ['tanh', tanh],
  ])('passes a %s net in muP', (_, kind) => {
    const { verdict, explain, rows } = coordinateCheck((width, seed) => plain(width, seed, kind), options);
    expect(verdict, explain()).toBe('agrees');
    expect(rows.map(({ layer }) => layer).slice(0, 3)).toEqual(['h1', 'h2', 'f']);
  });

  it('names the layer of a tanh net whose learning rate grows too fast', () => {
    const rates = (width: number) => [1, Math.sqrt(width), 1];
    const { verdict, broken, explain } = coordinateCheck(
      (width, seed) => plain(width, seed, { ...tanh, rates: (width) => rates(width).map((rate) => 0.05 * rate) }),
      options,
    );
    expect(verdict).toBe('disagrees');
    expect(broken[0], explain()).toMatchObject({ layer: 'h2', rule: 'learningRate', expected: 0 });
    expect(broken).toHaveLength(1);
  });

  it('names NTK parameterization that is labelled muP', () => {
    const { verdict, resembles, explain } = coordinateCheck(
      (width, seed) => plain(width, seed, { ...tanh, readout: 0.5 }),
      options,
    );
    expect(verdict).toBe('disagrees');
    expect(resembles, explain()).toBe('ntk');
  });

  it('accepts a readout that starts at zero', () => {
    const zero = (width: number, seed: number) => {
      const model = plain(width, seed, linear);
      return { ...model, forward: () => ({ ...model.forward(), f: [0] }) };
    };
    const { rows } = coordinateCheck(zero, { ...options, seeds: 4 });
    expect(rows.find(({ layer, quantity }) => layer === 'f' && quantity === 'activation')!.verdict).toBe('agrees');
    // outputs less what they are at first start at zero too, and their layers move at once
    const centred = (width: number, seed: number) => {
      const model = plain(width, seed, linear);
      const { f: first } = model.forward() as Record<string, number[]>;
      const forward = () => {
        const all = model.forward() as Record<string, number[]>;
        return { ...all, f: all.f.map((value, i) => value - first[i]) };
      };
      return { ...model, forward };
    };
    const { verdict, explain } = coordinateCheck(centred, options);
    expect(verdict, explain()).toBe('agrees');
  });
});

describe('coordinateCheck of nets whose readout starts at zero', () => {
  const zero = { ...net, initialScales: [1, 1, 0] };
  const settings = { ...quick, seeds: 40 };

  it('expects nothing to move below it in the first step, and the claimed powers afterwards', () => {
    for (const claim of ['muP', 'ntk'] as const) {
      const { verdict, rows, explain } = coordinateCheck({ ...zero, parameterization: claim }, { ...settings, claim });
      expect(verdict, explain()).toBe('agrees');
      const powers = (quantity: string, at: number) =>
        rows.filter((row) => row.quantity === quantity && row.step === at).map(({ expected }) => expected);
      const nothing = Number.NEGATIVE_INFINITY;
      expect([powers('field', 0), powers('update', 1)]).toEqual([
        [nothing, nothing],
        [nothing, nothing, 0],
      ]);
      // the readout is then as large as its update, which in NTK parameterization is 1/√N of an initial one
      expect(powers('update', 3)).toEqual(claim === 'muP' ? [0, 0, 0] : [-1, -1, 0]);
    }
  });

  it('still names what is wrong', () => {
    const { verdict, rows } = coordinateCheck({ ...zero, parameterization: 'ntk' }, settings);
    expect(verdict).toBe('disagrees');
    expect(rows.filter((row) => row.verdict === 'disagrees').map(({ step }) => step)).toEqual([3, 3]);
  });
});

describe('coordinateCheck', () => {
  it('is a generator inside that can be stopped between nets', () => {
    let now = 0;
    // every look at the clock is late, so that it yields after each net however fast the machine
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
      now += 2 * YIELD_MS;
      return now;
    });
    onTestFinished(() => clock.mockRestore());
    let calls = 0;
    const result = coordinateCheck(net, {
      ...quick,
      widths: [256, 512],
      onProgress: ({ step, steps }) => {
        expect(step).toBeLessThanOrEqual(steps);
        calls = step;
        return step < 8;
      },
    });
    expect(result.stopped).toEqual({ step: 8 });
    expect(calls).toBe(8);
    expect(result.samples).toBe(calls);
    expect(() => coordinateCheck(net, { ...quick, widths: [256, 512], onProgress: () => false })).toThrow(
      'at least two nets',
    );
  });

  it('does not blame the net for inputs, labels and rates that tell nothing of it', () => {
    const settings = { widths: [32, 64], seeds: 4 };
    const x = randomNormal({ seed: 1, rows: 10, cols: 3 });
    const y = randomNormal({ seed: 2, rows: 10, cols: 2 });
    const times = (m: Matrix, factor: number) =>
      matrix(
        m.rows,
        m.cols,
        m.data.map((value) => factor * value),
      );
    const check = (more: object) => () => coordinateCheck(net, { ...settings, ...more });
    // exponents have no unit
    const { rows } = check({ x })();
    for (const factor of [2 ** -600, 2 ** 600]) {
      check({ x: times(x, factor) })().rows.forEach(({ exponent }, k) => {
        expect(exponent.value).toBe(rows[k].exponent.value);
      });
    }
    expect(check({ x: times(x, 0) })).toThrow('x: expected inputs that are not all 0');
    expect(check({ x: times(x, Number.NaN) })).toThrow('x: expected finite entries');
    expect(check({ x: [[1, 2]] })).toThrow('x: expected 3 columns (inputs), got 2');
    // the error of small labels is that of the outputs, which fall with the width
    expect(check({ moments: moments(x, times(y, 1e-3)) })).toThrow('moments.syx: expected labels as large');
    expect(check({ moments: moments(x, times(y, 0)) })).toThrow('moments.syx: expected labels as large');
    const rich = () =>
      coordinateCheck({ inputs: 4, outputs: 2, hidden: 1, gamma0: 0.1 }, { widths: [8, 16], seeds: 2 });
    expect(rich).toThrow('moments (not given, of order one): expected labels as large');
    expect(check({ moments: moments(x, times(y, 1e-3)), claim: 'ntk' })().samples).toBe(8);
    expect(check({ moments: moments(times(x, 0), y) })).toThrow('training that moves the weights');
    expect(check({ lr: 1e-17 })).toThrow('lr: expected a rate whose first step is more than the rounding');
    expect(() => coordinateCheck({ ...net, dtype: 'float32' }, { ...settings, lr: 1e-7 })).toThrow(
      'more than the rounding',
    );
    expect(() => coordinateCheckSteps(net, { seed: Number.MAX_SAFE_INTEGER })).toThrow('seed: expected');
  });

  it('refuses bad options before any work, and models that change', () => {
    const reserved = runtime().wasmBytes;
    expect(() => coordinateCheckSteps(net, { widths: [64] })).toThrow('widths: expected at least two');
    expect(() => coordinateCheckSteps(net, { widths: [64, 32] })).toThrow('widths[1]: expected');
    expect(() => coordinateCheckSteps(net, { seeds: 1 })).toThrow('seeds: expected');
    expect(() => coordinateCheckSteps(net, { steps: 0 })).toThrow('steps: expected');
    expect(() => coordinateCheckSteps(net, { lr: -1 })).toThrow('lr: expected');
    expect(() => coordinateCheckSteps(net, { claim: 'mup' as never })).toThrow('claim: expected one of "muP"');
    expect(() => coordinateCheckSteps(net, { claim: { multiplier: 0 } as never })).toThrow(
      'claim.initialization: expected',
    );
    expect(() => coordinateCheckSteps(net, { confidence: 1 })).toThrow('confidence: expected');
    expect(() => coordinateCheckSteps(net, { width: 3 } as never)).toThrow('"width"');
    expect(() => coordinateCheckSteps(undefined as never)).toThrow('net: expected');
    expect(() => coordinateCheckSteps({ ...net, hidden: 0 })).toThrow('hidden: expected');
    expect(() => coordinateCheckSteps(net, { widths: [2048, 1e9] })).toThrow('width: expected a run within');
    expect(runtime().wasmBytes).toBe(reserved);
    expect(() => coordinateCheck(() => ({}) as never)).toThrow('{ forward, update }');
    for (const [name, value] of Object.entries({ width: 8, seed: 3 })) {
      const given = { ...net, [name]: value };
      expect(() => coordinateCheckSteps(given)).toThrow(
        `${name}: expected none (the check has ${name}s), got ${value}`,
      );
    }
    for (const training of [{ lr: 1e9 }, { layerLr: 1 }, { moments: {} }, { x: [[1]] }] as object[]) {
      const check = () => coordinateCheck((width, seed) => plain(width, seed, linear), training);
      expect(check).toThrow(`${Object.keys(training)[0]}: expected none (a model`);
    }
    const model = (h: object) => () => ({ forward: () => h, update: () => undefined }) as CoordinateModel;
    expect(() => coordinateCheck(model({ f: [1] }))).toThrow('forward: expected');
    let calls = 0;
    const changing = () => ({
      forward: () => (calls++ > 3 ? { g: [1], f: [1] } : { h: [1], f: [1] }),
      update: () => {},
    });
    expect(() => coordinateCheck(changing as unknown as () => CoordinateModel)).toThrow('forward: expected');
    const growing = () => ({ forward: () => ({ h: Array(++calls).fill(1), f: [1] }), update: () => {} });
    expect(() => coordinateCheck(growing)).toThrow('forward: expected h (');
  });
});
