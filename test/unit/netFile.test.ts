import { describe, expect, it } from 'vitest';
import { DeepLinearError, ShapeError, ValueError } from '../../src/errors';
import {
  createNet,
  decodeNet,
  decodeRun,
  decodeSafetensors,
  encodeNet,
  encodeRun,
  encodeSafetensors,
  moments,
  type Net,
  randomNormal,
  type TrainRun,
  train,
} from '../../src/index';
import { bitsOf } from '../reference/bitsOf';

const data = moments(randomNormal({ seed: 1, rows: 9, cols: 3 }), randomNormal({ seed: 2, rows: 9, cols: 2 }));
const training = { moments: data, lr: 0.1, momentum: 0.5, steps: 4 } as const;
const net = createNet({ inputs: 3, outputs: 2, hidden: 2, width: 5, gamma0: 1 / 3, residual: true, seed: 4 });
const records = { every: 3, quantities: ['predictor', 'weights'] } as const;
const run = train(net, { ...training, record: records, keepState: true });

type Change = (file: { tensors: Map<string, object>; metadata: Map<string, string> }) => void;
/** A file with something else in it. */
function altered(bytes: Uint8Array, change: Change): Uint8Array {
  const file = decodeSafetensors(bytes);
  change(file);
  return encodeSafetensors(file.tensors, { metadata: file.metadata });
}
const meta =
  (key: string, value: (old: Record<string, unknown>) => unknown): Change =>
  ({ metadata }) =>
    metadata.set(key, JSON.stringify(value(JSON.parse(metadata.get(key)!))));
const tensor =
  (name: string, value: object): Change =>
  ({ tensors }) =>
    tensors.set(name, value);

/** One bit of each byte. */
function expectEveryBitNoticed(whole: Uint8Array, decode: (file: Uint8Array) => TrainRun): void {
  const bits = bitsOf(decode(whole));
  for (let at = 0; at < whole.length; at++) {
    const bytes = whole.slice();
    bytes[at] ^= 1 << (at % 8);
    let read: TrainRun;
    try {
      read = decode(bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(DeepLinearError);
      continue;
    }
    expect(bitsOf(read)).toEqual(bits);
  }
}

describe('encodeNet and decodeNet', () => {
  it('keep a net to the last bit: it trains as the one that was saved', () => {
    for (const dtype of ['float64', 'float32'] as const) {
      for (const parameterization of ['muP', 'ntk', 'standard'] as const) {
        const made = createNet({ inputs: 3, outputs: 2, hidden: 2, width: [5, 7], parameterization, dtype, seed: 4 });
        const read = decodeNet(encodeNet(made));
        expect(read.spec).toEqual(made.spec);
        expect(Object.isFrozen(read.spec)).toBe(true);
        expect(bitsOf(train(read, training))).toEqual(bitsOf(train(made, training)));
      }
    }
  });

  it('keep weights that are no finite numbers, and negative zeros', () => {
    const strange = createNet({ inputs: 1, outputs: 2, hidden: 1, width: 2, seed: 0 });
    const weights = [Float64Array.of(-0, Number.NaN), Float64Array.of(Number.POSITIVE_INFINITY, 5e-324, -1, 0)];
    const file = altered(encodeNet(strange), ({ tensors, metadata }) => {
      metadata.delete('checksum');
      tensors.set('W_0', { data: weights[0], shape: [2, 1] }).set('readout', { data: weights[1], shape: [2, 2] });
    });
    expect(
      decodeNet(encodeNet(decodeNet(file)))
        .weights()
        .map((w) => w.data),
    ).toEqual(weights);
  });

  it('write tensors that other programs find: one a layer, in the order of the net', () => {
    const { tensors, metadata } = decodeSafetensors(encodeNet(net));
    const weights = net.weights();
    for (const [l, name] of ['W_0', 'W_1', 'readout'].entries()) {
      const { rows, cols, data: entries } = weights[l];
      expect(tensors.get(name)).toEqual({ dtype: 'float64', shape: [rows, cols], data: entries });
    }
    expect(tensors.size).toBe(3);
    expect([...metadata.keys()].sort()).toEqual(['checksum', 'deeplinear', 'spec']);
  });

  it('the net of a run is that of its file', () => {
    expect(decodeNet(encodeRun(run)).weights()).toEqual(run.net.weights());
  });

  it.each<[string, Change, string]>([
    [
      'of no kind',
      ({ metadata }) => metadata.delete('deeplinear'),
      'metadata.deeplinear: expected a text, got undefined',
    ],
    [
      'of another kind',
      ({ metadata }) => metadata.set('deeplinear', 'net/2'),
      'metadata.deeplinear: expected "net/1" or "run/1", got "net/2"',
    ],
    ['without a spec', ({ metadata }) => metadata.delete('spec'), 'metadata.spec: expected a text'],
    [
      'with a spec that is no JSON',
      ({ metadata }) => metadata.set('spec', '{'),
      'metadata.spec: expected JSON, got "{"',
    ],
    ['with a spec that is no object', meta('spec', () => 7), 'metadata.spec: spec: expected an options object, got 7'],
    [
      'with too many layers',
      meta('spec', (spec) => ({ ...spec, hidden: 1e9 })),
      'metadata.spec: hidden: expected an integer',
    ],
    [
      'with a list too short',
      meta('spec', (spec) => ({ ...spec, hidden: 1e5 })),
      'metadata.spec: width: expected one number per hidden',
    ],
    [
      'with a prototype',
      ({ metadata }) => metadata.set('spec', '{"__proto__":{"inputs":3}}'),
      'metadata.spec: spec: expected options among',
    ],
    [
      'with another width',
      meta('spec', (spec) => ({ ...spec, widths: [6, 6] })),
      'tensor "W_0": expected 6×3, got 5×3',
    ],
    [
      'of another dtype',
      meta('spec', (spec) => ({ ...spec, dtype: 'float32' })),
      'tensor "W_0": dtype: expected float32, got "float64"',
    ],
    [
      'without a layer',
      ({ tensors }) => tensors.delete('W_1'),
      'tensor "W_1": expected to be in the file, got undefined',
    ],
    [
      'with a layer of three dimensions',
      tensor('W_1', { data: new Float64Array(25), shape: [5, 5, 1] }),
      'tensor "W_1": expected 5×5, got 5×5×1',
    ],
  ])('decodeNet refuses a file %s', (_, change, message) => {
    const attempt = () => decodeNet(altered(encodeNet(net), change));
    expect(attempt).toThrow(DeepLinearError);
    expect(attempt).toThrow(message);
  });

  it('refuse what is no net and no file', () => {
    expect(() => encodeNet({} as Net)).toThrow(ValueError);
    expect(() => decodeNet('net.safetensors' as never)).toThrow('file: expected a Uint8Array or an ArrayBuffer');
    expect(() => decodeNet(encodeNet(net).slice(0, -1))).toThrow(ShapeError);
  });
});

describe('encodeRun and decodeRun', () => {
  it('keep every number of a run, with state and without', () => {
    const { state, ...rest } = run;
    for (const one of [run, rest, train(net, { ...training, steps: 0 })]) {
      expect(bitsOf(decodeRun(encodeRun(one)))).toEqual(bitsOf(one));
    }
  });

  it.each<[string, Change, string]>([
    [
      'that is a net',
      ({ metadata }) => metadata.set('deeplinear', 'net/1'),
      'metadata.deeplinear: expected "run/1", got "net/1"',
    ],
    ['without what the run was', ({ metadata }) => metadata.delete('run'), 'metadata.run: expected a text'],
    [
      'with something unknown about it',
      meta('run', (about) => ({ ...about, speed: 1 })),
      'metadata.run: expected options among',
    ],
    ['with other steps', meta('run', (about) => ({ ...about, steps: 9 })), 'run.loss: expected 10 numbers'],
    [
      'with negative steps',
      meta('run', (about) => ({ ...about, steps: -1 })),
      'metadata.run.steps: expected an integer of at least 0, got -1',
    ],
    [
      'of an unknown build',
      meta('run', (about) => ({ ...about, build: 'native' })),
      'metadata.run.build: expected one of "portable", "relaxed"',
    ],
    [
      'that diverged for no reason',
      meta('run', (about) => ({ ...about, diverged: { step: 3 } })),
      'metadata.run.diverged.reason: expected a text',
    ],
    [
      'that stopped nowhere',
      meta('run', (about) => ({ ...about, stopped: {} })),
      'metadata.run.stopped.step: expected an integer',
    ],
    [
      'with settings that are none',
      meta('run', (about) => ({ ...about, settings: 3 })),
      'metadata.run.settings: expected an object, got 3',
    ],
    [
      'with settings of nothing',
      meta('run', (about) => ({ ...about, settings: {} })),
      'run.state.velocities: expected none without momentum',
    ],
    ['without a loss', ({ tensors }) => tensors.delete('loss'), 'tensor "loss": expected to be in the file'],
    [
      'with a loss in rows',
      tensor('loss', { data: new Float64Array(5), shape: [5, 1] }),
      'tensor "loss": expected any, got 5×1',
    ],
    [
      'with records beyond its end',
      tensor('recorded.steps', { data: Int32Array.of(0, 3, 5) }),
      'run.recorded.steps[2]: expected an integer of at least 4 and at most 4, got 5',
    ],
    [
      'with records out of order',
      tensor('recorded.steps', { data: Int32Array.of(0, 4, 3) }),
      'run.recorded.steps[2]: expected an integer of at least 5',
    ],
    [
      'with a record too few',
      tensor('recorded.steps', { data: Int32Array.of(0, 3) }),
      'tensor "predictors": expected 2×2×3, got 3×2×3',
    ],
    [
      'with half of the recorded weights',
      ({ tensors }) => tensors.delete('recorded.W_1'),
      'tensor "recorded.W_1": expected to be in the file',
    ],
    [
      'with half of the velocities',
      ({ tensors }) => tensors.delete('velocity.W_1'),
      'tensor "velocity.W_1": expected to be in the file',
    ],
    [
      'with another number',
      tensor('loss', { data: run.loss.map((loss, t) => (t === 2 ? loss * (1 + 2 ** -52) : loss)) }),
      'checksum: expected ',
    ],
    ['with rates too few', tensor('rates', { data: new Float64Array(3) }), 'run.state.rates: expected 4 numbers'],
  ])('decodeRun refuses a file %s', (_, change, message) => {
    expect(() => decodeRun(altered(encodeRun(run), change))).toThrow(message);
  });

  it('notice every altered bit, but for those that say nothing', () => {
    expectEveryBitNoticed(encodeRun(run), decodeRun);
    const small = createNet({ inputs: 1, outputs: 1, hidden: 1, width: 2, seed: 1 });
    expectEveryBitNoticed(encodeNet(small), (file) => ({ ...run, net: decodeNet(file) }));
  });

  it('know a file by what it holds: in another order of its metadata, or of a program without checksums', () => {
    const turned = altered(encodeRun(run), (file) => {
      file.metadata = new Map([...file.metadata].reverse());
    });
    expect(bitsOf(decodeRun(turned))).toEqual(bitsOf(run));
    const without: Change = ({ metadata }) => metadata.delete('checksum');
    expect(decodeRun(altered(encodeRun(run), without)).steps).toBe(4);
    expect(decodeNet(altered(encodeNet(net), without)).weights()).toEqual(net.weights());
  });

  it('refuse what is no run', () => {
    expect(() => encodeRun({} as TrainRun)).toThrow('run: expected a run of train');
    expect(() => encodeRun({ ...run, predictors: [1, 2, 3] as never })).toThrow('run.predictors[0]: expected 2×3');
    expect(() => encodeRun({ ...run, state: { ...run.state!, settings: null as never } })).toThrow(
      'run.state.settings',
    );
  });
});
