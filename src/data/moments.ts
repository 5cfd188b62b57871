import { ShapeError, ValueError } from '../errors';
import { multiply } from '../linalg/multiply';
import { rankUpdate } from '../linalg/rankUpdate';
import { assertFits, type WorkspaceMatrix, workspace } from '../linalg/resident';
import { drain, type Progress, YIELD_MS } from '../longWork';
import type { Matrix, MatrixLike } from '../matrix';
import { ByteGram } from './byteGram';
import { asSamples, assertStillThere, type ByteMatrix, type Samples } from './samples';
import {
  checkStandardization,
  type Standardization,
  type StandardizationOptions,
  standardizationSteps,
} from './standardization';

export type { Standardization } from './standardization';

/** All that full-batch training sees of a data set: second moments of inputs x (P×D) and targets y (P×C), in float64. */
export interface Moments {
  /** xᵀx/P, D×D. */
  sxx: Matrix;
  /** yᵀx/P, C×D. */
  syx: Matrix;
  /** Mean of ‖y‖² over the samples. */
  syy: number;
  /** P; Infinity for the moments of a population. */
  samples: number;
  /** How the inputs were transformed first, when that was asked for; new inputs need it too (`applyStandardization`). */
  standardization?: Standardization;
}

/** Transformation of the inputs; targets are left as they are. */
export type MomentsOptions = StandardizationOptions;

/** Most rows converted at a time; at most BYTE_CHUNK_ROWS. */
const CHUNK_ROWS = 512;
/** Multiply-adds of one chunk: about 20 ms. */
const CHUNK_WORK = 3e8;

/**
 * Second moments of the samples in the rows of x (P×D; numbers or bytes) and y (P×C), of the transformed inputs when
 * `center` or `scale` asks for a transformation. Reads x a few hundred rows at a time; sums are in float64, and exact for
 * the products of bytes (ByteGram says up to how many rows). Between yields the samples are referenced, not copied.
 * @throws ShapeError when rows do not match or there are none; ValueError, with row and column, for an entry that is
 * not finite.
 */
export function moments(x: MatrixLike | ByteMatrix, y: MatrixLike, options: MomentsOptions = {}): Moments {
  return drain(momentsSteps(x, y, options));
}

/** `moments` as a generator that yields about every 20 ms; `step` counts samples. Arguments are checked at once. */
export function momentsSteps(
  x: MatrixLike | ByteMatrix,
  y: MatrixLike,
  options: MomentsOptions = {},
): Generator<Progress, Moments, boolean | undefined> {
  checkStandardization('moments', options);
  const inputs = asSamples(x, 'x');
  const targets = asSamples(y, 'y');
  if (targets.rows !== inputs.rows) {
    throw new ShapeError(`y: expected ${inputs.rows} rows as x, got ${targets.rows}`);
  }
  return momentsOfSamples(inputs, targets, options);
}

/** `momentsSteps` of samples that are already checked. */
export function* momentsOfSamples(
  inputs: Samples,
  targets: Samples,
  options: MomentsOptions = {},
): Generator<Progress, Moments, boolean | undefined> {
  const transformed = options.center || (options.scale ?? 'none') !== 'none';
  const standardization = transformed ? yield* standardizationSteps(inputs, 'x', options) : undefined;
  const { rows, cols } = inputs;
  const size = Math.max(1, Math.min(rows, CHUNK_ROWS, Math.round(CHUNK_WORK / cols ** 2)));
  assertFits('x', `the moments of ${cols} inputs`, 8 * (cols + size) * (cols + targets.cols));
  const ws = workspace();
  try {
    const bytes = inputs.data instanceof Uint8Array ? new ByteGram(ws, size, cols) : undefined;
    const sxx = bytes ? undefined : ws.matrix(cols, cols);
    const syx = ws.matrix(targets.cols, cols);
    const chunkX = ws.matrix(size, cols);
    const chunkY = ws.matrix(size, targets.cols);
    let syy = 0;
    let last = performance.now();
    for (let from = 0; from < rows; from += size) {
      const count = Math.min(size, rows - from);
      assertStillThere(inputs, 'x');
      assertStillThere(targets, 'y');
      const partX = load(chunkX, inputs, from, count, standardization);
      const partY = load(chunkY, targets, from, count);
      if (sxx) rankUpdate(sxx, partX, { transpose: true, beta: 1 });
      bytes?.add(inputs.data.subarray(from * cols, (from + count) * cols) as Uint8Array);
      multiply(syx, partY, partX, { transposeA: true, beta: 1 });
      syy += sumOver(partY, (v) => v * v);
      if (performance.now() - last >= YIELD_MS && from + count < rows) {
        yield { step: from + count, steps: rows };
        last = performance.now();
      }
    }
    const mean = (m: WorkspaceMatrix) => {
      const out = m.copy();
      for (let i = 0; i < out.data.length; i++) out.data[i] /= rows;
      return out;
    };
    const gram = sxx ? mean(sxx) : bytes!.moments(options.center ?? false, standardization?.scale);
    const result = { sxx: gram, syx: mean(syx), syy: syy / rows, samples: rows };
    assertFiniteMoments(result);
    return standardization ? { ...result, standardization } : result;
  } finally {
    ws.dispose();
  }
}

/** Rows from … from + count − 1, standardized, in the first rows of the chunk. */
function load(
  chunk: WorkspaceMatrix,
  { cols, data }: Samples,
  from: number,
  count: number,
  standardization?: Standardization,
): WorkspaceMatrix {
  const part = chunk.block(0, 0, count, cols);
  const out = part.data;
  const source = data.subarray(from * cols, (from + count) * cols);
  if (!standardization) {
    out.set(source);
    return part;
  }
  const { mean, scale } = standardization;
  for (let row = 0; row < out.length; row += cols) {
    for (let j = 0; j < cols; j++) out[row + j] = (source[row + j] - mean[j]) * scale[j];
  }
  return part;
}

/** Squares of finite entries may still overflow. */
function assertFiniteMoments({ sxx, syx, syy }: Moments): void {
  const zero = sumOver(sxx, (v) => v - v) + sumOver(syx, (v) => v - v) + (syy - syy);
  if (zero !== 0) throw new ValueError('x: expected entries of x and y whose products fit in float64, got an overflow');
}

function sumOver(m: Matrix, term: (v: number) => number): number {
  let sum = 0;
  for (const v of m.data) sum += term(v);
  return sum;
}
