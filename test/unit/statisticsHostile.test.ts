import { expect, it } from 'vitest';
import * as library from '../../src/index';

const functions = library as unknown as Record<string, (...args: unknown[]) => unknown>;
const hostile = [
  undefined,
  null,
  'x',
  3,
  Number.NaN,
  {},
  [],
  [Number.NaN],
  ['a'],
  -1,
  () => 1,
  [[1]],
  { rows: 1 },
  [null],
];

it.each([
  'andersonDarling',
  'bootstrapInterval',
  'check',
  'classifyScaling',
  'compare',
  'compareDistances',
  'coordinateCheck',
  'energyDistance',
  'excessKurtosis',
  'holm',
  'ksTest',
  'linearizedTraining',
  'maxZ',
  'mmd',
  'samplesForPower',
  'slopeFit',
  'squaredBias',
  'tInterval',
] as const)('%s meets input of any kind with a result or a typed error', (name) => {
  const call = functions[name];
  let refused = 0;
  for (const a of hostile)
    for (const b of hostile)
      for (const c of [undefined, {}, 5]) {
        try {
          call(a, b, c);
        } catch (error) {
          expect(error, `${name}(${String(a)}, ${String(b)}, ${String(c)})`).toBeInstanceOf(library.DeepLinearError);
          refused++;
        }
      }
  expect(refused).toBeGreaterThan(0);
});
