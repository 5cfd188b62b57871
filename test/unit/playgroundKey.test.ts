import { expect, it } from 'vitest';
import { shortened } from '../../playground/src/plots/legend';

it.each([
  ['width 16', 'width 8', '16'],
  ['limit, N/D = 16', 'limit, N/D = 8', '16'],
  ['nets, depth 4, width 32', 'nets, depth 2, width 16', '4, width 32'],
  ['width 8', undefined, 'width 8'],
  ['width 8', 'limit', 'width 8'],
  ['limit of vanishing weights', 'limit', 'limit of vanishing weights'],
  ['nets', 'nets', 'nets'],
])('the key of “%s” after “%s” reads “%s”', (label, before, words) => {
  expect(shortened(label, before)).toBe(words);
});
