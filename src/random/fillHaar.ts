import { formReflectors } from '../linalg/blockReflector';
import { householderQr } from '../linalg/householderQr';
import { transposeInto } from '../linalg/transposedInput';
import { type WorkspaceMatrix, withWorkspace } from '../wasm/workspace';
import { draw, type Use, use } from './draw';

export interface FillHaarOptions {
  seed: number;
  /** Independent sequence under the seed. Default 0. */
  stream?: number;
  /** Every singular value of the result. Default 1. */
  scale?: number;
  /** What the draws are for. Default use.fillHaar. */
  purpose?: Use;
}

/** Bytes of WebAssembly memory that drawing a matrix of so many entries takes: normals that become reflectors, and Q. */
export function fillHaarBytes(entries: number): number {
  return 2 * 8 * entries;
}

/**
 * Fills a matrix in WebAssembly memory with `scale` times a uniformly distributed one whose columns (rows, where there are
 * fewer of them) are orthonormal: Q of the QR factorization of normals, with the signs that make R's diagonal positive
 * (Mezzadri 2007). float32 holds the roundings of the float64 entries. Nothing but + − × ÷ √ is computed.
 */
export function fillHaar(target: WorkspaceMatrix, options: FillHaarOptions): void {
  const { seed, stream = 0, scale = 1, purpose = use.fillHaar } = options;
  const { rows, cols } = target;
  const [long, short] = rows >= cols ? [rows, cols] : [cols, rows];
  withWorkspace((ws) => {
    const columns = ws.matrix(short, long);
    draw('normalF64', columns.pointer, short * long, { seed, stream, use: purpose, offset: 0 }, 1);
    const { blocks, r } = householderQr(ws, columns);
    const q = formReflectors(ws, long, short, blocks);
    const { data } = q;
    const factors = Float64Array.from({ length: short }, (_, j) => (r[j * short + j] < 0 ? -scale : scale));
    for (let i = 0; i < long; i++) for (let j = 0; j < short; j++) data[i * short + j] *= factors[j];
    if (rows < cols) {
      transposeInto(columns.data, q);
      target.set(columns);
    } else target.set(q);
  });
}
