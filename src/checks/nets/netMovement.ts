import type { Matrix, MatrixLike } from '../../matrix';
import type { Net, RateOptions } from '../../nets/net';

export interface NetMovement {
  /** ‖Θ_T − Θ_0‖/‖Θ_0‖, Frobenius norms of the tangent kernel of x. */
  kernel: number;
  /** Root mean square over x of f_T − f_0. */
  outputs: number;
}

/** How far training has moved the tangent kernel and the outputs of one net at the inputs x (P×D). */
export function netMovement(before: Net, after: Net, x: MatrixLike, rates: RateOptions = {}): NetMovement {
  const start = before.ntk(x, x, rates);
  const [from, to] = [before.predict(x), after.predict(x)];
  return {
    kernel: distance(after.ntk(x, x, rates), start) / distance(start),
    outputs: distance(to, from) / Math.sqrt(from.rows),
  };
}

/** ‖a − b‖, or ‖a‖. */
function distance(a: Matrix, b?: Matrix): number {
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += (a.data[i] - (b?.data[i] ?? 0)) ** 2;
  return Math.sqrt(sum);
}
