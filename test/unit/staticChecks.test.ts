import { expect, it } from 'vitest';
import { angleCollapseExperiment } from '../../src/experiments/angleCollapse';
import { check } from '../../src/experiments/check';
import type { Experiment } from '../../src/experiments/experiment';
import { nngpExperiment } from '../../src/experiments/nngp';
import { nngpPosteriorExperiment } from '../../src/experiments/nngpPosterior';
import { propagationExperiment } from '../../src/experiments/propagation';
import { spectraExperiment } from '../../src/experiments/spectra';

const all = [
  nngpExperiment,
  nngpPosteriorExperiment,
  propagationExperiment,
  spectraExperiment,
  angleCollapseExperiment,
] as unknown as Experiment[];

it.each(all.map((experiment) => [experiment.id, experiment] as const))(
  '%s never agrees on a few simulations',
  (_, experiment) => {
    for (const seeds of [1, 2, 4]) {
      const found = check(experiment, { parameters: { seeds } });
      expect(found.verdict, found.explain()).toBe('underpowered');
      expect(found.explain()).toMatch(/\.$/);
    }
  },
);

it('check propagation measures close inputs before they are the same to rounding: deep ordered nets do not diverge', () => {
  const ordered = { activation: 'relu', weightVariance: 0.5, hidden: 30, widths: [16, 32], seeds: 8 };
  const found = check('propagation', { parameters: ordered });
  expect(found.samples).toBe(16);
  expect(found.verdict, found.explain()).toBe('underpowered');
});

it('checks of batches of nets stop where they are told to', () => {
  const found = check(nngpPosteriorExperiment as unknown as Experiment, {
    parameters: { seeds: 3 },
    onProgress: ({ step }) => step < 5,
  });
  expect(found.stopped!.step).toBeLessThan(12);
  expect(found.verdict).toBe('underpowered');
});

it('the spectra check names its numbers: deviations of shares from the quantiles', () => {
  const found = check(spectraExperiment as unknown as Experiment, { parameters: { widths: [4, 8], seeds: 2 } });
  expect(found.statistic).toMatch(
    /^the share of squared singular values below the (0\.\d+)-quantile, less \1, at infinite width$/,
  );
});
