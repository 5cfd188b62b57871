import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { ValueError } from '../../src/errors';
import {
  createNet,
  decodeRun,
  encodeRun,
  type Matrix,
  matrix,
  moments,
  type Progress,
  randomNormal,
  resume,
  resumeSteps,
  type TrainOptions,
  type TrainRun,
  train,
} from '../../src/index';
import { bitsOf } from '../reference/bitsOf';

const folder = mkdtempSync(join(tmpdir(), 'deeplinear-resume-'));
afterAll(() => rmSync(folder, { recursive: true }));

const x = randomNormal({ seed: 1, rows: 10, cols: 4 });
const y = randomNormal({ seed: 2, rows: 10, cols: 2 });
const net = createNet({ inputs: 4, outputs: 2, hidden: 2, width: 6, seed: 3 });
const options: Omit<TrainOptions, 'steps'> = {
  x,
  y,
  batch: { size: 3, order: 'epochs', seed: 4 },
  schedule: (t) => 0.05 / (1 + t),
  momentum: 0.9,
  temperature: 0.01,
  noiseSeed: 5,
  weightDecay: 0.1,
  testMoments: moments(x, y),
  record: { every: 2, quantities: ['predictor'] },
  keepState: true,
};
const half = train(net, { ...options, steps: 5 });
const whole = bitsOf(train(net, { ...options, steps: 11 }));
const changed = (m: Matrix): Matrix => ({ ...m, data: m.data.map((entry, i) => (i < 2 ? -entry : entry)) });

describe('resume', () => {
  afterEach(() => vi.restoreAllMocks());

  it('goes on in another process from a file to the bits of the run without a stop', () => {
    const [from, to] = ['half', 'whole'].map((name) => join(folder, `${name}.safetensors`));
    writeFileSync(from, encodeRun(half));
    const script = `
      import { readFileSync, writeFileSync } from 'node:fs';
      import { decodeRun, encodeRun, moments, randomNormal, resume } from 'deeplinear';
      const x = randomNormal({ seed: 1, rows: 10, cols: 4 });
      const y = randomNormal({ seed: 2, rows: 10, cols: 2 });
      const options = {
        x, y, batch: { size: 3, order: 'epochs', seed: 4 }, schedule: (t) => 0.05 / (1 + t), momentum: 0.9,
        temperature: 0.01, noiseSeed: 5, weightDecay: 0.1, testMoments: moments(x, y),
        record: { every: 2, quantities: ['predictor'] }, keepState: true, steps: 11,
      };
      writeFileSync('${to}', encodeRun(resume(decodeRun(readFileSync('${from}')), options)));`;
    // the built package, so that a saved run also goes from the sources to it
    execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: import.meta.dirname });
    expect(bitsOf(decodeRun(readFileSync(to)))).toEqual(whole);
  });

  it('goes on after a stop by onProgress or a signal, wherever that was', () => {
    // a clock on which every look finds that it is time to report, however fast the machine
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 25));
    const wide = createNet({ inputs: 4, outputs: 2, hidden: 2, width: 300, seed: 3 });
    const long = { moments: moments(x, y), lr: 0.01, momentum: 0.5, steps: 400, keepState: true };
    let asked = 0;
    const stopped = train(wide, { ...long, onProgress: ({ step }) => step === 0 || ++asked < 3 });
    expect(stopped.stopped!.step).toBe(stopped.steps);
    expect(stopped.steps).toBeLessThan(400);
    const controller = new AbortController();
    const work = resumeSteps(stopped, { ...long, signal: controller.signal });
    let turn = work.next();
    // reports while the data are compared come first
    while ((turn.value as Progress).step <= stopped.steps) turn = work.next();
    controller.abort();
    const again = work.next().value as TrainRun;
    expect(again.stopped!.step).toBe(again.steps);
    expect(again.steps).toBeGreaterThan(stopped.steps);
    expect(bitsOf(resume(again, long))).toEqual(bitsOf(train(wide, long)));
    // stopped before it began: the run as it was
    const { state, ...rest } = resume(again, { ...long, signal: AbortSignal.abort() });
    expect(bitsOf({ ...rest, state })).toEqual(bitsOf(again));
    const recording = { ...long, moments: moments(x, y), record: { every: 2, quantities: ['weights'] as const } };
    const odd = train(net, { ...recording, steps: 3 });
    expect(bitsOf(resume(odd, { ...recording, signal: AbortSignal.abort() }))).toEqual(
      bitsOf({ ...odd, stopped: { step: 3 } }),
    );
  });

  it('a stop while the data are compared leaves the run as it was', () => {
    const many = { x: matrix(1_000_000, 4), y: matrix(1_000_000, 2), batch: { size: 3, order: 'onePass' } as const };
    const task = { ...many, lr: 0.1, keepState: true };
    const run = train(net, { ...task, steps: 2 });
    const work = resumeSteps(run, { ...task, steps: 4 });
    expect(work.next()).toEqual({ done: false, value: { step: 2, steps: 4, loss: Number.NaN } });
    expect(work.next(false)).toEqual({ done: true, value: { ...run, stopped: { step: 2 } } });
    const begun = train(net, { ...task, steps: 2, onProgress: () => false });
    expect([begun.steps, begun.stopped, begun.state]).toEqual([0, { step: 0 }, undefined]);
  });

  it('a run keeps nothing for it unless asked, and no velocities without momentum', () => {
    expect(train(net, { ...options, keepState: false, steps: 3 }).state).toBeUndefined();
    expect(Object.keys(half.state!).sort()).toEqual(['rates', 'settings', 'velocities']);
    const plain = train(net, { x, y, lr: 0.1, steps: 3, keepState: true });
    expect(Object.keys(plain.state!).sort()).toEqual(['rates', 'settings']);
    expect(resume(plain, { x, y, lr: 0.1, steps: 4 }).state).toBeUndefined();
  });

  it('takes the same data in another form', () => {
    const bytes = { rows: 4, cols: 4, data: Uint8Array.from({ length: 16 }, (_, i) => 7 * i) };
    const targets = matrix(4, 2, Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8));
    const task = { batch: { size: 2, order: 'epochs', seed: 1 } as const, lr: 1e-5, keepState: true };
    const run = train(net, { ...task, x: bytes, y: targets, steps: 2 });
    const numbers = matrix(4, 4, Float64Array.from(bytes.data));
    const doubles = matrix(4, 2, Float64Array.from(targets.data));
    const straight = train(net, { ...task, x: numbers, y: doubles, steps: 4 });
    expect(bitsOf(resume(run, { ...task, x: numbers, y: doubles, steps: 4 }))).toEqual(bitsOf(straight));
  });

  it.each<[string, Partial<TrainOptions>, string]>([
    ['momentum', { momentum: 0.8 }, 'momentum: expected 0.9 as in the run before, got 0.8'],
    ['nesterov', { nesterov: true }, 'nesterov: expected false as in the run before, got true'],
    ['weightDecay', { weightDecay: 0 }, 'weightDecay: expected [0.1, 0.1, 0.1] as in the run before, got [0, 0, 0]'],
    ['decoupledDecay', { decoupledDecay: [0, 0.1, 0] }, 'decoupledDecay: expected [0, 0, 0] as'],
    ['temperature', { temperature: 0 }, 'temperature: expected 0.01 as in the run before, got 0'],
    ['noiseSeed', { noiseSeed: 6 }, 'noiseSeed: expected 5 as in the run before, got 6'],
    ['layerLr', { layerLr: [1, 2, 1] }, 'layerLr: expected [1, 1, 1] as in the run before, got [1, 2, 1]'],
    ['the size of batches', { batch: { size: 2, order: 'epochs', seed: 4 } }, 'batch.size: expected 3 as'],
    ['the order of batches', { batch: { size: 3, order: 'epochs', seed: 5 } }, 'batch.seed: expected 4 as'],
    ['full batches', { batch: 'full' }, 'batch.size: expected 3 as in the run before, got undefined'],
    ['what is recorded', { record: undefined }, 'record.every: expected 2 as in the run before, got undefined'],
    [
      'another schedule before the stop',
      { schedule: () => 0.05 },
      'schedule(1): expected 0.025 as in the run before, got 0.05',
    ],
    ['a constant rate', { schedule: undefined, lr: 0.04 }, 'lr: expected 0.05 as in the run before, got 0.04'],
    ['fewer steps', { steps: 4 }, 'steps: expected at least the 5 steps of the run before, got 4'],
    ['other inputs', { x: changed(x) }, 'x: expected the data of the run before (fingerprint '],
    ['other targets', { y: changed(y) }, 'y: expected the data of the run before (fingerprint '],
    ['other test data', { testMoments: moments(x, changed(y)) }, 'testMoments: expected the data of the run before'],
    ['no test data', { testMoments: undefined }, 'testMoments: expected the data of the run before'],
  ])('refuses %s, by name', (_, other, message) => {
    const attempt = () => resume(half, { steps: 11, ...options, ...other });
    expect(attempt).toThrow(ValueError);
    expect(attempt).toThrow(message);
  });

  it('refuses moments of other data', () => {
    const given = moments(x, y);
    const run = train(net, { moments: given, lr: 0.1, steps: 2, keepState: true });
    const other = { ...given, syy: given.syy + 1 };
    expect(() => resume(run, { moments: other, lr: 0.1, steps: 3 })).toThrow('moments: expected the data of the run');
    const swapped = { ...given, syx: matrix(2, 4, Float64Array.from(given.syx.data).reverse()) };
    expect(() => resume(run, { moments: swapped, lr: 0.1, steps: 3 })).toThrow('moments: expected the data of the run');
    expect(resume(run, { x, y, lr: 0.1, steps: 3 }).steps).toBe(3);
  });

  it('a schedule may change from the stop on', () => {
    const { record, ...rest } = options;
    const run = train(net, { ...rest, steps: 5 });
    const schedule = (t: number) => (t < 5 ? 0.05 / (1 + t) : 0.001);
    const changing = { ...rest, schedule, steps: 8 };
    expect(bitsOf(resume(run, changing))).toEqual(bitsOf(train(net, changing)));
  });

  it('refuses a run of the other build', () => {
    const settings = { ...half.state!.settings, build: 'relaxed' };
    const other = { ...half, state: { ...half.state!, settings } };
    expect(() => resume(other, { ...options, steps: 11 })).toThrow(
      'build: expected "relaxed" as in the run before, got "portable"',
    );
  });

  const state = half.state!;
  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'run: expected a run of train, got undefined'],
    ['a run without state', { ...half, state: undefined }, 'run: expected a run that kept its state (keepState: true)'],
    ['no net', { ...half, net: {} }, 'net: expected a net'],
    ['half a step', { ...half, steps: 4.5 }, 'run.steps: expected an integer'],
    ['a loss that is too short', { ...half, loss: half.loss.slice(1) }, 'run.loss: expected 6 numbers'],
    ['a test curve that is too short', { ...half, testLoss: half.loss.slice(1) }, 'run.testLoss: expected 6 numbers'],
    ['no records', { ...half, recorded: {} }, 'run.recorded.steps: expected a list of steps'],
    ['a record too few', { ...half, predictors: half.predictors!.slice(1) }, 'run.predictors: expected 4 records'],
    [
      'a predictor of another size',
      { ...half, predictors: half.predictors!.map(() => matrix(1, 1)) },
      'run.predictors[0]: expected 2×4 in float64',
    ],
    [
      'weights that nobody recorded',
      { ...half, recorded: { ...half.recorded, weights: half.predictors!.map(() => net.weights()) } },
      'run.state.settings: expected weights as in the results',
    ],
    [
      'rates too few',
      { ...half, state: { ...state, rates: new Float64Array(4) } },
      'run.state.rates: expected 5 numbers',
    ],
    [
      'no velocities',
      { ...half, state: { ...state, velocities: undefined } },
      'run.state.velocities: expected one matrix',
    ],
    [
      'velocities of another dtype',
      {
        ...half,
        state: { ...state, velocities: net.weights().map((w) => ({ ...w, data: Float32Array.from(w.data) })) },
      },
      'run.state.velocities[0]: expected 6×4 in float64',
    ],
    [
      'no settings',
      { ...half, state: { ...state, settings: null } },
      'run.state.settings: expected an object, got null',
    ],
    [
      'settings that are an array',
      { ...half, state: { ...state, settings: Float64Array.of(1) } },
      'run.state.settings: expected an object, got',
    ],
    [
      'settings that are no plain data',
      { ...half, state: { ...state, settings: { ...state.settings, momentum: {} } } },
      'run.state.settings["momentum"]: expected a number',
    ],
    [
      'quantities that are no list',
      { ...half, state: { ...state, settings: { ...state.settings, 'record.quantities': 1 } } },
      'run.state.settings["record.quantities"]: expected a list, got 1',
    ],
  ])('refuses %s', (_, run, message) => {
    const attempt = () => resume(run as TrainRun, { ...options, steps: 11 });
    expect(attempt).toThrow(ValueError);
    expect(attempt).toThrow(message);
  });
});
