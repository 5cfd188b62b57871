import { ValueError } from '../errors';
import { bytesPer, type Matrix } from '../matrix';
import type { NetSpec } from '../nets/netSpec';
import { layerScalings } from '../nets/parameterization';
import { integer, knownOptions, oneOf, reject } from '../validate';

export type RecordedQuantity = 'predictor' | 'weights';

export interface RecordOptions {
  /** Record at multiples of this step, and at the last step. Default 1. */
  every?: number;
  /** 'predictor': Beta (C×D, float64). 'weights': all L + 1 matrices. */
  quantities: readonly RecordedQuantity[];
}

/** What a run recorded; the arrays are aligned with `steps`. */
export interface Recorded {
  /** Steps that were recorded, ascending; empty where nothing was. */
  steps: number[];
  /** Weights (W_0 … W_{L−1}, readout) at each recorded step. */
  weights?: Matrix[][];
}

export interface RecordPlan {
  every: number;
  predictor: boolean;
  weights: boolean;
}

export function readRecord(record: RecordOptions | undefined): RecordPlan {
  if (record === undefined) return { every: 0, predictor: false, weights: false };
  knownOptions('record', record, ['every', 'quantities']);
  const { quantities } = record;
  if (!Array.isArray(quantities) || quantities.length === 0) {
    reject('record.quantities', "a list with 'predictor' or 'weights'", quantities);
  }
  for (const [k, quantity] of quantities.entries()) {
    oneOf(`record.quantities[${k}]`, quantity, ['predictor', 'weights']);
  }
  return {
    every: integer('record.every', record.every ?? 1, 1, 2 ** 31 - 1),
    predictor: quantities.includes('predictor'),
    weights: quantities.includes('weights'),
  };
}

/** Whether a plan records step t of a run that ends at `total`. */
export function isRecorded(plan: RecordPlan, t: number, total: number): boolean {
  return plan.every > 0 && (t % plan.every === 0 || t === total);
}

/** How many records a plan makes before step t. */
export function recordsBefore({ every }: Pick<RecordPlan, 'every'>, t: number): number {
  return every > 0 ? Math.ceil(t / every) : 0;
}

/** Most bytes of curves and records that a call may return. */
const MOST_BYTES = 2 ** 33;

/** Refuses runs whose results would not fit into memory, before they start. */
export function assertRecordFits(
  spec: NetSpec,
  { steps, record, testMoments }: { steps: number; record: RecordPlan; testMoments?: object },
  nets: number,
): void {
  const { every } = record;
  const count = every && 1 + Math.ceil(steps / every);
  const weights = layerScalings(spec).reduce((sum, { fanIn, fanOut }) => sum + fanIn * fanOut, 0);
  const each =
    (record.predictor ? spec.outputs * spec.inputs * 8 : 0) + (record.weights ? weights * bytesPer[spec.dtype] : 0);
  const curves = 8 * (steps + 1) * (testMoments ? 2 : 1);
  const bytes = nets * (count * each + curves);
  if (bytes <= MOST_BYTES) return;
  const name = count * each > curves ? 'record.every' : 'seeds';
  const mebibytes = (size: number) => Math.ceil(size / 2 ** 20);
  throw new ValueError(
    `${name}: expected results within ${mebibytes(MOST_BYTES)} MiB, got ${count} records and ${steps} steps of ` +
      `${nets} net${nets === 1 ? '' : 's'}, which need ${mebibytes(bytes)} MiB`,
  );
}

/** Refuses to return nets at more times than fit into memory. */
export function assertNetsFit(spec: NetSpec, times: number): void {
  const weights = layerScalings(spec).reduce((sum, { fanIn, fanOut }) => sum + fanIn * fanOut, 0);
  const bytes = times * (weights * bytesPer[spec.dtype] + spec.outputs * spec.inputs * 8);
  if (bytes <= MOST_BYTES) return;
  const mebibytes = (size: number) => Math.ceil(size / 2 ** 20);
  throw new ValueError(
    `times: expected results within ${mebibytes(MOST_BYTES)} MiB, got nets at ${times} times, which need ${mebibytes(bytes)} MiB`,
  );
}
