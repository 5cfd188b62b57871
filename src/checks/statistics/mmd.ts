import { ShapeError, ValueError } from '../../errors';
import { asMatrix, type Matrix, type MatrixLike, matrix } from '../../matrix';
import { checkedNumbers, finite, isNumberList, knownOptions, positive } from '../../validate';
import type { LawTest } from './lawTest';
import { type PermutationOptions, permutationTest } from './permutationTest';

export interface MmdOptions extends PermutationOptions {
  /** h of the kernel exp(−‖x − y‖²/2h²), in the samples' unit. Default: the median distance of two members. */
  bandwidth?: number;
}

export interface MmdTest extends LawTest {
  /** h that was used. */
  bandwidth: number;
}

/** Most members of both samples together: a kernel of 128 MB. */
const MOST = 4096;

/**
 * Maximum mean discrepancy of two samples, squared and unbiased (Gretton et al. 2012, equation 3), with a Gaussian kernel: near 0,
 * and often negative, where both have one law. Members are numbers or rows of a matrix, at most 4096 in all; O(n²), also for each
 * permutation behind the p-value. For N(0, q) with random q against N(0, 1) and bandwidth h the population value is
 * E(1 + (q + q')/h²)^(−1/2) − 2E(1 + (q + 1)/h²)^(−1/2) + (1 + 2/h²)^(−1/2), which falls as 1/N² for outputs of nets of width N.
 * @throws ValueError for fewer than 2 or too many members, ShapeError for rows of unequal length.
 */
export function mmd(
  x: ArrayLike<number> | MatrixLike,
  y: ArrayLike<number> | MatrixLike,
  options: MmdOptions,
): MmdTest {
  knownOptions('mmd', options, ['bandwidth', 'seed', 'permutations']);
  const { bandwidth, ...permuting } = options;
  const first = members('x', x);
  const second = members('y', y);
  if (first.cols !== second.cols) throw new ShapeError(`y: expected rows of ${first.cols}, got ${second.cols}`);
  const n = first.rows;
  const m = second.rows;
  if (n + m > MOST) throw new ValueError(`x, y: expected at most ${MOST} members in all, got ${n + m}`);
  const squares = squaredDistances(first, second);
  const h = bandwidth === undefined ? medianDistance(squares, n + m) : positive('bandwidth', bandwidth);
  const kernel = squares.map((square) => Math.exp(-square / (2 * h * h)));
  const total = pairSum(kernel, n + m);
  const own = Uint8Array.from({ length: n + m }, (_, i) => (i < n ? 1 : 0));

  const { statistic, p } = permutationTest(discrepancy, own, permuting);
  return { statistic, p, bandwidth: h };

  function discrepancy(isFirst: Uint8Array): number {
    const within = pairSum(kernel, n + m, isFirst, 1);
    const other = pairSum(kernel, n + m, isFirst, 0);
    return (2 * within) / (n * (n - 1)) + (2 * other) / (m * (m - 1)) - (2 * (total - within - other)) / (n * m);
  }
}

function members(name: string, value: ArrayLike<number> | MatrixLike): Matrix {
  const isFlat = isNumberList(value) && !isNumberList((value as ArrayLike<unknown>)[0]);
  const rows = isFlat
    ? matrix(value.length, 1, checkedNumbers(name, value as ArrayLike<number>, finite))
    : asMatrix(value as MatrixLike, name);
  if (rows.rows < 2) throw new ValueError(`${name}: expected at least 2 members, got ${rows.rows}`);
  return rows;
}

function squaredDistances(first: Matrix, second: Matrix): Float64Array {
  const size = first.rows + second.rows;
  const { cols } = first;
  const all = new Float64Array(size * cols);
  all.set(first.data);
  all.set(second.data, first.rows * cols);
  const squares = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      let sum = 0;
      for (let k = 0; k < cols; k++) sum += (all[i * cols + k] - all[j * cols + k]) ** 2;
      squares[i * size + j] = sum;
      squares[j * size + i] = sum;
    }
  }
  return squares;
}

/** Of every k-th member, so that at most 512 are looked at: as good as all. */
function medianDistance(squares: Float64Array, size: number): number {
  const step = Math.ceil(size / 512);
  const some: number[] = [];
  for (let i = 0; i < size; i += step) for (let j = 0; j < i; j += step) some.push(squares[i * size + j]);
  const middle = Float64Array.from(some).sort()[some.length >> 1];
  if (!(middle > 0))
    throw new ValueError('bandwidth: expected one for samples whose members are mostly equal, got none');
  return Math.sqrt(middle);
}

/** Sum over pairs of members, or of those of them that carry `mark`. */
function pairSum(kernel: Float64Array, size: number, marks?: Uint8Array, mark = 1): number {
  const chosen: number[] = [];
  for (let i = 0; i < size; i++) if (!marks || marks[i] === mark) chosen.push(i);
  let sum = 0;
  for (let a = 1; a < chosen.length; a++) {
    const row = chosen[a] * size;
    for (let b = 0; b < a; b++) sum += kernel[row + chosen[b]];
  }
  return sum;
}
