import { expect, it } from 'vitest';
import { check } from '../../src/experiments/check';
import type { ParameterValues } from '../../src/experiments/experiment';

// far from the defaults a right law may be hard to see, but it stays right
it.each([
  ['propagation', { hidden: 2 }],
  ['propagation', { hidden: 4 }],
  // lengths that grow without bound, or vanish
  ['propagation', { activation: 'linear' }],
  ['propagation', { activation: 'relu', weightVariance: 2.5 }],
  ['propagation', { activation: 'linear', weightVariance: 0.9, biasVariance: 0 }],
  // a start as large as the peak, slow growth, and an end before the peak
  ['catapult', { target: 5 }],
  ['catapult', { x0: 2.1 }],
  ['catapult', { steps: 6 }],
  ['catapult', { steps: 10 }],
] satisfies [string, ParameterValues][])('%s with %o is not refused', (name, parameters) => {
  for (const seed of [3001]) {
    const found = check(name, { parameters: { ...parameters, seed } });
    expect(found.verdict, found.explain()).not.toBe('disagrees');
  }
});

it.each(['other-weight-variance', 'no-biases', 'critical'])(
  'few layers still refuse a wrong law of propagation: %s',
  (wrong) => {
    for (const hidden of [2, 4]) {
      expect(check('propagation', { parameters: { hidden }, wrong }).verdict).toBe('disagrees');
    }
  },
);

it('one layer has no rate', () => {
  expect(() => check('propagation', { parameters: { hidden: 1 } })).toThrow('hidden: expected an integer');
});
