import { ShapeError, ValueError } from '../errors';
import { heapMatrix, WorkspaceMatrix } from '../linalg/resident';
import type { MatrixLike } from '../matrix';
import { arrayKind, ownArray } from '../ownArray';
import { integer, reject } from '../validate';

/** Samples as rows, one byte an entry: images and the like, an eighth of the memory of float64. */
export interface ByteMatrix {
  /** Number of samples. */
  rows: number;
  /** Entries of a sample. */
  cols: number;
  /** rows·cols entries, row by row. */
  data: Uint8Array;
}

/** Samples as rows, of any accepted kind of entry, in row order. */
export interface Samples {
  rows: number;
  cols: number;
  data: Float64Array | Float32Array | Uint8Array;
}

/**
 * Reads samples; `name` is the argument's name in error messages.
 * @throws ShapeError for a data length that does not fit, or no rows or columns; ValueError for an entry that is not finite.
 */
export function asSamples(value: MatrixLike | ByteMatrix, name: string): Samples {
  const samples: Samples = isBytes(value) ? bytes(value, name) : heapMatrix(value, name);
  if (samples.rows === 0 || samples.cols === 0) {
    throw new ShapeError(`${name}: expected at least one row and one column, got ${samples.rows}×${samples.cols}`);
  }
  if (!(samples.data instanceof Uint8Array)) assertFinite(samples, name);
  return samples;
}

function isBytes(value: MatrixLike | ByteMatrix): value is ByteMatrix {
  return (
    typeof value === 'object' &&
    value !== null &&
    !(value instanceof WorkspaceMatrix) &&
    arrayKind((value as ByteMatrix).data) === 'Uint8Array'
  );
}

function bytes(value: ByteMatrix, name: string): Samples {
  const { rows, cols, data: given } = value;
  const data = ownArray(given);
  integer(`${name}.rows`, rows, 0);
  integer(`${name}.cols`, cols, 0);
  if (!(data instanceof Uint8Array)) reject(`${name}.data`, 'a Uint8Array', data);
  if (data.length !== rows * cols) {
    throw new ShapeError(`${name}: expected ${rows}×${cols} = ${rows * cols} entries, got ${data.length}`);
  }
  return { rows, cols, data };
}

/** Between two steps of long work the caller may have given the samples' buffer away, or have shrunk it. */
export function assertStillThere({ rows, cols, data }: Samples, name: string): void {
  if (data.length === rows * cols) return;
  throw new ValueError(
    `${name}: expected samples that stay where they are until the end, got a buffer that was given away or shrank`,
  );
}

function assertFinite({ cols, data }: Samples, name: string): void {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i] - data[i];
  if (sum === 0) return;
  const at = data.findIndex((v) => !Number.isFinite(v));
  const place = `row ${Math.floor(at / cols)}, column ${at % cols}`;
  throw new ValueError(`${name}: expected finite numbers, got ${data[at]} in ${place} (counted from 0)`);
}
