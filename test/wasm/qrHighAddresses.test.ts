import { expect, it } from 'vitest';
import { expm, haarOrthogonal, lstsq, qr } from '../../src/index';
import { allocate, release } from '../../src/wasm/arena';
import { testMatrix } from '../reference/testMatrices';

it('orthogonal factors, least squares and exponentials have the same bits beyond 2 GiB', () => {
  const wide = testMatrix('random wide', 37);
  const deficient = testMatrix('rank-deficient tall', 37);
  const compute = () => [
    qr(wide, { mode: 'full' }),
    qr(deficient, { pivoting: true }),
    lstsq(deficient, deficient),
    haarOrthogonal({ seed: 1, size: 70 }),
    expm(testMatrix('random', 20)),
  ];
  const expected = compute();
  // Untouched pages cost no memory.
  const below = allocate(2 ** 31);
  try {
    expect(compute()).toEqual(expected);
  } finally {
    release(below);
  }
});
