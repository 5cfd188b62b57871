import type { CheckFound, CheckRecord, CheckReport } from '../../lab/src/run/checkReport';
import { checkSummary } from '../../lab/src/view/checkSummary';
import { madeUpResult } from './labMadeUpResult';

/** A check with invented but plausible numbers, for tests of what is drawn and written. */
export function madeUpCheck(id = 'wide-nets', found: Partial<CheckFound> = {}): CheckRecord {
  const sizes = [32, 64, 128, 1024];
  return {
    id,
    title: 'Wide nets do as the theory says',
    summary: 'Nets of growing width are compared with a limit.',
    law: 'the distance falls as width^(-1/2)',
    paper: { authors: 'Somebody', title: 'A title', year: 2025, url: 'https://arxiv.org/abs/2502.02531' },
    page: 'infinite-width.md',
    size: 'width',
    command: `npx deeplinear check ${id} --widths 32,64,128,1024`,
    parameters: { widths: sizes, seeds: 64, seed: 1, lr: 0.5, layerLr: undefined },
    notes: [],
    found: {
      statistic: 'relative deviation of the outputs at infinite width',
      value: 0.00123,
      interval: [-0.0047, 0.0071],
      margin: 0.02,
      z: 0.41,
      p: 0.682,
      slope: { value: -0.4983, interval: [-0.5214, -0.4751], expected: -0.5 },
      samples: 256,
      rows: sizes.map((size) => ({
        size,
        samples: 64,
        value: 0.3 / Math.sqrt(size),
        standardError: 0.01 / Math.sqrt(size),
      })),
      verdict: 'agrees',
      explanation: 'The distance goes as width^-0.498. Simulation and theory agree.',
      ...found,
    },
    seconds: 1.23,
  };
}

/** A check whose statistic is a probability: no margin, no exponent, no sizes to speak of. */
export function madeUpTest(id = 'law-of-the-outputs', found: Partial<CheckFound> = {}): CheckRecord {
  return madeUpCheck(id, {
    statistic: 'largest difference between the distribution functions of outputs and theory (Kolmogorov–Smirnov)',
    value: 0.0131,
    interval: undefined,
    margin: undefined,
    z: undefined,
    p: 0.0214,
    slope: undefined,
    rows: [{ size: 16, samples: 4000, value: 0.0131, standardError: Number.NaN }],
    ...found,
  });
}

/** What several checks give together. */
export function madeUpReport(checks: CheckRecord[]): CheckReport {
  return {
    format: 'deeplinear-check/1',
    created: '2026-01-02T03:04:05.678Z',
    command: checks.length === 1 ? checks[0].command : 'npx deeplinear check --all',
    checks,
    summary: checkSummary(checks),
    seconds: 4.5,
    environment: madeUpResult([64], 1).environment,
  };
}
