/** Finite nets of the joint limit with their data, for the theory tests. */
import type { ComparableRun } from '../../src/checks/distanceToLimit';
import { type JointLimitOptions, jointLimit } from '../../src/limits/jointLimit';
import { cholesky } from '../../src/linalg/cholesky';
import { matmul } from '../../src/linalg/matmul';
import { qr } from '../../src/linalg/qr';
import { type Matrix, matrix, transpose } from '../../src/matrix';
import { createNet } from '../../src/nets/createNet';
import { rng } from '../../src/random/rng';
import { train } from '../../src/train/train';

/** Test and training loss of one net. */
export interface JointPair {
  test: ComparableRun;
  train: ComparableRun;
}

/**
 * `seeds` nets with D inputs, each with a teacher and data of its own. The teacher's Gram matrix is exactly that of the limit
 * in every group of modes, and the teacher is orthogonal there to the initial predictor: both hold in the limit anyway, and
 * their fluctuation would hide the rest.
 */
export function jointNets(options: JointLimitOptions, inputs: number, seeds: number): JointPair[] {
  const { hidden, outputs = 1, steps, noiseStd = 0, residual, initialScales, layerLr } = options;
  const { width, gamma0, samples, batch, spectrum, ...step } = jointLimit({ ...options, steps: 0 }).forNet({ inputs });
  return Array.from({ length: seeds }, (_, k) => {
    const seed = 1000 * inputs + k;
    const key = rng(seed).fork('joint');
    const net = createNet({ inputs, outputs, hidden, width, gamma0, residual, initialScales, seed });
    const teacher = teacherOf(options, inputs, net.predictor(), key.fork('teacher').normal(2 * outputs * inputs));
    const rows = samples ?? (batch ? batch.size * steps : 0);
    const x = matrix(rows, inputs, key.fork('x').normal(rows * inputs));
    for (let i = 0; i < x.data.length; i++) x.data[i] *= Math.sqrt(spectrum[i % inputs]);
    const y = matmul(x, teacher, { transposeB: true });
    key
      .fork('noise')
      .normal(y.data.length)
      .forEach((value, i) => {
        y.data[i] += noiseStd * value;
      });
    const population = populationOf(teacher, spectrum);
    const data = rows > 0 ? { x, y, ...(batch && { batch }) } : { moments: population };
    const noiseSeed = step.temperature ? seed : undefined;
    const run = train(net, { ...step, ...data, noiseSeed, layerLr, steps, testMoments: population });
    const seen = (loss: ArrayLike<number>) => ({
      loss,
      net: { width: inputs, spec: { seed } },
      diverged: run.diverged,
    });
    // the last entry of mini-batches is not of a fresh batch
    return { test: seen(run.testLoss!), train: seen(batch ? run.loss.subarray(0, steps) : run.loss) };
  });
}

/** Teacher W = β*ᵀ/√D (C×D) from 2·C·D normals. */
function teacherOf(options: JointLimitOptions, inputs: number, initial: Matrix, normals: Float64Array): Matrix {
  const outputs = initial.rows;
  const teacher = matrix(outputs, inputs);
  let share = 0;
  let from = 0;
  for (const { fraction, target } of options.spectrum ?? [{ eigenvalue: 1, fraction: 1, target: 1 }]) {
    share += fraction;
    const to = Math.round(share * inputs);
    const modes = to - from;
    // orthonormal columns: first those of the initial predictor, then fresh directions
    const frame = matrix(modes, 2 * outputs);
    for (let i = 0; i < modes; i++) {
      for (let c = 0; c < outputs; c++) {
        frame.data[2 * outputs * i + c] = initial.data[c * inputs + from + i];
        frame.data[2 * outputs * i + outputs + c] = normals[(from + i) * outputs + c];
      }
    }
    const { q } = qr(frame);
    const fresh = matrix(outputs, modes);
    for (let c = 0; c < outputs; c++) {
      for (let i = 0; i < modes; i++) fresh.data[c * modes + i] = q.data[2 * outputs * i + outputs + c];
    }
    const gram = typeof target === 'number' ? diagonal(outputs, target) : (target as number[][]);
    const mixed = matmul(cholesky(gram), fresh, { alpha: Math.sqrt(modes / inputs) });
    for (let c = 0; c < outputs; c++) {
      for (let i = 0; i < modes; i++) teacher.data[c * inputs + from + i] = mixed.data[c * modes + i];
    }
    from = to;
  }
  return teacher;
}

function populationOf(teacher: Matrix, spectrum: Float64Array) {
  const { rows: outputs, cols: inputs } = teacher;
  const syx = matrix(
    outputs,
    inputs,
    teacher.data.map((value, i) => value * spectrum[i % inputs]),
  );
  const syy = matmul(syx, transpose(teacher));
  let trace = 0;
  for (let c = 0; c < outputs; c++) trace += syy.data[c * (outputs + 1)];
  const sxx = matrix(inputs, inputs);
  for (let k = 0; k < inputs; k++) sxx.data[k * (inputs + 1)] = spectrum[k];
  return { sxx, syx, syy: trace, samples: Number.POSITIVE_INFINITY };
}

function diagonal(size: number, value: number): Matrix {
  const out = matrix(size, size);
  for (let i = 0; i < size; i++) out.data[i * (size + 1)] = value;
  return out;
}
