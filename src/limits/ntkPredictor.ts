import { NumericalError, ShapeError } from '../errors';
import { eigh } from '../linalg/eigh';
import { checkedFactorInput, symmetricInput } from '../linalg/factorInput';
import { matmul } from '../linalg/matmul';
import { heapMatrix, keptMatrix, withWorkspace } from '../linalg/resident';
import { triangularSolve } from '../linalg/triangularSolve';
import { type Matrix, type MatrixLike, matrix, transpose } from '../matrix';
import { assertFinite, booleanValue, integer, knownOptions, nonNegative, positive, reject } from '../validate';
import { factorKernel } from './gpPosterior';
import { assertDefinite } from './kernels/assertDefinite';

export interface NtkPredictorOptions {
  /** Tangent kernel Θ of the training samples, P×P (`ntkKernel`). */
  ntk: MatrixLike;
  /** Labels, P×C. */
  y: MatrixLike;
  /** Learning rate η of the loss ½ mean‖y − f‖²: df/dt = −η Θ (f − y)/P. neural-tangents' rate is ours times C. */
  lr: number;
  /** Steps of gradient descent (t an integer) instead of gradient flow. Default false. */
  discrete?: boolean;
  /** NNGP kernel of the training samples, P×P: gives the covariance of the ensemble of nets. */
  nngp?: MatrixLike;
  /** Outputs f_0 of one net at the training samples, P×C: its training, instead of the ensemble's. Not together with `nngp`. */
  initial?: MatrixLike;
}

/** Where predictions are wanted. All but `ntk` are needed exactly where the options have their counterpart. */
export interface NtkPredictorPoints {
  /** Tangent kernel of M points with the training samples, M×P. */
  ntk: MatrixLike;
  /** NNGP kernel of the points with the training samples, M×P. */
  nngp?: MatrixLike;
  /** NNGP kernel of the points, M×M. */
  prior?: MatrixLike;
  /** Outputs f_0 of the net at the points, M×C. */
  initial?: MatrixLike;
}

export interface NtkPrediction {
  /** Outputs, M×C: of the net with the given f_0, or the mean over nets (their f_0 has mean zero). */
  mean: Matrix;
  /** Covariance over nets of an output at the M points, M×M, the same for every output; when `nngp` is given. */
  covariance?: Matrix;
}

/**
 * Training of infinitely wide nets in the NTK parameterization (Lee et al. 2019, equations 8–16; Jacot et al. 2018). With
 * Θ = U diag(λ) Uᵀ and decay d = exp(−ηλt/P), in discrete time (1 − ηλ/P)^t,
 *
 *     f_t = f_0 + B (y − f_0(train)),   B = Θ* U diag((1 − d)/λ) Uᵀ,
 *     mean over nets: B y,   covariance: K** − B K*ᵀ − K* Bᵀ + B K Bᵀ.
 *
 * A trained finite net that starts from the same f_0 differs by N^(−1/2), its mean by 1/N. One eigendecomposition serves all
 * finite times; infinite time uses a Cholesky factorization, or the eigenvectors of nonzero λ where Θ is singular (the limit
 * all the same: kernels of points do not see the others).
 *
 * The result is a function of t (time; steps when `discrete`; Infinity) and of the points, default the training samples.
 * @throws ShapeError, ValueError for bad arguments; NumericalError for infinite time when discrete steps do not converge, and where
 * diverging steps, or labels, leave float64.
 */
export function ntkPredictor(options: NtkPredictorOptions): (t: number, points?: NtkPredictorPoints) => NtkPrediction {
  knownOptions('ntkPredictor', options, ['ntk', 'y', 'lr', 'discrete', 'nngp', 'initial']);
  const y = keptMatrix(options.y, input('y', options.y));
  const P = y.rows;
  if (P === 0) throw new ShapeError(`y: expected at least one sample, got ${P}×${y.cols}`);
  const ntk = symmetric('ntk', options.ntk, P);
  const rate = positive('lr', options.lr) / P;
  const discrete = booleanValue('discrete', options.discrete ?? false);
  const nngp = options.nngp === undefined ? undefined : symmetric('nngp', options.nngp, P);
  const initial =
    options.initial === undefined
      ? undefined
      : keptMatrix(options.initial, input('initial', options.initial, P, y.cols));
  if (nngp && initial) reject('initial', 'nothing together with nngp: one net, or the ensemble', options.initial);
  const residual = initial ? difference(y, initial) : y;
  const spectrum = once(() => kernelSpectrum(ntk));
  const factor = once(() => infiniteTime(ntk, spectrum));

  /** 1 − decay over λ; 0 for modes of rounding once it would be learnt. */
  const gain = (value: number, t: number): number => {
    const { noise } = spectrum();
    if (value <= noise && rate * noise * t > 1) return 0;
    // rounding makes zero modes slightly negative
    const x = rate * Math.max(0, value);
    if (x === 0) return Math.min(rate * t, Number.MAX_VALUE);
    return (discrete ? oneMinusPower(x, t) : -Math.expm1(-x * t)) / Math.max(0, value);
  };
  /** Multiplies mode k, row k, by its (1 − d)/λ, in place; by 0 before `from`. */
  const gained = (t: number, modes: Matrix, from = 0): Matrix => {
    const { values } = spectrum();
    for (let k = 0; k < modes.rows; k++) {
      const factorK = k < from ? 0 : gain(values[k], t);
      for (let c = 0; c < modes.cols; c++) modes.data[k * modes.cols + c] *= factorK;
    }
    return modes;
  };
  /** Θ* along the first modes, one a column of `vectors`; 0 where only rounding sees a mode without eigenvalue, as time would multiply it. */
  const seen = (vectors: Matrix, cross: Matrix): Matrix => {
    const modes = matmul(vectors, cross, { transposeA: true, transposeB: true });
    const { nulls: count } = spectrum();
    for (let i = 0; count > 0 && i < cross.rows; i++) {
      let square = 0;
      for (let p = 0; p < P; p++) square += cross.data[i * P + p] ** 2;
      for (let k = 0; k < count; k++) {
        if (Math.abs(modes.data[k * cross.rows + i]) <= UNSEEN * Math.sqrt(square)) modes.data[k * cross.rows + i] = 0;
      }
    }
    return modes;
  };
  /** B applied to the residual: modes without eigenvalue by themselves, the others by Θ* as it is. */
  const meanOf = (t: number, cross: Matrix): Matrix => {
    const { vectors, nulls: count } = spectrum();
    const modes = matmul(vectors, residual, { transposeA: true });
    const without = gained(t, matrix(count, y.cols, modes.data.slice(0, count * y.cols)));
    const mean = matmul(cross, matmul(vectors, gained(t, modes, count)));
    if (count === 0) return mean;
    const first = matrix(P, count);
    for (let p = 0; p < P; p++) first.data.set(vectors.data.subarray(p * P, p * P + count), p * count);
    const rest = matmul(seen(first, cross), without, { transposeA: true });
    for (let i = 0; i < mean.data.length; i++) mean.data[i] += rest.data[i];
    return mean;
  };
  /** Bᵀ: (1 − d)/Θ applied to Θ*ᵀ. */
  const mapOf = (t: number, cross: Matrix): Matrix => {
    const { vectors } = spectrum();
    return matmul(vectors, gained(t, seen(vectors, cross)));
  };
  const converged = () => {
    if (discrete) assertConverges(spectrum().values, rate);
    return factor();
  };

  return (time, points) => {
    const t = time === Number.POSITIVE_INFINITY ? time : discrete ? integer('t', time, 0) : nonNegative('t', time);
    if (points) knownOptions('points', points, ['ntk', 'nngp', 'prior', 'initial']);
    const cross = points ? input('points.ntk', points.ntk, undefined, P) : ntk;
    const M = cross.rows;
    const at = (name: 'nngp' | 'prior' | 'initial', own: Matrix | undefined, cols: number): Matrix | undefined => {
      if (!own) {
        if (points?.[name] !== undefined)
          reject(`points.${name}`, `nothing without the option ${name === 'prior' ? 'nngp' : name}`, points[name]);
        return undefined;
      }
      return points ? input(`points.${name}`, points[name], M, cols) : own;
    };
    const start = at('initial', initial, y.cols);
    const kernel = at('nngp', nngp, P);
    const prior = at('prior', nngp, M);
    const atEnd = t === Number.POSITIVE_INFINITY ? converged() : undefined;
    const mean = atEnd ? matmul(cross, atEnd(residual)) : meanOf(t, cross);
    if (start) for (let i = 0; i < mean.data.length; i++) mean.data[i] += start.data[i];
    const name = 'lr, t, y';
    assertFinite(name, mean.data);
    if (!nngp || !kernel || !prior) return { mean };
    // Bᵀ: the map is symmetric
    const b = atEnd ? atEnd(transpose(cross)) : mapOf(t, cross);
    const half = matmul(nngp, b);
    const both = matmul(b, half, { transposeA: true });
    const mixed = matmul(kernel, b);
    const covariance = matrix(M, M);
    for (let i = 0; i < M; i++) {
      for (let j = 0; j < M; j++) {
        const k = i * M + j;
        covariance.data[k] =
          prior.data[k] - mixed.data[k] - mixed.data[j * M + i] + (both.data[k] + both.data[j * M + i]) / 2;
      }
    }
    assertFinite(name, covariance.data);
    return { mean, covariance };
  };
}

/** Entry of Θ*U that is rounding, in units of the length of Θ*'s row (1 measured, whatever P). More would take from smooth kernels what they have. */
const UNSEEN = 4 * Number.EPSILON;

interface KernelSpectrum {
  /** Ascending. */
  values: Float64Array;
  vectors: Matrix;
  /** Eigenvalues up to it may be rounding: 2P units of it, or twice what the most negative one shows. */
  noise: number;
  /** How many there are, the first ones. */
  nulls: number;
}

function kernelSpectrum(ntk: Matrix): KernelSpectrum {
  const { values, vectors } = eigh(ntk);
  const [least, largest] = [values[0], values[values.length - 1]];
  assertDefinite('ntk', values);
  const noise = Math.max(2 * values.length * Number.EPSILON * largest, -2 * least);
  const seen = values.findIndex((value) => value > noise);
  return { values, vectors, noise, nulls: seen < 0 ? values.length : seen };
}

/** 1 − (1 − x)^t without cancellation for small x. */
function oneMinusPower(x: number, t: number): number {
  return x < 1 ? -Math.expm1(t * Math.log1p(-x)) : 1 - (1 - x) ** t;
}

function assertConverges(values: Float64Array, rate: number): void {
  const fastest = rate * values[values.length - 1];
  // at the largest rate itself the fastest mode turns around for ever; both have the rounding of an eigenvalue
  if (fastest < 2 - 4 * values.length * Number.EPSILON) return;
  throw new NumericalError(
    `lr: expected a rate below ${(2 * rate * values.length) / fastest} (maxLearningRate) for infinitely many steps, got ${rate * values.length}`,
  );
}

/** m ↦ Θ⁻¹ m; on the modes that Θ sees, when it is singular in working precision. */
function infiniteTime(ntk: Matrix, spectrum: () => KernelSpectrum): (m: Matrix) => Matrix {
  let factor: Matrix | undefined;
  try {
    factor = factorKernel(ntk, ntk.rows, 0).factor;
  } catch (error) {
    if (!(error instanceof NumericalError)) throw error;
  }
  if (factor) {
    const lower = factor;
    return (m) => triangularSolve(lower, triangularSolve(lower, m), { transpose: true });
  }
  return (m) => {
    const { values, vectors, noise } = spectrum();
    const modes = matmul(vectors, m, { transposeA: true });
    modes.data.forEach((v, at) => {
      const value = values[Math.floor(at / m.cols)];
      modes.data[at] = value > noise ? v / value : 0;
    });
    return matmul(vectors, modes);
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function input(name: string, value: MatrixLike | undefined, rows?: number, cols?: number): Matrix {
  if (value === undefined) reject(name, 'a matrix', value);
  const m = checkedFactorInput(heapMatrix(value, name), name);
  if ((rows ?? m.rows) !== m.rows || (cols ?? m.cols) !== m.cols) {
    throw new ShapeError(`${name}: expected ${rows ?? m.rows}×${cols ?? m.cols}, got ${m.rows}×${m.cols}`);
  }
  return m;
}

/** A kernel of the training samples, to be kept. */
function symmetric(name: string, value: MatrixLike, samples: number): Matrix {
  input(name, value, samples, samples);
  return withWorkspace((ws) => symmetricInput(ws, value, name).copy());
}

function difference(a: Matrix, b: Matrix): Matrix {
  return matrix(
    a.rows,
    a.cols,
    a.data.map((v, i) => v - b.data[i]),
  );
}
