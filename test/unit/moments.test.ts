import { describe, expect, it } from 'vitest';
import { type MomentsOptions, moments, momentsSteps } from '../../src/data/moments';
import { type Matrix, matrix } from '../../src/matrix';
import { randomNormal } from '../../src/random/randomNormal';
import { rng } from '../../src/random/rng';
import { runtime, workspace } from '../../src/wasm/workspace';
import { moments as reference, transformed } from '../reference/moments';
import { tolerance } from '../tolerances';

function expectClose(actual: Matrix, expected: { value: number; scale: number }[], n: number, slack = 1): void {
  expect(actual.dtype).toBe('float64');
  actual.data.forEach((v, i) => {
    expect(Math.abs(v - expected[i].value)).toBeLessThanOrEqual(slack * tolerance.moment(n) * expected[i].scale);
  });
}

function bytes(rows: number, cols: number) {
  return { rows, cols, data: Uint8Array.from(rng(3).integers(rows * cols, 256)) };
}

const asFloat64 = (x: { rows: number; cols: number; data: ArrayLike<number> }) =>
  matrix(x.rows, x.cols, Float64Array.from(x.data));

describe('moments', () => {
  const rows = 1100;
  const y = randomNormal({ seed: 2, rows, cols: 3 });
  const inputs = {
    float64: randomNormal({ seed: 1, rows, cols: 13 }),
    float32: randomNormal({ seed: 1, rows, cols: 13, dtype: 'float32' }),
    bytes: bytes(rows, 13),
  };

  describe.each(['float64', 'float32', 'bytes'] as const)('of %s inputs', (kind) => {
    const x = inputs[kind];

    it('equal plain sums', () => {
      const made = moments(x, y);
      const expected = reference(asFloat64(x), y);
      expectClose(made.sxx, expected.sxx, rows);
      expectClose(made.syx, expected.syx, rows);
      expect(made.syy).toBeCloseTo(expected.syy, 12);
      expect(made.samples).toBe(rows);
      expect(made.standardization).toBeUndefined();
    });

    it.each<MomentsOptions>([
      { center: true },
      { scale: 'trace' },
      { scale: 'feature' },
      { center: true, scale: 'trace' },
      { center: true, scale: 'feature' },
    ])('with %j are those of the transformed inputs', (options) => {
      const made = moments(x, y, options);
      const { mean, scale } = made.standardization!;
      const expected = reference(transformed(asFloat64(x), mean, scale), y);
      expectClose(made.sxx, expected.sxx, rows);
      expectClose(made.syx, expected.syx, rows);
      if (!options.center) expect([...mean]).toEqual(Array(13).fill(0));
      const trace = Array.from({ length: 13 }, (_, j) => made.sxx.data[14 * j]);
      if (options.scale === 'trace') expect(trace.reduce((sum, v) => sum + v, 0)).toBeCloseTo(13, 11);
      if (options.scale === 'feature' && options.center) for (const v of trace) expect(v).toBeCloseTo(1, 12);
      if (options.scale === 'trace') expect(new Set(scale).size).toBe(1);
    });
  });

  it('of bytes are exact: sums are integers', () => {
    const x = bytes(4096, 5);
    const sums = (a: number, b: number) => {
      let sum = 0;
      for (let p = 0; p < 4096; p++) sum += x.data[5 * p + a] * x.data[5 * p + b];
      return sum / 4096;
    };
    const { sxx } = moments(
      x,
      [...Array(4096)].map(() => [1]),
    );
    expect([...sxx.data]).toEqual(Array.from({ length: 25 }, (_, k) => sums(Math.floor(k / 5), k % 5)));
  });

  it('are symmetric to the last bit', () => {
    const { sxx } = moments(
      randomNormal({ seed: 4, rows: 700, cols: 150 }),
      randomNormal({ seed: 4, rows: 700, cols: 1 }),
    );
    for (let i = 0; i < 150; i++) for (let j = 0; j < i; j++) expect(sxx.data[150 * i + j]).toBe(sxx.data[150 * j + i]);
  });

  it('centre data far from 0 without losing their variance', () => {
    const far = matrix(
      rows,
      13,
      inputs.float64.data.map((v, i) => Math.round(2 ** 16 * v) / 2 ** 16 + (i % 13) * 2 ** 30),
    );
    const near = matrix(
      rows,
      13,
      inputs.float64.data.map((v) => Math.round(2 ** 16 * v) / 2 ** 16),
    );
    const [a, b] = [far, near].map((x) => moments(x, y, { center: true }));
    a.sxx.data.forEach((v, i) => {
      expect(v).toBeCloseTo(b.sxx.data[i], 12);
    });
    const [p, q] = [far, near].map((x) => moments(x, y, { center: true, scale: 'feature' }));
    p.syx.data.forEach((v, i) => {
      expect(v).toBeCloseTo(q.syx.data[i], 6);
    });
  });

  it('a constant feature gets scale 0 when centred and keeps its value otherwise', () => {
    const x = [
      [1, 0.1],
      [3, 0.1],
    ];
    const targets = [[1], [2]];
    const centred = moments(x, targets, { center: true, scale: 'feature' });
    expect([...centred.standardization!.scale]).toEqual([1, 0]);
    expect([...centred.sxx.data]).toEqual([1, 0, 0, 0]);
    expect([...moments(x, targets, { scale: 'feature' }).standardization!.scale]).toEqual([1, 1]);
  });

  it('take matrices in WebAssembly memory, also blocks, and leave no memory behind', () => {
    const before = runtime().liveBytes;
    const ws = workspace();
    const resident = ws.matrix(rows, 13, 'float64', inputs.float64.data);
    expect(moments(resident, y)).toEqual(moments(inputs.float64, y));
    const left = moments(resident.block(0, 0, rows, 4), y);
    expect(left.sxx.cols).toBe(4);
    expect(left.sxx.data[0]).toBe(moments(resident.block(0, 0, rows, 4).copy(), y).sxx.data[0]);
    ws.dispose();
    expect(runtime().liveBytes).toBe(before);
  });

  it('in steps give the same result, report progress and free their memory when abandoned', () => {
    const x = randomNormal({ seed: 5, rows: 3000, cols: 400 });
    const targets = randomNormal({ seed: 6, rows: 3000, cols: 2 });
    const steps: number[] = [];
    const work = momentsSteps(x, targets);
    let turn = work.next();
    while (!turn.done) {
      steps.push(turn.value.step);
      expect(turn.value.steps).toBe(3000);
      turn = work.next();
    }
    expect(turn.value).toEqual(moments(x, targets));
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    const before = runtime().liveBytes;
    const left = momentsSteps(
      randomNormal({ seed: 5, rows: 9000, cols: 400 }),
      randomNormal({ seed: 6, rows: 9000, cols: 2 }),
    );
    left.next();
    left.return(undefined as never);
    expect(runtime().liveBytes).toBe(before);
  });

  it('in steps check their arguments at once', () => {
    expect(() => momentsSteps([[1], [2]], [[1]])).toThrow('y: expected 2 rows as x, got 1');
    expect(() => momentsSteps([[1]], [[1]], { scale: 'unit' as never })).toThrow('scale: expected one of');
  });

  it('in steps also yield while the standardization is taken', () => {
    const x = bytes(20_000, 784);
    const work = momentsSteps(x, matrix(20_000, 1), { center: true, scale: 'feature' });
    const { value, done } = work.next();
    expect(done).toBe(false);
    expect(value).toEqual({ step: 0, steps: 20_000 });
    expect(runtime().liveBytes).toBe(0);
    work.return(undefined as never);
  });

  it.each<[unknown, unknown, unknown, string]>([
    [null, [[1]], {}, 'x: expected a Matrix or an array of rows, got null'],
    [[null], [[1]], {}, 'x[0]: expected an array of numbers, got null'],
    [[[1], [2]], [[1]], {}, 'y: expected 2 rows as x, got 1'],
    [[], [], {}, 'x: expected at least one row and one column, got 0×0'],
    [[[1]], [[]], {}, 'y: expected at least one row and one column, got 1×0'],
    [
      [
        [1, 2],
        [3, Number.NaN],
      ],
      [[1], [2]],
      {},
      'x: expected finite numbers, got NaN in row 1, column 1 (counted from 0)',
    ],
    [[[1], [3]], [[1], [Number.NEGATIVE_INFINITY]], {}, 'y: expected finite numbers, got -Infinity in row 1, column 0'],
    [{ rows: 2, cols: 2, data: new Uint8Array(3) }, [[1], [2]], {}, 'x: expected 2×2 = 4 entries, got 3'],
    [{ rows: 2, cols: 0.5, data: new Uint8Array(1) }, [[1], [2]], {}, 'x.cols: expected an integer'],
    [
      [[1], [1]],
      [[1], [2]],
      { center: true, scale: 'trace' },
      "x: expected inputs with a positive mean square for scale 'trace', got 0",
    ],
    [[[1e200]], [[1]], {}, 'x: expected entries of x and y whose products fit in float64, got an overflow'],
    [[[1]], [[1]], { centre: true }, 'moments: expected options among center, scale, got "centre"'],
    [[[1]], [[1]], { scale: 'unit' }, 'scale: expected one of "none", "trace", "feature", got "unit"'],
    [[[1]], [[1]], { center: 1 }, 'center: expected true or false, got 1'],
  ])('refuse x = %j, y = %j, %j', (x, targets, options, message) => {
    expect(() => moments(x as never, targets as never, options as never)).toThrow(message);
  });
});
