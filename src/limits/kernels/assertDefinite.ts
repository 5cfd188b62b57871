import { reject } from '../../validate';

/** Most negative eigenvalue of a kernel, in units of the largest: float32 kernels of 10,000 samples stay within. */
const INDEFINITE = 1e-4;

/** @throws ValueError for ascending eigenvalues that no kernel, and no moments, have. */
export function assertDefinite(name: string, values: ArrayLike<number>, what = 'a kernel'): void {
  const least = values[0];
  if (least < -INDEFINITE * values[values.length - 1])
    reject(name, `${what}, whose eigenvalues are not negative`, least);
}
