import type { Matrix, MatrixLike } from '../matrix';
import { core } from '../wasm/load';
import { type Workspace, type WorkspaceMatrix, withWorkspace } from '../wasm/workspace';
import { oneNorm } from './conditionNumber';
import { assertRepresentable, assertSquare, factorInput } from './factorInput';
import { luInPlace, luSolveInPlace } from './lu';
import { multiply } from './multiply';

/**
 * Degrees of the Padé approximant with the 1-norm up to which its backward error stays below 2^−53, and its coefficients
 * (Higham 2005, table 2.3 and equation 2.8).
 */
const approximants = [
  { most: 1.495585217958292e-2, b: [120, 60, 12, 1] },
  { most: 2.53939833006323e-1, b: [30240, 15120, 3360, 420, 30, 1] },
  { most: 9.504178996162932e-1, b: [17297280, 8648640, 1995840, 277200, 25200, 1512, 56, 1] },
  {
    most: 2.097847961257068,
    b: [17643225600, 8821612800, 2075673600, 302702400, 30270240, 2162160, 110880, 3960, 90, 1],
  },
];
const LARGEST = {
  most: 5.371920351148152,
  /** The same for roots of norms of powers (Al-Mohy & Higham 2009, table 3.1). */
  mostOfPowers: 4.25,
  b: [
    64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600,
    670442572800, 33522128640, 1323241920, 40840800, 960960, 16380, 182,
    1,
    // near 1, so that multiples of a are numbers
  ].map((coefficient) => coefficient * 2 ** -56),
};

/**
 * Exponential Σ aᵏ/k! of a square float64 matrix: Padé approximants of degree up to 13, scaling and squaring (Higham 2005,
 * algorithm 2.3), where norms are large as often as ‖aᵏ‖^{1/k} says, which for matrices far from normal is less than ‖a‖ (Al-Mohy &
 * Higham 2009, algorithm 5.1). Without rounding it is the exponential of a matrix within 2^−53·‖a‖ of a; the squarings can amplify rounding.
 * @throws ShapeError when `a` is not square; ValueError for float32 or entries that are not finite; NumericalError when the
 * result exceeds 1.8e308.
 */
export function expm(a: MatrixLike): Matrix {
  return withWorkspace((ws) => {
    const power = factorInput(ws, a, 'a');
    assertSquare(power, 'a');
    const { squarings, powers } = scaleDown(ws, power);
    const norm = oneNorm(power);
    const small = squarings === 0 && approximants.find(({ most }) => norm <= most);
    let result = small ? pade(ws, power, small.b) : pade13(ws, power, powers ?? evenPowers(ws, power));
    let next = power;
    for (let k = 0; k < squarings; k++) {
      multiply(next, result, result);
      [result, next] = [next, result];
    }
    assertRepresentable(result, 'expm');
    return result.copy();
  });
}

interface Scaled {
  readonly squarings: number;
  /** Those of the scaled matrix, where finding the squarings took them. */
  readonly powers?: EvenPowers;
}

/** Halves a until its 1-norm is at most that of the largest approximant. */
function scaleDown(ws: Workspace, a: WorkspaceMatrix): Scaled {
  // Sums of a column may overflow.
  const first = Number.isFinite(oneNorm(a)) ? 0 : 64;
  halve(a, first);
  const times = Math.ceil(Math.log2(oneNorm(a) / LARGEST.most));
  if (!(times > 0)) return { squarings: first };
  const byPowers = squaringsOf(ws, a);
  const more = Math.min(times, byPowers.squarings);
  halve(a, more);
  byPowers.powers?.forEach((power, k) => {
    halve(power, 2 * (k + 1) * more);
  });
  return { squarings: first + more, powers: byPowers.powers };
}

function halve(a: WorkspaceMatrix, times: number): void {
  core().kernels.scalF64(a.rows * a.cols, 2 ** -times, a.pointer);
}

/** Powers up to the tenth of norms up to 2^90 are numbers; so are multiples of those up to 2^1000. */
const POWERS = 90;
const MOST = 1000;
/** log₂ of (13!)²/(26! 27!), the coefficient of the first term of the backward error. */
const LOG_TERM = -116.447004251763;

/** Squarings of the approximant of degree 13 by norms of powers, with those of a itself, unless they took another unit. */
function squaringsOf(ws: Workspace, a: WorkspaceMatrix): Scaled {
  const n = a.rows;
  const unit = Math.max(0, Math.ceil(Math.log2(oneNorm(a))) - POWERS);
  const small = ws.matrix(n, n);
  core().kernels.axpyF64(n * n, 2 ** -unit, a.pointer, small.pointer);
  const evens = evenPowers(ws, small);
  const [, a4, a6] = evens;
  const powers = unit === 0 ? evens : undefined;
  const root = (m: WorkspaceMatrix, power: number) => oneNorm(m) ** (1 / power);
  const squaringsFor = (grows: number) =>
    Math.max(0, unit + POWERS - MOST, unit + Math.ceil(Math.log2(grows / LARGEST.mostOfPowers)));
  const [sixth, eighth] = [root(a6, 6), root(product(ws, a4, a4), 8)];
  let least = squaringsFor(Math.max(sixth, eighth));
  // the tenth power costs a product, and seldom tells more
  if (least > squaringsFor(eighth))
    least = squaringsFor(Math.max(eighth, Math.min(sixth, root(product(ws, a4, a6), 10))));
  // the backward error's first term, of |a|^27, which no cancellation makes small
  const power = 27;
  const sizes = ws.matrix(n, n);
  sizes.data.set(small.data.map(Math.abs));
  let [sums, next] = [ws.matrix(1, n), ws.matrix(1, n)];
  sums.data.fill(1);
  let log = 0;
  for (let k = 0; k < power; k++) {
    multiply(next, sums, sizes);
    const { data } = next;
    let largest = 0;
    for (let j = 0; j < n; j++) largest = Math.max(largest, data[j]);
    if (largest === 0) return { squarings: least, powers };
    log += Math.log2(largest);
    for (let j = 0; j < n; j++) data[j] /= largest;
    [sums, next] = [next, sums];
  }
  const term = log - Math.log2(oneNorm(small)) + LOG_TERM + (power - 1) * (unit - least);
  return { squarings: least + Math.max(0, Math.ceil((term + 53) / (power - 1))), powers };
}

/** Σ coefficient·matrix, plus `unit` times the identity. */
function combination(ws: Workspace, n: number, unit: number, terms: [number, WorkspaceMatrix][]): WorkspaceMatrix {
  const sum = ws.matrix(n, n);
  for (const [factor, m] of terms) core().kernels.axpyF64(n * n, factor, m.pointer, sum.pointer);
  const { data } = sum;
  for (let i = 0; i < n; i++) data[i * (n + 1)] += unit;
  return sum;
}

/** The approximant of degree m = 3, 5, 7, 9 by even powers: U = a·Σ b_{2k+1}·a^{2k}, V = Σ b_{2k}·a^{2k}. */
function pade(ws: Workspace, a: WorkspaceMatrix, b: readonly number[]): WorkspaceMatrix {
  const n = a.rows;
  const square = product(ws, a, a);
  const powers = [square];
  while (2 * powers.length + 2 < b.length) powers.push(product(ws, powers[powers.length - 1], square));
  const odd = combination(
    ws,
    n,
    b[1],
    powers.map((m, k) => [b[2 * k + 3], m]),
  );
  const even = combination(
    ws,
    n,
    b[0],
    powers.map((m, k) => [b[2 * k + 2], m]),
  );
  return quotient(ws, product(ws, a, odd), even);
}

/** The approximant of degree 13 with six products (Higham 2005, equations 2.11 and 2.12). */
function pade13(ws: Workspace, a: WorkspaceMatrix, [a2, a4, a6]: EvenPowers): WorkspaceMatrix {
  const n = a.rows;
  const { b } = LARGEST;
  const half = (first: number) => {
    const high = combination(ws, n, 0, [
      [b[first + 12], a6],
      [b[first + 10], a4],
      [b[first + 8], a2],
    ]);
    const low = combination(ws, n, b[first], [
      [b[first + 6], a6],
      [b[first + 4], a4],
      [b[first + 2], a2],
    ]);
    multiply(low, a6, high, { beta: 1 });
    return low;
  };
  return quotient(ws, product(ws, a, half(1)), half(0));
}

type EvenPowers = readonly [a2: WorkspaceMatrix, a4: WorkspaceMatrix, a6: WorkspaceMatrix];

function evenPowers(ws: Workspace, a: WorkspaceMatrix): EvenPowers {
  const a2 = product(ws, a, a);
  const a4 = product(ws, a2, a2);
  return [a2, a4, product(ws, a4, a2)];
}

function product(ws: Workspace, a: WorkspaceMatrix, b: WorkspaceMatrix): WorkspaceMatrix {
  const out = ws.matrix(a.rows, b.cols);
  multiply(out, a, b);
  return out;
}

/** (V − U)⁻¹(V + U), which is well conditioned for the norms allowed here (Higham 2005, section 2.3). */
function quotient(ws: Workspace, u: WorkspaceMatrix, v: WorkspaceMatrix): WorkspaceMatrix {
  const n = u.rows;
  const terms = (sign: number): [number, WorkspaceMatrix][] => [
    [1, v],
    [sign, u],
  ];
  const denominator = combination(ws, n, 0, terms(-1));
  const result = combination(ws, n, 0, terms(1));
  luSolveInPlace(denominator, luInPlace(ws, denominator), result);
  return result;
}
