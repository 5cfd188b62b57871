/** Element-wise work on fields: scaling, adding, changing dtype. */
import { PANEL } from './panels';

/** y = x·factor over `bytes` bytes of y. */
@inline
export function scaled<T>(y: usize, x: usize, factor: T, bytes: usize): void {
  const f = v128.splat<T>(factor);
  for (let end = x + bytes; x < end; x += 16, y += 16) v128.store(y, v128.mul<T>(f, v128.load(x)));
}

/** y += x·factor over `bytes` bytes of y. */
@inline
export function added<T>(y: usize, x: usize, factor: T, bytes: usize): void {
  const f = v128.splat<T>(factor);
  for (let end = x + bytes; x < end; x += 16, y += 16) {
    v128.store(y, v128.add<T>(v128.load(y), v128.mul<T>(f, v128.load(x))));
  }
}

/** A field of `bytes` bytes in T, to float64. */
@inline
export function widened<T>(classes: i32, bytes: usize, from: usize, to: usize): void {
  if (sizeof<T>() == 8) {
    memory.copy(to, from, bytes);
    return;
  }
  // One float32 panel becomes two float64 panels, a row of classes apart.
  const group = <usize>classes * PANEL;
  for (const end = from + bytes; from < end; to += group) {
    for (const last = from + group; from < last; from += PANEL, to += PANEL) {
      const x = v128.load(from);
      const y = v128.load(from, 16);
      v128.store(to, f64x2.promote_low_f32x4(x));
      v128.store(to, f64x2.promote_low_f32x4(v128.shuffle<f32>(x, x, 2, 3, 2, 3)), 16);
      v128.store(to + group, f64x2.promote_low_f32x4(y));
      v128.store(to + group, f64x2.promote_low_f32x4(v128.shuffle<f32>(y, y, 2, 3, 2, 3)), 16);
    }
  }
}

/** A field in float64, rounded to T, in which it has `bytes` bytes. */
@inline
export function rounded<T>(classes: i32, bytes: usize, from: usize, to: usize): void {
  if (sizeof<T>() == 8) {
    memory.copy(to, from, bytes);
    return;
  }
  const group = <usize>classes * PANEL;
  for (const end = to + bytes; to < end; from += group) {
    for (const last = to + group; to < last; from += PANEL, to += PANEL) {
      v128.store(to, demoted(v128.load(from), v128.load(from, 16)));
      v128.store(to, demoted(v128.load(from + group), v128.load(from + group, 16)), 16);
    }
  }
}

@inline
function demoted(low: v128, high: v128): v128 {
  return v128.shuffle<f32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
}
