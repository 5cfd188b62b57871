import { expect, it } from 'vitest';
import { bracketedRoot } from '../../src/limits/fixedPoints/bracketedRoot';
import { tolerance } from '../tolerances';

it.each<[string, (x: number) => number, number, number, number]>([
  ['a line', (x) => 3 * x - 1, 0, 1, 1 / 3],
  ['a flat root', (x) => (x - 0.25) ** 3, -1, 2, 0.25],
  ['a steep function', (x) => Math.atan(1e9 * (x - 0.7)), 0, 1, 0.7],
  ['a bracket given from above', (x) => Math.exp(x) - 2, 3, -3, Math.LN2],
  ['a root at an end', (x) => x, 0, 1, 0],
  ['a jump', (x) => (x < 0.6 ? -1 : 1), 0, 1, 0.6],
])('bracketedRoot finds the root of %s', (_, f, from, to, root) => {
  let calls = 0;
  const found = bracketedRoot(
    (x) => {
      calls++;
      return f(x);
    },
    from,
    to,
  );
  expect(Math.abs(found - root)).toBeLessThan(root === 0.25 ? tolerance.hessianByDifferences : tolerance.recursion(0));
  expect(calls).toBeLessThan(120);
});
