import { NumericalError, ValueError } from '../errors';
import { matmul } from '../linalg/matmul';
import { type Matrix, matrix } from '../matrix';
import { type Rng, rng } from '../random/rng';
import {
  assertFinite,
  checkedNumbers,
  integer,
  isFloat64Array,
  knownOptions,
  nonNegative,
  oneOf,
  positive,
  reject,
  seedValue,
  zeros64,
} from '../validate';
import { type Moments, moments } from './moments';

/** Eigenvalues λ_k = k^−α of the input covariance and a teacher with λ_k w_k² = k^−(αβ+1), k = 1 … D. */
export interface PowerLaw {
  /** α ≥ 0. */
  spectrumExponent: number;
  /** β > 0; the loss of a lazy net falls as t^−β. */
  sourceExponent: number;
}

export interface SyntheticTaskOptions {
  /** D. */
  inputs: number;
  /** C. Default 1. */
  outputs?: number;
  /** Variances of the D (independent) inputs: all 1, a power law, or given. */
  spectrum: 'isotropic' | PowerLaw | readonly number[] | Float64Array;
  /** Standard deviation of the label noise, independent for every output. Default 0. */
  noiseStd?: number;
  /** Take the moments of `sample(samples, seed)`. Default: those of the population. */
  samples?: number;
  /** Key of the teacher. */
  seed: number;
}

export interface SyntheticTask {
  /** Of the population (samples: Infinity), or of a sample where one was asked for. */
  moments: Moments;
  /** W (C×D): y = W x + noise. */
  teacher: Matrix;
  /** Variances of the inputs. */
  spectrum: Float64Array;
  /** n new samples, x (n×D) and y (n×C), from this seed alone. */
  sample(
    n: number,
    seed: number,
  ): {
    /** n×D. */
    x: Matrix;
    /** n×C. */
    y: Matrix;
  };
}

/** Of one sample of x and y. */
const MOST_DRAWS = 2 ** 28;

/**
 * A linear teacher on Gaussian inputs with a diagonal covariance. With a power law (Bordelon and Pehlevan 2025, eq. 20)
 * every output's coefficients have the given size and a random sign; otherwise they are normal with variance 1/D.
 * @throws ValueError for options outside their range or unknown; NumericalError where float64 does not hold a coefficient.
 */
export function syntheticTask(options: SyntheticTaskOptions): SyntheticTask {
  knownOptions('syntheticTask', options, ['inputs', 'outputs', 'spectrum', 'noiseStd', 'samples', 'seed']);
  const inputs = integer('inputs', options.inputs, 1);
  const outputs = integer('outputs', options.outputs ?? 1, 1, Math.max(1, Math.floor(MOST_DRAWS / inputs)));
  const noiseStd = nonNegative('noiseStd', options.noiseStd ?? 0);
  const key = rng(seedValue('seed', options.seed)).fork('syntheticTask');
  const spectrum = variances(options.spectrum, inputs);
  const teacher = makeTeacher(options.spectrum, spectrum, outputs, key);
  const sample = (n: number, seed: number) => draw(teacher, spectrum, noiseStd, n, seed);
  if (options.samples === undefined) {
    return { moments: population(teacher, spectrum, noiseStd), teacher, spectrum, sample };
  }
  const samples = integer('samples', options.samples, 1);
  if (samples * (inputs + outputs) > MOST_DRAWS) reject('samples', `at most ${MOST_DRAWS} numbers in all`, samples);
  const { x, y } = sample(samples, options.seed);
  return { moments: drawnMoments(x, y), teacher, spectrum, sample };
}

function variances(spectrum: SyntheticTaskOptions['spectrum'], inputs: number): Float64Array {
  if (typeof spectrum === 'string') {
    oneOf('spectrum', spectrum, ['isotropic']);
    return zeros64('inputs', inputs).fill(1);
  }
  if (isPowerLaw(spectrum)) {
    knownOptions('spectrum', spectrum, ['spectrumExponent', 'sourceExponent']);
    const exponent = nonNegative('spectrumExponent', spectrum.spectrumExponent);
    positive('sourceExponent', spectrum.sourceExponent);
    return zeros64('inputs', inputs).map((_, k) => (k + 1) ** -exponent);
  }
  if (!Array.isArray(spectrum) && !isFloat64Array(spectrum)) {
    reject('spectrum', "'isotropic', { spectrumExponent, sourceExponent } or an array of variances", spectrum);
  }
  if (spectrum.length !== inputs) reject('spectrum', `${inputs} variances as inputs`, spectrum);
  return checkedNumbers('spectrum', spectrum, nonNegative);
}

function isPowerLaw(spectrum: SyntheticTaskOptions['spectrum']): spectrum is PowerLaw {
  return typeof spectrum === 'object' && spectrum !== null && 'spectrumExponent' in spectrum;
}

function makeTeacher(law: SyntheticTaskOptions['spectrum'], spectrum: Float64Array, outputs: number, key: Rng): Matrix {
  const inputs = spectrum.length;
  const random = key.fork('teacher').normal(outputs * inputs);
  if (!isPowerLaw(law)) {
    const size = 1 / Math.sqrt(inputs);
    return matrix(
      outputs,
      inputs,
      random.map((v) => v * size),
    );
  }
  // w² of λ w² = k^−(αβ+1), also where λ underflows: those inputs are 0
  const power = law.spectrumExponent * (1 - law.sourceExponent) - 1;
  const entries = random.map((v, i) => Math.sign(v) * ((i % inputs) + 1) ** (power / 2));
  assertFinite('spectrum', entries);
  return matrix(outputs, inputs, entries);
}

function population(teacher: Matrix, spectrum: Float64Array, noiseStd: number): Moments {
  const { rows: outputs, cols: inputs } = teacher;
  const sxx = matrix(inputs, inputs);
  for (let k = 0; k < inputs; k++) sxx.data[k * inputs + k] = spectrum[k];
  const syx = matrix(outputs, inputs);
  let syy = outputs * noiseStd ** 2;
  for (let i = 0; i < teacher.data.length; i++) {
    syx.data[i] = teacher.data[i] * spectrum[i % inputs];
    syy += teacher.data[i] * syx.data[i];
  }
  return { sxx, syx, syy, samples: Infinity };
}

function draw(
  teacher: Matrix,
  spectrum: Float64Array,
  noiseStd: number,
  n: number,
  seed: number,
): { x: Matrix; y: Matrix } {
  integer('n', n, 1);
  const { rows: outputs, cols: inputs } = teacher;
  const key = rng(seedValue('seed', seed)).fork('syntheticTask sample');
  const deviations = spectrum.map(Math.sqrt);
  const x = matrix(n, inputs, key.fork('inputs').normal(n * inputs));
  for (let i = 0; i < x.data.length; i++) x.data[i] *= deviations[i % inputs];
  const y = matmul(x, teacher, { transposeB: true });
  if (noiseStd > 0) {
    const noise = key.fork('noise').normal(n * outputs);
    for (let i = 0; i < noise.length; i++) y.data[i] += noiseStd * noise[i];
  }
  return { x, y };
}

/** @throws NumericalError where the products of samples overflow: the caller knows the spectrum and the noise, not them. */
function drawnMoments(x: Matrix, y: Matrix): Moments {
  try {
    return moments(x, y);
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    throw new NumericalError('spectrum, noiseStd: expected samples whose products fit in float64, got an overflow');
  }
}
