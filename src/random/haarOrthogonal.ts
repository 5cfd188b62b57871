import { assertFits } from '../linalg/resident';
import type { Matrix } from '../matrix';
import { integer, knownOptions, seedValue } from '../validate';
import { withWorkspace } from '../wasm/workspace';
import { use } from './draw';
import { fillHaar, fillHaarBytes } from './fillHaar';

export interface HaarOrthogonalOptions {
  /** Key: an integer in 0 … 2^53 − 1. Same seed, same bits (on the portable build, on every engine). */
  seed: number;
  /** Rows. */
  size: number;
  /** At most `size`. Default `size`: a square matrix. */
  columns?: number;
  /** Independent sequence under one seed, an integer in 0 … 2^53 − 1. Default 0. */
  stream?: number;
}

/**
 * A size×columns matrix (float64) with orthonormal columns, uniformly distributed among all of them (Haar measure; square:
 * of both determinants, equally often). QR factorization of independent normals with R's diagonal positive (Mezzadri 2007,
 * section 5).
 * @throws ValueError for a seed, stream or size that is not such an integer, more columns than rows, or a matrix that does
 * not fit into memory.
 */
export function haarOrthogonal(options: HaarOrthogonalOptions): Matrix {
  knownOptions('haarOrthogonal', options, ['seed', 'size', 'columns', 'stream']);
  const seed = seedValue('seed', options.seed);
  const size = integer('size', options.size, 0);
  const columns = integer('columns', options.columns ?? size, 0, size);
  const stream = seedValue('stream', options.stream ?? 0);
  const entries = size * columns;
  assertFits('size', `an orthogonal matrix of ${size}×${columns}`, 8 * entries + fillHaarBytes(entries));
  return withWorkspace((ws) => {
    const out = ws.matrix(size, columns);
    fillHaar(out, { seed, stream, purpose: use.haarOrthogonal });
    return out.copy();
  });
}
