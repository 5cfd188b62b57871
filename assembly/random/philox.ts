/**
 * Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as
 * 1, 2, 3" (2011). A block is four 32-bit words, a function of a 128-bit counter and a 64-bit key; four consecutive
 * blocks (a group, one block per lane) are computed at once.
 */
import { once } from './once';

const MULTIPLIER0: i32 = 0xd2511f53;
const MULTIPLIER1: i32 = 0xcd9e8d57;
/** Weyl increments of the key. */
const WEYL0: i32 = 0x9e3779b9;
const WEYL1: i32 = 0xbb67ae85;
const LANES = i32x4(0, 1, 2, 3);

/** Blocks in a group: one per SIMD lane. */
export const GROUP_BLOCKS: u64 = 4;
/** 16 words. */
export const GROUP_BYTES: usize = 64;

/** Low halves of the products of the lanes of `a` with `m`, given the products of lanes 0, 1 and of lanes 2, 3. */
@inline
function low(p01: v128, p23: v128): v128 {
  return v128.shuffle<i32>(p01, p23, 0, 2, 4, 6);
}

/** High halves likewise. */
@inline
function high(p01: v128, p23: v128): v128 {
  return v128.shuffle<i32>(p01, p23, 1, 3, 5, 7);
}

/** Stores a group: word w of its four blocks in vector w, or `paired`, see philoxGroups. */
@inline
function storeGroup(paired: bool, out: usize, w0: v128, w1: v128, w2: v128, w3: v128): void {
  v128.store(out, paired ? v128.shuffle<i32>(w0, w1, 0, 4, 1, 5) : w0);
  v128.store(out, paired ? v128.shuffle<i32>(w2, w3, 0, 4, 1, 5) : w1, 16);
  v128.store(out, paired ? v128.shuffle<i32>(w0, w1, 2, 6, 3, 7) : w2, 32);
  v128.store(out, paired ? v128.shuffle<i32>(w2, w3, 2, 6, 3, 7) : w3, 48);
}

/**
 * Words of `groups` groups, the first block at counter (block, c2, c3). A group is stored as four vectors: word 0 of
 * its four blocks, word 1, word 2, word 3; when `paired`, as 64-bit numbers of words 0, 1 and of words 2, 3 of blocks
 * 0 and 1, then of blocks 2 and 3. Two groups run interleaved, because one round of one group is a chain of dependent
 * multiplications. `block` is a multiple of 4; `slot`: 16 bytes for `once`.
 */
@inline
export function philoxGroups(
  paired: bool, groups: i32, out: usize, block: u64, c2: u32, c3: u32, k0: u32, k1: u32, slot: usize,
): void {
  const m0 = once(slot, i32x4.splat(MULTIPLIER0));
  const m1 = once(slot, i32x4.splat(MULTIPLIER1));
  const weyl0 = once(slot, i32x4.splat(WEYL0));
  const weyl1 = once(slot, i32x4.splat(WEYL1));
  const word2 = i32x4.splat(c2);
  const word3 = i32x4.splat(c3);
  const key0 = i32x4.splat(k0);
  const key1 = i32x4.splat(k1);
  for (; groups >= 2; groups -= 2) {
    let a0 = v128.or(i32x4.splat(<i32>block), LANES);
    let a1 = i32x4.splat(<i32>(block >> 32));
    let a2 = word2;
    let a3 = word3;
    block += GROUP_BLOCKS;
    let b0 = v128.or(i32x4.splat(<i32>block), LANES);
    let b1 = i32x4.splat(<i32>(block >> 32));
    let b2 = word2;
    let b3 = word3;
    block += GROUP_BLOCKS;
    let x = key0;
    let y = key1;
    for (let round = 0; round < 10; ++round) {
      const p0 = i64x2.extmul_low_i32x4_u(a0, m0);
      const p1 = i64x2.extmul_high_i32x4_u(a0, m0);
      const q0 = i64x2.extmul_low_i32x4_u(b0, m0);
      const q1 = i64x2.extmul_high_i32x4_u(b0, m0);
      const p2 = i64x2.extmul_low_i32x4_u(a2, m1);
      const p3 = i64x2.extmul_high_i32x4_u(a2, m1);
      const q2 = i64x2.extmul_low_i32x4_u(b2, m1);
      const q3 = i64x2.extmul_high_i32x4_u(b2, m1);
      a0 = v128.xor(v128.xor(a1, x), high(p2, p3));
      a1 = low(p2, p3);
      a2 = v128.xor(v128.xor(a3, y), high(p0, p1));
      a3 = low(p0, p1);
      b0 = v128.xor(v128.xor(b1, x), high(q2, q3));
      b1 = low(q2, q3);
      b2 = v128.xor(v128.xor(b3, y), high(q0, q1));
      b3 = low(q0, q1);
      x = i32x4.add(x, weyl0);
      y = i32x4.add(y, weyl1);
    }
    storeGroup(paired, out, a0, a1, a2, a3);
    storeGroup(paired, out + GROUP_BYTES, b0, b1, b2, b3);
    out += 2 * GROUP_BYTES;
  }
  if (groups > 0) {
    let a0 = v128.or(i32x4.splat(<i32>block), LANES);
    let a1 = i32x4.splat(<i32>(block >> 32));
    let a2 = word2;
    let a3 = word3;
    let x = key0;
    let y = key1;
    for (let round = 0; round < 10; ++round) {
      const p0 = i64x2.extmul_low_i32x4_u(a0, m0);
      const p1 = i64x2.extmul_high_i32x4_u(a0, m0);
      const p2 = i64x2.extmul_low_i32x4_u(a2, m1);
      const p3 = i64x2.extmul_high_i32x4_u(a2, m1);
      a0 = v128.xor(v128.xor(a1, x), high(p2, p3));
      a1 = low(p2, p3);
      a2 = v128.xor(v128.xor(a3, y), high(p0, p1));
      a3 = low(p0, p1);
      x = i32x4.add(x, weyl0);
      y = i32x4.add(y, weyl1);
    }
    storeGroup(paired, out, a0, a1, a2, a3);
  }
}

/** The raw words of `groups` groups of four blocks (64 bytes each; layout: philoxGroups). blockLow is a multiple of 4. */
export function philoxWords(
  groups: i32, out: usize, blockLow: u32, blockHigh: u32, c2: u32, c3: u32, k0: u32, k1: u32,
): void {
  if (groups <= 0) return;
  // The first 16 bytes of the output serve as the slot until the first group is stored.
  philoxGroups(false, groups, out, (<u64>blockHigh << 32) | <u64>blockLow, c2, c3, k0, k1, out);
}
