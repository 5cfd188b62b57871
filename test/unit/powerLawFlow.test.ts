import { describe, expect, it } from 'vitest';
import { syntheticTask } from '../../src/data/syntheticTask';
import { NumericalError } from '../../src/errors';
import { powerLawModes } from '../../src/limits/data/powerLawModes';
import { type PowerLawFlowOptions, powerLawFlow } from '../../src/limits/powerLawFlow';
import { powerLawLoss } from '../../src/limits/powerLawLoss';
import { matrix } from '../../src/matrix';
import { netFromWeights } from '../../src/nets/netFromWeights';
import { gradientFlow } from '../../src/train/gradientFlow';
import { tolerance } from '../tolerances';

const base: PowerLawFlowOptions = { spectrumExponent: 1.5, sourceExponent: 0.5, hidden: 2, times: [1, 10, 100] };
const relative = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  return Math.max(...Array.from(b, (value, i) => Math.abs(a[i] / value - 1)));
};

describe('powerLawFlow', () => {
  it.each([1, 2, 4])('is the gradient flow of a real net with balanced weights, L = %d', (hidden) => {
    const [inputs, gamma0, initialNorm] = [5, 0.7, 0.2];
    const law = { spectrumExponent: 0.8, sourceExponent: 0.4 };
    const times = [0.5, 1, 2, 4, 8];
    const { moments } = syntheticTask({ inputs, spectrum: law, seed: 3 });
    const { data: syx } = moments.syx;
    // one neuron a layer, all layers of one norm, along the gradient
    const size = (gamma0 * initialNorm) ** (1 / (hidden + 1));
    const along = size / Math.hypot(...syx);
    const weights = [
      matrix(
        1,
        inputs,
        syx.map((value) => value * along),
      ),
      ...Array.from({ length: hidden }, () => [[size]]),
    ];
    const scaled = gamma0 / Math.sqrt(inputs);
    const net = netFromWeights({ inputs, outputs: 1, hidden, width: 1, gamma0: scaled, seed: 1 }, weights);
    const real = gradientFlow(net, { moments, times: times.map((time) => time * inputs), tolerance: 1e-12 });
    const flow = powerLawFlow({
      ...law,
      modes: 'all',
      kmax: inputs,
      tail: false,
      hidden,
      gamma0,
      initialNorm,
      times,
      tolerance: 1e-9,
    });
    // losses from moments end where the explained part cancels
    const off = Math.max(...real.loss.map((value, i) => Math.abs(flow.loss[i] - value)));
    expect(off / (0.5 * moments.syy)).toBeLessThan(tolerance.balancedFlow);
    expect(real.loss.at(-1)! / real.loss[0]).toBeLessThan(0.1);
    const kernels = real.nets.map((each) => each.gradientKernels()[0].data[0]);
    expect(relative(flow.gradientKernel, kernels)).toBeLessThan(tolerance.balancedFlow);
  });

  it.each([1, 2, 3])('has the predicted exponents after some decades, L = %d', (hidden) => {
    for (const [sourceExponent, time] of [
      [0.3, hidden === 1 ? 1e6 : 1e4],
      [0.5, 1e6],
      [0.7, 1e9],
      [1.5, 1e8],
    ]) {
      const { exponents, predictedExponent } = powerLawFlow({
        ...base,
        sourceExponent,
        hidden,
        times: [time],
        tolerance: 1e-6,
      });
      expect(Math.abs(exponents[0] - predictedExponent)).toBeLessThan(tolerance.powerLawExponent);
      // neither the exponent of lazy nets nor that of another depth
      if (sourceExponent > 1) continue;
      const other = ((hidden + 2) * sourceExponent) / (1 + (hidden + 1) * sourceExponent);
      for (const wrong of [sourceExponent, other]) {
        expect(Math.abs(exponents[0] - wrong)).toBeGreaterThan(5 * tolerance.powerLawExponent);
      }
    }
  });

  it('converges in the tolerance with order 2, after the escape from small weights', () => {
    const at = (step: number) =>
      powerLawFlow({ ...base, modes: 60, kmax: 1e5, times: [100, 1000], tolerance: step }).loss;
    const exact = at(1e-9);
    const [coarse, fine] = [relative(at(1e-6), exact), relative(at(1e-7), exact)];
    expect(coarse).toBeLessThan(1e-4);
    expect(coarse / fine).toBeGreaterThan(10 ** (2 / 3) / 1.5);
  });

  it('keeps the time of the escape from weights however small', () => {
    // one mode: dβ/dt = (γ0 β)^p (L + 1) (1 − β), and β = β_0 + (L + 1) τ at first, dt = dτ/G^1
    const fromSmall = {
      ...base,
      modes: 'all',
      kmax: 12,
      spectrumExponent: 0.5,
      sourceExponent: 0.3,
      gamma0: 1,
    } as const;
    for (const hidden of [1, 3, 20]) {
      const run = { ...fromSmall, hidden, initialNorm: 1e-6 };
      const fine = powerLawFlow({ ...run, times: [1], tolerance: 1e-12 });
      expect(fine.gradientKernel[0]).toBeGreaterThan(0);
      // rate of ‖β‖ where it is small, along the gradient
      const { eigenvalues, targets } = powerLawModes(run);
      const rate = (hidden + 1) * Math.hypot(...targets.map((target, k) => eigenvalues[k] * target));
      const p = (2 * hidden) / (hidden + 1);
      const norm = 1e-4;
      const time = p === 1 ? Math.log(norm / 1e-6) / rate : (1e-6 ** (1 - p) - norm ** (1 - p)) / ((p - 1) * rate);
      const { gradientKernel } = powerLawFlow({ ...run, times: [time] });
      // ‖β‖ goes as a power of what is left of the time to its escape: compared through the time
      const left = (kernel: number) => (p === 1 ? Math.log(kernel) / rate : kernel ** ((1 - p) / p) / ((p - 1) * rate));
      expect(Math.abs(left(gradientKernel[0]) - left(norm ** p)) / time).toBeLessThan(1e-4);
    }
    const [coarse, exact] = [1e-7, 1e-12].map((step) =>
      powerLawFlow({
        ...fromSmall,
        spectrumExponent: 1,
        sourceExponent: 3,
        hidden: 1,
        initialNorm: 1e-6,
        times: [1, 10, 100],
        tolerance: step,
      }),
    );
    expect(relative(coarse.loss, exact.loss)).toBeLessThan(1e-4);
    expect(relative(coarse.gradientKernel, exact.gradientKernel)).toBeLessThan(1e-3);
  });

  it('local exponents are slopes of the loss, and end where all groups are learned', () => {
    const [t, h] = [50, 0.01];
    const { loss, exponents } = powerLawFlow({ ...base, times: [t * (1 - h), t, t * (1 + h)] });
    const slope = -Math.log(loss[2] / loss[0]) / Math.log((1 + h) / (1 - h));
    expect(Math.abs(exponents[1] - slope)).toBeLessThan(h ** 2);
    const short = powerLawFlow({ ...base, kmax: 100, modes: 50, times: [1e4] });
    expect(relative(short.loss, [100 ** -0.75 / 1.5])).toBeLessThan(1e-9);
    expect(short.exponents[0]).toBeCloseTo(0, 6);
    expect(() => powerLawFlow({ ...base, modes: 'all', kmax: 1, tail: false, times: [1e9] })).toThrow(NumericalError);
  });

  it('starts with the loss of a small predictor and never grows', () => {
    const { times: _, ...law } = base;
    for (const hidden of [1, 3]) {
      const times = Array.from({ length: 60 }, (_, i) => 10 ** (-3 + i / 6));
      const { loss } = powerLawFlow({ ...base, hidden, times });
      const zero = powerLawLoss({ ...law, hidden, modes: 400, kmax: 1e10, lr: 1, steps: 0 });
      expect(Math.abs(loss[0] / zero.loss[0] - 1)).toBeLessThan(0.02);
      for (let i = 1; i < loss.length; i++) expect(loss[i]).toBeLessThan(loss[i - 1]);
    }
  });

  it('ends with what is never learned, at any time', () => {
    const { loss } = powerLawFlow({
      spectrumExponent: 1.5,
      sourceExponent: 0.6,
      hidden: 2,
      times: [1e100, 1e200, 1e300],
    });
    for (const value of loss) expect(Math.abs(value / loss[0] - 1)).toBeLessThan(tolerance.limit);
    expect(loss[0]).toBeGreaterThan(0);
  });

  it('says what is wrong with an option', () => {
    const wrong = (options: object, message: string) => {
      expect(() => powerLawFlow({ ...base, ...options })).toThrow(message);
    };
    wrong({ sourceExponent: 0 }, 'sourceExponent: expected a positive finite number, got 0');
    wrong({ hidden: 1.5 }, 'hidden: expected an integer');
    wrong({ gamma0: 0 }, 'gamma0: expected a positive finite number, got 0');
    wrong({ times: [] }, 'times: expected increasing times');
    wrong({ times: [0] }, 'times[0]: expected a positive finite number, got 0');
    wrong({ times: [2, 1] }, 'times[1]: expected a time after 2, got 1');
    wrong({ initialNorm: 0 }, 'initialNorm: expected a positive finite number');
    wrong({ tolerance: -1 }, 'tolerance: expected a positive finite number');
    wrong({ modes: 'all' }, 'kmax: expected an integer');
    wrong({ lr: 1 }, 'powerLawFlow: expected options among');
  });

  it('ends where numbers beyond float64 never arrive', () => {
    const beyond = { spectrumExponent: 1.5, sourceExponent: 0.5, hidden: 2, gamma0: 1e300, times: [1], modes: 4 };
    expect(() => powerLawFlow(beyond)).toThrow('times: expected a loss above the least number within 100000 steps');
  });
});
