import { NumericalError, ShapeError } from '../errors';
import { choleskyInPlace } from '../linalg/cholesky';
import { checkedFactorInput, symmetricInput } from '../linalg/factorInput';
import { gram } from '../linalg/gram';
import { inverseNormEstimate } from '../linalg/inverseNormEstimate';
import { matmul } from '../linalg/matmul';
import { heapMatrix, type WorkspaceMatrix, withWorkspace } from '../linalg/resident';
import { triangularSolve, triangularSolveInPlace } from '../linalg/triangularSolve';
import { type Matrix, type MatrixLike, matrix, transpose } from '../matrix';
import { checkedNumbers, isNumberList, knownOptions, nonNegative, reject } from '../validate';

export interface GpPosteriorOptions {
  /** Kernel of the training samples, P×P (`nngpKernel`, or `ntkKernel`). */
  kernel: MatrixLike;
  /** Labels, P×C. */
  y: MatrixLike;
  /** Standard deviation σ of the Gaussian noise of the labels. Default 0: interpolation. */
  noiseStd?: number;
}

export interface GpPosterior {
  /** log N(y; 0, K + σ²), all outputs together (they are independent given the kernel). */
  logEvidence: number;
  /** Condition number of K + σ² (1-norm estimate). */
  conditionNumber: number;
  /** What to add to σ² for a condition number of about 1e10; 0 where it is below that. */
  suggestedRidge: number;
  /** (K + σ²)⁻¹ y, P×C. */
  weights: Matrix;
  /** Posterior mean of the outputs (without noise) at M samples, M×C, from their kernel with the training samples, M×P. */
  mean(cross: MatrixLike): Matrix;
  /** Posterior covariance of an output at M samples, M×M; the same for every output. `prior` is the kernel of the samples. */
  covariance(cross: MatrixLike, prior: MatrixLike): Matrix;
  /** Its diagonal, from the diagonal of `prior`: M numbers. Rounding, of 1e-16 prior, below zero is cut off; more is refused. */
  variance(cross: MatrixLike, priorDiagonal: ArrayLike<number>): Float64Array;
}

/** Roundings of the norm that noise has to exceed; samples from which on a kernel without noise needs more. */
const FEW = 16;
/** A condition number that leaves six digits. */
const GOOD = 1e10;
/** What the kernel may explain of a variance beyond all of it, at a good condition number: by rounding, or errors of the kernel. */
const BEYOND = 0.01;

/**
 * Gaussian-process regression (Rasmussen & Williams 2006, algorithm 2.1): the exact Bayesian posterior of infinitely wide
 * nets with Gaussian label noise when `kernel` is their NNGP kernel (Lee et al. 2018). With K = kernel(train),
 *
 *     mean = K* (K + σ²)⁻¹ y,   cov = K** − K* (K + σ²)⁻¹ K*ᵀ.
 *
 * Finite nets' posteriors differ by O(1/N) at fixed samples and depth. One Cholesky factorization serves every call.
 * @throws ShapeError, ValueError for bad arguments; NumericalError, with a ridge that does as σ², when K + σ² is singular or not
 * positive definite in working precision.
 */
export function gpPosterior(options: GpPosteriorOptions): GpPosterior {
  knownOptions('gpPosterior', options, ['kernel', 'y', 'noiseStd']);
  const noise = nonNegative('noiseStd', options.noiseStd ?? 0) ** 2;
  if (noise === Number.POSITIVE_INFINITY) reject('noiseStd', 'a number whose square fits in float64', options.noiseStd);
  const y = checkedFactorInput(heapMatrix(options.y, 'y'), 'y');
  const { factor, norm, inverseNorm } = factorKernel(options.kernel, y.rows, noise);
  const n = factor.rows;
  const scaled = triangularSolve(factor, y);
  const weights = triangularSolve(factor, scaled, { transpose: true });
  let fit = 0;
  for (const v of scaled.data) fit += v * v;
  let logDet = 0;
  for (let i = 0; i < n; i++) logDet += 2 * Math.log(factor.data[i * n + i]);
  const conditionNumber = norm * inverseNorm;
  /** What is left of a variance; kernels of test inputs that no inputs have are refused. */
  const slack = BEYOND * (1 + conditionNumber / GOOD);
  const leftOf = (name: string, own: number, explained: number) => {
    if (explained <= (1 + slack) * own) return own - explained;
    return reject(name, `at least ${explained.toPrecision(3)}, which cross and kernel imply`, own);
  };
  /** L⁻¹ K*ᵀ */
  const solved = (cross: Matrix) => triangularSolve(factor, transpose(cross));
  return {
    logEvidence: -0.5 * (fit + y.cols * (logDet + n * Math.log(2 * Math.PI))),
    conditionNumber,
    suggestedRidge: conditionNumber > GOOD ? norm / GOOD : 0,
    weights,
    mean: (cross) => matmul(crossKernel(cross, n), weights),
    covariance: (cross, prior) => {
      const k = crossKernel(cross, n);
      const own = checkedFactorInput(heapMatrix(prior, 'prior'), 'prior');
      if (own.rows !== k.rows || own.cols !== k.rows) {
        throw new ShapeError(`prior: expected ${k.rows}×${k.rows} as cross has rows, got ${own.rows}×${own.cols}`);
      }
      const explained = gram(solved(k), { transpose: true });
      return matrix(
        k.rows,
        k.rows,
        explained.data.map((v, i) => {
          const row = Math.floor(i / k.rows);
          return i === row * (k.rows + 1) ? leftOf(`prior[${row}][${row}]`, own.data[i], v) : own.data[i] - v;
        }),
      );
    },
    variance: (cross, priorDiagonal) => {
      const k = crossKernel(cross, n);
      if (!isNumberList(priorDiagonal)) reject('priorDiagonal', 'an array of numbers', priorDiagonal);
      if (priorDiagonal.length !== k.rows) {
        throw new ShapeError(`priorDiagonal: expected ${k.rows} numbers, got ${priorDiagonal.length}`);
      }
      const own = checkedNumbers('priorDiagonal', priorDiagonal, nonNegative);
      const explained = new Float64Array(k.rows);
      const { data } = solved(k);
      for (let at = 0; at < data.length; at++) explained[at % k.rows] += data[at] ** 2;
      return own.map((value, i) => Math.max(0, leftOf(`priorDiagonal[${i}]`, value, explained[i])));
    },
  };
}

function crossKernel(value: MatrixLike, samples: number): Matrix {
  const m = checkedFactorInput(heapMatrix(value, 'cross'), 'cross');
  if (m.cols !== samples)
    throw new ShapeError(`cross: expected ${samples} columns, one a training sample, got ${m.cols}`);
  return m;
}

/**
 * Lower Cholesky factor of kernel + noise, and the 1-norms of that matrix and its inverse.
 * @throws NumericalError for a matrix that is singular in working precision, also where pivots of rounding are positive.
 */
export function factorKernel(
  kernel: MatrixLike,
  samples: number,
  noise: number,
): { factor: Matrix; norm: number; inverseNorm: number } {
  return withWorkspace((ws) => {
    const a = symmetricInput(ws, kernel, 'kernel');
    if (a.rows !== samples)
      throw new ShapeError(`kernel: expected ${samples}×${samples} as y has rows, got ${a.rows}×${a.cols}`);
    const sums = new Float64Array(samples);
    for (let i = 0; i < samples; i++) {
      const row = a.row(i);
      row[i] += noise;
      for (let j = 0; j < samples; j++) sums[i] += Math.abs(row[j]);
    }
    const norm = sums.reduce((most, sum) => Math.max(most, sum), 0);
    // well beyond what is refused: 1-norms of inverses exceed the eigenvalue's by up to √P
    const ridge = 4 * Math.max(samples, FEW) * Number.EPSILON * norm;
    choleskyInPlace(a, { name: 'kernel + noiseStd²', ridge });
    const solve = (v: WorkspaceMatrix) => {
      triangularSolveInPlace(a, v);
      triangularSolveInPlace(a, v, { transpose: true });
    };
    const inverseNorm = inverseNormEstimate(ws.matrix(samples, 1), solve, solve);
    // noise bounds the smallest eigenvalue from below, where that of a kernel alone may be rounding of P sums
    const most = 1 / ((noise > 0 ? Math.min(samples, FEW) : samples) * Number.EPSILON);
    if (!(norm * inverseNorm < most)) {
      throw new NumericalError(
        `kernel + noiseStd²: expected a condition number below ${most.toPrecision(2)}, got ${(norm * inverseNorm).toPrecision(2)}; try adding a ridge of ${ridge.toPrecision(2)} or more to the diagonal`,
      );
    }
    return { factor: a.copy(), norm, inverseNorm };
  });
}
