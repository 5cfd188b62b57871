import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createNet,
  decodeNet,
  decodeRun,
  encodeNet,
  encodeRun,
  moments,
  type NetOptions,
  resume,
  type TrainOptions,
  type TrainRun,
  train,
} from '../../src/index';
import type { Dtype } from '../../src/matrix';
import { bitsOf } from '../reference/bitsOf';
import { decays } from './decays';
import { numbers } from './kernelMemory';

const size = fc.constantFrom(1, 2, 3, 5, 8, 9, 13);

const cases = fc
  .record({
    hidden: fc.integer({ min: 1, max: 3 }),
    residual: fc.constantFrom<NetOptions['residual']>(false, true, { branch: -0.7 }),
  })
  .chain(({ hidden, residual }) =>
    fc.record({
      net: fc.record({
        hidden: fc.constant(hidden),
        residual: fc.constant(residual),
        inputs: size,
        outputs: fc.constantFrom(1, 2, 5),
        width: residual === false ? fc.oneof(size, fc.array(size, { minLength: hidden, maxLength: hidden })) : size,
        parameterization: fc.constantFrom('muP' as const, 'ntk' as const, 'standard' as const),
        init: fc.constantFrom('gaussian' as const, 'orthogonal' as const),
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
      plain: fc.boolean(),
      layerLr: fc.constantFrom<number | number[]>(
        1,
        Array.from({ length: hidden + 1 }, (_, l) => (l === 1 ? 0 : 0.5 + 0.2 * l)),
      ),
      scheduled: fc.boolean(),
      /** The last rates are far too large: the run diverges on the way. */
      wild: fc.constantFrom(false, false, false, true),
      data: fc.constantFrom('moments' as const, 'samples' as const, 'onePass' as const, 'epochs' as const),
      tested: fc.boolean(),
      record: fc.option(
        fc.record({
          every: fc.integer({ min: 1, max: 4 }),
          quantities: fc.subarray(['predictor', 'weights'] as const, { minLength: 1 }),
        }),
        { nil: undefined },
      ),
      steps: fc.integer({ min: 0, max: 12 }),
      /** Whether a run that stopped, and the net before it, go through files. */
      saved: fc.boolean(),
      stops: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 3 }),
      dataSeed: fc.nat(),
    }),
  );
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

const BATCH = 3;

/** A net, the options of its training up to any step, and where to stop. */
function setUp(c: Case) {
  const next = numbers(c.dataSeed);
  const rows = c.data === 'onePass' ? BATCH * Math.max(1, c.steps) : 7;
  const draw = (cols: number) => Array.from({ length: rows }, () => Array.from({ length: cols }, next));
  const x = draw(c.net.inputs);
  const y = draw(c.net.outputs);
  const lr = 0.02 / c.net.hidden / (1 + (c.net.parameterization === 'standard' ? c.net.inputs : 0));
  const schedule = (t: number) => (c.wild && t > 3 ? 1e30 : lr / (1 + t));
  const options: Omit<TrainOptions, 'steps'> = {
    ...(c.data === 'moments' ? { moments: moments(x, y) } : { x, y }),
    ...(c.data === 'onePass' && { batch: { size: BATCH, order: 'onePass' } }),
    ...(c.data === 'epochs' && { batch: { size: BATCH, order: 'epochs', seed: c.dataSeed } }),
    ...(c.tested && { testMoments: moments(draw(c.net.inputs), draw(c.net.outputs)) }),
    ...(c.scheduled || c.wild ? { schedule } : { lr }),
    ...(!c.plain && c.by),
    layerLr: c.layerLr,
    record: c.record && { ...c.record },
    keepState: true,
  };
  const stops = [...c.stops].sort((a, b) => a - b).filter((stop) => stop <= c.steps);
  return { net: createNet(c.net), options, steps: c.steps, stops };
}

describe('resume', () => {
  it('gives the weights, curves, records and state of the run without stops, bit for bit, wherever it stopped', () => {
    fc.assert(
      fc.property(cases, (c) => {
        const { net, options, steps, stops } = setUp(c);
        const straight = train(net, { ...options, steps });
        let run: TrainRun | undefined;
        for (const stop of [...stops, steps]) {
          if (run) run = resume(run, { ...options, steps: stop });
          else run = train(c.saved ? decodeNet(encodeNet(net)) : net, { ...options, steps: stop });
          if (!c.saved) continue;
          const read: TrainRun = decodeRun(encodeRun(run));
          expect(bitsOf(read)).toEqual(bitsOf(run));
          run = read;
        }
        expect(bitsOf(run)).toEqual(bitsOf(straight));
      }),
      { numRuns: 50 },
    );
  });
});
