import { expect } from 'vitest';
import { significance } from '../tolerances';

/** p-values of true hypotheses fall below each level as often as it says, up to chance (or less often, where allowed). */
export function expectCalibrated(p: readonly number[], { conservative = false } = {}): void {
  for (const level of [0.01, 0.05, 0.2, 0.5, 0.8]) {
    const found = p.filter((v) => v <= level).length;
    const z = (found - level * p.length) / Math.sqrt(p.length * level * (1 - level));
    expect(conservative ? z : Math.abs(z), `${found} of ${p.length} below ${level}`).toBeLessThan(significance.most);
  }
}
