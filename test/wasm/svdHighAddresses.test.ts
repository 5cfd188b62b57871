import { expect, it } from 'vitest';
import { svd } from '../../src/linalg/svd';
import { allocate, release } from '../../src/wasm/arena';
import { testMatrix } from '../reference/testMatrices';

it('svd gives the same bits beyond 2 GiB', () => {
  const matrices = [testMatrix('random', 80), testMatrix('random tall', 40)];
  const low = matrices.map((a) => svd(a));
  // Untouched pages cost no memory.
  const below = allocate(2 ** 31);
  try {
    expect(matrices.map((a) => svd(a))).toEqual(low);
  } finally {
    release(below);
  }
});
