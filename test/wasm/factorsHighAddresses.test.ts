import { expect, it } from 'vitest';
import { cholesky, lu, solve, triangularSolve } from '../../src/index';
import { allocate, release } from '../../src/wasm/arena';
import { testMatrix } from '../reference/testMatrices';

it('elimination and substitution do the same beyond 2 GiB', () => {
  const n = 70;
  const a = testMatrix('random', n);
  const definite = testMatrix('random definite', n);
  const all = () => [
    lu(a),
    cholesky(definite),
    solve(a, definite),
    solve(definite, a, { assume: 'positiveDefinite' }),
    ...(['lower', 'upper'] as const).flatMap((uplo) =>
      [false, true].map((transpose) => triangularSolve(definite, a, { uplo, transpose })),
    ),
  ];
  const expected = all();
  // Untouched pages cost no memory.
  const below = allocate(2 ** 31);
  try {
    expect(all()).toEqual(expected);
  } finally {
    release(below);
  }
});
