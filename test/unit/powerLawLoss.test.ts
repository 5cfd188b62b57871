import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { syntheticTask } from '../../src/data/syntheticTask';
import { powerLawExponents, powerLawModes } from '../../src/limits/data/powerLawModes';
import { infiniteWidth } from '../../src/limits/infiniteWidth';
import { type PowerLawLossOptions, powerLawLoss, powerLawLossSteps } from '../../src/limits/powerLawLoss';
import { runtime } from '../../src/wasm/workspace';
import { tolerance } from '../tolerances';

interface ReferenceCase extends Omit<PowerLawLossOptions, 'window' | 'signal'> {
  steps: number;
  hidden: number;
  unitInput: { gamma0: number; lr: number };
  at: number[];
  loss: number[];
  gradientKernel: number[];
  exponents: number[];
  lazy: number;
  rich: number;
}
const table = join(import.meta.dirname, '..', 'reference', 'data', 'powerLaw.json');
const { cases } = JSON.parse(readFileSync(table, 'utf8')) as { cases: ReferenceCase[] };

const relative = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  expect(a.length).toBe(b.length);
  return Math.max(...Array.from(b, (value, i) => Math.abs(a[i] / value - 1)));
};
const base: PowerLawLossOptions = {
  spectrumExponent: 1.4,
  sourceExponent: 0.5,
  hidden: 2,
  lr: 0.02,
  steps: 30,
  modes: 40,
};

describe('powerLawLoss', () => {
  it.each(cases)('agrees with tabulated curves: β = $sourceExponent, L = $hidden', (c) => {
    const { spectrumExponent, sourceExponent, hidden, inputs, gamma0, lr, steps, modes, kmax, at } = c;
    const shared = { spectrumExponent, sourceExponent, hidden, steps, modes, kmax };
    const run = powerLawLoss({ ...shared, inputs, gamma0, lr });
    const pick = (curve: Float64Array) => at.map((t) => curve[t]);
    expect(relative(pick(run.loss), c.loss)).toBeLessThan(tolerance.limit);
    expect(relative(pick(run.gradientKernel), c.gradientKernel)).toBeLessThan(tolerance.limit);
    const exponents = at.slice(1).map((t, i) => run.exponentBetween(at[i], t));
    expect(relative(exponents, c.exponents)).toBeLessThan(tolerance.limit);
    expect(run.window).toEqual([at.at(-2), at.at(-1)]);
    expect(run.exponent).toBe(exponents.at(-1));
    expect(relative([run.predictedExponents.lazy, run.predictedExponents.rich], [c.lazy, c.rich])).toBeLessThan(
      tolerance.limit,
    );
    // one case hardly moves its kernel, the others multiply it
    expect(run.regime).toBe(c.gradientKernel.at(-1)! < 1.01 ? 'lazy' : 'rich');
    expect(run.predictedExponent).toBe(run.predictedExponents[run.regime]);
    if (hidden > 1) return;
    const unit = powerLawLoss({ ...shared, ...c.unitInput });
    expect(relative(unit.loss, run.loss)).toBeLessThan(tolerance.limit);
  });

  it('is infiniteWidth on syntheticTask with every mode by itself', () => {
    const [inputs, gamma0, lr, steps] = [12, 1.5, 0.4, 25];
    const law = { spectrumExponent: 1.2, sourceExponent: 0.4 };
    const { moments } = syntheticTask({ inputs, spectrum: law, seed: 1 });
    const shared = { hidden: 2, gamma0, lr, steps, initialScales: [0.8, 1.1, 1.2], layerLr: [1, 0.5, 2] };
    const limit = infiniteWidth({ ...shared, moments });
    const run = powerLawLoss({ ...shared, ...law, inputs, modes: 'all', kmax: inputs, tail: false });
    expect(relative(run.loss, limit.loss)).toBeLessThan(tolerance.limit);
    const kernels = limit.predictors.map((_, t) => limit.gradientKernel(1, t).data[0]);
    expect(relative(run.gradientKernel, kernels)).toBeLessThan(tolerance.limit);
    const whole = powerLawLoss({ ...shared, ...law, inputs, modes: 'all', kmax: inputs });
    const power = law.spectrumExponent * law.sourceExponent;
    let rest = 0;
    for (let k = 1e6; k > inputs; k--) rest += 0.5 * k ** (-power - 1);
    rest += (1e6 + 0.5) ** -power / (2 * power);
    // the sum over the modes above, by the midpoint rule
    expect(Math.abs(whole.loss[0] - run.loss[0] - rest) / rest).toBeLessThan(inputs ** -2);
  });

  it('groups stand for all their modes: finer groups and larger kmax converge', () => {
    const at = (modes: number, kmax: number) => powerLawLoss({ ...base, modes, kmax }).loss;
    const fine = at(640, 1e8);
    expect(relative(at(320, 1e8), fine)).toBeLessThan(relative(at(80, 1e8), fine) / 10);
    // modes far above those that are learned are tail
    expect(relative(at(320, 1e4), at(640, 1e8))).toBeLessThan(0.001);
  });

  it('γ0 → 0 is the lazy limit in closed form', () => {
    for (const options of [base, { ...base, initialScales: [0.8, 1.1, 1.2], layerLr: [1, 0.5, 2] }]) {
      const lazy = powerLawLoss({ ...options, gamma0: 0 });
      const near = powerLawLoss({ ...options, gamma0: 1e-6 });
      expect(relative(near.loss, lazy.loss)).toBeLessThan(tolerance.limit);
      expect(relative(near.gradientKernel, lazy.gradientKernel)).toBeLessThan(tolerance.limit);
      expect(lazy.regime).toBe('lazy');
    }
    const long = { ...base, gamma0: 0, kmax: 1e9, modes: 400, lr: 0.4, steps: 3000 };
    for (const sourceExponent of [0.3, 0.8, 1.3]) {
      const { exponent, exponentInterval, predictedExponent } = powerLawLoss({ ...long, sourceExponent });
      expect(predictedExponent).toBe(sourceExponent);
      expect(Math.abs(exponent / sourceExponent - 1)).toBeLessThan(0.002);
      expect(exponentInterval[0]).toBeLessThanOrEqual(exponent);
      expect(exponentInterval[1]).toBeGreaterThanOrEqual(exponent);
    }
  });

  it('a larger source exponent than 1 leaves the exponent of lazy nets', () => {
    const run = powerLawLoss({ ...base, sourceExponent: 1.5, gamma0: 10, lr: 0.002, steps: 300, modes: 100 });
    expect(run).toMatchObject({ regime: 'rich', predictedExponent: 1.5 });
  });

  it('a schedule of one rate is that rate', () => {
    const { lr, ...rest } = base;
    expect(Array.from(powerLawLoss({ ...rest, schedule: () => lr! }).loss)).toEqual(
      Array.from(powerLawLoss(base).loss),
    );
  });

  it('an unstable step ends in a result with the critical learning rate', () => {
    for (const gamma0 of [1, 0]) {
      const options = { ...base, gamma0, lr: 5, steps: 2000, inputs: 2 };
      const { diverged, steps, loss, exponent } = powerLawLoss(options);
      expect(loss).toHaveLength(steps + 1);
      expect(diverged!.step).toBe(steps + 1);
      expect(loss.every(Number.isFinite)).toBe(true);
      expect(exponent).toBeNaN();
      const calm = powerLawLoss({ ...options, gamma0: 0, lr: 0.99 * diverged!.criticalLr });
      expect(calm.diverged).toBeUndefined();
      const wild = powerLawLoss({ ...options, gamma0: 0, lr: 1.01 * diverged!.criticalLr, steps: 60_000 });
      expect(wild.diverged).toBeDefined();
    }
  });

  it('can be watched and stopped', () => {
    const { liveBytes } = runtime();
    const seen: number[] = [];
    const onProgress = ({ step }: { step: number }) => seen.push(step) < 2;
    const { stopped, steps, loss } = powerLawLoss({ ...base, steps: 800, onProgress });
    expect(stopped).toEqual({ step: steps });
    expect(loss).toHaveLength(steps + 1);
    expect(seen).toHaveLength(2);
    for (const gamma0 of [0, 1]) {
      const { stopped: none } = powerLawLoss({ ...base, gamma0, signal: AbortSignal.abort() });
      expect(none).toEqual({ step: 0 });
    }
    const abandoned = powerLawLossSteps({ ...base, steps: 800 });
    abandoned.next();
    abandoned.return(undefined as never);
    expect(runtime().liveBytes).toBe(liveBytes);
  });

  it('can be watched and stopped in the lazy limit', () => {
    const seen: number[] = [];
    const onProgress = ({ step }: { step: number }) => seen.push(step) < 2;
    const long = { ...base, gamma0: 0, steps: 1e5, modes: 20_000, lr: 1e-3 };
    const { stopped, steps, loss } = powerLawLoss({ ...long, onProgress });
    expect(seen).toHaveLength(2);
    expect(stopped).toEqual({ step: seen[1] });
    expect(steps).toBe(seen[1]);
    expect(loss).toHaveLength(steps + 1);
    expect(Array.from(powerLawLoss({ ...long, steps }).loss)).toEqual(Array.from(loss));
  });

  it('runs without steps, with one mode, and with its own window', () => {
    const none = powerLawLoss({ ...base, steps: 0 });
    expect(none.loss).toHaveLength(1);
    expect(none.exponent).toBeNaN();
    expect(powerLawLoss({ ...base, modes: 'all', kmax: 1, tail: false, steps: 2 }).loss[0]).toBe(0.5);
    const { exponent, exponentBetween } = powerLawLoss({ ...base, window: [3, 20] });
    expect(exponent).toBe(exponentBetween(3, 20));
  });

  it('says what is wrong with an option', () => {
    const wrong = (options: object, message: string) => {
      expect(() => powerLawLossSteps({ ...base, ...options })).toThrow(message);
    };
    wrong({ spectrumExponent: 0 }, 'spectrumExponent: expected a positive finite number, got 0');
    wrong({ sourceExponent: -1 }, 'sourceExponent: expected a positive finite number, got -1');
    wrong({ hidden: 0 }, 'hidden: expected an integer of at least 1');
    wrong({ gamma0: -1 }, 'gamma0: expected a non-negative finite number, got -1');
    wrong({ inputs: 0 }, 'inputs: expected a positive finite number, got 0');
    wrong({ lr: 0 }, 'lr: expected a positive finite number, got 0');
    wrong({ schedule: () => 1 }, 'lr: expected exactly one of lr and schedule, got both');
    wrong({ steps: -1 }, 'steps: expected an integer');
    wrong({ modes: 0 }, 'modes: expected an integer of at least 1');
    wrong({ modes: 'all' }, 'kmax: expected an integer of at least 1 and at most 1000000, got undefined');
    wrong({ kmax: 1 }, 'kmax: expected a number above 1, got 1');
    wrong({ tail: 1 }, 'tail: expected true or false, got 1');
    wrong({ window: [5, 5] }, 'window[0]: expected an integer of at least 1 and at most 4, got 5');
    wrong({ window: [1, 31] }, 'window[1]: expected an integer of at least 2 and at most 30, got 31');
    wrong({ window: 3 }, 'window: expected [from, to], got 3');
    wrong({ initialScales: [1] }, 'initialScales: expected 3 numbers');
    wrong({ residual: true }, 'powerLawLoss: expected options among');
    expect(() => powerLawModes({ spectrumExponent: 1, sourceExponent: 1, modes: 1e7 })).toThrow('at most 1000000');
  });
});

describe('powerLawExponents', () => {
  it('grow with depth from 2β/(1+β) to 1 below β = 1, and are β above', () => {
    const rich = (sourceExponent: number, hidden: number) => powerLawExponents({ sourceExponent, hidden }).rich;
    expect(rich(0.5, 1)).toBe(2 / 3);
    expect(rich(0.5, 3)).toBe(0.8);
    expect(rich(0.5, Infinity)).toBe(1);
    expect([rich(1, 4), rich(1.5, 1), rich(2, Infinity)]).toEqual([1, 1.5, 2]);
    expect([rich(1e308, 3), rich(1.8e307, 1e5)]).toEqual([1e308, 1.8e307]);
    expect(() => rich(0.5, 0)).toThrow('hidden: expected an integer');
    expect(() => rich(0, 1)).toThrow('sourceExponent: expected a positive');
  });
});
