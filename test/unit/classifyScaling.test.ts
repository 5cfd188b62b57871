import { describe, expect, it } from 'vitest';
import {
  classifyScaling,
  type ScalingClass,
  type ScalingExponents,
  scalingRegimes,
} from '../../src/checks/classifyScaling';
import { pooledRms, scalingFit } from '../../src/checks/statistics';
import { matrix, randomNormal, rng } from '../../src/index';
import { parameterizations } from '../../src/nets/parameterization';
import { type Abc, trainAbc } from '../reference/trainAbc';
import { tolerance } from '../tolerances';

const x = randomNormal({ seed: 1, rows: 4, cols: 3 });
// well above the random initial outputs, whose slow decay would blur the exponent of the error
const y = matrix(
  4,
  4,
  randomNormal({ seed: 2, rows: 4, cols: 4 }).data.map((value) => 5 * value),
);
const training = { x, y, lr: 0.02, steps: 3 };
const roles = ['input', 'hidden', 'readout'] as const;

type Triple = Required<Pick<ScalingExponents, 'hidden'>> &
  Record<'multiplier' | 'initialization' | 'learningRate', [number, number, number]>;

const layersOf = ({ hidden, multiplier, initialization, learningRate }: Triple): Abc[] =>
  Array.from({ length: hidden + 1 }, (_, l) => {
    const role = l === 0 ? 0 : l === hidden ? 2 : 1;
    return { a: multiplier[role], b: initialization[role], c: learningRate[role] };
  });

/** Exponents that trained nets of two widths have. */
function measured(triple: Triple, seed: number): ScalingClass['exponents'] {
  const widths = triple.hidden === 1 ? [1024, 16384] : [96, 768];
  const runs = widths.map((width, k) =>
    Array.from({ length: k === 0 ? 24 : 4 }, (_, i) =>
      trainAbc(layersOf(triple), { ...training, width, seed: 100 * seed + 10 * k + i }),
    ),
  );
  const slope = (read: (run: (typeof runs)[0][0]) => number) => {
    const groups = runs.map((group) => group.map(read));
    // beyond what squares of squares can hold: it grew from step to step
    if (!groups.flat().every((value) => value < 1e60)) return Number.POSITIVE_INFINITY;
    if (!groups.flat().every((value) => value > 0)) return Number.NEGATIVE_INFINITY;
    const { rms } = pooledRms(groups);
    return scalingFit(
      widths,
      rms.map(({ value }) => value),
      rms.map(({ relativeError }) => relativeError),
    ).slope.value;
  };
  return {
    output: slope((run) => run.output),
    features: [],
    featureUpdates: Array.from({ length: triple.hidden }, (_, l) => slope((run) => run.featureUpdates[l])),
    outputUpdate: slope((run) => run.outputUpdate),
  };
}

/** The class of measured exponents: those within `near` of 0 count as 0. */
function classOf({ output, outputUpdate, featureUpdates }: ScalingClass['exponents'], near: number) {
  if (output > near || outputUpdate > near) return 'unstable';
  if (outputUpdate < -near) return 'trivial';
  return Math.max(...featureUpdates) < -near ? 'lazy' : 'rich';
}

/**
 * 40 random triples, drawn with one key. By turns: one number for all layers; one for each kind; and, for lazy and rich nets are a set of
 * measure zero among these, random sizes with rates at which each layer alone would move outputs by order one (`slack`: or less), with
 * initial outputs of N^−½ … 1 and of exactly N^−½. All are then multiplied into multipliers and initial entries at random.
 * A triple is drawn again where a predicted power that decides its class is within 0.1 of another class but not 0.
 */
function drawTriples(): { triple: Triple; predicted: ScalingClass }[] {
  const random = rng(20).fork('scaling');
  const between = (low: number, high: number) => low + (high - low) * random.uniform(1)[0];
  const three = (draw: () => number): [number, number, number] => [draw(), draw(), draw()];
  const drawn: { triple: Triple; predicted: ScalingClass }[] = [];
  while (drawn.length < 40) {
    const kind = drawn.length % 4;
    const hidden = 1 + (drawn.length % 3);
    let size = three(() => between(-0.25, 1.25));
    let rate = three(() => between(-1.5, 2));
    if (kind === 0) {
      size = three(() => size[0]);
      rate = three(() => rate[0]);
    }
    if (kind >= 2) {
      const output = kind === 3 ? -0.5 : between(-0.5, 0);
      const gain = (hidden - 1) * (0.5 - size[1]);
      size[2] = 0.5 - size[0] + gain - output;
      const slack = three(() => between(0.5, 1.5));
      slack[Math.floor(between(0, hidden > 1 ? 3 : 2)) * (hidden > 1 ? 1 : 2)] = 0;
      // h_1 = N^−size_0, field of the last layer N^−size_2; −rate + 2·(both sides of the layer) + sums over neurons = 0
      rate = [
        1 + 2 * (gain - size[2]),
        2 - 2 * size[0] - 2 * size[2] + 2 * (gain - 0.5 + size[1]),
        1 + 2 * (gain - size[0]),
      ];
      rate = rate.map((value, role) => value + slack[role]) as typeof rate;
    }
    const multiplier = kind === 0 ? three(() => size[2] / 3) : three(() => between(-0.5, 1));
    const triple: Triple = {
      hidden,
      multiplier,
      initialization: size.map((value, role) => value - multiplier[role]) as typeof size,
      learningRate: rate.map((value, role) => value - 2 * multiplier[role]) as typeof rate,
    };
    const predicted = classifyScaling({ ...triple, steps: training.steps });
    const { output, outputUpdate, featureUpdates } = predicted.exponents;
    const decisive = [output];
    if (output <= 0) decisive.push(outputUpdate);
    if (output <= 0 && outputUpdate === 0) decisive.push(Math.max(...featureUpdates));
    if (decisive.every((value) => value === 0 || Math.abs(value) >= 0.1)) drawn.push({ triple, predicted });
  }
  return drawn;
}

describe('classifyScaling', () => {
  it('says of 40 random triples what nets trained at two widths say, and with which powers', {
    timeout: 240_000,
  }, () => {
    const triples = drawTriples();
    const count = (regime: string) => triples.filter(({ predicted }) => predicted.regime === regime).length;
    for (const regime of scalingRegimes) expect(count(regime), regime).toBeGreaterThanOrEqual(4);
    triples.forEach(({ triple, predicted }, k) => {
      const found = measured(triple, k);
      const text = `${k}: ${JSON.stringify([predicted.exponents, found])}`;
      expect(classOf(found, tolerance.zeroPower), text).toBe(predicted.regime);
      if (predicted.regime !== 'lazy' && predicted.regime !== 'rich') return;
      const { output, outputUpdate, featureUpdates } = predicted.exponents;
      expect(Math.abs(found.output - output), text).toBeLessThan(tolerance.widthPower);
      expect(Math.abs(found.outputUpdate - outputUpdate), text).toBeLessThan(tolerance.widthPower);
      featureUpdates.forEach((power, l) => {
        expect(Math.abs(found.featureUpdates[l] - power), text).toBeLessThan(tolerance.widthPower);
      });
    });
  });

  it('knows the parameterizations of this library: muP rich, NTK lazy, standard unstable until its rate is divided by the width', () => {
    const table = (name: keyof typeof parameterizations, rate = 0): Triple => {
      // fan-in of the input layer does not grow
      const powers = (read: 'multiplier' | 'variance' | 'rate') =>
        roles.map((role) => {
          const { width = 0, fanIn = 0 } = parameterizations[name][role][read];
          return -(width + (role === 'input' ? 0 : fanIn)) || 0;
        }) as Triple['multiplier'];
      return {
        hidden: 2,
        multiplier: powers('multiplier'),
        initialization: powers('variance').map((power) => power / 2) as Triple['multiplier'],
        learningRate: powers('rate').map((power) => power + rate) as Triple['multiplier'],
      };
    };
    for (const hidden of [1, 2, 5]) {
      const regime = (triple: Triple) => classifyScaling({ ...triple, hidden }).regime;
      expect(regime(table('muP'))).toBe('rich');
      expect(regime(table('muP', 1))).toBe('trivial');
      expect(regime(table('muP', -0.5))).toBe('unstable');
      expect(regime(table('ntk'))).toBe('lazy');
      expect(regime(table('ntk', 0.5))).toBe('trivial');
      expect(regime(table('standard'))).toBe('unstable');
      expect(regime(table('standard', 1))).toBe('lazy');
    }
    expect(classifyScaling(table('ntk'))).toEqual({
      regime: 'lazy',
      exponents: { output: 0, features: [0, 0], featureUpdates: [-0.5, -0.5], outputUpdate: 0 },
      steps: 1,
      reasons: [
        'Initial outputs go as N^0: they stay of order one.',
        'Initial hidden features go as N^0, N^0, from the input on.',
        'In one step they change by N^-0.5, N^-0.5 of what they were: the largest of these changes, in layer 1, vanishes.',
        'In one step outputs change by N^0: the changes stay of order one.',
        'Lazy: outputs learn while features stay as they were, so that the net is a kernel machine.',
      ],
    });
  });

  it('is the same along the symmetry (a + θ, b − θ, c − 2θ) of each layer, as training is', () => {
    const triple: Triple = {
      hidden: 2,
      multiplier: [0.1, 0.4, 0.7],
      initialization: [0, 0.1, 0.2],
      learningRate: [-0.4, -0.5, -1],
    };
    const shift = [0.3, -0.7, 0.25];
    const moved: Triple = {
      hidden: 2,
      multiplier: triple.multiplier.map((a, i) => a + shift[i]) as Triple['multiplier'],
      initialization: triple.initialization.map((b, i) => b - shift[i]) as Triple['multiplier'],
      learningRate: triple.learningRate.map((c, i) => c - 2 * shift[i]) as Triple['multiplier'],
    };
    expect(classifyScaling(moved)).toEqual(classifyScaling(triple));
    const [one, other] = [triple, moved].map((t) => trainAbc(layersOf(t), { ...training, width: 50, seed: 1 }).outputs);
    const most = Math.max(...one.data.map(Math.abs));
    other.data.forEach((f, i) => {
      expect(Math.abs(f - one.data[i])).toBeLessThan(tolerance.trained('float64', training.steps) * most);
    });
  });

  it('counts steps: what grows a little with each ends unstable, though the first steps vanish', () => {
    const growing = { multiplier: 0, initialization: 1, learningRate: -0.1, hidden: 1 } as const;
    expect(classifyScaling({ ...growing, steps: 1 }).regime).toBe('trivial');
    const { regime, steps, exponents } = classifyScaling(growing);
    expect(regime).toBe('unstable');
    expect(steps).toBeGreaterThan(1);
    expect(exponents.outputUpdate).toBeGreaterThan(0);
  });

  it('refuses what is not a triple of exponents', () => {
    const good = { multiplier: 0, initialization: 0, learningRate: 0 };
    expect(() => classifyScaling({ ...good, multiplier: [0, 1] as never })).toThrow(
      'multiplier: expected a number or 3',
    );
    expect(() => classifyScaling({ ...good, learningRate: [0, Number.NaN, 1] })).toThrow('learningRate[1]: expected');
    expect(() => classifyScaling({ ...good, initialization: undefined as never })).toThrow('initialization: expected');
    expect(() => classifyScaling({ ...good, hidden: 0 })).toThrow('hidden: expected');
    expect(() => classifyScaling({ ...good, steps: 0 })).toThrow('steps: expected');
    expect(() => classifyScaling({ ...good, rate: 1 } as never)).toThrow('"rate"');
  });
});
