import { describe, expect, it } from 'vitest';
import { finiteWidthPrior } from '../../src/limits/finiteWidthPrior';
import { proportionalLimit } from '../../src/limits/proportionalLimit';
import { significance } from '../tolerances';

const identity = (n: number) =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => Number(i === j)));
const labels = (points: number, outputs: number, size: number) =>
  Array.from({ length: points }, (_, m) =>
    Array.from({ length: outputs }, (_, c) => size * Math.sin(1 + 2.3 * m + 1.7 * c + m * c)),
  );
const laws = {
  'the limit at α = ½': (outputs: number) => proportionalLimit({ depthPerWidth: 0.5, outputs }),
  'the limit at α = 2': (outputs: number) => proportionalLimit({ depthPerWidth: 2, outputs }),
  'a layer of 9': (outputs: number) => finiteWidthPrior({ widths: [9], outputs }),
  'layers of 12, 6 and 9': (outputs: number) => finiteWidthPrior({ widths: [12, 6, 9], outputs }),
};

/** Inputs whose kernel is 1: W_L … W_1 has the law of its transpose, so that samples and outputs trade places. */
describe('evidence of labels of full rank', () => {
  for (const [name, law] of Object.entries(laws)) {
    it(`of ${name} is that of the transposed labels, for three samples of four outputs and four of five`, () => {
      const squares: number[] = [];
      for (const [points, outputs] of [
        [3, 4],
        [4, 5],
      ]) {
        for (const size of [0.3, 3, 1e4]) {
          for (const noiseStd of [0.05, 0.7]) {
            const y = labels(points, outputs, size);
            const transposed = y[0].map((_, c) => y.map((row) => row[c]));
            const options = { noiseStd, seed: 1, samples: 10_000 };
            const one = law(outputs).posterior({ ...options, kernel: identity(points), y });
            const other = law(points).posterior({ ...options, kernel: identity(outputs), y: transposed });
            const error = Math.hypot(one.logEvidenceError, other.logEvidenceError);
            const z = (one.logEvidence - other.logEvidence) / error;
            expect(Math.abs(z), `${points}×${outputs}, ${size}, ${noiseStd}`).toBeLessThan(significance.most);
            squares.push(z * z);
          }
        }
      }
      expect(Math.sqrt(squares.reduce((a, b) => a + b) / squares.length)).toBeLessThan(2);
    });
  }
});
