/** Memory that runs out, work that is left at any moment or done in turns, and things made and thrown away ten thousand times. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as d from '../../src/index';
import { allocate, release } from '../../src/wasm/arena';
import { Recorder, type Seed } from './recorded';
import { share } from './share';

/** Calls that take long. */
const dear =
  /^(advise|check|jointLimit|infiniteDepth|learningRateTransfer|ntkKernel|nngpKernel|coordinateCheck|exact.endToEnd)/;
const library = d as unknown as Record<string, Seed['fn']>;
const recorder = new Recorder(d);

/** A generator driven to its end, or what a call gives at once. */
function result(call: () => unknown): unknown {
  const value = call();
  if (Object.prototype.toString.call(value) !== '[object Generator]') return value;
  let turn = (value as Generator).next();
  while (!turn.done) turn = (value as Generator).next();
  return turn.value;
}

/** Everything in a result that can be compared. */
function bits(value: unknown): string {
  return JSON.stringify(value, (_, entry) => {
    if (ArrayBuffer.isView(entry)) return Array.from(new Uint8Array(entry.buffer, entry.byteOffset, entry.byteLength));
    return typeof entry === 'number' ? `${entry}` : entry;
  });
}

/** Takes all memory but `left` bytes, and lets it grow no more, while `body` runs. */
function withMemoryLeft(left: number, body: () => void): void {
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = () => {
    throw new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded');
  };
  const room = left > 0 ? allocate(left) : undefined;
  const taken: number[] = [];
  try {
    for (let size = 2 ** 30; size >= 64; ) {
      try {
        taken.push(allocate(size));
      } catch {
        size /= 2;
      }
    }
    if (room !== undefined) release(room);
    body();
  } finally {
    WebAssembly.Memory.prototype.grow = grow;
    for (const block of taken) release(block);
  }
}

describe('when WebAssembly memory runs out', () => {
  it('every public function says so with a typed error, and afterwards gives the same bits as before', () => {
    d.matmul([[1]], [[1]]);
    const { liveBytes, openWorkspaces } = d.runtime();
    let refused = 0;
    for (const name of recorder.names.filter(
      (one) => !dear.test(one) && share(one, 1000) > 500 && !/^(configure|runtime)$/.test(one),
    )) {
      for (const [path, [seed]] of recorder.record(name)) {
        if (path.startsWith('workspace') || path.startsWith('rng')) continue;
        const call = () => result(() => seed.fn.apply(seed.receiver(), [...seed.args]));
        const before = bits(call());
        for (const left of [1024]) {
          withMemoryLeft(left, () => {
            try {
              expect(bits(call()), path).toBe(before);
            } catch (error) {
              expect(error, path).toBeInstanceOf(d.DeepLinearError);
              refused++;
            }
          });
          expect(d.runtime(), path).toMatchObject({ liveBytes, openWorkspaces });
        }
        expect(bits(call()), path).toBe(before);
      }
    }
    expect(refused).toBeGreaterThan(30);
  });

  it('a workspace is usable after a matrix that did not fit', () => {
    const ws = d.workspace();
    const kept = ws.matrix(2, 2, 'float64', [1, 2, 3, 4]);
    withMemoryLeft(0, () => expect(() => ws.matrix(100, 100)).toThrow(/do not fit beside/));
    expect(Array.from(kept.data)).toEqual([1, 2, 3, 4]);
    expect(Array.from(ws.matrix(1, 2, 'float64', [5, 6]).data)).toEqual([5, 6]);
    ws.dispose();
  });
});

describe('long work', () => {
  const names = Object.keys(d).filter((name) => name.endsWith('Steps') && typeof library[name] === 'function');
  const seeds = names.map((name): [string, Seed] => {
    // the plain functions may leave out the second argument; both take that of few samples
    const kernel = 'nngpKernelSteps';
    if (/^(ntk|nngp)Kernel/.test(name))
      return [name, { ...recorder.record(kernel).get(kernel)![0], fn: library[name] }];
    const plain = recorder.record(name.replace(/Steps$/, '')).get(name.replace(/Steps$/, ''));
    const [seed] = plain ?? recorder.record(name).get(name) ?? [];
    return [name, { ...(seed as Seed), fn: library[name] }];
  });
  const start = ({ fn, args }: Seed) => fn(...args) as Generator<unknown, unknown, boolean | undefined>;

  /** Every look at the clock finds that it is time to report. */
  const hurry = () => {
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 25));
  };
  afterEach(() => vi.restoreAllMocks());

  it.each(seeds)('%s may be left, told to stop or struck by an error at any step', (_, seed) => {
    hurry();
    const { liveBytes, openWorkspaces } = d.runtime();
    for (const after of [0, 1, 2, 3, 5, 8]) {
      for (const end of ['left', 'stopped', 'struck'] as const) {
        const work = start(seed);
        let turn: IteratorResult<unknown> = { done: false, value: undefined };
        for (let k = 0; k < after && !turn.done; k++) turn = work.next();
        if (end === 'struck' && !turn.done) expect(() => work.throw(new Error('from outside'))).toThrow('from outside');
        if (end === 'stopped') {
          try {
            for (let k = 0; k < 1e5 && !turn.done; k++) turn = work.next(false);
            expect(turn.done, `after ${after}`).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(d.DeepLinearError);
          }
        }
        work.return(undefined);
        expect(d.runtime(), `${end} after ${after}`).toMatchObject({ liveBytes, openWorkspaces });
      }
    }
  });

  it('gives the same bits when any two are done in turns', () => {
    hurry();
    const cheap = seeds.filter(([name]) => !dear.test(name));
    const alone = cheap.map(([, seed]) => bits(result(() => start(seed))));
    cheap.forEach(([name], i) => {
      const j = (i + 1) % cheap.length;
      const works = [start(cheap[i][1]), start(cheap[j][1])];
      const ends: unknown[] = [];
      for (let k = 0; ends[0] === undefined || ends[1] === undefined; k = 1 - k) {
        if (ends[k] !== undefined) continue;
        const turn = works[k].next();
        if (turn.done) ends[k] = bits(turn.value);
      }
      expect(ends[0] === alone[i] && ends[1] === alone[j], `${name} and ${cheap[j][0]}`).toBe(true);
    });
  });
});

describe('between two steps', () => {
  afterEach(() => vi.restoreAllMocks());

  /** Drives the work, and changes the caller's arrays after its first step. */
  function changedMeanwhile(work: Generator, change: () => void): string {
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 25));
    let turn = work.next();
    expect(turn.done).toBe(false);
    change();
    while (!turn.done) turn = work.next();
    return bits(turn.value);
  }
  const giveAway = ({ buffer }: { buffer: ArrayBufferLike }) =>
    structuredClone(buffer, { transfer: [buffer as ArrayBuffer] });
  const random = (seed: number, rows: number, cols: number) => d.randomNormal({ seed, rows, cols });

  it('moments and the factor of a kernel may be overwritten or given away', () => {
    const data = () => d.moments(random(1, 9, 3), random(2, 9, 2));
    const limit = { hidden: 2, lr: 0.2, steps: 4 };
    const two = { width: 6, draws: 3, seed: 1, lr: 0.2, steps: 4 };
    const kernel = { activation: 'relu', hidden: 1 } as const;
    const x = random(3, 150, 2);
    const works: ((moments: d.Moments, v: d.Matrix) => Generator)[] = [
      (moments) => d.infiniteWidthSteps({ moments, ...limit }),
      (moments) => d.twoLayerAnyWidthSteps({ moments, ...two }),
      (_, v) => d.kernelProductSteps(x, v, kernel),
    ];
    for (const start of works) {
      const make = (): [d.Moments, d.Matrix] => [data(), random(4, 150, 1)];
      const plain = changedMeanwhile(start(...make()), () => {});
      for (const change of [(all: Float64Array) => all.fill(7), giveAway]) {
        const [moments, v] = make();
        const arrays = [moments.sxx.data, moments.syx.data, v.data] as Float64Array[];
        expect(changedMeanwhile(start(moments, v), () => arrays.forEach(change))).toBe(plain);
      }
    }
  });

  it('samples that are given away or shrink are refused by name, and nothing stays allocated', () => {
    const { liveBytes, openWorkspaces } = d.runtime();
    const Growing = ArrayBuffer as unknown as new (bytes: number, options: object) => ArrayBuffer;
    const shrink = ({ buffer }: Float64Array) => (buffer as unknown as { resize(bytes: number): void }).resize(80_000);
    for (const change of [giveAway, shrink]) {
      for (const options of [{}, { scale: 'trace' }, { scale: 'feature', center: true }] as const) {
        const x = new Float64Array(new Growing(8 * 80_000, { maxByteLength: 8 * 80_000 })).fill(1.5);
        x[0] = 2;
        const work = d.momentsSteps(d.matrix(20_000, 4, x), d.matrix(20_000, 1), options);
        expect(() => changedMeanwhile(work, () => change(x))).toThrow(/^x: expected samples that stay where they are/);
      }
    }
    expect(d.runtime()).toMatchObject({ liveBytes, openWorkspaces });
  });
});

describe('ten thousand times', () => {
  it('workspaces and nets made and thrown away leave live bytes and memory as they were', () => {
    const cycle = () => {
      const ws = d.workspace();
      const a = ws.matrix(8, 8);
      const b = ws.matrix(3, 5, 'float32');
      d.matmul(a, a, { out: ws.matrix(8, 8) });
      b.fill(1);
      ws.dispose();
    };
    for (let k = 0; k < 10; k++) cycle();
    const before = d.runtime();
    for (let k = 0; k < 10_000; k++) cycle();
    for (let k = 0; k < 1000; k++) d.createNet({ inputs: 2, outputs: 1, hidden: 1, width: 4, seed: k }).predictor();
    expect(d.runtime()).toEqual(before);
  });

  it('errors leave nothing either', () => {
    const before = d.runtime();
    for (let k = 0; k < 2000; k++)
      expect(() =>
        d.cholesky([
          [1, 0],
          [0, -1],
        ]),
      ).toThrow(d.NumericalError);
    expect(d.runtime()).toMatchObject({ liveBytes: before.liveBytes, openWorkspaces: before.openWorkspaces });
  });
});

describe('after dispose', () => {
  it('every method of a workspace and its matrices refuses, and dispose does nothing', () => {
    const ws = d.workspace();
    const m = ws.matrix(4, 4);
    const part = m.block(1, 1, 2, 2);
    ws.dispose();
    ws.dispose();
    const uses: (() => unknown)[] = [
      () => ws.matrix(1, 1),
      () => ws.bytes(8),
      () => m.data,
      () => m.row(0),
      () => m.copy(),
      () => m.fill(1),
      () => m.set(d.matrix(4, 4)),
      () => part.copy(),
      () => part.row(1),
      () => d.matmul(m, m),
      () => d.moments(m, m),
    ];
    for (const use of uses) expect(use, String(use)).toThrow('used after it was disposed');
  });
});
