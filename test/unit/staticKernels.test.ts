import { describe, expect, it } from 'vitest';
import { NumericalError } from '../../src/errors';
import { kernelProduct } from '../../src/limits/kernelProduct';
import type { Activation } from '../../src/limits/kernels/activation';
import { nngpKernel, nngpKernelSteps } from '../../src/limits/nngpKernel';
import { ntkKernel } from '../../src/limits/ntkKernel';
import { propagation } from '../../src/limits/propagation';
import { matrix } from '../../src/matrix';
import { randomNormal } from '../../src/random/randomNormal';
import data from '../reference/data/staticKernels.json';
import { tolerance } from '../tolerances';

const x = [...data.X, ...data.Xt];
const net = { activation: 'relu', hidden: 3, weightVariance: 2, biasVariance: 0.1 } as const;

/** Largest difference over the largest entry. */
function gap(m: { data: ArrayLike<number> }, expected: { data: ArrayLike<number> } | number[][]): number {
  const wanted = Array.from(Array.isArray(expected) ? expected.flat() : expected.data);
  expect(m.data.length).toBe(wanted.length);
  const scale = Math.max(...wanted.map(Math.abs));
  return Math.max(...wanted.map((v, i) => Math.abs(m.data[i] - v))) / scale;
}

describe('nngpKernel and ntkKernel', () => {
  it.each(data.kernels)(
    '$act nets of depth $depth have the tabulated kernels',
    ({ act, depth, sw2, sb2, nngp, ntk }) => {
      const options = { activation: act as Activation, hidden: depth, weightVariance: sw2, biasVariance: sb2 };
      // tanh is tabulated by a 64-node rule
      const made = ntkKernel(x, { ...options, ...(act === 'tanh' && { nodes: 64 }) });
      expect(gap(made.nngp, nngp)).toBeLessThan(tolerance.limit);
      expect(gap(made, ntk)).toBeLessThan(tolerance.limit);
    },
  );

  it('activations that are linear at 0 or far out keep their kernels at any length of the inputs', () => {
    const kernel = (activation: Activation, u: number, v = u) => {
      const rows = [
        [u, 2 * u],
        [0.3 * v, -v],
        [v, v],
      ];
      const { data } = ntkKernel(rows, { activation, hidden: 2 });
      return Array.from(data, (entry, at) => {
        const [left, right] = [Math.floor(at / 3), at % 3].map((i) => (i === 0 ? u : v));
        return entry / left / right;
      });
    };
    const compare = (activation: Activation, scales: number[], at: number) => {
      const expected = { data: kernel(activation, at) };
      for (const scale of scales)
        expect(gap({ data: kernel(activation, scale) }, expected)).toBeLessThan(tolerance.limit);
    };
    const scales = [1e-150, 1e-100, 1e-82, 1e78, 1e100, 1e153];
    for (const activation of ['relu', 'leakyRelu', { leakyRelu: -1 }] as const) {
      compare(activation, scales, 1);
      expect(gap({ data: kernel(activation, 1e-120, 1e120) }, { data: kernel(activation, 1) })).toBeLessThan(
        tolerance.limit,
      );
    }
    for (const activation of ['erf', 'gelu', 'tanh'] as const) compare(activation, scales.slice(0, 3), 1e-20);
    compare('gelu', scales.slice(3), 1e20);
    const far = nngpKernel(
      [
        [1e18, 2e18],
        [3e17, -1e18],
      ],
      { activation: 'erf', hidden: 1 },
    );
    for (const activation of ['erf', 'tanh'] as const) {
      for (const scale of scales.slice(3)) {
        const made = nngpKernel(
          [
            [scale, 2 * scale],
            [0.3 * scale, -scale],
          ],
          { activation, hidden: 1 },
        );
        expect(gap(made, far)).toBeLessThan(tolerance.staticQuadrature);
      }
    }
    expect(() => kernel('relu', 1e155)).toThrow('x: expected finite variances');
  });

  it('Gauss–Hermite rules of more nodes tend to the kernels, within their reported errors', () => {
    const { depth, sw2, sb2 } = data.kernels[2];
    const options = { activation: 'tanh', hidden: depth, weightVariance: sw2, biasVariance: sb2 } as const;
    const made = ntkKernel(x, options);
    expect(made.error).toBeLessThan(tolerance.staticQuadrature);
    const gaps = [32, 64, 128].map((nodes) => {
      const rule = ntkKernel(x, { ...options, nodes });
      const largest = Math.max(...made.data.map((v, i) => Math.abs(v - rule.data[i])));
      expect(largest).toBeLessThan(rule.error);
      return largest;
    });
    expect(gaps[1]).toBeLessThan(gaps[0] / 4);
    expect(gaps[2]).toBeLessThan(gaps[1] / 10);
    expect(() => ntkKernel(x, { ...net, nodes: 64 })).toThrow('nodes: expected nothing for an activation with kinks');
    // jumps of curvature are found too, and none of these
    const value = (u: number) => u / (1 + Math.abs(u));
    const of = (kinks?: number[]) => nngpKernel(x, { activation: { value, kinks }, hidden: 1, nodes: 16 }).data;
    expect(of()).toEqual(of([]));
    const step = { value: Math.sign, derivative: () => 0, kinks: [0] };
    expect(() => nngpKernel(x, { activation: step, hidden: 1, nodes: 16 })).toThrow('nodes: expected nothing');
  });

  const twins: [Activation & string, (u: number) => number, (u: number) => number, number[]][] = [
    ['linear', (u) => u, () => 1, []],
    ['relu', (u) => Math.max(0, u), (u) => (u > 0 ? 1 : 0), [0]],
    ['leakyRelu', (u) => (u > 0 ? u : 0.01 * u), (u) => (u > 0 ? 1 : 0.01), [0]],
    ['sin', Math.sin, Math.cos, []],
    ['tanh', Math.tanh, (u) => 1 / Math.cosh(u) ** 2, []],
  ];
  it.each(twins)('%s equals the same function given as such', (activation, value, derivative, kinks) => {
    const named = ntkKernel(x, { ...net, activation });
    const given = ntkKernel(x, { ...net, activation: { value, derivative, kinks } });
    expect(gap(given, named)).toBeLessThan(tolerance.staticQuadrature);
    expect(gap(given.nngp, named.nngp)).toBeLessThan(tolerance.staticQuadrature);
    const differences = ntkKernel(x, { ...net, activation: { value, kinks } });
    expect(gap(differences, named)).toBeLessThan(tolerance.numericalDerivative);
  });

  it.each(['erf', 'gelu', 'sin'] as const)('%s has the kernels of its Gauss–Hermite quadrature', (activation) => {
    const small = { activation, hidden: 2, weightVariance: 0.5, biasVariance: 0.1 };
    const made = ntkKernel(x, small);
    const rule = ntkKernel(x, { ...small, nodes: 100 });
    expect(gap(made.nngp, rule.nngp)).toBeLessThan(tolerance.hermiteRule);
    expect(gap(made, rule)).toBeLessThan(tolerance.hermiteRule);
  });

  it('kinks away from zero: a shifted ramp by its closed one-dimensional moments', () => {
    // E max(0, u − t)² and P(u > t) for the diagonal of one layer
    const t = 0.5;
    const activation = {
      value: (u: number) => Math.max(0, u - t),
      derivative: (u: number) => (u > t ? 1 : 0),
      kinks: [t],
    };
    const made = ntkKernel([[1]], { activation, hidden: 1 });
    const above = 0.308537538725987;
    const density = Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI);
    const square = (1 + t * t) * above - t * density;
    expect(Math.abs(made.nngp.data[0] - square)).toBeLessThan(tolerance.staticQuadrature);
    expect(Math.abs(made.data[0] - square - above)).toBeLessThan(tolerance.staticQuadrature);
  });

  it('kinks are found; one that is not declared is an error, not a wrong number', () => {
    const few = x.slice(0, 2);
    for (const [value, kink] of [
      [Math.abs, 0],
      [(u: number) => Math.max(0, u - 0.3), 0.3],
      [(u: number) => Math.max(-1 / 3, u), -1 / 3],
    ] as const) {
      const kernel = (kinks?: number[]) => ntkKernel(few, { activation: { value, kinks }, hidden: 2 });
      expect(gap(kernel(), kernel([kink]))).toBeLessThan(tolerance.limit);
      // at 0 every function is split
      if (kink === 0) expect(gap(kernel([]), kernel([0]))).toBeLessThan(tolerance.limit);
      else expect(() => kernel([])).toThrow(/quadrature errors below tolerance/);
    }
    for (const value of [Math.round, (u: number) => (u > 0.3 ? 1 : 0)])
      expect(() => ntkKernel(few, { activation: { value }, hidden: 2 })).toThrow(/quadrature errors below tolerance/);
  });

  it('a smooth activation told to have a kink gives the same: series and polar quadrature agree', () => {
    const few = x.slice(0, 2);
    const value = (u: number) => Math.tanh(4 * u);
    const steep = (kinks: number[]) => nngpKernel(few, { activation: { value, kinks }, hidden: 1 });
    expect(gap(steep([]), steep([0]))).toBeLessThan(tolerance.limit);
  });

  it('every layer has its own variances', () => {
    const made = ntkKernel(x, {
      activation: 'linear',
      hidden: 2,
      weightVariance: [2, 3, 5],
      biasVariance: [0.1, 0.2, 0.3],
    });
    for (const [i, s] of x.entries()) {
      for (const [j, t] of x.entries()) {
        const k1 = (2 * s.reduce((a, v, c) => a + v * t[c], 0)) / 3 + 0.1;
        const k2 = 3 * k1 + 0.2;
        const k3 = 5 * k2 + 0.3;
        expect(made.nngp.data[6 * i + j]).toBeCloseTo(k3, 11);
        expect(made.data[6 * i + j]).toBeCloseTo(k3 + 5 * (k2 + 3 * k1), 11);
      }
    }
  });

  it('the symmetric case, a copy of the samples and blocks of other samples agree, also across panels', () => {
    const many = randomNormal({ seed: 1, rows: 150, cols: 7 });
    const copy = matrix(150, 7, many.data.slice());
    const head = matrix(70, 7, many.data.slice(0, 490));
    for (const activation of ['relu', 'tanh'] as const) {
      const whole = ntkKernel(many, { ...net, activation });
      expect(gap(ntkKernel(many, copy, { ...net, activation }), whole)).toBeLessThan(tolerance.limit);
      const part = ntkKernel(many, head, { ...net, activation });
      expect([part.rows, part.cols]).toEqual([150, 70]);
      const wanted = Float64Array.from(
        { length: 150 * 70 },
        (_, at) => whole.data[150 * Math.floor(at / 70) + (at % 70)],
      );
      expect(gap(part, { data: wanted })).toBeLessThan(tolerance.limit);
      for (let i = 0; i < 150; i++)
        for (let j = 0; j < i; j++) expect(whole.data[150 * i + j]).toBe(whole.data[150 * j + i]);
    }
  });

  it('products are those of the matrix', () => {
    const many = randomNormal({ seed: 2, rows: 150, cols: 5 });
    const other = randomNormal({ seed: 3, rows: 90, cols: 5 });
    for (const kernel of ['nngp', 'ntk'] as const) {
      for (const x2 of [undefined, other]) {
        const rows = x2 ? 90 : 150;
        const v = randomNormal({ seed: 4, rows, cols: 3 });
        const both = ntkKernel(many, x2, net);
        const k = kernel === 'ntk' ? both : both.nngp;
        const wanted = Float64Array.from({ length: 450 }, (_, at) => {
          let sum = 0;
          for (let j = 0; j < rows; j++) sum += k.data[Math.floor(at / 3) * rows + j] * v.data[3 * j + (at % 3)];
          return sum;
        });
        expect(gap(kernelProduct(many, v, { ...net, kernel, x2 }), { data: wanted })).toBeLessThan(tolerance.limit);
      }
    }
  });

  it('edges: zero samples, opposite samples, one input, bytes, float32', () => {
    const made = ntkKernel([[0], [1], [-1]], { activation: 'relu', hidden: 2, weightVariance: 2 });
    expect(Array.from(made.data)).toEqual(
      [0, 0, 0, 0, 6, 2 / Math.PI, 0, 2 / Math.PI, 6].map((v) => expect.closeTo(v, 12)),
    );
    const bytes = { rows: 2, cols: 2, data: Uint8Array.of(1, 200, 30, 4) };
    const same = nngpKernel(
      [
        [1, 200],
        [30, 4],
      ],
      net,
    );
    expect(gap(nngpKernel(bytes, net), same)).toBe(0);
    const float32 = matrix(2, 2, Float32Array.of(1, 200, 30, 4));
    expect(gap(nngpKernel(float32, net), same)).toBe(0);
    expect(nngpKernel(float32, net).dtype).toBe('float64');
  });

  it('a stopped computation says how far it came', () => {
    const work = nngpKernelSteps(matrix(2000, 3, randomNormal({ seed: 5, rows: 2000, cols: 3 }).data), undefined, {
      ...net,
      activation: 'gelu',
      hidden: 9,
    });
    const first = work.next();
    expect(first.done).toBe(false);
    const last = work.next(false);
    expect(last.done).toBe(true);
    const { stopped, data: entries } = last.value as ReturnType<typeof nngpKernel>;
    expect(stopped!.step).toBe((first.value as { step: number }).step);
    expect(entries[stopped!.step * 2000 - 1]).toBeGreaterThan(0);
    expect(entries[stopped!.step * 2000]).toBeNaN();
  });

  it('slow pairs are watched and stopped between two rows', () => {
    const slow = (ms: number) => ({
      value: (u: number) => Math.max(0, u),
      derivative: (u: number) => {
        if (u < 0) for (const since = performance.now(); performance.now() - since < ms; );
        return u > 0 ? 1 : 0;
      },
      kinks: [0],
    });
    const rows = randomNormal({ seed: 5, rows: 12, cols: 3 });
    const ones = matrix(12, 1, new Float64Array(12).fill(1));
    const whole = ntkKernel(rows, { ...net, activation: slow(0), hidden: 1 });
    const seen: number[] = [];
    const onProgress = ({ step }: { step: number }) => seen.push(step) < 3;
    const options = { ...net, activation: slow(0.01), hidden: 1, onProgress };
    const { stopped, data: entries } = ntkKernel(rows, options);
    const { step } = stopped!;
    expect(seen).toHaveLength(3);
    expect(step).toBe(seen[2]);
    expect(step).toBeLessThan(12);
    for (let i = 0; i < 12; i++) {
      for (let j = 0; j < 12; j++) {
        expect(entries[12 * i + j]).toBe(i < step ? whole.data[12 * i + j] : Number.NaN);
      }
    }
    seen.length = 0;
    const product = kernelProduct(rows, ones, { ...options, kernel: 'ntk' });
    const used = product.stopped!.step;
    expect(used).toBe(seen[2]);
    for (let i = 0; i < 12; i++) {
      // of the rows that are not used, what they share with those that are
      const sum = whole.data.slice(12 * i, 12 * i + (i < used ? 12 : used)).reduce((a, b) => a + b, 0);
      expect(product.data[i]).toBeCloseTo(sum, 12);
    }
  });

  it('bad arguments are refused by name', () => {
    expect(() => nngpKernel(x, { ...net, activation: 'swish' as never })).toThrow('activation: expected one of');
    expect(() => nngpKernel(x, { ...net, hidden: 0 })).toThrow('hidden: expected');
    expect(() => nngpKernel(x, { ...net, weightVariance: -1 })).toThrow('weightVariance: expected');
    expect(() => nngpKernel(x, { ...net, weightVariance: [1, 2] })).toThrow('weightVariance: expected 4 numbers');
    expect(() => nngpKernel(x, { ...net, depth: 3 } as never)).toThrow('"depth"');
    expect(() => nngpKernel(x, [[1]], net)).toThrow('x2: expected 3 columns');
    expect(() => nngpKernel(x, { ...net, activation: { value: 3 } as never })).toThrow(
      'activation.value: expected a function',
    );
    expect(() => nngpKernel([[1e200]], net)).toThrow('finite variances');
    expect(() => kernelProduct(x, [[1]], net)).toThrow('v: expected 6 rows');
  });

  it('given functions with kinks take parallel rows as ReLU does', () => {
    const given = {
      value: (u: number) => Math.max(0, u),
      derivative: (u: number) => (u > 0 ? 1 : 0),
      kinks: [0],
    };
    const plane = [
      [1, 2],
      [2, 4],
      [1 / 3, 2 / 3],
      [1 + 1e-9, 2],
      [-1, -2],
      [1, -1],
    ];
    for (const x of [[[-1], [-0.3], [0.5], [1]], plane]) {
      for (const hidden of [1, 2, 4]) {
        const net = { hidden, weightVariance: 2 };
        const [own, known] = [
          ntkKernel(x, { ...net, activation: given }),
          ntkKernel(x, { ...net, activation: 'relu' }),
        ];
        const scale = Math.max(...known.data);
        known.data.forEach((value, at) => {
          // the angle of nearly parallel rows is the root of a rounding error in both
          expect(Math.abs(own.data[at] - value)).toBeLessThan(1e-7 * scale);
        });
      }
    }
  });

  it('equal rows are equal to the last bit, however long, and rounding of nearly parallel ones is in the error', () => {
    const blank = [new Array(3072).fill(0.1), new Array(3072).fill(0.1)];
    for (const activation of ['relu', 'erf'] as const) {
      const { data: k } = ntkKernel(blank, { hidden: 3, activation });
      expect(k[1]).toBe(k[0]);
    }
    const line = [[1034.56], [1789.01], [1501.3]];
    const { data: theta, error } = ntkKernel(line, { hidden: 1, activation: 'erf' });
    // of parallel inputs (1 + 2a)(1 + 2b) − 4ab = 1 + 2a + 2b
    line.forEach(([u], i) => {
      line.forEach(([v], j) => {
        const root = Math.sqrt(1 + 2 * u * u + 2 * v * v);
        const wanted = (2 / Math.PI) * Math.atan2(2 * u * v, root) + (u * v * 4) / Math.PI / root;
        expect(Math.abs(theta[3 * i + j] - wanted)).toBeLessThanOrEqual(error + 1e-12);
      });
    });
    const stamps = [[1.7e9], [1.7e9 + 1]];
    expect(() => nngpKernel(stamps, { hidden: 1, activation: 'sin' })).toThrow('shift or scale');
  });

  it('rounding of nearly parallel rows grows in deep nets as that of their own pair does, not as that of equal ones', () => {
    const line = Array.from({ length: 12 }, (_, i) => [i / 12]);
    for (const activation of ['erf', 'sin'] as const) {
      const deep = { activation, hidden: 60, weightVariance: 4 };
      // χ_1 of 2.3 (erf) would make 1e-16 beyond 1e5; the rows are parallel, and soon no longer
      expect(ntkKernel(line, deep).error).toBeLessThan(1e-12 * ntkKernel([[1]], deep).data[0]);
    }
    // here the digits are not there
    const close = [
      [0.3, 0.5],
      [0.3 + 1e-6, 0.5],
    ];
    expect(() => ntkKernel(close, { activation: 'erf', hidden: 60, weightVariance: 4 })).toThrow(
      'x: expected rounding of nearly parallel samples below tolerance',
    );
  });

  it('a kink at 0 needs no declaration, however close the inputs', () => {
    const ramp = { value: (u: number) => Math.max(0, u), derivative: (u: number) => (u > 0 ? 1 : 0) };
    for (const angle of [1e-6, 1e-4, 1e-3, 0.02, 0.3, Math.PI - 1e-3]) {
      const points = [
        [1, 0],
        [Math.cos(angle), Math.sin(angle)],
      ];
      const found = ntkKernel(points, { hidden: 1, activation: ramp });
      const wanted = ntkKernel(points, { hidden: 1, activation: 'relu' });
      found.data.forEach((v, i) => {
        expect(Math.abs(v - wanted.data[i]), `${angle}`).toBeLessThan(1e-13);
      });
    }
  });

  it('given functions that oscillate have series that begin late: right within the error, or refused', () => {
    let answered = 0;
    for (const omega of [10, 25, 30, 60]) {
      const wave = {
        value: (u: number) => Math.sin(omega * u),
        derivative: (u: number) => omega * Math.cos(omega * u),
      };
      for (const angle of [1e-3, 0.1, 1]) {
        // rows of variance 1
        const points = [
          [Math.SQRT2, 0],
          [Math.SQRT2 * Math.cos(angle), Math.SQRT2 * Math.sin(angle)],
        ];
        let found: ReturnType<typeof nngpKernel>;
        try {
          found = nngpKernel(points, { hidden: 1, activation: wave });
        } catch (error) {
          expect(error).toBeInstanceOf(NumericalError);
          continue;
        }
        answered++;
        const half = omega ** 2 / 2;
        const wanted = (Math.exp(-2 * half * (1 - Math.cos(angle))) - Math.exp(-2 * half * (1 + Math.cos(angle)))) / 2;
        expect(Math.abs(found.data[1] - wanted), `${omega}, ${angle}`).toBeLessThanOrEqual(found.error + 1e-12);
      }
    }
    expect(answered).toBeGreaterThanOrEqual(6);
  });

  it.each([
    [
      'that turns around between two nodes',
      { value: (u: number) => Math.sin(30 * u), derivative: (u: number) => 30 * Math.cos(30 * u) },
      Math.sqrt(140),
    ],
    [
      'with kinks a little beside those declared',
      {
        value: (u: number) => Math.max(-1, Math.min(1, u)),
        derivative: (u: number) => (Math.abs(u) < 1 ? 1 : 0),
        kinks: [-1.0001, 1.0001],
      },
      1,
    ],
  ])('a given function %s is refused', (_, activation, length) => {
    expect(() => ntkKernel([[length, 0]], { hidden: 1, activation })).toThrow(NumericalError);
  });

  it('ELU of long rows', () => {
    const elu = {
      value: (u: number) => (u > 0 ? u : Math.expm1(u)),
      derivative: (u: number) => (u > 0 ? 1 : Math.exp(u)),
      kinks: [0],
    };
    for (const length of [3, 30, 60, 100, 300, 3e4]) {
      // Mills' ratio, by its continued fraction
      const ratio = (x: number) => {
        let tail = x;
        for (let k = 400; k > 0; k--) tail = x + k / tail;
        return 1 / tail;
      };
      const root = length / Math.SQRT2;
      const part = (2 * ratio(root) - ratio(2 * root)) / Math.sqrt(2 * Math.PI);
      const { data, error } = nngpKernel([[length, 0]], { hidden: 1, activation: elu });
      expect(Math.abs(data[0] - (root * root + 1 - 2 * part) / 2)).toBeLessThanOrEqual(error + 1e-13 * data[0]);
      const pair = ntkKernel(
        [
          [length, 0],
          [0.6 * length, 0.8 * length],
        ],
        { hidden: 1, activation: elu },
      );
      expect(pair.error).toBeLessThan(1e-8 * pair.data[0]);
    }
  });

  it('unequal rows whose products are equal numbers are not taken for equal ones', () => {
    const near = [
      [1e6, 0],
      [1e6, 0.005],
    ];
    expect(() => nngpKernel(near, { hidden: 1, activation: 'sin' })).toThrow('nearly parallel');
    const equal = [near[0], near[0], near[0].map((v) => -v)];
    expect(nngpKernel(equal, { hidden: 1, activation: 'sin' }).error).toBe(0);
  });

  it('functions that grow like an exponential are integrated to where they end: e^u', () => {
    const exponential = { value: Math.exp, derivative: Math.exp };
    for (const q of [4, 16, 36]) {
      for (const rho of [1, 0.5, -0.5]) {
        const [x1, x2] = [
          [Math.sqrt(2 * q), 0],
          [rho * Math.sqrt(2 * q), Math.sqrt((1 - rho * rho) * 2 * q)],
        ];
        const across = nngpKernel([x1], [x2], { hidden: 1, activation: exponential });
        expect(Math.abs(across.data[0] / Math.exp(q + q * rho) - 1), `${q} ${rho}`).toBeLessThan(1e-12);
        const among = nngpKernel([x1, x2], { hidden: 1, activation: exponential });
        expect(Math.abs(among.data[0] / Math.exp(2 * q) - 1), `${q}`).toBeLessThan(1e-12);
      }
      const { lengthMap } = propagation({ activation: exponential, weightVariance: 0.1 });
      expect(Math.abs(lengthMap(q) / (0.1 * Math.exp(2 * q)) - 1), `${q}`).toBeLessThan(1e-12);
    }
  });

  it('differences in place of a derivative have its digits also where the function varies fast: sin 30u', () => {
    const fast = { value: (u: number) => Math.sin(30 * u) };
    const points = [
      [1, 0.3],
      [0.2, 0.7],
    ];
    const wanted = ntkKernel(points, { hidden: 1, activation: { ...fast, derivative: (u) => 30 * Math.cos(30 * u) } });
    ntkKernel(points, { hidden: 1, activation: fast }).data.forEach((v, i) => {
      expect(Math.abs(v - wanted.data[i])).toBeLessThan(1e-9 * wanted.data[0]);
    });
  });

  it('given functions with kinks that are not declared are refused at any angle, where their squares are smooth too', () => {
    const functions: [string, (u: number) => number, number][] = [
      ['ramp', (u) => Math.max(0, u), 0],
      ['distance', (u) => Math.abs(u - 0.3), 0.3],
    ];
    for (const [name, value, kink] of functions) {
      for (const angle of [0.2, 0.5, 1, 1.5, 2, 3]) {
        const points = [
          [Math.SQRT2, 0],
          [Math.SQRT2 * Math.cos(angle), Math.SQRT2 * Math.sin(angle)],
        ];
        const declared = nngpKernel(points, { hidden: 1, activation: { value, kinks: [kink] } });
        let undeclared = declared;
        try {
          undeclared = nngpKernel(points, { hidden: 1, activation: { value } });
        } catch (error) {
          expect(String(error)).toContain('quadrature errors below tolerance');
        }
        // an answer is one within its error
        const off = Math.max(...undeclared.data.map((v, i) => Math.abs(v - declared.data[i])));
        expect(off, `${name} ${angle}`).toBeLessThanOrEqual(undeclared.error + declared.error);
      }
    }
  });
});
