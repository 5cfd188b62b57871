import { expect, it } from 'vitest';
import { type AngleCollapseOptions, angleCollapse } from '../../src/limits/angleCollapse';
import { tolerance } from '../tolerances';

it('angleCollapse has the tabulated mean of log(1 − c²): N = 16, L = 8, c_0 = 0.5', () => {
  const { logSine } = angleCollapse({ hidden: 8, width: 16, c0: 0.5 });
  expect(logSine).toHaveLength(9);
  expect(Math.abs(logSine[8] + 0.838754022128)).toBeLessThan(tolerance.limit);
});

it('angleCollapse adds up over unequal widths and has digamma and trigamma in closed form at N = 2', () => {
  const { logSine, logNorm, logNormVariance, depthScale } = angleCollapse({
    hidden: 2,
    width: [5, 2],
    weightVariance: 3,
  });
  const one = angleCollapse({ hidden: 1, width: 5, weightVariance: 3 });
  const near = (found: number, expected: number) =>
    expect(Math.abs(found - expected)).toBeLessThan(tolerance.recursion(2));
  // ψ(1/2) − ψ(1) = −2 log 2, ψ(1) = −γ, ψ₁(1) = π²/6
  near(logSine[2] - one.logSine[1], -2 * Math.LN2);
  near(logNorm[2] - one.logNorm[1], Math.log(3) - 0.5772156649015329);
  near(logNormVariance[2] - one.logNormVariance[1], Math.PI ** 2 / 6);
  near(depthScale, 0.5 / Math.LN2);
});

it('angleCollapse is slow at large width: depth scale N and log-norm variance 2L/N', () => {
  const { depthScale, logNormVariance } = angleCollapse({ hidden: 10, width: 10_000 });
  expect(Math.abs(depthScale / 10_000 - 1)).toBeLessThan(2e-4);
  expect(Math.abs(logNormVariance[10] / 2e-3 - 1)).toBeLessThan(2e-4);
});

it('angleCollapse keeps its digits at huge width: −1/N, −1/N and 2/N a layer', () => {
  for (const width of [1e9, 1e15]) {
    const { logSine, logNorm, logNormVariance, depthScale } = angleCollapse({ hidden: 1, width });
    for (const value of [-logSine[1], -logNorm[1], logNormVariance[1] / 2, 1 / depthScale])
      expect(Math.abs(value * width - 1)).toBeLessThan(1.5 / width + tolerance.special);
  }
});

it('angleCollapse: orthogonal nets keep angles and norms, nets of one neuron lose every angle at once', () => {
  const { logSine, logNorm, logNormVariance, depthScale } = angleCollapse({
    hidden: 4,
    width: 9,
    c0: 0.6,
    init: 'orthogonal',
  });
  expect(new Set(logSine).size).toBe(1);
  expect([logNorm[4], logNormVariance[4], depthScale]).toEqual([0, 0, Number.POSITIVE_INFINITY]);
  expect(angleCollapse({ hidden: 1, width: 1 })).toMatchObject({ depthScale: 0 });
  expect(angleCollapse({ hidden: 1, width: 1 }).logSine[1]).toBe(Number.NEGATIVE_INFINITY);
});

it('angleCollapse refuses wrong options by name', () => {
  const wrong: [Record<string, unknown>, string][] = [
    [{ c0: 1.5 }, 'c0: expected a correlation between −1 and 1, got 1.5'],
    [{ width: [3] }, 'width: expected one number per hidden layer (2), got 1'],
    [{ width: [3, 4], init: 'orthogonal' }, "width: expected equal widths with init 'orthogonal', got 3, 4"],
    [{ depth: 2 }, 'got "depth"'],
    [{ hidden: 0 }, 'hidden: expected an integer of at least 1'],
  ];
  for (const [change, message] of wrong) {
    expect(() => angleCollapse({ hidden: 2, width: 4, ...change } as AngleCollapseOptions)).toThrow(message);
  }
});

it('keeps the digits of nearly parallel and nearly orthogonal inputs', () => {
  const start = (c0: number) => angleCollapse({ hidden: 1, width: 4, c0 }).logSine[0];
  for (const power of [-20, -30, -40, -50]) {
    const gap = 2 ** power;
    // log(2 gap) + log(1 − gap/2)
    const right = Math.log(2 * gap) + Math.log1p(-gap / 2);
    expect(Math.abs(start(1 - gap) - right)).toBeLessThan(tolerance.recursion(1) * Math.abs(right));
    expect(start(gap - 1)).toBe(start(1 - gap));
    expect(Math.abs(start(gap) / -(gap ** 2) - 1)).toBeLessThan(gap ** 2 + tolerance.recursion(1));
  }
  expect(start(1)).toBe(-Infinity);
});
