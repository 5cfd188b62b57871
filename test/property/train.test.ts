import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNet, type Net, type NetOptions, type TrainRun, train, trainSteps } from '../../src/index';
import type { Dtype } from '../../src/matrix';
import { layerScalings } from '../../src/nets/parameterization';
import { farthest, flat, type Rows, toRows, trainReference } from '../reference/netTraining';
import { tolerance } from '../tolerances';
import { numbers } from './kernelMemory';
import { stableRate } from './stableRate';

const size = fc.constantFrom(1, 2, 3, 4, 5, 7, 8, 9, 11, 13, 16, 17);

interface Case {
  net: NetOptions;
  samples: number;
  layerLr: number | number[];
  scheduled: boolean;
  batch?: { size: number; order: 'onePass' };
  dataSeed: number;
}

const cases: fc.Arbitrary<Case> = fc
  .record({
    hidden: fc.integer({ min: 1, max: 4 }),
    residual: fc.constantFrom(false, true, { beta0: 0.5 }, { branch: -0.7 }),
  })
  .chain(({ hidden, residual }) =>
    fc.record({
      net: fc.record({
        hidden: fc.constant(hidden),
        residual: fc.constant(residual as NetOptions['residual']),
        inputs: size,
        outputs: fc.constantFrom(1, 2, 3, 4, 5, 10, 33),
        width: residual === false ? fc.oneof(size, fc.array(size, { minLength: hidden, maxLength: hidden })) : size,
        parameterization: fc.constantFrom('muP' as const, 'ntk' as const, 'standard' as const),
        initialScales: fc.constantFrom(
          1,
          0.5,
          Array.from({ length: hidden + 1 }, (_, l) => 0.6 + 0.1 * l),
        ),
        seed: fc.nat(),
        dtype: fc.constantFrom<Dtype>('float64', 'float32'),
      }),
      samples: fc.integer({ min: 1, max: 12 }),
      layerLr: fc.constantFrom(
        1,
        Array.from({ length: hidden + 1 }, (_, l) => (l === 1 ? 0 : 0.5 + 0.2 * l)),
      ),
      scheduled: fc.boolean(),
      batch: fc.option(fc.record({ size: fc.integer({ min: 1, max: 5 }), order: fc.constant('onePass' as const) }), {
        nil: undefined,
      }),
      dataSeed: fc.nat(),
    }),
  );

const STEPS = 6;

/** A rate at which a net of this size learns without diverging, and its data. */
function setUp({ net: options, samples, layerLr, scheduled, batch, dataSeed }: Case) {
  const net = createNet(options);
  const rows = batch ? batch.size * STEPS : samples;
  const next = numbers(dataSeed);
  const draw = (cols: number): Rows => Array.from({ length: rows }, () => Array.from({ length: cols }, next));
  const x = draw(options.inputs);
  const y = draw(options.outputs);
  const wish = 0.02 / options.hidden / (1 + (options.parameterization === 'standard' ? options.inputs : 0));
  const lr = stableRate(net, { x, y, layerLr, batches: batch ? STEPS : 1 }, wish);
  const rates = Array.from({ length: STEPS }, (_, t) => (scheduled ? lr / (1 + t) : lr));
  const rate = scheduled ? { schedule: (t: number) => rates[t] } : { lr };
  return { net, x, y, rates, rate };
}

function reference(net: Net, { layerLr, batch }: Case, { x, y, rates }: ReturnType<typeof setUp>) {
  const layers = layerScalings(net.spec).map((layer, l) => ({
    ...layer,
    rate: layer.rate * (typeof layerLr === 'number' ? layerLr : layerLr[l]),
  }));
  const part = (t: number) => (batch ? [t * batch.size, (t + 1) * batch.size] : [0, x.length]);
  const data = (t: number) => ({ x: x.slice(...part(t)), y: y.slice(...part(t)) });
  return trainReference(net.weights().map(toRows), layers, data, rates);
}

function bits(run: TrainRun): number[] {
  return [...run.loss, ...flat(run.net.weights().map(toRows)), ...(run.predictors ?? []).flatMap((m) => [...m.data])];
}

describe('train', () => {
  it('equals back-propagation of every sample through every layer, to rounding', () => {
    fc.assert(
      fc.property(cases, (c) => {
        const given = setUp(c);
        const { net, x, y, rate } = given;
        const run = train(net, { x, y, ...rate, layerLr: c.layerLr, steps: STEPS, ...(c.batch && { batch: c.batch }) });
        const expected = reference(net, c, given);
        expect(run.diverged).toBeUndefined();
        expect(run.dtype).toBe(net.spec.dtype);
        const weights = farthest(flat(run.net.weights().map(toRows)), flat(expected.weights));
        expect(weights.distance / weights.scale).toBeLessThan(tolerance.trained(net.spec.dtype, STEPS));
        const loss = farthest(run.loss, expected.loss);
        const f = Math.max(...expected.loss, y.flat().reduce((sum, v) => sum + v * v, 0) / 2 / y.length);
        expect(loss.distance / f).toBeLessThan(tolerance.trainedLoss(net.spec.dtype, STEPS));
      }),
      { numRuns: 150 },
    );
  });

  it('gives the same bits in one call, in many short ones, and again', () => {
    fc.assert(
      fc.property(cases, (c) => {
        const { net, x, y, rate } = setUp(c);
        const options = { x, y, ...rate, layerLr: c.layerLr, steps: STEPS, ...(c.batch && { batch: c.batch }) };
        const record = { quantities: ['predictor' as const], every: 2 };
        const whole = train(net, { ...options, record });
        // Recorded weights end a call at every step.
        const short = train(net, { ...options, record: { quantities: ['predictor', 'weights'], every: 1 } });
        expect(bits({ ...short, predictors: undefined })).toEqual(bits({ ...whole, predictors: undefined }));
        whole.recorded.steps.forEach((t, k) => {
          expect(short.predictors![t].data).toEqual(whole.predictors![k].data);
        });
        const driven = trainSteps(net, { ...options, record });
        let turn = driven.next();
        while (!turn.done) turn = driven.next();
        expect(bits(turn.value)).toEqual(bits(whole));
        expect(whole.predictors![whole.predictors!.length - 1]).toEqual(whole.net.predictor());
      }),
      { numRuns: 40 },
    );
  });
});
