import type { AdviseSpec } from '../../src/checks/advice/adviseTask';
import type { moments } from '../../src/data/moments';
import { syntheticTask } from '../../src/data/syntheticTask';
import type { Dtype } from '../../src/matrix';
import { createNet } from '../../src/nets/createNet';
import { rng } from '../../src/random/rng';
import { train } from '../../src/train/train';

/** A random question to the advisor. */
export interface AdviseCase {
  /** What was drawn, in words. */
  name: string;
  spec: AdviseSpec & { inputs: number; outputs: number; hidden: number; width: number };
  moments: ReturnType<typeof moments>;
  steps: number;
}

/** Case k of a seed: hidden 1 … 4, γ0 0.1 … 4, width 64 … 1024, outputs 1 … 5, any spectrum, samples, steps, plain or residual. */
export function adviseCase(seed: number, k: number): AdviseCase {
  const random = rng(seed).fork(`advise case ${k}`).uniform(16);
  const pick = (i: number, from: number, to: number) => from + Math.floor(random[i] * (to - from + 1));
  const logarithmic = (i: number, from: number, to: number) => from * (to / from) ** random[i];
  const inputs = Math.round(logarithmic(0, 4, 64));
  const outputs = pick(1, 1, 5);
  const hidden = pick(2, 1, 4);
  const width = Math.round(logarithmic(3, 64, 1024));
  const steps = Math.round(logarithmic(4, 8, 50));
  const kind = pick(5, 0, 2);
  const spread = 2 * random[6];
  const spectrum =
    kind === 0
      ? ('isotropic' as const)
      : kind === 1
        ? { spectrumExponent: 0.5 + 1.5 * random[6], sourceExponent: 0.3 + 1.7 * random[7] }
        : Array.from(rng(seed).fork(`spectrum ${k}`).normal(inputs), (v) => Math.exp(spread * v - spread ** 2 / 2));
  const noiseStd = random[8] < 0.5 ? 0 : random[9];
  const samples = random[10] < 0.3 ? undefined : Math.max(2, Math.round(inputs * logarithmic(11, 0.5, 20)));
  const gamma0 = logarithmic(12, 0.1, 4);
  const parameterization = random[13] < 0.8 ? 'muP' : random[13] < 0.9 ? 'ntk' : 'standard';
  const residual = hidden > 1 && random[14] < 0.35 ? { beta0: 0.5 + random[15] } : undefined;
  const task = syntheticTask({ inputs, outputs, spectrum, noiseStd, samples, seed: seed + k });
  const name = [
    `D ${inputs}`,
    `C ${outputs}`,
    `L ${hidden}`,
    `N ${width}`,
    `T ${steps}`,
    parameterization === 'muP' ? `γ0 ${gamma0.toFixed(2)}` : parameterization,
    residual ? `β0 ${residual.beta0.toFixed(2)}` : 'plain',
    ['isotropic', 'power law', 'log-normal'][kind],
    `P ${samples ?? '∞'}`,
    `σ ${noiseStd.toFixed(2)}`,
  ].join(', ');
  return {
    name,
    spec: {
      inputs,
      outputs,
      hidden,
      width,
      parameterization,
      ...(parameterization === 'muP' && { gamma0 }),
      residual,
    },
    moments: task.moments,
    steps,
  };
}

/** For each seed, the final loss of the case's net at a learning rate; Infinity where training diverges. */
export function finalLosses(
  { spec, moments: data, steps }: AdviseCase,
  seeds: readonly number[],
  dtype: Dtype,
): ((lr: number) => number)[] {
  return seeds.map((seed) => {
    const net = createNet({ ...spec, seed, dtype });
    return (lr) => {
      const run = train(net, { moments: data, lr, steps });
      return run.diverged ? Number.POSITIVE_INFINITY : run.loss[steps];
    };
  });
}

/** What a fine grid of learning rates has to offer. */
export interface GridBest {
  /** Least final loss of the first net, and where. */
  single: { lr: number; loss: number };
  /** Least geometric mean of the final losses of all nets at one rate. */
  typical: { lr: number; loss: number };
}

const RATIO = 1.3;
/** Points of the fine grid for each of the coarse one, and how far the coarse search goes beside the best of the first net. */
const FINER = 4;
const BESIDE = 3;

/**
 * Rates from 1/40 to 4 times the critical one in steps of 30 %, then around the best ones in steps of 7 %. Nets after the first are tried
 * within three coarse steps of its best.
 */
export function fineGrid(nets: ((lr: number) => number)[], criticalLr: number): GridBest {
  const known = nets.map(() => new Map<number, number>());
  const rate = (place: number) => criticalLr * RATIO ** (place / FINER);
  const loss = (net: number, place: number) => {
    if (!known[net].has(place)) known[net].set(place, nets[net](rate(place)));
    return known[net].get(place)!;
  };
  const typical = (place: number) => geometricMean(nets.map((_, net) => loss(net, place)));
  const best = (places: number[], of: (place: number) => number) => places.reduce((a, b) => (of(b) < of(a) ? b : a));
  const around = (centre: number, steps: number, by: number) =>
    Array.from({ length: 2 * steps + 1 }, (_, i) => centre + (i - steps) * by);
  const first = best(
    Array.from({ length: 20 }, (_, i) => (i - 14) * FINER),
    (place) => loss(0, place),
  );
  const middle = best(around(first, BESIDE, FINER), typical);
  const fine = around(middle, FINER - 1, 1);
  const common = best(fine, typical);
  const own = best([...around(first, FINER - 1, 1), ...fine], (place) => loss(0, place));
  return {
    single: { lr: rate(own), loss: loss(0, own) },
    typical: { lr: rate(common), loss: typical(common) },
  };
}

/** exp of the mean logarithm; Infinity where one is. */
export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(Math.max(value, Number.MIN_VALUE)), 0) / values.length);
}
