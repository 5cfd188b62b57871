import { expect, it } from 'vitest';
import { orthantProbability } from '../../src/limits/kernels/orthantProbability';
import { tolerance } from '../tolerances';

it('orthantProbability is ½ − atan2/2π at every angle, relative to itself also where it vanishes', () => {
  let worst = 0;
  for (let i = 1; i < 20_000; i++) {
    // dense in angle, and toward 0 and π in its logarithm
    for (const angle of [(Math.PI * i) / 20_000, 10 ** (-i / 100)]) {
      const [root, size] = [1.7 * Math.sin(angle), Math.abs(1.7 * Math.cos(angle))];
      const share = Math.atan2(root, size) / (2 * Math.PI);
      const scale = Math.hypot(root, size);
      worst = Math.max(
        worst,
        Math.abs(orthantProbability(root, -size, scale) / share - 1),
        Math.abs(orthantProbability(root, size, scale) / (0.5 - share) - 1),
      );
    }
  }
  expect(worst).toBeLessThan(tolerance.arctangent);
  expect(orthantProbability(0, 0, 0)).toBe(0.5);
  expect(orthantProbability(0, -1, 1)).toBe(0);
  expect(orthantProbability(1, 0, 1)).toBe(0.25);
});
