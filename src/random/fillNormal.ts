import { bytesPer } from '../matrix';
import type { WorkspaceMatrix } from '../wasm/workspace';
import { draw, use } from './draw';

export interface FillNormalOptions {
  seed: number;
  /** Independent sequence under the seed. Default 0. */
  stream?: number;
  /** Standard deviation. Default 1. */
  scale?: number;
  /** Index of the draw that entry (0, 0) takes. Default 0. */
  offset?: number;
}

/**
 * Fills a matrix in WebAssembly memory with normals: entry (i, j) is `scale` times draw offset + i·cols + j of
 * (seed, stream), whatever the shape of the part that is filled at once.
 */
export function fillNormal(target: WorkspaceMatrix, options: FillNormalOptions): void {
  const { seed, stream = 0, scale = 1, offset = 0 } = options;
  const { rows, cols, stride, dtype, pointer } = target;
  const law = dtype === 'float32' ? 'normalF32' : 'normalF64';
  const place = { seed, stream, use: use.fillNormal };
  const whole = stride === cols;
  const count = whole ? rows * cols : cols;
  for (let i = 0; i < (whole ? 1 : rows); i++) {
    draw(law, pointer + i * stride * bytesPer[dtype], count, { ...place, offset: offset + i * cols }, scale);
  }
}
