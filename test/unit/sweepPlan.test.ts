import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Interrupted } from '../../lab/src/run/drive';
import type { CellConfig } from '../../lab/src/sweep/cell';
import { costCurve } from '../../lab/src/sweep/plan/costCurve';
import { planData, planText } from '../../lab/src/sweep/plan/planText';
import { type PlanInput, sweepPlan } from '../../lab/src/sweep/plan/sweepPlan';
import { workOf } from '../../lab/src/sweep/plan/workOf';
import { cellPriority } from '../../lab/src/sweep/queue/cellPriority';
import { openStore } from '../../lab/src/sweep/store';
import { cellAt, cellsOf } from '../../lab/src/sweep/study/cellsOf';
import { parseStudy } from '../../lab/src/sweep/study/parseStudy';
import type { Study } from '../../lab/src/sweep/study/study';
import { tolerance } from '../tolerances';

const { signal } = new AbortController();
const study = (...axes: string[]) =>
  parseStudy(
    `name: test
data: { source: synthetic, inputs: 12 }
net: { hidden: 2 }
trainer: { steps: 60, lr: 0.3 }
limit: { kind: infiniteWidth }
observables: [finalLoss, limitDistance, predictorNorm]
axes:
${axes.map((axis) => `  - ${axis}\n`).join('')}`,
    'study.yaml',
  );
const plan = (of: Study, more: Partial<PlanInput> = {}) =>
  sweepPlan({ study: of, folder: '/nowhere', workers: 2, seconds: 1, signal, ...more });

const sizes = { inputs: 12, outputs: 1 };
const parts = ['limit', 'net'] as const;

/** Seconds of the parts of a cell on a machine that is slower the more memory the cell takes, and needs a moment for anything. */
function secondsOf(config: CellConfig): Record<(typeof parts)[number], number> {
  const work = workOf(config, sizes);
  const seconds = (multiplyAdds: number) => 1e-3 + 2e-9 * multiplyAdds * (1 + multiplyAdds / 1e10);
  return { limit: seconds(work.limit), net: seconds(work.net) };
}

/** That machine, whose time goes by only while it computes. */
const runCell: PlanInput['runCell'] = async (config, { signal: stop, onPart }) => {
  for (const part of parts) {
    const seconds = secondsOf(config)[part];
    for (let k = 1; k <= 20; k++) {
      await vi.advanceTimersByTimeAsync((1000 * seconds) / 20);
      if (!stop.aborted) continue;
      onPart?.(part, (seconds * k) / 20, k / 20);
      throw new Interrupted('interrupted');
    }
    onPart?.(part, seconds, 1);
  }
};

/** Of all cells on one core; every limit once for each of two workers. */
function secondsOfAll(of: Study): number {
  const limits = new Map<string | undefined, number>();
  let net = 0;
  for (const { config } of cellsOf(of)) {
    const seconds = secondsOf(config);
    net += seconds.net;
    limits.set(workOf(config, sizes).limitKey, 2 * seconds.limit);
  }
  return [...limits.values()].reduce((sum, seconds) => sum + seconds, net);
}

describe('the estimate of a plan', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is that of all cells within the tolerance, from some of them', async () => {
    const grid = study(
      'net.width: [16, 64, 160, 400]',
      'trainer.lr: { log: { from: 0.01, to: 0.4, points: 8 } }',
      'net.seed: { seeds: 12 }',
    );
    const { time, calibration, cells } = await plan(grid, { seconds: 1, runCell });
    expect(cells).toBe(384);
    expect(calibration!.cells).toBeLessThan(cells / 6);
    expect(calibration!.seconds).toBeLessThan(1.2);
    expect(Math.abs(Math.log(time!.core / secondsOfAll(grid)))).toBeLessThan(tolerance.planned);
    expect(time!.all).toBeGreaterThan(time!.core / 2);
  });

  it('is right for cells that take longer than there is time to try them', async () => {
    const observables = 'observables: [[finalLoss, { limitLoss: { at: [0, 650] } }]]';
    const long = study('net.width: [400]', 'trainer.steps: [700]', observables, 'net.seed: { seeds: 3 }');
    const [{ config }] = cellsOf(long);
    const { net, limit } = secondsOf(config);
    const tried: CellConfig[] = [];
    const told: typeof runCell = (shorter, tools) => {
      tried.push(shorter);
      return runCell(shorter, tools);
    };
    const { time, calibration } = await plan(long, { seconds: net + limit, runCell: told });
    expect(calibration!.stopped).toBe(true);
    // of fewer steps no curve asks for later ones
    const asked = tried.map((shorter) => {
      const { steps } = shorter.trainer as { steps: number };
      const [, { at }] = shorter.observables as unknown as [unknown, { at: number[] }];
      return `${steps}: ${at}`;
    });
    expect([...new Set(asked)]).toEqual(['700: 0,650', '175: 0,175']);
    expect(calibration!.seconds).toBeLessThan(1.2 * (net + limit));
    expect(Math.abs(Math.log(time!.core / secondsOfAll(long)))).toBeLessThan(tolerance.planned);
  });
});

describe('a plan', () => {
  it('knows what the store has, and is of the rest', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'deeplinear-plan-'));
    try {
      const half = study('net.width: [8, 16]', 'net.seed: { seeds: 5 }');
      const cells = [...cellsOf(half)];
      const store = await openStore(folder, { name: half.name, file: half.file, text: half.text, cells: () => cells });
      const about = ({ key, index, axes }: (typeof cells)[number]) => ({ key, index, axes, seconds: 1, attempts: 1 });
      for (const cell of cells.slice(0, 6)) store.append({ ...about(cell), values: { finalLoss: 1 } });
      store.append({ ...about(cells[6]), failure: { reason: 'threw', message: 'no' } });
      store.close();
      const found = await plan(half, { folder, seconds: 0.3 });
      expect(found.stored).toEqual({ folder, done: 6, failed: 1 });
      expect(planText(found, 'study.yaml')).toContain(`${folder} has 6 of them, and 1 that failed; 3 to compute.`);
      expect(found.calibration!.cells).toBeGreaterThan(0);
      expect((await plan(half, { folder, seconds: 0 })).time).toBeUndefined();
      const other = await plan(study('net.width: [8]', 'net.seed: { seeds: 9 }'), { folder, seconds: 0 });
      expect(other.stored).toMatchObject({ done: 5, changed: true, other: true });
      // resume would be refused
      expect(planText(other, 'study.yaml')).toContain(
        `The study was changed since the last run.\nTake over what both share and drop the rest with: deeplinear sweep run study.yaml --out ${folder} --update`,
      );
      expect(planText(other, 'study.yaml')).not.toContain('sweep resume');
      expect(planText(found, 'study.yaml')).toContain(`Go on with: deeplinear sweep resume ${folder}`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('says which cell cannot be computed, and why', async () => {
    const { calibration } = await plan(study('net.width: [8]', 'trainer.layerLr: [1, [1, 1, 1, 1]]'), { seconds: 0.3 });
    expect(calibration!.failure).toMatchObject({ index: 1 });
    expect(calibration!.failure!.message).toMatch(/layerLr/);
  });

  it('goes on beside cells whose parts do not fit each other, and names the first of them by its place in the study', async () => {
    const of = study('net.hidden: [2, 3]', 'net.width: [8, [8, 16]]', 'net.seed: { seeds: 2 }');
    const { time, calibration } = await plan(of, { seconds: 0.3 });
    expect(calibration!.failure).toEqual({
      index: 6,
      message: 'net.width: expected 3 widths, one per hidden layer, got [8,16]',
    });
    expect(time!.core).toBeGreaterThan(0);
    // without observables of its own a study has those of every cell that is complete
    const bare = parseStudy(
      'name: bare\ndata: { source: synthetic, inputs: 4 }\nnet: {}\ntrainer: { steps: 5, lr: 0.1 }\naxes:\n  - net.hidden: [2, 3]\n  - net.width: [8, [8, 16]]\n',
      'bare.yaml',
    );
    expect((await plan(bare, { seconds: 0.3 })).calibration!.failure).toMatchObject({ index: 3 });
    expect(cellPriority(cellAt(bare, 3).config)).toBeGreaterThan(cellPriority(cellAt(bare, 2).config));
  });
});

describe('the work of a cell', () => {
  const work = (of: Study, index: number) => workOf(cellAt(of, index).config, { inputs: 12, outputs: 1 });

  it('grows with width, steps and depth', () => {
    for (const axis of [
      'net.width: [64, 128]',
      '{ net.width: [64, 65], trainer.steps: [10, 20] }',
      '{ net.hidden: [2, 3], net.width: [64, 65] }',
    ]) {
      const of = study(axis);
      expect(work(of, 1).net, axis).toBeGreaterThan(work(of, 0).net);
    }
    const deeper = study('net.width: [64]', 'trainer.steps: [10, 20]');
    expect(work(deeper, 1).limit).toBeGreaterThan(4 * work(deeper, 0).limit);
  });

  it('of the limit is shared by cells that differ only in what the limit does not see', () => {
    const of = study('net.width: [16, 32]', 'net.seed: { seeds: 2 }', 'trainer.lr: [0.1, 0.2]');
    const keys = Array.from({ length: 8 }, (_, index) => work(of, index).limitKey);
    expect(new Set(keys).size).toBe(2);
    expect(keys[0]).toBe(keys[2]);
    expect(keys[0]).toBe(keys[4]);
    expect(keys[0]).not.toBe(keys[1]);
  });
});

describe('the cost of some work', () => {
  const cost = costCurve([
    { work: 100, seconds: 2 },
    { work: 10, seconds: 0.1 },
    { work: 100, seconds: 4 },
    { work: 10_000, seconds: 300 },
  ]);

  it('goes through the means of what was measured', () => {
    expect([10, 100, 10_000].map(cost)).toEqual([0.1, 3, 300].map((value) => expect.closeTo(value)));
  });

  it('lies between them in double logarithmic axes, is constant below and in proportion above', () => {
    expect(cost(1000)).toBeCloseTo(30);
    expect(cost(1)).toBeCloseTo(0.1);
    expect(cost(20_000)).toBeCloseTo(600);
    expect(costCurve([])(5)).toBe(0);
  });
});

describe('a plan in words', () => {
  it('names axes, cells, observables and what to do next', async () => {
    const of = study(
      'net.width: [16, 32]',
      '{ data.seed: { seeds: 12 }, net.seed: { seeds: 12 } }',
      'trainer.lr: { log: { from: 0.1, to: 1, points: 3 } }',
    );
    const bare = await plan(of, { seconds: 0 });
    expect(planText(bare, 'study.yaml')).toBe(`test: 72 cells

Axes, the last moves fastest:
  net.width   2 values: 16, 32
  data.seed   12 values: 1, 2, 3, 4, …, 11, 12
  net.seed    with it: 1, 2, 3, 4, …, 11, 12
  trainer.lr  3 values: 0.1, 0.316, 1

Kept of each cell: finalLoss, limitDistance, predictorNorm
First: cell 0 (net.width 16, data.seed 1, net.seed 1, trainer.lr 0.1)
Last:  cell 71 (net.width 32, data.seed 12, net.seed 12, trainer.lr 1)

Run it with: deeplinear sweep run study.yaml
`);
    const calibration = { cells: 12, stopped: false, seconds: 1.5, measured: { net: [], limit: [] }, memory: 10 };
    const costs = planText(
      { ...bare, calibration, time: { core: 250, all: 140 }, memory: { worker: 41, all: 171 } },
      'study.yaml',
    );
    expect(costs).toContain('Time: about 2 min on 2 cores (4 min of one core).\n');
    expect(costs).toContain('Memory: about 180 MiB in all, 41 MiB for each of 2 workers.\n');
    expect(costs).toContain('Estimated from 12 cells computed in 1.5 s, the smallest and the largest among them');
    expect(planData(bare)).toMatchObject({
      format: 'deeplinear-sweep-plan/1',
      cells: 72,
      workers: 2,
      first: { index: 0 },
    });
  });
});
