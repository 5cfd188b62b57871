import type { Result } from '../../lab/src/run/result';
import { summary } from '../../lab/src/view/summary';

/** A result with invented but plausible numbers, for tests of what is drawn and written. */
export function madeUpResult(sizes = [64, 128, 256, 512, 1024, 2048], steps = 60): Result {
  const limit = Array.from({ length: steps + 1 }, (_, t) => 0.21 + 0.24 * Math.exp(-t / 12));
  const noise = (size: number, seed: number) => Math.sin(12.9898 * size + 78.233 * seed) / Math.sqrt(size);
  const runs = sizes.flatMap((size) =>
    [1, 2, 3].map((seed) => ({
      size,
      seed,
      loss: limit.map(
        (loss, t) => loss * (1 + 1.2 * noise(size, seed) * (0.3 + Math.exp(-t / 20))) + 4 / size / (1 + t),
      ),
      distance: limit.map(
        (_, t) => ((9 + 2 * Math.sin(seed + size)) / Math.sqrt(size)) * (1 - 0.6 * Math.exp(-t / 15)),
      ),
      score: 0.853 + 0.05 * noise(size, seed) - 0.5 / size,
      seconds: size / 400,
      stepsPerSecond: (60 * 400) / size,
    })),
  );
  const rows = sizes.map((size) => {
    const mine = runs.filter((run) => run.size === size);
    return {
      size,
      seeds: 3,
      diverged: 0,
      loss: { mean: mine[0].loss[steps], deviation: 0.2 / size },
      score: { mean: mine[0].score, deviation: 0.1 / size },
      distance: { value: 9.3 / Math.sqrt(size), standardError: 0.7 / Math.sqrt(size) },
      stepsPerSecond: mine[0].stepsPerSecond,
    };
  });
  const result: Omit<Result, 'summary'> = {
    format: 'deeplinear-compare/1',
    created: '2026-01-02T03:04:05.678Z',
    command: 'npx deeplinear compare --data mnist --hidden 2',
    experiment: {
      id: 'infinite-width',
      title: 'Finite nets converge to the infinite-width limit',
      summary: 'Nets of growing width are trained and compared, step by step, with the exact limit of infinite width.',
      law: 'the distance to the limit falls as width^(-1/2)',
      axis: 'widths',
      paper: { authors: 'Bordelon, Pehlevan', title: 'A title', year: 2025, url: 'https://arxiv.org/abs/2502.02531' },
    },
    parameters: { hidden: 2, gamma0: 1, lr: 3, steps, widths: sizes, seeds: 3, seed: 1, dtype: 'float64' },
    seeds: [1, 2, 3],
    dtype: 'float64',
    notes: [],
    data: {
      name: 'mnist',
      description: 'invented digits of 28×28 pixels',
      samples: 60000,
      inputs: 784,
      outputs: 10,
      outputNames: Array.from({ length: 10 }, (_, digit) => String(digit)),
      image: { rows: 28, cols: 28 },
      score: { name: 'test accuracy', samples: 10000, percent: true },
    },
    theory: { loss: limit, score: 0.8531, seconds: 0.41 },
    runs,
    rows,
    fit: {
      quantity: 'predictor',
      confidence: 0.95,
      rows: rows.map(({ size, distance }) => ({
        width: size,
        seeds: 3,
        distance: distance.value,
        distanceError: distance.standardError,
        deviation: 1 / size,
        deviationError: 1 / size,
        z: 1,
      })),
      z: 0.4,
      slope: { value: -0.502, interval: [-0.53, -0.474], expected: -0.5, verdict: 'agrees', intercept: Math.log(9.3) },
      intercept: { value: 0.0004, standardError: 0.001, interval: [-0.002, 0.003], margin: 0.02, verdict: 'agrees' },
      verdict: 'agrees',
      explanation: 'invented',
    },
    seconds: { data: 4.2, theory: 0.41, nets: 48.8, total: 54.1 },
    environment: {
      deeplinear: '0.1.0',
      node: '20.20.2',
      platform: 'linux x64',
      cpu: 'A processor',
      cores: 2,
      build: 'portable',
    },
  };
  return { ...result, summary: summary(result) };
}
