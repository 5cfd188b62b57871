import { core } from '../wasm/load';
import { withWorkspace } from '../wasm/workspace';

/**
 * What draws are for. Each use has its own region of counters, so that a net, a data set and a shuffle that were
 * given the same seed share no draw.
 */
export const use = {
  randomNormal: 0,
  fillNormal: 1,
  rngNormal: 2,
  rngUniform: 3,
  rngWords: 4,
  fork: 5,
  haarOrthogonal: 6,
  trainingNoise: 7,
  fillHaar: 8,
} as const;
export type Use = (typeof use)[keyof typeof use];

/** Draws per group of four Philox blocks. */
const perGroup = { normalF32: 16, normalF64: 8, uniformF64: 8 } as const;
const GROUP_BLOCKS = 4;
const WORD = 2 ** 32;

export interface Place {
  /** Key of the generator: an integer in 0 … 2^53 − 1. */
  seed: number;
  /** Independent sequence under one key: an integer in 0 … 2^53 − 1. */
  stream: number;
  use: Use;
  /** Index of the first draw. */
  offset: number;
}

/** Low and high 32 bits of an integer up to 2^53. */
export function split(value: number): [number, number] {
  return [value % WORD, Math.floor(value / WORD)];
}

/** Counter words 2 and 3: the stream, and above its 53 bits the use. */
function sequence(place: { stream: number; use: Use }): [number, number] {
  const [low, high] = split(place.stream);
  return [low, high + place.use * 2 ** 24];
}

/** Draws number `offset` … `offset + n − 1` of a law, times `scale`, into WebAssembly memory at `pointer`. */
export function draw(law: keyof typeof perGroup, pointer: number, n: number, place: Place, scale: number): void {
  const skip = place.offset % perGroup[law];
  const block = split(((place.offset - skip) / perGroup[law]) * GROUP_BLOCKS);
  withWorkspace((ws) => {
    const { kernels } = core();
    const scratch = ws.bytes(kernels.drawScratchBytes());
    kernels[law](n, pointer, scale, skip, ...block, ...sequence(place), ...split(place.seed), scratch);
  });
}

/**
 * 32-bit words number 16·group … of a sequence: sixteen for each group of four blocks, in the order word 0 of the
 * four blocks, word 1, word 2, word 3.
 */
export function words(groups: number, group: number, place: Omit<Place, 'offset'>): Uint32Array {
  return withWorkspace((ws) => {
    const pointer = ws.bytes(groups * 64);
    const { kernels, memory } = core();
    kernels.philoxWords(groups, pointer, ...split(group * GROUP_BLOCKS), ...sequence(place), ...split(place.seed));
    return new Uint32Array(memory.buffer, pointer, groups * 16).slice();
  });
}
