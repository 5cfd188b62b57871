import { philox } from './philox';

/** Counter words 2 and 3 and the key. */
export interface Sequence {
  c2: number;
  c3: number;
  key: readonly [number, number];
}

/** A draw, and the radius r of its pair: rounding errors of x = r cos θ are relative to r. */
export interface TwinDraw {
  value: number;
  radius: number;
}

function block(b: number, { c2, c3, key }: Sequence): number[] {
  return philox([b % 2 ** 32, Math.floor(b / 2 ** 32), c2, c3], key);
}

/** x or y of the pair: uniform u, an angle in (−π/4, π/4), whether cosine and sine are exchanged, and the sign. */
function boxMuller(first: boolean, u: number, angle: number, exchange: boolean, negative: boolean): TwinDraw {
  const radius = Math.sqrt(-2 * Math.log(u));
  const value = first !== exchange ? Math.cos(angle) : Math.sin(angle);
  return { value: (negative ? -1 : 1) * radius * value, radius };
}

/** float32 draw i (before rounding): groups of 16, in a group x of words 0 and 1 of four blocks, y, the same of words 2 and 3. */
export function normalF32Twin(i: number, sequence: Sequence): TwinDraw {
  const within = i % 16;
  const words = block(4 * Math.floor(i / 16) + (within % 4), sequence);
  const pair = within < 8 ? 0 : 2;
  const [radial, angular] = [words[pair], words[pair + 1]];
  const u = Math.fround(Math.fround(radial >>> 1) + 0.5) / 2 ** 31;
  const angle = (((angular | 1) / 2 ** 31) * Math.PI) / 4;
  return boxMuller(within % 8 < 4, u, angle, angular % 2 === 1, radial % 2 === 1);
}

/** float64 draw i: groups of 8, x of blocks 0 and 1, y of blocks 0 and 1, then blocks 2 and 3. */
export function normalF64Twin(i: number, sequence: Sequence): TwinDraw {
  const within = i % 8;
  const words = block(4 * Math.floor(i / 8) + 2 * Math.floor(within / 4) + (within % 2), sequence);
  // 52 and 51 bits, each with half a step added.
  const u = (words[1] * 2 ** 20 + (words[0] >>> 12) + 0.5) / 2 ** 52;
  const turn = (words[3] * 2 ** 19 + (words[2] >>> 13) + 0.5) / 2 ** 51;
  return boxMuller(within % 4 < 2, u, (turn - 0.5) * (Math.PI / 2), words[2] % 2 === 1, words[0] % 2 === 1);
}

/** Uniform draw i: groups of 8, words 0 and 1 of blocks 0 and 1, their words 2 and 3, then blocks 2 and 3. */
export function uniformF64Twin(i: number, sequence: Sequence): number {
  const within = i % 8;
  const words = block(4 * Math.floor(i / 8) + 2 * Math.floor(within / 4) + (within % 2), sequence);
  const pair = within % 4 < 2 ? 0 : 2;
  return ((words[pair] >>> 5) * 2 ** 26 + (words[pair + 1] >>> 6)) / 2 ** 53;
}
