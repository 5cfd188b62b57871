import type { CellFailure, CellRecord, CellValues } from '../../lab/src/sweep/cell';
import type { SweepFacts } from '../../lab/src/sweep/report/sweepReport';

/** Learning rates at which the made-up sweep diverges: it records no loss there. */
export const LARGEST_STABLE = 0.5;

/**
 * Invented records of a sweep with the axes net.width × trainer.lr × net.seed and the observables finalLoss, finalLimitLoss, loss
 * and limitLoss (curves of 11 points), verdict. The seed 2 of width 8 fails at the smallest rate.
 */
export function madeUpRecords({
  widths = [8, 32, 128],
  lrs = [0.01, 0.1, 1],
  seeds = [1, 2, 3],
  steps = 10,
} = {}): CellRecord[] {
  const cells = widths.flatMap((width) => lrs.flatMap((lr) => seeds.map((seed) => ({ width, lr, seed }))));
  return cells.map(({ width, lr, seed }, index): CellRecord => {
    const axes = { 'net.width': width, 'trainer.lr': lr, 'net.seed': seed };
    const common = { key: index.toString(16).padStart(64, '0'), index, axes, seconds: 0.01 * (index + 1) };
    if (width === widths[0] && seed === 2 && lr === lrs[0]) return { ...common, attempts: 3, failure };
    const limit = Array.from({ length: steps + 1 }, (_, t) => 0.5 * Math.exp(-lr * t));
    const noise = 1 + Math.sin(12.9898 * width + 78.233 * seed) / Math.sqrt(width);
    const loss = limit.map((value) => value * noise + 1 / width);
    const values: CellValues =
      lr > LARGEST_STABLE
        ? {
            divergedAt: 3,
            finalLimitLoss: limit[steps],
            loss: loss.slice(0, 3),
            lossSteps: [0, 1, 2],
            verdict: 'diverged',
          }
        : {
            finalLoss: loss[steps],
            finalLimitLoss: limit[steps],
            loss,
            lossSteps: loss.map((_, t) => t),
            limitLoss: limit,
            limitLossSteps: limit.map((_, t) => t),
            verdict: seed === 1 ? 'agrees, "well"' : 'agrees',
          };
    return { ...common, attempts: 1, values };
  });
}

const failure: CellFailure = { reason: 'timeout', message: 'took longer than 2 s,\nthree times' };

/** What a report says beside its records. */
export function madeUpFacts(records: readonly CellRecord[]): SweepFacts {
  const failed = records.filter((record) => 'failure' in record);
  return {
    created: '2026-01-02T03:04:05.678Z',
    commands: { run: 'npx deeplinear sweep run made-up.yaml', report: 'npx deeplinear sweep report made-up.sweep' },
    status: {
      format: 'deeplinear-sweep-status/1',
      name: 'made-up',
      folder: 'made-up.sweep',
      cells: records.length,
      done: records.length - failed.length,
      failed: failed.length,
      missing: 0,
      failures: failed.map(({ index, axes }) => ({ ...failure, cells: 1, first: { index, axes } })),
      damaged: [],
    },
    title: 'A made-up sweep',
    study: { file: 'made-up.yaml', text: 'name: made-up\n' },
    code: 'deeplinear 0.1.0+test',
    environment: {
      deeplinear: '0.1.0',
      node: '20',
      platform: 'linux x64',
      cpu: 'A processor',
      cores: 2,
      build: 'portable',
    },
  };
}
