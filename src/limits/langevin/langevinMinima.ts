import { eigh } from '../../linalg/eigh';
import { matmul } from '../../linalg/matmul';
import { type Matrix, matrix } from '../../matrix';
import { type LangevinProblem, type LangevinState, langevinEnergy } from './langevinEnergy';

/** Points per factor of e in u in the search for the minima of one output. */
const POINTS = 200;
const HALVINGS = 60;
const MOST_STEPS = 1000;
/** Gradient relative to L·(largest u) that counts as a minimum, and longest change of log U in one step. */
const FLAT = 1e-12;
const REACH = 1;
/** Minima closer than this in log U are one. */
const SAME = 1e-5;

/**
 * Local minima of the free energy. One output: all of them. Several: those at the feet of the valleys that descents from U = 1 and
 * from the strongest 1 … C directions of the labels learnt in full end in, then from the lowest of them with any one direction learnt
 * in full or not at all, until none is lower.
 */
export function langevinMinima(problem: LangevinProblem): LangevinState[] {
  const { labels, eigenvalues, gamma0, temperature } = problem;
  const C = labels.rows;
  const D = eigenvalues.length;
  // what a linear fit explains: no u is larger than 1 + γ0² times that/(4θ), since κ/(κe + θ)² is largest where κe = θ
  const whitened = matrix(
    C,
    D,
    labels.data.map((b: number, at: number) => (b === 0 ? 0 : b / Math.sqrt(eigenvalues[at % D]))),
  );
  const { values, vectors } = eigh(matmul(whitened, whitened, { transposeB: true, alpha: 1 / D }));
  const logs = values.map((fitted) => Math.log1p((gamma0 ** 2 * Math.max(0, fitted)) / (4 * temperature)));
  if (C === 1) return zeros(problem, logs[0]).map((log) => langevinEnergy(problem, matrix(1, 1, [log])));
  const found: Minimum[] = [];
  const descend = (start: Matrix): Minimum => {
    const end = descended(problem, start);
    const isKnown = found.some(({ log }) =>
      log.data.every((x: number, at: number) => Math.abs(x - end.log.data[at]) < SAME),
    );
    if (!isKnown) found.push(end);
    return end;
  };
  /** With log u of the labels' direction a as given, and nothing that mixes it with others. */
  const withDirection = (log: Matrix, a: number, value: number): Matrix => {
    const turned = matmul(matmul(vectors, log, { transposeA: true }), vectors);
    for (let b = 0; b < C; b++) turned.data[a * C + b] = turned.data[b * C + a] = 0;
    turned.data[a * C + a] = value;
    return symmetric(matmul(matmul(vectors, turned), vectors, { transposeB: true }));
  };
  let start = matrix(C, C);
  let least = descend(start);
  const keepLeast = (end: Minimum): boolean => {
    const isLess = end.state.value < least.state.value - 2 ** -40 * Math.abs(least.state.value);
    if (isLess) least = end;
    return isLess;
  };
  for (let a = C - 1; a >= 0; a--) {
    start = withDirection(start, a, logs[a]);
    keepLeast(descend(start));
  }
  // strong labels along weak inputs may not be worth learning where weaker ones along strong inputs are
  for (let since = 0, a = 0; since < C; a = (a + 1) % C) {
    const ends = [0, logs[a]].map((value) => descend(withDirection(least.log, a, value)));
    since = ends.map(keepLeast).some(Boolean) ? 0 : since + 1;
  }
  return found.map(({ state }) => state);
}

interface Minimum {
  log: Matrix;
  state: LangevinState;
}

/** Quasi-Newton descent (Broyden, Fletcher, Goldfarb, Shanno) in log U. */
function descended(problem: LangevinProblem, start: Matrix): Minimum {
  const { hidden } = problem;
  const C = start.rows;
  let log = start;
  let state = langevinEnergy(problem, log);
  let steps: Step[] = [];
  for (let step = 0; step < MOST_STEPS; step++) {
    const { gradient } = state;
    if (largest(gradient) <= FLAT * hidden * largest(state.order.data)) break;
    const direction = downhill(problem, state, steps);
    const shorten = Math.min(1, REACH / largest(direction));
    const along = shorten * dot(direction, gradient);
    const rounding = 2 ** -48 * Math.abs(state.value);
    let next: Minimum | undefined;
    for (let size = shorten, share = 1; share > 1e-8 && along < 0; size /= 2, share /= 2) {
      const trial = matrix(
        C,
        C,
        log.data.map((x: number, i: number) => x + size * direction[i]),
      );
      const seen = langevinEnergy(problem, symmetric(trial));
      if (seen.value <= state.value + 1e-4 * share * along + rounding) {
        next = { log: symmetric(trial), state: seen };
        break;
      }
    }
    if (!next) {
      if (steps.length === 0) break;
      steps = [];
      continue;
    }
    const moved = Float64Array.from(next.log.data, (x, i) => x - log.data[i]);
    const bent = next.state.gradient.map((g, i) => g - gradient[i]);
    const bend = dot(moved, bent);
    if (bend > 1e-14 * Math.sqrt(dot(moved, moved) * dot(bent, bent))) steps.push({ moved, bent, bend });
    ({ log, state } = next);
    if (largest(moved) < 2 ** -50) break;
  }
  return { log, state };
}

/** Change of the place and of the gradient, and their product, which is positive. */
interface Step {
  moved: Float64Array;
  bent: Float64Array;
  bend: number;
}

/**
 * −H g, with the inverse H of the second derivatives as the steps so far tell it, H ← (1 − s yᵀ/sᵀy) H (1 − y sᵀ/sᵀy) + s sᵀ/sᵀy each, from that
 * of L tr U at the place: never written out, it would have C⁴ entries.
 */
function downhill(problem: LangevinProblem, state: LangevinState, steps: readonly Step[]): Float64Array {
  const direction = state.gradient.map((value) => -value);
  const shares = steps.map(() => 0);
  for (let k = steps.length - 1; k >= 0; k--) {
    const { moved, bent, bend } = steps[k];
    shares[k] = dot(moved, direction) / bend;
    add(direction, -shares[k], bent);
  }
  const scaled = overTrace(problem, state, direction);
  for (const [k, { moved, bent, bend }] of steps.entries()) {
    add(scaled, shares[k] - dot(bent, scaled) / bend, moved);
  }
  return scaled;
}

/** In the eigenbasis of log U the second derivatives of tr U are the divided differences of exp. */
function overTrace(
  { hidden }: LangevinProblem,
  { logs, vectors }: LangevinState,
  direction: Float64Array,
): Float64Array {
  const C = logs.length;
  const turned = matmul(matmul(vectors, matrix(C, C, direction), { transposeA: true }), vectors);
  for (let a = 0; a < C; a++) {
    for (let b = 0; b < C; b++) {
      const gap = logs[a] - logs[b];
      turned.data[a * C + b] /= hidden * Math.exp(logs[b]) * (gap === 0 ? 1 : Math.expm1(gap) / gap);
    }
  }
  return Float64Array.from(matmul(matmul(vectors, turned), vectors, { transposeB: true }).data);
}

function add(to: Float64Array, factor: number, what: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i] += factor * what[i];
}

/** Logarithms of all u ≥ 1 at which the slope of one output turns from − to +: minima. Beyond `end` it is positive. */
function zeros({ hidden, gamma0, temperature, variance, eigenvalues, labels }: LangevinProblem, end: number): number[] {
  const D = eigenvalues.length;
  // the gradient of langevinEnergy over L, without its matrices
  const slope = (log: number) => {
    const scale = variance * Math.exp(hidden * log);
    let pull = 0;
    for (let i = 0; i < D; i++) pull += (labels.data[i] / (scale * eigenvalues[i] + temperature)) ** 2 / D;
    return Math.expm1(log) - gamma0 ** 2 * scale * pull;
  };
  const points = Math.max(1, Math.ceil(POINTS * end));
  const found: number[] = [];
  let [low, before] = [0, slope(0)];
  if (before >= 0) found.push(0);
  for (let k = 1; k <= points + 1; k++) {
    const high = (k * end) / points + 2 ** -50;
    const after = slope(high);
    if (before < 0 && after >= 0) found.push(bisected(slope, low, high));
    [low, before] = [high, after];
  }
  return found;
}

function bisected(slope: (log: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = 0.5 * (low + high);
    if (slope(middle) < 0) low = middle;
    else high = middle;
  }
  return 0.5 * (low + high);
}

/** Symmetric to the last bit: rounding must not grow. */
function symmetric(m: Matrix): Matrix {
  return matrix(
    m.rows,
    m.rows,
    m.data.map((x: number, at: number) => 0.5 * (x + m.data[(at % m.rows) * m.rows + Math.floor(at / m.rows)])),
  );
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most;
}
