import { ValueError } from '../errors';
import { type JointLimitOptions, jointLimit } from '../limits/jointLimit';
import { matmul } from '../linalg/matmul';
import { qr } from '../linalg/qr';
import { sqrtm } from '../linalg/sqrtm';
import { type Matrix, matrix } from '../matrix';
import { createNet } from '../nets/createNet';
import { rng } from '../random/rng';
import { train } from '../train/train';

/** A finite net of a joint limit on data of its own. */
export interface JointMember {
  width: number;
  /** Test loss without label noise after the last step, Infinity when training diverged. */
  finalLoss(lrHat: number): number;
}

/**
 * The net with D inputs that `limit` describes, with weights, target and data from one seed. The target has exactly the Gram matrix of
 * the limit in every group of modes: its fluctuation would hide that of the net.
 */
export function trainJointNet(limit: Omit<JointLimitOptions, 'lrHat'>, inputs: number, seed: number): JointMember {
  const { hidden, outputs = 1, steps, noiseStd = 0, residual, initialScales, layerLr, temperatureHat } = limit;
  const described = (lrHat: number) => jointLimit({ ...limit, lrHat, steps: 0 }).forNet({ inputs });
  const { width, gamma0, samples, batch, spectrum } = described(1);
  const key = rng(seed).fork('joint');
  const net = createNet({ inputs, outputs, hidden, width, gamma0, residual, initialScales, seed });
  const teacher = makeTeacher(limit, inputs, key.fork('teacher').normal(inputs * outputs));
  const sxx = matrix(inputs, inputs);
  for (let k = 0; k < inputs; k++) sxx.data[k * (inputs + 1)] = spectrum[k];
  const syx = matmul(teacher, sxx);
  let syy = 0;
  for (let i = 0; i < syx.data.length; i++) syy += syx.data[i] * teacher.data[i];
  const population = { sxx, syx, syy, samples: Number.POSITIVE_INFINITY };
  const rows = samples ?? (batch ? batch.size * steps : 0);
  let data: Pick<Parameters<typeof train>[1], 'moments' | 'x' | 'y' | 'batch'> = { moments: population };
  if (rows > 0) {
    const deviations = spectrum.map(Math.sqrt);
    const x = matrix(rows, inputs, key.fork('x').normal(rows * inputs));
    for (let i = 0; i < x.data.length; i++) x.data[i] *= deviations[i % inputs];
    const y = matmul(x, teacher, { transposeB: true });
    const noise = key.fork('noise').normal(y.data.length);
    for (let i = 0; i < noise.length; i++) y.data[i] += noiseStd * noise[i];
    data = { x, y, ...(batch && { batch }) };
  }
  return {
    width,
    finalLoss(lrHat) {
      const { lr, momentum, nesterov, weightDecay, decoupledDecay, temperature } = described(lrHat);
      const { testLoss, diverged } = train(net, {
        ...data,
        lr,
        momentum,
        nesterov,
        weightDecay,
        decoupledDecay,
        temperature,
        noiseSeed: temperatureHat ? seed : undefined,
        layerLr,
        steps,
        testMoments: population,
      });
      return diverged ? Number.POSITIVE_INFINITY : testLoss![steps];
    },
  };
}

/** Teacher β*ᵀ/√D (C×D) with orthogonal rows in every group of modes. */
function makeTeacher(
  { spectrum = [{ eigenvalue: 1, fraction: 1, target: 1 }], outputs = 1 }: Omit<JointLimitOptions, 'lrHat'>,
  inputs: number,
  normals: Float64Array,
): Matrix {
  const teacher = matrix(outputs, inputs);
  let share = 0;
  let from = 0;
  spectrum.forEach(({ fraction, target }, group) => {
    share += fraction;
    const to = group === spectrum.length - 1 ? inputs : Math.min(inputs, Math.round(share * inputs));
    const modes = to - from;
    if (modes < outputs) {
      throw new ValueError(`simulate.inputs: expected at least ${outputs} modes in spectrum[${group}], got ${modes}`);
    }
    const { q } = qr(matrix(modes, outputs, normals.subarray(from * outputs, to * outputs)));
    const root = typeof target === 'number' ? Math.sqrt(target) : sqrtm(target);
    const fresh = typeof root === 'number' ? q : matmul(q, root);
    const size = Math.sqrt(modes / inputs) * (typeof root === 'number' ? root : 1);
    for (let k = 0; k < modes; k++) {
      for (let c = 0; c < outputs; c++) teacher.data[c * inputs + from + k] = size * fresh.data[k * outputs + c];
    }
    from = to;
  });
  return teacher;
}
