import type { CellConfig } from '../cell';
import { type DataSizes, workOf } from '../plan/workOf';

/** BullMQ's least and greatest; 1 goes first. */
const first = 1;
const last = 2 ** 21 - 1;
/** Steps of priority for a factor of 2 in work: 64 of those fit. */
const octave = 2 ** 15;

/** BullMQ's priority of a cell: what takes long goes first, so that no machine computes alone at the end. */
export function cellPriority(config: CellConfig): number {
  const { net, limit } = workOf(config, sizesOf(config));
  return priorityOfWork(net + limit);
}

/** By the logarithm of the work, 1 to 2²¹ − 1. */
export function priorityOfWork(work: number): number {
  if (Number.isNaN(work)) return last;
  const log = Math.log2(Math.max(1, work));
  return Math.min(last, Math.max(first, Math.round(last - octave * log)));
}

/** Inputs and outputs as far as the configuration tells; cells of one study have most often the same. */
function sizesOf({ data }: CellConfig): DataSizes {
  const { source, inputs, outputs } = (data ?? {}) as { source?: string; inputs?: number; outputs?: number };
  if (source === 'mnist') return { inputs: 784, outputs: 10 };
  return { inputs: inputs ?? 16, outputs: outputs ?? 1 };
}
