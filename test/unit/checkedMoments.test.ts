import { describe, expect, it } from 'vitest';
import { checkedMoments } from '../../src/data/checkedMoments';
import { moments, randomNormal, syntheticTask } from '../../src/index';

describe('checkedMoments', () => {
  it('refuses moments that no data have, by name', () => {
    const read = (sxx: number[][], syx: number[][], syy: number) => () => checkedMoments('moments', { sxx, syx, syy });
    expect(read([[-1]], [[1]], 1)).toThrow('moments.sxx[0][0]: expected a mean square, at least 0, got -1');
    expect(read([[1]], [[1], [10]], 4)).toThrow(
      'moments.syx[1][0]: expected at most √(sxx[0][0]·syy) = 2 in size, got 10',
    );
    const product = 'moments.sxx[1][0]: expected at most √(sxx[1][1]·sxx[0][0]) in size, got';
    for (const c of [2 ** -900, 1, 2 ** 900]) {
      const pair = (off: number) => [
        [c, off],
        [off, c],
      ];
      expect(read(pair(-c), [[c, -c]], c)).not.toThrow();
      expect(read(pair(1.01 * c), [[c, c]], c)).toThrow(product);
      expect(read([[c]], [[c]], c)).not.toThrow();
      expect(read([[c]], [[1.001 * c]], c)).toThrow('moments.syx[0][0]');
    }
    // rounding of a feature that is constant
    expect(
      read(
        [
          [1, 0],
          [0, -1e-17],
        ],
        [[1, 1e-9]],
        1,
      ),
    ).not.toThrow();
  });

  it('takes all that the library makes', () => {
    const x = randomNormal({ seed: 1, rows: 30, cols: 4, dtype: 'float32' });
    const constant = Array.from({ length: 30 }, (_, i) => [1e6, i % 2, 1e6 + i]);
    for (const made of [
      moments(x, x),
      moments(constant, constant, { center: true, scale: 'feature' }),
      moments([[1, 1e-8]], [[3]]),
      syntheticTask({ inputs: 3, outputs: 2, spectrum: [1, 0.5, 0], noiseStd: 0.3, seed: 3 }).moments,
    ]) {
      expect(() => checkedMoments('moments', made)).not.toThrow();
    }
  });
});
