import type { AdviseSpec } from '../../src/checks/adviseTask';
import type { moments } from '../../src/data/moments';
import { syntheticTask } from '../../src/data/syntheticTask';
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
  const steps = Math.round(logarithmic(4, 8, 100));
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

/** Final loss of the case's net with these weights; Infinity where training diverges. */
export function finalLoss({ spec, moments: data, steps }: AdviseCase, seed: number): (lr: number) => number {
  const net = createNet({ ...spec, seed });
  return (lr) => {
    const run = train(net, { moments: data, lr, steps });
    return run.diverged ? Number.POSITIVE_INFINITY : run.loss[steps];
  };
}

/** The least final loss over a grid with ratio 1.3, and around its best point with ratio 1.3^(1/5). */
export function bestOfGrid(loss: (lr: number) => number, criticalLr: number): { lr: number; loss: number } {
  let best = { lr: 0, loss: Number.POSITIVE_INFINITY };
  const see = (lr: number) => {
    const value = loss(lr);
    if (value < best.loss) best = { lr, loss: value };
  };
  for (let k = -14; k <= 5; k++) see(criticalLr * 1.3 ** k);
  const centre = best.lr;
  for (let k = -4; k <= 4; k++) if (k !== 0) see(centre * 1.3 ** (k / 5));
  return best;
}
