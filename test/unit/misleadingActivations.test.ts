import { describe, expect, it } from 'vitest';
import { NumericalError } from '../../src/errors';
import { edgeOfChaos } from '../../src/limits/edgeOfChaos';
import { type ActivationFunction, knownActivation } from '../../src/limits/kernels/activation';
import { continuousActivation } from '../../src/limits/kernels/continuousActivation';
import { gaussianMoments } from '../../src/limits/kernels/gaussianMoments';
import { hermiteRule } from '../../src/limits/kernels/hermiteRule';
import { nngpKernel } from '../../src/limits/nngpKernel';
import { ntkKernel } from '../../src/limits/ntkKernel';
import { propagation } from '../../src/limits/propagation';
import { erf, normalCdf } from '../../src/special/erf';
import { tolerance } from '../tolerances';

/** E f(u) of a normal u of this length, by the trapezoidal rule in u: for functions that bend over some tenth. */
function expected(f: (u: number) => number, length: number): number {
  const steps = Math.ceil(20 * length * 40);
  let sum = 0;
  for (let k = 0; k <= steps; k++) {
    const z = -10 + (20 * k) / steps;
    sum += Math.exp(-0.5 * z * z) * f(length * z);
  }
  return (20 * sum) / steps / Math.sqrt(2 * Math.PI);
}

/** Θ of an input of this length, one hidden layer: the right number, or what is returned, or undefined where it is refused. */
function tangent({ value, derivative }: Required<Pick<ActivationFunction, 'value' | 'derivative'>>, length: number) {
  return expected((u) => value(u) ** 2, length) + length ** 2 * expected((u) => derivative(u) ** 2, length);
}

/** @returns whether it was right. */
function assertRightOrRefused(activation: ActivationFunction, length: number, right: number): boolean {
  let found: ReturnType<typeof ntkKernel>;
  try {
    found = ntkKernel([[length]], { activation, hidden: 1 });
  } catch (error) {
    expect(error).toBeInstanceOf(NumericalError);
    return false;
  }
  expect(Math.abs(found.data[0] - right)).toBeLessThanOrEqual(found.error + tolerance.limit * right);
  return true;
}

const bump = (height: number, at: number, width: number) => ({
  value: (u: number) => u + height * Math.exp(-(((u - at) / width) ** 2)),
  derivative: (u: number) => 1 - ((2 * height * (u - at)) / width ** 2) * Math.exp(-(((u - at) / width) ** 2)),
});
const hat = (kinks: number[]) => ({
  value: (u: number) => Math.max(0, 1 - Math.abs(u - 3)),
  derivative: (u: number) => (Math.abs(u - 3) < 1 ? -Math.sign(u - 3) : 0),
  kinks,
});

describe('kernels of given functions that nodes of a rule may misread', () => {
  it.each([40, 100, 200, 1000])(
    'rounded to 1/%d with the slope of a line: no line, whatever the step of the rule',
    (per) => {
      const rounded = { value: (u: number) => Math.round(per * u) / per, derivative: () => 1 };
      assertRightOrRefused(rounded, 1, 2 + 1 / (12 * per ** 2));
    },
  );

  it.each([40, 80])('a wave of period 1/%d on a line', (per) => {
    const value = (u: number) => u + Math.sin(Math.PI * per * u) ** 2 / per;
    const derivative = (u: number) => 1 + Math.PI * Math.sin(2 * Math.PI * per * u);
    assertRightOrRefused({ value, derivative }, 1, 2 + 3 / (8 * per ** 2) + Math.PI ** 2 / 2);
  });

  it.each([40 * Math.PI, 80 * Math.PI])('snake at length %d', (length) => {
    const snake = { value: (u: number) => u + Math.sin(u) ** 2, derivative: (u: number) => 1 + Math.sin(2 * u) };
    assertRightOrRefused(snake, length, length ** 2 * 2.5 + 3 / 8);
  });

  it.each([
    [1, 1.25, 0.3, 100],
    [5, 4, 0.7, 300],
    [1000, 6.25, 1, 500],
    [0.5, -9, 1, 900],
    [1, 3, 1, 1001],
  ])('a line with a bump of height %d at %d, %d wide, at length %d', (height, at, width, length) => {
    const activation = bump(height, at, width);
    const right = tangent(activation, length);
    // far more than a claim could be off
    expect(right / (2 * length ** 2) - 1).toBeGreaterThan(1e-6);
    expect(assertRightOrRefused(activation, length, right)).toBe(true);
    if (length === 300) expect(assertRightOrRefused({ value: activation.value }, length, right)).toBe(true);
  });

  it.each([1e-2, 1e-3, 1e-4, -1e-3])('kinks that are all declared %d off', (off) => {
    const right = ntkKernel([[1]], { activation: hat([2, 3, 4]), hidden: 1 }).data[0];
    assertRightOrRefused(hat([2, 3, 4].map((kink) => kink + off)), 1, right);
  });

  it.each<[string, ActivationFunction]>([
    ['a logistic function of its value', { value: (u) => 1 / (1 + Math.exp(-u)), derivative: (y) => y * (1 - y) }],
    ['tanh', { value: Math.tanh, derivative: Math.tanh }],
    ['ReLU without its left half', { value: (u) => Math.max(0, u), derivative: () => 1 }],
  ])('a derivative that is not that of value has no depth scale: %s', (_, activation) => {
    const slope = 'the slope of value there';
    expect(() => propagation({ activation, weightVariance: 1.5, biasVariance: 0.1 })).toThrow(slope);
    expect(() => edgeOfChaos({ activation })).toThrow(slope);
  });

  it.each([
    [1e5, 0],
    [1e6, 0.3],
    [1e8, -2],
  ])('the slope of tanh(%d (u − %d)) is seen, as narrow as it is', (steep, at) => {
    const value = (u: number) => Math.tanh(steep * (u - at));
    const derivative = (u: number) => steep / Math.cosh(steep * (u - at)) ** 2;
    const q = 1.4;
    const found = gaussianMoments(knownActivation({ value, derivative, kinks: [] }), q).slope;
    // ∫ cosh⁻⁴ = 4/3; the Gaussian weight is flat there to its curvature
    const right = ((steep * 4) / 3) * (Math.exp((-at * at) / (2 * q)) / Math.sqrt(2 * Math.PI * q));
    expect(Math.abs(found / right - 1)).toBeLessThan(1 / steep);
  });

  it('steep functions, rounded ones and those that oscillate have their derivative', () => {
    for (const [value, derivative] of [
      [(u: number) => Math.tanh(1e3 * u), (u: number) => 1e3 / Math.cosh(1e3 * u) ** 2],
      [(u: number) => Math.fround(Math.tanh(u)), (u: number) => 1 / Math.cosh(u) ** 2],
      [(u: number) => Math.sin(1e6 * u), (u: number) => 1e6 * Math.cos(1e6 * u)],
      [(u: number) => u ** 5, (u: number) => 5 * u ** 4],
    ])
      expect(continuousActivation({ value, derivative }).derivative(0.5)).toBe(derivative(0.5));
  });

  it.each<[string, ActivationFunction]>([
    ['a step at 1/2 without slope', { value: (u) => (u > 0.5 ? 1 : 0), derivative: () => 0 }],
    ['round(3u)/3', { value: (u) => Math.round(3 * u) / 3 }],
    ['256 levels', { value: (u) => Math.round(127 * Math.max(-1, Math.min(1, u))) / 127, derivative: () => 1 }],
    ['hard shrinkage', { value: (u) => (Math.abs(u) > 0.5 ? u : 0) }],
    ['tanh with a jump of 1/1000', { value: (u) => Math.tanh(u) - (u < -20 ? 1e-3 : 0) }],
  ])('%s jumps where it does not tell', (_, activation) => {
    const jumps = 'a continuous function (jump';
    expect(() => propagation({ activation, weightVariance: 1, biasVariance: 0.1 })).toThrow(jumps);
    expect(() => edgeOfChaos({ activation, biasVariance: 0.1 })).toThrow(jumps);
  });

  it.each<[string, ActivationFunction]>([
    ['kinks (0, 6) and', { value: (u) => Math.max(0, Math.min(6, u)), kinks: [] }],
    ['kinks (1, -1) and', { value: (u) => Math.max(-1, Math.min(1, u)), kinks: [0, 1.01] }],
    ['kinks (-0.9) and', { value: (u) => Math.max(-0.9, Math.min(0.9, u)), kinks: [0.9] }],
    ['kinks (0.3, 2) and', { value: (u) => Math.max(u > 0.3 ? 1 : 0, u - 1) }],
    ['kinks (0.5, -0.5, 1.5, -1.5 and elsewhere) and', { value: Math.round }],
    ['kinks and its derivative', { value: (u) => Math.sin(300 * u) }],
    [
      'kinks, or places where it bends sharply',
      { value: (u) => Math.sin(300 * u), derivative: (u) => 300 * Math.cos(300 * u) },
    ],
  ])('kernels say what to declare: %s', (message, activation) => {
    expect(() =>
      ntkKernel(
        [
          [1, 0],
          [0.6, 0.8],
        ],
        { activation, hidden: 1 },
      ),
    ).toThrow(message);
  });

  it.each<[string, (u: number) => number]>([
    ['a steep line', (u) => Math.max(-1, Math.min(1, 1e6 * (u - 0.3)))],
    ['softplus as it is written', (u) => Math.log(1 + Math.exp(u))],
    ['the approximation of GELU', (u) => 0.5 * u * (1 + Math.tanh(0.8 * (u + 0.044715 * u ** 3)))],
    ['rounding to float32', (u) => Math.fround(Math.tanh(u))],
    ['a root', (u) => Math.sign(u - 0.2) * Math.sqrt(Math.abs(u - 0.2))],
    ['1e-200 tanh', (u) => 1e-200 * Math.tanh(u)],
  ])('%s does not jump', (_, value) => {
    expect(continuousActivation({ value }).value(0.3)).toBe(value(0.3));
  });

  it('turning points of mish and u·exp(−u²) are no rises that nodes do not see', () => {
    const mish = {
      value: (u: number) => u * Math.tanh(Math.log1p(Math.exp(u))),
      derivative: (u: number) => {
        const t = Math.tanh(Math.log1p(Math.exp(u)));
        return t + (u * (1 - t * t)) / (1 + Math.exp(-u));
      },
    };
    const bump = {
      value: (u: number) => u * Math.exp(-u * u),
      derivative: (u: number) => (1 - 2 * u * u) * Math.exp(-u * u),
    };
    for (const activation of [mish, bump]) {
      for (const length of [1.4, 1.5, 1.9, 2, 2.2]) {
        const row = [length * Math.cos(0.02), length * Math.sin(0.02)];
        const { error } = ntkKernel([[8, 0], row], { activation, hidden: 1 });
        expect(error).toBeLessThan(1e-10);
      }
    }
  });

  it.each<[string, Required<Pick<ActivationFunction, 'value' | 'derivative'>>]>([
    ['tanh(7(u − 1))', { value: (u) => Math.tanh(7 * (u - 1)), derivative: (u) => 7 / Math.cosh(7 * (u - 1)) ** 2 }],
    ['atan(7(u − 0.1))', { value: (u) => Math.atan(7 * (u - 0.1)), derivative: (u) => 7 / (1 + 49 * (u - 0.1) ** 2) }],
  ])('%s is steep beside 0, and needs no kink', (_, activation) => {
    // x and x' of length √2, so that u and v have variance 1
    const rho = 0.6;
    const { data, nngp } = ntkKernel(
      [
        [Math.SQRT2, 0],
        [Math.SQRT2 * rho, Math.SQRT2 * Math.sqrt(1 - rho ** 2)],
      ],
      { activation, hidden: 1 },
    );
    const pair = (f: (u: number) => number) => {
      const step = 0.02;
      const nodes = Array.from({ length: 801 }, (_, k) => (k - 400) * step);
      const density = (x: number) => Math.exp(-0.5 * x * x);
      const inner = (x: number) =>
        nodes.reduce((sum, y) => sum + density(y) * f(rho * x + Math.sqrt(1 - rho ** 2) * y), 0);
      return (step ** 2 * nodes.reduce((sum, x) => sum + density(x) * f(x) * inner(x), 0)) / (2 * Math.PI);
    };
    const value = pair(activation.value);
    expect(Math.abs(nngp.data[1] - value)).toBeLessThan(tolerance.limit * nngp.data[0]);
    expect(Math.abs(data[1] - value - rho * pair(activation.derivative))).toBeLessThan(tolerance.limit * data[0]);
  });

  it('lengths beyond float64 are refused, and not looked at for ever', () => {
    const activation = { value: (u: number) => u * normalCdf(u) };
    const options = { activation, hidden: 2, weightVariance: 2, biasVariance: Number.MAX_VALUE };
    expect(() => nngpKernel([[1]], options)).toThrow(NumericalError);
  });

  it.each([30, 1e4])('GELU by value alone is looked at some thousand times a sample, of length %d', (length) => {
    let looks = 0;
    const value = (u: number) => {
      looks++;
      return u * normalCdf(u);
    };
    const x = [0, 1, 2.5].map((angle) => [length * Math.cos(angle), length * Math.sin(angle)]);
    const { data } = ntkKernel(x, { activation: { value }, hidden: 1 });
    const right = ntkKernel(x, { activation: 'gelu', hidden: 1 }).data;
    data.forEach((entry, i) => {
      expect(Math.abs(entry - right[i])).toBeLessThan(tolerance.limit * right[0]);
    });
    expect(looks).toBeLessThan(1e6);
  });

  it('nearly parallel samples: differences of values, and a kink that is not declared, end the search for more digits', () => {
    let looks = 0;
    const looked = (f: (u: number) => number) => (u: number) => {
      looks++;
      return f(u);
    };
    // nearly opposite, of length 10
    const x = [0, 3.1].map((angle) => [10 * Math.cos(angle), 10 * Math.sin(angle)]);
    const value = looked((u) => u / (1 + Math.exp(-u)));
    ntkKernel(x, { activation: { value }, hidden: 1, weightVariance: 2 });
    expect(looks).toBeLessThan(1e7);
    looks = 0;
    const derivative = looked((u) => Math.sign(u - 0.3));
    const kinked = { value: (u: number) => Math.abs(u - 0.3), derivative, kinks: [] };
    ntkKernel(x.slice(0, 1), x.slice(1), { activation: kinked, hidden: 1, biasVariance: 9e15 });
    expect(looks).toBeLessThan(2e7);
  });

  it.each([1e3, 1e4])('a needle that is 0 at the nodes of even rules is found beside 0, at length %d', (length) => {
    const needle = (u: number) => Math.exp(-100 * (u - 30) ** 2);
    const activation = { value: needle, derivative: (u: number) => -200 * (u - 30) * needle(u) };
    // of the Gaussian that is proportional to its square
    const wide = 1 + 400 * length ** 2;
    const square = Math.exp(-200 * (30 ** 2 / wide)) / Math.sqrt(wide);
    const slope = 4e4 * square * (length ** 2 / wide + (30 / wide) ** 2);
    expect(assertRightOrRefused(activation, length, square + length ** 2 * slope)).toBe(true);
  });

  it.each([100, 1000])('erf(%d u), given, is answered at any length', (steep) => {
    const value = (u: number) => erf(steep * u);
    const derivative = (u: number) => ((2 * steep) / Math.sqrt(Math.PI)) * Math.exp(-((steep * u) ** 2));
    for (const length of [1, 300]) {
      const x = [
        [Math.SQRT2 * length, 0],
        [length, length],
      ];
      const given = ntkKernel(x, { activation: { value, derivative }, hidden: 1 });
      const right = ntkKernel(x, { activation: 'erf', hidden: 1, weightVariance: [steep ** 2, 1] });
      given.data.forEach((entry, i) => {
        expect(Math.abs(entry - right.data[i])).toBeLessThan(tolerance.limit * right.data[0]);
      });
      const shifted = { value: (u: number) => value(u - 0.3), derivative: (u: number) => derivative(u - 0.3) };
      const { error, data } = ntkKernel(x, { activation: shifted, hidden: 1 });
      expect(error).toBeLessThan(1e-11 * data[0]);
    }
  });

  it.each([1e3, 1e7, 1e10])('tanh(%d u) rises, and does not jump, at a kink', (steep) => {
    const value = (u: number) => Math.tanh(steep * u);
    const derivative = (u: number) => steep / Math.cosh(steep * u) ** 2;
    // ∫ sech² = 2, ∫ sech⁴ = 4/3, ∫ x² sech⁴ = (π² − 6)/9
    const moment = ((4 / 3) * steep - (Math.PI ** 2 - 6) / (18 * steep) - 2 / steep) / Math.sqrt(2 * Math.PI);
    const right = 1 + moment;
    for (const kinks of [[], [0]]) assertRightOrRefused({ value, derivative, kinks }, 1, right);
  });

  it.each([0, 1e-10, 1e-9])('a step whose kink is declared %d off', (off) => {
    const step = { value: (u: number) => (u > 0.1 ? 1 : 0), derivative: () => 0, kinks: [0.1 + off] };
    const { data, error } = nngpKernel([[1]], { activation: step, hidden: 1 });
    expect(Math.abs(data[0] - normalCdf(-0.1))).toBeLessThan(error + 1e-9);
  });

  it.each([1e-5, 1, 1e6])('%d times ReLU and sign are told apart', (size) => {
    const maps = { weightVariance: 1, biasVariance: 0.1 };
    const ramp = { value: (u: number) => size * Math.max(0, u), kinks: [0] };
    expect(propagation({ ...maps, activation: ramp }).lengthMap(1)).toBeCloseTo(size ** 2 / 2 + 0.1, 3);
    for (const kinks of [[], [0]]) {
      const sign = { value: (u: number) => size * Math.sign(u), derivative: () => 0, kinks };
      expect(() => propagation({ ...maps, activation: sign })).toThrow('a continuous function');
    }
  });

  it('exact duplicates are exact, in one kernel and in one with other samples', () => {
    const x = [
      [1, 2],
      [1, 2],
      [0.3, -1],
    ];
    for (const activation of [
      hat([2, 3, 4]),
      { value: Math.sign, kinks: [0] },
      { value: (u: number) => Math.max(0, u), kinks: [0] },
    ]) {
      const options = { activation, hidden: 5, weightVariance: 1.5, biasVariance: 0.1 };
      if (activation.value === Math.sign)
        Object.assign(options, { activation: { ...activation, derivative: () => 0 } });
      const { data } = ntkKernel(x, options);
      expect(data[1]).toBe(data[0]);
      expect(data[3]).toBe(data[0]);
      expect(data[5]).toBe(data[2]);
      const other = ntkKernel(x.slice(0, 1), x, options).data;
      expect(other[1]).toBe(other[0]);
      expect(other[0]).toBe(data[0]);
    }
  });

  it('the tolerance is a share of the largest entry: rows of very different length do not lend each other their slopes', () => {
    const far = [[7e4], [0.74]];
    const activation = { ...hat([2, 3, 4]), kinks: [2.0000001, 3, 4] };
    let most = 0;
    try {
      const { data, error } = ntkKernel(far, { activation, hidden: 1 });
      most = error / Math.max(...data);
    } catch (error) {
      expect(error).toBeInstanceOf(NumericalError);
    }
    expect(most).toBeLessThanOrEqual(1e-8);
    const { data, error } = ntkKernel([[1e6], [1]], { activation: 'tanh', hidden: 1 });
    expect(error / Math.max(...data)).toBeLessThan(1e-12);
  });

  it.each([
    ['a line', (u: number) => u, 1],
    ['ReLU', (u: number) => Math.max(0, u), 0.5],
  ])('%s with a bump is not homogeneous', (_, line, share) => {
    const value = (u: number) => line(u) + 2 * Math.exp(-(((u - 3) / 0.3) ** 2));
    const maps = propagation({ activation: { value, kinks: [0] }, weightVariance: 0.5, biasVariance: 0.1 });
    const right = 0.5 * expected((u) => value(u) ** 2, 1) + 0.1;
    expect(Math.abs(right - 0.5 * share - 0.1)).toBeGreaterThan(1e-3);
    expect(Math.abs(maps.lengthMap(1) / right - 1)).toBeLessThan(tolerance.limit);
  });

  it('tanh with a bump is not odd', () => {
    const value = (u: number) => Math.tanh(u) + 2 * Math.exp(-(((u - 3) / 0.3) ** 2));
    const { correlationMap } = propagation({ activation: { value }, weightVariance: 0.5 });
    const right = expected(value, 1) ** 2 / expected((u) => value(u) ** 2, 1);
    expect(right).toBeGreaterThan(1e-5);
    expect(Math.abs(correlationMap(0, 1) / right - 1)).toBeLessThan(1e-6);
  });
});

describe('hermiteRule', () => {
  it.each([
    ['evenly spaced', [], (z: number) => Math.sin(9 * z)],
    ['split at 0', [0], (z: number) => Math.abs(z) * Math.cos(5 * z)],
    ['split elsewhere', [0.3, -1], (z: number) => Math.abs(z - 0.3) + Math.max(0, z + 1) ** 2],
  ] as const)('%s: finds a function again between its nodes', (_, kinks, f) => {
    const rule = hermiteRule(kinks, 1);
    const values = rule.nodes.map(f);
    for (let z = -12.7; z < 12.7; z += 0.0371)
      expect(Math.abs(rule.interpolate(values, z) - f(z))).toBeLessThan(1e-11 * (1 + z * z));
    expect(rule.interpolate(values, rule.nodes[7])).toBe(values[7]);
  });

  it.each([[[]], [[0]], [[0.3, -1]]])(
    'both its rules are right for a Gaussian, and share no node: kinks %j',
    (kinks) => {
      const { nodes, weights, coarse } = hermiteRule(kinks, 1);
      for (const rule of [{ nodes, weights }, coarse]) {
        const sum = rule.nodes.reduce((all, z, k) => all + rule.weights[k] * Math.cos(3 * z) ** 2, 0);
        expect(Math.abs(sum - (1 + Math.exp(-18)) / 2)).toBeLessThan(1e-13);
      }
      const own = new Set(nodes);
      expect(coarse.nodes.some((z) => own.has(z))).toBe(false);
      expect(coarse.nodes.length).toBeLessThan(0.51 * nodes.length);
    },
  );
});
