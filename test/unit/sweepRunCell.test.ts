import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  check,
  createNet,
  distanceToLimit,
  encodeNpz,
  experiments,
  infiniteDepth,
  infiniteWidth,
  jointLimit,
  lazyLimit,
  moments,
  syntheticTask,
  train,
  twoLayerAnyWidth,
} from 'deeplinear';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csv } from '../../lab/src/data/csv';
import { Interrupted } from '../../lab/src/run/drive';
import type { CellValues } from '../../lab/src/sweep/cell';
import { Lru } from '../../lab/src/sweep/cells/lru';
import { curveSteps } from '../../lab/src/sweep/observables/curveTimes';
import { runCell } from '../../lab/src/sweep/runCell';
import { cellAt, cellsOf } from '../../lab/src/sweep/study/cellsOf';
import { parseStudy } from '../../lab/src/sweep/study/parseStudy';
import { writeHouses } from '../package/runCli';

const tools = () => ({ signal: new AbortController().signal, onProgress() {} });
const run = (text: string, file = 'study.yaml'): Promise<CellValues> =>
  runCell(cellAt(parseStudy(`name: test\n${text}`, file), 0).config, tools());

const data = 'data: { source: synthetic, inputs: 6, outputs: 2, seed: 4 }\n';
const net = 'net: { hidden: 2, width: 24, gamma0: 0.8, seed: 7 }\n';
const task = syntheticTask({ inputs: 6, outputs: 2, spectrum: 'isotropic', seed: 4 });
const theNet = () => createNet({ inputs: 6, outputs: 2, hidden: 2, width: 24, gamma0: 0.8, seed: 7 });

describe('a cell gives what direct calls of the library give, bit for bit:', () => {
  it('full-batch training with momentum, and what is read of the weights', async () => {
    const values = await run(
      `${data}${net}trainer: { steps: 12, lr: 0.4, momentum: 0.5, layerLr: [1, 0.5, 1] }\nobservables: [finalLoss, bestLoss, loss: { every: 5 }, testLoss: { at: [0, 12] }, sharpness, initialSharpness, predictorNorm, gradientKernelNorms, weightNorms, divergedAt]\n`,
    );
    const layerLr = [1, 0.5, 1];
    const options = { moments: task.moments, testMoments: task.moments, steps: 12, lr: 0.4, momentum: 0.5, layerLr };
    const direct = train(theNet(), options);
    const norm = (m: { data: ArrayLike<number> }) => Math.sqrt(Array.from(m.data).reduce((sum, v) => sum + v * v, 0));
    expect(values).toEqual({
      finalLoss: direct.loss[12],
      bestLoss: Math.min(...direct.loss),
      loss: [0, 5, 10, 12].map((t) => direct.loss[t]),
      lossSteps: [0, 5, 10, 12],
      testLoss: [direct.testLoss![0], direct.testLoss![12]],
      testLossSteps: [0, 12],
      sharpness: direct.net.sharpness(task.moments, { layerLr }),
      initialSharpness: theNet().sharpness(task.moments, { layerLr }),
      predictorNorm: norm(direct.net.predictor()),
      gradientKernelNorms: direct.net.gradientKernels().slice(0, 2).map(norm),
      weightNorms: direct.net.weights().map((w) => norm(w) / Math.sqrt(w.data.length)),
    });
  });

  it('mini-batches in one pass and in epochs, with noise', async () => {
    const onePass = await run(
      `${data}${net}trainer: { steps: 9, lr: 0.3, batch: { size: 5, order: onePass } }\nobservables: [loss: { every: 1 }]\n`,
    );
    const drawn = task.sample(45, 4);
    const direct = train(theNet(), { ...drawn, batch: { size: 5, order: 'onePass' }, steps: 9, lr: 0.3 });
    expect(onePass.loss).toEqual([...direct.loss]);
    const epochs = await run(
      `${data.replace('seed', 'samples: 20, noiseStd: 0.2, seed')}${net}trainer: { steps: 9, lr: 0.3, batch: { size: 6, order: epochs, seed: 3 }, temperature: 0.001, noiseSeed: 5 }\nobservables: [finalLoss, finalTestLoss]\n`,
    );
    const noisy = syntheticTask({ inputs: 6, outputs: 2, spectrum: 'isotropic', noiseStd: 0.2, seed: 4 }).sample(20, 4);
    const batch = { size: 6, order: 'epochs', seed: 3 } as const;
    const other = train(theNet(), {
      ...noisy,
      testMoments: task.moments,
      batch,
      steps: 9,
      lr: 0.3,
      temperature: 0.001,
      noiseSeed: 5,
    });
    expect(epochs).toEqual({ finalLoss: other.loss[9], finalTestLoss: other.testLoss![9] });
  });

  it('the distance to the limit of infinite width', async () => {
    const values = await run(
      `${data}${net}trainer: { steps: 10, schedule: [${new Array(10).fill(0.4).join(', ')}] }\nlimit: { kind: infiniteWidth }\nobservables: [limitLoss: { points: 3 }, finalLimitLoss, limitDistance]\n`,
    );
    const limit = infiniteWidth({ moments: task.moments, hidden: 2, gamma0: 0.8, steps: 10, lr: 0.4 });
    const direct = train(theNet(), {
      moments: task.moments,
      steps: 10,
      lr: 0.4,
      record: { quantities: ['predictor'] },
    });
    const { distance, deviation } = distanceToLimit(limit, { moments: task.moments })(direct);
    expect(values).toEqual({
      limitLoss: [0, 5, 10].map((t) => limit.loss[t]),
      limitLossSteps: [0, 5, 10],
      finalLimitLoss: limit.loss[10],
      limitDistance: distance,
      limitDeviation: deviation,
    });
  });

  it('the lazy limit from the net in NTK parameterization, and nets of one hidden layer', async () => {
    const ntk = net.replace('gamma0: 0.8', 'parameterization: ntk');
    const lazy = await run(
      `${data}${ntk}trainer: { steps: 8, lr: 0.4 }\nlimit: { kind: lazyLimit, start: net }\nobservables: [limitLoss: { every: 1 }]\n`,
    );
    const start = createNet({ inputs: 6, outputs: 2, hidden: 2, width: 24, parameterization: 'ntk', seed: 7 });
    const expected = lazyLimit({
      moments: task.moments,
      hidden: 2,
      steps: 8,
      lr: 0.4,
      initialPredictor: start.predictor(),
    });
    expect(lazy.limitLoss).toEqual([...expected.loss]);
    const two = await run(
      `${data}${net.replace('hidden: 2', 'hidden: 1')}trainer: { steps: 8, lr: 0.4 }\nlimit: { kind: twoLayerAnyWidth, draws: 5, seed: 2 }\nobservables: [finalLimitLoss]\n`,
    );
    const any = twoLayerAnyWidth({
      moments: task.moments,
      width: 24,
      gamma0: 0.8,
      steps: 8,
      lr: 0.4,
      draws: 5,
      seed: 2,
    });
    expect(two.finalLimitLoss).toBe(any.loss[8]);
  });

  it('infinite width at unequal widths and in gradient flow, and infinite depth', async () => {
    const trainer = 'trainer: { steps: 5, lr: 0.4, decoupledDecay: 0.1 }\n';
    const unequal = net.replace('width: 24', 'width: [48, 24]');
    const asked = 'observables: [limitLoss: { every: 1 }]\n';
    const shared = { moments: task.moments, gamma0: 0.8, steps: 5, lr: 0.4, decoupledDecay: 0.1 };
    const flow = await run(`${data}${unequal}${trainer}limit: { kind: infiniteWidth, flow: true }\n${asked}`);
    const wide = infiniteWidth({ ...shared, hidden: 2, widthRatios: [2, 1], flow: true });
    expect(flow.limitLoss).toEqual([...wide.loss]);
    const residual = net.replace('gamma0', 'residual: { beta0: 0.7 }, gamma0');
    const deep = await run(`${data}${residual}${trainer}limit: { kind: infiniteDepth }\n${asked}`);
    expect(deep.limitLoss).toEqual([...infiniteDepth({ ...shared, residual: { beta0: 0.7 } }).loss]);
  });

  it('the joint limit, in the units of the net', async () => {
    const values = await run(
      `data: { source: synthetic, inputs: 16, samples: 32, noiseStd: 0.5, seed: 4 }\nnet: { hidden: 1, width: 32, gamma0: 0.25, seed: 7 }\ntrainer: { steps: 10, lr: 1.6, weightDecay: 0.01 }\nlimit: { kind: jointLimit }\nobservables: [limitTestLoss: { every: 5 }, finalLimitLoss, limitDistance: { quantity: testLoss }]\n`,
    );
    const limit = jointLimit({
      hidden: 1,
      data: 'repeated',
      samplesPerInput: 2,
      widthPerInput: 2,
      noiseStd: 0.5,
      gammaHat: 1,
      lrHat: 0.1,
      steps: 10,
      weightDecayHat: 0.16,
    });
    expect(values.limitTestLoss).toEqual([0, 5, 10].map((t) => limit.test[t]));
    expect(values.finalLimitLoss).toBe(limit.train[10]);
    expect(values.limitDeviation).toBeLessThan(0.5);
  });

  it('a check of the registry', async () => {
    const text = 'experiment: infinite-width\nparameters: { steps: 5, widths: [16, 32], seeds: 3, seed: 2 }\n';
    const values = await run(`${text}observables: [value, interval, slope, verdict, samples, rows]\n`);
    const direct = check('infinite-width', { parameters: { steps: 5, widths: [16, 32], seeds: 3, seed: 2 } });
    expect(values).toEqual({
      value: direct.value,
      intervalLow: direct.interval![0],
      intervalHigh: direct.interval![1],
      slope: direct.slope!.value,
      slopeLow: direct.slope!.interval[0],
      slopeHigh: direct.slope!.interval[1],
      slopeExpected: direct.slope!.expected,
      verdict: direct.verdict,
      samples: 6,
      rowSizes: [16, 32],
      rowValues: direct.rows.map(({ value }) => value),
      rowErrors: direct.rows.map(({ standardError }) => standardError),
    });
    const [{ id }] = experiments.find((one) => one.id === 'infinite-width')!.wrong;
    const wrong = await run(`${text}wrong: ${id}\n`);
    expect(wrong.value).not.toBe(direct.value);
  });
});

describe('a cell', () => {
  it('gives the same bits in any order, and beside others', async () => {
    const study = parseStudy(
      `name: test\n${data}${net}trainer: { steps: 20, lr: 0.4 }\nlimit: { kind: infiniteWidth }\nobservables: [loss, limitDistance, featureKernelNorms, featureMovement]\naxes:\n  - net.width: [8, 300]\n  - net.seed: { seeds: 3 }\n  - trainer.lr: [0.2, 0.4]\n`,
      'study.yaml',
    );
    const all = [...cellsOf(study)];
    const forwards: CellValues[] = [];
    for (const { config } of all) forwards.push(await runCell(config, tools()));
    const together = await Promise.all([...all].reverse().map(({ config }) => runCell(config, tools())));
    expect(together.reverse()).toEqual(forwards);
    expect(new Set(forwards.map((values) => JSON.stringify(values))).size).toBe(12);
  });

  it('that is asked only for the limit trains no net, and none of its numbers is lost to JSON', async () => {
    const values = await run(
      `${data}net: { hidden: 2, width: 1000000 }\ntrainer: { steps: 10, lr: 0.4 }\nlimit: { kind: infiniteWidth }\nobservables: [finalLimitLoss, limitLoss]\n`,
    );
    expect(values.finalLimitLoss).toBeGreaterThan(0);
    expect(JSON.parse(JSON.stringify(values))).toEqual(values);
  });

  it('that diverges says when, and leaves out what does not exist', async () => {
    const values = await run(
      `${data}${net}trainer: { steps: 200, lr: 50 }\nlimit: { kind: infiniteWidth }\nobservables: [finalLoss, divergedAt, loss: { every: 1 }, sharpness, limitDistance, finalLimitLoss, limitDivergedAt, predictorNorm]\n`,
    );
    expect(Object.keys(values)).toEqual(['divergedAt', 'loss', 'lossSteps', 'limitDivergedAt']);
    expect((values.loss as number[]).length).toBe(values.divergedAt as number);
    expect((values.loss as number[]).every(Number.isFinite)).toBe(true);
  });

  it('reports progress, and ends when its signal is aborted', async () => {
    const text = `name: test\n${data}net: { hidden: 3, width: 256 }\ntrainer: { steps: 100000, lr: 0.01 }\n`;
    const { config } = cellAt(parseStudy(text, 'study.yaml'), 0);
    const stop = new AbortController();
    const seen: number[] = [];
    const running = runCell(config, {
      signal: stop.signal,
      onProgress(fraction) {
        seen.push(fraction);
        if (seen.length === 3) stop.abort();
      },
    });
    await expect(running).rejects.toThrow(Interrupted);
    expect(seen.length).toBe(3);
    expect(seen.every((fraction) => fraction > 0 && fraction < 1)).toBe(true);
  });

  it.each([
    ['net.width: [[8, 8, 8]]', 'net.width: expected 2 widths, one per hidden layer, got [8,8,8]'],
    [
      'net.parameterization: [standard]',
      'limit.kind: expected no limit with parameterization standard, got "infiniteWidth"',
    ],
  ])('whose parts do not fit each other says so: %s', async (axis, expected) => {
    const [path, value] = axis.split(': ');
    const { config } = cellAt(
      parseStudy(
        `name: test\n${data}${net.replace(' gamma0: 0.8,', '')}trainer: { steps: 5, lr: 0.4 }\nlimit: { kind: infiniteWidth }\n`,
        'study.yaml',
      ),
      0,
    );
    const [part, name] = path.split('.');
    const [changed] = JSON.parse(value.replace('standard', '"standard"'));
    const { gamma0: _, ...own } = config[part] as Record<string, never>;
    const broken = { ...config, [part]: { ...own, [name]: changed } };
    await expect(runCell(broken, tools())).rejects.toThrow(expected);
  });
});

describe('data of cells', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'deeplinear-cells-'));
    writeHouses(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const houses = 'data: { source: csv, file: houses.csv, target: price, seed: 3 }\n';
  const rest = 'net: { hidden: 1, width: 16 }\ntrainer: { steps: 30, lr: 0.2 }\n';

  it('from a CSV file are those of the command line, with its test samples', async () => {
    const text = `${houses}${rest}observables: [finalLoss, finalTestLoss, testScore]\n`;
    const values = await run(text, join(folder, 'study.yaml'));
    const work = csv(join(folder, 'houses.csv'), { target: 'price', seed: 3 });
    let turn = work.next();
    while (!turn.done) turn = work.next(true);
    const { moments: own, score, test, train: samples } = turn.value;
    const { x, y } = test!();
    const net1 = createNet({ inputs: 2, outputs: 1, hidden: 1, width: 16, seed: 1 });
    const direct = train(net1, { moments: own, testMoments: moments(x, y), steps: 30, lr: 0.2 });
    expect(values).toEqual({
      finalLoss: direct.loss[30],
      finalTestLoss: direct.testLoss![30],
      testScore: score!.of(direct.net.predictor()),
    });
    expect(values.testScore).toBeGreaterThan(0.5);
    expect([samples!().x.rows, x.rows]).toEqual([48, 12]);
  });

  it('from a file of arrays are those of the same numbers as CSV, also under a name without an ending', async () => {
    const rows = readFileSync(join(folder, 'houses.csv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').map(Number));
    const shape = [rows.length, 2];
    const houseArrays = encodeNpz({
      sizes: { data: rows.flatMap((row) => row.slice(0, 2)), shape },
      y: { data: rows.map((row) => row[2]) },
    });
    for (const name of ['houses.npz', 'houses']) writeFileSync(join(folder, name), houseArrays);
    const same = `${rest}observables: [finalLoss, testScore]\n`;
    const wanted = await run(`${houses}${same}`, join(folder, 'study.yaml'));
    for (const name of ['houses.npz', 'houses']) {
      const data = `data: { source: arrays, file: ${name}, x: sizes, seed: 3 }\n`;
      expect(await run(`${data}${same}`, join(folder, 'study.yaml'))).toEqual(wanted);
    }
    const wrong = 'data: { source: arrays, file: houses.npz }\n';
    await expect(run(`${wrong}${same}`, join(folder, 'study.yaml'))).rejects.toThrow(
      /^data\.x, data\.y: expected the names of inputs and targets among those of .*houses\.npz \(sizes, y\), got "x"$/,
    );
  });

  it('that changed since the study was read are refused', async () => {
    const study = parseStudy(`name: test\n${houses}${rest.replace('30', '31')}`, join(folder, 'study.yaml'));
    const { config } = cellAt(study, 0);
    writeFileSync(join(folder, 'houses.csv'), 'size,rooms,price\n1,2,3\n2,1,5\n3,3,4\n2,2,2\n');
    const other = { ...config, data: { ...(config.data as object), seed: 9 } };
    await expect(runCell(other, tools())).rejects.toThrow(
      /expected the file that the study was read with, got another/,
    );
    writeHouses(folder);
  });

  it('with a column that does not exist are refused in words of the study', async () => {
    await expect(run(`${houses.replace('price', 'prize')}${rest}`, join(folder, 'study.yaml'))).rejects.toThrow(
      /^data\.target: expected a column of .*houses\.csv \(size, rooms, price\), got "prize"$/,
    );
  });
});

describe('what cells share', () => {
  it('is kept for the last few, and failures are not kept', async () => {
    const lru = new Lru<number>(2);
    let made = 0;
    const make = (value: number) => async () => {
      made++;
      return value;
    };
    await lru.get('a', make(1));
    await lru.get('b', make(2));
    expect(await lru.get('a', make(3))).toBe(1);
    await lru.get('c', make(4));
    expect(made).toBe(3);
    expect([lru.has('a'), lru.has('b'), lru.has('c')]).toEqual([true, false, true]);
    await expect(lru.get('d', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(lru.has('d')).toBe(false);
  });

  it.each([
    [{ every: 4 }, 11, [0, 4, 8, 10]],
    [{ at: [7, 0, 99] }, 11, [0, 7]],
    [{ points: 3 }, 11, [0, 5, 10]],
    [{ points: 50 }, 4, [0, 1, 2, 3]],
    [{ points: 1 }, 4, [0]],
    [{ every: 3 }, 1, [0]],
    [{ every: 3 }, 0, []],
    [{}, 201, Array.from({ length: 50 }, (_, k) => Math.round((k * 200) / 49))],
  ])('steps of a curve: %o of %i entries', (times, length, expected) => {
    expect(curveSteps(times, length)).toEqual(expected);
  });
});
