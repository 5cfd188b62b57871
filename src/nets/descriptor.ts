/** The blocks of memory that `netRun` reads; mirrors the classes Layer and Run of assembly/net/descriptor.ts. */
import { core } from '../wasm/load';

export const LAYER_BYTES = 40;
export const RUN_BYTES = 136;

const reals = ['syy', 'testSyy'] as const;
const words = [
  'layers',
  'beta',
  'error',
  'testError',
  'image',
  'nextImage',
  'scratch',
  'sxx',
  'syx',
  'testSxx',
  'testSyx',
  'batchX',
  'batchY',
  'residual',
  'rates',
  'losses',
  'testLosses',
  'predictors',
  'hidden',
  'classes',
  'inputs',
  'batchRows',
  'batchStride',
  'every',
  'start',
  'steps',
  'total',
  'stride',
  'optimizer',
] as const;

export type RunFields = Partial<Record<(typeof reals)[number] | (typeof words)[number], number>>;

/** Writes some fields of a Run; the others keep their values. */
export function writeRun(run: number, fields: RunFields): void {
  const { buffer } = core().memory;
  const view = new DataView(buffer, run, RUN_BYTES);
  reals.forEach((name, k) => {
    if (fields[name] !== undefined) view.setFloat64(8 * k, fields[name], true);
  });
  words.forEach((name, k) => {
    if (fields[name] !== undefined) view.setUint32(8 * reals.length + 4 * k, fields[name], true);
  });
}

export function clearRun(run: number): void {
  new Uint8Array(core().memory.buffer, run, RUN_BYTES).fill(0);
}

export interface LayerFields {
  multiplier: number;
  rate: number;
  weights: number;
  field: number;
  rows: number;
  cols: number;
  skip: boolean;
  stride: number;
}

/** Writes one Layer. */
export function writeLayer(layer: number, fields: LayerFields): void {
  const view = new DataView(core().memory.buffer, layer, LAYER_BYTES);
  view.setFloat64(0, fields.multiplier, true);
  view.setFloat64(8, fields.rate, true);
  view.setUint32(16, fields.weights, true);
  view.setUint32(20, fields.field, true);
  view.setInt32(24, fields.rows, true);
  view.setInt32(28, fields.cols, true);
  view.setInt32(32, fields.skip ? 1 : 0, true);
  view.setInt32(36, fields.stride, true);
}
