import { describe, expect, it } from 'vitest';
import { createNet } from '../../src/nets/createNet';
import { train } from '../../src/train/train';
import { momentsOfSamples } from '../reference/momentsOf';
import { slopeOf } from '../reference/slopeOf';
import { tolerance } from '../tolerances';

/** One sample, x·x = D, y = 0. */
const sample = [[1, -1, 1.3, Math.sqrt(4 - 1 - 1 - 1.3 ** 2)]];
const moments = momentsOfSamples(sample, [[0]]);
const steps = 400;

/** Peak output and ηλ at the end of a net of NTK parameterization trained at ηλ_0 = x0; undefined when it diverges. */
function measured(hidden: number, width: number, x0: number, seed: number) {
  const net = createNet({ inputs: 4, outputs: 1, hidden, width, parameterization: 'ntk', seed });
  const lr = x0 / net.ntk(sample).data[0];
  const run = train(net, { moments, lr, steps, record: { every: 1, quantities: ['predictor'] } });
  if (run.diverged) return undefined;
  const outputs = run.predictors!.map(({ data }) => sample[0].reduce((sum, x, d) => sum + x * data[d], 0));
  return { peak: Math.max(...outputs.map(Math.abs)), end: lr * run.net.ntk(sample).data[0] };
}
const seeds = Array.from({ length: 24 }, (_, k) => k);
const grid = [1.5, 1.9, 2.5, 3, 3.5, 3.9, 4.2, 4.6, 5, 6];

describe('catapults of deep linear nets', () => {
  it.each([1, 2, 3, 4])('L = %d: where training converges and where it diverges', (hidden) => {
    const cells = grid.map((x0) => {
      const runs = seeds.map((seed) => measured(hidden, 128, x0, 1000 * hidden + seed));
      const kept = runs.filter((run) => run !== undefined);
      const end = kept.reduce((sum, run) => sum + run.end / kept.length, 0);
      return { x0, diverged: 1 - kept.length / seeds.length, end: kept.length > 0 ? end : undefined };
    });
    console.log(
      `| ${hidden} | ${cells.map(({ diverged, end }) => `${diverged.toFixed(2)}, ${end?.toFixed(2) ?? '–'}`).join(' | ')} |`,
    );
    for (const { x0, diverged, end } of cells) {
      if (x0 < 4) expect(diverged).toBeLessThan(tolerance.undecided);
      if (x0 > 2 && end !== undefined) expect(end).toBeLessThan(2);
      // below 2 the kernel of a net of width 128 moves by a few percent
      if (x0 < 2) expect(Math.abs(end! / x0 - 1)).toBeLessThan(tolerance.lazyKernel);
      if (x0 === 6) expect(diverged).toBeGreaterThan(1 - tolerance.undecided);
    }
  });

  it.each([2, 3])('L = %d: the peak output grows as a power of the width above 2 only', (hidden) => {
    const widths = [64, 128, 256, 512];
    const exponents = [1.5, 2.5, 3.5].map((x0) => {
      const logs = widths.map((width) => {
        const peaks = seeds.map((seed) => measured(hidden, width, x0, 1_000_000 * hidden + 1000 * width + seed)?.peak);
        const kept = peaks.filter((peak) => peak !== undefined);
        return kept.reduce((sum, peak) => sum + Math.log(peak) / kept.length, 0);
      });
      return slopeOf(widths.map(Math.log), logs);
    });
    console.log(`| ${hidden} | ${exponents.map((value) => value.toFixed(3)).join(' | ')} |`);
    expect(Math.abs(exponents[0])).toBeLessThan(tolerance.peakExponentOfDeepNets);
    for (const value of exponents.slice(1))
      expect(Math.abs(value - 0.5)).toBeLessThan(tolerance.peakExponentOfDeepNets);
  });
});
