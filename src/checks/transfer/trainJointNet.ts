import { ValueError } from '../../errors';
import { jointNet } from '../../limits/joint/jointNet';
import type { JointLimitOptions } from '../../limits/jointLimit';
import { matmul } from '../../linalg/matmul';
import { qr } from '../../linalg/qr';
import { assertFits } from '../../linalg/resident';
import { sqrtm } from '../../linalg/sqrtm';
import { drain, type Progress } from '../../longWork';
import { bytesPer, type Matrix, matrix } from '../../matrix';
import { createNet } from '../../nets/createNet';
import { netSpec } from '../../nets/netSpec';
import { netBytes, sizesOf } from '../../nets/residentNet';
import { rng } from '../../random/rng';
import { trainSteps } from '../../train/train';

/** What the joint limit predicts of a net: losses at every step, up to where training diverged. */
export interface JointCurves {
  /** Without label noise. */
  test: Float64Array;
  /** With it. One entry less with fresh batches: the last one is not of a fresh batch. */
  train: Float64Array;
  diverged?: { step: number; reason: string };
}

/** A finite net of a joint limit on data of its own. */
export interface JointMember {
  width: number;
  /** Trains it from the start; `lrHat`: at this rate in place of the limit's. */
  curvesSteps(lrHat?: number): Generator<Progress, JointCurves, boolean | undefined>;
  /** Test loss after the last step, Infinity when training diverged. */
  finalLoss(lrHat: number): number;
}

/** Isotropic inputs and a target of order one, the default of jointLimit. */
const ISOTROPIC = [{ eigenvalue: 1, fraction: 1, target: 1 }];

/**
 * The net with D inputs that `limit` describes, with weights, target and data from one seed. The target has exactly the Gram
 * matrix of the limit in every group of modes and is orthogonal there to the initial predictor: both hold in the limit anyway, and
 * their fluctuation would hide that of the net. Options are those of a jointLimit that was made before: they are not checked again.
 * @throws ValueError where a group has fewer than 2C modes.
 */
export function trainJointNet(limit: JointLimitOptions, inputs: number, seed: number): JointMember {
  const { hidden, outputs = 1, steps, noiseStd = 0, residual, initialScales, layerLr, temperatureHat } = limit;
  const { width, gamma0, samples, batch, spectrum, ...own } = jointNet(limit, limit.spectrum ?? ISOTROPIC, { inputs });
  const key = rng(seed).fork('joint');
  const netOptions = { inputs, outputs, hidden, width, gamma0, residual, initialScales, seed };
  // by the names of the limit's ratios, of which these sizes are made
  const spec = netSpec(netOptions);
  assertFits('widthPerInput', `the weights of ${sizesOf(spec)}`, netBytes(spec));
  const rows = samples ?? (batch ? batch.size * steps : 0);
  assertFits('samplesPerInput', `${rows} samples of ${inputs} inputs`, rows * (inputs + outputs) * bytesPer.float64);
  const net = createNet(netOptions);
  const teacher = makeTeacher(limit, net.predictor(), key.fork('teacher').normal(outputs * inputs));
  const sxx = matrix(inputs, inputs);
  for (let k = 0; k < inputs; k++) sxx.data[k * (inputs + 1)] = spectrum[k];
  const syx = matmul(teacher, sxx);
  let syy = 0;
  for (let i = 0; i < syx.data.length; i++) syy += syx.data[i] * teacher.data[i];
  const population = { sxx, syx, syy, samples: Number.POSITIVE_INFINITY };
  let data: Pick<Parameters<typeof trainSteps>[1], 'moments' | 'x' | 'y' | 'batch'> = { moments: population };
  if (rows > 0) {
    const deviations = spectrum.map(Math.sqrt);
    const x = matrix(rows, inputs, key.fork('x').normal(rows * inputs));
    for (let i = 0; i < x.data.length; i++) x.data[i] *= deviations[i % inputs];
    const y = matmul(x, teacher, { transposeB: true });
    const noise = key.fork('noise').normal(y.data.length);
    for (let i = 0; i < noise.length; i++) y.data[i] += noiseStd * noise[i];
    data = { x, y, ...(batch && { batch }) };
  }
  const noiseSeed = temperatureHat ? seed : undefined;
  const shared = { ...own, ...data, layerLr, steps, noiseSeed, testMoments: population };
  function* curvesSteps(lrHat?: number): Generator<Progress, JointCurves, boolean | undefined> {
    const rate = lrHat === undefined ? {} : { lr: lrHat * inputs, schedule: undefined };
    const { loss, testLoss, diverged } = yield* trainSteps(net, { ...shared, ...rate });
    return { test: testLoss!, train: batch ? loss.subarray(0, steps) : loss, diverged };
  }
  return {
    width,
    curvesSteps,
    finalLoss(lrHat) {
      const { test, diverged } = drain(curvesSteps(lrHat));
      return diverged ? Number.POSITIVE_INFINITY : test[steps];
    },
  };
}

/** Teacher β*ᵀ/√D (C×D), in every group of modes orthogonal to the initial predictor and with the Gram matrix of the limit. */
function makeTeacher(limit: JointLimitOptions, initial: Matrix, normals: Float64Array): Matrix {
  const { rows: outputs, cols: inputs } = initial;
  const spectrum = limit.spectrum ?? ISOTROPIC;
  const teacher = matrix(outputs, inputs);
  let share = 0;
  let from = 0;
  spectrum.forEach(({ fraction, target }, group) => {
    share += fraction;
    const to = group === spectrum.length - 1 ? inputs : Math.min(inputs, Math.round(share * inputs));
    const modes = to - from;
    if (modes < 2 * outputs) {
      throw new ValueError(`inputs: expected at least ${2 * outputs} modes in spectrum[${group}], got ${modes}`);
    }
    // orthonormal columns: first those of the initial predictor, then fresh directions
    const frame = matrix(modes, 2 * outputs);
    for (let k = 0; k < modes; k++) {
      for (let c = 0; c < outputs; c++) {
        frame.data[2 * outputs * k + c] = initial.data[c * inputs + from + k];
        frame.data[2 * outputs * k + outputs + c] = normals[(from + k) * outputs + c];
      }
    }
    const { q } = qr(frame);
    const fresh = matrix(modes, outputs);
    for (let i = 0; i < fresh.data.length; i++) {
      fresh.data[i] = q.data[2 * outputs * Math.floor(i / outputs) + outputs + (i % outputs)];
    }
    const mixed = typeof target === 'number' ? fresh : matmul(fresh, sqrtm(target));
    const size = Math.sqrt(((typeof target === 'number' ? target : 1) * modes) / inputs);
    for (let k = 0; k < modes; k++) {
      for (let c = 0; c < outputs; c++) teacher.data[c * inputs + from + k] = size * mixed.data[k * outputs + c];
    }
    from = to;
  });
  return teacher;
}
