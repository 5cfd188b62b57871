/** Training against the same steps in double-double arithmetic: products of the layers, as the definition has them. */

import type { Moments } from '../../../src/data/moments';
import { moments } from '../../../src/data/moments';
import { exact } from '../../../src/limits/exact';
import { matmul } from '../../../src/linalg/matmul';
import { type Dtype, type Matrix, matrix } from '../../../src/matrix';
import { createNet } from '../../../src/nets/createNet';
import { packField, padded, panelSize, unpackField } from '../../../src/nets/field';
import type { Net } from '../../../src/nets/net';
import { layerScalings } from '../../../src/nets/parameterization';
import { gradientFlow } from '../../../src/train/gradientFlow';
import { resume } from '../../../src/train/resume';
import { decodeRun, encodeRun } from '../../../src/train/runFile';
import { train } from '../../../src/train/train';
import { trainEnsemble } from '../../../src/train/trainEnsemble';
import { core } from '../../../src/wasm/load';
import { dtypes, withKernelMemory } from '../../property/kernelMemory';
import { tolerance } from '../../tolerances';
import { DoubleDouble } from '../doubleDouble';
import {
  type ExactMatrix,
  exactIdentity,
  exactly,
  exactProduct,
  exactScaled,
  exactSum,
  exactTranspose,
} from '../exactMatrices';
import { absolute, type ErrorBound, type ErrorCase, gamma, larger, normals, normwise, worstEntry } from './errorBound';

const times = (a: ExactMatrix, by: number) => exactScaled(a, DoubleDouble.of(by));

interface Rule {
  lr: number;
  steps: number;
  momentum: number;
  weightDecay: number;
}

/** Weights and loss after some steps of gradient descent on the moments, to about 30 digits. */
function exactTraining(net: Net, data: Moments, { lr, steps, momentum, weightDecay }: Rule) {
  const layers = layerScalings(net.spec);
  const [sxx, syx] = [exactly(data.sxx), exactly(data.syx)];
  let weights = net.weights().map(exactly);
  let velocities = weights.map((w) => times(w, 0));
  const forward = () => {
    const maps = [exactIdentity(net.spec.inputs)];
    weights.forEach((w, l) => {
      const image = times(exactProduct(w, maps[l]), layers[l].multiplier);
      maps.push(layers[l].skip ? exactSum(image, maps[l]) : image);
    });
    return maps;
  };
  for (let t = 0; t < steps; t++) {
    const maps = forward();
    const error = exactSum(syx, exactProduct(maps[weights.length], sxx), -1);
    let back = exactIdentity(net.spec.outputs);
    const gradients: ExactMatrix[] = [];
    for (let l = weights.length - 1; l >= 0; l--) {
      const { multiplier, rate, skip } = layers[l];
      const gradient = exactProduct(exactTranspose(back), exactProduct(error, exactTranspose(maps[l])));
      gradients[l] = times(gradient, multiplier * lr * rate);
      const through = times(exactProduct(back, weights[l]), multiplier);
      back = skip ? exactSum(through, back) : through;
    }
    velocities = velocities.map((v, l) =>
      exactSum(exactSum(times(v, momentum), gradients[l]), weights[l], -lr * weightDecay),
    );
    weights = weights.map((w, l) => exactSum(w, velocities[l]));
  }
  const beta = forward()[weights.length];
  // ½ (syy − 2 tr Beta·Syxᵀ + tr Beta·Sxx·Betaᵀ).
  const loss = DoubleDouble.of(data.syy);
  const image = exactProduct(beta, sxx);
  for (let i = 0; i < beta.hi.length; i++) {
    loss.addProduct(beta.hi[i], beta.lo[i], 2 * syx.hi[i], 2 * syx.lo[i], -1);
    loss.addProduct(beta.hi[i], beta.lo[i], image.hi[i], image.lo[i]);
  }
  return { weights, loss: loss.value / 2 };
}

const STEPS = 10;

/** Plain, residual, with momentum, with decay, by the seed. */
function trainError(dtype: Dtype, { n, seed }: ErrorCase): number {
  const net = createNet({
    inputs: 5,
    outputs: 1 + (seed % 3),
    hidden: 1 + (seed % 3),
    width: n,
    residual: seed % 4 === 1,
    seed,
    dtype,
  });
  const data = moments(normals(20, 5, seed), normals(20, net.spec.outputs, seed + 1));
  const rule = { lr: 0.25, steps: STEPS, momentum: seed % 4 === 2 ? 0.5 : 0, weightDecay: seed % 4 === 3 ? 0.125 : 0 };
  const run = train(net, { moments: data, ...rule });
  const expected = exactTraining(net, data, rule);
  const largest = Math.max(...expected.weights.flatMap((w) => Array.from(w.hi, Math.abs)));
  let worst = Math.abs(run.loss[STEPS] - expected.loss) / (tolerance.trainedLoss(dtype, STEPS) * 0.5 * data.syy);
  run.net.weights().forEach((w, l) => {
    worst = larger(
      worst,
      worstEntry(w.data, expected.weights[l], () => tolerance.trained(dtype, STEPS) * largest),
    );
  });
  return worst;
}

/** One sweep of a layer (n·panel rows and columns, three outputs), backwards and forwards with its update. */
function sweepError(dtype: Dtype, n: number, seed: number, way: 'backward' | 'forward'): number {
  const size = padded(n, dtype);
  const [m, kappa, classes] = [0.5, -0.25, 3];
  const single = dtype === 'float32';
  const g = normals(classes, size, seed, dtype);
  const z = normals(classes, size, seed + 1, dtype);
  const w = normals(size, size, seed + 2, dtype);
  const { kernels } = core();
  return withKernelMemory(dtype, (place) => {
    const field = (values?: Matrix) => {
      const placed = place(1, classes * size, 0, () => 0);
      if (values) packField(placed.data, values);
      return placed;
    };
    const [pg, pz, out] = [field(g), field(z), field()];
    const pw = place(size, size, 0, (i, j) => w.data[i * size + j]);
    const scratch = place(1, kernels.netScratchEntries() * classes + 4 * classes, 0, () => 0);
    if (way === 'backward') {
      const run = single ? kernels.netBackwardF32 : kernels.netBackwardF64;
      run(classes, size, size, size, m, pg.pointer, pw.pointer, out.pointer, scratch.pointer);
      const sizes = matmul(absolute(g), absolute(w)).data;
      const expected = times(exactProduct(exactly(g), exactly(w)), m);
      return worstEntry(
        unpackField(out.data, classes, size).data,
        expected,
        (i) => gamma(size + 2, dtype) * m * sizes[i],
      );
    }
    const run = single ? kernels.netForwardF32 : kernels.netForwardF64;
    run(classes, size, size, size, m, 0, kappa, pz.pointer, pw.pointer, pg.pointer, out.pointer, scratch.pointer);
    const sizes = matmul(absolute(z), absolute(w), { transposeB: true }).data;
    const image = times(exactProduct(exactly(z), exactTranspose(exactly(w))), m);
    const moved = exactSum(exactly(w), exactProduct(exactTranspose(exactly(g)), exactly(z)), kappa);
    const added = matmul(absolute(g), absolute(z), { transposeA: true }).data;
    const update = (i: number) => gamma(classes + 2, dtype) * (Math.abs(w.data[i]) + Math.abs(kappa) * added[i]);
    return larger(
      worstEntry(unpackField(out.data, classes, size).data, image, (i) => gamma(size + 2, dtype) * m * sizes[i]),
      worstEntry(pw.data, moved, update),
    );
  });
}

/** The mean of the losses of some nets, and each of them as `train` has it. */
function ensembleError({ n, seed }: ErrorCase): number {
  const data = moments(normals(9, 4, seed), normals(9, 2, seed + 1));
  const shape = { inputs: 4, outputs: 2, hidden: 2, width: n };
  const options = { moments: data, lr: 0.2, steps: 5 };
  const seeds = [seed, seed + 1, seed + 2, seed + 3, seed + 4];
  const found = trainEnsemble(shape, { ...options, seeds });
  const single = seeds.map((one) => train(createNet({ ...shape, seed: one }), options).loss);
  if (single.some((loss, i) => loss.some((x, t) => x !== found.runs[i].loss[t]))) return Number.POSITIVE_INFINITY;
  const mean = matrix(1, 6);
  const expected = exactly(mean);
  for (let t = 0; t < 6; t++) {
    const sum = new DoubleDouble();
    for (const loss of single) sum.add(loss[t]);
    sum.over(seeds.length);
    expected.hi[t] = sum.hi;
    expected.lo[t] = sum.lo;
  }
  return worstEntry(found.loss.mean, expected, (t) => gamma(seeds.length) * expected.hi[t]);
}

/** A run that was stopped half-way, written, read and gone on with, against the run without the stop. */
function resumeError({ n, seed }: ErrorCase): number {
  const data = moments(normals(9, 4, seed), normals(9, 2, seed + 1));
  const net = createNet({ inputs: 4, outputs: 2, hidden: 2, width: n, seed, dtype: seed % 2 ? 'float32' : 'float64' });
  const options = { moments: data, lr: 0.2, momentum: 0.5, keepState: true };
  const half = decodeRun(encodeRun(train(net, { ...options, steps: 5 })));
  const [gone, whole] = [resume(half, { ...options, steps: 9 }), train(net, { ...options, steps: 9 })];
  const numbers = (run: typeof whole) => [...run.loss, ...run.net.weights().flatMap((w) => [...w.data])];
  const expected = numbers(whole);
  return numbers(gone).every((x, i) => Object.is(x, expected[i])) ? 0 : Number.POSITIVE_INFINITY;
}

/** Orthogonal layers of one size are balanced: gradient flow has a closed form (docs/limits/exact.md). `condition` is 1/tolerance. */
function flowError({ n, condition, seed }: ErrorCase): number {
  const initialScales = [0.5, 0.5 * Math.sqrt(n)];
  const net = createNet({ inputs: n, outputs: n, hidden: 1, width: n, init: 'orthogonal', initialScales, seed });
  const target = normals(n, n, seed);
  const sxx = matrix(n, n);
  for (let i = 0; i < n; i++) sxx.data[i * (n + 1)] = 1;
  const syy = Math.hypot(...target.data) ** 2;
  const data = { sxx, syx: target, syy };
  const tolerated = 1 / condition;
  const run = gradientFlow(net, { moments: data, times: [1], layerLr: [1, n], tolerance: tolerated });
  const [end] = exact.endToEnd({ matrices: 2, initial: net.predictor(), target, times: [1] });
  const size = Math.max(1, Math.hypot(...end.data));
  return normwise(run.predictors[0].data, exactly(end), tolerance.gradientFlow(tolerated) * size);
}

export const training: ErrorBound[] = dtypes.flatMap((dtype): ErrorBound[] => {
  const suffix = dtype === 'float32' ? 'F32' : 'F64';
  const common = { area: 'Training', dtype, quick: 2 } as const;
  const sizes = [1, 4, 9].map((panels) => panels * panelSize(dtype));
  return [
    {
      ...common,
      functions: ['train', 'trainSteps'],
      kernels: [`netRun${suffix}`],
      error: `weights and loss after ${STEPS} steps`,
      bound: '16 (steps + 1) ε of the largest weight, of ½ mean ‖y‖²',
      sizes: [4, 9, 33],
      measure: (of) => trainError(dtype, of),
    },
    {
      ...common,
      functions: ['net, backward field'],
      kernels: [`netBackward${suffix}`],
      error: '|Δ(m gW)|',
      bound: 'γ_(N+2) |m||g||W|',
      sizes,
      measure: ({ n, seed }) => sweepError(dtype, n, seed, 'backward'),
    },
    {
      ...common,
      functions: ['net, forward image and update'],
      kernels: [`netForward${suffix}`],
      error: '|Δ(m Wz)|, |Δ(W + κ gᵀz)|',
      bound: 'γ_(N+2) |m||W||z|, γ_(C+2) (|W| + |κ||g|ᵀ|z|)',
      sizes,
      measure: ({ n, seed }) => sweepError(dtype, n, seed, 'forward'),
    },
  ];
});

training.push(
  {
    area: 'Training',
    dtype: 'float64',
    functions: ['trainEnsemble', 'trainEnsembleSteps'],
    error: 'mean loss; each net as by `train`, to the bit',
    bound: 'γ_seeds mean loss; 0',
    sizes: [3, 17],
    quick: 2,
    measure: ensembleError,
  },
  {
    area: 'Training',
    dtype: 'float64',
    functions: ['resume', 'resumeSteps', 'encodeRun', 'decodeRun'],
    error: 'weights and loss, against a run without the stop',
    bound: '0',
    sizes: [3, 17],
    quick: 2,
    measure: resumeError,
  },
  {
    area: 'Training',
    dtype: 'float64',
    functions: ['gradientFlow', 'gradientFlowSteps'],
    error: '‖Beta − closed form‖',
    bound: '10 `tolerance`; 1/`tolerance` in place of κ',
    sizes: [2, 5, 12],
    conditions: [1e4, 1e9, 1e12],
    quick: 2,
    measure: flowError,
  },
);
