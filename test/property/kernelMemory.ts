/** Matrices with guard words in WebAssembly memory, and the odd sizes at which kernels go wrong. */
import fc from 'fast-check';
import type { Dtype } from '../../src/matrix';
import { allocate, release } from '../../src/wasm/arena';
import { core } from '../../src/wasm/load';

/** Sizes around the tiles and blocks; the large ones are rare, to keep the plain twin affordable. */
export const oddSize = fc.oneof(
  { weight: 16, arbitrary: fc.constantFrom(0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33) },
  { weight: 4, arbitrary: fc.constantFrom(63, 64, 65, 127, 128, 129, 130) },
  { weight: 1, arbitrary: fc.constantFrom(255, 256, 257) },
);

export const dtypes: Dtype[] = ['float32', 'float64'];

/** Deterministic numbers in (−1, 1), exactly representable in float32. */
export function numbers(seed: number): () => number {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return ((state >>> 9) + 0.5) / 2 ** 22 - 1;
  };
}

const GUARD = 32;
const guardValue = 12345.5;

export interface Placed {
  pointer: number;
  stride: number;
  /** Everything from the first entry on, rows·stride elements; views are made anew at each access. */
  readonly data: Float32Array | Float64Array;
  /** Everything, guards and padding included. */
  readonly all: Float32Array | Float64Array;
}

/**
 * Runs `body` with a function that places rows×cols matrices filled by `fill(i, j)`; padding between the rows and guards
 * around hold a recognizable value. Afterwards every block is freed.
 */
export function withKernelMemory<T>(
  dtype: Dtype,
  body: (place: (rows: number, cols: number, padding: number, fill: (i: number, j: number) => number) => Placed) => T,
): T {
  const blocks: number[] = [];
  const Kind = dtype === 'float32' ? Float32Array : Float64Array;
  try {
    return body((rows, cols, padding, fill) => {
      const stride = cols + padding;
      const length = rows * stride + 2 * GUARD;
      const block = allocate(length * Kind.BYTES_PER_ELEMENT);
      blocks.push(block);
      const pointer = block + GUARD * Kind.BYTES_PER_ELEMENT;
      const placed = {
        pointer,
        stride,
        get data() {
          return new Kind(core().memory.buffer, pointer, rows * stride);
        },
        get all() {
          return new Kind(core().memory.buffer, block, length);
        },
      };
      placed.all.fill(guardValue);
      const { data } = placed;
      for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) data[i * stride + j] = fill(i, j);
      return placed;
    });
  } finally {
    for (const block of blocks) release(block);
  }
}

/** Indices of `all` outside the rows×cols entries that do not hold the guard value any more. */
export function damagedGuards(m: Placed, rows: number, cols: number): number[] {
  const damaged: number[] = [];
  m.all.forEach((value, at) => {
    const inside = at - GUARD;
    const isEntry = inside >= 0 && inside < rows * m.stride && inside % m.stride < cols;
    if (!isEntry && value !== guardValue) damaged.push(at);
  });
  return damaged;
}

/** Where two lists first have other bits (NaN is NaN); −1: nowhere. What `toEqual` says of them takes longer than drawing them. */
export function firstDifference(a: Float32Array | Float64Array, b: Float32Array | Float64Array): number {
  const most = Math.max(a.length, b.length);
  for (let i = 0; i < most; i++) if (!Object.is(a[i], b[i])) return i;
  return -1;
}

/** Entry-wise: the same non-finite value, or within `relative` of the scale. */
export function closeTo(actual: number, expected: number, scale: number, relative: number): boolean {
  if (!Number.isFinite(expected)) return Object.is(actual, expected);
  return Math.abs(actual - expected) <= relative * scale;
}
