import { describe, expect, it } from 'vitest';
import { ValueError } from '../../src/errors';
import {
  createNet,
  type MatrixLike,
  matrix,
  moments,
  momentsSteps,
  randomNormal,
  resumeSteps,
  type TrainOptions,
  type TrainRun,
  train,
  trainEnsemble,
  trainEnsembleSteps,
  trainSteps,
} from '../../src/index';
import { batchSource } from '../../src/train/batches';
import { allocate, release } from '../../src/wasm/arena';
import { core } from '../../src/wasm/load';
import { runtime, workspace } from '../../src/wasm/workspace';
import { bitsOf } from '../reference/bitsOf';

/** WebAssembly memory grows by pages; the least block of the arena. */
const [PAGE, LEAST] = [2 ** 16, 64];
const [P, D] = [300, 3];
const x = randomNormal({ seed: 1, rows: P, cols: D });
const y = randomNormal({ seed: 2, rows: P, cols: 1 });
const shape = { inputs: D, outputs: 1, hidden: 1, width: 4 };
const net = createNet({ ...shape, seed: 3 });
const options = { batch: { size: 16, order: 'epochs', seed: 4 }, lr: 0.05, steps: 2000 } as const;
/** Of what is no run, too. */
const bits = (result: object) => bitsOf({ net, ...result } as TrainRun);

/** The last result, with memory that grows before every step. */
function growing<R>(work: Generator<unknown, R, boolean | undefined>): R {
  for (;;) {
    core().memory.grow(1);
    const turn = work.next();
    if (turn.done) return turn.value;
  }
}

/** Takes all memory that there is, to the last bytes. */
function fill(): number[] {
  const blocks: number[] = [];
  for (let size = PAGE; size >= LEAST; ) {
    const { wasmBytes } = runtime();
    blocks.push(allocate(size));
    if (runtime().wasmBytes > wasmBytes) size /= 2;
  }
  // what came with the last one
  blocks.push(allocate(PAGE - LEAST));
  return blocks;
}

describe('mini-batches', () => {
  it('are those of samples in WebAssembly memory, and of views of it, when memory grows on the way', () => {
    using ws = workspace();
    const [inside, targets] = [x, y].map(({ rows, cols, data }) => ws.matrix(rows, cols, 'float64', data));
    const views = () => ({ x: matrix(P, D, inside.data), y: matrix(P, 1, targets.data) });
    const run = bits(train(net, { x, y, ...options }));
    const half = train(net, { x, y, ...options, steps: 1000, keepState: true });
    const nets = bits(trainEnsemble(shape, { x, y, ...options, seeds: 2 }));
    const found = bits(moments(x, y));
    const given: (() => { x: MatrixLike; y: MatrixLike })[] = [() => ({ x: inside, y: targets }), views];
    for (const samples of given) {
      expect(bits(growing(trainSteps(net, { ...samples(), ...options })))).toEqual(run);
      expect(bits(growing(resumeSteps(half, { ...samples(), ...options })))).toEqual(run);
      expect(bits(growing(trainEnsembleSteps(shape, { ...samples(), ...options, seeds: 2 })))).toEqual(nets);
      const { x: inputs, y: outputs } = samples();
      expect(bits(growing(momentsSteps(inputs, outputs)))).toEqual(found);
    }
  });

  it('are in place when memory grows for the order of an epoch', () => {
    const staged = (crowded: boolean) => {
      using ws = workspace();
      const source = batchSource(ws, { x, y }, options.batch, 40);
      const others = crowded ? fill() : [];
      const { wasmBytes } = runtime();
      const { batchX, batchStride, stride } = source.stage(0, 40);
      expect(runtime().wasmBytes > wasmBytes).toBe(crowded);
      for (const block of others) release(block);
      return [...new Float64Array(core().memory.buffer, batchX, 40 * batchStride! * stride!)];
    };
    expect(staged(true)).toEqual(staged(false));
  });

  it('are refused of samples whose buffer was given away between two steps', () => {
    for (const name of ['x', 'y'] as const) {
      const samples = { x: matrix(P, D, x.data.slice()), y: matrix(P, 1, y.data.slice()) };
      const run: TrainOptions = { ...samples, ...options, steps: 1e6 };
      const work = trainSteps(net, run);
      expect(work.next().done).toBe(false);
      structuredClone(samples[name].data.buffer, { transfer: [samples[name].data.buffer as ArrayBuffer] });
      expect(() => work.next()).toThrow(ValueError);
      expect(() => growing(trainSteps(net, run))).toThrow(`${name}: expected a Matrix`);
    }
  });
});
