import { createNet, type Net, trainSteps } from 'deeplinear';
import { breathe, drive } from '../../run/drive';
import type { CellConfig, CellValues, Plain } from '../cell';
import type { CellLimit, CellResults, Need, Observable, ObservableOptions } from '../observables/observable';
import { observables } from '../observables/registry';
import { canonicalJson } from '../study/canonicalJson';
import type { SyntheticData } from '../study/dataSchema';
import type { NetCell } from '../study/netCellSchema';
import { type CellData, cellData } from './cellData';
import { cellLimit, rateOf } from './cellLimit';
import { type CellTools, timedPart } from './cellTools';
import { Lru } from './lru';

/** A cell with a net as it is stored: observables by name, defaults filled in. */
export type StoredNetCell = Omit<NetCell, 'observables'> & { observables: ({ name: string } & ObservableOptions)[] };

/** Most bytes of predictors kept of one run; they are compared with the limit at every k-th step where they are more. */
const RECORD_BYTES = 2 ** 25;

const limitsKept = new Lru<CellLimit>(4);

/** Computes one cell with a net: only what its observables ask for. */
export async function netCell(config: CellConfig, tools: CellTools): Promise<CellValues> {
  const { signal } = tools;
  const cell = config as unknown as StoredNetCell;
  const asked = cell.observables.map((options) => {
    const observable = observables.find(({ name }) => name === options.name)!;
    return { observable, options, needs: needsOf(observable, options) };
  });
  const needs = new Set<Need>(asked.flatMap((one) => [...one.needs]));
  const data = await cellData(dataOf(cell));
  await breathe(signal);
  const start = lazily(() => createNet({ ...cell.net, inputs: data.inputs, outputs: data.outputs }));
  const parts = [needs.has('limit'), needs.has('run')].filter(Boolean).length;
  let done = 0;
  const fractionOf = (watch: (fraction: number) => void) => (fraction: number) => {
    watch(fraction);
    tools.onProgress((done + fraction) / parts);
  };

  let limit: CellLimit | undefined;
  if (needs.has('limit')) {
    limit = await limitsKept.get(limitKey(cell), () =>
      timedPart(tools, 'limit', (watch) =>
        drive(
          cellLimit(cell as unknown as NetCell, data, () => start().predictor()),
          signal,
          fractionOf(watch),
        ),
      ),
    );
    done++;
  }
  const test = needs.has('testLoss') ? { testMoments: await data.testMoments() } : {};
  return timedPart(tools, 'net', async (watch) => {
    const run = needs.has('run')
      ? await drive(training(cell, start(), data, needs, test), signal, fractionOf(watch))
      : undefined;
    const results: CellResults = {
      moments: data.moments,
      score: data.score,
      layerLr: cell.trainer.layerLr,
      inputRows: data.inputRows,
      fresh: cell.trainer.batch !== 'full',
      get start() {
        return start();
      },
      get run() {
        return run!;
      },
      get limit() {
        return limit!;
      },
    };
    let values: CellValues = {};
    for (const { observable, options } of asked) {
      values = { ...values, ...observable.values(results, options) };
      await breathe(signal);
    }
    return values;
  });
}

/** What a cell reads beyond what its observable always does. */
function needsOf({ needs, quantities }: Observable, { quantity }: ObservableOptions): readonly Need[] {
  if (!quantities) return needs;
  const chosen = quantity ?? quantities[0];
  return [
    ...needs,
    ...(chosen === 'testLoss' ? ['testLoss' as const] : chosen === 'loss' ? [] : ['predictors' as const]),
  ];
}

/** Mini-batches in one pass take as many samples as they need. */
export function dataOf({ data, trainer: { batch, steps } }: StoredNetCell): NetCell['data'] {
  if (data.source !== 'synthetic' || data.samples !== undefined || batch === 'full') return data;
  return { ...data, samples: batch.size * Math.max(1, steps) };
}

function training(cell: StoredNetCell, net: Net, data: CellData, needs: ReadonlySet<Need>, test: object) {
  const { lr: _, schedule: __, batch, noiseSeed, ...options } = cell.trainer;
  const bytes = 8 * data.inputs * data.outputs * (options.steps + 1);
  return trainSteps(net, {
    ...options,
    ...rateOf(cell.trainer),
    ...(batch === 'full' ? { moments: data.moments } : { ...data.train()!, batch }),
    ...(options.temperature > 0 && { noiseSeed }),
    ...(needs.has('predictors') && {
      record: { every: Math.max(1, Math.ceil(bytes / RECORD_BYTES)), quantities: ['predictor'] as const },
    }),
    ...test,
  });
}

/** Everything that a limit depends on; the rest of the cell may differ. */
export function limitKey({ data, net, trainer, limit }: StoredNetCell): string {
  const fromNet = limit?.kind === 'lazyLimit' && limit.start === 'net';
  const anyWidth = limit?.kind === 'infiniteWidth' || limit?.kind === 'infiniteDepth' || limit?.kind === 'lazyLimit';
  const { seed, dtype, width, ...limited } = net;
  const whole = typeof width === 'number' && net.parameterization === 'muP' && anyWidth;
  const { noiseSeed, ...trained } = trainer;
  // the joint limit knows the law of the data only
  const { seed: _, ...law } = data as SyntheticData;
  return canonicalJson({
    data: limit?.kind === 'jointLimit' ? law : data,
    net: fromNet ? net : whole ? limited : { ...limited, width },
    trainer: trained,
    limit,
  } as unknown as Plain);
}

function lazily<Value extends object>(make: () => Value): () => Value {
  let value: Value | undefined;
  return () => {
    value ??= make();
    return value;
  };
}
