import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNet, type NetOptions, type TrainRun, train, trainEnsemble, trainSteps } from '../../src/index';
import type { Dtype } from '../../src/matrix';
import { drawStream } from '../../src/nets/drawStream';
import { layerScalings } from '../../src/nets/parameterization';
import { draw, use } from '../../src/random/draw';
import { rng } from '../../src/random/rng';
import { core } from '../../src/wasm/load';
import { withWorkspace } from '../../src/wasm/workspace';
import { farthest, flat, type Rows, toRows } from '../reference/netTraining';
import { optimizedReference } from '../reference/optimizers';
import { tolerance } from '../tolerances';
import { decays } from './decays';
import { numbers } from './kernelMemory';
import { stableRate } from './stableRate';

const size = fc.constantFrom(1, 2, 3, 4, 5, 7, 8, 9, 11, 13, 16, 17, 33);

const cases = fc
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
        outputs: fc.constantFrom(1, 2, 3, 5, 10, 33),
        width: residual === false ? fc.oneof(size, fc.array(size, { minLength: hidden, maxLength: hidden })) : size,
        parameterization: fc.constantFrom('muP' as const, 'ntk' as const, 'standard' as const),
        seed: fc.nat(),
        dtype: fc.constantFrom<Dtype>('float64', 'float32'),
      }),
      by: fc.record({
        momentum: fc.constantFrom(0, 0.5, 0.9),
        nesterov: fc.boolean(),
        weightDecay: decays(hidden),
        decoupledDecay: decays(hidden),
        temperature: fc.constantFrom(0, 0, 0.3),
        noiseSeed: fc.nat(),
      }),
      layerLr: fc.constantFrom<number | number[]>(
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
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

const STEPS = 6;

/** A rate at which a net of this size learns without diverging, and its data. */
function setUp({ net: options, by, layerLr, scheduled, batch, dataSeed }: Case) {
  const net = createNet(options);
  const rows = batch ? batch.size * STEPS : 7;
  const next = numbers(dataSeed);
  const sample = (cols: number): Rows => Array.from({ length: rows }, () => Array.from({ length: cols }, next));
  const x = sample(options.inputs);
  const y = sample(options.outputs);
  const wish = 0.02 / options.hidden / (1 + (options.parameterization === 'standard' ? options.inputs : 0));
  const lr = stableRate(net, { x, y, layerLr, batches: batch ? STEPS : 1 }, wish);
  const rates = Array.from({ length: STEPS }, (_, t) => (scheduled ? lr / (1 + t) : lr));
  const rate = scheduled ? { schedule: (t: number) => rates[t] } : { lr };
  return { net, x, y, rates, options: { x, y, ...rate, layerLr, ...by, steps: STEPS, ...(batch && { batch }) } };
}

/** ξ of step t and matrix l: draws 0, 1, … in row order of the sequence that layer, width and seeds key. */
function noiseOf(spec: ReturnType<typeof createNet>['spec'], noiseSeed: number) {
  const law = spec.dtype === 'float32' ? 'normalF32' : 'normalF64';
  return (t: number, l: number): Rows => {
    const layer = layerScalings(spec)[l];
    const { seed } = rng(noiseSeed).fork(spec.seed).fork(drawStream(l, layer));
    const n = layer.fanIn * layer.fanOut;
    return withWorkspace((ws) => {
      const pointer = ws.bytes(8 * n);
      draw(law, pointer, n, { seed, stream: t, use: use.trainingNoise, offset: 0 }, 1);
      const Kind = spec.dtype === 'float32' ? Float32Array : Float64Array;
      const all = Array.from(new Kind(core().memory.buffer, pointer, n));
      return Array.from({ length: layer.fanOut }, (_, i) => all.slice(i * layer.fanIn, (i + 1) * layer.fanIn));
    });
  };
}

function reference({ net, x, y, rates }: ReturnType<typeof setUp>, { by, layerLr, batch }: Case) {
  const each = (v: number | number[]) => layerScalings(net.spec).map((_, l) => (typeof v === 'number' ? v : v[l]));
  const layers = layerScalings(net.spec).map((layer, l) => ({ ...layer, rate: layer.rate * each(layerLr)[l] }));
  const part = (t: number) => (batch ? [t * batch.size, (t + 1) * batch.size] : [0, x.length]);
  const data = (t: number) => ({ x: x.slice(...part(t)), y: y.slice(...part(t)) });
  const optimizer = { ...by, weightDecay: each(by.weightDecay), decoupledDecay: each(by.decoupledDecay) };
  const initial = net.weights().map(toRows);
  return optimizedReference(initial, layers, data, rates, optimizer, noiseOf(net.spec, by.noiseSeed));
}

function bits(run: TrainRun): number[] {
  return [...run.loss, ...flat(run.net.weights().map(toRows)), ...(run.predictors ?? []).flatMap((m) => [...m.data])];
}

const record = { quantities: ['predictor' as const], every: 2 };

describe('train with an optimizer', () => {
  it('equals the recursion of w and v on every sample and layer, to rounding', () => {
    fc.assert(
      fc.property(cases, (c) => {
        const given = setUp(c);
        const { net, y } = given;
        const run = train(net, { ...given.options, record: { quantities: ['predictor'] } });
        const expected = reference(given, c);
        expect(run.diverged).toBeUndefined();
        const { dtype } = net.spec;
        const weights = farthest(flat(run.net.weights().map(toRows)), flat(expected.read));
        expect(weights.distance / weights.scale).toBeLessThan(tolerance.trained(dtype, STEPS));
        const loss = farthest(run.loss, expected.loss);
        const f = Math.max(...expected.loss, y.flat().reduce((sum, v) => sum + v * v, 0) / 2 / y.length);
        expect(loss.distance / f).toBeLessThan(tolerance.trainedLoss(dtype, STEPS));
        const beta = farthest(
          run.predictors!.flatMap((m) => [...m.data]),
          flat(expected.predictors),
        );
        expect(beta.distance / Math.max(beta.scale, f)).toBeLessThan(tolerance.trainedLoss(dtype, STEPS));
      }),
      { numRuns: 250 },
    );
  });

  it('gives the same bits in one call, in many short ones, stopped half-way, and again', () => {
    fc.assert(
      fc.property(cases, (c) => {
        const { net, options } = setUp(c);
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
        // What is measured last is the net that is returned, also under Nesterov.
        expect(whole.predictors!.at(-1)).toEqual(whole.net.predictor());
        const fewer = train(net, { ...options, steps: 3, record });
        expect(fewer.net.weights()).toEqual(short.recorded.weights![3]);
      }),
      { numRuns: 60 },
    );
  });

  it('gives in an ensemble the bits of single runs, each net with noise of its own', () => {
    fc.assert(
      fc.property(cases, (c) => {
        const { options } = setUp(c);
        const { seed: _, ...shape } = c.net;
        const all = trainEnsemble(shape, { ...options, record, seeds: [5, c.net.seed] });
        all.runs.forEach((member, k) => {
          const alone = train(createNet({ ...shape, seed: [5, c.net.seed][k] }), { ...options, record });
          expect(member.loss).toEqual(alone.loss);
          expect(member.predictors).toEqual(alone.predictors);
        });
      }),
      { numRuns: 30 },
    );
  });
});
