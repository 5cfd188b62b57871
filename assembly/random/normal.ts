/**
 * Normals and uniforms from Philox words. Draw i is a function of (key, c2, c3, i) alone, so any range can be drawn
 * anywhere with the same bits.
 */
import { pairs32, radii32 } from './boxMuller32';
import { pairs64, radii64 } from './boxMuller64';
import { once } from './once';
import { GROUP_BLOCKS, GROUP_BYTES, philoxGroups } from './philox';

/** Groups drawn before they are transformed in place: 16 kB, half of the smallest first-level cache. */
const CHUNK_GROUPS: i32 = 256;

/** Two uniforms (27 + 26 bits)·2⁻⁵³ from the first two lanes of `highWord` and `lowWord`; units: 2⁻²⁷ and 2⁻⁵³. */
@inline
function uniform64(highWord: v128, lowWord: v128, highUnit: v128, lowUnit: v128): v128 {
  const upper = f64x2.mul(f64x2.convert_low_i32x4_s(i32x4.shr_u(highWord, 5)), highUnit);
  const lower = f64x2.mul(f64x2.convert_low_i32x4_s(i32x4.shr_u(lowWord, 6)), lowUnit);
  return f64x2.add(upper, lower);
}

/** Turns groups of words into groups of eight uniforms, in place. */
@inline
function uniforms64(groups: i32, at: usize, scale: f64, slot: usize): void {
  const factor = f64x2.splat(scale);
  const high = once(slot, f64x2.splat(7.450580596923828125e-9));
  const low = once(slot, f64x2.splat(1.1102230246251565404e-16));
  for (; groups > 0; --groups) {
    const w0 = v128.load(at);
    const w1 = v128.load(at, 16);
    const w2 = v128.load(at, 32);
    const w3 = v128.load(at, 48);
    v128.store(at, f64x2.mul(factor, uniform64(w0, w1, high, low)));
    v128.store(at, f64x2.mul(factor, uniform64(w2, w3, high, low)), 16);
    const u0 = v128.shuffle<i32>(w0, w0, 2, 3, 2, 3);
    const u1 = v128.shuffle<i32>(w1, w1, 2, 3, 2, 3);
    const u2 = v128.shuffle<i32>(w2, w2, 2, 3, 2, 3);
    const u3 = v128.shuffle<i32>(w3, w3, 2, 3, 2, 3);
    v128.store(at, f64x2.mul(factor, uniform64(u0, u1, high, low)), 32);
    v128.store(at, f64x2.mul(factor, uniform64(u2, u3, high, low)), 48);
    at += GROUP_BYTES;
  }
}

const NORMAL_F32 = 0;
const NORMAL_F64 = 1;
const UNIFORM_F64 = 2;

/** `n` draws into `out`, the first being draw `skip` of the group at `block`. Cut groups pass through `scratch`. */
@inline
function fill(
  law: i32, size: usize, n: i32, out: usize, scale: f64,
  skip: i32, block: u64, c2: u32, c3: u32, k0: u32, k1: u32, scratch: usize,
): void {
  const perGroup = <i32>(GROUP_BYTES / size);
  const slot = scratch + GROUP_BYTES;
  while (n > 0) {
    const cut = skip > 0 || n < perGroup;
    const groups = cut ? 1 : min(n / perGroup, CHUNK_GROUPS);
    const at = cut ? scratch : out;
    philoxGroups(law == NORMAL_F64, groups, at, block, c2, c3, k0, k1, slot);
    if (law == NORMAL_F32) {
      radii32(2 * groups, at, <f32>scale, slot);
      pairs32(2 * groups, at, slot);
    } else if (law == NORMAL_F64) {
      radii64(2 * groups, at, scale, slot);
      pairs64(2 * groups, at, slot);
    } else uniforms64(groups, at, scale, slot);
    const count = cut ? min(perGroup - skip, n) : groups * perGroup;
    if (cut) memory.copy(out, scratch + <usize>skip * size, <usize>count * size);
    skip = 0;
    out += <usize>count * size;
    n -= count;
    block += <u64>groups * GROUP_BLOCKS;
  }
}

/**
 * n float32 normals times `scale`. `block` = 4·⌊i/16⌋ and `skip` = i mod 16 for the first draw i; scratch: drawScratchBytes().
 */
export function normalF32(
  n: i32, out: usize, scale: f32, skip: i32, blockLow: u32, blockHigh: u32,
  c2: u32, c3: u32, k0: u32, k1: u32, scratch: usize,
): void {
  const block = (<u64>blockHigh << 32) | <u64>blockLow;
  fill(NORMAL_F32, 4, n, out, <f64>scale, skip, block, c2, c3, k0, k1, scratch);
}

/** n float64 normals times `scale`. `block` = 4·⌊i/8⌋ and `skip` = i mod 8 for the first draw i; scratch: drawScratchBytes(). */
export function normalF64(
  n: i32, out: usize, scale: f64, skip: i32, blockLow: u32, blockHigh: u32,
  c2: u32, c3: u32, k0: u32, k1: u32, scratch: usize,
): void {
  const block = (<u64>blockHigh << 32) | <u64>blockLow;
  fill(NORMAL_F64, 8, n, out, scale, skip, block, c2, c3, k0, k1, scratch);
}

/** n uniforms of 53 bits in [0, 1) times `scale`; arguments as normalF64. */
export function uniformF64(
  n: i32, out: usize, scale: f64, skip: i32, blockLow: u32, blockHigh: u32,
  c2: u32, c3: u32, k0: u32, k1: u32, scratch: usize,
): void {
  const block = (<u64>blockHigh << 32) | <u64>blockLow;
  fill(UNIFORM_F64, 8, n, out, scale, skip, block, c2, c3, k0, k1, scratch);
}

/** Bytes of scratch that the kernels of this file need: one group and one vector. */
export function drawScratchBytes(): i32 {
  return <i32>(GROUP_BYTES + 16);
}
