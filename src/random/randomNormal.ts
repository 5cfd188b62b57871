import { ValueError } from '../errors';
import { bytesPer, type Dtype, type Matrix, matrix } from '../matrix';
import { finite, integer, knownOptions, oneOf, seedValue } from '../validate';
import { MOST_BYTES } from '../wasm/arena';
import { core } from '../wasm/load';
import { withWorkspace } from '../wasm/workspace';
import { draw, use } from './draw';

export interface RandomNormalOptions {
  /** Key: an integer in 0 … 2^53 − 1. Same seed, same bits (on the portable build, on every engine). */
  seed: number;
  /** Rows of the matrix. */
  rows: number;
  /** Columns of the matrix. */
  cols: number;
  /** Independent sequence under one seed, an integer in 0 … 2^53 − 1. Default 0. */
  stream?: number;
  /** Default 'float64'. The two dtypes are different draws, not roundings of one another. */
  dtype?: Dtype;
  /** Standard deviation. Default 1. */
  scale?: number;
}

/**
 * A rows×cols matrix of independent normals with mean 0. Entry number k in row order depends on (seed, stream, dtype,
 * k) alone, so a larger matrix with as many columns begins with the smaller one. Philox4x32-10 (Salmon et al. 2011)
 * and the Box–Muller transform; the largest possible value is 8.57 (float64), 6.66 (float32).
 * @throws ValueError for a seed, stream or size that is not such an integer, or a matrix that does not fit into memory.
 */
export function randomNormal(options: RandomNormalOptions): Matrix {
  knownOptions('randomNormal', options, ['seed', 'rows', 'cols', 'stream', 'dtype', 'scale']);
  const seed = seedValue('seed', options.seed);
  const rows = integer('rows', options.rows, 0);
  const cols = integer('cols', options.cols, 0);
  const stream = seedValue('stream', options.stream ?? 0);
  const dtype = oneOf('dtype', options.dtype ?? 'float64', ['float64', 'float32']);
  const scale = finite('scale', options.scale ?? 1);
  const count = rows * cols;
  if (count * bytesPer[dtype] > MOST_BYTES) {
    throw new ValueError(`rows: expected a matrix that fits into WebAssembly memory (4096 MiB), got ${rows}×${cols}`);
  }
  const out = matrix(rows, cols, undefined, dtype);
  withWorkspace((ws) => {
    const pointer = ws.bytes(count * bytesPer[dtype]);
    const place = { seed, stream, use: use.randomNormal, offset: 0 };
    draw(dtype === 'float32' ? 'normalF32' : 'normalF64', pointer, count, place, scale);
    const Kind = dtype === 'float32' ? Float32Array : Float64Array;
    out.data.set(new Kind(core().memory.buffer, pointer, count));
  });
  return out;
}
