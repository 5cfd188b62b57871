import { scal, zero } from '../level1';

/** out (C×N) = beta·out; 0 overwrites, 1 leaves it. */
@inline
export function scaleRows<T>(C: i32, N: i32, beta: T, out: usize, ldo: i32): void {
  if (beta == <T>1) return;
  for (let c = 0; c < C; ++c) {
    if (beta == <T>0) zero<T>(N, out);
    else scal<T>(N, beta, out);
    out += <usize>ldo * sizeof<T>();
  }
}
